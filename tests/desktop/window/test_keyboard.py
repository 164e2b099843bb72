"""The keyboard: every key the program promises, pressed where it is promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog

from contactdesk.desktop.buttons import keys_text
from contactdesk.desktop.labels import Label
from contactdesk.desktop.preferences import Preferences
from contactdesk.model.contact import Contact, Entry

K = Qt.Key
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier

# action, its keys as the design names them
PROMISED = (
    ("find_anything", "Ctrl+K"),
    ("new_contact", "Ctrl+N"),
    ("new_organisation", "Ctrl+Shift+O"),
    ("edit", "Ctrl+E"),
    ("edit_in_list", "F2"),
    ("undo", "Ctrl+Z"),
    ("redo", "Ctrl+Y"),
    ("redo", "Ctrl+Shift+Z"),
    ("find", "Ctrl+F"),
    ("find", "F3"),
    ("delete", "Del"),
    ("copy_contacts", "Ctrl+C"),
    ("paste_contacts", "Ctrl+V"),
    ("refresh", "F5"),
    ("preferences", "Ctrl+,"),
    ("keys", "F1"),
    ("quit", "Ctrl+Q"),
    ("next_pane", "F6"),
    ("previous_pane", "Shift+F6"),
    ("import_", "Ctrl+Shift+I"),
    ("export", "Ctrl+Shift+E"),
    ("star", "Ctrl+D"),
    ("history", "Alt+Return"),
    ("mail", "Ctrl+Shift+M"),
    ("note", "Ctrl+Shift+N"),
    ("call", "Ctrl+Shift+C"),
)


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(
        a_contact("Anna Baran", emails=["anna@baltica.example"]),
        a_contact("Ewa Lis"),
        a_contact("Jan Nowak"),
    )
    w.shows("Anna Baran", "Ewa Lis", "Jan Nowak")
    w.choose("Anna Baran")
    w.until(lambda: w.window.detail.card is not None)
    w.table.setFocus(Qt.FocusReason.TabFocusReason)
    return w


@pytest.mark.parametrize(("name", "keys"), PROMISED)
def test_an_action_has_the_keys_that_are_promised(office, name: str, keys: str) -> None:
    action = getattr(office.window.actions_, name)
    assert QKeySequence(keys) in action.shortcuts()


def test_no_two_actions_share_a_key(office) -> None:
    actions = [*office.window.actions(), *office.table.actions()]
    keys = [s.toString() for a in actions for s in a.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_the_overview_names_every_promised_key(office, qtbot) -> None:
    qtbot.keyClick(office.table, K.Key_F1)
    (dialog,) = [d for d in office.window.findChildren(QDialog) if d.isVisible()]
    texts = " ".join(label.text() for label in dialog.findChildren(Label))
    for name, _keys in PROMISED:
        first = getattr(office.window.actions_, name).shortcut()
        assert keys_text(first) in texts, name
    for keys in ("Space", "Ctrl+Shift+Enter", "Esc", "Shift+F10"):
        assert keys in texts
    dialog.close()


def _editing(w: Any) -> Any:
    return w.window.detail._editing


def _preferences(w: Any) -> bool:
    found = w.window.findChildren(Preferences)
    for window in found:
        window.close()
    return bool(found)


FROM_THE_LIST: tuple[tuple[str, Qt.Key, Qt.KeyboardModifier, Callable[[Any], Any]], ...] = (
    ("Ctrl+K", K.Key_K, CTRL, lambda w: w.window.palette_.isVisible()),
    ("Ctrl+N", K.Key_N, CTRL, lambda w: _editing(w).number == 0),
    ("Ctrl+Shift+O", K.Key_O, CTRL | SHIFT, lambda w: _editing(w).base.kind == "org"),
    ("Ctrl+E", K.Key_E, CTRL, lambda w: _editing(w).number == 1),
    ("F2", K.Key_F2, NONE, lambda w: _editing(w).number == 1),
    ("Ctrl+D", K.Key_D, CTRL, lambda w: w.window.verbs.all_starred()),
    ("Del", K.Key_Delete, NONE, lambda w: w.names() == ["Ewa Lis", "Jan Nowak"]),
    ("Ctrl+F", K.Key_F, CTRL, lambda w: w.window.list_pane.search.hasFocus()),
    ("F3", K.Key_F3, NONE, lambda w: w.window.list_pane.search.hasFocus()),
    ("Alt+Enter", K.Key_Return, ALT, lambda w: "history" in w.window.pages),
    ("Ctrl+,", K.Key_Comma, CTRL, _preferences),
    ("F6", K.Key_F6, NONE, lambda w: w.window.stack.isAncestorOf(QApplication.focusWidget())),
    ("Shift+F6", K.Key_F6, SHIFT, lambda w: w.window.sidebar.list.hasFocus()),
    (
        "Enter",
        K.Key_Return,
        NONE,
        lambda w: w.window.detail.isAncestorOf(QApplication.focusWidget()),
    ),
    ("Down", K.Key_Down, NONE, lambda w: w.table.chosen_numbers() == [2]),
    ("End", K.Key_End, NONE, lambda w: w.table.chosen_numbers() == [3]),
    ("Shift+Down", K.Key_Down, SHIFT, lambda w: w.table.chosen_numbers() == [1, 2]),
    ("Space", K.Key_Space, NONE, lambda w: w.table.chosen_numbers() == []),
    ("letter", K.Key_J, NONE, lambda w: w.table.chosen_numbers() == [3]),
)


@pytest.mark.parametrize(
    ("key", "held", "rule"), [row[1:] for row in FROM_THE_LIST], ids=[r[0] for r in FROM_THE_LIST]
)
def test_a_key_in_the_list_does_what_it_promises(office, qtbot, key, held, rule) -> None:
    qtbot.keyClick(office.table, key, held)
    office.until(lambda: rule(office))


def test_space_ticks_what_ctrl_and_an_arrow_have_reached(office, qtbot) -> None:
    qtbot.keyClick(office.table, K.Key_Down, CTRL)
    qtbot.keyClick(office.table, K.Key_Down, CTRL)
    assert office.table.chosen_numbers() == [1]
    qtbot.keyClick(office.table, K.Key_Space)
    assert office.table.chosen_numbers() == [1, 3]
    qtbot.keyClick(office.table, K.Key_Space)
    assert office.table.chosen_numbers() == [1]


def test_a_space_within_a_name_goes_on_typing(office, qtbot) -> None:
    sought: list[str] = []
    office.table.sought.connect(sought.append)
    qtbot.keyClicks(office.table, "jan n")
    assert sought[-1] == "jan n"
    office.until(lambda: office.table.chosen_numbers() == [3])


def test_ctrl_shift_enter_saves_and_begins_another(office, qtbot) -> None:
    qtbot.keyClick(office.table, K.Key_N, CTRL)
    office.until(lambda: _editing(office) is not None)
    first = _editing(office)
    qtbot.keyClicks(first.form.name.fields["given"], "Zofia")
    qtbot.keyClick(first.form.name.fields["given"], K.Key_Return, CTRL | SHIFT)
    office.until(lambda: "Zofia" in office.names())
    office.until(lambda: _editing(office) is not None and _editing(office) is not first)
    assert _editing(office).number == 0
    assert _editing(office).form.name.fields["given"].text() == ""


def test_undo_and_redo_by_key(office, qtbot) -> None:
    qtbot.keyClick(office.table, K.Key_Delete)
    office.shows("Ewa Lis", "Jan Nowak")
    qtbot.keyClick(office.table, K.Key_Z, CTRL)
    office.shows("Anna Baran", "Ewa Lis", "Jan Nowak")
    qtbot.keyClick(office.table, K.Key_Y, CTRL)
    office.shows("Ewa Lis", "Jan Nowak")


def test_a_mail_to_a_group_goes_to_its_members(opened, monkeypatch) -> None:
    links: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(links.append(url.toString())) or True
    )
    anna = Contact(id="11111111-1111-4111-8111-111111111111", formatted_name="Anna Baran",
                   emails=(Entry("anna@baltica.example"),))  # fmt: skip
    ewa = Contact(id="22222222-2222-4222-8222-222222222222", formatted_name="Ewa Lis")
    members = ("mailto:jan@lis.example", f"urn:uuid:{anna.id}", f"urn:uuid:{ewa.id}")
    board = Contact(formatted_name="Board", kind="group", members=tuple(map(Entry, members)))
    w = opened(anna, ewa, board)
    w.until(lambda: len(w.names()) == 3)
    w.choose("Board")
    w.window.verbs.mail_chosen()
    w.until(lambda: links)
    assert links == ["mailto:?bcc=jan@lis.example,anna@baltica.example"]
    w.until(lambda: w.window.toast.text() == "1 of them has no mail address")


def test_more_addresses_than_a_link_holds_are_copied(opened, a_contact, monkeypatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("too long"))
    names = [f"Somebody Number{n:03d}" for n in range(60)]
    w = opened(*(a_contact(n, emails=[f"{n.replace(' ', '.')}@example.example"]) for n in names))
    w.until(lambda: len(w.names()) == 60)
    QApplication.clipboard().clear()
    w.table.selectAll()
    w.window.verbs.mail_chosen()
    w.until(lambda: "60 mail addresses are on the clipboard" in w.window.toast.text())
    assert QApplication.clipboard().text().count("@") == 60
