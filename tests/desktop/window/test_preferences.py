"""Preferences: found by their words, applied at once, undone, and plain about whose they are."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from contactdesk.desktop import habits
from contactdesk.desktop import theme as look
from contactdesk.desktop.bidi import without_marks
from contactdesk.desktop.list_delegate import row_height
from contactdesk.desktop.preferences import OF_BOOK, Preferences, show_preferences
from contactdesk.desktop.settings_index import PAGES, SETTINGS
from contactdesk.desktop.settings_search import found_settings
from contactdesk.desktop.thin_progress import ThinProgress
from contactdesk.i18n import use_language
from contactdesk.settings import Settings
from contactdesk.store.listing import BookFacts, ChangeSet

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
# Qt's picture of a screen has no windows to raise.
pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
SHARED = {s.key for s in SETTINGS if s.shared}


class Shown:
    """A window with its preferences."""

    def __init__(self, opened: Any) -> None:
        self.opened, self.desk = opened, opened.desk
        opened.until(lambda: opened.desk.facts is not None)
        self.window: Preferences = show_preferences(opened.window, opened.desk)
        opened.until(self.window.isActiveWindow)

    def row(self, key: str) -> Any:
        setting = next(s for s in SETTINGS if s.key == key)
        return self.window.page(setting.page).rows[key]

    def choose(self, key: str, value: object) -> None:
        self.row(key).control.chosen.emit(value)

    def press(self, key: Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window
        self.opened.qtbot.keyClick(target, key, modifier)

    def marked(self) -> set[str]:
        pages = [self.window.page(page.key) for page in PAGES]
        return {key for page in pages for key, row in page.rows.items() if row.marked}


@pytest.fixture
def shown(opened, a_contact):
    windows: list[Shown] = []

    def show() -> Shown:
        windows.append(Shown(opened(a_contact("Anna Baran"), a_contact("Zofia Adamska"))))
        return windows[-1]

    yield show
    look.use_compact_rows(False)
    habits.use(show_keys=True, animations=True)
    for each in windows:
        if isValid(each.window):
            each.window.close()


def test_every_setting_stands_on_its_page_and_is_kept_somewhere(shown) -> None:
    w = shown()
    assert {s.page for s in SETTINGS} == {page.key for page in PAGES}
    # what is done to the file, and what the book is asked for when somebody looks
    of_file = {"file_size", "book_place", "encryption", "bin_days"}
    assert {s.key for s in SETTINGS if s.of_me} | of_file == set(w.window.page("sharing").rows)
    fields = set(w.window.page("fields").rows)
    assert {s.key for s in SETTINGS if s.page == "fields"} == fields
    backups = set(w.window.page("backups").rows)
    assert {s.key for s in SETTINGS if s.page == "backups"} == backups
    assert all(hasattr(Settings(), key) for key in backups - {"archive"})
    for setting in (s for s in SETTINGS if not s.of_me and s.key not in fields | backups | of_file):
        owner = BookFacts if setting.shared else Settings()
        assert hasattr(owner, OF_BOOK.get(setting.key, setting.key)), setting.key
        view = w.window.page(setting.page)
        assert view.rows[setting.key].control.accessibleName() == setting.title


def test_changes_apply_at_once(shown) -> None:
    w = shown()
    w.opened.shows("Zofia Adamska", "Anna Baran")
    w.choose("name_order", "family")
    w.opened.shows("Adamska, Zofia", "Baran, Anna")
    w.choose("sort_by", "given")
    w.opened.shows("Baran, Anna", "Adamska, Zofia")
    w.choose("region", "PL")
    w.opened.until(lambda: w.desk.facts.region == "PL")
    usual = row_height()
    w.choose("list_spacing", "compact")
    assert row_height() < usual
    assert w.opened.table.verticalHeader().defaultSectionSize() == row_height()
    w.choose("compact_sidebar", True)
    assert w.opened.window.sidebar.rail


def test_what_is_changed_for_everybody_is_said_and_can_be_taken_back(shown) -> None:
    w = shown()
    w.choose("sort_by", "given")
    w.opened.until(lambda: w.desk.facts.sort_by == "given")
    w.opened.until(w.window.toast.text)
    assert w.window.toast.text() == "Changed for everybody: Lists are sorted by"
    w.press(Key.Key_Z, Ctrl)
    w.opened.until(lambda: w.desk.facts.sort_by == "family")
    assert w.row("sort_by").control.value() == "family"


class _Flashed(QObject):
    """Remembers what was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_flashes_as_a_window_or_takes_the_keyboard(shown) -> None:
    w = shown()
    flashed = _Flashed()
    QApplication.instance().installEventFilter(flashed)
    for page in PAGES:
        w.window.page(page.key)
        QApplication.processEvents()
    QApplication.instance().removeEventFilter(flashed)
    assert flashed.seen == []
    assert w.window.isActiveWindow()
    assert w.window.places.hasFocus()


