"""To which deal a task belongs goes into a calendar's file and comes back."""

from __future__ import annotations

import io

import pytest

from contactdesk.formats.calendar_writers import written
from contactdesk.formats.registry import entry_reader
from contactdesk.model.event import Event

TASK = Event(component="task", uid="task-1", summary="Call", ends_at="2026-11-27", deal="deal-1")


@pytest.mark.parametrize("format_", ["ical", "vcal", "jcal"])
def test_a_task_keeps_its_deal(format_: str) -> None:
    pieces = b"".join(written(format_, [(TASK, None)], "").pieces)
    (entry,) = entry_reader(format_)(io.BytesIO(pieces), "")
    assert entry.event is not None
    assert (entry.event.summary, entry.event.deal) == ("Call", "deal-1")
