"""Documents opened with their own programs: each from a copy, and what is saved there comes back.

The bytes in the book are never touched: a saved copy becomes the next version. Copies are watched
while the window lives, and go with the program.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from contactdesk.i18n import _
from contactdesk.model.document import Document, plain_name
from contactdesk.operations import documents

if TYPE_CHECKING:
    from contactdesk.desktop.document_work import DocumentWork
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book

log = logging.getLogger(__name__)
SETTLED_MS = 800  # programs write a file in several goes
# What a system would run rather than show: it is never opened from here.
PROGRAMS = frozenset({
    ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".msi", ".ps1", ".vbs", ".vbe", ".js",
    ".jse", ".wsf", ".wsh", ".hta", ".lnk", ".url", ".reg", ".jar", ".sh", ".bash",
    ".desktop", ".appimage", ".run", ".py", ".pl", ".rb", ".command", ".app", ".pkg", ".dmg"
})  # fmt: skip


def may_be_opened(name: str) -> bool:
    """Whether a file of this name is one to look at, not one to run."""
    return Path(name.lower()).suffix not in PROGRAMS


@dataclass
class _Copy:
    document_id: str
    sha256: str
    stamp: tuple[int, int]


class OpenedDocuments(QObject):
    """Copies that are open; `saved(document id, Brought)` when one of them was saved."""

    saved = Signal(str, object)
    refused = Signal(str)  # a sentence

    def __init__(self, work: DocumentWork, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._copies: dict[str, _Copy] = {}
        self._folder: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._look)
        self.show_file: Callable[[str], bool] = _show_file

    def open(self, document: Document, sha256: str = "", *, read_only: bool = False) -> None:
        """Open a document with its own program: the present version, or an older one to read."""
        if not may_be_opened(document.name):
            words = _("{name} may start a program and is not opened from here. Save a copy of it.")
            self.refused.emit(words.format(name=document.name))
            return
        if document.is_link:
            place = document.path  # on a drive that may take its time
            self._work.run(
                lambda _book, _progress: Path(place).exists(), partial(self._show, place)
            )
            return
        current = document.current
        wanted = sha256 or (current.sha256 if current else "")
        is_current = current is not None and wanted == current.sha256 and not sha256
        known = [p for p, c in self._copies.items()
                 if (c.document_id, c.sha256) == (document.id, wanted)]  # fmt: skip
        if known and is_current and Path(known[0]).exists():
            self._show(known[0], True)
            return
        path = self._place(document)
        self._work.run(
            partial(_copy_out, sha256=wanted, to=path, lock=read_only or not is_current),
            partial(self._opened, document.id, wanted, path, is_current and not read_only),
        )

    def _place(self, document: Document) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="contactdesk-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        inner = Path(tempfile.mkdtemp(dir=self._folder))
        return inner / (plain_name(document.name) or "document")

    def _opened(
        self, document_id: str, sha256: str, path: Path, is_watched: bool, _done: object
    ) -> None:
        if is_watched:
            self._copies[str(path)] = _Copy(document_id, sha256, _stamp(path))
            self._watcher.addPaths([str(path), str(path.parent)])
        self._show(str(path), path.exists())

    def _show(self, path: str, is_there: bool) -> None:
        if not is_there:
            words = _("{name} cannot be found. It may have been moved, or its drive is away.")
            self.refused.emit(words.format(name=path))
        elif not self.show_file(path):
            words = _("No program here opens {name}. Save a copy of it.")
            self.refused.emit(words.format(name=Path(path).name))

    # ── what is saved there ─────────────────────────────────────────────────────────────

    def _touched(self, _path: str) -> None:
        self._settle.start()

    def _look(self) -> None:
        """See which copies are others than they were; programs often put a new file in place."""
        for path, copy in self._copies.items():
            stamp = _stamp(Path(path))
            if stamp == copy.stamp or stamp == (0, 0):
                continue
            copy.stamp = stamp
            if path not in self._watcher.files():
                self._watcher.addPath(path)
            self._work.run(
                partial(_bring_changed, path=Path(path), known=copy.sha256),
                partial(self._changed, path),
            )

    def _changed(self, path: str, brought: documents.Brought | None) -> None:
        copy = self._copies.get(path)
        if copy is None or brought is None:
            return
        copy.sha256 = brought.sha256
        self.saved.emit(copy.document_id, brought)


def _show_file(path: str) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _copy_out(book: Book, progress: Progress, sha256: str, to: Path, lock: bool) -> None:
    documents.copy_out(book, sha256, to, progress)
    os.chmod(to, 0o400 if lock else 0o600)


def _bring_changed(
    book: Book, progress: Progress, path: Path, known: str
) -> documents.Brought | None:
    """The saved copy's bytes, if they are others than those that were opened."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
            progress.check()
    if digest.hexdigest() == known:
        return None
    return documents.bring(book, path, progress, texts=False)
