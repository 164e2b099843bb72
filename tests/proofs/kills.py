"""The proof that no kill takes back what was acknowledged: python tests/proofs/kills.py

Each round copies the program as it stands into a process of its own, which edits, imports, brings
an older book up to date or makes backups, and tells of each step that is done; at a random moment
it is killed with SIGKILL. Then the book is opened: it has to be sound, every step that was told has
to be in it, at most the one that was under way may be in it besides, and work goes on. Of backups,
each one that is listed has to be whole. POSIX only. The command line's own imports are killed by
kill_import.py.

Prints a line of JSON at the end; the status is 1 when anything was not as it has to be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from contactdesk.model.contact import Contact
from contactdesk.operations.importing import import_files
from contactdesk.store.backups import backups_in, make_backup, verified
from contactdesk.store.book import Book

OLDER = Path(__file__).resolve().parents[1] / "data" / "books" / "schema-6.cdk"
CONTACTS, CARDS = 300, 40
PATIENCE = 60.0
Tell = Callable[[object], None]


@dataclass
class Tally:
    """What the rounds came to; `violations` has to stay empty."""

    rounds: int = 0
    kills: dict[str, int] = field(default_factory=dict)
    inside_write: int = 0
    acknowledged: int = 0
    missing: int = 0
    unsound: int = 0
    finished_first: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


class Ground:
    """Copies of the books and files that are worked on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.cdk"
        with Book.open(self.template) as book, book.write("Fill") as tx:
            for n in range(CONTACTS):
                tx.contacts.add(Contact(formatted_name=f"Nr {n}", note="0" * 400))
        self.book = folder / "book" / "office.cdk"
        self.backups = folder / "backups"
        self.usual: dict[str, float] = {}  # seconds of one step

    def fresh(self, template: Path) -> None:
        """A copy of a book, alone in its folder."""
        for left in (self.book.parent, self.backups):
            shutil.rmtree(left, ignore_errors=True)
            left.mkdir()
        shutil.copy(template, self.book)

    def cards(self, number: int) -> Path:
        """A file whose cards are of this number."""
        path = self.folder / f"cards-{number}.vcf"
        if not path.exists():
            path.write_text(
                "".join(
                    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Card {number} {n}\r\nUID:{number}-{n}\r\n"
                    f"TEL:+48{number:04d}{n:05d}\r\nNOTE:{'n' * 300}\r\nEND:VCARD\r\n"
                    for n in range(CARDS)
                )
            )
        return path


# ── what is done, and what it has to have left ──────────────────────────────────────────


def edit(ground: Ground, tell: Tell) -> None:
    """Count one contact up."""
    with Book.open(ground.book, create=False) as book:
        tell("")
        for count in range(1, 10_000):
            with book.write("Edit") as tx:
                base = tx.contacts.get(1)
                tx.contacts.save(replace(base, note=f"{count:06d}" + "y" * 3_000), base)
            tell(count)


def edited(ground: Ground, told: list[int]) -> list[str]:
    """The note is the last that was told, or the next."""
    with closing(sqlite3.connect(ground.book)) as file:
        note = file.execute("SELECT note FROM contact WHERE number = 1").fetchone()[0]
        steps = file.execute("SELECT count(*) FROM change_set").fetchone()[0] - 1
    count, last = int(note[:6]) if steps else 0, max(told, default=0)
    return [] if count == steps and count in (last, last + 1) else [f"{last} told, {count} there"]


def bring_in(ground: Ground, tell: Tell) -> None:
    """Import one file after the other."""
    with Book.open(ground.book, create=False) as book:
        tell("")
        for count in range(1, 100):
            import_files(book, [ground.cards(count)])
            tell(count)


def brought_in(ground: Ground, told: list[int]) -> list[str]:
    """Whole files, and all that were told."""
    with closing(sqlite3.connect(ground.book)) as file:
        there = file.execute("SELECT count(*) FROM contact").fetchone()[0] - CONTACTS
    last = max(told, default=0)
    whole = there in (last * CARDS, (last + 1) * CARDS)
    return [] if whole else [f"{last} files told, {there} cards there"]


def upgrade(ground: Ground, tell: Tell) -> None:
    """Open a book of an earlier schema."""
    tell("")
    with Book.open(ground.book, create=False):
        tell(1)


def upgraded(ground: Ground, told: list[int]) -> list[str]:
    """It is of the one schema or of the other, with all it had."""
    with closing(sqlite3.connect(OLDER)) as file:
        wanted = file.execute("SELECT count(*), max(revision) FROM contact").fetchone()
    with closing(sqlite3.connect(ground.book)) as file:
        schema = file.execute("PRAGMA user_version").fetchone()[0]
        found = file.execute("SELECT count(*), max(revision) FROM contact").fetchone()
    problems = [] if found == wanted else [f"{found} contacts instead of {wanted}"]
    if told and schema == 6:
        problems.append("told and not done")
    for copy in ground.book.parent.glob("*before-*.cdk"):
        with closing(sqlite3.connect(copy)) as file:
            good = file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if not good or file.execute("PRAGMA user_version").fetchone()[0] != 6:
                problems.append(f"{copy.name} is no copy")
    return problems


