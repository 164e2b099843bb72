"""Colleagues in the calendar: their appointments as a layer, what is private as busy, and who has
time for a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icu
import pytest

from contactdesk.desktop.appointment_flow import AppointmentFlow
from contactdesk.desktop.event_texts import title_of
from contactdesk.model.event import Event
from contactdesk.model.ownership import Whose
from contactdesk.operations import ownership

WARSAW = ZoneInfo("Europe/Warsaw")


def monday() -> date:
    """The Monday after this week's: a working day that is to come."""
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def at(clock: str) -> str:
    return f"{monday()}T{clock}:00"


@pytest.fixture(autouse=True)
def in_warsaw() -> Any:
    before = icu.TimeZone.createDefault()
    icu.TimeZone.setDefault(icu.TimeZone.createTimeZone("Europe/Warsaw"))
    yield
    icu.TimeZone.setDefault(before)


@pytest.fixture
def anna(as_somebody_else: Callable[..., Any], the_book_itself: Any) -> Callable[[], str]:
    """Anna comes with an appointment that all see and one that is private; her id."""

    def come() -> str:
        with the_book_itself(), as_somebody_else("anna") as other, other.write("Plan") as tx:
            tx.people.introduce("Anna Nowak", "1")
            who = str(tx.people.me().id)
            zone = {"time_zone": "Europe/Warsaw", "owner": who}
            tx.events.add(
                Event(summary="Sprint", starts_at=at("09:00"), ends_at=at("11:00"), **zone)
            )
            tx.events.add(
                Event(summary="Doctor", starts_at=at("11:00"), ends_at=at("12:00"), **zone)
            )
            ownership.assign(tx, "event", [2], Whose(private=True))
            return who

    return come


@pytest.fixture
def office(opened: Any, a_contact: Any, anna: Any) -> Any:
    made = opened(a_contact("Bert Orzeł"))
    made.shows("Bert Orzeł")
    made.anna = anna()
    made.until(lambda: made.window.verbs.owners.team.is_several)
    made.window.actions_.calendar.trigger()
    made.page = made.window.pages["calendar"]
    made.page.show_as("week")
    made.page.choose(monday())
    made.until(lambda: made.page.found is not None and made.page.found.month[0] == monday())
    return made


def titles(office: Any) -> list[str]:
    return [title_of(each.event) for each in office.page.found.agenda.occurrences]


def test_a_colleagues_appointments_are_a_layer_in_their_colour(office: Any) -> None:
    page = office.page
    office.until(lambda: titles(office) == ["Sprint", "Busy"])
    layer = f"person:{office.anna}"
    shown = {each.id: each.name for each in page.before.list.calendars.items}
    assert shown[layer] == "Anna Nowak"
    colours = page.before.list.calendars.colours
    (sprint, busy) = page.found.agenda.occurrences
    assert colours.token_of(sprint.event) == colours.token_of(busy.event) == "dot_green"
    assert len(page.calendars.menu(page.before.list.calendars.items[1]).actions()) == 1
    page.calendars.toggle(layer)
    office.until(lambda: titles(office) == [])
    page.calendars.toggle(layer)
    office.until(lambda: titles(office) == ["Sprint", "Busy"])


def test_what_is_private_to_a_colleague_cannot_be_opened(office: Any) -> None:
    office.until(lambda: titles(office) == ["Sprint", "Busy"])
    page = office.page
    told: list[str] = []
    office.desk.toast.connect(lambda words, *_more: told.append(words))
    busy = page.found.agenda.occurrences[1]
    for act in (page._open, page._delete):
        act(busy)
    page._move(busy, at("14:00"), at("15:00"))
    assert told == ["This is private: you see only when it is."] * 3
    assert page.side.currentWidget() is page.pane


def test_who_is_busy_is_said_at_the_field_and_a_free_time_taken(
    office: Any, the_book_itself: Any, a_book: Any
) -> None:
    office.until(lambda: titles(office) == ["Sprint", "Busy"])
    page = office.page
    page.new_wanted.emit(at("10:00"), at("11:00"))
    flow = office.window.findChild(AppointmentFlow)
    office.until(lambda: flow.editor is not None and flow.editor.isVisible())
    editor = flow.editor
    whose = editor.fields.whose
    office.until(whose.isVisible)
    editor.fields.subject.setText("Contract")
    whose.ticks[office.anna].click()
    office.until(whose.busy.isVisible)
    assert "Anna Nowak" in whose.busy.words.text()
    assert "busy until 12:00" in whose.busy.words.text()  # with what is private to her
    assert "at 12:00" in whose.busy.link.text()
    whose.busy.link.activated.emit()
    office.until(lambda: whose.state.text() == "All free at this time")
    editor.done()
    office.until(lambda: len(titles(office)) == 3)
    with the_book_itself(), a_book().read() as tx:
        made = tx.events.get(3)
        me = office.window.verbs.owners.team.me
        assert (made.owner, made.colleagues) == (me, (office.anna,))
        begins = datetime.fromisoformat(made.starts_at)
        assert (begins.date(), begins.hour) == (monday(), 12)


def test_alone_an_appointment_has_no_owner(opened: Any, a_contact: Any) -> None:
    office = opened(a_contact("Bert Orzeł"))
    office.shows("Bert Orzeł")
    office.window.actions_.calendar.trigger()
    page = office.window.pages["calendar"]
    office.until(lambda: page.found is not None)
    page.new_wanted.emit("", "")
    flow = office.window.findChild(AppointmentFlow)
    office.until(lambda: flow.editor is not None and flow.editor.isVisible())
    assert not flow.editor.fields.whose.isVisible()
    assert flow.editor.value().owner == ""
