"""What came of an import: a row a kind of outcome, the cards left out with the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.import_entry_words import count_words, imported_text
from contactdesk.desktop.labels import ElidedLabel, Label, LinkLabel
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.operations.importing import ImportReport, ImportRow
    from contactdesk.operations.importing_documents import DocumentCounts

FAILED_SHOWN = 200
REASONS_AT_FIRST = 5


class ResultCard(Card):
    """A headline, what happened in numbers, and the way back."""

    undo_wanted = Signal()
    show_wanted = Signal(str)  # what changed, or with a category's name the contacts in it
    save_wanted = Signal()
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
        self.headline, self.can_undo = headline, can_undo
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
    def of_report(cls, report: ImportReport, what: str, category: str = "") -> ResultCard:
        """The card for a finished import; `category` is the one its new contacts got."""
        came = report.added + report.updated
        documents = report.documents
        beside = report.deals + report.arranged + documents.came
        here = report.unchanged or report.skipped or documents.unchanged
        if beside and not came:
            headline = _beside_headline(report)
        elif came:
            headline = ngettext("{n} contact imported", "{n} contacts imported", came)
            headline = headline.format(n=counted(came))
            if report.entries:
                headline = imported_text(report)
        elif not here:
            headline = _("Nothing could be imported")
        else:
            headline = _("Everything was here already")
        seconds = max(1, round(report.seconds))
        took = ngettext("{n} second", "{n} seconds", seconds).format(n=counted(seconds))
        good = bool(came or beside or here)
        card = cls(
            "check" if good else "triangle-alert",
            "ok" if good else "bad",
            headline,
            f"{what} · {took}",
            can_undo=report.set_id is not None and bool(came or beside),
        )
        card._add_counts(report, category)
        unread = {path for path, _sentence in report.unread}
        failed = [r for r in report.rows if r.outcome == "failed" and r.file not in unread]
        card._add_failed(failed)
        return card

    def _add_counts(self, report: ImportReport, category: str) -> None:
        self._add_added(report, category)
        self._add_rest(report)
        self._add_beside(report)
        self._add_documents(report.documents)
        self._add_failures(report)

    def _add_added(self, report: ImportReport, category: str) -> None:
        added = ngettext("new contact", "new contacts", report.added)
        if report.entries:
            added = count_words(report)[0]
        elif category and report.added:
            words = ngettext(
                "new contact, in “{category}”", "new contacts, in “{category}”", report.added
            )
            added = words.format(category=category)
        self._add_count(report.added, "plus", "ok", added, *self._show(report, category))

    def _add_rest(self, report: ImportReport) -> None:
        _added, updated, unchanged, skipped = (
            count_words(report) if report.entries else _words_of_cards(report)
        )
        lines = (
            (report.updated, "git-merge", "accent", updated, *self._show(report, "")),
            (report.unchanged, "equal", "slate", unchanged),
            (report.skipped, "minus", "slate", skipped),
            (
                report.matched_anew,
                "refresh-cw",
                "warn",
                ngettext(
                    "of them was matched anew: the book was changed after the check",
                    "of them were matched anew: the book was changed after the check",
                    report.matched_anew,
                ),
            ),
        )
        for line in lines:
            self._add_count(*line)

    def _add_beside(self, report: ImportReport) -> None:
        """Deals and what an office arranged, and what of it stayed out."""
        deals = ngettext("deal", "deals", report.deals)
        self._add_count(report.deals, "square-kanban", "ok", deals)
        words = ngettext(
            "custom field, smart group or table",
            "custom fields, smart groups and tables",
            report.arranged,
        )
        self._add_count(report.arranged, "settings-2", "ok", words)
        for note in report.notes[:REASONS_AT_FIRST]:
            self.body.addWidget(Label(note, "body", "text2", wrap=True))

    def _add_documents(self, found: DocumentCounts) -> None:
        """What became of the documents, and what of them stayed out."""
        words = ngettext("new document", "new documents", found.added)
        self._add_count(found.added, "files", "ok", words)
        words = ngettext("document completed", "documents completed", found.updated)
        self._add_count(found.updated, "git-merge", "accent", words)
        words = ngettext(
            "document was here already", "documents were here already", found.unchanged
        )
        self._add_count(found.unchanged, "equal", "slate", words)
        words = ngettext(
            "document could not be imported", "documents could not be imported", found.failed
        )
        save = (_("Save the failed ones…"), self._save) if found.failed else ()
        self._add_count(found.failed, "file-x", "bad", words, *save)
        self._add_lines(found.told[:FAILED_SHOWN])

    def _add_failures(self, report: ImportReport) -> None:
        files = len(report.unread)
        words = ngettext("file could not be read", "files could not be read", files)
        self._add_count(files, "file-x", "bad", words)
        for path, sentence in report.unread:
            self.body.addWidget(_named_line(Path(path).name, sentence))
        cards = report.failed - files  # an unread file is one failure in the counts
        words = ngettext("card could not be read", "cards could not be read", cards)
        self._add_count(cards, "circle-x", "bad", words, _("Save the failed ones…"), self._save)

    def _show(self, report: ImportReport, category: str) -> tuple[str, Callable[[], None] | None]:
        """The link to what came in."""
        if report.set_id is None:
            return "", None
        words = _("Show") if category else _("Show what changed")
        return words, lambda: self.show_wanted.emit(category)

    def _save(self) -> None:
        self.save_wanted.emit()

    def _add_count(
        self,
        count: int,
        icon: str,
        tone: str,
        words: str,
        link: str = "",
        follow: Callable[[], None] | None = None,
    ) -> None:
        if count <= 0:
            return
        self.add_line()
        row = _count_row(icon, tone, count, words)
        if follow is not None:
            leads = LinkLabel(link, weight=500)
            leads.setAccessibleName(f"{counted(count)} {words}: {link}")
            leads.activated.connect(follow)
            line = row.layout()
            assert line is not None
            line.addWidget(leads)
        self.body.addWidget(row)

    def _add_failed(self, rows: list[ImportRow]) -> None:
        self._add_lines([_reason(row) for row in rows[:FAILED_SHOWN]])

    def _add_lines(self, lines: list[tuple[str, str]]) -> None:
        """Names with reasons, of which the first are shown at once."""
        rest = lines[REASONS_AT_FIRST:]
        for name, why in lines[:REASONS_AT_FIRST]:
            self.body.addWidget(_named_line(name, why))
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
            for i, (name, why) in enumerate(rest):
                self.body.insertWidget(place + i, _named_line(name, why))

        more.activated.connect(unfold)


def _beside_headline(report: ImportReport) -> str:
    """The headline where nobody came in, but something else of an office."""
    documents = report.documents.came
    if documents and not report.deals and not report.arranged:
        words = ngettext("{n} document imported", "{n} documents imported", documents)
        return words.format(n=counted(documents))
    if report.deals and not report.arranged and not documents:
        words = ngettext("{n} deal imported", "{n} deals imported", report.deals)
        return words.format(n=counted(report.deals))
    return _("What your office arranged came in")


def _words_of_cards(report: ImportReport) -> tuple[str, str, str, str]:
    return (
        ngettext("new contact", "new contacts", report.added),
        ngettext("existing contact completed", "existing contacts completed", report.updated),
        ngettext("contact was here already", "contacts were here already", report.unchanged),
        ngettext("card skipped", "cards skipped", report.skipped),
    )


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


def _reason(row: ImportRow) -> tuple[str, str]:
    """One card that was left out: which, and why."""
    name = row.name or _("Card {n}").format(n=counted(row.place + 1))
    line, _code, reason = row.problems[0] if row.problems else (0, "", "")
    if line:
        reason = _("line {n}: {reason}").format(n=counted(line), reason=reason)
    return name, reason


def _named_line(name: str, text: str) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(*mirror.margins(42, 2, 0, 2))
    line.setSpacing(10)
    line.addWidget(Label(name, "caption", weight=600))
    line.addWidget(ElidedLabel(text, "caption", "text2"), 1)
    return holder
