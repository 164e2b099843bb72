"""How soon a window knows of a colleague's change: python tests/benchmarks/news_delay.py

Another program writes 200 changes, with pauses of chance, into a book on a PostgreSQL server, once
with the bell and once by looking alone; the window's signal `changed` is waited for. Prints a line
of JSON for each.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "servers"))

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

COUNT = 200


def write(place: str) -> None:
    """The colleague, who says when each change was committed."""
    from contactdesk.model.contact import Contact
    from contactdesk.store.book import Book

    rng = random.Random(1)
    with Book.open(place) as book:
        for n in range(COUNT):
            time.sleep(rng.uniform(0.02, 0.15))
            with book.write("Add") as tx:
                tx.contacts.add(Contact(formatted_name=f"Nr {n}"))
            print(time.time(), flush=True)


def delays(place: str, bell: bool) -> list[float]:
    """The window; milliseconds from each commit until it was told."""
    from contactdesk.desktop.desk import Desk
    from contactdesk.settings import Settings

    desk, loop = Desk(place, Settings()), QEventLoop()
    told: list[float] = []

    def take(change: Any) -> None:
        told.append(time.time())
        if len(told) == COUNT:
            loop.quit()

    desk.changed.connect(take)
    desk.opened.connect(loop.quit)
    desk.open()
    loop.exec()
    if not bell:
        desk.bell.close()
    other = subprocess.Popen([sys.executable, __file__, place], stdout=subprocess.PIPE, text=True)
    loop.exec()
    committed = [float(line) for line in other.communicate()[0].split()]
    desk.close()
    return sorted(1_000 * (at - done) for at, done in zip(told, committed, strict=True))


def main() -> None:
    """Measure both ways on a server of its own."""
    from debian_postgres import PostgresServer

    app = QApplication(sys.argv)
    server = PostgresServer(safely=True)
    try:
        for bell in (True, False):
            server.sql(f"CREATE DATABASE news_{bell}")
            found = delays(server.socket_url(f"news_{bell}".lower()), bell)
            p50, p99 = found[COUNT // 2], found[int(COUNT * 0.99)]
            print(json.dumps({"bell": bell, "p50_ms": round(p50, 1), "p99_ms": round(p99, 1)}))
    finally:
        server.remove()
        del app


if __name__ == "__main__":
    write(sys.argv[1]) if len(sys.argv) > 1 else main()
