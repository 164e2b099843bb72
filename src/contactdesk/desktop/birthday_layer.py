"""The contacts' birthdays and anniversaries as a layer of the calendar, on their days.

Each looks like an appointment that lasts a day, in a calendar of its own, and cannot be changed
here: it is a date of a contact. Where a day has many, a month and a week have one for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from itertools import groupby

from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.desktop.event_texts import day_text
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.agenda import Occurrence, later, utc_of
from contactdesk.model.birthdays import Birthday
from contactdesk.model.event import Event
from contactdesk.model.week import whole_days

FEW = 2  # of a day, that are shown one by one among its appointments
ICONS = {"birthday": "cake", "anniversary": "gem"}
_NAMES = 12  # of those that are one, said at most


def is_birthday(event: Event) -> bool:
    """Whether it is a date of a contact, or several of them."""
    return event.calendar == BIRTHDAYS


def contact_of(event: Event) -> int:
    """The number of the contact whose date it is; 0 of several."""
    return -event.number


def icon_of(event: Event) -> str:
    """The picture beside its title, "" of an appointment."""
    return ICONS.get(event.classification, "cake") if is_birthday(event) else ""


def count_text(items: Sequence[Occurrence]) -> str:
    """How many appointments a day holds, and how many birthdays."""
    birthdays = sum(is_birthday(each.event) for each in items)
    words = day_text(len(items) - birthdays)
    if not birthdays:
        return words
    of_people = ngettext("{n} birthday", "{n} birthdays", birthdays).format(n=counted(birthdays))
    return of_people if len(items) == birthdays else f"{words} · {of_people}"


def by_day(found: Iterable[Birthday], home: tzinfo) -> dict[date, list[Occurrence]]:
    """Each by itself, on its day."""
    return {
        day: [_one(each, home) for each in held]
        for day, held in groupby(found, key=lambda b: b.date)
    }


def in_short(days: Mapping[date, Sequence[Occurrence]], home: tzinfo) -> list[Occurrence]:
    """The same with one for all of a day that has many."""
    return [
        each
        for day, held in days.items()
        for each in (held if len(held) <= FEW else [_many(day, held, home)])
    ]


def _one(birthday: Birthday, home: tzinfo) -> Occurrence:
    words = _("Birthday") if birthday.kind == "birthday" else _("Anniversary")
    if birthday.age:
        years = ngettext("{n} year", "{n} years", birthday.age).format(n=counted(birthday.age))
        words = _("{what}, {years}").format(what=words, years=years)
    return _on(birthday.date, birthday.name, words, birthday.kind, -birthday.number, home)


def _many(day: date, held: Sequence[Occurrence], home: tzinfo) -> Occurrence:
    words = ngettext("{n} birthday", "{n} birthdays", len(held)).format(n=counted(len(held)))
    names = ", ".join(each.event.summary for each in held[:_NAMES])
    more = len(held) - _NAMES
    if more > 0:
        names = _("{words} and {n} more").format(words=names, n=counted(more))
    return _on(day, words, names, "birthday", 0, home)


def _on(
    day: date, title: str, words: str, kind: str, number: int, home: tzinfo
) -> Occurrence:  # fmt: skip
    starts, ends = whole_days(day, day)
    event = Event(
        number=number, summary=title, description=words, classification=kind, calendar=BIRTHDAYS,
        starts_at=starts, ends_at=ends, transparency="TRANSPARENT",
    )  # fmt: skip
    midnight = datetime.combine(day, time())
    after = datetime.combine(date.fromisoformat(ends), time())
    begins, until = utc_of(midnight, home), utc_of(after, home)
    return Occurrence(begins, max(until, later(begins, after - midnight)), event, starts, ends)
