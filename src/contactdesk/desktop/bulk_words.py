"""What a change of many contacts says of itself, before it is made."""

from __future__ import annotations

from contactdesk.desktop.bidi import isolated
from contactdesk.desktop.custom_texts import custom_label, custom_text
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.bulk import BulkEdit
from contactdesk.model.custom import named
from contactdesk.operations.bulk_editing import Changed
from contactdesk.store.selection import Common

NAMED = 8  # names that a sentence has room for
FIELDS = {
    "organisation": N_("Organisation"),
    "job_title": N_("Job title"),
    "country": N_("Country"),
}
ICONS = {"organisation": "building-2", "job_title": "briefcase", "country": "map-pin"}


def state_of(values: tuple[tuple[str, int], ...]) -> tuple[str, str]:
    """Icon and words for how a field's values differ: "4 different", "3 filled, 1 empty"."""
    filled = [pair for pair in values if pair[0]]
    empty = sum(count for value, count in values if not value)
    if not filled:
        return "minus", _("empty in all")
    if len(filled) == 1 and not empty:
        return "equal", _("same in all")
    if len(filled) == 1:
        count = filled[0][1]
        return "layers", _("{n} filled, {m} empty").format(n=counted(count), m=counted(empty))
    different = len(filled) + bool(empty)
    words = ngettext("{n} different", "{n} different", different)
    return "layers", words.format(n=counted(different))


def consequences(edit: BulkEdit, common: Common, affected: dict[str, int]) -> list[tuple[str, str]]:
    """Icon and sentence for everything that a change would do, and to how many."""
    found = [
        (ICONS[field], _field_sentence(_(words), getattr(edit, field), affected.get(field, 0)))
        for field, words in FIELDS.items()
        if getattr(edit, field) is not None
    ]
    for field, value in edit.custom:
        having = dict(common.values.get(named(field), ()))
        count = common.contacts - having.get(value, 0)
        label, words = custom_label(field), custom_text(field, value)
        found.append(("text-cursor-input", _field_sentence(label, words, count)))
    having = dict(common.values.get("categories", ()))
    for name in edit.add:
        count = common.contacts - having.get(name, 0)
        words = ngettext(
            "“{name}” is added to {n} contact.", "“{name}” is added to {n} contacts.", count
        )
        found.append(("tag", words.format(name=isolated(name), n=counted(count))))
    for name in edit.remove:
        count = having.get(name, 0)
        words = ngettext(
            "“{name}” is taken from {n} contact.", "“{name}” is taken from {n} contacts.", count
        )
        found.append(("tag", words.format(name=isolated(name), n=counted(count))))
    if edit.note:
        words = ngettext(
            "The note is added to {n} contact.",
            "The note is added to {n} contacts.",
            common.contacts,
        )
        found.append(("notebook-pen", words.format(n=counted(common.contacts))))
    return found


def _field_sentence(field: str, value: str, count: int) -> str:
    if not count:
        return _("{field}: they all have it already.").format(field=field)
    if not value:
        words = ngettext(
            "{field} becomes empty for {n} contact.",
            "{field} becomes empty for {n} contacts.",
            count,
        )
    else:
        words = ngettext(
            "{field} becomes “{value}” for {n} contact.",
            "{field} becomes “{value}” for {n} contacts.",
            count,
        )
    return words.format(field=field, value=isolated(value), n=counted(count))


def changed_words(result: Changed) -> str:
    """What a change of many did."""
    words = ngettext("Changed {n} contact", "Changed {n} contacts", result.count)
    return words.format(n=counted(result.count))


def skipped_words(names: tuple[str, ...]) -> str:
    """Whom a change of many left alone, and why."""
    shown = ", ".join(isolated(name) for name in names[:NAMED])
    if len(names) > NAMED:
        shown = _("{names} and {n} more").format(names=shown, n=counted(len(names) - NAMED))
    return ngettext(
        "{n} contact was left as it is, since somebody changed the same in it meanwhile: {names}",
        "{n} contacts were left as they are, since somebody changed the same in them meanwhile: "
        "{names}",
        len(names),
    ).format(n=counted(len(names)), names=shown)
