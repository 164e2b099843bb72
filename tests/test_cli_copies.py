"""Second versions on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.test_cli import ANNA, CHEN, JAN, Office, vcard

from contactdesk.store.book import Book

NAME = "office (conflicted copy 2026-11-24).cdk"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A book, and a second version that has Jan too."""
    made = Office(tmp_path)
    made.run("import", "-", stdin=vcard(ANNA, CHEN))
    with Book.open(made.book) as book:
        book.backup(tmp_path / NAME)
    other = Office(tmp_path)
    other.book = tmp_path / NAME
    other.run("import", "-", "--no-backup", stdin=vcard(JAN))
    return made


def test_it_is_looked_at_and_then_brought_in_with_a_backup(office: Office) -> None:
    (told,) = office.lines("merge-copy", NAME, "--dry-run")
    assert (told["added"], told["changed"], told["steps"]) == (1, 0, 1)
    assert (office.folder / NAME).exists()
    office.run("find", "kowal", status=1)
    assert b"conflicted copy" in office.run("check").stderr
    (done,) = office.lines("merge-copy", NAME)
    assert done["added"] == 1
    assert Path(done["kept"]).is_file()
    assert not (office.folder / NAME).exists()
    assert len(office.lines("find", "kowal")) == 1
    assert [each["reason"] for each in office.lines("backups")] == ["copy"]
    (again,) = office.lines("merge-copy", done["kept"])
    assert (again["steps"], again["added"]) == (0, 0)
    office.run("undo")
    office.run("find", "kowal", status=1)


def test_what_both_changed_is_told_and_is_in_the_status(office: Office) -> None:
    for path, note in ((office.book, "here"), (office.folder / NAME, "there")):
        with Book.open(path) as book, book.write("Edit") as tx:
            base = tx.contacts.get(1)
            tx.contacts.save(replace(base, note=note), base)
    told = office.run("merge-copy", NAME, "--take", "copy", status=1)
    assert b"Both changed Note of" in told.stderr
    (shown,) = office.lines("show", "anna")
    assert shown["note"] == "there"


def test_a_file_of_another_book_is_refused(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path)
    other.book = tmp_path / "other.cdk"
    other.run("import", "-", stdin=vcard(JAN))
    assert b"no history in common" in office.run("merge-copy", "other.cdk", status=2).stderr
