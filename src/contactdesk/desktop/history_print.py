"""Histories on paper: what is listed, for a printer or as a PDF; mirrored where one reads so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMarginsF, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QWidget

from contactdesk.desktop import bidi, icons
from contactdesk.desktop.date_texts import clock_text, date_text
from contactdesk.desktop.file_dialogs import ask_pdf_file, show_in_folder
from contactdesk.desktop.history_words import (
    author_of,
    deed_of,
    lines_of,
    local_day,
    moment_of,
    source_of,
    when_of,
)
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.step_words import about
from contactdesk.desktop.step_words import author_of as author_of_step
from contactdesk.desktop.step_words import deed_of as deed_of_step
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.history import HistoryEntry

if TYPE_CHECKING:
    from contactdesk.desktop.book_history_page import BookHistoryPage
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.history_page import HistoryPage

_GREY = QColor("#525C6B")  # ink on paper: the theme's colours are for the screen
BODY_PT = 9.5


class Part(NamedTuple):
    """A change on paper: its day, its first line, and what follows it."""

    day: str
    clock: str
    head: str
    lines: tuple[str, ...]


def contact_parts(entries: list[HistoryEntry]) -> Iterator[Part]:
    """The changes of a contact, a line a value."""
    for entry in entries:
        values = lines_of(entry.fields)
        empty = _("empty")
        told = [source_of(entry)] if source_of(entry) else []
        told += [
            _("{field}: {before} → {after}").format(
                field=line.label,
                before=bidi.isolated(line.before or empty),
                after=bidi.isolated(line.after or empty),
            )
            for line in values
        ]
        head = f"{bidi.isolated(author_of(entry))} {deed_of(entry, len(values))}"
        yield Part(date_text(local_day(moment_of(entry))), clock_text(entry.at), head, tuple(told))


def book_parts(page: BookHistoryPage) -> Iterator[Part]:
    """The steps of the book, as they are listed."""
    for step in page.list.steps:
        head = f"{bidi.isolated(author_of_step(step))}: {bidi.isolated(deed_of_step(step))}"
        more = about(step)
        day = date_text(local_day(moment_of(step)))
        yield Part(day, clock_text(step.at), head, (more,) if more else ())


def contact_text(page: HistoryPage) -> str:
    """What a contact's history lists, as plain text."""
    return bidi.without_marks(as_text(contact_parts(page.entries)))


def as_text(parts: Iterator[Part]) -> str:
    """Changes as plain text, under their days."""
    rows: list[str] = []
    day = ""
    for part in parts:
        if part.day != day:
            day = part.day
            rows += ["", day] if rows else [day]
        rows.append(f"{part.clock}  {part.head}")
        rows += [f"    {line}" for line in part.lines]
    return "\n".join(rows)


def contact_document(page: HistoryPage) -> QTextDocument:
    """What a contact's history lists, for paper."""
    return document(page.title.full_text(), page.summary.full_text(), contact_parts(page.entries))


def book_document(page: BookHistoryPage) -> QTextDocument:
    """What the book's history lists, for paper."""
    facts = page.desk.facts
    printed = when_of(datetime.now().astimezone().isoformat())
    below = f"{bidi.isolated(facts.name)} · {printed}" if facts else printed
    return document(page.title.full_text(), below, book_parts(page))


def document(title: str, below: str, parts: Iterator[Part]) -> QTextDocument:
    """A title and changes under their days; strangers' words go in as plain text."""
    paper = QTextDocument()
    font = QFont(QApplication.font())
    font.setPointSizeF(BODY_PT)
    paper.setDefaultFont(font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeading)
    option.setTextDirection(QApplication.layoutDirection())
    paper.setDefaultTextOption(option)
    writer = _Writer(paper)
    writer.line(title, 1.6, bold=True)
    writer.line(below, 0.95, grey=True, after=10)
    day = ""
    for part in parts:
        if part.day != day:
            day = part.day
            writer.line(day, 1.1, bold=True, before=10, after=2)
        writer.line(f"{part.clock}  {part.head}", before=3)
        for line in part.lines:
            writer.line(line, 0.95, grey=True, indent=1)
    return paper


class _Writer:
    """Adds lines to a document."""

    def __init__(self, paper: QTextDocument) -> None:
        self._cursor = QTextCursor(paper)
        self._first = True

    def line(
        self,
        words: str,
        size: float = 1.0,
        *,
        bold: bool = False,
        grey: bool = False,
        before: int = 0,
        after: int = 0,
        indent: int = 0,
    ) -> None:
        """One paragraph; `size` is a ratio of the body's."""
        block = QTextBlockFormat()
        block.setLayoutDirection(QApplication.layoutDirection())
        block.setTopMargin(before)
        block.setBottomMargin(after)
        block.setIndent(indent)
        ink = QTextCharFormat()
        ink.setFontPointSize(BODY_PT * size)
        ink.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        ink.setForeground(_GREY if grey else QColor("black"))
        if self._first:
            self._cursor.setBlockFormat(block)
        else:
            self._cursor.insertBlock(block)
        self._first = False
        self._cursor.insertText(words, ink)


# ── where it goes ───────────────────────────────────────────────────────────────────────


def offer_print(button: QWidget, desk: Desk, title: str, make: Callable[[], QTextDocument]) -> None:
    """A menu below a button: to a printer, or into a file."""
    menu = Menu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    to_printer = menu.addAction(icons.icon("printer"), _("Print…"))
    to_printer.triggered.connect(lambda: print_document(button.window(), make()))
    to_file = menu.addAction(icons.icon("file-down"), _("Save as PDF…"))
    to_file.triggered.connect(
        lambda: ask_pdf_file(
            button.window(), title, lambda path: save_pdf(desk, make(), title, path)
        )
    )
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


def print_document(window: QWidget, paper: QTextDocument) -> None:
    """Ask for a printer, then print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.accepted.connect(lambda: paper.print_(printer))
    dialog.show()  # its own `open` wants a slot by its C++ name


def save_pdf(desk: Desk, paper: QTextDocument, title: str, path: str) -> None:
    """Write a PDF and say so, or say why it could not be written."""
    try:
        write_pdf(paper, title, Path(path))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        words = _("{file} was not written: {reason}. Choose another place.")
        desk.failed.emit(ContactDeskError(words.format(file=path, reason=reason)))
        return
    words = _("Saved {file}").format(file=Path(path).name)
    desk.toast.emit(words, _("Show"), lambda: show_in_folder(path))


def write_pdf(paper: QTextDocument, title: str, path: Path) -> None:
    """Write a document as a PDF on A4; a file that is there is replaced only by a whole one."""
    part = path.with_name(f".{path.name}.part")
    part.touch()  # Qt says nothing of a place that cannot be written to
    writer = QPdfWriter(str(part))
    writer.setTitle(title)
    writer.setCreator("ContactDesk")
    margins = QMarginsF(18, 18, 18, 18)
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    upright, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(a4, upright, margins, unit))
    paper.print_(writer)
    del writer
    part.replace(path)
