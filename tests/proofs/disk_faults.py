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
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import bad_disk
from bad_disk import CUT, EVERY, LOCK, LOOK, OPEN, READ, SYNC, UNLINK, WRITE
from disk_actions import ACTIONS, Action, Ground, Make, Open

from contactdesk.errors import ContactDeskError
from contactdesk.model.contact import Contact
from contactdesk.store import guard
from contactdesk.store.book import Book

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


# ── one fault ───────────────────────────────────────────────────────────────────────────


def _is_sentence(said: str) -> bool:
    """Whether a person can read it: a line with an end, and nothing in a program's own words."""
    foreign = ("\n", "***", "error code", "SQL", "Errno")
    return said.strip().endswith((".", "!", "?")) and not any(each in said for each in foreign)


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
        """The disk is full after any number of bytes; only those count that became full."""
        rng = random.Random(seed)
        most = self.bytes_of(action)
        became = 0
        for number in range(2 * count):
            action.prepare(self.ground)
            room = rng.randrange(most)
            self.ground.disk.room(room)
            self.one(action, f"{action.name}, full after {room} bytes ({number})")
            became += bool(self.ground.disk.struck)
            if became == count:
                break
        self.tally.full_disks += became
        self._tell(f"{action.name}: {became} disks full within {most} bytes")

    def bytes_of(self, action: Action) -> int:
        """How many bytes an action writes, to within some hundreds."""
        high = 1 << 12
        while self._gets_full(action, high):
            high *= 2
        low = high // 2
        while high - low > 512:
            middle = (low + high) // 2
            low, high = (middle, high) if self._gets_full(action, middle) else (low, middle)
        return high

    def _gets_full(self, action: Action, room: int) -> bool:
        action.prepare(self.ground)
        self.ground.disk.room(room)
        with suppress(ContactDeskError, OSError):
            action.do(self.ground)
        struck = self.ground.disk.struck
        self.ground.disk.well()
        return bool(struck)

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
            if not _is_sentence(error.message):
                self._wrong(what, f"no sentence: {error.message}")
            if "not a whole ContactDesk book" in error.message:
                self._wrong(what, f"a whole book is called damaged: {error.message}")
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


class Asked(NamedTuple):
    """What of the proof is asked for."""

    short: bool = False
    full: int = 170  # full disks for each action
    only: str = ""  # actions, with commas; "" for all
    ways: str = ""  # ways to fail, with semicolons; "" for all, "none" for the full disks alone
    most: int = MOST_CALLS

    def most_calls(self, way: Way) -> int:
        """How many calls are to fail in this way."""
        if self.ways and way.name not in self.ways.split(";"):
            return 0
        return SHORT_WAYS.get(way.name, 0) if self.short else self.most


def work(folder: Path, asked: Asked, tell: Callable[[str], None]) -> Tally:
    """What is asked for, in the program with the bad disk."""
    logging.disable(logging.CRITICAL)
    guard.allow_this_thread()
    began = time.monotonic()
    proof = Proof(Ground(folder), tell)
    for made in ACTIONS[:1] if asked.short else ACTIONS:
        action = made()
        if asked.only and action.name not in asked.only.split(","):
            continue
        for way in WAYS:
            if most := asked.most_calls(way):
                proof.every_call(action, way, most)
        if asked.full and not isinstance(action, Open):
            proof.full(action, asked.full, seed=len(action.name))
    proof.tally.seconds = round(time.monotonic() - began, 1)
    return proof.tally


def prove(asked: Asked, tell: Callable[[str], None] = print) -> Tally:
    """Start the program with the bad disk, in a folder of its own; what it found."""
    with tempfile.TemporaryDirectory() as name:
        told = [__file__, "--worker", name, json.dumps(asked)]
        program = bad_disk.started(told, Path(name))
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
    if sys.argv[1:2] == ["--worker"]:
        found = work(Path(sys.argv[2]), Asked(*json.loads(sys.argv[3])), print)
        print(json.dumps(asdict(found)), flush=True)
        return 0
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--short", action="store_true")
    ask.add_argument("--full", type=int, default=170, help="full disks for each action")
    ask.add_argument("--only", default="", help="actions, with commas")
    ask.add_argument("--ways", default="", help="ways to fail, with semicolons; none for no way")
    ask.add_argument("--most", type=int, default=MOST_CALLS, help="calls of one action and way")
    tally = prove(Asked(**vars(ask.parse_args())))
    print(json.dumps(asdict(tally), ensure_ascii=False))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
