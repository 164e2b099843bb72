"""Tables on the command line: guessed, told otherwise, remembered, and out again."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from contactdesk import cli
from contactdesk.settings import load_settings

DATA = Path(__file__).parent / "data" / "tables"


class Desk:
    """The command line on a book of its own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self._book = str(folder / "office.cdk")
        self._capture = capture
        self.told = ""

    def run(self, *arguments: str, status: int = 0) -> str:
        try:
            code = cli.main(["--book", self._book, *arguments])
        except SystemExit as ended:  # argparse has said what is wrong
            code = int(ended.code or 0)
        out, told = self._capture.readouterr()
        self.told = told.decode()
        assert code == status, self.told
        return out.decode()

    def contacts(self) -> list[dict[str, Any]]:
        lines = self.run("export", "--format", "jsonl", "--to", "-").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def desk(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Desk:
    return Desk(tmp_path, capsysbinary)


def test_a_table_comes_in_without_a_word_about_it(desk: Desk) -> None:
    said = desk.run("import", str(DATA / "outlook-polish.csv"))
    assert said.startswith("1 cards: 1 added")
    (found,) = desk.contacts()
    assert found["formatted_name"] == "Pani Świętosława Zofia Gołąb"
    assert found["birthday"] == "1975-08-07"


def test_bad_rows_stand_in_the_report_and_in_the_exit_status(desk: Desk) -> None:
    report = desk.folder / "report.jsonl"
    path = desk.folder / "long.csv"
    path.write_text(f"Name,Phone\nAnn Ash,1\n{'B' * 1_100_000},2\nCid Ash,3\n", encoding="utf-8")
    desk.run("import", str(path), "--report", str(report), status=1)
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert [r["outcome"] for r in rows] == ["added", "failed", "added"]
    assert [(p["line"], p["code"]) for p in rows[1]["problems"]] == [(3, "long")]


def test_a_row_whose_quote_is_never_closed_comes_in_and_says_so(desk: Desk) -> None:
    report = desk.folder / "report.jsonl"
    desk.run("import", str(DATA / "unclosed-quote.csv"), "--report", str(report))
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert [r["outcome"] for r in rows] == ["added"] * 4
    assert [(p["line"], p["code"]) for p in rows[1]["problems"]] == [(3, "quote")]


def test_what_is_said_about_a_table_overrides_what_is_guessed(desk: Desk) -> None:
    path = desk.folder / "a.csv"
    path.write_bytes("Łucja|Żak|3/2/1980\n".encode("iso-8859-2"))
    desk.run(
        "import", str(path), "--format", "csv", "--encoding", "iso-8859-2", "--delimiter", "|",
        "--header", "no", "--columns", "family,given,birthday", "--date-order", "mdy",
        "--default", "categories=Fair; New",
    )  # fmt: skip
    (found,) = desk.contacts()
    assert (found["name"]["family"], found["name"]["given"]) == ("Łucja", "Żak")
    assert (found["birthday"], found["categories"]) == ("1980-03-02", ["Fair", "New"])


def test_columns_that_were_named_are_used_for_the_next_table_of_these_heads(desk: Desk) -> None:
    path = desk.folder / "a.csv"
    path.write_text("Who,Code\nAnn Ash,7\n", encoding="utf-8")
    desk.run("import", str(path), "--columns", "formatted_name,nicknames")
    path.write_text("Who,Code\nBob Ash,8\n", encoding="utf-8")
    desk.run("import", str(path))
    assert sorted(c["nicknames"] for c in desk.contacts()) == [["7"], ["8"]]
    assert len(load_settings().table_columns) == 1


def test_a_field_of_two_types_may_stand_between_the_commas(desk: Desk) -> None:
    path = desk.folder / "a.csv"
    path.write_text("Who,Number,Left\nAnn Ash,7,8\n", encoding="utf-8")
    desk.run("import", str(path), "--columns", "formatted_name,phones:work,fax,")
    (found,) = desk.contacts()
    assert [(p["value"], p["types"]) for p in found["phones"]] == [("7", ["work", "fax"])]
    assert found["extra"] == []


def test_a_table_becomes_cards_without_a_book(desk: Desk) -> None:
    to = desk.folder / "out.vcf"
    path = desk.folder / "a.csv"
    path.write_bytes("Łucja|3/2/1980\n".encode("iso-8859-2"))
    desk.run(
        "convert", str(path), "--from", "csv", "--header", "no", "--delimiter", "|",
        "--columns", "given,birthday", "--date-order", "mdy", "--format", "vcard", "--to", str(to),
    )  # fmt: skip
    assert "FN:Łucja" in to.read_text("utf-8")
    assert "BDAY:19800302" in to.read_text("utf-8")
    back = desk.folder / "back.csv"
    desk.run("convert", str(to), "--format", "csv", "--to", str(back))
    assert ",1980-03-02," in back.read_text("utf-8-sig")


def test_standard_input_may_be_a_table(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (DATA / "big5.csv").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
    desk.run("import", "-", "--format", "csv")
    assert [c["formatted_name"] for c in desk.contacts()] == ["陳怡君"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--columns", "given,phone"), "There is no field phone. Possible are: formatted_name,"),
        (("--delimiter", "::"), "A delimiter is one character"),
        (("--encoding", "klingon"), "There is no encoding klingon."),
        (("--default", "Fair"), "Write it as FIELD=VALUE"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    desk: Desk, arguments: tuple[str, ...], sentence: str
) -> None:
    desk.run("import", str(DATA / "yahoo.csv"), *arguments, status=2)
    assert sentence in desk.told
    assert desk.contacts() == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_that_was_exported_is_the_same_people(desk: Desk, kind: str) -> None:
    for name in ("google-until-2023.csv", "outlook-german.csv", "big5.csv"):
        desk.run("import", str(DATA / name))
    before = desk.contacts()
    path = desk.folder / f"out.{kind}"
    assert f"3 contacts written to {path}" in desk.run(
        "export", "--format", kind, "--to", str(path)
    )
    said = desk.run("import", str(path))
    assert "3 unchanged" in said
    assert desk.contacts() == before


def test_formulas_are_made_harmless_unless_one_says_otherwise(desk: Desk) -> None:
    path = desk.folder / "a.csv"
    path.write_text("Name,Phone,Note\nAnn Ash,+48 600 000 001,=1+1\n", encoding="utf-8")
    desk.run("import", str(path))
    safe = desk.run("export", "--format", "csv", "--to", "-")
    assert "'+48 600 000 001" in safe
    assert "'=1+1" in safe
    kept = desk.run(
        "export", "--format", "csv", "--to", "-", "--keep-formulas", "--delimiter", "tab"
    )
    assert "\t+48 600 000 001\t" in kept
    assert "\t=1+1" in kept


def test_an_export_says_that_photos_are_not_in_a_table(desk: Desk) -> None:
    office = Path(__file__).parents[1] / "resources" / "samples" / "office.vcf"
    desk.run("import", str(office))
    desk.run("export", "--format", "csv", "--to", str(desk.folder / "out.csv"))
    assert "photo" in desk.told
