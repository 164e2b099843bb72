"""The page of an organisation's chart: a tree one walks with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton, paint_ground
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.chart_tree import ChartView, Node, read_chart
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.line_painting import line_height, paint_line
from contactdesk.desktop.people_list import spoken, tip_of
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.unread import Unread
from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _, counted, ngettext
from contactdesk.store.listing import ChangeSet

Index = QModelIndex | QPersistentModelIndex
STEP = 24  # px a level
EDGE = 8
_UNFOLDED = 80  # rows up to which everything is shown at once
_WIDEST = 760


class ChartModel(QAbstractItemModel):
    """The nodes as Qt asks for them; nothing is copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.root = Node(Line("", ""))

    def show_root(self, root: Node) -> None:
        """Show another tree."""
        self.beginResetModel()
        self.root = root
        self.endResetModel()

    def node(self, index: Index | None) -> Node:
        """The node of an index; the root for none."""
        found = index.internalPointer() if index is not None and index.isValid() else None
        return found if isinstance(found, Node) else self.root

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """The index of a child."""
        children = self.node(parent).children
        if column or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent()
        """The index of the node above."""
        above = self.node(index).parent
        if above is None or above is self.root:
            return QModelIndex()
        return self.createIndex(above.place, 0, above)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many stand below."""
        return len(self.node(parent).children)

    def columnCount(self, parent: Index | None = None) -> int:
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, for type-ahead; all of it for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.node(index).line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self.node(index).line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(self.node(index).line)
        return None


class ChartTree(QTreeView):
    """Enter goes to a person or to another organisation's chart; ←→ fold and unfold."""

    chosen = Signal(object)  # Node

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyed = False
        self.nodes = ChartModel(self)
        self._painter = _Painter(self)
        self.setModel(self.nodes)
        self.setItemDelegate(self._painter)
        self.setHeaderHidden(True)
        self.setIndentation(0)  # painted by the delegate, in both directions of reading
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Organisation chart"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setProperty("bare", "true")  # the card or page shows through

    def show_again(self, view: ChartView) -> None:
        """Show what became of the same chart; who the keyboard was on keeps it."""
        before, after = _rows_of(self.nodes.root), _rows_of(view.root)
        if [(n.line, n.level) for n in before] == [(n.line, n.level) for n in after]:
            return
        at = self.nodes.node(self.currentIndex()).line
        key = (at.row.number if at.row else 0, at.name)
        self.show_view(view)
        for node in after:
            if (node.line.row.number if node.line.row else 0, node.line.name) == key:
                self.setCurrentIndex(self.nodes.createIndex(node.place, 0, node))
                return

    def show_view(self, view: ChartView) -> None:
        """Show a chart, and begin at the organisation it is of."""
        self.nodes.show_root(view.root)
        index = QModelIndex()
        while not self.nodes.node(index).here:
            index = self.nodes.index(0, 0, index)
            if not index.isValid():
                return
            self.expand(index)
        if _count(view.root, _UNFOLDED + 1) <= _UNFOLDED:
            self.expandAll()
        self.setCurrentIndex(index)

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def level(self, index: Index) -> int:
        """How many stand above."""
        return self.nodes.node(index).level

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer shows no ring."""
        self._keyed = False
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the chevron folds, elsewhere it goes there."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        self.setCurrentIndex(index)
        spot = self.visualRect(index)
        at = event.position().toPoint().x() - spot.x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            at = spot.width() - at
        node = self.nodes.node(index)
        on_chevron = at < EDGE + STEP * (self.level(index) + 1)
        if node.children and (on_chevron or node.department):
            self.setExpanded(index, not self.isExpanded(index))
        elif node.line.row is not None:
            self.chosen.emit(node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, or folds a department."""
        self._keyed = True
        key, index = event.key(), self.currentIndex()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            node = self.nodes.node(index)
            if node.line.row is not None:
                self.chosen.emit(node)
            else:
                self.setExpanded(index, not self.isExpanded(index))
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        elif mirrored and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = Qt.Key.Key_Right if key == Qt.Key.Key_Left else Qt.Key.Key_Left
            super().keyPressEvent(QKeyEvent(event.type(), other, event.modifiers()))
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came."""
        self._keyed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self.viewport().update()


class _Painter(QStyledItemDelegate):
    def __init__(self, view: ChartTree) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(200, line_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row with its ground, ring and chevron."""
        view, node = self._view, self._view.nodes.node(index)
        direction = view.layoutDirection()
        inset = STEP * (view.level(index) + 1)
        whole: QRect = option.rect
        area = QStyle.visualRect(direction, whole, whole.adjusted(inset, 0, 0, 0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if node.here:
            paint_ground(painter, QRectF(area), "accent_soft", radius=6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint_ground(painter, QRectF(area), "hover", radius=6)
        if view.is_keyed() and index == view.currentIndex():
            paint_ring(painter, QRectF(area), 6)
        if node.children:
            folded = "chevron-left" if direction == Qt.LayoutDirection.RightToLeft else ""
            folded = folded or "chevron-right"
            icon = "chevron-down" if view.isExpanded(index) else folded
            left = QRect(whole.x() + inset - 20, whole.y(), 16, whole.height())
            icons.paint(painter, QStyle.visualRect(direction, whole, left), icon, "text2", 16)
        if node.department:
            self._paint_department(painter, area, node, direction)
        else:
            paint_line(painter, area, node.line, direction)
        painter.restore()

    @staticmethod
    def _paint_department(
        painter: QPainter, area: QRect, node: Node, direction: Qt.LayoutDirection
    ) -> None:
        side = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        metrics = look.metrics("body", 600)
        painter.setFont(look.font("body", 600))
        painter.setPen(look.colour("text"))
        words = metrics.elidedText(
            bidi.without_marks(node.line.name),
            Qt.TextElideMode.ElideRight,
            area.width() - 2 * EDGE,
        )
        painter.drawText(area.adjusted(EDGE, 0, -EDGE, 0), flags, bidi.isolated(words))


class ChartPage(QWidget):
    """Takes the place of the card; `left` asks for the card again."""

    left = Signal()
    opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.number = 0
        self.view: ChartView | None = None
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        self.tree = ChartTree()
        self.tree.setMaximumWidth(_WIDEST)
        self.tree.chosen.connect(self._go)
        body = QHBoxLayout()
        body.setContentsMargins(*mirror.margins(12, 14, 20, 14))
        body.addWidget(self.tree, 100)
        body.addStretch(1)
        column.addLayout(body, 1)
        self.unread = Unread(self, desk, below=self.title.parentWidget())
        desk.changed.connect(self._changed)

    def _build_head(self) -> QWidget:
        self.title = ElidedLabel("", "subtitle")
        self.summary = ElidedLabel("", "caption", "text2")
        close = IconButton("x", _("Back to the card (Esc)"))
        close.clicked.connect(self.left)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        head = QWidget()
        head.setProperty("surface", "list")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(*mirror.margins(28, 12, 20, 12))
        row.addLayout(words, 1)
        row.addWidget(close)
        return head

    def show_organisation(self, number: int) -> None:
        """Show the chart of an organisation."""
        self.number, self.view = number, None
        self.unread.forget()
        self._read()

    def _read(self) -> None:
        number = self.number
        self.unread.read(
            number, lambda tx: read_chart(tx, number), self._show, key="chart",
            failed=self._not_read,
        )  # fmt: skip

    def _not_read(self, error: ContactDeskError) -> None:
        if isinstance(error, NotFound):
            self.left.emit()
        else:
            self.desk.failed.emit(error)

    def _show(self, view: ChartView) -> None:
        if view.number != self.number:
            return
        again = self.view is not None and self.view.number == view.number
        self.view = view
        self.title.setText(_("Organisation chart of {name}").format(name=bidi.isolated(view.name)))
        count = ngettext("{count} person", "{count} people", view.people)
        hint = _("↑↓ and ←→ walk, Enter opens, Esc goes back")
        self.summary.setText(f"{count.format(count=counted(view.people))} · {hint}")
        if again:
            self.tree.show_again(view)
        else:
            self.tree.show_view(view)

    def _go(self, node: Node) -> None:
        row = node.line.row
        if row is None:
            return
        if node.here:
            self.left.emit()
        elif row.kind == "org":
            self.show_organisation(row.number)
        else:
            self.opened.emit(row.number)

    def _changed(self, change: ChangeSet) -> None:
        if self.isVisible() and change.kind != "star":
            self._read()


def _rows_of(root: Node) -> list[Node]:
    """All nodes below one, from the top."""
    found, waiting = [], list(reversed(root.children))
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(node.children)
    return found


def _count(root: Node, most: int) -> int:
    """How many nodes there are below one, counted up to `most`."""
    count, waiting = 0, [root]
    while waiting and count < most:
        node = waiting.pop()
        count += len(node.children)
        waiting += node.children
    return count
