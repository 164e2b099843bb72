"""What each verb of the command line does."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.formats.jsonl import contact_json
from contactdesk.i18n import _, ngettext
from contactdesk.operations.exporting import export as export_contacts
from contactdesk.operations.importing import ImportReport, ImportRow, import_files
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import ListQuery, UndoResult


def _say(options: argparse.Namespace, words: str, **facts: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False) if options.json else words)


def _progress() -> Progress:
    """Progress on a terminal's standard error; silent elsewhere."""
    if not sys.stderr.isatty():
        return Progress()
    last = [0.0]

    def show(done: int, total: int, what: str) -> None:
        if time.monotonic() - last[0] > 0.1 or done == total:
            last[0] = time.monotonic()
            share = f"{100 * done // total:3d} %" if total else ""
            print(f"\r{share} {what}\x1b[K", end="" if done < total else "\n", file=sys.stderr)

    return Progress(show)


@contextmanager
def _book(options: argparse.Namespace, create: bool = False) -> Iterator[Book]:
    with Book.open(options.book, create=create) as book:
        yield book


# exchange


def import_(options: argparse.Namespace) -> int:
    """Import files; a row a card goes to --report."""
    with ExitStack() as stack:
        files = [_file(f, stack) for f in options.files]
        names = dict(zip(files, options.files, strict=True))
        report_file = _report_file(options.report, stack)

        def row(each: ImportRow) -> None:
            line = json.dumps(_row_json(each, names), ensure_ascii=False)
            for out in (report_file, sys.stdout if options.json else None):
                if out is not None:
                    out.write(line + "\n")

        book = stack.enter_context(_book(options, create=True))
        report = import_files(
            book, files, on_match=options.on_match, region=options.region, progress=_progress(),
            on_row=row,
        )  # fmt: skip
    return _tell_import(options, report)


def _tell_import(options: argparse.Namespace, report: ImportReport) -> int:
    for path, why in report.unread:
        print(f"contactdesk: {Path(path).name}: {why}", file=sys.stderr)
    counts = {n: getattr(report, n) for n in ("added", "updated", "unchanged", "skipped", "failed")}
    if not options.json:
        words = _(
            "{cards} cards: {added} added, {updated} updated, {unchanged} unchanged, "
            "{skipped} skipped, {failed} failed ({seconds} s)"
        )
        print(words.format(cards=report.cards, seconds=round(report.seconds, 1), **counts))
    if report.failed and report.failed == len(report.unread) == report.cards:
        return 2
    return 1 if report.failed else 0


def _file(name: str, stack: ExitStack) -> str:
    if name != "-":
        return name
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    kept = Path(folder) / "standard-input.vcf"
    kept.write_bytes(sys.stdin.buffer.read())
    return str(kept)


def _report_file(path: Path | None, stack: ExitStack) -> TextIO | None:
    return stack.enter_context(open(path, "w", encoding="utf-8")) if path else None


def _row_json(row: ImportRow, names: dict[str, str]) -> dict[str, Any]:
    return {
        "file": names.get(row.file, row.file),
        "index": row.place,
        "outcome": row.outcome,
        "id": row.id,
        "uid": row.uid,
        "name": row.name,
        "problems": [dict(zip(("line", "code", "message"), p, strict=True)) for p in row.problems],
    }


def export(options: argparse.Namespace) -> int:
    """Write contacts to a file or standard output."""
    with _book(options) as book:
        numbers = None
        if options.match:
            with book.read() as tx:
                numbers = [
                    number
                    for scope in ("all", "archive")
                    for number in tx.contacts.search(
                        options.match, ListQuery(scope), 1_000_000
                    ).numbers
                ]
        to = sys.stdout.buffer if options.to == "-" else Path(options.to)
        report = export_contacts(book, to, options.format, numbers, _progress())
    if options.to != "-":
        words = ngettext(
            "{n} contact written to {file}", "{n} contacts written to {file}", report.contacts
        ).format(n=report.contacts, file=options.to)
        _say(options, words, contacts=report.contacts, bytes=report.size, file=options.to)
    return 0


# looking


