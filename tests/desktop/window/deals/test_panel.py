"""A deal beside the board: every value edited in place, what is next, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.desktop.window.deals.conftest import (
    Ctrl,
    Keys,
    choose,
    deal_of,
    page_of,
    panel_of,
    read,
    toast,
    told,
    write,
)

from contactdesk.desktop.deal_form import DealForm
from contactdesk.desktop.deal_panel import DealPanel
from contactdesk.desktop.in_place import InPlace


@pytest.fixture
def panel(office: Any) -> DealPanel:
    """The panel of the pallets, opened by Enter."""
    QTest.keyClick(choose(office, "Pallets"), Keys.Key_Return)
    return panel_of(office, "Pallets")


def enter(value: InPlace, text: str) -> None:
    QTest.keyClick(value, Keys.Key_F2)
    assert value.field is not None
    value.field.setText(text)
    QTest.keyClick(value.field, Keys.Key_Return)


def test_it_shows_all_of_a_deal(office: Any, panel: DealPanel) -> None:
    assert panel.amount.shown() == "€11,200"
    assert (panel.chance.shown(), panel.weighted.text()) == ("70 %", "= €7,840")
    assert "Negotiation 4 d so far" in panel.bar.accessibleDescription()
    assert panel.next.title.full_text() == "Next step: Call"
    assert page_of(office).side.width() >= 420
    assert panel.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(panel.title, Keys.Key_Escape)
    office.until(lambda: not page_of(office).side.isVisible())
    assert page_of(office).board.columns[3].list.hasFocus()


@pytest.mark.parametrize(
    ("name", "typed", "field", "kept"),
    [
        ("amount", "12 500,50", "amount", "12500.5"),
        ("chance", "35 %", "chance", 35),
        ("closes", "30.11.2026", "expected_on", "2026-11-30"),
        ("title", "More pallets", "title", "More pallets"),
    ],
)
def test_a_value_is_edited_where_it_stands(
    office: Any, panel: DealPanel, name: str, typed: str, field: str, kept: object
) -> None:
    enter(getattr(panel, name), typed)
    title = "More pallets" if name == "title" else "Pallets"
    office.until(lambda: getattr(deal_of(office, title), field) == kept)
    office.undo()
    office.until(lambda: getattr(deal_of(office, "Pallets"), field) != kept)


def test_what_is_no_number_is_said_and_nothing_is_kept(office: Any, panel: DealPanel) -> None:
    enter(panel.amount, "many")
    office.until(lambda: toast(office) == "This is no number: many")
    assert panel.amount.shown() == "€11,200"
    enter(panel.chance, "120")
    office.until(lambda: toast(office) == "A chance is a number from 0 to 100.")
    QTest.keyClick(panel.amount, Keys.Key_F2)
    assert panel.amount.field is not None
    panel.amount.field.setText("5")
    QTest.keyClick(panel.amount.field, Keys.Key_Escape)
    assert deal_of(office, "Pallets").amount == "11200"


def test_the_amount_follows_the_products_until_one_is_typed(office: Any, panel: DealPanel) -> None:
    enter(panel.amount, "")
    office.until(lambda: deal_of(office, "Pallets").follows_products)
    panel.products.add.click()
    enter_now(panel.products.cells[0][0], "Pallet")
    office.until(lambda: len(deal_of(office, "Pallets").products) == 1)
    office.until(lambda: len(panel.products.deal.products) == 1)
    enter(panel.products.cells[0][1], "800")
    office.until(lambda: panel.products.deal.products[0].quantity == "800")
    enter(panel.products.cells[0][2], "8.50")
    assert not panel.products.cells[0][2].is_edited()
    office.until(lambda: deal_of(office, "Pallets").amount == "6800")
    office.until(lambda: panel.amount.shown() == "€6,800")
    enter(panel.amount, "7000")
    office.until(lambda: deal_of(office, "Pallets").amount == "7000")
    office.until(panel.unlike.isVisible)
    panel.unlike.activated.emit()
    office.until(lambda: deal_of(office, "Pallets").amount == "6800")
    office.until(lambda: panel.products.deal.amount == "6800")
    enter(panel.products.cells[0][0], "")  # a product without a name goes
    office.until(lambda: deal_of(office, "Pallets").products == ())


def enter_now(value: InPlace, text: str) -> None:
    """In the field that is open already."""
    assert value.is_edited()
    assert value.field is not None
    value.field.setText(text)
    QTest.keyClick(value.field, Keys.Key_Return)


def test_competitors_are_organisations_where_the_book_has_them(
    office: Any, panel: DealPanel
) -> None:
    enter(panel.facts.competitor, "Paletex (price), Vinhos")
    office.until(lambda: len(deal_of(office, "Pallets").competitors) == 2)
    paletex, vinhos = deal_of(office, "Pallets").competitors
    assert (paletex.name, paletex.note, paletex.organisation) == ("Paletex", "price", "")
    assert (vinhos.name, bool(vinhos.organisation)) == ("", True)
    office.until(lambda: panel.facts.competitor.shown() == "Paletex (price), Vinhos")


def test_it_is_won_lost_with_a_reason_and_open_again(office: Any, panel: DealPanel) -> None:
    panel.win.click()
    office.until(lambda: toast(office) == "Won: Pallets")
    office.until(panel.reopen.isVisible)
    panel.reopen.click()
    office.until(lambda: "Negotiation: Pallets" in told(office))
    office.until(lambda: not panel.reopen.isVisible())
    panel.lose.click()
    office.until(lambda: toast(office) == "Lost: Pallets – why?")
    office.window.toast.choices[2].click()
    office.until(panel.facts.reason.is_edited)
    enter_now(panel.facts.reason, "They build their own")
    office.until(lambda: deal_of(office, "Pallets").lost_reason == "They build their own")


def test_the_next_step_is_done_and_then_there_is_none(office: Any, panel: DealPanel) -> None:
    panel.next.done.click()
    office.until(panel.next.nothing.isVisible)
    assert [way.text() for way in panel.next.ways] == ["Call", "Meeting", "Task"]
    panel.next.ways[0].click()
    office.until(office.window.verbs.tasks.is_shown)
    (task,) = [
        row.event
        for row in read(office, lambda tx: tx.tasks.open())
        if row.event.deal == deal_of(office, "Pallets").id
    ]
    assert (task.summary, len(task.about)) == ("Call", 2)


def test_a_note_and_a_move_stand_in_its_timeline(office: Any, panel: DealPanel) -> None:
    panel.note.click()
    panel.area.setPlainText("They want the price list.")
    QTest.keyClick(panel.area, Keys.Key_Return, Ctrl)
    titles = lambda: [(row.title, row.text) for row in panel.timeline.rows.rows]  # noqa: E731 - asked twice
    office.until(lambda: ("Note", "They want the price list.") in titles())
    QTest.keyClick(panel.bar, Keys.Key_Left, Ctrl)
    office.until(lambda: "Proposal: Pallets" in told(office))
    office.until(lambda: ("Moved to Proposal", "") in titles())
    nuno = read(office, lambda tx: tx.timelines.of(1))
    assert "They want the price list." in [item.event.description for item in nuno.items]


def test_another_card_is_shown_when_one_walks_on(office: Any, panel: DealPanel) -> None:
    choose(office, "Labels")
    panel_of(office, "Labels")
    assert page_of(office).board.columns[0].list.hasFocus()


def test_a_colleagues_edit_meets_mine(office: Any, panel: DealPanel) -> None:
    base = deal_of(office, "Pallets")
    flow = office.window.verbs.deals.flow.panel()
    write(office, lambda tx: tx.deals.save(replace(base, amount="1"), base=base))
    mine = replace(base, amount="2")
    office.window.verbs.deals.flow.save("Edit", base, mine, failed=flow._refused(base, mine))
    office.until(lambda: toast(office) == "Somebody else changed the same meanwhile.")
    office.window.toast._button.click()
    office.until(lambda: deal_of(office, "Pallets").amount == "2")


# ── a new one ───────────────────────────────────────────────────────────────────────────


def form_of(office: Any) -> DealForm:
    page = page_of(office)
    office.until(lambda: isinstance(page.side.currentWidget(), DealForm) and page.side.isVisible())
    found = page.side.currentWidget()
    assert isinstance(found, DealForm)
    return found


def test_a_person_becomes_a_deal_without_typing(office: Any) -> None:
    office.window.verbs.deals.leave()
    office.choose("Nuno Duarte")
    assert office.window.actions_.deal.shortcut().toString() == "Ctrl+Shift+D"
    office.window.actions_.deal.trigger()
    form = form_of(office)
    assert form.title.text() == "Vinhos"
    QTest.keyClick(form.title, Keys.Key_Return)
    office.until(lambda: toast(office) == "New deal: Vinhos")
    deal = deal_of(office, "Vinhos")
    nuno, vinhos = read(office, lambda tx: tx.contacts.get_many([1, 2]))
    assert (deal.organisation, deal.people) == (vinhos.id, (nuno.id,))
    office.until(lambda: "Lead: Labels, Cold audit, Vinhos" in told(office))
    office.undo()
    office.until(lambda: "Vinhos" not in " ".join(told(office)))


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(office: Any) -> None:
    office.window.actions_.new_contact.trigger()  # Ctrl+N makes one of what the page shows
    form = form_of(office)
    QTest.keyClick(form.amount, Keys.Key_Return)
    assert form.title.state == "error"
    QTest.keyClicks(form.title, "Racks")
    QTest.keyClicks(form.amount, "a lot")
    QTest.keyClick(form.amount, Keys.Key_Return)
    assert form.amount.state == "error"
    form.amount.clear()
    QTest.keyClicks(form.amount, "1 250,50")
    QTest.keyClick(form.amount, Keys.Key_Escape)
    office.until(lambda: not page_of(office).side.isVisible())
    page_of(office).add.click()
    again = form_of(office)
    office.until(lambda: again.title.text() == "Racks")
    QTest.keyClick(again.title, Qt.Key.Key_Return)
    office.until(lambda: toast(office) == "New deal: Racks")
    assert deal_of(office, "Racks").amount == "1250.5"


def test_a_competitor_becomes_an_organisation_and_is_gone_to(office: Any, panel: DealPanel) -> None:
    enter(panel.facts.competitor, "Holzwerk (price)")
    office.until(lambda: len(deal_of(office, "Pallets").competitors) == 1)
    office.until(lambda: panel.facts.competitor.shown() == "Holzwerk (price)")
    flow = office.window.verbs.deals.flow
    actions = {a.text(): a for a in flow.menu(panel.opened.row).actions()}
    actions["Keep Holzwerk as an organisation"].trigger()
    office.until(lambda: toast(office) == "New organisation: Holzwerk")
    office.until(lambda: len(panel.opened.row.competitors) == 1)
    assert panel.facts.competitor.shown() == "Holzwerk (price)"
    actions = {a.text(): a for a in flow.menu(panel.opened.row).actions()}
    actions["Go to Holzwerk"].trigger()
    office.until(lambda: not office.window.verbs.deals.is_shown())
    office.until(lambda: office.window.chosen_numbers() == [3])


def shown_rows(panel: DealPanel) -> list[tuple[str, str]]:
    return [(row.title, row.text) for row in panel.timeline.rows.rows]


def write_note(office: Any, panel: DealPanel, text: str) -> None:
    panel.note.click()
    panel.area.setPlainText(text)
    QTest.keyClick(panel.area, Keys.Key_Return, Ctrl)
    office.until(lambda: ("Note", text) in shown_rows(panel))


def test_its_timeline_shows_one_kind_and_the_way_through_the_stages(
    office: Any, panel: DealPanel
) -> None:
    write_note(office, panel, "They want the price list.")
    QTest.keyClick(panel.bar, Keys.Key_Left, Ctrl)
    office.until(lambda: ("Moved to Proposal", "") in shown_rows(panel))
    kinds = [words for words, _value in panel.happened.kinds.choices]
    assert kinds == ["All", "Notes", "Tasks", "Stages"]
    assert panel.happened.kinds.isVisible()
    QTest.keyClick(panel.happened.kinds, Keys.Key_Right)
    assert shown_rows(panel) == [("Note", "They want the price list.")]
    QTest.keyClick(panel.bar, Keys.Key_Return)  # how did it come here?
    assert shown_rows(panel) == [("Moved to Proposal", "")]
    assert panel.timeline.hasFocus()
    (move,) = panel.timeline.rows.rows
    assert not move.spoken().startswith("Appointment")
    assert [a.text() for a in panel.timeline.menu(0).actions()] == ["Copy"]


def test_a_note_is_edited_and_deleted_in_the_panel(office: Any, panel: DealPanel) -> None:
    write_note(office, panel, "They want the price list.")
    at = [title for title, _text in shown_rows(panel)].index("Note")
    panel.timeline.edit_row(at)
    panel.timeline.area.setPlainText("They have the price list.")
    panel.timeline.keep_edit()
    office.until(lambda: ("Note", "They have the price list.") in shown_rows(panel))
    assert panel.timeline.hasFocus()
    assert panel.opened.deal.title == "Pallets"
    panel.timeline.delete_row([title for title, _text in shown_rows(panel)].index("Note"))
    office.until(lambda: toast(office) == "Note deleted")
    office.until(lambda: "Note" not in dict(shown_rows(panel)))
    office.undo()
    office.until(lambda: ("Note", "They have the price list.") in shown_rows(panel))
