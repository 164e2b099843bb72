"""Roles on a server: what `docs/server.md` says of each, by our own deeds and by bare SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from debian_postgres import PostgresServer
from roles_office import OWNER, PEOPLE, Office, rows

from contactdesk.errors import BookError, BookReadOnly, NotFound, ServerUnreachable
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FieldDefinition
from contactdesk.model.deal import Deal
from contactdesk.model.document import Document
from contactdesk.model.event import KINDS, Event
from contactdesk.model.smart_group import SmartGroup
from contactdesk.operations.importing import import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.postgres_rights import Member, roles_of
from contactdesk.store.presence import Here

HANDBOOK = Path(__file__).parents[2] / "docs" / "server.md"


@pytest.fixture(scope="module")
def office(postgres: PostgresServer) -> Iterator[Office]:
    """A book with roles, and one person for each of them."""
    made = Office(postgres)
    yield made
    made.end()


# ── by our own deeds ────────────────────────────────────────────────────────────────────


def first(book: Book) -> Contact:
    with book.read() as tx:
        return tx.contacts.get(tx.contacts.listing(ListQuery()).numbers[0])


def look(book: Book, _folder: Path) -> None:
    number = first(book).number
    with book.read() as tx:
        assert tx.contacts.counts().all >= 1
        assert number in tx.contacts.search("nowak").numbers
        assert tx.history.of(tx.contacts.get(number).id)


def change(book: Book, _folder: Path) -> None:
    base = first(book)
    with book.write("Edit") as tx:
        tx.contacts.add(Contact(formatted_name="Somebody New"))
        tx.contacts.save(replace(base, note=base.note + "+"), base=base)
    assert first(book).note == base.note + "+"


def bin_(book: Book, _folder: Path) -> None:
    number = first(book).number
    with book.write("Delete") as tx:
        tx.contacts.delete([number])
    with book.write("Restore") as tx:
        tx.contacts.restore([number])
    assert first(book).number == number


def undo(book: Book, _folder: Path) -> None:
    with book.write("Add") as tx:
        number = tx.contacts.add(Contact(formatted_name="Undone")).number
    assert book.undo()
    assert book.redo()
    assert book.undo()
    with book.read() as tx:
        assert number not in tx.contacts.listing(ListQuery()).numbers


def import_(book: Book, folder: Path) -> None:
    cards = "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{book.person} Nr {n}\r\nTEL:+4850{n:07d}\r\n"
        f"EMAIL:{book.person}.{n}@a.example\r\nEND:VCARD\r\n"
        for n in range(60)
    )
    (folder / "cards.vcf").write_text(cards, encoding="utf-8", newline="")
    assert import_files(book, [folder / "cards.vcf"]).added == 60
    assert book.check() == []
    assert book.undo()


def star(book: Book, _folder: Path) -> None:
    number = first(book).number
    for on in (True, False):
        with book.write("Star") as tx:
            tx.contacts.star([number], on)


def events(book: Book, _folder: Path) -> None:
    about = (first(book).id,)
    with book.write("Add") as tx:
        for kind in KINDS:
            event = Event(component=kind, summary="S", starts_at="2026-11-30T10:00", about=about)
            tx.events.add(event)
    assert book.undo()


def deals(book: Book, _folder: Path) -> None:
    organisation = first(book).id
    with book.write("Add") as tx:
        tx.deals.add(Deal(title="Chairs", organisation=organisation))
    assert book.undo()


def documents(book: Book, _folder: Path) -> None:
    about = (first(book).id,)
    with book.write("Add") as tx:
        tx.documents.add(Document(name="a.txt", about=about))
    assert book.undo()


def categories(book: Book, _folder: Path) -> None:
    base = first(book)
    with book.write("Edit") as tx:
        tx.contacts.save(replace(base, categories=("Club",)), base=base)
        tx.smart_groups.add(SmartGroup(name="All"))
    assert book.undo()


def introduce(book: Book, _folder: Path) -> None:
    with book.write("Name") as tx:
        tx.people.introduce(f"Called {book.person}", "3")
    with book.read() as tx:
        assert tx.people.me().name == f"Called {book.person}"
    presence = book.presence()
    presence.tell(Here("", "", "Me", "", "here", ""))
    presence.leave()


def fields(book: Book, _folder: Path) -> None:
    with book.read() as tx:
        base = tx.custom_fields.all()[0]
    with book.write("Field") as tx:
        tx.custom_fields.save(replace(base, label=base.label + "s"), base=base)
        tx.custom_fields.add(FieldDefinition(label="Colour"))
    assert book.undo()


def configure(book: Book, _folder: Path) -> None:
    for order in ("given", "family"):
        book.configure(sort_by=order)
        assert book.facts.sort_by == order


def purge(book: Book, _folder: Path) -> None:
    with book.read() as tx:
        number = tx.contacts.listing(ListQuery("bin")).numbers[0]
        who = tx.contacts.get(number)
    with book.write("Delete for good") as tx:
        tx.contacts.purge([number])
    with book.read() as tx:
        assert number not in tx.contacts.listing(ListQuery("bin")).numbers
        assert {e.kind for e in tx.history.of(who.id)} == {"purge"}


def give_roles(book: Book, _folder: Path) -> None:
    with roles_of(book.facts.path) as roles:
        roles.grant("roles_nina", "editor")
        assert Member("roles_nina", "editor") in roles.members()
        roles.revoke("roles_nina")


DEEDS: dict[str, Callable[[Book, Path], None]] = {
    "look, search and export": look,
    "add and change contacts": change,
    "put into the bin, and back": bin_,
    "undo and redo": undo,
    "import": import_,
    "give a star": star,
    "appointments, tasks, calls and notes": events,
    "deals and pipelines": deals,
    "documents": documents,
    "categories and smart groups": categories,
    "change one's own name": introduce,
    "make and change custom fields": fields,
    "change what the office shares (language, country, order)": configure,
    "delete for good": purge,
    "give others a role": give_roles,
}


def stated() -> dict[tuple[str, str], bool]:
    """What the handbook's table says of each deed and role."""
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in HANDBOOK.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    head = rows[0]
    return {(r[0], head[n]): r[n] == "yes" for r in rows[2:] for n in (1, 2, 3)}


