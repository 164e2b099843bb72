"""Somebody calls while one is in an appointment: nothing comes up, one line says so afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.phone_after import AfterBody
from contactdesk.desktop.phone_body import KnownBody
from contactdesk.desktop.phone_quiet import busy_with
from contactdesk.model.event import Attendee, Event

ANNA, PORTO = "+48 600 000 214", "+351 22 000 1940"
K = Qt.Key


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(a_contact("Anna Baran", phones=[ANNA]))
    w.until(lambda: w.names() == ["Anna Baran"])
    w.window.activateWindow()
    w.until(w.window.isActiveWindow)
    return w


def meeting(minutes: int, **more: Any) -> Event:
    now = datetime.now(UTC)
    begins, ends = now - timedelta(minutes=10), now + timedelta(minutes=minutes)
    form = "%Y-%m-%dT%H:%M:%SZ"
    return Event(summary="Kancelaria", starts_at=begins.strftime(form),
                 ends_at=ends.strftime(form), **more)  # fmt: skip


def write(w: Any, *events: Event) -> None:
    come: list[object] = []
    w.desk.write("Planned", lambda tx: [tx.events.add(e) for e in events], come.append)
    w.until(lambda: come)


def held(w: Any) -> list[str]:
    return [call.typed for call in w.window.verbs.phone.desk().after.held.calls]


def an_hour_later(w: Any) -> None:
    calls = w.window.verbs.phone.desk().after.held
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1)
    calls.now = lambda: later
    calls.look()


def after(w: Any) -> Any:
    panel = w.window.verbs.phone.panel()
    w.until(lambda: panel.isVisible() and isinstance(panel.body, AfterBody))
    return panel.body


def test_callers_are_told_of_when_the_appointment_is_over(office, qtbot) -> None:
    write(office, meeting(20))
    office.window.verbs.phone.ring(ANNA)
    office.until(lambda: held(office) == [ANNA])
    office.window.verbs.phone.ring(PORTO)
    office.until(lambda: held(office) == [ANNA, PORTO])
    panel = office.window.verbs.phone.panel()
    assert not panel.isVisible()
    office.window.verbs.phone.desk().after.held.look()
    assert not panel.isVisible()
    an_hour_later(office)
    body = after(office)
    assert [line.told.name.strip("\u2066\u2067\u2068\u2069\u200e") for line in body.lines] == [
        PORTO, "Anna Baran",
    ]  # fmt: skip
    assert panel.focus_it()
    assert QApplication.focusWidget() is body.lines[0].call
    qtbot.keyClick(body.lines[0].cross, K.Key_Return)
    office.until(lambda: [line.told.row.name for line in after(office).lines] == ["Anna Baran"])
    after(office).lines[0].cross.click()
    office.until(lambda: not panel.isVisible())
    assert held(office) == []


def test_closing_means_all_were_seen_and_asking_by_hand_is_never_held(office) -> None:
    write(office, meeting(20))
    office.window.verbs.phone.ring(ANNA)
    office.until(lambda: held(office) == [ANNA])
    office.window.verbs.phone.look_up(ANNA)
    panel = office.window.verbs.phone.panel()
    office.until(lambda: panel.isVisible() and isinstance(panel.body, KnownBody))
    an_hour_later(office)  # something else is shown: that is not taken away
    assert isinstance(panel.body, KnownBody)
    panel.leave()
    an_hour_later(office)
    after(office)
    panel.leave()
    assert held(office) == []


def test_another_appointment_at_once_puts_it_off(office) -> None:
    following = meeting(90)
    write(office, meeting(20), following)
    office.window.verbs.phone.ring(ANNA)
    office.until(lambda: held(office) == [ANNA])
    (call,) = office.window.verbs.phone.desk().after.held.calls
    assert call.until == following.ends_at.removesuffix("Z")


def test_it_is_a_preference(office) -> None:
    office.desk.update_settings(quiet_in_appointments=False)
    write(office, meeting(20))
    office.window.verbs.phone.ring(ANNA)
    panel = office.window.verbs.phone.panel
    office.until(lambda: panel() is not None and panel().isVisible())
    assert isinstance(panel().body, KnownBody)


def test_what_was_held_is_told_of_after_the_program_was_closed(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran", phones=[ANNA]))
    w.until(lambda: w.names() == ["Anna Baran"])
    write(w, meeting(20))
    w.window.verbs.phone.ring(ANNA)
    w.until(lambda: held(w) == [ANNA])
    w.window.verbs.phone.desk().after.held.close()
    calls = w.window.verbs.phone.desk().after.held
    again = type(calls)(w.desk.path, w.window, now=calls.now)
    found = again.found()
    assert [each.typed for each in found] == [ANNA]
    again.take_up(found)
    assert again.calls == found
    again.seen(again.calls[0])
    again.close()
    assert not type(calls)(w.desk.path, w.window).found()


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"transparency": "TRANSPARENT"}, False),
        ({"status": "CANCELLED"}, False),
        ({"calendar": "hidden"}, False),
        ({"attendees": (Attendee("me@x.example"), Attendee("eva@x.example"))}, True),
        ({"attendees": (Attendee("eva@x.example"),)}, False),
        ({"attendees": (Attendee("me@x.example", participation="DECLINED"),)}, False),
        ({"attendees": (Attendee("eva@x.example"),), "organizer": Attendee("me@x.example")}, True),
    ],
)
def test_which_appointments_are_mine(opened, a_contact, more: dict[str, Any], counts: bool) -> None:
    w = opened(a_contact("Marta Zając", emails=["me@x.example"]))
    w.until(lambda: w.names() == ["Marta Zając"])
    named: list[object] = []
    w.desk.write("Name", lambda tx: tx.people.introduce("Marta Zając", ""), named.append)
    w.until(lambda: named)
    write(w, meeting(20, **more))
    now = datetime.now(UTC).replace(tzinfo=None)
    found: list[Any] = []
    w.desk.read(lambda tx: busy_with(tx, now, UTC, frozenset({"hidden"})), found.append)
    w.until(lambda: found)
    assert (found[0] is not None) == counts
