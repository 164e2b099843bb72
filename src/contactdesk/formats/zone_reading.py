"""Time zones that a file describes itself (VTIMEZONE, RFC 5545, section 3.6.5).

A name that the zone database has needs no description. For any other one the file's own words are
looked at: first the place that it says, then its rules, which some zone of the database keeps
in the years that matter. Where none does, a time that stands alone is told in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.calendar_lines import CalendarLine, Component, components
from contactdesk.formats.calendar_values import MOST_TIMES, moment, moments_of
from contactdesk.formats.zone_rules import Onset, same_zone, to_utc
from contactdesk.model.recurrence import parse_rule, wall_times
from contactdesk.model.zones import zone_of

_PLACES = ("X-LIC-LOCATION", "LOCATION", "X-MICROSOFT-CDO-TZID-NAME", "TZURL")
_DATED = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "RDATE", "EXDATE")
_BLOCK = re.compile(rb"begin:vtimezone.*?^end:vtimezone[ \t]*\n", re.IGNORECASE | re.S | re.M)
_TZID = re.compile(rb"^tzid[^:\n]*:([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\n[ \t]")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2}):?(\d{2})?")
_YEAR = re.compile(r"(?<!\d)(\d{4})-?\d{2}-?\d{2}")
_UNTIL = re.compile(r"UNTIL=(\d{4})")
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_GOES_ON = 5  # so many years of a rule without an end are looked at
_MOST_YEARS = 30
_MOST_STEPS = 20_000
_MOST_ONSETS = 2_000
_WIDEST = timedelta(hours=26)


class Settled(NamedTuple):
    """The lines of an entry with zones that the program knows, and what is odd: (line, code)."""

    lines: Sequence[CalendarLine]
    problems: list[tuple[int, str]]


class FileZones:
    """The zones that one calendar describes and the database does not know by their names, each
    read when an entry names it, and looked at once.
    """

    def __init__(self, calendar: Component | None) -> None:
        self._texts = calendar.zones if calendar else []
        self._known: dict[str, Component | None] = {}
        self._looked_at: dict[tuple[str, int, int, bool], _Settling | None] = {}
        self._said: dict[str, str] = {}
        self._apart: dict[str, Component] = {}  # those that are too odd to be set aside
        for child in calendar.children if calendar else ():
            named = child.first("TZID") if child.name == "VTIMEZONE" else None
            if named is not None:
                self._apart.setdefault(_bare(named.value), child)

    @cached_property
    def _described(self) -> dict[str, bytes]:
        """Every zone that was set aside, by its name."""
        found: dict[str, bytes] = {}
        for text in self._texts:
            for block in _BLOCK.findall(text):
                named = _TZID.search(block)
                said = _FOLD.sub(b"", named[1]).decode("utf-8", "surrogateescape") if named else ""
                if name := _bare(said):
                    found.setdefault(name, block)
        return found

    def _block(self, name: str) -> Component | None:
        """The zone of a name that only the file knows."""
        if name not in self._known:
            found = self._apart.get(name)
            if name and zone_of(name) is not None:
                found = None
            elif text := self._described.get(name):
                found = next(components(text), None)
            self._known[name] = found
        return self._known[name]

    def settled(self, component: Component) -> Settled:
        """The lines of an entry, their times in zones of the database or in UTC."""
        lines = component.lines
        names = self._own_names(component)
        if not names:
            return Settled(lines, [])
        settling = {name: self._settling(name, component) for name in names}
        problems: dict[str, tuple[int, str]] = {}
        found = []
        for line in lines:
            how = settling.get(_named(line))
            found.append(line if how is None else how.line(line))
            if how is not None and how.code:
                problems.setdefault(how.code, (line.number, how.code))
        return Settled(found, list(problems.values()))

    def texts(self, component: Component) -> Iterator[str]:
        """The zones that an entry needs the file's words for, each as one text of whole lines."""
        for name in self._own_names(component):
            if name not in self._said and (block := self._block(name)) is not None:
                self._said[name] = _said(block)
            yield self._said[name]

    def _own_names(self, component: Component) -> list[str]:
        if not self._texts and not self._apart:
            return []
        names = dict.fromkeys(map(_named, component.lines))
        return [name for name in names if name and self._block(name) is not None]

    def _settling(self, name: str, component: Component) -> _Settling | None:
        key = (name, *_years(component))
        if key not in self._looked_at:
            block = self._block(name)
            self._looked_at[key] = _settling(name, block, *key[1:]) if block else None
        return self._looked_at[key]


def _settling(
    name: str, block: Component, first: int, last: int, repeats: bool
) -> _Settling | None:
    """What becomes of the times of a zone in these years."""
    if place := _place(block):
        return _Settling(place, (), "")
    onsets = _onsets(block, first, last)
    if not onsets:
        return None
    if same := same_zone(onsets, first, last, name):
        return _Settling(same, (), "")
    if not repeats:
        return _Settling("", onsets, "zone-in-utc")
    same = same_zone(onsets, first, first, name)
    return _Settling(same, (), "zone-by-first-year") if same else None


