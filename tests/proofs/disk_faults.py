"""The proof that no fault of the disk loses anything: python tests/proofs/disk_faults.py

A program has a library before libc that lets a chosen call of a chosen kind fail (bad_disk.c): the
book is edited, imported into, made, opened, upgraded and backed up, and each call of each of these
fails once, in every way: with an I/O error, without room, after half of what was to be written, for
once or for good; half of it written without an error, too. Then the disk is full after any number
of bytes. After each fault the person has got a sentence or nothing happened, the file is sound,
what was acknowledged is in it, and the same open book and a newly opened one go on.

`--short` takes the edit alone, each call once, and 50 full disks. Prints a line of JSON at the end;
the status is 1 when anything was not as it has to be.
"""

from __future__ import annotations

import argparse
import errno
import json
import logging
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bad_disk
from bad_disk import CUT, EVERY, LOCK, LOOK, OPEN, READ, SYNC, UNLINK, WRITE, Disk

from contactdesk.errors import ContactDeskError
from contactdesk.model.contact import Contact, Entry
from contactdesk.operations.importing import import_files
from contactdesk.store import guard
from contactdesk.store.backups import backups_in, make_backup, verified
from contactdesk.store.book import Book

OLDER = Path(__file__).resolve().parents[1] / "data" / "books" / "schema-6.cdk"
CARDS = 60
MOST_CALLS = 150  # of one action: of more, so many are chosen


@dataclass
class Tally:
    """What was done and found; `violations` has to stay empty."""

    calls: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    full_disks: int = 0
    refused: int = 0
    went_on: int = 0
    unknown: int = 0  # told as failed, and in the book
    sentences: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """How a call fails."""

    name: str
    kinds: int
    error: int
    half: bool = False
    lasting: bool = False


_CALLS = READ | WRITE | SYNC | CUT | UNLINK | OPEN | LOCK
WAYS = (
    Way("input/output error", _CALLS, errno.EIO),
    Way("for good", EVERY, errno.EIO, lasting=True),
    Way("no room", WRITE | SYNC | CUT | OPEN, errno.ENOSPC),
    Way("no room for good", WRITE | SYNC | OPEN, errno.ENOSPC, lasting=True),
    Way("half, then no room", WRITE, errno.ENOSPC, half=True),
    Way("half, then an error for good", WRITE, errno.EIO, half=True, lasting=True),
    Way("half and no error", WRITE, 0, half=True),
    Way("sync fails", SYNC, errno.EIO),
    Way("every sync fails", SYNC, errno.EIO, lasting=True),
    Way("interrupted", READ | WRITE | SYNC | OPEN, errno.EINTR),
    Way("may not", OPEN | UNLINK | LOOK, errno.EACCES),
    Way("no locks", LOCK, errno.ENOLCK),
    Way("not looked at", LOOK, errno.EIO),
)
SHORT_WAYS = {"input/output error": 150, "half, then no room": 150, "for good": 40}


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


class Open(Action):
    """The book is opened and read."""

    name = "open"

    def prepare(self, ground: Ground) -> None:
        ground.begin()
        ground.end()

    def do(self, ground: Ground) -> None:
        with Book.open(ground.path, patience=0.3) as book, book.read() as tx:
            tx.contacts.get(1)
            if book.facts.read_only and book.facts.why not in ("rights", "place", "damaged"):
                raise AssertionError(book.facts.read_only)

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


class Upgrade(Action):
    """A book of an earlier schema is opened."""

    name = "upgrade"

    def prepare(self, ground: Ground) -> None:
        ground.begin()
        ground.end()
        shutil.copy(OLDER, ground.path)
        self.rows = ground.rows()

    def do(self, ground: Ground) -> None:
        Book.open(ground.path, patience=0.3).close()

    def state(self, ground: Ground) -> str:
        with closing(sqlite3.connect(ground.path)) as file:
            schema = file.execute("PRAGMA user_version").fetchone()[0]
        if ground.rows() != self.rows:
            return f"torn: {ground.rows()}"
        return "before" if schema == 6 else "after"


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


# ── one fault ───────────────────────────────────────────────────────────────────────────


