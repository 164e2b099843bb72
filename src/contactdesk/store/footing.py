"""What an open book stands on, watched for as long as it is open.

All books that one process has open of one file (the window's reader and writer, an import's) share
one footing: it holds the marker of a single writer once for all of them, and what one of them
finds out stops the writing of all.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from contactdesk.i18n import _
from contactdesk.store.only_one import Holder, OnlyOne
from contactdesk.store.storage import Storage, storage_of
from contactdesk.store.sync_folders import conflicting_copies

LOOK_SECONDS = 30.0  # a drive may be connected anew, a file moved

_open: dict[str, Footing] = {}
_registry = threading.Lock()


class Footing:
    """One file's storage; `reason` says why it may not be written, "" while it may."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.storage = storage_of(path)
        self.reason = self.storage.whole() if self.storage.decision == "read" else ""
        self.is_damaged = False  # found at an opening: whoever opens it after that looks, too
        self._marker = OnlyOne(path)
        self._lock = threading.RLock()
        self._users = 0
        self._looked = time.monotonic()
        self._file: tuple[int, int] | None = None
        self._folder: tuple[int, int] | None = None

    # ── who uses it ─────────────────────────────────────────────────────────────────────

    def enter(self) -> None:
        """One more book of this process stands on it; the first takes the marker if need be."""
        with self._lock:
            self._users += 1
            if self.storage.decision == "single" and not self._marker.taken and not self.reason:
                self.reason = self._take_marker()

    def leave(self) -> None:
        """One book fewer; the last gives the marker back."""
        with _registry, self._lock:
            self._users -= 1
            if self._users == 0:
                self._marker.drop()
                _open.pop(_key(self.path), None)

    @property
    def why(self) -> str:
        """A word for the reason that there was at the opening; "" for none."""
        if not self.reason:
            return ""
        return "place" if self.storage.decision == "read" else "taken"

    def notice(self) -> str:
        """What is to be known of a place where only one at a time may write; "" elsewhere."""
        if self.storage.decision != "single" or self.reason:
            return ""
        copies = conflicting_copies(Path(_key(self.path)))
        if not copies:
            return self.storage.whole()
        return told_of(copies)

    @property
    def alone(self) -> bool:
        """Whether only one book of this process has the file open."""
        return self._users <= 1

    def _take_marker(self) -> str:
        try:
            holder = self._marker.take()
        except OSError:  # a folder that may not be written: the book is not written either
            return self.storage.whole()
        return "" if holder is None else _taken(holder, self.storage)

    # ── looking again ───────────────────────────────────────────────────────────────────

    def know_file(self) -> None:
        """The file is there now: another one at its place is noticed from here on."""
        if self.storage.facts.kind in ("local", "removable", "nfs4") and os.name == "posix":
            self._file, self._folder = _identity(self.path), _identity(self.path.parent)

    def trouble(self) -> str:
        """Why nothing may be written any more, looked at anew every half minute; "" for nothing."""
        with self._lock:
            if not self.reason and time.monotonic() - self._looked >= LOOK_SECONDS:
                self.look()
            return self.reason

    def look(self) -> None:
        """Look at it now. What is worse than before stops writing; the better needs an opening."""
        with self._lock:
            self._looked = time.monotonic()
            self.reason = self.reason or self._worse()

    def _worse(self) -> str:
        if self._file is not None and not self._is_same_file():
            return _(
                "{name} is no longer where it was: it was moved, renamed or replaced while it was "
                "open. What you saved before is in it. Open it anew from where it is now."
            ).format(name=self.path.name)
        storage = storage_of(self.path)
        if storage.decision == "read":
            return storage.whole()
        if storage.decision == "single" and not self._marker.taken:
            self.storage = storage
            return self._take_marker()
        holder = self._marker.beat()
        return "" if holder is None else _taken(holder, storage)

    def _is_same_file(self) -> bool:
        try:
            return self._file in (None, _identity(self.path))
        except FileNotFoundError:
            return self.is_away()
        except OSError:  # a drive that is away says so itself
            return True

    def is_away(self) -> bool:
        """Whether the file cannot be reached because its whole folder cannot: a drive that is
        away leaves no folder, or the empty one that it was connected to. Asks the drive."""
        try:
            self.path.stat()
        except FileNotFoundError:
            try:
                return self._folder is not None and _identity(self.path.parent) != self._folder
            except OSError:
                return True
        except OSError:
            return True
        return False

    def stop(self, reason: str) -> None:
        """Write no more, for a reason that was proved."""
        with self._lock:
            self.reason = self.reason or reason


def stand_on(path: Path) -> Footing:
    """The footing of a file, entered; `leave` it when the book is closed."""
    key = _key(path)
    with _registry:
        if (known := _open.get(key)) is not None:
            known.enter()
            return known
    made = Footing(path)  # outside the lock: a drive that is away keeps no other book waiting
    with _registry:
        footing = _open.setdefault(key, made)
        footing.enter()
    return footing


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def told_of(copies: Sequence[str]) -> str:
    """What a person reads of second versions beside a book."""
    return _(
        "There is a second version of this book beside it: {names}. It was changed on two "
        "computers at one time. Nothing is lost: what is missing here can be brought in "
        "(“contactdesk merge-copy” does it, too)."
    ).format(names=", ".join(copies[:3]))


def _key(path: Path) -> str:
    return os.path.realpath(path)


def _taken(holder: Holder, storage: Storage) -> str:
    if holder.person:
        words = _(
            "{person} has this book open on {computer}, and only one at a time may change it in "
            "this folder. You can read it; open it again when the other has closed it."
        )
    else:
        words = _(
            "Somebody else has this book open, and only one at a time may change it in this "
            "folder. You can read it; open it again when the other has closed it."
        )
    said = words.format(person=holder.person, computer=holder.computer)
    return f"{said} {storage.way_out}".strip()
