"""Custom fields go out into files and come in again, into this book and into another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    CONTACT,
    DATE,
    LONG_TEXT,
    MONEY,
    NUMBER,
    ONE_OF,
    SEVERAL_OF,
    TEXT,
    URL,
    YES_NO,
    Choice,
    FieldDefinition,
    with_custom,
)
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files

FIELDS = (
    (FieldDefinition(label='Größe; "cm", żółć=1:2'), 'a, b; c \\ "d" = e'),
    (FieldDefinition(label="Credit limit", type=MONEY, unit="EUR"), "5000.5"),
    (FieldDefinition(label="Terms", type=ONE_OF, choices=(Choice("Net 14"), Choice("Net 30"))),
     "Net 30"),
    (FieldDefinition(label="Speaks", type=SEVERAL_OF,
                     choices=(Choice("Polish"), Choice("English"))), "Polish\nEnglish"),
)  # fmt: skip
EVERY = (
    (FieldDefinition(label='نام مستعار، "ویژه"; a=b:c, d'), 'سلام، "دنیا"; x, y \\ z'),
    (FieldDefinition(label="Long, text", type=LONG_TEXT),
     'one, "two"\nthree; four\n\n  پنج\\n\tC:\\new, end'),
    (FieldDefinition(label="تعداد", type=NUMBER), "-1250.5"),
    (FieldDefinition(label="Geld (€)", type=MONEY, unit="€"), "1500"),
    (FieldDefinition(label="Day", type=DATE), "2026-03-14"),
    (FieldDefinition(label="Day of a year", type=DATE), "--02-14"),
    (FieldDefinition(label="Yes", type=YES_NO), "no"),
    (FieldDefinition(label="One", type=ONE_OF, choices=(Choice("a, b"), Choice('c "d"; e'))),
     'c "d"; e'),
    (FieldDefinition(label="Many", type=SEVERAL_OF,
                     choices=(Choice("x, y"), Choice('z; "w"'), Choice("گل"))),
     'x, y\nz; "w"\nگل'),
    (FieldDefinition(label="Link", type=URL), 'https://x.example/?a=1,2;3&b="q"'),
    (FieldDefinition(label="Who", type=CONTACT), "Bo Berg, of Oslo"),
    (FieldDefinition(label="=1+1"), "=cmd()"),
    (FieldDefinition(label="X (continued)"), "caret^n %20 'q'"),
)  # fmt: skip
ALL = ("vcard", "vcard21", "vcard30", "vcard40", "jcard", "csv", "xlsx", "jsonl", "ldif")


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    book = a_book(
        a_contact("Anna Nowak", emails=["anna@x.example"]),
        a_contact("Bo Berg", emails=["bo@x.example"]),
    )
    with book.write("Fields") as tx:
        made = [(tx.custom_fields.add(field), value) for field, value in FIELDS]
        anna = tx.contacts.get(1)
        tx.contacts.save(with_custom(anna, {f.id: v for f, v in made}), base=anna)
    return book


def said(book: Any, name: str = "Anna Nowak") -> dict[str, str]:
    """What a contact says, by the fields' names."""
    with book.read() as tx:
        (number,) = tx.contacts.search(name).numbers
        labels = {f.id: f.label for f in tx.custom_fields.all()}
        found = tx.contacts.get(number)
        assert not found.extra
        return {labels[v.field]: v.value for v in found.custom}


