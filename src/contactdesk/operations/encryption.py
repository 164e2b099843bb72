"""How it stands with a book's encryption, and what of it lies unencrypted elsewhere."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from contactdesk import paths
from contactdesk.operations.backing_up import place_of
from contactdesk.progress import Progress
from contactdesk.settings import Settings
from contactdesk.store import encrypted_making, encrypting, sealed
from contactdesk.store.backups import backups_in, delete_backup
from contactdesk.store.connecting import is_encrypted, is_possible, key_for
from contactdesk.store.encrypting import Converted
from contactdesk.store.opening import path_of
from contactdesk.store.server_address import is_server_address


class State(NamedTuple):
    """Whether a book is encrypted, whether it can be here, and the plain files that are left."""

    encrypted: bool = False
    possible: bool = False
    on_server: bool = False
    kept: tuple[Path, ...] = ()  # the book's own file from before
    plain_backups: tuple[Path, ...] = ()


def state_of(place: str, settings: Settings) -> State:
    """Look at the files; nothing is opened, and no passphrase is needed."""
    if is_server_address(place):
        return State(on_server=True)
    path = path_of(place)
    if not is_encrypted(path):
        return State(False, is_possible())
    return State(True, is_possible(), False, _kept(path), tuple(plain_backups(place, settings)))


def _kept(path: Path) -> tuple[Path, ...]:
    with suppress(OSError):
        return tuple(encrypting.kept_files(path))
    return ()


def plain_backups(place: str, settings: Settings) -> list[Path]:
    """The backups of a book that anybody can read."""
    found = [backup.path for backup in backups_in(place_of(place, settings).folder)]
    return [path for path in found if path.is_file() and not is_encrypted(path)]


def remove_plain(place: str, settings: Settings) -> int:
    """Delete the plain files that are left of an encrypted book; how many they were."""
    state = state_of(place, settings)
    if not state.encrypted:
        return 0
    for each in state.plain_backups:
        delete_backup(each)
    return len(state.plain_backups) + encrypting.remove_kept(path_of(place))


def convert(
    what: str, place: str, passphrase: str = "", progress: Progress | None = None
) -> Converted:
    """Change a book's encryption ("encrypt", "change" or "decrypt"), and of what is kept beside.

    What was typed and not saved yet goes the same way as the book. Raises a `BookError` with a
    sentence, or `Cancelled`; the book is then as it was.
    """
    path = path_of(place)
    drafts = sealed.read_all(_drafts_of(str(path)))
    if what == "decrypt":
        done = encrypting.decrypt(place, progress)
    elif what == "encrypt":
        done = encrypting.encrypt(place, passphrase, progress)
    else:
        done = encrypting.change_passphrase(place, passphrase, progress)
    with suppress(OSError):  # the drafts are not worth saying that the book is not encrypted
        sealed.write_anew(drafts, key_for(done.path))
    return done


def make(place: str, passphrase: str) -> Path:
    """Make an empty book that is encrypted from its first byte on.

    Raises a `BookError` with a sentence where it cannot be made, or where there is a file already;
    nothing is there then that was not there before.
    """
    return encrypted_making.make(place, passphrase)


def _drafts_of(book: str) -> list[Path]:
    """The files that the window keeps of one book; their names say of which."""
    name = hashlib.sha256(book.encode()).hexdigest()[:16]
    folders = ("drafts", "outbox")
    return sorted(
        f for each in folders for f in (paths.data_folder() / each).rglob(f"*{name}*.json")
    )
