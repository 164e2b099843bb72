"""The file in which the edits of one book wait on this computer while the book is away.

It is as unreadable as the book: see `sealed`.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from contactdesk import paths
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deed import Deed, deed_from_plain, deed_to_plain
from contactdesk.store import sealed

_VERSION = 1


class OutboxUnreadable(ContactDeskError):
    """A file of waiting edits that was not understood: it was put aside, not removed."""


class Waiting(NamedTuple):
    """What waits for a book, and the id that this had when it was away."""

    deeds: tuple[Deed, ...] = ()
    book: str = ""


def outbox_file(place: str) -> Path:
    """Where edits wait for the book at a path or address."""
    name = hashlib.sha256(place.encode()).hexdigest()[:16]
    return paths.data_folder() / "outbox" / f"{name}.json"


def read_outbox(place: str) -> Waiting:
    """What waits for a book; whatever is found there may have been tried before.

    Nothing is found as long as the passphrase of an encrypted book was not given.
    """
    file = outbox_file(place)
    try:
        plain = json.loads(sealed.read(file))
        if plain["version"] != _VERSION:
            raise ValueError(plain["version"])
        return Waiting(tuple(map(deed_from_plain, plain["deeds"])), str(plain["book"]))
    except (FileNotFoundError, sealed.NotKept):
        return Waiting()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable(file) from error


def unreadable(file: Path) -> OutboxUnreadable:
    """What a person hears of a file of waiting edits that was not understood."""
    words = _(
        "Edits that waited on this computer could not be read. They are kept in {file}; nothing "
        "of them was thrown away."
    )
    return OutboxUnreadable(words.format(file=file))


def put_aside(place: str) -> Path | None:
    """Keep a file that was not understood under another name; None where there is none."""
    file = outbox_file(place)
    names = (file.with_suffix(f".unread-{number}") for number in range(1, 10_000))
    aside = next(each for each in names if not each.exists())
    with suppress(FileNotFoundError):
        os.replace(file, aside)
        return aside
    return None


def write_outbox(place: str, waiting: Waiting) -> None:
    """Have these wait, on the disk when this returns; nothing left to wait: no file."""
    file = outbox_file(place)
    if not waiting.deeds:
        file.unlink(missing_ok=True)
        return
    plain = {
        "version": _VERSION,
        "place": place,
        "book": waiting.book,
        "deeds": [deed_to_plain(deed) for deed in waiting.deeds],
    }
    sealed.write(file, json.dumps(plain, ensure_ascii=False), place)
    _keep_name(file.parent)


def _keep_name(folder: Path) -> None:
    """The new name is on the disk too, where a folder can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def waiting_words(place: str) -> tuple[str, int]:
    """What is said of the edits that wait for a book here, "" for none, and how many they are."""
    try:
        waiting = [deed for deed in read_outbox(place).deeds if deed.waits]
    except OutboxUnreadable as error:
        return error.message, 0
    if not waiting:
        return "", 0
    words = ngettext(
        "{n} change waits on this computer for this book. Open the book's window to save it.",
        "{n} changes wait on this computer for this book. Open the book's window to save them.",
        len(waiting),
    )
    return words.format(n=counted(len(waiting))), len(waiting)
