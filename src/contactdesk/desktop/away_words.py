"""What is said of a book that is away, and of the edits that wait for it."""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.desktop import bidi
from contactdesk.desktop.date_texts import clock_text, is_today, moment_text
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Deal
from contactdesk.model.deed import LABELS as DEED_LABELS
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.happenings import text_of
from contactdesk.model.names import display_name
from contactdesk.model.shown import shortened

LONGEST = 120  # characters of a note in the list of what waits
_PARTS = ("given", "family", "prefixes", "suffixes", "additional")


class DeedWords(NamedTuple):
    """How one waiting edit is listed."""

    icon: str
    tone: str
    title: str
    second: str
    time: str


def words_of(deed: Deed) -> DeedWords:
    """An edit as a row of the list of those that wait."""
    found, at = deed.record, deed.at
    time = clock_text(at) if is_today(at) else moment_text(at)
    if isinstance(found, Contact):
        name = bidi.isolated(display_name(found))
        icon = "user-plus" if not found.number else "pencil"
        return DeedWords(icon, "accent", name, _fields(deed) or _("New contact"), time)
    if isinstance(found, Deal):
        return DeedWords("square-kanban", "violet", deed.label, _fields(deed) or _("Deal"), time)
    icon, tone = _LOOKS.get(found.component, ("calendar", "accent"))
    return DeedWords(icon, tone, deed.label, _second(deed, found), time)


_LOOKS = {
    "journal": ("notebook-pen", "warn"),
    "call": ("phone", "ok"),
    "task": ("circle-check", "slate"),
}


def _second(deed: Deed, event: Event) -> str:
    if event.component == "event":
        return _fields(deed) or (_begins(event) if deed.doing == "add" else "")
    text = shortened(" ".join(text_of(event).split()), LONGEST)
    return _("“{text}”").format(text=bidi.isolated(text)) if text else _fields(deed)


def _begins(event: Event) -> str:
    """When a new appointment is, by the clock here."""
    from contactdesk.desktop.event_texts import whole_date
    from contactdesk.desktop.timeline_view import moment_of

    day, clock = moment_of(event)
    return ", ".join(part for part in (whole_date(day) if day else "", clock) if part)


def _fields(deed: Deed) -> str:
    """What it changes, by the names of the fields; the whole name goes without its parts."""
    names = [n for n in deed.changed if n in DEED_LABELS]
    shown = [n for n in names if n not in _PARTS or "formatted_name" not in names]
    return ", ".join(_(DEED_LABELS[n]) for n in shown)


def away_words(name: str, since: str) -> tuple[str, str]:
    """That the book is away, and that nothing is lost by it."""
    when = clock_text(since) if is_today(since) else moment_text(since)
    title = _("{name} is away since {time}.").format(name=bidi.isolated(name), time=when)
    return title, _("What you type is kept on this computer and saved when it is back.")


def wait_words() -> str:
    """That something cannot be kept for later, and that nothing is lost by waiting."""
    return _("The book is away, and this needs it: try again when it is back. Nothing is lost.")


def changes_words(count: int) -> str:
    """How many edits wait, on the button that lists them."""
    return ngettext("{n} change", "{n} changes", count).format(n=counted(count))


def waiting_words(count: int) -> str:
    """How many edits wait, at the foot of the sidebar."""
    return ngettext("{n} change waits", "{n} changes wait", count).format(n=counted(count))


def waiting_here_words(count: int) -> str:
    """How many edits wait, over their list."""
    words = ngettext(
        "{n} change waits on this computer", "{n} changes wait on this computer", count
    )
    return words.format(n=counted(count))


def back_words(saved: int, needy: int) -> str:
    """What became of the edits when the book was back."""
    parts = []
    if saved:
        words = ngettext("{n} change saved", "{n} changes saved", saved)
        parts.append(words.format(n=counted(saved)))
    if needy:
        words = ngettext("{n} needs you", "{n} need you", needy)
        parts.append(words.format(n=counted(needy)))
    return ", ".join(parts) or _("The book is back")


def next_try_words(seconds: int) -> str:
    """When the book is tried again, and what then becomes of the edits."""
    merged = _("Changes are combined field by field; you are asked only about the same field.")
    if not seconds:
        return merged
    words = ngettext("Next try by itself in {n} s.", "Next try by itself in {n} s.", seconds)
    return f"{words.format(n=counted(seconds))} {merged}"