def back_up(ground: Ground, tell: Tell) -> None:
    """Make one backup after the other, and an edit between."""
    with Book.open(ground.book, create=False) as book:
        tell("")
        for count in range(1, 1_000):
            with book.write("Edit") as tx:
                base = tx.contacts.get(2)
                tx.contacts.save(replace(base, note=str(count)), base)
            at = datetime.fromtimestamp(1_700_000_000 + count, UTC)
            make_backup(book, ground.backups, "day", at)
            tell(count)


def backed_up(ground: Ground, told: list[int]) -> list[str]:
    """As many as were told, or one more, and each is whole."""
    found = backups_in(ground.backups)
    problems = [verified(b.path).wrong for b in found if not verified(b.path).good]
    last = max(told, default=0)
    if len(found) not in (last, last + 1):
        problems.append(f"{last} backups told, {len(found)} there")
    return problems


class Work(NamedTuple):
    """What is done, what it has to leave, and how many steps at most are waited for."""

    do: Callable[[Ground, Tell], None]
    left: Callable[[Ground, list[int]], list[str]]
    steps: int


ACTIONS: dict[str, Work] = {
    "edit": Work(edit, edited, 6),
    "import": Work(bring_in, brought_in, 2),
    "upgrade": Work(upgrade, upgraded, 0),
    "backup": Work(back_up, backed_up, 2),
}


# ── a round ─────────────────────────────────────────────────────────────────────────────


def begun(ground: Ground, do: Callable[[Ground, Tell], None]) -> tuple[int, int]:
    """A copy of this process that does it: its number, and where to read what it tells."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        os.setpgid(0, 0)  # what it starts is killed with it
        do(ground, lambda what: os.write(writing, f"{what}\n".encode()) and None)
    finally:
        os._exit(0)


class Told:
    """What the other process tells, read until a random moment of a step after so many."""

    def __init__(self, reading: int) -> None:
        self._reading = reading
        self._times: list[float] = []
        self.said, self.ended = b"", False

    def until(self, steps: int, rng: random.Random, usual: float) -> float:
        """Wait for the steps and for a part of one more; how long a step takes."""
        end = time.monotonic() + PATIENCE
        while len(self._times) <= steps and self._read(end - time.monotonic()):
            pass
        if steps and len(self._times) > 1:
            usual = (self._times[-1] - self._times[0]) / (len(self._times) - 1)
        end = time.monotonic() + rng.uniform(0, 1.2 * usual)
        while self._read(end - time.monotonic()):
            pass
        return usual

    def _read(self, seconds: float) -> bool:
        if self.ended or not select.select([self._reading], [], [], max(0.0, seconds))[0]:
            return False
        piece = os.read(self._reading, 65_536)
        self.said += piece
        self.ended = not piece
        self._times += [time.monotonic()] * piece.count(b"\n")
        return not self.ended

    def rest(self) -> list[int]:
        """All that it told before it was killed."""
        while piece := os.read(self._reading, 65_536):
            self.said += piece
        os.close(self._reading)
        return [int(word) for word in self.said.split()]


def one_round(ground: Ground, name: str, rng: random.Random, tally: Tally) -> str:
    """Begin, kill, look."""
    work = ACTIONS[name]
    ground.fresh(OLDER if name == "upgrade" else ground.template)
    child, reading = begun(ground, work.do)
    telling = Told(reading)
    steps = rng.randint(0, work.steps)
    ground.usual[name] = telling.until(steps, rng, ground.usual.get(name, 0.05))
    tally.inside_write += ground.book.with_name(ground.book.name + "-journal").exists()
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = telling.rest()
    tally.rounds += 1
    tally.finished_first += telling.ended
    tally.kills[name] = tally.kills.get(name, 0) + 1
    tally.acknowledged += len(told)
    problems = looked_at(ground, name, told, tally)
    tally.violations += [f"{name}, round {tally.rounds}: {p}" for p in problems]
    return f"{name}: {len(told)} told {problems or ''}"


def looked_at(ground: Ground, name: str, told: list[int], tally: Tally) -> list[str]:
    """What is wrong with what a kill left."""
    missing = ACTIONS[name].left(ground, told)
    tally.missing += len(missing)
    with Book.open(ground.book, create=False) as book:
        unsound = [*filter(None, [book.facts.read_only]), *book.check()]
        with book.write("Afterwards") as tx:
            tx.contacts.add(Contact(formatted_name="Afterwards"))
        if name == "backup":
            make_backup(book, ground.backups, "day", datetime.now(UTC))
    tally.unsound += len(unsound)
    return missing + unsound


def usual_time(ground: Ground) -> float:
    """How long an upgrade takes here."""
    ground.fresh(OLDER)
    began = time.monotonic()
    Book.open(ground.book, create=False).close()
    return time.monotonic() - began


def prove(rounds: int, seed: int, tell: Callable[[str], None] = print, only: str = "") -> Tally:
    """Run the rounds in a folder of their own."""
    began, tally, rng = time.monotonic(), Tally(), random.Random(seed)
    names = only.split(",") if only else list(ACTIONS)
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        ground.usual["upgrade"] = usual_time(ground)
        for number in range(rounds):
            said = one_round(ground, names[number % len(names)], rng, tally)
            tell(f"round {number + 1}/{rounds}, {said}")
    tally.seconds = round(time.monotonic() - began, 1)
    return tally


def main() -> int:
    """Ask, prove, tell."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--rounds", type=int, default=1_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only", default="", help="actions, with commas")
    given = ask.parse_args()
    tally = prove(given.rounds, given.seed, only=given.only)
    print(json.dumps(asdict(tally)))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
