"""What an office arranged for itself goes out as JSON Lines and comes into another book."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    DATE,
    MONEY,
    ONE_OF,
    Choice,
    FieldDefinition,
    FieldSection,
    named,
    with_custom,
)
from contactdesk.model.deal import Deal
from contactdesk.model.smart_group import SmartGroup
from contactdesk.model.table_view import TableView
from contactdesk.operations.deals import first_pipeline
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files

pytestmark = pytest.mark.both_databases


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Anna and Bo with two fields; a group and a table that ask for one of them; a deal."""
    book = a_book(a_contact("Anna Nowak"), a_contact("Bo Berg"))
    with book.write("Arrange") as tx:
        section = tx.custom_sections.add(FieldSection(name="کسب و کار, “x”", position=1))
        terms = tx.custom_fields.add(
            FieldDefinition(
                label='شرایط, "پرداخت"', type=ONE_OF, section=section.id, position=1,
                choices=(Choice("Net 14", "teal"), Choice("Net 30")), preset="Net 14",
            )
        )  # fmt: skip
        limit = tx.custom_fields.add(FieldDefinition(label="Limit", type=MONEY, unit="EUR"))
        anna, bo = tx.contacts.get(1), tx.contacts.get(2)
        tx.contacts.save(with_custom(anna, {terms.id: "Net 30", limit.id: "500"}), base=anna)
        tx.contacts.save(with_custom(bo, {terms.id: "Net 30"}), base=bo)
        tx.smart_groups.add(
            SmartGroup(
                name="Net 30 people", rules=f'x-{terms.id}:"Net 30"', always_out=(bo.id,),
                colour="teal",
            )
        )  # fmt: skip
        tx.table_views.add(
            TableView(
                name="Terms", columns=("name", named(terms.id), named(limit.id)),
                filters=(f"{named(terms.id)}=Net 30",), sorted_by=named(limit.id),
            )
        )  # fmt: skip
        pipeline = first_pipeline(tx, "EUR")
        tx.deals.add(Deal(title="Pallets", pipeline=pipeline.id, people=(anna.id,)))
    return book


def members(book: Any) -> list[str]:
    """Who is in the one smart group of a book."""
    with book.read() as tx:
        (group,) = tx.smart_groups.all()
        return [row.name for row in tx.contacts.rows(list(tx.queries.of_group(group).numbers))]


