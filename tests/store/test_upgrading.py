"""A book of the first release becomes one of today, and its steps of then can be taken back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookError
from contactdesk.model.custom import FieldDefinition, with_custom
from contactdesk.model.event import Event, Step
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.query_reading import parsed
from contactdesk.store import migrations
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.opening import SCHEMA

FIRST = Path(__file__).parents[1] / "data" / "books" / "schema-1.cdk"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "office.cdk"
    shutil.copyfile(FIRST, path)
    return path


def sql(path: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(statement).fetchall()
        connection.commit()
    return found


def test_the_copy_made_before_is_the_book_as_it_was(older: Path) -> None:
    with Book.open(older) as book:
        assert book.check() == []
    copy = older.with_name(f"office.before-{SCHEMA}.cdk")
    dumps = []
    for path in (FIRST, copy):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (1,)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
            schema = tables.fetchall()
            rows = [
                connection.execute(f"SELECT * FROM {name}").fetchall()
                for name, made in schema
                if (made or "").startswith("CREATE TABLE")
            ]
            dumps.append((schema, rows))
    assert dumps[0] == dumps[1]
    assert sql(older, "PRAGMA user_version") == [(SCHEMA,)]
    assert sql(older, "SELECT value FROM setting WHERE name = 'min_writer'") == [("8",)]


def test_an_earlier_copy_is_never_written_over(older: Path) -> None:
    kept = older.with_name(f"office.before-{SCHEMA}.cdk")
    kept.write_bytes(b"an earlier copy")
    Book.open(older).close()
    assert kept.read_bytes() == b"an earlier copy"
    assert sql(older.with_name(f"office.before-{SCHEMA}-2.cdk"), "PRAGMA user_version") == [(1,)]


def test_steps_from_before_the_upgrade_are_undone_and_redone(older: Path) -> None:
    sql(older, "UPDATE person SET login = (SELECT login FROM person LIMIT 1)")
    with Book.open(older) as book:
        with book.read() as tx:
            author = tx.connection.exec_driver_sql(
                "SELECT author FROM change_set ORDER BY id LIMIT 1"
            ).scalar()
        book.person = author  # whoever made the book of then
        labels = []
        while (undone := book.undo()) is not None:
            labels.append(undone.label)
        assert "Fill the book" in labels
        with book.read() as tx:
            assert list(tx.contacts.listing(ListQuery()).numbers) == []
            assert [c.name for c in tx.contacts.counts().categories] == ["VIP"]
        while book.redo() is not None:
            pass
        with book.read() as tx:
            assert list(tx.contacts.listing(ListQuery()).numbers) == [3, 1]
            assert list(tx.contacts.listing(ListQuery("bin")).numbers) == [2]  # redone too
            assert tx.contacts.get(1).categories == ("VIP",)


def test_categories_get_an_id_and_only_those_somebody_has_are_shown(older: Path) -> None:
    sql(older, "INSERT INTO category (name) VALUES ('Nobody''s'), ('Another')")
    with Book.open(older) as book, book.read() as tx:
        assert [(c.name, c.contacts) for c in tx.contacts.counts().categories] == [("VIP", 1)]
        ids = [r[0] for r in tx.connection.exec_driver_sql("SELECT id FROM category")]
    assert len(set(ids)) == 3
    assert all(len(each) == 36 for each in ids)


def test_an_upgrade_that_fails_leaves_the_book_as_it_was(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql(older, "CREATE TABLE category_id (x)")  # in the way of an index of that name
    with pytest.raises(BookError):
        Book.open(older)
    assert sql(older, "PRAGMA user_version") == [(1,)]
    columns = {r[1] for r in sql(older, "PRAGMA table_info(contact)")}
    assert "archived_at" not in columns


def test_where_it_may_only_be_read_it_is_read_and_left(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older.read_bytes()
    monkeypatch.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")
    monkeypatch.setattr(migrations, "upgrade", None)
    with Book.open(older) as book:
        assert book.facts.read_only == "Only to read."
        with book.read() as tx:
            numbers = tx.contacts.listing(ListQuery()).numbers
            assert len(tx.contacts.rows(numbers)) == 3
            assert tx.contacts.get(1).categories == ("VIP",)
            assert tx.contacts.search("anna").numbers == [1]
            assert [c.name for c in tx.contacts.counts().categories] == ["VIP"]
            assert list(tx.contacts.listing(ListQuery("archive")).numbers) == []
            assert tx.categories.names() == ["VIP"]
            assert list(tx.contacts.listing(ListQuery("bin")).numbers) == []
            assert (tx.events.numbers(), tx.events.of_contact(1)) == ([], [])
            assert tx.calendars.all() == [Calendar()]
            assert (tx.documents.all(), tx.documents.of_contact(1)) == ([], [])
            assert (tx.documents.find("offer"), tx.documents.in_file()) == ([], 0)
            assert tx.book_history.page().steps[0].events == 0
        assert book.poll() == []
    assert older.read_bytes() == before


def test_a_damaged_book_of_then_is_still_opened_for_reading(older: Path) -> None:
    data = bytearray(older.read_bytes())
    with closing(sqlite3.connect(older)) as connection:
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'contact_by_given'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    data[(page - 1) * size : page * size] = b"\xff" * size
    older.write_bytes(bytes(data))
    with Book.open(older) as book:
        assert "damaged" in book.facts.read_only
        with book.read() as tx:
            assert tx.contacts.get(1).formatted_name == "Anna Nowak"


def test_a_book_without_appointments_gets_room_for_them_and_keeps_its_steps(
    tmp_path: Path,
) -> None:
    """One of the third schema: what was done before the upgrade is undone after it, and after
    an appointment was added, which goes and comes by steps of its own.
    """
    path = tmp_path / "office.cdk"
    shutil.copyfile(FIRST.with_name("schema-3.cdk"), path)
    with Book.open(path) as book:
        with book.read() as tx:
            sql_ = tx.connection.exec_driver_sql
            book.person = sql_("SELECT min(author) FROM change_set").scalar()
            before = [tx.contacts.get(n) for n in (1, 2, 3)]
            assert tx.calendars.all() == [Calendar()]
            assert tx.events.numbers() == []
        with book.write("Plan") as tx:
            tx.events.add(Event(summary="Sprint", starts_at="2026-11-23", about=(before[0].id,)))
        labels = []
        while (undone := book.undo()) is not None:
            labels.append(undone.label)
        assert (labels[0], labels[-1]) == ("Plan", "Fill the book")
        with book.read() as tx:
            assert list(tx.contacts.listing(ListQuery()).numbers) == []
            assert tx.events.numbers() == []
        while book.redo() is not None:
            pass
        with book.read() as tx:
            after = [tx.contacts.get(n) for n in (1, 2, 3)]
            assert [replace(c, revision=0, archived_at="") for c in after] == [
                replace(c, revision=0, archived_at="") for c in before
            ]
            assert [e.summary for e in tx.events.of_contact(1)] == ["Sprint"]
        assert book.check() == []


def test_a_book_of_before_calls_keeps_its_appointments_and_takes_a_call(tmp_path: Path) -> None:
    """One of the fourth schema, which is also read, and left, where it may only be read."""
    path = tmp_path / "office.cdk"
    shutil.copyfile(FIRST.with_name("schema-4.cdk"), path)
    with Book.open(path) as book:
        with book.read() as tx:
            (before,) = tx.events.of_contact(1)
            anna = tx.contacts.get(1)
        with book.write("Call") as tx:
            call = Event(component="call", starts_at="2026-11-24T09:20:00Z", direction="missed",
                         about=(anna.id,))  # fmt: skip
            tx.events.add(call)
        with book.read() as tx:
            found = tx.events.of_contact(1)
        assert [(e.component, e.direction) for e in found] == [("call", "missed"), ("event", "")]
        assert found[1] == before
        assert (before.summary, before.rrule) == ("Sprint", "FREQ=WEEKLY")
        assert book.check() == []


def test_a_book_of_before_calls_is_read_where_it_may_only_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "office.cdk"
    shutil.copyfile(FIRST.with_name("schema-4.cdk"), path)
    monkeypatch.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")
    with Book.open(path) as book, book.read() as tx:
        assert [(e.summary, e.channel) for e in tx.events.of_contact(1)] == [("Sprint", "")]
    assert path.read_bytes() == FIRST.with_name("schema-4.cdk").read_bytes()


def test_a_book_of_before_intervals_takes_one_and_is_read_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the fifth schema, whose contacts and categories say nothing of keeping in touch."""
    kept, path = FIRST.with_name("schema-5.cdk"), tmp_path / "office.cdk"
    shutil.copyfile(kept, path)
    with monkeypatch.context() as patched:
        patched.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")
        with Book.open(path) as book, book.read() as tx:
            assert tx.contacts.get(1).keep_in_touch == ""
            assert (tx.contacts.get(1).custom, tx.custom_fields.all()) == ((), [])
            assert tx.custom_sections.all() == []
            assert (tx.keeping.any(), tx.categories.intervals()) == (False, {})
            assert tx.birthdays.between(date(2026, 1, 1), date(2026, 12, 31)) == []
    assert path.read_bytes() == kept.read_bytes()
    with Book.open(path) as book:
        with book.write("Edit") as tx:
            anna = tx.contacts.get(1)
            anna = tx.contacts.save(replace(anna, keep_in_touch="30"), base=anna)
            field = tx.custom_fields.add(FieldDefinition(label="VAT number"))
            tx.contacts.save(with_custom(anna, {field.id: "PL 1"}), base=anna)
            tx.categories.keep_in_touch("VIP", "14")
        with book.read() as tx:
            assert tx.contacts.get(1).keep_in_touch == "30"
            assert tx.custom_fields.values(field.id) == {1: "PL 1"}
            assert tx.categories.intervals() == {"VIP": "14"}
        assert book.check() == []


