"""The proof that many programs on one book lose nothing: python tests/proofs/eight_processes.py

Eight processes edit the same ten contacts of one local file as fast as they can for a minute.
Each counts up a phone of its own in every contact, and now and then all write the same note. In
the end every acknowledged save has to be in the log in an unbroken chain (each change began from
what the one before it left), the contacts have to hold what the log says, the file has to be
sound, and no save may have taken longer than ten seconds.

Prints a line of JSON at the end; the status is 1 when anything was not as it has to be.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from contactdesk.errors import BookLocked, EditConflict
from contactdesk.model.contact import Contact, Entry
from contactdesk.store.book import Book

CONTACTS = 10
LONGEST_SAVE = 10.0  # seconds
NOTES = 0.15  # share of the edits that write what everybody writes


@dataclass
class Tally:
    """What the processes came to; `violations` has to stay empty."""

    processes: int = 0
    seconds: float = 0.0
    saves: int = 0
    fewest: int = 0
    most: int = 0
    conflicts: int = 0
    given_up: int = 0
    lost: int = 0
    median_ms: float = 0.0
    p99_ms: float = 0.0
    longest_ms: float = 0.0
    longest_read_ms: float = 0.0
    violations: list[str] = field(default_factory=list)


def prove(processes: int, seconds: float, tell: Callable[[str], None] = print) -> Tally:
    """Let them loose on a book in a folder of its own, then look what became of it."""
    with tempfile.TemporaryDirectory() as name:
        return prove_on(str(Path(name) / "office.cdk"), processes, seconds, tell)


def prove_on(
    place: str, processes: int, seconds: float, tell: Callable[[str], None] = print
) -> Tally:
    """The same on a book that is not there yet, at a path or an address."""
    with Book.open(place) as book, book.write("Fill the book") as tx:
        for n in range(CONTACTS):
            phones = tuple(Entry("0", label=f"p{p}") for p in range(processes))
            tx.contacts.add(Contact(formatted_name=f"Nr {n}", note="-", phones=phones))
    tell(f"{processes} processes for {seconds:.0f} s")
    reports = _let_loose(place, processes, seconds)
    tally = _counted(reports, seconds)
    with Book.open(place) as book:
        _look_into(book, reports, tally)
    return tally


def _let_loose(place: str, processes: int, seconds: float) -> list[dict[str, Any]]:
    begin = time.time() + 1.0 + 0.25 * processes  # all have started by then
    command = [sys.executable, __file__, "--worker", place, "--begin", str(begin)]
    started = [
        subprocess.Popen(
            [*command, "--number", str(n), "--seconds", str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(processes)
    ]
    return [json.loads(each.communicate()[0] or "{}") for each in started]


def _counted(reports: list[dict[str, Any]], seconds: float) -> Tally:
    times = sorted(t for r in reports for t in r.get("times", []))
    each = [len(r.get("times", [])) for r in reports]
    tally = Tally(len(reports), seconds, sum(each), min(each), max(each))
    tally.conflicts = sum(r.get("conflicts", 0) for r in reports)
    tally.given_up = sum(r.get("given_up", 0) for r in reports)
    if times:
        tally.median_ms = round(times[len(times) // 2] * 1_000, 1)
        tally.p99_ms = round(times[int(len(times) * 0.99)] * 1_000, 1)
        tally.longest_ms = round(times[-1] * 1_000, 1)
    tally.longest_read_ms = round(max(r.get("longest_read", 0.0) for r in reports) * 1_000, 1)
    if any(not r for r in reports):
        tally.violations.append("a process ended with an error")
    if tally.longest_ms > LONGEST_SAVE * 1_000 or tally.given_up:
        tally.violations.append("a save took longer than it may")
    if tally.fewest == 0:
        tally.violations.append("a process never had its turn")
    return tally


def _look_into(book: Book, reports: list[dict[str, Any]], tally: Tally) -> None:
    tally.violations += [f"the book: {said}" for said in book.check()]
    with book.read() as tx:
        contacts = tx.contacts.get_many(range(1, CONTACTS + 1))
        for contact in contacts:
            entries = list(reversed(tx.history.of(contact.id)))
            chain = _chain_of([e.fields for e in entries if e.kind == "update"])
            tally.violations += [f"Nr {contact.number}: {said}" for said in chain.broken]
            if chain.now("note", "-") != contact.note:
                tally.violations.append(f"Nr {contact.number}: the note is not the log's")
            _compare(contact, chain, reports, tally)


class _chain_of:  # noqa: N801 - reads as a function
    """The log of one contact, followed value by value."""

    def __init__(self, changes: list[dict[str, Any]]) -> None:
        self.broken: list[str] = []
        self.steps: dict[str, list[str]] = {}
        for change in changes:
            for name, (before, after) in change.items():
                if name == "phones":
                    olds = {p["label"]: p["value"] for p in before}
                    for phone in after:
                        if olds[phone["label"]] != phone["value"]:
                            self._step(phone["label"], olds[phone["label"]], phone["value"], "0")
                else:
                    self._step(name, before, after, "-")

    def _step(self, name: str, before: str, after: str, first: str) -> None:
        steps = self.steps.setdefault(name, [])
        if before != (steps[-1] if steps else first):
            self.broken.append(f"{name} went from {before} though it was {steps[-1:]}")
        steps.append(after)

    def now(self, name: str, first: str) -> str:
        return (self.steps.get(name) or [first])[-1]


def _compare(
    contact: Contact, chain: _chain_of, reports: list[dict[str, Any]], tally: Tally
) -> None:
    """What was acknowledged against what the log and the tables hold."""
    for number, report in enumerate(reports):
        told = report.get("told", {}).get(str(contact.number), [])
        kept = chain.steps.get(f"p{number}", [])
        tally.lost += len(set(told) - set(kept))
        notes = report.get("notes", {}).get(str(contact.number), [])
        tally.lost += len(set(notes) - set(chain.steps.get("note", [])))
        if len(kept) != len(set(kept)):
            tally.violations.append(f"Nr {contact.number}: a save is in the log twice")
        held = next(p.value for p in contact.phones if p.label == f"p{number}")
        if held != (kept[-1] if kept else "0"):
            tally.violations.append(f"Nr {contact.number}: a phone is not the log's")
    if tally.lost:
        tally.violations.append(f"Nr {contact.number}: acknowledged saves are missing")


# --- one of the processes ------------------------------------------------------------------


def work(path: str, number: int, begin: float, seconds: float) -> dict[str, Any]:
    """Edit until the time is over; what was acknowledged, and how long each save took."""
    rng = random.Random(number)
    report: dict[str, Any] = {"times": [], "told": {}, "notes": {}, "conflicts": 0, "given_up": 0}
    report["longest_read"] = 0.0
    with Book.open(path, create=False) as book:
        time.sleep(max(0.0, begin - time.time()))
        end = time.monotonic() + seconds
        count = 0
        while time.monotonic() < end:
            count += 1
            which = rng.randint(1, CONTACTS)
            try:
                if rng.random() < NOTES:
                    _write_note(book, which, f"{number}:{count}", report)
                else:
                    _count_up(book, which, number, str(count), report)
            except BookLocked:
                report["given_up"] += 1
    return report


def _count_up(book: Book, which: int, number: int, value: str, report: dict[str, Any]) -> None:
    base = _read(book, which, report)
    phones = tuple(replace(p, value=value) if p.label == f"p{number}" else p for p in base.phones)
    _save(book, replace(base, phones=phones), base, report)
    report["told"].setdefault(which, []).append(value)


def _write_note(book: Book, which: int, note: str, report: dict[str, Any]) -> None:
    base = _read(book, which, report)
    while True:
        try:
            _save(book, replace(base, note=note), base, report)
            break
        except EditConflict:  # looked at, and mine chosen
            report["conflicts"] += 1
            base = _read(book, which, report)
    report["notes"].setdefault(which, []).append(note)


def _read(book: Book, which: int, report: dict[str, Any]) -> Contact:
    started = time.monotonic()
    try:
        with book.read() as tx:
            return tx.contacts.get(which)
    finally:
        report["longest_read"] = max(report["longest_read"], time.monotonic() - started)


def _save(book: Book, mine: Contact, base: Contact, report: dict[str, Any]) -> None:
    started = time.monotonic()
    try:
        with book.write("Edit") as tx:
            tx.contacts.save(mine, base)
    finally:
        report["times"].append(round(time.monotonic() - started, 4))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--begin", type=float, default=0.0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        print(json.dumps(work(given.worker, given.number, given.begin, given.seconds)))
        return 0
    tally = prove(given.processes, given.seconds)
    print(json.dumps(asdict(tally), ensure_ascii=False))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
