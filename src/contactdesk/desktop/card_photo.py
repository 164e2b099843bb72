"""The photo of one card's contact: changed, saved, removed, and the contact dragged by its face.

It outlives the card: while a part of a picture is chosen, the card may be made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.avatars import FaceOf

if TYPE_CHECKING:
    from contactdesk.desktop.card_view import CardView
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.photo_flow import PhotoFlow
    from contactdesk.desktop.photo_source import PhotoSource


class CardPhoto(QObject):
    """What the face on a card does."""

    refused = Signal(int, str)  # contact, the sentence why not

    def __init__(self, desk: Desk, view: CardView, pane: QWidget) -> None:
        super().__init__(pane)
        self._desk, self._view, self._pane = desk, view, pane
        self._number = view.contact.number
        self.flow: PhotoFlow | None = None

    def look_at(self, view: CardView) -> None:
        """The contact has changed."""
        self._view = view

    def _flow(self) -> PhotoFlow:
        from contactdesk.desktop.photo_flow import PhotoFlow

        if self.flow is None:
            view = self._view
            self.flow = PhotoFlow(self._desk, self._pane, view.contact.kind, view.name)
            self.flow.cut.connect(self._keep)
            self.flow.refused.connect(self._refuse)
        return self.flow

    def choose(self) -> None:
        """Ask for a file."""
        self._flow().choose()

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self._flow().paste()

    def take(self, source: PhotoSource) -> None:
        """Take what was dropped."""
        self._flow().take(source)

    def _keep(self, found: tuple[bytes, str]) -> None:
        from contactdesk.desktop.photo_flow import set_photo

        set_photo(self._desk, self._number, self._view.name, found)

    def _refuse(self, sentence: str) -> None:
        self.refused.emit(self._number, sentence)

    def remove(self) -> None:
        """Take the photo away; undo brings it back."""
        from contactdesk.desktop.photo_flow import set_photo

        set_photo(self._desk, self._number, self._view.name, None)

    def save(self) -> None:
        """Ask where the photo shall lie as a file."""
        from contactdesk.desktop.photo_flow import ask_save_photo

        kept = self._view.contact.photo
        if kept is not None:
            ask_save_photo(self._desk, self._pane, kept, self._view.name)

    def drag(self, face: QWidget) -> None:
        """Drag the contact away by its face."""
        from contactdesk.desktop.contact_drag import start

        contact = self._view.contact
        who = FaceOf(contact.id, contact.kind, self._view.name)
        start(face, self._desk, [self._number], who, self._view.picture)

    def card_is_gone(self) -> None:
        """Go too, unless a picture is under way."""
        if self.flow is None:
            self.deleteLater()
