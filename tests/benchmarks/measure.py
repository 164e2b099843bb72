"""What the benchmarks share: figures, medians, memory of a process tree, a display, books.

A figure never stands alone: its floor is measured in the same run, with the cases interleaved
where they are short, so that a busy machine slows down both.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCES = ROOT / "src" / "contactdesk"
KEPT = ROOT / "build" / "bench"  # books that take long to make; made anew when the store changes


def figure(
    name: str, value: float, unit: str, floor: float, floor_name: str, **more: Any
) -> dict[str, Any]:
    """One line of output; `ratio` is value : floor, so less is better for times and sizes."""
    ratio = value / floor if floor else 0.0
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "floor": round(floor, 3),
        "floor_name": floor_name,
        "ratio": round(ratio, 3),
        **more,
    }


def median(values: Sequence[float]) -> float:
    """The middle of several runs."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all stay below or at (0.99 = the slowest of a hundred)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(work: Callable[[], object]) -> float:
    """How many milliseconds it takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def environment(**more: str) -> dict[str, str]:
    """Byte code is written and used, as on a person's machine."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **more}


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as made:
        yield Path(made)


def child(script: str, *arguments: object, watch: bool = False) -> dict[str, Any]:
    """Run a function of a benchmark module in a process of its own: "import_vcard:ours" …

    It prints one JSON object; `peak_mb` is added when its memory was watched.
    """
    module, function = script.split(":")
    code = f"import json, sys, {module} as m; print(json.dumps(m.{function}(*sys.argv[1:])))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=HERE,
        env=environment(PYTHONPATH=str(HERE)),
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = Peak(process.pid) if watch else None
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{script} ended with {process.returncode}")
    result: dict[str, Any] = json.loads(said.splitlines()[-1])
    if peak is not None:
        result["peak_mb"] = peak.stop()
    return result


class Peak:
    """Samples the memory of a process and all of its children: PSS, so shared pages count once."""

    def __init__(self, pid: int, every: float = 0.05) -> None:
        self._pid, self._every, self._peak = pid, every, 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The most that was seen, in MB."""
        self._end.set()
        self._thread.join()
        return round(self._peak / 1_000_000, 1)

    def _watch(self) -> None:
        while not self._end.wait(self._every):
            self._peak = max(self._peak, sum(map(_pss, _tree(self._pid))))


def _tree(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            for each in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                found += _tree(int(each))
    return found


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen of 1366x768, or of the screen there is without Xvfb."""
    if not shutil.which("Xvfb"):
        yield environment()
        return
    reader, writer = os.pipe()
    screen = ["-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), *screen],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        yield environment(DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
    finally:
        server.terminate()
        server.wait()


def code_digest() -> str:
    """Changes with everything that decides what a book holds."""
    seen = hashlib.sha256()
    names = ("model/*.py", "store/*.py", "store/migrations/**/*.py", "formats/*.py")
    for path in sorted(p for name in names for p in SOURCES.glob(name)):
        seen.update(path.read_bytes())
    seen.update((HERE / "generator.py").read_bytes())
    return seen.hexdigest()[:12]


def book_of(count: int) -> Path:
    """A book of so many contacts, made once for every state of the sources."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{count}-{code_digest()}.cdk"
    if not path.exists():
        for older in KEPT.glob(f"{count}-*.cdk"):
            older.unlink()
        child("measure:fill_book", path, count)
    return path


def fill_book(path: str, count: str) -> dict[str, Any]:
    """Make the book through the ordinary import."""
    import generator

    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    part = Path(path).with_suffix(".part")
    part.unlink(missing_ok=True)
    with folder() as place, Book.open(part) as book:
        cards = place / "cards.vcf"
        generator.write(cards, int(count))
        added = import_files(book, [cards], on_match="add").added
        if added != int(count):
            raise RuntimeError(f"only {added} cards came in")
    os.replace(part, path)
    return {"count": int(count)}


@contextlib.contextmanager
def quiet_collector() -> Iterator[None]:
    """No garbage collection inside a short timed piece."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
