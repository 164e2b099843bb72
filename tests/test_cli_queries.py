"""Rules on the command line: `find`, `export --where`, `groups` and `group`."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli import Office

CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Anna Nowak
ADR:;;;Łódź;;;Poland
CATEGORIES:Customers
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Jan Piech
ADR:;;;Gdańsk;;;Poland
END:VCARD
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path)
    (tmp_path / "cards.vcf").write_text(CARDS, "utf-8")
    found.run("import", "cards.vcf")
    return found


def test_find_by_rules(office: Office) -> None:
    found = office.lines("find", "city:Łódź last contact > 90 days")
    assert [row["name"] for row in found] == ["Anna Nowak"]
    assert len(office.lines("find", "country:poland", "--limit", "1")) == 1
    assert office.run("find", "city:Warsaw", status=1).stdout == b""
    told = office.run("find", "last contact > 90", status=2).stderr.decode()
    assert "“90” what?" in told


def test_only_who_is_found_goes_out(office: Office) -> None:
    office.run("export", "--to", "out.vcf", "--where", "not category:customers")
    text = (office.folder / "out.vcf").read_text("utf-8")
    assert "Jan Piech" in text
    assert "Anna" not in text


def test_a_smart_group_is_made_listed_and_read(office: Office) -> None:
    made = office.lines("group", "In Poland", "country:Poland", "not", "city:gdańsk")
    assert made[0]["rules"] == "country:Poland not city:gdańsk"
    assert [(g["name"], g["contacts"]) for g in office.lines("groups")] == [("In Poland", 1)]
    assert [row["name"] for row in office.lines("groups", "In Poland")] == ["Anna Nowak"]
    office.run("groups", "Nobody", status=2)
    office.run("undo")
    office.run("groups", status=1)