STATED = stated()


def test_the_handbook_speaks_of_each_deed_that_is_tried() -> None:
    assert [*dict.fromkeys(deed for deed, _role in STATED)] == [*DEEDS]


@pytest.fixture
def in_the_bin(office: Office) -> None:
    with Book.open(office.url(OWNER)) as book, book.write("Old") as tx:
        tx.contacts.delete([tx.contacts.add(Contact(formatted_name="Old")).number])


@pytest.mark.usefixtures("in_the_bin")
@pytest.mark.parametrize(("deed", "role"), STATED)
def test_each_role_may_do_what_is_stated_and_nothing_else(
    office: Office, tmp_path: Path, deed: str, role: str
) -> None:
    with office.book(role) as book:
        assert book.facts.role == role
        before = whole(office)
        if STATED[deed, role]:
            DEEDS[deed](book, tmp_path)
        else:
            with pytest.raises(BookError, match=r"not do this|are a viewer") as caught:
                DEEDS[deed](book, tmp_path)
            assert isinstance(caught.value, BookReadOnly)
            assert whole(office) == before


def whole(office: Office) -> list[Any]:
    """How many rows there are of everything that a deed could have changed."""
    tables = ("contact", "event", "change", "change_set", "custom_field", "blob", "deal", "person")
    return [office.server.sql(f"SELECT count(*) FROM {t}", "roles") for t in tables]


# ── by bare SQL ─────────────────────────────────────────────────────────────────────────

