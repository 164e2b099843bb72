"""Contacts leave the window: as numbers inside it, as a file, cards or text for others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import contact_drag
from contactdesk.desktop.contact_drag import BOOK, CARDS, CONTACTS, ContactData, numbers_in
from contactdesk.operations.file_names import safe_file_name


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[QDrag]:
    """Drags are not carried out; they are collected as they were begun."""
    begun: list[QDrag] = []

    def take(drag: QDrag, *_actions: object) -> Qt.DropAction:
        begun.append(drag)
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", take)
    return begun


def drop_on(window: Any, data: QMimeData) -> QDropEvent:
    actions = Qt.DropAction.CopyAction
    button, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(700, 400), actions, data, button, nothing)
    enter.ignore()
    QApplication.sendEvent(window.windowHandle(), enter)
    if not enter.isAccepted():
        return enter
    event = QDropEvent(QPointF(700, 400), actions, data, button, nothing)
    event.ignore()
    QApplication.sendEvent(window.windowHandle(), event)
    return event


def chosen_drag(w: Any, dropped: list[QDrag], *names: str) -> ContactData:
    numbers = [w.choose(name) for name in names]
    if len(numbers) > 1:
        assert w.table.choose_numbers(numbers)
    w.table.startDrag(Qt.DropAction.CopyAction)
    data = dropped[-1].mimeData()
    assert isinstance(data, ContactData)
    return data


def test_rows_are_dragged_as_numbers_of_their_book(opened, a_contact, dropped) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    data = chosen_drag(w, dropped, "Anna Baran", "Ewa Lis")
    numbers = w.table.chosen_numbers()
    assert json.loads(bytes(data.data(CONTACTS).data())) == numbers
    assert numbers_in(data, w.desk.path) == numbers
    assert numbers_in(data, "/another/book.cdk") == []
    assert numbers_in(QMimeData(), w.desk.path) == []
    assert not dropped[-1].pixmap().isNull()


def test_one_contact_becomes_a_file_named_after_them_when_somebody_takes_it(
    opened, a_contact, dropped
) -> None:
    w = opened(a_contact("Anna Baran", phones=["+48501234567"]))
    w.shows("Anna Baran")
    data = chosen_drag(w, dropped, "Anna Baran")
    assert data._file is None
    (url,) = data.urls()
    file = Path(url.toLocalFile())
    assert file.name == "Anna Baran.vcf"
    assert b"TEL:+48501234567" in file.read_bytes().replace(b"TEL;VALUE=text", b"TEL")
    assert data.text() == "Anna Baran\n+48501234567"
    assert bytes(data.data(CARDS).data()) == file.read_bytes()


def test_several_contacts_become_one_file_named_by_their_count(opened, a_contact, dropped) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"), a_contact("Jan Nowak"))
    w.shows("Anna Baran", "Ewa Lis", "Jan Nowak")
    data = chosen_drag(w, dropped, "Anna Baran", "Jan Nowak")
    (url,) = data.urls()
    assert Path(url.toLocalFile()).name == "2 contacts.vcf"
    assert Path(url.toLocalFile()).read_bytes().count(b"BEGIN:VCARD") == 2


def test_a_drag_back_into_its_own_window_imports_nothing(opened, a_contact, dropped) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    data = chosen_drag(w, dropped, "Anna Baran")
    assert not drop_on(w.window, data).isAccepted()
    assert "import" not in w.window.pages


def test_a_drag_into_the_window_of_another_book_imports_the_contact(
    opened, a_contact, dropped
) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    data = chosen_drag(w, dropped, "Anna Baran")
    other = opened(a_contact("Jan Nowak"), name="other")
    other.shows("Jan Nowak")
    assert drop_on(other.window, data).isAccepted()
    other.go_on()
    other.shows("Anna Baran", "Jan Nowak")


def test_a_dropped_file_is_still_imported(opened, a_contact, tmp_path) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    file = tmp_path / "ewa.vcf"
    file.write_text("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ewa Lis\r\nEND:VCARD\r\n", newline="")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    assert drop_on(w.window, data).isAccepted()
    w.go_on()
    w.shows("Anna Baran", "Ewa Lis")


def test_too_many_contacts_for_a_file_say_so(opened, a_contact, dropped, monkeypatch) -> None:
    monkeypatch.setattr(contact_drag, "AS_FILE_AT_MOST", 1)
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    data = chosen_drag(w, dropped, "Anna Baran", "Ewa Lis")
    assert data.formats() == [CONTACTS, BOOK]
    assert data.urls() == []
    w.until(lambda: "use Export" in w.window.toast.text())


def test_what_is_copied_in_one_book_is_pasted_into_another_and_undone_there(
    opened, a_contact
) -> None:
    w = opened(a_contact("Anna Baran", phones=["+48501234567"]))
    w.shows("Anna Baran")
    w.choose("Anna Baran")
    QApplication.clipboard().clear()
    w.window.verbs.copy_contacts()
    w.until(lambda: w.window.toast.text() == "Copied 1 contact")
    other = opened(a_contact("Jan Nowak"), name="other")
    other.shows("Jan Nowak")
    other.window.verbs.paste_contacts()
    other.go_on()
    other.shows("Anna Baran", "Jan Nowak")
    other.window.verbs.undo()
    other.shows("Jan Nowak")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anna Baran", "Anna Baran"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("../../etc/passwd", "etc passwd"),
        ("رضا نیک‌ساز", "رضا نیک‌ساز"),
        ("陳怡君", "陳怡君"),
        ("नमस्ते", "नमस्ते"),
        ("CON", "CON_"),
        ("nul.txt", "nul_txt"),
        ("evil\u202efcv.exe", "evil fcv.exe"),
        ("Anna\n\tBaran\x00", "Anna Baran"),
        ("Dr. ", "Dr"),
        ("🙂", "contact"),
        ("", "contact"),
    ],
)
def test_file_names_are_safe_in_every_script(name: str, expected: str) -> None:
    assert safe_file_name(name, "contact") == expected


def test_a_very_long_name_still_fits_a_file_system() -> None:
    assert len((safe_file_name("陳" * 500, "contact") + ".vcf").encode()) <= 255
