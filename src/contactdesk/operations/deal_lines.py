"""Deals out as JSON Lines, and back into this or another book.

What the book has already stays as it is; a deal that it has is only filled where it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contactdesk.formats.jsonl_deals import DealLine, has_records, read_records, record_line
from contactdesk.formats.jsonl_documents import has_documents
from contactdesk.model.contact import Membership
from contactdesk.model.deal import Competitor, Deal, ExchangeRate, Pipeline
from contactdesk.model.deal_record import DEALS
from contactdesk.store.book import Book, Transaction

A_READ = 200


def deal_lines(book: Book) -> Iterator[bytes]:
    """One line a pipeline, a rate and a deal, in short reads of the book."""
    with book.read() as tx:
        pipelines, rates, numbers = tx.pipelines.all(), tx.rates.all(), tx.deals.numbers()
        people = {each.id: each.name for each in tx.people.all().values()}
    yield from (record_line(pipeline, {}) for pipeline in pipelines)
    yield from (record_line(rate, {}) for rate in rates)
    names = {pipeline.id: pipeline.name for pipeline in pipelines} | people
    for start in range(0, len(numbers), A_READ):
        with book.read() as tx:
            deals = tx.deals.get_many(numbers[start : start + A_READ])
            ids = [i for deal in deals for i in _contacts(deal)]
            contacts = {c.id: c.formatted_name for c in _in_parts(tx, list(dict.fromkeys(ids)))}
        for deal in deals:
            named = (deal.pipeline, deal.owner, *_contacts(deal))
            known = {i: name for i in named if (name := names.get(i) or contacts.get(i))}
            yield record_line(deal, known)


def _contacts(deal: Deal) -> list[str]:
    """The ids of the contacts that a deal names."""
    firms = (each.organisation for each in deal.competitors)
    return [each for each in (deal.organisation, *deal.people, *firms) if each]


def _in_parts(tx: Transaction, ids: Sequence[str]) -> Iterator[Any]:
    for start in range(0, len(ids), A_READ):
        yield from tx.contacts.get_many_by_id(ids[start : start + A_READ])


def lines_in(paths: Iterable[str]) -> dict[str, list[DealLine]]:
    """The lines of deals in files of JSON Lines, by file."""
    found: dict[str, list[DealLine]] = {}
    for path in filter(_is_ours, paths):
        with open(path, "rb") as stream:
            found[path] = list(read_records(stream))
    return found


def hold_records(paths: Iterable[str]) -> bool:
    """Whether any of some files holds such lines, or documents."""
    for path in filter(_is_ours, paths):
        with open(path, "rb") as stream:
            if has_records(stream):
                return True
            stream.seek(0)
            if has_documents(stream):
                return True
    return False


def _is_ours(path: str) -> bool:
    return Path(path).suffix.lower() == ".jsonl" and Path(path).is_file()


def id_of_name(tx: Transaction, name: str) -> str:
    """The organisation of that name, else the one person of exactly that name; "" for none."""
    row = tx.contacts.organisation_of(Membership(organisation=name)) if name else None
    if row is not None:
        return row.id
    found = tx.contacts.search(name, limit=A_READ).numbers if name else []
    same = [r.id for r in tx.contacts.rows(found) if r.name == name]
    return same[0] if len(same) == 1 else ""


class DealImport:
    """Brings lines into a book, inside a transaction; `added`, `filled` and `unchanged` count
    deals alone."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._people = {each.id: each.name for each in tx.people.all().values()}
        self._pipelines: dict[str, Pipeline] = {}
        self._items: dict[str, dict[int, int]] = {}  # of a pipeline's stages, as the book has them
        self.added = self.filled = self.unchanged = 0

    def take(self, line: DealLine) -> None:
        """Store one line."""
        if isinstance(line.record, Pipeline):
            self._take_pipeline(line.record)
        elif isinstance(line.record, ExchangeRate):
            self._take_rate(line.record)
        elif isinstance(line.record, Deal):
            self._take_deal(self._in_this_book(line.record, line.names))

    def _take_pipeline(self, pipeline: Pipeline) -> None:
        """The book's own of this id, else the one of the same name; its stages meet by name."""
        every = self._tx.pipelines.all()
        same = next((p for p in every if p.id == pipeline.id), None) or next(
            (p for p in every if p.name.casefold() == pipeline.name.casefold()), None
        )
        if same is None:
            gone = self._tx.pipelines.by_id(pipeline.id)
            made = replace(pipeline, id="" if gone else pipeline.id, position=len(every))
            same = self._tx.pipelines.add_again(made)
        by_name = {stage.name.casefold(): stage.item for stage in same.stages}
        first = same.first_open.item if same.first_open else 0
        known = {stage.item for stage in same.stages} if same.id == pipeline.id else set()
        self._pipelines[pipeline.id] = same
        self._items[pipeline.id] = {
            s.item: s.item if s.item in known else by_name.get(s.name.casefold(), first)
            for s in pipeline.stages
        }

    def _take_rate(self, rate: ExchangeRate) -> None:
        said = (rate.currency, rate.base, rate.rate, rate.valid_on)
        known = ((r.currency, r.base, r.rate, r.valid_on) for r in self._tx.rates.all())
        if said not in known:
            there = self._tx.rates.by_id(rate.id) if rate.id else None
            self._tx.rates.add_again(replace(rate, id="") if there else rate)

    def _in_this_book(self, deal: Deal, names: Mapping[str, str]) -> Deal:
        known = self._tx.events.about.ids(_contacts(deal))
        found = {i: known.get(i) or id_of_name(self._tx, names.get(i, "")) for i in _contacts(deal)}
        pipeline = self._pipelines.get(deal.pipeline) or self._tx.pipelines.by_id(deal.pipeline)
        items = self._items.get(deal.pipeline, {})
        owners = [i for i, name in self._people.items() if name == names.get(deal.owner)]
        return replace(
            deal,
            pipeline=pipeline.id if pipeline else "",
            stage=items.get(deal.stage, deal.stage),
            organisation=found.get(deal.organisation, ""),
            people=tuple(found[each] for each in deal.people if found[each]),
            owner=deal.owner if deal.owner in self._people else next(iter(owners), ""),
            competitors=tuple(_competitor(c, found, names) for c in deal.competitors),
        )

    def _take_deal(self, deal: Deal) -> None:
        from contactdesk.operations.deals import first_pipeline

        current = self._tx.deals.by_id(deal.id) if deal.id else None
        if current is None:
            if not deal.pipeline:
                pipeline = first_pipeline(self._tx, "")
                first = pipeline.first_open
                deal = replace(deal, pipeline=pipeline.id, stage=first.item if first else 0)
            self._tx.deals.add_again(deal)
            self.added += 1
            return
        more: dict[str, Any] = {
            n: getattr(deal, n)
            for n in DEALS.fields
            if getattr(current, n) == DEALS.defaults[n] and n not in ("deleted_at", "pipeline")
        }
        filled = replace(current, **more)
        if filled == current:
            self.unchanged += 1
        else:
            self._tx.deals.save(filled, base=current)
            self.filled += 1


def _competitor(
    competitor: Competitor, found: Mapping[str, str], names: Mapping[str, str]
) -> Competitor:
    who = competitor.organisation
    if not who or found.get(who):
        return replace(competitor, organisation=found.get(who, ""))
    return replace(competitor, organisation="", name=names.get(who, ""))
