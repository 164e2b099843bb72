"""Thirty days of backups as bars; the arrow keys read each day and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.backup_words import day_words
from contactdesk.desktop.date_texts import calendar_of, date_text, shown_locale
from contactdesk.desktop.feedback import announce
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _
from contactdesk.model.dates import PartialDate
from contactdesk.operations.backup_overview import Day

BAR, LEAST, NONE = 42, 26, 3  # px: the highest bar, the lowest, and the mark of a day without one
GAP = 4
NAMED = 5  # each so many days a date stands below


class BackupStrip(Ringed, QWidget):
    """A bar a day, as high as its backup is large; `chosen` tells the day that is read."""

    chosen = Signal(object)  # Day

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: list[Day] = []
        self.at = -1
        look.dress(self, "micro")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The last 30 days of backups"))

    def show_days(self, days: Sequence[Day]) -> None:
        """Draw these; the newest is read first, or the day that was read before."""
        before = self.day
        self.days = list(days)
        known = [n for n, d in enumerate(self.days) if before and d.day == before.day]
        self.at = known[0] if known else len(self.days) - 1
        self._describe()
        self.update()

    @property
    def day(self) -> Day | None:
        """The day that is read."""
        return self.days[self.at] if 0 <= self.at < len(self.days) else None

    def go(self, at: int) -> None:
        """Read this day."""
        at = max(0, min(len(self.days) - 1, at))
        if at != self.at and self.days:
            self.at = at
            self._describe()
            self.update()
            announce(self, day_words(self.days[at]))
            self.chosen.emit(self.days[at])

    def _describe(self) -> None:
        self.setAccessibleDescription(day_words(self.day) if self.day else "")

    def sizeHint(self) -> QSize:
        """Bars and the line of dates."""
        return QSize(look.px(420), look.px(BAR + 8) + look.metrics("micro").height())

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(look.px(220), self.sizeHint().height())

    def _cell(self, at: int) -> QRect:
        """The place of a day, from the left or from the right as one reads."""
        wide = self.width()
        left, right = round(wide * at / len(self.days)), round(wide * (at + 1) / len(self.days))
        rect = QRect(left, 0, right - left, look.px(BAR))
        return mirror.placed(self.layoutDirection(), self.rect(), rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and dates."""
        if not self.days:
            return
        largest = max((day.size for day in self.days), default=0) or 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for at, day in enumerate(self.days):
                self._paint_bar(painter, at, day, largest)
            self._paint_dates(painter)

    def _paint_bar(self, painter: QPainter, at: int, day: Day, largest: int) -> None:
        cell, base = self._cell(at), look.px(BAR)
        high = look.px(NONE)
        if day.wrong or day.good:
            share = day.size / largest if day.good else 0.5
            high = look.px(LEAST) + round(look.px(BAR - LEAST - 2) * share)
        tone = "bad" if day.wrong else "accent" if day.good else "border"
        gap = look.px(GAP) / 2
        bar = QRectF(cell.left() + gap, base - high, cell.width() - 2 * gap, high)
        colour = QColor(look.colour(tone))  # a copy: the theme's own is everybody's
        if day.good and not day.wrong and at != self.at:
            colour.setAlphaF(0.6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 3, 3)
        if at == self.at:
            painter.setPen(QPen(look.colour("accent_text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.adjusted(-2, -2, 2, 2), 4, 4)

    def _paint_dates(self, painter: QPainter) -> None:
        """A date below each fifth bar, the newest first; what would touch another is left out."""
        painter.setFont(look.font("micro"))
        painter.setPen(look.colour("text2"))
        metrics, top = look.metrics("micro"), look.px(BAR + 6)
        taken: list[QRect] = []
        for at in range(len(self.days) - 1, -1, -NAMED):
            words = _short(self.days[at])
            cell, wide = self._cell(at), metrics.horizontalAdvance(words) + 4
            left = min(max(0, cell.center().x() - wide // 2), self.width() - wide)
            rect = QRect(left, top, wide, metrics.height())
            if not any(rect.adjusted(-6, 0, 6, 0).intersects(other) for other in taken):
                taken.append(rect)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Read the day under the pointer."""
        for at in range(len(self.days)):
            cell = self._cell(at)
            if cell.left() <= event.position().x() <= cell.right():
                self.go(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The day before or after, as one reads; Home and End."""
        forward = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        keys = Qt.Key
        steps = {keys.Key_Left: -forward, keys.Key_Right: forward, keys.Key_Home: -len(self.days),
                 keys.Key_End: len(self.days)}  # fmt: skip
        step = steps.get(keys(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.go(self.at + step)


def _short(day: Day) -> str:
    """Day and month without the year, by the calendar that is shown elsewhere too."""
    locale = shown_locale()
    calendar = calendar_of(locale)
    if calendar.isGregorian():
        return date_text(PartialDate(None, day.day.month, day.day.day))
    parts = calendar.partsFromDate(QDate(day.day.year, day.day.month, day.day.day))
    month = calendar.monthName(locale, parts.month, parts.year)
    return f"{locale.toString(parts.day)} {month}"
