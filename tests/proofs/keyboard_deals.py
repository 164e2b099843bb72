"""The real window, by the keyboard alone, through a sale: a deal is made with somebody in less
than twenty seconds, moved through its stages, changed in the table, and its forecast is read.

    .venv/bin/python tests/proofs/keyboard_deals.py [--only PART] [--pictures DIR]

Each part has a window on a book of its own with the sample office in it. Prints a line a step;
exits 1 when one did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import sys
import time

from keyboard_office import AGNIESZKA, Keeping, office
from keyboard_window import Journey, travel_with

from contactdesk.model.deal import Deal

SECONDS = 20.0  # in which a deal is made, from the search for somebody to the book
TITLE = "Autumn pallets"


def _deal(j: Keeping) -> Deal:
    found = j.look(lambda tx: [d for d in tx.deals.all() if d.title == TITLE])
    return found[0] if found else Deal()


def _make(j: Keeping) -> None:
    j.press("ctrl+f")
    j.type("agnieszka bar")
    time.sleep(0.3)
    j.press("Return", "ctrl+shift+d")
    time.sleep(0.8)
    j.type(TITLE)
    j.tab_to("Amount")
    j.type("11200")
    j.press("Return")


def a_deal(journey: Journey) -> None:
    """A deal with somebody whose card is found: whom it is with is not typed again."""
    with office(journey) as j:
        started = time.monotonic()
        _make(j)
        j.step("the deal is in the book", lambda: _deal(j).amount == "11200")
        took = time.monotonic() - started
        j.step(f"all of it took {took:.1f} s of {SECONDS:.0f}", lambda: took < SECONDS)
        who = j.contact(AGNIESZKA).id
        j.step("it is with her", lambda: _deal(j).people == (who,))
        j.press("ctrl+z")
        j.step("one undo takes it back", lambda: _deal(j) == Deal())


def a_sale(journey: Journey) -> None:
    """From stage to stage on the board, then in the table, and back."""
    with office(journey) as j:
        _make(j)
        j.step("the deal is in the book", lambda: _deal(j).amount == "11200")
        time.sleep(0.8)
        first = _deal(j).stage
        j.press("ctrl+Right")
        j.step("Ctrl and the arrow move it on", lambda: _deal(j).stage == first + 1)
        j.tab_to("Board, table or forecast")
        j.press("Right")
        time.sleep(0.4)
        j.press("Escape")  # from the head to the cells
        time.sleep(0.4)
        j.press("Home", "Right", "Right", "Right", "Right", "Right")
        j.press("F2")
        j.type("12500")
        j.press("Return")
        j.step("its value is typed in the table", lambda: _deal(j).amount == "12500")
        j.press("ctrl+z")
        j.step("and taken back", lambda: _deal(j).amount == "11200")


PARTS = {"deal": a_deal, "sale": a_sale}

if __name__ == "__main__":
    sys.exit(travel_with(__doc__ or "", PARTS, __file__))
