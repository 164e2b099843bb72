"""A book that may only be read where it lies: the page that says why, and the ways on from it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from contactdesk import paths
from contactdesk.store import footing, mounts
from contactdesk.store.book import Book
from contactdesk.store.only_one import SIZE as MARKER_SIZE

from .conftest import Opened


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Says that all of the test's folder lies on a file system of this kind."""
    info = tmp_path / "mountinfo"
    monkeypatch.setattr(mounts, "MOUNTINFO", info)

    def mount(kind: str, options: str) -> None:
        info.write_text(
            "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
            f"9 1 0:9 / {os.path.realpath(tmp_path)} rw - {kind} //bruno/office {options}\n"
        )

    mount("ext4", "rw")
    return mount


def page_of(w: Opened) -> Any:
    w.until(lambda: w.window.place.page is not None and w.window.place.page.isVisible())
    page = w.window.place.page
    w.until(page.tried.isVisible)
    return page


@pytest.fixture
def on(qtbot: Any) -> Iterator[Callable[[Path], Opened]]:
    windows: list[Opened] = []

    def start(path: Path) -> Opened:
        windows.append(Opened(qtbot, path))
        return windows[-1]

    yield start
    for each in windows:
        each.close()


@pytest.fixture
def share(
    mounted: Callable[[str, str], None], closed: Path, on: Callable[[Path], Opened]
) -> Opened:
    """A window on a book that lies on a share without locks."""
    mounted("cifs", "rw,vers=3.0,nobrl")
    return on(closed)


def texts(page: Any) -> list[str]:
    from contactdesk.desktop.labels import Label

    return [label.text() for label in page.findChildren(Label)]


def test_the_page_says_why_what_is_safe_and_what_was_tried(share: Opened) -> None:
    page = page_of(share)
    assert page.title.text() == "This place is for reading only"
    assert "nobrl" in page.words.text()
    shown = "\n".join(texts(page))
    assert "Nothing was changed" in shown
    for step in ("The folder can be seen", "office.cdk can be read", "written next to it"):
        assert step in shown
    assert "Several people can save without harm" in shown
    assert page.read.hasFocus() or share.window.focusWidget() is page.read
    assert not share.window.list_pane.isVisible()
    assert share.window._banner_row is None or not share.window._banner_row.isVisible()


def test_enter_opens_for_reading_and_the_banner_leads_back(share: Opened) -> None:
    page = page_of(share)
    QTest.keyClick(page, Qt.Key.Key_Return)
    share.shows("Anna Baran")
    share.until(share.window.list_pane.isVisible)
    assert not page.isVisible()
    assert not share.window.actions_.new_contact.isEnabled()
    assert "nobrl" in share.window.actions_.new_contact.toolTip()
    banner = share.window._banner_row.layout().itemAt(0).widget()
    assert banner.button.text() == "What to do…"
    banner.button.click()
    assert page_of(share) is not page


def test_esc_goes_back_to_the_last_book(share: Opened, tmp_path: Path) -> None:
    page = page_of(share)
    wanted: list[Any] = []
    share.window.wants_book.connect(lambda path, _create: wanted.append(path))
    share.desk.settings = share.desk.settings.with_recent(str(tmp_path / "last.cdk"))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert wanted == [str(tmp_path / "last.cdk")]


def test_a_copy_is_made_checked_and_opened_and_may_be_written(
    share: Opened, the_book_itself: Any, mounted: Callable[[str, str], None]
) -> None:
    page = page_of(share)
    wanted: list[str] = []
    share.window.wants_book.connect(lambda path, _create: wanted.append(path))
    page.copy.click()
    share.until(lambda: wanted)
    assert Path(wanted[0]).parent == paths.own_book().parent
    mounted("ext4", "rw")
    with the_book_itself(), Book.open(wanted[0], create=False) as book:
        assert book.check() == []
        assert book.facts.read_only == ""
        with book.read() as tx:
            assert tx.contacts.counts().all == 1
    page.copy.setEnabled(True)
    page.copy.click()
    share.until(lambda: len(wanted) == 2)
    assert wanted[1] != wanted[0]  # nothing is written over


def test_the_administrator_gets_path_account_reason_and_steps(share: Opened) -> None:
    page = page_of(share)
    page.copy_report.click()
    text = QGuiApplication.clipboard().text()
    for words in (share.desk.path, "nobrl", "cifs", "//bruno/office", "[x]", "[+]"):
        assert words in text


