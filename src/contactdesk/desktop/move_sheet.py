"""Sheets that move a book: what it means, how far it is, how it is stopped, and the way back."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.feedback import ProgressBar, announce
from contactdesk.desktop.import_progress import time_left
from contactdesk.desktop.labels import Label
from contactdesk.desktop.sheet import Sheet
from contactdesk.i18n import _
from contactdesk.store.moved import place_words

if TYPE_CHECKING:
    from contactdesk.desktop.background import Job
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book


class _Working(Sheet):
    """A sheet with a state, a bar and what went wrong; `went(place)` when the window goes on."""

    went = Signal(str)

    def __init__(self, host: QWidget, icon: str, title: str, text: str, words: str) -> None:
        super().__init__(host, icon, title, text, wide=look.px(560), tone="accent")
        self.state = Label("", "body", "text2", wrap=True)
        self.state.hide()
        self.bar = ProgressBar()
        self.bar.hide()
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        self.body.addLayout(column)
        self.cancel = self.add_button(_("Cancel"), "ghost", leading=True)
        self.cancel.clicked.connect(self.dismiss)
        self.go = self.add_button(words, "primary")
        self.go.clicked.connect(self.begin)

    def ask(self) -> None:
        """Show it; nothing happens before it is wanted."""
        self.open_sheet(self.go)

    def begin(self) -> None:
        """Do it."""
        raise NotImplementedError

    def say(self, words: str, tone: str = "text2") -> None:
        """Say how it stands."""
        self.state.set_tone(tone)
        self.state.setText(words)
        self.state.show()
        self.fit()

    def failed(self, error: ContactDeskError) -> None:
        """Say what went wrong; it can be tried again."""
        self.bar.hide()
        self.go.setEnabled(True)
        self.go.show()
        self.cancel.setEnabled(True)
        self.cancel.set_label(_("Cancel"))
        self.say(error.message, "bad")
        announce(self, error.message)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)


class MoveSheet(_Working):
    """Moves the open book to a place."""

    def __init__(self, host: QWidget, desk: Desk, place: str) -> None:
        self._desk, self._place = desk, place
        self._job: Job | None = None
        self._began = 0.0
        words = _(
            "All of it goes along: contacts, history, documents and settings. Meanwhile everybody "
            "can read, and nobody can save. The book here stays as it is, can only be read from "
            "then on, and says where it went."
        )
        title = _("Move this book to {place}?").format(place=bidi.isolated(place_words(place)))
        super().__init__(host, "arrow-right", title, words, _("Move"))

    def begin(self) -> None:
        """Move it, with the bar shown."""
        place, self._began = self._place, monotonic()

        def job(book: Book, progress: Progress) -> str:
            from contactdesk.store.moving import move

            return move(book, place, progress).place

        self.show_moving()
        self._job = self._desk.run(
            job, self._done, failed=self._failed, progressed=self._told, stopped=self._stopped
        )

    def show_moving(self) -> None:
        """It has begun, and can be stopped."""
        self.go.hide()
        self.cancel.set_label(_("Stop"))
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.say(_("Waiting for its turn"))

    def show_progress(self, done: int, total: int, what: str, spent: float) -> None:
        """So much is done after so many seconds."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.say(" · ".join(each for each in (what, time_left(spent, done, total)) if each))

    def _told(self, done: int, total: int, what: str) -> None:
        if self._job is not None and self.cancel.isEnabled():
            self.show_progress(done, total, what, monotonic() - self._began)

    def _done(self, place: str) -> None:
        self._job = None
        self.close_sheet()
        self.went.emit(place)

    def _failed(self, error: ContactDeskError) -> None:
        self._job = None
        self.failed(error)

    def _stopped(self) -> None:
        self._job = None
        self._desk.toast.emit(
            _("Stopped. The book is where it was, and nothing is there."), "", None
        )
        self.close_sheet()

    def dismiss(self) -> None:
        """Before: nothing happens. While it moves: stop, and leave nothing there."""
        if self._job is None:
            super().dismiss()
        else:
            self.cancel.setEnabled(False)
            self.say(_("Stopping…"))
            self._job.stop()


class TakeBackSheet(_Working):
    """Takes a book that was moved into use again, here."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        self._desk = desk
        facts = desk.facts
        place = bidi.isolated(place_words(facts.moved_to)) if facts is not None else ""
        words = _(
            "It is as it was when it was moved. What was changed in {place} since then is not in "
            "it, and from now on these are two books that know nothing of each other."
        ).format(place=place)
        title = _("Take this book back into use?")
        super().__init__(host, "undo-2", title, words, _("Take it back into use"))

    def begin(self) -> None:
        """Take the mark away, and open the book anew."""
        path = self._desk.path

        def job(_book: Book, _progress: Progress) -> str:
            from contactdesk.store.moved import take_back

            take_back(path)
            return path

        self.go.setEnabled(False)
        self._desk.run(job, self._done, failed=self.failed)

    def _done(self, place: str) -> None:
        self.close_sheet()
        self.went.emit(place)
