"""Events as a type of record: their items, and how two edits of one meet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event, Step
from contactdesk.model.record_type import RecordType

TIMES = ("starts_at", "ends_at", "time_zone", "duration_minutes")
"""When it is: one thing, of which half from one person and half from another is nobody's."""
VERSION = ("sequence", "revised_at")
"""Which version it is: of two the later, never anything that people have to decide."""


class _EventType(RecordType[Event]):
    def merge(self, base: Event, mine: Event, theirs: Event) -> tuple[Event, tuple[str, ...]]:
        """Three-way merge of two edits, and the fields that clash: there the result has mine."""
        result, conflicts = super().merge(base, mine, theirs)
        versions = {
            n: max(getattr(e, n) for e in (mine, theirs)) for n in conflicts if n in VERSION
        }
        if versions:
            result = replace(result, **dict[str, Any](versions))
            conflicts = tuple(n for n in conflicts if n not in versions)
        if "given_by" in conflicts:  # goes with who does it
            giver = theirs if result.owner == theirs.owner else mine
            result = replace(result, given_by=giver.given_by)
            conflicts = tuple(n for n in conflicts if n != "given_by")
        was, ours, yours = (tuple(getattr(e, n) for n in TIMES) for e in (base, mine, theirs))
        if was in (ours, yours) or ours == yours:
            return result, conflicts
        clash = [n for n in TIMES if getattr(mine, n) != getattr(theirs, n)]
        result = replace(result, **dict[str, Any](zip(TIMES, ours, strict=True)))
        return result, tuple(dict.fromkeys([*clash, *conflicts]))


EVENTS = _EventType(
    "event",
    Event,
    items={"attendees": Attendee, "alarms": Alarm, "extra": Extra, "steps": Step},
    words=("rdates", "exdates", "categories", "about", "colleagues"),
    parts={"organizer": Attendee},
    title="summary",
)
FIELDS = EVENTS.fields
LABELS = EVENTS.labels
DEFAULTS = EVENTS.defaults
ITEMS = EVENTS.items
WORDS = EVENTS.words
changed_fields = EVENTS.changed_fields
numbered = EVENTS.numbered
merge = EVENTS.merge
to_plain = EVENTS.to_plain
from_plain = EVENTS.from_plain
before_change = EVENTS.before_change
