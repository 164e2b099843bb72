"""Files in the book: stored once, with their versions, gone with those they belonged to."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookFull, Cancelled, ContactDeskError, NotFound
from contactdesk.formats.document_texts import text_of
from contactdesk.model.document import plain_name
from contactdesk.operations import documents
from contactdesk.operations.importing import import_files
from contactdesk.operations.merging import merge
from contactdesk.operations.saving_documents import save_all
from contactdesk.operations.words_inside import read_waiting
from contactdesk.progress import Progress
from contactdesk.store.contents import PIECE

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    return a_book(a_contact("Anna Baran"), a_contact("Jan Kos"), a_contact("Baltica", kind="org"))


def id_of(book: Any, number: int) -> str:
    with book.read() as tx:
        return str(tx.contacts.get(number).id)


def add(book: Any, path: Path, *numbers: int, texts: bool = False, **how: Any) -> Any:
    about = [id_of(book, n) for n in numbers or (1,)]
    brought = documents.bring(book, path, Progress(), texts)
    with book.write(f"Add {path.name}") as tx:
        return documents.add(tx, brought, about, **how)


def file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def count(book: Any, what: str) -> int:
    with book.read() as tx:
        return int(tx.connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar())


def names(book: Any, number: int) -> list[str]:
    with book.read() as tx:
        return [d.name for d in tx.documents.of_contact(number)]


LARGE = os.urandom(PIECE) + os.urandom(PIECE * 40 + 7)


def test_a_file_comes_back_byte_by_byte(book: Any, tmp_path: Path) -> None:
    added = add(book, file(tmp_path, "large.bin", LARGE), 1, 2)
    assert (added.outcome, added.document.size) == ("new", len(LARGE))
    assert names(book, 1) == names(book, 2) == ["large.bin"]
    assert names(book, 3) == []
    documents.copy_out(book, added.document.current.sha256, tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == LARGE
    assert not list(tmp_path.glob("*.part"))


def test_the_same_bytes_are_stored_once(book: Any, tmp_path: Path) -> None:
    add(book, file(tmp_path, "one.bin", LARGE), 1)
    before = count(book, "blob"), count(book, "blob_part")
    assert add(book, file(tmp_path, "two.bin", LARGE), 2).outcome == "new"
    assert add(book, file(tmp_path, "one.bin", LARGE), 1).outcome == "same"
    assert (count(book, "blob"), count(book, "blob_part")) == before


def test_the_same_name_is_a_new_version_and_an_older_one_comes_back(
    book: Any, tmp_path: Path
) -> None:
    add(book, file(tmp_path, "offer.txt", b"first"))
    added = add(book, file(tmp_path, "offer.txt", b"second"), reason="Discount")
    assert added.outcome == "version"
    assert add(book, tmp_path / "offer.txt", 2).outcome == "new"  # at somebody else
    document = added.document
    assert [v.size for v in document.versions] == [5, 6]
    assert document.current.reason == "Discount"
    with book.write("Make current") as tx:
        document = documents.make_current(tx, document, document.versions[0].item)
    assert [v.size for v in document.versions] == [5, 6, 5]
    with book.write("Make current") as tx:
        assert documents.make_current(tx, document, document.versions[-1].item) == document
    book.undo()
    with book.read() as tx:
        assert [v.size for v in tx.documents.get(1).versions] == [5, 6]
        assert set(tx.documents.authors()) >= {document.current.author}


def test_a_file_of_no_bytes_is_kept_as_well(book: Any, tmp_path: Path) -> None:
    added = add(book, file(tmp_path, "empty.txt", b""))
    documents.copy_out(book, added.document.current.sha256, tmp_path / "back.txt")
    assert (tmp_path / "back.txt").read_bytes() == b""


class _Interrupted(Progress):
    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__()
        self._do = do

    def report(self, done: int, total: int = 0, what: str = "") -> None:
        self._do()
        super().report(done, total, what)


def test_nothing_stays_of_a_copy_that_is_stopped_or_fails(book: Any, tmp_path: Path) -> None:
    path = file(tmp_path, "large.bin", LARGE)
    blobs = count(book, "blob")
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Cancelled):
        documents.bring(book, path, stopped)
    with pytest.raises(ContactDeskError, match="could not be read to its end"):
        documents.bring(book, path, _Interrupted(lambda: path.unlink(missing_ok=True)))
    path.write_bytes(LARGE)
    with pytest.raises(ContactDeskError, match="was changed while it was copied"):
        documents.bring(book, path, _Interrupted(lambda: path.write_bytes(b"other")))
    with pytest.raises(ContactDeskError, match="Nothing was kept"):
        documents.bring(book, tmp_path, Progress())
    assert (count(book, "blob"), count(book, "blob_part")) == (blobs, 0)
    assert count(book, "document") == 0
    assert book.undo_labels()[0] is None or "Add" not in book.undo_labels()[0]


def test_a_file_that_grows_or_shrinks_while_it_is_copied_is_not_kept(
    book: Any, tmp_path: Path
) -> None:
    path = file(tmp_path, "log.bin", LARGE)
    before = count(book, "blob"), count(book, "blob_part")

    def grow() -> None:
        with path.open("ab") as out:  # for ever: each piece that is read is followed by more
            out.write(LARGE[: PIECE * 20])

    for change in (grow, lambda: os.truncate(path, PIECE)):
        with pytest.raises(ContactDeskError, match="was changed while it was copied"):
            documents.bring(book, path, _Interrupted(change))
        path.write_bytes(LARGE)
    assert (count(book, "blob"), count(book, "blob_part")) == before


@pytest.mark.file_only
def test_a_full_disk_leaves_the_book_as_it_was(book: Any, tmp_path: Path) -> None:
    path = file(tmp_path, "large.bin", LARGE)
    with book.read() as tx:
        sql = tx.connection.exec_driver_sql
        sql(f"PRAGMA max_page_count={sql('PRAGMA page_count').scalar() + 600}")
    with pytest.raises(BookFull, match="no room left"):
        documents.bring(book, path, Progress())
    assert count(book, "document") == count(book, "blob_part") == 0
    (tmp_path / "documents.jsonl").write_text(
        '{"type": "document", "name": "a", "versions": [{"file": "large.bin"}]}\n'
    )
    with pytest.raises(BookFull, match="no room left"):
        import_files(book, [tmp_path / "documents.jsonl"])
    assert count(book, "document") == count(book, "blob_part") == 0
    assert add(book, file(tmp_path, "small.txt", b"small")).outcome == "new"


def test_what_a_broken_program_left_is_swept_a_day_later(book: Any, tmp_path: Path) -> None:
    with book.write("") as tx:
        contents = tx.documents.contents
        contents.add("upload:00000000-0000-7000-8000-000000000000", 0, [b"left"])
        fresh = contents.begin()
        contents.add(fresh, 0, [b"under way"])
    assert count(book, "blob_part") == 1
    add(book, file(tmp_path, "a.txt", b"a"))
    assert count(book, "blob_part") == 2
    with book.read() as tx:
        assert tx.documents.contents.has(fresh)


def test_purged_for_good_its_bytes_go_unless_somebody_else_has_them(
    book: Any, tmp_path: Path
) -> None:
    add(book, file(tmp_path, "a.bin", LARGE), 1)
    add(book, file(tmp_path, "b.bin", LARGE), 2)
    with book.write("Purge") as tx:
        tx.documents.purge([1])
    with book.read() as tx:
        assert b"".join(tx.documents.contents.pieces(tx.documents.get(2).current.sha256)) == LARGE
    with book.write("Purge") as tx:
        tx.documents.purge([2])
    assert (count(book, "blob"), count(book, "blob_part")) == (0, 0)


def test_whoever_is_forgotten_takes_their_documents_along(book: Any, tmp_path: Path) -> None:
    add(book, file(tmp_path, "hers.txt", b"hers"), 1)
    add(book, file(tmp_path, "hers.txt", b"her second"), 1)
    add(book, file(tmp_path, "both.txt", b"both"), 1, 2)
    with book.write("Purge") as tx:
        tx.contacts.purge([1])
    with book.read() as tx:
        (left,) = tx.documents.all()
        assert left.name == "both.txt"
        assert tx.documents.of_contact(2) == [left]
        assert [d.name for d in tx.documents.linked_to([left]).values()] == ["Jan Kos"]
    assert count(book, "blob") == 1
    assert count(book, "document_text") == 0


def test_a_version_that_the_log_still_names_stays(book: Any, tmp_path: Path) -> None:
    add(book, file(tmp_path, "a.txt", b"first"), 1)
    add(book, file(tmp_path, "a.txt", b"second"), 1)
    book.undo()
    add(book, file(tmp_path, "b.txt", b"second"), 2)
    with book.write("Purge") as tx:
        tx.documents.purge([2])
    book.revert(_step_of(book, "Undo Add a.txt"))
    with book.read() as tx:
        document = tx.documents.get(1)
        assert b"".join(tx.documents.contents.pieces(document.current.sha256)) == b"second"


def _step_of(book: Any, label: str) -> int:
    with book.read() as tx:
        sql = "SELECT max(id) FROM change_set WHERE label = ?"
        found = tx.connection.exec_driver_sql(sql, (label,)).scalar()
        if found is None:
            sql = "SELECT max(id) FROM change_set WHERE kind = 'undo'"
            found = tx.connection.exec_driver_sql(sql).scalar()
        return int(found)


def test_documents_follow_a_merge_and_its_undo(book: Any, tmp_path: Path) -> None:
    add(book, file(tmp_path, "a.txt", b"a"), 2)
    with book.write("Merge") as tx:
        merge(tx, tx.contacts.get_many([1, 2]))
    assert names(book, 1) == ["a.txt"]
    with book.read() as tx:
        (document,) = tx.documents.all()
        assert [x.name for x in tx.documents.linked_to([document]).values()] == ["Anna Baran"]
    book.undo()
    assert names(book, 1) == []
    assert names(book, 2) == ["a.txt"]


def test_a_link_stays_where_it_is_and_is_led_elsewhere(book: Any, tmp_path: Path) -> None:
    about = [id_of(book, 1)]
    with book.write("Link") as tx:
        made = documents.link(tx, tmp_path / "share.pdf", about)
        assert documents.link(tx, tmp_path / "share.pdf", about) == made
    assert (made.sort, made.size, made.current) == ("link", 0, None)
    with book.write("Repair") as tx:
        moved = documents.lead_to(tx, made, tmp_path / "moved.pdf")
    assert moved.path == str(tmp_path / "moved.pdf")
    added = add(book, file(tmp_path, "moved.pdf", b"%PDF"), 1)
    assert added.outcome == "new"


def test_a_name_keeps_its_ending_and_is_nothing_but_a_name(book: Any, tmp_path: Path) -> None:
    document = add(book, file(tmp_path, "offer.pdf", b"x")).document
    with book.write("Rename") as tx:
        document = documents.rename(tx, document, "Offer for Anna")
        assert document.name == "Offer for Anna.pdf"
        assert documents.rename(tx, document, "../../etc/passwd.pdf").name == "passwd.pdf"
    with book.write("Rename") as tx, pytest.raises(ContactDeskError, match="needs a name"):
        documents.rename(tx, document, " .. ")
    assert plain_name("C:\\Users\\me\\a\u202e.txt") == "a.txt"
    assert len(plain_name("x" * 400 + ".docx")) == 200


def test_found_by_name_kind_note_and_by_what_is_inside(book: Any, tmp_path: Path) -> None:
    add(book, file(tmp_path, "Łódź-2026.txt", "Paletten für Gdynia 怡君".encode()), texts=True,
        kind="Offer")  # fmt: skip
    add(book, file(tmp_path, "other.txt", b"nothing"), 2, texts=True)
    with book.read() as tx:

        def found(text: str) -> list[str]:
            return [d.name for d in tx.documents.find(text)]

        for text in ("lodz", "2026", "offer", "palet", "fur gdynia", "怡", "Łódź-2026.txt"):
            assert found(text) == ["Łódź-2026.txt"], text
        assert found("txt") == ["other.txt", "Łódź-2026.txt"]
        for text in ("", "aletten", "100%", "_", "palet nothing"):
            assert found(text) == []
    with book.write("Purge") as tx:
        tx.documents.purge([1])
    with book.read() as tx:
        assert tx.documents.find("palet") == []
    assert count(book, "document_text") == 1


def test_all_are_written_to_a_folder_that_is_read_without_us(book: Any, tmp_path: Path) -> None:
    add(book, file(tmp_path, "offer.txt", b"first"))
    add(book, file(tmp_path, "offer.txt", b"second"))
    to = tmp_path / "out"
    with book.read() as tx:
        chosen = tx.documents.all()
    assert save_all(book, chosen, to, Progress()) == 1
    assert (to / "files" / "offer.txt").read_bytes() == b"first"
    assert (to / "files" / "offer (2).txt").read_bytes() == b"second"
    assert '"file": "files/offer (2).txt"' in (to / "documents.jsonl").read_text()
    with pytest.raises(ContactDeskError, match="not an empty folder"):
        save_all(book, chosen, to, Progress())


def test_a_backup_has_them(book: Any, tmp_path: Path) -> None:
    added = add(book, file(tmp_path, "a.txt", LARGE), texts=False)
    with book.write("Words") as tx:
        tx.documents.texts.keep(added.document.current.sha256, "secret pallets")
    book.backup(tmp_path / "copy.cdk")
    from contactdesk.store.book import Book

    with Book.open(tmp_path / "copy.cdk") as copy, copy.read() as tx:
        (document,) = tx.documents.find("pallets")
        assert b"".join(tx.documents.contents.pieces(document.current.sha256)) == LARGE
    with pytest.raises(NotFound):
        documents.copy_out(book, "f" * 64, tmp_path / "none")


def packed(part: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, text)
    return out.getvalue()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD = '<w:document xmlns:w="w"><w:p><w:t>Price</w:t></w:p><w:p><w:t>list</w:t></w:p></w:document>'


@pytest.mark.file_only
def test_the_words_of_what_word_and_writer_write() -> None:
    assert text_of(io.BytesIO(packed("word/document.xml", WORD)), DOCX) == "Price\nlist\n"
    odt = "application/vnd.oasis.opendocument.text"
    text = '<o:d xmlns:o="o" xmlns:text="t"><text:p>Preis</text:p></o:d>'
    assert text_of(io.BytesIO(packed("content.xml", text)), odt) == "Preis\n"
    assert (
        text_of(io.BytesIO("\ufeffGrüße".encode("utf-16")), "text/plain").strip("\ufeff") == "Grüße"
    )
    assert text_of(io.BytesIO(b"GIF89a"), "image/gif") == ""


LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>"
)


def encrypted(archive: bytes) -> bytes:
    """The archive with its one file marked as locked by a password."""
    data, entry = bytearray(archive), archive.find(b"PK\x01\x02")
    data[6] |= 1
    data[entry + 8] |= 1
    return bytes(data)


def locked_pdf() -> bytes:
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def many_objects() -> bytes:
    """A PDF of a great many objects, without a list of where they are."""
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    rest = b"".join(b"%d 0 obj<</A 1>>endobj\n" % n for n in range(2, 100_000))
    return head + rest + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def many_files() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20_000):
            archive.writestr(str(number), "")
    return out.getvalue()


@pytest.mark.file_only
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.docx", packed("word/document.xml", "<a>" * 2_000_000)),
        ("lol.docx", packed("word/document.xml", '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>')),
        ("no.docx", b"PK\x03\x04 nothing"),
        ("no.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\ntrailer"),
        ("none.odt", packed("mimetype", "x")),
        ("cut.docx", packed("word/document.xml", WORD)[:60]),
        ("locked.docx", encrypted(packed("word/document.xml", WORD))),
        ("wide.docx", packed("word/document.xml", " " * (100 << 20))),
        ("locked.pdf", locked_pdf()),
        ("loop.pdf", LOOP),
        ("empty.pdf", b""),
        ("many.pdf", many_objects()),
        ("many.odt", many_files()),
        ("loud.odt", packed("content.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')),
        ("odd.txt", bytes(range(256)) * 99),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # the bytes differ by the clock
)
def test_a_hostile_file_costs_its_words_alone(
    book: Any, tmp_path: Path, name: str, data: bytes
) -> None:
    added = add(book, file(tmp_path, name, data), texts=True)
    assert added.outcome == "new"
    with book.read() as tx:
        assert tx.documents.texts.has(added.document.current.sha256)


def test_words_of_many_are_found_though_one_among_them_is_hostile(
    book: Any, tmp_path: Path
) -> None:
    about = [id_of(book, 1)]
    with book.write("Documents") as tx:
        for number in range(60):
            documents.keep_bytes(tx, f"{number}.txt", f"number{number} pallets".encode(), about)
        bomb = packed("word/document.xml", "<a>" * 2_000_000)
        documents.keep_bytes(tx, "bomb.docx", bomb, about)
        documents.keep_bytes(tx, "large.txt", b"lid " * 300_000, about)
    assert read_waiting(book, Progress()) == 62
    with book.read() as tx:
        for word in ("number0", "number59", "lid"):
            assert len(tx.documents.find(word)) == 1
    assert read_waiting(book, Progress()) == 0
