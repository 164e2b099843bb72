"""The tasks as the edits that wait for the book will leave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from contactdesk.desktop.task_rows import Found
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.tasks import done, due_of, is_done
from contactdesk.store.tasks import TaskRow


def with_waiting(found: Found, waiting: Sequence[Deed]) -> Found:
    """What was read, with what is new, done, changed or gone since; what waits is marked."""
    every = {row.event.id: row for row in (*found.open, *found.done)}
    waits: set[str] = set()
    for deed in waiting:
        task = deed.record
        if not isinstance(task, Event) or task.component != "task":
            continue
        waits.add(task.id)
        if deed.doing == "delete":
            every.pop(task.id, None)
            continue
        if deed.doing == "tick":
            task = done(task, datetime.fromisoformat(deed.more["now"]))
        before = every.get(task.id, TaskRow(task))
        every[task.id] = before._replace(event=task, due=due_of(task, found.home))
    if not waits:
        return found
    rows = list(every.values())
    return found._replace(
        open=[row for row in rows if not is_done(row.event)],
        done=[row for row in rows if is_done(row.event)],
        waiting=frozenset(waits),
    )
