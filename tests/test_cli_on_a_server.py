"""The command line's verbs on a book on a PostgreSQL server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from debian_postgres import PASSWORD, PostgresServer

CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL:+48 501 {n}00 000\r\nEND:VCARD\r\n"
    for n, name in enumerate(("Anna Nowak", "Łucja Żak", "Jan Kowal"), 1)
)
Run = Callable[..., str]


@pytest.fixture
def run(postgres: PostgresServer, tmp_path: Path, home: Path) -> Iterator[Run]:
    """Starts the program on an empty database; gives all that it said."""
    postgres.sql("CREATE DATABASE cli")
    environment = {**os.environ, "PGPASSFILE": str(tmp_path / "none")}

    def start(*arguments: str, status: int = 0, password: str = PASSWORD) -> str:
        book = postgres.url("cli", password)
        done = subprocess.run(
            [sys.executable, "-m", "contactdesk", "--book", book, *arguments],
            capture_output=True, timeout=100, cwd=tmp_path, check=False, env=environment,
        )  # fmt: skip
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == status, said
        for kept in (
            said,
            *(p.read_text("utf-8", "replace") for p in home.rglob("*") if p.is_file()),
        ):
            assert PASSWORD not in kept
            assert "Krak" not in kept  # however it may be written
        assert "Traceback" not in said
        return said

    yield start
    postgres.sql("DROP DATABASE cli WITH (FORCE)")


def test_every_verb_works_on_a_servers_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cards.vcf").write_text(CARDS, encoding="utf-8", newline="")
    assert "is empty" in run("find", "anna", status=2)
    assert "3 added" in run("import", "cards.vcf")
    assert "Łucja Żak" in run("find", "lucja", "za")
    assert json.loads(run("show", "jan", "--json"))["formatted_name"] == "Jan Kowal"
    assert "3 contacts put back" in run("undo")
    assert "3 contacts put back" in run("redo")
    run("export", "--to", "out.vcf")
    assert (tmp_path / "out.vcf").read_text("utf-8").count("BEGIN:VCARD") == 3
    assert "whole, 3 contacts" in run("check")
    made = Path(json.loads(run("backup", "--json"))["file"])
    assert made.name.startswith("cli ")
    assert "whole, 3 contacts" in run("backups")
    assert "whole, 3 contacts" in run("check", str(made))
    assert "did not accept" in run("check", status=2, password="wrong")
    assert "asks for a password" in run("check", status=2, password="")
