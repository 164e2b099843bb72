"""The deals as the edits that wait for the book will leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, tzinfo

from contactdesk.desktop.deal_found import Found
from contactdesk.model.deal import Deal
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.tasks import is_open
from contactdesk.operations import deals
from contactdesk.store.deal_rows import DealParty, DealRow, NextStep, earliest, step_of


def with_waiting(found: Found, waiting: Sequence[Deed]) -> Found:
    """What was read, with what is new, was changed, moved, planned or deleted since."""
    if not waiting:
        return found
    rows, known = {row.deal.id: row for row in found.rows}, parties_in(found.rows)
    for deed in waiting:
        if isinstance(deed.record, Deal):
            _lay_deal(found, rows, deed, known)
        elif isinstance(deed.record, Event) and deed.record.deal in rows:
            row, home = rows[deed.record.deal], found.now.tzinfo or UTC
            rows[row.deal.id] = row._replace(next=_next_after(row.next, deed, home))
    return found._replace(rows=tuple(rows.values()), has_any=found.has_any or bool(rows))


def _lay_deal(
    found: Found, rows: dict[str, DealRow], deed: Deed, known: Mapping[str, DealParty]
) -> None:
    """Have the row of a deal say what waits of it; one that is new gets a row."""
    deal, here = deed.record, found.pipeline.id if found.pipeline else ""
    assert isinstance(deal, Deal)
    row = rows.get(deal.id)
    if row is None and deed.base is None and deal.pipeline == here:
        row = DealRow(deal, 0)
    if deed.doing == "delete":
        rows.pop(deal.id, None)
    elif row is not None:
        rows[deal.id] = _as_waiting(found, row, deed, known)._replace(waits=True)


def _next_after(now: NextStep | None, deed: Deed, home: tzinfo) -> NextStep | None:
    """The next step once a task or an appointment was planned, changed, done or deleted; what
    comes after one that is done is not known before the book is back."""
    event = deed.record
    if not isinstance(event, Event) or event.component not in ("task", "event"):
        return now
    number = deed.base.number if deed.base is not None else None
    is_it = now is not None and (now.component, now.number) == (event.component, number)
    if deed.doing in ("delete", "remove", "tick") or not is_open(event):
        return None if is_it else now
    step = step_of(event, home)
    return step if is_it else earliest(filter(None, (now, step)))


def parties_in(rows: Iterable[DealRow]) -> dict[str, DealParty]:
    """Whom some rows name, by their ids."""
    named = ((row.organisation, *row.people, *row.competitors) for row in rows)
    return {party.id: party for some in named for party in some if party is not None}


def named_in(deal: Deal) -> tuple[str, ...]:
    """The ids of the contacts that a deal is with."""
    return tuple(each for each in (deal.organisation, *deal.people) if each)


def row_with(row: DealRow, deal: Deal, parties: Mapping[str, DealParty]) -> DealRow:
    """A row with another version of its deal; who is new there is found among these."""
    known = {**parties, **parties_in([row])}
    firms = [each.organisation for each in deal.competitors]
    return row._replace(
        deal=deal,
        organisation=known.get(deal.organisation),
        people=tuple(known[each] for each in deal.people if each in known),
        competitors=tuple(known[each] for each in firms if each in known),
    )


def _as_waiting(
    found: Found, row: DealRow, deed: Deed, parties: Mapping[str, DealParty]
) -> DealRow:
    stages = found.pipeline.stages if found.pipeline else ()
    deal = deed.mine if isinstance(deed.mine, Deal) else row.deal
    added = (DealParty._make(each) for each in deed.more.get("parties", ()))
    row = row_with(row, deal, {**parties, **{party.id: party for party in added}})
    wanted = int(deed.more.get("stage", deal.stage))
    stage = next((each for each in stages if each.item == wanted), None)
    if stage is None:
        return row
    if deed.doing == "move":
        today = date.fromisoformat(str(deed.more["today"]))
        deal = deals.moved(deal, stage, today, str(deed.more["reason"]))
    return row._replace(deal=deal, chance=stage.chance if deal.chance is None else deal.chance)
