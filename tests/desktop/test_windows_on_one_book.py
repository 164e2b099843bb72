"""Several windows on one book: who else is here, and their changes, once and soon."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.desktop.presence_foot import PresencePopup
from contactdesk.desktop.value_row import ValueRow
from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.settings import Settings
from contactdesk.store.presence import FilePresence, Here

WAIT = 20_000
PHONES = ("+48501234567", "+48225550101")


@pytest.fixture
def window(qtbot: Any, a_book: Any, a_contact: Any, tmp_path: Path, the_book_itself: Any) -> Any:
    with the_book_itself():
        a_book(a_contact("Anna Nowak", phones=PHONES), a_contact("Piotr Lis"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, "light")
    made = MainWindow()
    qtbot.addWidget(made)
    desk = Desk(str(tmp_path / "office.cdk"), Settings())
    made.show()
    made.list_pane.build_table()
    made.complete(desk)
    desk.open()
    qtbot.waitUntil(lambda: made.list_pane.model.count == 2, timeout=WAIT)
    yield made
    desk.close()


@pytest.fixture
def marta(tmp_path: Path) -> Iterator[Any]:
    """Says where Marta is: at no contact, or at the one with this id."""
    presence = FilePresence(tmp_path / "office.cdk")

    def tell(contact: str = "", field: str = "") -> None:
        since = "2026-11-24T09:00:00+00:00"
        presence.tell(Here("", "id-marta", "Marta Zając", "2", "marta-pc", since, contact, field))

    tell.leave = presence.leave  # type: ignore[attr-defined]
    yield tell
    presence.leave()


def choose(window: Any, qtbot: Any, row_of: str) -> Any:
    model, table = window.list_pane.model, window.list_pane.table
    rows = range(model.rowCount())
    qtbot.waitUntil(lambda: any(model.contact_at(r) for r in rows), timeout=WAIT)
    row = next(r for r in rows if (c := model.contact_at(r)) and c.name == row_of)
    table.choose_row(row)
    qtbot.waitUntil(
        lambda: window.detail.card is not None and window.detail.card.view.name == row_of,
        timeout=WAIT,
    )
    return window.detail.card.view.contact


def test_a_colleagues_face_comes_and_goes_at_the_foot(window, qtbot, marta):
    faces = window.presence.faces
    assert not faces.isVisible()
    marta()
    qtbot.waitUntil(faces.isVisible, timeout=WAIT)
    assert "Marta Zając" in faces.accessibleName()
    assert window.sidebar.state.full_text() == "1 online"
    marta.leave()
    window.desk.presence.look()
    qtbot.waitUntil(lambda: not faces.isVisible(), timeout=WAIT)
    assert window.sidebar.state.full_text() == "Saved on this computer"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups off screen
def test_the_card_says_who_is_editing_and_the_list_of_people_leads_there(window, qtbot, marta):
    anna = choose(window, qtbot, "Anna Nowak")
    marta(anna.id)
    banner = window.detail._presence
    qtbot.waitUntil(banner.isVisible, timeout=WAIT)
    assert banner.title.text() == "Marta Zając is editing this contact."
    choose(window, qtbot, "Piotr Lis")
    assert not banner.isVisible()
    window.presence.faces.click()
    qtbot.waitUntil(lambda: bool(window.sidebar.findChildren(PresencePopup)), timeout=WAIT)
    popup = window.sidebar.findChildren(PresencePopup)[-1]
    (show,) = popup.shows
    assert show.accessibleName() == "Show Anna Nowak"
    show.click()
    qtbot.waitUntil(lambda: window.detail.current_number() == anna.number, timeout=WAIT)
    qtbot.waitUntil(banner.isVisible, timeout=WAIT)


def test_others_are_told_what_is_edited_here_and_when_it_no_longer_is(
    window, qtbot, tmp_path, marta
):
    marta()
    there = FilePresence(tmp_path / "office.cdk")
    anna = choose(window, qtbot, "Anna Nowak")
    window.detail.edit(anna.number)

    def told() -> list[str]:
        return [h.contact for h in there.others() if h.person != "id-marta"]

    qtbot.waitUntil(lambda: told() == [anna.id], timeout=WAIT)
    window.detail.leave_editor()
    qtbot.waitUntil(lambda: told() == [""], timeout=WAIT)
    window.desk.close()
    assert told() == []


def test_a_new_name_and_colour_are_seen_by_the_others(window, qtbot, tmp_path, the_book_itself):
    there = FilePresence(tmp_path / "office.cdk")
    with qtbot.waitSignal(window.desk.facts_changed, timeout=WAIT) as changed:
        window.desk.introduce("Piotr Maj", "6")
    assert changed.args[0].person == "Piotr Maj"
    qtbot.waitUntil(
        lambda: [(h.name, h.colour) for h in there.others()] == [("Piotr Maj", "6")], timeout=WAIT
    )


def test_the_preferences_change_my_name_and_colour(window, qtbot, the_book_itself, tmp_path):
    from contactdesk.desktop.preferences import show_preferences
    from contactdesk.desktop.preferences_sharing import SharingPage
    from contactdesk.store.book import Book

    page = show_preferences(window, window.desk).page(SharingPage.key)
    qtbot.waitUntil(lambda: page.name.text() != "", timeout=WAIT)
    page.name.setText("Piotr Maj")
    page.name.returnPressed.emit()
    before = page.colour.at()
    qtbot.keyClick(page.colour, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.desk.facts.person == "Piotr Maj", timeout=WAIT)

    def stored() -> tuple[str, str]:
        with the_book_itself(), Book.open(tmp_path / "office.cdk") as book, book.read() as tx:
            return tx.people.me()[2:]

    qtbot.waitUntil(lambda: stored() == ("Piotr Maj", str((before + 1) % 10)), timeout=WAIT)


@pytest.fixture
def ola(as_somebody_else: Any, the_book_itself: Any) -> Any:
    """Does something to the book as a colleague would."""

    def do(work: Any) -> None:
        with the_book_itself(), as_somebody_else("ola") as book, book.write("Ola’s") as tx:
            work(tx)

    return do


def test_a_colleagues_change_of_a_value_names_rows_anew_and_resets_no_list(window, qtbot, ola):
    anna = choose(window, qtbot, "Anna Nowak")
    model = window.list_pane.model
    told: list[int] = []
    window.desk.changed.connect(lambda change: told.append(change.id))
    work = (Membership("Baltica", job_title="Buyer"),)

    def edit(tx: Any) -> None:
        base = tx.contacts.get(anna.number)
        tx.contacts.save(replace(base, memberships=work), base)

    with qtbot.assertNotEmitted(model.modelReset):
        ola(edit)
        at = model.row_of_number(anna.number)
        qtbot.waitUntil(lambda: "Buyer" in model.contact_at(at).subtitle, timeout=WAIT)
    window.desk.write("Mine", lambda tx: tx.contacts.delete([anna.number]))
    qtbot.waitUntil(lambda: model.count == 1, timeout=WAIT)
    ola(lambda tx: tx.contacts.restore([anna.number]))
    qtbot.waitUntil(lambda: model.count == 2, timeout=WAIT)
    assert told == sorted(set(told))
    assert len(told) == 3


def test_many_new_contacts_of_a_colleague_come_in_one_reading(window, qtbot, ola):
    def add(tx: Any) -> None:
        for n in range(2_500):  # more than are named one by one
            tx.contacts.add(Contact(formatted_name=f"Nr {n}", phones=(Entry("112"),)))

    model = window.list_pane.model
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.count))
    ola(add)
    qtbot.waitUntil(lambda: model.count == 2_502, timeout=WAIT)
    assert resets == [2_502]


STAR = """
import sys
from contactdesk.store.book import Book
with Book.open(sys.argv[1]) as book, book.write("Star") as tx:
    tx.contacts.star([int(sys.argv[2])], on=True)
