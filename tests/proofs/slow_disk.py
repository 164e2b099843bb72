"""The proof that a slow disk never stops the window: python tests/proofs/slow_disk.py

Every call of the book's folder takes 300 ms (bad_disk.c) while a person works in the real window,
off the screen: the book is opened, looked through, edited and searched, a colleague saves, backups
are made, another book is gone to. Two figures cannot be noise of the machine, and both have to be
0: calls made on the window's thread, and calls made while the interpreter's lock was held, when
the window's thread waits as well. The longest gap of the event loop is measured beside them, in
each step; its floor is the same step of the same window with a disk that is well.

Two things cannot be spared. Before there is a window the program waits a moment to hear where the
book's file really lies, by which it finds a window that has the book already: the gap of that step
is measured, and not judged. And a dialog that chooses files is the desktop's, or Qt's: it looks at
the folder it shows, so no step opens one.

`--short` takes a few steps at 2 ms a call, and no floors, so no gap is judged. Prints a line of
JSON at the end; the status is 1 when a call was made where none may be, or the disk made a gap
longer than 100 ms. The long form takes half an hour, for opening a book takes 900 calls.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import bad_disk
from slow_disk_person import STEP_SECONDS, Person

from contactdesk.model.contact import Contact, Entry
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.event import Event
from contactdesk.store.book import Book

PEOPLE, THINGS = 300, 60
SLOW_MS, SHORT_MS = 300, 2
LONGEST_MS = 100.0
PATIENT_SECONDS = 600.0  # on the slow disk


class Step(NamedTuple):
    """What was measured of one step; times in ms, the gaps with the disk slow and well."""

    name: str
    gap: float
    floor: float
    calls: int
    on_main: int
    with_lock: int
    seconds: float


# ── the book, and the colleague ───────────────────────────────────────────────────────────


def made_book(path: Path, people: int = PEOPLE) -> Path:
    """A book with contacts, appointments, tasks and deals."""
    today = date.today()
    stages = tuple(Stage(f"Stage {n}", n * 10, "", 14, n) for n in range(1, 5))
    with Book.open(path) as book, book.write("Fill") as tx:
        pipeline = tx.pipelines.add(Pipeline(name="Sales", stages=stages, currency="EUR"))
        made = [
            tx.contacts.add(
                Contact(formatted_name=f"Nr {n:03}", phones=(Entry(f"+4850{n:07}"),), note="Old")
            )
            for n in range(people)
        ]
        for n in range(THINGS):
            day, who = (today + timedelta(days=n % 9)).isoformat(), made[n % people].id
            about = (who,)
            tx.events.add(Event(summary=f"Visit {n}", starts_at=f"{day}T10:00:00", about=about))
            tx.events.add(Event(component="task", summary=f"Call {n}", ends_at=day, about=about))
            tx.deals.add(
                Deal(title=f"Deal {n}", pipeline=pipeline.id, stage=n % 4 + 1, people=(who,))
            )
    return path


def save_as_colleague(path: str, name: str) -> None:
    """What the other program does, whose disk is not slow: one name is another."""
    with Book.open(path, patience=60.0) as book, book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, formatted_name=name), base)


BEFORE = "start"
FIRST = ("edit", "colleague", "keep", "elsewhere")
STEPS = (
    "move", "scroll", "edit", "search", "undo", "note", "history", "today", "calendar",
    "tasks", "table", "pipeline", "documents", "book_history", "bin", "duplicates", "backups",
    "find", "colleague", "half_a_minute", "backup", "bring_in", "keep", "elsewhere",
)  # fmt: skip


# ── the program with the slow disk ────────────────────────────────────────────────────────


class Gaps:
    """Remembers the longest time between two turns of the event loop."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1_000)
        self._last = now

    def taken(self) -> float:
        """The longest gap so far; counting begins anew."""
        self._turn()
        longest, self.longest = self.longest, 0.0
        return round(longest, 1)


