"""What each verb of the command line does."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.formats.jsonl import contact_json
from contactdesk.i18n import _, ngettext
from contactdesk.import_preview import print_preview, tell_saved
from contactdesk.model.event import Event
from contactdesk.model.event_kinds import kinds_text
from contactdesk.model.event_record import LABELS as EVENT_LABELS
from contactdesk.model.happenings import text_of, title_of
from contactdesk.model.record import LABELS
from contactdesk.operations.custom_in_files import going_out
from contactdesk.operations.file_sizes import size_words
from contactdesk.operations.importing import ImportReport, ImportRow, import_files
from contactdesk.operations.importing_documents import counts_text
from contactdesk.operations.office_lines import arranged_text
from contactdesk.operations.taking_back import take_back, take_back_since
from contactdesk.operations.words_inside import read_waiting
from contactdesk.paths import BOOK_SUFFIX
from contactdesk.piped_input import input_file
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import Kept, ListQuery, Steps, UndoResult
from contactdesk.store.server_address import is_server_address, shown
from contactdesk.store.timeline import Asked
from contactdesk.table_options import reading_choices

_LATEST = 5  # things that happened with a contact, shown with it


def say(options: argparse.Namespace, words: str, **facts: Any) -> None:
    """Print words for a person, or with --json the facts."""
    print(json.dumps(facts, ensure_ascii=False) if options.json else words)


def terminal_progress() -> Progress:
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
def open_book(options: argparse.Namespace, create: bool = False) -> Iterator[Book]:
    """The book of --book."""
    with Book.open(options.book, create=create) as book:
        yield book


# exchange


def import_(options: argparse.Namespace) -> int:
    """Import files; a row a card goes to --report."""
    from contactdesk.backup_commands import back_up_for

    with ExitStack() as stack:
        files = [input_file(f, stack, options.format) for f in options.files]
        names = dict(zip(files, options.files, strict=True))
        rows_file = report_file(options.report, stack)

        def row(each: ImportRow) -> None:
            line = json.dumps(row_json(each, names), ensure_ascii=False)
            for out in (rows_file, sys.stdout if options.json else None):
                if out is not None:
                    out.write(line + "\n")

        if options.dry_run:
            choices = reading_choices(options, files)
            return print_preview(options, _book_to_look_at(options, stack), files, choices)
        book = stack.enter_context(open_book(options, create=True))
        back_up_for(options, book, "import")
        report = import_files(
            book, files, on_match=options.on_match, region=options.region,
            kind=options.format,
            choices={**reading_choices(options, files), "into_calendar": options.into_calendar},
            progress=terminal_progress(), on_row=row,
        )  # fmt: skip
        if report.documents.came:
            read_waiting(book, terminal_progress())
        if options.failed and report.left_out.cards:
            tell_saved(report.left_out.save(options.failed))
    return _tell_import(options, report)


def _book_to_look_at(options: argparse.Namespace, stack: ExitStack) -> Book:
    """The book, or an empty one where none is yet: a preview makes no file."""
    place = str(options.book)
    if not is_server_address(place) and not Path(place.removeprefix("sqlite:///")).exists():
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        place = str(Path(folder) / f"empty{BOOK_SUFFIX}")
    return stack.enter_context(Book.open(place))


def _tell_import(options: argparse.Namespace, report: ImportReport) -> int:
    for path, why in report.unread:
        print(f"contactdesk: {Path(path).name}: {why}", file=sys.stderr)
    counts = {n: getattr(report, n) for n in ("added", "updated", "unchanged", "skipped", "failed")}
    if not options.json and report.entries:
        words = _(
            "{entries} entries: {added} added, {updated} updated, {unchanged} unchanged, "
            "{skipped} skipped, {failed} failed ({seconds} s)"
        )
        print(words.format(entries=report.cards, seconds=round(report.seconds, 1), **counts))
    elif not options.json:
        words = _(
            "{cards} cards: {added} added, {updated} updated, {unchanged} unchanged, "
            "{skipped} skipped, {failed} failed ({seconds} s)"
        )
        print(words.format(cards=report.cards, seconds=round(report.seconds, 1), **counts))
    if not options.json and report.deals:
        words = ngettext("and {n} deal", "and {n} deals", report.deals)
        print(words.format(n=report.deals))
    if not options.json and report.arranged:
        print(arranged_text(report.arranged))
    if not options.json and report.documents.all:
        print(counts_text(report.documents))
    for note in (*report.notes, *(f"{name}: {why}" for name, why in report.documents.told)):
        print(f"contactdesk: {note}", file=sys.stderr)
    if report.failed and report.failed == len(report.unread) == report.cards:
        return 2
    return 1 if report.failed or report.documents.failed or report.documents.missing else 0


def report_file(path: Path | None, stack: ExitStack) -> TextIO | None:
    """The open file of --report."""
    return stack.enter_context(open(path, "w", encoding="utf-8")) if path else None


def row_json(row: ImportRow, names: dict[str, str]) -> dict[str, Any]:
    """A row as --json and --report give it; `names` are the files as they were typed."""
    return {
        "file": names.get(row.file, row.file),
        "index": row.place,
        "outcome": row.outcome,
        "id": row.id,
        "uid": row.uid,
        "name": row.name,
        "problems": [dict(zip(("line", "code", "message"), p, strict=True)) for p in row.problems],
    }


# looking


def tell_archived(options: argparse.Namespace, count: int) -> None:
    """Say to whoever reads that there is more, where no script takes it for a hit."""
    if count and not options.json:
        shown = f"{options.limit}+" if count > options.limit else str(count)
        words = ngettext(
            "{n} more in the archive: add --archived", "{n} more in the archive: add --archived",
            count,
        )  # fmt: skip
        print(f"contactdesk: {words.format(n=shown)}", file=sys.stderr)


def show(options: argparse.Namespace) -> int:
    """Print whole contacts, by id or by what their name begins with, and what happened last."""
    with open_book(options) as book, book.read() as tx:
        found = [tx.contacts.get(contact_key(tx, each)) for each in options.contacts]
        contacts = going_out(tx, found, briefly=True, with_ids=options.json)
        happened = [_latest(tx, contact.number) for contact in contacts]
    for contact, lines in zip(contacts, happened, strict=True):
        plain = contact_json(contact)
        if options.json:
            print(json.dumps(plain, ensure_ascii=False))
        else:
            print("\n".join([*_lines(plain), *lines]) + "\n")
    return 0


def _latest(tx: Transaction, number: int) -> list[str]:
    """What happened with a contact last, a line each."""
    lines = []
    for item in tx.timelines.of(number, Asked(limit=_LATEST)).items:
        text = text_of(item.event)
        parts = (
            _day_and_time(item.event), item.person_name, title_of(item.event),
            _brief(text) if text else "",
        )  # fmt: skip
        lines.append("  ".join(part for part in parts if part))
    return lines


def _day_and_time(event: Event) -> str:
    at = event.starts_at or event.ends_at
    return _clock(at) if at.endswith("Z") else at[:16].replace("T", " ")


def contact_key(tx: Transaction, words: str) -> int | str:
    """The id that some words are, or the number of the first contact that they find."""
    if len(words) == 36 and words.count("-") == 4:
        return words
    for scope in ("all", "archive"):
        found = tx.contacts.search(words, ListQuery(scope), limit=1)
        if found.numbers:
            return found.numbers[0]
    raise NotFound(_("Nobody called “{name}” is in this book.").format(name=words))


def history(options: argparse.Namespace) -> int:
    """List steps of the book, or the changes of one contact; status 1 when there are none."""
    with open_book(options) as book, book.read() as tx:
        first = _first_step(tx, options.since) if options.since else 0
        if options.contact:
            rows = list(_contact_history(tx, options.contact, first, options.limit))
        else:
            rows = list(_book_history(tx, first, options.limit))
    for words, facts in rows:
        say(options, words, **facts)
    return 0 if rows else 1


Told = tuple[str, dict[str, Any]]  # a line for people, and the same for programs


def _book_history(tx: Transaction, first: int, limit: int) -> Iterator[Told]:
    before = 0
    while limit > 0:
        page = tx.book_history.page(before=before, limit=min(limit, 50))
        for step in page.steps:
            if step.id < first:
                return
            more = f"  ({', '.join(step.names)})" if step.names else ""
            taken_back = _("taken back")
            state = f"  [{taken_back}]" if step.taken_back else ""
            words = f"{step.id}\t{_clock(step.at)}\t{step.author_name}\t{step.label}{more}{state}"
            yield words, {
                "set": step.id, "at": step.at, "author": step.author_name, "label": step.label,
                "kind": step.kind, "contacts": step.contacts, "events": step.events,
                "names": list(step.names), "files": list(step.files),
                "taken_back": step.taken_back,
            }  # fmt: skip
        limit, before = limit - len(page.steps), page.before
        if not before:
            return


def _contact_history(tx: Transaction, contact: str, first: int, limit: int) -> Iterator[Told]:
    found = tx.contacts.get(contact_key(tx, contact))
    for entry in tx.history.of(found.id, limit):
        if entry.set_id < first:
            return
        head = f"{entry.set_id}\t{_clock(entry.at)}\t{entry.author_name}\t{entry.label}"
        values = [
            f"    {_(LABELS.get(name, name))}: {_brief(before)} → {_brief(after)}"
            for name, (before, after) in entry.fields.items()
        ]
        yield "\n".join([head, *values]), {
            "set": entry.set_id, "at": entry.at, "author": entry.author_name,
            "label": entry.label, "kind": entry.kind,
            "fields": {n: {"before": b, "after": a} for n, (b, a) in entry.fields.items()},
        }  # fmt: skip


def _clock(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def _brief(value: Any) -> str:
    """A value of the log on one line; an item by its words alone."""
    if isinstance(value, list):
        value = ", ".join(_brief(each) for each in value)
    elif isinstance(value, dict):
        value = " ".join(str(v) for n, v in value.items() if v and n not in ("item", "types"))
    words = " ".join(str(value or "").split())
    return (words[:80] + "…" if len(words) > 80 else words) or "–"


def _lines(plain: dict[str, Any]) -> Iterator[str]:
    for name, value in plain.items():
        if name == "custom":
            for label, said in value.items():
                yield f"{label}: {', '.join(said.splitlines())}"
        elif isinstance(value, list):
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
    """Take back the last change, one certain step, or everything since a moment."""
    with open_book(options) as book:
        if options.set is None and options.since is None:
            if options.dry_run:
                raise ContactDeskError(_("--dry-run goes with --set or --since."))
            return _tell_undo(options, book.undo(), _("There is nothing to undo."))
        steps = _steps(options, book)
        if options.dry_run:
            return _tell_preview(options, book, steps)
        if options.set is not None:
            done = take_back(book, options.set, terminal_progress())
        else:
            done = take_back_since(book, steps, terminal_progress())
    return _tell_undo(options, done, "")


def _steps(options: argparse.Namespace, book: Book) -> Steps:
    with book.read() as tx:
        if options.set is not None:
            step = tx.book_history.step(options.set)
            return Steps(step.last_word, step.last_word)
        first = _first_step(tx, options.since)
        return Steps(first, tx.log.last_set(), book.person if options.mine else 0)


def _first_step(tx: Transaction, moment: str) -> int:
    """The first step since a day, a time (by the clock here) or a step's own number."""
    if moment.isdecimal():
        return tx.book_history.step(int(moment)).id
    try:
        stamp = datetime.fromisoformat(moment).astimezone(UTC)
    except ValueError:
        words = _("“{moment}” is no moment. Examples: 2026-11-03, “2026-11-03 14:05”, 1024.")
        raise ContactDeskError(words.format(moment=moment)) from None
    first = tx.book_history.first_since(stamp.isoformat().replace("+00:00", "Z"))
    if not first:
        raise ContactDeskError(_("Nothing was changed since then."))
    return first


