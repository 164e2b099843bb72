"""Two people work on one book in any order: lists and search always say what the contacts say.

The first machine compares order and search with a look at every contact, one by one, the log with
the tables, and every edit that was saved with what its author asked for; the second walks a
single person's undo and redo along a list of remembered states. Both work on a file and on a
server. `tests/proofs/two_people.py` runs the first for as long as one likes.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from debian_postgres import PostgresServer
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contactdesk.errors import EditConflict, NotFound
from contactdesk.model.bulk import BulkEdit
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.history import HistoryEntry
from contactdesk.model.meeting import Clash, clashes, settled
from contactdesk.model.record import FIELDS, to_plain
from contactdesk.operations.bulk_editing import change_all
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

GIVEN = st.sampled_from(("Anna", "Łucja", "Jan", "", "怡君", "مریم"))
FAMILY = st.sampled_from(("Nowak", "Żak", "Zet", "", "陳", "احمدی", "3M"))
PHONES = st.lists(st.sampled_from(("+48501234567", "0421 300200", "112")), max_size=2)
NOTES = st.sampled_from(("", "met in Łódź", "陳 said so", "anna"))
EXAMPLES, STEPS = 6, 20
AT_A_GLANCE = 20  # contacts that are looked at after a step that changed many
DATABASES = itertools.count(1)
CHOICE = st.integers(0, 50)
QUERIES = ("a", "anna", "lodz", "501234", "chen", "陳", "nowak jan", "احمدی")


def a_person(given: str, family: str, phones: list[str], note: str) -> Contact:
    return Contact(
        given=given, family=family, note=note, phones=tuple(Entry(p) for p in phones)
    )  # fmt: skip


def open_as(login: str, path: Path | str) -> Book:
    before = os.environ.get("LOGNAME")
    os.environ["LOGNAME"] = login
    try:
        return Book.open(path)
    finally:
        if before is None:
            del os.environ["LOGNAME"]
        else:
            os.environ["LOGNAME"] = before


@contextmanager
def copied_file(empty: Path) -> Iterator[Path]:
    """A new book for one example: a copy of an empty file."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copy(empty, Path(folder) / "office.cdk"))


