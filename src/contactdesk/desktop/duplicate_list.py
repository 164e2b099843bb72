"""The list of groups that may be one contact: the very likely ones first, then the possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar, paint_skeleton
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.i18n import _, counted
from contactdesk.model.duplicates import CHOSEN, Cluster
from contactdesk.operations.duplicate_words import why
from contactdesk.store.listing import ContactRow

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
ROW, HEAD, EDGE, FACE = 58, 32, 8, 38


class DuplicateModel(QAbstractListModel):
    """Heads (a text) and groups; `rows` are the contacts that have been read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[str | Cluster] = []
        self.rows: dict[int, ContactRow] = {}

    def show(self, clusters: Sequence[Cluster]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self.items = []
        chosen = [c for c in clusters if c.score == CHOSEN]
        sure = [c for c in clusters if c.very_likely]
        possible = [c for c in clusters if not c.very_likely and c.score != CHOSEN]
        for head, some in (
            (_("Chosen by you"), chosen),
            (_("Very likely"), sure),
            (_("Possible"), possible),
        ):
            if some:
                self.items += [head, *some]
        self.endResetModel()

    def add_rows(self, rows: Mapping[int, ContactRow]) -> None:
        """Contacts were read."""
        self.rows.update(rows)
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    def cluster(self, row: int) -> Cluster | None:
        """The group of a row; None for a head."""
        item = self.items[row] if 0 <= row < len(self.items) else None
        return item if isinstance(item, Cluster) else None

    def title(self, cluster: Cluster) -> str:
        """What a group is called: the name of the one that would be kept."""
        row = self.rows.get(cluster.numbers[0])
        return row.name if row else ""

    def reason(self, cluster: Cluster) -> str:
        """The other's name, where it is another, and why they may be one."""
        names = [self.rows[n].name for n in cluster.numbers[1:] if n in self.rows]
        other = next((name for name in names if name != self.title(cluster)), "")
        if len(cluster.numbers) > 2:
            other = _("{n} contacts").format(n=counted(len(cluster.numbers)))
        return " · ".join(p for p in (bidi.isolated(other) if other else "", why(cluster, 2)) if p)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Heads and groups."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The item, or what a screen reader says of it."""
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(item, str):
            return item
        parts = (self.title(item), score_text(item), self.reason(item))
        return ", ".join(part for part in parts if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        item = self.items[index.row()] if 0 <= index.row() < len(self.items) else ""
        if isinstance(item, str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def score_text(cluster: Cluster) -> str:
    """How certain a group is: "98 %"; nothing of one that somebody put together."""
    return "" if cluster.score == CHOSEN else _("{n} %").format(n=counted(cluster.score))


class DuplicateDelegate(RowPainter):
    """Draws heads and groups."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A group has two lines."""
        head = isinstance(index.data(ITEM), str)
        high = look.tall(HEAD, "caption", room=10)
        return QSize(100, high if head else look.tall(ROW, "strong", "caption", room=16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        item = index.data(ITEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, str):
            painter.setFont(look.font("caption", 600))
            painter.setPen(look.colour("text2"))
            side = look.px(EDGE + 12)
            area = option.rect.adjusted(side, 0, -side, -4)
            flags = (
                mirror.leading(option.direction) & ~Qt.AlignmentFlag.AlignVertical_Mask
            ) | Qt.AlignmentFlag.AlignBottom
            painter.drawText(area, flags, item)
        else:
            self._paint_group(painter, option, index, item)
        painter.restore()

    def _paint_group(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, cluster: Cluster
    ) -> None:
        view = option.widget
        assert isinstance(view, DuplicateList)
        area, direction = option.rect, option.direction
        side = look.px(EDGE)
        box = QRectF(area.adjusted(side, 1, -side, -1))
        chosen = self.paint_frame(painter, box, index)
        face = look.px(FACE)
        spot = QRect(area.x() + side + 10, area.center().y() - face // 2, face, face)
        row = view.rows.rows.get(cluster.numbers[0])
        if row is None:
            paint_skeleton(painter, mirror.placed(direction, area, spot))
        else:
            paint_avatar(painter, mirror.placed(direction, area, spot), row)
        self._paint_words(painter, option, view.rows, cluster, chosen)

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rows: DuplicateModel,
        cluster: Cluster,
        chosen: bool,
    ) -> None:
        area, direction = option.rect, option.direction
        score = score_text(cluster)
        taken = look.metrics("caption").horizontalAdvance(score)
        start, end = look.px(EDGE + 10 + FACE + 12), look.px(EDGE + 12)
        wide = area.width() - start - end
        name_high, small_high = look.metrics("strong").height(), look.metrics("caption").height()
        top = area.y() + (area.height() - name_high - small_high - 2) // 2
        ink = "sel_text" if chosen else "text"
        lines = (
            (bidi.isolated(rows.title(cluster)), "strong", ink, wide - taken - 10, top, name_high),
            (rows.reason(cluster), "caption", "sel_text" if chosen else "text2", wide,
             top + name_high + 2, small_high),
        )  # fmt: skip
        flags = mirror.leading(direction)
        for text, style, tone, room, y, high in lines:
            painter.setFont(look.font(style))
            painter.setPen(look.colour(tone))
            spot = mirror.placed(direction, area, QRect(area.x() + start, y, room, high))
            shown = look.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(spot, flags, shown)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("sel_text" if chosen else "text2"))
        spot = QRect(area.right() - end - taken, top, taken + 1, name_high)
        painter.drawText(mirror.placed(direction, area, spot), mirror.trailing(direction), score)


class DuplicateList(RowList):
    """One group is chosen; `chosen(cluster)` follows the keyboard and the pointer."""

    chosen = Signal(object)
    values_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = DuplicateModel()
        super().__init__(self.rows, DuplicateDelegate(), parent)
        self.setAccessibleName(_("Groups that may be one contact"))

    def current(self) -> Cluster | None:
        """The chosen group."""
        return self.rows.cluster(self.currentIndex().row())

    def show_clusters(self, clusters: Sequence[Cluster], row: int = 0) -> None:
        """Show groups; the `row`-th of them is chosen."""
        self.rows.show(clusters)
        self.go(row)

    def places(self) -> list[int]:
        """The rows that are groups."""
        return [r for r in range(len(self.rows.items)) if self.rows.cluster(r) is not None]

    def place(self) -> int:
        """Which of the groups is chosen, from 0 on; -1 for none."""
        row = self.currentIndex().row()
        return self.places().index(row) if self.rows.cluster(row) is not None else -1

    def go(self, place: int) -> None:
        """Choose the `place`-th group, or the last one."""
        places = self.places()
        if places:
            row = places[max(0, min(place, len(places) - 1))]
            self.setCurrentIndex(self.rows.index(row))
            if row == 1:
                self.scrollToTop()

    def tell_chosen(self) -> None:
        """Tell which group is chosen now."""
        cluster = self.current()
        if cluster is not None:
            self.chosen.emit(cluster)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; Enter goes to the values."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.values_wanted.emit()
        else:
            super().keyPressEvent(event)
