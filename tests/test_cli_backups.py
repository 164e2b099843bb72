"""Backups on the command line: made, listed, checked, and brought back whole or in part."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.test_cli import ANNA, CHEN, JAN, Office, vcard


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A book with three people."""
    made = Office(tmp_path)
    made.run("import", "-", stdin=vcard(ANNA, CHEN, JAN))
    return made


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_backups_are_listed_with_what_is_in_them(office: Office) -> None:
    told = office.run("backups", status=1)
    assert b"no good backup" in told.stderr
    office.run("backup")
    (facts,) = office.lines("backups")
    assert (facts["good"], facts["reason"], facts["counts"]["contact"]) == (True, "asked", 3)
    assert b"whole, 3 contacts" in office.run("backups").stdout


def test_a_backup_with_one_other_byte_is_found_and_never_restored(office: Office) -> None:
    (made,) = office.lines("backup")
    copy = Path(made["file"])
    office.run("check", str(copy))
    spoil(copy)
    (facts,) = [*office.lines("check", str(copy), status=2)]
    assert facts["good"] is False
    told = office.run("restore", str(copy), "--to", "new.cdk", status=2)
    assert b"cannot be counted on" in told.stderr
    assert not (office.folder / "new.cdk").exists()


def test_a_backup_comes_back_beside_the_book(office: Office) -> None:
    (made,) = office.lines("backup")
    (facts,) = office.lines("restore", made["file"], "--to", "new.cdk")
    assert facts["contacts"] == 3
    other = Office(office.folder)
    other.book = office.folder / "new.cdk"
    assert len(other.lines("find", "anna")) == 2
    other.run("import", "-", stdin=vcard(JAN))  # it may be changed


def test_single_contacts_come_back_as_one_step(office: Office) -> None:
    (made,) = office.lines("backup")
    office.run("undo")
    assert office.run("find", "anna", status=1).stdout == b""
    (facts,) = office.lines("restore", made["file"], "--to", "office.cdk", "--contacts", "anna")
    assert facts["changed"] + facts["added"] == 2
    assert len(office.lines("find", "anna")) == 2
    office.run("undo")
    assert office.run("find", "anna", status=1).stdout == b""
    office.run("restore", made["file"], "--to", "office.cdk", "--contacts", "nobody", status=1)


def test_what_failed_is_listed_and_is_in_the_status(office: Office, home: Path) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "settings.json").write_text(
        '{"backup_folder": "%s"}' % (office.folder / "office.cdk"), encoding="utf-8"
    )
    assert b"No backup could be made" in office.run("backup", status=2).stderr
    told = office.run("backups", status=1)
    assert b"No backup could be made" in told.stdout


def test_check_of_a_file_that_is_not_there_is_said(office: Office) -> None:
    assert b"no file away.cdk" in office.run("check", "away.cdk", status=2).stderr


def test_an_archive_is_written_checked_and_brought_back(office: Office) -> None:
    (facts,) = office.lines("archive", "--to", "all")
    assert facts["contacts"] == 3
    assert (office.folder / "all" / "index.html").is_file()
    assert b"whole, " in office.run("check", "all").stdout
    (back,) = office.lines("restore", "all", "--to", "again.cdk")
    assert back["contacts"] == 3
    other = Office(office.folder)
    other.book = office.folder / "again.cdk"
    assert other.lines("find", "anna") == office.lines("find", "anna")
    office.run("archive", "--to", "all", status=2)
    office.run("restore", "all", "--to", "again.cdk", status=2)
    (office.folder / "all" / "contacts.vcf").write_text("other")
    assert b"contacts.vcf" in office.run("check", "all", status=2).stderr


def reasons(office: Office) -> list[str]:
    return [each["reason"] for each in office.lines("backups")]


def test_a_backup_comes_before_what_is_large_and_only_when_something_changed(
    office: Office,
) -> None:
    office.run("import", "-", stdin=vcard(JAN, "FN:Jan Kos\nEMAIL:kos@example.org"))
    assert reasons(office) == ["import"]
    office.run("import", "-", stdin=vcard(JAN))  # within a few minutes
    assert reasons(office) == ["import"]
    (made,) = office.lines("backup")
    office.run("restore", made["file"], "--to", "office.cdk", "--contacts", "anna")
    assert sorted(reasons(office)) == ["asked", "import"]  # in one second, in any order


def test_very_likely_ones_are_merged_after_a_backup(office: Office) -> None:
    twin = "FN:Jan Kos\nEMAIL:kos@example.org\nTEL:+48 601 200 300"
    office.run("import", "-", "--on-match", "add", "--no-backup", stdin=vcard(twin))
    office.run("import", "-", "--on-match", "add", "--no-backup", stdin=vcard(twin))
    office.run("backups", status=1)
    (facts,) = office.lines("duplicates", "--merge-very-likely")
    assert facts["contacts"] == 1
    assert reasons(office) == ["merge"]
    (copy,) = [each["file"] for each in office.lines("backups")]
    office.book = Path(copy)
    assert len(office.lines("find", "kos")) == 2


def test_without_room_for_a_backup_nothing_is_done_unless_a_script_says_so(
    office: Office, home: Path
) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "settings.json").write_text(
        '{"backup_folder": "%s"}' % (office.folder / "office.cdk"), encoding="utf-8"
    )
    new = vcard("FN:Jan Kos\nEMAIL:kos@example.org")
    told = office.run("import", "-", stdin=new, status=2)
    assert b"No backup could be made" in told.stderr
    assert b"--no-backup" in told.stderr
    office.run("find", "kos", status=1)
    office.run("import", "-", "--no-backup", stdin=new)
    office.run("find", "kos")
