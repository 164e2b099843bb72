"""The departments of an organisation as a tree; Enter shows the people of one of them alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from contactdesk.desktop import bidi, icons, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _, counted
from contactdesk.model.organisations import NO_DEPARTMENT, Department

Index = QModelIndex | QPersistentModelIndex
_STEP = 18  # px a level
_UNFOLDED = 14  # departments up to which all are shown at once
_NODE = int(Qt.ItemDataRole.UserRole)
_HEAD = _NODE + 1


class DepartmentTree(QTreeView):
    """Rows of at least 28 px: chevron, name, how many, who leads it."""

    chosen = Signal(tuple)  # the path of a department, () for everybody

    def __init__(self, root: Department) -> None:
        super().__init__()
        self.branch: tuple[str, ...] = ()
        self._keyed = False
        self._items = QStandardItemModel(self)
        self._painter = _Painter(self)
        self.setModel(self._items)
        self.setItemDelegate(self._painter)
        self.setHeaderHidden(True)
        self.setIndentation(0)  # painted by the delegate, in both directions of reading
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Departments"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", "true")  # the card or page shows through
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        count = self._fill(self._items.invisibleRootItem(), root.parts)
        if count <= _UNFOLDED:
            self.expandAll()
        self.expanded.connect(self._fit)
        self.collapsed.connect(self._fit)
        self._fit()

    def _fill(self, under: QStandardItem, parts: Sequence[Department]) -> int:
        count = 0
        for part in parts:
            name = part.name or _("No department")
            item = QStandardItem(name)
            item.setEditable(False)
            item.setToolTip(plain_tip(bidi.isolated(", ".join(w for w in (name, part.head) if w))))
            item.setData(part, _NODE)
            item.setData(part.head, _HEAD)
            words = (name, counted(part.count), part.head)
            item.setData(", ".join(w for w in words if w), Qt.ItemDataRole.AccessibleTextRole)
            under.appendRow(item)
            count += 1 + self._fill(item, part.parts)
        return count

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def _fit(self) -> None:
        rows, at = 0, self._items.index(0, 0)
        while at.isValid():
            rows += 1
            at = self.indexBelow(at)
        spacing.see_to_itself(self)
        self.setFixedHeight(rows * row_height())
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(140, 0)

    def choose(self, index: Index) -> None:
        """Show one department's people, or everybody when it is shown already."""
        part = index.data(_NODE)
        if isinstance(part, Department):
            self.branch = () if part.path == self.branch else part.path
            self.viewport().update()
            self.chosen.emit(self.branch)

    def end_filter(self) -> None:
        """No department is chosen any more."""
        self.branch = ()
        self.viewport().update()

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # QMouseEvent
        """A click on the chevron unfolds, elsewhere it chooses."""
        self._keyed = False
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        spot = self.visualRect(index)
        at = event.position().toPoint().x() - spot.x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            at = spot.width() - at
        if self._items.hasChildren(index) and at < EDGE + _STEP * (depth_of(index) + 1):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, ←→ fold and unfold, Esc shows everybody."""
        self._keyed = True
        key = event.key()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose(self.currentIndex())
        elif key == Qt.Key.Key_Escape and self.branch:
            self.end_filter()
            self.chosen.emit(())
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        elif mirrored and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = Qt.Key.Key_Right if key == Qt.Key.Key_Left else Qt.Key.Key_Left
            super().keyPressEvent(QKeyEvent(event.type(), other, event.modifiers()))
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: to the first row, or where it was."""
        self._keyed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._items.index(0, 0))
        self.viewport().update()


def row_height() -> int:
    """The height of a department's row in px."""
    return look.tall(28, room=9)


def depth_of(index: Index) -> int:
    """How many departments stand above one."""
    depth, at = 0, index.parent()
    while at.isValid():
        depth, at = depth + 1, at.parent()
    return depth


class _Painter(QStyledItemDelegate):
    def __init__(self, view: DepartmentTree) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(160, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row: left to right, then mirrored."""
        area: QRect = option.rect
        over = option.state & QStyle.StateFlag.State_MouseOver
        part, view = index.data(_NODE), self._view
        if not isinstance(part, Department):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if over or part.path == view.branch:
            paint_ground(painter, QRectF(area), "hover", radius=6)
        if view.is_keyed() and index == view.currentIndex():
            paint_ring(painter, QRectF(area), 6)
        self._paint_words(painter, area, index, part)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, index: Index, part: Department) -> None:
        direction = self._view.layoutDirection()
        name = str(index.data() or "")
        x = EDGE + _STEP * depth_of(index)
        high = area.height()

        def placed(left: int, wide: int) -> QRect:
            spot = QRect(area.x() + left, area.y(), wide, high)
            return QStyle.visualRect(direction, area, spot)

        if part.parts:
            mirrored = direction == Qt.LayoutDirection.RightToLeft
            folded = "chevron-left" if mirrored else "chevron-right"
            icon = "chevron-down" if self._view.isExpanded(index) else folded
            icons.paint(painter, placed(x - 2, 14), icon, "text2", 14)
        head = str(index.data(_HEAD) or "")
        caption = look.metrics("caption")
        end = area.width() - EDGE
        if head:
            wide = min(caption.horizontalAdvance(head) + 2, area.width() * 2 // 5)
            _draw(painter, placed(end - wide, wide), head, "caption", "text2", direction, True)
            end -= wide + 8
        count = counted(part.count)
        room = caption.horizontalAdvance(count) + 4
        x += _STEP
        weight = 600 if depth_of(index) == 0 else 400
        metrics = look.metrics("body", weight)
        wide = min(metrics.horizontalAdvance(name) + 2, max(20, end - x - room - 8))
        _draw(painter, placed(x, wide), name, "body", "text", direction, weight=weight)
        _draw(painter, placed(x + wide + 6, room), count, "caption", "text3", direction)


def _draw(
    painter: QPainter,
    spot: QRect,
    text: str,
    style: str,
    tone: str,
    direction: Qt.LayoutDirection,
    trailing: bool = False,
    *,
    weight: int | None = None,
) -> None:
    side = Qt.AlignmentFlag.AlignRight if trailing else Qt.AlignmentFlag.AlignLeft
    flags = QStyle.visualAlignment(direction, side) | Qt.AlignmentFlag.AlignAbsolute
    painter.setFont(look.font(style, weight))
    painter.setPen(look.colour(tone))
    shown = look.metrics(style, weight).elidedText(
        bidi.without_marks(text), Qt.TextElideMode.ElideRight, spot.width()
    )
    painter.drawText(spot, flags | Qt.AlignmentFlag.AlignVCenter, bidi.isolated(shown))


class DepartmentsSection(Section):
    """The card with the tree."""

    def __init__(self, root: Department, parent: QWidget | None = None) -> None:
        super().__init__(_("Departments"), parent=parent)
        if root.people:
            rest = Department(NO_DEPARTMENT, list(root.people))
            root = Department((), parts=[*root.parts, rest])
        self.tree = DepartmentTree(root)
        self.body.addWidget(self.tree)
