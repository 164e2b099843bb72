"""Contacts carried elsewhere: dragged out of the list or off the card, or put on the clipboard.

Inside the window they are numbers; other programs get a .vcf file, vCards or text, and those
are read and written only when somebody really takes them.
"""

from __future__ import annotations

import atexit
import json
import logging
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag

from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.file_names import safe_file_name

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.avatars import Face
    from contactdesk.desktop.contact_list import ContactTable
    from contactdesk.desktop.desk import Desk
    from contactdesk.model.contact import Contact

log = logging.getLogger(__name__)
CONTACTS = "application/x-contactdesk-contacts"  # JSON: a list of contact numbers
BOOK = "application/x-contactdesk-book"  # the path of the book that the numbers belong to
CARDS = "text/vcard"
FILES = "text/uri-list"
TEXT = "text/plain"
AS_FILE_AT_MOST = 1_000  # contacts; they are read while the other program waits
WAIT_SECONDS = 8.0


def numbers_in(data: QMimeData, book: str) -> list[int]:
    """The contacts of this book that are dragged or on the clipboard; [] when there are none."""
    if not data.hasFormat(CONTACTS) or bytes(data.data(BOOK).data()).decode() != book:
        return []
    try:
        found = json.loads(bytes(data.data(CONTACTS).data()))
    except ValueError:
        return []
    return [n for n in found if isinstance(n, int)] if isinstance(found, list) else []


def files_in(data: QMimeData, book: str) -> list[str]:
    """The paths of files that are dropped; none of a drag that began in this very book."""
    if bytes(data.data(BOOK).data()).decode() == book:
        return []
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def file_name(first: Face | None, count: int) -> str:
    """What a file of contacts is called: by the person, or by how many they are."""
    if first is not None and count == 1:
        return safe_file_name(first.name, _("contact")) + ".vcf"
    words = ngettext("{n} contact", "{n} contacts", count).format(n=counted(count))
    return safe_file_name(words, _("contacts")) + ".vcf"


class ContactData(QMimeData):
    """Some contacts of a book in every form others may want."""

    def __init__(self, desk: Desk, numbers: list[int], name: str) -> None:
        super().__init__()
        self.numbers = numbers
        self._desk = desk
        self._name = name
        self._found: tuple[str, bytes] | None = None
        self._file: Path | None = None

    def formats(self) -> list[str]:
        """The forms there are; too many contacts are numbers only."""
        own = [CONTACTS, BOOK]
        return own if len(self.numbers) > AS_FILE_AT_MOST else [*own, FILES, CARDS, TEXT]

    def hasFormat(self, mimetype: str) -> bool:
        """Whether this form is among them."""
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, _preferred: object) -> object:
        """The contacts in one form, made now."""
        form = mimetype.partition(";")[0]  # Qt asks for text with its charset first
        if form == CONTACTS:
            return QByteArray(json.dumps(self.numbers).encode())
        if form == BOOK:
            return QByteArray(self._desk.path.encode())
        if form not in self.formats():
            return None
        if form == FILES:
            file = self._written()
            return [QUrl.fromLocalFile(str(file))] if file is not None else []
        text, cards = self._read()
        return text if form == TEXT else QByteArray(cards)

    def _read(self) -> tuple[str, bytes]:
        """Text and cards. The reading thread reads them; whoever takes them waits for it."""
        if self._found is None:
            there = threading.Event()
            box: list[tuple[str, bytes]] = []

            def ask(tx: Any) -> None:
                try:
                    box.append(text_and_cards(tx, self.numbers))
                finally:
                    there.set()

            self._desk.read(ask, _nothing)
            if not there.wait(WAIT_SECONDS) or not box:
                log.info("contacts were not read in time for a drop")
                return "", b""
            self._found = box[0]
        return self._found

    def _written(self) -> Path | None:
        """The file, written when it is first asked for; it goes when the program ends."""
        cards = self._read()[1]
        if self._file is None and cards:
            try:
                folder = Path(tempfile.mkdtemp(prefix="contactdesk-"))
                atexit.register(shutil.rmtree, folder, ignore_errors=True)
                (folder / self._name).write_bytes(cards)
            except OSError as error:
                log.info("no file for a drag: %s", error.errno)
                return None
            self._file = folder / self._name
        return self._file


def _nothing(_answer: object) -> None:
    """Take an answer that is already where it is wanted."""


def text_and_cards(tx: Any, numbers: Sequence[int]) -> tuple[str, bytes]:
    """Contacts as text (name, phones, mails) and as vCards, with photos and as they came."""
    from contactdesk.operations.exporting import cards

    texts = [as_text(contact) for contact in tx.contacts.get_many(numbers)]
    return "\n\n".join(texts), b"".join(cards(tx, numbers))


def as_text(contact: Contact) -> str:
    """Name, phones and mails, one a line."""
    from contactdesk.model.names import display_name

    values = [entry.value for entry in (*contact.phones, *contact.emails)]
    return "\n".join([display_name(contact), *values])


def start(
    source: QWidget, desk: Desk, numbers: list[int], row: Face | None, photo: QImage | None = None
) -> None:
    """Drag these contacts out of `source` until they are dropped; Esc ends it.

    `row` is the first of them, if it is known: its face and name hang at the pointer.
    """
    from contactdesk.desktop.drag_pill import pill

    drag = QDrag(source)
    drag.setMimeData(ContactData(desk, numbers, file_name(row, len(numbers))))
    ratio = source.devicePixelRatioF()
    drag.setPixmap(pill(row, len(numbers), photo, source.layoutDirection(), ratio))
    drag.setHotSpot(QPoint(-6, -6))
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    done = drag.exec(actions, Qt.DropAction.CopyAction)
    if done == Qt.DropAction.IgnoreAction and len(numbers) > AS_FILE_AT_MOST:
        words = _("Other programs take {n} contacts at most from a drag: use Export instead")
        desk.toast.emit(words.format(n=counted(AS_FILE_AT_MOST)), "", None)


def drag_chosen(desk: Desk, table: ContactTable) -> None:
    """Drag those out of a list who are selected in it."""
    numbers = table.chosen_numbers()
    if numbers:
        row = table.rows.contact_at(table.rows.row_of_number(numbers[0]))
        photo = table.painter_of_rows.photo_of(row) if row else None
        start(table, desk, numbers, row, photo)
