"""What an import asks about a table, and the mapping that is remembered for the next one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from contactdesk.errors import FormatError
from contactdesk.formats.tables import detect
from contactdesk.operations.importing import import_files
from contactdesk.operations.tables import facts_of, remembered, with_remembered
from contactdesk.settings import Settings, load_settings, save_settings

DATA = Path(__file__).parents[1] / "data" / "tables"


def a_workbook(path: Path, *rows: tuple[str, ...]) -> Path:
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    path.write_bytes(out.getvalue())
    return path


def test_a_file_has_the_facts_of_its_bytes() -> None:
    path = DATA / "outlook-polish.csv"
    assert facts_of(path) == detect(path.read_bytes(), path.name)
    assert facts_of(path, {"encoding": "cp1252"}).encoding == "cp1252"


def test_a_workbook_is_looked_into_by_the_child_process(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", ("Name", "Mobile"), ("Ann Ash", "1"))
    facts = facts_of(path)
    assert facts == detect(path.read_bytes())
    assert facts.fields == ("formatted_name", "phones:cell")
    assert facts_of(path, {"columns": ["note", ""]}).fields == ("note", "")
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(FormatError, match="damaged or locked"):
        facts_of(path)


def test_a_mapping_is_remembered_by_the_heads(tmp_path: Path) -> None:
    header = ("Name", "X", "Mail")
    settings = with_remembered(Settings(), header, ("given", "", "emails:work"))
    save_settings(settings, tmp_path / "s.json")
    again = load_settings(tmp_path / "s.json")
    assert remembered(again, header) == ("given", "", "emails:work")
    assert remembered(again, ("Name", "X")) is None
    changed = with_remembered(again, header, ("family", "note", ""))
    assert remembered(changed, header) == ("family", "note", "")


def test_only_so_many_mappings_are_kept() -> None:
    settings = Settings()
    for number in range(150):
        settings = with_remembered(settings, (f"head {number}",), ("note",))
    assert len(settings.table_columns) == 100
    assert remembered(settings, ("head 149",)) == ("note",)
    assert remembered(settings, ("head 0",)) is None


def test_a_damaged_memory_is_no_mapping() -> None:
    settings = with_remembered(Settings(), ("a", "b"), ("note", "no-such-field"))
    assert remembered(settings, ("a", "b")) is None


def test_an_import_obeys_what_was_chosen_and_what_was_remembered(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name;Code\nAnn Ash;7\nBob Ash;8\n", encoding="utf-8")
    settings = with_remembered(Settings(), ("Name", "Code"), ("formatted_name", "nicknames"))
    book = a_book()
    import_files(book, [path], choices={"remembered": settings.table_columns})
    import_files(
        book, [path], on_match="add", choices={"columns": ["family", "note"], "defaults": {
            "categories": "Fair",
        }},
    )  # fmt: skip
    with book.read() as tx:
        found = tx.contacts.get_many(range(1, 5))
    assert [c.nicknames for c in found[:2]] == [("7",), ("8",)]
    assert [(c.family, c.note, c.categories) for c in found[2:]] == [
        ("Ann Ash", "7", ("Fair",)),
        ("Bob Ash", "8", ("Fair",)),
    ]


def test_bad_rows_are_reported_with_their_lines_and_the_rest_comes_in(
    a_book: Callable[..., Any],
) -> None:
    rows: list[Any] = []
    report = import_files(a_book(), [DATA / "short-and-long-rows.csv"], on_row=rows.append)
    assert (report.added, report.failed) == (2, 3)
    assert [(r.outcome, r.problems[0][:2] if r.problems else ()) for r in rows] == [
        ("added", ()),
        ("failed", (3, "short")),
        ("failed", (4, "short")),
        ("failed", (5, "columns")),
        ("added", ()),
    ]


def test_the_same_table_again_changes_nothing(a_book: Callable[..., Any]) -> None:
    book = a_book()
    for name in ("google-until-2023.csv", "outlook-polish.csv", "whole-cells.csv", "big5.csv"):
        first = import_files(book, [DATA / name])
        again = import_files(book, [DATA / name])
        assert first.added > 0
        assert (again.added, again.updated, again.unchanged) == (0, 0, first.added), name
