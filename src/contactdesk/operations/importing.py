"""Import: files come in as one change, all of it or nothing, with a row for every card."""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from contactdesk.collecting import no_collection
from contactdesk.formats.jsonl_deals import DealLine
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard import read_card
from contactdesk.formats.vcard_reading import READS_AS
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.custom import id_of
from contactdesk.model.differing import differing, with_note, with_theirs
from contactdesk.model.filling import Filled, fill
from contactdesk.model.names import with_name
from contactdesk.model.record import LABELS, new_ids
from contactdesk.operations.custom_in_files import ComingIn
from contactdesk.operations.deal_lines import DealImport, lines_in
from contactdesk.operations.decisions import ADD, EARLIER, NOBODY, NOTE, SKIP, THEIRS, Plan
from contactdesk.operations.files_beside import (
    Contents,
    Lists,
    bytes_of,
    documents_in,
    files_beside,
)
from contactdesk.operations.importing_documents import DocumentCounts, DocumentImport
from contactdesk.operations.importing_entries import EntryImport
from contactdesk.operations.kinds_of_files import is_of_kind
from contactdesk.operations.left_out import LeftOutCards
from contactdesk.operations.matching import Match, Matcher
from contactdesk.operations.office_lines import OfficeImport
from contactdesk.operations.reading import Batch, Card, reading
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.late_indexes import LateIndexes
from contactdesk.store.rows import CONTACT_COLUMNS, Prepared, photo_of

_PHOTO = CONTACT_COLUMNS.index("photo")
_LEFT = Match(0, "", False, False)  # stands for whom a card meets that a person left out
READ_AHEAD = 1 << 20  # bytes of the files that are read before the book is locked for writing


class ImportRow(NamedTuple):
    """What became of one card; `problems` are (line, code, message)."""

    file: str
    place: int  # among the file's cards, from 0
    outcome: str  # added, updated, unchanged, skipped, failed
    id: str
    uid: str
    name: str
    problems: tuple[tuple[int, str, str], ...]


