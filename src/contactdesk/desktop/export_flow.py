"""Writing contacts to a file for another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contactdesk.desktop.contact_drag import file_name
from contactdesk.desktop.file_dialogs import ask_export_file, show_in_folder
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.progress import Progress


def export(window: MainWindow, desk: Desk, numbers: list[int] | None) -> None:
    """Ask where, then write the given contacts (None = all)."""
    name = _("contacts.vcf")
    if numbers is not None and len(numbers) == 1:
        model = window.list_pane.model
        row = model.contact_at(model.row_of_number(numbers[0]))
        name = file_name(row, 1) if row else name
    ask_export_file(window, name, partial(write_export, desk, numbers))


def write_export(desk: Desk, numbers: list[int] | None, path: str, format_: str) -> None:
    """Write the file on the book's thread and say so."""

    def job(book: Any, progress: Progress) -> Any:
        from contactdesk.operations.exporting import export as write

        return write(book, Path(path), format=format_, numbers=numbers, progress=progress)

    def done(report: Any) -> None:
        words = ngettext(
            "Exported {n} contact to {file}", "Exported {n} contacts to {file}", report.contacts
        )
        words = words.format(n=counted(report.contacts), file=Path(path).name)
        desk.toast.emit(words, _("Show"), lambda: show_in_folder(path))

    desk.run(job, done)
