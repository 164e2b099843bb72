"""What a window does with custom fields of files: each deed is one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from contactdesk.desktop import bidi, document_dialogs, icons
from contactdesk.desktop.card_files import FileLine, FileRow
from contactdesk.desktop.custom_texts import icon_of, known
from contactdesk.desktop.menus import Menu
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FILE, FieldDefinition, value_of
from contactdesk.model.custom_files import FileRef, files_of
from contactdesk.model.document import Document
from contactdesk.operations import file_fields
from contactdesk.operations.documents import Brought

if TYPE_CHECKING:
    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.custom_file_editor import FileEditor
    from contactdesk.desktop.document_flow import DocumentFlow, Entry
    from contactdesk.desktop.main_window import MainWindow


class FileFieldVerbs(QObject):
    """Opens files of fields, fills them, takes files out again."""

    def __init__(self, window: MainWindow, flow: DocumentFlow) -> None:
        super().__init__(window)
        self._window, self._desk, self._flow = window, window.desk, flow

    # ── on a card ───────────────────────────────────────────────────────────────────────

    def serve(self, card: ContactCard) -> None:
        """Let the rows of a card do what they say."""
        number = card.view.contact.number
        for row in card.findChildren(FileRow):
            row.opened.connect(self.open)
            if card.view.contact.deleted_at:
                continue  # out of the bin first
            row.rename_wanted.connect(self._rename)
            row.delete_wanted.connect(partial(self.take_out, number))
            row.menu_wanted.connect(partial(self.show_menu, number))
            row.dropped.connect(lambda file, paths: self.put(number, file.field, file.label, paths))

    def open(self, file: FileLine) -> None:
        """Open the document with its own program, from a copy."""
        if file.is_here:
            self._flow.open(file.document)
            return
        words = _(
            "{name} is not in this book: only its name is left. Nothing is lost here; choose the "
            "file again, or take the name out of the field."
        )
        self._say(words.format(name=bidi.isolated(file.document.name)))

    def _say(self, words: str) -> None:
        self._desk.toast.emit(words, "", None)

    def _rename(self, file: FileLine) -> None:
        if file.is_here and not file.document.deleted_at:
            self._flow.ask_details(file.document)

    def take_out(self, number: int, file: FileLine) -> None:
        """Name a file in the field no more; the document stays with the contact."""
        if not self._flow.may_write():
            return
        name, words = file.document.name, _("{name} is no longer in “{field}”")
        if file.is_here and not file.document.deleted_at:
            words = _("{name} is no longer in “{field}”; it stays among the documents")
        self._write(
            _("Take {name} out of {field}").format(name=name, field=file.label),
            partial(file_fields.take_out, number=number, field=file.field, line=file.line),
            words.format(name=bidi.isolated(name), field=bidi.isolated(file.label)),
        )

    def _bring_back(self, file: FileLine) -> None:
        name = file.document.name
        self._write(
            _("Restore {name}").format(name=name),
            lambda tx: tx.documents.restore([file.document.number]),
            _("{name} is back").format(name=bidi.isolated(name)),
        )

    def _write(self, label: str, do: Callable[..., object], told: str) -> None:
        self._desk.write(
            label, do, lambda _done: self._desk.toast.emit(told, _("Undo"), self._desk.undo)
        )

    def show_menu(self, number: int, file: FileLine, where: QPoint) -> None:
        """Offer what can be done with a file of a field."""
        self.menu(number, file).popup(where)

    def menu(self, number: int, file: FileLine) -> Menu:
        """What can be done with a file; it deletes itself when closed."""
        menu = Menu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        able, in_bin = not self._desk.read_only, bool(file.document.deleted_at)
        why = self._desk.facts.read_only if self._desk.facts else ""
        rows: list[tuple[str, str, Callable[[], None], bool]] = []
        if file.is_here:
            rows.append(("external-link", _("Open"), partial(self.open, file), True))
        if file.is_here and not file.document.is_link:
            save = partial(self._flow.ask_copy, file.document)
            rows.append(("download", _("Save a copy…"), save, True))
        if in_bin:
            rows.append(("undo-2", _("Restore"), partial(self._bring_back, file), able))
        elif file.is_here:
            rows.append(("pencil", _("Name and kind…"), partial(self._rename, file), able))
        ask = partial(self.ask, number, file.field, file.label)
        rows.append(("paperclip", _("Add a file…"), ask, able))
        out = partial(self.take_out, number, file)
        rows.append(("x", _("Take out of “{field}”").format(field=file.label), out, able))
        for icon, words, do, is_able in rows:
            action = menu.addAction(icons.icon(icon), words.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, d=do: d())
            action.setEnabled(is_able)
            if not is_able:
                action.setToolTip(why)
        return menu

    def offers(self, contact: Contact, document: Document) -> list[Entry]:
        """Entries that name one of a contact's documents in its fields, for a menu."""
        able = not self._desk.read_only
        found: list[Entry] = []
        for field in known().of(contact):
            ids = [each.id for each in files_of(value_of(contact, field.id))]
            if field.type == FILE and document.id not in ids:
                words = _("Put into “{field}”").format(field=field.label)
                name = partial(self._name_in, contact.number, field)
                found.append((icon_of(field), words, name, able))
        return found

    def _name_in(self, number: int, field: FieldDefinition, document: Document) -> None:
        name, words = document.name, _("{name} is in “{field}” now")
        self._write(
            _("Put {name} into {field}").format(name=name, field=field.label),
            lambda tx: file_fields.name_in(tx, tx.contacts.get(number), field.id, [document]),
            words.format(name=bidi.isolated(name), field=bidi.isolated(field.label)),
        )

    # ── filling a field ─────────────────────────────────────────────────────────────────

    def ask(self, number: int, field: str, label: str) -> None:
        """Ask for files that belong into a contact's field (by its id and label)."""
        if self._flow.may_write():
            title = _("Choose files for “{field}”").format(field=label)
            document_dialogs.ask_files(
                self._window, title, lambda files: self.put(number, field, label, files)
            )

    def put(self, number: int, field: str, label: str, files: Sequence[str]) -> None:
        """Put files into a contact's field: they are its documents then."""
        self._flow.bring(files, partial(self._put, number, field, label))

    def _put(
        self, number: int, field: str, label: str, brought: Sequence[Brought],
        links: Sequence[Path],
    ) -> None:  # fmt: skip
        names = ", ".join([*(each.name for each in brought), *(path.name for path in links)])
        words = _("{name} is in “{field}” now")
        self._write(
            _("Put {name} into {field}").format(name=names, field=label),
            partial(
                file_fields.put, number=number, field=field, brought=brought, links=links
            ),
            words.format(name=bidi.isolated(names), field=bidi.isolated(label)),
        )  # fmt: skip

    def choose_for(self, editor: FileEditor) -> None:
        """Ask for files for a form; they become documents when the form is saved."""
        if self._flow.may_write():
            title = _("Choose files for “{field}”").format(field=editor.accessibleName())
            document_dialogs.ask_files(
                self._window, title, lambda files: self.bring_for(editor, files)
            )

    def bring_for(self, editor: FileEditor, files: Sequence[str]) -> None:
        """Bring files that were chosen or dropped into a form."""
        self._flow.bring(files, partial(_show_in, editor))


def _show_in(editor: FileEditor, brought: Sequence[Brought], links: Sequence[Path]) -> None:
    if isValid(editor):
        editor.add(
            [
                *(FileRef(b.name, sha256=b.sha256, size=b.size) for b in brought),
                *(FileRef(path.name, path=str(path)) for path in links),
            ]
        )


def verbs_of(widget: QWidget) -> FileFieldVerbs:
    """Those of the window in which something is."""
    return cast("MainWindow", widget.window()).verbs.documents.files
