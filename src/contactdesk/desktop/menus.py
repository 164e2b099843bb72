"""Menus painted as the design has them: icon, words, and the keys at the trailing edge.

Sizes are Qt's own, from the style sheet; a style sheet alone can neither put keys at the edge nor
give one entry a colour of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QContextMenuEvent, QPaintEvent
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

EDGE, ICON, GAP = 10, 16, 10  # px of the design
RADIUS = 6.0


class Menu(QMenu):
    """A menu; its inner menus are made by `submenu`."""

    def __init__(self, parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(title, parent)

    def submenu(self, title: str, icon: QIcon | None = None) -> Menu:
        """A menu inside this one."""
        inner = Menu(self, title)
        if icon is not None:
            inner.setIcon(icon)
        self.addMenu(inner)
        return inner

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let Qt draw the frame, and arrows where not all of it fits; then the entries."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self._inside())
            pictured = any(_has_picture(action) for action in self.actions())
            for action in self.actions():
                area = self.actionGeometry(action)
                if action.isSeparator() or not area.intersects(event.rect()):
                    continue
                painter.fillRect(area, look.colour("raised"))
                self._paint_entry(painter, action, area, pictured)

    def _inside(self) -> QRect:
        """Where entries are: not under the arrows of a menu higher than its screen."""
        from PySide6.QtWidgets import QStyle  # dear: not before the first paint

        inside = self.rect().adjusted(1, 1, -1, -1)
        shown = [self.actionGeometry(a) for a in self.actions() if a.isVisible()]
        arrow = self.style().pixelMetric(QStyle.PixelMetric.PM_MenuScrollerHeight, None, self)
        if shown and shown[0].top() < inside.top():
            inside.setTop(inside.top() + arrow)
        if shown and shown[-1].bottom() > inside.bottom():
            inside.setBottom(inside.bottom() - arrow)
        return inside

    def _paint_entry(self, painter: QPainter, action: QAction, area: QRect, pictured: bool) -> None:
        chosen = action is self.activeAction() and action.isEnabled()
        if chosen:
            paint_ground(painter, QRectF(area), "sel", look.current().edge, RADIUS)
        ink = ink_of(action, chosen)
        edge, side, gap = look.px(EDGE), look.px(ICON), look.px(GAP)
        direction, left = self.layoutDirection(), area.left() + edge
        if pictured:
            spot = QRect(left, area.top() + (area.height() - side) // 2, side, side)
            spot = mirror.placed(direction, area, spot)
            _paint_picture(painter, action, spot, ink)
            left += side + gap
        words, keys = self._words(action)
        room = QRect(left, area.top(), area.right() - edge - left + 1, area.height())
        room = mirror.placed(direction, area, room)
        show = Qt.TextFlag.TextShowMnemonic
        painter.setPen(look.colour(ink))
        painter.setFont(look.font("body"))
        painter.drawText(room, mirror.leading(direction) | show, words)
        if action.menu() is not None:
            spot = QRect(area.right() - edge - side + 1, area.top(), side, area.height())
            icons.paint(
                painter, mirror.placed(direction, area, spot), "chevron-right", ink, look.px(14)
            )
        elif keys:
            painter.setPen(look.colour(ink if chosen else "text3"))
            painter.setFont(look.font("caption"))
            painter.drawText(room, mirror.trailing(direction), look.isolated(keys))

    def _words(self, action: QAction) -> tuple[str, str]:
        from PySide6.QtWidgets import QStyleOptionMenuItem

        option = QStyleOptionMenuItem()
        self.initStyleOption(option, action)
        words, _tab, keys = option.text.partition("\t")
        return words, keys.replace("Return", "Enter")


def destroys(action: QAction) -> QAction:
    """Mark an entry that takes something away: it is red."""
    action.setProperty("destroys", True)
    return action


def ink_of(action: QAction, chosen: bool = False) -> str:
    """The token an entry is written in."""
    if not action.isEnabled():
        return "text3"
    if action.property("destroys"):
        return "bad"
    return "sel_text" if chosen else "text"


def _has_picture(action: QAction) -> bool:
    return action.isVisible() and (not action.icon().isNull() or action.isCheckable())


def _paint_picture(painter: QPainter, action: QAction, spot: QRect, ink: str) -> None:
    name = str(action.property("lucide") or "")
    tone = "text2" if ink == "text" else ink
    plain = action.icon().isNull()
    if action.isCheckable() and (plain or name):
        name = "check" if action.isChecked() else "" if plain else name
    elif not plain and not name:
        mode = QIcon.Mode.Normal if action.isEnabled() else QIcon.Mode.Disabled
        painter.save()
        action.icon().paint(painter, spot, Qt.AlignmentFlag.AlignCenter, mode)
        painter.restore()
    if name:
        icons.paint(painter, spot, name, tone)


def show_field_menu(field: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """What Qt offers in a field (undo, copy, paste …), in a menu like all others."""
    menu = field_menu(field)
    menu.popup(event.globalPos())
    event.accept()


def field_menu(field: QLineEdit | QPlainTextEdit) -> Menu:
    """The menu of a field; it deletes itself when closed."""
    menu = Menu(field)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    usual = field.createStandardContextMenu()
    usual.setParent(menu)
    menu.addActions(usual.actions())
    return menu
