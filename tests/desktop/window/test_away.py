"""The drive of the book is away: the window stays, what is typed is kept, and it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.operations.outbox_file import outbox_file, read_outbox
from contactdesk.store.book import Book

from .conftest import Opened


class Share:
    """A folder with a book that can be taken away and given back, and a window on it."""

    def __init__(self, folder: Path, qtbot: Any, allow: Any) -> None:
        self.folder, self.qtbot, self._allow = folder, qtbot, allow
        self.file = folder / "office.cdk"
        self.windows: list[Opened] = []

    def open(self) -> Opened:
        self.windows.append(Opened(self.qtbot, self.file))
        return self.windows[-1]

    def take_away(self) -> None:
        self.folder.rename(self.folder.with_name("unplugged"))

    def give_back(self) -> None:
        self.folder.with_name("unplugged").rename(self.folder)

    def by_a_colleague(self, change: Callable[[Any], Any]) -> Any:
        """Change the book as another program does, wherever its folder is now."""
        elsewhere = self.folder.with_name("unplugged") / self.file.name
        place = self.file if self.file.exists() else elsewhere
        with self._allow(), Book.open(place) as book, book.write("By a colleague") as tx:
            return change(tx)

    def contact(self, number: int = 1) -> Contact:
        with self._allow(), Book.open(self.file) as book, book.read() as tx:
            found: Contact = tx.contacts.get(number)
        return found

    def close(self) -> None:
        for window in self.windows:
            window.close()


@pytest.fixture
def share(qtbot: Any, tmp_path: Path, the_book_itself: Any, a_contact: Any) -> Iterator[Share]:
    folder = tmp_path / "share"
    folder.mkdir()
    with the_book_itself(), Book.open(folder / "office.cdk") as book, book.write("Fill") as tx:
        tx.contacts.add(a_contact("Anna Nowak", phones=["+48501234567"]))
        tx.contacts.add(a_contact("Jan Kowal"))
    made = Share(folder, qtbot, the_book_itself)
    yield made
    made.close()


def away(opened: Opened) -> None:
    opened.until(lambda: opened.desk.away.is_away)


def back(opened: Opened) -> None:
    opened.window.server_away.flow.try_now()
    opened.until(lambda: not opened.desk.away.is_away)


def card_of(opened: Opened, name: str) -> Any:
    opened.choose(name)
    detail = opened.window.detail
    opened.until(lambda: detail.card is not None and detail.card.view.name == name)
    return detail


def edit(opened: Opened, name: str, note: str) -> None:
    detail = card_of(opened, name)
    opened.window.verbs.edit_contact()
    opened.until(lambda: detail._editing is not None)
    detail._editing.form.note.setPlainText(note)
    detail._editing.save()
    opened.until(lambda: detail._editing is None)


def banner_says(opened: Opened) -> str:
    banner = opened.window.server_away.flow.banner
    return banner.accessibleName() if banner is not None and banner.isVisible() else ""


def test_an_edit_waits_and_is_saved_when_the_drive_is_back(share: Share) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    assert "office is away since" in banner_says(opened)
    edit(opened, "Anna Nowak", "Likes chess")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    detail = opened.window.detail
    opened.until(lambda: detail.card is not None)
    assert detail.card.view.contact.note == "Likes chess"
    assert opened.window.sidebar.state.text() == "1 change waits"
    assert [d.mine.note for d in read_outbox(str(share.file)).deeds] == ["Likes chess"]
    share.by_a_colleague(
        lambda tx: tx.contacts.save(replace(tx.contacts.get(1), prefixes="Dr."), tx.contacts.get(1))
    )
    share.give_back()
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    opened.until(lambda: banner_says(opened) == "1 change saved")
    found = share.contact()
    assert (found.note, found.prefixes) == ("Likes chess", "Dr.")
    opened.until(lambda: opened.desk.undo_label == "Edit Anna Nowak")
    opened.until(lambda: detail.card.view.contact.prefixes == "Dr.")
    opened.desk.outbox.wait()
    assert not outbox_file(str(share.file)).exists()
    assert opened.window.sidebar.state.text() != "1 change waits"


def test_notes_wait_and_stand_on_the_card_meanwhile(share: Share) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    detail = card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    panel = detail.card.timeline
    panel.begin("journal")
    panel.composer.show_draft(replace(panel.composer.draft, text="Proof 3 is fine"))
    panel._keep(panel.composer.draft)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.until(lambda: panel.items is not None)
    (row,) = panel.items.rows.rows
    assert (row.text, row.by) == ("Proof 3 is fine", "waits")
    assert opened.window.server_away.flow.waits(detail.card.view.contact.id)
    share.give_back()
    seen = []
    opened.desk.outbox.changed.connect(lambda: seen.append([r.text for r in panel.items.rows.rows]))
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    assert seen
    assert seen == [["Proof 3 is fine"]] * len(seen), "the note went while it was sent"
    opened.until(lambda: [r.text for r in panel.items.rows.rows] == ["Proof 3 is fine"])
    opened.until(lambda: panel.items.rows.rows[0].by != "waits")


def test_undo_takes_a_waiting_edit_out_and_redo_brings_it_back(share: Share) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    detail = card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    edit(opened, "Anna Nowak", "Likes chess")
    opened.until(lambda: opened.desk.undo_label == "Edit Anna Nowak")
    opened.desk.undo()
    opened.until(lambda: not opened.desk.outbox.waiting)
    opened.until(lambda: detail.card is not None and not detail.card.view.contact.note)
    opened.until(lambda: opened.desk.redo_label == "Edit Anna Nowak")
    opened.desk.redo()
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.desk.undo()
    opened.until(lambda: not opened.desk.outbox.waiting)
    share.give_back()
    back(opened)
    assert share.contact().note == ""


def test_a_conflict_comes_to_the_ordinary_sheet_and_loses_nothing(share: Share) -> None:
    from contactdesk.desktop.conflict_sheet import ConflictSheet

    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    edit(opened, "Anna Nowak", "Likes chess")
    share.by_a_colleague(
        lambda tx: tx.contacts.save(
            replace(tx.contacts.get(1), note="Likes go"), tx.contacts.get(1)
        )
    )
    share.give_back()
    back(opened)
    opened.until(lambda: bool(opened.desk.outbox.needy))
    opened.until(lambda: banner_says(opened) == "1 needs you")
    assert share.contact().note == "Likes go"
    opened.window.server_away.flow.banner.choose.click()
    opened.until(lambda: bool(opened.window.findChildren(ConflictSheet)))
    (sheet,) = opened.window.findChildren(ConflictSheet)
    assert opened.window.detail.drafts.find(1).mine.note == "Likes chess"
    assert not opened.desk.outbox.deeds
    sheet.mine.click()
    sheet.save.click()
    opened.until(lambda: opened.desk.undo_label == "Edit Anna Nowak")
    assert share.contact().note == "Likes chess"


def test_the_next_window_sends_what_the_last_one_could_not(share: Share) -> None:
    first = share.open()
    first.shows("Jan Kowal", "Anna Nowak")
    card_of(first, "Anna Nowak")
    share.take_away()
    away(first)
    edit(first, "Anna Nowak", "Likes chess")
    first.until(lambda: len(first.desk.outbox.waiting) == 1)
    first.close()
    still_away = share.open()
    still_away.until(lambda: "trouble" in still_away.window.pages)
    still_away.until(lambda: "1 change waits on this computer" in banner_says(still_away))
    still_away.close()
    share.give_back()
    last = share.open()
    last.until(lambda: banner_says(last) == "1 change saved")
    assert share.contact().note == "Likes chess"
    last.desk.outbox.wait()
    assert not outbox_file(str(share.file)).exists()


def test_another_book_in_its_place_gets_nothing(share: Share, a_contact: Any) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    edit(opened, "Anna Nowak", "Likes chess")
    share.folder.mkdir()
    with share._allow(), Book.open(share.file) as book, book.write("Fill") as tx:
        tx.contacts.add(a_contact("Somebody Else"))
    opened.window.server_away.flow.try_now()
    opened.until(lambda: "another book" in banner_says(opened))
    assert share.contact().note == ""
    assert len(opened.desk.outbox.waiting) == 1
    opened.close()
    again = share.open()
    again.until(lambda: "another book" in banner_says(again))
    assert (share.contact().note, len(again.desk.outbox.waiting)) == ("", 1)


def test_closing_the_window_says_that_edits_wait(share: Share) -> None:
    from contactdesk.desktop.sheet import Question

    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    edit(opened, "Anna Nowak", "Likes chess")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    assert not opened.window.close()
    (question,) = opened.window.findChildren(Question)
    assert question.title.text() == "1 change waits on this computer"
    question.keep.click()
    assert opened.window.isVisible()
    opened.until(lambda: not opened.window.findChildren(Question))
    opened.window.close()
    (question,) = opened.window.findChildren(Question)
    question.go_on.click()
    assert not opened.window.isVisible()


def test_the_list_takes_edits_back_and_gives_them_again(share: Share) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    card_of(opened, "Jan Kowal")
    card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    edit(opened, "Anna Nowak", "Likes chess")
    edit(opened, "Jan Kowal", "Likes go")
    outbox = opened.desk.outbox
    opened.until(lambda: len(outbox.waiting) == 2)
    flow = opened.window.server_away.flow
    assert flow.banner.changes.text() == "2 changes"
    flow.banner.changes.click()
    queue = flow.queue
    assert queue.title.text() == "2 changes wait on this computer"
    assert queue.backs[0].hasFocus()
    queue.backs[0].click()
    opened.until(lambda: [d.label for d in outbox.waiting] == ["Edit Jan Kowal"])
    opened.until(lambda: queue.title.text() == "1 change waits on this computer")
    opened.window.toast._button.click()
    opened.until(lambda: len(outbox.waiting) == 2)
    queue.all.click()
    opened.until(lambda: not outbox.waiting)
    opened.until(lambda: not queue.isVisible())
    opened.desk.outbox.wait()
    assert not outbox_file(str(share.file)).exists()
    share.give_back()
    back(opened)
    assert (share.contact(1).note, share.contact(2).note) == ("", "")


def test_another_file_that_is_missing_is_no_book_that_is_away(share: Share) -> None:
    from contactdesk.errors import BookUnreachable

    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")

    def job(_book: Any, _progress: Any) -> None:
        raise BookUnreachable("There is no file elsewhere.cdk.")

    opened.desk.run(job, lambda answer: None)
    opened.until(lambda: opened.window._banner_row is not None)
    assert not opened.desk.away.is_away
    assert not banner_says(opened)


@pytest.mark.parametrize("hangs", [False, True])
def test_what_cannot_wait_is_said_to_be_not_done_each_time(share: Share, hangs: bool) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    card_of(opened, "Anna Nowak")
    share.take_away()
    away(opened)
    opened.desk.away.hangs = hangs
    said: list[str] = []
    opened.desk.toast.connect(lambda words, _action, _act: said.append(words))
    for wanted in (opened.window.actions_.star, opened.window.actions_.delete):
        said.clear()
        wanted.trigger()
        opened.until(lambda: said)
        assert "try again when it is back" in said[-1]
    assert not opened.desk.outbox.waiting
    opened.until(lambda: "is away since" in banner_says(opened))
