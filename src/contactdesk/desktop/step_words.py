"""What the history of the book says in words: steps, whom they changed, what an undo leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from contactdesk.desktop import bidi
from contactdesk.desktop.document_history import document_lines
from contactdesk.desktop.event_words import (
    event_lines,
    events_back,
    events_put_back,
)
from contactdesk.desktop.history_words import Line, lines_of, moved_of, when_of
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.book_history import Step, Touched
from contactdesk.model.event_kinds import kinds_text
from contactdesk.model.event_record import LABELS as EVENT_LABELS
from contactdesk.model.history import MANY_TOGETHER
from contactdesk.model.record import LABELS

if TYPE_CHECKING:
    from contactdesk.store.listing import Kept, UndoPreview, UndoResult

KINDS = {
    "import": N_("Imports"),
    "edit": N_("Edits"),
    "delete": N_("Deletions"),
    "undo": N_("Undo and redo"),
}
_RECORDS = {
    "category": N_("Category"),
    "event": N_("Appointment"),
    "calendar": N_("Calendar of appointments"),
    "document": N_("Document"),
    "deal": N_("Deal"),
    "pipeline": N_("Pipeline"),
    "exchange_rate": N_("Exchange rate"),
    "custom_field": N_("Custom field"),
    "custom_section": N_("Section of custom fields"),
    "smart_group": N_("Smart group"),
    "table_view": N_("View of the table"),
}
_OF_EVENTS = {"journal": N_("Note"), "call": N_("Phone call"), "task": N_("Task")}
_PLACES = {"deleted_at": N_("Bin"), "archived_at": N_("Archive"), "category": N_("Category")}


def author_of(step: Step) -> str:
    """Who did it: "You", or a colleague's name."""
    return _("You") if step.own else step.author_name


def deed_of(step: Step) -> str:
    """What was done: the step's own words, or which step it took back or did again."""
    if step.set_kind == "undo":
        return _("took back “{step}”").format(step=step.reverted or step.label)
    if step.set_kind == "redo":
        return _("did again “{step}”").format(step=step.label)
    return step.label


def contacts_text(count: int) -> str:
    """How many contacts: "5 contacts", "over 1,000 contacts"."""
    if count >= MANY_TOGETHER:
        return _("over {n} contacts").format(n=counted(MANY_TOGETHER - 1))
    return ngettext("{n} contact", "{n} contacts", count).format(n=counted(count))


def about(step: Step) -> str:
    """What else there is to say of a step: whence it came, how many it changed, and whom."""
    parts = []
    if step.files:
        files = ", ".join(bidi.isolated(name) for name in step.files[:3])
        parts.append(_("From {file}").format(file=files))
    if step.source_at:
        parts.append(_("As it was after the change of {when}").format(when=when_of(step.source_at)))
    if step.contacts > 1 or (step.files and not step.events):
        parts.append(contacts_text(step.contacts))
    if step.events > 1 or (step.files and step.events):
        parts.append(kinds_text(step.kinds))
    names = _names(step)
    if names:
        parts.append(names)
    return " · ".join(parts)


def _names(step: Step) -> str:
    """The first contacts; one that the label names already is not named again."""
    count = step.contacts + step.events
    if count == 1 and step.names and step.names[0] in deed_of(step):
        return ""
    names = ", ".join(bidi.isolated(name) for name in step.names)
    return f"{names} …" if names and count > len(step.names) else names


# one record of a step


def name_of(touched: Touched) -> str:
    """What the changed thing is called."""
    if touched.name:
        return touched.name
    if touched.record_type == "contact":
        return _("A contact that was deleted for good")
    pair = touched.fields.get("name") or touched.fields.get("title") or ("", "")
    usual = _RECORDS.get(touched.record_type, N_("Something else"))
    kind = _(_OF_EVENTS.get(touched.component, usual))
    name = str(pair[1] or pair[0] or "")
    return f"{kind} “{name}”" if name else kind


