"""A table of people from reading to commit, end to end, beside `csv.DictReader` alone.

The file has the people of `generator` in eighteen columns with heads as an office would write
them, comma-separated UTF-8, about 400 bytes a row. `import_csv` is rows a second through guessing,
reading, matching, storing and indexing into a new book; the floor only cuts the same file into
dictionaries and keeps nothing, so the ratio says what part of bare cutting the whole way costs.
Ours and the floor run in turns, each in a process of its own; speeds are those of the median runs.
The large table has one turn, which takes long enough.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generator
from import_vcard import seconds
from measure import child, figure, folder

RUNS = {10_000: 3, 100_000: 1}
HEADS = ("First name", "Last name", "Name", "Nickname", "Company", "Department", "Job title",
         "Mobile", "Work phone", "Work e-mail", "Home e-mail", "Work street", "Work city",
         "Work postcode", "Work country", "Website", "Birthday", "Notes")  # fmt: skip


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Speed at 10,000 and at 100,000 rows, and the memory of the larger."""
    del large
    for count, runs in RUNS.items():
        with folder() as place:
            table = place / "people.csv"
            write(table, count)
            ours, theirs = [], []
            for turn in range(runs):
                book = place / f"book-{turn}.cdk"
                ours.append(child("import_csv:import_into", book, table))
                book.unlink()
                theirs.append(child("import_csv:parse_only", table))
            watched = child("import_csv:import_into", place / "m.cdk", table, watch=True)
        assert all(run["added"] == count for run in ours)
        speed, floor = count / seconds(ours), count / seconds(theirs)
        name = "import_csv" if count == 100_000 else f"import_csv_{count // 1000}k"
        yield figure(name, speed, "rows/s", floor, "csv.DictReader", rows=count, n=runs,
                     peak_mb=watched["peak_mb"])  # fmt: skip


def write(path: Path, count: int) -> None:
    """A table of `count` people."""
    from contactdesk.formats.vcard import read_cards

    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADS)
        for start in range(0, count, 1000):
            raw = "".join(generator.cards(min(1000, count - start), start)).encode()
            for parsed in read_cards(io.BytesIO(raw)):
                c = parsed.contact
                assert c is not None
                job, address = c.memberships[0], c.addresses[0]
                table.writerow((
                    c.given, c.family, c.formatted_name, c.nicknames[0], job.organisation,
                    job.departments[0], job.job_title, *(p.value for p in c.phones),
                    *(e.value for e in c.emails), address.street, address.locality,
                    address.postal_code, address.country, c.urls[0].value, str(c.birthday), c.note,
                ))  # fmt: skip


def import_into(book_path: str, table: str) -> dict[str, Any]:
    """The ordinary import into a new book; the clock runs from the call to its return."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with Book.open(book_path) as book:
        started = time.perf_counter()
        report = import_files(book, [Path(table)])
        took = time.perf_counter() - started
    return {"seconds": took, "added": report.added, "failed": report.failed}


def parse_only(table: str) -> dict[str, Any]:
    """The floor: every row a dictionary, and nothing is kept."""
    started = time.perf_counter()
    with open(table, encoding="utf-8", newline="") as file:
        count = sum(1 for _ in csv.DictReader(file))
    return {"seconds": time.perf_counter() - started, "rows": count}
