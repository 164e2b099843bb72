"""Opening a server's book from the window: the form, and what it says at its fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from debian_postgres import PASSWORD, USER, PostgresServer
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from contactdesk.desktop.server_form import ServerForm
from contactdesk.desktop.session import place_of, window_name


@pytest.fixture
def nowhere_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A password file that is not there."""
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    return tmp_path / "pgpass"


@pytest.fixture
def form(qtbot: Any, nowhere_kept: Path) -> ServerForm:
    made = ServerForm()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(form: ServerForm, server: PostgresServer, database: str, password: str) -> None:
    typed = ("127.0.0.1", str(server.port), database, USER, password)
    for field, text in zip(form.fields.values(), typed, strict=True):
        field.setText(text)


def outcome(qtbot: Any, form: ServerForm) -> dict[str, str]:
    """Press "Test connection"; what it says, at which field."""
    form.test.click()
    qtbot.waitUntil(form.test.isEnabled, timeout=20_000)
    said = {name: field.message for name, field in form.fields.items()}
    said = {name: words for name, words in said.items() if words}
    return said or {"": form.told.text()}


def test_what_is_missing_is_said_at_its_field(form: ServerForm) -> None:
    form.go()
    assert form.host.hasFocus() or not form.isActiveWindow()
    said = [n for n, f in form.fields.items() if f.message]
    assert said == ["host", "database", "user"]


def test_a_trial_says_what_is_wrong_at_the_field_it_is_about(
    form: ServerForm, postgres: PostgresServer, qtbot: Any
) -> None:
    fill(form, postgres, "empty_book", "wrong")
    assert "did not accept" in outcome(qtbot, form)["password"]
    fill(form, postgres, "nowhere", PASSWORD)
    assert "no database nowhere" in outcome(qtbot, form)["database"]
    fill(form, postgres, "empty_book", PASSWORD)
    assert "there is a book" in outcome(qtbot, form)[""]
    fill(form, postgres, "template1", PASSWORD)
    assert "is empty" in outcome(qtbot, form)[""]
    form.port.setText("1")
    assert "cannot be reached" in outcome(qtbot, form)["host"]


def test_opening_gives_an_address_without_the_password_and_remembers_it_only_when_asked(
    form: ServerForm, postgres: PostgresServer, qtbot: Any, nowhere_kept: Path
) -> None:
    assert form.password.echoMode() == QLineEdit.EchoMode.Password
    fill(form, postgres, "empty_book", PASSWORD)
    form.keep.setChecked(True)
    with qtbot.waitSignal(form.wanted, timeout=20_000) as caught:
        QTest.keyClick(form.database, Qt.Key.Key_Return)
    assert caught.args == [postgres.url("empty_book"), False]
    assert PASSWORD in nowhere_kept.read_text(encoding="utf-8")


def test_a_pasted_address_fills_every_field(form: ServerForm) -> None:
    form.host.setText("postgresql://ola:secret@server.example:5433/office")
    texts = [field.text() for field in form.fields.values()]
    assert texts == ["server.example", "5433", "office", "ola", "secret"]


def test_a_window_of_a_servers_book_is_found_by_its_address_alone() -> None:
    place = place_of("postgresql://ola:secret@server.example/office")
    assert place == "postgresql://ola@server.example/office"
    assert window_name(place) == window_name(place_of(place))
    assert "secret" not in place_of("postgresql://ola:secret@server:odd/x")
