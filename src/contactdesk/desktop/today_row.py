"""A line of Today as it is drawn, with its keys: done, called, later, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from contactdesk.desktop import ground, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.today_lines import TodayLine
from contactdesk.desktop.today_painting import EDGE, LinePainter, box_of
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

_KEYS = {
    Qt.Key.Key_Space: "done",
    Qt.Key.Key_D: "done",
    Qt.Key.Key_C: "called",
    Qt.Key.Key_L: "later",
    Qt.Key.Key_N: "note",
}


def verb_words(verb: str, line: TodayLine) -> tuple[str, str, str]:
    """What a verb is called in a menu, its icon and its key."""
    done = _("Take up again") if line.ticked else _("Done")
    return {
        "done": (done, "check", "D"),
        "called": (_("Called"), "phone", "C"),
        "later": (_("Tomorrow"), "alarm-clock", "L"),
        "next-week": (_("Next week"), "calendar-clock", "Shift+L"),
        "note": (_("Write a note"), "notebook-pen", "N"),
    }[verb]


class TodayRow(QWidget):
    """Draws a line; `wanted(verb, line)` when something is to be done, `opened` when it leads
    somewhere, `moved` when the keyboard goes to the line before or after it."""

    wanted = Signal(str, object)
    opened = Signal(object)
    moved = Signal(int)
    crossed = Signal(int)  # to the column that one reads next (1) or before (-1)

    def __init__(self, line: TodayLine, *, clock_room: int = 0, why_not: str = "") -> None:
        super().__init__()
        ground.cover(self)
        self.line, self._clock_room = line, clock_room
        self._why_not = why_not  # the book may only be read
        self._keyed = False
        self._pressed = False
        self.hairline = False
        self.buttons: list[Button] = []
        look.dress(self, "body")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*mirror.margins(0, 0, EDGE, 0))
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self.setAccessibleName(line.spoken)

    def add_button(self, button: Button) -> None:
        """Put a button at the trailing end."""
        self.buttons.append(button)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_line(self, line: TodayLine, clock_room: int) -> None:
        """Show what became of the line."""
        if (line, clock_room) != (self.line, self._clock_room):
            self.line, self._clock_room = line, clock_room
            self.setAccessibleName(line.spoken)
            self.update()

    def sizeHint(self) -> QSize:
        """Two lines and their air; one of small words less."""
        if self.line.is_small:
            two = ("caption", "caption") if self.line.second else ("caption",)
            return QSize(200, look.tall(32, *two, room=10))
        return QSize(200, look.tall(43, "strong", "caption", room=10))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(120, self.sizeHint().height())

    # ── what it does ────────────────────────────────────────────────────────────────────

    def _do(self, verb: str) -> bool:
        offered = self.line.verbs + (("next-week",) if "later" in self.line.verbs else ())
        if verb not in offered or self._why_not:
            return False
        self.wanted.emit(verb, self.line)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The line's own keys; ↑↓ go on, ←→ to the other column, Enter opens."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ShiftModifier and key == Qt.Key.Key_L:
            taken = self._do("next-week")
        elif held:
            taken = False
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
            taken = True
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            ahead = (key == Qt.Key.Key_Right) == self.isLeftToRight()
            self.crossed.emit(1 if ahead else -1)
            taken = True
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.moved.emit(-10_000 if key == Qt.Key.Key_Home else 10_000)
            taken = True
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.line)
            taken = True
        else:
            taken = key in _KEYS and self._do(_KEYS[key])
        if not taken:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done about the line."""
        self.menu().popup(event.globalPos())

    def menu(self) -> Menu:
        """The verbs with their keys; where the book may only be read, with the reason."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in self.line.verbs:
            self._add_verb(menu, verb)
            if verb == "later":
                self._add_verb(menu, "next-week")
        if self.line.verbs:
            menu.addSeparator()
        menu.addAction(icons.icon("arrow-right"), _("Open"), lambda: self.opened.emit(self.line))
        return menu

    def _add_verb(self, menu: Menu, verb: str) -> None:
        words, icon, keys = verb_words(verb, self.line)
        action = menu.addAction(icons.icon(icon), f"{words}\t{keys}")
        action.setEnabled(not self._why_not)
        action.setToolTip(self._why_not)
        action.triggered.connect(lambda _on=False: self._do(verb))

    # ── the pointer ─────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the box ticks, anywhere else it opens when let go."""
        super().mousePressEvent(event)
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick, or open."""
        where = event.position().toPoint()
        if not self._pressed or not self.rect().contains(where):
            return
        self._pressed = False
        if self.line.ticked is not None and self.box().adjusted(-8, -12, 8, 12).contains(where):
            self._do("done")
        else:
            self.opened.emit(self.line)

    def event(self, event: QEvent) -> bool:
        """The pointer's place is drawn; the tip says what may be cut off."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        elif event.type() == QEvent.Type.ToolTip:
            words = (self.line.title, self.line.second)
            self.setToolTip(plain_tip("\n".join(word for word in words if word)))
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for the keyboard."""
        super().focusInEvent(event)
        self._keyed = event.reason() in (*KEYBOARD, Qt.FocusReason.OtherFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it away."""
        super().focusOutEvent(event)
        self.update()

    # ── drawing ─────────────────────────────────────────────────────────────────────────

    def box(self) -> QRect:
        """Where the tick is."""
        return box_of(self.rect(), self.layoutDirection())

    def _taken(self) -> int:
        shown = [button for button in self.buttons if not button.isHidden()]
        return sum(button.width() + 8 for button in shown) + 4 if shown else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, ring, face and words."""
        with QPainter(self) as painter:
            ground.lay(painter, event.rect(), "card")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hairline:
                painter.fillRect(0, 0, self.width(), 1, look.colour("divider"))
            area = QRectF(self.rect()).adjusted(0, 1.5, 0, -0.5)
            if self.underMouse():
                paint_ground(painter, area, "hover", radius=6)
            if self.hasFocus() and self._keyed:
                paint_ring(painter, area, 6)
            LinePainter(
                painter, self.rect(), self.layoutDirection(), self.line, self._clock_room
            ).draw(self._taken())
