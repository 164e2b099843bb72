"""`fields`, `field add` and `field set` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.cli import main
from contactdesk.model.contact import Contact


@pytest.fixture
def run(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path, capsys: Any
) -> Callable[..., tuple[int, str, str]]:
    a_book(a_contact("Anna Nowak")).close()

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["--book", str(tmp_path / "office.cdk"), *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_a_field_is_made_filled_in_and_listed(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("fields") == (1, "", "")
    terms = ("field", "add", "Terms", "--type", "one_of", "--choice", "Net 14", "--choice",
             "Net 30", "--section", "Business", "--only", "VIP")  # fmt: skip
    assert run(*terms)[0] == 0
    assert run("field", "set", "anna", "terms", "net 30")[:2] == (0, "Anna Nowak, Terms: Net 30\n")
    status, out, _err = run("fields", "--json")
    assert status == 0
    facts = json.loads(out)
    assert (facts["label"], facts["type"], facts["section"]) == ("Terms", "one_of", "Business")
    assert facts["choices"] == ["Net 14", "Net 30"]
    assert (facts["filled"], facts["only_categories"]) == (1, ["VIP"])
    assert (
        run("fields")[1] == "Terms  Business  Choice of one  1 filled  only VIP  Net 14, Net 30\n"
    )
    assert run("field", "set", "anna", "Terms", "")[0] == 0
    assert json.loads(run("fields", "--json")[1])["filled"] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("field", "set", "anna", "Size", "5"), "There is no custom field “Size”"),
        (("field", "set", "anna", "Terms", "Net 90"), "none of the choices"),
        (("field", "add", "terms"), "is there already"),
        (("field", "add", " "), "has no name"),
        (("field", "add", "Size", "--choice", "L"), "have choices"),
        (("field", "set", "nobody at all", "Terms", "Net 14"), "Nobody called"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    run: Callable[..., tuple[int, str, str]], words: tuple[str, ...], told: str
) -> None:
    run("field", "add", "Terms", "--type", "one_of", "--choice", "Net 14")
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert told in err
    assert run("fields")[1].count("\n") == 1


def test_a_file_for_a_field_becomes_a_document_of_the_contact(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "Frame contract.txt"
    file.write_bytes(b"pallets")
    assert run("field", "add", "Contract", "--type", "file")[0] == 0
    told = "Anna Nowak, Contract: Frame contract.txt\n"
    assert run("field", "set", "anna", "contract", str(file))[:2] == (0, told)
    assert run("fields")[1] == "Contract  File  1 filled\n"
    assert "Contract: Frame contract.txt\n" in run("show", "anna")[1]
    shown = json.loads(run("show", "anna", "--json")[1])
    assert shown["custom"]["Contract"].startswith("urn:uuid:")
    assert shown["custom"]["Contract"].endswith(" Frame contract.txt")
    file.unlink()
    assert "Frame contract.txt" in run("documents", "--of", "anna")[1]
    assert run("field", "set", "anna", "contract", "Frame contract.txt")[:2] == (0, told)
    status, _out, err = run("field", "set", "anna", "contract", "nowhere.pdf")
    assert status != 0
    assert "nowhere.pdf" in err
    assert "Nothing was written" in err
    assert run("field", "set", "anna", "contract", "")[1] == "Anna Nowak, Contract: –\n"
    assert "Frame contract.txt" in run("documents", "--of", "anna")[1]
