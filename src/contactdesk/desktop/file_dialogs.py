"""Asking for files: never waiting in a nested loop, always answering a callback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from contactdesk.i18n import _
from contactdesk.paths import BOOK_SUFFIX, own_book
from contactdesk.store.server_address import is_server_address

Chosen = Callable[[str], None]


def _dialog(parent: QWidget, title: str, folder: str, filters: list[str]) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if filters:
        dialog.setNameFilters(filters)
    return dialog


def _folder(book: str) -> str:
    """The folder a book lies in; beside a server's book one begins with one's own."""
    if is_server_address(book):
        return str(own_book().parent)
    return str(Path(book).parent)


def ask_open_book(parent: QWidget, beside: str, chosen: Chosen) -> None:
    """Ask for a book that exists."""
    filters = [_("ContactDesk books (*{suffix})").format(suffix=BOOK_SUFFIX), _("All files (*)")]
    dialog = _dialog(parent, _("Open book"), _folder(beside), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_new_book(parent: QWidget, beside: str, chosen: Chosen) -> None:
    """Ask where a new book shall lie."""
    _ask_place(parent, _("New book"), beside, _("Contacts"), chosen)


def ask_book_place(parent: QWidget, beside: str, name: str, chosen: Chosen) -> None:
    """Ask to which file the book is moved."""
    _ask_place(parent, _("Move this book"), beside, name, chosen)


def _ask_place(parent: QWidget, title: str, beside: str, name: str, chosen: Chosen) -> None:
    filters = [_("ContactDesk books (*{suffix})").format(suffix=BOOK_SUFFIX)]
    dialog = _dialog(parent, title, _folder(beside), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(BOOK_SUFFIX.lstrip("."))
    dialog.selectFile(name + BOOK_SUFFIX)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_import_files(parent: QWidget, chosen: Callable[[list[str]], None]) -> None:
    """Ask for address books of other programs."""
    endings = "*.vcf *.vcard *.csv *.tsv *.xlsx *.ldif *.json *.jsonl *.ics *.vcs"
    books = _("Address books and calendars")
    filters = [f"{books} ({endings})", _("All files (*)")]
    dialog = _dialog(parent, _("Import contacts"), str(Path.home()), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: chosen(list(paths)))
    dialog.open()


def ask_failed_file(parent: QWidget, chosen: Chosen) -> None:
    """Ask where cards that could not be read shall lie: as they came, or as a table."""
    cards, table = _("Cards as they came (*.vcf)"), _("Table with the reasons (*.csv)")
    dialog = _dialog(parent, _("Save the failed ones"), str(Path.home()), [cards, table])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("vcf")
    dialog.filterSelected.connect(
        lambda chosen_filter: dialog.setDefaultSuffix("csv" if chosen_filter == table else "vcf")
    )
    dialog.selectFile(_("Failed cards") + ".vcf")
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_export_file(parent: QWidget, name: str, kind: str, ending: str, chosen: Chosen) -> None:
    """Ask where an export shall lie; `kind` says in words what the file will be."""
    filters = [f"{_without_brackets(kind)} (*.{ending})", _("All files (*)")]
    dialog = _dialog(parent, _("Export contacts"), str(Path.home()), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_calendar_file(parent: QWidget, name: str, ending: str, chosen: Chosen) -> None:
    """Ask where the calendar shall lie."""
    filters = [_("Calendar file") + f" (*.{ending})", _("All files (*)")]
    dialog = _dialog(parent, _("Export the calendar"), str(Path.home()), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_invitation_file(parent: QWidget, name: str, chosen: Chosen) -> None:
    """Ask where an invitation shall lie."""
    dialog = _dialog(
        parent, _("Save invitation"), str(Path.home()), [_("Calendar file") + " (*.ics)"]
    )
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("ics")
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_export_folder(parent: QWidget, chosen: Chosen) -> None:
    """Ask in which folder a new folder of files shall lie."""
    dialog = _dialog(parent, _("Export contacts"), str(Path.home()), [])
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_folder(parent: QWidget, title: str, beside: str, chosen: Chosen) -> None:
    """Ask for a folder."""
    dialog = _dialog(parent, title, beside, [])
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def _without_brackets(words: str) -> str:
    """What stands in brackets is the pattern to Qt."""
    return words.replace("(", "– ").replace(")", "")


def ask_pdf_file(parent: QWidget, name: str, chosen: Chosen) -> None:
    """Ask where a PDF shall lie."""
    dialog = _dialog(parent, _("Save as PDF"), str(Path.home()), [_("PDF (*.pdf)")])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    kept = "".join(c for c in name if c.isalnum() or c in " -_.\u200c").strip(" .")
    dialog.selectFile(f"{kept[:80]}.pdf")
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_table_file(parent: QWidget, name: str, chosen: Chosen) -> None:
    """Ask where a table for a spreadsheet shall lie."""
    filters = [_("Table for a spreadsheet") + " (*.csv)", _("All files (*)")]
    dialog = _dialog(parent, _("Export the table"), str(Path.home()), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def show_in_folder(path: str) -> None:
    """Open the folder that holds a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))
