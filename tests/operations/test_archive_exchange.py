"""Files and the archive: it goes out with everybody, is met by imports, and says so."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import ImportRow, import_files
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases


def exported(book: Any, kind: str) -> str:
    stream = io.BytesIO()
    export(book, stream, kind)  # type: ignore[arg-type]  # a stream of bytes is enough
    return stream.getvalue().decode()


@pytest.fixture
def archived(a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str) -> Any:
    book = a_book()
    import_files(book, [a_file(anna, jan, name="first.vcf")])
    with book.write("Archive") as tx:
        tx.contacts.archive([1])
    return book


@pytest.mark.parametrize(
    ("mode", "outcome"), [("merge", "updated"), ("skip", "skipped"), ("add", "added")]
)
def test_an_import_that_meets_an_archived_contact_says_so_and_leaves_it_there(
    archived: Any, a_file: Callable[..., Path], anna: str, mode: str, outcome: str
) -> None:
    rows = list[ImportRow]()
    report = import_files(
        archived, [a_file(anna + "\nNOTE:new")], on_match=mode, on_row=rows.append
    )
    assert rows[0].outcome == outcome
    with archived.read() as tx:
        contact = tx.contacts.get(1)
        listed = len(tx.contacts.listing(ListQuery()).numbers)
    assert contact.archived_at
    if mode == "add":
        assert (listed, rows[0].problems) == (2, ())
    else:
        assert listed == 1
        assert [p[1] for p in rows[0].problems] == ["archived"]
        assert "archive" in report.rows[0].problems[0][2]
        assert contact.note == ("new" if mode == "merge" else "")


def test_the_same_file_again_changes_nothing_and_still_says_so(
    archived: Any, a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    rows = list[ImportRow]()
    import_files(archived, [a_file(anna, jan)], on_row=rows.append)
    assert [(r.outcome, [p[1] for p in r.problems]) for r in rows] == [
        ("unchanged", ["archived"]), ("unchanged", []),
    ]  # fmt: skip


def test_an_export_of_all_has_the_archive_too(archived: Any) -> None:
    cards = exported(archived, "vcard")
    assert "Anna Nowak" in cards
    assert "Jan Kowal" in cards
    lines = [json.loads(line) for line in exported(archived, "jsonl").splitlines()]
    marks = {
        each["formatted_name"]: [e["value"] for e in each["extra"] if "ARCHIVED" in e["name"]]
        for each in lines
    }
    assert marks["Jan Kowal"] == []
    assert marks["Anna Nowak"][0].startswith("20")


@pytest.mark.parametrize("kind", ["vcard", "vcard21", "vcard30", "vcard40"])
def test_categories_with_slashes_commas_and_more_come_back_as_they_were(
    a_book: Callable[..., Any],
    a_contact: Callable[..., Contact],
    tmp_path: Path,
    kind: str,
) -> None:
    words = ("Work/Clients", "Friends, old", "a;b", "R&D / Test", "back\\slash", "Łódź/陳", "Work")
    book = a_book(a_contact("Anna Nowak", categories=words))
    path = tmp_path / "out.vcf"
    export(book, path, kind)
    other = a_book(name="other")
    import_files(other, [path])
    with other.read() as tx:
        assert tx.contacts.get(1).categories == words
        found = [c.name for c in tx.contacts.counts().categories if c.id]
    assert sorted(found) == sorted(words)
