"""The screens of a book that may only be read, for `screens.py`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from contactdesk.pictures import settle, until
from contactdesk.store import mounts
from contactdesk.store.opening import too_new
from contactdesk.store.storage import storage_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.book_place import BookPlace
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.preferences import Preferences
    from contactdesk.screens import Screens


def _show(window: MainWindow, why: str, reason: str) -> None:
    facts = window.desk.facts
    assert facts is not None
    window.desk._take_facts(facts._replace(read_only=reason, why=why))
    window.place.show(why, reason)
    page = window.place.page
    assert page is not None
    until(page.tried.isVisible)
    settle(0.3)


def unsafe_share(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A Windows share that Linux connected without locks."""
    told = at.book.with_name("mountinfo")
    folder = os.path.realpath(at.book.parent)
    told.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"9 1 0:9 / {folder} rw - cifs //bruno/office rw,vers=3.0,nobrl\n"
    )
    before, mounts.MOUNTINFO = mounts.MOUNTINFO, told
    try:
        _show(window, "place", storage_of(at.book).whole())
    finally:
        mounts.MOUNTINFO = before
    return []


def newer(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A book that a newer version has changed."""
    _show(window, "newer", too_new(at.book.name))
    return []


def sharing(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The preferences' page of the book, with the size of its file."""
    from contactdesk.desktop.preferences import SIZE, show_preferences

    opened = show_preferences(window, window.desk, "file_size")
    opened.resize(*SIZE)
    opened.move(window.geometry().center() - opened.rect().center())
    row = opened.page("sharing").rows["file_size"]
    until(lambda: bool(row.text.text().strip()))
    return [opened]


def _at_its_place(window: MainWindow) -> tuple[Preferences, BookPlace]:
    from contactdesk.desktop.preferences import SIZE, show_preferences

    opened = show_preferences(window, window.desk, "book_place")
    opened.resize(*SIZE)
    opened.move(window.geometry().center() - opened.rect().center())
    place = opened.page("sharing").place
    until(lambda: bool(place.row.text.text().strip()))
    return opened, place


def move_asked(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What moving the book to a server means, before it is done."""
    opened, place = _at_its_place(window)
    place.ask("postgresql://anna@bruno/office")
    return [opened]


def move_under_way(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A book on its way, with the time left."""
    from contactdesk.desktop.move_sheet import MoveSheet
    from contactdesk.i18n import _
    from contactdesk.store.moving import COPYING

    opened, place = _at_its_place(window)
    place.ask("postgresql://anna@bruno/office")
    sheet = place.sheet
    assert isinstance(sheet, MoveSheet)
    sheet.show_moving()
    sheet.show_progress(41_200, 96_000, _(COPYING), 31.0)
    return [opened]


def move_failed(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The server went away meanwhile."""
    from contactdesk.desktop.move_sheet import MoveSheet
    from contactdesk.store.postgres_errors import translate
    from contactdesk.store.server_address import parsed

    opened, place = _at_its_place(window)
    place.ask("postgresql://anna@bruno/office")
    sheet = place.sheet
    assert isinstance(sheet, MoveSheet)
    sheet.show_moving()
    gone = type("Gone", (Exception,), {"sqlstate": "57P01"})()
    sheet.failed(translate(gone, parsed("postgresql://anna@bruno/office")[0]))
    return [opened]


def moved_away(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The old book, open after it was moved to a server."""
    from contactdesk.store.moved import Moved, moved_words

    facts = window.desk.facts
    assert facts is not None
    to = "postgresql://anna@bruno/office"
    words = moved_words(Moved(to, "2026-11-24T09:00:00+00:00", "8"))
    window.desk._take_facts(facts._replace(read_only=words, why="moved", moved_to=to))
    settle(0.3)
    return []


def move_back(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The way back to the old book."""
    moved_away(at, window, _who)
    opened, place = _at_its_place(window)
    place.ask_back()
    return [opened]


def move_to_server(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Where the book is to go."""
    opened, place = _at_its_place(window)
    place.ask_server()
    form = place.form
    assert form is not None
    return [opened, form]
