"""What an import's preview says in words: what happens with a card, and what else might."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.desktop import bidi, custom_texts
from contactdesk.desktop.date_texts import date_text
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.contact import DATE_FIELDS
from contactdesk.model.custom import id_of
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import KINDS
from contactdesk.model.event_record import LABELS as EVENT_LABELS
from contactdesk.model.keeping import interval_text
from contactdesk.model.record import LABELS
from contactdesk.operations.answers import NO_EVENT
from contactdesk.operations.decisions import ADD, EARLIER, MERGE, NOTE, SKIP, THEIRS
from contactdesk.operations.preview_rows import CONFLICT, MERGES, NEW, SAME, UNREADABLE

if TYPE_CHECKING:
    from contactdesk.operations.preview_rows import PreviewRow

_SILENT = {"uid", "revised_at"}
_NAMES = {"formatted_name", "prefixes", "given", "additional", "family", "suffixes"}

CHOICES = {
    NEW: (ADD, SKIP),
    MERGES: (MERGE, ADD, SKIP),
    CONFLICT: (NOTE, MERGE, THEIRS, ADD, SKIP),
    SAME: (MERGE, ADD),
    UNREADABLE: (),
}
"""What may be decided about a row of each outcome; the first is what happens by itself."""

DIFFER = (NOTE, MERGE, THEIRS, SKIP)
"""What may be decided about all rows that differ at once."""

_CHOICES = {
    ADD: N_("Add as a new one"),
    SKIP: N_("Leave out"),
    MERGE: N_("Add what is missing"),
    NOTE: N_("Keep mine, add the rest as a note"),
    THEIRS: N_("Take the file’s"),
}
_DIFFER = {**_CHOICES, MERGE: N_("Keep mine")}
_CHIPS = {
    NEW: ("plus", "ok", N_("New")),
    MERGES: ("git-merge", "accent", N_("Merge")),
    CONFLICT: ("triangle-alert", "warn", N_("Conflict")),
    SAME: ("equal", "slate", N_("Same")),
    UNREADABLE: ("circle-x", "bad", N_("Unreadable")),
    SKIP: ("minus", "slate", N_("Left out")),
}


def chip_of(row: PreviewRow, decision: str) -> tuple[str, str, str]:
    """The icon, tone and word of a row's result as it was decided."""
    if decision == SKIP:
        icon, tone, words = _CHIPS[SKIP]
    elif decision == ADD:
        icon, tone, words = _CHIPS[NEW]
    elif row.problems and row.problems[0][1] == NO_EVENT:  # it was read, but means nothing here
        icon, tone, words = _CHIPS[SKIP]
    else:
        icon, tone, words = _CHIPS[row.outcome]
    return icon, tone, _(words)


def chip_words() -> list[str]:
    """All words that a result may have."""
    return [_(words) for _icon, _tone, words in _CHIPS.values()]


def choice_words(outcome: str, decision: str) -> str:
    """What a decision is called on a row of that outcome."""
    if outcome == SAME and decision == MERGE:
        return _("Leave as it is")
    return _((_DIFFER if outcome == CONFLICT else _CHOICES)[decision])


def happens(row: PreviewRow, decision: str) -> tuple[str, str]:
    """What becomes of a card in a few words, and their tone."""
    if row.outcome == UNREADABLE:
        return problem_text(row), "bad"
    if decision == SKIP:
        return _("Left out"), "text3"
    if decision == ADD and row.outcome != NEW:
        words = _("Added beside the one here") if row.kind in KINDS else ""
        return words or _("Added beside the contact here"), "text2"
    if row.outcome == SAME:
        return _("Nothing new"), "text2"
    if row.outcome == MERGES:
        return adds_text(row), "text2"
    if row.outcome == CONFLICT:
        return _conflict_text(row, decision)
    code = row.problems[0][1] if row.problems else ""
    return (problem_text(row), "warn") if code else ("", "text2")


def _conflict_text(row: PreviewRow, decision: str) -> tuple[str, str]:
    if decision == THEIRS:
        return _("Takes: {fields}").format(fields=differs_names(row)), "text2"
    words = ngettext("{fields} differs", "{fields} differ", len(row.differing))
    return words.format(fields=differs_names(row)), "warn"


def adds_text(row: PreviewRow) -> str:
    """What a contact gets that it has not."""
    names = [name for name in row.adds if name not in _SILENT]
    labels = list(dict.fromkeys(label_of(name) for name in names))
    if row.number == EARLIER and not labels:
        return _("Is in an earlier file too")
    if not labels:
        return _("Adds the identifier from elsewhere")
    return _("Adds: {fields}").format(fields=", ".join(labels))


def differs_names(row: PreviewRow) -> str:
    """The fields in which the two say different things."""
    return ", ".join(label_of(name) for name, _ours, _theirs in row.differing)


def label_of(field: str) -> str:
    """What people call a field; the parts of a name are the name."""
    if id_of(field):
        return custom_texts.label_of(field)
    shown = "formatted_name" if field in _NAMES else field
    return _(LABELS.get(shown) or EVENT_LABELS[shown])


def problem_text(row: PreviewRow) -> str:
    """The first problem of a card with its line."""
    if not row.problems:
        return ""
    line, _code, reason = row.problems[0]
    return _("line {n}: {reason}").format(n=counted(line), reason=reason) if line else reason


def value_text(field: str, value: str) -> str:
    """A value of a difference as people read it."""
    if field == "photo":
        return _("a photo")
    if field == "keep_in_touch":
        return interval_text(value)
    if id_of(field):
        value = custom_texts.custom_text(id_of(field), value)
    if field in DATE_FIELDS and value:
        return date_text(PartialDate.parse(value)) or value
    return bidi.isolated(" ".join(value.split()))


def size_text(size: int) -> str:
    """A file's size: "412 KB"."""
    from PySide6.QtCore import QLocale

    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def cards_text(count: int) -> str:
    """How many cards a file holds."""
    return ngettext("{n} card", "{n} cards", count).format(n=counted(count))


def spoken(row: PreviewRow, decision: str) -> str:
    """A row as it is read out."""
    words = (chip_of(row, decision)[2], row.name, row.organisation, row.phone,
             row.email, happens(row, decision)[0])  # fmt: skip
    return ", ".join(each for each in words if each)
