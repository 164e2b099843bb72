"""A document dragged out of the window: other programs get a copy of its file.

The copy is written only when somebody really takes it, and goes when the program ends.
"""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QPixmap

from contactdesk.desktop import icons
from contactdesk.desktop.contact_drag import BOOK, FILES, WAIT_SECONDS
from contactdesk.model.document import Document, plain_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.desk import Desk

log = logging.getLogger(__name__)
LARGEST = 64 << 20  # bytes; the other program waits while they are read


class DocumentData(QMimeData):
    """The file of a document, copied out when it is asked for."""

    def __init__(self, desk: Desk, document: Document) -> None:
        super().__init__()
        self._desk, self._document = desk, document
        self._file: Path | None = None

    def formats(self) -> list[str]:
        """The file, and the mark by which this window knows that it is its own."""
        return [BOOK, FILES] if self._document.size <= LARGEST else [BOOK]

    def hasFormat(self, mimetype: str) -> bool:
        """Whether this form is among them."""
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, _preferred: object) -> object:
        """One of them, made now."""
        if mimetype == BOOK:
            return QByteArray(self._desk.path.encode())
        if mimetype != FILES:
            return None
        if self._document.is_link:
            return [QUrl.fromLocalFile(self._document.path)]
        file = self._written()
        return [QUrl.fromLocalFile(str(file))] if file is not None else []

    def _written(self) -> Path | None:
        current = self._document.current
        if self._file is None and current is not None:
            data = self._read(current.sha256)
            try:
                folder = Path(tempfile.mkdtemp(prefix="contactdesk-"))
                atexit.register(shutil.rmtree, folder, ignore_errors=True)
                file = folder / (plain_name(self._document.name) or "document")
                if data is not None:
                    file.write_bytes(data)
                    self._file = file
            except OSError as error:
                log.info("no file for a drag: %s", error.errno)
        return self._file

    def _read(self, sha256: str) -> bytes | None:
        """The reading thread reads it; whoever takes it waits."""
        there, box = threading.Event(), list[bytes]()

        def ask(tx: Any) -> None:
            try:
                box.append(b"".join(tx.documents.contents.pieces(sha256)))
            finally:
                there.set()

        self._desk.read(ask, _nothing)
        return box[0] if there.wait(WAIT_SECONDS) and box else None


def _nothing(_answer: object) -> None:
    """It is where it is wanted already."""


def start(source: QWidget, desk: Desk, document: Document, icon: str, tone: str) -> None:
    """Drag a document out of a widget until it is dropped; Esc ends it."""
    drag = QDrag(source)
    drag.setMimeData(DocumentData(desk, document))
    picture: QPixmap = icons.pixmap(icon, 32, tone, source.devicePixelRatioF())
    drag.setPixmap(picture)
    drag.exec(Qt.DropAction.CopyAction)
