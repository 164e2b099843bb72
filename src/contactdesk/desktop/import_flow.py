"""The page that brings contacts in: progress with Stop, then what came of it with Undo."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import IconMark, ProgressBar, announce
from contactdesk.desktop.import_result import ResultCard
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.background import Job
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress


class ImportPage(QWidget):
    """One import at a time; one may leave the page while it runs and come back."""

    left = Signal()
    wants_another = Signal()
    finished = Signal(str)  # a sentence for those who left the page
    undo_wanted = Signal(int)  # the set of an import that is to be taken back
    told = Signal(str)  # the state line: "Importing 62 %", or "" when done

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._started = 0.0
        self._files: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        page = Page(widest=840)
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(28, 24, 28, 24)
        self._cards.setSpacing(12)
        self._build_progress()
        self.result: ResultCard | None = None
        self._cards.addStretch(1)
        page.set_content(self._cards)
        column.addWidget(page, 1)

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setProperty("surface", "list")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spacing.keep_tall(head, 66, "title", room=36)
        row = QHBoxLayout(head)
        row.setContentsMargins(*mirror.margins(28, 0, 16, 0))
        row.addWidget(Label(_("Import contacts"), "title"))
        row.addStretch(1)
        self._another = Button(_("Import another file…"), "secondary")
        self._another.clicked.connect(self.wants_another)
        row.addWidget(self._another)
        cross = IconButton("x", _("Close"))
        cross.clicked.connect(self.left)
        row.addWidget(cross)
        return head

    def _build_progress(self) -> None:
        self._progress = Card()
        self._name = ElidedLabel("", "subtitle")
        self._state = Label("", "body", "text2")
        self._stop = Button(_("Stop and undo"))
        self._stop.clicked.connect(self.stop)
        self._bar = ProgressBar()
        self._note = Label(
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
        row.addWidget(self._stop)
        body = self._progress.body
        body.setSpacing(12)
        body.setContentsMargins(8, 6, 8, 4)
        body.addLayout(row)
        body.addWidget(self._bar)
        body.addWidget(self._note)
        self._cards.addWidget(self._progress)

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._job is not None

    # ── the work ────────────────────────────────────────────────────────────────────────

    def start(self, paths: list[str]) -> None:
        """Import these files as one step."""
        self._files = paths
        self._started = monotonic()
        self._forget_result()
        self._progress.show()
        self._another.hide()
        self._stop.setEnabled(True)
        self._stop.set_label(_("Stop and undo"))
        self._name.setText(_("Importing {file}").format(file=self._what()))
        self._state.setText(_("Reading the file"))
        self._bar.setRange(0, 0)
        self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

        def job(book: Any, progress: Progress) -> Any:
            from contactdesk.operations.importing import import_files

            return import_files(book, [Path(p) for p in paths], progress=progress)

        self._job = self._desk.run(
            job,
            self._done,
            failed=self._failed,
            progressed=self._progressed,
            stopped=self._stopped,
        )

    def _what(self) -> str:
        if len(self._files) == 1:
            return Path(self._files[0]).name
        count = len(self._files)
        return ngettext("{n} file", "{n} files", count).format(n=counted(count))

    def _progressed(self, done: int, total: int, what: str) -> None:
        """`done` and `total` are bytes of the files, `what` says how many contacts that is."""
        if not self.running or not self._stop.isEnabled():
            return
        part = min(99, done * 100 // total) if total > 0 else 0
        self._bar.setRange(0, 100 if total > 0 else 0)
        self._bar.setValue(part)
        parts = [what, self._time_left(done, total)]
        words = " · ".join(each for each in parts if each)
        self._state.setText(words or _("Reading the file"))
        self.told.emit(_("Importing, {n} %").format(n=counted(part)))

    def _time_left(self, done: int, total: int) -> str:
        spent = monotonic() - self._started
        if spent < 1.5 or done <= 0:
            return ""
        left = round(spent * (total - done) / done)
        if left < 1:
            return _("nearly done")
        if left < 90:
            return ngettext("about {n} second left", "about {n} seconds left", left).format(
                n=counted(left)
            )
        minutes = round(left / 60)
        return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(
            n=counted(minutes)
        )

    def stop(self) -> None:
        """Ask the import to end; what has come in so far is taken back."""
        if self._job is not None:
            self._job.stop()
            self._stop.setEnabled(False)
            self._stop.set_label(_("Stopping…"))
            self._state.setText(_("Taking back what has come in so far"))

    # ── how it ended ────────────────────────────────────────────────────────────────────

    def _over(self) -> None:
        self._job = None
        self._progress.hide()
        self._another.show()
        self.told.emit("")

    def _forget_result(self) -> None:
        if self.result is not None:
            self._cards.removeWidget(self.result)
            self.result.deleteLater()
            self.result = None

    def _show_result(self, card: ResultCard, sentence: str) -> None:
        self._forget_result()
        self.result = card
        self._cards.insertWidget(1, card)
        announce(card, sentence)
        self.finished.emit(sentence)
        if self.isVisible():
            card.first_button().setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, report: Any) -> None:
        self._over()
        card = ResultCard.of_report(report, self._what())
        card.undo_wanted.connect(lambda: self._undo(report.set_id))
        card.closed.connect(self.left)
        self._show_result(card, card.headline)

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
