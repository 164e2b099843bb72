"""What is done with a book on a bad disk (disk_faults.py), and what has to be left of it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bad_disk import Disk

from contactdesk.model.contact import Contact, Entry
from contactdesk.operations.importing import import_files
from contactdesk.store.backups import backups_in, make_backup, verified
from contactdesk.store.book import Book
from contactdesk.store.opening import SCHEMA

OLDER = Path(__file__).resolve().parents[1] / "data" / "books" / "schema-6.cdk"
CARDS = 60
_TABLES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%' ORDER BY name"
_ROWS = 'SELECT * FROM "{}"'


class Ground:
    """A folder on the bad disk with a book, and what was acknowledged of it."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "place"
        self.apart = folder / "apart"
        for each in (self.place, self.apart):
            each.mkdir()
        self.path = self.place / "office.cdk"
        self.cards = self.apart / "cards.vcf"
        self.cards.write_text("".join(map(_card, range(CARDS))), encoding="utf-8")
        self.template = self.apart / "template.cdk"
        with Book.open(self.template) as book, book.write("Fill") as tx:
            for n in range(40):
                phones = (Entry(f"+4850{n:07d}"),)
                tx.contacts.add(Contact(formatted_name=f"Nr {n}", note="0", phones=phones))
        self.disk = Disk(self.place)
        self.count = 0
        self.book: Book | None = None

    def begin(self) -> Book:
        """The book as at the start, opened."""
        self.end()
        for left in self.place.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        shutil.copy(self.template, self.path)
        self.book = Book.open(self.path, patience=0.3)
        return self.book

    def end(self) -> None:
        """Close the book, if it is open."""
        if self.book is not None:
            with suppress(Exception):
                self.book.close()
            self.book = None

    def opened(self) -> Book:
        """The book as it is open, or a fresh one."""
        return self.book or self.begin()

    def note(self, number: int = 1) -> str:
        """What the file itself says of a contact."""
        with closing(sqlite3.connect(self.path)) as file:
            found = file.execute("SELECT note FROM contact WHERE number = ?", (number,)).fetchone()
        return str(found[0]) if found else ""

    def rows(self) -> tuple[int, int]:
        """How many contacts and steps the file has."""
        with closing(sqlite3.connect(self.path)) as file:
            ask = "SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM change_set)"
            found = file.execute(ask).fetchone()
        return int(found[0]), int(found[1])

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        with closing(sqlite3.connect(self.path)) as file:
            found = [row[0] for row in file.execute("PRAGMA integrity_check")]
            broken = [str(row) for row in file.execute("PRAGMA foreign_key_check")]
        return [each for each in found if each != "ok"] + broken


def _card(n: int) -> str:
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Card {n}\r\nN:{n};Card;;;\r\nUID:card-{n}\r\n"
        f"TEL:+4860{n:07d}\r\nNOTE:{'x' * 900}\r\nEND:VCARD\r\n"
    )


# ── what is done ────────────────────────────────────────────────────────────────────────


class Action:
    """Something a person does with the book: all of it is there afterwards, or nothing."""

    name = ""
    keeps_book = False

    def prepare(self, ground: Ground) -> None:
        """Before the disk becomes bad."""
        ground.begin()

    def do(self, ground: Ground) -> None:
        """Do it."""
        raise NotImplementedError

    def state(self, ground: Ground) -> str:
        """ "before", "after", or what is wrong."""
        raise NotImplementedError


class Edit(Action):
    """One contact is saved."""

    name = "edit"
    keeps_book = True

    def prepare(self, ground: Ground) -> None:
        book = ground.opened()
        ground.count += 1
        self.steps = ground.rows()[1]
        with book.read() as tx:
            self.base = tx.contacts.get(1)
        self.text = f"{ground.count:06d} " + "y" * 5_000

    def do(self, ground: Ground) -> None:
        with ground.opened().write("Edit") as tx:
            tx.contacts.save(replace(self.base, note=self.text), self.base)

    def state(self, ground: Ground) -> str:
        note, steps = ground.note(), ground.rows()[1] - self.steps
        if (note, steps) == (self.text, 1):
            return "after"
        return "before" if (note, steps) == (self.base.note, 0) else f"torn: {note[:20]}, {steps}"


