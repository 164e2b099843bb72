"""Starting: what comes before the first paint, one window a book, going to another book."""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bad_disk
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.one_window import OneWindow, raise_other
from contactdesk.desktop.session import Session, window_name
from contactdesk.log import Discreet

MODULES = """
import json, sys
from contactdesk import app
from contactdesk.desktop.session import Session
def mark(self, name):
    heavy = ("sqlalchemy", "alembic", "sqlite3", "icu", "phonenumbers", "dataclasses", "uuid",
             "platformdirs", "contactdesk.settings", "PySide6.QtSvg", "PySide6.QtNetwork",
             "contactdesk.desktop.actions", "contactdesk.desktop.detail_pane")
    window = self.window
    window.list_pane.search.insert("k")
    print(json.dumps([[m for m in heavy if m in sys.modules], window.list_pane.search.text()]))
    sys.stdout.flush()
    import os
    os._exit(0)
Session._mark = mark
app.main(sys.argv[1])
"""

SOURCES = """
import json, linecache, os, sys
from contactdesk import app, start_marks
def mark(name):
    if name == "first_paint":
        ours = [name for name in sys.modules if name.startswith("contactdesk.")]
        read = [file for file in linecache.cache if "contactdesk" in file]
        print(json.dumps([read, len(ours)]), flush=True)
        os._exit(0)
start_marks.mark = mark
app.main(sys.argv[1])
"""


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    before = sys.excepthook, gc.get_threshold(), list(logging.getLogger().handlers)
    level = logging.getLogger().level
    made = Session(qapp, {})
    yield made
    if made.desk is not None:
        made.desk.close()
    if made.window is not None:
        made.window.deleteLater()
    if made.one is not None:
        made.one.close()
    sys.excepthook = before[0]
    gc.set_threshold(*before[1])
    root = logging.getLogger()
    for handler in list(root.handlers):
        if handler not in before[2]:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    made.deleteLater()


def run(arguments: list[str], home: Path, **variables: str) -> list[Any]:
    own = {"CONTACTDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **variables}
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line[:1] in "{["]


def test_the_first_paint_takes_letters_and_waits_for_nothing_heavy(tmp_path, home) -> None:
    heavy, typed = run(["-c", MODULES, str(tmp_path / "office.cdk")], home)[0]
    assert heavy == []
    assert typed == "k"


def test_a_start_does_not_read_the_sources_of_all_it_imports(tmp_path, home) -> None:
    sources, loaded = run(["-c", SOURCES, str(tmp_path / "office.cdk")], home)[-1]
    assert loaded > 20
    assert sources == []


def test_a_start_tells_when_it_was_painted_and_when_names_were_there(
    tmp_path, home, a_book, a_contact, the_book_itself
) -> None:
    with the_book_itself():
        a_book(a_contact("Anna Baran")).close()
    book = str(tmp_path / "office.cdk")
    marks = run(
        ["-m", "contactdesk", "--book", book],
        home,
        CONTACTDESK_TRACE_START="1",
        CONTACTDESK_QUIT_AFTER="filled",
    )
    assert [each["mark"] for each in marks] == ["first_paint", "filled"]
    assert 0 < marks[0]["ms"] < marks[1]["ms"]


def test_a_second_start_raises_the_first_window(qtbot, tmp_path) -> None:
    name = window_name(str(tmp_path / "office.cdk"))
    assert not raise_other(name)
    one = OneWindow(name)
    with qtbot.waitSignal(one.asked):
        assert raise_other(name)
    one.close()


def test_two_paths_to_one_file_are_one_window(tmp_path) -> None:
    book = tmp_path / "office.cdk"
    book.touch()
    link = tmp_path / "link.cdk"
    link.symlink_to(book)
    assert window_name(str(link)) == window_name(str(book))
    assert window_name(str(book)) != window_name(str(tmp_path / "other.cdk"))


