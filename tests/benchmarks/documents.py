"""A file of 1 GB added as a document beside the real main window: how long, how much memory, and
how free the window stays; and what the same file costs a second time.

The floor of the time is `shutil.copyfile` of the same file, flushed to the disk; that of the gap
is the same window at rest. Memory is what the window's process holds beyond what it held at rest,
sampled every 50 ms.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import child, figure, folder

SIZE, LARGE = 1 << 30, 4 << 30
PIECE = 1 << 20


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """One file of 1 GB (`--large`: 4 GB), added twice."""
    size = LARGE if large else SIZE
    with folder() as place:
        path = place / "film.bin"
        with path.open("wb") as out:
            for _piece in range(size // PIECE):
                out.write(os.urandom(PIECE))
        floor = _floor(path, place / "copy.bin")
        found = child("documents:added", place / "home", path)
    yield figure("document_add", found["seconds"], "s", floor, "copying the file", size=size)
    yield figure("document_memory", found["memory"], "MB", 0, "")
    yield figure("document_stall", found["longest"], "ms", found["idle"], "the window at rest")
    again = {"seconds": found["again_seconds"]}
    yield figure("document_again", found["again"], "bytes of content", 0, "", **again)


def _floor(path: Path, to: Path) -> float:
    started = time.perf_counter()
    shutil.copyfile(path, to)
    with to.open("rb+") as file:
        os.fsync(file.fileno())
    took = time.perf_counter() - started
    to.unlink()
    return took


def added(home: str, path: str) -> dict[str, Any]:
    """Add the file twice through the window."""
    os.environ["CONTACTDESK_HOME"] = home
    Path(home).mkdir(parents=True)
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication
    from ui_stall import Gaps, shown

    from contactdesk.desktop import theme
    from contactdesk.desktop.desk import Desk
    from contactdesk.settings import Settings

    app = QApplication([])
    theme.apply(app, "light")
    loop, settings = QEventLoop(), Settings(largest_document=1 << 20)
    desk = Desk(str(Path(home) / "book.cdk"), settings)
    window = shown(desk, loop)
    flow = window.verbs.documents.flow
    told: list[str] = []
    desk.toast.connect(lambda text, *_more: (told.append(text), loop.quit()))
    desk.failed.connect(lambda error: (told.append(error.message), loop.quit()))
    gaps = Gaps()
    QTimer.singleShot(3_000, loop.quit)
    loop.exec()
    idle, memory, started = gaps.taken(), _Memory(), time.perf_counter()
    flow.add([path], [])
    loop.exec()
    seconds, longest, most = time.perf_counter() - started, gaps.taken(), memory.stop()
    held = _content(desk, loop)
    started = time.perf_counter()
    flow.add([path], [])
    loop.exec()
    again_seconds = round(time.perf_counter() - started, 1)
    again = _content(desk, loop) - held
    window.close()
    desk.close()
    if held != Path(path).stat().st_size:
        raise RuntimeError(f"{held} bytes are in the book: {told}")
    return {"idle": idle, "longest": longest, "seconds": seconds, "memory": most, "again": again,
            "again_seconds": again_seconds}  # fmt: skip


def _content(desk: Any, loop: Any) -> int:
    found: list[int] = []
    desk.read(lambda tx: tx.documents.in_file(), lambda n: (found.append(n), loop.quit()))
    loop.exec()
    return found[0]


class _Memory:
    """The most that this process holds beyond what it holds now."""

    def __init__(self) -> None:
        self._first = self._most = _resident()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """In MB."""
        self._end.set()
        self._thread.join()
        return round((self._most - self._first) / 1_000_000, 1)

    def _watch(self) -> None:
        while not self._end.wait(0.05):
            self._most = max(self._most, _resident())


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
