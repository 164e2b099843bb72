"""The bin on the command line: listed, brought back, kept for a while, removed for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.test_cli import ANNA, CHEN, JAN, Office, vcard

from contactdesk.store.book import Book


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A book with Anna and Jan in the bin."""
    made = Office(tmp_path)
    made.run("import", "-", stdin=vcard(ANNA, CHEN, JAN))
    with Book.open(made.book) as book, book.write("Delete") as tx:
        tx.contacts.delete([1, 3])
    return made


def test_it_is_listed_with_who_when_and_how_long(office: Office) -> None:
    (jan,) = office.lines("bin", "list", "kow")
    assert (jan["name"], jan["kind"], jan["days_left"]) == ("Jan Kowal", "individual", 90)
    assert jan["by"]
    assert b"Person\tJan Kowal" in office.run("bin").stdout
    assert office.run("bin", "list", "nobody", status=1).stdout == b""


def test_entries_come_back_by_name_or_id_as_one_step(office: Office) -> None:
    anna = next(e for e in office.lines("bin") if e["name"].startswith("Anna"))
    (done,) = office.lines("bin", "restore", anna["id"], "Jan Kowal")
    assert done["back"] == 2
    assert len(office.lines("find", "anna")) == 2
    office.run("bin", status=1)
    office.run("undo")
    assert len(office.lines("bin")) == 2
    assert b"no Ewa in the bin" in office.run("bin", "restore", "Ewa", status=2).stderr


def test_it_is_emptied_only_when_that_is_meant_and_after_a_backup(office: Office) -> None:
    (told,) = office.lines("bin", "empty", status=1)
    assert told["would_remove"] == 2
    assert len(office.lines("bin")) == 2
    (done,) = office.lines("bin", "empty", "Jan Kowal", "--yes")
    assert done["removed"] == 1
    assert [e["name"] for e in office.lines("bin")] == ["Anna Łącka"]
    (kept,) = office.lines("backups")
    assert kept["reason"] == "removal"
    office.run("bin", "empty", "--yes", "--no-backup")
    office.run("bin", status=1)
    assert b"bin is empty" in office.run("bin", "empty", "--yes", status=1).stderr


def test_the_office_says_for_how_long(office: Office) -> None:
    assert {e["days_left"] for e in office.lines("bin", "--keep", "30")} == {30}
    assert {e["days_left"] for e in office.lines("bin", "--keep", "0")} == {None}
