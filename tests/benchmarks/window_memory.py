"""What the open window holds in memory, with 100,000 contacts in its book.

Whole processes on a virtual screen of 1366x768, read from outside once the list shows its names,
the book is open and nothing grows any more: the resident set, in which shared libraries count
whole. (The proportional one would depend on how many other programs use Qt at the time.) The
floor is a PySide6 window that holds nothing, measured in the same way in the same run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import book_of, display, figure, folder, median
from start import BARE, Case, program

RUNS = 3
COUNT = 100_000
STEADY = 6  # readings, half a second apart, that differ by less than 1 %
STAYING = BARE.replace("QTimer.singleShot(0, app.quit)", "pass")


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Megabytes of the open window and of a bare one; `--large`: with a million contacts too."""
    with display() as screen, folder() as home:
        cases: dict[str, Case] = {"bare": ([sys.executable, "-c", STAYING], screen, "first_paint")}
        for count in (COUNT, *((1_000_000,) if large else ())):
            cases[f"{count:,}"] = staying(screen, home / str(count), count)
        sizes: dict[str, list[float]] = {name: [] for name in cases}
        for _turn in range(RUNS):
            for name, case in cases.items():
                sizes[name].append(megabytes(*case))
    floor = median(sizes["bare"])
    for name in list(sizes)[1:]:
        told = f"window_memory_{name.replace(',', '')}"
        yield figure(told, median(sizes[name]), "MB", floor, "bare PySide6 window", n=RUNS)


def staying(screen: dict[str, str], home: Path, count: int) -> Case:
    """ContactDesk on a book of so many contacts, staying open."""
    command, variables, mark = program(screen, home, book_of(count), "filled")
    return command, {k: v for k, v in variables.items() if k != "CONTACTDESK_QUIT_AFTER"}, mark


def megabytes(command: list[str], variables: dict[str, str], mark: str) -> float:
    """The memory of a process some time after its mark, when it does not change any more."""
    process = subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        seen = any(
            line.startswith("{") and json.loads(line).get("mark") == mark for line in process.stdout
        )
        if not seen:
            raise RuntimeError(f"{' '.join(command[:4])} never reported {mark}")
        return at_rest(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def at_rest(pid: int) -> float:
    """Megabytes, read until the last readings are alike."""
    readings: list[int] = []
    while len(readings) < 60:
        time.sleep(0.5)
        readings.append(resident(pid))
        last = readings[-STEADY:]
        if len(last) == STEADY and max(last) - min(last) < 0.01 * max(last):
            break
    return readings[-1] / 1_000_000


def resident(pid: int) -> int:
    """The bytes of a process that are in memory now."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Rss:"))
