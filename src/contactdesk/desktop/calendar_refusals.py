"""What of a calendar cannot be changed there: said in a sentence, with the way to where it can."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from contactdesk.desktop.birthday_layer import contact_of, is_birthday
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.ownership import is_hidden

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk


def is_refused(desk: Desk, occurrence: Occurrence, show_contact: Callable[[int], None]) -> bool:
    """Whether it can only be changed on a contact's card, or by somebody else; then it is said."""
    if is_hidden(occurrence.event):
        desk.toast.emit(_("This is private: you see only when it is."), "", None)
        return True
    if not is_birthday(occurrence.event):
        return False
    number = contact_of(occurrence.event)
    words = _("This is a date of a contact. Change it there.")
    show = (lambda: show_contact(number)) if number else None
    desk.toast.emit(words, _("Show the contact") if number else "", show)
    return True
