"""The property in which a custom field stands in a file, and what it says beside the value."""

from __future__ import annotations

from contactdesk.model.contact import Extra

CUSTOM = "X-CONTACTDESK-FIELD"
ID, LABEL, TYPE, UNIT = "X-ID", "X-LABEL", "X-KIND", "X-UNIT"
NAME = "X-NAME"  # of the contact that a value names by its id
COLUMN = "Custom field: {label}"
"""The head of a custom field's column in a table."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})


def escaped_custom(value: str) -> str:
    """A value in a card of any version: it is ours, so that nothing of it need be guessed."""
    return value.translate(_ESCAPES)


def label_of(extra: Extra) -> str:
    """The name of a custom field that a property says and nothing else; "" for every other."""
    is_named = extra.name == CUSTOM and [name for name, _value in extra.params] == [LABEL]
    return extra.params[0][1] if is_named else ""


def of_label(label: str, value: str) -> Extra:
    """The property of a custom field of which only the name is known."""
    return Extra(CUSTOM, value, params=((LABEL, label),))
