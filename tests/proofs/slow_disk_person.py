"""The person of the proof with a slow disk: what one does in the real window, off the screen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contactdesk.desktop.session import Session

STEP_SECONDS = 30.0  # so long a step may take
QUIET_MS = 250  # timers of the window (a search, a draft) begin what they do within it
COLLEAGUE = Path(__file__).with_name("slow_disk.py")


class Person:
    """One who works in the window of a session."""

    def __init__(self, place: Path) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        self.place, self.path = place, str(place / "office.cdk")
        self.other = str(place / "other.cdk")
        self.app = QApplication.instance() or QApplication(["slow", "-style", "Fusion"])
        self._look = QTimer(self.app, interval=20)
        self._look.timeout.connect(self._looked)
        self._rule: Callable[[], Any] = bool
        self._session: Session | None = None
        self.turn, self.patience = 0, STEP_SECONDS

    @property
    def session(self) -> Session:
        """The session that was begun."""
        assert self._session is not None
        return self._session

    @property
    def window(self) -> Any:
        """Its window."""
        return self.session.window

    def until(self, rule: Callable[[], Any]) -> None:
        """Let the event loop run until something is so."""
        end = time.monotonic() + self.patience
        self._rule = lambda: rule() or time.monotonic() > end
        self._look.start()
        while not self._rule():
            self.app.exec()
        self._look.stop()
        assert rule(), "it never came"

    def _looked(self) -> None:
        if self._rule():
            self.app.exit()  # quit() would close the windows

    def wait(self, milliseconds: float) -> None:
        """Let it run for a while."""
        end = time.monotonic() + milliseconds / 1_000
        self.until(lambda: time.monotonic() >= end)

    def rest(self) -> None:
        """Wait until the window has read and written all that it wanted to."""
        for _turn in range(3):  # an answer may ask for more
            self.wait(QUIET_MS)
            self._answered()

    def _answered(self) -> None:
        background = self.session.desk.background
        answers: list[int] = []
        for line in (background.reader, background.writer):
            line.ask(lambda _own: background.mailbox.post(lambda: answers.append(1)))
        self.until(lambda: len(answers) == 2)

    # ── the steps ───────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """The program starts, until there is a window."""
        from contactdesk.app import _session

        self._session = _session()
        assert self.session.start(self.path)

    def open(self) -> None:
        """The window opens the book."""
        self.until(lambda: self.session.desk is not None and self.session.desk.facts is not None)
        self.until(lambda: self.window.list_pane.model.rowCount() > 100)
        self.rest()
        self._choose_first()

    def _choose_first(self) -> None:
        table = self.window.list_pane.table
        table.choose_row(table.first_contact_row())
        self.until(self._shows_what_is_chosen)
        self.rest()

    def move(self) -> None:
        """Down the list, each contact shown."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        table = self.window.list_pane.table
        table.choose_row(table.first_contact_row() + 3 + 20 * self.turn)
        for _each in range(3):
            QTest.keyClick(table, Qt.Key.Key_Down)
            self.until(self._shows_what_is_chosen)
        self.rest()

    def _shows_what_is_chosen(self) -> bool:
        detail, (number,) = self.window.detail, self.window.chosen_numbers()
        return detail.card is not None and detail.card.view.contact.number == number

    def scroll(self) -> None:
        """To the list's end and back."""
        bar = self.window.list_pane.table.verticalScrollBar()
        for value in (bar.maximum(), bar.maximum() // 2, 0):
            bar.setValue(value)
            self.rest()

    def edit(self) -> None:
        """A note is changed, kept as a draft, and saved."""
        detail = self.window.detail
        detail.edit(self.window.chosen_numbers()[0])
        self.until(lambda: detail._editing is not None)
        self.wait(QUIET_MS)
        detail._editing.form.note.setPlainText(f"New {self.turn} {time.monotonic()}")
        self.rest()
        detail.save()
        self.until(lambda: detail._editing is None)
        self.rest()

    def search(self) -> None:
        """Words are typed into the search, and taken out."""
        pane = self.window.list_pane
        many = pane.model.rowCount()
        pane.search.setText("Nr 12")
        self.until(lambda: 0 < pane.model.rowCount() < 20)
        self.rest()
        pane.clear_search()
        self.until(lambda: pane.model.rowCount() == many)
        self.rest()

    def undo(self) -> None:
        """The last step is taken back, and done again."""
        desk, done = self.session.desk, self.session.desk.undo_label
        self.window.verbs.undo()
        self.until(lambda: desk.redo_label == done)
        self.rest()
        self.window.verbs.redo()
        self.until(lambda: desk.undo_label == done)
        self.rest()

    def colleague(self) -> None:
        """Somebody else saves, and the window shows it."""
        name = f"Aa {self.turn} {time.monotonic():.2f}"
        command = [sys.executable, str(COLLEAGUE), "--colleague", self.path, "--name", name]
        clean = {k: v for k, v in os.environ.items() if k != "LD_PRELOAD"}
        other = subprocess.Popen(command, env=clean)
        self.until(lambda: other.poll() is not None)
        assert other.returncode == 0
        model = self.window.list_pane.model
        shown = lambda: [r.name for r in map(model.contact_at, range(5)) if r]  # noqa: E731
        self.until(lambda: name in shown())
        self.rest()

    def today(self) -> None:
        """The page of the day."""
        self._page("today")

    def calendar(self) -> None:
        """The calendar."""
        self._page("calendar")

    def tasks(self) -> None:
        """The tasks."""
        self._page("tasks")

    def table(self) -> None:
        """Contacts as a table."""
        self._page("table")

    def pipeline(self) -> None:
        """The board of deals."""
        self._page("pipeline")

    def documents(self) -> None:
        """The documents."""
        self._page("documents")

    def book_history(self) -> None:
        """What happened in the book."""
        self._page("book_history")

    def bin(self) -> None:
        """What was deleted."""
        self._page("bin")

    def duplicates(self) -> None:
        """Contacts that may be one."""
        self._page("duplicates")

    def history(self) -> None:
        """What became of one contact."""
        self._page("history")

    def backups(self) -> None:
        """The preferences, with the backups that there are."""
        self.window.verbs.show_preferences("backup_when")
        self.rest()
        if (dialog := self.app.activeWindow()) not in (None, self.window):
            dialog.close()
        self.rest()

    def _page(self, name: str) -> None:
        verbs = self.window.verbs
        getattr(self.window.actions_, name).trigger()
        self.rest()
        if not verbs.leave_history():
            verbs.room.leave()
        self.until(self.window.list_pane.isVisible)
        self.rest()

    def note(self) -> None:
        """A note, and a call, with the first contact: after a search nobody is chosen."""
        self._choose_first()
        for kind in ("journal", "call"):
            self.window.verbs.write_note(kind)
            self.until(lambda: self._composer() is not None and self._composer().is_open)
            self._composer().form.area.setPlainText(f"Said {self.turn}")
            self.rest()
            self._composer().form.save.click()
            self.until(lambda: self._composer() and not self._composer().draft.says_anything)
            self.rest()

    def _composer(self) -> Any:
        card = self.window.detail.card
        return card.timeline.composer if card is not None and card.timeline is not None else None

    def find(self) -> None:
        """The palette finds things by a word."""
        self.window.verbs.find_anything()
        self.wait(QUIET_MS)
        self.window.palette_.field.setText("Visit")
        self.rest()
        self.window.palette_.close()
        self.rest()

    def backup(self) -> None:
        """The day's backup is made."""
        from contactdesk.desktop.backup_work import QuietWork

        keepers = self.session.desk.findChildren(QuietWork)
        for keeper in keepers:
            keeper.look()
        self.until(lambda: not any(keeper.work.is_busy for keeper in keepers))
        self.rest()

    def half_a_minute(self) -> None:
        """Nothing is done: what the window does by itself, the look at the drive among it."""
        for _each in range(4):
            self.wait(8_000)
        self.window.verbs.star()
        self.rest()

    def bring_in(self) -> None:
        """A file beside the book is looked at and imported."""
        file = self.place / f"cards-{self.turn}.vcf"
        self.window.verbs.start_import([str(file)])
        page = self.window.verbs.import_page()
        self.until(lambda: not page.reader.busy)
        page.import_now()
        self.until(lambda: page.result is not None)
        self.window.verbs.importing.leave()
        self.rest()

    def keep(self) -> None:
        """A file beside the book is kept in it as a document."""
        flow = self.window.verbs.documents.flow
        flow.add([str(self.place / f"letter-{self.turn}.txt")], self.window.chosen_numbers())
        self.rest()

    def elsewhere(self) -> None:
        """Another book is gone to, and back."""
        for path in (self.other, self.path):
            self._go_to(path)
        self._choose_first()

    def _go_to(self, path: str) -> None:
        self.session.go_to(path)
        self.until(lambda: self.session.desk is not None and self.session.desk.path == path)
        self.until(lambda: self.session.desk.facts is not None)
        self.until(lambda: self.window.list_pane.model.rowCount() > 10)
        self.rest()

    def close(self) -> None:
        """The window is closed."""
        self.window.close()
        self.until(lambda: not self.window.isVisible())
        self.wait(QUIET_MS)
        if self.session.one is not None:  # the next window is in the same process
            self.session.one.close()
