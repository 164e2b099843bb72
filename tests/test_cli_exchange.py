"""The command line between formats: exports for a program, convert, and a backup brought back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.test_cli import ANNA, CHEN, JAN, Office, json_lines, vcard


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    """A folder where no book is yet."""
    return Office(tmp_path)


@pytest.fixture
def office(empty: Office) -> Office:
    """A book with three people."""
    empty.run("import", "-", stdin=vcard(ANNA, CHEN, JAN))
    return empty


def test_an_export_for_a_program_says_first_what_it_loses(office: Office) -> None:
    office.run("import", "-", stdin=vcard("FN:Ewa Lis\nCATEGORIES:VIP\nBDAY:--0203"))
    done = office.run("export", "--to", "all.vcf", "--for", "android")
    assert done.stderr == b"contactdesk: 1 of 4 loses its categories.\n"
    assert b"BDAY:--02-03" in (office.folder / "all.vcf").read_bytes()
    (told,) = office.lines("export", "--to", "no.vcf", "--for", "android", "--dry-run")
    assert (told["code"], told["contacts"]) == ("categories", ["Ewa Lis"])
    assert not (office.folder / "no.vcf").exists()
    words = office.run("export", "--to", "no.vcf", "--for", "nextcloud", "--dry-run").stdout
    assert words == b"Nothing is lost.\n"
    office.run("export", "--to", "no.vcf", "--for", "lotus", status=2)


def test_a_file_that_reads_otherwise_is_status_1_and_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contactdesk.operations import exporting

    real = exporting.write_whole

    def spoilt(pieces: Any, to: Path) -> int:  # a disk that writes something else
        return real((piece.replace(b"chess", b"cards") for piece in pieces), to)

    monkeypatch.setattr(exporting, "write_whole", spoilt)
    done = office.run("export", "--to", "all.vcf", status=1)
    assert "all.vcf was read again and 1 contact reads otherwise" in done.stderr.decode()
    assert "Anna Łącka: Note" in done.stderr.decode()
    assert (office.folder / "all.vcf").exists()


def test_each_contact_goes_into_a_file_of_its_own(office: Office) -> None:
    done = office.run("export", "--each", "--to", "cards", "--for", "outlook")
    assert done.stdout == b"3 contacts written to cards\n"
    made = sorted(path.name for path in (office.folder / "cards").iterdir())
    assert len(made) == 3
    assert "Anna Łącka.vcf" in made
    told = office.run("export", "--each", "--to", "cards", status=2).stderr.decode()
    assert "cards is there already and not empty. Nothing was written" in told
    office.run("export", "--each", "--to", "-", status=2)
    office.run("export", "--each", "--to", "more", "--format", "csv", status=2)
    assert sorted(path.name for path in (office.folder / "cards").iterdir()) == made


# convert


def test_convert_needs_no_book_and_makes_none(empty: Office) -> None:
    done = empty.run("convert", "-", "--format", "jcard", "--to", "-", stdin=vcard(ANNA, JAN))
    assert [card[0] for card in json.loads(done.stdout)] == ["vcard", "vcard"]
    assert not empty.book.exists()
    (empty.folder / "all.json").write_bytes(done.stdout)
    (empty.folder / "more.vcf").write_bytes(vcard(CHEN))
    done = empty.run("convert", "all.json", "more.vcf", "--format", "ldif", "--to", "all.ldif")
    assert done.stdout == b"3 contacts written to all.ldif, 0 failed\n"
    done = empty.run("convert", "all.ldif", "--format", "vcard40", "--to", "-")
    assert "FN:陳怡君" in done.stdout.decode().splitlines()
    assert not empty.book.exists()


def test_convert_tells_what_failed_and_where(empty: Office) -> None:
    (empty.folder / "some.jsonl").write_text(
        '{"type": "contact", "formatted_name": "Anna"}\nnonsense\n', encoding="utf-8"
    )
    done = empty.run("convert", "some.jsonl", "--format", "vcard", "--to", "-", status=1)
    assert done.stdout.count(b"BEGIN:VCARD") == 1
    assert b"contactdesk: some.jsonl:2: This entry is damaged" in done.stderr
    call = ("convert", "some.jsonl", "--format", "vcard", "--to", "out.vcf")
    rows = json_lines(empty.run(*call, "--json", "--report", "rows.jsonl", status=1))
    assert [(r["index"], r["outcome"]) for r in rows] == [(0, "written"), (1, "failed")]
    kept = (empty.folder / "rows.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in kept] == rows


def test_what_cannot_be_converted_is_status_2_with_a_sentence(empty: Office) -> None:
    (empty.folder / "letter.txt").write_text("A letter.", encoding="utf-8")
    done = empty.run("convert", "letter.txt", "--format", "ldif", "--to", "out", status=2)
    assert b"plain text" in done.stderr
    assert not (empty.folder / "out").exists()
    empty.run("convert", "letter.txt", "--to", "out", status=2)
    empty.run("convert", "away.vcf", "--format", "ldif", "--to", "out", status=2)


# restore


def test_a_backup_is_restored_beside_or_in_place(office: Office) -> None:
    office.run("backup", "--to", "copy.cdk")
    done = office.run("restore", "copy.cdk", "--to", "new.cdk")
    assert done.stdout == b"The backup is sound and is now new.cdk, with 3 contacts\n"
    refused = office.run("restore", "copy.cdk", "--to", "office.cdk", status=2)
    assert b"--replace" in refused.stderr
    (facts,) = office.lines("restore", "copy.cdk", "--to", "office.cdk", "--replace")
    assert (facts["contacts"], facts["kept"]) == (3, "office.before-restore.cdk")
    assert (office.folder / facts["kept"]).exists()
    office.run("check")
    office.run("restore", "copy.cdk", "--to", "postgresql://a@b/c", status=2)