@dataclass
class ImportReport:
    """The counts of an import, which add up to its cards; `rows` are those worth reading.

    `unread` holds files that could not be read at all, with the sentence why, `left_out` the cards
    that failed, as they came. `matched_anew` counts cards of a plan that no longer met what the
    preview had said. `entries` is how many of the cards are entries of calendars;
    `deals`, which are no cards, is how many of them are new or say more now, `arranged` how many
    custom fields, smart groups and tables are new; `notes` says what of these stayed out.
    `documents` are no cards either, and have counts of their own.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    set_id: int | None = None
    seconds: float = 0.0
    rows: list[ImportRow] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    left_out: LeftOutCards = field(default_factory=LeftOutCards)
    matched_anew: int = 0
    entries: int = 0
    deals: int = 0
    arranged: int = 0
    notes: list[str] = field(default_factory=list)
    documents: DocumentCounts = field(default_factory=DocumentCounts)

    @property
    def cards(self) -> int:
        """How many cards the files held."""
        return self.added + self.updated + self.unchanged + self.skipped + self.failed


def import_files(
    book: Book,
    paths: Sequence[str | Path],
    *,
    on_match: str = "merge",
    region: str = "",
    kind: str = "",
    choices: Choices | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
    on_row: Callable[[ImportRow], None] | None = None,
) -> ImportReport:
    """Bring files into a book as one step of undo.

    `kind` is a format of the registry ("" guesses each file's), `choices` what a person decided
    about the files beside the region.

    `on_match` says what happens to a card that is a contact of the book: "merge" fills and adds,
    "add" makes a new contact of it, "skip" leaves it. A `plan` says it card by card, as a preview
    of these very files found them and a person decided; raises `FileChanged` if they are others
    now. `on_row` gets every row in the files' order.
    Raises `Cancelled` when stopped: then nothing of it is in the book.
    """
    progress = progress or Progress()
    started = time.monotonic()
    names = [str(p) for p in paths]
    if plan is not None:
        plan.check(names)
    region = region or book.facts.region
    wanted = {**(choices or {}), "region": region, "format": kind}
    report = ImportReport()

    def work_in(tx: Transaction) -> _Import:
        return _Import(tx, names, on_match, region, report, on_row, plan)

    with no_collection():
        _import(book, names, wanted, work_in, progress)
    report.seconds = time.monotonic() - started
    return report


def _import(
    book: Book,
    names: Sequence[str],
    wanted: Choices,
    work_in: Callable[[Transaction], _Import],
    progress: Progress,
) -> None:
    """Read the files in their own process, and store what comes in one transaction."""
    deals, lists = lines_in(names), documents_in(names)
    beside = bytes_of(lists)
    total = beside + sum(os.path.getsize(n) for n in names if os.path.isfile(n))
    with (
        files_beside(book, lists, progress, total) as contents,
        reading(names, wanted, book.facts.language, lambda: progress.stopped) as batches,
    ):
        ahead = _read_ahead(batches, progress, beside, total)
        with book.write(_label(names), stopped=lambda: progress.stopped) as tx:
            work = work_in(tx)
            work.expect(total - beside)
            work.take_fields(deals)
            for batch in ahead:
                counts = work.report.cards - work.report.entries, work.report.entries
                progress.report(beside + batch.done, total, _count_text(*counts))
                work.take(batch)
            progress.report(total, total, _("Putting names in order"))
            work.take_deals(deals)
            work.take_documents(lists, contents)
            work.finish(_reading_of(names, wanted))
            progress.check()


def _reading_of(names: Sequence[str], choices: Choices) -> int:
    """The number of the reading, where contacts are just what it makes of their cards; else 0."""
    are_cards = all(is_of_kind("vcard", name, choices) for name in names)
    return READS_AS if are_cards and not choices.get("category") else 0


def _count_text(cards: int, entries: int) -> str:
    if entries:
        words = ngettext("{n} entry", "{n} entries", cards + entries)
        return words.format(n=counted(cards + entries))
    return ngettext("{n} contact", "{n} contacts", cards).format(n=counted(cards)) if cards else ""


def _label(names: Sequence[str]) -> str:
    """What undo calls the import."""
    if len(names) == 1:
        return _("Import {file}").format(file=Path(names[0]).name)
    words = ngettext("Import {n} file", "Import {n} files", len(names))
    return words.format(n=counted(len(names)))


def _read_ahead(
    batches: Iterator[Batch], progress: Progress, before: int, total: int
) -> Iterator[Batch]:
    """Read most files whole before anything is locked; of larger ones the first part.

    Of those that take seconds anyhow it is a small one: nobody gains by waiting for more.
    """
    size = total - before
    enough = READ_AHEAD if size < 4 * READ_AHEAD else READ_AHEAD // 8
    waiting: deque[Batch] = deque()
    cards = entries = 0
    for batch in batches:
        waiting.append(batch)
        cards += len(batch.cards)
        entries += len(batch.entries)
        words = _count_text(cards, entries)
        progress.report(before + batch.done, total + size if size < READ_AHEAD else total, words)
        if batch.done > enough:
            break
    return chain(_taken_from(waiting), batches)


def _taken_from(waiting: deque[Batch]) -> Iterator[Batch]:
    """One batch after the other, each let go at once: freeing all together stops the window."""
    while waiting:
        yield waiting.popleft()


class _Import:
    """One import at work inside its transaction."""

    def __init__(
        self,
        tx: Transaction,
        paths: Sequence[str],
        on_match: str,
        region: str,
        report: ImportReport,
        on_row: Callable[[ImportRow], None] | None,
        plan: Plan | None,
    ) -> None:
        self._tx = tx
        self._contacts = tx.contacts
        self._paths = paths
        self._on_match = on_match
        self._region = region
        self.report = report
        self._on_row = on_row
        self._plan = plan
        self._decided: dict[int, str] = {}  # of this batch, by the card's place
        self._file = -1
        self._counts: Counter[str] = Counter()  # cards and entries of each file
        self._first = self._unordered = self._next = tx.contacts.writer.next_number()
        self._matcher = Matcher(tx, self._next)
        self._entries = EntryImport(tx, on_match, plan)
        self._custom = ComingIn(tx)
        self._indexes = LateIndexes(tx.connection)
        self._office = OfficeImport(tx)

    def expect(self, size: int) -> None:
        """Make ready for so many bytes of files: many contacts fill an empty book quicker."""
        if self._first == 1 and size > READ_AHEAD:
            self._indexes.leave_out()

    def take_fields(self, files: Mapping[str, Sequence[DealLine]]) -> None:
        """Make the custom fields of the files, before contacts say something in them."""
        for line in chain.from_iterable(files.values()):
            self._office.take_field(line)

    def take(self, batch: Batch) -> None:
        """Store one batch of cards."""
        if batch.file != self._file:
            self._begin_file(batch.file)
        self._counts[self._paths[batch.file]] += len(batch.cards) + len(batch.entries)
        if batch.failure:
            self._fail_file(batch)
        if batch.entries:
            self._take_entries(batch)
        cards = batch.cards
        matches: list[Match | None] = [None] * len(cards)
        if self._on_match != "add":
            matches = self._matcher.match(cards)
        if self._plan is not None:
            cards, matches = self._as_planned(self._plan, batch.file, cards, matches)
        new = [
            self._custom.card(c)
            for c, m in zip(cards, matches, strict=True)
            if c.rows and m is None
        ]
        ids = iter(self._insert(new, Path(self._paths[batch.file]).name))
        for card, match in zip(cards, matches, strict=True):
            if card.rows is None:
                self._fail(batch.file, card)
            elif match is None:
                self._tell(batch.file, card, "added", next(ids))
            elif match is _LEFT:
                self._tell(batch.file, card, "skipped", "")
            else:
                self._meet(batch.file, card, match)

    def _take_entries(self, batch: Batch) -> None:
        self._indexes.make()  # they look for who they have to do with
        path = self._paths[batch.file]
        self.report.entries += len(batch.entries)
        for card, outcome, uuid, problems in self._entries.take(batch.entries, batch.file):
            if outcome == "failed":
                reason = problems[0][2] if problems else ""
                self.report.left_out.add(path, card.line, reason, card.raw)
            if outcome == "added" and self._on_row is None and not problems:
                self.report.added += 1  # nobody asks for its row
            else:
                row = ImportRow(path, card.place, outcome, uuid, card.uid, card.name, problems)
                self._add_row(row)

    def _as_planned(
        self, plan: Plan, file: int, cards: list[Card], matches: list[Match | None]
    ) -> tuple[list[Card], list[Match | None]]:
        """The cards and whom they meet once a person's decisions are heeded."""
        known = [m.number for m in matches if m is not None and m.number < self._first]
        revisions = {c.number: c.revision for c in self._contacts.get_many(known)} if known else {}
        self._decided = {}
        planned: list[Card] = []
        found: list[Match | None] = []
        for card, match in zip(cards, matches, strict=True):
            row = plan.expected.row(file, card.place)
            decision = plan.decision(row)
            number = match.number if match is not None else NOBODY
            number = EARLIER if number >= self._first else number
            if card.rows and not plan.still_holds(row, number, revisions.get(number, 0)):
                self.report.matched_anew += 1
                decision = decision if decision in (SKIP, ADD) else ""
                words = _("The book was changed meanwhile, so this card was matched anew.")
                planned.append(
                    card._replace(problems=(*card.problems, (card.line, "changed", words)))
                )
            else:
                planned.append(card)
            self._decided[card.place] = decision or plan.differ
            found.append({SKIP: _LEFT, ADD: None}.get(decision, match))
        return planned, found

    def _begin_file(self, file: int) -> None:
        """Cards of one file stay apart; they may well be people of a file before."""
        self._file = file
        self._entries.begin_file(Path(self._paths[file]).name)
        if self._on_match != "add":
            self._put_in_order()
            self._matcher = Matcher(self._tx, self._next)

    def _put_in_order(self) -> None:
        if self._next > self._unordered:
            self._indexes.make()
            self._contacts.order.add(range(self._unordered, self._next))
            self._unordered = self._next

    def _insert(self, cards: Sequence[Card], source: str) -> list[str]:
        """Store new contacts; returns their ids."""
        if not cards:
            return []
        ids = new_ids(len(cards))
        rows = [
            Prepared((uuid, 1, *c.rows.contact[2:]), *c.rows[1:])
            for uuid, c in zip(ids, cards, strict=True)
            if c.rows
        ]
        self._contacts.writer.insert_many(self._next, rows, [c.words for c in cards if c.rows])
        self._tx.log.add_many(ids, "create")
        self._contacts.keep_originals(
            [(n, c.version, source, c.raw) for n, c in enumerate(cards, self._next)],
            [c.hash for c in cards],
        )
        self._next += len(cards)
        for card in cards:
            self._keep_photo(card)
        return ids

    def _keep_photo(self, card: Card) -> None:
        photo = photo_of(card.rows.contact[_PHOTO]) if card.rows else None
        if card.photo is not None and photo is not None:
            self._contacts.keep_photo(card.photo, photo.media_type)

    def _meet(self, file: int, card: Card, match: Match) -> None:
        if match.archived:
            words = _("This contact is in the archive and stays there.")
            card = card._replace(problems=(*card.problems, (card.line, "archived", words)))
        if self._on_match == "skip":
            self._tell(file, card, "skipped", match.id)
        elif match.same_card:
            self._tell(file, card, "unchanged", match.id)
        else:
            self._merge(file, card, match.number)

    def _merge(self, file: int, card: Card, number: int) -> None:
        incoming = read_card(card.raw).contact
        current = self._contacts.get(number)
        if incoming is None:
            self._fail(file, card)
            return
        incoming = self._custom.contact(with_name(incoming))
        filled = fill(current, incoming, self._base(number), self._region)
        source = Path(self._paths[file]).name
        wanted, told = self._settled(card, filled, current, incoming)
        notes = tuple((card.line, "differs", words) for words in told)
        if wanted != current:
            self._keep_photo(card)
        saved = self._contacts.save(wanted, base=current)
        self._contacts.keep_originals([(number, card.version, source, card.raw)], [card.hash])
        outcome = "unchanged" if saved == current else "updated"
        self._tell(file, card._replace(problems=card.problems + notes), outcome, current.id)

    def _settled(
        self, card: Card, filled: Filled, current: Contact, incoming: Contact
    ) -> tuple[Contact, list[str]]:
        """What the contact shall be, and a sentence for each field in which the card differs."""
        decision = self._decided.get(card.place, "") if self._plan is not None else ""
        if decision == THEIRS:
            return with_theirs(filled, incoming), []
        told = [_differs(name) for name in filled.differing]
        if decision == NOTE:
            found = differing(filled, current, incoming)
            return with_note(filled, found, Path(self._paths[self._file]).name), told
        return filled.contact, told

    def _base(self, number: int) -> Contact | None:
        originals = self._contacts.originals(number)
        base = read_card(originals[0]).contact if originals else None
        return self._custom.contact(base) if base is not None else None

    def _fail(self, file: int, card: Card) -> None:
        """A card that could not be read: told, and kept as it came."""
        reason = card.problems[0][2] if card.problems else ""
        line = card.problems[0][0] if card.problems else card.line
        self.report.left_out.add(self._paths[file], line, reason, card.raw)
        self._tell(file, card, "failed", "")

    def _fail_file(self, batch: Batch) -> None:
        path = self._paths[batch.file]
        self.report.left_out.add(path, 0, batch.failure, b"")
        self.report.unread.append((path, batch.failure))
        self._add_row(ImportRow(path, 0, "failed", "", "", "", ((0, "unreadable", batch.failure),)))

    def _tell(self, file: int, card: Card, outcome: str, uuid: str) -> None:
        if outcome == "added" and self._on_row is None and not card.problems:
            self.report.added += 1  # nobody asks for its row
            return
        self._add_row(
            ImportRow(
                self._paths[file], card.place, outcome, uuid, card.uid, card.name, card.problems
            )
        )

    def _add_row(self, row: ImportRow) -> None:
        report = self.report
        setattr(report, row.outcome, getattr(report, row.outcome) + 1)
        if row.problems or row.outcome in ("failed", "skipped"):
            report.rows.append(row)
        if self._on_row is not None:
            self._on_row(row)

    def take_deals(self, files: Mapping[str, Sequence[DealLine]]) -> None:
        """Store the deals, groups and tables, whose contacts are in the book by now."""
        self._put_in_order()
        self._indexes.make()
        deals = DealImport(self._tx)
        for path, lines in files.items():
            for line in lines:
                if line.record is None:
                    words = _("This line is damaged or too long; it could not be read.")
                    self.report.left_out.add(path, line.number, words, line.data)
                    self.report.failed += 1
                else:
                    deals.take(line)
                    self._office.take(line)
        self.report.deals = deals.added + deals.filled
        self.report.arranged, self.report.notes = self._office.added, self._office.notes

    def take_documents(self, lists: Lists, contents: Contents) -> None:
        """Store the documents of lists, whose owners are in the book by now."""
        if not lists:
            return
        work, counts = DocumentImport(self._tx, contents), self.report.documents
        for path, lines in lists.items():
            for place, line in enumerate(lines, self._counts[path]):
                became = work.take(path, line)
                counts.note(became)
                if became.outcome == "failed":
                    reason = became.problems[0][2]
                    self.report.left_out.add(path, line.number, reason, line.data)
                if self._on_row is not None:
                    name = line.document.name if line.document else ""
                    outcome, uuid, problems = became[1:]
                    self._on_row(ImportRow(path, place, outcome, uuid, "", name, problems))

    def finish(self, read_as: int) -> None:
        """Put the new names in order and make them findable; `read_as` is kept for `Readings`."""
        self._put_in_order()
        self._custom.finish()
        self.report.matched_anew += self._entries.matched_anew
        self.report.set_id = self._tx.log.set_id
        if self._tx.log.set_id is not None:
            names = [Path(path).name for path in self._paths]
            self._tx.log.mark("import", files=names, read_as=read_as)


def _differs(field: str) -> str:
    label = LABELS["custom" if id_of(field) else field]
    words = _("{field}: the file says something else; what was here is kept.")
    return words.format(field=_(label))