class Import(Action):
    """A file of cards comes in."""

    name = "import"

    def do(self, ground: Ground) -> None:
        import_files(ground.opened(), [ground.cards])

    def state(self, ground: Ground) -> str:
        found = ground.rows()
        return {(40, 1): "before", (40 + CARDS, 2): "after"}.get(found, f"torn: {found}")


class Undo(Action):
    """A step is taken back."""

    name = "undo"

    def prepare(self, ground: Ground) -> None:
        book = ground.begin()
        with book.write("Archive") as tx:
            tx.contacts.delete(range(1, 21))

    def do(self, ground: Ground) -> None:
        ground.opened().undo()

    def state(self, ground: Ground) -> str:
        with closing(sqlite3.connect(ground.path)) as file:
            ask = "SELECT count(*) FROM contact WHERE deleted_at <> ''"
            found = int(file.execute(ask).fetchone()[0]), ground.rows()[1]
        return {(20, 2): "before", (0, 3): "after"}.get(found, f"torn: {found}")


def _may_be_read_only(book: Book) -> bool:
    """Whether a book is open for reading alone, for one of the reasons that a bad disk gives."""
    if book.facts.read_only and book.facts.why not in ("rights", "place", "damaged"):
        raise AssertionError(book.facts.read_only)
    return bool(book.facts.read_only)


class Open(Action):
    """The book is opened and read."""

    name = "open"

    def prepare(self, ground: Ground) -> None:
        ground.begin()
        ground.end()

    def do(self, ground: Ground) -> None:
        with Book.open(ground.path, patience=0.3) as book, book.read() as tx:
            tx.contacts.get(1)
            _may_be_read_only(book)

    def state(self, ground: Ground) -> str:
        return "after" if ground.rows() == (40, 1) else f"torn: {ground.rows()}"


class Make(Action):
    """A new book is made."""

    name = "make"

    def prepare(self, ground: Ground) -> None:
        ground.begin()
        ground.end()
        ground.path.unlink()

    def do(self, ground: Ground) -> None:
        Book.open(ground.path, patience=0.3).close()

    def state(self, ground: Ground) -> str:
        Book.open(ground.path).close()  # what was begun is made whole by the next opening
        return "after" if ground.rows() == (0, 0) else f"torn: {ground.rows()}"


def _all_of(path: Path) -> list[str]:
    """Everything that a file's own tables hold, and whether it is sound."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        names = [row[0] for row in file.execute(_TABLES)]
        asks = ("PRAGMA user_version", "PRAGMA integrity_check", *(_ROWS.format(n) for n in names))
        return [str(file.execute(ask).fetchall()) for ask in asks]


class Upgrade(Action):
    """A book of an earlier schema is opened."""

    name = "upgrade"

    def prepare(self, ground: Ground) -> None:
        ground.begin()
        ground.end()
        shutil.copy(OLDER, ground.path)
        self.older, self.rows, self.only_read = _all_of(OLDER), ground.rows(), False

    def do(self, ground: Ground) -> None:
        with Book.open(ground.path, patience=0.3) as book, book.read() as tx:
            tx.contacts.get_many(range(1, 5))
            self.only_read = _may_be_read_only(book)

    def state(self, ground: Ground) -> str:
        with closing(sqlite3.connect(ground.path)) as file:
            schema = file.execute("PRAGMA user_version").fetchone()[0]
        copies = [*ground.place.glob(f"office.before-{SCHEMA}*.cdk")]
        if ground.rows() != self.rows or any(_all_of(each) != self.older for each in copies):
            return f"torn: {ground.rows()}, {copies}"
        if schema == SCHEMA and not copies:
            return "upgraded without a copy"
        if schema == SCHEMA:
            return "after"
        as_told = "after" if self.only_read else "before"  # said to be open for reading alone
        return as_told if schema == 6 else f"of schema {schema}"


class BackUp(Action):
    """A backup is made beside it."""

    name = "backup"

    def do(self, ground: Ground) -> None:
        at = datetime(2026, 11, 28, 9, tzinfo=UTC)
        make_backup(ground.opened(), ground.place / "backups", "day", at)

    def state(self, ground: Ground) -> str:
        found = backups_in(ground.place / "backups")
        if ground.rows() != (40, 1) or any(not verified(each.path).good for each in found):
            return f"torn: {ground.rows()} {[verified(each.path).wrong for each in found]}"
        return "after" if found else "before"


ACTIONS: tuple[type[Action], ...] = (Edit, Undo, Import, Open, Make, Upgrade, BackUp)