def test_another_book_gets_fields_group_and_table_in_one_step(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    export(office, file, "jsonl")
    other = a_book(name="other")
    report = import_files(other, [file])
    assert (report.added, report.deals, report.arranged, report.notes) == (2, 1, 4, [])
    with office.read() as one, other.read() as two:
        for a, b in zip(one.custom_fields.all(), two.custom_fields.all(), strict=True):
            assert (a.id, a.label, a.type, a.unit) == (b.id, b.label, b.type, b.unit)
            assert (a.choices, a.preset) == (b.choices, b.preset)
        (section,) = two.custom_sections.all()
        assert section.name == "کسب و کار, “x”"
        assert two.custom_fields.all()[0].section == section.id
        (table,), (again,) = one.table_views.all(), two.table_views.all()
        assert (table.columns, table.filters, table.sorted_by) == (
            again.columns, again.filters, again.sorted_by,
        )  # fmt: skip
    assert members(other) == members(office) == ["Anna Nowak"]
    again_report = import_files(other, [file])
    assert (again_report.deals, again_report.arranged, again_report.notes) == (0, 0, [])
    other.undo()
    with other.read() as tx:
        assert tx.custom_fields.all() == []
        assert tx.smart_groups.all() == tx.table_views.all() == tx.deals.all() == []


def test_rules_and_columns_mean_the_field_that_is_called_so_here(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    export(office, file, "jsonl")
    other = a_book(name="other")
    with other.write("Field") as tx:
        own = tx.custom_fields.add(
            FieldDefinition(
                label='شرایط, "پرداخت"', type=ONE_OF, choices=(Choice("Net 14"), Choice("Net 30"))
            )
        )
    import_files(other, [file])
    assert members(other) == ["Anna Nowak"]
    with other.read() as tx:
        assert len(tx.custom_fields.all()) == 2
        (table,) = tx.table_views.all()
    assert table.columns[1] == named(own.id)
    assert table.filters == (f"{named(own.id)}=Net 30",)


@pytest.mark.parametrize("kind", ["deal", "smart_group", "custom_field", "table_view"])
def test_a_file_without_any_contact_comes_in(
    office: Any, a_book: Callable[..., Any], tmp_path: Path, kind: str
) -> None:
    whole, file = tmp_path / "all.jsonl", tmp_path / "some.jsonl"
    export(office, whole, "jsonl")
    wanted = {kind, "pipeline", "custom_field", "custom_section"}
    lines = whole.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(x for x in lines if json.loads(x)["type"] in wanted), "utf-8")
    other = a_book(name="other")
    report = import_files(other, [file])
    assert report.unread == []
    assert report.failed == report.cards == 0
    with other.read() as tx:
        records = {"deal": tx.deals, "smart_group": tx.smart_groups,
                   "custom_field": tx.custom_fields, "table_view": tx.table_views}  # fmt: skip
        assert records[kind].all()
    assert report.set_id is not None


def test_what_this_book_cannot_ask_is_said_in_a_sentence(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book, file = a_book(), tmp_path / "some.jsonl"
    gone = "01a2205f-9dfe-7000-9762-c89025bccac0"
    lines = (
        {"type": "smart_group", "name": "Lost", "rules": f"x-{gone}:5"},
        {"type": "smart_group", "name": "  ", "rules": ""},
        {"type": "table_view", "name": "T", "columns": ["name", f"custom.{gone}", "nothing"],
         "widths": 5, "sorted_by": "nothing", "owner": "somebody"},
        {"type": "custom_field", "label": "Odd", "holds": "x", "kinds": 7, "icon": "../x",
         "choices": [{"name": "a", "colour": "#fff"}, 7], "only_categories": "x"},
        {"type": "custom_field", "label": "Day", "id": "no id", "position": "last"},
    )  # fmt: skip
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    report = import_files(book, [file])
    assert any("“Lost”" in note for note in report.notes)
    assert any("“T”" in note for note in report.notes)
    with book.read() as tx:
        assert tx.smart_groups.all() == []
        (table,) = tx.table_views.all()
        odd, day = tx.custom_fields.all()
        me = tx.people.me().id
    assert (table.columns, table.sorted_by, table.owner) == (("name",), "name", me)
    assert (odd.icon, odd.kinds, odd.choices[0].colour) == ("", "", "")
    assert day.label == "Day"


def test_what_is_called_the_same_is_kept_beside_it(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    export(office, file, "jsonl")
    other = a_book(name="other")
    with other.write("Group") as tx:
        tx.smart_groups.add(SmartGroup(name="NET 30 people", rules="email:x"))
        tx.smart_groups.add(SmartGroup(name="net 30 people (2)", rules="email:y"))
        tx.table_views.add(TableView(name="terms", columns=("name",)))
        tx.custom_fields.add(FieldDefinition(label="Limit", type=DATE))
    report = import_files(other, [file])
    assert ["“Net 30 people (3)”" in n or "“Terms (2)”" in n for n in report.notes] == [True, True]
    with other.read() as tx:
        assert [(g.name, g.rules[:7]) for g in tx.smart_groups.all()] == [
            ("NET 30 people", "email:x"),
            ("net 30 people (2)", "email:y"),
            ("Net 30 people (3)", tx.smart_groups.all()[2].rules[:7]),
        ]
        assert [v.name for v in tx.table_views.all()] == ["terms", "Terms (2)"]
        assert [f.type for f in tx.custom_fields.all() if f.label == "Limit"] == [DATE]
    again = import_files(other, [file])
    assert (again.arranged, again.notes, again.set_id) == (0, [], None)


def test_the_same_rules_under_the_same_name_are_one_group(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    export(office, file, "jsonl")
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for line in lines:
        if line["type"] in ("smart_group", "table_view"):
            line["id"] = ""
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    other = a_book(name="other")
    assert import_files(other, [file]).arranged > 0
    again = import_files(other, [file])
    assert (again.arranged, again.notes) == (0, [])


def test_an_import_taken_back_may_come_once_more(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    export(office, file, "jsonl")
    other = a_book(name="other")
    import_files(other, [file])
    other.undo()
    report = import_files(other, [file])
    assert (report.added, report.deals, report.arranged, report.notes) == (2, 1, 4, [])
    assert members(other) == ["Anna Nowak"]
    with office.read() as one, other.read() as two:
        assert [d.title for d in two.deals.all()] == ["Pallets"]
        assert [f.id for f in one.custom_fields.all()] == [f.id for f in two.custom_fields.all()]
    assert import_files(other, [file]).set_id is None
    other.undo()
    with other.read() as tx:
        assert tx.deals.all() == tx.smart_groups.all() == tx.pipelines.all() == []
    other.redo()
    with other.read() as tx:
        assert [d.title for d in tx.deals.all()] == ["Pallets"]


def test_what_only_a_colleague_sees_stays_in_the_book(office: Any, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    with office.write("Private") as tx:
        tx.smart_groups.add(SmartGroup(name="Secret", rules="email:x", owner="another-person"))
        tx.custom_fields.add(FieldDefinition(label="Secret too", owner="another-person"))
        tx.table_views.add(TableView(name="Secret three", owner="another-person"))
    export(office, file, "jsonl")
    assert "Secret" not in file.read_text("utf-8")
