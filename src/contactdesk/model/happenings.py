"""Notes and calls as they are written down, and everything that happens as one line says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.event import Event

KIND_WORDS = {
    "journal": N_("Notes"),
    "call": N_("Calls"),
    "mail": N_("E-mails"),
    "event": N_("Appointments"),
    "task": N_("Tasks"),
}
"""What the parts of a timeline are called, in the order in which they are offered."""
DIRECTION_WORDS = {"out": N_("Called"), "in": N_("Was called"), "missed": N_("Missed call")}
OUTCOME_WORDS = {
    "reached": N_("reached"),
    "no-answer": N_("no answer"),
    "voicemail": N_("left a message"),
    "busy": N_("busy"),
}
_TEL = "tel:"
MAIL = "mail"
"""The channel that makes a journal entry a mail; its direction is a call's, "out" or "in"."""
_CHANNEL_WORDS = {"video": N_("Video call"), "sms": N_("Text message")}
_ONE = {
    "journal": N_("Note"),
    "call": N_("Phone call"),
    "event": N_("Appointment"),
    "task": N_("Task"),
}


def a_note(about: Sequence[str], text: str, at: datetime) -> Event:
    """A note on contacts (their ids)."""
    return Event(
        component="journal", description=text.strip(), starts_at=stamp(at), about=tuple(about)
    )


def a_call(
    about: Sequence[str],
    text: str,
    at: datetime,
    *,
    direction: str = "out",
    outcome: str = "",
    minutes: int | None = None,
    number: str = "",
) -> Event:
    """A call with contacts (their ids) that began at `at`; `number` as it is dialled."""
    return Event(
        component="call",
        description=text.strip(),
        starts_at=stamp(at),
        duration_minutes=minutes,
        direction=direction,
        outcome=outcome,
        channel="phone",
        url=f"{_TEL}{number}" if number else "",
        about=tuple(about),
    )


def number_of(event: Event) -> str:
    """The number of a call, "" where it is not known: E.164, or the digits as they were dialled."""
    if event.component != "call" or not event.url.startswith(_TEL):
        return ""
    return event.url.removeprefix(_TEL)


def stamp(at: datetime) -> str:
    """A moment as an event keeps it, in UTC: "2026-11-24T09:20:00Z"."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def is_mail(event: Event) -> bool:
    """Whether a journal entry is a mail that was sent or received."""
    return event.component == "journal" and event.channel == MAIL


def kind_of(event: Event) -> str:
    """What something is called: a note, a call, a mail, an appointment, a task."""
    if is_mail(event):
        return _("E-mail sent") if event.direction == "out" else _("E-mail received")
    return _(_ONE[event.component])


def title_of(event: Event) -> str:
    """What it is, on one line: its subject, and how a call went."""
    if event.component != "call":
        return " ".join(event.summary.split()) or kind_of(event)
    parts = [event.summary, _call_word(event)]
    if event.duration_minutes:
        words = ngettext("{n} min", "{n} min", event.duration_minutes)
        parts.append(words.format(n=counted(event.duration_minutes)))
    if event.outcome and event.direction != "missed":
        known = OUTCOME_WORDS.get(event.outcome)
        parts.append(_(known) if known else event.outcome)
    return " · ".join(" ".join(p.split()) for p in parts if p)


def _call_word(event: Event) -> str:
    if event.channel in _CHANNEL_WORDS:
        return _(_CHANNEL_WORDS[event.channel])
    return _(DIRECTION_WORDS.get(event.direction, _ONE["call"]))


def text_of(event: Event) -> str:
    """What is said of it below its title."""
    place = event.location.strip()
    return "\n".join(part for part in (place, event.description.strip()) if part)
