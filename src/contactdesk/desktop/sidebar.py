"""Where one is: the lists, the categories, the bin, and at the foot the book itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import icons, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton, paint_ground
from contactdesk.desktop.find_button import FindButton
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.sidebar_badge import badge_wide, paint_badge
from contactdesk.desktop.sidebar_model import ITEM, GroupRow, Place, SidebarModel
from contactdesk.desktop.state_dot import StateDot
from contactdesk.desktop.text import ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted
from contactdesk.store.listing import Counts, ListQuery

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from contactdesk.desktop.category_places import CategoryPlaces

WIDE = 228
NARROW, WIDEST = 200, 300
RAIL = 56
INDENT, DEEPEST = 14, 5  # px a level of categories, and the levels that are still told apart


class PlaceDelegate(QStyledItemDelegate):
    """Draws the sidebar's rows, in full or as a rail of icons."""

    # Known here, since asking the option's state would make all of QStyle's enums.
    chosen_row = -1
    over_row = -1
    rail = False
    ring = False
    drop_row = -1  # where what is dragged would fall
    can_add = False  # whether a category may be made: the head shows a plus

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """30 for lists, 28 for heads, 9 for lines."""
        place = index.data(ITEM)
        if place.is_line or (self.rail and not place.leads):
            return QSize(40, 9)
        if self.rail:
            return QSize(40, look.tall(36, room=12))
        return QSize(100, look.tall(31, room=13) if place.leads else look.tall(30, room=12))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        place: Place = index.data(ITEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place.is_line or (self.rail and not place.leads):
            line = option.rect.adjusted(0, 4, 0, -4)
            painter.fillRect(line, look.colour("border"))
        elif not place.leads:
            self._paint_head(painter, option, place, index.row())
        else:
            self._paint_place(painter, option, place, index.row())
        painter.restore()

    def _paint_head(
        self, painter: QPainter, option: QStyleOptionViewItem, place: Place, row: int
    ) -> None:
        if row == self.drop_row:
            self._paint_drop(painter, QRectF(option.rect).adjusted(0, 0.5, 0, -0.5))
        if place.icon and self.can_add:
            spot = mirror.placed(option.direction, option.rect, plus_spot(option.rect))
            if row == self.over_row:
                paint_ground(painter, QRectF(spot), "hover", radius=6)
            icons.paint(painter, spot, place.icon, "text2", look.px(16))
        painter.setFont(look.font("caption", 600))
        painter.setPen(look.colour("text3"))
        flag = mirror.leading(option.direction)
        painter.drawText(option.rect.adjusted(10, 2, -10, 0), flag, place.text)

    def _paint_place(
        self, painter: QPainter, option: QStyleOptionViewItem, place: Place, row: int
    ) -> None:
        area = option.rect
        chosen, over = row == self.chosen_row, row == self.over_row
        box = QRectF(area).adjusted(0, 0.5, 0, -0.5)
        if row == self.drop_row:
            self._paint_drop(painter, box)
        elif chosen or over:
            edge = look.current().edge if chosen else ""
            paint_ground(painter, box, "sel" if chosen else "hover", edge)
        if chosen and self.ring and option.widget is not None and option.widget.hasFocus():
            paint_ring(painter, box, 6)
        side = look.px(18)
        x = (area.width() - side) // 2 if self.rail else look.px(10)
        lead = QRect(area.x() + x, area.y() + (area.height() - side) // 2, side, side)
        lead.translate(self._indent(place), 0)
        if place.is_parent and not self.rail:
            spot = mirror.placed(option.direction, area, fold_spot(area, place.depth))
            icons.paint(painter, spot, _fold_icon(place), "text3", look.px(12))
        lead = mirror.placed(option.direction, area, lead)
        if place.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(place.dot))
            inset = look.px(5)
            painter.drawEllipse(lead.adjusted(inset, inset, -inset, -inset))
        else:
            icons.paint(painter, lead, place.icon, "accent_text" if chosen else "text2")
        if not self.rail:
            self._paint_words(painter, option, place, chosen)
        if place.badge:
            paint_badge(painter, area, option.direction, place.badge, rail=self.rail)

    def _indent(self, place: Place) -> int:
        return 0 if self.rail else look.px(INDENT) * min(place.depth, DEEPEST)

    def _paint_drop(self, painter: QPainter, box: QRectF) -> None:
        """Filled and framed: here falls what is dragged."""
        paint_ground(painter, box, "accent_soft")
        paint_ring(painter, box, 6)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, place: Place, chosen: bool
    ) -> None:
        area = option.rect
        count = counted(place.count) if place.count else ""
        small = look.metrics("caption")
        taken = small.horizontalAdvance(count) + 12 if count else 4
        mark = badge_wide(place.badge) + look.px(4) if place.badge else 0
        style, weight = ("strong", 600) if chosen else ("body", 400)
        start = look.px(38) + self._indent(place)
        words = QRect(area.x() + start, area.y(), 0, area.height())
        words.setWidth(area.width() - start - taken - mark - 8)
        flag = mirror.leading(option.direction)
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour("sel_text" if chosen else "text"))
        shown = look.metrics(style, weight).elidedText(
            place.text, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(mirror.placed(option.direction, area, words), flag, shown)
        if count:
            spot = QRect(area.right() - taken - mark - 8, area.y(), taken, area.height())
            flag = mirror.trailing(option.direction)
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("sel_text" if chosen else "text2"))
            painter.drawText(mirror.placed(option.direction, area, spot), flag, count)


