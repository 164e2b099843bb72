"""Mails kept from the command line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from contactdesk import cli

MAIL = (
    "Message-ID: <{id}@baltica.example>\nDate: Tue, 24 Nov 2026 09:20:00 +0000\n"
    "Received: from a by b; Tue, 24 Nov 2026 09:21:00 +0000\nFrom: anna@baltica.example\n"
    "To: {to}\nSubject: Price list\n\nBefore Friday.\n"
)


@pytest.fixture
def book(a_book: Any, a_contact: Any, tmp_path: Path) -> str:
    """A book with two people, closed."""
    a_book(a_contact("Anna Baran", emails=["anna@baltica.example"]), a_contact("Jan Kos")).close()
    return str(tmp_path / "office.cdk")


def written(tmp_path: Path, name: str, text: str) -> str:
    file = tmp_path / name
    file.write_text(text)
    return str(file)


def test_mails_are_kept_once_and_shown(book: str, tmp_path: Path, capsys: Any) -> None:
    file = written(tmp_path, "one.eml", MAIL.format(id="one", to="me@desk.example"))
    assert cli.main(["--book", book, "mail", file]) == 0
    assert capsys.readouterr().out == f"{file}: on the timeline of Anna Baran\n"
    assert cli.main(["--book", book, "mail", file]) == 0
    assert capsys.readouterr().out == f"{file}: there already, with Anna Baran\n"
    assert cli.main(["--book", book, "show", "anna"]) == 0
    assert "Price list" in capsys.readouterr().out
    assert cli.main(["--book", book, "undo"]) == 0
    assert "Keep an e-mail" in capsys.readouterr().out


def test_nobodys_mail_and_what_is_none_end_with_status_1(
    book: str, tmp_path: Path, capsys: Any
) -> None:
    strange = MAIL.format(id="two", to="x@y.example").replace("anna@", "else@")
    files = [written(tmp_path, "two.eml", strange), written(tmp_path, "no.eml", "hello")]
    assert cli.main(["--book", book, "mail", *files]) == 1
    said = capsys.readouterr()
    assert "nobody in the book has an address of it. Nothing was written." in said.out
    assert "This is no mail." in said.err
    assert cli.main(["--book", book, "mail", "--to", "jan", files[0]]) == 0
    assert capsys.readouterr().out == f"{files[0]}: on the timeline of Jan Kos\n"


def test_one_from_standard_input_as_json(book: str, monkeypatch: Any, capsys: Any) -> None:
    data = MAIL.format(id="three", to="me@desk.example").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert cli.main(["--book", book, "mail", "-", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["subject"], told["direction"], told["new"]) == ("Price list", "in", True)
    assert len(told["people"]) == 1


def test_a_file_that_is_not_there_is_told(book: str, capsys: Any) -> None:
    assert cli.main(["--book", book, "mail", "/nowhere/x.eml"]) == 2
    assert "No such file" in capsys.readouterr().err
