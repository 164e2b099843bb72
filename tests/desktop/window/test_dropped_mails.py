"""Mails dropped on the window or on somebody, and pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.mail_dialog import MailDialog
from contactdesk.model.happenings import kind_of
from contactdesk.store.timeline import Asked

MAIL = (
    "Message-ID: <one@baltica.example>\nDate: Tue, 24 Nov 2026 09:20:00 +0000\n"
    "Received: from a by b; Tue, 24 Nov 2026 09:21:00 +0000\nFrom: anna@baltica.example\n"
    "To: me@desk.example\nSubject: Price list\nContent-Type: multipart/mixed; boundary=b\n\n"
    "--b\n\nBefore Friday.\n--b\nContent-Disposition: attachment; filename=a.pdf\n\nx\n--b--\n"
)


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(
        a_contact("Anna Baran", emails=["anna@baltica.example"]), a_contact("Jan Kos"),
        a_contact("Piotr Lis", emails=["piotr@lis.example"]),
    )  # fmt: skip
    w.until(lambda: len(w.names()) == 3)
    return w


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "price list.eml"
    made.write_text(MAIL)
    return made


def drop(w: Any, spot: QPoint, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    handle, copy = w.window.windowHandle(), Qt.DropAction.CopyAction
    button, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot, copy, data, button, nothing)
    QApplication.sendEvent(handle, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(handle, QDropEvent(QPointF(spot), copy, data, button, nothing))


def middle(w: Any, widget: Any) -> QPoint:
    return QPoint(widget.mapTo(w.window, widget.rect().center()))


def at_row(w: Any, name: str) -> QPoint:
    model = w.window.list_pane.model
    row = next(r for r in range(model.rowCount())
               if (c := model.contact_at(r)) is not None and c.name == name)  # fmt: skip
    spot = w.table.visualRect(model.index(row, 0)).center()
    return QPoint(w.table.viewport().mapTo(w.window, spot))


def happened(w: Any, name: str) -> list[tuple[str, str]]:
    answers: list[list[tuple[str, str]]] = []

    def ask(tx: Any) -> list[tuple[str, str]]:
        items = tx.timelines.of(tx.contacts.search(name).numbers[0], Asked()).items
        return [(kind_of(item.event), item.event.summary) for item in items]

    w.desk.read(ask, answers.append)
    w.until(lambda: answers)
    return answers[0]


RECEIVED = [("E-mail received", "Price list")]


def test_a_mail_dropped_on_the_window_is_its_peoples(office, file, qtbot) -> None:
    drop(office, middle(office, office.window.stack), file)
    office.until(office.window.toast.text)
    assert office.window.toast.text() == (
        "E-mail on the timeline of Anna Baran. 1 attached file is among their documents."
    )
    assert happened(office, "Anna Baran") == RECEIVED
    assert happened(office, "Jan Kos") == []
    office.window.toast.dismiss()
    drop(office, middle(office, office.window.stack), file)
    office.until(office.window.toast.text)
    assert office.window.toast.text() == "This e-mail is there already, with Anna Baran."
    office.window.verbs.undo()
    office.until(lambda: happened(office, "Anna Baran") == [])


def test_dropped_on_somebody_in_the_list_it_is_theirs_too(office, file) -> None:
    drop(office, at_row(office, "Jan Kos"), file)
    office.until(office.window.toast.text)
    assert happened(office, "Jan Kos") == RECEIVED
    assert happened(office, "Anna Baran") == RECEIVED
    assert happened(office, "Piotr Lis") == []


def test_one_that_nobody_has_to_do_with_is_given_to_somebody(office, file) -> None:
    file.write_text(MAIL.replace("anna@", "else@"))
    drop(office, middle(office, office.window.stack), file)
    office.until(office.window.toast.text)
    assert office.window.toast.text().endswith("Nothing was written.")
    assert happened(office, "Anna Baran") == []
    office.window.toast._button.click()
    (dialog,) = office.window.findChildren(MailDialog)
    dialog.done_with()
    assert dialog.who.state == "error"
    dialog.cancel.setFocus()
    dialog.who.setText("piotr")
    dialog.who._look()
    office.until(lambda: dialog.who.found)
    dialog.who.pick(dialog.who.found[0])
    dialog.save.click()
    office.until(lambda: happened(office, "Piotr Lis") == RECEIVED)


def test_a_mail_and_an_address_book_go_their_own_ways(office, file, tmp_path) -> None:
    cards = tmp_path / "friends.vcf"
    cards.write_text("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ola Nowa\r\nEND:VCARD\r\n", newline="")
    drop(office, middle(office, office.window.stack), file, cards)
    office.until(lambda: office.window.pages.get("import") is not None)
    page = office.window.pages["import"]
    office.until(lambda: page.go.text() == "Import 1 contact")
    assert happened(office, "Anna Baran") == RECEIVED


def test_mails_copied_in_a_file_manager_are_pasted(office, file) -> None:
    bad = file.with_name("no.eml")
    bad.write_text("hello")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(bad))])
    QApplication.clipboard().setMimeData(data)
    office.window.verbs.paste_contacts()
    office.until(office.window.toast.text)
    assert "no.eml: This is no mail." in office.window.toast.text()
    assert happened(office, "Anna Baran") == RECEIVED


def test_on_the_card_a_mail_is_told_from_notes_and_cannot_be_rewritten(office, file) -> None:
    drop(office, middle(office, office.window.stack), file)
    office.until(office.window.toast.text)
    office.choose("Anna Baran")
    office.until(lambda: office.window.detail.card is not None)
    panel = office.window.detail.card.timeline
    office.until(lambda: panel.items is not None and panel.items.rows.rows)
    (row,) = panel.items.rows.rows
    assert (row.title, row.icon) == ("Price list", "mail")
    assert row.spoken().startswith("E-mail received, Price list")
    assert [words for words, _value in panel.tabs.choices] == ["All", "E-mails"]
    words = [a.text() for a in panel.items.menu(0).actions() if a.text()]
    assert words == ["Add document…", "Copy", "Delete"]
    panel.items.edit_row(0)
    assert panel.items.area is None
    panel.items.delete_row(0)
    office.until(lambda: office.window.toast.text() == "E-mail deleted")
    assert happened(office, "Anna Baran") == []


def test_where_one_may_only_read_nothing_is_written(office, file, monkeypatch) -> None:
    facts = office.desk.facts._replace(read_only="Somebody else has it.")
    monkeypatch.setattr(office.desk, "facts", facts)
    office.window.verbs.start_import([str(file)])
    assert office.window.toast.text() == "Somebody else has it."
    assert happened(office, "Anna Baran") == []
