"""Address books that are no vCards: they come in as cards do, and again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.said import said
from contactdesk.model.contact import Contact
from contactdesk.model.record import FIELDS
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import ImportRow, import_files
from contactdesk.store.listing import ListQuery

DATA = Path(__file__).parents[1] / "data"
OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"
KINDS = ("jcard", "ldif", "jsonl")


def everybody(book: Any) -> list[Contact]:
    with book.read() as tx:
        found: list[Contact] = tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers)
        return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_book_goes_out_and_into_a_new_one(
    kind: str, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book, other = a_book(), a_book(name="other")
    import_files(book, [OFFICE], region="PL")
    export(book, tmp_path / "all", kind)
    report = import_files(other, [tmp_path / "all"], region="PL")
    before, after = everybody(book), everybody(other)
    assert (report.added, report.failed) == (len(before), 0)
    for ours, theirs in zip(before, after, strict=True):
        for field in FIELDS:
            if (kind, field) != ("jsonl", "photo"):
                assert said(theirs, field) == said(ours, field), (ours.formatted_name, field)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_again_changes_nothing(
    kind: str, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [OFFICE], region="PL")
    export(book, tmp_path / "all", kind)
    for _ in range(2):
        again = import_files(book, [tmp_path / "all"], region="PL")
        assert (again.added, again.updated, again.failed) == (0, 0, 0)
    assert again.unchanged == again.cards > 300


def test_a_broken_entry_has_its_row_with_file_line_and_reason(a_book: Callable[..., Any]) -> None:
    rows = list[ImportRow]()
    path = DATA / "ldif" / "one-entry-broken.ldif"
    report = import_files(a_book(), [path], on_row=rows.append)
    assert (report.added, report.failed) == (2, 2)
    assert [(r.place, r.outcome) for r in rows] == [
        (0, "added"), (1, "failed"), (2, "failed"), (3, "added"),
    ]  # fmt: skip
    assert [p[:2] for p in rows[0].problems] == [(5, "senseless"), (3, "photo-unreadable")]


def test_several_kinds_come_in_by_one_call(a_book: Callable[..., Any]) -> None:
    book = a_book()
    files = [
        DATA / "ldif" / "evolution.ldif",
        DATA / "jcard" / "one-card.json",
        DATA / "vcard" / "nameless.vcf",
    ]
    report = import_files(book, files)
    assert not report.unread
    assert {"Jan Kowal", "Anna Nowak"} <= {c.formatted_name for c in everybody(book)}
    assert book.undo_labels()[0] == "Import 3 files"
