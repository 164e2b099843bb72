"""Where in the view of a week everything is: days, hours, blocks, and the lines above the hours."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from contactdesk.desktop import mirror, month_days, week_habits
from contactdesk.desktop import theme as look
from contactdesk.desktop.month_painting import line_high
from contactdesk.model.month import Placed
from contactdesk.model.week import DAY_MINUTES, Block, TimeGrid

TOP_LINES = 3  # above the hours, at most
MOST_OF_ONE = 8  # where only one day is shown
_GAP = 4  # px between a block and the edge of its day


def gutter() -> int:
    """The width of the strip with the hours."""
    widest = max(look.metrics("caption").horizontalAdvance(t) for t in _clock_texts())
    return max(look.px(52), widest + look.px(14))


def _clock_texts() -> list[str]:
    return [month_days.clock_text(10, 0), month_days.clock_text(22, 0)]


class WeekPlaces:
    """The places in a view of this size, scrolled down by so many px."""

    def __init__(
        self, grid: TimeGrid, size: QSize, direction: Qt.LayoutDirection, scrolled: int = 0
    ) -> None:
        self.grid, self.size, self.direction, self.scrolled = grid, size, direction, scrolled
        self.gutter = gutter()
        self.area = QRect(QPoint(0, 0), size)
        self.names_high = look.tall(58, "caption", "title", room=14)
        self.most = TOP_LINES if len(grid.days) > 1 else MOST_OF_ONE  # lines above the hours
        self.lines = max(1, min(self.most + 1, grid.lines()))
        self.head = self.names_high + self.lines * line_high() + look.px(6)
        room = size.height() - self.head - look.px(10)
        begins, ends = week_habits.working_hours()  # they fill the height, the rest is scrolled to
        self.hour = max(look.tall(46, "caption", room=20), room // (ends - begins))
        self.lead = look.px(10)  # above the first hour, for its label
        self.columns = self._columns()

    def _columns(self) -> list[tuple[int, int]]:
        days = self.grid.days
        narrow = week_habits.day_off_share()
        shares = [narrow if len(days) > 1 and month_days.is_day_off(d) else 1.0 for d in days]
        unit = max(0, self.size.width() - self.gutter) / sum(shares)
        edges = [self.gutter + round(sum(shares[:n]) * unit) for n in range(len(shares) + 1)]
        return [(left, right - left) for left, right in pairwise(edges)]

    def whole_height(self) -> int:
        """How high all hours are."""
        return self.lead + 24 * self.hour + 1

    def placed(self, spot: QRect) -> QRect:
        """As it is on the screen, of what was laid out from the left."""
        return mirror.placed(self.direction, self.area, spot)

    def y_of(self, minute: int) -> int:
        """How far down a time of the day is."""
        return self.head + self.lead + round(minute * self.hour / 60) - self.scrolled

    def stretch(self, column: int, begins: int, ends: int) -> QRect:
        """A stretch of a day."""
        left, wide = self.columns[column]
        top = self.y_of(begins)
        return self.placed(QRect(left, top, wide, self.y_of(ends) - top))

    def block(self, column: int, block: Block) -> QRect:
        """A block, in its share of its day."""
        left, wide = self.columns[column]
        left, wide = left + _GAP, wide - 2 * _GAP
        start = left + wide * block.column // block.columns
        end = left + wide * (block.column + block.wide) // block.columns
        top = self.y_of(block.begins) + 1
        gap = 2 if block.column + block.wide < block.columns else 0
        return self.placed(QRect(start, top, end - start - gap, self.y_of(block.ends) - top - 1))

    def day_head(self, column: int) -> QRect:
        """Where a day is named."""
        left, wide = self.columns[column]
        return self.placed(QRect(left, 0, wide, self.names_high))

    def top_line(self, column: int, line: int, days: int = 1) -> QRect:
        """A line above the hours, over so many days."""
        left, right = self.columns[column][0], sum(self.columns[column + days - 1])
        return self.placed(
            QRect(left, self.names_high + line * line_high(), right - left, line_high())
        )

    def top_cell(self, column: int) -> QRect:
        """All of a day that is above the hours, below its name."""
        left, wide = self.columns[column]
        return self.placed(QRect(left, self.names_high, wide, self.head - self.names_high))

    # what is where

    def column_at(self, point: QPoint) -> int | None:
        """The day at a point."""
        x = self.placed(QRect(point.x(), 0, 1, 1)).x()
        found = (n for n, (left, wide) in enumerate(self.columns) if left <= x < left + wide)
        return next(found, None)

    def minute_at(self, point: QPoint) -> int:
        """The time of the day at a point, never outside of the day."""
        down = point.y() - self.head - self.lead + self.scrolled
        return max(0, min(DAY_MINUTES, round(down * 60 / self.hour)))

    def is_above(self, point: QPoint) -> bool:
        """Whether a point is above the hours."""
        return point.y() < self.head

    def block_at(self, point: QPoint) -> tuple[int, Block] | None:
        """The block at a point, and its day."""
        column = self.column_at(point)
        if column is None or self.is_above(point):
            return None
        for block in reversed(self.grid.of[column]):
            if self.block(column, block).contains(point):
                return column, block
        return None

    def top_at(self, point: QPoint) -> Placed | None:
        """What is at a point above the hours."""
        column = self.column_at(point)
        if column is None or not self.names_high <= point.y() < self.head:
            return None
        line = (point.y() - self.names_high) // line_high()
        shown = self.shown_on_top(column)
        return next((p for p in shown if p.line == line), None)

    def shown_on_top(self, column: int) -> list[Placed]:
        """What of a day is drawn above the hours; below it stands how many more there are."""
        return [p for p in self.grid.top.of[column] if p.line < self.most]

    def more_at(self, point: QPoint) -> int | None:
        """The day at whose "2 more" a point is."""
        column = self.column_at(point)
        if column is None or not self.top_line(column, self.lines - 1).contains(point):
            return None
        hides = len(self.shown_on_top(column)) < len(self.grid.top.of[column])
        return column if hides else None
