"""jCal in (RFC 7265): every component becomes lines of iCalendar, and is read as those are.

A component begins at `["vevent", [`, which inside a text could only stand with its quotes
escaped: a damaged one costs itself alone.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, BinaryIO

from contactdesk.collecting import no_collection
from contactdesk.formats.base import Problem
from contactdesk.formats.calendar_lines import ENTRIES, MOST_LINES
from contactdesk.formats.ical_reading import SIZE_LIMIT, Entry
from contactdesk.formats.ical_reading import read_entries as read_lines
from contactdesk.formats.jcal_values import TIMES, TYPES, basic, plain, recur_text
from contactdesk.formats.transcoding import as_utf8
from contactdesk.formats.vcard_lines import clean, escaped, param
from contactdesk.i18n import _

_BEGIN = re.compile(
    r'\[\s*"(vcalendar|vevent|vtodo|vjournal|vtimezone)"\s*,\s*(?=\[)', re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PROPERTY = re.compile(r"[^\x00-\x1f\x7f:;\"]{1,200}")
_DECODER = json.JSONDecoder()
_DEEPEST = 15
_MOST = 20_000  # values or parameters of one property


def read_entries(stream: BinaryIO, encoding: str = "") -> Iterator[Entry]:
    """Every event, task and journal entry of a jCal file, in order."""
    raw = as_utf8(stream, encoding).read(SIZE_LIMIT)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    place = 0
    for calendar in _calendars(raw.decode("utf-8", "replace").removeprefix("\ufeff")):
        for entry in calendar.entries():
            yield entry._replace(place=place)
            place += 1


class _Calendar:
    """One calendar of a file: its own lines, its zones, and its entries with where each stood."""

    def __init__(self) -> None:
        self.head: list[str] = []
        self._zones: list[str] = []
        self._entries: list[tuple[int, list[str] | None]] = []

    def add(self, name: str, line: int, texts: list[str] | None) -> None:
        """Take in a component; None for a damaged one."""
        if name in ENTRIES:
            self._entries.append((line, texts))
        elif texts is not None:
            self._zones += texts

    def entries(self) -> Iterator[Entry]:
        """What the lines of each entry say."""
        whole = [text for _line, texts in self._entries for text in texts or ()]
        lines = ("BEGIN:VCALENDAR", "VERSION:2.0", *self.head, *self._zones, *whole,
                 "END:VCALENDAR", "")  # fmt: skip
        data = "\r\n".join(lines).encode("utf-8", "replace")
        read = read_lines(io.BytesIO(data))
        for line, texts in self._entries:
            found = next(read, None) if texts is not None else None
            if found is None:
                told = Problem(line, "unreadable", _("The entry could not be read."))
                yield Entry(0, line, None, (told,), "", "2.0")
            else:
                problems = tuple(problem._replace(line=line) for problem in found.problems)
                yield found._replace(line=line, problems=problems)


def _calendars(text: str) -> Iterator[_Calendar]:
    calendar, line, counted = _Calendar(), 1, 0
    begins = [*_BEGIN.finditer(text), None]
    for begin, following in pairwise(begins):
        assert begin is not None
        line += text.count("\n", counted, begin.start())
        counted = begin.start()
        # none of these stands in another one: what goes on into the next is damaged
        piece = text[begin.start() : following.start() if following else len(text)]
        name = begin[1].upper()
        if name != "VCALENDAR":
            calendar.add(name, line, _component(_decoded(piece), 0))
            continue
        yield calendar
        calendar = _Calendar()
        properties = _decoded(piece[begin.end() - begin.start() :])
        calendar.head = _lines(properties) if isinstance(properties, list) else []
    yield calendar


def _decoded(text: str) -> Any:
    """The value of JSON that a text begins with; None for a damaged one."""
    try:
        with no_collection():
            return _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _component(value: Any, depth: int) -> list[str] | None:
    """The lines of a component, None for what is none."""
    is_one = isinstance(value, list) and len(value) >= 2 and isinstance(value[1], list)
    if not is_one or not isinstance(value[0], str) or not _NAME.fullmatch(value[0]):
        return None
    name = value[0].upper()
    found = [f"BEGIN:{name}", *_lines(value[1])]
    children = value[2] if len(value) > 2 and isinstance(value[2], list) else []
    for child in children if depth < _DEEPEST else ():
        found += _component(child, depth + 1) or ()
    return [*found, f"END:{name}"]


def _lines(properties: list[Any]) -> list[str]:
    found = (_line(each) for each in islice(properties, MOST_LINES + 1))
    return [" ".join(line.splitlines()) if not line.isprintable() else line for line in found
            if line]  # fmt: skip


def _line(entry: Any) -> str:
    """A property as a line of iCalendar; "" for what is none."""
    if not isinstance(entry, list) or len(entry) < 4 or not isinstance(entry[1], dict):
        return ""
    name, params, kind, *values = entry
    if not (isinstance(name, str) and _PROPERTY.fullmatch(name) and isinstance(kind, str)):
        return ""
    name, kind = name.lower(), kind.lower()
    if name in ("begin", "end", "version") or len(values) > _MOST or len(params) > _MOST:
        return ""
    group = plain(params.get("group", ""))
    head = f"{group}.{name.upper()}" if _NAME.fullmatch(group) else name.upper()
    if kind not in ("unknown", TYPES.get(name, "unknown")) and _NAME.fullmatch(kind):
        head += f";VALUE={kind.upper()}"
    for key, stated in params.items():
        if _NAME.fullmatch(key) and key.lower() not in ("value", "group", "charset"):
            head += f";{key.upper()}={_stated(stated)}"
    return f"{head}:{','.join(_value(kind, each) for each in values)}"


def _stated(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    if len(values) == 1:
        return param(plain(values[0]))
    texts = (param(plain(each)) for each in values[:_MOST])
    return ",".join(text if text.startswith('"') else f'"{text}"' for text in texts)


def _value(kind: str, value: Any) -> str:
    if kind == "recur":
        return clean(recur_text(value))
    if isinstance(value, list):
        mark = "/" if kind == "period" else ";"
        return mark.join(_single(kind, each) for each in value[:_MOST])
    return _single(kind, value)


def _single(kind: str, value: Any) -> str:
    text = clean(plain(value))
    if kind == "text":
        return escaped(text)
    if kind in TIMES or kind == "period":
        return basic(text)
    if kind == "utc-offset":
        return text.replace(":", "")
    return text.replace("\n", "\\n")
