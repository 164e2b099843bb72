"""The proof that damaged files do no harm: python tests/proofs/mutated_books.py [--files 20000]

Bits of a book's file are flipped, pages emptied, exchanged and doubled, ends cut off and added,
and the numbers at its beginning changed. Each such file is opened and everything in it is read as
the program does: what can be read is read, the rest gets a sentence, and no byte of the file is
changed by it, nor does a file appear beside it. Some are edited, too. Of backups one byte is
changed, of the file or of what is noted beside it: each such backup has to be found.

Prints a line of JSON at the end; the status is 1 when anything was not as it has to be.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from contactdesk.errors import BookError, ContactDeskError, NotFound
from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.model.event import Event
from contactdesk.model.event_times import span_of
from contactdesk.operations.duplicates import find
from contactdesk.operations.exporting import export
from contactdesk.store.backups import backups_in, make_backup, steps_since, verified
from contactdesk.store.book import Book
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery
from contactdesk.store.opening import SCHEMA, manifest_of

OLDER = Path(__file__).resolve().parents[1] / "data" / "books" / "schema-6.cdk"
LONGEST = 20.0  # seconds of one file
PAGE = 4_096


@dataclass
class Tally:
    """What became of the files; `violations` has to stay empty."""

    files: int = 0
    refused: int = 0
    read_only: int = 0
    opened: int = 0
    partly_read: int = 0
    edited: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    backups: int = 0
    found: int = 0
    longest_s: float = 0.0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


# ── damage ──────────────────────────────────────────────────────────────────────────────


def flipped(data: bytearray, rng: random.Random) -> None:
    """Some bits are others."""
    for _ in range(rng.choice((1, 1, 4, 40))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def head_changed(data: bytearray, rng: random.Random) -> None:
    """A number at the beginning is another one."""
    data[rng.randrange(100)] = rng.choice((0, 1, 2, 7, 8, 0xFF, rng.randrange(256)))


def overwritten(data: bytearray, rng: random.Random) -> None:
    """A piece is something else."""
    at = rng.randrange(len(data))
    piece = rng.choice((16, 200, 5_000))
    data[at : at + piece] = rng.randbytes(len(data[at : at + piece]))


def cut(data: bytearray, rng: random.Random) -> None:
    """The end is missing, or something follows it."""
    if rng.random() < 0.8:
        del data[rng.randrange(len(data)) :]
    else:
        data += rng.randbytes(rng.choice((1, 100, PAGE)))


def _page(data: bytearray, rng: random.Random) -> slice:
    at = rng.randrange(max(1, len(data) // PAGE)) * PAGE
    return slice(at, at + PAGE)


def emptied(data: bytearray, rng: random.Random) -> None:
    """Pages are empty."""
    for _ in range(rng.choice((1, 3))):
        page = _page(data, rng)
        data[page] = bytes(len(data[page]))


def exchanged(data: bytearray, rng: random.Random) -> None:
    """Two pages are exchanged, or one is there twice."""
    one, other = _page(data, rng), _page(data, rng)
    first, second = bytes(data[one]), bytes(data[other])
    if len(first) == len(second):
        data[one] = second
        data[other] = first if rng.random() < 0.7 else second


def texts_changed(data: bytearray, rng: random.Random) -> None:
    """Bytes of texts are none that a text may have."""
    for _ in range(rng.choice((1, 10, 100))):
        at = rng.randrange(len(data))
        if data[at : at + 1].isalnum():
            data[at] = rng.choice((0xFF, 0xC3, 0x80, 0x00, 0x7B))


DAMAGES = (flipped, head_changed, overwritten, cut, emptied, exchanged, texts_changed)


# ── looking at everything ───────────────────────────────────────────────────────────────


def fill(path: Path) -> None:
    """A book with something of each kind."""
    with Book.open(path) as book, book.write("Fill") as tx:
        tx.contacts.add(Contact(kind="org", formatted_name="Baltica"))
        for n in range(40):
            work = Membership(organisation="Baltica", job_title="buyer")
            phones = (Entry(f"+4850{n:07d}", types=("cell",)),)
            person = Contact(
                formatted_name=f"Łucja Żak {n}", given="Łucja", family=f"Żak {n}", phones=phones,
                emails=(Entry(f"l{n}@b.example"),), memberships=(work,), note="x" * 40 * n,
                categories=("Customer",),
            )  # fmt: skip
            number = tx.contacts.add(person).number
            if n % 3 == 0:
                tx.contacts.star([number], True)
        for n in range(10):
            tx.events.add(Event(summary=f"Call {n}", starts_at=f"2026-11-{n + 10}T09:00:00"))


def people(tx: Any) -> None:
    """Everybody, as a list and one by one."""
    numbers = tx.contacts.listing(ListQuery()).numbers
    tx.contacts.rows(numbers)
    for contact in tx.contacts.get_many(numbers)[:2]:
        tx.history.of(contact.id)


def lists(tx: Any) -> None:
    """The other lists and their counts."""
    for scope in ("people", "organisations", "starred", "archive", "bin"):
        tx.contacts.listing(ListQuery(scope))
    tx.contacts.counts()


NOVEMBER = span_of(date(2026, 11, 1), date(2026, 12, 1), UTC)
READINGS: tuple[Callable[[Any], Any], ...] = (
    people,
    lists,
    lambda tx: tx.contacts.search("zak 1"),
    lambda tx: tx.log.since(0),
    lambda tx: tx.events.agenda(NOVEMBER),
    lambda tx: tx.timelines.of(2),
    lambda tx: tx.people.all(),
    lambda tx: [tx.deals.of_pipeline(each.id) for each in tx.pipelines.all()],
    lambda tx: tx.documents.newest(),
    lambda tx: [list(tx.events.each()), tx.smart_groups.all()],
    lambda tx: tx.custom_fields.all(),
    lambda tx: [tx.book_history.touched(each.id) for each in tx.book_history.page().steps],
)


def look_at_everything(book: Book, folder: Path) -> list[str]:
    """Read all there is, part by part; the sentences that were said."""
    said = []
    for part in READINGS:
        try:
            with book.read() as tx:
                part(tx)
        except ContactDeskError as error:
            said.append(error.message)
    with suppress(ContactDeskError):  # it may be damaged
        export(book, folder / "all.vcf")
    for look in (book.check, book.undo_labels, book.poll, lambda: find(book)):
        try:
            look()
        except ContactDeskError as error:
            said.append(error.message)
    return said


class Proof:
    """Goes through the files and keeps the tally."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self.tally, self._tell = Tally(), tell
        self._place, self._apart = folder / "place", folder / "apart"
        for each in (self._place, self._apart):
            each.mkdir()
        book = folder / "sound.cdk"
        fill(book)
        self._sound = (book.read_bytes(), book.read_bytes(), OLDER.read_bytes())

    def one(self, number: int, seed: int) -> None:
        """Damage a file, open it, look, and hold its bytes against what they were."""
        rng = random.Random(f"{seed} {number}")
        data, damage = bytearray(rng.choice(self._sound)), rng.choice(DAMAGES)
        damage(data, rng)
        path = self._place / "office.cdk"
        for left in self._place.iterdir():
            left.unlink()
        path.write_bytes(data)
        self.tally.kinds[damage.__name__] = self.tally.kinds.get(damage.__name__, 0) + 1
        what = f"file {number} of seed {seed} ({damage.__name__})"
        began = time.process_time()
        try:
            self._open(path, bytes(data), what, rng)
        except Exception as error:
            where = "".join(traceback.format_exception(error)[-3:])
            self._wrong(what, f"{type(error).__name__}: {error}\n{where}")
        self.tally.files += 1
        took = time.process_time() - began
        self.tally.longest_s = max(self.tally.longest_s, round(took, 2))
        if took > LONGEST:
            self._wrong(what, f"it took {took:.0f} s")

    def _open(self, path: Path, data: bytes, what: str, rng: random.Random) -> None:
        first_page(path)
        steps_since(path, 0)
        try:
            book = Book.open(path, create=False, patience=0.3)
        except BookError as error:
            self.tally.refused += 1
            self._sentence(what, error)
            self._unchanged(path, data, what)
            return
        with book:
            said = look_at_everything(book, self._apart)
            self.tally.partly_read += bool(said)
            read_only = bool(book.facts.read_only)
        self.tally.read_only += read_only
        self.tally.opened += not read_only
        if not self._was_upgraded():  # an older book that seemed whole: a copy of it lies beside
            self._unchanged(path, data, what)
        if not read_only and rng.random() < 0.3:
            self._edit(path, what)

    def _was_upgraded(self) -> bool:
        copy = self._place / f"office.before-{SCHEMA}.cdk"
        if not copy.exists():
            return False
        with closing(sqlite3.connect(copy)) as file:
            return bool(file.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    def _edit(self, path: Path, what: str) -> None:
        try:
            with Book.open(path, create=False, patience=0.3) as book:
                with book.write("Edit") as tx:
                    base = tx.contacts.get(2)
                    tx.contacts.save(replace(base, note="new"), base)
                book.undo()
            self.tally.edited += 1
        except NotFound:
            pass
        except ContactDeskError as error:
            self._sentence(what, error)

    def _sentence(self, what: str, error: ContactDeskError) -> None:
        if not error.message.strip().endswith("."):
            self._wrong(what, f"no sentence: {error.message}")

    def _unchanged(self, path: Path, data: bytes, what: str) -> None:
        if path.read_bytes() != data:
            self._wrong(what, "its bytes were changed")
        beside = set(os.listdir(self._place)) - {path.name}
        if beside:
            self._wrong(what, f"beside it lie {beside}")

    def _wrong(self, what: str, said: str) -> None:
        self.tally.violations.append(f"{what}: {said}")
        self._tell(f"!! {what}: {said}")

    def backups(self, count: int, seed: int) -> None:
        """One byte of a backup is another one."""
        book, folder = self._apart / "kept.cdk", self._apart / "backups"
        fill(book)
        with Book.open(book) as opened:
            made = make_backup(opened, folder, "day", datetime(2026, 11, 28, 9, tzinfo=UTC))
        assert verified(made.path).good
        rng = random.Random(seed)
        for number in range(count):
            path = manifest_of(made.path) if number % 5 == 4 else made.path
            whole = path.read_bytes()
            at = rng.randrange(len(whole))
            other = bytes([whole[at] ^ rng.randrange(1, 256)])
            path.write_bytes(whole[:at] + other + whole[at + 1 :])
            found = backups_in(folder)
            bad = bool(found) and not verified(found[0].path).good
            self.tally.backups += 1
            self.tally.found += bad
            if not bad:
                self._wrong(f"{path.name}, byte {at}", f"{whole[at]} is {other[0]}, not found")
            path.write_bytes(whole)


def prove(
    files: Iterable[int], backups: int, seed: int = 1, tell: Callable[[str], None] = print
) -> Tally:
    """The damaged files of these numbers and so many backups, in a folder of their own."""
    began, before = time.monotonic(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with tempfile.TemporaryDirectory() as name:
            proof = Proof(Path(name), tell)
            for number in files:
                proof.one(number, seed)
                if number % 1_000 == 999:
                    tell(f"{number + 1} files")
            proof.backups(backups, seed)
    finally:
        logging.disable(before)
    proof.tally.seconds = round(time.monotonic() - began, 1)
    return proof.tally


def main() -> int:
    """Ask, prove, tell."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--files", type=int, default=20_000)
    ask.add_argument("--backups", type=int, default=5_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--first", type=int, default=0, help="begin with the file of this number")
    ask.add_argument("--only", type=int, nargs="+", help="these files alone, and no backups")
    given = ask.parse_args()
    files = given.only or range(given.first, given.first + given.files)
    tally = prove(files, 0 if given.only else given.backups, given.seed)
    print(json.dumps(asdict(tally), ensure_ascii=False))
    if tally.violations:
        kinds = Counter(v.split(": ", 1)[1].splitlines()[0][:120] for v in tally.violations)
        print(json.dumps(kinds.most_common(20), ensure_ascii=False), file=sys.stderr)
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