def find(options: argparse.Namespace) -> int:
    """Print the contacts that a search finds, names first; status 1 when there are none."""
    text = " ".join(options.words)
    with _book(options) as book, book.read() as tx:
        scope = "archive" if options.archived else "all"
        found = tx.contacts.search(text, ListQuery(scope), options.limit)
        rows = tx.contacts.found_rows(found.numbers, found.matched, text)
    for row in rows:
        where = f"  ({row.matched_text})" if row.matched_text else ""
        _say(
            options, f"{row.name}\t{row.subtitle}{where}\t{row.id}", id=row.id, name=row.name,
            subtitle=row.subtitle, matched=row.matched or "name", matched_text=row.matched_text,
        )  # fmt: skip
    _tell_archived(options, found.archived)
    return 0 if rows else 1


def _tell_archived(options: argparse.Namespace, count: int) -> None:
    """Say to whoever reads that there is more, where no script takes it for a hit."""
    if count and not options.json:
        shown = f"{options.limit}+" if count > options.limit else str(count)
        words = ngettext(
            "{n} more in the archive: add --archived", "{n} more in the archive: add --archived",
            count,
        )  # fmt: skip
        print(f"contactdesk: {words.format(n=shown)}", file=sys.stderr)


def show(options: argparse.Namespace) -> int:
    """Print whole contacts, by id or by what their name begins with."""
    with _book(options) as book, book.read() as tx:
        contacts = [tx.contacts.get(_key(tx, each)) for each in options.contacts]
    for contact in contacts:
        plain = contact_json(contact)
        if options.json:
            print(json.dumps(plain, ensure_ascii=False))
        else:
            print("\n".join(_lines(plain)) + "\n")
    return 0


def _key(tx: Transaction, words: str) -> int | str:
    if len(words) == 36 and words.count("-") == 4:
        return words
    for scope in ("all", "archive"):
        found = tx.contacts.search(words, ListQuery(scope), limit=1)
        if found.numbers:
            return found.numbers[0]
    raise NotFound(_("Nobody called “{name}” is in this book.").format(name=words))


def _lines(plain: dict[str, Any]) -> Iterator[str]:
    for name, value in plain.items():
        if isinstance(value, list):
            for each in value:
                yield f"{name}: {_one(each)}"
        elif value:
            yield f"{name}: {_one(value)}"


def _one(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(" ".join(v) if isinstance(v, list) else str(v) for v in value.values() if v)


# care


def undo(options: argparse.Namespace) -> int:
    """Take back the last change."""
    with _book(options) as book:
        return _tell_undo(options, book.undo(), _("There is nothing to undo."))


def redo(options: argparse.Namespace) -> int:
    """Take back the last undo."""
    with _book(options) as book:
        return _tell_undo(options, book.redo(), _("There is nothing to redo."))


def _tell_undo(options: argparse.Namespace, done: UndoResult | None, nothing: str) -> int:
    if done is None:
        raise ContactDeskError(nothing)
    count = len(done.contacts)
    words = ngettext("{label}: {n} contact put back", "{label}: {n} contacts put back", count)
    _say(
        options,
        words.format(label=done.label, n=count),
        label=done.label,
        contacts=count,
        kept=list(done.kept),
    )
    for name in done.kept:
        left = _("{name} was changed since and is left as it is.").format(name=name)
        print(f"contactdesk: {left}", file=sys.stderr)
    return 1 if done.kept else 0


def check(options: argparse.Namespace) -> int:
    """Check the file and count what is in it."""
    with _book(options) as book:
        problems = book.check()
        with book.read() as tx:
            counts = tx.contacts.counts()
        reason = book.facts.read_only
    for problem in problems:
        print(problem, file=sys.stderr)
    state = _("whole") if not problems else _("damaged: open a backup")
    words = _("{book}: {state}, {n} contacts").format(book=options.book, state=state, n=counts.all)
    _say(
        options, words, book=options.book, problems=problems, contacts=counts.all,
        archive=counts.archive, bin=counts.bin, read_only=reason,
    )  # fmt: skip
    return 2 if problems else 0


def backup(options: argparse.Namespace) -> int:
    """Write a checked copy."""
    source = Path(options.book)
    to = options.to or source.with_name(
        f"{source.stem} {time.strftime('%Y-%m-%d %H%M%S')}{source.suffix}"
    )
    with _book(options) as book:
        book.backup(to)
    _say(options, _("A checked copy is at {file}").format(file=to), file=str(to))
    return 0


def tour(options: argparse.Namespace) -> int:
    """Try everything on the sample office."""
    from contactdesk.tour import tour as take_tour

    return int(take_tour(options.to))
