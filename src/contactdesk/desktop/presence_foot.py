"""The colleagues' faces at the foot of the sidebar, and the list of them that opens there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, paint_avatar
from contactdesk.desktop.buttons import Button, is_plain_enter, paint_ground
from contactdesk.desktop.date_texts import clock_text, is_today, moment_text
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.people_faces import face_of
from contactdesk.desktop.presence import PresenceWatch
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.state_dot import StateDot
from contactdesk.desktop.text import ElidedLabel, Hairline, Label
from contactdesk.errors import NotFound
from contactdesk.i18n import _, counted, ngettext
from contactdesk.store.presence import Here

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent

    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.sidebar import Sidebar

FACE, OVERLAP, MOST = 24, 4, 3
WIDE = 352


class PresenceFaces(Ringed, QPushButton):
    """Up to three faces, and how many more; a click tells who and where they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._others: tuple[Here, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.dress(self, "micro", 600)
        look.announcer().changed.connect(self.update)
        self.hide()

    def show_others(self, others: Sequence[Here]) -> None:
        """Draw these from now on."""
        self._others = tuple(others)
        names = ", ".join(bidi.isolated(here.name) for here in others)
        self.setToolTip(_("In this book now: {names}").format(names=names))
        self.setAccessibleName(_("In this book now: {names}").format(names=names))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The faces, one over the next."""
        shown = min(len(self._others), MOST + (len(self._others) == MOST + 1))
        more = 26 if len(self._others) > shown else 0
        return QSize(shown * FACE - max(0, shown - 1) * OVERLAP + 4 + more, FACE + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the faces and "+2"."""
        direction = self.layoutDirection()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.isDown():
                paint_ground(painter, QRectF(self.rect()), "hover")
            shown = self._others[: MOST + (len(self._others) == MOST + 1)]
            for n, here in reversed(list(enumerate(shown))):
                spot = QRect(2 + n * (FACE - OVERLAP), 4, FACE, FACE)
                spot = mirror.placed(direction, self.rect(), spot)
                face = face_of(here.person, here.name, here.colour)
                paint_avatar(painter, spot, face, ring="chrome")
            if len(self._others) > len(shown):
                painter.setFont(self.font())
                painter.setPen(look.colour("text2"))
                spot = QRect(self.width() - 26, 0, 24, self.height())
                spot = mirror.placed(direction, self.rect(), spot)
                words = f"+{counted(len(self._others) - len(shown))}"
                painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if is_plain_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pointer's place."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self.update()


class PresenceFoot(QWidget):
    """Keeps the sidebar's foot up to date; `wanted(number)` asks to show a contact."""

    wanted = Signal(int)

    def __init__(self, desk: Desk, sidebar: Sidebar) -> None:
        super().__init__(sidebar)
        self._desk, self._sidebar = desk, sidebar
        self.hide()  # it has no look of its own
        self.faces = PresenceFaces()
        self.faces.clicked.connect(self.open_list)
        sidebar.add_to_foot(self.faces)
        desk.presence.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        presence = self._desk.presence
        colleagues = presence.colleagues()
        self.faces.show_others(colleagues or presence.others)
        count = len(colleagues)
        words = ngettext("{n} online", "{n} online", count)
        self._sidebar.show_online(
            words.format(n=counted(count)) if count else "", bool(presence.others)
        )

    def open_list(self) -> None:
        """Who is here, where and since when."""
        ids = {here.contact for here in self._desk.presence.others if here.contact}
        self._desk.read(lambda tx: _names_of(tx, ids), self._open, key="presence")

    def _open(self, names: dict[str, tuple[int, str]]) -> None:
        popup = PresencePopup(self._desk.presence, names, self._desk.path, self._sidebar)
        popup.wanted.connect(self.wanted)
        popup.open_over(self.faces)


def _names_of(tx: Any, ids: set[str]) -> dict[str, tuple[int, str]]:
    """Number and name of contacts by their ids; those that are gone are left out."""
    from contactdesk.model.names import display_name

    found = {}
    for each in ids:
        try:
            contact = tx.contacts.get(each)
        except NotFound:
            continue
        found[each] = (contact.number, display_name(contact))
    return found


class PresencePopup(QFrame):
    """Everybody who has the book open, myself last."""

    wanted = Signal(int)

    def __init__(
        self,
        presence: PresenceWatch,
        names: dict[str, tuple[int, str]],
        path: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(_("In this book now"))
        self._names = names
        self.shows: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Label(_("In this book now"), "strong"))
        me = presence.me
        for here in presence.others:
            column.addLayout(self._row(here, _("You") if here.person == me.person else ""))
        column.addWidget(Hairline())
        column.addLayout(self._row(me, _("You · this window")))
        column.addWidget(Hairline())
        column.addLayout(self._place(path))
        self.setFixedWidth(WIDE)

    def _row(self, here: Here, you: str) -> QHBoxLayout:
        avatar = Avatar(34)
        avatar.show_face(face_of(here.person, here.name, here.colour))
        name = QHBoxLayout()
        name.setSpacing(6)
        dot = StateDot()
        dot.show_tone("ok")
        label = ElidedLabel(bidi.isolated(here.name), "strong")
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        name.addWidget(label)
        name.addWidget(dot)
        name.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addLayout(name)
        words.addWidget(ElidedLabel(self._doing(here, you), "caption", "text2"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(avatar)
        row.addLayout(words, 1)
        if here.contact in self._names and you != _("You · this window"):
            row.addWidget(self._show_button(here))
        return row

    def _doing(self, here: Here, you: str) -> str:
        since = clock_text(here.since) if is_today(here.since) else moment_text(here.since)
        where = _("{computer} · since {time}").format(
            computer=bidi.isolated(here.computer), time=since
        )
        if here.contact in self._names:
            name = bidi.isolated(self._names[here.contact][1])
            where = _("Editing {name}").format(name=name)
        return " · ".join(p for p in (you, where) if p)

    def _show_button(self, here: Here) -> Button:
        number, name = self._names[here.contact]
        button = Button(_("Show"), "ghost", size="row")
        button.setAccessibleName(_("Show {name}").format(name=name))
        button.clicked.connect(lambda: self._go(number))
        self.shows.append(button)
        return button

    def _go(self, number: int) -> None:
        self.wanted.emit(number)
        self.close()

    def _place(self, path: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconMark("server", "text2", 16))
        where = ElidedLabel(
            bidi.left_to_right(path), "caption", "text2", mode=Qt.TextElideMode.ElideMiddle
        )
        row.addWidget(where, 1)
        return row

    def open_over(self, faces: QWidget) -> None:
        """Show it above the faces, inside the screen."""
        self.adjustSize()
        left = self.layoutDirection() != Qt.LayoutDirection.RightToLeft
        corner = QPoint(0 if left else faces.width() - WIDE, -self.height() - 8)
        self.move(faces.mapToGlobal(corner))
        self.show()
        if self.shows:
            self.shows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "raised", "border", 10)
