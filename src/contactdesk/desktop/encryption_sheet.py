"""Encrypting the open book, changing its passphrase or taking the encryption off; and making one
that is encrypted from the start.

The sheet asks, then closes the book and does it, then says what lies where and opens the book
again. It covers the window until the end: meanwhile there is no book in it. A new one is made
beside the open book, and then gone to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.feedback import ProgressBar, announce
from contactdesk.desktop.labels import Label
from contactdesk.desktop.passphrase_box import PassphraseBox
from contactdesk.desktop.sheet import Sheet
from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.passphrase import strength
from contactdesk.progress import Progress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.operations.encryption import State
    from contactdesk.store.encrypting import Converted

LETTING_GO = 20.0  # seconds until everything of the window has closed the book
REPORT_SECONDS = 0.1


class EncryptionSheet(Sheet):
    """`what`: "encrypt", "change" or "decrypt" the open book, or "make" one at a `place`; `stage`:
    "asking", "making", "working" or "over"."""

    reopen_wanted = Signal(str, bool)

    def __init__(self, window: MainWindow, what: str, state: State, place: str = "") -> None:
        name = bidi.isolated(Path(place or window.desk.path).name)
        titles = {
            "make": _("New encrypted book: {name}"),
            "encrypt": _("Encrypt {name}"),
            "change": _("Change the passphrase of {name}"),
            "decrypt": _("Take the encryption off {name}"),
        }
        super().__init__(window, "lock", titles[what].format(name=name), _explained(what),
                         wide=600, tone="accent")  # fmt: skip
        self.what, self.stage, self._place = what, "asking", place
        self._desk, self._state = window.desk, state
        self._progress = Progress()
        self._told_at = 0.0
        self.reopen_wanted.connect(window.wants_book)
        self._build_form()
        self._build_work()
        self.leave = self.add_button(_("Cancel"))
        self.go = self.add_button(_verb(what), "primary")
        self.leave.clicked.connect(self.dismiss)
        self.go.clicked.connect(self.go_on)

    # ── asking ──────────────────────────────────────────────────────────────────────────

    def _build_form(self) -> None:
        self.present = PassphraseBox(_("Passphrase it has now"))
        self.new = PassphraseBox(_("New passphrase") if self.what == "change" else _("Passphrase"))
        self.again = PassphraseBox(_("The same once more"))
        asked = {
            "make": [self.new, self.again],
            "encrypt": [self.new, self.again],
            "change": [self.present, self.new, self.again],
            "decrypt": [self.present],
        }[self.what]
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(*mirror.margins(54, 0, 0, 4))
        column.setSpacing(10)
        self.asked = asked
        for box in (self.present, self.new, self.again):
            if box in asked:
                column.addWidget(box)
                box.field.textEdited.connect(self._typed)
                box.field.returnPressed.connect(self.go_on)
            else:
                box.deleteLater()
        for line in _facts(self.what, self._state):
            column.addWidget(Label(line, "caption", "text2", wrap=True))
        self.body.addWidget(self.form)

    def ask(self) -> None:
        """Show it, with the keyboard on the first field."""
        self.open_sheet(self.asked[0].field)

    def _typed(self, _text: str) -> None:
        for box in self.asked:
            if box is not self.new:
                box.say("")
        if self.new in self.asked:
            self.new.say(*_hint(self.new.text()))
        self.fit()

    def go_on(self) -> None:
        """Look at what was typed, and begin; later, open the book again."""
        if self.stage == "over":
            self._reopen()
        elif self.stage == "asking" and self.go.isEnabled() and self._is_complete():
            self.go.setEnabled(False)
            if self.what == "make":
                self.stage = "making"
                self._on_thread(self._make, self._made, self._refuse)
                return
            self.go.set_label(_("Checking…"))
            self._on_thread(self._look, self._begin, self._refuse)

    def _is_complete(self) -> bool:
        for box in self.asked:
            if not box.text().strip():
                box.refuse(_("Type the passphrase."))
                self.fit()
                return False
        if self.again in self.asked and self.again.text() != self.new.text():
            self.again.refuse(_("This is not the same as above. Look at both with the eye."))
            self.fit()
            return False
        return True

    def _look(self) -> None:
        """On a thread: is it the present passphrase, and is nobody else there."""
        from contactdesk.store.connecting import fits, wrong
        from contactdesk.store.encrypting import refuse_company
        from contactdesk.store.opening import path_of

        path = path_of(self._desk.path)
        refuse_company(path, self._desk.presence.me.window)
        if self.present in self.asked and not fits(path, self.present.text()):
            raise wrong(path)

    def _make(self) -> Path:
        """On a thread: stretching the passphrase takes a moment."""
        from contactdesk.operations.encryption import make

        return make(self._place, self.new.text())

    def _made(self, path: Path) -> None:
        self.close_sheet()
        self.reopen_wanted.emit(str(path), False)

    def _refuse(self, error: ContactDeskError) -> None:
        self.stage = "asking"
        self.go.setEnabled(True)
        self.go.set_label(_verb(self.what))
        self.asked[0].refuse(error.message)
        self.fit()

    # ── working ─────────────────────────────────────────────────────────────────────────

    def _build_work(self) -> None:
        self.work = QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(*mirror.margins(54, 0, 0, 8))
        column.setSpacing(8)
        self.bar = ProgressBar()
        self.bar.setRange(0, 0)
        self.told = Label("", "body", "text2", wrap=True)
        column.addWidget(self.told)
        column.addWidget(self.bar)
        self.work.hide()
        self.body.addWidget(self.work)

    def _begin(self, _answer: object = None) -> None:
        """The window lets go of the book, and a thread of its own does the work."""
        self.stage = "working"
        self.form.hide()
        self.work.show()
        self.told.setText(_("The book is closed meanwhile. Nothing is lost if this is stopped."))
        self.go.hide()
        self.leave.set_label(_("Stop"))
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
        self._desk.close(wait=False)
        self._on_thread(self._convert, self._done, self._failed)

    def _convert(self) -> Converted:
        from contactdesk.operations.encryption import convert
        from contactdesk.store.connecting import is_in_use
        from contactdesk.store.opening import path_of

        self._desk.background.wait()  # a save that was asked for before is in the book first
        end = time.monotonic() + LETTING_GO
        while is_in_use(path_of(self._desk.path)) and time.monotonic() < end:
            self._progress.check()
            time.sleep(0.02)  # a backup, say, is just coming to its end
        passphrase = self.new.text() if self.new in self.asked else ""
        return convert(self.what, self._desk.path, passphrase, Progress(self._report))

    def _report(self, done: int, total: int, _what: str) -> None:
        self._progress.check()
        if time.monotonic() - self._told_at > REPORT_SECONDS:
            self._told_at = time.monotonic()
            self._desk.background.mailbox.post(lambda: self._show_progress(done, total))

    def _show_progress(self, done: int, total: int) -> None:
        if self.stage == "working":
            self.bar.setRange(0, max(1, total))
            self.bar.setValue(done)

    # ── over ────────────────────────────────────────────────────────────────────────────

    def _done(self, done: Converted) -> None:
        ends = {
            "encrypt": _("The book is encrypted"),
            "change": _("The book has its new passphrase"),
            "decrypt": _("The book is not encrypted any more"),
        }
        self._over(ends[self.what], "\n\n".join(_outcome(self.what, self._state, done)))

    def _failed(self, error: ContactDeskError) -> None:
        self._over(_("The book is as it was"), error.message)

    def _over(self, title: str, words: str) -> None:
        self.stage = "over"
        self.title.setText(title)
        self.text.hide()
        self.bar.hide()
        self.told.setText(words)
        self.leave.hide()
        self.go.set_label(_("Open the book"))
        self.go.setEnabled(True)
        self.go.show()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
        announce(self, f"{title}. {words}")

    def _reopen(self) -> None:
        path = self._desk.path
        self.close_sheet()
        self.reopen_wanted.emit(path, False)

    def dismiss(self) -> None:
        """Esc: leave, stop what is being done, or open the book again; a new one takes a moment."""
        if self.stage == "asking":
            super().dismiss()
        elif self.stage == "making":
            return
        elif self.stage == "working":
            self._progress.stop()
            self.leave.setEnabled(False)
        else:
            self._reopen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on where the keyboard is on no field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        else:
            super().keyPressEvent(event)

    # ── threads ─────────────────────────────────────────────────────────────────────────

    def _on_thread(
        self,
        job: Callable[[], object],
        then: Callable[..., None],
        failed: Callable[[ContactDeskError], None],
    ) -> None:
        post = self._desk.background.mailbox.post

        def work() -> None:
            try:
                answer = job()
            except Cancelled:
                stopped = ContactDeskError(_("It was stopped. The book is as it was."))
                post(partial(failed, stopped))
            except ContactDeskError as error:
                post(partial(failed, error))
            else:
                post(partial(then, answer))

        Thread(target=work, name="encryption", daemon=True).start()


def _verb(what: str) -> str:
    return {
        "make": _("Make the book"),
        "encrypt": _("Encrypt"),
        "change": _("Change passphrase"),
        "decrypt": _("Take encryption off"),
    }[what]


def _explained(what: str) -> str:
    no_way_back = _(
        "Without the passphrase nobody can read the book again, not even you: there is no way "
        "around it. Write it down and keep it in a safe place."
    )
    if what in ("encrypt", "make"):
        return no_way_back + " " + _("Everybody who uses this book needs it.")
    if what == "change":
        return no_way_back + " " + _("Tell everybody who uses this book.")
    return _("Whoever has the file can read it then, without a passphrase.")


def _facts(what: str, state: State) -> list[str]:
    """What is to be known before."""
    later = _("Backups made from now on are encrypted too. What you export is not, and neither is "
              "a document while it is open in another program: that lies in a private folder until "
              "ContactDesk is closed.")  # fmt: skip
    if what == "make":
        return [later]
    if what == "encrypt":
        return [
            _("The book is copied, compared row by row, and only then put in place. The file as it "
              "is now is kept beside it until you delete it."),
            later,
        ]  # fmt: skip
    return [_("Backups that were made before open with the passphrase they were made with.")]


def _hint(text: str) -> tuple[str, str]:
    """How hard a passphrase is to guess, as a state of the field."""
    return {
        "none": ("", ""),
        "weak": ("warn", _("Easy to guess. Five words that have nothing to do with each other are "
                           "better.")),
        "fair": ("advice", _("Not bad. One more word makes it much harder to guess.")),
        "strong": ("valid", _("Hard to guess.")),
    }[strength(text)]  # fmt: skip


def _outcome(what: str, state: State, done: Converted) -> list[str]:
    if what == "change":
        return [_("Backups that were made before open with the passphrase they were made with.")]
    if what == "decrypt":
        return [_("Whoever has the file can read it, without a passphrase.")]
    lines = []
    if done.kept is not None:
        words = _("The file from before is kept as {name}, which anybody can read. Preferences, "
                  "Book and sharing, deletes it when you say so.")  # fmt: skip
        lines.append(words.format(name=bidi.isolated(done.kept.name)))
    count = len(state.plain_backups)
    if count:
        words = ngettext(
            "{n} backup from before can be read by anybody too.",
            "{n} backups from before can be read by anybody too.", count,
        )  # fmt: skip
        lines.append(words.format(n=counted(count)))
    return lines
