"""What an appointment says of itself: its title, when it is, how it repeats, who comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.desktop.date_texts import date_text
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.agenda import Occurrence
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Attendee, Event
from contactdesk.model.event_kinds import kinds_text
from contactdesk.model.month import at_home, days_of, is_all_day
from contactdesk.model.ownership import is_hidden
from contactdesk.model.rule_texts import DAY_NAMES, WORKING_DAYS, parts_of

# Parts of a rule that are said in words; those that name days, where they are.
_PLAIN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_DAYS_BY = {
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY"},
}


def title_of(event: Event) -> str:
    """What it is called, on one line; of what is private to others, that they are busy."""
    if is_hidden(event):
        return _("Busy")
    return " ".join(event.summary.split()) or _("Without a subject")


def day_text(count: int) -> str:
    """How many appointments a day holds."""
    return kinds_text((("event", count),)) if count else _("Nothing on this day")


def clock_of(occurrence: Occurrence, home: tzinfo) -> tuple[str, str]:
    """When it begins and when it ends, by the person's clock; of whole days "All day" alone."""
    if is_all_day(occurrence):
        return _("All day"), ""
    begins, ends = at_home(occurrence.begins, home), at_home(occurrence.ends, home)
    first = month_days.clock_text(begins.hour, begins.minute)
    return first, "" if ends == begins else month_days.clock_text(ends.hour, ends.minute)


def clock_words(occurrences: Iterable[Occurrence], home: tzinfo) -> set[str]:
    """All that `clock_of` says of these."""
    times = set()
    words = set()
    for each in occurrences:
        if is_all_day(each):
            words.add(_("All day"))
        else:
            times |= {at_home(at, home).time() for at in (each.begins, each.ends)}
    return words | {month_days.clock_text(at.hour, at.minute) for at in times}


def when_of(occurrence: Occurrence, home: tzinfo) -> str:
    """The day or days and the time: "24 November 2026, 9:00 – 9:20"."""
    first, last = days_of(occurrence, home)
    days = whole_date(first) if first == last else f"{whole_date(first)} – {whole_date(last)}"
    begins, ends = clock_of(occurrence, home)
    if is_all_day(occurrence):
        return days if first != last else f"{days}, {begins}"
    clock = f"{begins} – {ends}" if ends else begins
    return f"{days}, {clock}"


def whole_date(day: date) -> str:
    """ "24 November 2026"."""
    return date_text(PartialDate(day.year, day.month, day.day))


def zone_note(occurrence: Occurrence, home: tzinfo) -> str:
    """The time where it was planned, if that is another zone than the person's."""
    event = occurrence.event
    if is_all_day(occurrence) or not event.time_zone or occurrence.starts_at.endswith("Z"):
        return ""
    there = occurrence.starts_at[11:16]
    begins = at_home(occurrence.begins, home)
    if there == f"{begins:%H:%M}":
        return ""
    clock = month_days.clock_text(int(there[:2]), int(there[3:5]))
    return _("{time} in {zone}").format(time=clock, zone=bidi.left_to_right(event.time_zone))


def repeats_text(event: Event) -> str:
    """How a series repeats, in words; "" of what happens once."""
    if not event.rrule:
        return _("On chosen days") if event.rdates else ""
    lines = event.rrule.splitlines()
    parts = parts_of(lines[0])
    stated = parts.get("INTERVAL", "")
    words = _every(parts.get("FREQ", ""), int(stated) if stated.isdecimal() else 1)
    plain = set(parts) <= _PLAIN | _DAYS_BY.get(parts.get("FREQ", ""), set())
    if not words or not plain or len(lines) > 1:
        return _("By a rule of its own")
    return " ".join(filter(None, (_on_days(words, parts), _end(parts))))


def _on_days(every: str, parts: dict[str, str]) -> str:
    """With the days of the week or of the month: "Every month on the last Friday"."""
    freq, by_day, by_number = (parts.get(n, "") for n in ("FREQ", "BYDAY", "BYMONTHDAY"))
    if freq == "WEEKLY" and by_day == WORKING_DAYS and parts.get("INTERVAL", "1") == "1":
        return _("Every working day")
    if freq == "WEEKLY" and by_day:
        return _("{every} on {days}").format(every=every, days=_weekdays(by_day))
    if freq == "MONTHLY" and by_day[-2:] in DAY_NAMES and not by_number:
        nth = _place(by_day[:-2])
        if nth:
            day = _weekdays(by_day[-2:])
            return _("{every} on the {nth} {weekday}").format(every=every, nth=nth, weekday=day)
    if freq == "MONTHLY" and by_number.isdecimal() and not by_day:
        return _("{every} on day {n}").format(every=every, n=counted(int(by_number)))
    if freq == "MONTHLY" and (by_day or by_number):
        return _("By a rule of its own")
    return every


def _place(stated: str) -> str:
    """Which one of its month, as a word."""
    words = {
        "1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "5": _("fifth"),
        "-1": _("last"),
    }  # fmt: skip
    return words.get(stated.removeprefix("+"), "")


def _every(freq: str, n: int) -> str:
    if n == 1:  # "every week" needs no number in any language
        once = {
            "DAILY": _("Every day"), "WEEKLY": _("Every week"),
            "MONTHLY": _("Every month"), "YEARLY": _("Every year"),
        }  # fmt: skip
        return once.get(freq, "")
    words = {
        "DAILY": ngettext("Every {n} day", "Every {n} days", n),
        "WEEKLY": ngettext("Every {n} week", "Every {n} weeks", n),
        "MONTHLY": ngettext("Every {n} month", "Every {n} months", n),
        "YEARLY": ngettext("Every {n} year", "Every {n} years", n),
    }
    return words.get(freq, "").format(n=counted(n))


def _weekdays(stated: str) -> str:
    monday = date(2026, 11, 23)
    known = [DAY_NAMES.index(d) for d in stated.split(",") if d in DAY_NAMES]
    return ", ".join(month_days.weekday_name(monday + timedelta(days=n)) for n in known)


def _end(parts: dict[str, str]) -> str:
    count, until = parts.get("COUNT", ""), parts.get("UNTIL", "")
    if count.isascii() and count.isdigit():
        times = int(count)
        return ngettext("({n} time)", "({n} times)", times).format(n=counted(times))
    try:
        day = date(int(until[:4]), int(until[4:6]), int(until[6:8]))
    except ValueError:
        return ""
    return _("(until {date})").format(date=whole_date(day))


def guest_text(guest: Attendee) -> str:
    """Somebody invited, with the answer: "Marta Zając – accepted"."""
    name = bidi.isolated(guest.name or guest.email)
    answers = {
        "ACCEPTED": _("accepted"),
        "DECLINED": _("declined"),
        "TENTATIVE": _("perhaps"),
        "NEEDS-ACTION": _("no answer yet"),
    }
    answer = answers.get(guest.participation.upper(), "")
    return _("{name} – {answer}").format(name=name, answer=answer) if answer else name


def under_title(event: Event) -> str:
    """The second line in a list: where it is, and that it repeats; of a birthday, that it is."""
    if event.calendar == BIRTHDAYS:
        return event.description
    place = " ".join(event.location.split())
    repeats = repeats_text(event)
    parts = [bidi.isolated(place) if place else "", repeats[:1].lower() + repeats[1:]]
    if event.status == "CANCELLED":
        parts.insert(0, _("cancelled"))
    elif event.status == "TENTATIVE":
        parts.insert(0, _("not certain"))
    return " · ".join(p for p in parts if p)
