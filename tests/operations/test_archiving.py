"""The open archive: readable by itself, and the very same book when it is brought back."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.operations.archive_office import add_file, fill

from contactdesk.errors import BookDamaged, Cancelled, ContactDeskError
from contactdesk.i18n import use_language
from contactdesk.model.contact import Contact
from contactdesk.operations.archiving import archive, check_archive, restore_archive
from contactdesk.operations.exporting import export
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.tables import metadata

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path) -> Book:
    made: Book = a_book(
        a_contact("Anna <script>alert(1)</script> & Nowak", phones=["+48501234567"]),
        a_contact("Łucja Żak", note="x" * 9_000),
        a_contact("رضا ابراهیمی"),
        a_contact("Baltica", kind="org"),
    )
    fill(made, tmp_path)
    return made


def everything(book: Book) -> list[dict[str, Any]]:
    """The JSON Lines of all records."""
    to = Path(book.facts.path).parent / "compare.jsonl"
    export(book, to, "jsonl", check=False)
    return [json.loads(line) for line in to.read_text("utf-8").splitlines()]


def rows(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        found = {}
        for table in metadata.sorted_tables:
            columns = [c.name for c in table.columns if (table.name, c.name) !=
                       ("blob_chunk", "number")]  # fmt: skip
            shown = ", ".join(f'"{c}"' for c in columns)
            found[table.name] = sorted(
                connection.execute(f"SELECT {shown} FROM {table.name}").fetchall(), key=repr
            )
        return found


class Pages(HTMLParser):
    """What is in a page: its tags and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        known = dict(attrs)
        self.links += [known["href"] or ""] if "href" in known else []
        self.ids |= {known["id"] or ""} if "id" in known else set()


@pytest.mark.file_only
def test_an_archive_comes_back_as_the_very_same_book(book: Book, tmp_path: Path) -> None:
    done = archive(book, tmp_path / "archive")
    assert done.contacts == 4
    assert restore_archive(tmp_path / "archive", tmp_path / "again.cdk") == 4
    book.backup(tmp_path / "copy.cdk")
    before, after = rows(tmp_path / "copy.cdk"), rows(tmp_path / "again.cdk")
    assert [name for name in before if before[name] != after[name]] == []
    filled = {name for name, found in before.items() if found}
    assert {"contact", "event", "deal", "document", "blob_chunk", "custom_field", "smart_group",
            "table_view", "change", "exchange_rate"} <= filled  # fmt: skip
    with Book.open(tmp_path / "again.cdk", create=False) as again:
        assert again.check() == []
        assert everything(again) == everything(book)
        assert again.undo_labels() == book.undo_labels()
        with again.read() as tx:
            assert tx.contacts.search("lucja").numbers
        with again.write("Edit") as tx:
            tx.contacts.delete([1])


def test_a_servers_book_is_archived_and_comes_back_as_a_file(book: Book, tmp_path: Path) -> None:
    archive(book, tmp_path / "archive")
    assert restore_archive(tmp_path / "archive", tmp_path / "again.cdk") == 4
    with Book.open(tmp_path / "again.cdk", create=False) as again, again.read() as tx:
        assert tx.contacts.counts().all == 4
        assert len(tx.documents.all()) == 2


def test_its_pages_need_nothing_and_every_link_leads_somewhere(book: Book, tmp_path: Path) -> None:
    folder = archive(book, tmp_path / "archive").folder
    for name in ("README.txt", "contacts.vcf", "contacts.csv", "calendar.ics", "records.jsonl"):
        assert (folder / name).stat().st_size, name
    found = {path: Pages(path.read_text("utf-8")) for path in folder.rglob("*.html")}
    assert len(found) == 2
    for path, page in found.items():
        assert not {"script", "iframe", "object", "img", "form"} & set(page.tags)
        for link in page.links:
            file, _hash, anchor = link.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path
            assert target.is_file(), link
            assert not anchor or anchor in found[target].ids
    text = (folder / "people" / "0001.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Nowak" in text
    assert 'dir="auto">رضا ابراهیمی' in text
    assert "Asked for the new price list" in text
    assert "offer.txt" in text


@pytest.mark.file_only
def test_in_persian_it_is_read_from_the_right(book: Book, tmp_path: Path) -> None:
    use_language("fa")
    folder = archive(book, tmp_path / "archive").folder
    assert '<html lang="fa" dir="rtl">' in (folder / "index.html").read_text("utf-8")


@pytest.mark.file_only
def test_documents_lie_there_as_they_are(book: Book, tmp_path: Path) -> None:
    folder = archive(book, tmp_path / "archive").folder
    first = b"An offer.\n" * 60_000
    found = {path.read_bytes() for path in (folder / "documents").glob("offer*.txt")}
    assert found == {first, first + b"Another price.\n"}
    assert [path.read_bytes() for path in (folder / "documents").glob("odd*")] == [b""]


@pytest.mark.file_only
def test_one_other_byte_anywhere_is_found(book: Book, tmp_path: Path) -> None:
    folder = archive(book, tmp_path / "archive").folder
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size)
    rng = random.Random(3)
    for path in files:
        data = path.read_bytes()
        at = rng.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(BookDamaged):
            check_archive(folder)
        path.write_bytes(data)
    check_archive(folder)
    (folder / "tables" / "contact.jsonl").unlink()
    with pytest.raises(BookDamaged, match="contact"):
        restore_archive(folder, tmp_path / "again.cdk")
    assert not (tmp_path / "again.cdk").exists()


@pytest.mark.file_only
def test_an_archive_that_leads_outside_of_itself_is_refused(book: Book, tmp_path: Path) -> None:
    folder = archive(book, tmp_path / "archive").folder
    (tmp_path / "secret").write_text("x")
    with open(folder / "SHA256SUMS", "a", encoding="utf-8") as sums:
        sums.write("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  ../secret\n")
    with pytest.raises(BookDamaged):
        restore_archive(folder, tmp_path / "again.cdk")


@pytest.mark.file_only
def test_what_is_there_is_left_alone_and_one_stopped_leaves_nothing(
    book: Book, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "file").write_text("mine")
    with pytest.raises(ContactDeskError, match="not an empty folder"):
        archive(book, taken)
    before = set(tmp_path.iterdir())
    seen: list[str] = []

    def listen(_done: int, _total: int, what: str) -> None:
        seen.append(what)
        if len(seen) == 12:
            progress.stop()

    progress = Progress(listen)
    with pytest.raises(Cancelled):
        archive(book, tmp_path / "new", progress)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.file_only
def test_a_large_document_is_not_read_into_memory(book: Book, tmp_path: Path) -> None:
    import tracemalloc

    with open(tmp_path / "large.bin", "wb") as file:
        for n in range(60):
            file.write(random.Random(n).randbytes(1 << 20))
    add_file(book, tmp_path / "large.bin")
    tracemalloc.start()
    archive(book, tmp_path / "archive")
    restore_archive(tmp_path / "archive", tmp_path / "again.cdk")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30 << 20
    with Book.open(tmp_path / "again.cdk", create=False) as again:
        assert again.check() == []
