"""Contacts as a table: what it shows, how it is arranged, typed into, copied and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from contactdesk.model.contact import Membership
from contactdesk.model.table_view import TableView
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

Keys, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
BY_FAMILY = ["Zoe Adams", "Nuno Duarte", "Eva Lis", "Anna Nowak"]


def test_it_shows_the_list_that_was_shown_as_cards(table: Any) -> None:
    table.reads(BY_FAMILY)
    assert table.rows()[3][1:4] == ["", "Baltica", "Łódź"]
    assert not table.office.window.list_pane.isVisible()
    assert table.page.title.full_text() == "All contacts"
    table.press(Keys.Key_Escape)
    assert table.office.window.list_pane.isVisible()


def test_a_head_sorts_and_sorts_the_other_way_round(table: Any) -> None:
    table.grid.head.sorted_by.emit("locality")
    table.reads(["Eva Lis", "Anna Nowak", "Nuno Duarte", "Zoe Adams"])
    table.grid.head.sorted_by.emit("locality")
    table.reads(["Nuno Duarte", "Anna Nowak", "Eva Lis", "Zoe Adams"])


def test_what_is_typed_above_a_column_filters_and_stands_as_a_chip(table: Any) -> None:
    table.filter("organisation", "baltica")
    table.reads(["Eva Lis", "Anna Nowak"])
    assert table.page.count.text() == "2 of 4 shown"
    table.filter("locality", "-")
    table.until(lambda: table.names() == [])
    table.page.clear.click()
    table.reads(BY_FAMILY)


def test_a_filter_that_says_nothing_is_marked_with_a_sentence(table: Any) -> None:
    table.filter("last_contact", "< 6 things")
    field = next(f for f in table.grid.head.fields if f.column == "last_contact")
    table.until(lambda: field.state == "error")
    assert "6 things" in field.message
    assert table.names() == BY_FAMILY


def test_groups_are_folded_and_counted(table: Any) -> None:
    table.page.arrange(grouped_by="country")
    whole = ["Poland 2", "Eva Lis", "Anna Nowak", "Portugal 1", "Nuno Duarte", "- 1", "Zoe Adams"]
    table.reads(whole)
    table.stand(0, "name")
    table.press(Keys.Key_Left)
    table.reads(["Poland 2", "Portugal 1", "Nuno Duarte", "- 1", "Zoe Adams"])
    table.press(Keys.Key_Right)
    table.reads(whole)


def test_a_cell_is_typed_into_and_enter_goes_down(table: Any) -> None:
    table.stand(1, "organisation")
    table.press(Keys.Key_F2)
    table.type("Vinhos do Dão")
    table.press(Keys.Key_Return)
    table.until(lambda: table.rows() and table.rows()[1][2] == "Vinhos do Dão")
    assert table.grid.currentIndex().row() == 2
    assert table.office.desk.undo_label == "Edit Nuno Duarte"
    table.office.desk.undo()
    table.until(lambda: table.rows() and table.rows()[1][2] == "Vinhos")


def test_typing_begins_a_cell_anew_and_escape_leaves_it(table: Any) -> None:
    table.stand(0, "locality")
    table.press(Keys.Key_P)
    flow = table.office.window.verbs.table.flow
    assert flow.field.text() == "p"
    table.press(Keys.Key_Escape)
    assert not flow.field.isVisible()
    assert table.contact(4).addresses == ()


def test_the_first_job_alone_takes_what_is_typed(table: Any) -> None:
    table.stand(0, "job_title")
    table.press(Keys.Key_F2)
    table.type("Captain")
    table.press(Keys.Key_Tab)
    table.until(lambda: table.contact(4).memberships)
    assert table.contact(4).memberships == (Membership(job_title="Captain", item=1),)


def test_a_date_is_read_as_people_write_it_or_is_asked_for_again(table: Any) -> None:
    flow = table.office.window.verbs.table.flow
    flow.show_column("birthday", True)
    table.until(lambda: "birthday" in table.page.rows.columns and table.names())
    table.stand(0, "birthday")
    table.press(Keys.Key_F2)
    table.type("whenever")
    table.press(Keys.Key_Return)
    assert flow.field.isVisible()
    assert flow.field.state == "error"
    table.type("14 March 1984")
    table.press(Keys.Key_Return)
    table.until(lambda: str(table.contact(4).birthday) == "1984-03-14")


def works_at(tmp_path: Any, organisation: str) -> None:
    """A colleague changes where Nuno works."""
    with Book.open(tmp_path / "office.cdk") as book, book.write("Edit") as tx:
        contact = tx.contacts.get(3)
        tx.contacts.save(replace(contact, memberships=(Membership(organisation),)), base=contact)


def test_a_cell_that_somebody_else_changed_meanwhile_is_not_written_over(
    table: Any, tmp_path: Any, the_book_itself: Any
) -> None:
    told: list[str] = []
    table.office.desk.toast.connect(lambda text, _action, _do: told.append(text))
    table.stand(1, "organisation")
    table.press(Keys.Key_F2)
    with the_book_itself():
        works_at(tmp_path, "Porto")
    table.until(lambda: table.rows() and table.rows()[1][2] == "Porto")
    table.type("Mine")  # the field is still over its cell
    table.press(Keys.Key_Return)
    table.until(lambda: told)
    assert "Somebody else" in told[0]
    assert table.contact(3).organisation == "Porto"


def test_a_colleagues_change_is_in_its_cell(
    table: Any, tmp_path: Any, the_book_itself: Any
) -> None:
    with the_book_itself():
        works_at(tmp_path, "Porto")
    table.until(lambda: table.rows() and table.rows()[1][2] == "Porto")


def test_cells_are_copied_as_a_spreadsheet_takes_them(table: Any) -> None:
    table.stand(2, "organisation")
    table.grid.selectAll()
    table.press(Keys.Key_C, Ctrl)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[3].split("\t")[:4] == ["Anna Nowak", "", "Baltica", "Łódź"]


def test_a_block_is_pasted_as_one_step_and_what_does_not_fit_is_told(table: Any) -> None:
    told: list[str] = []
    table.office.desk.toast.connect(lambda text, _action, _do: told.append(text))
    table.page.arrange(columns=("name", "organisation", "locality", "birthday"))
    table.until(lambda: table.names() == BY_FAMILY and table.page.rows.columns[-1] == "birthday")
    QGuiApplication.clipboard().setText("A\tParis\tnever\nB\tRome\t1990-05-01\n")
    table.stand(0, "organisation")
    table.press(Keys.Key_V, Ctrl)
    table.until(lambda: table.rows() and table.rows()[1][1:] == ["B", "Rome", "1990-05-01"])
    assert table.rows()[0][1:] == ["A", "Paris", ""]
    table.until(lambda: told)
    assert "never" in told[0]
    table.office.desk.undo()
    table.until(lambda: table.rows() and table.rows()[0][1:] == ["", "", ""])


def test_ticked_contacts_are_what_the_verbs_are_about(table: Any) -> None:
    window = table.office.window
    table.stand(1, "name")
    table.press(Keys.Key_Space)
    assert window.chosen_numbers() == [3]
    table.grid.head.all_ticked.emit(True)
    assert len(window.chosen_numbers()) == 4
    assert table.page.chosen.text() == "4 selected"
    window.verbs.table._change()
    assert len(window.list_pane.table.chosen_numbers()) == 4


def test_enter_opens_the_contact(table: Any) -> None:
    table.stand(2, "name")
    table.press(Keys.Key_Return)
    assert table.office.window.chosen_numbers() == [2]
    assert table.office.window.list_pane.isVisible()


def test_a_view_is_kept_changed_and_deleted(table: Any) -> None:
    verbs, sidebar = table.office.window.verbs.table, table.office.window.sidebar
    table.page.arrange(grouped_by="country")
    assert table.page.save.isVisible()
    verbs.keep_view("By country", False)
    table.until(lambda: [view.name for view in verbs.views] == ["By country"])
    assert "By country" in [place.text for place in sidebar.model.places]
    table.until(lambda: not table.page.save.isVisible())
    table.page.arrange(grouped_by="")
    assert table.page.changed_chip.isVisible()
    verbs.show_view(verbs.views[0].id)
    table.until(lambda: table.page.rows.arranged.groups)
    assert not table.page.changed_chip.isVisible()
    verbs.delete_view(verbs.views[0].id)
    table.until(lambda: verbs.views == [])
    table.office.desk.undo()
    table.until(lambda: len(verbs.views) == 1)


def test_another_list_of_the_sidebar_is_shown_as_a_table_too(table: Any) -> None:
    table.office.go_to(ListQuery("organisations"))
    table.until(lambda: table.names() == [])
    assert table.page.isVisible()
    assert table.page.nobody.isVisible()
    table.office.go_to(ListQuery("people"))
    table.reads(BY_FAMILY)


def test_a_view_of_mine_alone_is_not_my_colleagues(table: Any, tmp_path: Any) -> None:
    verbs, kept = table.office.window.verbs.table, []
    theirs = TableView(name="Theirs", owner="somebody else")
    table.office.desk.write("Views", lambda tx: tx.table_views.add(theirs), kept.append)
    verbs.keep_view("Mine", True)
    table.until(lambda: [view.name for view in verbs.views] == ["Mine"])
    assert kept


def test_the_search_field_finds_within_the_table_and_stays_beside_filters(table: Any) -> None:
    table.filter("organisation", "baltica")
    table.reads(["Eva Lis", "Anna Nowak"])
    table.office.window.actions_.find.trigger()
    table.until(table.page.search.hasFocus)
    table.page.search.setText("now")
    table.reads(["Anna Nowak"])
    assert table.page.count.text() == "1 of 4 shown"
    table.page.clear.click()
    table.page.search.setText("no such name")
    table.until(table.page.nobody.isVisible)
    table.page.search.clear()
    table.reads(BY_FAMILY)


def test_another_list_is_not_searched_for_the_words_of_the_last_one(table: Any) -> None:
    table.page.search.setText("now")
    table.reads(["Anna Nowak"])
    table.page.show_list(ListQuery("people"), "People", table.page.view)
    table.reads(BY_FAMILY)
    assert table.page.search.text() == ""


def test_ctrl_shift_f_goes_to_the_filter_of_the_column_and_esc_back(table: Any) -> None:
    table.stand(0, "locality")
    table.press(Keys.Key_F, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    field = next(f for f in table.grid.head.fields if f.column == "locality")
    table.until(field.hasFocus)
    table.office.qtbot.keyClick(field, Keys.Key_Escape)
    table.until(table.grid.hasFocus)


def test_a_second_esc_at_once_clears_the_filters_and_a_third_leaves(table: Any) -> None:
    table.filter("organisation", "baltica")
    table.reads(["Eva Lis", "Anna Nowak"])
    table.stand(0, "organisation")
    table.press(Keys.Key_F, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    field = next(f for f in table.grid.head.fields if f.column == "organisation")
    table.until(field.hasFocus)
    table.office.qtbot.keyClick(field, Keys.Key_Escape)
    table.until(table.grid.hasFocus)
    table.reads(["Eva Lis", "Anna Nowak"])
    table.press(Keys.Key_Escape)
    table.reads(BY_FAMILY)
    table.press(Keys.Key_Escape)
    assert table.office.window.list_pane.isVisible()


def test_esc_leaves_a_filtered_table_in_which_one_went_on(table: Any) -> None:
    table.filter("organisation", "baltica")
    table.reads(["Eva Lis", "Anna Nowak"])
    table.stand(0, "organisation")
    table.press(Keys.Key_Escape)
    assert table.office.window.list_pane.isVisible()
