"""While an import runs: how far it is, how long it will take, and Stop and undo."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.feedback import IconMark, ProgressBar
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _, counted, ngettext


def time_left(spent: float, done: int, total: int) -> str:
    """How long work will take that did `done` of `total` in so many seconds; "" at first."""
    if spent < 1.5 or done <= 0:
        return ""
    left = round(spent * (total - done) / done)
    if left < 1:
        return _("nearly done")
    if left < 90:
        words = ngettext("about {n} second left", "about {n} seconds left", left)
        return words.format(n=counted(left))
    minutes = round(left / 60)
    words = ngettext("about {n} minute left", "about {n} minutes left", minutes)
    return words.format(n=counted(minutes))


class ProgressCard(Card):
    """`told(sentence)` is for the window's foot: "Importing, 62 %"."""

    stop_wanted = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._started = 0.0
        self._name = ElidedLabel("", "subtitle")
        self._state = Label("", "body", "text2")
        self.stop = Button(_("Stop and undo"))
        self.stop.clicked.connect(self.stop_wanted)
        self._bar = ProgressBar()
        note = Label(
            _("You can keep working. The new contacts appear when everything is in."),
            "caption",
            "text2",
            wrap=True,
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._state)
        row = QHBoxLayout()
        row.setSpacing(14)
        mark = IconMark("loader", "accent_text", 20, side=40, ground="accent_soft", round_=True)
        row.addWidget(mark)
        row.addLayout(words, 1)
        row.addWidget(self.stop)
        self.body.setSpacing(12)
        self.body.setContentsMargins(8, 6, 8, 4)
        self.body.addLayout(row)
        self.body.addWidget(self._bar)
        self.body.addWidget(note)

    def begin(self, what: str) -> None:
        """An import of `what` begins."""
        self._started = monotonic()
        self.stop.setEnabled(True)
        self.stop.set_label(_("Stop and undo"))
        self._name.setText(_("Importing {file}").format(file=what))
        self._state.setText(_("Reading the file"))
        self._bar.setRange(0, 0)

    def show_progress(self, done: int, total: int, what: str) -> None:
        """`done` and `total` are bytes of the files, `what` says how many contacts that is."""
        if not self.stop.isEnabled():
            return
        part = min(99, done * 100 // total) if total > 0 else 0
        self._bar.setRange(0, 100 if total > 0 else 0)
        self._bar.setValue(part)
        parts = [what, time_left(monotonic() - self._started, done, total)]
        words = " · ".join(each for each in parts if each)
        self._state.setText(words or _("Reading the file"))
        self.told.emit(_("Importing, {n} %").format(n=counted(part)))

    def stopping(self) -> None:
        """It was asked to stop."""
        self.stop.setEnabled(False)
        self.stop.set_label(_("Stopping…"))
        self._state.setText(_("Taking back what has come in so far"))
