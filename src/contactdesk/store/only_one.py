"""One at a time: a marker beside a book where its storage lets no more than one person write.

The marker `<book>.in-use` says who has it. A byte of it, far past the words, is locked for as
long as that program runs, so that on one computer what a crash left is known at once. From
another computer only its age tells: whoever is there writes it anew every few minutes.
"""

from __future__ import annotations

import getpass
import json
import os
import time
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

from contactdesk.store import byte_lock

BEAT_SECONDS = 300.0
LEFT_SECONDS = 3_600.0  # of another computer: not written for so long, it was left by a crash
SIZE = 1_024
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Holder(NamedTuple):
    """Who has a book, where, and since when (seconds since 1970)."""

    person: str
    computer: str
    machine: str
    since: float


@cache
def this_machine() -> str:
    """Another word on every computer, on copies of one with its name and number too.

    Words with different beginnings say nothing of each other.
    """
    try:
        return f"boot:{_BOOT.read_text().strip()}"
    except OSError:
        return f"card:{uuid.getnode():x}"


def is_other_machine(one: str, other: str) -> bool:
    """Whether two such words are surely of two computers."""
    return one != other and one[:5] == other[:5] and ":" in one[:5]


def this_holder() -> Holder:
    """Who we are."""
    from platform import node

    return Holder(getpass.getuser(), node(), this_machine(), time.time())


class OnlyOne:
    """The marker of one book, taken by this process or not."""

    def __init__(self, book: Path) -> None:
        self.path = book.with_name(f"{book.name}.in-use")
        self._file: IO[bytes] | None = None
        self._me = this_holder()
        self._written = 0.0

    @property
    def taken(self) -> bool:
        """Whether it is ours."""
        return self._file is not None

    def take(self) -> Holder | None:
        """Make it ours; who has it where that cannot be. Raises OSError where no file can be made.

        Where somebody takes it away between our opening and our locking it, we begin again.
        """
        for _try in range(10):
            file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666), "rb+", buffering=0)
            holder = _holder_in(file)
            if byte_lock.take(file) is False or self._is_elsewhere(file, holder):
                file.close()
                return holder or Holder("", "", "", time.time())
            if _is_still(file, self.path):
                self._file = file
                self._write()
                return None
            file.close()
        raise OSError("the marker changes all the time")

    def _is_elsewhere(self, file: IO[bytes], holder: Holder | None) -> bool:
        if holder is None or holder.machine == self._me.machine:
            return False
        return time.time() - os.fstat(file.fileno()).st_mtime < LEFT_SECONDS

    def beat(self) -> Holder | None:
        """Say that we are still here; who took it from us meanwhile, if anybody."""
        if self._file is None:
            return None
        with suppress(OSError):
            with self.path.open("rb") as seen:
                holder = _holder_in(seen)
            if holder is not None and holder.machine != self._me.machine:
                return holder
        if time.monotonic() - self._written > BEAT_SECONDS:
            with suppress(OSError):
                self._write()
        return None

    def _write(self) -> None:
        assert self._file is not None
        self._file.seek(0)
        self._file.write(json.dumps(self._me._asdict()).encode().ljust(SIZE)[:SIZE])
        self._written = time.monotonic()

    def drop(self) -> None:
        """Take it away; the file is removed before its lock, so nobody finds it free and old."""
        file, self._file = self._file, None
        if file is not None:
            if os.name == "nt":  # an open file cannot be removed there
                file.close()
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            with suppress(OSError):
                file.close()


def _holder_in(file: IO[bytes]) -> Holder | None:
    try:
        plain = json.loads(file.read(SIZE) or b"{}")
        names = ("person", "computer", "machine")
        person, computer, machine = (str(plain.get(name) or "")[:120] for name in names)
        return Holder(person, computer, machine, float(plain["since"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_still(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False