def test_a_page_that_was_not_shown_is_not_made(shown) -> None:
    w = shown()
    assert w.window._stack.count() == 2  # the first page, and that nothing was found
    w.press(Key.Key_Down)
    assert w.window._stack.currentWidget() is w.window.page("language")
    assert w.window._stack.count() == 3


def test_own_changes_are_taken_back_step_by_step(shown) -> None:
    w = shown()
    w.choose("name_order", "family")
    w.choose("text_size", 130)
    w.press(Key.Key_Z, Ctrl)
    assert (w.desk.settings.text_size, w.desk.settings.name_order) == (100, "family")
    w.press(Key.Key_Z, Ctrl)
    assert w.desk.settings.name_order == "given"


def test_a_page_goes_back_to_how_it_was_at_first_and_nothing_of_the_book_with_it(shown) -> None:
    w = shown()
    w.choose("sort_by", "given")
    w.opened.until(lambda: w.desk.facts.sort_by == "given" and not w.window.work.is_busy)
    view = w.window.page("names")
    assert not view.reset.isEnabled()
    w.choose("name_order", "family")
    assert view.reset.isEnabled()
    view.reset.click()
    assert w.desk.settings.name_order == "given"
    assert w.desk.facts.sort_by == "given"
    w.window.undo()
    assert w.desk.settings.name_order == "family"


def test_the_search_marks_what_it_finds_and_leaves_the_pages_that_have_it(shown) -> None:
    w = shown()
    w.press(Key.Key_F, Ctrl)
    assert w.window.search.hasFocus()
    w.opened.qtbot.keyClicks(w.window.search, "sort")
    assert w.marked() == {"book_language", "sort_by"}
    assert [place.text for place in w.window._model.places] == [
        "Language and region",
        "Contacts and names",
    ]
    w.press(Key.Key_Return)
    assert w.row("book_language").control.hasFocus()


def test_esc_ends_the_search_and_then_closes(shown) -> None:
    w = shown()
    w.press(Key.Key_F, Ctrl)
    w.opened.qtbot.keyClicks(w.window.search, "qqq")
    assert w.marked() == set()
    assert w.window._nothing.title.text() == "No setting called “qqq”"
    w.press(Key.Key_Escape)
    assert w.window.search.text() == ""
    assert len(w.window._model.places) == len(PAGES)
    with w.opened.qtbot.waitSignal(w.window.finished):
        w.press(Key.Key_Escape)


@pytest.mark.parametrize(
    ("language", "query", "key"),
    [
        ("en", "bigger", "text_size"),
        ("en", "NIGHT", "theme"),
        ("en", "phone country", "region"),
        ("pl", "wielkość", "text_size"),
        ("pl", "wielkosc", "text_size"),
        ("pl", "motyw", "theme"),
        ("fa", "پوسته", "theme"),
    ],
)
def test_a_setting_is_found_in_the_language_of_the_window(language, query, key) -> None:
    use_language(language)
    assert key in [setting.key for setting in found_settings(query)]


def test_nothing_is_found_without_a_word() -> None:
    assert found_settings(" ") == []


def test_a_setting_named_from_elsewhere_is_shown_marked_and_has_the_keyboard(shown) -> None:
    w = shown()
    again = show_preferences(w.opened.window, w.desk, "sort_by")
    assert again is w.window
    assert w.marked() == {"sort_by"}
    assert w.row("sort_by").control.hasFocus()
    assert w.window._stack.currentWidget() is w.window.page("names")


