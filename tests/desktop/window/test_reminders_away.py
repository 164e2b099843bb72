"""Reminders while the book is away: of what was read before, and of what waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.desktop.window.calendar.conftest import at, in_warsaw
from tests.desktop.window.test_appointments_away import (
    at_the_calendar,
    comes_back,
    flow_of,
    kept,
    occurrence,
    without_book,
)
from tests.desktop.window.test_away import Share, share

from contactdesk.desktop.reminding import Reminding
from contactdesk.model.event import Alarm

__all__ = ["in_warsaw", "share"]  # fixtures
EIGHT = datetime(2026, 11, 24, 7)  # in Warsaw
QUARTER = (Alarm(minutes_before=15),)
CALL = replace(at("Call", "2026-11-24T10:00:00", "2026-11-24T11:00:00"), alarms=QUARTER)
LATER = replace(at("Visit", "2026-11-26T09:00:00", "2026-11-26T10:00:00"), alarms=QUARTER)


class Reminded:
    """Somebody who is reminded, by a clock that the test moves; all that came up, in order."""

    def __init__(self, opened: Any) -> None:
        verbs = opened.window.verbs.calendar
        verbs.remind()
        opened.until(lambda: verbs.reminders.reminding._is_known)
        verbs.reminders.close()  # its clock is the computer's
        self.now = EIGHT
        self.told: list[str] = []
        self.reminding = Reminding(opened.desk, lambda: self.now)
        self.reminding.new.connect(self._tell)
        self.reminding.begin()
        opened.until(lambda: self.reminding._planned_at is not None)

    def _tell(self, new: Any) -> None:
        self.told += [each.occurrence.event.summary for each in new]

    def at(self, hours: float) -> list[str]:
        """All that came up by so many hours after eight."""
        self.now = EIGHT + timedelta(hours=hours)
        self.reminding.look()
        return self.told


@pytest.fixture
def reminded() -> Iterator[list[Reminded]]:
    found: list[Reminded] = []
    yield found
    for each in found:
        each.reminding.close()


def begun(reminded: list[Reminded], opened: Any) -> Reminded:
    reminded.append(Reminded(opened))
    return reminded[0]


def test_what_was_read_before_is_reminded_of_days_later(
    share: Share, reminded: list[Reminded]
) -> None:
    opened = at_the_calendar(share, CALL)
    share.by_a_colleague(lambda tx: tx.events.add(LATER))
    opened.until(lambda: len(opened.window.verbs.calendar.page().found.agenda.occurrences) == 2)
    clock = begun(reminded, opened)
    without_book(share, opened)
    assert clock.at(1.75) == ["Call"]
    clock.at(24 + 1)  # asks, in vain
    opened.until(lambda: "Visit" in [r.occurrence.event.summary for r in clock.reminding._plan])
    assert clock.at(48 + 0.75) == ["Call", "Visit"]


def test_what_was_moved_is_reminded_of_where_it_is_now(
    share: Share, reminded: list[Reminded]
) -> None:
    opened = at_the_calendar(share, CALL)
    clock = begun(reminded, opened)
    without_book(share, opened)
    flow_of(opened).move(occurrence(opened, "Call"), "2026-11-24T15:00:00", "2026-11-24T16:00:00")
    kept(opened, 1)
    opened.until(lambda: [r.at.hour for r in clock.reminding._plan] == [13])  # in UTC
    assert clock.at(2) == []
    assert clock.at(6.75) == ["Call"]
    comes_back(share, opened)
    opened.until(lambda: not opened.desk.busy)
    assert clock.at(6.8) == ["Call"], "it came once more"
    assert len(clock.reminding.waiting) == 1


def test_what_is_new_is_reminded_of_once(share: Share, reminded: list[Reminded]) -> None:
    opened = at_the_calendar(share)
    clock = begun(reminded, opened)
    without_book(share, opened)
    flow_of(opened)._add("New appointment: Call", CALL, None)
    kept(opened, 1)
    opened.until(lambda: clock.reminding._plan)
    assert clock.at(1.75) == ["Call"]
    comes_back(share, opened)
    opened.until(lambda: not opened.desk.busy)
    assert clock.at(1.8) == ["Call"]


def test_what_was_deleted_or_done_is_not_reminded_of(
    share: Share, reminded: list[Reminded]
) -> None:
    when = at("Post", "2026-11-24T09:00:00", "2026-11-24T10:00:00")
    task = replace(when, component="task", alarms=QUARTER)
    opened = at_the_calendar(share, CALL)
    share.by_a_colleague(lambda tx: tx.events.add(task))
    clock = begun(reminded, opened)
    opened.until(lambda: len(clock.reminding._plan) == 2)
    without_book(share, opened)
    call = occurrence(opened, "Call")
    flow_of(opened)._remove(call, "all", "Delete Call")
    stored = next(e for e in clock.reminding._found.events if e.summary == "Post")
    opened.window.verbs.tasks.show()
    opened.until(lambda: opened.window.verbs.tasks.flow is not None)
    tick = opened.window.verbs.tasks.flow._deed("Done: Post", "tick", stored, None)
    opened.desk.outbox.write(tick, lambda tx: None, lambda _answer: None, None)
    kept(opened, 2)
    opened.until(lambda: not clock.reminding._plan)
    assert clock.at(4) == []


def test_the_first_appointment_of_all_is_reminded_of_though_it_waits(share: Share) -> None:
    opened = at_the_calendar(share)
    assert opened.window.verbs.calendar.reminders is None
    without_book(share, opened)
    flow_of(opened)._add("New appointment: Call", CALL, None)
    kept(opened, 1)
    reminding = opened.window.verbs.calendar.reminders.reminding
    opened.until(lambda: reminding._planned_at is not None)
