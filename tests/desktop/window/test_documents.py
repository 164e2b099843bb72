"""Documents in the window: dropped, pasted, opened, renamed, deleted, with their versions."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from contactdesk.desktop.contact_drag import files_in
from contactdesk.desktop.document_dialogs import (
    CompareDialog,
    DetailsDialog,
    KeepOrLink,
    difference,
)
from contactdesk.operations.documents import Brought


class Documents:
    """A window on Anna and Jan, and short words for what the tests do with documents."""

    def __init__(self, opened: Any, folder: Path) -> None:
        self.window, self.desk, self.until = opened.window, opened.desk, opened.until
        self.opened = opened
        self.folder = folder
        self.verbs = self.window.verbs.documents
        self.toasts: list[tuple[str, str]] = []
        self.desk.toast.connect(lambda text, action, _do: self.toasts.append((text, action)))

    def file(self, name: str, data: bytes = b"pallets") -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    @property
    def section(self) -> Any:
        return self.verbs._section

    @property
    def page(self) -> Any:
        return self.verbs.page()

    def on_card(self) -> list[str]:
        section = self.section
        if section is None or section.isHidden():
            return []
        return [row.row.document.name for row in section.rows]

    def on_page(self) -> list[str]:
        return [row.document.name for row in self.page.list.model_of_rows.items]

    def add(self, *files: str, count: int = 0) -> None:
        before = len(self.toasts)
        self.verbs.flow.add(list(files), self.window.chosen_numbers())
        self.until(lambda: len(self.toasts) > before)
        if count:
            self.until(lambda: self.section is not None and self.section.known is not None)
            self.until(lambda: len(self.section.known.rows) == count)

    def come(self) -> None:
        self.window.actions_.documents.trigger()
        self.until(lambda: self.page is not None and not self.page._is_stale)

    def drop(self, files: list[str], widget: Any, spot: QPoint | None = None) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(f) for f in files])
        where = QPointF(widget.mapTo(self.window, spot or widget.rect().center()))
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys)
        self.window.drops.eventFilter(self.window.windowHandle(), event)


@pytest.fixture
def made(opened: Any, a_contact: Any, tmp_path: Path) -> Documents:
    folder = tmp_path / "files"
    folder.mkdir()
    shown = opened(a_contact("Anna Baran"), a_contact("Jan Kos"))
    shown.shows("Anna Baran", "Jan Kos")
    shown.choose("Anna Baran")
    window = shown.window
    shown.until(lambda: window.detail is not None and window.detail.cards.card is not None)
    return Documents(shown, folder)


def test_a_file_that_is_added_stands_on_the_card_and_undo_takes_it_back(made: Documents) -> None:
    assert made.section is None
    assert made.window.sidebar.model.row_of_page("documents") < 0
    made.add(made.file("Offer.txt"), count=1)
    assert made.toasts[-1] == ("Added Offer.txt", "Undo")
    assert made.on_card() == ["Offer.txt"]
    assert made.window.sidebar.model.row_of_page("documents") >= 0
    made.add(made.file("Offer.txt"))
    assert made.toasts[-1][0] == "Offer.txt is there already, unchanged."
    made.add(made.file("Offer.txt", b"pallets, cheaper"))
    assert made.toasts[-1] == ("Offer.txt saved as v2", "Undo")
    made.desk.undo()
    made.until(lambda: len(made.section.known.rows[0].document.versions) == 1)
    made.desk.undo()
    made.until(lambda: made.on_card() == [])


def test_several_files_are_one_step(made: Documents) -> None:
    made.add(*(made.file(f"{n}.txt", bytes([n])) for n in range(6)), count=6)
    assert made.toasts[-1][0] == "Added 6 documents"
    assert len(made.on_card()) == 4
    assert made.section.all.full_text() == "Show all 6"
    made.desk.undo()
    made.until(lambda: made.on_card() == [])


def test_what_is_dropped_on_a_card_is_a_document_unless_an_import_reads_it(
    made: Documents,
) -> None:
    card = made.window.detail.cards.card
    made.drop([made.file("scan.pdf", b"%PDF")], card)
    made.until(lambda: made.on_card() == ["scan.pdf"])
    cards = made.file("people.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:Ola\nEND:VCARD\n")
    made.drop([cards], made.section)
    made.until(lambda: "people.vcf" in made.on_card())
    made.drop([cards], card.head)
    made.until(made.window.verbs.importing.is_shown)


def test_what_is_dropped_on_somebody_in_the_list_is_theirs(made: Documents) -> None:
    table = made.window.list_pane.table
    model = made.window.list_pane.model
    known = {c.name: r for r in range(model.rowCount()) if (c := model.contact_at(r)) is not None}
    spot = table.visualRect(model.index(known["Jan Kos"], 0)).center()
    made.drop([made.file("contract.pdf", b"%PDF")], table.viewport(), spot)
    made.until(lambda: made.toasts)
    made.opened.choose("Jan Kos")
    made.until(lambda: made.on_card() == ["contract.pdf"])


def test_ctrl_v_adds_the_files_of_the_clipboard(made: Documents) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(made.file("pasted.txt"))])
    QGuiApplication.clipboard().setMimeData(data)
    made.window.verbs.paste_contacts()
    made.until(lambda: made.on_card() == ["pasted.txt"])


def test_a_folder_and_a_file_that_is_gone_are_told(made: Documents) -> None:
    made.verbs.flow.add([str(made.folder)], [1])
    made.until(lambda: made.toasts)
    assert made.toasts[-1][0] == "A folder is no document. Add the files in it."
    failed: list[str] = []
    made.desk.failed.connect(lambda error: failed.append(error.message))
    made.verbs.flow.add([str(made.folder / "gone.txt")], [1])
    made.until(lambda: failed)
    assert "Nothing was kept" in failed[0]


def test_what_never_ends_or_is_no_file_is_told_and_the_rest_comes_in(made: Documents) -> None:
    failed: list[str] = []
    made.desk.failed.connect(lambda error: failed.append(error.message))
    os.mkfifo(made.folder / "pipe.txt")
    (made.folder / "broken.txt").symlink_to("nowhere")
    for name, reason in (
        ("pipe.txt", "a pipe or a device"), ("broken.txt", "Nothing was kept"),
        ("/dev/zero", "a pipe or a device"),
    ):  # fmt: skip
        failed.clear()
        made.verbs.flow.add([str(made.folder / name)], [1])
        made.until(lambda: failed)
        assert reason in failed[0]
    made.add(str(made.folder / "pipe.txt"), made.file("good.txt"), made.file("none.txt", b""))
    made.until(lambda: sorted(made.on_card()) == ["good.txt", "none.txt"])


def test_a_file_in_which_no_words_could_be_read_says_so_and_can_be_opened(made: Documents) -> None:
    made.add(made.file("locked.pdf", b"%PDF-1.7 nothing"), made.file("good.txt"), count=2)
    made.come()
    sheet = made.page.preview.sheet

    def chosen(name: str) -> None:
        rows = made.page.view.rows
        made.page.list.choose(next(r.document.number for r in rows if r.document.name == name))

    chosen("locked.pdf")
    made.until(lambda: "No words could be read" in sheet.accessibleDescription())
    assert made.page.preview.open.isEnabled()
    chosen("good.txt")
    made.until(lambda: sheet.accessibleDescription() == "pallets")


def test_of_a_large_file_one_is_asked_and_may_only_link(made: Documents) -> None:
    made.desk.update_settings(largest_document=0)
    for answer in ("keep", "link"):
        name = f"{answer}.txt"
        made.verbs.flow.add([made.file(name)], [1])
        made.until(lambda: made.window.findChild(KeepOrLink) is not None)
        getattr(made.window.findChild(KeepOrLink), answer).click()
        made.until(lambda n=name: n in made.on_card())
        made.until(lambda: made.window.findChild(KeepOrLink) is None)
    linked = next(r for r in made.section.known.rows if r.document.is_link)
    assert linked.document.path == str(made.folder / "link.txt")


def test_the_page_is_used_by_keys_alone(made: Documents) -> None:
    made.add(made.file("b.txt", b"one"), made.file("a.csv", b"two"), count=2)
    made.come()
    page = made.page
    made.until(lambda: sorted(made.on_page()) == ["a.csv", "b.txt"])
    assert page.list.hasFocus()
    assert page.preview.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    assert not page.preview.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    page.list.choose(next(r.document.number for r in page.view.rows if r.document.name == "b.txt"))
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    dialog = made.window.findChild(DetailsDialog)
    dialog.name.setText("Order")
    dialog.kind.setText("Order form")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    made.until(lambda: "Order.txt" in made.on_page())
    row = page.list.current()
    assert (row.document.name, row.kind) == ("Order.txt", "Order form")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    made.until(lambda: made.on_page() == ["a.csv"])
    made.until(lambda: made.toasts[-1] == ("Deleted Order.txt", "Undo"))
    made.desk.undo()
    made.until(lambda: len(made.on_page()) == 2)
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    made.until(lambda: not made.verbs.is_shown())


def test_the_page_finds_by_name_and_by_what_is_inside(made: Documents) -> None:
    made.add(made.file("a.txt", b"pallets for Gdynia"), made.file("b.txt", b"paper"), count=2)
    made.come()
    made.page.search.setText("gdyn")
    made.until(lambda: made.on_page() == ["a.txt"])
    made.until(lambda: made.page.preview.sheet._text == "pallets for Gdynia")
    made.page.search.setText("nothing of this")
    made.until(lambda: made.on_page() == [])
    assert made.page.empty.isVisible()
    search, title = made.page.search, made.page.title
    assert search.mapTo(made.page, QPoint()).x() == title.mapTo(made.page, QPoint()).x()
    made.page.search.clear()
    made.until(lambda: len(made.on_page()) == 2)


def test_the_palette_leads_to_a_search_in_documents(made: Documents) -> None:
    from contactdesk.desktop.palette_entries import notes_of

    assert [e.key for e in notes_of(made.window, "gdynia")] == ["search notes"]
    made.add(made.file("a.txt", b"Gdynia"), made.file("b.txt", b"paper"), count=2)
    entry = notes_of(made.window, "gdynia")[-1]
    assert entry.title == "Search documents for “gdynia”"
    entry.run()
    made.until(lambda: made.page is not None and made.on_page() == ["a.txt"])


def test_the_page_turns_from_a_person_to_the_organisation(
    opened: Any, a_contact: Any, tmp_path: Path
) -> None:
    firm = a_contact("Baltica", kind="org")
    anna = a_contact("Anna Baran", organisation="Baltica")
    shown = opened(firm, anna, a_contact("Jan Kos", organisation="Baltica"))
    shown.until(lambda: len(shown.names()) == 3)
    made = Documents(shown, tmp_path)
    for name in ("Anna Baran", "Jan Kos", "Baltica"):
        shown.choose(name)
        made.until(lambda: made.window.detail.cards.card is not None)
        made.add(made.file(f"{name}.txt", name.encode()))
    made.verbs.show_of(2)
    made.until(lambda: made.page.view.scope.number == 2 and made.page.view.rows)
    assert made.on_page() == ["Anna Baran.txt"]
    made.until(made.page.whose.isVisible)
    made.page.whose.chosen.emit("org")
    made.until(lambda: len(made.on_page()) == 3)
    assert made.page.title.full_text() == "Documents of Baltica"
    made.page.whose.chosen.emit("person")
    made.until(lambda: made.on_page() == ["Anna Baran.txt"])


def test_the_page_says_whose_documents_it_shows(made: Documents) -> None:
    made.add(made.file("a.txt"), count=1)
    made.section.all.activated.emit()
    made.until(lambda: made.page is not None and made.page.view.scope.number == 1)
    assert made.page.title.full_text() == "Documents of Anna Baran"
    assert made.page.below.full_text() == "1 document · 7 bytes in the book"
    assert not made.page.whose.isVisible()


def test_a_file_dropped_on_a_row_is_its_next_version(made: Documents) -> None:
    made.add(made.file("a.txt"), count=1)
    made.come()
    made.until(lambda: made.on_page() == ["a.txt"])
    lst = made.page.list
    spot = lst.visualRect(lst.currentIndex()).center()
    made.drop([made.file("other name.txt", b"newer")], lst.viewport(), spot)
    made.until(lambda: len(lst.current().document.versions) == 2)
    assert made.on_page() == ["a.txt"]
    made.page.preview.lines[1].compare.click()
    made.until(lambda: made.window.findChild(CompareDialog) is not None)
    assert made.window.findChild(CompareDialog).lines == [("-", "pallets"), ("+", "newer")]
    made.window.findChild(CompareDialog).accept()
    made.page.preview.lines[1].make.click()  # they may have been read anew meanwhile
    made.until(lambda: len(lst.current().document.versions) == 3)
    assert lst.current().document.size == 7
    made.until(lambda: made.toasts and "present one" in made.toasts[-1][0])


def test_the_strip_shows_while_files_are_carried_over_the_page(made: Documents) -> None:
    made.add(made.file("a.txt"), count=1)
    made.come()
    made.until(lambda: made.on_page() == ["a.txt"])
    assert not made.page.strip.isVisible()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(made.file("b.txt"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(500, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    handle = made.window.windowHandle()
    made.window.drops.eventFilter(handle, event)
    assert made.page.strip.isVisible()
    made.window.drops.eventFilter(handle, QDragLeaveEvent())
    assert not made.page.strip.isVisible()


def test_what_its_own_program_saves_comes_back_as_a_version(made: Documents) -> None:
    shown: list[str] = []
    made.add(made.file("a.txt"), count=1)
    made.verbs.flow.opened.show_file = lambda path: bool(shown.append(path)) or True
    made.section.rows[0].opened.emit(made.section.rows[0].row)
    made.until(lambda: shown)
    copy = Path(shown[0])
    assert copy.read_bytes() == b"pallets"
    beside = copy.with_name("a.tmp")
    beside.write_bytes(b"pallets, edited")
    os.replace(beside, copy)  # as most programs save
    made.until(lambda: made.toasts[-1] == ("a.txt saved as v2", "Undo"))
    copy.write_bytes(b"pallets, edited twice")
    made.until(lambda: made.toasts[-1] == ("a.txt saved as v3", "Undo"))
    made.until(lambda: len(made.section.known.rows[0].document.versions) == 3)
    made.desk.undo()
    made.until(lambda: len(made.section.known.rows[0].document.versions) == 2)


def test_what_would_start_a_program_is_not_opened(made: Documents) -> None:
    made.add(made.file("invoice.pdf.exe", b"MZ"), count=1)
    made.verbs.flow.opened.show_file = pytest.fail
    made.verbs.flow.open(made.section.known.rows[0].document)
    assert "may start a program" in made.toasts[-1][0]


def test_a_link_that_leads_nowhere_says_so_and_is_led_elsewhere(made: Documents) -> None:
    made.desk.update_settings(largest_document=0)
    path = made.file("share.txt")
    made.verbs.flow.add([path], [1])
    made.until(lambda: made.window.findChild(KeepOrLink) is not None)
    made.window.findChild(KeepOrLink).link.click()
    made.until(lambda: made.on_card() == ["share.txt"])
    os.rename(path, made.folder / "moved.txt")
    made.come()
    lst = made.page.list
    made.until(lambda: lst.current() is not None and lst.model_of_rows.is_lost(lst.current()))
    made.until(lambda: "cannot be found" in made.page.preview.foot.text())
    assert not made.page.preview.open.isEnabled()
    made.verbs.flow._lead_to(lst.current().document, str(made.folder / "moved.txt"))
    made.until(lambda: lst.current().document.path.endswith("moved.txt"))
    made.until(made.page.preview.open.isEnabled)


def test_what_a_colleague_adds_comes_by_itself(
    made: Documents, the_book_itself: Any, tmp_path: Path
) -> None:
    from contactdesk.operations import documents
    from contactdesk.store.book import Book

    with the_book_itself(), Book.open(tmp_path / "office.cdk") as book, book.write("Add") as tx:
        sha256 = tx.documents.contents.keep(b"theirs")
        about = (tx.contacts.get(1).id,)
        documents.add(tx, Brought("theirs.txt", sha256, 6), about)
    made.until(lambda: made.on_card() == ["theirs.txt"])


def test_the_difference_of_two_texts() -> None:
    assert difference("a\nb\nc", "a\nB\nc") == [(" ", "a"), ("-", "b"), ("+", "B"), (" ", "c")]
    assert difference("same", "same") == []


def test_what_is_dropped_on_a_note_belongs_to_it_and_to_its_people(made: Documents) -> None:
    from contactdesk.model.event import Event

    note = Event(component="journal", description="Met", starts_at="2026-11-24T09:00:00Z")

    def write(tx: Any) -> str:
        return str(tx.events.add(replace(note, about=(tx.contacts.get(1).id,))).id)

    ids: list[str] = []
    made.desk.write("Note", write, ids.append)
    panel = made.window.detail.cards.card.timeline
    made.until(lambda: panel.items is not None and panel.items.rows.rows)
    items = panel.items
    spot = items.visualRect(items.rows.index(0)).center()
    made.drop([made.file("minutes.txt")], items.viewport(), spot)
    made.until(lambda: made.on_card() == ["minutes.txt"])
    assert made.section.known.rows[0].document.about == (ids[0],)
    assert made.section.known.rows[0].linked == "Met"


def test_the_history_of_the_book_tells_of_documents(made: Documents) -> None:
    from contactdesk.desktop.step_words import lines_of_record, name_of

    made.add(made.file("a.txt"), count=1)
    made.add(made.file("a.txt", b"other"))
    found: list[Any] = []
    made.desk.read(lambda tx: tx.book_history.touched(tx.log.last_set()), found.extend)
    made.until(lambda: found)
    (touched,) = found
    assert name_of(touched) == "a.txt"
    (line,) = lines_of_record(touched)
    assert line[1:] == ("Versions", "v1, 7 bytes", "v2, 5 bytes")


def test_a_book_that_may_only_be_read_shows_but_adds_nothing(
    opened: Any, a_contact: Any, tmp_path: Path, the_book_itself: Any
) -> None:
    from contactdesk.operations import documents
    from contactdesk.store.book import Book

    shown = opened(a_contact("Anna Baran"), a_contact("Jan Kos"))
    shown.shows("Anna Baran", "Jan Kos")
    with the_book_itself(), Book.open(tmp_path / "office.cdk") as book, book.write("Add") as tx:
        sha256 = tx.documents.contents.keep(b"theirs")
        documents.add(tx, Brought("theirs.txt", sha256, 6), (tx.contacts.get(2).id,))
    shown.choose("Jan Kos")
    made = Documents(shown, tmp_path)
    made.until(lambda: made.on_card() == ["theirs.txt"])
    shown.desk._take_facts(shown.desk.facts._replace(read_only="It may only be read."))
    assert not made.section.add.isEnabled()
    assert made.section.add.toolTip() == "It may only be read."
    made.come()
    made.until(lambda: made.on_page() == ["theirs.txt"])
    assert not made.page.add.isEnabled()
    QTest.keyClick(made.page.list, Qt.Key.Key_Delete)
    assert made.toasts[-1] == ("It may only be read.", "")
    assert made.on_page() == ["theirs.txt"]


def test_a_document_that_is_dragged_out_is_a_file_elsewhere(made: Documents) -> None:
    from contactdesk.desktop.document_drag import DocumentData

    made.add(made.file("a.txt"), count=1)
    data = DocumentData(made.desk, made.section.known.rows[0].document)
    (url,) = data.urls()
    assert Path(url.toLocalFile()).name == "a.txt"
    assert Path(url.toLocalFile()).read_bytes() == b"pallets"
    assert files_in(data, made.desk.path) == []  # dropped here again it is no new one
