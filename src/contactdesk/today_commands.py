"""What the command line says of the day: `today`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from contactdesk.commands import open_book
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.keeping import interval_text
from contactdesk.model.month import at_home, is_all_day
from contactdesk.model.zones import home_zone
from contactdesk.operations.today import DayFound, read_today

ALL = 1_000_000  # lines: more than anybody reads


class _Line(NamedTuple):
    """A thing that the day asks for: in which part, in words, and as facts."""

    part: str
    words: str
    facts: dict[str, Any]


def today(options: argparse.Namespace) -> int:
    """List today's appointments, what is due, whom to call, and the birthdays of the week."""
    home = home_zone() or UTC
    with open_book(options) as book, book.read() as tx:
        found = read_today(tx, datetime.now(UTC).replace(tzinfo=None), home, most=ALL)
    lines = list(_lines(found, home))
    if options.json:
        for line in lines:
            print(json.dumps({"part": line.part, **line.facts}, ensure_ascii=False))
        return 0
    _print(lines)
    return 0


def _print(lines: list[_Line]) -> None:
    heads = {
        "appointments": _("Appointments"),
        "follow_ups": _("Follow-ups due"),
        "calls": _("Calls to return"),
        "keep_in_touch": _("Keep in touch"),
        "birthdays": _("Birthdays this week"),
    }
    for part, head in heads.items():
        if some := [line.words for line in lines if line.part == part]:
            print(head)
            print("\n".join(f"  {words}" for words in some))
    if not lines:
        print(_("A quiet day: nothing is planned, and nobody waits for an answer."))


def _lines(found: DayFound, home: tzinfo) -> Iterator[_Line]:
    yield from _appointments(found, home)
    yield from _follow_ups(found)
    yield from _calls(found, home)
    yield from _people(found)


def _appointments(found: DayFound, home: tzinfo) -> Iterator[_Line]:
    for each in found.today.appointments:
        people = _names(found, found.today.guests.get(each.event.number, ()))
        clock = "" if is_all_day(each) else _clock(each.begins, each.ends, home)
        facts = {**_event(each.event), "starts_at": each.starts_at, "ends_at": each.ends_at}
        words = _joined(clock, each.event.summary, ", ".join(people))
        yield _Line("appointments", words, {**facts, "people": people})


def _follow_ups(found: DayFound) -> Iterator[_Line]:
    for task in found.today.follow_ups:
        people = _names(found, task.people)
        due = task.due.isoformat() if task.due else ""
        mark = _("done") if task.done else due
        facts = {**_event(task.event), "due": due, "done": task.done, "people": people}
        words = _joined(mark, task.event.summary, ", ".join(people))
        yield _Line("follow_ups", words, facts)


def _calls(found: DayFound, home: tzinfo) -> Iterator[_Line]:
    for each in found.today.callbacks:
        call = each.calls[0]
        at = datetime.fromisoformat(call.starts_at).astimezone(home)
        name = next(iter(_names(found, (each.number,))), "")
        phone = found.phones.get(each.number, "")
        facts = {"id": call.id, "at": call.starts_at, "name": name, "phone": phone}
        words = _joined(f"{at:%Y-%m-%d %H:%M}", name, phone)
        yield _Line("calls", words, {**facts, "calls": len(each.calls)})


def _people(found: DayFound) -> Iterator[_Line]:
    for kept in found.today.keeping:
        last = kept.last.isoformat() if kept.last else ""
        said = _("last on {date}").format(date=last) if last else _("not in touch yet")
        facts = {"name": kept.name, "days": kept.days, "last": last or None}
        words = _joined(kept.name, interval_text(str(kept.days)), said)
        yield _Line("keep_in_touch", words, facts)
    for each in found.today.birthdays:
        age = "" if each.age is None else f"({each.age})"
        kind = "" if each.kind == "birthday" else _("Anniversary")
        words = _joined(each.date.isoformat(), each.name, kind, age)
        facts = {"name": each.name, "date": each.date.isoformat(), "kind": each.kind}
        yield _Line("birthdays", words, {**facts, "age": each.age})


def _event(event: Event) -> dict[str, Any]:
    return {"id": event.id, "summary": event.summary}


def _names(found: DayFound, numbers: Iterable[int]) -> list[str]:
    return [found.rows[n].name for n in numbers if n in found.rows]


def _joined(*parts: str) -> str:
    return "  ".join(part for part in parts if part)


def _clock(begins: datetime, ends: datetime, home: tzinfo) -> str:
    first, last = at_home(begins, home), at_home(ends, home)
    if last - first < timedelta(minutes=1):
        return f"{first:%H:%M}"
    return f"{first:%H:%M}–{last:%H:%M}"