def test_in_a_book_that_may_only_be_read_ones_own_settings_still_change(shown) -> None:
    w = shown()
    w.desk._take_facts(w.desk.facts._replace(read_only="Somebody repairs it."))
    for key in SHARED:
        assert not w.row(key).control.isEnabled()
        assert w.row(key).control.toolTip() == "Somebody repairs it."
    w.choose("name_order", "family")
    assert w.desk.settings.name_order == "family"


def test_long_work_is_stopped_without_a_trace(shown) -> None:
    w = shown()
    line, free = w.window.work, Event()
    w.desk.run(lambda _book, _progress: free.wait(5), lambda _answer: None)  # the thread is taken
    w.choose("book_language", "sv")
    assert line.is_busy
    assert not w.row("sort_by").control.isEnabled()
    line.show_progress(300, 1000, "")
    assert line.isVisible()
    line.stop.click()
    free.set()
    w.opened.until(lambda: not line.is_busy)
    assert line.isHidden()
    assert w.row("sort_by").control.isEnabled()
    assert w.desk.facts.language == "en"
    assert w.row("book_language").control.currentData() == "en"
    w.window.undo()  # there is nothing to take back
    assert w.desk.facts.language == "en"


def test_without_keys_neither_tips_nor_buttons_show_them_at_once(shown) -> None:
    w = shown()
    window = w.opened.window
    w.opened.choose("Anna Baran")
    w.opened.until(lambda: window.detail.card is not None)
    gear, edit = window.sidebar.gear, window.detail.card.head.edit
    assert (gear.toolTip(), edit.toolTip()) == ("Preferences (Ctrl+,)", "Edit (Ctrl+E)")
    w.choose("show_keys", False)
    assert (gear.toolTip(), edit.toolTip()) == ("Preferences", "Edit")
    window.show_toast("Done", "Undo", w.desk.undo)
    shown_words = [x.text() for x in window.toast.findChildren(QLabel) if not x.isHidden()]
    assert "Ctrl+Z" not in shown_words
    w.choose("show_keys", True)
    assert edit.toolTip() == "Edit (Ctrl+E)"


def test_without_animations_a_colleagues_row_does_not_flash(shown) -> None:
    w = shown()
    number = w.opened.choose("Anna Baran")
    painter = w.opened.table.painter_of_rows
    theirs = ChangeSet(9, "Edit", "edit", own=False, at="", author="ola", contacts=(number,))
    w.desk.changed.emit(theirs)
    assert painter.flashing == {number}
    w.opened.until(lambda: not painter.flashing)
    w.choose("animations", False)
    w.desk.changed.emit(theirs)
    assert not painter.flashing


def test_without_animations_work_that_goes_on_shows_a_line_that_stands_still(shown, qtbot) -> None:
    w = shown()
    w.choose("animations", False)
    line = ThinProgress()
    qtbot.addWidget(line)
    line.resize(40, 2)
    line.start()
    qtbot.waitUntil(line.isVisible)
    picture = line.grab().toImage()
    assert {picture.pixel(x, 0) for x in range(40)} == {look.colour("accent").rgb()}
    assert not line._step.isActive()
    line.stop()
    assert not line.isVisible()


def test_the_size_of_the_file_is_told_and_made_smaller(shown, the_book_itself) -> None:
    w = shown()
    row = w.window.page("sharing").rows["file_size"]
    path = Path(w.desk.path)
    w.opened.until(lambda: "in use" in row.text.text())
    with the_book_itself(), sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE filler (x)")
        raw.execute("INSERT INTO filler VALUES (zeroblob(3000000))")
        raw.execute("DROP TABLE filler")
    w.desk.facts_changed.emit(w.desk.facts)
    w.opened.until(lambda: "3 MB of it are left" in without_marks(row.text.text()))
    size = path.stat().st_size
    row.control.click()
    assert not row.control.isEnabled()
    w.opened.until(lambda: "in use" in row.text.text())
    assert path.stat().st_size < size - 2_900_000
    assert row.control.isEnabled()
    assert "Compacted" in w.opened.window.toast.text()
    w.desk._take_facts(w.desk.facts._replace(read_only="Somebody repairs it."))
    assert not row.control.isEnabled()
