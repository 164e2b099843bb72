"""The pipelines, deals and exchange rates of a book, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.model.deal import Deal, ExchangeRate, Pipeline
from contactdesk.model.deal_record import DEALS, PIPELINES, RATES
from contactdesk.model.money import Rates
from contactdesk.store.changes import ChangeLog
from contactdesk.store.documents import Documents
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import AT_ONCE, PAGE, STANDS, Records, RecordWriter

_DEAL_ROWS = RecordRows(DEALS)
_PIPELINE_ROWS = RecordRows(PIPELINES)
_RATE_ROWS = RecordRows(RATES)
_NUMBER = attrgetter("number")
_STAGE_LINES = """
SELECT s.at, p.number, c.kind, c.fields FROM change c JOIN change_set s ON s.id = c.set_id
JOIN person p ON p.number = s.author WHERE c.record_id = ? AND c.record_type = 'deal' ORDER BY c.id
"""


class StageChange(NamedTuple):
    """That a deal came to a stage: when (UTC, ISO 8601), by whom (a person's number); `before` is
    0 for the one in which it was made."""

    at: str
    author: int
    before: int
    stage: int


class Pipelines(Records[Pipeline]):
    """Repository of pipelines."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        super().__init__(connection, log, _PIPELINE_ROWS)

    def all(self) -> list[Pipeline]:
        """All that are not in the bin, in the order of the list."""
        return sorted(super().all(), key=lambda each: (each.position, each.number))


class ExchangeRates(Records[ExchangeRate]):
    """Repository of exchange rates."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        super().__init__(connection, log, _RATE_ROWS)

    def known(self, day: str = "") -> Rates:
        """The newest rates, up to a day if one is given."""
        return Rates(self.all(), day)


class _DealWriter(RecordWriter[Deal]):
    def linked(self, number: int, before: Deal | None, after: Deal) -> None:
        """Have the contacts by which a deal is found."""
        links = links_of(after)
        if before is not None:
            if links_of(before) == links:
                return
            self._sql("DELETE FROM deal_link WHERE deal = ?", (number,))
        if links:
            rows = [(number, key, role) for key, role in links.items()]
            self._sql("INSERT INTO deal_link (deal, key, role) VALUES (?, ?, ?)", rows)


def links_of(deal: Deal) -> dict[str, str]:
    """The contacts (ids) that a deal has to do with, and as what."""
    competitors = (each.organisation for each in deal.competitors)
    return {
        **{each: "competitor" for each in competitors if each},
        **{each: "person" for each in deal.people if each},
        **({deal.organisation: "organisation"} if deal.organisation else {}),
    }


class Deals(Records[Deal]):
    """Repository of deals: of a pipeline, of a contact, by their words, through their stages."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        super().__init__(connection, log, _DEAL_ROWS, _DealWriter(connection, _DEAL_ROWS))
        self._connection = connection
        self._merged = MergeLinks(connection)

    def of_pipeline(self, pipeline: str) -> list[Deal]:
        """The deals of a pipeline (its id), in the order in which they were made."""
        found = self._load(f"pipeline = ? AND {STANDS}", (pipeline,))
        return sorted(found, key=_NUMBER)  # a database carries every column through its sorting

    def of_contact(self, number: int, limit: int = PAGE) -> list[Deal]:
        """The deals in which a contact, or who became part of it, has a part; not as a
        competitor. Open ones first, then those that were closed last."""
        return self._linked(number, "<>", limit)

    def against(self, number: int, limit: int = PAGE) -> list[Deal]:
        """The deals for which an organisation, or what became part of it, competes; in the same
        order."""
        return self._linked(number, "=", limit)

    def _linked(self, number: int, is_competitor: str, limit: int) -> list[Deal]:
        marks = ",".join(map(str, [int(number), *self._merged.parts([number])]))
        return self._load(
            "number IN (SELECT l.deal FROM deal_link l JOIN contact c ON c.id = l.key "
            f"WHERE l.role {is_competitor} 'competitor' AND c.number IN ({marks})) AND {STANDS} "
            "ORDER BY closed_on <> '', closed_on DESC, number DESC LIMIT ?",
            (limit,),
        )

    def find(self, query: str, limit: int = PAGE) -> list[Deal]:
        """The deals in whose title every word of a query begins a word, the newest first."""
        words = fold.query_words(query)
        if not words:
            return []
        rows = self._sql(f"SELECT number, title FROM deal WHERE {STANDS} ORDER BY number DESC")
        hits = (n for n, title in driver_rows(rows) if all(fold.is_in(w, title) for w in words))
        return self.get_many([number for number, _turn in zip(hits, range(limit), strict=False)])

    def stages_of(self, uuid: str) -> list[StageChange]:
        """The stages through which a deal (its id) went, the first one first."""
        found: list[StageChange] = []
        for at, author, kind, text in self._sql(_STAGE_LINES, (uuid,)).all():
            fields = self._log.fields_of(text)
            if kind == "create" and not found:
                found.append(StageChange(at, author, 0, 0))
            elif kind == "update" and "stage" in fields:
                before, stage = fields["stage"]
                found.append(StageChange(at, author, before or 0, stage or 0))
        return _with_first(found, self.by_id(uuid))

    def purge(self, numbers: Iterable[int]) -> None:
        """Delete deals for good; what belongs to them stays, as a matter of their
        people."""
        chosen = list(dict.fromkeys(numbers))
        gone = self.get_many(chosen)
        ids = [deal.id for deal in gone]
        Documents(self._connection, self._log, 0).leave_deals(gone)
        super().purge(chosen)
        for some in _parts(ids):
            marks = ",".join("?" * len(some))
            self._sql(f"UPDATE event SET deal = '' WHERE deal IN ({marks})", some)

    def forget_contacts(self, ids: Sequence[str]) -> None:
        """Take contacts (ids) that are deleted for good out of every deal."""
        gone = set(ids)
        for some in _parts(ids):
            marks = ",".join("?" * len(some))
            which = f"number IN (SELECT deal FROM deal_link WHERE key IN ({marks}))"
            for deal in self._load(which, some):
                self.put(deal, _without(deal, gone), self.is_hidden(deal.number))


def _without(deal: Deal, gone: set[str]) -> Deal:
    return replace(
        deal,
        organisation="" if deal.organisation in gone else deal.organisation,
        people=tuple(each for each in deal.people if each not in gone),
        competitors=tuple(each for each in deal.competitors if each.organisation not in gone),
    )


def _with_first(found: list[StageChange], deal: Deal | None) -> list[StageChange]:
    """The log does not say in which stage a deal was made: the first move does, or where it is."""
    if not found or deal is None:
        return []
    stage = found[1].before if len(found) > 1 else deal.stage
    return [found[0]._replace(stage=stage), *found[1:]]


def _parts(ids: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))
