"""Reminders: on time, after sleep and restart, snoozed, done, by a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.reminder_flow import ReminderFlow
from contactdesk.desktop.reminder_panel import distance_text
from contactdesk.desktop.reminding import Reminding
from contactdesk.model import zones
from contactdesk.model.event import Alarm, Event

NINE = datetime(2026, 11, 24, 8)  # in Warsaw
SYNC = Event(
    summary="Sync", starts_at="2026-11-24T09:00:00", ends_at="2026-11-24T09:30:00",
    time_zone="Europe/Warsaw", alarms=(Alarm(minutes_before=15),),
)  # fmt: skip
LUNCH = replace(SYNC, summary="Lunch", starts_at="2026-11-24T13:00:00",
                ends_at="2026-11-24T14:00:00")  # fmt: skip


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.at = NINE - timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = zones.zone_of("Europe/Warsaw")
    monkeypatch.setattr(zones, "home_zone", lambda: zone)
    monkeypatch.setattr("contactdesk.desktop.reminder_flow.home_zone", lambda: zone)
    QLocale.setDefault(QLocale("en_GB"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window on a book with two appointments that have reminders."""
    made = opened()
    made.until(lambda: made.desk.facts is not None)
    come: list[object] = []
    made.desk.write("Plan", lambda tx: [tx.events.add(e) for e in (SYNC, LUNCH)], come.append)
    made.until(lambda: come and made.window.verbs.calendar.reminders is not None)
    made.window.verbs.calendar.reminders.close()  # its clock is the computer's
    return made


@pytest.fixture
def started(office: Any, clock: Clock) -> Iterator[Callable[[], ReminderFlow]]:
    """Begins to remind, as a start of the program does."""
    flows: list[ReminderFlow] = []

    def begin() -> ReminderFlow:
        flow = ReminderFlow(office.window, Reminding(office.desk, clock))
        flows.append(flow)
        office.until(lambda: flow.reminding._planned_at is not None)
        return flow

    yield begin
    for flow in flows:
        flow.close()


def shown(flow: ReminderFlow) -> list[str]:
    return [r.occurrence.event.summary for r in flow.panel.waiting]


def test_on_time_once_and_done(started: Any, clock: Clock) -> None:
    flow = started()
    assert not flow.panel.isVisible()
    clock.at = NINE - timedelta(minutes=15)
    flow.reminding.look()
    assert shown(flow) == ["Sync"]
    assert flow.panel.isVisible()
    flow.panel.all_done.click()
    assert not flow.panel.isVisible()
    clock.at += timedelta(minutes=5)
    flow.reminding.look()
    assert shown(flow) == []


def test_the_keyboard_comes_to_them_by_f6(started: Any, clock: Clock, office: Any) -> None:
    flow = started()
    office.window.verbs.calendar.reminders = flow
    clock.at = NINE
    flow.reminding.look()
    office.window.sidebar.list.setFocus()
    office.window.actions_.previous_pane.trigger()
    assert flow.panel.all_done.hasFocus()
    QTest.keyClick(flow.panel.all_done, Qt.Key.Key_Space)
    assert not flow.panel.isVisible()


def test_after_sleep_all_that_was_slept_through(started: Any, clock: Clock) -> None:
    flow = started()
    clock.at = NINE + timedelta(hours=9)
    flow.reminding.look()
    assert shown(flow) == ["Sync", "Lunch"]
    assert flow.panel.title.text() == "2 reminders"


def test_what_was_missed_is_shown_at_the_next_start(started: Any, clock: Clock) -> None:
    started().close()
    clock.at = NINE + timedelta(days=2)
    flow = started()
    assert shown(flow) == ["Sync", "Lunch"]
    flow.panel.all_done.click()
    flow.close()
    assert shown(started()) == []


