"""The deals as the edits that wait for the book will leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from contactdesk.desktop.deal_found import Found
from contactdesk.model.deal import Deal
from contactdesk.model.deed import Deed
from contactdesk.operations import deals
from contactdesk.store.deal_rows import DealParty, DealRow


def with_waiting(found: Found, waiting: Sequence[Deed]) -> Found:
    """What was read, with what was changed, moved or deleted since."""
    rows = {row.deal.id: row for row in found.rows}
    mine = [deed for deed in waiting if deed.record.id in rows]
    known = parties_in(found.rows) if mine else {}
    for deed in mine:
        row = rows.get(deed.record.id)
        if row is not None and deed.doing == "delete":
            del rows[deed.record.id]
        elif row is not None:
            rows[deed.record.id] = _as_waiting(found, row, deed, known)
    return found._replace(rows=tuple(rows.values())) if mine else found


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
