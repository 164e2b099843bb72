"""What a timeline says of what is done in it."""

from __future__ import annotations

from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.happenings import is_mail


def deletion_words(event: Event) -> tuple[str, str]:
    """What the step is called in which something is deleted, and what is said of it then."""
    if event.component == "call":
        return _("Delete a call"), _("Call deleted")
    if is_mail(event):
        return _("Delete an e-mail"), _("E-mail deleted")
    return _("Delete a note"), _("Note deleted")
