"""Fields for a day and for a time of day: typed as people type them, or stepped by arrow keys."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from contactdesk.desktop import month_days
from contactdesk.desktop.event_texts import whole_date
from contactdesk.desktop.fields import Field
from contactdesk.desktop.spoken_times import read_day, read_time
from contactdesk.i18n import _

STEP = 15  # minutes
OFFERED = 30
_DAY_MINUTES = 24 * 60


class DayField(Field):
    """A day, written out when the field is left; up and down go to the day before and after."""

    changed = Signal()

    def __init__(self, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(icon="calendar", parent=parent)
        self._day: date | None = None
        self._shown = ""
        self.show_day(day)
        self.left.connect(self.settle)
        self.returnPressed.connect(self.settle)

    def show_day(self, day: date | None) -> None:
        """Show a day, or none."""
        self._day = day
        self._shown = _day_words(day) if day is not None else ""
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.set_state("")

    def day(self) -> date | None:
        """The day as it stands; None for nothing, and for words that are no day."""
        if self.text() == self._shown:
            return self._day
        return read_day(self.text(), date.today())

    def is_understood(self) -> bool:
        """Whether what stands here is a day, or nothing."""
        return self.day() is not None or not self.text().strip()

    def settle(self) -> None:
        """Write out what was typed, or say that it is no day."""
        if self.text() == self._shown:
            return
        day = self.day()
        if day is None and self.text().strip():
            example = _day_words(date.today() + timedelta(days=1))
            words = _("This is no day. Try “{example}”, “tomorrow” or “fri”.")
            self.set_state("error", words.format(example=example))
            return
        self.show_day(day)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the day by one."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        day = self.day()
        if step and day is not None and not event.modifiers() & _PLAIN:
            ordinal = day.toordinal() + step
            self.show_day(date.fromordinal(min(max(1, ordinal), date.max.toordinal())))
            self.selectAll()
            self.changed.emit()
        else:
            super().keyPressEvent(event)


_PLAIN = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)


class TimeField(Field):
    """A time of day; up and down change it by a quarter of an hour, a list offers half hours."""

    changed = Signal()

    def __init__(self, at: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._at: time | None = None
        self._shown = ""
        self._offers = QStringListModel(self)
        self._list = QCompleter(self._offers, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(10)
        self._list.setWidget(self)
        self._list.activated.connect(self._take)
        self.show_time(at)
        self.left.connect(self.settle)
        self.returnPressed.connect(self.settle)

    def show_time(self, at: time | None) -> None:
        """Show a time, or none."""
        self._at = at
        self._shown = month_days.clock_text(at.hour, at.minute) if at is not None else ""
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.set_state("")

    def clock(self) -> time | None:
        """The time as it stands; None for nothing, and for words that are no time."""
        return self._at if self.text() == self._shown else read_time(self.text())

    def settle(self) -> None:
        """Write out what was typed, or say that it is no time."""
        if self.text() == self._shown:
            return
        at = self.clock()
        if at is None:
            example = month_days.clock_text(9, 30)
            self.set_state("error", _("A time looks like this: {example}").format(example=example))
            return
        self.show_time(at)
        self.changed.emit()

    def offer_from(self, at: time) -> None:
        """Offer half hours from a time on, through the day."""
        first = at.hour * 60 + at.minute
        minutes = range(first, first + _DAY_MINUTES, OFFERED)
        words = [month_days.clock_text(m // 60 % 24, m % 60) for m in minutes]
        self._offers.setStringList(words)

    def _take(self, words: str) -> None:
        self.setText(words)
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down step, Alt+Down opens the list."""
        key, held = Qt.Key(event.key()), event.modifiers()
        step = {Qt.Key.Key_Up: STEP, Qt.Key.Key_Down: -STEP}.get(key, 0)
        at = self.clock()
        popup = self._list.popup()
        if popup is not None and popup.isVisible():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier:
            self._list.complete()
        elif step and at is not None and not held & _PLAIN:
            self.show_time(
                (datetime.combine(date(2026, 1, 1), at) + timedelta(minutes=step)).time()
            )
            self.selectAll()
            self.changed.emit()
        else:
            super().keyPressEvent(event)


def _day_words(day: date) -> str:
    return f"{month_days.weekday_name(day, short=True)}, {whole_date(day)}"
