"""The proof that no kill harms a book: python tests/proofs/kill_import.py [--rounds 50]

Each round starts `contactdesk import` of some thousand cards into a copy of a small book, kills
the program or its reading process with SIGKILL at a random moment, and then opens the book: it
has to be sound, in order, and to hold all of the cards or none. At least every fifth kill falls
inside the write, which the rollback journal beside the book shows. Linux only.

Prints a line of JSON at the end; the status is 1 when anything was not as it has to be.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from contactdesk.operations.importing import import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

HERE = Path(__file__).resolve().parent
BEFORE = 50  # contacts that the book has already
PATIENCE = 60.0  # seconds until a round is given up


@dataclass
class Tally:
    """What the rounds came to; `violations` has to stay empty."""

    rounds: int = 0
    program_killed: int = 0
    child_killed: int = 0
    inside_write: int = 0
    journals_left: int = 0
    none: int = 0
    all: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


def prove(
    rounds: int,
    cards: int,
    seed: int,
    tell: Callable[[str], None] = print,
    before: int = BEFORE,
) -> Tally:
    """Run the rounds in a folder of their own."""
    started = time.monotonic()
    tally, rng = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        ground = Ground(Path(name), cards, before)
        for number in range(rounds):
            result = one_round(ground, rng, number, tally)
            tell(f"round {number + 1:2d}/{rounds}: {result}")
    tally.seconds = round(time.monotonic() - started, 1)
    if tally.inside_write < rounds / 5:
        tally.violations.append(f"only {tally.inside_write} of {rounds} kills inside the write")
    return tally


class Ground:
    """The file to import, a book with a few contacts, and how long an import takes here."""

    def __init__(self, folder: Path, cards: int, before: int) -> None:
        self.folder = folder
        self.cards = cards
        self.before = before
        self.file, self.template = folder / "big.vcf", folder / "template.cdk"
        generator = _generator()
        generator.write(self.file, cards)
        few = folder / "few.vcf"
        generator.write(few, before, start=10_000_000)
        with Book.open(self.template) as book:
            import_files(book, [few])
        book_path = self.new_book()
        started = time.monotonic()
        self.start(book_path).wait()
        self.usual = time.monotonic() - started
        assert state_of(book_path, cards, before) == "all"

    def new_book(self) -> Path:
        """A fresh copy of the small book."""
        path = self.folder / "book.cdk"
        journal_of(path).unlink(missing_ok=True)
        shutil.copy(self.template, path)
        return path

    def start(self, book: Path) -> subprocess.Popen[bytes]:
        """The program, importing."""
        return subprocess.Popen(
            [sys.executable, "-m", "contactdesk", "--book", str(book), "import", str(self.file)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**os.environ, "CONTACTDESK_HOME": str(self.folder / "home")},
        )  # fmt: skip


def _generator() -> Any:
    place = HERE.parent / "benchmarks" / "generator.py"
    spec = importlib.util.spec_from_file_location("generator", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def journal_of(book: Path) -> Path:
    """The rollback journal, there while a change is being written."""
    return book.with_name(book.name + "-journal")


def one_round(ground: Ground, rng: random.Random, number: int, tally: Tally) -> str:
    """Start, kill, look."""
    book = ground.new_book()
    program = ground.start(book)
    of_child, inside = number % 2 == 1, rng.random() < 0.6
    child = wait_for_moment(program, book, rng, ground.usual, of_child, inside)
    writing = journal_of(book).exists() and program.poll() is None
    victim = child if of_child and child else program.pid
    kill(victim)
    told = (program.communicate(timeout=PATIENCE)[1] or b"").decode()
    left = journal_of(book).exists()
    tally.rounds += 1
    tally.program_killed += victim == program.pid
    tally.child_killed += victim != program.pid
    tally.inside_write += writing
    tally.journals_left += left
    problems = judge(program.returncode, told, victim == program.pid)
    if not is_gone(child):
        problems.append("the reading process lives on")
    state = state_of(book, ground.cards, ground.before)
    tally.none += state == "none"
    tally.all += state == "all"
    problems += expected_state(state, program.returncode)
    tally.violations += [f"round {number + 1}: {p}" for p in problems]
    who = "program" if victim == program.pid else "child"
    where = "inside the write" if writing else "outside the write"
    return f"{who} killed {where}: {state}{' !! ' if problems else ''}{'; '.join(problems)}"


def wait_for_moment(
    program: subprocess.Popen[bytes], book: Path, rng: random.Random, usual: float,
    of_child: bool, inside: bool,
) -> int:  # fmt: skip
    """Wait for a random moment, perhaps one inside the write; returns the reading process."""
    started, child = time.monotonic(), 0
    end = started + (PATIENCE if inside else rng.uniform(0, usual))
    while program.poll() is None and time.monotonic() < end:
        child = child or child_of(program.pid)
        if inside and journal_of(book).exists():
            time.sleep(rng.uniform(0, usual / 3))
            break
        time.sleep(0.001)
    while of_child and not child and program.poll() is None:
        child = child_of(program.pid)
    return child


def child_of(pid: int) -> int:
    """The reading process of a program, 0 before it has one."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    return int(found[0]) if found else 0


