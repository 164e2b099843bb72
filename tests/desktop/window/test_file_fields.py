"""Custom fields of files in the window: chosen, dropped, opened, taken out, always one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from contactdesk.desktop.card_files import FileRow
from contactdesk.desktop.cards import Page
from contactdesk.desktop.custom_texts import known, learn
from contactdesk.model.custom import FILE, FieldDefinition, FieldList, value_of, with_custom
from contactdesk.model.custom_files import names_of
from contactdesk.store.book import Book


class Files:
    """A window on Anna, with a field of files, and short words for what tests do there."""

    def __init__(self, opened: Any, folder: Path, the_book_itself: Any) -> None:
        self.opened, self.folder, self._itself = opened, folder, the_book_itself
        self.window, self.desk, self.until = opened.window, opened.desk, opened.until
        self.toasts: list[tuple[str, str]] = []
        self.desk.toast.connect(lambda text, action, _do: self.toasts.append((text, action)))
        self.until(lambda: self.desk.facts is not None)
        field = FieldDefinition(label="Contract", type=FILE)
        self.desk.write("Field", lambda tx: tx.custom_fields.add(field))
        self.until(lambda: known().fields)
        self.field = known().fields[0]
        opened.shows("Anna Baran", "Jan Kos")
        opened.choose("Anna Baran")
        self.until(lambda: self.window.detail is not None and self.card is not None)

    @property
    def card(self) -> Any:
        return self.window.detail.cards.card

    @property
    def verbs(self) -> Any:
        return self.window.verbs.documents

    def file(self, name: str, data: bytes = b"pallets") -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def rows(self) -> list[Any]:
        card = self.card
        return card.findChildren(FileRow) if card is not None else []

    def shown(self) -> list[str]:
        return [row.file.document.name for row in self.rows()]

    def read(self, ask: Any) -> Any:
        with self._itself(), Book.open(self.desk.path) as book, book.read() as tx:
            return ask(tx)

    def names(self) -> tuple[str, ...]:
        """What the field of Anna says in the book."""
        return names_of(self.read(lambda tx: value_of(tx.contacts.get(1), self.field.id)))

    def documents(self) -> list[str]:
        return [d.name for d in self.read(lambda tx: tx.documents.of_contact(1))]

    def put(self, *files: str) -> None:
        """Put files into the field from the card."""
        self.verbs.files.put(1, self.field.id, self.field.label, files)
        self.until(lambda: {Path(f).name for f in files} <= set(self.shown()))

    def form(self) -> Any:
        """The editor of Anna."""
        from contactdesk.desktop.contact_form import ContactForm

        self.window.verbs.edit_contact()
        self.until(lambda: self.window.findChildren(ContactForm))
        return self.window.findChildren(ContactForm)[-1]

    def drop(self, files: list[str], widget: Any) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(f) for f in files])
        spot: QPoint = widget.mapTo(self.window, widget.rect().center())
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDropEvent(QPointF(spot), Qt.DropAction.CopyAction, data, buttons, keys)
        self.window.drops.eventFilter(self.window.windowHandle(), event)


@pytest.fixture
def made(opened: Any, a_contact: Any, tmp_path: Path, the_book_itself: Any) -> Files:
    learn(FieldList())
    folder = tmp_path / "files"
    folder.mkdir()
    return Files(opened(a_contact("Anna Baran"), a_contact("Jan Kos")), folder, the_book_itself)


def test_a_file_for_a_field_is_a_document_and_one_step(made: Files) -> None:
    menu = made.card.add_menu()
    assert "Contract: choose files…" in [a.text() for a in menu.actions()]
    menu.close()
    made.put(made.file("Contract.pdf", b"%PDF"), made.file("Terms.pdf", b"%PDF 2"))
    assert made.toasts[-1][1] == "Undo"
    assert "Contract" in made.toasts[-1][0]
    assert made.names() == ("Contract.pdf", "Terms.pdf")
    assert sorted(made.documents()) == ["Contract.pdf", "Terms.pdf"]
    row = made.rows()[0]
    assert row.accessibleName().startswith("Contract, Contract.pdf")
    made.desk.undo()
    made.until(lambda: made.shown() == [])
    assert (made.names(), made.documents()) == ((), [])


def test_enter_opens_a_copy_and_del_takes_it_out_but_keeps_the_document(made: Files) -> None:
    opened: list[str] = []

    def show(path: str) -> bool:
        opened.append(path)
        return True

    made.verbs.flow.opened.show_file = show
    made.put(made.file("Contract.txt", b"pallets"))
    row = made.rows()[0]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row, Qt.Key.Key_Return)
    made.until(lambda: opened)
    assert Path(opened[0]).read_bytes() == b"pallets"
    assert Path(opened[0]).parent != made.folder
    QTest.keyClick(row, Qt.Key.Key_Delete)
    made.until(lambda: made.shown() == [])
    assert made.names() == ()
    assert made.documents() == ["Contract.txt"]
    assert made.toasts[-1] == (
        "Contract.txt is no longer in “Contract”; it stays among the documents", "Undo"
    )  # fmt: skip
    made.desk.undo()
    made.until(lambda: made.shown() == ["Contract.txt"])


def test_a_file_dropped_on_the_field_comes_beside_the_one_there(made: Files) -> None:
    made.put(made.file("Contract.pdf"))
    made.drop([made.file("people.vcf", b"BEGIN:VCARD")], made.rows()[0])
    made.until(lambda: made.shown() == ["Contract.pdf", "people.vcf"])


def test_the_bin_is_told_on_the_card_and_a_purge_too(made: Files) -> None:
    made.put(made.file("Contract.pdf"))
    document = made.rows()[0].file.document
    made.verbs.flow.delete(document)
    made.until(lambda: [row.file.trouble for row in made.rows()] == ["in the bin"])
    made.desk.write("Purge", lambda tx: tx.documents.purge([document.number]))
    made.until(lambda: [row.file.trouble for row in made.rows()] == ["not in this book"])
    QTest.keyClick(made.rows()[0], Qt.Key.Key_Return)
    assert "not in this book" in made.toasts[-1][0]


def test_files_chosen_in_the_form_are_saved_with_it_as_one_step(made: Files) -> None:
    made.put(made.file("Old.pdf", b"old"))
    form = made.form()
    (editor,) = form.custom.editors.values()
    assert [b.accessibleName() for b in editor.body.removers] == ["Take Old.pdf out"]
    form.findChildren(Page)[0].ensureWidgetVisible(editor.body)
    made.drop([made.file("New.pdf", b"new"), made.file("Other.pdf", b"other")], editor.body)
    made.until(lambda: len(editor.body.removers) == 3)
    editor.body.removers[0].click()
    editor.body.removers[-1].click()
    assert names_of(editor.value()) == ("New.pdf",)
    assert made.documents() == ["Old.pdf"]
    form.save_wanted.emit()
    made.until(lambda: made.shown() == ["New.pdf"])
    assert made.names() == ("New.pdf",)
    assert sorted(made.documents()) == ["New.pdf", "Old.pdf"]
    made.desk.undo()
    made.until(lambda: made.shown() == ["Old.pdf"])
    assert made.documents() == ["Old.pdf"]


def test_a_form_that_is_cancelled_leaves_no_document(made: Files) -> None:
    form = made.form()
    (editor,) = form.custom.editors.values()
    made.verbs.files.bring_for(editor.body, [made.file("New.pdf")])
    made.until(lambda: editor.body.removers)
    form.cancel_wanted.emit()
    made.until(lambda: made.card is not None)
    assert (made.names(), made.documents()) == ((), [])


def test_a_new_contact_gets_its_files_with_the_first_save(made: Files) -> None:
    from contactdesk.desktop.contact_form import ContactForm

    made.window.verbs.new_contact()
    made.until(lambda: made.window.findChildren(ContactForm))
    form = made.window.findChildren(ContactForm)[-1]
    form.name.fields["given"].setText("Ola")
    (editor,) = form.custom.editors.values()
    made.verbs.files.bring_for(editor.body, [made.file("Contract.pdf")])
    made.until(lambda: editor.body.removers)
    form.save_wanted.emit()
    made.until(lambda: made.shown() == ["Contract.pdf"])
    assert [d.name for d in made.read(lambda tx: tx.documents.of_contact(3))] == ["Contract.pdf"]


def test_a_book_that_may_only_be_read_opens_files_and_says_why_not_more(made: Files) -> None:
    made.put(made.file("Contract.pdf"))
    made.desk.facts = made.desk.facts._replace(read_only="Only to be read.")
    row = made.rows()[0]
    menu = made.verbs.files.menu(1, row.file)
    can = {a.text(): a.isEnabled() for a in menu.actions()}
    assert can["Open"]
    assert can["Save a copy…"]
    assert not can["Take out of “Contract”"]
    assert not can["Add a file…"]
    menu.close()
    QTest.keyClick(row, Qt.Key.Key_Delete)
    assert made.toasts[-1][0] == "Only to be read."
    assert made.names() == ("Contract.pdf",)


def test_a_colleagues_file_and_mine_are_both_there_after_saving(
    made: Files, the_book_itself: Any
) -> None:
    form = made.form()
    (editor,) = form.custom.editors.values()
    made.verbs.files.bring_for(editor.body, [made.file("Mine.pdf")])
    made.until(lambda: editor.body.removers)
    with the_book_itself(), Book.open(made.desk.path) as book, book.write("Theirs") as tx:
        from contactdesk.operations.documents import keep_bytes

        base = tx.contacts.get(1)
        theirs = keep_bytes(tx, "Theirs.pdf", b"theirs", [base.id])
        value = f"urn:uuid:{theirs.id} Theirs.pdf"
        tx.contacts.save(with_custom(base, {made.field.id: value}), base=base)
    form.save_wanted.emit()
    made.until(lambda: made.shown() == ["Theirs.pdf", "Mine.pdf"])


def test_the_history_names_files_and_no_ids(made: Files) -> None:
    from contactdesk.desktop.history_words import line_of
    from contactdesk.model.history import differences

    made.put(made.file("Contract.pdf"))
    after = made.read(lambda tx: tx.contacts.get(1))
    (found,) = differences(with_custom(after, {made.field.id: ""}), after)
    line = line_of(found)
    assert (line.label, line.before, line.after) == ("Contract", "", "Contract.pdf")
    learn(FieldList())  # a field that was put away
    assert line_of(found).after == "Contract.pdf"


def test_a_document_of_the_contact_is_put_into_the_field_by_its_menu(made: Files) -> None:
    made.verbs.flow.add([made.file("Offer.pdf")], [1])
    made.until(lambda: made.verbs._section is not None and made.verbs._section.rows)
    document = made.verbs._section.rows[0].row.document
    ((_icon, words, put, able),) = made.verbs.files.offers(made.card.view.contact, document)
    assert (words, able) == ("Put into “Contract”", True)
    put(document)
    made.until(lambda: made.shown() == ["Offer.pdf"])
    assert made.verbs.files.offers(made.card.view.contact, document) == []
    made.desk.undo()
    made.until(lambda: made.shown() == [])
    assert made.documents() == ["Offer.pdf"]


def test_files_carried_over_a_field_show_where_they_would_go(made: Files) -> None:
    made.put(made.file("Contract.pdf"))
    row = made.rows()[0]
    spot = row.mapTo(made.window, row.rect().center())
    made.verbs.drag(True, spot)
    assert row.is_target
    assert row._lines()[1].startswith("Drop to put it into")
    made.verbs.drag(True, QPoint(2, 2))
    assert not row.is_target
    made.verbs.drag(True, spot)
    made.verbs.drag(False)
    assert not row.is_target
