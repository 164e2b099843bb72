"""An original entry that is to say something else: only the lines of what changed are written anew.

Lines that nobody here knows stay as they stood, and so do the parameters of a line that is
written anew for its value, and whatever a reminder holds beside its time, kind and text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from contactdesk.formats import ical_lines
from contactdesk.formats.calendar_lines import CalendarLine, Component
from contactdesk.formats.event_difference import differing, said
from contactdesk.formats.ical_reading import Source, Traced
from contactdesk.formats.vcard_lines import param
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event

_TIMES = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "RDATE", "EXDATE")
_KEYS = {
    "uid": ("UID",),
    "summary": ("SUMMARY",),
    "description": ("DESCRIPTION",),
    "location": ("LOCATION",),
    "url": ("URL",),
    "starts_at": ("DTSTART",),
    "ends_at": ("DTEND", "DUE"),
    "time_zone": _TIMES,
    "duration_minutes": ("DURATION", "X-CONTACTDESK-DURATION"),
    "recurrence_id": ("RECURRENCE-ID",),
    "and_later": ("RECURRENCE-ID",),
    "rrule": ("RRULE",),
    "rdates": ("RDATE",),
    "exdates": ("EXDATE",),
    "status": ("STATUS",),
    "priority": ("PRIORITY",),
    "percent": ("PERCENT-COMPLETE",),
    "completed_at": ("COMPLETED",),
    "transparency": ("TRANSP",),
    "classification": ("CLASS",),
    "categories": ("CATEGORIES",),
    "organizer": ("ORGANIZER",),
    "sequence": ("SEQUENCE",),
    "revised_at": ("LAST-MODIFIED", "DTSTAMP"),  # one time, where nothing is sent (3.8.7.2)
    "direction": ("X-CONTACTDESK-DIRECTION", "X-CONTACTDESK-MAIL"),
    "outcome": ("X-CONTACTDESK-OUTCOME",),
    "channel": ("X-CONTACTDESK-CHANNEL", "X-CONTACTDESK-MAIL"),
    "about": ("X-CONTACTDESK-ABOUT",),
    "deal": ("X-CONTACTDESK-DEAL",),
    "owner": ("X-CONTACTDESK-OWNER",),
    "given_by": ("X-CONTACTDESK-GIVEN-BY",),
    "steps": ("X-CONTACTDESK-STEP",),
    "colleagues": ("X-CONTACTDESK-WITH",),
}
_LISTS = ("attendees", "alarms", "extra")
_PERSONS = frozenset({"CN", "ROLE", "PARTSTAT", "CUTYPE", "EMAIL", "STATUS"})
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "URL"})
_OF_A_TEXT = frozenset({"VALUE", "ALTREP"})  # another form of the old text is none of the new one
_NAME = re.compile(r"[\w-]+")


class Grammar(NamedTuple):
    """How a version of the format writes the lines of fields and items."""

    properties: Callable[[Event], Iterator[str]]
    person: Callable[[str, Attendee, str], str]
    alarm: Callable[[Alarm], Iterator[str]]
    extra: Callable[[Extra], Iterator[str]]


NEW = Grammar(
    ical_lines.properties, ical_lines.person, ical_lines.alarm_lines, ical_lines.extra_lines
)


def edited_lines(event: Event, traced: Traced, grammar: Grammar = NEW) -> list[str]:
    """The logical lines of an entry that came as `traced` and is to say `event`."""
    return list(_Edit(event, traced, grammar).lines())


class _Edit:
    """An original entry and the event that it is to say now."""

    def __init__(self, event: Event, traced: Traced, grammar: Grammar) -> None:
        self._event = event
        self._came = traced.event
        self._component = traced.component
        self._grammar = grammar
        self._instead: dict[int, list[str]] = {}  # by the id of a line or component
        self._new: list[str] = []
        changed = differing(self._came, event)
        self._write_fields(changed)
        for name in _LISTS:
            if name in changed:
                self._write_items(name, getattr(traced, name))

    def lines(self) -> Iterator[str]:
        """The whole entry."""
        yield f"BEGIN:{ical_lines.NAMES[self._event.component]}"
        for line in self._component.lines:
            yield from self._instead.get(id(line), (line.text,))
        properties = [text for text in self._new if not text.startswith("BEGIN:V")]
        yield from properties
        for child in self._component.children:
            yield from self._instead.get(id(child), child.texts())
        parts = self._new[len(properties) :]
        yield from parts
        yield f"END:{ical_lines.NAMES[self._event.component]}"

    # fields

    def _write_fields(self, changed: Sequence[str]) -> None:
        keys = {key for name in changed for key in _KEYS.get(name, ())}
        if "starts_at" in changed and _kind(self._came.starts_at) != _kind(self._event.starts_at):
            keys.update(_TIMES)
        if not keys:
            return
        texts: dict[str, list[str]] = {}
        written = [f"UID:{ical_lines.text(self._event.uid or self._event.id)}"]
        for text in [*written, *self._grammar.properties(self._event)]:
            texts.setdefault(_key(text), []).append(text)
        if "DTSTAMP" in keys:
            texts["DTSTAMP"] = self._stamps()
        for line in self._component.lines:
            if line.head.key in keys:
                found = texts.pop(line.head.key, [])
                self._instead[id(line)] = [_with_params(text, line) for text in found]
        self._new += [text for key, found in texts.items() if key in keys for text in found]

    def _stamps(self) -> list[str]:
        """When it was changed last, as the line that says when an entry was written: what came
        with one has it among its extras, and vCalendar has none."""
        at = self._event.revised_at
        is_new = self._grammar is NEW and at.endswith("Z")
        return [f"DTSTAMP:{ical_lines.basic(at)}"] if is_new else self._old("DTSTAMP")

    def _old(self, key: str) -> list[str]:
        return [line.text for line in self._component.lines if line.head.key == key]

    # items

    def _write_items(self, name: str, sources: Sequence[Source]) -> None:
        """The items in their order now, each in the place of the one that it was."""
        before, after = getattr(self._came, name), getattr(self._event, name)
        left = dict(enumerate(zip(before, sources, strict=True)))
        placed = [self._place(name, item, left) for item in after]
        for source in sources:
            self._instead[id(source)] = []
        last = -1
        for item, place in zip(after, placed, strict=True):
            texts = self._texts(name, item, before, sources, place)
            last = max(last, place)
            if last >= 0 and last >= place:
                self._instead[id(sources[last])] += texts
            else:
                self._new += texts

    def _place(self, name: str, item: Any, left: dict[int, Any]) -> int:
        """Which of the items before it is: one that says the same, else one that it was."""
        for is_it in (_says, _is_known_by):
            for place, (other, _source) in left.items():
                if is_it(name, item, other):
                    del left[place]
                    return place
        return -1

    def _texts(
        self, name: str, item: Any, before: Sequence[Any], sources: Sequence[Source], place: int
    ) -> list[str]:
        if place < 0:
            return list(self._anew(name, item, ""))
        source = sources[place]
        if _says(name, item, before[place]):
            return [source.text] if isinstance(source, CalendarLine) else list(source.texts())
        if isinstance(source, Component):
            return list(self._alarm_anew(item, before[place], source))
        return list(self._anew(name, item, _kept(source, _PERSONS)))

    def _anew(self, name: str, item: Any, kept: str) -> Iterator[str]:
        if name == "attendees":
            yield self._grammar.person("ATTENDEE", item, kept)
        elif name == "alarms":
            yield from self._grammar.alarm(item)
        else:
            yield from self._grammar.extra(item)

    def _alarm_anew(self, alarm: Alarm, before: Alarm, source: Component) -> Iterator[str]:
        """A reminder with the lines of what changed in it, the others as they stood."""
        texts = {_key(text): text for text in [*self._grammar.alarm(alarm)][1:-1]}
        old = {_key(text): text for text in [*self._grammar.alarm(before)][1:-1]}
        keys = {key for key in (*texts, *old) if texts.get(key) != old.get(key)}
        yield f"BEGIN:{source.name}"
        for line in source.lines:
            if line.head.key not in keys:
                yield line.text
            elif text := texts.pop(line.head.key, ""):
                yield text
        yield from (text for key, text in texts.items() if key in keys and not source.first(key))
        for child in source.children:
            yield from child.texts()
        yield f"END:{source.name}"


def _says(name: str, one: Any, other: Any) -> bool:
    events = (Event(**dict[str, Any]({name: (item,)})) for item in (one, other))
    return len({repr(said(event, name)) for event in events}) == 1


def _is_known_by(name: str, one: Any, other: Any) -> bool:
    """Whether an item is another one, edited."""
    if name == "attendees":
        return bool((one.email.lower() or one.name) == (other.email.lower() or other.name))
    if name == "alarms":
        return bool(one.item and one.item == other.item) or one.action == other.action
    return bool(one.name != "BEGIN" and one.name.upper() == other.name.upper())


def _kind(at: str) -> tuple[int, bool]:
    """Whole days, UTC, or by a clock."""
    return len(at), at.endswith("Z")


def _key(text: str) -> str:
    found = _NAME.match(text)
    return found[0].upper() if found else ""


def _with_params(text: str, line: CalendarLine) -> str:
    """The new line with the parameters of the old one that say nothing of its value."""
    key = line.head.key
    if key == "ORGANIZER":
        kept = _kept(line, _PERSONS)
    elif key in _TEXTS:
        kept = _kept(line, _OF_A_TEXT)
    else:
        return text
    return f"{key}{kept}{text[len(key) :]}"


def _kept(line: CalendarLine, known: frozenset[str]) -> str:
    return "".join(f";{key}={param(v)}" for key, v in line.head.params if key not in known)
