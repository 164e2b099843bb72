"""Duplicates in the window: looked for, chosen by keys, merged, kept apart, and split again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.labels import ElidedLabel
from contactdesk.model.contact import Contact
from contactdesk.model.dates import PartialDate

Key = Qt.Key
BORN = PartialDate(1984, 3, 14)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Page:
    """The window's page of duplicates, once it has found what there is."""

    def __init__(self, opened: Any) -> None:
        self.opened, self.window, self.until = opened, opened.window, opened.until
        opened.until(lambda: opened.window.detail is not None and opened.names())
        opened.window.actions_.duplicates.trigger()
        self.page = opened.window.verbs.duplicates.page()
        self.found()

    def found(self) -> None:
        self.until(lambda: not self.page.search.is_running)
        self.until(lambda: not self.page.clusters or self.page.compare is not None)

    def titles(self) -> list[str]:
        page = self.page
        self.until(lambda: all(c.numbers[0] in page.list.rows.rows for c in page.clusters))
        return [page.list.rows.title(c) for c in page.clusters]

    def shows(self, *names: str) -> None:
        self.until(lambda: [s.contact.formatted_name for s in self.page._sides] == list(names))


@pytest.fixture
def page(opened: Callable[..., Any], a_contact: Callable[..., Contact]) -> Page:
    """Anna twice and Jan twice, very likely; Zeynep twice, possible; Ewa once."""
    return Page(opened(
        a_contact("Anna Lis", emails=["anna@x.example"], phones=["+48600000001"], note="Kept",
                  birthday=BORN),
        a_contact("Anna Lis", emails=["anna@x.example"], phones=["+48600000002"], birthday=BORN),
        a_contact("Jan Mazur", emails=["jan@x.example"], note="One", phones=["+48600000003"]),
        a_contact("Jan Mazur", emails=["jan@x.example"]),
        a_contact("Zeynep Er", phones=["+48600000009"]),
        a_contact("Zeynep Er"),
        a_contact("Ewa Wrona"),
    ))  # fmt: skip


def test_groups_come_by_certainty_and_the_first_is_shown_side_by_side(page: Page) -> None:
    assert page.titles() == ["Anna Lis", "Jan Mazur", "Zeynep Er"]
    assert page.page.side.summary.full_text() == "2 very likely, 1 possible"
    page.shows("Anna Lis", "Anna Lis")
    assert not page.window.list_pane.isVisible()
    result = page.page.compare.result()
    assert [p.value for p in result.phones] == ["+48600000001", "+48600000002"]


def test_keys_choose_values_merge_and_go_on(page: Page) -> None:
    page.shows("Anna Lis", "Anna Lis")
    QTest.keyClick(page.page.list, Key.Key_Return)
    cell = page.window.focusWidget()
    assert cell is page.page.compare.first()
    phones = next(
        columns for columns, choice in zip(
            page.page.compare.cells, page.page.compare.found, strict=True
        ) if choice.field == "phones"
    )  # fmt: skip
    phones[0][0].setFocus()
    QTest.keyClick(phones[0][0], Key.Key_Space)
    assert [p.value for p in page.page.compare.result().phones] == ["+48600000002"]
    QTest.keyClick(phones[0][0], Key.Key_Right)
    assert page.window.focusWidget() is phones[1][0]
    QTest.keyClick(phones[1][0], Key.Key_Return, CONTROL)
    page.until(lambda: page.titles() == ["Jan Mazur", "Zeynep Er"])
    page.shows("Jan Mazur", "Jan Mazur")
    assert page.window.toast.isVisible()
    QTest.keyClick(page.page, Key.Key_Escape)
    assert page.window.list_pane.isVisible()
    page.opened.shows("Zeynep Er", "Zeynep Er", "Anna Lis", "Jan Mazur", "Jan Mazur", "Ewa Wrona")


def test_the_very_likely_ones_are_merged_at_one_go_and_one_undo_brings_them_back(
    page: Page,
) -> None:
    page.page.merge_all.click()
    page.until(lambda: page.titles() == ["Zeynep Er"])
    assert page.window.desk.undo_label == "Merge 2 duplicates"
    page.window.desk.undo()
    page.until(lambda: len(page.page.clusters) == 3)


def test_who_is_not_the_same_is_never_asked_about_again(page: Page) -> None:
    page.shows("Anna Lis", "Anna Lis")
    QTest.keyClick(page.page.list, Key.Key_Delete, CONTROL)
    page.until(lambda: page.titles() == ["Jan Mazur", "Zeynep Er"])
    page.page.start()
    page.found()
    assert page.titles() == ["Jan Mazur", "Zeynep Er"]


def test_the_other_one_can_be_kept_instead(page: Page) -> None:
    page.shows("Anna Lis", "Anna Lis")
    other = page.page._sides[1].contact
    page.page.compare.kept_wanted.emit(1)
    page.until(lambda: page.page._sides[0].contact.id == other.id)
    assert page.page.compare.result().phones[0].value == "+48600000002"


def test_tab_goes_from_the_groups_through_the_values_to_merge(page: Page) -> None:
    page.shows("Anna Lis", "Anna Lis")
    stops = page.page.stops()
    assert stops.index(page.page.list) < stops.index(page.page.compare.first())
    assert stops.index(page.page.compare.first()) < stops.index(page.page.foot.merge)
    assert all(stop.accessibleName() for stop in stops)


