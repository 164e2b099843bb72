"""Encrypted books on the command line: passphrases are no arguments, a refusal is a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contactdesk import cli
from contactdesk.operations.encryption import State, state_of
from contactdesk.settings import load_settings
from contactdesk.store import connecting, keys

pytestmark = pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")

FIRST, SECOND = "mleko rower chmura taboret kot", "jezioro lampa most wiatr sowa"


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in ("CONTACTDESK_PASSPHRASE", "CONTACTDESK_NEW_PASSPHRASE"):
        monkeypatch.delenv(variable, raising=False)
    yield
    connecting.ask_for_passphrase = None
    keys.forget()


Run = Callable[..., int]


@pytest.fixture
def run(a_book: Any, a_contact: Any, tmp_path: Path) -> Run:
    """Runs a verb on a book with Anna; each time as a program that knows no passphrase yet."""
    a_book(a_contact("Anna Nowak")).close()
    book = str(tmp_path / "office.cdk")

    def do(*words: str) -> int:
        keys.forget()
        return cli.main(["--book", book, *words])

    return do


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(passphrase: str) -> str:
        path = tmp_path / f"pass-{passphrase[:4]}"
        path.write_text(f"{passphrase}\nnot this line\n", encoding="utf-8")
        return str(path)

    return write


def test_there_and_back(run: Run, file, capsys, tmp_path: Path, monkeypatch) -> None:
    assert run("encrypt", "--new-passphrase-file", file(FIRST)) == 0
    said = capsys.readouterr().out
    assert "office.cdk is encrypted." in said
    assert "office.before-encryption.cdk" in said
    assert run("find", "anna") == 2
    assert "office.cdk is encrypted" in capsys.readouterr().err
    assert run("--passphrase-file", file(SECOND), "find", "anna") == 2
    assert "does not open office.cdk" in capsys.readouterr().err
    assert run("--passphrase-file", file(FIRST), "find", "anna") == 0
    assert "Anna Nowak" in capsys.readouterr().out
    monkeypatch.setenv("CONTACTDESK_PASSPHRASE", FIRST)
    assert run("passphrase", "--new-passphrase-file", file(SECOND)) == 0
    assert "opens with the new passphrase" in capsys.readouterr().out
    assert "CONTACTDESK_PASSPHRASE" not in os.environ  # no child of this process reads it
    monkeypatch.setenv("CONTACTDESK_PASSPHRASE", FIRST)
    assert run("find", "anna") == 2
    assert run("--passphrase-file", file(SECOND), "decrypt") == 0
    assert run("find", "anna") == 0


def test_what_is_left_plain_is_said_and_removed(run: Run, file, capsys, tmp_path: Path) -> None:
    assert run("backup") == 0
    assert run("encrypt", "--json", "--new-passphrase-file", file(FIRST)) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["encrypted"] is True
    assert Path(found["kept"]).is_file()
    assert len(found["plain_backups"]) == 1
    book = str(tmp_path / "office.cdk")
    state = state_of(book, load_settings())
    assert (state.encrypted, len(state.kept), len(state.plain_backups)) == (True, 1, 1)
    assert run("--passphrase-file", file(FIRST), "decrypt") == 0
    assert state_of(book, load_settings()) == State(False, True)
    capsys.readouterr()
    assert run("encrypt", "--remove-plain", "--new-passphrase-file", file(SECOND)) == 0
    assert "3 plain files were deleted" in capsys.readouterr().out
    state = state_of(book, load_settings())
    assert (state.kept, state.plain_backups) == ((), ())


def test_backups_are_encrypted_and_restored_by_their_passphrase(
    run: Run, file, capsys, tmp_path: Path
) -> None:
    run("encrypt", "--new-passphrase-file", file(FIRST))
    assert run("--passphrase-file", file(FIRST), "backup", "--json") == 0
    backup = json.loads(capsys.readouterr().out.splitlines()[-1])["file"]
    assert connecting.is_encrypted(Path(backup))
    to = str(tmp_path / "restored.cdk")
    assert run("restore", backup, "--to", to) == 2
    assert run("--passphrase-file", file(FIRST), "restore", backup, "--to", to) == 0
    assert connecting.is_encrypted(Path(to))
    assert run("--passphrase-file", file(FIRST), "check") == 0
    assert run("--passphrase-file", file(FIRST), "compact") == 0


def test_an_export_of_several_processes_has_the_key_in_each(run: Run, file, tmp_path) -> None:
    """The command copies its process where a second core is there; the copy reads the book too."""
    cards = "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Contact {n}\r\nN:Contact;{n};;;\r\nEND:VCARD\r\n"
        for n in range(1_200)
    )
    (tmp_path / "many.vcf").write_text(cards)
    run("import", str(tmp_path / "many.vcf"))
    run("encrypt", "--new-passphrase-file", file(FIRST))
    command = [
        sys.executable,
        "-m",
        "contactdesk",
        "--book",
        str(tmp_path / "office.cdk"),
        "--passphrase-file",
        file(FIRST),
        "export",
        "--to",
        str(tmp_path / "out.vcf"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out.vcf").read_text().count("BEGIN:VCARD") == 1_201


def test_a_terminal_is_asked_without_echo(run: Run, file, capsys, monkeypatch) -> None:
    typed = [FIRST, "another", FIRST, FIRST, "wrong", FIRST, "wrong", "wrong", "wrong"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _words: typed.pop(0))
    assert run("encrypt") == 2
    assert "not the same" in capsys.readouterr().err
    assert run("encrypt") == 0
    assert "there is no way around it" in capsys.readouterr().err
    assert run("find", "anna") == 0
    said = capsys.readouterr()
    assert "That was not it." in said.err
    assert "Anna Nowak" in said.out
    assert run("find", "anna") == 2
    assert "does not open office.cdk" in capsys.readouterr().err
    assert typed == []


def test_nothing_is_changed_without_a_passphrase(run: Run, file, capsys, tmp_path: Path) -> None:
    assert run("encrypt") == 2
    assert "No passphrase was given. Nothing was changed." in capsys.readouterr().err
    assert run("encrypt", "--new-passphrase-file", file("")) == 2
    assert "at least one letter" in capsys.readouterr().err
    assert run("encrypt", "--new-passphrase-file", str(tmp_path / "none")) == 2
    assert "could not be read" in capsys.readouterr().err
    assert run("find", "anna") == 0
    assert run("encrypt", "--new-passphrase-file", file("abc")) == 0
    assert "easy to guess" in capsys.readouterr().err


def test_a_passphrase_is_no_argument() -> None:
    """Everybody on a computer sees the arguments of a program."""
    wanted = [a for a in cli.parser()._actions if "passphrase" in " ".join(a.option_strings)]
    assert [a.option_strings for a in wanted] == [["--passphrase-file"]]
