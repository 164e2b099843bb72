"""The categories in the sidebar: folding, keys, menu, and what may be dropped on them.

The sidebar draws its rows; this listens to its list and does what a category is for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.category_colours import WORDS, colour_word
from contactdesk.desktop.category_drop import CATEGORY, CategoryDrop
from contactdesk.desktop.drag_pill import word_pill
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.sidebar import fold_spot, plus_spot
from contactdesk.desktop.sidebar_model import Place
from contactdesk.i18n import _
from contactdesk.model import categories as named
from contactdesk.model.keeping import CHOICES, interval_text
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow

Type = QEvent.Type
Key = Qt.Key


class CategoryPlaces(QObject):
    """Makes the sidebar of one window a place where categories are worked with."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.sidebar, self.verbs = window.sidebar, window.category_verbs
        self.list = self.sidebar.list
        self._pressed: tuple[QPoint, str] | None = None
        self._drop = CategoryDrop(window)
        self.list.setAcceptDrops(True)
        self.list.viewport().setAcceptDrops(True)
        self.list.guest = self
        self.sidebar.model.close(frozenset(window.desk.settings.closed_categories))
        window.desk.undo_changed.connect(self._allow)
        window.desk.facts_changed.connect(self._allow)
        window.desk.opened.connect(self._allow)

    def _allow(self, _facts: object = None) -> None:
        can = not self.window.desk.read_only
        if can != self.list.places.can_add:
            self.list.places.can_add = can
            self.list.viewport().update()

    @property
    def can_change(self) -> bool:
        """Whether the book may be changed."""
        return not self.window.desk.read_only

    # ── what comes in ───────────────────────────────────────────────────────────────────

    def take(self, event: QEvent) -> bool:
        """Take presses, menus and drops that are about categories; False leaves them."""
        if isinstance(event, QContextMenuEvent):
            return self._open_menu(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        return self._drop.take(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Take a key that is about the current category."""
        place = self._current()
        if (
            place is None
            or not place.category
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        key = Key(event.key())
        if self.list.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            key = {Key.Key_Left: Key.Key_Right, Key.Key_Right: Key.Key_Left}.get(key, key)
        if key == Key.Key_Left:
            self._fold_or_go_out(place)
        elif key == Key.Key_Right and place.is_parent and not place.is_open:
            self.toggle(place.category)
        elif key == Key.Key_F2:
            self.verbs.ask_rename(place.category)
        elif key == Key.Key_Delete:
            self.verbs.delete(place.category)
        else:
            return False
        return True

    def _fold_or_go_out(self, place: Place) -> None:
        outer = named.parent(place.category)
        if place.is_parent and place.is_open:
            self.toggle(place.category)
        elif outer:
            self.sidebar.choose(ListQuery("category", outer))

    def _current(self) -> Place | None:
        return self._place_at(self.list.currentIndex().row())

    def _place_at(self, row: int) -> Place | None:
        places = self.sidebar.model.places
        return places[row] if 0 <= row < len(places) else None

    def toggle(self, name: str) -> None:
        """Fold a category, or show again what it holds; kept for the next start."""
        desk = self.window.desk
        closed = set(desk.settings.closed_categories)
        closed ^= {name}
        shown = self.sidebar.query().category
        if name in closed and shown and shown != name and named.is_within(shown, name):
            self.sidebar.choose(ListQuery("category", name))
        desk.update_settings(closed_categories=tuple(sorted(closed)))
        query = self.sidebar.query()
        self.sidebar.refold(frozenset(closed), query)

    # ── the pointer ─────────────────────────────────────────────────────────────────────

    def _mouse(self, event: QMouseEvent) -> bool:
        where = event.position().toPoint()
        if event.type() in (Type.MouseButtonPress, Type.MouseButtonDblClick):
            return event.button() == Qt.MouseButton.LeftButton and self._press(where)
        if event.type() == Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            return self._maybe_drag(where)
        if event.type() == Type.MouseButtonRelease:
            self._pressed = None
        return False

    def _press(self, where: QPoint) -> bool:
        index = self.list.indexAt(where)
        place = self._place_at(index.row())
        self._pressed = None
        if place is None or self.sidebar.rail:
            return False
        area = self.list.visualRect(index)
        if place.is_categories:
            spot = mirror.placed(self.list.layoutDirection(), area, plus_spot(area))
            if spot.contains(where):
                self.verbs.ask_new()
            return True
        if place.is_parent:
            spot = fold_spot(area, place.depth).adjusted(-4, -10, 3, 10)
            if mirror.placed(self.list.layoutDirection(), area, spot).contains(where):
                self.toggle(place.category)
                return True
        if place.category:
            self._pressed = (where, place.category)
        return False

    def _maybe_drag(self, where: QPoint) -> bool:
        if self._pressed is None:
            return False
        start, name = self._pressed
        if (where - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            if self.can_change:
                self._drag(name)
        return True

    def _drag(self, name: str) -> None:
        drag = QDrag(self.list)
        data = QMimeData()
        data.setData(CATEGORY, name.encode())
        data.setText(name)
        drag.setMimeData(data)
        drag.setPixmap(word_pill(named.leaf(name), f"dot_{colour_word(name)}", self.list))
        drag.setHotSpot(QPoint(-6, -6))
        drag.exec(Qt.DropAction.MoveAction)

    # ── the menu ────────────────────────────────────────────────────────────────────────

    def _open_menu(self, event: QContextMenuEvent) -> bool:
        row = self.list.indexAt(event.pos()).row()
        where = event.globalPos()
        if event.reason() == event.Reason.Keyboard:
            row = self.list.currentIndex().row()
            where = self.list.viewport().mapToGlobal(
                self.list.visualRect(self.list.currentIndex()).center()
            )
        place = self._place_at(row)
        if place is not None and place.query is not None and place.query.group:
            self.sidebar.choose(place.query)
            actions = self.window.actions_
            actions.update()
            menu = Menu(self.window)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([actions.edit_group, actions.new_group, actions.delete_group])
            menu.addSeparator()
            self.window.verbs.groups.add_tell(menu, place.query.group)
            menu.popup(where)
        elif place is not None and (place.category or place.is_categories):
            self.menu(place).popup(where)
        return True

    def menu(self, place: Place) -> Menu:
        """What can be done with a category, or with all of them; it deletes itself."""
        menu = Menu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name, verbs = place.category, self.verbs
        if not name:
            menu.addAction(icons.icon("plus"), _("New category…"), verbs.ask_new)
        else:
            rename = menu.addAction(icons.icon("pencil"), _("Rename…"))
            rename.setShortcut("F2")
            rename.triggered.connect(lambda _on=False: verbs.ask_rename(name))
            self._add_colours(menu, name)
            self._add_intervals(menu, name)
            inner = menu.addAction(icons.icon("plus"), _("New category inside…"))
            inner.triggered.connect(lambda _on=False: verbs.ask_new(name))
            if named.parent(name):
                out = menu.addAction(icons.icon("corner-left-up"), _("Move to the top"))
                out.triggered.connect(lambda _on=False: verbs.put_inside(name, ""))
            menu.addSeparator()
            delete = menu.addAction(icons.icon("trash-2", "bad"), _("Delete category"))
            destroys(delete).setShortcut("Del")
            delete.triggered.connect(lambda _on=False: verbs.delete(name))
        for action in menu.actions():
            action.setEnabled(self.can_change)
        return menu

    def _add_intervals(self, menu: Menu, name: str) -> None:
        """How often to be in touch with whoever is in it; the one that is kept is marked."""
        kept = self.sidebar.model.interval_of(name)
        intervals = menu.submenu(_("Keep in touch"), icons.icon("heart-handshake"))
        for text in dict.fromkeys(("", *map(str, CHOICES), kept)):
            action = intervals.addAction(interval_text(text) or _("Not set"))
            action.setCheckable(True)
            action.setChecked(text == kept)
            action.triggered.connect(partial(self._keep_in_touch, name, text))

    def _keep_in_touch(self, name: str, text: str, _on: bool = False) -> None:
        self.verbs.keep_in_touch(name, text)

    def _add_colours(self, menu: Menu, name: str) -> None:
        colours = menu.submenu(_("Colour"), icons.icon("palette"))
        for word in named.COLOURS:
            action = colours.addAction(dot_icon(word, word == colour_word(name)), _(WORDS[word]))
            action.setCheckable(True)
            action.setChecked(word == colour_word(name))
            action.triggered.connect(partial(self._recolour, name, word))

    def _recolour(self, name: str, word: str, _on: bool = False) -> None:
        self.verbs.recolour(name, word)


def dot_icon(word: str, chosen: bool = False) -> QIcon:
    """A colour of the palette as a menu shows it; the chosen one has a ring."""
    dpr = QApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(16 * dpr), round(16 * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"dot_{word}"))
        painter.drawEllipse(QRectF(4, 4, 8, 8))
        if chosen:
            painter.setPen(QPen(look.colour("field"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(1, 1, 14, 14))
    return QIcon(picture)
