"""What is to be remembered now, in a corner of the window: it waits, and takes no keys away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.event_texts import title_of, when_of
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.labels import ElidedLabel, Label, LinkLabel
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.reminders import Reminder

WIDE, MARGIN, SHOWN = 372, 20, 4
AGAIN = timedelta(minutes=10)


class ReminderPanel(QWidget):
    """A row for each; `done` and `snoozed` tell the answers, `opened` which is to be seen."""

    done = Signal(object)  # list[Reminder]
    snoozed = Signal(object, object)  # list[Reminder], timedelta
    opened = Signal(object)  # Reminder

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.waiting: list[Reminder] = []
        self.setFixedWidth(look.px(WIDE))
        self.setAccessibleName(_("Reminders"))
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(self._build_head())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self._more = Label("", "caption", "text2")
        column.addWidget(self._more)
        column.addLayout(self._build_foot())
        host.installEventFilter(self)
        self.hide()

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.title = Label("", "strong")
        row.addWidget(IconMark("bell", "accent_text", 16))
        row.addWidget(self.title, 1)
        return row

    def _build_foot(self) -> QHBoxLayout:
        self.later = Button(_("All again in 10 minutes"), "ghost", size="row")
        self.hour = Button(_("In an hour"), "ghost", size="row")
        self.all_done = Button(_("All done"), "soft", size="row")
        self.later.clicked.connect(lambda: self.snoozed.emit(list(self.waiting), AGAIN))
        self.hour.clicked.connect(lambda: self.snoozed.emit(list(self.waiting), 6 * AGAIN))
        self.all_done.clicked.connect(lambda: self.done.emit(list(self.waiting)))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.later)
        row.addWidget(self.hour)
        row.addStretch(1)
        row.addWidget(self.all_done)
        return row

    def show_waiting(self, waiting: Sequence[Reminder], now: datetime, home: tzinfo) -> None:
        """Show these, or go away where there is none."""
        held = self.holds_focus()
        self.waiting = list(waiting)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in self.waiting[:SHOWN]:
            self._rows.addWidget(self._row(each, now, home))
        more = len(self.waiting) - SHOWN
        self._more.setVisible(more > 0)
        self._more.setText(_("and {n} more").format(n=counted(max(0, more))))
        many = len(self.waiting)
        self.title.setText(ngettext("{n} reminder", "{n} reminders", many).format(n=counted(many)))
        self.setVisible(bool(self.waiting))
        if self.waiting:
            self._place()
            if held:
                self.focus_it()

    def _row(self, reminder: Reminder, now: datetime, home: tzinfo) -> QWidget:
        occurrence = reminder.occurrence
        name = bidi.isolated(title_of(occurrence.event))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = LinkLabel(name, "strong")
        title.activated.connect(lambda: self.opened.emit(reminder))
        when = f"{distance_text(occurrence.begins, now)} · {when_of(occurrence, home)}"
        words.addWidget(title)
        words.addWidget(ElidedLabel(when, "caption", "text2"))
        row.addLayout(words, 1)
        later = IconButton("clock", _("{name}: again in 10 minutes").format(name=name), side=30)
        later.clicked.connect(lambda: self.snoozed.emit([reminder], AGAIN))
        done = IconButton("check", _("{name}: done").format(name=name), side=30)
        done.clicked.connect(lambda: self.done.emit([reminder]))
        row.addWidget(later)
        row.addWidget(done)
        return holder

    def tell(self, new: Sequence[Reminder], home: tzinfo) -> None:
        """Have a screen reader say what came up."""
        lines = [f"{title_of(r.occurrence.event)}, {when_of(r.occurrence, home)}" for r in new]
        announce(self, ". ".join((_("Reminder"), *lines)))

    def focus_it(self) -> bool:
        """Take the keyboard, if anything waits."""
        if self.waiting:
            self.all_done.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self.waiting)

    def holds_focus(self) -> bool:
        """Whether the keyboard is in here."""
        from PySide6.QtWidgets import QApplication

        found = QApplication.focusWidget()
        return found is not None and self.isAncestorOf(found)

    def _place(self) -> None:
        """In the lower trailing corner."""
        self.adjustSize()
        x = self._host.width() - self.width() - MARGIN
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = MARGIN
        self.move(x, self._host.height() - self.height() - MARGIN)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: again in ten minutes."""
        if event.key() == Qt.Key.Key_Escape:
            self.snoozed.emit(list(self.waiting), AGAIN)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = "border" if look.current().dark else ""
            paint_ground(painter, QRectF(self.rect()), "raised", line, radius=10)


def distance_text(begins: datetime, now: datetime) -> str:
    """How far it is: "in 15 minutes", "now", "2 hours ago"."""
    minutes = round((begins - now) / timedelta(minutes=1))
    if minutes == 0:
        return _("now")
    size = abs(minutes)
    if size < 60:
        words = (
            ngettext("in {n} minute", "in {n} minutes", size)
            if minutes > 0
            else ngettext("{n} minute ago", "{n} minutes ago", size)
        )
        return words.format(n=counted(size))
    if size < 24 * 60:
        hours = round(size / 60)
        words = (
            ngettext("in {n} hour", "in {n} hours", hours)
            if minutes > 0
            else ngettext("{n} hour ago", "{n} hours ago", hours)
        )
        return words.format(n=counted(hours))
    days = round(size / 1440)
    words = (
        ngettext("in {n} day", "in {n} days", days)
        if minutes > 0
        else ngettext("{n} day ago", "{n} days ago", days)
    )
    return words.format(n=counted(days))
