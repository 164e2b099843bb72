"""What holds for every type of record: save, meet, conflict, bin, purge, undo, history, news.

A new type gives a line to `TYPES`: its repository, one of it, and two edits that meet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from contactdesk.errors import EditConflict, NotFound
from contactdesk.model.custom import Choice, FieldDefinition, FieldSection
from contactdesk.model.deal import Deal, ExchangeRate, Pipeline, Product, Stage
from contactdesk.model.document import Document, Version
from contactdesk.model.event import Event
from contactdesk.model.smart_group import SmartGroup
from contactdesk.model.table_view import TableView
from contactdesk.store.book import Transaction
from contactdesk.store.listing import Steps
from contactdesk.store.records import Records

pytestmark = pytest.mark.both_databases


class Type(NamedTuple):
    """A type of record: what it is called in a transaction, one of it, and edits of it.

    `first` and `second` change different fields, `other` changes those of `first` otherwise.
    """

    attribute: str
    record: Any
    first: dict[str, Any]
    second: dict[str, Any]
    other: dict[str, Any]


TYPES = (
    Type(
        "custom_fields",
        FieldDefinition(label="Payment terms", type="one_of", choices=(Choice("Net 14"),)),
        {"label": "Terms"},
        {"only_categories": ("Customers",), "in_lists": False},
        {"label": "Payment"},
    ),
    Type(
        "custom_sections",
        FieldSection(name="Business"),
        {"name": "Office"},
        {"position": 3},
        {"name": "Work"},
    ),
    Type(
        "smart_groups",
        SmartGroup(name="Silent", rules="last-contact>90d"),
        {"rules": "last-contact>30d"},
        {"name": "Silent customers", "always_out": ("1", "2")},
        {"rules": "last-contact>60d"},
    ),
    Type(
        "events",
        Event(summary="Sprint", starts_at="2026-11-23T09:00:00", time_zone="Europe/Warsaw"),
        {"summary": "Planning"},
        {"description": "x" * 5_000},
        {"summary": "Review"},
    ),
    Type(
        "table_views",
        TableView(name="By country", grouped_by="country", filters=("country=Poland, Germany",)),
        {"name": "By town"},
        {"columns": ("name", "locality"), "descending": True},
        {"name": "Newsletter check"},
    ),
    Type(
        "pipelines",
        Pipeline(name="Sales", stages=(Stage("Lead", 10), Stage("Won", 100, "won"))),
        {"name": "Tenders"},
        {"currency": "PLN"},
        {"name": "Rental"},
    ),
    Type(
        "deals",
        Deal(title="Labels", stage=1, amount="6400", products=(Product("Label", "100", "64"),)),
        {"stage": 2},
        {"description": "x" * 5_000},
        {"stage": 3},
    ),
    Type(
        "rates",
        ExchangeRate(currency="SEK", base="EUR", rate="0.087", valid_on="2026-11-27"),
        {"rate": "0.088"},
        {"valid_on": "2026-11-28"},
        {"rate": "0.09"},
    ),
    Type(
        "documents",
        Document(name="Offer.pdf", versions=(Version("a" * 64, 5, "2026-11-18T15:10:00Z"),)),
        {"name": "Offer 2026.pdf"},
        {"note": "x" * 5_000},
        {"name": "Order.pdf"},
    ),
)


@pytest.fixture(params=TYPES, ids=[each.attribute for each in TYPES])
def kind(request: pytest.FixtureRequest) -> Type:
    found: Type = request.param
    return found


def of(tx: Transaction, kind: Type) -> Records[Any]:
    found: Records[Any] = getattr(tx, kind.attribute)
    return found


def add(book: Any, kind: Type) -> Any:
    with book.write("Make") as tx:
        return of(tx, kind).add(kind.record)


def get(book: Any, kind: Type, number: int = 1) -> Any:
    with book.read() as tx:
        return of(tx, kind).get(number)


def edit(book: Any, kind: Type, base: Any, **values: Any) -> Any:
    with book.write("Edit") as tx:
        return of(tx, kind).save(replace(base, **values), base)


def bare(record: Any) -> Any:
    return replace(record, revision=0)


def test_it_comes_back_as_it_was_stored(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    made = add(book, kind)
    assert made.id
    assert (made.number, made.revision) == (1, 1)
    assert get(book, kind) == made
    with book.read() as tx:
        assert of(tx, kind).by_id(made.id) == made
        assert of(tx, kind).all() == [made]
        assert of(tx, kind).has_any()


def test_edits_of_two_people_meet(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    base = add(book, kind)
    edit(book, kind, base, **kind.first)
    both = edit(book, kind, base, **kind.second)
    for name, value in {**kind.first, **kind.second}.items():
        assert getattr(both, name) == value
    assert get(book, kind) == both


def test_two_edits_of_one_field_are_a_conflict(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    base = add(book, kind)
    theirs = edit(book, kind, base, **kind.first)
    with pytest.raises(EditConflict) as told:
        edit(book, kind, base, **kind.other)
    assert set(told.value.fields) == set(kind.other)
    assert told.value.theirs == theirs
    assert get(book, kind) == theirs


def test_an_edit_of_what_was_deleted_asks(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    base = add(book, kind)
    with book.write("Delete") as tx:
        of(tx, kind).delete([1])
    with pytest.raises(EditConflict) as told:
        edit(book, kind, base, **kind.first)
    assert told.value.fields[0] == "deleted_at"


def test_the_bin_gives_back(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    made = add(book, kind)
    with book.write("Delete") as tx:
        of(tx, kind).delete([1])
    with book.read() as tx:
        assert of(tx, kind).all() == []
        assert [each.id for each in of(tx, kind).in_bin()] == [made.id]
    with book.write("Restore") as tx:
        of(tx, kind).restore([1])
    assert bare(get(book, kind)) == bare(made)


def test_what_is_purged_leaves_an_id_alone(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    made = add(book, kind)
    edit(book, kind, made, **kind.first)
    with book.write("Purge") as tx:
        of(tx, kind).purge([1])
    assert get(book, kind) is None
    with book.read() as tx:
        rows = tx.connection.exec_driver_sql(
            "SELECT kind, fields FROM change WHERE record_id = ?", (made.id,)
        ).all()
    assert {tuple(row) for row in rows} == {("purge", None)}
    with pytest.raises(NotFound):
        edit(book, kind, made, **kind.first)


def test_every_step_is_undone_and_redone(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    made = add(book, kind)
    edited = edit(book, kind, made, **kind.first, **kind.second)
    with book.write("Delete") as tx:
        of(tx, kind).delete([1])
    binned = get(book, kind)
    for expected in (edited, made):
        book.undo()
        assert bare(get(book, kind)) == bare(expected)
    book.undo()
    assert get(book, kind) is None
    assert book.undo() is None
    while book.redo() is not None:
        pass
    assert bare(get(book, kind)) == bare(binned)


def test_an_undo_keeps_what_was_changed_since(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    made = add(book, kind)
    first = edit(book, kind, made, **kind.first)
    with book.read() as tx:
        step = tx.log.last_set()
    edit(book, kind, first, **kind.other)
    result = book.revert(step)
    assert {each.field for each in result.left} == set(kind.first)
    for name, value in kind.other.items():
        assert getattr(get(book, kind), name) == value


def test_an_undo_says_beforehand_what_it_does(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    made = add(book, kind)
    edit(book, kind, made, **kind.first)
    with book.read() as tx:
        step = tx.log.last_set()
        told = tx.reverting.preview(Steps(step, step))
    assert (told.events + told.records, told.events_back + told.records_back) == (1, 1)
    assert told.goes_back


def test_a_window_hears_which_were_changed(a_book: Callable[..., Any], kind: Type) -> None:
    book = a_book()
    book.poll()
    made = add(book, kind)
    (told,) = book.poll()
    known = dict(told.records) | {"event": told.events}
    with book.read() as tx:
        name = of(tx, kind).type.name
    assert known[name] == (made.number,)
    assert told.contacts == ()
    assert not told.moves
