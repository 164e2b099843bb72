"""The real window, by the keyboard alone, through a working day: a call is logged with somebody in
less than ten seconds, a task comes of it and is done, and the day says what it asks for.

    .venv/bin/python tests/proofs/keyboard_day.py [--only PART] [--pictures DIR]

Each part has a window on a book of its own with the sample office in it. Prints a line a step;
exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from typing import Any

from keyboard_office import AGNIESZKA, Keeping, office
from keyboard_window import Journey, travel_with

from contactdesk.model.event import Event

SECONDS = 10.0  # in which a call is logged, from the search for somebody to the book
NOTE = "Wants the price list before Friday"
TASK = "Send the price list"


def a_call(journey: Journey) -> None:
    """Find somebody, log a call, and see it on their timeline."""
    with office(journey) as j:
        started = time.monotonic()
        j.press("ctrl+f")
        j.type("agnieszka bar")
        time.sleep(0.3)
        j.press("Return", "ctrl+shift+c")
        time.sleep(0.3)
        j.type(NOTE)
        j.press("ctrl+Return")
        j.step("the call is on her timeline", lambda: _calls(j) == [NOTE])
        took = time.monotonic() - started
        j.step(f"all of it took {took:.1f} s of {SECONDS:.0f}", lambda: took < SECONDS)
        j.press("ctrl+z")
        j.step("one undo takes it back", lambda: not _calls(j))


def _happened(j: Keeping) -> list[Event]:
    number = j.contact(AGNIESZKA).number
    return [item.event for item in j.look(lambda tx: tx.timelines.of(number)).items]


def _calls(j: Keeping) -> list[str]:
    return [e.description for e in _happened(j) if e.component == "call"]


def tasks(journey: Journey) -> None:
    """A task for somebody, another said in one line; put off, done, and undone."""
    tomorrow = date.today() + timedelta(days=1)
    with office(journey) as j:
        j.find("agnieszka bar", AGNIESZKA)
        j.press("ctrl+shift+t")
        j.step("the editor of a task opens", lambda: j.heard().startswith("Task"))
        j.type(TASK)
        j.press("ctrl+s")
        j.step("it is there, about her", lambda: _open(j).get(TASK, ("", ()))[1] == (AGNIESZKA,))
        j.press("ctrl+n")
        time.sleep(0.8)
        j.type("Call back tomorrow 9:00")
        time.sleep(0.8)
        j.press("Return")
        wanted = f"{tomorrow} 09:00"
        j.step("one line says a task and when", lambda: _due(j, "Call back") == wanted)
        time.sleep(0.8)
        j.go_on("Down", "Call back")
        j.press("w")
        j.step("W puts it off until next week", lambda: _due(j, "Call back") > wanted)
        j.press("space")
        j.step("Space does it", lambda: "Call back" not in _open(j))
        j.press("ctrl+z")
        j.step("undo brings it back", lambda: "Call back" in _open(j))


def _open(j: Keeping) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is to be done: when, and whom it is about."""
    found: dict[str, Any] = {}
    for row in j.ask("tasks"):
        found[row["summary"]] = (row["due"], tuple(who["name"] for who in row["about"]))
    return found


def _due(j: Keeping, task: str) -> str:
    return _open(j).get(task, ("", ()))[0]


def the_day(journey: Journey) -> None:
    """The page of the day: a follow-up is done there, and it is left again."""
    with office(journey) as j:
        j.ask("task", TASK, "--about", AGNIESZKA, "--due", "today")
        j.press("F5")
        time.sleep(1)
        j.press("ctrl+1")
        j.go_on("Down", TASK)
        j.picture("the day")
        j.press("space")
        j.step("Space does what is due", lambda: TASK not in _open(j))
        j.press("ctrl+z")
        j.step("undo brings it back", lambda: TASK in _open(j))
        j.press("ctrl+1")
        j.find("agnieszka bar", AGNIESZKA)
        j.shows("Ctrl+1 leads back to list and card", AGNIESZKA)


if __name__ == "__main__":
    parts = {"log a call": a_call, "do tasks": tasks, "see the day": the_day}
    sys.exit(travel_with(__doc__, parts, __file__))