class Proof:
    """Goes through the faults and keeps the tally."""

    def __init__(self, ground: Ground, tell: Callable[[str], None]) -> None:
        self.ground, self.tally, self._tell = ground, Tally(), tell

    def calls_of(self, action: Action, way: Way) -> int:
        """How many calls of these kinds an action makes."""
        action.prepare(self.ground)
        self.ground.disk.plan(0, way.kinds, way.error)
        action.do(self.ground)
        return self.ground.disk.counted

    def every_call(self, action: Action, way: Way, most: int) -> None:
        """Each call fails once, or so many of them where there are more."""
        count = self.calls_of(action, way)
        key = f"{action.name}, {way.name}"
        self.tally.calls[key] = count
        numbers: Sequence[int] = range(1, count + 1)
        if count > most:
            numbers = sorted(random.Random(key).sample(numbers, most))
        for nth in numbers:
            action.prepare(self.ground)
            self.ground.disk.plan(nth, way.kinds, way.error, way.half, way.lasting)
            self.one(action, f"{key}, call {nth}")
        self.tally.faults[key] = len(numbers)
        self._tell(f"{key}: {len(numbers)} of {count} calls")

    def full(self, action: Action, count: int, seed: int) -> None:
        """The disk is full after any number of bytes."""
        rng = random.Random(seed)
        action.prepare(self.ground)
        most = self.bytes_of(action)
        for number in range(count):
            action.prepare(self.ground)
            room = rng.randrange(most)
            self.ground.disk.room(room)
            self.one(action, f"{action.name}, full after {room} bytes ({number})")
            self.tally.full_disks += 1
        self._tell(f"{action.name}: {count} disks full within {most} bytes")

    def bytes_of(self, action: Action) -> int:
        """How many bytes an action writes, about."""
        high = 1 << 12
        while True:
            action.prepare(self.ground)
            self.ground.disk.room(high)
            with suppress(ContactDeskError, OSError):
                action.do(self.ground)
            struck = self.ground.disk.struck
            self.ground.disk.well()
            if not struck:
                return high
            high *= 2

    def one(self, action: Action, what: str) -> None:
        """Do it on the bad disk, then look at what is left."""
        told = self._told(action, what)
        self.ground.disk.well()
        try:
            self._look(action, what, told)
        except Exception as error:
            traceback.print_exc()
            self._wrong(what, f"afterwards {type(error).__name__}: {error}")
            self.ground.end()

    def _told(self, action: Action, what: str) -> str | None:
        """What a person was told; None for nothing, which acknowledges it."""
        try:
            action.do(self.ground)
        except ContactDeskError as error:
            words = f"{type(error).__name__}: {error.message}"
            self.tally.sentences[words] = self.tally.sentences.get(words, 0) + 1
            if not error.message.strip().endswith((".", "!", "?")):
                self._wrong(what, f"no sentence: {error.message}")
            return error.message
        except Exception as error:
            self.ground.disk.well()
            traceback.print_exc()
            self._wrong(what, f"{type(error).__name__}: {error}")
            return str(error)
        return None

    def _look(self, action: Action, what: str, told: str | None) -> None:
        state = action.state(self.ground)
        if state not in ("before", "after"):
            self._wrong(what, state)
        elif told is None and state != "after":
            self._wrong(what, "acknowledged and not there")
        self.tally.refused += told is not None
        self.tally.went_on += told is None
        lasts = isinstance(action, Open | Make)
        self.tally.unknown += bool(told) and state == "after" and not lasts
        for problem in self.ground.problems():
            self._wrong(what, problem)
        self._goes_on(action, what)

    def _goes_on(self, action: Action, what: str) -> None:
        """The same open book and a new one: both read, both save."""
        open_still = self.ground.book
        with Book.open(self.ground.path, create=False) as fresh:
            if fresh.facts.read_only:
                self._wrong(what, f"afterwards read-only: {fresh.facts.read_only}")
            for book in filter(None, (open_still, fresh)):
                with book.write("Afterwards") as tx:
                    name = f"Afterwards {self.ground.count}"
                    number = tx.contacts.add(Contact(formatted_name=name)).number
                with fresh.read() as tx:
                    assert tx.contacts.get(number).formatted_name == name
                assert book.undo() is not None
        if not action.keeps_book:
            self.ground.end()

    def _wrong(self, what: str, said: str) -> None:
        self.tally.violations.append(f"{what}: {said}")
        self._tell(f"!! {what}: {said}")


def work(folder: Path, short: bool, full: int, only: str, tell: Callable[[str], None]) -> Tally:
    """All of it, in the program with the bad disk."""
    logging.disable(logging.CRITICAL)
    guard.allow_this_thread()
    began = time.monotonic()
    proof = Proof(Ground(folder), tell)
    for made in ACTIONS[:1] if short else ACTIONS:
        action = made()
        if only and action.name not in only.split(","):
            continue
        for way in WAYS:
            if most := SHORT_WAYS.get(way.name, 0) if short else MOST_CALLS:
                proof.every_call(action, way, most)
        if full and not isinstance(action, Open):
            proof.full(action, full, seed=len(action.name))
    proof.tally.seconds = round(time.monotonic() - began, 1)
    return proof.tally


def prove(
    short: bool = False, full: int = 170, only: str = "", tell: Callable[[str], None] = print
) -> Tally:
    """Start the program with the bad disk, in a folder of its own; what it found."""
    with tempfile.TemporaryDirectory() as name:
        ask = [__file__, "--worker", name, "--full", str(full), "--only", only]
        program = bad_disk.started([*ask, *(["--short"] if short else [])], Path(name))
        assert program.stdout is not None
        last = ""
        for line in program.stdout:
            if last:
                tell(last.rstrip())
            last = line
        if program.wait():
            return Tally(violations=[f"the program ended with status {program.returncode}"])
    return Tally(**json.loads(last))


def main() -> int:
    """Ask, prove, tell."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--short", action="store_true")
    ask.add_argument("--full", type=int, default=170, help="full disks for each action")
    ask.add_argument("--only", default="", help="actions, with commas")
    ask.add_argument("--worker", default="", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.worker:
        found: Any = work(Path(given.worker), given.short, given.full, given.only, print)
        print(json.dumps(asdict(found)), flush=True)
        return 0
    tally = prove(given.short, given.full, given.only)
    print(json.dumps(asdict(tally), ensure_ascii=False))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
