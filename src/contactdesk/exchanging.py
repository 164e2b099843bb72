"""What export and convert do on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from contactdesk.agenda_commands import export_agenda
from contactdesk.commands import (
    open_book,
    report_file,
    row_json,
    say,
    terminal_progress,
)
from contactdesk.errors import ContactDeskError
from contactdesk.formats.calendar_writers import FORMATS
from contactdesk.i18n import _, ngettext
from contactdesk.model.event_kinds import kinds_text
from contactdesk.model.record import LABELS
from contactdesk.operations.converting import ConvertReport
from contactdesk.operations.converting import convert as convert_files
from contactdesk.operations.exporting import ExportReport, going_out
from contactdesk.operations.exporting import export as export_contacts
from contactdesk.operations.exporting_each import export_each
from contactdesk.operations.importing import ImportRow
from contactdesk.operations.losses import ONE_A_FILE, Loss, losses
from contactdesk.operations.self_check import Checked, difference_sentence
from contactdesk.operations.tables import TABLE_FORMATS
from contactdesk.piped_input import input_file
from contactdesk.query_commands import numbers_of
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.table_options import reading_choices, writing_choices


def export(options: argparse.Namespace) -> int:
    """Write contacts to a file or standard output; status 1 where the file reads otherwise."""
    if options.format in FORMATS and not options.receiver:
        return export_agenda(options, lambda book: _chosen(options, book))
    _refuse_calendar_options(options)
    with open_book(options) as book:
        numbers = _chosen(options, book)
        target = options.receiver or options.format
        looks = options.receiver or options.dry_run or target in TABLE_FORMATS
        lost = losses(going_out(book, numbers), target) if looks else ()
        if options.each:
            lost = tuple(each for each in lost if each.code != ONE_A_FILE)
        if options.dry_run:
            return _tell_dry_run(options, lost)
        _tell_losses(lost)
        report = _export_each(options, book, numbers) if options.each else _export(
            options, book, numbers
        )  # fmt: skip
    if options.to == "-":
        return 0
    words = ngettext(
        "{n} contact written to {file}", "{n} contacts written to {file}", report.contacts
    ).format(n=report.contacts, file=options.to)
    if report.events:
        words = _("{words}, and {things}").format(words=words, things=kinds_text(report.kinds))
    same = report.checked is None or report.checked.is_same
    say(
        options, words, contacts=report.contacts, events=report.events, bytes=report.size,
        file=options.to, checked=same, losses=[_loss_json(each) for each in lost],
    )  # fmt: skip
    if report.checked is not None and not same:
        _tell_difference(report.checked, options.to)
    return 0 if same else 1


def _export(options: argparse.Namespace, book: Book, numbers: list[int] | None) -> ExportReport:
    to = sys.stdout.buffer if options.to == "-" else Path(options.to)
    return export_contacts(
        book, to, options.format, numbers, terminal_progress(), writing_choices(options),
        receiver=options.receiver,
    )  # fmt: skip


def _refuse_calendar_options(options: argparse.Namespace) -> None:
    if options.first or options.until or options.calendar:
        raise ContactDeskError(
            _("--from, --until and --calendar go with a calendar: --format {all}.").format(
                all=", ".join(FORMATS)
            )
        )


def _export_each(
    options: argparse.Namespace, book: Book, numbers: list[int] | None
) -> ExportReport:
    if options.to == "-":
        raise ContactDeskError(_("--each needs a folder: say which with --to."))
    return export_each(
        book, Path(options.to), options.format, numbers, terminal_progress(), options.receiver
    )


def _chosen(options: argparse.Namespace, book: Book) -> list[int] | None:
    """Whom --match and --where choose; None for everybody."""
    found = _matching(book, options.match) if options.match else None
    if not options.where:
        return found
    with book.read() as tx:
        numbers = numbers_of(tx, options.where)
    return numbers if found is None else [n for n in found if n in set(numbers)]


def _matching(book: Book, words: str) -> list[int]:
    with book.read() as tx:
        return [
            number
            for scope in ("all", "archive")
            for number in tx.contacts.search(words, ListQuery(scope), 1_000_000).numbers
        ]


def _tell_dry_run(options: argparse.Namespace, lost: tuple[Loss, ...]) -> int:
    """What would be lost, and nothing is written."""
    for each in lost:
        say(options, each.sentence, **_loss_json(each))
    if not lost and not options.json:
        print(_("Nothing is lost."))
    return 0


def _loss_json(loss: Loss) -> dict[str, object]:
    names = [name for _number, name in loss.contacts]
    return {"code": loss.code, "message": loss.sentence, "contacts": names}


def _tell_losses(lost: tuple[Loss, ...]) -> None:
    for each in lost:
        print(f"contactdesk: {each.sentence}", file=sys.stderr)


def _tell_difference(checked: Checked, file: str) -> None:
    print(f"contactdesk: {difference_sentence(checked, file)}", file=sys.stderr)
    for each in checked.differences:
        fields = ", ".join(_(LABELS[name]) for name in each.fields)
        print(f"contactdesk:   {each.name}: {fields}".rstrip(": "), file=sys.stderr)


def convert(options: argparse.Namespace) -> int:
    """Bring files into another format without a book; a row a contact goes to --report."""
    if not options.format and not options.receiver:
        raise ContactDeskError(_("Say into what: --format or --for."))
    with ExitStack() as stack:
        files = [input_file(f, stack, options.source) for f in options.files]
        names = dict(zip(files, options.files, strict=True))
        to = sys.stdout.buffer if options.to == "-" else Path(options.to)
        choices = {
            **reading_choices(options, files),
            "format": options.source,
            "region": options.region,
        }
        row = _row_teller(options, names, report_file(options.report, stack))
        report = convert_files(
            files, to, options.format, receiver=options.receiver, choices=choices,
            progress=terminal_progress(), on_row=row,
        )  # fmt: skip
    return _tell_convert(options, report)


def _row_teller(
    options: argparse.Namespace, names: dict[str, str], rows: TextIO | None
) -> Callable[[ImportRow], None]:
    """Rows for programs with --json or --report, else problems for people."""
    lines = sys.stderr if options.to == "-" else sys.stdout

    def tell(row: ImportRow) -> None:
        line = json.dumps(row_json(row, names), ensure_ascii=False)
        for out in (rows, lines if options.json else None):
            if out is not None:
                out.write(line + "\n")
        if rows is None and not options.json:
            for number, _code, message in row.problems:
                place = f"{names.get(row.file, row.file)}:{number}" if number else row.file
                print(f"contactdesk: {place}: {message}", file=sys.stderr)

    return tell


def _tell_convert(options: argparse.Namespace, report: ConvertReport) -> int:
    if not report.written:
        words = _("Nobody could be read; nothing was written.")
        if report.of_calendars:
            words = _("No appointment could be read; nothing was written.")
        print(f"contactdesk: {words}", file=sys.stderr)
        return 2
    for sentence in report.losses:
        print(f"contactdesk: {sentence}", file=sys.stderr)
    if not options.json and options.to != "-":
        words = ngettext(
            "{n} contact written to {file}, {failed} failed",
            "{n} contacts written to {file}, {failed} failed",
            report.written,
        )
        if report.of_calendars:
            words = _("{things} written to {file}, {failed} failed")
        things = kinds_text(report.kinds)
        written = {"n": report.written, "things": things, "failed": report.failed}
        print(words.format(file=options.to, **written))
    return 1 if report.failed else 0
