"""What has a reminder, as the edits that wait for the book will leave it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.tasks import done
from contactdesk.operations.laid_over import laid_over, series_key


def with_waiting(events: Sequence[Event], waiting: Sequence[Deed]) -> list[Event]:
    """These events, with what is new, moved, done or gone since they were read."""
    laid = laid_over(events, waiting)
    every = {e.id: e for e in events if series_key(e) not in laid.series}
    every |= {event.id: event for event in laid.members}
    for deed in waiting:
        task = deed.record
        if not isinstance(task, Event) or task.component != "task":
            continue
        if deed.doing == "delete":
            every.pop(task.id, None)
            continue
        if deed.doing == "tick":
            task = done(task, datetime.fromisoformat(deed.more["now"]))
        every[task.id] = task
    return list(every.values())
