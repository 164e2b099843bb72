"""Two people work on one book at random: python tests/proofs/two_people.py [--steps 10000]

Anna and Ola add, edit, clash and choose, delete, restore, archive, star, change many and their
categories, undo, redo, revert one step and several in any order (the machine is that of
tests/store/test_two_people_at_random.py, with more to do). After every step all programs have
heard of the same change, no edit that was saved may be missing, and the log has to agree with what
the step left in the tables; after every few steps, and at the end of every walk, order, search,
lists, counts and log have to say what the contacts say, all of them, and a backup made at the end
has to hold the same. `--kind` is the kind of book they work on: files, or databases of a
PostgreSQL server started for it.

Tells on standard error how far it is. Prints a line of JSON at the end; the status is 1 when a
rule was broken, and the steps that led there are printed before.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from contactdesk.model.categories import is_within
from contactdesk.model.contact import Contact
from contactdesk.operations import category_editing
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery, Steps

TESTS = Path(__file__).resolve().parents[1]
AT_ONCE = 120  # steps of one walk
WALKS = 5  # by one seed
ROOM = 100  # contacts in a book that may still get an import
SELDOM = 20  # every how many steps everything is compared


def module_at(path: Path) -> ModuleType:
    """A module of the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = found
    spec.loader.exec_module(found)
    return found


servers = module_at(TESTS / "servers" / "debian_postgres.py")  # before those that import it
machine = module_at(TESTS / "store" / "test_two_people_at_random.py")


EDIT = st.fixed_dictionaries(
    {
        "given": machine.GIVEN,
        "family": machine.FAMILY,
        "phones": machine.PHONES,
        "note": machine.NOTES,
        "part": st.sampled_from(("name", "phones", "phone", "note")),
        "choice": st.sampled_from(("mine", "theirs", "both")),
    }
)
CATEGORY = st.sampled_from(("Customer", "Gdańsk", "Customer/Old", "Gdańsk/Wrzeszcz", "VIP"))
SOME = st.lists(machine.CHOICE, min_size=1, max_size=4)
SIDE = st.integers(0, 1)


