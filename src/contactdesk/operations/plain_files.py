"""Files opened to be read to their end: a pipe that waits for ever, a device that never ends and a
folder are none."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from contactdesk.i18n import _


class NoPlainFile(OSError):
    """What was to be read is a folder, a pipe or a device; `strerror` says so."""


def open_plain(path: Path) -> BinaryIO:
    """Open a file for reading, without waiting; raises `OSError` with a reason."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    _check(path.stat().st_mode, path)  # a device may do something when it is opened
    descriptor = os.open(path, flags)
    try:
        _check(os.fstat(descriptor).st_mode, path)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise NoPlainFile(0, _("it is a folder"), str(path))
    if not stat.S_ISREG(mode):
        raise NoPlainFile(0, _("it is a pipe or a device, not a file"), str(path))
