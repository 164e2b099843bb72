"""A small JSON file of this person's, written whole by a thread of its own: no letter waits."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from contactdesk import paths
from contactdesk.desktop.own_thread import OwnThread
from contactdesk.store import sealed

log = logging.getLogger(__name__)


_book_of: dict[Path, str] = {}  # whose file it is: it is written as readable as its book is


def file_of(book_path: str, what: str) -> Path:
    """Where something is kept about one book, on this computer."""
    name = hashlib.sha256(book_path.encode()).hexdigest()[:16]
    file = paths.data_folder() / "drafts" / f"{what}-{name}.json"
    _book_of[file] = book_path
    return file


class KeptJson:
    """One JSON object in a file: read when it is made, by its own thread.

    `found` waits for that: ask it on a thread that may wait, as that of the book's reading.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._newest: dict[str, Any] | None = None
        self._is_closed_to_us = False
        self._thread = OwnThread("kept-json")
        self._reading = self._thread.submit(self._read)

    def found(self) -> dict[str, Any]:
        """What the file held; {} for none, and for one that is not understood."""
        return self._reading.result(5.0)

    def found_by_now(self) -> dict[str, Any] | None:
        """The same without waiting: None while the file is still being read."""
        return self._reading.result() if self._reading.done() else None

    def keep(self, plain: dict[str, Any]) -> None:
        """Write this in place of what is there, behind the window's back; {}: no file."""
        self._newest = plain
        self._thread.submit(self._write, plain)

    def close(self) -> None:
        """Write what is left and end the thread."""
        self._thread.shutdown(wait=True)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(sealed.read(self._file))
        except FileNotFoundError:
            return {}
        except sealed.NotKept:  # the book's passphrase was not given: what is there stays
            self._is_closed_to_us = True
            return {}
        except (OSError, ValueError):
            found = None
        if isinstance(found, dict):
            return found
        log.warning("a kept file was not understood and is left as it is: %s", self._file.name)
        return {}

    def _write(self, plain: dict[str, Any]) -> None:
        if self._newest is not plain or self._is_closed_to_us:
            return  # a newer one is waiting
        try:
            self._replace(plain)
        except OSError as error:
            log.warning("a kept file was not written, errno %s", error.errno)

    def _replace(self, plain: dict[str, Any]) -> None:
        if not plain:
            self._file.unlink(missing_ok=True)
            return
        text = json.dumps(plain, ensure_ascii=False)
        sealed.write(self._file, text, _book_of.get(self._file, ""))
