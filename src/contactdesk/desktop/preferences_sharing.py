"""The preferences' page "Book and sharing": my name and my colour, as colleagues see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import encryption_rows
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar, pair_of
from contactdesk.desktop.bin_setting import KEY as BIN_DAYS
from contactdesk.desktop.bin_setting import BinDays
from contactdesk.desktop.book_place import KEY as PLACE
from contactdesk.desktop.book_place import BookPlace
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.compacting import KEY, Compacting
from contactdesk.desktop.fields import Field
from contactdesk.desktop.labels import Label
from contactdesk.desktop.people_faces import PAIRS, face_of
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.setting_row import Control, SettingRow
from contactdesk.desktop.settings_index import SETTINGS
from contactdesk.i18n import _
from contactdesk.store.people import Colleague

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from contactdesk.desktop.desk import Desk

SIDE, GAP = 28, 8


class ColourChoice(Ringed, QWidget):
    """Ten pairs of colours in a row; a click or the arrow keys take one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._me = Colleague(0, "", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_me(self, me: Colleague) -> None:
        """Draw my initials on each, and a line around the one I have."""
        self._me = me
        self.setAccessibleDescription(_("colour {n} of {m}").format(n=self.at() + 1, m=PAIRS))
        self.update()

    def at(self) -> int:
        """Which of them I have."""
        colour = self._me.colour
        return int(colour) if colour.isdecimal() else pair_of(self._me.id or self._me.name)

    def sizeHint(self) -> QSize:
        """Ten discs."""
        return QSize(PAIRS * (SIDE + GAP), SIDE + GAP)

    def _spot(self, n: int) -> QRectF:
        x = GAP / 2 + n * (SIDE + GAP)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - SIDE
        return QRectF(x, GAP / 2, SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the discs."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for n in range(PAIRS):
                face = face_of(self._me.id, self._me.name, str(n))
                paint_avatar(painter, self._spot(n), face)
                if n == self.at():
                    painter.setPen(QPen(look.colour("accent_text"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(self._spot(n).adjusted(-2, -2, 2, 2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the disc under the pointer."""
        for n in range(PAIRS):
            if self._spot(n).contains(event.position()):
                self.chosen.emit(str(n))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the next or the one before."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.chosen.emit(str((self.at() + (-step if mirrored else step)) % PAIRS))
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as a field."""
        return 8


def _card() -> Card:
    card = Card()
    card.body.setContentsMargins(-10, -5, -10, -7)
    return card


class SharingPage(Page):
    """How I am called in this book; every change at once."""

    key = "sharing"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(widest=680, parent=parent)
        self._desk = desk
        self._me = Colleague(0, "", "", "")
        self.name = Field()
        self.name.setMinimumWidth(look.px(230))
        self.name.left.connect(self._take_name)
        self.name.returnPressed.connect(self._take_name)
        self.colour = ColourChoice()
        self.colour.chosen.connect(self._take_colour)
        self.rows: dict[str, SettingRow] = {}
        column = QVBoxLayout()
        column.setContentsMargins(28, 22, 28, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("Book and sharing"), "title"))
        column.addSpacing(4)
        column.addWidget(Label(_("You in this book"), "caption", "text2", weight=600))
        column.addWidget(self._card_of_me())
        column.addWidget(self._card_of_book())
        column.addStretch(1)
        column.addWidget(Label(_("Changes are applied at once."), "caption", "text2"))
        self.set_content(column)
        desk.facts_changed.connect(self._read)
        self._read()

    def _card_of_me(self) -> Card:
        card = _card()
        self._add(card, "own_name", _("Colleagues see it beside what you change."), self.name)
        card.add_line()
        words = _("Your initials stand on it while you have the book open.")
        self._add(card, "own_colour", words, self.colour)
        return card

    def _card_of_book(self) -> Card:
        """Where it lies, what is done to its file, and how long its bin keeps things."""
        card, desk = _card(), self._desk
        self.place = BookPlace(desk, self)
        self.compacting = Compacting(desk, self)
        self.encryption = encryption_rows.EncryptionRows(desk, self)
        self.bin_days = BinDays(desk, self)
        self.rows[PLACE] = self.place.row
        self.rows[KEY] = self.compacting.row
        self.rows[encryption_rows.KEY] = self.encryption.row
        self.rows[BIN_DAYS] = self.bin_days.row
        card.body.addWidget(self.place.row)
        if not self.compacting.row.isHidden():
            card.add_line()
        for row in (self.compacting.row, self.encryption.row, self.encryption.left):
            card.body.addWidget(row)
        card.add_line()
        card.body.addWidget(self.bin_days.row)
        return card

    def _add(self, card: Card, key: str, text: str, widget: QWidget) -> None:
        setting = next(each for each in SETTINGS if each.key == key)
        row = SettingRow(setting, text, cast(Control, widget))
        self.rows[key] = row
        card.body.addWidget(row)

    def _read(self, _facts: object = None) -> None:
        facts = self._desk.facts
        why = facts.read_only if facts is not None else _("There is no open book.")
        for row in self.rows.values():
            row.allow(not self._desk.read_only, why)
        self.encryption.allow()
        if self._desk.facts is not None:
            self._desk.read(lambda tx: tx.people.me(), self._show, key="me")
            self.compacting.read()
            self.encryption.read()
            self.bin_days.read()
            self.place.read()

    def _show(self, me: Colleague) -> None:
        self._me = me
        if not self.name.hasFocus():
            self.name.setText(me.name)
        self.colour.show_me(me)

    def _take_name(self) -> None:
        name = self.name.text().strip()
        if name and name != self._me.name and not self._desk.read_only:
            self._me = self._me._replace(name=name)
            self._desk.introduce(name, self._me.colour)
        elif not name:
            self.name.setText(self._me.name)

    def _take_colour(self, colour: str) -> None:
        self._me = self._me._replace(colour=colour)
        self.colour.show_me(self._me)
        self._desk.introduce(self._me.name, colour)