def _tell_preview(options: argparse.Namespace, book: Book, steps: Steps) -> int:
    with book.read() as tx:
        told = tx.reverting.preview(steps)
    words = ngettext(
        "{n} of {all} contacts would be put back", "{n} of {all} contacts would be put back",
        told.back,
    )  # fmt: skip
    text = words.format(n=told.back, all=told.contacts)
    if told.events:
        words = ngettext(
            "Of {things}, {n} would be put back",
            "Of {things}, {n} would be put back",
            told.events_back,
        )
        text += "\n" + words.format(n=told.events_back, things=kinds_text(told.kinds))
    say(
        options, text, steps=told.steps, contacts=told.contacts, back=told.back, gone=told.gone,
        events=told.events, events_back=told.events_back, left=_left_json(told.left),
    )  # fmt: skip
    _tell_left(told.left, told.gone)
    return 1 if told.left or told.gone else 0


def _left_json(left: Sequence[Kept]) -> list[dict[str, Any]]:
    return [{"name": k.name, "field": k.field, "author": k.author} for k in left]


def _tell_left(left: Sequence[Kept], gone: int = 0) -> None:
    if gone:
        words = ngettext(
            "{n} entry was deleted for good and cannot come back.",
            "{n} entries were deleted for good and cannot come back.",
            gone,
        )
        print(f"contactdesk: {words.format(n=gone)}", file=sys.stderr)
    for each in left:
        label = {**EVENT_LABELS, **LABELS}.get(each.field)
        field = _(label) if label else each.field
        words = (
            _("{name}, {field}: changed since by {author}, left as it is.")
            if field
            else (_("{name}: changed since by {author}, left as it is."))
        )
        told = words.format(name=each.name, field=field, author=each.author)
        print(f"contactdesk: {told}", file=sys.stderr)


