"""Writing contacts to a file for another program: what is lost, where to, and was it right."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contactdesk.desktop.contact_drag import file_name
from contactdesk.desktop.export_sheet import ExportSheet
from contactdesk.desktop.export_targets import Chosen, Target
from contactdesk.desktop.file_dialogs import ask_export_file, ask_export_folder, show_in_folder
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.operations.self_check import Checked
    from contactdesk.progress import Progress

MOST_NAMED = 6  # contacts that read otherwise, on the sheet that tells of them


def export(window: MainWindow, desk: Desk, numbers: list[int] | None) -> None:
    """Ask for whom and where, then write the given contacts (None = all)."""
    name = _("contacts")
    if numbers is not None and len(numbers) == 1:
        model = window.list_pane.model
        row = model.contact_at(model.row_of_number(numbers[0]))
        name = Path(file_name(row, 1)).stem if row else name
    ask_export(window, desk, numbers, name)


def ask_export(host: QWidget, desk: Desk, numbers: list[int] | None, name: str) -> None:
    """Ask for whom, then where; `name` is the file's without its ending."""
    sheet = ExportSheet(host, desk, numbers, _title(numbers))
    sheet.chosen.connect(partial(_ask_where, host.window(), desk, numbers, name))
    sheet.open_sheet(sheet.target)


def _title(numbers: list[int] | None) -> str:
    if numbers is None:
        return _("Export all contacts")
    words = ngettext("Export {n} contact", "Export {n} contacts", len(numbers))
    return words.format(n=counted(len(numbers)))


def _ask_where(
    host: QWidget, desk: Desk, numbers: list[int] | None, name: str, choice: Chosen
) -> None:
    target = choice.target
    if choice.each:
        write = partial(_write_each, host, desk, numbers, target, name)
        ask_export_folder(host, write)
        return
    where = f"{name}.{target.ending}"
    ask_export_file(
        host, where, target.words, target.ending, partial(_write, host, desk, numbers, choice)
    )


def _write(host: QWidget, desk: Desk, numbers: list[int] | None, choice: Chosen, path: str) -> None:
    target = choice.target
    write_export(desk, numbers, path, target.format, target.receiver, host, choice.delimiter)


def _write_each(
    host: QWidget, desk: Desk, numbers: list[int] | None, target: Target, name: str, within: str
) -> None:
    """Into a new folder within the one chosen: nothing there is touched."""

    def job(book: Any, progress: Progress) -> Any:
        from contactdesk.operations.exporting_each import export_each, free_folder

        to = free_folder(Path(within), name)  # in here: a drive may be slow to say what is there
        return export_each(book, to, target.format, numbers, progress, target.receiver), str(to)

    desk.run(job, partial(_done_each, desk, host))


def write_export(
    desk: Desk,
    numbers: list[int] | None,
    path: str,
    format_: str,
    receiver: str = "",
    host: QWidget | None = None,
    delimiter: str = "",
) -> None:
    """Write the file on the book's thread, read it again, and say so."""
    choices = {"delimiter": delimiter} if delimiter else {}

    def job(book: Any, progress: Progress) -> Any:
        from contactdesk.operations.exporting import export as write

        return write(
            book, Path(path), format=format_, numbers=numbers, progress=progress,
            choices=choices, receiver=receiver,
        )  # fmt: skip

    desk.run(job, partial(_done, desk, host, path))


def _done_each(desk: Desk, host: QWidget, done: tuple[Any, str]) -> None:
    report, folder = done
    _done(desk, host, folder, report)


def _done(desk: Desk, host: QWidget | None, path: str, report: Any) -> None:
    if report.checked is not None and not report.checked.is_same and host is not None:
        tell_difference(host, report.checked, path)
    else:
        desk.toast.emit(_told(report, path), _("Show"), lambda: show_in_folder(path))


def _told(report: Any, path: str) -> str:
    checked, file = report.checked, Path(path).name
    if checked is not None and not checked.is_same:
        from contactdesk.operations.self_check import difference_sentence

        return difference_sentence(checked, file)
    if checked is not None and checked.read:
        words = ngettext(
            "Exported {n} contact to {file}, read again and complete",
            "Exported {n} contacts to {file}, read again and complete",
            report.contacts,
        )
    else:
        words = ngettext(
            "Exported {n} contact to {file}", "Exported {n} contacts to {file}", report.contacts
        )
    return words.format(n=counted(report.contacts), file=file)


def tell_difference(host: QWidget, checked: Checked, path: str) -> None:
    """The file does not read as the book does: which contacts, in which fields."""
    from contactdesk.desktop.sheet import Question
    from contactdesk.operations.self_check import difference_sentence

    lines = [_difference_words(each) for each in checked.differences[:MOST_NAMED]]
    more = checked.differing - len(lines)
    if lines and more > 0:
        lines.append(_("and {n} more").format(n=counted(more)))
    question = Question(
        host,
        "triangle-alert",
        _("The file is not what it should be"),
        difference_sentence(checked, Path(path).name),
        lines,
        _("Close"),
        _("Show in folder"),
    )
    question.answered.connect(partial(_show_if, path))
    question.ask()


def _difference_words(difference: Any) -> str:
    from contactdesk.model.record import LABELS

    fields = ", ".join(_(LABELS[name]) for name in difference.fields)
    name = difference.name or _("Somebody without a name")
    return _("{name}: {fields}").format(name=name, fields=fields) if fields else name


def _show_if(path: str, show: bool) -> None:
    if show:
        show_in_folder(path)