def _said(block: Component) -> str:
    """The lines of a zone; a part of it that is said many times stands there once."""
    parts = dict.fromkeys("\r\n".join(child.texts()) for child in block.children)
    own = (f"BEGIN:{block.name}", *(line.text for line in block.lines))
    return "\r\n".join((*own, *parts, f"END:{block.name}", ""))


def makes_sense(block: bytes) -> bool:
    """Whether a description has rules that can be followed; other programs refuse the others."""
    return any(_onsets(each, 1970, 1970) for each in components(block))


class _Settling(NamedTuple):
    """What is done with the times of a zone: another name, or (without one) their moment in UTC."""

    name: str
    onsets: tuple[Onset, ...]
    code: str

    def line(self, line: CalendarLine) -> CalendarLine:
        """The line with its new zone."""
        others = tuple((key, value) for key, value in line.head.params if key != "TZID")
        if self.name:
            head = line.head._replace(params=(*others, ("TZID", self.name)))
            return replace(line, head=head)
        times = [
            "/".join(map(self._in_utc, each.split("/"))) for each in moments_of(line, MOST_TIMES)
        ]
        if not all(times):
            return line
        return replace(line, head=line.head._replace(params=others), value=",".join(times))

    def _in_utc(self, at: str) -> str:
        if len(at) <= len("2026-11-24") or at.endswith("Z"):
            return at
        return to_utc(self.onsets, datetime.fromisoformat(at)).isoformat() + "Z"


def _named(line: CalendarLine) -> str:
    return _bare(line.head.param("TZID")) if line.head.key in _DATED else ""


def _bare(name: str) -> str:
    return name.strip().strip('"').replace("\\,", ",")


def _place(block: Component) -> str:
    """The zone whose name the description says beside its own."""
    for key in _PLACES:
        line = block.first(key)
        zone = zone_of(line.value.removesuffix(".ics")) if line else None
        if zone is not None:
            return zone.key
    return ""


def _years(component: Component) -> tuple[int, int, bool]:
    """The first and the last year in which the entry happens, and whether it repeats by a rule."""
    years = [
        int(year)
        for line in component.lines
        if line.head.key in _DATED
        for year in _YEAR.findall(line.value)
        if 1 < int(year) < 9990
    ]
    first, last = (min(years), max(years)) if years else (1970, 1970)
    rules = component.values("RRULE")
    for line in rules:
        last = max(last, _last_year(line.value.upper(), first))
    return first, min(last, first + _MOST_YEARS), bool(rules)


def _last_year(rule: str, first: int) -> int:
    """The year, about, in which a rule ends that begins in the first one."""
    if until := _UNTIL.search(rule):
        return int(until[1])
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    days, count = _DAYS.get(parts.get("FREQ", ""), 0), parts.get("COUNT", "")
    every = parts.get("INTERVAL", "1")
    if not days or not (count + every).isdecimal() or not count or len(count + every) > 9:
        return first + _GOES_ON
    return first + min(_MOST_YEARS, int(count) * int(every) * days // 365)


def _onsets(block: Component, first: int, last: int) -> tuple[Onset, ...]:
    """When the clocks change by a description, in order; nothing for a broken one."""
    found: set[Onset] = set()
    for part in block.children:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        try:
            found.update(_of_part(part, first, last))
        except (FormatError, ValueError, OverflowError):
            return ()
        if len(found) > _MOST_ONSETS:
            return ()
    return tuple(sorted(found))


@lru_cache(maxsize=128)
def _times(
    rule: str, until: datetime | None, start: datetime, low: datetime, high: datetime
) -> tuple[datetime, ...]:
    """When a rule changes the clock; many zones of a file keep the same one."""
    return tuple(wall_times(parse_rule(rule, until), start, low, high, _MOST_STEPS))


def _of_part(part: Component, first: int, last: int) -> Iterator[Onset]:
    before, after = (_offset(part, key) for key in ("TZOFFSETFROM", "TZOFFSETTO"))
    begins = part.first("DTSTART")
    start = datetime.fromisoformat((moment(begins.value) if begins else "").removesuffix("Z"))
    yield Onset(start - before, before, after)
    for line in part.values("RDATE"):
        for stated in moments_of(line, MOST_TIMES):
            at = datetime.fromisoformat(stated[:19].removesuffix("Z"))
            yield Onset(at - before, before, after)
    low = max(start, datetime(max(1, first - 2), 1, 1))
    for line in part.values("RRULE"):
        until = re.search(r"UNTIL=(\d{8}T?\d*)", line.value.upper())
        end = datetime.fromisoformat(moment(until[1])) + before if until else None
        high = datetime(min(9999, last + 2), 1, 1)
        for at in _times(line.value.strip().rstrip(";"), end, start, low, high):
            yield Onset(at - before, before, after)


def _offset(part: Component, key: str) -> timedelta:
    line = part.first(key)
    found = _OFFSET.fullmatch(line.value.strip()) if line else None
    if found is None:
        raise ValueError(key)
    sign, hours, minutes, seconds = found.groups()
    lasts = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if lasts > _WIDEST:
        raise ValueError(key)
    return -lasts if sign == "-" else lasts
