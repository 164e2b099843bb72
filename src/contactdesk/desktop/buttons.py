"""Buttons that paint themselves: gap, states and focus as the design wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.ringed import Ringed, snapped
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, SignalInstance
    from PySide6.QtGui import QAction, QEnterEvent, QKeyEvent, QKeySequence, QPaintEvent

HEIGHTS = {"normal": 34, "row": 30, "head": 28, "chip": 24}
PADDING = {"normal": 14, "row": 11, "head": 9, "chip": 8}
GAP = 8
RADIUS = 7.0

# kind: (ground, hover, pressed, border, text); "" paints nothing
KINDS = {
    "primary": ("accent", "accent_h", "accent_p", "", "on_accent"),
    "secondary": ("raised", "hover", "sel_off", "outline", "text"),
    "ghost": ("", "hover", "sel_off", "", "text"),
    "soft": ("accent_soft", "sel", "sel", "", "accent_text"),
    "danger": ("", "bad_soft", "bad_soft", "", "bad"),
    "link": ("", "hover", "sel_off", "", "accent_text"),
    "toast": ("", "", "", "", "toast_act"),
}


class Button(Ringed, QPushButton):
    """A button of one `kind` (see `KINDS`), in a size of `HEIGHTS`: "normal" (34), "row" (30) …"""

    def __init__(
        self,
        text: str = "",
        kind: str = "secondary",
        icon: str = "",
        *,
        size: str = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self.icon_name, self.size_name = kind, icon, size
        self.icon_tone = ""  # "" = the kind's own
        self._label = ""
        self._keyed = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        look.dress(self, "button")
        self.set_label(text)

    def set_label(self, text: str) -> None:
        """Change the words ("&" is an ordinary character)."""
        self._label = text
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_icon(self, name: str, tone: str = "") -> None:
        """Change the icon; `tone` "" keeps the kind's colour."""
        self.icon_name, self.icon_tone = name, tone
        self.update()

    def follow(self, action: QAction) -> None:
        """Do what an action does, and be enabled and explained as it is."""
        self.enable_as(action)
        self.clicked.connect(action.trigger)

    def enable_as(self, action: QAction) -> None:
        """Be enabled and explained as an action is."""

        def take_over() -> None:
            self.setEnabled(action.isEnabled())
            tip_with_keys(self, *tip_of(action))

        action.changed.connect(take_over)
        take_over()

    def sizeHint(self) -> QSize:
        """As wide as icon, gap and words."""
        room = 4 if self.size_name == "chip" else 8
        high = look.tall(HEIGHTS[self.size_name], "button", room=room)
        wide = 2 * look.px(PADDING[self.size_name])
        if self._label:
            wide += look.metrics("button").horizontalAdvance(self._label) + 1
        if self.icon_name:
            wide += self._icon_side() + (look.px(GAP) if self._label else 0)
        return QSize(wide, high)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def _icon_side(self) -> int:
        return look.px(18 if self.size_name == "normal" else 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does; with Ctrl it means the whole page."""
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

    def _colours(self) -> tuple[str, str, str]:
        ground, hover, pressed, border, ink = KINDS[self.kind]
        if not self.isEnabled():
            return ("sunken" if ground else ""), ("divider" if ground else ""), "text3"
        if self.isDown() or self.isChecked():
            ground = pressed or ground
        elif self.underMouse():
            ground = hover or ground
        return ground, border, ink

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, border, icon and words."""
        ground, border, ink = self._colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), ground, border)
            self._paint_content(painter, ink)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        side = self._icon_side() if self.icon_name else 0
        gap = look.px(GAP) if side and self._label else 0
        words = look.metrics("button").horizontalAdvance(self._label) + 1
        wide = side + gap + words
        x = max(4, (self.width() - wide) // 2)
        if side:
            spot = QRect(x, (self.height() - side) // 2, side, side)
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            tone = self.icon_tone or ("text2" if ink == "text" else ink)
            icons.paint(painter, spot, self.icon_name, tone)
        painter.setPen(look.colour(ink))
        painter.setFont(self.font())
        spot = QRect(x + side + gap, 0, min(words, self.width() - x - side - gap), self.height())
        spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self._label)


def is_plain_enter(event: QKeyEvent) -> bool:
    """Whether a key is Enter alone, pressed once."""
    keys, held = (Qt.Key.Key_Return, Qt.Key.Key_Enter), event.modifiers()
    alone = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return event.key() in keys and alone and not event.isAutoRepeat()


class IconButton(Button):
    """An icon alone, square; the tooltip is its accessible name ("Copy +48 58 000 12 40")."""

    def __init__(
        self,
        icon: str,
        tooltip: str,
        *,
        side: int = 34,
        icon_size: int = 18,
        kind: str = "ghost",
        parent: QWidget | None = None,
    ) -> None:
        self._side, self._icon_size = side, icon_size
        super().__init__("", kind, icon, parent=parent)
        self.name_it(tooltip)

    def name_it(self, words: str, shortcut: str = "") -> None:
        """Change tooltip and accessible name together."""
        tip_with_keys(self, words, shortcut)
        self.setAccessibleName(words)

    def follow(self, action: QAction) -> None:
        """Do what an action does and carry its words."""
        super().follow(action)
        self.setAccessibleName(action.text().replace("&", ""))

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(look.px(self._side), look.px(self._side))

    def _icon_side(self) -> int:
        return look.px(self._icon_size)


def tip_of(action: QAction) -> tuple[str, str]:
    """What a tooltip says of an action: words (why it is disabled, if it is), and keys."""
    words = action.toolTip() or action.text().replace("&", "").rstrip("…")
    return words, keys_text(action.shortcut()) if action.isEnabled() else ""


def keys_text(keys: QKeySequence) -> str:
    """Keys as people read them; what Qt calls Return is Enter on most keyboards."""
    from PySide6.QtGui import QKeySequence

    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def paint_ground(
    painter: QPainter,
    area: QRectF,
    ground: str,
    border: str = "",
    radius: float = RADIUS,
    line: float = 1,
) -> None:
    """Fill a rounded rectangle with tokens; "" leaves out the filling or the line of `line` px."""
    if not ground and not border:
        return
    inner, wide = snapped(painter, area, line) if border else (area, line)
    painter.setPen(QPen(look.colour(border), wide) if border else Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)


def cross(closed: SignalInstance) -> IconButton:
    """The button that closes a panel at the side, as Esc does."""
    button = IconButton("x", "")
    button.name_it(_("Close"), "Esc")
    button.clicked.connect(closed)
    return button
