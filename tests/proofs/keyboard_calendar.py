"""The real window, by the keyboard alone: a weekly meeting is planned, one of them moved, one
deleted and brought back; the calendar goes out and comes in elsewhere as the same.

    .venv/bin/python tests/proofs/keyboard_calendar.py [--pictures DIR]

Prints a line a step; exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from keyboard_window import Journey, OpenWindow, travel_with

WEEKS = 4
MONDAY = date.today() + timedelta(days=7 - date.today().weekday())


def planned(journey: Journey, book: Path | None = None) -> list[str]:
    """When the meeting is in the first weeks, as "10-05 09:00"."""
    until = MONDAY + timedelta(days=7 * WEEKS)
    words = ["agenda", "--from", str(MONDAY), "--to", str(until), "--format", "jsonl"]
    done = subprocess.run(
        [sys.executable, "-m", "contactdesk", "--book", str(book or journey.book), *words],
        capture_output=True, check=False, text=True, env=journey.environment,
    )  # fmt: skip
    found = [json.loads(line)["starts_at"] for line in done.stdout.splitlines()]
    return [text[5:16].replace("T", " ") for text in found]


def mondays(*clocks: str) -> list[str]:
    """The same for the Mondays, each at its time; "" for one that is not."""
    days = [MONDAY + timedelta(days=7 * n) for n in range(WEEKS)]
    return [f"{day:%m-%d} {at}" for day, at in zip(days, clocks, strict=True) if at]


def travel(journey: Journey) -> None:
    """Open the program and go the way through it."""
    with OpenWindow(journey):
        journey.window_is_there()
        plan(journey)
        move_one(journey)
        delete_one(journey)
        write_out(journey)
        journey.press("ctrl+q")


def plan(j: Journey) -> None:
    """A weekly meeting on Mondays, said in its subject."""
    j.press("ctrl+3")
    time.sleep(1.5)
    j.press("ctrl+n")
    j.step("the editor opens", lambda: j.heard().startswith("Subject"))
    j.type(f"Weekly sync {MONDAY.isoformat()} 9:00")
    j.tab_to("Repeats")
    j.press("Down", "Down", "Down")
    j.picture("a weekly meeting")
    j.press("ctrl+s")
    j.step("it is planned for every Monday", lambda: planned(j) == mondays(*["09:00"] * WEEKS))


def move_one(j: Journey) -> None:
    """The first of them is an hour later."""
    time.sleep(1)
    j.press("Return")
    j.step("its day's list has the keyboard", lambda: "Weekly sync" in j.heard())
    j.press("Return")
    j.step("the editor opens on it", lambda: j.heard().startswith("Subject"))
    j.tab_to("From")
    j.press("ctrl+a")
    j.type("10")
    j.press("ctrl+s")
    j.step("it is asked which are meant", lambda: "Only this one" in j.heard())
    j.press("Return")
    j.step("that one alone has moved", lambda: planned(j)[:2] == mondays("10:00", "09:00", "", ""))


def delete_one(j: Journey) -> None:
    """It is deleted, and there again after one undo."""
    time.sleep(1)
    j.press("Return")
    j.step("the list has the keyboard again", lambda: "Weekly sync" in j.heard())
    j.press("Delete")
    j.step("it is asked again", lambda: "Only this one" in j.heard())
    j.press("Return")
    left = mondays("", *["09:00"] * (WEEKS - 1))
    j.step("one is gone", lambda: planned(j) == left)
    j.press("ctrl+z")
    both = mondays("10:00", *["09:00"] * (WEEKS - 1))
    j.step("undo brings it back", lambda: planned(j) == both)


def write_out(j: Journey) -> None:
    """The calendar goes out; another book takes it in and has the same."""
    out, other = j.folder / "journey.ics", j.folder / "other.cdk"
    windows = len(j.window_titles())
    j.tab_to("Export the calendar")
    j.press("Return")
    j.step("it is asked what goes out", lambda: j.heard().startswith("For"))
    j.picture("the export asks")
    j.press("Return")
    time.sleep(1)
    j.step("the export asks for a file", lambda: len(j.window_titles()) > windows)
    j.press("ctrl+a")
    j.type(str(out))
    j.press("Return")
    j.step("the file is there", out.exists)
    time.sleep(1)
    words = [sys.executable, "-m", "contactdesk", "--book", str(other), "import", str(out)]
    subprocess.run(words, check=False, stdout=subprocess.DEVNULL, env=j.environment)
    j.step("it comes in elsewhere as the same", lambda: planned(j, other) == planned(j))


if __name__ == "__main__":
    sys.exit(travel_with(__doc__, {"plan, move, delete, export": travel}, __file__))