def test_who_has_it_is_said_in_a_folder_kept_in_step(
    closed: Path, on: Callable[[Path], Opened]
) -> None:
    (closed.parent / ".stfolder").mkdir()
    holder = {"person": "ola", "computer": "ola-pc", "machine": "another", "since": 1.0}
    marker = closed.with_name("office.cdk.in-use")
    marker.write_bytes(json.dumps(holder).encode().ljust(MARKER_SIZE))
    page = page_of(on(closed))
    assert page.title.text() == "Somebody else is writing in this book"
    assert "ola has this book open on ola-pc" in page.words.text()


def test_a_newer_book_can_only_be_read(closed: Path, on: Callable[[Path], Opened]) -> None:
    raw = sqlite3.connect(closed)
    raw.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('min_writer', '99')")
    raw.commit()
    raw.close()
    page = page_of(on(closed))
    assert page.title.text() == "A newer version wrote this book"
    shown = texts(page)
    assert "This version can write it" in shown
    assert "Not tried: writing comes first" in shown
    assert "Keep a copy on this computer and work there" not in shown  # it would be as new


def test_a_book_that_cannot_even_be_read_there_offers_a_copy(
    mounted: Callable[[str, str], None],
    closed: Path,
    on: Callable[[Path], Opened],
    the_book_itself: Any,
) -> None:
    raw = sqlite3.connect(closed)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.close()
    mounted("cifs", "rw,nobrl")
    w = on(closed)
    page = page_of(w)
    assert not page.can_read
    wanted: list[str] = []
    w.window.wants_book.connect(lambda path, _create: wanted.append(path))
    page.copy.click()
    w.until(lambda: wanted)
    mounted("ext4", "rw")
    with the_book_itself(), Book.open(wanted[0], create=False) as book:
        assert book.check() == []
    assert closed.read_bytes()[18:20] == b"\2\2"


def test_a_drive_that_becomes_unsafe_stops_writing_and_keeps_what_is_being_typed(
    mounted: Callable[[str, str], None],
    opened: Callable[..., Opened],
    a_contact: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    number = w.choose("Anna Baran")
    w.window.actions_.edit.trigger()
    w.until(lambda: w.window.detail._editing is not None)
    form = w.window.detail._editing.form
    form.note.setPlainText("Typed before the drive changed")
    mounted("cifs", "rw,nobrl")
    monkeypatch.setattr(footing, "LOOK_SECONDS", 0.0)
    w.until(lambda: w.desk.facts.read_only)
    assert "nobrl" in w.desk.facts.read_only
    assert w.window.detail._editing.form is form
    assert "nobrl" in w.window._banner_row.layout().itemAt(0).widget().words.text()
    w.window.detail.save()
    w.until(lambda: any("nobrl" in text for text in texts(w.window.detail)))
    assert w.window.detail._editing.form is form
    assert form.value().note == "Typed before the drive changed"
    w.window.place._show_again()  # the page does not take it away either
    page_of(w)
    assert w.window.detail.has_draft(number)


def test_a_folder_kept_in_step_is_warned_of_until_that_was_read(
    closed: Path, on: Callable[[Path], Opened]
) -> None:
    (closed.parent / ".stfolder").mkdir()
    first = on(closed)
    first.until(lambda: first.window._banner_row is not None)
    banner = first.window._banner_row.layout().itemAt(0).widget()
    assert "Syncthing" in banner.words.text()
    assert first.window.actions_.new_contact.isEnabled()
    banner.closed.emit()
    first.close()
    second = on(closed)
    second.shows("Anna Baran")
    second.until(lambda: second.window.place._kept is not None)
    second.choose("Anna Baran")
    second.until(lambda: second.window.detail.card is not None)  # read after the notice was
    assert second.window._banner_row is None


def test_a_full_disk_at_the_opening_offers_a_copy_elsewhere(
    closed: Path, on: Callable[[Path], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any, **_more: Any) -> None:  # as where there is no room to upgrade
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("contactdesk.store.opening.examine", full)
    w = on(closed)
    page = page_of(w)
    assert page.title.text() == "There is no room left here"
    assert not page.can_read
    assert page.first is page.copy
    wanted: list[str] = []
    w.window.wants_book.connect(lambda path, _create: wanted.append(path))
    page.copy.click()
    w.until(lambda: wanted)
    assert Path(wanted[0]).stat().st_size == closed.stat().st_size