@pytest.mark.parametrize("kind", ALL)
def test_another_book_gets_the_fields_with_the_contacts(
    office: Any, a_book: Callable[..., Any], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / f"out.{kind}"
    report = export(office, file, kind)
    assert report.checked is not None
    assert report.checked.differing == 0
    other = a_book(name="other")
    import_files(other, [file])
    assert said(other) == said(office)
    assert len(said(other)) == len(FIELDS)
    with other.read() as tx:
        assert tx.contacts.search("5000").numbers == tx.contacts.search("Anna").numbers
        fields = {f.label: f for f in tx.custom_fields.all()}
    if kind not in ("csv", "xlsx", "jsonl", "ldif"):  # these say no more than a name
        assert fields["Credit limit"].type == MONEY
        assert fields["Credit limit"].unit == "EUR"
        assert [c.name for c in fields["Speaks"].choices] == ["Polish", "English"]
    other.undo()
    with other.read() as tx:
        assert tx.custom_fields.all() == []


@pytest.mark.parametrize("kind", ALL)
def test_no_comma_quote_or_line_break_of_any_type_is_lost(
    a_book: Callable[..., Any],
    a_contact: Callable[..., Contact],
    tmp_path: Path,
    kind: str,
) -> None:
    book, other = a_book(a_contact("Anna Nowak")), a_book(name="other")
    with book.write("Fields") as tx:
        made = [(tx.custom_fields.add(field), value) for field, value in EVERY]
        anna = tx.contacts.get(1)
        tx.contacts.save(with_custom(anna, {f.id: v for f, v in made}), base=anna)
    file = tmp_path / f"out.{kind}"
    assert export(book, file, kind).checked.differing == 0  # type: ignore[union-attr]
    import_files(other, [file])
    assert said(other) == {field.label: value for field, value in EVERY}


@pytest.mark.parametrize("kind", ALL)
def test_its_own_file_changes_nothing(office: Any, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"out.{kind}"
    export(office, file, kind)
    report = import_files(office, [file])
    assert (report.added, report.failed) == (0, 0)
    with office.read() as tx:
        assert len(tx.custom_fields.all()) == len(FIELDS)
    assert len(said(office)) == len(FIELDS)


def test_a_card_nobody_edited_comes_out_as_it_went_in(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    first, second = tmp_path / "a.vcf", tmp_path / "b.vcf"
    export(office, first, "vcard")
    other = a_book(name="other")
    import_files(other, [first])
    export(other, second, "vcard")
    assert b"X-CONTACTDESK-FIELD" in first.read_bytes()
    assert second.read_bytes() == first.read_bytes()
    with other.write("Edit") as tx:
        (number,) = tx.contacts.search("Anna").numbers
        anna = tx.contacts.get(number)
        terms = next(f for f in tx.custom_fields.all() if f.label == "Terms")
        tx.contacts.save(with_custom(anna, {terms.id: "Net 90"}), base=anna)
    export(other, second, "vcard")
    before, after = (file.read_text("utf-8") for file in (first, second))
    assert after.replace("Net 90", "Net 30") == before


def test_a_field_that_was_put_away_is_not_made_twice(office: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.vcf"
    export(office, file, "vcard40")
    with office.write("Put away") as tx:
        tx.custom_fields.delete([1])
        tx.contacts.delete([1])
    import_files(office, [file], on_match="add")
    with office.read() as tx:
        assert len(tx.custom_fields.all()) == len(FIELDS) - 1
        assert len(tx.custom_fields.in_bin()) == 1


def test_a_field_of_the_same_name_is_that_field(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    export(office, file, "jsonl")
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    anna = next(line for line in lines if line["formatted_name"] == "Anna Nowak")
    assert anna["custom"]["Terms"] == "Net 30"
    assert anna["extra"] == []
    other = a_book(name="other")
    with other.write("Field") as tx:
        tx.custom_fields.add(
            FieldDefinition(label="terms", type=ONE_OF, choices=(Choice("NET 30"),))
        )
    import_files(other, [file])
    assert said(other)["terms"] == "NET 30"


def test_what_a_file_says_otherwise_is_told_and_kept(office: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.vcf"
    export(office, file, "vcard40")
    changed = file.read_bytes().replace(b"5000.5", b"7000")
    file.write_bytes(changed)
    report = import_files(office, [file])
    assert any(code == "differs" for row in report.rows for _line, code, _words in row.problems)
    assert said(office)["Credit limit"] == "5000.5"


def test_private_fields_of_others_stay_in_the_book(office: Any, tmp_path: Path) -> None:
    with office.write("Private") as tx:
        field = tx.custom_fields.add(FieldDefinition(label="Gift", type=TEXT, owner="somebody"))
        anna = tx.contacts.get(1)
        tx.contacts.save(with_custom(anna, {field.id: "a book of poems"}), base=anna)
    file = tmp_path / "a.vcf"
    export(office, file, "vcard40")
    assert b"poems" not in file.read_bytes()


def test_a_renamed_category_stays_the_one_a_field_is_for(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    from contactdesk.operations import category_editing

    book = a_book(a_contact("Anna Nowak", categories=["Clients"]))
    with book.write("Field") as tx:
        tx.custom_fields.add(FieldDefinition(label="Terms", only_categories=("Clients",)))
    category_editing.rename(book, "Clients", "Customers")
    with book.read() as tx:
        assert tx.custom_fields.all()[0].only_categories == ("Customers",)
    book.undo()
    with book.read() as tx:
        assert tx.custom_fields.all()[0].only_categories == ("Clients",)


def test_a_property_of_a_file_becomes_a_field_of_everybody_who_has_it(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    from contactdesk.model.contact import Extra
    from contactdesk.operations.custom_fields import adopt

    size = Extra("X-SHOE-SIZE", "38", item=1)
    book = a_book(
        a_contact("Anna Nowak", extra=[size, Extra("X-PET", "dog", item=2)]),
        a_contact("Bo Berg", extra=[size]),
        a_contact("Cy Cole", extra=[Extra("X-SHOE", "no", item=1)]),
    )
    with book.write("Adopt") as tx:
        field = adopt(tx, "X-SHOE-SIZE", "Shoe size")
    with book.read() as tx:
        assert tx.custom_fields.values(field.id) == {1: "38", 2: "38"}
        assert [e.name for e in tx.contacts.get(1).extra] == ["X-PET"]
        assert sorted(tx.contacts.search("38").numbers) == [1, 2]
    book.undo()
    with book.read() as tx:
        assert tx.custom_fields.all() == []
        assert [e.name for e in tx.contacts.get(2).extra] == ["X-SHOE-SIZE"]


def test_many_contacts_are_given_a_value_as_one_step(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    from contactdesk.model.bulk import BulkEdit
    from contactdesk.operations.bulk_editing import change_all

    book = a_book(*(a_contact(f"Anna Nr{n}") for n in range(3)))
    with book.write("Field") as tx:
        field = tx.custom_fields.add(FieldDefinition(label="Terms"))
    change_all(book, [1, 2], BulkEdit(custom=((field.id, "Net 14"),)))
    with book.read() as tx:
        assert tx.custom_fields.values(field.id) == {1: "Net 14", 2: "Net 14"}
        assert tx.custom_fields.among([1, 3]) == {field.id: (("Net 14", 1),)}
    change_all(book, [1], BulkEdit(custom=((field.id, ""),)))
    with book.read() as tx:
        assert tx.custom_fields.values(field.id) == {2: "Net 14"}
    book.undo()
    book.undo()
    with book.read() as tx:
        assert tx.custom_fields.values(field.id) == {}


def test_a_column_becomes_a_field_of_its_own(a_book: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name,E-mail,Shoe size\nAnna Nowak,a@x.example,38\n", encoding="utf-8")
    book = a_book()
    columns = ["formatted_name", "emails", "custom=Shoe size"]
    import_files(book, [file], choices={"columns": columns})
    assert said(book) == {"Shoe size": "38"}


@pytest.mark.parametrize("kind", ["vcard", "vcard21", "jcard", "csv", "xlsx", "jsonl", "ldif"])
def test_a_contact_named_in_a_field_is_linked_in_another_book_too(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path, kind: str
) -> None:
    book = a_book(
        a_contact("Anna Nowak", emails=["anna@x.example"]),
        a_contact("Bo Berg", emails=["bo@x.example"]),
        a_contact("Łucja Żak", emails=["lucja@x.example"]),
    )
    with book.write("Fields") as tx:
        field = tx.custom_fields.add(FieldDefinition(label="Rep", type=CONTACT))
        anna, bo, other = tx.contacts.get_many([1, 2, 3])
        tx.contacts.save(with_custom(anna, {field.id: f"urn:uuid:{other.id}"}), base=anna)
        tx.contacts.save(with_custom(other, {field.id: f"urn:uuid:{anna.id}"}), base=other)
        tx.contacts.save(with_custom(bo, {field.id: "Nobody Known"}), base=bo)
    file = tmp_path / f"out.{kind}"
    assert export(book, file, kind).checked.differing == 0  # type: ignore[union-attr]
    same = import_files(book, [file])
    assert (same.added, same.updated) == (0, 0)
    assert not [row for row in same.rows if row.problems]
    second = a_book(name="other")
    if kind in ("csv", "xlsx", "ldif"):  # these say no more than a name
        with second.write("Field") as tx:
            tx.custom_fields.add(FieldDefinition(label="Rep", type=CONTACT))
    import_files(second, [file])
    with second.read() as tx:
        people = {c.formatted_name: c for c in tx.contacts.get_many([1, 2, 3])}
        values = {name: c.custom[0].value for name, c in people.items()}
    assert values == {
        "Anna Nowak": f"urn:uuid:{people['Łucja Żak'].id}",
        "Łucja Żak": f"urn:uuid:{people['Anna Nowak'].id}",
        "Bo Berg": "Nobody Known",
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_a_table_has_a_column_for_each_field_and_none_of_two_of_one_name_is_lost(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path, kind: str
) -> None:
    book, other = a_book(a_contact("Anna Nowak")), a_book(name="other")
    with book.write("Fields") as tx:
        labels = ("Size", "Terms", "terms")  # two colleagues made the last two at once
        made = [tx.custom_fields.add(FieldDefinition(label=each)) for each in labels]
        anna = tx.contacts.get(1)
        values = {made[0].id: "38", made[1].id: "Net 14", made[2].id: "Net 30"}
        tx.contacts.save(with_custom(anna, values), base=anna)
    file = tmp_path / f"out.{kind}"
    assert export(book, file, kind).checked.differing == 0  # type: ignore[union-attr]
    if kind == "csv":
        head = file.read_text("utf-8-sig").splitlines()[0].split(",")
        assert [each for each in head if each.startswith("Custom")] == ["Custom field: Size"]
    import_files(other, [file])
    with other.read() as tx:
        anna = tx.contacts.get(1)  # the second of a name stays a property, as the file says it
        said_of_all = [each.value for each in (*anna.custom, *anna.extra)]
        assert sorted(said_of_all) == ["38", "Net 14", "Net 30"]
