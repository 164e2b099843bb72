"""What happened with contacts, as it was read last: shown while the book is away, with the notes
and calls that wait for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from contactdesk.desktop.timeline_view import LONGEST, Row, TimelineView, rows_of
from contactdesk.i18n import _
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.happenings import text_of
from contactdesk.model.shown import shortened
from contactdesk.operations.laid_over import plan_of, series_key
from contactdesk.store.timeline import Asked, Item

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

KEPT = 300

Known = OrderedDict[str, TimelineView]


def remember(desk: Desk, contact_id: str, view: TimelineView) -> None:
    """Keep what was read of a contact for as long as the window is there."""
    known: Known = desk.away.timelines
    known[contact_id] = view
    known.move_to_end(contact_id)
    while len(known) > KEPT:
        known.popitem(last=False)


def of(desk: Desk, contact_id: str) -> TimelineView | None:
    """What was read of a contact last."""
    return desk.away.timelines.get(contact_id)


def with_waiting(
    view: TimelineView, waiting: Sequence[Deed], contact_id: str, asked: Asked
) -> TimelineView:
    """A contact's timeline as the edits that wait for the book will leave it."""
    kinds = dict(view.kinds)
    rows, added = laid_over(view.rows, waiting, lambda e: contact_id in e.about, asked)
    for event in added:
        kinds[event.component] = kinds.get(event.component, 0) + 1
    return view._replace(rows=rows, kinds=tuple(kinds.items()))


def laid_over(
    before: Sequence[Row],
    waiting: Sequence[Deed],
    belongs: Callable[[Event], bool],
    asked: Asked | None = None,
) -> tuple[tuple[Row, ...], list[Event]]:
    """The rows as what waits will leave them, and what is new of it: what `belongs` there and was
    asked for."""
    rows, added = list(before), list[Event]()
    for deed in waiting:
        found = deed.record
        if not isinstance(found, Event):
            continue
        there = _has(rows, found)
        new: Sequence[Event] = ()
        if deed.doing in ("change", "remove"):
            rows, new = _planned(rows, deed)
        elif not belongs(found):
            continue
        elif deed.doing == "delete":
            rows = [r for r in rows if r.event is None or r.event.id != found.id]
        elif there:
            rows = [_as_waiting(r, found) for r in rows]
        elif deed.doing in ("add", "save"):
            new = (found,)
        for event in new:
            is_asked = asked is None or _is_asked(event, asked)
            if belongs(event) and is_asked and not _has(rows, event):
                rows = [_new(event), *rows]
                added.append(event)
    return tuple(rows), added


def _has(rows: Sequence[Row], event: Event) -> bool:
    return any(row.event is not None and row.event.id == event.id for row in rows)


def _planned(rows: Sequence[Row], deed: Deed) -> tuple[list[Row], Sequence[Event]]:
    """What becomes of the rows by an edit of an appointment or its series, and what is new."""
    series = (series_key(deed.record), deed.more.get("new"))  # type: ignore[arg-type]  # of an event
    known = [row.event for row in rows if row.event is not None]
    plan = plan_of(deed, [event for event in known if series_key(event) in series])
    gone = {event.id for event in plan.deleted}
    left = [row for row in rows if row.event is None or row.event.id not in gone]
    shown = deed.doing != "remove"
    for _was, now in plan.saved:
        left = [_as_waiting(row, now) if shown else row for row in left]
    return left, plan.added


def _is_asked(event: Event, asked: Asked) -> bool:
    if asked.words.casefold() not in text_of(event).casefold():
        return False
    return not asked.among and (not asked.kinds or event.component in asked.kinds)


def _new(event: Event) -> Row:
    """A note that is not in the book yet, with who wrote it being that it waits."""
    (row,) = rows_of((Item(event, _("waits")),), date.today())
    return replace(row, last=False)


def _as_waiting(row: Row, event: Event) -> Row:
    if row.event is None or row.event.id != event.id:
        return row
    if event.component == "event":  # when it is may be another time
        row = replace(row, title=_new(event).title, when=_new(event).when)
    return replace(row, event=event, text=shortened(text_of(event), LONGEST), by=_("waits"))
