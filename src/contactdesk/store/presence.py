"""Who has a book open just now, and whose contact they are editing.

It only informs: nothing is locked by it, and nothing waits for it. A kind of book that knows
better ways (a server knows its connections) brings its own `Presence`.

For a file it is the folder `<book>.presence` beside it, with one file for each open window, as
`FilePresence` says.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from contactdesk.model.record import new_id

BEAT_SECONDS = 10.0  # a window says this often that it is still there
STALE_SECONDS = 35.0  # one that has not said so for this long is gone
FORGOTTEN_SECONDS = 86_400.0  # what a crash left is cleared away after a day
SIZE = 2_048  # bytes of a presence file, filled up with spaces; a byte after them may be locked
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
    """

    def __init__(self, book: Path) -> None:
        self.window = new_id()
        self._folder = book.with_name(f"{book.name}.presence")
        self._file: IO[bytes] | None = None
        self._beats = 0
        self._seen: dict[str, tuple[Any, float]] = {}  # window: its counter, when it was new to us

    def tell(self, me: Here) -> None:
        """Write our own file; silently nothing where that cannot be."""
        self._beats += 1
        plain = {**me._asdict(), "window": self.window, "name": me.name[:LONGEST]}
        data = json.dumps({"version": 1, "beat": self._beats, **plain}, ensure_ascii=False)
        with suppress(OSError):
            file = self._file or self._open()
            file.seek(0)
            file.write(data.encode().ljust(SIZE)[:SIZE])
            file.flush()

    def _open(self) -> IO[bytes]:
        self._folder.mkdir(exist_ok=True)
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
            now, beat = time.monotonic(), plain.get("beat")
            before = self._seen.get(window)
            if before is None:  # never met: as old as its file is beside ours
                self._seen[window] = (beat, now - max(0.0, own_time - written))
            elif before[0] != beat:
                self._seen[window] = (beat, now)
            age = now - self._seen[window][1]
            if age < STALE_SECONDS:
                return _here_of(plain, window)
            if age > FORGOTTEN_SECONDS:
                path.unlink(missing_ok=True)
        return None

    def leave(self) -> None:
        """Take our file away, and the folder with it when nobody else is there."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                (self._folder / f"{self.window}.json").unlink(missing_ok=True)
                self._folder.rmdir()


def _here_of(plain: dict[str, Any], window: str) -> Here:
    """What a file says, which anybody may have written: texts, none of them long."""
    values = {name: str(plain.get(name) or "")[:LONGEST] for name in Here._fields}
    return Here(**{**values, "window": window})
