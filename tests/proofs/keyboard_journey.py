"""The real window, driven by the keyboard alone: import, search, edit, undo, export.

    .venv/bin/python tests/proofs/keyboard_journey.py [--pictures DIR]

Prints a line a step; exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import json
import sys
import time

from keyboard_window import SAMPLE, Journey, OpenWindow, travel_with

PERSON = "Agnieszka Baran"


def contacts(journey: Journey) -> int:
    """How many contacts the book holds, 0 before it exists."""
    found = journey.ask("check") if journey.book.exists() else []
    return int(found[0]["contacts"]) if found else 0


def person(journey: Journey) -> str:
    """Everything the book says of the person of the journey."""
    found = journey.ask("show", PERSON)
    return json.dumps(found[0], ensure_ascii=False) if found else ""


def travel(journey: Journey) -> None:
    """Open the program and go the way through it."""
    with OpenWindow(journey):
        journey.window_is_there()
        go(journey)


def go(j: Journey) -> None:
    """The way through the program."""
    bring_in(j)
    find_and_edit(j)
    write_out(j)
    j.press("ctrl+q")


def bring_in(j: Journey) -> None:
    """The sample comes in, once it was checked."""
    windows = len(j.window_titles())
    j.press("ctrl+shift+i")
    j.step("the file dialog opens", lambda: len(j.window_titles()) > windows)
    j.type(str(SAMPLE))
    j.press("Return")
    j.step("what would happen is shown", lambda: "Import 316 contacts" in j.heard())
    j.picture("import checked")
    j.step("nothing is written yet", lambda: contacts(j) == 0)
    j.press("Return")
    j.step("all cards are in the book", lambda: contacts(j) == 316)
    time.sleep(1)
    j.press("Escape")


def find_and_edit(j: Journey) -> None:
    """Somebody is found by typing, changed, and as before after one undo."""
    j.press("ctrl+f")
    j.type("agnieszka bar")
    time.sleep(1)
    j.press("Return")
    time.sleep(1)
    j.picture("found by typing")
    before = person(j)
    j.press("ctrl+e")
    time.sleep(1.5)
    j.type("Journey")
    j.picture("edited")
    j.press("ctrl+s")
    j.step("the edit is saved", lambda: "Journey" in person(j))
    j.press("ctrl+z")
    j.step("undo brings everything back", lambda: person(j) == before)


def write_out(j: Journey) -> None:
    """All of them go into a file, once it was said what that file holds."""
    out = j.folder / "journey.vcf"
    windows = len(j.window_titles())
    j.press("ctrl+shift+e")
    j.step("the export asks for whom", lambda: j.heard().startswith("For"))
    time.sleep(1)  # until it is known what they would lose
    j.press("Return")
    j.step("the export asks for a file", lambda: len(j.window_titles()) > windows)
    j.press("ctrl+a")
    j.type(str(out))
    j.press("Return")
    j.step(
        "every contact is in the file",
        lambda: out.exists() and out.read_bytes().count(b"END:VCARD") == 316,
    )


if __name__ == "__main__":
    sys.exit(travel_with(__doc__, {"there and back": travel}, __file__))
