"""The tiles over a preview: how many cards of each outcome; a tile filters the rows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.ringed import Ringed, paint_ring
from contactdesk.i18n import N_, _, counted

KINDS = {
    "new": ("plus", "ok", N_("New contacts")),
    "merges": ("git-merge", "accent", N_("Merged into existing")),
    "conflict": ("triangle-alert", "warn", N_("Need your choice")),
    "same": ("equal", "slate", N_("Already the same")),
    "unreadable": ("circle-x", "bad", N_("Unreadable")),
}
"""Each outcome's icon, tone and words, in the order of the tiles."""


class Tile(Ringed, QAbstractButton):
    """A number over its words; pressed it shows only these rows, pressed again all."""

    def __init__(self, icon: str, tone: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._words = icon, tone, words
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.dress(self, "caption")
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show another number; an empty tile cannot be pressed."""
        self._count = count
        self.setEnabled(count > 0)
        self.setAccessibleName(f"{counted(count)} {self._words}")
        self.update()

    def call(self, words: str) -> None:
        """Show other words under the number."""
        self._words = words
        self.show_count(self._count)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Icon, number and words."""
        wide = look.metrics("caption").horizontalAdvance(self._words) + look.px(74)
        return QSize(wide, look.tall(60, "title", "caption", room=14))

    def minimumSizeHint(self) -> QSize:
        """The words are cut, the number stays."""
        return QSize(look.px(96), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does; arrows go to the neighbour."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            ahead = (key == Qt.Key.Key_Right) == (
                self.layoutDirection() == Qt.LayoutDirection.LeftToRight
            )
            self.focusNextChild() if ahead else self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as a card."""
        return 10

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card with its mark, number and words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect())
            lit = self.isChecked()
            ground = "hover" if self.isEnabled() and self.underMouse() and not lit else "card"
            paint_ground(painter, area, f"{self._tone}_soft" if lit else ground, "border", 10)
            if lit:
                paint_ring(painter, area, 9)
            side = look.px(36)
            mark = self._placed(look.px(13), (self.height() - side) // 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("card" if lit else f"{self._tone}_soft"))
            painter.drawEllipse(QRectF(mark))
            ink = "accent_text" if self._tone == "accent" else self._tone
            icons.paint(painter, mark, self._icon, ink if self._count else "text3", look.px(17))
            self._paint_words(painter, look.px(13) + side + look.px(11))

    def _placed(self, x: int, y: int, wide: int, high: int) -> QRect:
        return mirror.placed(self.layoutDirection(), self.rect(), QRect(x, y, wide, high))

    def _paint_words(self, painter: QPainter, x: int) -> None:
        big, small = look.metrics("title", 650), look.metrics("caption")
        top = (self.height() - big.height() - small.height()) // 2
        room = self.width() - x - look.px(8)
        lean = mirror.leading(self.layoutDirection())
        painter.setFont(look.font("title", 650))
        painter.setPen(look.colour("text" if self._count else "text3"))
        painter.drawText(self._placed(x, top, room, big.height()), lean, counted(self._count))
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text2" if self._count else "text3"))
        words = small.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        spot = self._placed(x, top + big.height(), room, small.height())
        painter.drawText(spot, lean, words)
        self.setToolTip(self._words if words != self._words else "")


class Tiles(QWidget):
    """All five; `chosen(outcome)` says which rows are wanted, "" = all."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.tiles = {
            name: Tile(icon, tone, _(words)) for name, (icon, tone, words) in KINDS.items()
        }
        for name, tile in self.tiles.items():
            row.addWidget(tile, 1)
            tile.clicked.connect(lambda _on=False, n=name: self._press(n))

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many there are of each."""
        for name, tile in self.tiles.items():
            tile.show_count(counts[name])

    def speak_of(self, calendar: bool) -> None:
        """Speak of the entries of calendars, or of contacts."""
        words = {"new": N_("New entries"), "merges": N_("Brought up to date")} if calendar else {}
        for name, (_icon, _tone, usual) in KINDS.items():
            self.tiles[name].call(_(words.get(name, usual)))

    def choose(self, outcome: str) -> None:
        """Press one, or none ("")."""
        for name, tile in self.tiles.items():
            tile.setChecked(name == outcome)
        self.chosen.emit(outcome)

    def _press(self, name: str) -> None:
        self.choose(name if self.tiles[name].isChecked() else "")
