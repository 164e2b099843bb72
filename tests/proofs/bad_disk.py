"""A disk that fails at a certain call, is slow, or has no room: for programs of the proofs.

`bad_disk.c` is compiled and loaded before libc into a program that `started` starts; there `Disk`
says what is to go wrong, and with which calls. Linux only, and only where there is a compiler.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
READ, WRITE, SYNC, CUT, UNLINK, OPEN, LOCK, LOOK = (1 << n for n in range(8))
EVERY = (1 << 8) - 1


def why_not() -> str:
    """Why no disk can be bad here; "" where it can."""
    if not sys.platform.startswith("linux") or sys.maxsize < 2**32:
        return "it takes Linux on 64 bits"
    return "" if shutil.which("gcc") else "there is no gcc"


def compiled(folder: Path) -> Path:
    """The library, made in a folder."""
    to = folder / "bad_disk.so"
    command = ["gcc", "-shared", "-fPIC", "-O2", "-o", str(to), str(HERE / "bad_disk.c"), "-ldl"]
    subprocess.run(command, check=True)
    return to


def started(
    arguments: Sequence[str], folder: Path, ahead: int = 0, **more: str
) -> subprocess.Popen[str]:
    """A Python program with the library before libc; its clock may be some seconds ahead."""
    library = folder / "bad_disk.so"
    if not library.exists():
        compiled(folder)
    surroundings = {
        **os.environ, "LD_PRELOAD": str(library), "BAD_CLOCK_AHEAD": str(ahead),
        "CONTACTDESK_HOME": str(folder / "home"), **more,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, *arguments], env=surroundings, text=True, stdout=subprocess.PIPE
    )


class Disk:
    """Everything below one folder, in a program that was started so."""

    def __init__(self, folder: Path) -> None:
        self._library = ctypes.CDLL(None)
        self._library.bad_disk_watch(os.fsencode(folder))
        for name in ("counted", "struck", "on_main", "with_lock"):
            getattr(self._library, f"bad_disk_{name}").restype = ctypes.c_long

    def plan(
        self, nth: int, kinds: int, error: int, half: bool = False, lasting: bool = False
    ) -> None:
        """The nth call of these kinds fails; 0 only counts them. Without an error number a write
        stops halfway and says so."""
        self._library.bad_disk_plan(ctypes.c_long(nth), kinds, error, int(half), int(lasting))

    def room(self, count: int) -> None:
        """Only so many bytes can be written from now on."""
        self._library.bad_disk_room(ctypes.c_long(count))

    def slow(self, milliseconds: int) -> None:
        """Every call takes so long from now on."""
        self._library.bad_disk_slow(ctypes.c_long(milliseconds))

    def tell(self, file: int) -> None:
        """Where the interpreter is at each slow call on the first thread, or with its lock, is
        written to this file from now on."""
        self._library.bad_disk_tell(file)

    def well(self) -> None:
        """All goes well again."""
        self._library.bad_disk_well()

    def _number(self, name: str) -> int:
        return int(getattr(self._library, f"bad_disk_{name}")())

    @property
    def counted(self) -> int:
        """Calls of the planned kinds since the plan."""
        return self._number("counted")

    @property
    def struck(self) -> int:
        """Calls that failed since the plan, or since the room was told."""
        return self._number("struck")

    @property
    def on_main_thread(self) -> int:
        """Calls made by the program's first thread since the disk became slow."""
        return self._number("on_main")

    @property
    def with_interpreter(self) -> int:
        """Calls made while the interpreter's lock was held, since the disk became slow."""
        return self._number("with_lock")
