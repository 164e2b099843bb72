"""Moving a book by the preferences, and what its old place shows afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from debian_postgres import PASSWORD, PostgresServer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.move_sheet import MoveSheet, TakeBackSheet
from contactdesk.desktop.preferences import Preferences, show_preferences

# Qt's picture of a screen has no windows to raise.
pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


class Sharing:
    """The preferences at the place of the book, and where the window was sent."""

    def __init__(self, opened: Any) -> None:
        self.opened, self.desk = opened, opened.desk
        self.sent: list[str] = []
        opened.until(lambda: opened.desk.facts is not None)
        opened.window.wants_book.connect(self._take)
        self.window: Preferences = show_preferences(opened.window, opened.desk, "book_place")
        opened.until(lambda: self.said().strip())

    def _take(self, place: str, _make: bool) -> None:
        self.sent.append(place)

    @property
    def place(self) -> Any:
        return self.window.page("sharing").place

    def said(self) -> str:
        return str(self.place.row.text.text())

    def choose(self, words: str) -> None:
        action = next(a for a in self.place.menu().actions() if a.text() == words)
        assert action.isEnabled()
        action.trigger()

    def close(self) -> None:
        if isValid(self.window):
            self.window.close()


@pytest.fixture
def sharing(opened: Any, a_contact: Any) -> Iterator[Callable[..., Sharing]]:
    made: list[Sharing] = []

    def show(name: str = "office") -> Sharing:
        contacts = (a_contact("Anna Baran"),) if not made else ()
        made.append(Sharing(opened(*contacts, name=name)))
        return made[-1]

    yield show
    for each in made:
        each.close()


def test_a_book_goes_to_a_file_and_the_window_with_it(sharing: Any, tmp_path: Path) -> None:
    s = sharing()
    assert "office.cdk" in s.said()
    to = tmp_path / "elsewhere.cdk"
    s.place.ask(str(to))
    sheet = s.place.sheet
    assert isinstance(sheet, MoveSheet)
    assert "elsewhere.cdk" in sheet.title.text()
    assert not to.exists()  # nothing before it is wanted
    sheet.go.click()
    s.opened.until(lambda: s.sent == [str(to)])
    assert to.exists()
    s.opened.until(lambda: s.desk.read_only)
    assert s.desk.facts.moved_to == str(to)


def test_what_is_stopped_stays_where_it_was(sharing: Any, tmp_path: Path) -> None:
    s = sharing()
    to = tmp_path / "elsewhere.cdk"
    s.place.ask(str(to))
    sheet = s.place.sheet
    toasts: list[str] = []
    s.desk.toast.connect(lambda words, _button, _do: toasts.append(words))
    sheet.go.click()
    sheet.dismiss()  # Esc, or Stop
    s.opened.until(lambda: toasts)
    assert toasts == ["Stopped. The book is where it was, and nothing is there."]
    assert not to.exists()
    assert not s.desk.read_only
    assert s.sent == []


def test_what_goes_wrong_is_said_in_the_sheet(sharing: Any, tmp_path: Path) -> None:
    s = sharing()
    (tmp_path / "taken.cdk").write_bytes(b"mine")
    s.place.ask(str(tmp_path / "taken.cdk"))
    sheet = s.place.sheet
    sheet.go.click()
    s.opened.until(lambda: "already" in sheet.state.text())
    assert sheet.go.isVisible()
    assert sheet.go.isEnabled()
    sheet.cancel.click()
    assert (tmp_path / "taken.cdk").read_bytes() == b"mine"
    assert not s.desk.read_only


def banners_of(sharing: Sharing) -> list[Banner]:
    banners = sharing.opened.window.findChildren(Banner)
    return [b for b in banners if b.isVisible() and "was moved to" in b.words.text()]


def test_the_old_place_says_where_the_book_went_and_is_taken_back(
    sharing: Any, tmp_path: Path, the_book_itself: Any
) -> None:
    from contactdesk.store.book import Book
    from contactdesk.store.moving import move

    first = sharing()
    with the_book_itself(), Book.open(tmp_path / "office.cdk") as book:
        move(book, str(tmp_path / "elsewhere.cdk"))
    first.opened.until(lambda: first.desk.read_only)  # a colleague moved it meanwhile
    first.opened.until(lambda: banners_of(first))
    (banner,) = banners_of(first)
    banner.button.click()
    assert first.sent == [str(tmp_path / "elsewhere.cdk")]
    first.opened.until(lambda: "was moved to" in first.said())
    first.choose("Open it there")
    assert first.sent == [str(tmp_path / "elsewhere.cdk")] * 2

    again = sharing()
    again.choose("Take this one back into use…")
    sheet = again.place.sheet
    assert isinstance(sheet, TakeBackSheet)
    assert "elsewhere.cdk" in sheet.text.text()
    sheet.go.click()
    again.opened.until(lambda: again.sent == [str(tmp_path / "office.cdk")])
    third = sharing()
    assert not third.desk.read_only


def test_only_an_empty_database_is_taken(
    sharing: Any, postgres: PostgresServer, the_book_itself: Any
) -> None:
    s = sharing()
    postgres.sql("CREATE DATABASE moveto")
    try:
        s.choose("To a server…")
        form = s.place.form
        form.host.setText(postgres.url("empty_book", PASSWORD))
        form.go()
        s.opened.until(lambda: "a book in it already" in form.database.toolTip() + all_said(form))
        form.database.setText("moveto")
        form.go()
        s.opened.until(lambda: s.place.sheet is not None)
        assert "moveto on 127.0.0.1" in s.place.sheet.title.text()
        s.place.sheet.go.click()
        s.opened.until(lambda: len(s.sent) == 1)
        assert PASSWORD not in s.sent[0]
        with the_book_itself():
            assert postgres.sql("SELECT count(*) FROM contact", "moveto") == [(1,)]
    finally:
        postgres.sql("DROP DATABASE moveto WITH (FORCE)")


def all_said(form: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in form.findChildren(QLabel))


def test_the_menu_opens_from_the_keyboard(sharing: Any) -> None:
    s = sharing()
    assert s.place.button.isEnabled()
    s.place.row.go()
    s.opened.until(s.place.button.hasFocus)
    s.opened.qtbot.keyClick(s.place.button, " ")
    s.opened.until(lambda: QApplication.activePopupWidget() is not None)
    QApplication.activePopupWidget().close()
