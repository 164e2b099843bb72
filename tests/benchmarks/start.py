"""From starting the process to the first paint, and to a list that shows its first names.

Whole processes on a virtual screen of 1366x768, timed from outside, byte code compiled, cases
interleaved. The floor is a PySide6 window that holds nothing. Which moments count, the program
says itself: CONTACTDESK_TRACE_START prints a mark when its search field takes letters and the
window is painted, and when the first page of the list is named.
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

RUNS = 11
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print('{"mark": "first_paint"}', flush=True)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""
Case = tuple[list[str], dict[str, str], str]  # command, variables, the mark to wait for


def first_paint(large: bool) -> Iterator[dict[str, Any]]:
    """An ordinary start with a book of 1,000, up to the painted shell."""
    del large
    with display() as screen, folder() as home:
        cases = {
            "bare": bare(screen),
            "shell": program(screen, home, book_of(1_000), "first_paint"),
        }
        times = interleaved(cases)
    yield compared("start_first_paint", times, "shell", "bare", "bare PySide6 window painted")


def filled_list(large: bool) -> Iterator[dict[str, Any]]:
    """The same up to the first page of names, at 100,000 and at 1,000 (`--large`: 1,000,000)."""
    with display() as screen, folder() as home:
        cases = {"bare": bare(screen)}
        for count in (1_000, 100_000, *((1_000_000,) if large else ())):
            place = home / str(count)
            cases[f"{count:,}"] = program(screen, place, book_of(count), "filled")
        times = interleaved(cases)
    bare_window = "bare PySide6 window painted"
    yield compared("start_filled_list", times, "100,000", "bare", bare_window)
    yield compared("start_filled_list_growth", times, "100,000", "1,000", "the same at 1,000")
    if large:
        yield compared("start_filled_list_1m", times, "1,000,000", "bare", bare_window)


def bare(screen: dict[str, str]) -> Case:
    """The floor."""
    return [sys.executable, "-c", BARE], screen, "first_paint"


def program(screen: dict[str, str], home: Path, book: Path, until: str) -> Case:
    """ContactDesk with a home of its own, ending at a mark."""
    home.mkdir(parents=True, exist_ok=True)
    own = {
        "CONTACTDESK_HOME": str(home),
        "CONTACTDESK_TRACE_START": "1",
        "CONTACTDESK_QUIT_AFTER": until,
    }
    command = [sys.executable, "-m", "contactdesk", "--book", str(book)]
    return command, {**screen, **own}, until


def interleaved(cases: dict[str, Case]) -> dict[str, list[float]]:
    """Milliseconds of every case, one of each after the other; a first round warms up."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(RUNS + 1):
        for name, case in cases.items():
            took = milliseconds(*case)
            if turn:
                times[name].append(took)
    return times


def milliseconds(command: list[str], variables: dict[str, str], mark: str) -> float:
    """From the start of the process until it prints the mark."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    took = 0.0
    for line in process.stdout:
        if line.startswith("{") and json.loads(line).get("mark") == mark:
            took = (time.perf_counter() - started) * 1_000
            break
    process.stdout.read()
    process.wait(timeout=30)
    if not took:
        raise RuntimeError(f"{' '.join(command[:4])} never reported {mark}")
    return took


def compared(
    name: str, times: dict[str, list[float]], case: str, floor: str, floor_name: str
) -> dict[str, Any]:
    """The medians of two cases, and their best runs beside them."""
    ours, theirs = times[case], times[floor]
    best = {"best": round(min(ours), 1), "best_floor": round(min(theirs), 1), "n": len(ours)}
    return figure(name, median(ours), "ms", median(theirs), floor_name, **best)
