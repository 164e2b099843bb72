"""What came of an import: a row a kind of outcome, the cards left out with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel, Label, LinkLabel
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.operations.importing import ImportReport, ImportRow

FAILED_SHOWN = 200
REASONS_AT_FIRST = 5


class ResultCard(Card):
    """A headline, what happened in numbers, and the way back."""

    undo_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        icon: str,
        tone: str,
        headline: str,
        text: str,
        *,
        can_undo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.headline = headline
        self.setAccessibleName(headline)
        title = Label(headline, "title", wrap=True)
        below = Label(text, "body", "text2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(title)
        words.addWidget(below)
        ink = "accent_text" if tone == "accent" else tone
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(
            IconMark(icon, ink, 24, side=48, ground=f"{tone}_soft", round_=True),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        row.addLayout(words, 1)
        self._undo = Button(_("Undo this import"), "secondary", "undo-2")
        self._undo.clicked.connect(self.undo_wanted)
        self._done = Button(_("Done"), "primary")
        self._done.clicked.connect(self.closed)
        row.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._done, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setContentsMargins(8, 8, 8, 4)
        self.body.setSpacing(0)
        self.body.addLayout(row)
        self._undo.setHidden(not can_undo)
        self.body.addSpacing(10)

    def first_button(self) -> Button:
        """Where the keyboard goes when the card appears."""
        return self._done

    @classmethod
    def of_report(cls, report: ImportReport, what: str) -> ResultCard:
        """The card for a finished import."""
        came = report.added + report.updated
        if came:
            headline = ngettext("{n} contact imported", "{n} contacts imported", came)
            headline = headline.format(n=counted(came))
        elif not report.unchanged and not report.skipped:
            headline = _("Nothing could be imported")
        else:
            headline = _("Everything was here already")
        seconds = max(1, round(report.seconds))
        took = ngettext("{n} second", "{n} seconds", seconds).format(n=counted(seconds))
        good = bool(came or report.unchanged or report.skipped)
        card = cls(
            "check" if good else "triangle-alert",
            "ok" if good else "bad",
            headline,
            f"{what} · {took}",
            can_undo=report.set_id is not None and bool(came),
        )
        card._add_counts(report)
        unread = {path for path, _sentence in report.unread}
        failed = [r for r in report.rows if r.outcome == "failed" and r.file not in unread]
        card._add_failed(failed)
        return card

    def _add_counts(self, report: ImportReport) -> None:
        lines = (
            (report.added, "plus", "ok", ngettext("new contact", "new contacts", report.added)),
            (
                report.updated,
                "git-merge",
                "accent",
                ngettext(
                    "existing contact completed", "existing contacts completed", report.updated
                ),
            ),
            (
                report.unchanged,
                "equal",
                "slate",
                ngettext(
                    "contact was here already", "contacts were here already", report.unchanged
                ),
            ),
            (
                report.skipped,
                "minus",
                "slate",
                ngettext("card skipped", "cards skipped", report.skipped),
            ),
        )
        for count, icon, tone, words in lines:
            self._add_count(count, icon, tone, words)
        files = len(report.unread)
        words = ngettext("file could not be read", "files could not be read", files)
        self._add_count(files, "file-x", "bad", words)
        for path, sentence in report.unread:
            self.body.addWidget(_named_line(Path(path).name, sentence))
        cards = report.failed - files  # an unread file is one failure in the counts
        words = ngettext("card could not be read", "cards could not be read", cards)
        self._add_count(cards, "circle-x", "bad", words)

    def _add_count(self, count: int, icon: str, tone: str, words: str) -> None:
        if count > 0:
            self.add_line()
            self.body.addWidget(_count_row(icon, tone, count, words))

    def _add_failed(self, rows: list[ImportRow]) -> None:
        for row in rows[:REASONS_AT_FIRST]:
            self.body.addWidget(_reason(row))
        rest = rows[REASONS_AT_FIRST:FAILED_SHOWN]
        if not rest:
            return
        more = LinkLabel(_("Show {n} more").format(n=counted(len(rest))))
        holder = QHBoxLayout()
        holder.setContentsMargins(*mirror.margins(42, 4, 0, 4))
        holder.addWidget(more)
        holder.addStretch(1)
        self.body.addLayout(holder)
        place = self.body.count() - 1

        def unfold() -> None:
            more.hide()
            for i, row in enumerate(rest):
                self.body.insertWidget(place + i, _reason(row))

        more.activated.connect(unfold)


def _count_row(icon: str, tone: str, count: int, words: str) -> QWidget:
    holder = QWidget()
    holder.setMinimumHeight(look.tall(46, room=22))
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    ink = "accent_text" if tone == "accent" else tone
    row.addWidget(IconMark(icon, ink, 16, side=30, ground=f"{tone}_soft", round_=True))
    row.addWidget(Label(counted(count), "subtitle"))
    row.addWidget(Label(words), 1)
    return holder


def _reason(row: ImportRow) -> QWidget:
    """One card that was left out: which, and why."""
    name = row.name or _("Card {n}").format(n=counted(row.place + 1))
    line, _code, reason = row.problems[0] if row.problems else (0, "", "")
    if line:
        reason = _("line {n}: {reason}").format(n=counted(line), reason=reason)
    return _named_line(name, reason)


def _named_line(name: str, text: str) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(*mirror.margins(42, 2, 0, 2))
    line.setSpacing(10)
    line.addWidget(Label(name, "caption", weight=600))
    line.addWidget(ElidedLabel(text, "caption", "text2"), 1)
    return holder
