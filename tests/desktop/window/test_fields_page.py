"""The page of custom fields: how one comes to it, and that one is then where one was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.custom_texts import known, learn
from contactdesk.desktop.fields_page import CustomFieldsPage
from contactdesk.model.custom import NUMBER, TEXT, FieldDefinition, FieldList
from contactdesk.store.book import Book

Made = Callable[..., Any]
Key = Qt.Key


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    learn(FieldList())
    yield
    look.apply(QApplication.instance(), "light")  # in the usual size again


@pytest.fixture
def at(opened: Made, a_contact: Made) -> Any:
    here = opened(a_contact("Anna Baran"), a_contact("Bo Berg"))
    here.shows("Anna Baran", "Bo Berg")
    return here


def come(at: Any) -> CustomFieldsPage:
    at.window.actions_.custom_fields.trigger()
    page = at.window.stack.currentWidget()
    assert isinstance(page, CustomFieldsPage)
    at.until(page.summary.full_text)
    return page


def make(at: Any, *labels: str) -> None:
    at.desk.write(
        "Fields", lambda tx: [tx.custom_fields.add(FieldDefinition(label=name)) for name in labels]
    )
    at.until(lambda: [f.label for f in known().fields] == list(labels))


def titles(page: CustomFieldsPage) -> list[str]:
    return [row.title for row in page.rows]


def focus() -> Any:
    return QApplication.focusWidget()


def test_the_page_stands_beside_the_rail_and_esc_leads_back_to_the_list(at: Any) -> None:
    at.choose("Bo Berg")
    at.table.setFocus()
    page = come(at)
    assert at.window.sidebar.rail
    assert at.window.list_pane.isHidden()
    assert focus() is page.palette_.buttons[TEXT]
    QTest.keyClick(focus(), Key.Key_Escape)
    assert not at.window.list_pane.isHidden()
    assert at.window.stack.currentWidget() is at.window.detail
    assert at.window.chosen_numbers() == [2]
    assert at.table.hasFocus()


def test_done_leads_back_to_the_page_that_was_shown(at: Any) -> None:
    verbs = at.window.verbs
    verbs.documents.show()
    page = come(at)
    page.done_.click()
    assert verbs.documents.is_shown()
    assert at.window.list_pane.isHidden()
    at.window.actions_.custom_fields.trigger()
    at.window.actions_.custom_fields.trigger()  # again: nothing else than the page
    assert verbs.custom_fields.is_shown()


def test_an_editor_waits_behind_the_page_and_has_the_new_field_then(at: Any) -> None:
    at.choose("Bo Berg")
    at.window.verbs.edit_contact()
    form = _form(at)
    form.note.setPlainText("half typed")
    form.custom.manage.setFocus()
    form.custom.manage.click()
    page = at.window.stack.currentWidget()
    assert isinstance(page, CustomFieldsPage)
    at.until(page.summary.full_text)
    page.palette_.buttons[NUMBER].click()
    at.until(lambda: titles(page) == ["Number"])
    QTest.keyClick(page.list, Key.Key_Escape)
    at.until(lambda: len(form.custom.editors) == 1)
    assert form.isVisible()
    assert form.note.toPlainText() == "half typed"
    assert focus() is form.custom.manage


def test_the_first_contact_of_a_book_that_is_being_typed_stays_in_its_editor(opened: Made) -> None:
    at = opened()
    at.until(lambda: at.window.detail is not None)
    at.until(lambda: at.window.stack.currentWidget() is at.window.pages.get("empty"))
    at.window.verbs.new_contact()
    form = _form(at)
    form.custom.manage.click()
    at.window.stack.currentWidget().done_.click()
    assert form.isVisible()


def test_a_list_of_the_sidebar_leaves_the_page_too(at: Any) -> None:
    from contactdesk.store.listing import ListQuery

    come(at)
    at.window.sidebar.choose(ListQuery("people"))
    assert not at.window.verbs.custom_fields.is_shown()
    assert not at.window.list_pane.isHidden()


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_preferences_lead_to_the_page_and_close(at: Any) -> None:
    from contactdesk.desktop.preferences import Preferences, show_preferences
    from contactdesk.desktop.preferences_fields import FieldsPage

    preferences = show_preferences(at.window, at.desk, "custom_fields")
    (setting,) = preferences.findChildren(FieldsPage)
    setting.open.click()
    assert at.window.verbs.custom_fields.is_shown()
    at.until(lambda: not at.window.findChildren(Preferences))


def test_a_colleagues_field_comes_while_the_page_is_shown_and_while_it_is_not(
    at: Any, the_book_itself: Any
) -> None:
    def theirs(label: str) -> None:
        with the_book_itself(), Book.open(at.desk.path) as book, book.write("Theirs") as tx:
            tx.custom_fields.add(FieldDefinition(label=label))

    make(at, "Size")
    page = come(at)
    at.until(lambda: titles(page) == ["Size"])
    theirs("Colour")
    at.until(lambda: titles(page) == ["Size", "Colour"])
    page.done_.click()
    theirs("Weight")
    at.until(lambda: len(known().fields) == 3)
    come(at)
    at.until(lambda: titles(page) == ["Size", "Colour", "Weight"])


def test_tab_goes_from_the_types_to_the_list_the_values_and_done(at: Any) -> None:
    make(at, "Size")
    page = come(at)
    at.until(lambda: titles(page) == ["Size"])
    at.until(lambda: page.inspector.name is not None)
    page.list.setFocus()
    QTest.keyClick(focus(), Key.Key_Tab)
    assert focus() is page.inspector.name
    QTest.keyClick(focus(), Key.Key_Backtab)
    QTest.keyClick(focus(), Key.Key_Backtab)
    last = list(page.palette_.buttons.values())[-1]
    assert focus() is last
    QTest.keyClick(focus(), Key.Key_Up)
    assert focus() is list(page.palette_.buttons.values())[-2]
    page.section.setFocus()
    QTest.keyClick(focus(), Key.Key_Tab)
    assert focus() is page.done_


def test_large_words_leave_the_list_room_in_a_small_window(at: Any) -> None:
    make(at, "Size")
    page = come(at)
    at.window.resize(1024, 640)
    look.apply(QApplication.instance(), "light", text_size=150)
    at.until(lambda: page.list.width() > 300)
    assert page.width() <= at.window.width()


def _form(at: Any) -> Any:
    from contactdesk.desktop.contact_form import ContactForm

    at.until(lambda: at.window.findChildren(ContactForm))
    return at.window.findChildren(ContactForm)[0]