SET = "(SELECT max(id) FROM change_set)"
ME = "(SELECT number FROM person WHERE login = session_user)"
NEW_SET = f"INSERT INTO change_set (uuid, at, author) VALUES ('u' || random(), '2026', {ME})"
# A statement; what comes of it for viewers, editors and managers: how many rows it changes at
# least ("some"), that it changes none, or that it is refused.
BARE = (
    ("SELECT * FROM contact", "some some some"),
    ("SELECT * FROM change", "some some some"),
    ("INSERT INTO contact (number, id) VALUES (900, 'x')", "refused some some"),
    ("UPDATE contact SET note = 'y'", "refused some some"),
    ("DELETE FROM contact", "refused refused some"),
    ("TRUNCATE contact CASCADE", "refused refused refused"),
    ("DROP TABLE contact CASCADE", "refused refused refused"),
    ("CREATE TABLE own (a int)", "refused refused refused"),
    ("DELETE FROM event", "refused refused some"),
    ("INSERT INTO custom_field (number, id) VALUES (900, 'x')", "refused refused some"),
    ("UPDATE custom_field SET label = 'y'", "refused refused some"),
    ("DELETE FROM custom_field", "refused refused some"),
    ("UPDATE setting SET value = 'de' WHERE name = 'language'", "refused none some"),
    ("INSERT INTO setting VALUES ('min_writer2', '99')", "refused refused some"),
    ("DELETE FROM setting WHERE name = 'book'", "refused none some"),
    ("UPDATE person SET name = 'y' WHERE login = session_user", "refused some some"),
    ("UPDATE person SET name = 'y' WHERE login <> session_user", "refused none none"),
    ("UPDATE person SET login = 'boss'", "refused refused refused"),
    ("DELETE FROM person", "refused refused refused"),
    ("INSERT INTO person (id, login) VALUES ('p', 'boss')", "refused refused refused"),
    (NEW_SET, "refused some some"),
    (
        "INSERT INTO change_set (uuid, at, author) VALUES ('u', '2026', 1)",
        "refused refused refused",
    ),
    (f"INSERT INTO change (set_id, record_id) VALUES ({SET}, 'x')", "refused refused refused"),
    ("UPDATE change SET fields = '{}'", "refused refused refused"),
    ("UPDATE change SET record_id = 'x'", "refused refused refused"),
    ("UPDATE change SET kind = 'purge', fields = NULL", "refused refused some"),
    ("DELETE FROM change", "refused refused refused"),
    ("UPDATE change_set SET at = '1999'", "refused refused refused"),
    ("UPDATE change_set SET author = 1", "refused refused refused"),
    ("DELETE FROM change_set", "refused refused refused"),
    ("DELETE FROM blob", "refused none some"),
    ("UPDATE blob_chunk SET data = 'x'", "refused none some"),
    ("ALTER TABLE change DISABLE ROW LEVEL SECURITY", "refused refused refused"),
    ("ALTER TABLE change NO FORCE ROW LEVEL SECURITY", "refused refused refused"),
    ("DROP POLICY viewer_select ON change", "refused refused refused"),
    ("SET ROLE desk", "refused refused refused"),
    ("GRANT roles_editor TO roles_nina", "refused refused done"),
    ("GRANT roles_viewer TO roles_nina", "refused refused done"),
    ("UPDATE alembic_version SET version_num = '0001'", "refused refused refused"),
)


def came_of(office: Office, role: str, statement: str) -> str:
    with psycopg.connect(office.url(PEOPLE[role])) as connection:
        try:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return "done" if cursor.rowcount < 0 else "some" if cursor.rowcount else "none"
        except psycopg.errors.InsufficientPrivilege:
            return "refused"
        finally:
            connection.rollback()


@pytest.mark.parametrize(("statement", "wanted"), BARE)
def test_bare_sql_does_what_the_role_may_and_nothing_else(
    office: Office, statement: str, wanted: str
) -> None:
    for role in PEOPLE:
        with office.book(role):
            pass  # has taken the person down
    assert [came_of(office, role, statement) for role in PEOPLE] == wanted.split()


# ── around it ───────────────────────────────────────────────────────────────────────────


def test_who_has_no_role_is_not_let_in(office: Office) -> None:
    with pytest.raises(ServerUnreachable):
        Book.open(office.url("roles_nina"), create=False)


def test_a_viewer_reads_why_nothing_can_be_changed(office: Office) -> None:
    with office.book("viewer") as book:
        assert "You are a viewer of roles" in book.facts.read_only
        assert "ask a manager of the book to make roles_vera an editor" in book.facts.read_only


