"""The import assistant on a real book: what it shows, what one decides, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.file_dialogs import QFileDialog
from contactdesk.desktop.import_flow import CHECK, DONE, FILE
from contactdesk.desktop.import_rows import HAPPENS, HEADS, ImportRows
from contactdesk.desktop.import_words import happens
from contactdesk.desktop.one_window import OneWindow, raise_other
from contactdesk.i18n import _, use_language
from contactdesk.operations.decisions import ADD, MERGE, NOTE, SKIP, THEIRS
from contactdesk.operations.preview_rows import PreviewRow, PreviewRows

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def card(name: str, *lines: str) -> str:
    whole = ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}" if name else "", *lines, "END:VCARD", "")
    return "\r\n".join(whole)


ANNA = ("N:Baran;Anna;;;", "TEL:+48 501 234 567", "EMAIL:anna@baltica.example")
JAN = ("N:Kos;Jan;;;", "TEL:+48 22 555 01 01")


@pytest.fixture
def mixed(opened, tmp_path) -> Any:
    """A book with three people, and a file of five cards: one of each outcome."""
    w = opened()
    first = tmp_path / "first.vcf"
    known = (card("Anna Baran", *ANNA, "BDAY:1980-05-03"), card("Jan Kos", *JAN),
             card("Ewa Lis", "N:Lis;Ewa;;;", "EMAIL:ewa@lis.example"))  # fmt: skip
    first.write_text("".join(known), newline="")
    w.bring_in(first)
    w.shows("Anna Baran", "Jan Kos", "Ewa Lis")
    w.file = tmp_path / "second.vcf"
    w.file.write_text(
        card("Ola Nowa", "N:Nowa;Ola;;;", "ORG:Baltica")
        + card("Jan Kos", *JAN, "NOTE:Calls back")
        + card("Anna Baran", *ANNA, "BDAY:1981-06-04")
        + card("Ewa Lis", "N:Lis;Ewa;;;", "EMAIL:ewa@lis.example")
        + card(""),
        newline="",
    )
    return w


def outcomes(rows: ImportRows) -> list[str]:
    return [rows.row(at).outcome for at in range(rows.rowCount())]


def told(rows: ImportRows, at: int) -> str:
    return happens(rows.row(at), rows.decision(at))[0]


def place(rows: ImportRows, name: str) -> int:
    return next(at for at in range(rows.rowCount()) if rows.row(at).name == name)


def test_every_card_has_a_row_and_the_tiles_count_them(mixed) -> None:
    page = mixed.look_at(mixed.file)
    rows = page.check.rows
    assert page.step == CHECK
    assert outcomes(rows) == ["new", "merges", "conflict", "same", "unreadable"]
    assert [tile._count for tile in page.check.tiles.tiles.values()] == [1, 1, 1, 1, 1]
    assert [told(rows, at) for at in range(4)] == [
        "", "Adds: Note", "Birthday differs", "Nothing new",
    ]  # fmt: skip
    assert told(rows, 4).startswith("line ")
    assert page.go.text() == "Import 3 contacts"
    assert page.review.text() == "Review 1 conflict"
    assert mixed.names() == ["Anna Baran", "Jan Kos", "Ewa Lis"]


def test_enter_imports_at_once_and_the_counts_reconcile(mixed) -> None:
    page = mixed.look_at(mixed.file)
    assert page.go.hasFocus()
    mixed.qtbot.keyClick(page.go, Key.Key_Return)
    mixed.until(lambda: page.result is not None)
    assert page.step == DONE
    assert page.result.headline == "3 contacts imported"
    mixed.shows("Anna Baran", "Jan Kos", "Ewa Lis", "Ola Nowa")


def test_import_may_be_pressed_before_all_is_read(mixed) -> None:
    mixed.window.verbs.start_import([str(mixed.file)])
    page = mixed.window.verbs.import_page()
    assert page.go.text() == "Import"
    page.go.click()
    mixed.until(lambda: page.result is not None)
    assert page.result.headline == "3 contacts imported"
    mixed.shows("Anna Baran", "Jan Kos", "Ewa Lis", "Ola Nowa")


def test_a_tile_filters_and_pressed_again_shows_all(mixed) -> None:
    page = mixed.look_at(mixed.file)
    tile = page.check.tiles.tiles["conflict"]
    tile.setFocus()
    mixed.qtbot.keyClick(tile, Key.Key_Return)
    assert outcomes(page.check.rows) == ["conflict"]
    mixed.qtbot.keyClick(tile, Key.Key_Space)
    assert len(outcomes(page.check.rows)) == 5


def test_searching_narrows_the_rows_and_escape_shows_all_again_before_it_leaves(mixed) -> None:
    page = mixed.look_at(mixed.file)
    page.check.search.setText("kos")
    mixed.until(lambda: outcomes(page.check.rows) == ["merges"])
    page.check.table.setFocus()
    mixed.qtbot.keyClick(page.check.table, Key.Key_Escape)
    mixed.until(lambda: len(outcomes(page.check.rows)) == 5)
    mixed.qtbot.keyClick(page.check.table, Key.Key_Escape)
    mixed.until(lambda: mixed.window.stack.currentWidget() is not page)
    assert mixed.window.list_pane.isVisible()


def test_a_difference_is_shown_and_decided_by_key(mixed, the_book_itself) -> None:
    page = mixed.look_at(mixed.file)
    mixed.qtbot.keyClick(page.review, Key.Key_Return)
    check = page.check
    mixed.until(check.table.hasFocus)
    assert check.difference.isVisible()
    assert check.rows.decision(0) == NOTE
    mixed.qtbot.keyClick(check.table, Key.Key_Right)
    assert check.rows.decision(0) == MERGE
    mixed.qtbot.keyClick(check.table, Key.Key_Right)
    assert check.rows.decision(0) == THEIRS
    assert check.difference.choice.currentData() == THEIRS
    mixed.qtbot.keyClick(check.table, Key.Key_Return, CONTROL)
    mixed.until(lambda: page.result is not None)
    mixed.until(lambda: len(mixed.names()) == 4)
    number = mixed.window.list_pane.model.contact_at(
        next(r for r in range(9) if _named(mixed, r) == "Anna Baran")
    ).number
    answers: list[Any] = []
    mixed.desk.read(lambda tx: tx.contacts.get(number), answers.append)
    mixed.until(lambda: answers)
    assert str(answers[0].birthday) == "1981-06-04"


def _named(w: Any, row: int) -> str:
    found = w.window.list_pane.model.contact_at(row)
    return found.name if found is not None else ""


def test_space_leaves_a_card_out_and_takes_it_in_again(mixed) -> None:
    page = mixed.look_at(mixed.file)
    table = page.check.table
    table.go_to(place(page.check.rows, "Ola Nowa"))
    mixed.qtbot.keyClick(table, Key.Key_Space)
    assert page.check.rows.decision(0) == SKIP
    assert page.go.text() == "Import 2 contacts"
    mixed.qtbot.keyClick(table, Key.Key_Space)
    assert page.go.text() == "Import 3 contacts"
    mixed.qtbot.keyClick(table, Key.Key_Space)
    page.import_now()
    mixed.until(lambda: page.result is not None)
    mixed.shows("Anna Baran", "Jan Kos", "Ewa Lis")


def test_all_conflicts_are_decided_at_once(mixed) -> None:
    page = mixed.look_at(mixed.file)
    page.check.differ.choose(SKIP)
    page.check.differ.activated.emit(page.check.differ.currentIndex())
    assert page.check.rows.decision(2) == SKIP
    assert page.go.text() == "Import 2 contacts"


def test_what_is_the_same_can_be_added_all_the_same(mixed) -> None:
    page = mixed.look_at(mixed.file)
    rows = page.check.rows
    rows.decide([place(rows, "Ewa Lis")], ADD)
    assert page.go.text() == "Import 4 contacts"
    page.import_now()
    mixed.until(lambda: mixed.names().count("Ewa Lis") == 2)


def test_the_choices_of_a_row_are_a_menu_too(mixed) -> None:
    page = mixed.look_at(mixed.file)
    menu = page.check.table.menu([place(page.check.rows, "Anna Baran")])
    assert [a.text() for a in menu.actions()] == [
        "Keep mine, add the rest as a note", "Keep mine", "Take the file’s",
        "Add as a new one", "Leave out",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    assert page.check.rows.decision(2) == MERGE
    assert page.check.table.menu([4]) is None  # nothing can be decided about what is unreadable


def test_the_facts_lead_back_and_forth_and_another_encoding_is_read_anew(opened, tmp_path) -> None:
    w = opened()
    file = tmp_path / "polish.vcf"
    file.write_bytes(card("Łukasz Żak", "ORG:Żubr").encode("cp1250"))
    page = w.look_at(file)
    assert page.check.rows.row(0).name == "Łukasz Żak"  # as it was guessed
    page.back.click()
    assert page.step == FILE
    assert page.file_page.hint.words.text().startswith("Found: vCard 3.0.")
    combo = page.file_page.facts.encoding
    assert combo.currentData() == "cp1250"
    for chosen, name in (("cp1252", "£ukasz ¯ak"), ("cp1250", "Łukasz Żak")):
        combo.choose(chosen)
        combo.activated.emit(combo.currentIndex())
        w.until(lambda: not page.reader.busy)
        assert page.check.rows.row(0).name == name
    assert page.go.text() == "Check 1 card"
    page.go.click()
    page.go.click()
    w.shows("Łukasz Żak")


def test_several_files_are_listed_with_their_counts(mixed, tmp_path) -> None:
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    page = mixed.look_at(mixed.file, pdf)
    assert page.check.tiles.tiles["unreadable"]._count == 2
    assert page.file_page.files.isVisibleTo(page.file_page)
    assert page.file_page.file.name.full_text() == "2 files"


def test_nothing_new_says_so_and_closes(mixed, tmp_path) -> None:
    page = mixed.look_at(tmp_path / "first.vcf")
    assert "in the book already" in page.check.banner.words.text()
    assert page.go.text() == "Close"
    mixed.qtbot.keyClick(page.go, Key.Key_Return)
    assert mixed.window.stack.currentWidget() is not page


def test_new_contacts_get_the_category_that_was_chosen_and_show_leads_there(mixed) -> None:
    page = mixed.look_at(mixed.file)
    page.check.category.setCurrentIndex(1)
    name = page.check.category.currentData()
    page.import_now()
    mixed.until(lambda: page.result is not None)
    page.result.show_wanted.emit(name)
    mixed.shows("Ola Nowa")
    assert mixed.window.list_pane.isVisible()


def test_the_failed_ones_are_saved_where_one_likes(mixed, tmp_path, monkeypatch) -> None:
    chosen = tmp_path / "failed.vcf"
    monkeypatch.setattr(QFileDialog, "open", lambda d: d.fileSelected.emit(str(chosen)))
    page = mixed.look_at(mixed.file)
    page.check.tiles.choose("unreadable")
    assert page.check.save.isVisible()
    page.check.save.click()
    assert chosen.read_bytes().startswith(b"BEGIN:VCARD")
    chosen.unlink()
    page.import_now()
    mixed.until(lambda: page.result is not None)
    page.result.save_wanted.emit()
    assert chosen.read_bytes().startswith(b"BEGIN:VCARD")
    assert (tmp_path / "failed – reasons.csv").exists()


def test_a_file_changed_after_the_check_is_not_imported(mixed) -> None:
    page = mixed.look_at(mixed.file)
    mixed.file.write_text(card("Somebody Else"), newline="")
    page.import_now()
    mixed.until(lambda: page.result is not None)
    assert page.result.headline == "second.vcf was not imported"
    mixed.shows("Anna Baran", "Jan Kos", "Ewa Lis")


def test_the_list_comes_back_by_a_click_on_it_and_the_page_by_its_keys(mixed) -> None:
    page = mixed.look_at(mixed.file)
    assert mixed.window.list_pane.isHidden()
    places = mixed.window.sidebar.list
    spot = places.visualRect(places.currentIndex()).center()
    mixed.qtbot.mouseClick(places.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    mixed.until(lambda: mixed.window.stack.currentWidget() is not page)
    assert mixed.window.list_pane.isVisible()
    mixed.window.actions_.import_.trigger()  # no dialog: what waits is shown
    assert mixed.window.stack.currentWidget() is page
    assert page.go.text() == "Import 3 contacts"


@pytest.mark.parametrize("target", ["search", "list", "page"])
def test_a_file_may_be_dropped_anywhere(mixed, target: str) -> None:
    window = mixed.window
    widget = {
        "search": window.list_pane.search, "list": window.list_pane.table, "page": window.stack,
    }[target]  # fmt: skip
    spot = QPointF(widget.mapTo(window, widget.rect().center()))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(mixed.file))])
    data.setText(mixed.file.as_uri())  # as file managers do
    handle, copy = window.windowHandle(), Qt.DropAction.CopyAction
    button, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot.toPoint(), copy, data, button, nothing)
    QApplication.sendEvent(handle, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(handle, QDropEvent(spot, copy, data, button, nothing))
    page = window.verbs.import_page()
    mixed.until(lambda: not page.reader.busy)
    assert window.list_pane.search.text() == ""
    assert page.go.text() == "Import 3 contacts"


def test_files_copied_in_a_file_manager_are_pasted(mixed) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(mixed.file))])
    QApplication.clipboard().setMimeData(data)
    page = mixed.window.verbs.import_page()
    button = page.result.first_button()
    mixed.until(button.hasFocus)
    mixed.qtbot.keyClick(button, Key.Key_V, CONTROL)
    mixed.until(lambda: page.go.text() == "Import 3 contacts")


def test_a_second_start_hands_its_files_to_the_first_window(qtbot) -> None:
    one = OneWindow("contactdesk-test-files")
    with qtbot.waitSignal(one.files_came) as came:
        assert raise_other("contactdesk-test-files", ["/home/me/friends.vcf"])
    assert came.args == [["/home/me/friends.vcf"]]
    one.close()


def test_a_table_of_many_thousands_is_filtered_and_read_out(qtbot) -> None:
    rows = PreviewRows()
    plain = PreviewRow(0, 0, 1, "new", "", "Anna", "", "", "", "", 0, "", 0, (), (), ())
    for start in range(0, 20_000, 100):
        rows.add([plain._replace(place=start + i, name=f"Nr {start + i}") for i in range(100)])
    model = ImportRows()
    model.show_rows(rows)
    model.filter("new", "nr 1999")
    qtbot.waitUntil(lambda: not model.looking)  # some thousands at a time, or the window stops
    assert model.rowCount() == 12  # 1999, 11999 and ten that begin so
    assert model.columnCount() == len(HEADS)
    spoken = model.data(model.index(0, HAPPENS), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{_('New')}, Nr 1999"


@pytest.mark.parametrize("language", ["en", "pl", "zh_TW", "fa"])
def test_the_word_of_an_unreadable_file_has_the_room_it_needs(opened, tmp_path, language) -> None:
    use_language(language)
    try:
        w = opened()
        file = tmp_path / "report.pdf"
        file.write_bytes(b"%PDF-1.4 nothing")
        w.window.resize(1024, 640)
        table = w.look_at(file).check.table
        w.until(lambda: table.viewport().width() > 600)
        for size in (100, 150):
            look.apply(QApplication.instance(), "light", size)
            table._share()
            words = look.metrics("caption", 500).horizontalAdvance(_("Unreadable"))
            around = look.px(12) + look.px(14) + look.px(14) + look.px(12)  # edge, icon, edge
            assert table.columnWidth(0) >= words + around
    finally:
        use_language("en")
        look.apply(QApplication.instance(), "light", 100)


def a_table(tmp_path, name: str = "klienci.csv") -> Any:
    file = tmp_path / name
    rows = "First name;Surname;Handy;Whatever\nOla;Nowa;600 000 214;Net 30\nJan;Kos;601 000 215;-\n"
    file.write_text(rows, encoding="utf-8")
    return file


def test_a_table_shows_its_columns_first_and_enter_goes_on(opened, tmp_path) -> None:
    w = opened()
    page = w.look_at(a_table(tmp_path))
    assert page.step == FILE
    columns = page.file_page.columns
    assert columns.isVisible()
    assert columns.fields() == ["given", "family", "phones:cell", "extra"]
    assert page.go.hasFocus()
    w.qtbot.keyClick(page.go, Key.Key_Return)
    assert page.step == CHECK
    w.qtbot.keyClick(page.go, Key.Key_Return)
    w.shows("Jan Kos", "Ola Nowa")


def test_a_column_is_matched_otherwise_and_the_next_file_like_it_remembers(
    opened, tmp_path
) -> None:
    w = opened()
    page = w.look_at(a_table(tmp_path))
    combo = page.file_page.columns.combos[3]
    mark, note = page.file_page.columns._notes[3]
    assert note.text() == "Kept as it is"
    combo.setFocus()
    combo.choose("memberships")
    combo.activated.emit(combo.currentIndex())
    w.until(lambda: not page.reader.busy)
    assert combo is page.file_page.columns.combos[3]  # the keyboard stays where it was
    assert (mark, note) == page.file_page.columns._notes[3]
    assert note.text() == ""
    assert page.check.rows.row(0).organisation == "Net 30"
    page.go.click()
    page.import_now()
    w.until(lambda: page.result is not None)
    page.leave()
    again = w.look_at(a_table(tmp_path, "next.csv"))
    assert again.step == CHECK
    assert again.file_page.columns.fields()[3] == "memberships"


def test_the_calendar_of_dates_is_a_choice_where_a_table_has_any(opened, tmp_path) -> None:
    w = opened()
    file = tmp_path / "born.csv"
    file.write_text("First name;Surname;Birthday\nAmina;Said;1370/05/12\n", encoding="utf-8")
    page = w.look_at(file)
    combo = page.file_page.facts.calendar
    assert combo.isVisible()
    assert combo.currentData() == "gregorian"
    assert page.check.rows.row(0).problems[0][2].startswith("1370/05/12: ")
    combo.choose("jalali")
    combo.activated.emit(combo.currentIndex())
    w.until(lambda: not page.reader.busy)
    assert page.check.rows.row(0).problems == ()
    assert not w.look_at(a_table(tmp_path)).file_page.facts.calendar.isVisible()


def test_a_separator_that_was_guessed_wrong_is_chosen(opened, tmp_path) -> None:
    w = opened()
    page = w.look_at(a_table(tmp_path))
    combo = page.file_page.facts.delimiter
    assert combo.currentData() == ";"
    combo.choose(",")
    combo.activated.emit(combo.currentIndex())
    w.until(lambda: not page.reader.busy)
    assert len(page.file_page.columns.fields()) == 1


def test_a_file_of_nothing_but_deals_and_groups_comes_in_as_one_step(opened, tmp_path) -> None:
    w = opened()
    file = tmp_path / "office.jsonl"
    file.write_text(
        '{"type": "deal", "title": "Pallets"}\n'
        '{"type": "smart_group", "name": "Mail", "rules": "email:x"}\n'
        '{"type": "smart_group", "name": "Lost", "rules": "nothing-such:x"}\n',
        encoding="utf-8",
    )
    page = w.look_at(file)
    assert page.check.rows.rowCount() == 0
    assert "deals" in page.check.banner.words.text()
    assert page.go.text() == "Import"
    page.go.click()
    w.until(lambda: page.result is not None)
    assert page.result.headline == "What your office arranged came in"
    assert page.result.can_undo
    answers: list[tuple[list[str], list[str]]] = []

    def stored() -> tuple[list[str], list[str]]:
        answers.clear()
        w.desk.read(
            lambda tx: ([d.title for d in tx.deals.all()], [g.name for g in tx.smart_groups.all()]),
            answers.append,
        )
        w.until(lambda: answers)
        return answers[0]

    assert stored() == (["Pallets"], ["Mail"])
    page.result._undo.click()
    w.until(lambda: stored() == ([], []))
