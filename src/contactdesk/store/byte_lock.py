"""A lock on one byte of a file, owned by the file as it was opened, not by the process.

So a window can prove something about another window's lock whichever process that belongs to.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
from typing import IO

AT = 1 << 30  # far past what is read: on Windows' shares a locked byte cannot even be read along
_FLOCK = "hhllhhi"  # short type, whence; start, length; pid: `struct flock` of 64-bit Linux
_HELD = ("EACCES", "EAGAIN", "EDEADLK")


def take(file: IO[bytes], at: int = AT, *, exclusive: bool = True) -> bool | None:
    """Whether a byte could be locked without waiting; None where no lock can be had at all.

    Closing the file gives it back. `exclusive` needs a file open for writing.
    """
    try:
        if sys.platform == "win32":
            _windows(file, at)
        else:
            _posix(file, at, exclusive)
    except OSError as error:
        import errno

        name = errno.errorcode.get(error.errno or 0, "")
        return False if name in _HELD else None
    return True


def first_held(file: IO[bytes], start: int, end: int = 0) -> int | None:
    """A byte that somebody else has locked among those from `start` to before `end`; None for
    none, and where the system does not tell.

    Without an `end` they are all that follow. Which of several it is, is the system's choice.
    """
    if sys.platform != "linux" or struct.calcsize("l") != 8 or 0 < end <= start:
        return None
    import errno
    import fcntl

    asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, start, end and end - start, 0, 0, 0)
    try:
        told = struct.unpack(_FLOCK, fcntl.fcntl(file.fileno(), fcntl.F_OFD_GETLK, asked))
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOLCK):
            return None
        raise
    return None if told[0] == fcntl.F_UNLCK else max(start, told[2])


def release(file: IO[bytes], at: int = AT) -> None:
    """Give a lock back and keep the file open."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            file.seek(at)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            _set(file, at, fcntl.F_UNLCK)


def _posix(file: IO[bytes], at: int, exclusive: bool) -> None:
    import fcntl

    _set(file, at, fcntl.F_WRLCK if exclusive else fcntl.F_RDLCK)


def _set(file: IO[bytes], at: int, kind: int) -> None:
    import fcntl

    if sys.platform == "linux" and struct.calcsize("l") == 8:
        wanted = struct.pack(_FLOCK, kind, os.SEEK_SET, at, 1, 0, 0, 0)
        fcntl.fcntl(file.fileno(), fcntl.F_OFD_SETLK, wanted)
    else:
        modes = {fcntl.F_WRLCK: fcntl.LOCK_EX, fcntl.F_RDLCK: fcntl.LOCK_SH}
        mode = modes.get(kind)
        how = fcntl.LOCK_UN if mode is None else mode | fcntl.LOCK_NB
        fcntl.lockf(file.fileno(), how, 1, at)


def _windows(file: IO[bytes], at: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(at)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
