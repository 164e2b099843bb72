"""What happened with the people on the screens, for `screens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.model.happenings import a_call, a_note, stamp
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_LONG = (
    "Prefers e-mail before noon. Her assistant (Ola) handles invoices from December.\n"
    "Asked for: the price list, samples of the corner protectors, and somebody who can say by "
    "when dock 4 is open again. The order of spring stays as it was agreed; everything above "
    "forty pallets is to be asked for a week before.\nSend the minutes to all three."
)


def fill(tx: Transaction, name: str) -> None:
    """A call, notes and an appointment with somebody."""
    found = tx.contacts.search(name, ListQuery("all"), limit=1).numbers
    who = (tx.contacts.get(found[0]).id,)
    now = datetime.now(UTC)
    call = a_call(
        who, "Wants the new price list before Friday. Asked whether we can deliver to Gdynia "
        "twice a week.", now - timedelta(minutes=20), outcome="reached", minutes=12,
    )  # fmt: skip
    missed = a_call(who, "", now - timedelta(days=1), direction="missed")
    meeting = Event(
        summary="Met at Baltica office, Gdańsk", starts_at=stamp(now - timedelta(days=20)),
        description="Signed frame agreement. Next review in spring.", about=who,
    )  # fmt: skip
    tomorrow = now + timedelta(days=1)
    renewal = Event(
        summary="Contract renewal call", starts_at=stamp(tomorrow.replace(hour=10, minute=0)),
        ends_at=stamp(tomorrow.replace(hour=10, minute=30)), location="+48 600 000 214", about=who,
    )  # fmt: skip
    for event in (call, missed, a_note(who, _LONG, now - timedelta(days=6)), meeting, renewal):
        tx.events.add(event)


def weeks(tx: Transaction, name: str) -> list[Event]:
    """Appointments of the weeks around today, by the clock of whoever looks."""
    found = tx.contacts.search(name, ListQuery("all"), limit=1).numbers
    contact = tx.contacts.get(found[0])
    today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)

    def event(summary: str, days: int, hour: float, hours: float, **more: Any) -> Event:
        at = today + timedelta(days=days, hours=hour)
        ends = at + timedelta(hours=hours)
        return Event(summary=summary, starts_at=at.isoformat(), ends_at=ends.isoformat(), **more)

    day = today + timedelta(days=6 - today.weekday())
    guest = Attendee(contact.emails[0].value, contact.formatted_name, participation="ACCEPTED")
    return [
        event("Contract renewal call", 0, 10, 0.5, location="+48 600 000 214", attendees=(guest,),
              alarms=(Alarm(minutes_before=15),), rrule="FREQ=MONTHLY;INTERVAL=3"),
        event("Weekly sync", -27 - today.weekday() % 7, 9, 0.75, rrule="FREQ=WEEKLY",
              location="Room 2"),
        event("Lunch with Zeynep", 0, 13, 1, location="Bistro Molo"),
        Event(summary="Trade fair, Poznań", starts_at=(day - timedelta(days=4)).date().isoformat(),
              ends_at=(day - timedelta(days=1)).date().isoformat()),
        event("Delivery window", 2, 12.5, 1, location="Dock 4"),
        event("Site visit: Atelier Ahmadi", -3, 9, 1.5),
    ]  # fmt: skip


def promised(tx: Transaction) -> list[Event]:
    """What somebody was promised around today."""
    today = datetime.now().date()
    wanted = (
        ("Ask about the January fit-out", "Leila Ahmadi", -1),
        ("Confirm sample boxes", "陳怡君", -2),
        ("Send the price list", "Agnieszka", 0),
        ("Check stock with the port", "Nuno", 3),
        ("Return the signed retainer", "Katarzyna", 12),
    )
    tasks = []
    for summary, name, days in wanted:
        found = tx.contacts.search(name, ListQuery("all"), limit=1).numbers
        about = tuple(tx.contacts.get(number).id for number in found)
        due = (today + timedelta(days=days)).isoformat()
        tasks.append(Event(component="task", summary=summary, ends_at=due, about=about))
    return tasks


def filled(at: Screens, window: MainWindow, who: str) -> None:
    """Fill the book of one picture, and see it on the card."""
    from contactdesk.desktop.contact_card import ContactCard

    at.colleague_writes(lambda tx: fill(tx, who))
    at.studio.choose(window, who)
    until(lambda: bool(window.findChildren(ContactCard)))
    card = window.findChildren(ContactCard)[-1]
    window.desk.read(lambda tx: None, lambda _answer: None)
    panel = card.timeline
    assert panel is not None
    panel.refresh()
    until(lambda: panel.items is not None)
    settle(0.3)


def card(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Somebody's card with what happened."""
    filled(at, window, who)
    return []


def organisation(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """An organisation with what happened with its people."""

    def among_people(tx: Transaction) -> None:
        firm = tx.contacts.get(tx.organisations.suggested(who)[0].number)
        people = [p.row for p in tx.contacts.people_of(firm) if p.row.kind != "org"]
        fill(tx, people[0].name)
        note = a_note((firm.id,), "Dock 4 closed until mid December.", datetime.now(UTC))
        tx.events.add(replace(note, starts_at=stamp(datetime.now(UTC) - timedelta(days=3))))

    at.colleague_writes(among_people)
    window.sidebar.choose(ListQuery("organisations"))
    settle()
    at.studio.choose(window, who)
    settle(0.6)
    return []


def call(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A call that is being logged."""
    filled(at, window, who)
    window.verbs.write_note("call")
    from contactdesk.desktop.composer import Composer

    composer = window.findChildren(Composer)[-1]
    assert composer.form is not None
    composer.form.area.setPlainText("Price list by Friday, incl. Gdynia.")
    settle(0.3)
    return []
