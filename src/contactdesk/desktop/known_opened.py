"""A deal in its panel while the book is away: as it was read or its card says, with what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from contactdesk.desktop.deal_found import Found
from contactdesk.desktop.deal_opened import Opened, with_row
from contactdesk.desktop.deal_words import days_in_stage
from contactdesk.desktop.known_timelines import laid_over
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.store.deal_rows import DealRow, step_of


def known_opened(
    found: Found, uuid: str, read: Opened | None, waiting: Sequence[Deed]
) -> Opened | None:
    """A deal (its id) whose row is here, which has what waits already; `read` is what was read of
    it if it was looked at before. None where nothing is known of it."""
    row = next((row for row in found.rows if row.deal.id == uuid), None)
    base = read if row is None or read is not None else _as_on_its_card(found, row)
    if base is None or row is None:
        return None
    mine = [deed for deed in waiting if _is_of(deed, uuid)]
    rows, _new = laid_over(base.timeline, mine, lambda event: event.deal == uuid)
    next_ = _next(found, row, base.next, mine)
    return with_row(base, row)._replace(timeline=rows, next=next_)


def _as_on_its_card(found: Found, row: DealRow) -> Opened | None:
    """One that was never looked at: all but what happened with it."""
    pipeline = next((p for p in found.pipelines if p.id == row.deal.pipeline), found.pipeline)
    if pipeline is None:
        return None
    days = {row.deal.stage: days_in_stage(row.deal, found.today)}
    return Opened(row, pipeline, found.people, days, (), (), found.today)


def _is_of(deed: Deed, uuid: str) -> bool:
    return isinstance(deed.record, Event) and deed.record.deal == uuid


def _next(found: Found, row: DealRow, read: Event | None, mine: Sequence[Deed]) -> Event | None:
    """The whole of what the row says is next."""
    step, home = row.next, found.now.tzinfo or UTC
    if step is None:
        return None
    if read is not None and read.number == step.number:
        return read
    made = (deed.mine for deed in reversed(mine))
    return next((e for e in made if isinstance(e, Event) and step_of(e, home) == step), None)
