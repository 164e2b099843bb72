"""The verbs `note` and `call` of the command line, and what `show` says of them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from contactdesk import cli
from contactdesk.store.book import Book

CARD = "BEGIN:VCARD\nVERSION:4.0\nFN:Anna Nowak\nEND:VCARD\n"


@pytest.fixture
def book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path, cards = tmp_path / "office.cdk", tmp_path / "cards.vcf"
    cards.write_text(CARD)
    assert cli.main(["--book", str(path), "import", str(cards)]) == 0
    capsys.readouterr()
    return str(path)


def test_a_note_and_a_call_are_written_and_shown(
    book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--book", book, "note", "anna", "Prefers", "mail\nbefore noon"]) == 0
    assert capsys.readouterr().out == "Note kept: Anna Nowak\n"
    assert cli.main(["--book", book, "call", "anna", "--in", "--minutes", "12", "Prices"]) == 0
    assert cli.main(["--book", book, "call", "anna", "--missed", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["name"] == "Anna Nowak"
    assert cli.main(["--book", book, "show", "anna"]) == 0
    shown = capsys.readouterr().out
    assert "Was called · 12 min · reached  Prices" in shown
    assert "Note  Prefers mail before noon" in shown
    assert "Missed call" in shown
    with Book.open(book) as opened, opened.read() as tx:
        kept = {i.event.id: i.event for i in tx.timelines.of(1).items}
    assert kept[told["id"]].direction == "missed"
    assert {(e.component, e.outcome) for e in kept.values()} == {
        ("journal", ""), ("call", "reached"), ("call", ""),
    }  # fmt: skip


def test_a_note_comes_from_another_program_and_goes_by_undo(
    book: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("from a script\n"))
    assert cli.main(["--book", book, "note", "anna", "-"]) == 0
    cli.main(["--book", book, "show", "anna"])
    assert "Note  from a script" in capsys.readouterr().out
    assert cli.main(["--book", book, "undo"]) == 0
    capsys.readouterr()
    cli.main(["--book", book, "show", "anna"])
    assert "from a script" not in capsys.readouterr().out


def test_what_cannot_be_written_gets_a_sentence(
    book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, said in (
        (["note", "anna", " "], "empty"),
        (["note", "zofia", "x"], "zofia"),
        (["call", "anna", "--minutes", "-5"], "0 minutes or more"),
    ):
        assert cli.main(["--book", book, *words]) == 2
        assert said in capsys.readouterr().err
