"""The words for where a search found something."""

from __future__ import annotations

from contactdesk.i18n import N_, _

_SHORT = {
    "phones": N_("Phone"),
    "emails": N_("E-mail"),
    "addresses": N_("Address"),
    "urls": N_("Web"),
    "impp": N_("Messenger"),
    "nicknames": N_("Nickname"),
    "memberships": N_("Work"),
    "categories": N_("Category"),
    "related": N_("Related"),
    "note": N_("Note"),
}


def field_word(field: str) -> str:
    """A field of a contact in one word: "Phone"."""
    if field in _SHORT:
        return _(_SHORT[field])
    from contactdesk.model.record import LABELS

    return _(LABELS.get(field, N_("Found in")))