def test_a_group_of_which_somebody_is_gone_is_dropped(page: Page) -> None:
    page.shows("Anna Lis", "Anna Lis")
    number = page.page._sides[1].contact.number
    page.window.desk.write("Delete", lambda tx: tx.contacts.delete([number]))
    page.until(lambda: page.titles() == ["Jan Mazur", "Zeynep Er"])


def test_a_book_without_duplicates_says_so_and_leads_back(
    opened: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    page = Page(opened(a_contact("Anna Lis"), a_contact("Ewa Wrona")))
    assert page.page.states.currentWidget() is page.page.nothing
    assert page.page.nothing.title.text() == "No duplicates"
    QTest.keyClick(page.page.again, Key.Key_Escape)
    assert page.window.stack.currentWidget() is not page.page


def test_a_stopped_search_says_that_nothing_was_changed(page: Page) -> None:
    page.page.start()
    page.page.stop.click()
    assert not page.page.search.is_running
    assert page.page.nothing.title.text() == "Search stopped"


def test_another_list_or_contact_leaves_the_page(page: Page) -> None:
    page.window.go_to_contact(7)
    assert page.window.stack.currentWidget() is not page.page
    assert page.window.list_pane.isVisible()


def test_a_merged_contact_is_split_again_from_the_menu(page: Page) -> None:
    page.page.merge_all.click()
    page.until(lambda: page.titles() == ["Zeynep Er"])
    page.window.verbs.duplicates.leave()
    page.opened.shows("Zeynep Er", "Zeynep Er", "Anna Lis", "Jan Mazur", "Ewa Wrona")
    page.opened.choose("Anna Lis")
    page.window.actions_.split.trigger()
    page.opened.shows("Zeynep Er", "Zeynep Er", "Anna Lis", "Anna Lis", "Jan Mazur", "Ewa Wrona")


def test_contacts_that_somebody_selected_are_merged_whatever_they_have_in_common(
    opened: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    shown = opened(a_contact("Anna Lis"), a_contact("Ewa Wrona", phones=["+48600000001"]))
    shown.until(lambda: shown.window.detail is not None)
    shown.shows("Anna Lis", "Ewa Wrona")
    shown.table.selectAll()
    shown.window.actions_.merge.trigger()
    page = shown.window.verbs.duplicates.page()
    shown.until(lambda: page.compare is not None)
    assert page.side.summary.full_text() == "Chosen by you"
    QTest.keyClick(page.list, Key.Key_Return, CONTROL)
    shown.shows("Anna Lis")
    shown.until(shown.window.list_pane.isVisible)


def test_a_person_and_an_organisation_are_not_merged(
    opened: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    shown = opened(a_contact("Anna Lis"), a_contact("Baltica", kind="org"))
    shown.until(lambda: shown.window.detail is not None)
    shown.until(lambda: len(shown.names()) == 2)
    shown.table.selectAll()
    shown.window.actions_.merge.trigger()
    shown.until(lambda: not shown.window.verbs.duplicates.is_shown())
    shown.until(shown.window.toast.isVisible)


def test_all_of_a_large_group_are_side_by_side_and_the_keyboard_reaches_the_last(
    opened: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    page = Page(opened(*(
        a_contact("Anna Lis", emails=["anna@x.example"], phones=[f"+4860000000{n}"], birthday=BORN)
        for n in range(7)
    )))  # fmt: skip
    page.shows(*["Anna Lis"] * 7)
    page.window.resize(1366, 768)
    page.page.area.horizontalScrollBar().setValue(0)
    cell = page.page.compare.first()
    cell.setFocus(Qt.FocusReason.TabFocusReason)
    for _step in range(6):
        QTest.keyClick(page.window.focusWidget(), Key.Key_Right)
    last = page.window.focusWidget()
    assert last.accessibleName().startswith("Name, Anna Lis")
    assert page.page.compare.cells[0][6][0] is last
    page.until(lambda: not last.visibleRegion().isEmpty())
    QTest.keyClick(page.page, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.until(lambda: page.page.states.currentWidget() is page.page.nothing)
    page.page.left.emit()
    page.until(lambda: page.opened.names() == ["Anna Lis"])


def test_one_in_the_archive_is_shown_as_such_and_never_kept_by_itself(
    opened: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    w = opened(
        a_contact("Anna Lis", emails=["anna@x.example"], note="Full", birthday=BORN,
                  archived_at="2026-01-05T08:00:00+00:00"),
        a_contact("Anna Lis", emails=["anna@x.example"]),
    )  # fmt: skip
    page = Page(w)
    page.shows("Anna Lis", "Anna Lis")
    kept, other = page.page._sides
    assert not kept.contact.archived_at
    assert other.contact.archived_at
    said = [label.full_text() for label in page.page.compare.findChildren(ElidedLabel)]
    assert any(text.startswith("In the archive · ") for text in said)
    page.page._keep_other(1)
    page.until(lambda: bool(page.page._sides[0].contact.archived_at))
    page.page._merge()
    page.until(lambda: page.page.states.currentWidget() is page.page.nothing)
    page.page.left.emit()
    w.shows("Anna Lis")
    w.desk.undo()
    w.until(lambda: w.desk.facts is not None and w.names() == ["Anna Lis"])
