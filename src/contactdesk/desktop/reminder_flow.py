"""Reminders in the window: the panel in its corner, the system's tray where there is one."""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from contactdesk.desktop.event_texts import title_of, when_of
from contactdesk.desktop.reminder_panel import ReminderPanel
from contactdesk.desktop.reminding import Reminding
from contactdesk.model.month import days_of
from contactdesk.model.reminders import Reminder
from contactdesk.model.zones import home_zone

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow


class ReminderFlow(QObject):
    """Joins what is due with what shows it."""

    def __init__(self, window: MainWindow, reminding: Reminding | None = None) -> None:
        super().__init__(window)
        self._window = window
        self.reminding = reminding or Reminding(window.desk)
        self.panel = ReminderPanel(window)
        self._tray: QSystemTrayIcon | None = None
        self.reminding.due.connect(self._show)
        self.reminding.new.connect(self._ring)
        self.panel.done.connect(self.reminding.done)
        self.panel.snoozed.connect(self._snooze)
        self.panel.opened.connect(self._open)
        window.closed.connect(self.close)
        self.reminding.begin()

    def close(self) -> None:
        """The window goes."""
        self.reminding.close()
        if self._tray is not None:
            self._tray.hide()

    def _snooze(self, which: list[Reminder], lasts: timedelta) -> None:
        self.reminding.snooze(which, lasts)

    def _show(self, waiting: list[Reminder]) -> None:
        self.panel.show_waiting(waiting, self.reminding.now(), _home())

    def _ring(self, new: list[Reminder]) -> None:
        """Say it where it is seen though the window is not in front."""
        home = _home()
        self.panel.tell(new, home)
        QApplication.alert(self._window)
        if not self._window.isActiveWindow() and QSystemTrayIcon.isSystemTrayAvailable():
            lines = [f"{title_of(r.occurrence.event)}, {when_of(r.occurrence, home)}" for r in new]
            self._in_tray().showMessage("ContactDesk", "\n".join(lines), self._window.windowIcon())

    def _in_tray(self) -> QSystemTrayIcon:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.activated.connect(self._bring_window)
            self._tray.messageClicked.connect(self._bring_window)
            self._tray.show()
        return self._tray

    def _bring_window(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def _open(self, reminder: Reminder) -> None:
        """Go to its day in the calendar, or to the task."""
        event = reminder.occurrence.event
        if event.component == "task":
            self._window.verbs.tasks.show_task(event.id)
            return
        calendar = self._window.verbs.calendar
        if not calendar.is_shown():
            calendar.show()
        page = calendar.page()
        if page is not None:
            page.choose(days_of(reminder.occurrence, _home())[0])


def _home() -> tzinfo:
    return home_zone() or UTC
