"""A cable is pulled, a computer loses its power, in the middle of a save: the others go on."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import pytest
from tests.proofs import saving_on
from tests.shared.two_hosts import NFS, length, made_book
from uml_hosts import Network

from contactdesk.store.book import Book

GO_ON = 15.0  # seconds until the others save again
BACK = 90.0  # seconds until the one that was away does
# what each program of a computer is doing in the system, every three seconds
WATCH = """
while sleep 3; do
  for each in $(pgrep -f saving_on); do
    echo "$each $(cat /proc/uptime)"; grep State /proc/$each/status; cat /proc/$each/stack
  done > {to}.new 2>&1; mv {to}.new {to}
done &
watching=$!
"""
pytestmark = pytest.mark.timeout(3_600)


class Office:
    """Two computers with two writers each, and what they were told is saved."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.path = made_book(network.share)
        self.stop = network.folder / "stop"
        network.serve_nfs()
        for n in (2, 3):
            self.boot(n)
        for n in (2, 3):
            self.wait_for_saves(n, 120)

    def boot(self, n: int) -> None:
        book = f"{self.network.point(n)}/{self.path.name}"
        each = [
            f"{sys.executable} {saving_on.__file__} {book} {k} {self.ledger(n, k)} {self.stop} "
            f'2>> {self.network.folder}/error{n} & all="$all $!"'
            for k in self.writers(n)
        ]
        watch = WATCH.format(to=self.network.folder / f"doing{n}")
        self.network.boot(n, NFS, "\n".join([*each, watch, "wait $all", "kill $watching"]))

    def writers(self, n: int) -> tuple[int, int]:
        return ((n - 2) * 2, (n - 2) * 2 + 1)

    def ledger(self, n: int, k: int) -> Path:
        return self.network.folder / f"ledger{n}-{k}"

    def lines(self, n: int) -> list[list[str]]:
        found = []
        for k in self.writers(n):
            if self.ledger(n, k).exists():
                text = self.ledger(n, k).read_text()
                found += [line.split() for line in text.splitlines(True) if line.endswith("\n")]
        return found

    def errors(self) -> list[list[str]]:
        return [line for n in (2, 3) for line in self.lines(n) if line[0] == "error"]

    def saves(self, n: int) -> int:
        return sum(line[0] == "saved" for line in self.lines(n))

    def wait_for_saves(self, n: int, patience: float, more: int = 1) -> float:
        """Until a computer has saved again; how many seconds that took."""
        began, before = time.monotonic(), self.saves(n)
        while self.saves(n) < before + more:
            took = time.monotonic() - began
            assert took < patience, f"host{n} did not save: {self.told()}"
            assert not self.ended(), f"a writer ended: {self.told()}"
            time.sleep(0.02)
        return time.monotonic() - began

    def ended(self) -> bool:
        """Whether a writer ended by itself, of something that no save is to end of."""
        files = [self.network.folder / f"error{n}" for n in (2, 3)]
        return any(each.exists() and each.stat().st_size > 0 for each in files)

    def told(self) -> str:
        """What each writer said last, what ended one, and what the computers themselves said."""
        ends = [
            f"writer {k}: {self.ledger(n, k).read_text()[-300:]}"
            for n in (2, 3)
            for k in self.writers(n)
            if self.ledger(n, k).exists()
        ]
        kinds = ("error", "host", "doing")
        files = [self.network.folder / f"{kind}{n}" for n in (2, 3) for kind in kinds]
        logs = [f"{each.name}: {_end_of(each)}" for each in files]
        return "\n".join([f"the share has {sorted(os.listdir(self.network.share))}", *ends, *logs])

    def unplug_while_saving(self, n: int) -> float:
        """Pull the cable at a moment at which the other cannot save any more; when that was."""
        for _try in range(200):
            time.sleep(random.uniform(0.3, 1.5))
            self.network.unplug(n)
            pulled = time.monotonic()
            time.sleep(0.5)  # what was on its way has come
            before, journal = self.saves(5 - n), self.path.with_name(f"{self.path.name}-journal")
            time.sleep(2.0)
            if self.saves(5 - n) == before and journal.exists():
                return pulled
            self.network.plug(n)
            self.wait_for_saves(n, BACK)
        raise AssertionError("no save was met")

    def others_go_on(self, n: int, cut: float) -> float:
        before = self.saves(5 - n)
        while self.saves(5 - n) == before:
            if time.monotonic() - cut > GO_ON:
                print(f"host{5 - n} is late: {self.told()}", flush=True)
                self.wait_for_saves(5 - n, 60)
                break
            time.sleep(0.02)
        return time.monotonic() - cut

    def end(self) -> None:
        self.stop.touch()
        for n in (2, 3):
            self.network.wait(n, 120)

    def look_into(self) -> tuple[int, int]:
        """How many saves were acknowledged, and how many of them are missing."""
        kept: dict[str, set[str]] = {}
        with Book.open(self.path) as book:
            assert book.check() == []
            with book.read() as tx:
                for contact in tx.contacts.get_many(range(1, saving_on.CONTACTS + 1)):
                    for entry in tx.history.of(contact.id):
                        phones = entry.fields.get("phones", ((), ()))[1] if entry.fields else ()
                        values = {phone["value"] for phone in phones}
                        kept.setdefault(str(contact.number), set()).update(values)
        told = [line for n in (2, 3) for line in self.lines(n) if line[0] == "saved"]
        return len(told), sum(line[2] not in kept[line[1]] for line in told)


def _end_of(file: Path) -> str:
    """Of a computer's log, or of what ended a writer."""
    for each in (file, file.with_name(f"{file.name}.log")):
        if each.exists():
            return each.read_text(errors="replace")[-2000:]
    return ""


@pytest.fixture
def office(network: Network) -> Office:
    return Office(network)


def judge(office: Office, what: str, took: list[float]) -> None:
    office.end()
    acknowledged, missing = office.look_into()
    errors = {" ".join([line[1], *line[3:]]) for line in office.errors()}
    print(
        f"{what} {len(took)} times in the middle of a save: {acknowledged} acknowledged, "
        f"{missing} missing; the others went on after {', '.join(f'{t:.1f}' for t in took)} s; "
        f"told meanwhile: {sorted(errors)}",
        flush=True,
    )
    for n in (2, 3):
        told = office.network.folder / f"error{n}"
        said = told.read_text() if told.exists() else ""
        assert not said, said[-6000:]
    assert missing == 0
    assert acknowledged > 10 * len(took)
    assert max(took) <= GO_ON


def rounds() -> range:
    return range(length().rounds)


def test_a_cable_that_is_pulled_while_saving_loses_nothing(office: Office) -> None:
    took, back = [], []
    for k in rounds():
        n = 2 + k % 2
        cut = office.unplug_while_saving(n)
        took.append(office.others_go_on(n, cut))
        time.sleep(random.uniform(0, 10))
        office.network.plug(n)
        back.append(office.wait_for_saves(n, BACK))
        print(f"cable {k + 1}: {took[-1]:.1f} s, back after {back[-1]:.1f} s", flush=True)
    judge(office, "a cable pulled", took)


def test_a_computer_that_loses_power_while_saving_loses_nothing(office: Office) -> None:
    took = []
    for k in rounds():
        n = 2 + k % 2
        cut = office.unplug_while_saving(n)
        office.network.cut(n)
        took.append(office.others_go_on(n, cut))
        office.network.plug(n)
        office.boot(n)
        back = office.wait_for_saves(n, BACK)
        print(f"power {k + 1}: {took[-1]:.1f} s, started anew after {back:.1f} s", flush=True)
    judge(office, "a computer cut off", took)
