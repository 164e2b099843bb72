"""Moving a book to a server and back: all of it arrives, or nothing happened."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from debian_postgres import PostgresServer

from contactdesk.errors import BookDamaged, BookError, BookReadOnly, Cancelled
from contactdesk.model.contact import Contact, Entry
from contactdesk.operations.importing import import_files
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.moved import take_back
from contactdesk.store.moving import Done, move
from contactdesk.store.postgres_rights import roles_of

BOOKS = Path(__file__).parents[1] / "data" / "books"
ODD = ("Łucja", "王小明", "  ", "a\tb\\c\r\nd", "שרה", "😀", 'O\'Neil "x" %s ?', "\\N", "")


@pytest.fixture
def a_database(postgres: PostgresServer) -> Iterator[Callable[[str], str]]:
    """Makes an empty database on the server; gives its address."""
    made: list[str] = []

    def make(name: str) -> str:
        postgres.sql(f'CREATE DATABASE "{name}"')
        made.append(name)
        return postgres.socket_url(name)

    yield make
    for name in made:
        postgres.sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def random_book(path: Path, seed: int) -> None:
    """The sample office, changed by chance."""
    rng = random.Random(seed)
    shutil.copy(sorted(BOOKS.glob("schema-*.cdk"))[-1], path)
    with Book.open(path) as book:
        for n in range(6):
            with book.write(f"Change {n}") as tx:
                for _again in range(rng.randint(1, 15)):
                    name = f"{rng.choice(ODD)} {rng.randint(0, 999)}"
                    phones = tuple(Entry(f"+4850{rng.randint(0, 9_999_999):07d}") for _ in "ab")
                    note = rng.choice(ODD) * rng.randint(1, 1_500)
                    tx.contacts.add(Contact(formatted_name=name, phones=phones, note=note))
                tx.contacts.keep_photo(rng.randbytes(700_000), "image/png")
            if rng.random() < 0.5:
                book.undo()
        with book.write("Into the bin") as tx:
            numbers = list(tx.contacts.listing(ListQuery()).numbers)
            tx.contacts.delete(rng.sample(numbers, 5))
            tx.contacts.star(rng.sample(numbers, 3), True)
        with book.write("For good") as tx:
            tx.contacts.purge(tx.contacts.listing(ListQuery("bin")).numbers[:2])


def moved_to(source: str | Path, to: str | Path) -> Done:
    with Book.open(source, create=False) as book:
        done = move(book, str(to))
        with pytest.raises(BookError, match="was moved to"), book.write("More"):
            pass
    return done


@pytest.mark.parametrize("seed", range(3))
def test_a_book_goes_to_a_server_and_comes_back_the_same(
    tmp_path: Path, a_database: Callable[[str], str], seed: int
) -> None:
    here, back = tmp_path / "office.cdk", tmp_path / "back.cdk"
    random_book(here, seed)
    there = a_database("moving")
    with Book.open(here) as book:
        said = everything(book)
    out = moved_to(here, there)
    with Book.open(there, create=False) as book:
        assert (book.check(), book.facts.read_only) == ([], "")
        assert everything(book) == said
    home = moved_to(there, back)
    assert out.tables == home.tables
    assert {t.table: t.rows for t in out.tables}["blob_chunk"] > 10
    with Book.open(back, create=False) as book:
        assert book.check() == []
        assert everything(book) == said


def everything(book: Book) -> Any:
    with book.read() as tx:
        listing = tx.contacts.listing(ListQuery())
        found = [tx.contacts.search(words).numbers for words in ("lucja", "王", "48501", "oneil")]
        contacts = tx.contacts.get_many(listing.numbers)
        history = [tx.history.of(contact.id) for contact in contacts[:20]]
        return listing, found, contacts, history


def test_work_goes_on_where_the_book_went(tmp_path: Path, a_database: Callable[[str], str]) -> None:
    here, there = tmp_path / "office.cdk", a_database("moving")
    random_book(here, 7)
    moved_to(here, there)
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        "".join(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:New {n}\r\nEND:VCARD\r\n" for n in range(50)),
        encoding="utf-8", newline="",
    )  # fmt: skip
    with Book.open(there) as book:
        assert import_files(book, [cards]).added == 50
        assert book.undo()
        assert book.undo()  # a step that was made in the file
        assert book.check() == []


def test_the_old_one_says_where_it_went_and_is_taken_back(
    tmp_path: Path, a_database: Callable[[str], str]
) -> None:
    here, there = tmp_path / "office.cdk", a_database("moving")
    random_book(here, 1)
    with Book.open(here) as colleague:
        moved_to(here, there)
        colleague.poll()
        assert colleague.facts.why == "moved"
        assert "was moved to moving on" in colleague.facts.read_only
    with Book.open(here) as book:
        assert (book.facts.why, book.facts.moved_to) == ("moved", there)
        with pytest.raises(BookReadOnly, match="open it there"), book.write("More"):
            pass
    take_back(str(here))
    with Book.open(here) as book:
        assert book.facts.read_only == book.facts.moved_to == ""
        with book.write("More") as tx:
            tx.contacts.add(Contact(formatted_name="Here again"))
    with pytest.raises(BookError, match="was not moved"):
        take_back(str(here))


def test_a_servers_book_that_moved_says_so_too(
    tmp_path: Path, a_database: Callable[[str], str]
) -> None:
    there, back = a_database("moving"), tmp_path / "back.cdk"
    Book.open(there).close()
    moved_to(there, back)
    with Book.open(there, create=False) as book:
        assert book.facts.moved_to == str(back)
        assert book.facts.read_only
    take_back(there)
    with Book.open(there, create=False) as book:
        assert book.facts.read_only == ""


class StopAfter(Progress):
    """Stops at a report of chance."""

    def __init__(self, reports: int) -> None:
        super().__init__()
        self._left = reports

    def report(self, done: int, total: int = 0, what: str = "") -> None:
        assert done <= total
        self._left -= 1
        if self._left < 0:
            self.stop()
        super().report(done, total, what)


@pytest.mark.parametrize("reports", [0, 1, 9, 25, 40])
def test_what_is_stopped_leaves_nothing(
    tmp_path: Path, a_database: Callable[[str], str], postgres: PostgresServer, reports: int
) -> None:
    here, there, file = tmp_path / "office.cdk", a_database("moving"), tmp_path / "other.cdk"
    random_book(here, 2)
    before = sorted(tmp_path.iterdir())
    for to in (there, file):
        with Book.open(here) as book:
            with pytest.raises(Cancelled):
                move(book, str(to), StopAfter(reports))
            with book.write("Go on") as tx:
                tx.contacts.add(Contact(formatted_name="Still here"))
    assert sorted(tmp_path.iterdir()) == before
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert postgres.sql(tables, "moving") == [(0,)]


@pytest.mark.warns  # the driver says so as well
def test_a_server_that_goes_away_meanwhile_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    here = tmp_path / "office.cdk"
    random_book(here, 3)
    server = PostgresServer()
    try:
        server.sql("CREATE DATABASE moving")

        class Pull(Progress):
            def report(self, done: int, total: int = 0, what: str = "") -> None:
                if done * 3 > total and (server.folder / "data" / "postmaster.pid").exists():
                    server.stop()

        with Book.open(here) as book:
            with pytest.raises(BookError, match="is gone"):
                move(book, server.socket_url("moving"), Pull())
            with book.write("Go on") as tx:
                tx.contacts.add(Contact(formatted_name="Still here"))
    finally:
        server.remove()


def test_nothing_is_written_over(tmp_path: Path, a_database: Callable[[str], str]) -> None:
    here, there = tmp_path / "office.cdk", a_database("moving")
    random_book(here, 4)
    Book.open(there).close()
    (tmp_path / "taken.cdk").write_bytes(b"mine")
    with Book.open(here) as book:
        for to, words in (
            (there, "a book in .* already"),
            (here, "is there already"),
            (tmp_path / "taken.cdk", "a file taken.cdk already"),
            (tmp_path / "none" / "a.cdk", "There is no folder"),
        ):
            with pytest.raises(BookError, match=words):
                move(book, str(to))
        with book.write("Go on") as tx:
            tx.contacts.add(Contact(formatted_name="Still here"))
    assert (tmp_path / "taken.cdk").read_bytes() == b"mine"


def test_a_database_of_something_else_is_refused(
    tmp_path: Path, a_database: Callable[[str], str], postgres: PostgresServer
) -> None:
    there = a_database("moving")
    postgres.sql("CREATE TABLE shop (a int)", "moving")
    with Book.open(tmp_path / "a.cdk") as book, pytest.raises(BookDamaged, match="something else"):
        move(book, there)


def test_who_has_a_role_does_not_move_what_they_do_not_see(
    tmp_path: Path, a_database: Callable[[str], str], postgres: PostgresServer
) -> None:
    there = a_database("moving")
    Book.open(there).close()
    with roles_of(there) as roles:
        roles.set_up()
        postgres.sql("CREATE ROLE mover LOGIN PASSWORD 'w-1'")
        roles.grant("mover", "manager")
    with (
        Book.open(postgres.url("moving", "w-1", user="mover")) as book,
        pytest.raises(BookReadOnly, match="Only who owns"),
    ):
        move(book, str(tmp_path / "a.cdk"))
    postgres.sql("DROP OWNED BY mover CASCADE", "moving")
    for group in ("moving_viewer", "moving_editor", "moving_manager"):
        postgres.sql(f"DROP OWNED BY {group} CASCADE", "moving")
    for each in ("mover", "moving_manager", "moving_editor", "moving_viewer"):
        postgres.sql(f"DROP ROLE {each}")


def test_a_link_in_the_books_own_place_is_not_followed_into_itself(tmp_path: Path) -> None:
    here = tmp_path / "office.cdk"
    Book.open(here).close()
    (tmp_path / "same.cdk").symlink_to(here)
    with Book.open(here) as book, pytest.raises(BookError, match="is there already"):
        move(book, str(tmp_path / "same.cdk"))
