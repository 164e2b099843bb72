"""JSON Lines in: the events, tasks and journal entries that `jsonl_events` wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from contactdesk.formats.base import Problem
from contactdesk.formats.event_lines import EVENT_LINE
from contactdesk.formats.ical_reading import Entry
from contactdesk.formats.made_cards import ENTRY_LIMIT
from contactdesk.formats.text_lines import text_lines
from contactdesk.i18n import _
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Component, Event, Step
from contactdesk.model.event_record import DEFAULTS, FIELDS, ITEMS, WORDS, numbered

VERSION = "jsonl"
_KINDS: dict[str, Component] = {"event": "event", "task": "task", "journal": "journal",
                               "call": "call"}  # fmt: skip
_MOST = 10_000  # items of one list
_LONGEST = 1 << 31  # no number of a calendar is larger
_OF_THE_BOOK = ("component", "calendar", "deleted_at", "private_to")


def read_events(stream: BinaryIO) -> Iterator[Entry]:
    """Every line that is an event, a task or a journal entry, in order; all others are passed."""
    place = 0
    for number, data, cut in text_lines(stream, ENTRY_LIMIT):
        if EVENT_LINE.match(data):
            event = None if cut else read_event(data)
            text = data.decode("utf-8", "replace")
            problems: tuple[Problem, ...] = ()
            if event is None:
                words = _("This line is damaged or too long; it could not be read.")
                problems = (Problem(number, "unreadable", words),)
            yield Entry(place, number, event, problems, text, VERSION, data)
            place += 1


def read_event(line: bytes) -> Event | None:
    """The event that a line says; None for a damaged one."""
    try:
        plain = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    kind = _KINDS.get(_text(plain.get("type"))) if isinstance(plain, dict) else None
    if kind is None:
        return None
    values = {n: _value(n, plain.get(n)) for n in FIELDS if n not in _OF_THE_BOOK and n in plain}
    return numbered(Event(component=kind, **values))


def _value(name: str, plain: Any) -> Any:
    if name in WORDS:
        return tuple(filter(None, map(_text, _list(plain))))
    if name == "organizer":
        return _attendee(plain) if isinstance(plain, dict) else None
    if name in ITEMS:
        make = _MAKERS[name]
        return tuple(make(each) for each in _list(plain) if isinstance(each, dict))
    if name == "and_later":
        return plain is True
    if isinstance(DEFAULTS[name], int):
        return _number(plain) or 0
    return _number(plain) if name == "duration_minutes" else _text(plain)


def _attendee(plain: dict[str, Any]) -> Attendee:
    names = ("email", "name", "role", "participation", "kind")
    return Attendee(**dict[str, Any]((name, _text(plain.get(name))) for name in names))


def _alarm(plain: dict[str, Any]) -> Alarm:
    before = _number(plain.get("minutes_before"))
    action = _text(plain.get("action")) or "DISPLAY"
    told = _text(plain.get("description"))
    return Alarm(action, before, _text(plain.get("at")), plain.get("from_end") is True, told)


def _extra(plain: dict[str, Any]) -> Extra:
    stated = plain.get("params")
    params = stated.items() if isinstance(stated, dict) else ()
    return Extra(
        _text(plain.get("name")),
        _text(plain.get("value")),
        _text(plain.get("group")),
        tuple(map(_text, _list(plain.get("types")))),
        tuple((str(k), _text(v)) for k, v in params),
    )


def _step(plain: dict[str, Any]) -> Step:
    return Step(_text(plain.get("text")), plain.get("done") is True)


_MAKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "attendees": _attendee, "alarms": _alarm, "extra": _extra, "steps": _step,
}  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)


def _number(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LONGEST
    return value if whole else None


def _list(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []
