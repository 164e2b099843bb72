"""The pages that bring contacts in: the file, what would happen, and what came of it.

Nothing is written before *Import*. One may leave and come back at any time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop.backup_first import run_after_backup
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.cards import Page
from contactdesk.desktop.feedback import announce
from contactdesk.desktop.import_check_page import CheckPage
from contactdesk.desktop.import_entry_words import (
    beside_words,
    check_text,
    has_calendar,
    import_text,
    read_text,
)
from contactdesk.desktop.import_file_page import FilePage
from contactdesk.desktop.import_progress import ProgressCard
from contactdesk.desktop.import_reading import Asked, PreviewReader
from contactdesk.desktop.import_result import ResultCard
from contactdesk.desktop.import_steps import Steps
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.thin_progress import ThinProgress
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.background import Job
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.operations.decisions import Plan
    from contactdesk.operations.left_out import LeftOutCards
    from contactdesk.progress import Progress

OTHER = Qt.FocusReason.OtherFocusReason
FILE, CHECK, DONE = range(3)


class ImportPage(QWidget):
    """One import at a time; one may leave the page while it runs and come back."""

    left = Signal()
    wants_another = Signal()
    finished = Signal(str)  # a sentence for those who left the page
    undo_wanted = Signal(int)  # the set of an import that is to be taken back
    show_wanted = Signal(int, str)  # what a set changed, or the contacts of a category
    save_wanted = Signal(object)  # LeftOutCards
    told = Signal(str)  # the state line: "Importing 62 %", or "" when done

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._files: list[str] = []
        self._category = ""
        self._at = FILE
        self._first_look = True  # at these files
        self.waiting = False  # files are looked at, and nobody has said yet what shall be
        self.reader = PreviewReader(desk, self)
        self.file_page, self.check = FilePage(), CheckPage()
        self.result: ResultCard | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        self._pages = QStackedWidget()
        for page in (self.file_page, self.check, self._build_run_page()):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_foot())
        self._connect()

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setProperty("surface", "list")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spacing.keep_tall(head, 66, "title", room=36)
        self.steps = Steps()
        row = QHBoxLayout(head)
        row.setContentsMargins(*mirror.margins(32, 0, 20, 0))
        row.setSpacing(32)
        self.title = Label(_("Import contacts"), "title")
        row.addWidget(self.title)
        row.addWidget(self.steps, 1)
        cross = IconButton("x", _("Close"))
        cross.clicked.connect(self.leave)
        row.addWidget(cross)
        self._line = ThinProgress(head)
        return head

    def _build_run_page(self) -> QWidget:
        page = Page(widest=1036)
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(32, 28, 32, 24)
        self._cards.setSpacing(12)
        self.progress = ProgressCard()
        self._cards.addWidget(self.progress)
        self._cards.addStretch(1)
        page.set_content(self._cards)
        return page

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("surface", "list")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spacing.keep_tall(foot, 60, "button", room=26)
        self.cancel = Button(_("Cancel"))
        self.note = ElidedLabel("", "body", "text2")
        self.back = Button(_("Back"))
        self.review = Button("")
        self.go = Button("", "primary", "download")
        row = QHBoxLayout(foot)
        row.setContentsMargins(32, 0, 32, 0)
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addWidget(self.note, 1)
        for button in (self.back, self.review, self.go):
            row.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.reader.began.connect(self._facts_read)
        self.reader.grown.connect(self._grown)
        self.reader.finished.connect(self._read_to_the_end)
        self.reader.failed.connect(self._not_read)
        self.file_page.changed.connect(self._read)
        self.file_page.other_wanted.connect(self.wants_another)
        self.check.changed.connect(self._say_foot)
        self.check.save_wanted.connect(self._save_unreadable)
        self.progress.stop_wanted.connect(self.stop)
        self.progress.told.connect(self.told)
        self.cancel.clicked.connect(self.leave)
        self.back.clicked.connect(self._go_back)
        self.review.clicked.connect(lambda: self.check.show_outcome("conflict"))
        self.go.clicked.connect(self.go_on)

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._job is not None

    @property
    def step(self) -> int:
        """`FILE`, `CHECK` or `DONE`."""
        return self._at

    # ── the steps ───────────────────────────────────────────────────────────────────────

    def _show(self, step: int) -> None:
        self._at = step
        self._pages.setCurrentIndex(step)
        self._say_steps()
        self._say_foot()

    def _say_steps(self) -> None:
        """A table has one step more: which column is what."""
        if self.reader.table is not None:
            names = [_("File"), _("Match columns"), _("Check"), _("Done")]
            self.steps.show_step(names, self._at + 1)
        else:
            self.steps.show_step([_("File"), _("Check"), _("Done")], self._at)

    def _say_foot(self) -> None:
        step, over = self._at, self.result is not None
        nothing = step == CHECK and not (self.reader.busy or self._coming())
        self.cancel.setVisible(step != DONE and not nothing)
        self.back.setVisible(step == CHECK)
        conflicts = self.check.rows.conflicts()
        self.review.setVisible(step == CHECK and conflicts > 0)
        words = ngettext("Review {n} conflict", "Review {n} conflicts", conflicts)
        self.review.set_label(words.format(n=counted(conflicts)))
        self.go.setVisible(step != DONE or over)
        if step == FILE:
            self._say_file()
        elif step == CHECK:
            self._say_check()
        else:
            self.go.set_icon("")
            self.go.set_label(_("Import another file…"))
            self.go.setEnabled(True)
            self.note.setText(self._after_words())
        self.go.kind = "secondary" if step == DONE else "primary"

    def _say_file(self) -> None:
        count = len(self.reader.rows)
        self.go.set_icon("")
        self.go.set_label(check_text(count, self._of_calendar) if count else _("Check"))
        self.go.setEnabled(count > 0 or self.reader.busy or self.reader.apart)
        self.note.setText(_("Nothing is saved yet"))

    def _coming(self) -> bool:
        """Whether an import would bring anything."""
        return self.reader.apart or self.check.rows.coming() > 0

    def _say_check(self) -> None:
        coming, busy = self.check.rows.coming(), self.reader.busy
        self.go.set_icon("download" if coming or busy or self.reader.apart else "")
        self.go.set_label(
            import_text(coming, self._of_calendar) if coming and not busy
            else _("Import") if busy or self.reader.apart else _("Close")
        )  # fmt: skip
        self.go.setEnabled(True)
        self.note.setText(self._reading_words() if busy else _("Nothing is saved yet"))

    def _reading_words(self) -> str:
        return read_text(len(self.reader.rows), self._of_calendar)

    @property
    def _of_calendar(self) -> bool:
        return has_calendar(self.reader.facts)

    def _after_words(self) -> str:
        if self.result is None:
            return _("Stopping leaves nothing behind.")
        if not self.result.can_undo:
            return ""
        return _("The import can be undone as a whole later too, in the history of the book.")

    def go_on(self) -> None:
        """The primary button: check, import, or go away."""
        if self._at == FILE:
            self._show(CHECK)
            self.go.setFocus(OTHER)
        elif self._at == DONE:
            self.wants_another.emit()
        elif self.reader.busy or self._coming():
            self.import_now()
        else:
            self.leave()

    def _go_back(self) -> None:
        self.file_page.show_counts(self.reader, self._what())
        self._show(FILE)
        self.go.setFocus(OTHER)

    def leave(self) -> None:
        """Go away; what was not imported is forgotten, what runs goes on."""
        self.waiting = False
        if not self.running:
            self.reader.close()
            self._line.stop()
        self.left.emit()

    def step_back(self) -> bool:
        """Esc: all rows again, then the step before, then away (False)."""
        if self._at == CHECK and self.check.clear_search():
            return True
        self.leave()
        return True

    def close_down(self) -> None:
        """The window closes: nothing is read or imported any longer."""
        self.stop()
        self.reader.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on, wherever the keyboard is."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.go.isVisible() and self.go.isEnabled() and self._at != DONE:
                self.go_on()
        else:
            super().keyPressEvent(event)

    # ── the preview ─────────────────────────────────────────────────────────────────────

    def look_at(self, paths: list[str]) -> None:
        """Read these files and show what an import of them would do."""
        self._files, self.waiting = paths, True
        self.check.rows.files = [Path(path).name for path in paths]
        self._first_look = True
        self._forget_result()
        self.file_page.reset()
        self._read()
        self._show(CHECK)
        self.go.setFocus(OTHER)

    def _read(self) -> None:
        facts = self.file_page.facts
        remembered = {"remembered": self._desk.settings.table_columns}
        choices = tuple({**remembered, **self.file_page.choices()}.items())
        asked = Asked(tuple(self._files), facts.kind(), facts.chosen_region(), choices)
        self.reader.read(asked)
        self._line.start()
        self.check.begin(self.reader.rows)

    def _what(self) -> str:
        if len(self._files) == 1:
            return Path(self._files[0]).name
        count = len(self._files)
        return ngettext("{n} file", "{n} files", count).format(n=counted(count))

    def _facts_read(self) -> None:
        region = self._desk.facts.region if self._desk.facts is not None else ""
        self.file_page.show_files(self.reader, self._what(), region)
        self.check.show_kind(self._of_calendar)
        self.title.setText(_("Import a calendar") if self._of_calendar else _("Import contacts"))
        if self._first_look and self._wants_columns():
            self._show(FILE)
            self.go.setFocus(OTHER)
        self._first_look = False
        self._say_steps()

    def _wants_columns(self) -> bool:
        """Whether a person should see first which column is what."""
        from contactdesk.operations.tables import remembered

        table = self.reader.table
        return table is not None and remembered(self._desk.settings, table.header) is None

    def _remember_columns(self) -> None:
        from contactdesk.operations.tables import with_remembered

        table, card = self.reader.table, self.file_page.columns
        if table is None or card.chosen() is None or not card.remember.isChecked():
            return
        settings = with_remembered(self._desk.settings, table.header, card.fields())
        self._desk.update_settings(table_columns=settings.table_columns)

    def _grown(self) -> None:
        self.check.grow()
        if self._at == FILE:
            self.file_page.show_counts(self.reader, self._what())
        self._say_foot()

    def _read_to_the_end(self) -> None:
        self._line.stop()
        self._grown()
        self._say_what_is_there()

    def _say_what_is_there(self) -> None:
        """A banner where there is nothing to import."""
        rows = self.reader.rows
        counts = rows.counts()
        file = self._what()
        if self.reader.apart and not self.check.rows.coming():
            words = beside_words(bool(rows))
            self.check.say("ok", words.format(file=file))
        elif len(rows) and counts["unreadable"] == len(rows):
            reason = rows[0].problems[0][2] if len(rows) == 1 and rows[0].problems else ""
            words = _("Nothing of {file} can be imported.").format(file=file)
            self.check.say("bad", f"{words} {reason}".strip())
        elif len(rows) and counts["same"] + counts["unreadable"] == len(rows):
            words = _("Everybody of {file} is in the book already. There is nothing to import.")
            if self._of_calendar:
                words = _("All of {file} is in the book already. There is nothing to import.")
            self.check.say("ok", words.format(file=file))
        banner = self.check.banner
        announce(self.check, banner.words.text() if banner is not None else self.check.summary())

    def _not_read(self, error: ContactDeskError) -> None:
        self._line.stop()
        self.check.say("bad", error.message)
        self._say_foot()

    def _save_unreadable(self) -> None:
        self.save_wanted.emit(self.reader.left_out)

    # ── the work ────────────────────────────────────────────────────────────────────────

    def _plan(self) -> Plan:
        from contactdesk.operations.decisions import Plan

        rows = self.check.rows
        return Plan(
            self.reader.rows.expected,
            rows.decided_of.all(),
            rows.decided_of.differ,
            self.reader.stamps,
        )

    def import_now(self) -> None:
        """Import the files as one step, as it was shown and decided."""
        self.waiting = False
        asked, paths = self.reader.asked, list(self._files)
        plan = self._plan()
        self._category = str(self.check.category.currentData() or "")
        choices = {**dict(asked.choices), "category": self._category}
        self._remember_columns()
        self.reader.close()
        self._line.stop()
        self._forget_result()
        self.progress.show()
        self.progress.begin(self._what())
        self._show(DONE)
        self.progress.stop.setFocus(OTHER)

        def job(book: Any, progress: Progress) -> Any:
            from contactdesk.operations.importing import import_files

            return import_files(
                book, [Path(p) for p in paths], region=asked.region, kind=asked.kind,
                choices=choices, plan=plan, progress=progress,
            )  # fmt: skip

        run_after_backup(
            self._desk, self, "import", job, self._done,
            failed=self._failed,
            progressed=self._progressed,
            stopped=self._stopped,
            keep=self._keep_job,
        )  # fmt: skip

    def _keep_job(self, job: Any) -> None:
        self._job = job

    def _progressed(self, done: int, total: int, what: str) -> None:
        if self.running:
            self.progress.show_progress(done, total, what)

    def stop(self) -> None:
        """Ask the import to end; what has come in so far is taken back."""
        if self._job is not None:
            self._job.stop()
            self.progress.stopping()

    # ── how it ended ────────────────────────────────────────────────────────────────────

    def _over(self) -> None:
        self._job = None
        self.progress.hide()
        self.told.emit("")

    def _forget_result(self) -> None:
        if self.result is not None:
            self._cards.removeWidget(self.result)
            self.result.hide()
            self.result.deleteLater()
            self.result = None

    def _show_result(self, card: ResultCard, sentence: str) -> None:
        self._forget_result()
        self.result = card
        self._cards.insertWidget(1, card)
        self._say_foot()
        announce(card, sentence)
        self.finished.emit(sentence)
        if self.isVisible():
            card.first_button().setFocus(OTHER)

    def _done(self, report: Any) -> None:
        self._over()
        card = ResultCard.of_report(report, self._what(), self._category)
        card.undo_wanted.connect(lambda: self._undo(report.set_id))
        card.show_wanted.connect(lambda category: self.show_wanted.emit(report.set_id, category))
        card.save_wanted.connect(lambda: self._save(report.left_out))
        card.closed.connect(self.left)
        self._show_result(card, card.headline)

    def _save(self, cards: LeftOutCards) -> None:
        self.save_wanted.emit(cards)

    def _undo(self, set_id: int) -> None:
        self._forget_result()
        self.left.emit()
        self.undo_wanted.emit(set_id)

    def _stopped(self) -> None:
        self._over()
        card = ResultCard(
            "info",
            "slate",
            _("Import stopped"),
            _("Nothing of {file} was kept; your contacts are as they were.").format(
                file=self._what()
            ),
        )
        card.closed.connect(self.left)
        self._show_result(card, _("Import stopped, nothing was added"))

    def _failed(self, error: ContactDeskError) -> None:
        self._over()
        card = ResultCard(
            "triangle-alert",
            "bad",
            _("{file} was not imported").format(file=self._what()),
            error.message + " " + _("Your contacts are as they were."),
        )
        card.closed.connect(self.left)
        self._show_result(card, error.message)
