"""The command line's verbs for roles in a book on a server, and for moving a book."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from debian_postgres import PostgresServer

from contactdesk.cli import main

Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs verbs on a book; gives all that was said."""

    def start(book: Any, *arguments: str, status: int = 0) -> str:
        assert main(["--book", str(book), *arguments]) == status
        said = capsys.readouterr()
        return said.out + said.err

    return start


@pytest.fixture
def place(postgres: PostgresServer) -> Iterator[str]:
    """A book on the server, and Ola, who may log in there."""
    postgres.sql("CREATE DATABASE cliroles TEMPLATE empty_book")
    postgres.sql("CREATE ROLE ola LOGIN")
    yield postgres.socket_url("cliroles")
    postgres.sql("DROP DATABASE cliroles WITH (FORCE)")
    for each in ("ola", "cliroles_viewer", "cliroles_editor", "cliroles_manager"):
        postgres.sql(f"DROP ROLE {each}")


def test_roles_are_set_up_given_and_taken_away(run: Run, place: str) -> None:
    assert "no roles" in run(place, "server", "roles", "list")
    assert "no roles yet" in run(place, "server", "roles", "grant", "ola", "editor", status=2)
    assert "CREATE POLICY" in run(place, "server", "roles", "sql")
    assert "has roles now" in run(place, "server", "roles", "setup")
    assert "CREATE ROLE" in run(place, "server", "roles", "grant", "nobody", "editor", status=2)
    assert "ola: editor" in run(place, "server", "roles", "grant", "ola", "editor")
    assert "ola: manager" in run(place, "server", "roles", "grant", "ola", "manager")
    listed = run(place, "server", "roles", "list", "--json").splitlines()
    assert json.loads(listed[-1]) == {"name": "ola", "role": "manager"}
    assert "no role any more" in run(place, "server", "roles", "revoke", "ola")
    assert "ola" not in run(place, "server", "roles", "list")


def test_a_file_has_no_roles(run: Run, tmp_path: Path) -> None:
    said = run(tmp_path / "a.cdk", "server", "roles", "list", status=2)
    assert "Only a book on a server has roles" in said


def test_a_book_is_moved_to_a_server_and_back(
    run: Run, postgres: PostgresServer, tmp_path: Path
) -> None:
    here, back = tmp_path / "a.cdk", tmp_path / "b.cdk"
    (tmp_path / "a.csv").write_text("Name\nAnna Nowak\n", encoding="utf-8")
    run(here, "import", str(tmp_path / "a.csv"))
    postgres.sql("CREATE DATABASE climoving")
    there = postgres.socket_url("climoving")
    try:
        out = json.loads(run(here, "move", "--to", there, "--json"))
        assert out["place"] == there
        assert "Anna Nowak" in run(there, "find", "anna")
        assert "was moved to climoving" in run(here, "undo", status=2)
        assert "compared one by one" in run(there, "move", "--to", str(back))
        assert "Anna Nowak" in run(back, "find", "anna")
        assert "in use here again" in run(here, "move", "--back")
        run(here, "undo")
        assert "was not moved" in run(here, "move", "--back", status=2)
    finally:
        postgres.sql("DROP DATABASE climoving WITH (FORCE)")