def test_a_book_of_before_deals_is_read_without_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for schema in (1, 3, 4, 6):
        kept, path = FIRST.with_name(f"schema-{schema}.cdk"), tmp_path / f"{schema}.cdk"
        shutil.copyfile(kept, path)
        with monkeypatch.context() as patched:
            patched.setattr(
                "contactdesk.store.opening._why_read_only", lambda path: "Only to read."
            )
            with Book.open(path) as book, book.read() as tx:
                assert (tx.pipelines.all(), tx.rates.all()) == ([], [])
                assert tx.deals.of_contact(1) == tx.deals.find("a") == []
                assert [event.deal for event in tx.events.each() if event.deal] == []
        assert path.read_bytes() == kept.read_bytes()


def test_a_book_of_before_owners_of_tasks_takes_one_and_is_read_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the sixth schema, whose events have neither owner nor steps."""
    kept, path = FIRST.with_name("schema-6.cdk"), tmp_path / "office.cdk"
    shutil.copyfile(kept, path)
    with monkeypatch.context() as patched:
        patched.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")
        with Book.open(path) as book, book.read() as tx:
            found = tx.events.of_contact(1)
            assert [(e.owner, e.given_by, e.steps) for e in found] == [("", "", ())] * len(found)
            assert found
            assert tx.tasks.open() == []
    assert path.read_bytes() == kept.read_bytes()
    with Book.open(path) as book:
        with book.write("Plan") as tx:
            made = tx.events.add(Event(component="task", summary="Call", owner=tx.people.me().id,
                                       steps=(Step("Look", done=True),)))  # fmt: skip
        with book.read() as tx:
            assert tx.events.get(made.number) == made
            assert [r.event for r in tx.tasks.open()] == [made]
        assert book.check() == []


def test_a_book_of_before_owners_of_contacts_takes_one_and_is_read_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the seventh schema, in which nothing is anybody's but tasks and deals."""
    kept, path = FIRST.with_name("schema-7.cdk"), tmp_path / "office.cdk"
    shutil.copyfile(kept, path)
    with monkeypatch.context() as patched:
        patched.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")
        with Book.open(path) as book, book.read() as tx:
            anna, (file,) = tx.contacts.get(1), tx.documents.of_contact(1)
            assert (anna.owner, anna.private_to, file.owner, file.private_to) == ("", "", "", "")
            assert [(e.colleagues, e.private_to) for e in tx.events.each()] == [((), "")] * 2
            assert list(tx.contacts.listing(ListQuery()).numbers) == [2, 1]
            assert tx.deals.all() == []
    assert path.read_bytes() == kept.read_bytes()
    with Book.open(path) as book:
        with book.write("Edit") as tx:
            me = tx.people.me().id
            anna = tx.contacts.save(replace(anna, owner=me, private_to=me), base=anna)
            (file,) = tx.documents.of_contact(1)
            tx.documents.save(replace(file, owner=me), base=file)
        with book.read() as tx:
            assert tx.contacts.get(1) == anna
            assert tx.documents.of_contact(1)[0].owner == me
        assert book.check() == []


@pytest.mark.parametrize("schema", range(1, 8))
def test_rules_find_the_same_where_a_book_may_only_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: int
) -> None:
    """What happened is in no table of its own there; once upgraded it is, and says the same."""
    asked = ("last-contact:*", "meetings>0", "notes:*", "kind:person", "open-deals>0", "created>1d")

    def answers() -> list[list[int]]:
        with Book.open(path) as book, book.read() as tx:
            assert tx.smart_groups.all() == []
            return [list(tx.queries.numbers(parsed(text))) for text in asked]

    path = tmp_path / "office.cdk"
    shutil.copyfile(FIRST.with_name(f"schema-{schema}.cdk"), path)
    with monkeypatch.context() as patched:
        patched.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")
        read_only = answers()
    assert answers() == read_only
    assert read_only[3]
