"""Any step of a random log can be taken back: what comes of it is what a naive model says.

The model keeps, for every contact and field, the list of who wrote what when. Taking a step back
gives a field the value before it where nobody wrote it since; else it stays and is named.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.model.contact import Contact
from contactdesk.model.history import as_it_was
from contactdesk.store.book import Book
from contactdesk.store.listing import Steps

PEOPLE = ("anna", "ola")
FIELDS = ("note", "gender", "time_zone")
EDITS = st.lists(
    st.tuples(
        st.integers(0, 1),  # who
        st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True),  # whom
        st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True),  # which fields
    ),
    min_size=2,
    max_size=7,
)
CHOICE = st.integers(0, 50)


@dataclass
class Office:
    """Two people's books of one file, and what a naive model says is in it."""

    books: list[Book]
    values: dict[tuple[int, str], str]
    sets: list[int]
    writes: list[tuple[int, dict[tuple[int, str], tuple[str, str]]]]  # who, {(whom, field): …}

    def state(self) -> dict[tuple[int, str], str]:
        with self.books[0].read() as tx:
            contacts = tx.contacts.get_many([1, 2, 3])
        return {(c.number, f): getattr(c, f) for c in contacts for f in FIELDS}


def made(folder: str, edits: list[Any], open_as: Callable[..., Book]) -> Office:
    path = Path(folder) / "office.cdk"
    books = [open_as(who, path) for who in PEOPLE]
    with books[0].write("Fill") as tx:
        for n in range(3):
            tx.contacts.add(Contact(given=f"Nr{n}", family="X"))
    office = Office(books, {(n, f): "" for n in (1, 2, 3) for f in FIELDS}, [], [])
    fresh = itertools.count(1)
    for who, whom, fields in edits:
        written = {}
        with books[who].write("Edit") as tx:
            for at in whom:
                base = tx.contacts.get(at + 1)
                new = {FIELDS[f]: f"v{next(fresh)}" for f in fields}
                tx.contacts.save(replace(base, **new), base)
                for field, value in new.items():
                    key = (at + 1, field)
                    written[key] = (office.values[key], value)
                    office.values[key] = value
            assert tx.log.set_id is not None
            office.sets.append(tx.log.set_id)
        office.writes.append((who, written))
    return office


def expected(
    office: Office, chosen: list[int]
) -> tuple[dict[tuple[int, str], str], set[tuple[int, str]]]:
    """The values after the chosen writes are taken back, newest first, and what stays."""
    values, stays = dict(office.values), set()
    for at in sorted(chosen, reverse=True):
        for key, (before, after) in office.writes[at][1].items():
            if values[key] == after:
                values[key] = before
            elif values[key] != before:
                stays.add(key)
    return values, stays


def check_log_and_tables(office: Office) -> None:
    """What the log says of each contact leads back from the tables to the empty beginning."""
    with office.books[0].read() as tx:
        for contact in tx.contacts.get_many([1, 2, 3]):
            entries = tx.history.of(contact.id)
            first = as_it_was(contact, entries, entries[-1].change)
            assert all(getattr(first, field) == "" for field in FIELDS)


def open_as(login: str, path: Path) -> Book:
    import os

    before = os.environ.get("LOGNAME")
    os.environ["LOGNAME"] = login
    try:
        return Book.open(path)
    finally:
        if before is None:
            del os.environ["LOGNAME"]
        else:
            os.environ["LOGNAME"] = before


@settings(max_examples=25)
@given(edits=EDITS, choice=CHOICE, who=st.integers(0, 1))
def test_any_step_taken_back_is_what_a_naive_model_says(
    edits: list[Any], choice: int, who: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = made(folder, edits, open_as)
        try:
            at = choice % len(office.sets)
            step, book = office.sets[at], office.books[who]
            values, stays = expected(office, [at])
            before = office.state()
            with book.read() as tx:
                told = tx.reverting.preview(Steps(step, step))
            done = book.revert(step)
            assert office.state() == values
            assert {(k.number, k.field) for k in done.left} == stays
            assert told.left == done.left
            assert told.back == len(done.contacts)
            with book.read() as tx:
                undone = tx.log.last_set()
            book.revert(undone)
            assert office.state() == before
            check_log_and_tables(office)
        finally:
            for each in office.books:
                each.close()


@settings(max_examples=25)
@given(edits=EDITS, choice=CHOICE, who=st.integers(0, 1), mine=st.booleans())
def test_everything_since_a_step_taken_back_is_what_a_naive_model_says(
    edits: list[Any], choice: int, who: int, mine: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = made(folder, edits, open_as)
        try:
            first, book = choice % len(office.sets), office.books[who]
            chosen = [
                at
                for at in range(first, len(office.sets))
                if not mine or office.writes[at][0] == who
            ]
            values, stays = expected(office, chosen)
            before = office.state()
            steps = Steps(office.sets[first], office.sets[-1], book.person if mine else 0)
            with book.read() as tx:
                told = tx.reverting.preview(steps)
            done = book.revert_steps(steps, "Undo since")
            assert office.state() == values
            assert {(k.number, k.field) for k in done.left} == stays
            assert set(told.left) == set(done.left)
            assert told.steps == len(chosen)
            if chosen:
                book.undo()
                assert office.state() == before
                book.redo()
                assert office.state() == values
            check_log_and_tables(office)
        finally:
            for each in office.books:
                each.close()
