"""The proof that no edit is lost while a drive is away: python tests/proofs/away_share.py

Each round opens a window on a book and takes the drive away below it: its calls fail, or they say
nothing for as long as it is away (`tests/servers/away_drive.c`, preloaded), or the whole folder is
gone. Somebody edits before, meanwhile and after, a colleague edits other fields on the drive, and
in every other round the window's program is killed with SIGKILL at a random moment and a new one
is started. In the end the book has to be sound and has to hold every edit of which the window had
said that it is saved or kept: each once, with what the colleague wrote. Linux only; needs a C
compiler.

Prints a line of JSON at the end; the status is 1 when anything was not as it has to be.
"""

from __future__ import annotations

import argparse
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
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from contactdesk.model.contact import Contact
from contactdesk.operations.outbox_file import read_outbox
from contactdesk.store.book import Book

DRIVE = Path(__file__).resolve().parents[1] / "servers" / "away_drive.c"
WAYS = ("fails", "says nothing", "folder gone")
PEOPLE = 12
PATIENCE = 90.0  # seconds until a round is given up

WINDOW = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from dataclasses import replace
from threading import Thread
from PySide6.QtWidgets import QApplication
from contactdesk.desktop import theme as look
from contactdesk.desktop.background import Mailbox
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.model.deed import Deed
from contactdesk.model.record import new_id
from contactdesk.operations.outbox import save_contact
from contactdesk.settings import Settings

app = QApplication([])
look.apply(app, "light")
window = MainWindow()
desk = Desk(sys.argv[1], Settings())
known, mailbox = {}, Mailbox()

def say(*words):
    print(*words, flush=True)

def remember(people):
    known.update({each.number: each for each in people})
    say("ready")

def edit(number, words):
    base = known[number]
    mine = known[number] = replace(base, note=words)  # the next edit begins from this one
    deed = Deed(new_id(), "Edit", "contact", "save", base, mine)
    def done(saved):
        say("kept", words)
    desk.outbox.write(deed, lambda tx: save_contact(tx, mine, base), done, mine)

def told(line):
    what, *rest = line.split()
    if what == "edit":
        edit(int(rest[0]), rest[1])
    elif what == "waits":
        say("waits", len(desk.outbox.deeds), int(desk.away.is_away))

def listen():
    for line in sys.stdin:
        mailbox.post(lambda line=line: told(line))

