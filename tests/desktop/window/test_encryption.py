"""Encrypted books in the window: asking for the passphrase, encrypting, what is typed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from contactdesk import paths
from contactdesk.desktop.encryption_sheet import EncryptionSheet
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.note_drafts import NoteDraft, NoteDrafts
from contactdesk.desktop.preferences import show_preferences
from contactdesk.errors import BookError
from contactdesk.operations import encryption
from contactdesk.store import connecting, encrypting, keys
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.presence import FilePresence, Here

from .conftest import Opened

pytestmark = pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")

FIRST, SECOND = "mleko rower chmura", "jezioro lampa most"


@pytest.fixture(autouse=True)
def no_key_held() -> Iterator[None]:
    yield
    keys.forget()


@pytest.fixture
def locked(closed: Path, the_book_itself: Any) -> Path:
    with the_book_itself():
        encrypting.encrypt(str(closed), FIRST)
    keys.forget()
    return closed


@pytest.fixture
def on(qtbot: Any) -> Iterator[Callable[[Path], Opened]]:
    windows: list[Opened] = []

    def start(path: Path) -> Opened:
        windows.append(Opened(qtbot, path))
        windows[-1].wanted = []  # type: ignore[attr-defined]
        windows[-1].window.wants_book.connect(lambda *asked: windows[-1].wanted.append(asked))
        return windows[-1]

    yield start
    for each in windows:
        each.close()


def page_of(w: Opened) -> Any:
    w.until(lambda: w.window.place.unlock is not None and w.window.place.unlock.page is not None)
    return w.window.place.unlock.page


# ── opening ─────────────────────────────────────────────────────────────────────────────


def test_the_page_asks_and_the_book_opens(on, locked: Path) -> None:
    w = on(locked)
    page = page_of(w)
    w.until(page.box.field.hasFocus)
    assert "office.cdk" in page.title.text()
    assert page.box.field.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClicks(page.box.field, "mleko")
    QTest.keyClick(page.box.field, Qt.Key.Key_Return)
    assert not page.open.isEnabled()
    w.until(lambda: page.box.field.state == "error")
    assert "does not open office.cdk" in page.box.field.message
    assert page.open.isEnabled()
    assert page.box.field.selectedText()
    QTest.keyClicks(page.box.field, FIRST)
    assert page.box.field.state == ""
    QTest.keyClick(page.box.field, Qt.Key.Key_Return)
    w.until(lambda: w.wanted == [(str(locked), False)])
    again = on(locked)
    again.shows("Anna Baran")


def test_an_empty_passphrase_is_not_tried(on, locked: Path) -> None:
    w = on(locked)
    page = page_of(w)
    QTest.mouseClick(page.open, Qt.MouseButton.LeftButton)
    assert page.box.field.state == "error"
    assert page.open.isEnabled()


def test_one_may_look_at_it_and_hears_of_caps_lock(on, locked: Path) -> None:
    w = on(locked)
    box = page_of(w).box
    w.until(box.field.hasFocus)
    QTest.mouseClick(box.eye, Qt.MouseButton.LeftButton)
    assert box.field.echoMode() == QLineEdit.EchoMode.Normal
    assert box.eye.accessibleName() == "Hide the passphrase"
    QTest.mouseClick(box.eye, Qt.MouseButton.LeftButton)
    assert box.field.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClick(box.field, Qt.Key.Key_M)  # a small letter
    assert not box.caps.isVisible()
    QTest.keyClick(box.field, "M", Qt.KeyboardModifier.NoModifier)
    assert box.caps.isVisible()
    QTest.keyClick(box.field, "M", Qt.KeyboardModifier.ShiftModifier)
    assert not box.caps.isVisible()


# ── a new one ───────────────────────────────────────────────────────────────────────────


def new_sheet(w: Opened, place: Path) -> EncryptionSheet:
    w.until(lambda: w.desk.facts is not None)
    w.window.verbs.make_encrypted_book(str(place))
    (sheet,) = w.window.findChildren(EncryptionSheet)
    w.until(sheet.new.field.hasFocus)
    assert "nobody can read the book again, not even you" in sheet.text.text()
    return sheet


def test_a_new_book_is_encrypted_from_its_first_byte_on(on, closed: Path, tmp_path: Path) -> None:
    w, place = on(closed), tmp_path / "fresh" / "new.cdk"
    place.parent.mkdir()
    sheet = new_sheet(w, place)
    QTest.keyClicks(sheet.new.field, SECOND)
    QTest.keyClick(sheet.new.field, Qt.Key.Key_Tab)
    QTest.keyClicks(sheet.again.field, FIRST)
    QTest.keyClick(sheet.again.field, Qt.Key.Key_Return)
    assert "not the same as above" in sheet.again.field.message
    assert not place.exists()
    sheet.again.field.setText(SECOND)
    QTest.keyClick(sheet.again.field, Qt.Key.Key_Return)
    w.until(lambda: w.wanted == [(str(place), False)])
    assert b"SQLite format 3" not in place.read_bytes()
    assert [each.name for each in place.parent.iterdir()] == ["new.cdk"]
    keys.forget()
    again = on(place)
    page = page_of(again)
    page.box.field.setText(SECOND)
    QTest.keyClick(page.box.field, Qt.Key.Key_Return)
    again.until(lambda: again.wanted == [(str(place), False)])
    third = on(place)
    third.until(lambda: third.desk.facts is not None and not third.desk.read_only)


def test_a_file_that_is_there_is_never_written_over_by_a_new_book(on, closed: Path) -> None:
    w, there = on(closed), closed.with_name("letters.cdk")
    there.write_bytes(b"dear Anna")
    sheet = new_sheet(w, there)
    for box in (sheet.new, sheet.again):
        box.field.setText(SECOND)
    QTest.keyClick(sheet.again.field, Qt.Key.Key_Return)
    w.until(lambda: "Choose another name" in sheet.new.field.message)
    assert sheet.go.isEnabled()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert there.read_bytes() == b"dear Anna"
    assert w.wanted == []


def test_a_new_book_that_was_not_made_leaves_nothing(
    on, closed: Path, the_book_itself: Any
) -> None:
    w, place = on(closed), closed.with_name("new.cdk")
    sheet = new_sheet(w, place)
    sheet.leave.click()
    assert not place.exists()
    nowhere = closed / "new.cdk"  # inside a file
    with the_book_itself():
        with pytest.raises(BookError):
            encryption.make(str(nowhere), SECOND)
        with Book.open(place) as book:
            assert not connecting.is_encrypted(place)
            assert not book.facts.read_only


# ── encrypting ──────────────────────────────────────────────────────────────────────────


def sheet_of(w: Opened, what: str = "turn") -> EncryptionSheet:
    """The sheet, as the preferences open it."""
    w.until(lambda: w.desk.facts is not None)
    preferences = show_preferences(w.window, w.desk, "encryption")
    rows = preferences.page("sharing").encryption
    w.until(lambda: rows.row.text.text().strip())
    w.until(lambda: getattr(rows, what).isEnabled())
    QTest.mouseClick(getattr(rows, what), Qt.MouseButton.LeftButton)
    found = w.window.findChildren(EncryptionSheet)
    assert len(found) == 1
    return found[0]


def test_a_book_is_encrypted_and_opened_again(on, closed: Path, the_book_itself) -> None:
    w = on(closed)
    sheet = sheet_of(w)
    assert "there is no way around it" in sheet.text.text()
    assert w.window.focusWidget() is sheet.new.field
    QTest.keyClicks(sheet.new.field, "abc")
    assert sheet.new.field.state == "warn"
    QTest.keyClick(sheet.new.field, Qt.Key.Key_Return)
    assert sheet.again.field.state == "error"
    sheet.new.field.setText(FIRST)
    sheet.again.field.setText("mleko rower")
    sheet.go_on()
    assert "not the same" in sheet.again.field.message
    sheet.again.field.setText(FIRST)
    sheet.go_on()
    w.until(lambda: sheet.stage == "over")
    assert sheet.title.text() == "The book is encrypted"
    assert "office.before-encryption.cdk" in sheet.told.text()
    sheet.go_on()
    w.until(lambda: w.wanted == [(str(closed), False)])
    assert connecting.is_encrypted(closed)
    again = on(closed)
    again.shows("Anna Baran")
    rows = show_preferences(again.window, again.desk, "encryption").page("sharing").encryption
    again.until(rows.left.isVisible)
    assert "office.before-encryption.cdk" in rows.words.text()
    QTest.mouseClick(rows.remove, Qt.MouseButton.LeftButton)
    rows.question.go_on.click()
    again.until(lambda: not rows.left.isVisible())
    assert encrypting.kept_files(closed) == []


def test_the_passphrase_is_changed_by_who_knows_it(on, locked: Path, the_book_itself) -> None:
    with the_book_itself():
        connecting.unlock(locked, FIRST)
    w = on(locked)
    sheet = sheet_of(w, "change")
    for box, text in ((sheet.present, "no"), (sheet.new, SECOND), (sheet.again, SECOND)):
        box.field.setText(text)
    sheet.go_on()
    w.until(lambda: sheet.present.field.state == "error")
    assert sheet.stage == "asking"
    sheet.present.field.setText(FIRST)
    sheet.go_on()
    w.until(lambda: sheet.stage == "over")
    keys.forget()
    with the_book_itself():
        connecting.unlock(locked, SECOND)
        with Book.open(locked) as book, book.read() as tx:
            assert len(tx.contacts.listing(ListQuery()).numbers) == 1


def test_it_is_taken_off(on, locked: Path, the_book_itself) -> None:
    with the_book_itself():
        connecting.unlock(locked, FIRST)
    w = on(locked)
    sheet = sheet_of(w)
    sheet.present.field.setText(FIRST)
    sheet.go_on()
    w.until(lambda: sheet.stage == "over")
    assert not connecting.is_encrypted(locked)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    w.until(lambda: w.wanted == [(str(locked), False)])


def test_while_a_colleague_is_there_the_book_stays_open(on, closed: Path) -> None:
    presence = FilePresence(closed)
    since = "2026-11-28T09:00:00+00:00"
    presence.tell(Here("", "id-maria", "Maria", "1", "maria-pc", since, ""))
    try:
        w = on(closed)
        sheet = sheet_of(w)
        sheet.new.field.setText(FIRST)
        sheet.again.field.setText(FIRST)
        sheet.go_on()
        w.until(lambda: sheet.new.field.state == "error")
        assert "Maria has this book open" in sheet.new.field.message
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        w.shows("Anna Baran")
    finally:
        presence.leave()


def test_a_failure_says_so_and_opens_the_book_again(on, closed: Path, monkeypatch) -> None:
    def fail(*_given: object) -> None:
        raise BookError("There is no room left.")

    monkeypatch.setattr(encryption, "convert", fail)
    w = on(closed)
    sheet = sheet_of(w)
    sheet.new.field.setText(FIRST)
    sheet.again.field.setText(FIRST)
    sheet.go_on()
    w.until(lambda: sheet.stage == "over")
    assert sheet.title.text() == "The book is as it was"
    assert sheet.told.text() == "There is no room left."
    sheet.go_on()
    w.until(lambda: w.wanted == [(str(closed), False)])


def test_without_the_package_the_preferences_say_what_to_install(
    on, closed: Path, monkeypatch
) -> None:
    monkeypatch.setattr(encryption, "is_possible", lambda: False)
    w = on(closed)
    w.until(lambda: w.desk.facts is not None)
    rows = show_preferences(w.window, w.desk, "encryption").page("sharing").encryption
    w.until(lambda: "pip install sqlcipher3" in rows.row.text.text())
    assert not rows.turn.isEnabled()


def test_without_the_package_no_passphrase_is_asked_for(on, closed: Path, monkeypatch) -> None:
    monkeypatch.setattr(connecting, "_library", None)
    monkeypatch.setattr(connecting, "PACKAGE", "no_such_package_anywhere")
    w = on(closed)
    w.until(lambda: w.desk.facts is not None)
    w.window.actions_.new_encrypted.trigger()
    w.until(lambda: [b for b in w.window.findChildren(Banner) if b.isVisible()])
    (banner,) = [b for b in w.window.findChildren(Banner) if b.isVisible()]
    assert "pip install no_such_package_anywhere" in banner.accessibleName()
    assert "Nothing was changed" in banner.accessibleName()


# ── what is typed and not saved yet ─────────────────────────────────────────────────────


def files_with(words: str) -> list[str]:
    found = paths.data_folder().rglob("*")
    return [p.name for p in found if p.is_file() and words.encode() in p.read_bytes()]


def kept_in(book: str) -> tuple[Any, Any]:
    drafts, kept = NoteDrafts(book), KeptJson(file_of(book, "deals"))
    read = drafts.read("id-anna"), kept.found()
    drafts.close()
    kept.close()
    return read


@pytest.mark.parametrize("is_locked", [False, True])
def test_drafts_are_as_unreadable_as_the_book(
    is_locked: bool, closed: Path, the_book_itself
) -> None:
    """Also those that were there before, and after a change of the passphrase."""
    book, said = str(closed), NoteDraft("Wants the SECRET list")
    with the_book_itself():
        if is_locked:
            encryption.convert("encrypt", book, FIRST)
        drafts, kept = NoteDrafts(book), KeptJson(file_of(book, "deals"))
        drafts.keep("id-anna", said)
        kept.keep({"title": "SECRET deal"})
        drafts.close()
        kept.close()
        assert bool(files_with("SECRET")) is not is_locked
        if not is_locked:
            encryption.convert("encrypt", book, FIRST)
        assert files_with("SECRET") == []
        assert kept_in(book) == (said, {"title": "SECRET deal"})
        encryption.convert("change", book, SECOND)
        keys.forget()
        assert kept_in(book) == (None, {})
        connecting.unlock(closed, SECOND)
        assert kept_in(book) == (said, {"title": "SECRET deal"})
        encryption.convert("decrypt", book)
        keys.forget()
        assert kept_in(book) == (said, {"title": "SECRET deal"})