def redo(options: argparse.Namespace) -> int:
    """Take back the last undo."""
    with open_book(options) as book:
        return _tell_undo(options, book.redo(), _("There is nothing to redo."))


def _tell_undo(options: argparse.Namespace, done: UndoResult | None, nothing: str) -> int:
    if done is None:
        raise ContactDeskError(nothing)
    count = len(done.contacts)
    words = ngettext("{label}: {n} contact put back", "{label}: {n} contacts put back", count)
    if done.kinds and not count:
        words = _("{label}: {things} put back")
    elif done.kinds:
        words = ngettext(
            "{label}: {n} contact and {things} put back",
            "{label}: {n} contacts and {things} put back",
            count,
        )
    say(
        options,
        words.format(label=done.label, n=count, things=kinds_text(done.kinds)),
        label=done.label,
        contacts=count,
        kept=list(done.kept),
        left=_left_json(done.left),
        gone=done.gone,
    )
    _tell_left(done.left, done.gone)
    return 1 if done.left or done.gone else 0


def check(options: argparse.Namespace) -> int:
    """Check the file and count what is in it, and what waits for it on this computer."""
    from contactdesk.operations.outbox_file import waiting_words
    from contactdesk.store.footing import told_of
    from contactdesk.store.second_version import copies_beside

    with open_book(options) as book:
        problems = book.check()
        waits, waiting = waiting_words(book.facts.path)
        with book.read() as tx:
            counts = tx.contacts.counts()
            copies = copies_beside(tx, book.facts.path)
        told = [book.facts.read_only or book.facts.notice, waits]
        if copies and copies[0] not in told[0]:
            told.append(told_of(copies))
    for problem in filter(None, (*problems, *told)):
        print(problem, file=sys.stderr)
    state = _("whole") if not problems else _("damaged: open a backup")
    place = shown(options.book)
    words = _("{book}: {state}, {n} contacts").format(book=place, state=state, n=counts.all)
    say(
        options, words, book=place, problems=problems, contacts=counts.all,
        archive=counts.archive, bin=counts.bin, read_only=book.facts.read_only, waiting=waiting,
    )  # fmt: skip
    return 2 if problems else 0


def compact(options: argparse.Namespace) -> int:
    """Make the file as small as what it holds."""
    from contactdesk.store.compacting import compact as compacted

    with open_book(options) as book:
        done = compacted(book)
    words = _("Compacted: {before} before, {after} now")
    before, after = size_words(done.before), size_words(done.after)
    say(options, words.format(before=before, after=after), **done._asdict())
    return 0


def tour(options: argparse.Namespace) -> int:
    """Try everything on the sample office."""
    from contactdesk.tour import tour as take_tour

    return int(take_tour(options.to))
