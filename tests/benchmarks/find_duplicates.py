"""Duplicates: how many of the planted ones are found, how many are none, and how long it takes.

Precision and recall are of pairs, among 10,000 cards of `planted.py`. The time is one search of
100,000 such cards, on a thread beside the real main window, whose longest gap between two turns
of its event loop is the last figure. The floor of the time is reading what the search reads, by
`sqlite3` alone; that of the gap is the same window at rest.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import KEPT, child, code_digest, figure, folder, median
from planted import KINDS, planted

FEW, MANY, RUNS = 10_000, 100_000, 3
READS = (
    "SELECT number, kind, formatted_name, given, family, birthday FROM contact",
    "SELECT contact, organisation_key FROM membership WHERE organisation_key <> ''",
    "SELECT contact, field, compare FROM entry WHERE compare <> ''",
)


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Quality of one search of 10,000; time and gap of three of 100,000."""
    del large
    with folder() as place:
        found = child("find_duplicates:quality", place / "book.cdk")
    yield figure("duplicates_precision", found["precision"], "%", 0, "", wrong=found["wrong"])
    yield figure("duplicates_recall", found["recall"], "%", 0, "", missed=found["missed"])
    yield figure("duplicates_homonyms", found["homonyms"], "merged", 0, "", shown=found["shown"])
    path = _book_of(MANY)
    with folder() as place:
        runs = [child("find_duplicates:beside", place / str(n), path) for n in range(RUNS)]
    seconds, gaps = [r["seconds"] for r in runs], [r["longest"] for r in runs]
    floor = median([_floor(path) for _ in range(RUNS)])
    more = {"cpu": median([r["cpu"] for r in runs]), "worst": max(seconds), "n": RUNS}
    yield figure("find_duplicates", median(seconds), "s", floor, "sqlite3 reading it", **more)
    idle = median([r["idle"] for r in runs])
    more = {"worst": max(gaps), "n": RUNS}
    yield figure("duplicates_stall", median(gaps), "ms", idle, "the same window at rest", **more)


def quality(path: str) -> dict[str, Any]:
    """Find the planted ones; shares in percent."""
    from contactdesk.operations.duplicates import find
    from contactdesk.store.book import Book

    truth = planted(FEW)
    _fill(Path(path), truth.cards)
    with Book.open(path) as book:
        found = find(book)
    file = _file_numbers(path)

    def pairs(clusters: Any) -> set[tuple[int, ...]]:
        return {
            tuple(sorted((file[a], file[b])))
            for c in clusters
            for a in c.numbers
            for b in c.numbers
            if a < b
        }

    proposed, merged = pairs(found.clusters), pairs(found.very_likely)
    right = proposed & truth.same.keys()
    missed = [truth.same[p] for p in truth.same.keys() - proposed]
    return {
        "precision": 100 * len(right) / len(proposed),
        "recall": 100 * len(right) / len(truth.same),
        "wrong": len(proposed - truth.same.keys()),
        "missed": {kind: missed.count(kind) for kind in KINDS if kind in missed},
        "homonyms": len(merged & truth.homonyms),
        "shown": len(proposed & truth.homonyms),
    }


def _file_numbers(path: str) -> dict[int, int]:
    """Each contact's place among the planted cards, which is the last word of its note."""
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute("SELECT number, note FROM contact").fetchall()
    return {number: int(note.split()[-1]) for number, note in rows}


def _fill(path: Path, cards: list[str]) -> None:
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with folder() as place, Book.open(path) as book:
        file = place / "cards.vcf"
        file.write_text("".join(cards), encoding="utf-8", newline="")
        book.configure(region="PL")
        added = import_files(book, [file], on_match="add").added
    if added != len(cards):
        raise RuntimeError(f"only {added} cards came in")


def _book_of(count: int) -> Path:
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"planted-{count}-{code_digest()}.cdk"
    if not path.exists():
        for older in KEPT.glob(f"planted-{count}-*.cdk"):
            older.unlink()
        child("find_duplicates:fill", path, count)
    return path


def fill(path: str, count: str) -> dict[str, Any]:
    """Make the book of so many planted cards."""
    part = Path(path).with_suffix(".part")
    part.unlink(missing_ok=True)
    _fill(part, planted(int(count)).cards)
    os.replace(part, path)
    return {}


def _floor(path: Path) -> float:
    started = time.perf_counter()
    with closing(sqlite3.connect(path)) as plain:
        for statement in READS:
            plain.execute(statement).fetchall()
    return time.perf_counter() - started


def beside(home: str, path: str) -> dict[str, Any]:
    """One search beside the window; the longest gaps at rest and meanwhile, in milliseconds."""
    os.environ["CONTACTDESK_HOME"] = home
    Path(home).mkdir(parents=True)
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication
    from ui_stall import Gaps, shown

    from contactdesk.desktop import theme
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.duplicate_search import DuplicateSearch
    from contactdesk.settings import Settings

    app = QApplication([])
    theme.apply(app, "light")
    loop, desk = QEventLoop(), Desk(path, Settings())
    window = shown(desk, loop)
    search = DuplicateSearch(desk)
    search.found.connect(loop.quit)
    gaps = Gaps()
    QTimer.singleShot(3_000, loop.quit)
    loop.exec()
    idle, started, cpu = gaps.taken(), time.perf_counter(), time.process_time()
    search.start()
    loop.exec()
    took, used = time.perf_counter() - started, time.process_time() - cpu
    found = {"idle": idle, "longest": gaps.taken(), "seconds": took, "cpu": round(used, 2)}
    window.close()
    desk.close()
    return found