window.show()
window.complete(desk)
numbers = list(range(1, int(sys.argv[2]) + 1))
desk.opened.connect(lambda facts: desk.read(lambda tx: tx.contacts.get_many(numbers), remember))
desk.not_opened.connect(lambda error: say("closed"))
desk.outbox.sent.connect(lambda came: say("sent", came))
desk.open()
Thread(target=listen, daemon=True).start()
app.exec()
"""


@dataclass
class Tally:
    """What the rounds came to; `violations` has to stay empty."""

    rounds: int = 0
    edits: int = 0
    waited: int = 0  # edits that waited on the disk at a kill or at the drive's return
    kills: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


class Program:
    """One window's program and what it says."""

    def __init__(self, place: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(place), str(PEOPLE)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        self.kept: list[str] = []
        self._said: SimpleQueue[str] = SimpleQueue()
        self._reader = Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("kept "):
                self.kept.append(line.split()[1])
            self._said.put(line.strip())

    def tell(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def hear(self, begin: str) -> str:
        """The next line that begins so."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                said = self._said.get(timeout=max(0.1, end - time.monotonic()))
            except Empty:
                raise TimeoutError(begin) from None
            if said.startswith(begin):
                return said

    def until(self, rule: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not rule():
            if time.monotonic() > end:
                raise TimeoutError(what)
            time.sleep(0.02)

    def state(self) -> tuple[int, bool]:
        self.tell("waits")
        _word, count, away = self.hear("waits").split()
        return int(count), away == "1"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()


class Office:
    """A drive with a book, and what it has to hold."""

    def __init__(self, folder: Path, shim: Path, rng: random.Random) -> None:
        self.share, self.state, self.rng = folder / "share", folder / "state", rng
        self.share.mkdir()
        self.place = self.share / "office.cdk"
        os.environ["CONTACTDESK_HOME"] = str(folder / "home")
        self.environment = {
            **os.environ, "LD_PRELOAD": str(shim), "AWAY_FOLDER": str(self.share),
            "AWAY_STATE": str(self.state),
        }  # fmt: skip
        self.state.write_text("o")
        self.serial = 0
        self.asked: dict[int, list[str]] = {}
        self.prefixes: dict[int, str] = {}
        with Book.open(self.place) as book, book.write("Fill") as tx:
            for number in range(PEOPLE):
                tx.contacts.add(Contact(formatted_name=f"Person {number}", given="Person"))

    def take_away(self, way: str) -> None:
        if way == "folder gone":
            self.share.rename(self.share.with_name("unplugged"))
        else:
            self.state.write_text("f" if way == "fails" else "h")

    def give_back(self) -> None:
        self.state.write_text("o")
        if not self.share.exists():
            self.share.with_name("unplugged").rename(self.share)

    def edit(self, program: Program, times: int) -> None:
        for _time in range(times):
            self.serial += 1
            number = self.rng.randint(1, PEOPLE)
            self.asked.setdefault(number, []).append(f"note-{self.serial}")
            program.tell(f"edit {number} note-{self.serial}")

    def by_a_colleague(self) -> None:
        """Another program on the drive's own side changes another field."""
        elsewhere = self.share.with_name("unplugged") / self.place.name
        number, words = self.rng.randint(1, PEOPLE), f"Dr. {self.serial}"
        place = self.place if self.place.exists() else elsewhere
        with Book.open(place) as book, book.write("By a colleague") as tx:
            now = tx.contacts.get(number)
            tx.contacts.save(replace(now, prefixes=words), base=now)
        self.prefixes[number] = words


def prove(rounds: int, seed: int, tell: Callable[[str], None] = print) -> Tally:
    """Run the rounds, each with a book of its own."""
    started, tally, rng = time.monotonic(), Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        shim = Path(name) / "away_drive.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, DRIVE, "-ldl"], check=True)
        for number in range(rounds):
            folder = Path(name) / str(number)
            folder.mkdir()
            way, killed = WAYS[number % len(WAYS)], number // len(WAYS) % 2 == 1
            try:
                one_round(Office(folder, shim, rng), way, killed, tally)
            except TimeoutError as error:
                tally.violations.append(f"round {number}, {way}: waited in vain for {error}")
            shutil.rmtree(folder)
            tally.rounds += 1
            tell(f"round {number + 1:2d}/{rounds}: {way}{', killed' if killed else ''}")
    tally.seconds = round(time.monotonic() - started, 1)
    return tally


def one_round(office: Office, way: str, killed: bool, tally: Tally) -> None:
    """Edit, lose the drive, edit on, perhaps lose the program, get the drive back, and look."""
    program = Program(office.place, office.environment)
    programs = [program]
    try:
        program.hear("ready")
        office.edit(program, 3)
        office.take_away(way)
        office.edit(program, 4)
        program.until(lambda: program.state()[1], "the drive to be missed")
        office.edit(program, 4)
        if killed:
            time.sleep(office.rng.uniform(0, 0.5))
            program.kill()
            tally.kills += 1
        else:
            program.until(lambda: len(program.kept) == office.serial, "all edits to be kept")
        tally.waited += len(read_outbox(str(office.place)).deeds)
        if way != "says nothing":  # there the window may have stopped with a lock in its hands
            office.by_a_colleague()
        office.give_back()
        if way == "says nothing":
            office.by_a_colleague()
        if killed:
            programs.append(Program(office.place, office.environment))
            programs[-1].hear("ready")
        last = programs[-1]
        last.until(lambda: last.state() == (0, False), "all edits to come through")
        tally.edits += office.serial
        look(office, [words for each in programs for words in each.kept], tally)
    finally:
        for each in programs:
            each.kill()


def look(office: Office, kept: list[str], tally: Tally) -> None:
    """What the book holds, beside what the windows had said and the colleague had written."""
    with Book.open(office.place) as book:
        tally.violations += book.check()
    with Book.open(office.place) as book, book.read() as tx:
        for number, asked in office.asked.items():
            contact = tx.contacts.get(number)
            said = [words for words in asked if words in kept]
            if said and asked.index(said[-1]) > _place(asked, contact.note):
                tally.violations.append(f"{number}: {contact.note!r} in place of {said[-1]}")
            entries = tx.history.of(contact.id, 1000)
            notes = [entry.fields["note"][1] for entry in entries if "note" in entry.fields]
            tally.violations += [f"{w} was done twice" for w in asked if notes.count(w) > 1]
            tally.violations += [f"{w} is in no history" for w in said if w not in notes]
            if contact.prefixes != office.prefixes.get(number, ""):
                tally.violations.append(f"{number}: the colleague's {office.prefixes} is gone")


def _place(asked: list[str], note: str) -> int:
    return asked.index(note) if note in asked else -1


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally = prove(options.rounds, options.seed, lambda line: print(line, file=sys.stderr))
    print(json.dumps(asdict(tally)))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
