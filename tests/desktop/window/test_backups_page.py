"""The page of backups: what it says, backing up, and bringing back whole or in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from shiboken6 import delete, isValid

from contactdesk.desktop import habits
from contactdesk.desktop import theme as look
from contactdesk.desktop.backup_work import BackupKeeper, closed
from contactdesk.desktop.preferences import show_preferences
from contactdesk.operations.backing_up import Failure, back_up, note, place_of
from contactdesk.settings import Settings
from contactdesk.store.backups import backups_in
from contactdesk.store.book import Book

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
DAY = timedelta(days=1)


class Shown:
    """A window with the page of backups."""

    def __init__(self, opened: Any) -> None:
        self.opened, self.desk = opened, opened.desk
        opened.until(lambda: opened.desk.facts is not None)
        self.window = show_preferences(opened.window, opened.desk)
        self.window.show_backups()
        self.page = self.window.page("backups")
        self.until = opened.until
        self.until(lambda: self.page.found is not None)

    def backups(self) -> list[Any]:
        return list(self.page.found.backups)

    def bring_back(self) -> Any:
        self.page.list.rows[0].back.click()
        sheet = self.window.flow.sheet
        self.until(lambda: sheet.model.rowCount() > 0)
        return sheet

    def tick(self, sheet: Any, name: str) -> None:
        for row in range(sheet.model.rowCount()):
            item = sheet.model.item(row)
            if name in item.text():
                item.setCheckState(Qt.CheckState.Checked)
                return
        raise AssertionError(name)


@pytest.fixture
def shown(opened, a_contact, tmp_path, the_book_itself):
    windows: list[Shown] = []

    def show(*backups: datetime, prepare: Any = None) -> Shown:
        window = opened(a_contact("Anna Baran", note="first"), a_contact("Zofia Adamska"))
        with the_book_itself(), Book.open(tmp_path / "office.cdk") as book:
            for at in backups:
                back_up(book, Settings(), "day", now=at)
        if prepare is not None:
            prepare(place_of(window.desk.path, Settings()))
        windows.append(Shown(window))
        return windows[-1]

    yield show
    look.use_compact_rows(False)
    habits.use(show_keys=True, animations=True)
    for each in windows:
        if isValid(each.window):
            each.window.close()


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def test_without_a_backup_it_says_so_and_one_can_be_made(shown) -> None:
    w = shown()
    assert w.page.headline.text() == "There is no good backup yet"
    assert w.page.list_card.isHidden()
    w.page.now.click()
    w.until(lambda: len(w.backups()) == 1)
    assert w.page.headline.text().startswith("Last good backup: today")
    assert "2 contacts" in w.page.checked.text()
    assert not w.page.list_card.isHidden()
    assert w.page.strip.day.good == 1


def test_thirty_days_are_read_by_the_arrows(shown) -> None:
    def fail(place: Any) -> None:
        note(place.notes, Failure(now() - 2 * DAY, "The disk was full."))

    w = shown(now() - 4 * DAY, now(), prepare=fail)
    strip = w.page.strip
    assert len(strip.days) == 30
    assert "The disk was full." in w.page.day.text()  # said without being asked
    strip.setFocus()
    w.opened.qtbot.keyClick(strip, Key.Key_Left)
    assert "no backup" in w.page.day.text()
    w.opened.qtbot.keyClick(strip, Key.Key_Left)
    assert "The disk was full." in w.page.day.text()
    w.opened.qtbot.keyClick(strip, Key.Key_Home)
    assert strip.at == 0
    w.opened.qtbot.keyClick(strip, Key.Key_End)
    assert "1 good backup" in w.page.day.text()
    assert "1 good backup" in strip.accessibleDescription()


def test_a_damaged_backup_is_not_the_last_good_one(shown, tmp_path) -> None:
    def spoil(place: Any) -> None:
        newest = backups_in(place.folder)[0].path
        data = bytearray(newest.read_bytes())
        data[100] ^= 1
        newest.write_bytes(data)

    w = shown(now() - DAY, now(), prepare=spoil)
    assert "today" not in w.page.headline.text()
    assert "Bytes of this backup" in w.page.list.rows[0].detail.full_text()
    assert not w.page.list.rows[0].look.isVisible()
    assert w.page.list.rows[1].is_chosen


def test_a_folder_that_fails_is_said_and_undo_brings_the_old_one_back(shown, tmp_path) -> None:
    w = shown()
    (tmp_path / "file").write_text("x")
    w.page.take_folder(str(tmp_path / "file"))
    w.until(lambda: str(tmp_path / "file") in w.page.found.folder)
    w.page.now.click()
    w.until(w.page.failed.isVisible)
    assert "No backup could be made" in w.page.failed.words.text()
    w.until(lambda: len(w.page.found.failed) == 1)
    w.window.undo()
    assert w.desk.settings.backup_folder == ""
    w.page.rows["backup_keep"].control.chosen.emit("all")
    assert w.desk.settings.backup_keep == "all"


def test_chosen_contacts_come_back_as_one_step(shown, the_book_itself) -> None:
    w = shown(now() - DAY)

    def edit(tx: Any) -> None:
        for number in (1, 2):
            base = tx.contacts.get(number)
            tx.contacts.save(replace(base, note="later"), base)

    w.desk.write("Edit", edit)
    w.until(lambda: w.desk.undo_label == "Edit")
    sheet = w.bring_back()
    assert not sheet.go.isEnabled()
    w.tick(sheet, "Anna Baran")
    sheet.go.click()
    w.until(lambda: w.desk.undo_label == "Bring back 1 contact")
    notes: list[str] = []
    w.desk.read(lambda tx: [c.note for c in tx.contacts.get_many([1, 2])], notes.extend)
    w.until(lambda: notes)
    assert notes == ["first", "later"]
    assert len(w.backups()) >= 1
    w.until(lambda: len(w.backups()) == 2)  # today's was made first
    w.desk.undo()
    w.until(lambda: w.desk.undo_label == "Edit")


def test_the_whole_book_comes_beside_todays(shown, tmp_path, the_book_itself) -> None:
    w = shown(now() - DAY)
    before = (tmp_path / "office.cdk").read_bytes()
    started: list[Path] = []
    w.window.flow.open = lambda path: bool(started.append(path)) or True
    w.bring_back().whole.click()
    w.until(lambda: len(list(tmp_path.glob("office 20*.cdk"))) == 1)
    w.until(w.window.toast.isVisible)
    (beside,) = tmp_path.glob("office 20*.cdk")
    with the_book_itself(), Book.open(beside, create=False) as book, book.read() as tx:
        assert tx.contacts.counts().all == 2
        assert not book.facts.read_only
    assert (tmp_path / "office.cdk").read_bytes() == before


def test_looking_inside_opens_the_backup_in_a_second_window(shown) -> None:
    w = shown(now())
    started: list[Path] = []
    w.window.flow.open = lambda path: bool(started.append(path)) or True
    w.opened.qtbot.keyClick(w.page.list.rows[0], Key.Key_Return)
    assert started == [w.backups()[0].path]


def test_the_days_backup_is_made_while_the_window_is_open(shown) -> None:
    w = shown()
    keeper = BackupKeeper(w.desk, w.window)
    keeper.look()
    w.until(lambda: not keeper.work.is_busy)
    w.page.read()
    w.until(lambda: len(w.backups()) == 1)
    keeper.look()
    w.until(lambda: not keeper.work.is_busy)
    place = place_of(w.desk.path, w.desk.settings)
    assert len(backups_in(place.folder)) == 1


def test_at_closing_a_backup_is_made(opened, a_contact) -> None:
    window = opened(a_contact("Anna Baran"))
    window.until(lambda: window.desk.facts is not None)
    closed(window.desk).join(30)
    assert len(backups_in(place_of(window.desk.path, window.desk.settings).folder)) == 1


def test_an_archive_is_written_from_the_page(shown, tmp_path) -> None:
    w = shown()
    (tmp_path / "out").mkdir()
    w.page.write_archive(str(tmp_path / "out"))
    w.until(w.window.toast.isVisible)
    assert "2 contacts" in w.window.toast.text()
    assert (tmp_path / "out" / "office" / "index.html").is_file()


def test_before_an_import_a_backup_is_made(opened, a_contact, tmp_path) -> None:
    window = opened(a_contact("Anna Baran"))
    window.until(lambda: window.desk.facts is not None)
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan\r\nN:;Jan;;;\r\nEND:VCARD\r\n", "utf-8")
    window.bring_in(cards)
    (made,) = backups_in(place_of(window.desk.path, window.desk.settings).folder)
    assert made.manifest.reason == "import"
    assert made.manifest.counts["contact"] == 1


def test_a_page_that_goes_while_it_looks_at_the_backups_is_told_nothing(shown: Any) -> None:
    here = shown()
    page, mailbox = here.page, here.desk.background.mailbox
    may_go_on, told = Event(), []
    page.looking.start(lambda _progress: may_go_on.wait(8), told.append, told.append)
    line = page.looking._line
    mailbox.post(page.show)  # on its way to a page, too
    delete(page)
    may_go_on.set()
    line.join()
    over: list[bool] = []
    mailbox.post(lambda: over.append(True))
    here.until(lambda: over)  # an exception on the way fails the test
    assert told == []
