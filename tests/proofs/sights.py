"""How soon a window shows what a colleague saved: python tests/proofs/sights.py [--changes 150]

Two programs have one book open: one changes a contact's name now and then, the other is a window
(off the screen) with the list of contacts. Both send a word to one clock, when a change is saved
and when the list shows it, so two computers may take part: see tests/shared/test_sights.py.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book

READY = "0"


class Sights(NamedTuple):
    """What was measured: seconds from a save's end until it is seen."""

    changes: int
    seen: int
    median: float
    p99: float
    longest: float


def counted(lines: list[str]) -> Sights:
    """The sights in what the clock wrote: a word and a time each."""
    wrote: dict[str, float] = {}
    saw: dict[str, float] = {}
    for line in lines:
        word, number, when = line.split()
        (wrote if word == "wrote" else saw).setdefault(number, float(when))
    saw.pop(READY, None)
    # whoever looks twice a second may find only the newest of two: the older was seen by then too
    waits = sorted(
        min(t for n, t in saw.items() if int(n) >= int(number)) - when
        for number, when in wrote.items()
        if any(int(n) >= int(number) for n in saw)
    )
    if not waits:
        return Sights(len(wrote), 0, 0.0, 0.0, 0.0)
    p99 = waits[min(len(waits) - 1, int(len(waits) * 0.99))]
    values = (waits[len(waits) // 2], p99, waits[-1])
    return Sights(len(wrote), len(waits), *(round(max(0.0, v), 3) for v in values))


# --- the clock, and the two programs ----------------------------------------------------------


def keep_time(address: tuple[str, int], to: Path) -> None:
    """Write down what is heard, and when, for ever."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear, to.open("a") as file:
        ear.bind(address)
        while True:
            words, _sender = ear.recvfrom(100)
            file.write(f"{words.decode()} {time.monotonic()}\n")
            file.flush()


def change(path: str, address: tuple[str, int], changes: int, seen: Path) -> None:
    """Change the name, as soon as the window is ready, every now and then."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mouth, Book.open(path) as book:
        while f"saw {READY} " not in (seen.read_text() if seen.exists() else ""):
            time.sleep(0.2)
        for number in range(1, changes + 1):
            time.sleep(random.uniform(0.2, 1.0))
            with book.write("Edit") as tx:
                base = tx.contacts.get(1)
                tx.contacts.save(replace(base, formatted_name=f"Nr {number}"), base)
            mouth.sendto(f"wrote {number}".encode(), address)
        time.sleep(5.0)


def look(path: str, address: tuple[str, int], last: str) -> None:
    """A window that says what its list shows, until that is the last change."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from contactdesk.desktop import theme
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.settings import Settings

    app = QApplication([])
    theme.apply(app, "light")
    window, desk = MainWindow(), Desk(path, Settings())
    mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    known = [""]
    asks = QTimer(window, interval=10)

    def ask() -> None:
        rows = window.list_pane.model
        found = [row for n in range(rows.rowCount()) if (row := rows.contact_at(n)) is not None]
        name = found[0].name.removeprefix("Nr ") if found else ""
        if name and name != known[0]:
            known[0] = name
            mouth.sendto(f"saw {name}".encode(), address)
            if name == last:
                app.quit()

    asks.timeout.connect(ask)
    window.show()
    window.list_pane.build_table()
    window.complete(desk)
    desk.open()
    asks.start()
    app.exec()
    asks.stop()
    desk.close()
    mouth.close()


def made_book(folder: Path) -> Path:
    """A book with one contact, "Nr 0"."""
    path = folder / "office.cdk"
    with Book.open(path) as book, book.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name=f"Nr {READY}"))
    return path


def measure_here(changes: int) -> Sights:
    """On a disk of this computer."""
    with tempfile.TemporaryDirectory() as name:
        path, heard = made_book(Path(name)), Path(name) / "heard"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            where = f"127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, __file__, "--at", where, "--heard", str(heard)]
        clock = subprocess.Popen([*command, "--role", "clock"])
        both = [
            subprocess.Popen(
                [*command, "--role", role, "--book", str(path), "--changes", str(changes)],
                env={**os.environ, "HOME": name},
            )
            for role in ("looks", "writes")
        ]
        try:
            for each in both:
                each.wait(120 + 3 * changes)
        finally:
            for each in (*both, clock):
                each.kill()
                each.wait()
        return counted(heard.read_text().splitlines())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--changes", type=int, default=150)
    for name in ("role", "book", "at", "heard"):
        parser.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    host, _colon, port = given.at.partition(":")
    heard = Path(given.heard)
    if given.role == "clock":
        keep_time((host, int(port)), heard)
    elif given.role == "looks":
        look(given.book, (host, int(port)), str(given.changes))
    elif given.role == "writes":
        change(given.book, (host, int(port)), given.changes, heard)
    else:
        found = measure_here(given.changes)
        print(json.dumps(found._asdict()))
        return 0 if found.seen == found.changes and found.p99 <= 1.0 else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
