"""Which field a colleague is in just now: told to others, and framed on the card and in the form.

A place is a field and its item, "phones 3"; what is typed there is shown after it is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.presence import PresenceWatch
from contactdesk.i18n import _
from contactdesk.store.presence import Here

if TYPE_CHECKING:
    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.contact_form import ContactForm

TELL_MS = 300  # who runs through the fields by Tab tells of none of them


class FieldPresence(QObject):
    """Follows the keyboard in the form that `form()` names, and what others say of theirs."""

    def __init__(
        self,
        presence: PresenceWatch,
        shown: Callable[[], str],
        card: Callable[[], ContactCard | None],
        form: Callable[[], ContactForm | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._presence, self._shown, self._card, self._form = presence, shown, card, form
        self._later = QTimer(self, singleShot=True, interval=TELL_MS)
        self._later.timeout.connect(self._tell)
        presence.changed.connect(self.refresh)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        form = self._form()
        if form is not None and now is not None and form.isAncestorOf(now):
            self._later.start()

    def _tell(self) -> None:
        form, here = self._form(), QApplication.focusWidget()
        if form is not None and here is not None and self._presence.me.contact:
            self._presence.edit(self._presence.me.contact, form.place_of(here))

    def refresh(self, _what: object = None) -> None:
        """Frame what others are in, on what is shown now."""
        shown = self._shown()
        there = {here.field: here for here in self._presence.editing(shown) if here.field}
        page = self._form() or self._card()
        if page is not None:
            page.show_editors(there, self._presence.me.person)


def editing_words(here: Here, me: str) -> str:
    """Who is in a field, as a sentence."""
    if here.person == me:
        return _("You are editing this field in another window")
    return _("{person} is editing this field").format(person=bidi.isolated(here.name))