def test_snoozed_comes_again_also_after_a_restart(started: Any, clock: Clock) -> None:
    flow = started()
    clock.at = NINE - timedelta(minutes=15)
    flow.reminding.look()
    QTest.keyClick(flow.panel, Qt.Key.Key_Escape)
    assert shown(flow) == []
    clock.at += timedelta(minutes=9)
    flow.reminding.look()
    assert shown(flow) == []
    flow.close()
    clock.at += timedelta(minutes=1)
    assert shown(started()) == ["Sync"]


def test_what_waits_for_an_answer_waits_after_a_restart(started: Any, clock: Clock) -> None:
    flow = started()
    clock.at = NINE
    flow.reminding.look()
    flow.close()
    assert shown(started()) == ["Sync"]


def test_a_clock_that_is_set_back_shows_nothing_twice(started: Any, clock: Clock) -> None:
    flow = started()
    clock.at = NINE
    flow.reminding.look()
    flow.panel.all_done.click()
    clock.at = NINE - timedelta(hours=2)
    flow.reminding.look()
    clock.at = NINE
    flow.reminding.look()
    assert shown(flow) == []


def test_one_that_is_moved_or_deleted_goes(started: Any, clock: Clock, office: Any) -> None:
    flow = started()
    clock.at = NINE
    flow.reminding.look()
    sync = flow.panel.waiting[0].occurrence.event
    later = replace(sync, starts_at="2026-11-24T11:00:00", ends_at="2026-11-24T11:30:00")
    office.desk.write("Move", lambda tx: tx.events.save(later, base=sync))
    office.until(lambda: shown(flow) == [])
    clock.at = datetime(2026, 11, 24, 9, 50)
    flow.reminding.look()
    assert shown(flow) == ["Sync"]


def test_a_row_opens_its_day(started: Any, clock: Clock, office: Any) -> None:
    flow = started()
    clock.at = NINE
    flow.reminding.look()
    flow.panel.opened.emit(flow.panel.waiting[0])
    assert office.window.verbs.calendar.is_shown()
    assert office.window.verbs.calendar.page().day.isoformat() == "2026-11-24"


def test_how_far_it_is() -> None:
    def told(**lasts: int) -> str:
        return distance_text(NINE + timedelta(**lasts), NINE)

    assert told(minutes=15) == "in 15 minutes"
    assert told(minutes=0) == "now"
    assert told(minutes=-1) == "1 minute ago"
    assert told(hours=2) == "in 2 hours"
    assert told(hours=-3) == "3 hours ago"
    assert told(days=-2) == "2 days ago"
    assert told(days=1) == "in 1 day"


def test_a_task_rings_and_leads_to_itself(opened: Callable[..., Any], clock: Clock) -> None:
    made = opened()
    made.until(lambda: made.desk.facts is not None)
    task = Event(
        component="task",
        summary="Call Nuno",
        ends_at="2026-11-24T09:00:00",
        time_zone="Europe/Warsaw",
        alarms=(Alarm(minutes_before=15, from_end=True),),
    )
    come: list[Event] = []
    made.desk.write("Plan", lambda tx: tx.events.add(task), come.append)
    made.until(lambda: come and made.window.verbs.calendar.reminders is not None)
    made.window.verbs.calendar.reminders.close()  # its clock is the computer's
    flow = ReminderFlow(made.window, Reminding(made.desk, clock))
    made.until(lambda: flow.reminding._planned_at is not None)
    clock.at = NINE - timedelta(minutes=15)
    flow.reminding.look()
    assert shown(flow) == ["Call Nuno"]
    flow.panel.opened.emit(flow.panel.waiting[0])
    tasks = made.window.verbs.tasks
    made.until(lambda: tasks.is_shown() and tasks.page().list.current() is not None)
    assert tasks.page().list.current().event.id == come[0].id
    done = replace(come[0], status="COMPLETED")
    made.desk.write("Done", lambda tx: tx.events.save(done, base=come[0]))
    made.until(lambda: shown(flow) == [])
    flow.close()