SILENT = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from bad_disk import Disk
from contactdesk.desktop import drive_answers, session
drive_answers.SECONDS = 0.05
early = {"recent_books": [sys.argv[2] + "/office.cdk"]}
from PySide6.QtWidgets import QApplication
here = session.Session(QApplication([]), early)
disk = Disk(Path(sys.argv[2]))
disk.slow(60_000)
print(here.start(None), here.window.isVisible(), disk.on_main_thread, flush=True)
import os
os._exit(0)
"""


def test_a_start_whose_drive_says_nothing_shows_a_window(tmp_path) -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be slow here: {why}")
    place = tmp_path / "place"
    place.mkdir()
    (place / "office.cdk").touch()
    words = [str(Path(bad_disk.__file__).parent), str(place)]
    said, _ = bad_disk.started(["-c", SILENT, *words], tmp_path).communicate(timeout=50)
    assert said.split() == ["True", "True", "0"]


def test_the_first_start_makes_the_persons_own_book(qtbot, session, home) -> None:
    assert session.start(None)
    qtbot.waitUntil((home / "data" / "contacts.cdk").is_file, timeout=8000)
    qtbot.waitUntil(lambda: session.window.windowTitle() == "contacts – ContactDesk", timeout=8000)


def test_keys_pressed_before_the_book_is_open_are_followed_then(qtbot, session, tmp_path) -> None:
    assert session.start(str(tmp_path / "office.cdk"))
    search = session.window.list_pane.search
    qtbot.keyClick(search, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(search, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert session.desk is None or session.desk.facts is None
    qtbot.waitUntil(lambda: session.desk is not None and session.desk.facts is not None)
    detail = session.window.detail
    qtbot.waitUntil(lambda: detail._editing is not None)
    assert search.text() == ""


def test_going_to_another_book_changes_the_window_and_remembers_both(
    qtbot, session, tmp_path
) -> None:
    first, second = str(tmp_path / "first.cdk"), str(tmp_path / "second.cdk")
    session.start(first)
    qtbot.waitUntil(lambda: session.window.windowTitle().startswith("first"), timeout=8000)
    session.go_to(second, create=True)
    qtbot.waitUntil(lambda: session.window.windowTitle().startswith("second"), timeout=8000)
    qtbot.waitUntil(lambda: session.desk.settings.recent_books == (second, first), timeout=8000)
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert len([w for w in windows if w is session.window]) == 1


def test_another_book_is_shown_while_the_drive_of_the_one_before_takes_its_time(
    qtbot, session, tmp_path
) -> None:
    session.start(str(tmp_path / "first.cdk"))
    qtbot.waitUntil(lambda: session.window.windowTitle().startswith("first"), timeout=8000)
    before, written = session.desk.background, threading.Event()
    before.writer.ask(lambda _line: written.wait(30))
    session.go_to(str(tmp_path / "second.cdk"), create=True)
    qtbot.waitUntil(lambda: session.window.windowTitle().startswith("second"), timeout=8000)
    assert before.writer.is_alive()
    written.set()
    qtbot.waitUntil(lambda: not before.writer.is_alive(), timeout=8000)


def test_opening_a_book_that_is_gone_makes_no_empty_one(qtbot, session, tmp_path) -> None:
    session.start(str(tmp_path / "first.cdk"))
    qtbot.waitUntil(lambda: session.window.windowTitle().startswith("first"), timeout=8000)
    gone = tmp_path / "gone.cdk"
    session.go_to(str(gone), create=False)
    qtbot.waitUntil(lambda: "trouble" in session.window.pages, timeout=8000)
    assert not gone.exists()


def test_the_log_says_where_a_bug_was_never_what_it_was_about() -> None:
    try:
        raise ValueError("Agnieszka Baran +48501234567")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "a bug", (), sys.exc_info())
    written = Discreet("%(message)s").format(record)
    assert "test_shell_start.py" in written
    assert "ValueError" in written
    assert "Baran" not in written


def test_a_book_that_is_gone_can_be_tried_again_and_the_keyboard_is_on_the_way_out(
    qtbot, session, tmp_path
) -> None:
    assert session.start(str(tmp_path / "office.cdk"))
    qtbot.waitUntil(lambda: session.desk is not None and session.desk.facts is not None)
    gone = tmp_path / "gone.cdk"
    session.go_to(str(gone))
    qtbot.waitUntil(lambda: "trouble" in session.window.pages)
    page = session.window.pages["trouble"]
    qtbot.waitUntil(page.first.hasFocus)
    page.wants_again.emit()
    qtbot.waitUntil(lambda: session.window.pages.get("trouble") not in (None, page))
    assert not gone.exists()


CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ewa Lis\r\nEND:VCARD\r\n"


def test_files_given_at_the_start_are_looked_at_once_the_book_is_open(
    qtbot, session, tmp_path
) -> None:
    file = tmp_path / "friends.vcf"
    file.write_text(CARD, newline="")
    assert session.start(str(tmp_path / "office.cdk"), [str(file)])

    def is_shown() -> bool:
        page = session.window.pages.get("import")
        return page is not None and page.go.text() == "Import 1 contact"

    qtbot.waitUntil(is_shown, timeout=8000)
    assert session.window.list_pane.isHidden()


def test_files_of_a_second_start_come_into_the_open_window(qtbot, session, tmp_path) -> None:
    file = tmp_path / "friends.vcf"
    file.write_text(CARD, newline="")
    book = str(tmp_path / "office.cdk")
    assert session.start(book)
    qtbot.waitUntil(lambda: session.one is not None, timeout=8000)
    qtbot.waitUntil(lambda: session.desk.facts is not None, timeout=8000)
    session.one.asked.disconnect(session._raise)  # which windows off screen cannot do
    assert not Session(session.app, {}).start(book, [str(file)])
    qtbot.waitUntil(lambda: "import" in session.window.pages, timeout=8000)
    page = session.window.pages["import"]
    qtbot.waitUntil(lambda: page.go.text() == "Import 1 contact", timeout=8000)


def test_address_books_as_arguments_open_the_window(tmp_path, monkeypatch) -> None:
    from contactdesk import __main__, app

    file = tmp_path / "friends.vcf"
    file.write_text(CARD, newline="")
    asked: list[Any] = []
    monkeypatch.setattr(app, "main", lambda book, files=(): asked.append((book, list(files))) or 0)
    assert __main__.main([str(file)]) == 0
    assert asked == [(None, [str(file)])]


def test_a_number_given_at_the_start_is_shown_once_the_book_is_open(
    qtbot, session, tmp_path
) -> None:
    assert session.start_call(str(tmp_path / "office.cdk"), "+351 22 000 1940") is None

    def is_shown() -> bool:
        panel = session.window.verbs.phone.panel() if session.desk is not None else None
        return panel is not None and panel.isVisible()

    qtbot.waitUntil(is_shown, timeout=8000)
    panel = session.window.verbs.phone.panel()
    assert panel.head.title.full_text() == "+351 22 000 1940"
    qtbot.waitUntil(lambda: session.one is not None, timeout=8000)
    one = session.one
    one.call_came.disconnect(session._come_up)  # which windows off screen cannot do
    one.call_came.emit("+48 600 000 214")
    qtbot.waitUntil(lambda: panel.head.title.full_text() == "+48 600 000 214", timeout=8000)
