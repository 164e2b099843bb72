"""The real window, by the keyboard alone: somebody who never saw custom fields makes one and fills
it in for a contact in less than a minute, and once more from the middle of an edit.

    .venv/bin/python tests/proofs/keyboard_fields.py [--only PART] [--pictures DIR]

Each part has a window on a book of its own with the sample office in it. Prints a line a step;
exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from keyboard_office import AGNIESZKA, Keeping, office
from keyboard_window import Journey, travel_with

from contactdesk.model.custom import value_of

SECONDS = 60.0  # from the wish for a field until a contact has a value in it
FIELD, VALUE = "Customer number", 'K-2048, "north"'


def a_field(journey: Journey) -> None:
    """Find the page by its name, add a field, name it, and fill it in."""
    with office(journey) as j:
        started = time.monotonic()
        j.press("ctrl+k")
        time.sleep(0.5)
        j.type("custom fields")
        time.sleep(0.8)
        j.press("Return")
        time.sleep(1)
        j.picture("custom fields")
        j.tab_to("Add a field: Text")
        j.press("Return")
        j.step("Enter adds a field of text", lambda: len(_fields(j)) == 1)
        time.sleep(0.8)
        j.press("ctrl+a")
        j.type(FIELD)
        j.press("Return")
        j.step("what is typed next is its name", lambda: _fields(j) == [FIELD])
        j.press("Escape")
        time.sleep(0.5)
        j.find("agnieszka bar", AGNIESZKA)
        j.press("ctrl+e")
        time.sleep(0.8)
        j.tab_to(FIELD)
        j.type(VALUE)
        j.press("ctrl+s")
        j.step("she has it on her card", lambda: _said(j) == VALUE)
        took = time.monotonic() - started
        j.step(f"all of it took {took:.0f} s of {SECONDS:.0f}", lambda: took < SECONDS)
        j.press("ctrl+z")
        j.step("one undo takes the value back", lambda: _said(j) == "")
        j.press("ctrl+z")
        j.press("ctrl+z")
        j.step("two more the field", lambda: _fields(j) == [])


def from_an_editor(journey: Journey) -> None:
    """A field is missing while somebody is edited: make it, come back, and go on typing."""
    with office(journey) as j:
        started = time.monotonic()
        j.find("agnieszka bar", AGNIESZKA)
        j.press("ctrl+e")
        time.sleep(0.8)
        j.tab_to("Job title")
        j.press("ctrl+a")
        j.type("Half typed")
        j.tab_to("Add a field…")
        j.press("Return")
        time.sleep(1)
        j.tab_to("Add a field: Text")
        j.press("Return")
        j.step("Enter adds a field of text", lambda: len(_fields(j)) == 1)
        time.sleep(0.8)
        j.press("ctrl+a")
        j.type(FIELD)
        j.press("Return")
        j.step("what is typed next is its name", lambda: _fields(j) == [FIELD])
        j.press("Escape")
        time.sleep(0.8)
        j.picture("back in the editor")
        j.go_on("shift+Tab", FIELD)  # the keyboard is where it was: on the button after it
        j.type(VALUE)
        j.press("ctrl+s")
        j.step("she has the new value on her card", lambda: _said(j) == VALUE)
        j.step(
            "and what was half typed before",
            lambda: j.contact(AGNIESZKA).job_title == "Half typed",
        )
        took = time.monotonic() - started
        j.step(f"all of it took {took:.0f} s of {SECONDS:.0f}", lambda: took < SECONDS)


def _fields(j: Keeping) -> list[str]:
    fields: list[Any] = j.look(lambda tx: tx.custom_fields.all())
    return [field.label for field in fields]


def _said(j: Keeping) -> str:
    (field,) = j.look(lambda tx: tx.custom_fields.all())
    return value_of(j.contact(AGNIESZKA), field.id)


if __name__ == "__main__":
    sys.exit(
        travel_with(__doc__, {"make a field": a_field, "from an editor": from_an_editor}, __file__)
    )
