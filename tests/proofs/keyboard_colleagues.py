"""Two people in one book, one of them by the keyboard alone: who is here, and what clashes.

    .venv/bin/python tests/proofs/keyboard_colleagues.py [--pictures DIR]

The colleague writes through a book of her own meanwhile. Prints a line a step; exits 1 when one
did not hold. `keyboard_window.py` says what it needs.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keyboard_office import AGNIESZKA, Keeping, office
from keyboard_window import Journey, travel_with

from contactdesk.store.book import Book
from contactdesk.store.presence import FilePresence, Here


def colleagues(journey: Journey) -> None:
    """Marta has the same book open: who is here, and what comes of it when both change it."""
    with office(journey) as j:
        marta = FilePresence(j.book)
        number = j.contact(AGNIESZKA).number
        try:
            _see_who_is_here(j, marta)
            _both_change_the_same(j, number)
            _delete_what_marta_changed(j, number)
            _save_what_marta_deleted(j, number)
        finally:
            marta.leave()


def _as_marta(j: Keeping, do: Callable[[Any], Any]) -> None:
    """What a colleague on another computer writes meanwhile."""
    before = os.environ.get("LOGNAME")
    os.environ["LOGNAME"] = "marta"
    try:
        with Book.open(j.book) as book, book.write("Marta's") as tx:
            do(tx)
    finally:
        os.environ.pop("LOGNAME") if before is None else os.environ.update(LOGNAME=before)
    time.sleep(1.2)


def _change(number: int, **values: Any) -> Callable[[Any], Any]:
    def do(tx: Any) -> None:
        base = tx.contacts.get(number)
        tx.contacts.save(replace(base, **values), base=base)

    return do


def _see_who_is_here(j: Keeping, marta: FilePresence) -> None:
    since = "2026-11-24T09:00:00+00:00"
    contact = j.contact(AGNIESZKA)
    place = f"phones {contact.phones[1].item}"
    here = Here("", "id-marta", "Marta Zając", "2", "marta-pc", since, contact.id, place)
    marta.tell(here)
    j.find("leila", "Leila Ahmadi")
    time.sleep(2.5)  # others are looked for every two seconds
    j.go_on("shift+Tab", "In this book now: ")
    j.step("Marta's face is at the foot", lambda: "Marta Zając" in j.heard())
    j.press("space")
    j.step("who edits what is told", lambda: f"Show {AGNIESZKA}" in j.heard())
    j.press("Return")
    j.shows("Show leads to whom Marta edits", AGNIESZKA)
    j.press("F6")
    j.tab_to(contact.phones[1].value)
    j.step("the value she is in says so", lambda: "Marta Zając" in j.heard())
    marta.tell(here._replace(contact="", field=""))


def _phones(j: Keeping, number: int) -> list[str]:
    return [p.value for p in j.look(lambda tx: tx.contacts.get(number)).phones]


def _with_phone(j: Keeping, number: int, value: str) -> Any:
    """Marta writes another first phone."""
    phones = j.look(lambda tx: tx.contacts.get(number)).phones
    return _change(number, phones=(replace(phones[0], value=value), *phones[1:]))


def _type_a_phone(j: Keeping, value: str) -> None:
    j.find("agnieszka bar", AGNIESZKA)
    j.press("ctrl+e")
    time.sleep(0.6)
    j.go_on("Tab", "Phone", whole=True)
    j.press("ctrl+a")
    j.type(value)


def _both_change_the_same(j: Keeping, number: int) -> None:
    _type_a_phone(j, "+48600000999")
    _as_marta(j, _with_phone(j, number, "+48600000111"))
    j.press("ctrl+s")
    j.step("a sheet asks which phone stays", lambda: "Phone" in j.heard() and "yours" in j.heard())
    j.press("Right")
    j.step("→ goes to Marta's", lambda: "theirs" in j.heard() and "chosen" in j.heard())
    j.press("ctrl+Return")
    j.step("Marta's phone stays", lambda: "111" in _phones(j, number)[0].replace(" ", "")[-3:])
    _type_a_phone(j, "+48600000888")
    _as_marta(j, _with_phone(j, number, "+48600000222"))
    j.press("ctrl+s")
    j.step("it asks again", lambda: "yours" in j.heard())
    j.press("Escape")
    j.step("Esc goes back to the form", lambda: "Phone" in j.heard())
    j.press("ctrl+s")
    j.step("saving asks once more", lambda: "yours" in j.heard())
    j.press("ctrl+s")
    j.step("mine stays", lambda: "888" in _phones(j, number)[0].replace(" ", "")[-3:])


def _in_bin(j: Keeping, number: int) -> bool:
    return bool(j.look(lambda tx: tx.contacts.get(number)).deleted_at)


def _delete_what_marta_changed(j: Keeping, number: int) -> None:
    j.find("agnieszka bar", AGNIESZKA)
    _as_marta(j, _change(number, note="Marta's note"))
    j.press("Delete")
    j.step("deleting asks, and keeps by itself", lambda: "Keep" in j.heard())
    j.press("Return")
    j.step("kept", lambda: not _in_bin(j, number) and "Keep" not in j.heard())
    j.press("Delete")
    j.step("it asks again as long as that is unseen", lambda: "Keep" in j.heard())
    j.tab_to("Delete all the same")
    j.press("space")
    j.step("in the bin", lambda: _in_bin(j, number))
    j.press("ctrl+z")
    j.step("and back with Marta's note", lambda: not _in_bin(j, number))


def _save_what_marta_deleted(j: Keeping, number: int) -> None:
    _type_a_phone(j, "+48600000777")
    _as_marta(j, lambda tx: tx.contacts.delete([number]))
    j.press("ctrl+s")
    j.step("saving what is in the bin asks", lambda: "Leave in the bin" in j.heard())
    j.tab_to("Restore with my changes")
    j.press("space")
    j.step("it is out of the bin", lambda: not _in_bin(j, number))
    j.step("with what was typed", lambda: "777" in _phones(j, number)[0].replace(" ", "")[-3:])


if __name__ == "__main__":
    sys.exit(travel_with(__doc__, {"colleagues": colleagues}, __file__))
