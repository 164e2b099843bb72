"""The bytes and words of what somebody keeps private, on a server with roles: nobody else reads
them, and nothing is lost for anybody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from debian_postgres import PostgresServer
from roles_office import OWNER, PEOPLE, Office, contact, keep_private, my_id, opened, rows

from contactdesk.model.contact import Contact, Photo
from contactdesk.model.document import Document
from contactdesk.model.ownership import Whose
from contactdesk.operations import documents
from contactdesk.operations.ownership import CONTACTS, assign
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.moving import move
from contactdesk.store.postgres_rights import roles_of

EDI, EVA, MONA = PEOPLE["editor"], "roles_eva", PEOPLE["manager"]
OTHERS = (PEOPLE["viewer"], EVA, MONA)
PICTURE = b"\x89PNG\r\n" + b"secret picture " * 40
OTHER_PICTURE = b"\x89PNG\r\n" + b"another picture " * 40
TEXT = "Dear Zosia, the turnip contract is signed. "
TABLES = ("blob", "blob_chunk", "blob_part", "document_text", "text_index_documents")


@pytest.fixture
def office(postgres: PostgresServer) -> Iterator[Office]:
    made = Office(postgres)
    yield made
    made.end()


def keep_photo(book: Book, data: bytes = PICTURE) -> Photo:
    with book.write("Photo") as tx:
        return tx.contacts.keep_photo(data, "image/png")


def with_photo(book: Book, data: bytes = PICTURE, name: str = "Anna Shared") -> Contact:
    """A contact for all with this picture, made in one step."""
    with book.write("Add") as tx:
        return tx.contacts.add(contact(name, photo=tx.contacts.keep_photo(data, "image/png")))


def photo(book: Book, kept: Contact) -> bytes | None:
    assert kept.photo is not None
    with book.read() as tx:
        return tx.contacts.photo(kept.photo.sha256)


def keep_document(
    book: Book, folder: Path, private: bool = True, text: str = TEXT, name: str = "turnips.txt"
) -> Document:
    """A document as the program adds it: its bytes first, then its words and itself."""
    path = folder / name
    path.write_text(text)
    brought = documents.bring(book, path, Progress())._replace(text=text)
    me = my_id(book)
    with book.write("Document") as tx:
        made = documents.add(tx, brought, []).document
        return tx.documents.save(replace(made, private_to=me), made) if private else made


def content(book: Book, document: Document) -> bytes:
    assert document.current is not None
    with book.read() as tx:
        return b"".join(tx.documents.contents.pieces(document.current.sha256))


def words(book: Book, document: Document) -> str:
    assert document.current is not None
    with book.read() as tx:
        return tx.documents.texts.text(document.current.sha256)


def found(book: Book, text: str) -> list[str]:
    with book.read() as tx:
        return sorted(d.name for d in tx.documents.find(text))


def share(book: Book, made: Document, private_to: str = "") -> Document:
    with book.write("Share") as tx:
        now = tx.documents.by_id(made.id)
        assert now is not None
        return tx.documents.save(replace(now, private_to=private_to), now)


def all_of(office: Office, name: str, tables: Sequence[str] = TABLES) -> str:
    """Everything that somebody reads in these tables by bare SQL."""
    with psycopg.connect(office.url(name)) as connection:
        return " ".join(
            str(row)
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")  # type: ignore[call-overload]
        )


# ── by bare SQL ─────────────────────────────────────────────────────────────────────────


def test_nobody_else_reads_the_bytes_and_words_of_what_is_private(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as book:
        made = keep_private(book, photo=keep_photo(book))
        kept = keep_document(book, tmp_path)
        assert made.photo is not None
        assert kept.current is not None
    mine = {
        "blob": made.photo.sha256, "blob_chunk": made.photo.sha256,
        "blob_part": kept.current.sha256, "document_text": kept.current.sha256,
    }  # fmt: skip
    column = dict.fromkeys(mine, "sha256") | {"blob_part": "whole"}
    for table, sha256 in mine.items():
        sql = f"SELECT 1 FROM {table} WHERE {column[table]} = '{sha256}'"
        assert rows(office, EDI, sql) == rows(office, OWNER, sql) == 1, table
        for name in OTHERS:
            assert rows(office, name, sql) == 0, (name, table)
    for name in OTHERS:
        assert not any(w in all_of(office, name) for w in ("secret picture", "turnip", "zosia"))
    assert "turnip contract" in all_of(office, EDI)
    assert "secret picture" in all_of(office, OWNER)


def test_nobody_else_finds_it_by_its_words(office: Office, tmp_path: Path) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = keep_document(edi, tmp_path)
        keep_document(eva, tmp_path, private=False, text="Shared turnip soup", name="soup.txt")
        assert found(edi, "turnip contr") == [mine.name]
        assert found(edi, "turnip") == ["soup.txt", mine.name]
        assert found(edi, "urnip") == found(edi, "contract soup") == []
        assert found(eva, "turnip") == ["soup.txt"]
        assert found(eva, "contract") == []
    with opened(office, OWNER) as book, book.read(whole=True) as tx:
        assert len(tx.documents.find("turnip")) == 2


def test_a_long_note_of_somebody_private_is_read_by_nobody_else(office: Office) -> None:
    note = "a long secret about turnips " * 200
    with opened(office, EDI) as edi:
        made = keep_private(edi)
        with edi.write("Note") as tx:  # the history keeps long texts as contents
            tx.contacts.save(replace(made, note=note), base=made)
    for name in OTHERS:
        assert "long secret" not in all_of(office, name)
    assert "long secret" in all_of(office, EDI)
    with opened(office, EDI) as edi:
        assert edi.undo()
        assert edi.redo()
        with edi.read() as tx:
            assert tx.contacts.get(made.number).note == note


CHANGES = (
    "DELETE FROM blob_part WHERE whole = '{document}'",
    "UPDATE blob_part SET position = 9 WHERE whole = '{document}'",
    "UPDATE document_text SET text = 'x' WHERE sha256 = '{document}'",
    "DELETE FROM document_text WHERE sha256 = '{document}'",
)
INSERTS = (
    "INSERT INTO blob_part (whole, position, part) SELECT '{document}', 9, part "
    "FROM blob_part LIMIT 1",
    "INSERT INTO blob_chunk (sha256, position, data) VALUES ('{photo}', 9, 'x')",
    "INSERT INTO text_index_documents (document, tokens) VALUES ({words}, 'spy')",
)


def test_others_change_nothing_of_it_and_put_nothing_into_it(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        made = keep_private(edi, photo=keep_photo(edi))
        kept = keep_document(edi, tmp_path)
        keep_document(eva, tmp_path, private=False, text="Soup", name="soup.txt")
        assert made.photo is not None
        assert kept.current is not None
        with edi.read() as tx:
            sql = "SELECT number FROM document_text WHERE sha256 = ?"
            number = tx.connection.exec_driver_sql(sql, (kept.current.sha256,)).scalar()
    at = {"document": kept.current.sha256, "photo": made.photo.sha256, "words": number}
    for sql in CHANGES:
        assert rows(office, EVA, sql.format(**at)) == 0, sql
        assert rows(office, EDI, sql.format(**at)) == 1, sql
    for sql in INSERTS:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows(office, EVA, sql.format(**at))
    for deed in ("DELETE FROM blob_chunk", "UPDATE blob_chunk SET data = 'x'"):
        there = rows(office, OWNER, "SELECT 1 FROM blob_chunk")
        seen = rows(office, MONA, "SELECT 1 FROM blob_chunk")
        assert rows(office, MONA, deed) == seen == there - 2, deed
        assert rows(office, MONA, f"{deed} WHERE sha256 = '{at['photo']}'") == 0


def test_what_is_being_added_is_there_for_who_adds_it_alone(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        with edi.write("") as tx:
            upload, other = (tx.documents.contents.begin() for _each in range(2))
            tx.documents.contents.add(upload, 0, [b"turnip one", b"turnip two"])
            tx.documents.contents.add(other, 0, [b"turnip one", b"turnip three"])
        assert "turnip" not in all_of(office, EVA)
        assert eva.check() == []
        with edi.write("") as tx:
            tx.documents.contents.drop(upload)
        held = all_of(office, OWNER)
        assert "turnip two" not in held
        assert "turnip one" in held
        sha256 = hashlib.sha256(b"turnip oneturnip three").hexdigest()
        with edi.write("") as tx:
            tx.documents.contents.finish(other, sha256)
            tx.documents.add(Document(name="t", versions=(tx.documents.version(sha256, 22),)))
        with eva.read() as tx:
            assert b"".join(tx.documents.contents.pieces(sha256)) == b"turnip oneturnip three"


# ── nothing is lost for anybody ─────────────────────────────────────────────────────────


def test_a_shared_contact_with_the_same_picture_keeps_it(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        shared = with_photo(edi)
        mine = keep_private(edi, photo=shared.photo)
        assert photo(eva, shared) == photo(edi, mine) == PICTURE
        with eva.write("Another") as tx:  # the history of one that all see needs it too
            tx.contacts.save(replace(shared, photo=None), base=shared)
        assert photo(eva, shared) == PICTURE
        assert eva.undo()
        assert photo(eva, shared) == PICTURE


def test_a_picture_that_a_colleague_keeps_too_is_added_and_read(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = keep_private(edi, photo=keep_photo(edi))
        assert photo(eva, mine) is None
        assert mine.photo is not None
        with eva.write("Add") as tx:
            kept = tx.contacts.keep_photo(PICTURE, "image/png")
            shared = tx.contacts.add(contact("Anna Shared", photo=kept))
            assert tx.contacts.photo(kept.sha256) == PICTURE
        assert photo(eva, shared) == photo(edi, mine) == PICTURE
        assert eva.undo()  # what the history alone names stays there for who made it
        assert eva.redo()
        assert photo(eva, shared) == PICTURE
        assert eva.check() == edi.check() == []


def test_a_document_that_a_colleague_keeps_too_is_added_read_and_found(
    office: Office, tmp_path: Path
) -> None:
    long = TEXT * 12_000  # of several pieces
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = keep_document(edi, tmp_path, text=long)
        theirs = keep_document(eva, tmp_path, private=False, text=long, name="theirs.txt")
        assert content(eva, theirs) == content(edi, mine) == long.encode()
        assert words(eva, theirs).startswith("Dear Zosia")
        assert found(eva, "turnip") == ["theirs.txt"]
        assert found(edi, "turnip") == ["theirs.txt", "turnips.txt"]
        small = eva_keeps_bytes(eva, long.encode()[:500])
        assert content(eva, small) == long.encode()[:500]
        assert eva.check() == edi.check() == []


def eva_keeps_bytes(eva: Book, data: bytes) -> Document:
    with eva.write("Keep") as tx:
        return documents.keep_bytes(tx, "small.txt", data, [])


def test_a_small_content_that_a_colleague_keeps_too_is_added_at_once(office: Office) -> None:
    data = b"small and private"
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        me = my_id(edi)
        with edi.write("Keep") as tx:
            made = documents.keep_bytes(tx, "mine.txt", data, [])
            mine = tx.documents.save(replace(made, private_to=me), made)
        theirs = eva_keeps_bytes(eva, data)
        assert content(eva, theirs) == content(edi, mine) == data


def test_a_document_that_shares_a_piece_with_a_private_one_is_whole(
    office: Office, tmp_path: Path
) -> None:
    piece = "x" * 256 * 1024
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = keep_document(edi, tmp_path, text=piece + "mine")
        theirs = keep_document(eva, tmp_path, private=False, text=piece + "theirs", name="t.txt")
        assert content(eva, theirs).endswith(b"theirs")
        assert len(content(eva, theirs)) == len(piece) + 6
        assert content(edi, mine).endswith(b"mine")
        assert "mine" not in all_of(office, EVA, ("blob_chunk",))


def test_two_who_each_keep_the_same_document_read_and_find_it(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = keep_document(edi, tmp_path)
        theirs = keep_document(eva, tmp_path, name="same.txt")
        assert content(edi, mine) == content(eva, theirs) == TEXT.encode()
        assert (found(edi, "turnip"), found(eva, "turnip")) == ([mine.name], [theirs.name])
        photo_of = keep_private(edi, photo=keep_photo(edi))
        twin = keep_private(eva, "Twin Secret", photo=keep_photo(eva))
        assert photo(edi, photo_of) == photo(eva, twin) == PICTURE
    assert not any(w in all_of(office, MONA) for w in ("turnip", "secret picture"))


def test_older_versions_of_a_private_document_are_its_owners_alone(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as edi:
        first = keep_document(edi, tmp_path, private=False)
        me = my_id(edi)
        path = tmp_path / first.name
        path.write_text("Only swedes now.")
        brought = documents.bring(edi, path, Progress())._replace(text="Only swedes now.")
        with edi.write("Version") as tx:
            second = documents.add_version(tx, first, brought).document
        share(edi, second, me)
        assert found(edi, "swedes") == [first.name]
        assert content(edi, first) == TEXT.encode()
    assert not any(w in all_of(office, EVA) for w in ("turnip", "swedes"))


def test_deleting_for_good_leaves_what_a_colleague_keeps(office: Office, tmp_path: Path) -> None:
    piece = "x" * 256 * 1024
    with opened(office, EDI) as edi, opened(office, MONA) as mona:
        mine = keep_document(edi, tmp_path, text=piece + "mine")
        same = keep_document(edi, tmp_path, text="the same", name="same.txt")
        theirs = keep_document(mona, tmp_path, private=False, text=piece + "theirs", name="t.txt")
        again = keep_document(mona, tmp_path, private=False, text="the same", name="again.txt")
        with mona.write("Purge") as tx:
            tx.documents.delete([theirs.number, again.number])
            tx.documents.purge([theirs.number, again.number])
        assert content(edi, mine) == (piece + "mine").encode()
        assert content(edi, same) == b"the same"
        assert found(edi, "same") == ["same.txt"]
    assert "the same" not in all_of(office, MONA)
    assert "theirs" not in all_of(office, OWNER)


# ── shown again, and hidden ─────────────────────────────────────────────────────────────


def test_what_is_shown_again_is_read_by_all_and_what_is_hidden_no_more(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        made = keep_private(edi, photo=keep_photo(edi))
        mine = keep_document(edi, tmp_path)
        me = my_id(edi)
        with edi.write("Show") as tx:
            assert assign(tx, CONTACTS, [made.number], Whose(private=False)) == 1
        mine = share(edi, mine)
        assert photo(eva, made) == PICTURE
        assert content(eva, mine) == TEXT.encode()
        assert words(eva, mine) == TEXT
        assert found(eva, "turnip contract") == found(edi, "turnip contract") == [mine.name]
        mine = share(edi, mine, me)
        assert found(eva, "turnip contract") == []
        assert found(edi, "turnip contract") == [mine.name]
        assert content(eva, mine) == b""
        assert edi.undo()
        assert found(eva, "turnip contract") == [mine.name]
        assert edi.redo()
        assert found(eva, "turnip contract") == []
    assert "turnip" not in all_of(office, EVA)


def test_words_read_later_are_kept_for_who_may_see_them(office: Office, tmp_path: Path) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        data = TEXT.encode()
        me = my_id(edi)
        with edi.write("Keep") as tx:
            made = documents.keep_bytes(tx, "mine.txt", data, [])
            mine = tx.documents.save(replace(made, private_to=me), made)
        assert mine.current is not None
        assert documents.text_of_content(edi, mine.current.sha256, "text/plain").strip()
        assert found(edi, "turnip") == ["mine.txt"]
        assert "turnip" not in all_of(office, EVA)
        theirs = keep_document(eva, tmp_path, private=False, text="Soup", name="soup.txt")
        assert found(eva, "soup") == [theirs.name]
        with edi.write("Keep") as tx:  # into which nobody looked
            made = documents.keep_bytes(tx, "plan.txt", b"A leek plan", [])
            tx.documents.save(replace(made, private_to=me), made)
        theirs = keep_document(eva, tmp_path, private=False, text="A leek plan", name="leek.txt")
        assert words(eva, theirs) == "A leek plan"
        assert found(eva, "leek") == ["leek.txt"]
        assert found(edi, "leek") == ["leek.txt", "plan.txt"]


# ── copies, and rules brought up to date ────────────────────────────────────────────────


def test_a_copy_has_the_contents_that_its_maker_may_see(office: Office, tmp_path: Path) -> None:
    piece = "x" * 256 * 1024
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        keep_private(edi, photo=keep_photo(edi))
        keep_document(edi, tmp_path, text=piece + "turnip")
        shared = with_photo(eva, OTHER_PICTURE)
        theirs = keep_document(eva, tmp_path, private=False, text=piece + "soup", name="soup.txt")
        for name, book in ((EDI, edi), (EVA, eva)):
            assert book.check() == []
            book.backup(tmp_path / f"{name}.cdk")
    for name in (EDI, EVA):
        with Book.open(tmp_path / f"{name}.cdk") as copy, copy.write("Look") as tx:
            sql = tx.connection.exec_driver_sql
            assert sql("PRAGMA foreign_key_check").all() == []
            held = str(sql("SELECT data FROM blob_chunk").all())
            assert ("secret picture" in held) == ("turnip" in held) == (name == EDI)
            assert tx.contacts.photo(sha_of(shared.photo)) == OTHER_PICTURE
            assert (
                len(b"".join(tx.documents.contents.pieces(sha_of(theirs.current))))
                == len(piece) + 4
            )
            assert [d.name for d in tx.documents.find("soup")] == ["soup.txt"]
    with opened(office, OWNER) as book:
        assert book.check() == []
        assert move(book, str(tmp_path / "moved.cdk")).rows


def sha_of(held: Any) -> str:
    return str(held.sha256)


# As a book was before contents were kept back.
OLDER = (
    *(f"ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY" for t in TABLES[2:]),
    *(f"ALTER TABLE {t} DISABLE ROW LEVEL SECURITY" for t in TABLES[2:]),
    *(f"DROP POLICY viewer_select ON {t}" for t in TABLES[:2]),
    *(f"CREATE POLICY manager_all ON {t} TO roles_manager USING (true)" for t in TABLES[:2]),
    *(f"CREATE POLICY viewer_select ON {t} FOR SELECT TO roles_viewer USING (true)"
      for t in TABLES[:2]),
    "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE proname IN "
    "('book_sight', 'book_piece_sight', 'book_sees_all', 'book_is_there', 'book_hashes', "
    "'book_keeps_apart', 'book_words_follow') LOOP EXECUTE 'DROP FUNCTION ' || f || ' CASCADE'; "
    "END LOOP; END $$",
    "CREATE POLICY editor_insert ON blob_chunk FOR INSERT TO roles_editor WITH CHECK (true)",
    "COMMENT ON FUNCTION book_top(text) IS '2'",
)  # fmt: skip


def test_a_book_with_older_rules_gets_those_of_today_when_its_owner_opens_it(
    office: Office, tmp_path: Path
) -> None:
    for sql in OLDER:
        office.server.sql(sql, "roles")
    with opened(office, EDI) as edi, opened(office, EVA) as eva:  # as it was before
        made = keep_private(edi, photo=keep_photo(edi))
        mine = keep_document(edi, tmp_path)
        assert found(edi, "turnip") == [mine.name]
        assert found(eva, "turnip") == []
        with_photo(eva, OTHER_PICTURE)
        keep_document(eva, tmp_path, private=False, text="Soup", name="soup.txt")
        assert eva.check() == []
    for name in (EVA, MONA):
        assert "turnip" in all_of(office, name)
        assert "secret picture" in all_of(office, name)
    Book.open(office.url(OWNER)).close()
    for name in OTHERS:
        assert not any(word in all_of(office, name) for word in ("turnip", "secret picture"))
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        assert photo(edi, made) == PICTURE
        assert found(edi, "turnip") == [mine.name]
        assert found(eva, "soup") == ["soup.txt"]
        share(edi, mine)
        assert found(eva, "turnip") == [mine.name]
        assert edi.check() == eva.check() == []


def test_setting_up_once_more_leaves_all_as_it_is(office: Office, tmp_path: Path) -> None:
    with opened(office, EDI) as edi:
        mine = keep_document(edi, tmp_path)
    with roles_of(office.server.socket_url("roles")) as roles:
        roles.set_up()
    assert "turnip" not in all_of(office, EVA)
    with opened(office, EDI) as edi:
        assert found(edi, "turnip") == [mine.name]