class WholeOffice(machine.TwoPeople):  # type: ignore[misc]  # a module found by its path
    """What else two people do: edit the same contact, archive, star, sort, take steps back."""

    @initialize()
    def open_both(self) -> None:
        """A few contacts are there from the start: every walk can do everything at once."""
        super().open_both()
        self.asked: dict[tuple[Any, ...], Any] = {}
        self.asked_at = 0
        self.stars: tuple[set[str], set[str]] = (set(), set())
        for who, note in enumerate(("met in Łódź", "陳 said so")):
            for given, family in (("Anna", "Nowak"), ("怡君", "陳"), ("", "3M"), ("مریم", "Żak")):
                self.add(who=who, given=given, family=family, phones=["112"], note=note)

    def once(self, ask: Callable[..., Any], *about: Any) -> Any:
        """What is asked of the book before a step, by several rules: it is asked once."""
        if self.asked_at != self.walked:
            self.asked, self.asked_at = {}, self.walked
        if (ask, *about) not in self.asked:
            self.asked[(ask, *about)] = ask(*about)
        return self.asked[(ask, *about)]

    def is_any(self, scope: str = "all") -> bool:
        return bool(self.once(self.standing, scope))

    def is_any_category(self) -> bool:
        return bool(self.once(self.category_names))

    def can(self, which: int) -> bool:
        """Whether one of them has something to undo (0), or to redo (1)."""
        labels = (self.once(book.undo_labels) for book in self.books[:2])
        return any(each[which] is not None for each in labels)

    @precondition(lambda self: self.can(0))
    @rule(who=SIDE)
    def undo(self, who: int) -> None:
        super().undo(who=who)

    @precondition(lambda self: self.can(1))
    @rule(who=SIDE)
    def redo(self, who: int) -> None:
        super().redo(who=who)

    def category_names(self) -> list[str]:
        with self.bystander.read() as tx:
            return [category.name for category in tx.contacts.counts().categories]

    @precondition(lambda self: self.has_room())
    @rule(who=SIDE, given=machine.GIVEN, family=machine.FAMILY, count=st.integers(51, 60))
    def import_many(self, who: int, given: str, family: str, count: int) -> None:
        super().import_many(who=who, given=given, family=family, count=count)

    def has_room(self) -> bool:
        """Whether so few are in the book, archive and bin too, that everybody is soon compared."""
        scopes = ("all", "archive", "bin")
        return sum(len(self.once(self.standing, scope)) for scope in scopes) < ROOM

    def some_of(self, choices: list[int], scope: str = "all") -> list[int]:
        return list(dict.fromkeys(self.one_of(c, scope) for c in choices))

    @precondition(lambda self: self.is_any())
    @rule(choice=machine.CHOICE, first=SIDE, one=EDIT, other=EDIT)
    def both_edit(
        self, choice: int, first: int, one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        number = self.one_of(choice)
        for who in (0, 1):
            with self.books[who].read() as tx:
                self.forms[who] = tx.contacts.get(number)
        self.save_form(who=first, which=0, **one)
        self.save_form(who=1 - first, which=0, **other)

    @precondition(lambda self: self.is_any())
    @rule(who=SIDE, choices=SOME)
    def archive(self, who: int, choices: list[int]) -> None:
        with self.books[who].write("Archive") as tx:
            tx.contacts.archive(self.some_of(choices))

    @precondition(lambda self: self.is_any("archive"))
    @rule(who=SIDE, choices=SOME, delete=st.booleans())
    def look_into_archive(self, who: int, choices: list[int], delete: bool) -> None:
        with self.books[who].write("Take out") as tx:
            some = self.some_of(choices, "archive")
            (tx.contacts.delete if delete else tx.contacts.take_out)(some)

    @precondition(lambda self: self.is_any())
    @rule(who=SIDE, choice=machine.CHOICE, on=st.booleans())
    def star(self, who: int, choice: int, on: bool) -> None:
        number = self.one_of(choice)
        with self.books[who].write("Star") as tx:
            tx.contacts.star([number], on)
            contact_id = tx.contacts.get(number).id
        (self.stars[who].add if on else self.stars[who].discard)(contact_id)

    @precondition(lambda self: self.is_any())
    @rule(who=SIDE, choices=SOME, name=CATEGORY, leave=st.one_of(st.just(""), CATEGORY))
    def put(self, who: int, choices: list[int], name: str, leave: str) -> None:
        numbers = self.some_of(choices)
        category_editing.put(self.books[who], numbers, name, "" if leave == name else leave)
        with self.books[who].read() as tx:
            assert all(name in c.categories for c in tx.contacts.get_many(numbers))

    @precondition(lambda self: self.is_any_category())
    @rule(who=SIDE, choice=machine.CHOICE, new=CATEGORY)
    def rename_category(self, who: int, choice: int, new: str) -> None:
        there = self.category_names()
        old = there[choice % len(there)]
        if not is_within(new, old):
            category_editing.rename(self.books[who], old, new)
            assert not [name for name in self.category_names() if is_within(name, old)]

    @precondition(lambda self: self.is_any_category())
    @rule(who=SIDE, choice=machine.CHOICE)
    def delete_category(self, who: int, choice: int) -> None:
        there = self.category_names()
        name = there[choice % len(there)]
        category_editing.delete(self.books[who], name)
        assert name not in self.category_names()

    @rule(who=SIDE, back=st.integers(0, 8), only_mine=st.booleans())
    def undo_since(self, who: int, back: int, only_mine: bool) -> None:
        book = self.books[who]
        if not book.seen:
            return
        author = book.person if only_mine else 0
        steps = Steps(max(1, book.seen - back), book.seen, author)
        with book.read() as tx:
            told = tx.reverting.preview(steps)
        done = book.revert_steps(steps, "Undo since")
        assert (set(done.left), done.gone) == (set(told.left), told.gone)

    def compare_everything(self) -> list[Contact]:
        everybody: list[Contact] = super().compare_everything()
        for who, stars in enumerate(self.stars):
            assert_lists_hold_their_contacts(self.books[who], everybody, stars)
        return everybody

    def look_at_the_end(self) -> None:
        super().look_at_the_end()
        with tempfile.TemporaryDirectory() as folder:
            to = Path(folder) / "copy.cdk"
            self.bystander.backup(to)
            with Book.open(to) as copy:
                everybody = self.consistent(copy, machine.QUERIES)
        assert everybody == self.consistent(self.bystander, ())


def assert_lists_hold_their_contacts(book: Book, everybody: list[Contact], stars: set[str]) -> None:
    """Every list and its count, against what the contacts say one by one."""
    standing = [c for c in everybody if not c.deleted_at and not c.archived_at]
    with book.read() as tx:
        sql = tx.connection.exec_driver_sql("SELECT number FROM contact WHERE withdrawn = 1")
        withdrawn = {row[0] for row in sql}
        counts = tx.contacts.counts()
        wanted = {
            ListQuery("people"): standing,
            ListQuery("organisations"): [],
            ListQuery("starred"): [c for c in standing if c.id in stars],
            ListQuery("archive"): [c for c in everybody if c.archived_at and not c.deleted_at],
            ListQuery("bin"): [c for c in everybody if c.deleted_at and c.number not in withdrawn],
        }
        for category in counts.categories:
            name = category.name
            its = [c for c in standing if any(is_within(w, name) for w in c.categories)]
            wanted[ListQuery("category", name)] = its
        for query, contacts in wanted.items():
            listed = list(tx.contacts.listing(query).numbers)
            assert sorted(listed) == sorted(c.number for c in contacts), query
            assert counts.of(query) == len(listed), query
        known = {category.name for category in counts.categories}
        assert all(known.issuperset(c.categories) for c in standing)


@contextmanager
def on_files() -> Iterator[Any]:
    """What makes an empty book for each walk: a copy of a file."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.cdk"
        machine.Book.open(empty).close()
        yield partial(machine.copied_file, empty)


@contextmanager
def on_a_server() -> Iterator[Any]:
    """What makes an empty book for each walk: a database of a server that ends with the proof."""
    server = servers.PostgresServer()
    try:
        server.sql("CREATE DATABASE empty_book")
        machine.Book.open(server.socket_url("empty_book")).close()
        yield partial(machine.copied_database, server)
    finally:
        server.remove()


KINDS: dict[str, Any] = {"sqlite": on_files, "postgresql": on_a_server}


def prove(
    steps: int, kind: str, first_seed: int, walks: int = WALKS, at_once: int = AT_ONCE
) -> dict[str, Any]:
    """Walk so many steps; what was done on the way, and how it ended."""
    two: Any = machine.TwoPeople
    two.steps = two.saved = two.clashed = 0
    two.seldom = SELDOM
    two.consistent = staticmethod(module_at(TESTS / "conftest.py").assert_book_is_consistent)
    started, broken, number = time.monotonic(), "", first_seed
    books: AbstractContextManager[Any] = KINDS[kind]()
    with books as new_book:
        two.new_book = staticmethod(new_book)
        while two.steps < steps and not broken:
            broken = some_walks(number, walks, at_once)
            number += 1
            told = f"{two.steps} steps after {time.monotonic() - started:.0f} s"
            print(told, file=sys.stderr, flush=True)
    return {
        "kind": kind,
        "steps": two.steps,
        "seeds": f"{first_seed}-{number - 1}",
        "saves": two.saved,
        "clashes": two.clashed,
        "seconds": round(time.monotonic() - started, 1),
        "broken": broken,
    }


def some_walks(number: int, walks: int, at_once: int) -> str:
    """A few walks by one seed; what went wrong, or ""."""
    wanted = settings(
        max_examples=walks,
        stateful_step_count=at_once,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    try:
        run_state_machine_as_test(seed(number)(WholeOffice), settings=wanted)
    except Exception as error:
        traceback.print_exc()
        return f"seed {number}: {_said(error)}"[:900]
    return ""


def _said(error: BaseException) -> str:
    """What went wrong, with what a group of errors holds: a flaky one is told only there."""
    inside = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    parts = [f"{type(error).__name__}: {error}"[:300], *map(_said, inside)]
    return "; ".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--kind", choices=sorted(KINDS), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = prove(given.steps, given.kind, given.seed)
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
