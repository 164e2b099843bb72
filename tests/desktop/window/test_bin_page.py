"""Everything deleted, in the window: found, brought back, removed for good, also by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from contactdesk.desktop.bin_emptying import BinEmptier
from contactdesk.desktop.bin_list import left_words
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Deal
from contactdesk.model.event import Event
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

Key = Qt.Key
OLD = (datetime.now(UTC) - timedelta(days=120)).isoformat()[:23] + "Z"


@pytest.fixture
def office(opened: Any, a_contact: Any, the_book_itself: Any, tmp_path: Any) -> Any:
    """A window on a book with a contact, an appointment, a note and a deal in the bin."""
    made = opened(a_contact("Anna Nowak"), a_contact("Jan Kos"))
    made.shows("Jan Kos", "Anna Nowak")
    with the_book_itself(), Book.open(tmp_path / "office.cdk") as book, book.write("Delete") as tx:
        visit = tx.events.add(Event(summary="Visit in Gdynia", starts_at="2026-12-01T10:00"))
        note = tx.events.add(Event(component="journal", description="She likes tea"))
        tx.events.delete([visit.number, note.number])
        tx.deals.delete([tx.deals.add(Deal(title="Reactor")).number])
        tx.contacts.delete([1])
    made.shows("Jan Kos")
    made.window.actions_.bin.trigger()
    made.page = made.window.pages["bin"]
    made.until(lambda: len(names(made)) == 4)
    return made


def names(office: Any) -> list[str]:
    model = office.page.list.entries
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def choose(office: Any, *wanted: str) -> None:
    rows, model = office.page.list, office.page.list.selectionModel()
    model.clearSelection()
    for name in wanted:
        index = rows.entries.index(names(office).index(name))
        model.setCurrentIndex(index, model.SelectionFlag.Select)


def answer(office: Any, word: str) -> None:
    def button() -> Any:
        boxes = [b for b in office.page.findChildren(QMessageBox) if b.isVisible()]
        return next((b for box in boxes for b in box.buttons() if word in b.text()), None)

    office.until(button)
    button().click()


def test_several_are_brought_back_by_enter_and_undo_takes_that_back(office: Any) -> None:
    choose(office, "Visit in Gdynia", "Anna Nowak")
    QTest.keyClick(office.page.list, Key.Key_Return)
    office.until(lambda: set(names(office)) == {"She likes tea", "Reactor"})
    office.shows("Jan Kos", "Anna Nowak")
    office.desk.undo()
    office.until(lambda: len(names(office)) == 4)


def test_it_is_searched_and_shown_by_kind(office: Any) -> None:
    office.page.search.setText("gdy")
    office.until(lambda: names(office) == ["Visit in Gdynia"])
    office.page.search.setText("zzz")
    office.until(lambda: office.page.empty.isVisible() and not names(office))
    assert "Nothing found" in office.page.empty.title.text()
    office.page.search.clear()
    office.until(lambda: len(names(office)) == 4)
    office.page.kinds.choose("deal")
    office.page.kinds.chosen.emit("deal")
    assert names(office) == ["Reactor"]


def test_a_row_says_what_it_is_who_deleted_it_and_how_long_it_stays(office: Any) -> None:
    model = office.page.list.entries
    spoken = model.data(
        model.index(names(office).index("Reactor")), Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken.startswith("Reactor, Deal · deleted by you, today")
    assert spoken.endswith("90 days left")
    assert left_words(0) == "goes today"


def test_for_good_only_after_a_question(office: Any, the_book_itself: Any) -> None:
    choose(office, "Reactor")
    QTest.keyClick(office.page.list, Key.Key_Delete)
    answer(office, "Keep")
    assert "Reactor" in names(office)
    office.page.remove.click()
    answer(office, "Remove for good")
    office.until(lambda: "Reactor" not in names(office))
    office.until(lambda: "1 entry removed" in office.window.toast.text())
    with the_book_itself(), Book.open(office.desk.path) as book, book.read() as tx:
        assert tx.deals.get(1) is None


def test_what_a_colleague_brings_back_goes_from_the_page(office: Any, the_book_itself: Any) -> None:
    with the_book_itself(), Book.open(office.desk.path) as book, book.write("Restore") as tx:
        tx.contacts.restore([1])
    office.until(lambda: "Anna Nowak" not in names(office))


def test_the_contacts_in_the_bin_lead_to_all_the_others(office: Any) -> None:
    office.page.left.emit()
    office.go_to(ListQuery("bin"))
    office.shows("Anna Nowak")
    hint = office.window.verbs.bin
    office.until(lambda: hint.hint is not None and hint.hint.isVisible())
    assert hint.hint.button.text() == "3 other deleted entries"
    hint.hint.button.click()
    assert office.window.verbs.bin.is_shown()
    office.page.left.emit()
    office.go_to(ListQuery())
    office.until(lambda: not hint.hint.isVisible())


def test_a_book_that_may_only_be_read_says_why_nothing_comes_back(office: Any) -> None:
    choose(office, "Reactor")
    assert office.page.back.isEnabled()
    office.desk.facts = office.desk.facts._replace(read_only="It is a copy.")
    office.desk.facts_changed.emit(office.desk.facts)
    assert not office.page.back.isEnabled()
    assert office.page.back.toolTip() == "It is a copy."
    QTest.keyClick(office.page.list, Key.Key_Return)
    QTest.keyClick(office.page.list, Key.Key_Delete)
    assert not office.page.findChildren(QMessageBox)


def test_what_is_too_old_goes_while_the_window_is_open(office: Any, the_book_itself: Any) -> None:
    with the_book_itself(), Book.open(office.desk.path) as book, book.write("Age") as tx:
        tx.log.instance = "another"
        tx.log.mark("note")
        tx.connection.exec_driver_sql(
            "UPDATE contact SET deleted_at = ? WHERE deleted_at <> ''", (OLD,)
        )
    emptier = BinEmptier(office.desk, office.window)
    emptier.look()
    office.until(lambda: set(names(office)) == {"Visit in Gdynia", "She likes tea", "Reactor"})
    emptier._timer.stop()


def test_a_contact_without_a_name_is_still_called_something(
    opened: Any, the_book_itself: Any
) -> None:
    office = opened(Contact(formatted_name="Anna"))
    office.shows("Anna")
    with the_book_itself(), Book.open(office.desk.path) as book, book.write("Delete") as tx:
        tx.events.delete([tx.events.add(Event(component="call")).number])
    office.window.actions_.bin.trigger()
    office.page = office.window.pages["bin"]
    office.until(lambda: names(office) == ["Phone call"])


def test_a_bin_without_contacts_stands_in_the_sidebar_and_leads_to_its_page(
    opened: Any, a_contact: Any, the_book_itself: Any
) -> None:
    office = opened(a_contact("Anna Nowak"))
    office.shows("Anna Nowak")
    sidebar = office.window.sidebar
    assert sidebar.model.row_of_page("bin") < 0
    with the_book_itself(), Book.open(office.desk.path) as book, book.write("Delete") as tx:
        tx.events.delete([tx.events.add(Event(component="call", summary="Prices")).number])
    office.until(lambda: sidebar.model.row_of_page("bin") >= 0)
    sidebar.page_wanted.emit("bin")
    office.page = office.window.pages["bin"]
    office.until(lambda: names(office) == ["Prices"])
    assert sidebar.list.places.chosen_row == sidebar.model.row_of_page("bin")
