"""What every test gets: a home of its own, no display, a log without warnings, and the guard.

- `a_contact(...)` makes a contact, `a_book(...)` a book on real SQLite in the test's own folder.
- Tests marked `both_databases` run a second time with their books on a real PostgreSQL server.
- A WARNING in the log or from Qt fails the test, unless it carries `@pytest.mark.warns`.
- Tests in `tests/desktop` run as the window does: their thread may not touch the book. What a
  test itself wants from the book it asks inside `with the_book_itself():`.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "0")
ZONE = os.environ["TZ"] = "Europe/Warsaw"
# Before anybody asks: Python, its library and ICU each keep the zone they found first, and for an
# hour or two of a day they would not agree about which day it is.
if hasattr(time, "tzset"):
    time.tzset()

from debian_postgres import PostgresServer, programs

from contactdesk.model.contact import ENTRY_FIELDS, Contact, Entry, Membership

TOKEN = re.compile(r"[^\W_]+")
DESKTOP_TESTS = Path(__file__).parent / "desktop"
PASSPHRASE = "mleko rower chmura taboret kot"
LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_TIME", "LANG")


# The same examples on every machine, and none too slow for a busy one.
settings.register_profile(
    "contactdesk",
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.load_profile("contactdesk")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "warns: this test expects a warning in the log")
    config.addinivalue_line("markers", "both_databases: this test runs on a server's books too")
    config.addinivalue_line("markers", "encrypted_too: of such tests, one for encrypted books too")
    config.addinivalue_line("markers", "other_programs: not of those, as others open the book")
    config.addinivalue_line("markers", "file_only: of such tests, one that is about the file")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    both = "both_databases" in marks and "file_only" not in marks
    if both and "database" in metafunc.fixturenames:
        alone = "encrypted_too" in marks and "other_programs" not in marks
        third = ["encrypted"] if alone else []
        metafunc.parametrize("database", ["sqlite", "postgresql", *third], indirect=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the person's settings, data and logs; English, Europe/Warsaw."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("CONTACTDESK_HOME", str(folder))
    monkeypatch.setenv("TZ", ZONE)
    for variable in LOCALE_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Texts are English before every test, whatever the one before it switched to."""
    from contactdesk.i18n import use_language

    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def windows_end_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Windows of a test are deleted and collected with it, on their thread: a reading thread of
    the next test might collect what is left of them, and cannot stop their timers.
    """
    yield
    if DESKTOP_TESTS in request.path.parents:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()


class WarningWatch(logging.Handler):
    """Collects every warning that a test's run puts into the log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.name}: {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[WarningWatch]:
    """Fails a test whose run logged an unexpected warning."""
    watch = WarningWatch()
    root = logging.getLogger()
    root.addHandler(watch)
    yield watch
    root.removeHandler(watch)
    if watch.seen and request.node.get_closest_marker("warns") is None:
        pytest.fail("unexpected warnings in the log:\n" + "\n".join(watch.seen), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A desktop test's thread is the window's: the store refuses to work on it."""
    if DESKTOP_TESTS not in item.path.parents:
        return (yield)
    from contactdesk.store import guard

    guard.forbid_this_thread()
    try:
        return (yield)
    finally:
        guard.allow_this_thread()


@pytest.fixture
def the_book_itself() -> Callable[[], AbstractContextManager[None]]:
    """Lets a desktop test look into the book directly, for the length of a `with`."""

    @contextlib.contextmanager
    def look() -> Iterator[None]:
        from contactdesk.store import guard

        guard.allow_this_thread()
        try:
            yield
        finally:
            guard.forbid_this_thread()

    return look


@pytest.fixture
def a_contact() -> Callable[..., Contact]:
    """Makes a contact: `a_contact("Anna Nowak", phones=["+48501234567"], organisation="Baltica")`.

    Phones, mails and their like may be plain strings; everything else is a field of `Contact`.
    """
    return make_contact


def make_contact(name: str = "Anna Nowak", **values: Any) -> Contact:
    organisation = values.pop("organisation", "")
    title = values.pop("job_title", "")
    if organisation or title:
        work = Membership(organisation=organisation, job_title=title)
        values.setdefault("memberships", (work,))
    for field in ENTRY_FIELDS:
        if field in values:
            values[field] = tuple(Entry(v) if isinstance(v, str) else v for v in values[field])
    for field in fields(Contact):
        if isinstance(values.get(field.name), list):
            values[field.name] = tuple(values[field.name])
    given, _, family = name.rpartition(" ")
    if values.get("kind", "individual") == "individual":
        values.setdefault("given", given)
        values.setdefault("family", family)
    values.setdefault("formatted_name", name)
    return Contact(**values)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the tests, with an empty book to copy; skipped where none is."""
    from contactdesk.store.book import Book

    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (python3 dev.py test installs it as root)")
    server = PostgresServer()
    try:
        server.sql("CREATE DATABASE empty_book")
        Book.open(server.socket_url("empty_book")).close()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def empty_encrypted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """An empty encrypted book to copy, with its key; skipped where none is made."""
    from contactdesk.store import connecting, keys
    from contactdesk.store.engines import sqlite_engine
    from contactdesk.store.migrations import upgrade

    if not connecting.is_possible():
        pytest.skip("SQLCipher is not installed (requirements.lock has it)")
    path = tmp_path_factory.mktemp("encrypted") / "empty.cdk"
    key = keys.new_key(PASSPHRASE)
    engine = sqlite_engine(path, create=True, key=key)
    upgrade(engine)
    engine.dispose()
    return path, key


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Where the test's books lie: "sqlite", "postgresql" or "encrypted" (a file)."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def book_place(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], str]]:
    """The path or address of the test's book of a name; the same name is the same book."""
    from contactdesk.store import keys

    made: list[str] = []

    def on_server(name: str) -> str:
        server = request.getfixturevalue("postgres")
        if name not in made:
            server.sql(f'CREATE DATABASE "{name}" TEMPLATE empty_book')
            made.append(name)
        return str(server.socket_url(name))

    def encrypted(name: str) -> str:
        path = tmp_path / f"{name}.cdk"
        empty, key = request.getfixturevalue("empty_encrypted")
        if not path.exists():
            shutil.copy(empty, path)
        keys.hold(key)  # the test before may have had it forgotten
        return str(path)

    def in_file(name: str) -> str:
        return str(tmp_path / f"{name}.cdk")

    yield {"postgresql": on_server, "encrypted": encrypted}.get(database, in_file)
    for name in made:
        request.getfixturevalue("postgres").sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def a_book(book_place: Callable[[str], str]) -> Iterator[Callable[..., Any]]:
    """A book with the contacts it is given, in the test's own folder or on the server.

    `name` picks the file, so that the same name opens the same book a second time.
    """
    from contactdesk.store.book import Book

    opened: list[Book] = []

    def make(*contacts: Contact, name: str = "office") -> Book:
        book = Book.open(book_place(name))
        opened.append(book)
        if contacts:
            with book.write("Fill the book") as tx:
                for contact in contacts:
                    tx.contacts.add(contact)
        return book

    yield make
    for book in opened:
        book.close()


def expected_listing(book: Any, everybody: list[Contact]) -> list[int]:
    """The standard list as sorting every contact's own key gives it."""
    by = 0 if book.facts.sort_by == "family" else 1
    standing = [c for c in everybody if not c.deleted_at and not c.archived_at]
    return [c.number for c in sorted(standing, key=lambda c: (book.ordering.keys(c)[by], c.number))]


def expected_search(book: Any, everybody: list[Contact], query: str) -> list[int]:
    """What a search finds when every contact's words are looked through one by one."""
    from contactdesk.model import fold
    from contactdesk.store.rows import prepare
    from contactdesk.store.search_text import search_text

    words, digits = fold.query_words(query), fold.query_digits(query)
    if not words:
        return []
    named, others = [], []
    by_number = {c.number: c for c in everybody}
    for number in expected_listing(book, everybody):
        prepared = prepare(by_number[number], book.ordering, book.facts.region)
        name_words, rest = search_text(prepared)
        names = TOKEN.findall(name_words)
        anywhere = names + TOKEN.findall(rest)
        if _each_begins(words, names) or (digits and _each_begins((digits,), names)):
            named.append(number)
        elif _each_begins(words, anywhere) or (digits and _each_begins((digits,), anywhere)):
            others.append(number)
    return named + others


def _each_begins(words: tuple[str, ...], tokens: list[str]) -> bool:
    return all(any(t.startswith(w) for t in tokens) for w in words)


_NUMBERS = "SELECT number FROM contact ORDER BY number"


def assert_book_is_consistent(book: Any, queries: tuple[str, ...]) -> list[Contact]:
    """Order and search equal what the contacts themselves say; returns all contacts."""
    from contactdesk.store.listing import ListQuery

    with book.read() as tx:
        numbers = [r[0] for r in tx.connection.exec_driver_sql(_NUMBERS)]
        everybody = tx.contacts.get_many(numbers)

        listing = tx.contacts.listing(ListQuery())
        assert list(listing.numbers) == expected_listing(book, everybody)
        letters = [r.letter for r in tx.contacts.rows(listing.numbers)]
        starts = [(x, i) for i, x in enumerate(letters) if i == 0 or letters[i - 1] != x]
        if len({x for x, _ in starts}) == len(starts):
            assert list(listing.sections) == starts
        for query in queries:
            found = tx.contacts.search(query, limit=100_000).numbers
            assert found == expected_search(book, everybody, query), query
    return everybody


@pytest.fixture
def consistent() -> Callable[..., list[Contact]]:
    """Checks a book's order and search against its contacts, one by one."""
    return assert_book_is_consistent


@pytest.fixture
def as_somebody_else(
    monkeypatch: pytest.MonkeyPatch, book_place: Callable[[str], str]
) -> Callable[..., Any]:
    """Opens the office's book as another person on another computer."""

    from contactdesk.store.book import Book

    def open_as(login: str, name: str = "office") -> Any:
        for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            monkeypatch.setenv(variable, login)
        return Book.open(book_place(name))

    return open_as


@pytest.fixture(scope="session", autouse=True)
def collected_at_the_end() -> Iterator[None]:
    """What a test leaves open is found when it is collected, not at some later test."""
    yield
    gc.collect()
