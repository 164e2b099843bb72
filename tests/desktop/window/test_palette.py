"""The command palette: what is offered for what is typed, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.palette import Palette
from contactdesk.desktop.palette_match import match
from contactdesk.desktop.preferences import Preferences
from contactdesk.desktop.recent_contacts import RecentContacts

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def opened_palette(w: Any) -> Palette:
    w.window.actions_.find_anything.trigger()
    palette = w.window.palette_
    w.until(lambda: palette.isVisible() and palette._is_current())
    return palette


def typed(w: Any, palette: Palette, text: str) -> list[str]:
    """The titles offered for a text, once they are all there."""
    palette.field.setText(text)
    w.until(palette._is_current)
    return [entry.title for entry in palette.entries]


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(
        a_contact("Agnieszka Baran", phones=["+48501234567"], emails=["a@baltica.example"]),
        a_contact("Nuno Duarte", categories=["Customer"]),
        a_contact("رضا ابراهیمی"),
    )
    w.until(lambda: len(w.names()) == 3)
    return w


def test_people_come_first_then_actions_settings_and_what_can_be_made(office) -> None:
    palette = opened_palette(office)
    typed(office, palette, "nu")
    sections = list(dict.fromkeys(entry.section for entry in palette.entries))
    assert sections == ["People", "Settings", "Create"]
    assert palette.entries[0].title == "Nuno Duarte"
    assert palette.entries[0].marks == ((0, 2),)


def test_enter_goes_to_the_person_and_gives_the_keyboard_to_the_list(office, qtbot) -> None:
    palette = opened_palette(office)
    typed(office, palette, "duarte")
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert not palette.isVisible()
    assert office.table.chosen_numbers() == [2]
    office.until(office.table.hasFocus)


def test_tab_goes_into_the_persons_card(office, qtbot) -> None:
    palette = opened_palette(office)
    typed(office, palette, "agnieszka")
    qtbot.keyClick(palette.field, Key.Key_Tab)
    office.until(lambda: office.window.detail.card is not None)
    office.until(lambda: office.window.detail.card.isAncestorOf(QApplication.focusWidget()))
    assert office.table.chosen_numbers() == [1]


def test_enter_before_the_answer_runs_what_the_answer_brings(office, qtbot) -> None:
    palette = opened_palette(office)
    palette.field.setText("duarte")
    qtbot.keyClick(palette.field, Key.Key_Return)
    office.until(lambda: office.table.chosen_numbers() == [2])
    assert not palette.isVisible()


def test_enter_does_not_run_a_line_that_only_stands_in_for_the_answer(office, qtbot) -> None:
    palette = opened_palette(office)
    palette.field.setText("duarte")
    palette._show_without_people()  # as when the book takes its time
    assert [entry.title for entry in palette.entries] == []
    qtbot.keyClick(palette.field, Key.Key_Return)
    office.until(lambda: office.table.chosen_numbers() == [2])


def test_only_the_newest_answer_counts(office) -> None:
    palette = opened_palette(office)
    for text in ("a", "ag", "agn", "du"):
        palette.field.setText(text)
    office.until(palette._is_current)
    assert palette.entries[0].title == "Nuno Duarte"


def test_an_action_is_run_and_shows_its_key(office, qtbot) -> None:
    palette = opened_palette(office)
    assert typed(office, palette, ">preferences") == ["Preferences…"]
    assert palette.entries[0].keys == "Ctrl+,"
    qtbot.keyClick(palette.field, Key.Key_Return)
    (window,) = office.window.findChildren(Preferences)
    window.close()


def test_a_setting_opens_the_preferences_at_it(office, qtbot) -> None:
    palette = opened_palette(office)
    assert typed(office, palette, "sorted by") == ["Lists are sorted by", *CREATED("sorted by")]
    qtbot.keyClick(palette.field, Key.Key_Return)
    (window,) = office.window.findChildren(Preferences)
    assert window.places.currentIndex().data() == "Contacts and names"
    window.close()


def CREATED(name: str) -> list[str]:
    return [f"New contact: {name}", f"New organisation: {name}", f"Search notes for “{name}”"]


def test_signs_narrow_the_search(office) -> None:
    palette = opened_palette(office)
    assert typed(office, palette, "#cu") == ["Customer"]
    assert typed(office, palette, "@nu") == ["Nuno Duarte"]
    assert "Agnieszka Baran" not in typed(office, palette, ">a")


def test_a_category_leads_to_its_list(office, qtbot) -> None:
    palette = opened_palette(office)
    typed(office, palette, "#customer")
    qtbot.keyClick(palette.field, Key.Key_Return)
    office.shows("Nuno Duarte")


def test_a_text_that_fits_nothing_can_become_a_contact(office, qtbot) -> None:
    palette = opened_palette(office)
    assert typed(office, palette, "kowalsky") == CREATED("kowalsky")
    qtbot.keyClick(palette.field, Key.Key_Return)
    office.until(lambda: office.window.detail._editing is not None)


def test_ctrl_and_a_digit_run_that_line_and_ctrl_enter_the_second(office, qtbot) -> None:
    palette = opened_palette(office)
    typed(office, palette, "kowalsky")
    qtbot.keyClick(palette.field, Key.Key_Return, Ctrl)
    office.until(lambda: office.window.detail._editing is not None)
    assert office.window.detail._editing.base.kind == "org"
    office.window.detail.leave_editor()
    palette = opened_palette(office)
    typed(office, palette, "+48")
    assert palette.entries[0].detail == "Phone: +48501234567"
    office.window.recent.visited(1)
    office.window.recent.visited(2)
    typed(office, palette, "@")
    second = palette.entries[1].row.number
    qtbot.keyClick(palette.field, Key.Key_2, Ctrl)
    assert office.table.chosen_numbers() == [second]


def test_the_keys_of_the_window_close_the_palette_and_work(office, qtbot) -> None:
    palette = opened_palette(office)
    qtbot.keyClick(palette.field, Key.Key_F, Ctrl)
    assert not palette.isVisible()
    assert office.window.list_pane.search.hasFocus()


def test_esc_leaves_everything_as_it_was(office, qtbot) -> None:
    office.window.list_pane.search.setFocus()
    palette = opened_palette(office)
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert not palette.isVisible()
    assert office.window.list_pane.search.hasFocus()
    qtbot.mouseClick(opened_palette(office), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_arrows_go_round_and_skip_the_heads(office, qtbot) -> None:
    palette = opened_palette(office)
    typed(office, palette, "nu")
    rows = palette.list.lines.entry_rows()
    seen = []
    for _step in range(len(rows) + 1):
        seen.append(palette.list.painter_of_lines.chosen_row)
        qtbot.keyClick(palette.field, Key.Key_Down)
    assert seen == [*rows, rows[0]]
    qtbot.keyClick(palette.field, Key.Key_Up)
    qtbot.keyClick(palette.field, Key.Key_PageDown)
    assert palette.list.painter_of_lines.chosen_row in rows


def test_the_phone_of_a_line_calls(office, qtbot, monkeypatch) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened_links.append(url.toString())) or True
    )
    palette = opened_palette(office)
    typed(office, palette, "@agn")
    assert [link for _i, _w, link in palette.entries[0].links] == [
        "tel:+48501234567",
        "mailto:a@baltica.example",
    ]
    spot = palette.list.visualRect(palette.list.lines.index(1))
    from contactdesk.desktop.palette_line import _link_spot

    at = _link_spot(spot, palette.list.layoutDirection(), 0, 2).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened_links == ["tel:+48501234567"]
    assert not palette.isVisible()


def test_the_last_visited_are_offered_first(office, qtbot) -> None:
    palette = opened_palette(office)
    typed(office, palette, "duarte")
    qtbot.keyClick(palette.field, Key.Key_Return)
    office.choose("Agnieszka Baran")
    palette = opened_palette(office)
    office.until(lambda: palette.entries[0].title == "Nuno Duarte")
    assert palette.entries[0].section == "Recent"


def test_a_contact_deleted_since_is_not_offered(office) -> None:
    office.window.recent.visited(2)
    office.choose("Nuno Duarte")
    office.window.verbs.delete()
    office.until(lambda: "Nuno Duarte" not in office.names())
    palette = opened_palette(office)
    office.until(palette._is_current)
    assert "Nuno Duarte" not in [entry.title for entry in palette.entries]


def test_what_cannot_be_done_says_why_or_is_left_out(office) -> None:
    office.table.clearSelection()
    palette = opened_palette(office)
    assert "Edit" not in typed(office, palette, ">edit")
    palette.leave()
    facts = office.desk.facts._replace(read_only="The disk cannot be written.")
    office.desk.facts = facts
    palette = opened_palette(office)
    typed(office, palette, ">import")
    assert palette.entries[0].why_not == "The disk cannot be written."
    assert palette.entries[0].detail == "The disk cannot be written."
    palette._run_chosen()
    assert palette.isVisible()
    assert typed(office, palette, "kowalsky") == ["Search notes for “kowalsky”"]
    assert typed(office, palette, "kö") == []
    assert "kö" in palette.nothing.text()


def test_visited_contacts_outlive_the_window(tmp_path) -> None:
    first = RecentContacts("/a.cdk", tmp_path / "recent.json")
    for number in (1, 2, 3, 2):
        first.visited(number)
    first.keep()
    other = RecentContacts("/b.cdk", tmp_path / "recent.json")
    other.visited(9)
    other.keep()
    assert RecentContacts("/a.cdk", tmp_path / "recent.json").numbers == [2, 3, 1]
    (tmp_path / "recent.json").write_text("[]")
    assert RecentContacts("/a.cdk", tmp_path / "recent.json").numbers == []


@pytest.mark.parametrize(
    ("query", "title", "marks"),
    [
        ("imp", "Import…", ((0, 3),)),
        ("nc", "New contact", ((0, 1), (4, 1))),
        ("imprt", "Import…", ((0, 1), (1, 1), (2, 1), (4, 1), (5, 1))),
        ("zolc", "Żółć", ((0, 4),)),
        ("匯", "匯入…", ((0, 1),)),
        ("huiru", "匯入…", ()),
        ("رونوشت", "رونوشت", ((0, 6),)),
        ("كپي", "کپی", ((0, 3),)),
        ("نم", "نشانی مخاطب", ((0, 1), (6, 1))),
    ],
)
def test_actions_are_found_in_every_language(query, title, marks) -> None:
    found = match(query, title)
    assert found is not None
    if marks:
        assert found.marks == marks


def test_a_beginning_is_better_than_initials_and_those_than_loose_letters() -> None:
    scores = [match("ex", t) for t in ("Export…", "Show export", "Every xylophone")]
    assert [s.score for s in scores if s] == sorted((s.score for s in scores if s), reverse=True)
    assert match("zz", "Export…") is None
    assert match("", "Export…") is None


def test_categories_are_found_by_their_whole_name_also_in_a_folded_one(office, qtbot) -> None:
    window = office.window
    got: list[object] = []
    window.desk.write("Add", lambda tx: tx.categories.add("Work/Clients"), got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=15_000)
    qtbot.waitUntil(
        lambda: any(p.category == "Work/Clients" for p in window.sidebar.model.every_place()),
        timeout=15_000,
    )
    window.categories.toggle("Work")
    palette = opened_palette(office)
    assert typed(office, palette, "#clients") == ["Work/Clients"]
    palette.entries[0].run()
    assert window.sidebar.query().category == "Work/Clients"