def measured(place: Path, names: Sequence[str], milliseconds: int, well: int) -> Iterator[Step]:
    """Each step by one person: so often on a disk that is well, the last time for the floor, then
    on the slow one."""
    disk = bad_disk.Disk(place)
    disk.tell(2)
    person = Person(place)
    gaps = Gaps()

    def walked(slow: int) -> Iterator[tuple[str, float, float]]:
        for name in names:
            person.patience = PATIENT_SECONDS if slow else STEP_SECONDS
            gaps.taken()
            began = time.monotonic()
            disk.slow(slow)
            getattr(person, name)()
            yield name, gaps.taken(), time.monotonic() - began

    floors: dict[str, float] = {}
    for _turn in range(well):
        floors = {name: gap for name, gap, _seconds in walked(0)}
        person.turn += 1
    for name, gap, seconds in walked(milliseconds):
        calls = disk.counted, disk.on_main_thread, disk.with_interpreter
        yield Step(name, gap, floors.get(name, 0.0), *calls, round(seconds, 1))
    disk.well()


def _inside(folder: Path, names: Sequence[str], milliseconds: int, well: int) -> None:
    """The child: a line of JSON a step."""
    for step in measured(folder / "place", names, milliseconds, well):
        print(json.dumps(step._asdict()), flush=True)
    os._exit(0)


# ── the proof ─────────────────────────────────────────────────────────────────────────────


def named(steps: Sequence[str]) -> tuple[str, ...]:
    """These steps, in a window that is opened before and closed after."""
    return (BEFORE, "open", *steps, "close")


def prove(
    names: Sequence[str], milliseconds: int, well: int, tell: Callable[[str], None]
) -> list[Step]:
    """What was measured in each step; all of them are done so often on a disk that is well."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder / "place")
        words = ["--inside", str(folder), "--ms", str(milliseconds), "--well", str(well), *names]
        child = bad_disk.started([__file__, *words], folder)
        assert child.stdout is not None
        steps = []
        for line in child.stdout:
            steps.append(Step(**json.loads(line)))
            tell(f"{steps[-1]}")
        assert child.wait() == 0, "the window did not come to its end"
    return steps


def _prepare(place: Path) -> None:
    place.mkdir()
    made_book(place / "office.cdk")
    made_book(place / "other.cdk", 40)
    for turn in range(3):
        names = (f"FN:New {turn} {n}\r\nN:;New {turn} {n};;;" for n in range(30))
        cards = "".join(f"BEGIN:VCARD\r\nVERSION:3.0\r\n{name}\r\nEND:VCARD\r\n" for name in names)
        (place / f"cards-{turn}.vcf").write_text(cards, encoding="utf-8")
        (place / f"letter-{turn}.txt").write_text(f"Letter {turn}", encoding="utf-8")


def main() -> int:
    """Prove it, or be one of the programs that it takes."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--short", action="store_true")
    ask.add_argument("--ms", type=int, default=0, help="how long each call takes")
    ask.add_argument("--well", type=int, default=2, help=argparse.SUPPRESS)
    ask.add_argument("steps", nargs="*", help="these alone, after the opening")
    for name in ("inside", "colleague", "name"):
        ask.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.colleague:
        save_as_colleague(given.colleague, given.name)
        return 0
    if given.inside:
        _inside(Path(given.inside), given.steps, given.ms, given.well)
    if why := bad_disk.why_not():
        print(json.dumps({"skipped": why}))
        return 0
    names = named(given.steps or (FIRST if given.short else STEPS))
    milliseconds = given.ms or (SHORT_MS if given.short else SLOW_MS)
    well = 0 if given.short else given.well
    steps = prove(names, milliseconds, well, lambda line: print(line, file=sys.stderr, flush=True))
    said = told(steps, milliseconds)
    print(json.dumps(said))
    return 0 if said["good"] else 1


def told(steps: Sequence[Step], milliseconds: int) -> dict[str, Any]:
    """The figures of all steps, and whether they are as they have to be."""
    judged = [step for step in steps if step.name != BEFORE]
    over = [s.name for s in judged if s.gap > LONGEST_MS and s.gap > 2 * s.floor > 0]
    main, lock = sum(s.on_main for s in steps), sum(s.with_lock for s in steps)
    return {
        "ms_a_call": milliseconds, "calls": sum(s.calls for s in steps), "on_main": main,
        "with_lock": lock, "longest_gap": max(s.gap for s in judged),
        "floor": max(s.floor for s in judged), "over": over, "good": not (main or lock or over),
        "steps": {s.name: s[1:] for s in steps},
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
