"""What a history says of an appointment: which value was what before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.history_words import SHORT, SILENT, Line, when_of
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Alarm, Attendee, Step
from contactdesk.model.event_kinds import Kinds, kinds_text
from contactdesk.model.event_record import LABELS, from_plain
from contactdesk.model.history import Difference
from contactdesk.model.shown import shortened

if TYPE_CHECKING:
    from contactdesk.store.listing import UndoPreview

_MOMENTS = {"starts_at", "ends_at", "recurrence_id", "completed_at", "rdates", "exdates"}
_UNTOLD = {*SILENT, "sequence", "calendar", "given_by"}  # bookkeeping, and ids that nobody reads


def event_lines(fields: Mapping[str, tuple[Any, Any]]) -> list[Line]:
    """What a change changed of an appointment, a line a field."""
    return [
        Line(Difference(name, 0, "", *pair), _(LABELS[name]), *(_words(name, v) for v in pair))
        for name, pair in fields.items()
        if name in LABELS and name not in _UNTOLD
    ]


def _words(name: str, plain: Any) -> str:
    if plain in (None, "", []):
        return ""
    if name == "about":
        return ngettext("{n} contact", "{n} contacts", len(plain)).format(n=counted(len(plain)))
    value = from_plain(name, plain)
    if name in _MOMENTS:
        times = value if isinstance(value, tuple) else (value,)
        return shortened(", ".join(map(_time, times)), SHORT)
    if name == "duration_minutes":
        return ngettext("{n} minute", "{n} minutes", value).format(n=counted(value))
    if isinstance(value, tuple):
        return shortened(", ".join(filter(None, map(_item, value))), SHORT)
    return shortened(" ".join(_item(value).split()), SHORT)


def _time(text: str) -> str:
    first = text.partition("/")[0]
    try:
        return date_text(PartialDate.parse(first)) if len(first) == 10 else when_of(first)
    except ValueError:
        return text


def _item(value: Any) -> str:
    if isinstance(value, Attendee):
        return value.name or value.email
    if isinstance(value, Step):
        return _("{step} (done)").format(step=value.text) if value.done else value.text
    if isinstance(value, Alarm):
        if value.minutes_before is None:
            return _time(value.at)
        minutes = value.minutes_before
        return ngettext("{n} minute before", "{n} minutes before", minutes).format(
            n=counted(minutes)
        )
    return str(getattr(value, "value", value))


def events_back(told: UndoPreview) -> str:
    """How much of what happened an undo would put back; "" where it is about nothing of that."""
    if not told.events:
        return ""
    if not _are_appointments(told.kinds):
        return _kinds_back(told)
    if told.events_back == told.events:
        words = ngettext(
            "{n} appointment goes back to how it was.",
            "All {n} appointments go back to how they were.",
            told.events,
        )
        return words.format(n=counted(told.events))
    words = ngettext(
        "{n} of {all} appointments goes back.",
        "{n} of {all} appointments go back.",
        told.events_back,
    )
    return words.format(n=counted(told.events_back), all=counted(told.events))


def _are_appointments(kinds: Kinds) -> bool:
    return all(kind == "event" for kind, _many in kinds)


def _kinds_back(told: UndoPreview) -> str:
    things = kinds_text(told.kinds)
    if told.events_back == told.events:
        words = ngettext(
            "{things} goes back to how it was.", "{things} go back to how they were.", told.events
        )
        return words.format(things=things)
    words = ngettext("Of {things}, {n} goes back.", "Of {things}, {n} go back.", told.events_back)
    return words.format(things=things, n=counted(told.events_back))


def events_put_back(count: int, kinds: Kinds = ()) -> str:
    """How much of what happened an undo has put back."""
    if not _are_appointments(kinds):
        words = ngettext("{things} was put back.", "{things} were put back.", count)
        return words.format(things=kinds_text(kinds))
    words = ngettext("{n} appointment was put back.", "{n} appointments were put back.", count)
    return words.format(n=counted(count))
