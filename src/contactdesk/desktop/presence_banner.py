"""The line over a card and its editor that says who else is editing this contact."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.avatars import Avatar
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.labels import Label
from contactdesk.desktop.people_faces import face_of
from contactdesk.desktop.presence import PresenceWatch
from contactdesk.i18n import _


class PresenceBanner(QWidget):
    """Shown while somebody else edits the contact that `shown()` names by its id."""

    def __init__(
        self, presence: PresenceWatch, shown: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presence, self._shown = presence, shown
        self._said = ""
        self.title = Label("", "button", wrap=True)
        self.words = Label("", "caption", "text2", wrap=True)
        self.face = Avatar(24)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(40, 22, 40, 6))
        row.setSpacing(12)
        row.addWidget(IconMark("pencil", "accent_text", 18))
        row.addLayout(words, 1)
        row.addWidget(self.face)
        presence.changed.connect(self.refresh)
        self.hide()

    def refresh(self, _what: object = None) -> None:
        """Say who edits what is shown now, or nothing."""
        here = next(iter(self._presence.editing(self._shown())), None)
        if here is None:
            self._said = ""
            self.hide()
            return
        if here.person == self._presence.me.person:
            title = _("You are editing this contact in another window.")
        else:
            title = _("{person} is editing this contact.").format(person=bidi.isolated(here.name))
        self.title.setText(title)
        self.words.setText(
            _("You can edit, too – only if you both change the same value, you will be asked.")
        )
        self.face.show_face(face_of(here.person, here.name, here.colour))
        self.setAccessibleName(title)
        self.show()
        if title != self._said:
            self._said = title
            announce(self, title)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, inside the page's margins."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(28, 16, -28, 0)
            paint_ground(painter, area, "accent_soft", radius=8)
