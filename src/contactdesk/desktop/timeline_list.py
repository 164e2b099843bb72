"""The items of a timeline: a list as high as all of them, painted as needed, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from contactdesk.desktop import icons, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.boundary import lay_out_now
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.note_area import NoteArea
from contactdesk.desktop.owner_verbs import offer_owner
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.timeline_painting import ItemPainter, Placed, head_height, place
from contactdesk.desktop.timeline_view import Row, tip_of
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.model.event import Event

Index = QModelIndex | QPersistentModelIndex
_USUAL = 90  # px of a row
_REST_MS = 200  # after which the rows that nobody sees yet are laid out
_SIDEWAYS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
_EDIT = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are, heads of days too."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, for type-ahead; all of it for a screen reader."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(tip_of(row))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The head of a day is no item."""
        if index.isValid() and self.rows[index.row()].event is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    """Places and paints the rows of one list."""

    def __init__(self, view: TimelineList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its text at the list's width."""
        return QSize(40, self._view.height_of(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        view, area = self._view, option.rect
        row = view.rows.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        item = ItemPainter(painter, area, view.layoutDirection())
        if row.event is None:
            item.paint_head(row)
        else:
            placed = view.placed(index.row())
            item.paint(row, placed, view.is_whole(row), view.is_edited(row))
            if view.is_keyed() and index == view.currentIndex():
                paint_ring(painter, QRectF(area.adjusted(0, 0, 0, -look.px(5))), 6)
        painter.restore()


class TimelineList(QListView):
    """Items; Enter or F2 edits a note or opens an appointment, Del deletes a note, Space shows all
    of a long text."""

    saved = Signal(object, str)  # Event and its new text
    typed = Signal(object, str)  # the same at every letter; "" once nothing is being edited
    delete_wanted = Signal(object)  # Event
    opened = Signal(int)  # a person, by contact number
    event_wanted = Signal(object)  # Event: an appointment, to be shown in the calendar
    document_wanted = Signal(str)  # the id of what a file is to belong to
    turned = Signal(int)  # Alt and this key: ← or →

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editable = False
        self._keyed = False
        self._whole: set[str] = set()  # ids of events all of whose text is shown
        self._places: dict[int, Placed] = {}
        self._placed_for = -1  # px of width
        self._laid_out = 0  # rows from the first on; of the others the height is a guess
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._take_room)
        self.area: NoteArea | None = None
        self._edited: Event | None = None
        self.rows = _Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("What happened"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setProperty("bare", "true")  # the page shows through
        spacing.see_to_itself(self)
        look.announcer().changed.connect(self._place_anew)

    # what is shown

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the keyboard stays on the item that it was on, an edit goes on."""
        at = self.currentIndex().row()
        row = self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None
        if not self.rows.rows:
            self._rest.start()
        self.rows.show_rows(rows)
        self._place_anew()
        if row is not None:
            self._go_back_to(row, at)
        if self._edited is not None and self._row_of(self._edited) < 0:
            self.keep_edit()  # it is in the bin meanwhile: whoever saves it says so

    def expect(self, rows: int) -> None:
        """Take about the room that so many rows need, which may bring the page's scroll bar: only
        then is the width known for which texts are laid out.
        """
        self.setFixedHeight(rows * look.px(_USUAL))
        self.show()
        lay_out_now()

    def _go_back_to(self, row: Row, at: int) -> None:
        found = self._row_of(row.event) if row.event is not None else -1
        at = found if found >= 0 else min(at, len(self.rows.rows) - 1)
        while 0 <= at < len(self.rows.rows) and self.rows.rows[at].event is None:
            at += 1 if at + 1 < len(self.rows.rows) else -1
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at, 0))

    def _row_of(self, event: Event | None) -> int:
        ids = [r.event.id if r.event is not None else "" for r in self.rows.rows]
        return ids.index(event.id) if event is not None and event.id in ids else -1

    def _place_anew(self) -> None:
        self._places.clear()
        self._placed_for = self.width()
        self._take_room()

    def _take_room(self) -> None:
        """Be as high as all rows. At first only those are laid out that can be in sight."""
        self.scheduleDelayedItemsLayout()
        if not self.rows.rows:
            return  # it is hidden then, or expects some
        self._laid_out = len(self.rows.rows)
        if self._rest.isActive():
            tops = accumulate(self.height_of(n) for n in range(self._laid_out))
            self._laid_out = 1 + sum(1 for _ in takewhile(self.window().height().__gt__, tops))
        self.setFixedHeight(sum(self.height_of(n) for n in range(len(self.rows.rows))))
        self._place_editor()
        self.viewport().update()

    def _settle(self) -> None:
        """Lay out what is left before somebody goes about in the list."""
        if self._rest.isActive():
            self._rest.stop()
            self._take_room()

    def placed(self, at: int) -> Placed:
        """Where the parts of an item are."""
        found = self._places.get(at)
        if found is None:
            row = self.rows.rows[at]
            whole, direction = self.is_whole(row), self.layoutDirection()
            found = self._places[at] = place(row, self.width(), whole, direction)
        return found

    def height_of(self, at: int) -> int:
        """How high a row is; the one that is being edited as high as its field."""
        row = self.rows.rows[at]
        if row.event is None:
            return head_height()
        if at >= self._laid_out:
            return look.px(_USUAL)
        placed = self.placed(at)
        if self.area is not None and self.is_edited(row):
            return placed.title.bottom() + self.area.height() + look.px(18)
        return placed.height

    def is_whole(self, row: Row) -> bool:
        """Whether all of a text is shown."""
        return row.event is not None and row.event.id in self._whole

    def is_edited(self, row: Row) -> bool:
        """Whether a row's text is in a field now."""
        edited = self._edited
        return edited is not None and row.event is not None and row.event.id == edited.id

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if self.width() != self._placed_for:
            self._place_anew()

    def minimumSizeHint(self) -> QSize:
        """It wraps."""
        return QSize(160, 0)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Never in itself: all rows are there, the page scrolls."""

    # editing in place

    def edit_again(self, event_id: str, text: str) -> bool:
        """Go on editing where it was interrupted; False when the note is not there."""
        rows = self.rows.rows
        found = [n for n, r in enumerate(rows) if r.event is not None and r.event.id == event_id]
        if found:
            self.edit_row(found[0], focus=False)
        if self.area is None:
            return False
        self.area.setPlainText(text)
        return True

    def edit_row(self, at: int, *, focus: bool = True) -> None:
        """Put the text of a note or a call into a field where it stands."""
        row = self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None
        if row is not None and row.event is not None and row.event.component == "event":
            self.event_wanted.emit(row.event)
            return
        if row is None or row.event is None or not row.is_written or not self.editable:
            return
        self.end_edit()
        self._settle()
        self._edited = row.event
        self.area = NoteArea(row.event.description, lines=2, most=14, parent=self.viewport())
        self.area.setAccessibleName(_("Edit the text"))
        self.area.done.connect(self.keep_edit)
        self.area.left_for_good.connect(self.keep_edit)
        self.area.given_up.connect(self._give_up)
        self.area.grew.connect(self._place_anew)
        self.area.textChanged.connect(self._typed)
        self._place_anew()
        self.area.show()
        if focus:
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.moveCursor(self.area.textCursor().MoveOperation.End)

    def _typed(self) -> None:
        if self.area is not None:
            self.typed.emit(self._edited, self.area.toPlainText())

    def keep_edit(self) -> None:
        """Save what was typed."""
        area, event = self.area, self._edited
        if area is None or event is None:
            return
        text = area.toPlainText()
        had_focus = area.hasFocus()
        self.end_edit()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if text.strip() != event.description:
            self.saved.emit(event, text)
        else:
            self.typed.emit(event, "")

    def _give_up(self) -> None:
        event = self._edited
        self.end_edit()
        self.typed.emit(event, "")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_edit(self) -> None:
        """Take the field away."""
        area, self.area, self._edited = self.area, None, None
        if area is not None:
            area.blockSignals(True)
            if area.hasFocus():  # or Qt takes it to whatever comes first on the page
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            area.hide()
            area.deleteLater()
            self._place_anew()

    def _place_editor(self) -> None:
        at = self._row_of(self._edited)
        if self.area is None or at < 0:
            return
        top = sum(self.height_of(n) for n in range(at))
        text = self.placed(at).text
        area = QRect(0, top, self.width(), self.height_of(at))
        spot = QRect(text.x(), top + text.y() + look.px(3), text.width(), self.area.height())
        self.area.setGeometry(mirror.placed(self.layoutDirection(), area, spot))

    # what is pressed

    def toggle_whole(self, at: int) -> None:
        """Show all of a long text, or its first lines again."""
        row = self.rows.rows[at]
        if row.event is not None and not self.placed(at).more.isEmpty():
            self._whole ^= {row.event.id}
            self._place_anew()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on "More" shows more, one on a person opens the card."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row, placed = self.rows.rows[index.row()], None
        if row.event is None:
            return
        placed, at = self.placed(index.row()), event.position().toPoint()
        y = at.y() - self.visualRect(index).y()
        if not placed.more.isEmpty() and placed.more.top() <= y <= placed.more.bottom():
            self.toggle_whole(index.row())
        elif row.person and placed.foot.top() <= y <= placed.foot.bottom():
            self.opened.emit(row.person)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits."""
        self.edit_row(self.indexAt(event.position().toPoint()).row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer shows no ring."""
        self._settle()
        self._keyed = False
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All that can be done, in words."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid() and self.rows.rows[index.row()].event is not None:
            spot = self.visualRect(index).center() if by_key else event.pos()
            self.menu(index.row()).popup(self.viewport().mapToGlobal(spot))

    def event_id_at(self, spot: QPoint) -> str:
        """The id of what happened under a place of the list, "" for nothing."""
        index = self.indexAt(self.viewport().mapFrom(self, spot))
        event = self.rows.rows[index.row()].event if index.isValid() else None
        return event.id if event is not None and self.editable else ""

    def menu(self, at: int) -> Menu:
        """The menu of one item; it deletes itself when closed."""
        row = self.rows.rows[at]
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.is_written and self.editable:
            keys = QKeySequence(Qt.Key.Key_F2)
            menu.addAction(icons.icon("pencil"), _("Edit"), keys, lambda: self.edit_row(at))
        if row.event is not None and row.event.component == "event" and row.event.id:
            keys = QKeySequence(Qt.Key.Key_Return)
            words = _("Open in the calendar")
            menu.addAction(icons.icon("calendar"), words, keys, lambda: self.edit_row(at))
        if row.event is not None and row.event.id and self.editable:
            words, event_id = _("Add document…"), row.event.id
            menu.addAction(
                icons.icon("paperclip"), words, lambda: self.document_wanted.emit(event_id)
            )
        menu.addAction(icons.icon("copy"), _("Copy"), lambda: copy_row(row))
        if row.person:
            words = _("Open {name}").format(name=row.person_name)
            menu.addAction(icons.icon("user"), words, lambda: self.opened.emit(row.person))
        if row.event is not None:
            offer_owner(menu, self, "event", row.event.number, row.event.summary)
        if row.is_own and self.editable:
            menu.addSeparator()
            keys = QKeySequence(Qt.Key.Key_Delete)
            add = menu.addAction
            destroys(add(icons.icon("trash-2"), _("Delete"), keys, lambda: self.delete_row(at)))
        return menu

    def delete_row(self, at: int) -> None:
        """Ask for a note or a call to be deleted."""
        row = self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None
        if row is not None and row.is_own and self.editable:
            self.delete_wanted.emit(row.event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 edit, Del deletes, Space shows more; ↑ and ↓ go on beyond the ends."""
        key, row = event.key(), self.currentIndex().row()
        self._settle()
        self._keyed = True
        if key in _EDIT and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.edit_row(row)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _SIDEWAYS:
            self.turned.emit(key)
        elif key == Qt.Key.Key_Delete:
            self.delete_row(row)
        elif key == Qt.Key.Key_Space and row >= 0:
            self.toggle_whole(row)
        elif event.matches(QKeySequence.StandardKey.Copy) and row >= 0:
            copy_row(self.rows.rows[row])
        elif key == Qt.Key.Key_Down and row == self.rows.rowCount() - 1:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up and row <= self._first():
            self.focusPreviousChild()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _first(self) -> int:
        return next((n for n, row in enumerate(self.rows.rows) if row.event is not None), 0)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The page scrolls to where the keyboard is."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and self.hasFocus():
            self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll the page to the item that the keyboard is on."""
        if self.currentIndex().isValid():
            scroll_to(self.viewport(), self.visualRect(self.currentIndex()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: to the first item, or where it was."""
        self._settle()
        self._keyed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(self._first(), 0))


def scroll_to(widget: QWidget, spot: QRect) -> None:
    """Scroll the page to a place in a widget on it."""
    page: QWidget | None = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    inner = page.widget() if isinstance(page, QScrollArea) else None
    if isinstance(page, QScrollArea) and inner is not None:
        at = widget.mapTo(inner, spot.center())
        page.ensureVisible(at.x(), at.y(), 0, spot.height() // 2 + look.px(12))


def copy_row(row: Row) -> None:
    """Put an item's words on the clipboard."""
    words = (f"{row.title}, {row.when}" if row.when else row.title, row.text)
    QGuiApplication.clipboard().setText("\n".join(w for w in words if w))
