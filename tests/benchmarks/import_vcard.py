"""A file of cards from reading to commit: end to end, its memory, and how it grows.

`import_vcard` is cards a second, beside `vobject.readComponents` merely parsing the same file
(so here a *higher* ratio is better). Memory is the peak of the program and its reading child
together, beside that of the parser alone; it is sampled in runs of its own, because looking at
the pages of two busy processes takes time from both. Ours and the parser run in turns; speeds
are those of the median runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generator
from measure import child, figure, folder, median

# The parser alone takes minutes for the large file, so it has fewer turns.
RUNS = {10_000: 5, 100_000: 3}


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Speed at 100,000 and 10,000, memory at both, growth between them."""
    del large
    each: dict[int, float] = {}
    for count, runs in RUNS.items():
        with folder() as place:
            cards = place / "cards.vcf"
            generator.write(cards, count)
            ours, theirs = measured(place, cards, runs)
            watched = measured(place, cards, 1, watch=True)
        speed, floor = count / seconds(ours), count / seconds(theirs)
        each[count] = 1e6 / speed
        name = "import_vcard" if count == 100_000 else f"import_vcard_{count // 1000}k"
        more = {"cards": count, "n": runs}
        yield figure(name, speed, "cards/s", floor, "vobject.readComponents", **more)
        peak, peak_floor = (runs_of[0]["peak_mb"] for runs_of in watched)
        parser = "vobject.readComponents, memory"
        kind = f"import_vcard_memory_{count // 1000}k"
        yield figure(kind, peak, "MB", peak_floor, parser, cards=count, n=1)
    small, large_ = each[10_000], each[100_000]
    yield figure("import_vcard_growth", large_, "us/card", small, "the same at 10,000")


def measured(
    place: Path, cards: Path, runs: int, watch: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Ours and the floor in turns, each run in a process of its own."""
    ours, theirs = [], []
    for turn in range(runs):
        book = place / f"book-{turn}.cdk"
        ours.append(child("import_vcard:import_into", book, cards, watch=watch))
        book.unlink()
        theirs.append(child("import_vcard:parse_only", cards, watch=watch))
    return ours, theirs


def seconds(runs: list[dict[str, Any]]) -> float:
    """The median of several runs."""
    return median([run["seconds"] for run in runs])


def import_into(book_path: str, cards: str) -> dict[str, Any]:
    """The ordinary import into a new book; the clock runs from the call to its return."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with Book.open(book_path) as book:
        started = time.perf_counter()
        report = import_files(book, [Path(cards)])
        took = time.perf_counter() - started
    return {"seconds": took, "added": report.added, "failed": report.failed}


def parse_only(cards: str) -> dict[str, Any]:
    """The floor: vobject reads every card and nothing is kept."""
    import vobject

    started = time.perf_counter()
    with open(cards, encoding="utf-8", newline="") as file:
        count = sum(1 for _ in vobject.readComponents(file))
    return {"seconds": time.perf_counter() - started, "cards": count}
