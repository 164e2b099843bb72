"""The rows of the bin: what each is, who deleted it and when, and how long it stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.date_texts import moment_text
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.bin import KINDS, Binned, BinPage

NO_PARENT = QModelIndex()
HIGH, EDGE, ICON, LEFT = 50, 14, 20, 120
SOON = 7  # days before the end from which a row says so in another colour
ICONS = {
    "individual": "user", "org": "building-2", "group": "users", "location": "map-pin",
    "event": "calendar", "task": "circle-check", "journal": "notebook-pen", "call": "phone",
    "deal": "handshake", "document": "file-text", "pipeline": "square-kanban",
    "exchange_rate": "coins", "custom_field": "text-cursor-input", "custom_section": "rows-3",
    "smart_group": "funnel", "table_view": "table-2",
}  # fmt: skip


def row_high() -> int:
    """Two lines."""
    return look.tall(HIGH, "strong", "caption", room=12)


def kind_words(kind: str) -> str:
    """What people call an entry of a kind."""
    return _(KINDS[kind]) if kind in KINDS else _("Something else")


def name_words(entry: Binned) -> str:
    """What an entry is called; one without a name by what it is."""
    return " ".join(entry.name.split()) or kind_words(entry.kind)


def second_words(entry: Binned) -> str:
    """What it is, who deleted it, and when."""
    when = moment_text(entry.deleted_at.replace("Z", "+00:00"))
    if entry.own:
        told = _("deleted by you, {when}").format(when=when)
    elif entry.by:
        told = _("deleted by {person}, {when}").format(person=bidi.isolated(entry.by), when=when)
    else:
        told = _("deleted {when}").format(when=when)
    return f"{kind_words(entry.kind)} · {told}"


def left_words(left: int | None) -> str:
    """How long an entry stays."""
    if left is None:
        return ""
    if left == 0:
        return _("goes today")
    return ngettext("{n} day left", "{n} days left", left).format(n=counted(left))


class BinModel(QAbstractListModel):
    """Some entries of the bin."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[Binned] = ()
        self.days = 0
        self.now = datetime.now(UTC)

    def show(self, items: Sequence[Binned], page: BinPage) -> None:
        """Show these of a page."""
        self.beginResetModel()
        self.items, self.days, self.now = items, page.days, datetime.now(UTC)
        self.endResetModel()

    def left(self, entry: Binned) -> int | None:
        """How many days an entry stays."""
        return entry.days_left(self.days, self.now)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One a row."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name for type-ahead, or what a screen reader says."""
        entry = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name_words(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (name_words(entry), second_words(entry), left_words(self.left(entry)))
            return ", ".join(word for word in words if word)
        return None


class BinPainter(RowPainter):
    """Draws one entry; every chosen one has the ground of chosen rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, row_high())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, icon, both lines and how long it stays."""
        view = option.widget
        assert isinstance(view, BinList)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        box = QRectF(area.adjusted(5, 0, -5, 0))
        chosen = view.selectionModel().isSelected(index)
        if chosen or index.row() == self.over_row:
            edge = look.current().edge if chosen else ""
            paint_ground(painter, box, "sel" if chosen else "hover", edge, 6)
        elif index.row():
            painter.fillRect(area.x() + 5, area.y(), area.width() - 10, 1, look.colour("divider"))
        if self.ring and view.hasFocus() and index.row() == view.currentIndex().row():
            paint_ring(painter, box, 6)
        self._paint_words(painter, area, option.direction, view.entries.items[index.row()], chosen)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection, entry: Binned,
        chosen: bool,
    ) -> None:  # fmt: skip
        view = self.parent()
        assert isinstance(view, BinList)
        faint = "sel_text" if chosen else "text2"
        edge, side = look.px(EDGE), look.px(ICON)
        spot = QRect(area.x() + edge, area.y() + (area.height() - side) // 2, side, side)
        icon = ICONS.get(entry.kind, "trash-2")
        icons.paint(painter, mirror.placed(direction, area, spot), icon, faint, side)
        left = view.entries.left(entry)
        start, end = edge + side + look.px(12), look.px(LEFT)
        high, small = look.metrics("strong").height(), look.metrics("caption").height()
        top = area.y() + (area.height() - high - small) // 2
        wide = area.width() - start - end - edge
        for words, style, weight, tone, y, tall in (
            (bidi.isolated(name_words(entry)), "strong", 600, "sel_text" if chosen else "text",
             top, high),
            (second_words(entry), "caption", 400, faint, top + high, small),
        ):  # fmt: skip
            place = QRect(area.x() + start, y, wide, tall)
            _draw(painter, area, direction, place, words, (style, weight, tone))
        soon = left is not None and left <= SOON and not chosen
        place = QRect(area.right() - end - edge, area.y(), end, area.height())
        told = ("caption", 400, "warn" if soon else faint)
        _draw(painter, area, direction, place, left_words(left), told, at_end=True)


def _draw(
    painter: QPainter, area: QRect, direction: Qt.LayoutDirection, spot: QRect, words: str,
    style: tuple[str, int, str], *, at_end: bool = False,
) -> None:  # fmt: skip
    name, weight, tone = style
    painter.setFont(look.font(name, weight))
    painter.setPen(look.colour(tone))
    shown = look.metrics(name, weight).elidedText(words, Qt.TextElideMode.ElideRight, spot.width())
    align = mirror.trailing(direction) if at_end else mirror.leading(direction)
    painter.drawText(mirror.placed(direction, area, spot), align, shown)


class BinList(RowList):
    """Several can be chosen; Enter brings back, Del removes for good."""

    chosen = Signal()
    back_wanted = Signal()
    removal_wanted = Signal()
    menu_wanted = Signal(QPoint)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.entries = BinModel()
        super().__init__(self.entries, BinPainter(), parent)
        self.setAccessibleName(_("Deleted entries"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    def _selection_changed(self, *_changed: object) -> None:
        self.viewport().update()
        self.chosen.emit()

    def show_entries(self, items: Sequence[Binned], page: BinPage) -> None:
        """Show these; what was chosen stays chosen where it is still there."""
        kept = {entry.place for entry in self.chosen_entries()}
        at = self.currentIndex().row()
        self.entries.show(items, page)
        model = self.selectionModel()
        for row, entry in enumerate(items):
            if entry.place in kept:
                model.select(self.entries.index(row), model.SelectionFlag.Select)
        if items:
            here = self.entries.index(min(max(at, 0), len(items) - 1))
            model.setCurrentIndex(here, model.SelectionFlag.NoUpdate)
        self.chosen.emit()

    def chosen_entries(self) -> list[Binned]:
        """What is chosen, in its order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.entries.items[row] for row in rows if row < len(self.entries.items)]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the chosen ones, also by the menu key."""
        spot = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = self.visualRect(self.currentIndex()).center()
        elif not self.indexAt(spot).isValid():
            return
        self.menu_wanted.emit(self.viewport().mapToGlobal(spot))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Del, Esc; the arrows as everywhere."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.back_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
