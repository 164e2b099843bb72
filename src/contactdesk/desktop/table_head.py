"""The head of a table: names that sort and are dragged, and a field under each that filters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Field
from contactdesk.desktop.table_painting import paint_box
from contactdesk.desktop.table_rows import TICK
from contactdesk.desktop.table_words import column_words
from contactdesk.i18n import _

HEAD, FILTER = 36, 36
WAIT_MS = 150  # after the last key in a filter


class FilterField(Field):
    """What is typed above a column; Esc goes back to the rows, a second one clears all."""

    given_up = Signal()

    def __init__(self, column: str, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.column = column
        self.setProperty("small", "true")
        look.dress(self, "caption")
        self.setPlaceholderText(_("any"))
        self.setAccessibleName(_("Filter {column}").format(column=column_words(column)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc go back to the rows."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class TableHead(QHeaderView):
    """`sorted_by(column)`, `filtered(column, text)` once one has stopped typing, `all_ticked`."""

    sorted_by = Signal(str)
    filtered = Signal(str, str)
    all_ticked = Signal(bool)
    to_rows = Signal()
    arranged = Signal()  # columns have another order or width, by hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.columns: tuple[str, ...] = ()
        self.fields: list[FilterField] = []
        self.sort_column, self.descending = "", False
        self.is_all_ticked = False
        self._typed: FilterField | None = None
        self._soon = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._soon.timeout.connect(self._tell)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setFirstSectionMovable(False)
        self.sectionClicked.connect(self._clicked)
        self.sectionResized.connect(self._moved)
        self.sectionMoved.connect(self._moved)
        self.sectionHandleDoubleClicked.connect(self._fit)

    # ── columns ─────────────────────────────────────────────────────────────────────────

    def words_of(self, column: str) -> str:
        """What a column is called."""
        return column_words(column)

    def show_columns(self, columns: tuple[str, ...], filters: dict[str, str]) -> None:
        """A field under each of these columns, with what is typed there."""
        self.columns = columns
        if columns != tuple(field.column for field in self.fields):
            for field in self.fields:
                field.hide()
                field.deleteLater()
            self.fields = [self._field(column) for column in columns]
        for field in self.fields:
            wanted = filters.get(field.column, "")
            if field.text().strip() != wanted and field is not self._typed:
                field.setText(wanted)
        self.place_fields()
        self.viewport().update()

    def _field(self, column: str) -> FilterField:
        field = FilterField(column, self.viewport())
        field.textEdited.connect(lambda _text, f=field: self._type(f))
        field.given_up.connect(self.to_rows)
        field.show()
        return field

    def say(self, troubles: dict[str, str]) -> None:
        """Mark the filters that are not understood, with a sentence."""
        for field in self.fields:
            trouble = troubles.get(field.column, "")
            field.set_state("error" if trouble else "", trouble)
            field.setToolTip(trouble)

    def _type(self, field: FilterField) -> None:
        self._typed = field
        self._soon.start()

    def _tell(self) -> None:
        field, self._typed = self._typed, None
        if field is not None:
            self.filtered.emit(field.column, field.text().strip())

    def place_fields(self) -> None:
        """Put every field under its column."""
        high = look.tall(28, "caption", room=10)
        top = self._head_high() + (self._filter_high() - high) // 2
        for at, field in enumerate(self.fields, 1):
            left, wide = self.sectionViewportPosition(at), self.sectionSize(at)
            field.setGeometry(left + 4, top, max(16, wide - 8), high)

    def _moved(self, *_places: int) -> None:
        self.place_fields()
        self.arranged.emit()

    def _fit(self, section: int) -> None:
        wide = self.sectionSizeHint(section) if section == TICK else self._widest(section)
        self.resizeSection(section, wide)

    def _widest(self, section: int) -> int:
        table = self.parentWidget()
        hint = getattr(table, "widest", None)
        return int(hint(section)) if hint is not None else self.sectionSize(section)

    # ── sorting ─────────────────────────────────────────────────────────────────────────

    def _clicked(self, section: int) -> None:
        if section == TICK:
            self.all_ticked.emit(not self.is_all_ticked)
        elif section <= len(self.columns):
            self.sorted_by.emit(self.columns[section - 1])

    def show_sort(self, column: str, descending: bool) -> None:
        """Mark the column by which the rows are sorted."""
        self.sort_column, self.descending = column, descending
        self.viewport().update()

    def show_ticked(self, all_ticked: bool) -> None:
        """Whether all rows are ticked."""
        if all_ticked != self.is_all_ticked:
            self.is_all_ticked = all_ticked
            self.viewport().update()

    # ── drawing ─────────────────────────────────────────────────────────────────────────

    def _head_high(self) -> int:
        return look.tall(HEAD, "caption", room=14)

    def _filter_high(self) -> int:
        return look.tall(FILTER, "caption", room=18)

    def sizeHint(self) -> QSize:
        """Names, and fields under them."""
        return QSize(super().sizeHint().width(), self._head_high() + self._filter_high())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The fields stay under their columns."""
        super().resizeEvent(event)
        self.place_fields()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size, another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.place_fields()
            self.updateGeometry()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's
        """A name with its arrow; over the ticks a box, and a funnel under it."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, look.colour("list"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour("border"))
        name = QRect(rect.x(), rect.y(), rect.width(), self._head_high())
        if logicalIndex == TICK:
            paint_box(painter, name, self.is_all_ticked)
            self._paint_funnel(painter, rect)
        elif logicalIndex <= len(self.columns):
            self._paint_name(painter, name, self.columns[logicalIndex - 1])
        painter.restore()

    def _paint_funnel(self, painter: QPainter, rect: QRect) -> None:
        under = rect.adjusted(0, self._head_high(), 0, 0)
        side = look.px(16)
        spot = QRect(0, 0, side, side)
        spot.moveCenter(under.center())
        icons.paint(painter, spot, "funnel", "text2", side)

    def is_trailing(self, column: str) -> bool:
        """Whether a name stands at the end of its column."""
        return False

    def _paint_name(self, painter: QPainter, area: QRect, column: str) -> None:
        direction = self.layoutDirection()
        is_sorted = column == self.sort_column
        line = QRect(area.x(), area.y() + look.px(9), 1, area.height() - look.px(18))
        painter.fillRect(mirror.placed(direction, area, line), look.colour("border"))
        lead, side = look.px(12), look.px(14)
        metrics = look.metrics("caption", 600)
        room = area.width() - lead - look.px(6) - (side + 4 if is_sorted else 0)
        words = metrics.elidedText(self.words_of(column), Qt.TextElideMode.ElideRight, room)
        wide = min(room, metrics.horizontalAdvance(words) + 2)
        painter.setFont(look.font("caption", 600))
        painter.setPen(look.colour("accent_text" if is_sorted else "text2"))
        start = lead + room - wide - look.px(2) if self.is_trailing(column) else lead
        spot = QRect(area.x() + start, area.y(), wide, area.height())
        painter.drawText(mirror.placed(direction, area, spot), mirror.leading(direction), words)
        if is_sorted:
            mark = QRect(spot.right() + 5, area.y() + (area.height() - side) // 2, side, side)
            icon = "arrow-down" if self.descending else "arrow-up"
            icons.paint(painter, mirror.placed(direction, area, mark), icon, "accent_text", side)
