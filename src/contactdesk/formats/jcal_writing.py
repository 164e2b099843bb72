"""jCal out (RFC 7265): the components and lines of an iCalendar file as arrays of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from contactdesk.formats.calendar_lines import CalendarLine, Component, components
from contactdesk.formats.content_lines import split_escaped, unescape
from contactdesk.formats.heads import Head
from contactdesk.formats.ical_writing import write_calendar as write_ical
from contactdesk.formats.jcal_values import (
    LISTS,
    STRUCTURED,
    TIMES,
    TYPES,
    extended,
    number,
    offset,
    recur,
)
from contactdesk.model.event import Event


def write_calendar(
    entries: Iterable[tuple[Event, tuple[bytes, str] | None]],
    head: Iterable[str] = (),
    calendars: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[bytes]:
    """A whole file; `head` and `calendars` are as for iCalendar."""
    whole = b"".join(write_ical(entries, head, calendars))
    for calendar in components(whole):
        yield _text(_of(calendar)) + b"\n"


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _of(component: Component) -> list[Any]:
    properties = [_property(line) for line in component.lines]
    return [component.name.lower(), properties, [_of(child) for child in component.children]]


def _property(line: CalendarLine) -> list[Any]:
    head = line.head
    name = head.key.lower()
    kind = head.value_type or TYPES.get(name, "unknown")
    if not head.value_type and kind == "date-time" and "T" not in line.value.upper():
        kind = "date" if line.value.strip().isdecimal() else kind
    return [name, _params(head), kind, *_values(name, kind, line.value)]


def _params(head: Head) -> dict[str, Any]:
    found: dict[str, Any] = {"group": head.group} if head.group else {}
    if head.types:
        found["type"] = list(head.types) if len(head.types) > 1 else head.types[0]
    if head.encoding == "b":
        found["encoding"] = "BASE64"
    for key, stated in head.params:
        if key != "VALUE":
            values = stated.split('","')  # several in quotes, the outermost of which are gone
            found[key.lower()] = values if len(values) > 1 else stated
    return found


def _values(name: str, kind: str, value: str) -> list[Any]:
    if kind == "text" and name in LISTS:
        return [each.strip() for each in split_escaped(value, ",")]
    if name in STRUCTURED:
        parts = split_escaped(value, STRUCTURED[name])
        return [[_float(part) if kind == "float" else part for part in parts]]
    if kind == "text":
        return [unescape(value)]
    if kind == "recur":
        return [recur(value)]
    if kind == "integer":
        return [number(value.strip())]
    if kind == "boolean":
        return [value.upper() == "TRUE"]
    if kind == "utc-offset":
        return [offset(value.strip())]
    if kind in TIMES:
        return [extended(each.strip()) for each in value.split(",")]
    if kind == "period":
        return [[extended(part) for part in each.strip().split("/")] for each in value.split(",")]
    return [value]


def _float(text: str) -> Any:
    try:
        found = float(text)
    except ValueError:
        return text
    return found if repr(found) == text else text