@contextmanager
def copied_database(server: PostgresServer) -> Iterator[str]:
    """A new book for one example: a copy of the server's database `empty_book`."""
    name = f"example_{next(DATABASES)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE empty_book")
    try:
        yield server.socket_url(name)
    finally:
        server.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_book(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Makes the empty book of an example."""
    if database == "postgresql":
        return partial(copied_database, request.getfixturevalue("postgres"))
    empty = tmp_path / "empty.cdk"
    Book.open(empty).close()
    return partial(copied_file, empty)


class OnOneBook(RuleBasedStateMachine):
    """An empty book of its own for each example; `new_book()` makes it, for the kind of book."""

    new_book: Any

    def __init__(self) -> None:
        super().__init__()
        self.example = ExitStack()
        self.path: Path | str = self.example.enter_context(self.new_book())
        self.books: list[Book] = []

    def teardown(self) -> None:
        for book in self.books:
            book.close()
        self.example.close()

    def standing(self, scope: str = "all") -> list[int]:
        with self.books[-1].read() as tx:
            return list(tx.contacts.listing(ListQuery(scope)).numbers)

    def is_any(self, scope: str = "all") -> bool:
        """Whether a list has somebody; asked before a step, not within one."""
        return bool(self.standing(scope))

    def one_of(self, choice: int, scope: str = "all") -> int:
        found = self.standing(scope)
        return found[choice % len(found)]


def assert_log_and_tables_agree(contact: Contact, entries: list[HistoryEntry]) -> None:
    """Each change began from what the one before it left, and the last left what is there."""
    held = {name: to_plain(getattr(contact, name)) for name in FIELDS}
    for entry in entries:  # the newest first
        for name, (before, after) in entry.fields.items():
            if name != "deleted_at":  # a withdrawn creation is no change of a field
                assert held[name] == after, (name, entry)
                held[name] = before


class TwoPeople(OnOneBook):
    """Anna's and Ola's programs, with a form left open in each."""

    consistent: Any
    steps = 0  # of all examples together
    saved = clashed = 0
    seldom = 1  # every how many steps everything is compared; at the end of an example always
    walked = 0  # steps of this example

    @initialize()
    def open_both(self) -> None:
        self.books = [open_as("anna", self.path), open_as("ola", self.path)]
        self.forms: list[Contact | None] = [None, None]
        self.bystander = open_as("jan", self.path)
        self.books.append(self.bystander)

    @rule(who=st.integers(0, 1), given=GIVEN, family=FAMILY, phones=PHONES, note=NOTES)
    def add(self, who: int, given: str, family: str, phones: list[str], note: str) -> None:
        with self.books[who].write("Add") as tx:
            tx.contacts.add(a_person(given, family, phones, note))

    @rule(who=st.integers(0, 1), given=GIVEN, family=FAMILY, count=st.integers(51, 60))
    def import_many(self, who: int, given: str, family: str, count: int) -> None:
        if len(self.standing()) > 120:
            return
        with self.books[who].write("Import") as tx:
            for _ in range(count):
                tx.contacts.add(a_person(given, family, [], ""))

    @precondition(lambda self: self.is_any())
    @rule(who=st.integers(0, 1), choice=CHOICE)
    def open_form(self, who: int, choice: int) -> None:
        with self.books[who].read() as tx:
            self.forms[who] = tx.contacts.get(self.one_of(choice))

    @rule(who=st.integers(0, 1), given=GIVEN, family=FAMILY, phones=PHONES, note=NOTES,
          part=st.sampled_from(("name", "phones", "phone", "note")),
          choice=st.sampled_from(("mine", "theirs", "both")), which=CHOICE)  # fmt: skip
    def save_form(
        self, who: int, given: str, family: str, phones: list[str], note: str, part: str,
        choice: str, which: int,
    ) -> None:  # fmt: skip
        if self.forms[who] is None and self.standing():
            self.open_form(who, which)
        base = self.forms[who]
        if base is None:
            return
        mine = replace(base, note=note)
        if part == "name":
            mine = replace(base, given=given, family=family)
        if part == "phones":
            mine = replace(base, phones=(*base.phones[1:], *(Entry(p) for p in phones)))
        if part == "phone" and base.phones:
            first = replace(base.phones[0], value=note or "112")
            mine = replace(base, phones=(first, *base.phones[1:]))
        self.forms[who] = self.save_like_the_window(who, base, mine, choice)

    def save_like_the_window(
        self, who: int, base: Contact, mine: Contact, choice: str
    ) -> Contact | None:
        """Save; where it clashes choose, where it was deleted restore. Nothing may be lost."""
        book = self.books[who]
        try:
            with book.read() as tx:
                theirs = tx.contacts.get(mine.id)
            with book.write("Edit") as tx:
                saved = tx.contacts.save(mine, base)
        except NotFound:
            return None
        except EditConflict:
            TwoPeople.clashed += 1
            found = clashes(base, mine, theirs)
            choices = {clash.key: choice for clash in found}
            whole = settled(base, mine, theirs, choices)
            with book.write("Edit") as tx:
                saved = tx.contacts.save(replace(whole, deleted_at=""), theirs)
            for clash in found:
                self.is_kept(clash, choice, saved)
        else:
            assert not clashes(base, mine, theirs)
        TwoPeople.saved += 1
        asked = {(c.field, c.item) for c in clashes(base, mine, theirs)}
        for name in ("given", "family", "note"):
            if (name, 0) in asked:
                continue
            kept = mine if getattr(mine, name) != getattr(base, name) else theirs
            assert getattr(saved, name) == getattr(kept, name), name
        held = [p.value for p in saved.phones]
        for side in (mine, theirs):
            new = [p.value for p in side.phones if p.item not in {q.item for q in base.phones}]
            assert all(value in held for value in new)
        return saved

    def is_kept(self, clash: Clash, choice: str, saved: Contact) -> None:
        """What was chosen is in the contact."""
        if clash.item:
            values = [getattr(i, "value", i) for i in getattr(saved, clash.field)]
            for wanted, side in (
                (("mine", "both"), clash.mine),
                (("theirs", "both"), clash.theirs),
            ):
                if choice in wanted and side is not None and clash.part in ("", "value"):
                    assert getattr(side, "value", side) in values
        else:
            side = clash.theirs if choice == "theirs" else clash.mine
            assert getattr(saved, clash.field) == side

    @precondition(lambda self: self.is_any())
    @rule(who=st.integers(0, 1), choices=st.lists(CHOICE, min_size=1, max_size=4),
          word=st.sampled_from(("Customer", "Gdańsk")), note=NOTES,
          organisation=st.sampled_from((None, "", "Baltica")))  # fmt: skip
    def change_many(
        self, who: int, choices: list[int], word: str, note: str, organisation: str | None
    ) -> None:
        edit = BulkEdit(organisation=organisation, note=note, add=(word,))
        numbers = list(dict.fromkeys(self.one_of(c) for c in choices))
        change_all(self.books[who], numbers, edit)
        with self.books[who].read() as tx:
            changed = tx.contacts.get_many(numbers)
        assert all(word in c.categories and note in c.note for c in changed)

    @rule(who=st.integers(0, 1), choice=CHOICE)
    def revert(self, who: int, choice: int) -> None:
        book = self.books[who]
        if book.seen:
            book.revert(1 + choice % book.seen)

    @precondition(lambda self: self.is_any())
    @rule(who=st.integers(0, 1), choices=st.lists(CHOICE, min_size=1, max_size=3))
    def delete(self, who: int, choices: list[int]) -> None:
        with self.books[who].write("Delete") as tx:
            tx.contacts.delete([self.one_of(c) for c in choices])

    @precondition(lambda self: self.is_any("bin"))
    @rule(who=st.integers(0, 1), choice=CHOICE, for_good=st.booleans())
    def empty_bin(self, who: int, choice: int, for_good: bool) -> None:
        number = self.one_of(choice, "bin")
        with self.books[who].write("Bin") as tx:
            if for_good:
                tx.contacts.purge([number])
            else:
                tx.contacts.restore([number])

    @rule(who=st.integers(0, 1))
    def undo(self, who: int) -> None:
        self.books[who].undo()

    @rule(who=st.integers(0, 1))
    def redo(self, who: int) -> None:
        self.books[who].redo()

    @rule(
        who=st.integers(0, 1),
        language=st.sampled_from(("en", "pl", "zh_TW")),
        sort_by=st.sampled_from(("family", "given")),
        region=st.sampled_from(("PL", "DE")),
    )
    def configure(self, who: int, language: str, sort_by: str, region: str) -> None:
        self.books[who].configure(language=language, sort_by=sort_by, region=region)

    @invariant()
    def lists_and_search_say_what_the_contacts_say(self) -> None:
        TwoPeople.steps += 1
        self.walked += 1
        self.look_at(self.told_to_all())
        if self.walked % self.seldom == 0:
            self.compare_everything()

    def told_to_all(self) -> list[int]:
        """Whom the last step changed: every program hears of the same."""
        told = [book.poll() for book in self.books]
        heard = [[(s.id, s.label, s.kind, s.contacts, s.moves) for s in sets] for sets in told]
        assert heard[0] == heard[1] == heard[2]
        return sorted({n for change_set in told[0] for n in change_set.contacts or ()})

    def look_at(self, numbers: list[int]) -> None:
        """What the last step changed: the log says it too, and phones are told apart."""
        with self.bystander.read() as tx:
            for contact in tx.contacts.get_many(numbers[:AT_A_GLANCE]):
                items = [entry.item for entry in contact.phones]
                assert 0 not in items
                assert len(set(items)) == len(items)
                assert_log_and_tables_agree(contact, tx.history.of(contact.id))

    def compare_everything(self) -> list[Contact]:
        everybody = self.consistent(self.bystander, QUERIES)
        items = [[e.item for e in c.phones] for c in everybody]
        assert all(0 not in numbers and len(set(numbers)) == len(numbers) for numbers in items)
        standing = sum(1 for c in everybody if not c.deleted_at and not c.archived_at)
        with self.bystander.read() as tx:
            assert tx.contacts.counts().all == standing
            for contact in everybody:
                assert_log_and_tables_agree(contact, tx.history.of(contact.id))
        return everybody

    def look_at_the_end(self) -> None:
        self.compare_everything()
        assert self.books[0].check() == []

    def teardown(self) -> None:
        try:
            if self.books:
                self.look_at_the_end()
        finally:
            super().teardown()


class OnePersonsUndo(OnOneBook):
    """Undo and redo walk exactly along the states that one person's edits made."""

    @initialize()
    def open_book(self) -> None:
        self.books = [Book.open(self.path)]
        self.states = [self.state()]
        self.at = 0

    def state(self) -> dict[str, tuple[Contact, bool]]:
        """Every contact as people see it; when it was deleted does not count."""
        numbers = self.standing() + self.standing("bin")
        with self.books[0].read() as tx:
            return {
                c.id: (replace(c, revision=0, deleted_at=""), bool(c.deleted_at))
                for c in tx.contacts.get_many(numbers)
            }

    def remember(self) -> None:
        state = self.state()
        if state != self.states[self.at]:
            self.states = [*self.states[: self.at + 1], state]
            self.at += 1

    @rule(people=st.lists(st.tuples(GIVEN, FAMILY, PHONES, NOTES), min_size=1, max_size=3))
    def add(self, people: list[tuple[str, str, list[str], str]]) -> None:
        with self.books[0].write("Add") as tx:
            for each in people:
                tx.contacts.add(a_person(*each))
        self.remember()

    @precondition(lambda self: self.standing())
    @rule(choice=CHOICE, given=GIVEN, family=FAMILY, phones=PHONES, note=NOTES)
    def edit(self, choice: int, given: str, family: str, phones: list[str], note: str) -> None:
        number = self.one_of(choice)
        with self.books[0].read() as tx:
            base = tx.contacts.get(number)
        with self.books[0].write("Edit") as tx:
            added = tuple(Entry(p) for p in phones)
            mine = replace(base, given=given, family=family, note=note)
            tx.contacts.save(replace(mine, phones=(*base.phones[1:], *added)), base)
        self.remember()

    @precondition(lambda self: self.standing())
    @rule(choices=st.lists(CHOICE, min_size=1, max_size=3))
    def delete(self, choices: list[int]) -> None:
        numbers = [self.one_of(c) for c in choices]
        with self.books[0].write("Delete") as tx:
            tx.contacts.delete(numbers)
        self.remember()

    @precondition(lambda self: self.standing("bin"))
    @rule(choice=CHOICE)
    def restore(self, choice: int) -> None:
        number = self.one_of(choice, "bin")
        with self.books[0].write("Restore") as tx:
            tx.contacts.restore([number])
        self.remember()

    @rule()
    def undo(self) -> None:
        done = self.books[0].undo()
        assert (done is None) == (self.at == 0)
        if done is not None:
            assert done.kept == ()
            self.at -= 1

    @rule()
    def redo(self) -> None:
        done = self.books[0].redo()
        assert (done is None) == (self.at == len(self.states) - 1)
        if done is not None:
            assert done.kept == ()
            self.at += 1

    @rule()
    def close_and_open_again(self) -> None:
        self.books[0].close()
        self.books = [Book.open(self.path)]

    @invariant()
    def the_book_is_in_the_remembered_state(self) -> None:
        if self.books:
            assert self.state() == self.states[self.at]


@pytest.mark.timeout(600)
@pytest.mark.both_databases
def test_lists_and_search_hold_whatever_two_people_do(new_book: Any, consistent: Any) -> None:
    TwoPeople.new_book = staticmethod(new_book)
    TwoPeople.consistent = staticmethod(consistent)
    TwoPeople.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    TwoPeople.TestCase().runTest()


@pytest.mark.timeout(600)
@pytest.mark.both_databases
def test_undo_and_redo_walk_along_every_state(new_book: Any) -> None:
    OnePersonsUndo.new_book = staticmethod(new_book)
    OnePersonsUndo.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    OnePersonsUndo.TestCase().runTest()
