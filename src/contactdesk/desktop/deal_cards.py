"""The deals of one stage as a list of cards, by keyboard and by pointer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QStyleOptionViewItem, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf
from contactdesk.desktop.deal_card_pictures import CardPictures
from contactdesk.desktop.deal_painting import DealPainter, PhotoOf, card_high
from contactdesk.desktop.deal_words import spoken_deal, title_of
from contactdesk.desktop.drag_pill import pill
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.model.deal import Stage
from contactdesk.store.deal_rows import DealRow

DEAL = "application/x-contactdesk-deal"  # the id of a deal that is dragged
LEAST_WIDE = 222
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_PARENT = QModelIndex()


class DealCards(QAbstractListModel):
    """The deals of one stage as Qt's list model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[DealRow] = []
        self.stage = Stage()
        self.today = date.min

    def show(self, rows: list[DealRow], stage: Stage, today: date) -> None:
        """Show these; where they are the same deals, rows stay where they are."""
        same = [r.deal.id for r in rows] == [r.deal.id for r in self.rows]
        self.stage, self.today = stage, today
        if same:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """All deals."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, and what a screen reader says."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(row.deal)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_deal(row, self.stage, self.today)
        return None


class _Delegate(RowPainter):
    """Draws cards."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are as high."""
        view = self.parent()
        assert isinstance(view, CardList)
        return view.card

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one."""
        view = self.parent()
        assert isinstance(view, CardList)
        cards = view.cards
        row = cards.rows[index.row()]
        here = index.row() == view.currentIndex().row()
        chosen = here and (view.hasFocus() or row.deal.id == view.opened)
        over, carried = index.row() == self.over_row, row.deal.id == view.carried
        direction = view.layoutDirection()

        def draw(on: QPainter, area: QRect) -> None:
            DealPainter(on, area, direction).paint(
                row, cards.stage, cards.today, view.photo_of,
                chosen=chosen, over=over, carried=carried,
            )  # fmt: skip

        photo = view.photo_of(row.people[0]) if row.people else None
        face = photo.cacheKey() if photo is not None else 0
        facts = (row, cards.stage, cards.today, direction, chosen, over, carried, face)
        view.pictures.paint(painter, option.rect, row.deal.id, facts, view.ground, draw)


class CardList(RowList):
    """The cards of a stage; what is wanted with one is told, nothing of it is done here."""

    wanted = Signal(object, bool)  # DealRow to be opened, and whether the keyboard goes there
    moved = Signal(object, int)  # DealRow, so many stages on
    stepped = Signal(int)  # to the column so many on
    delete_wanted = Signal(object)
    menu_wanted = Signal(object, object)  # DealRow, where
    current_told = Signal(object)
    left = Signal()

    def __init__(self, photo_of: PhotoOf, parent: QWidget | None = None) -> None:
        self.cards = DealCards()
        self.photo_of = photo_of
        self.read_only = False
        self.carried = self.opened = ""  # ids of the deals that are dragged, and in the panel
        self.card = QSize(100, 100)
        self.pictures, self.ground = CardPictures(), "column"  # the token under the cards
        self._pressed = QPoint()
        super().__init__(self.cards, _Delegate(), parent)
        self.setProperty("surface", "")
        self.setProperty("bare", "true")  # the column shows through
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._measure()
        look.announcer().changed.connect(self._measure)

    def _measure(self) -> None:
        self.card = QSize(100, card_high())
        self.pictures.forget()
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as all cards; the column gives less."""
        return QSize(look.px(LEAST_WIDE), self.card.height() * len(self.cards.rows))

    def draw_soon(self) -> None:
        """Lay out what is shown now, so that only drawing it is left."""
        self.executeDelayedItemsLayout()

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(10, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More cards are to be seen, or fewer."""
        super().resizeEvent(event)
        self.pictures.most = 4 + self.height() // self.card.height()

    def current(self) -> DealRow | None:
        """The chosen deal."""
        at = self.currentIndex().row()
        return self.cards.rows[at] if 0 <= at < len(self.cards.rows) else None

    def choose(self, at: int) -> None:
        """Choose the card at a place, or the last one."""
        if self.cards.rows:
            self.setCurrentIndex(self.cards.index(min(max(0, at), len(self.cards.rows) - 1)))

    def tell_chosen(self) -> None:
        """Another card is chosen."""
        row = self.current()
        if row is not None:
            self.current_told.emit(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: some card is chosen."""
        super().focusInEvent(event)
        if self.current() is None:
            self.choose(0)
        elif event.reason() in (*KEYBOARD, Qt.FocusReason.MouseFocusReason):
            self.tell_chosen()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went: no card has the line around it."""
        super().focusOutEvent(event)
        self.viewport().update()

    # ── by keyboard ─────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the keyboard does with a card."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self._key(Qt.Key(event.key()), held):
            super().keyPressEvent(event)

    def _key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        row = self.current()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            on = 1 if (key == Qt.Key.Key_Right) != self.isRightToLeft() else -1
            if held == Qt.KeyboardModifier.ControlModifier and row is not None:
                self._move(row, on)
            elif not held:
                self.stepped.emit(on)
            return True
        if held:
            return False
        if key in (*_ENTER, Qt.Key.Key_Space, Qt.Key.Key_F2):
            if row is not None:
                self.wanted.emit(row, True)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Delete:
            if row is not None and not self.read_only:
                self.delete_wanted.emit(row)
        else:
            return False
        return True

    def _move(self, row: DealRow, on: int) -> None:
        if not self.read_only:
            self.moved.emit(row, on)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the chosen deal."""
        row = self.current()
        if row is not None:
            keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
            below = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            self.menu_wanted.emit(row, below if keyed else event.globalPos())

    # ── by pointer ──────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Where a drag would begin."""
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press a card is dragged."""
        super().mouseMoveEvent(event)
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        index = self.indexAt(self._pressed)
        held = event.buttons() & Qt.MouseButton.LeftButton and not self.read_only
        if held and far >= QApplication.startDragDistance() and index.isValid():
            self._drag(self.cards.rows[index.row()])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a card shows all of it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.wanted.emit(self.cards.rows[index.row()], False)

    def _drag(self, row: DealRow) -> None:
        drag = QDrag(self)
        drag.setMimeData(deal_data(row))
        party = row.people[0] if row.people else row.organisation
        face = FaceOf(party.id, party.kind, title_of(row.deal)) if party else None
        if face is not None:
            drag.setPixmap(pill(face, 1, None, self.layoutDirection(), self.devicePixelRatioF()))
            drag.setHotSpot(QPoint(-6, -6))
        self.carried = row.deal.id
        self.viewport().update()
        drag.exec(Qt.DropAction.MoveAction)
        self.carried = ""
        self.viewport().update()


def deal_data(row: DealRow) -> QMimeData:
    """What is dragged."""
    data = QMimeData()
    data.setData(DEAL, row.deal.id.encode())
    return data
