"""Rules on the command line: `find`, `export --where`, `groups` and `group`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactdesk import cli

Captured = pytest.CaptureFixture[str]
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
def book(tmp_path: Path, capsys: Captured) -> str:
    path, cards = tmp_path / "office.cdk", tmp_path / "cards.vcf"
    cards.write_text(CARDS, "utf-8")
    assert cli.main(["--book", str(path), "import", str(cards)]) == 0
    capsys.readouterr()
    return str(path)


def run(book: str, capsys: Captured, *words: str, status: int = 0) -> str:
    assert cli.main(["--book", book, *words]) == status
    found = capsys.readouterr()
    return found.out if status < 2 else found.err


def names(book: str, capsys: Captured, *words: str) -> list[str]:
    lines = run(book, capsys, *words, "--json").splitlines()
    return [json.loads(line)["name"] for line in lines]


def test_find_by_rules(book: str, capsys: Captured) -> None:
    assert names(book, capsys, "find", "city:Łódź last contact > 90 days") == ["Anna Nowak"]
    assert len(names(book, capsys, "find", "country:poland", "--limit", "1")) == 1
    assert run(book, capsys, "find", "city:Warsaw", status=1) == ""
    assert "“90” what?" in run(book, capsys, "find", "last contact > 90", status=2)


def test_only_who_is_found_goes_out(book: str, capsys: Captured, tmp_path: Path) -> None:
    to = tmp_path / "out.vcf"
    run(book, capsys, "export", "--to", str(to), "--where", "not category:customers")
    text = to.read_text("utf-8")
    assert "Jan Piech" in text
    assert "Anna" not in text


def test_a_smart_group_is_made_listed_and_read(book: str, capsys: Captured) -> None:
    run(book, capsys, "group", "In Poland", "country:Poland", "not", "city:gdańsk")
    told = json.loads(run(book, capsys, "groups", "--json"))
    assert (told["name"], told["contacts"]) == ("In Poland", 1)
    assert told["rules"] == "country:Poland not city:gdańsk"
    assert names(book, capsys, "groups", "In Poland") == ["Anna Nowak"]
    run(book, capsys, "groups", "Nobody", status=2)
    run(book, capsys, "undo")
    run(book, capsys, "groups", status=1)


def test_a_custom_field_goes_by_its_label(book: str, capsys: Captured) -> None:
    run(book, capsys, "field", "add", "Payment days", "--type", "number")
    run(book, capsys, "field", "set", "anna", "Payment days", "30")
    assert names(book, capsys, "find", "payment days > 14") == ["Anna Nowak"]
    assert names(book, capsys, "find", '"Payment days":-') == ["Jan Piech"]


CONTRADICTIONS = (
    "category:customers not category:customers",
    "last-contact<30d last-contact>90d",
    "city:- city:Łódź",
    "kind:person kind:organisation",
    "country:poland (name:a or city:x) (calls>5 calls<2)",
)


@pytest.mark.parametrize("rules", CONTRADICTIONS)
def test_rules_that_contradict_each_other_say_so(
    book: str, capsys: Captured, tmp_path: Path, rules: str
) -> None:
    assert cli.main(["--book", book, "find", rules]) == 1
    found = capsys.readouterr()
    assert found.out == ""
    assert "nobody can be in" in found.err
    to = tmp_path / "out.vcf"
    for words in (("export", "--to", str(to), "--where", rules), ("group", "Nobody", rules)):
        assert "nobody can be in. Nothing was written." in run(book, capsys, *words, status=2)
    assert not to.exists()
    run(book, capsys, "groups", status=1)


def test_rules_that_only_look_like_a_contradiction_find(book: str, capsys: Captured) -> None:
    assert cli.main(["--book", book, "find", "city:łódź or city:gdańsk"]) == 0
    assert cli.main(["--book", book, "find", "category:customers category:vip"]) == 1
    assert "nobody" not in capsys.readouterr().err
