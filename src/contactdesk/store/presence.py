"""Who has a book open just now, and whose contact they are editing.

It only informs: nothing is locked by it, and nothing waits for it. A kind of book that knows
better ways (a server knows its connections) brings its own `Presence`.

For a file it is the folder `<book>.presence` beside it, with one file for each open window, as
`FilePresence` says. There it also tries whether locks reach from one window to the other.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from contactdesk.i18n import _
from contactdesk.model.record import new_id
from contactdesk.store import byte_lock
from contactdesk.store.only_one import is_other_machine, this_machine

BEAT_SECONDS = 10.0  # a window says this often that it is still there
STALE_SECONDS = 35.0  # one that has not said so for this long is gone
FORGOTTEN_SECONDS = 86_400.0  # what a crash left is cleared away after a day
SIZE = 2_048  # bytes of a presence file, filled up with spaces; a byte far after them is locked
LONGEST = 120  # characters of a name that are told


class Here(NamedTuple):
    """One open window: whose it is, on which computer, since when, and what is edited in it.

    `person` is the person's id in the book, `colour` as in `Colleague`, `since` ISO 8601 in UTC,
    `contact` the id of the contact being edited, or "", `field` the place in it that has the
    keyboard: field and item, "phones 3".
    """

    window: str
    person: str
    name: str
    colour: str
    computer: str
    since: str
    contact: str = ""
    field: str = ""


class Presence(Protocol):
    """How the windows of one book know of each other.

    Used from one thread, which is not the window's; nothing raises when the others cannot be
    reached: then there are none.
    """

    window: str

    def tell(self, me: Here) -> None:
        """Say that this window is here, and what is done in it."""

    def others(self) -> list[Here]:
        """The other windows, those that came first before."""

    def leave(self) -> None:
        """Say that this window is closed."""


class FilePresence:
    """The presence of a file's windows: a file each in a folder beside the book.

    Each window writes its own file alone, in place and always of one size, and keeps it open, so
    that a lock on it is its owner's for as long as it lives. The folder is listed, for a network
    drive may take long to find a new name. Whether a window still beats is told by its own
    counter and by this computer's clock; the first time by comparing the file's time with that of
    our own file, which the same server gave it: clocks may differ as they like.

    The others try the lock. Who gets it from a window that beats once more after that has proof
    that locks do not reach here: `stop` hears a sentence for people, once, and the others are
    told. A window that only ended gives its lock back too, but never beats again.
    """

    def __init__(
        self, book: Path, stop: Callable[[str], None] | None = None, *, near: bool = False
    ) -> None:
        """`near` says that the book lies on a disk of this computer."""
        self.window = new_id()
        self._near = near
        self._stop = stop
        self._me: Here | None = None
        self._locked = False
        self._free: dict[str, int] = {}  # window: its beat when its lock could be had
        self.broken = ""  # what was proved: locks | names
        self._folder = book.with_name(f"{book.name}.presence")
        self._file: IO[bytes] | None = None
        self._beats = 0
        self._seen: dict[str, tuple[Any, float]] = {}  # window: its counter, when it was new to us

    def tell(self, me: Here) -> None:
        """Write our own file; silently nothing where that cannot be."""
        self._beats += 1
        self._me = me
        for _try in range(2):
            try:
                self._write(me)
                return
            except OSError:  # with a file, and a lock, of its own again
                self._close()

    def _write(self, me: Here) -> None:
        """Up to the server: one that took our lock from us, as it does from two computers of one
        name, says so only then."""
        file = self._file or self._open()
        self._locked = self._locked or byte_lock.take(file) is True
        file.seek(0)
        file.write(self._words(me).encode().ljust(SIZE)[:SIZE])
        if not self._near:
            os.fsync(file.fileno())

    def _words(self, me: Here) -> str:
        plain = {**me._asdict(), "window": self.window, "name": me.name[:LONGEST]}
        proof = {"locked": self._locked, "machine": this_machine(), "broken": self.broken}
        whole = {"version": 1, "beat": self._beats, **proof, **plain}
        return json.dumps(whole, ensure_ascii=False)

    def _open(self) -> IO[bytes]:
        with suppress(FileExistsError):
            self._folder.mkdir()
            with suppress(OSError):  # whoever may make files beside the book may make them here
                self._folder.chmod(self._folder.parent.stat().st_mode & 0o7777)
        self._file = (self._folder / f"{self.window}.json").open("wb", buffering=0)
        return self._file

    def others(self) -> list[Here]:
        """Who else beats in the folder."""
        found: list[Here] = []
        with suppress(OSError):
            own = self._own_time()
            for entry in os.scandir(self._folder):
                window = entry.name.removesuffix(".json")
                if window not in (entry.name, self.window):
                    here = self._look(Path(entry.path), window, own)
                    found += [here] if here is not None else []
        return sorted(found, key=lambda here: (here.since, here.window))

    def _own_time(self) -> float:
        return os.fstat(self._file.fileno()).st_mtime if self._file is not None else time.time()

    def _look(self, path: Path, window: str, own_time: float) -> Here | None:
        with suppress(OSError, ValueError, TypeError, AttributeError):
            with path.open("rb") as file:
                written = os.fstat(file.fileno()).st_mtime
                plain = json.loads(file.read(SIZE))
                free = byte_lock.take(file, exclusive=False) is True
            now, beat = time.monotonic(), plain.get("beat")
            before = self._seen.get(window)
            if before is None:  # never met: as old as its file is beside ours
                self._seen[window] = (beat, now - max(0.0, own_time - written))
            elif before[0] != beat:
                self._seen[window] = (beat, now)
                self._prove(plain, self._free.get(window) if free else None)
            if not free:
                self._free.pop(window, None)
            elif plain.get("locked") is True:
                self._free.setdefault(window, int(beat))
            age = now - self._seen[window][1]
            if age < STALE_SECONDS:
                return _here_of(plain, window)
            if age > FORGOTTEN_SECONDS:
                path.unlink(missing_ok=True)
        return None

    def _prove(self, plain: dict[str, Any], free_at: int | None) -> None:
        """What a window shows that has just beaten: alive, with its lock or without."""
        computer = str(plain.get("computer") or "")
        own = self._me.computer if self._me is not None else ""
        twice = is_other_machine(str(plain.get("machine") or ""), this_machine())
        if computer and computer == own and twice:  # which may be why locks fail as well
            self._broke("names", computer)
        elif plain.get("locked") is True and free_at is not None and int(plain["beat"]) > free_at:
            self._broke("locks", "")
        elif plain.get("broken") in ("locks", "names"):
            self._broke(str(plain["broken"]), computer)

    def _broke(self, what: str, computer: str) -> None:
        if self.broken:
            return
        self.broken = what
        if self._stop is not None:
            self._stop(_one_name().format(computer=computer) if what == "names" else _locks_fail())
        if self._me is not None:
            self.tell(self._me)

    def _close(self) -> None:
        file, self._file, self._locked = self._file, None, False
        if file is not None:
            with suppress(OSError):
                file.close()

    def leave(self) -> None:
        """Take our file away, and the folder with it when nobody else is there."""
        if self._file is not None:
            self._close()
            with suppress(OSError):
                (self._folder / f"{self.window}.json").unlink(missing_ok=True)
                self._folder.rmdir()


def _locks_fail() -> str:
    return _(
        "Two windows that have this book open were not kept apart: their locks do not reach each "
        "other in this folder, and saving at one time would destroy the book. What was saved is "
        "safe; from now on it is open for reading only. Keep a copy on this computer, or use a "
        "book on a server."
    )


def _one_name() -> str:
    return _(
        "Two computers that have this book open are both called {computer}. Network drives take "
        "them for one, and saving at one time would destroy the book. What was saved is safe; "
        "from now on it is open for reading only. Give one of them another name, then open the "
        "book again."
    )


def _here_of(plain: dict[str, Any], window: str) -> Here:
    """What a file says, which anybody may have written: texts, none of them long."""
    values = {name: str(plain.get(name) or "")[:LONGEST] for name in Here._fields}
    return Here(**{**values, "window": window})
