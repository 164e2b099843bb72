"""Which function writes a format of calendars, and what of each entry has no place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from contactdesk.formats import ical_lines, ical_writing, jcal_writing, vcal_writing
from contactdesk.formats.vcal_fitting import Original, fitted
from contactdesk.formats.vcal_lines import line as old_line
from contactdesk.model.event import Event

FORMATS = ("ical", "vcal", "jcal")
ENDINGS = {"ical": "ics", "vcal": "vcs", "jcal": "json"}


class Written(NamedTuple):
    """A calendar on its way out: its bytes in pieces, the events as they are to be read again,
    and how many entries lose what (codes of `vcal_fitting`, and "note" for one left out).
    """

    pieces: Iterator[bytes]
    expected: Sequence[Event]
    lost: Counter[str]


def written(
    kind: str,
    entries: Iterable[tuple[Event, Original]],
    name: str = "",
    calendars: Mapping[str, str] = MappingProxyType({}),
) -> Written:
    """Entries as a file of a format of `FORMATS`; `name` is the calendar's, if they are of one,
    else `calendars` are the names of those that they are in, by their ids."""
    found = [(_identified(event), original) for event, original in entries]
    if kind == "vcal":
        return _old(found, name, calendars)
    head = [f"X-WR-CALNAME:{ical_lines.text(name)}", "METHOD:PUBLISH"] if name else []
    write = jcal_writing.write_calendar if kind == "jcal" else ical_writing.write_calendar
    return Written(write(found, head, calendars), [event for event, _original in found], Counter())


def _old(
    found: Sequence[tuple[Event, Original]], name: str, calendars: Mapping[str, str]
) -> Written:
    fits = fitted(found)
    lost = Counter(code for each in fits if each for code in each.lost)
    lost["note"] = fits.count(None)
    kept = [each for each in fits if each]
    head = [old_line("X-WR-CALNAME", name)] if name else []
    expected = [each.event for each in kept]
    return Written(vcal_writing.write_calendar(kept, head, calendars), expected, +lost)


def _identified(event: Event) -> Event:
    """By the book's own identifier where it has none of elsewhere: so it is known again."""
    return event if event.uid or not event.id else replace(event, uid=event.id)