def kill(pid: int) -> None:
    """As a power cut for one process."""
    with contextlib.suppress(ProcessLookupError):  # it was done already
        os.kill(pid, signal.SIGKILL)


def is_gone(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    end = time.monotonic() + 20
    while pid and time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return not pid


def judge(status: int, told: str, program_killed: bool) -> list[str]:
    """What is wrong with how the program ended."""
    problems = [f"it broke: {told.splitlines()[-1]}"] if "Traceback" in told else []
    if program_killed and status not in (-signal.SIGKILL, 0):
        problems.append(f"status {status}")
    if not program_killed and status not in (0, 2):
        problems.append(f"status {status} after the reading process was killed")
    if not program_killed and status == 2 and "ended unexpectedly" not in told:
        problems.append(f"it said: {told.strip()}")
    return problems


def expected_state(state: str, status: int) -> list[str]:
    """What is wrong with what the book holds."""
    if state not in ("none", "all"):
        return [state]
    if (status == 0 and state != "all") or (status == 2 and state != "none"):
        return [f"status {status}, and the book holds {state} of the cards"]
    return []


def state_of(path: Path, cards: int, before: int) -> str:
    """ "none" or "all" of the cards, or what is wrong with the book."""
    with Book.open(path, create=False) as book:
        if book.facts.read_only or book.check():
            return f"damaged: {book.facts.read_only} {book.check()}"
        with book.read() as tx:
            listed = list(tx.contacts.listing(ListQuery()).numbers)
            stored = tx.connection.exec_driver_sql("SELECT count(*) FROM contact").scalar()
            logged = tx.connection.exec_driver_sql(
                "SELECT count(*) FROM change WHERE record_type = 'contact'"
            ).scalar()
            originals = tx.connection.exec_driver_sql("SELECT count(*) FROM original").scalar()
            found = len(tx.contacts.search("post", limit=10**6).numbers)
            loaded = len(tx.contacts.get_many(listed[:: max(1, len(listed) // 50)]))
        counts = {len(listed), stored, logged, originals, found}
        if bool(loaded) != bool(listed) or len(counts) != 1:
            return f"torn: {sorted(counts)}"
        extra = len(listed) - before
        return {0: "none", cards: "all"}.get(extra, f"{extra} of {cards} cards")


def main() -> int:
    """Ask, prove, tell."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--rounds", type=int, default=50)
    ask.add_argument("--cards", type=int, default=7_000)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--before", type=int, default=BEFORE, help="0: into an empty book")
    options = ask.parse_args()
    tally = prove(options.rounds, options.cards, options.seed, before=options.before)
    print(json.dumps(asdict(tally)))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
