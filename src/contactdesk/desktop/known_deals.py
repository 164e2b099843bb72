"""The deals as the edits that wait for the book will leave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contactdesk.desktop.deal_found import Found
from contactdesk.model.deal import Deal
from contactdesk.model.deed import Deed
from contactdesk.operations import deals
from contactdesk.store.deal_rows import DealRow


def with_waiting(found: Found, waiting: Sequence[Deed]) -> Found:
    """What was read, with what was changed, moved or deleted since."""
    rows = {row.deal.id: row for row in found.rows}
    mine = [deed for deed in waiting if deed.record.id in rows]
    for deed in mine:
        row = rows.get(deed.record.id)
        if row is not None and deed.doing == "delete":
            del rows[deed.record.id]
        elif row is not None:
            rows[deed.record.id] = _as_waiting(found, row, deed)
    return found._replace(rows=tuple(rows.values())) if mine else found


def _as_waiting(found: Found, row: DealRow, deed: Deed) -> DealRow:
    stages = found.pipeline.stages if found.pipeline else ()
    deal = deed.mine if isinstance(deed.mine, Deal) else row.deal
    wanted = int(deed.more.get("stage", deal.stage))
    stage = next((each for each in stages if each.item == wanted), None)
    if stage is None:
        return row._replace(deal=deal)
    if deed.doing == "move":
        today = date.fromisoformat(str(deed.more["today"]))
        deal = deals.moved(deal, stage, today, str(deed.more["reason"]))
    return row._replace(deal=deal, chance=stage.chance if deal.chance is None else deal.chance)
