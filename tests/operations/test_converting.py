"""Conversion without a book: any format into any other, whole or not at all."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from contactdesk.errors import ContactDeskError, FormatError
from contactdesk.formats.registry import readable, reader
from contactdesk.formats.writers import writable
from contactdesk.operations.converting import convert
from contactdesk.operations.importing import ImportRow

OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"


def names(data: bytes, kind: str) -> list[str]:
    return [p.name for p in reader(kind)(io.BytesIO(data), {"region": ""})]


@pytest.mark.parametrize("kind", [k for k in writable() if k in readable()])
def test_every_format_goes_into_every_other_and_back(kind: str, tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back.vcf"
    wanted = names(OFFICE.read_bytes(), "vcard")
    done = convert([OFFICE], there, kind)
    assert (done.written, done.failed) == (len(wanted), 0)
    assert done.size == there.stat().st_size
    assert convert([there], back, "vcard40").written == len(wanted)
    assert names(back.read_bytes(), "vcard") == wanted


def test_a_card_of_another_version_keeps_the_lines_that_nobody_knows(
    a_file: Callable[..., Path], anna: str
) -> None:
    out = io.BytesIO()
    convert([a_file(anna + "\nX-ODD;TYPE=weird:keep me")], out, "vcard40")
    lines = out.getvalue().decode().splitlines()
    assert "VERSION:4.0" in lines
    assert "X-PET:dog" in lines
    assert "X-ODD;TYPE=weird:keep me" in lines


def test_a_card_in_its_own_version_comes_out_as_it_went_in(
    a_file: Callable[..., Path], anna: str
) -> None:
    source, out = a_file(anna), io.BytesIO()
    convert([source], out, "vcard")
    assert out.getvalue() == source.read_bytes()


def test_several_files_of_several_kinds_become_one(
    a_file: Callable[..., Path], anna: str, jan: str, tmp_path: Path
) -> None:
    ldif = tmp_path / "people.ldif"
    ldif.write_text("dn: cn=Ewa Lis\ncn: Ewa Lis\nmail: ewa@b.example\n", encoding="utf-8")
    out = io.BytesIO()
    done = convert([a_file(anna, jan), ldif], out, "jsonl")
    assert done.written == 3
    found = [json.loads(line)["formatted_name"] for line in out.getvalue().splitlines()]
    assert found == ["Anna Nowak", "Jan Kowal", "Ewa Lis"]


def test_a_bad_entry_is_told_once_and_the_rest_is_written(tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "data" / "ldif" / "one-entry-broken.ldif"
    rows, out = list[ImportRow](), tmp_path / "out.ldif"  # LDIF is written in two passes
    done = convert([source], out, "ldif", on_row=rows.append)
    assert (done.written, done.failed) == (2, 2)
    assert [r.outcome for r in rows] == ["written", "failed", "failed", "written"]
    assert names(out.read_bytes(), "ldif") == ["Adam Pierwszy", "Ostatnia"]


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_written(
    a_file: Callable[..., Path], anna: str, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("A letter.", encoding="utf-8")
    out = io.BytesIO()
    sources = [tmp_path / "letter.txt", a_file(anna), tmp_path / "away.vcf"]
    done = convert(sources, out, "vcard")
    assert (done.written, done.failed) == (1, 2)
    assert [Path(path).name for path, _why in done.unread] == ["letter.txt", "away.vcf"]


@pytest.mark.parametrize("kind", ["vcard", "jcard", "ldif", "jsonl"])
def test_where_nobody_could_be_read_nothing_is_written(tmp_path: Path, kind: str) -> None:
    (tmp_path / "letter.txt").write_text("A letter.", encoding="utf-8")
    out = tmp_path / "out"
    out.write_bytes(b"older")
    done = convert([tmp_path / "letter.txt"], out, kind)
    assert (done.written, done.failed, done.size) == (0, 1, 0)
    assert out.read_bytes() == b"older"
    assert not list(tmp_path.glob(".*"))


def test_a_conversion_never_takes_the_place_of_what_it_reads(
    a_file: Callable[..., Path], anna: str
) -> None:
    source = a_file(anna)
    before = source.read_bytes()
    with pytest.raises(ContactDeskError, match="one of the files"):
        convert([source], source, "jsonl")
    assert source.read_bytes() == before


def test_a_format_that_is_not_known_is_named(a_file: Callable[..., Path], anna: str) -> None:
    with pytest.raises(FormatError, match="docx cannot be written"):
        convert([a_file(anna)], io.BytesIO(), "docx")


def test_a_conversion_for_a_program_is_spelled_as_it_reads(
    a_file: Callable[..., Path], anna: str
) -> None:
    out = io.BytesIO()
    convert([a_file(anna + "\nBDAY:--0203")], out, "", receiver="android")
    assert "BDAY:--02-03" in out.getvalue().decode().splitlines()