def plus_spot(head: QRect) -> QRect:
    """Where the head of the categories has its plus, laid out from the left."""
    side = look.px(24)
    return QRect(head.right() - side - 3, head.center().y() - side // 2 + 1, side, side)


def fold_spot(row: QRect, depth: int) -> QRect:
    """Where a category that holds others has its arrow, laid out from the left."""
    side = look.px(12)
    x = row.x() + look.px(INDENT) * min(depth, DEEPEST)
    return QRect(x - 1, row.center().y() - side // 2 + 1, side, side)


def _fold_icon(place: Place) -> str:
    return "chevron-down" if place.is_open else "chevron-right"


class PlaceList(QListView):
    """The list of places; letters seek, the ring shows for the keyboard only."""

    def __init__(self, model: SidebarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guest: CategoryPlaces | None = None  # sees every event first, and may take it
        self.places = PlaceDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.places)
        self.setProperty("surface", "chrome")
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Lists"))

    def viewportEvent(self, event: QEvent) -> bool:
        """What the pointer does, and what is dropped."""
        return (self.guest is not None and self.guest.take(event)) or super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that are about categories, then those of any list."""
        if self.guest is None or not self.guest.take_key(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the current row, asked for by keyboard."""
        if self.guest is not None:
            self.guest.take(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        reasons = Qt.FocusReason
        self.places.ring = event.reason() in (
            reasons.TabFocusReason,
            reasons.BacktabFocusReason,
            reasons.ShortcutFocusReason,
        )
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer needs no ring."""
        self.places.ring = False
        super().mousePressEvent(event)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw another row as the chosen one."""
        super().currentChanged(current, previous)
        self.places.chosen_row = current.row()  # Qt repaints both rows itself

    def reset(self) -> None:
        """Forget rows that are gone."""
        self.places.chosen_row = self.places.over_row = -1
        super().reset()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the row under the pointer."""
        super().mouseMoveEvent(event)
        self._show_over(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._show_over(-1)

    def _show_over(self, row: int) -> None:
        if row != self.places.over_row:
            self.places.over_row = row
            self.viewport().update()


class Sidebar(QWidget):
    """The leftmost pane; `chosen(query)` when another list is wanted, `page_wanted` for a page."""

    chosen = Signal(object)
    page_wanted = Signal(str)
    preferences = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = SidebarModel(self)
        self.list = PlaceList(self.model, self)
        self.rail = False
        self.expected = ListQuery()  # where to go when the list shown is gone: it was renamed
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 10, 10, 0)
        self._column.setSpacing(0)
        self.finder = FindButton()
        self._column.addWidget(self.finder)
        self._column.addSpacing(8)
        self._column.addWidget(self.list, 1)
        self.hint = Label("", "caption", "text2", wrap=True)  # what a drop would do
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setMinimumHeight(look.tall(30, "caption", room=12))
        self.hint.hide()
        self._column.addWidget(self.hint)
        self._column.addWidget(Hairline("border"))
        self._column.addWidget(self._build_foot())
        self.list.setCurrentIndex(self.model.index(0))
        self.list.selectionModel().currentChanged.connect(self._tell)
        self._quiet = False
        self._counts: Counts | None = None
        self._page: str | None = None  # the page that is shown in place of a list
        self._online = ""
        self._waiting = ""
        self._has_faces = False
        self._facts = ("", "", "")
        self._faces: QWidget | None = None

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        spacing.keep_tall(foot, 52, "caption", "caption", room=20)
        self.book = ElidedLabel("", "caption", weight=600)
        self.state = ElidedLabel("", "micro", "text2")
        self.dot = StateDot()
        self.gear = IconButton("settings", _("Preferences"), side=32)
        self.gear.clicked.connect(self.preferences)
        self.history = IconButton("history", _("History of the book"), side=22, icon_size=14)
        self._words = QWidget()
        lines = QVBoxLayout(self._words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(2)
        first.addWidget(self.book, 1)
        first.addWidget(self.history)
        lines.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(5)
        second.addWidget(self.dot)
        second.addWidget(self.state, 1)
        lines.addLayout(second)
        lines.addStretch(1)
        row = QHBoxLayout(foot)
        row.setContentsMargins(*mirror.margins(8, 0, 0, 0))
        row.setSpacing(4)
        row.addWidget(self._words, 1)
        row.addWidget(self.gear)
        self._foot_row = row
        for each in (self, row, self._column):
            spacing.see_to_itself(each)
        return foot

    def show_book(self, name: str, read_only: str, state: str = "") -> None:
        """Say at the foot which book this is, and how it stands."""
        self._facts = (name, read_only, state)
        self.book.setText(name)
        usual = _("Read only") if read_only else self._online or _("Saved on this computer")
        self.state.setText(state or self._waiting or usual)
        self.state.setToolTip(read_only)
        self.dot.show_tone("warn" if self._waiting else "field" if read_only else "ok")

    def show_waiting(self, words: str) -> None:
        """Say what waits for the book, "" for nothing."""
        if words != self._waiting:
            self._waiting = words
            self.show_book(*self._facts)

    def add_to_foot(self, faces: QWidget) -> None:
        """Put the faces of those who have the book open before its name."""
        self._faces = faces
        self._foot_row.insertWidget(0, faces)

    def show_online(self, words: str, faces: bool) -> None:
        """Say how many colleagues are here; their faces are shown where there is room."""
        self._online = words
        self._has_faces = faces
        self.show_book(*self._facts)
        if self._faces is not None:
            self._faces.setVisible(faces and not self.rail)

    def show_closed(self, name: str, why: str) -> None:
        """Say that there is no open book."""
        self.show_book(name, why, _("Not open"))

    def show_counts(self, counts: Counts) -> None:
        """Take over new counts, keeping the chosen list where it is."""
        query = self.query()
        self._counts = counts
        self._quiet = True
        self.model.show_counts(counts)
        row = self.model.row_of(query)
        instead = self.model.row_or_all(self.expected) if row < 0 else row
        self.list.setCurrentIndex(self.model.index(instead))
        self._quiet = False
        self._mark()
        if row < 0:
            self.chosen.emit(self.query())

    def show_groups(self, groups: Sequence[GroupRow]) -> None:
        """Have a row for each of these smart groups."""
        self.model.groups = groups
        if self._counts is not None:
            self.show_counts(self._counts)

    def refold(self, closed: frozenset[str], query: ListQuery) -> None:
        """Fold or unfold categories, keeping the chosen list where it is."""
        self._quiet = True
        self.model.close(closed)
        self.list.setCurrentIndex(self.model.index(self.model.row_or_all(query)))
        self._quiet = False
        self._mark()

    def query(self) -> ListQuery:
        """The list that is chosen."""
        index = self.list.currentIndex()
        place = self.model.places[index.row()] if index.isValid() else None
        return place.query if place and place.query else ListQuery()

    def title(self) -> str:
        """The words of the list that is chosen."""
        query = self.query()
        return query.category or self.model.places[self.model.row_or_all(query)].text

    def choose(self, query: ListQuery) -> None:
        """Go to a list."""
        row = self.model.row_of(query)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def show_list(self, query: ListQuery) -> None:
        """Go to a list; a category inside a folded one is unfolded for it."""
        from contactdesk.model.categories import is_within

        closed = frozenset(
            name for name in self.model.closed
            if query.category in ("", name) or not is_within(query.category, name)
        )  # fmt: skip
        if closed != self.model.closed:
            self.refold(closed, self.query())
        self.choose(query)

    def _tell(self, now: QModelIndex, before: QModelIndex) -> None:
        if not now.isValid() or self._quiet:
            return
        page = self.model.places[now.row()].page
        if page:
            self._stay_in_list(before)
            self.page_wanted.emit(page)
        else:
            self.chosen.emit(self.query())

    def _stay_in_list(self, row: QModelIndex) -> None:
        """A page leaves the list chosen that one comes back to."""
        self._quiet = True
        self.list.setCurrentIndex(row)
        self._quiet = False
        self._mark()

    def show_page(self, page: str | None) -> None:
        """Draw the row of a page as the chosen one ("" = of none that has a row), or the list's."""
        self._page = page
        self._mark()

    def _mark(self) -> None:
        row, page = self.list.currentIndex().row(), self._page
        if page is not None:
            row = self.model.row_of_page(page) if page else -1
        self.list.places.chosen_row = row
        self.list.viewport().update()

    def add_page(self, page: str) -> None:
        """There is something on a page: it has a row from now on."""
        self.model.pages |= {page}
        if self._counts is not None:
            self.show_counts(self._counts)

    def show_views(self, views: Sequence[tuple[str, str]]) -> None:
        """Offer these views of the table: ids and names."""
        self.model.views = tuple(views)
        if self._counts is not None:
            self.show_counts(self._counts)
        self._mark()

    def set_rail(self, rail: bool) -> None:
        """Show icons alone, or words again."""
        if rail == self.rail and self.maximumWidth() < 10_000:
            return
        self.rail = rail
        self.list.places.rail = self.finder.rail = rail
        self._words.setVisible(not rail)
        if self._faces is not None:
            self._faces.setVisible(self._has_faces and not rail)
        self.model.rail = rail
        self.restyle()

    def restyle(self) -> None:
        """Take the width and the margins of rail or words, in the text size in use."""
        rail = self.rail
        column = (8, 10, 8, 0) if rail else (10, 10, 10, 0)
        foot = (4, 0, 4, 0) if rail else mirror.margins(8, 0, 0, 0)
        self._column.setContentsMargins(*(look.px(edge) for edge in column))
        self._foot_row.setContentsMargins(*(look.px(edge) for edge in foot))
        self.setMinimumWidth(look.px(RAIL if rail else NARROW))
        self.setMaximumWidth(look.px(RAIL if rail else WIDEST))
        self.list.scheduleDelayedItemsLayout()
