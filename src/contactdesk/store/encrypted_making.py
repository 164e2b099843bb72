"""Making a book that is encrypted from its first byte on.

It is made beside its place and gets its name when it is whole: whoever is killed meanwhile leaves
no half of a book, which would be taken for an empty place and filled with a plain one.
"""

from __future__ import annotations

import glob
import os
import time
from contextlib import suppress
from pathlib import Path

from contactdesk.errors import BookError, BookReadOnly, BookUnreachable
from contactdesk.i18n import _
from contactdesk.store import guard, keys
from contactdesk.store.connecting import library
from contactdesk.store.encrypting import remove_part, sync_folder
from contactdesk.store.engines import sqlite_engine, translated
from contactdesk.store.footing import stand_on
from contactdesk.store.keys import Key
from contactdesk.store.opening import CONVERTING, path_of

LEFT_FOR_GOOD = 3_600.0  # seconds; making a book takes one or two


def make(place: str, passphrase: str) -> Path:
    """Make an empty book that a passphrase opens.

    Of several who make the same one the first does, and the others are told. Raises a `BookError`
    with a sentence; nothing is there then that was not there before.
    """
    guard.check()
    library()
    path = path_of(place)
    try:
        if path.exists():
            raise _there_already(path)
        if not path.parent.is_dir():
            raise BookUnreachable(
                _("The folder {folder} cannot be reached. It may be on a drive that is away.")
                .format(folder=path.parent)
            )  # fmt: skip
        key = keys.new_key(passphrase)
        _make_whole(path, key)
    except OSError as error:
        raise _not_made(path, f"{error.strerror or error}.") from error
    keys.hold(key)
    return path


def _make_whole(path: Path, key: Key) -> None:
    part = path.with_name(f"{path.name}.{key.salt.hex()}{CONVERTING}")  # nobody else's
    footing = stand_on(path)
    try:
        if footing.reason:
            raise _not_made(path, footing.reason)
        with translated(str(path)):
            _fill(part, key)
        _name_first(part, path)
        _remove_unnamed(path)
    finally:
        remove_part(part)
        footing.leave()


def _fill(part: Path, key: Key) -> None:
    from contactdesk.store.migrations import upgrade

    engine = sqlite_engine(part, create=True, key=key)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def _name_first(part: Path, path: Path) -> None:
    """Give it its name, unless somebody made a file of that name meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise _there_already(path) from error
    except OSError:  # a drive that has no second names
        with suppress(FileNotFoundError):
            path.lstat()
            raise _there_already(path) from None
        os.rename(part, path)
    sync_folder(path.parent)


def _there_already(path: Path) -> BookError:
    return BookError(
        _("There is a file {name} already, and it was left untouched. Choose another name.").format(
            name=path.name)
    )  # fmt: skip


def _not_made(path: Path, reason: str) -> BookReadOnly:
    return BookReadOnly(
        _("No book was made in {folder}. {reason}").format(folder=path.parent, reason=reason)
    )


def _remove_unnamed(path: Path) -> None:
    """What somebody left who was killed while making the same book, a good while ago."""
    for each in path.parent.glob(f"{glob.escape(path.name)}.*{CONVERTING}"):
        with suppress(OSError):
            if time.time() - each.stat().st_mtime > LEFT_FOR_GOOD:
                remove_part(each)
