"""What is said before a custom field becomes one of another type."""

from __future__ import annotations

from contactdesk.i18n import _
from contactdesk.model.custom import FILE, FieldDefinition


def type_notes(before: FieldDefinition, after: FieldDefinition) -> list[str]:
    """What becomes of values, and that nothing is lost, in sentences."""
    notes = [_("Nothing is lost: Undo brings the field back as it was.")]
    if after.type == FILE != before.type:
        words = _("A text that is the name of one of the contact's documents leads to it then.")
        return [words, *notes]
    if before.type == FILE != after.type:
        words = _("The names of the files become text; the documents stay with their contacts.")
        return [words, *notes]
    return notes