def did_to(touched: Touched, lines: Sequence[Line]) -> str:
    """What a step did to one record, in a word or two; "" where the lines tell it."""
    words = {
        "create": _("added"),
        "withdraw": _("taken back that it was added"),
        "purge": _("deleted for good"),
        "delete": _("deleted"),
    }
    if touched.kind in words:
        return words[touched.kind]
    moved = {"deleted_at": touched.fields.get("deleted_at")}
    if moved["deleted_at"] is not None:
        return _("out of the bin") if moved["deleted_at"][0] else _("into the bin")
    if moved_of(touched.fields):
        archived = touched.fields["archived_at"]
        return _("into the archive") if archived[1] else _("out of the archive")
    return "" if lines else _("changed")


def lines_of_record(touched: Touched) -> list[Line]:
    """What a step changed of one record, a line a value."""
    own = {"event": event_lines, "document": document_lines}
    lines = own.get(touched.record_type, lines_of)
    return lines(touched.fields) if touched.fields else []


# what an undo does and leaves


def preview_text(told: UndoPreview) -> str:
    """What an undo would put back: "3 of 5 contacts go back"."""
    if not told.contacts and not told.events and not told.records:
        return _("No contact is changed by this.")
    if not told.goes_back:
        return _("Nothing goes back: everything was changed since.")
    return " ".join(filter(None, (_contacts_back(told), events_back(told), _records_back(told))))


def _records_back(told: UndoPreview) -> str:
    """How much of what is neither a contact nor an event goes back."""
    if not told.records:
        return ""
    if told.records_back == told.records:
        words = ngettext(
            "{n} other entry goes back to how it was.",
            "{n} other entries go back to how they were.",
            told.records,
        )
        return words.format(n=counted(told.records))
    words = ngettext(
        "{n} of {all} other entries goes back.",
        "{n} of {all} other entries go back.",
        told.records_back,
    )
    return words.format(n=counted(told.records_back), all=counted(told.records))


def _contacts_back(told: UndoPreview) -> str:
    if not told.contacts:
        return ""
    if told.back == told.contacts:
        words = ngettext(
            "{n} contact goes back to how it was.",
            "All {n} contacts go back to how they were.",
            told.contacts,
        )
        return words.format(n=counted(told.contacts))
    words = ngettext(
        "{n} of {all} contacts goes back.", "{n} of {all} contacts go back.", told.back
    )
    return words.format(n=counted(told.back), all=counted(told.contacts))


def done_text(result: UndoResult) -> str:
    """What an undo has put back."""
    count, events = len(result.contacts), len(result.events)
    others = sum(map(len, result.records.values()))
    if not count and not events and not others:
        return _("Nothing was put back.")
    words = ngettext("{n} contact was put back.", "{n} contacts were put back.", count)
    parts = [words.format(n=counted(count))] if count else []
    if events:
        parts.append(events_put_back(events, result.kinds))
    if others:
        words = ngettext(
            "{n} other entry was put back.", "{n} other entries were put back.", others
        )
        parts.append(words.format(n=counted(others)))
    return " ".join(parts)


def stays_text(count: int) -> str:
    """The heading over what stays."""
    return ngettext(
        "{n} value was changed since and stays:", "{n} values were changed since and stay:", count
    ).format(n=counted(count))


def gone_text(count: int) -> str:
    """What cannot come back at all, or ""."""
    if not count:
        return ""
    return ngettext(
        "{n} entry was deleted for good and cannot come back.",
        "{n} entries were deleted for good and cannot come back.",
        count,
    ).format(n=counted(count))


def kept_text(kept: Kept) -> str:
    """One value that stays: "Note – changed by Ola"."""
    field = _("the whole contact") if kept.number else _("all of it")
    if kept.field:
        labels = {**EVENT_LABELS, **LABELS} if kept.number else {**LABELS, **EVENT_LABELS}
        field = _(_PLACES.get(kept.field) or labels.get(kept.field) or kept.field)
    if kept.own:
        return _("{field} – you changed it").format(field=field)
    if not kept.author:
        return _("{field} – changed since").format(field=field)
    return _("{field} – changed by {name}").format(field=field, name=kept.author)


def text_of_step(step: Step) -> str:
    """A step as a line of text."""
    words = f"{when_of(step.at)} – {author_of(step)} – {deed_of(step)}"
    more = about(step)
    return bidi.without_marks(f"{words} ({more})" if more else words)
