"""The rows of the agenda: a head for each day on which anything happens, and below it what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from contactdesk.desktop import mirror, month_days
from contactdesk.desktop import theme as look
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.day_list import EDGE, ITEM, LEAST_CLOCK, DayDelegate, row_high, spoken_row
from contactdesk.desktop.row_list import Index
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.agenda_days import FilledDay

NO_PARENT = QModelIndex()


class Row(NamedTuple):
    """A day's head, or one of its appointments."""

    day: date
    occurrence: Occurrence | None = None

    @property
    def key(self) -> tuple[date, str, int, str]:
        """What it is known by after the book was read anew."""
        here = self.occurrence
        if here is None:
            return self.day, "", 0, ""
        id_ = here.event.id  # what waits for the book has no number yet
        return self.day, id_, 0 if id_ else here.event.number, here.starts_at


class AgendaModel(QAbstractListModel):
    """All rows that were read so far."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.home: tzinfo = UTC
        self.colours = CalendarColours()
        self.today = date.min

    def show(self, days: Sequence[FilledDay], home: tzinfo, colours: CalendarColours) -> None:
        """Show these days instead of others; what only became longer stays as it is."""
        rows = [row for filled in days for row in _rows_of(filled)]
        old, self.home, self.colours = self.rows, home, colours
        if old and rows[: len(old)] == old:
            if len(rows) > len(old):
                self.beginInsertRows(NO_PARENT, len(old), len(rows) - 1)
                self.rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def clock_room(self) -> int:
        """How wide a time is, in px."""
        metrics = look.metrics("caption", 600)
        words = (month_days.clock_text(10, 0), month_days.clock_text(22, 0), _("All day"))
        return max(look.px(LEAST_CLOCK), *(metrics.horizontalAdvance(w) + 4 for w in words))

    def row_of_day(self, day: date) -> int:
        """The first appointment on a day or after it, else the last one; -1 where there is none."""
        found = (n for n, row in enumerate(self.rows) if row.occurrence and row.day >= day)
        return next(found, len(self.rows) - 1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Heads and appointments."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or what a screen reader says of it."""
        row = self.rows[index.row()]
        if role == ITEM:
            return row
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if row.occurrence is None:
            return head_text(row.day)
        return f"{head_text(row.day)}, {spoken_row(row.occurrence, self.home, self.colours)}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if not index.isValid() or self.rows[index.row()].occurrence is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _rows_of(filled: FilledDay) -> list[Row]:
    return [Row(filled.day), *(Row(filled.day, each) for each in filled.occurrences)]


def head_text(day: date) -> str:
    """ "Tuesday, 24 November 2026"."""
    return month_days.days_title(day, day)


class AgendaDelegate(DayDelegate):
    """Draws heads of days, and below them the rows that a day's own list has."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """An appointment has two lines, a head one."""
        row: Row = index.data(ITEM)
        if row.occurrence is not None:
            return QSize(100, row_high())
        return QSize(100, look.tall(44, "strong", room=24))

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ITEM)
        if row.occurrence is None:
            model = index.model()
            today = model.today if isinstance(model, AgendaModel) else date.min
            self._paint_head(painter, option, row.day, today, first=not index.row())
        else:
            super()._paint_row(painter, option, index)

    def _occurrence(self, index: Index) -> Occurrence:
        row: Row = index.data(ITEM)
        assert row.occurrence is not None
        return row.occurrence

    def _paint_head(
        self, painter: QPainter, option: QStyleOptionViewItem, day: date, today: date, first: bool
    ) -> None:
        area, direction = option.rect, option.direction
        if not first:
            line = QRect(area.x() + 8 + EDGE, area.y() + 7, area.width() - 2 * (8 + EDGE), 1)
            painter.fillRect(line, look.colour("divider"))
        high = look.metrics("strong").height() + 6
        left = 8 + EDGE
        words = _("Today") if day == today else ""
        spot = QRect(area.x() + left, area.bottom() - high, area.width() - 2 * left, high)
        painter.setFont(look.font("strong"))
        if words:
            wide = look.metrics("strong").horizontalAdvance(words)
            painter.setPen(look.colour("accent_text"))
            place = QRect(spot.x(), spot.y(), wide + 2, high)
            painter.drawText(
                mirror.placed(direction, area, place), mirror.leading(direction), words
            )
            spot.setLeft(spot.x() + wide + look.px(10))
        painter.setPen(look.colour("text2" if month_days.is_day_off(day) else "text"))
        shown = look.metrics("strong").elidedText(
            head_text(day), Qt.TextElideMode.ElideRight, spot.width()
        )
        painter.drawText(mirror.placed(direction, area, spot), mirror.leading(direction), shown)
