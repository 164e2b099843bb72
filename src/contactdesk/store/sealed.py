"""Small texts kept beside a book on this computer: as unreadable as the book is.

What is typed and not saved yet lies in files of its own. Of an encrypted book each of them is a
small file of SQLCipher with the book's key; of a plain book it is the text itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from contactdesk.errors import BookError
from contactdesk.store.connecting import connect, driver_errors, is_encrypted, key_for
from contactdesk.store.keys import Key
from contactdesk.store.server_address import is_server_address


class NotKept(OSError):
    """The text could not be written or read: its book's passphrase is not known any more."""


def write(file: Path, text: str, book: str) -> None:
    """Write a text of a book; the file is there whole or as it was before. Raises OSError."""
    try:
        key = None if not book or is_server_address(book) else key_for(Path(book))
        _write(file, text, key)
    except driver_errors(BookError) as error:
        raise NotKept(str(error)) from error


def read(file: Path) -> str:
    """The text of a file, however it was written. Raises OSError, ValueError where it is none."""
    if not is_encrypted(file):
        return file.read_text(encoding="utf-8")
    try:
        with closing(connect(file, "ro")) as sealed:
            return str(sealed.execute("SELECT text FROM kept").fetchone()[0])
    except driver_errors(BookError, TypeError) as error:
        raise NotKept(str(error)) from error


def _write(file: Path, text: str, key: Key | None) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    if key is None:
        beside.write_text(text, encoding="utf-8")
    else:
        with closing(connect(beside, "rwc", key=key, isolation_level=None)) as sealed:
            sealed.execute("PRAGMA journal_mode=OFF")
            sealed.execute("PRAGMA synchronous=OFF")  # it is synced as a whole
            sealed.execute("CREATE TABLE kept (text)")
            sealed.execute("INSERT INTO kept VALUES (?)", (text,))
    with beside.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(beside, file)


def read_all(files: Iterable[Path]) -> dict[Path, str]:
    """The texts of files, while their key is known; those that cannot be read are left out."""
    found = {}
    for file in files:
        try:
            found[file] = read(file)
        except (OSError, ValueError):
            continue
    return found


def write_anew(texts: dict[Path, str], key: Key | None) -> None:
    """Write texts under another key, or plain: their book has that one now."""
    for file, text in texts.items():
        _write(file, text, key)


_IN_MEMORY = Path("/dev/shm")  # of Linux


def room_for_copies(book: str, size: int) -> str | None:
    """Where short-lived copies of a book's documents may lie: None for the system's own place.

    Of an encrypted book they are kept in memory where the system has a folder there with room.
    """
    if is_server_address(book) or not is_encrypted(Path(book)):
        return None
    try:
        free = shutil.disk_usage(_IN_MEMORY).free
    except OSError:
        return None
    fits = free > 2 * size and os.access(_IN_MEMORY, os.W_OK)
    return str(_IN_MEMORY) if fits else None