def test_a_person_is_who_the_server_says(office: Office) -> None:
    with office.book("editor") as book, book.read() as tx:
        sql = "SELECT login FROM person WHERE number = ?"
        assert tx.connection.exec_driver_sql(sql, (book.person,)).scalar() == "roles_edi"


def test_roles_are_set_up_once_more_and_listed(office: Office) -> None:
    with roles_of(office.server.socket_url("roles")) as roles:
        roles.set_up()
        members = roles.members()
        assert members[0] == Member(OWNER, "owner")
        assert {m.name: m.role for m in members[1:]} == {
            **{name: role for role, name in PEOPLE.items()},
            "roles_eva": "editor",
        }
        printed = "\n".join(roles.setup_sql())
        assert 'CREATE ROLE "roles_viewer" NOLOGIN' in printed
        with pytest.raises(NotFound, match=r"nobody called ghost.*CREATE ROLE \"ghost\""):
            roles.grant("ghost", "editor")


# ── private rows ────────────────────────────────────────────────────────────────────────

OWN = {
    "event": lambda me: Event(
        summary="Dentist", starts_at="2026-11-30T10:00", attendees=(), owner=me, private_to=me
    ),
    "deal": lambda me: Deal(title="Dentist", owner=me, private_to=me),
    "document": lambda me: Document(name="Dentist", owner=me, private_to=me),
}
REPOSITORIES = {"event": "events", "deal": "deals", "document": "documents"}


def keep_private(book: Book, kind: str) -> Any:
    with book.read() as tx:
        me = tx.people.me().id
    with book.write(f"Add Dentist {me}") as tx:
        return getattr(tx, REPOSITORIES[kind]).add(OWN[kind](me))


@pytest.mark.parametrize("kind", OWN)
def test_what_somebody_keeps_private_is_there_for_nobody_else(office: Office, kind: str) -> None:
    with office.book("editor") as book:
        made = keep_private(book, kind)
        with book.read() as tx:
            assert getattr(tx, REPOSITORIES[kind]).by_id(made.id) == made
            assert tx.history.of(made.id)
        with book.read() as tx:
            me = tx.people.me().id
    mine, log = f"FROM {kind} WHERE id = '{made.id}'", f"FROM change WHERE record_id = '{made.id}'"
    step = f"FROM change_set WHERE label = 'Add Dentist {me}'"
    for name in ("roles_vera", "roles_eva", "roles_mona"):
        for which in (mine, log, step):
            assert rows(office, name, f"SELECT 1 {which}") == 0, (name, which)
    assert rows(office, "roles_mona", f"DELETE {mine}") == 0
    assert rows(office, "roles_eva", f"UPDATE {kind} SET revision = 9 WHERE id = '{made.id}'") == 0
    for name in ("roles_edi", OWNER):
        for which in (mine, log, step):
            assert rows(office, name, f"SELECT 1 {which}") >= 1, (name, which)
    with Book.open(office.url("roles_eva")) as book:
        with book.read() as tx:
            assert getattr(tx, REPOSITORIES[kind]).by_id(made.id) is None
        another = keep_private(book, kind)  # its number is not that of a row not seen
        assert another.number > made.number
        assert book.check() == []
        assert book.undo()
    forged = f"INSERT INTO {kind} (number, id, private_to) SELECT 999, 'f', id FROM person "
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(office, "roles_eva", f"{forged} WHERE login = 'roles_edi'")


def test_a_copy_holds_what_its_maker_may_see(office: Office, tmp_path: Path) -> None:
    with office.book("editor") as book:
        made = keep_private(book, "event")
        book.backup(tmp_path / "mine.cdk")
    with Book.open(office.url("roles_eva")) as book:
        book.backup(tmp_path / "hers.cdk")
    for name, there in (("mine", True), ("hers", False)):
        with Book.open(tmp_path / f"{name}.cdk") as book, book.write("Look") as tx:
            found = tx.connection.exec_driver_sql("SELECT id FROM event").scalars().all()
            assert (made.id in found) == there
            assert tx.connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