"""


def test_a_star_given_in_my_other_window_is_on_row_card_and_count(window, qtbot, tmp_path):
    anna = choose(window, qtbot, "Anna Nowak")
    words = [str(tmp_path / "office.cdk"), str(anna.number)]
    subprocess.run([sys.executable, "-c", STAR, *words], check=True)
    model = window.list_pane.model

    def starred() -> bool:
        row = model.contact_at(model.row_of_number(anna.number))
        return row is not None and row.starred

    qtbot.waitUntil(starred, timeout=WAIT)
    qtbot.waitUntil(lambda: window.detail.card.view.starred, timeout=WAIT)
    qtbot.waitUntil(lambda: window.actions_.star.text() == "Take the star away", timeout=WAIT)
    assert window.detail.current_number() == anna.number


def test_the_value_a_colleague_is_in_is_framed_on_the_card_and_in_the_form(window, qtbot, marta):
    anna = choose(window, qtbot, "Anna Nowak")
    words = "Marta Zając is editing this field"
    first, second = (f"phones {phone.item}" for phone in anna.phones)

    def framed() -> list[str]:
        rows = window.detail.card.findChildren(ValueRow)
        return [row.accessibleDescription() for row in rows[:2]]

    marta(anna.id, second)
    qtbot.waitUntil(lambda: framed() == ["", words], timeout=WAIT)
    marta(anna.id, first)
    qtbot.waitUntil(lambda: framed() == [words, ""], timeout=WAIT)
    window.detail.edit(anna.number)
    lines = window.detail._editing.form.rows["phones"].lines
    assert [line.editor.text() for line in lines] == [words, ""]
    marta(anna.id)
    qtbot.waitUntil(lines[0].editor.isHidden, timeout=WAIT)


def test_others_are_told_which_field_has_the_keyboard_here(window, qtbot, tmp_path, marta):
    there = FilePresence(tmp_path / "office.cdk")
    anna = choose(window, qtbot, "Anna Nowak")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    window.detail.edit(anna.number, "phones", anna.phones[1].item)
    place = f"phones {anna.phones[1].item}"
    qtbot.waitUntil(lambda: [h.field for h in there.others()] == [place], timeout=WAIT)
    window.detail._editing.form.note.setFocus()
    qtbot.waitUntil(lambda: [h.field for h in there.others()] == [""], timeout=WAIT)
