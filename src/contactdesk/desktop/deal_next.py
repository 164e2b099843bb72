"""What is to be done next with a deal, or that there is nothing, and three ways to change that."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.deal_opened import Opened
from contactdesk.desktop.deal_words import step_icon, when_words
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _
from contactdesk.store.deal_rows import NextStep


class DealNext(QWidget):
    """Blue with a next step, in the tone of a warning without one."""

    done_wanted = Signal(object)  # NextStep
    open_wanted = Signal(object)  # NextStep
    plan_wanted = Signal(str)  # "call", "meeting" or "task"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step: NextStep | None = None
        self._ground = "accent_soft"
        self.mark = IconMark("calendar", "accent_text", 18)
        self.title = ElidedLabel("", "strong")
        self.when = ElidedLabel("", "caption", "text2")
        self.nothing = Label(_("No next step – call, meeting or task?"), "strong", wrap=True)
        self.done = Button(_("Done"), "ghost", "check", size="row")
        self.open = IconButton("pencil", _("Open the next step"), side=28, icon_size=16)
        self.done.clicked.connect(lambda: self.done_wanted.emit(self.step))
        self.open.clicked.connect(lambda: self.open_wanted.emit(self.step))
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.nothing, self.title, self.when):
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.mark)
        row.addLayout(words, 1)
        row.addWidget(self.done)
        row.addWidget(self.open)
        self._ways = QHBoxLayout()
        self._ways.setSpacing(4)
        self.ways: list[Button] = []
        for kind, name, icon in (
            ("call", _("Call"), "phone"),
            ("meeting", _("Meeting"), "calendar-plus"),
            ("task", _("Task"), "circle-plus"),
        ):
            button = Button(name, "ghost", icon, size="row")
            button.clicked.connect(lambda _on=False, k=kind: self.plan_wanted.emit(k))
            self.ways.append(button)
            self._ways.addWidget(button)
        self._ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*mirror.margins(14, 8, 8, 8))
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(self._ways)

    def show_opened(self, opened: Opened, *, read_only: bool) -> None:
        """Show what is next; a decided deal needs nothing."""
        step = self.step = opened.row.next
        self.setVisible(not opened.stage.outcome)
        self._ground = "accent_soft" if step else "warn_soft"
        for widget in (self.title, self.when, self.open):
            widget.setVisible(step is not None)
        self.done.setVisible(step is not None and step.component == "task")
        self.nothing.setVisible(step is None)
        for way in self.ways:
            way.setVisible(step is None)
            way.setEnabled(not read_only)
        self.done.setEnabled(not read_only)
        if step is None:
            self.mark.show_icon("triangle-alert", "warn")
        else:
            self.mark.show_icon(step_icon(step), "accent_text")
            subject = " ".join(step.summary.split()) or _("Without a subject")
            self.title.setText(_("Next step: {name}").format(name=bidi.isolated(subject)))
            self.when.setText(when_words(step, opened.today) or _("No date"))
        self.update()

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.done, self.open, *self.ways]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), self._ground, radius=8)
