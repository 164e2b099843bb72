"""The screens of the duplicates, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.operations.importing import import_files
from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.duplicates_page import DuplicatesPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens

_KNOWN = """FN:Agnieszka Baran-Nowak
N:Baran-Nowak;Agnieszka;;;
ORG:Baltica Logistyka
TEL;TYPE=cell:+48 600 000 214
TEL;TYPE=home:+48 602 000 377
EMAIL;TYPE=home:agnieszka@baran.example
CATEGORIES:Newsletter
NOTE:From Gmail"""
_TWICE = (
    _KNOWN,
    "FN:Agnieszka Baran-Nowak\nEMAIL:agnieszka@baran.example\nBDAY:1984-03-14",
    "FN:Tomasz Wójcik\nTEL:+48 22 000 41 18\nEMAIL:t.wojcik@synowie.example\nORG:Wójcik i Synowie",
    "FN:Tomek Wojcik\nEMAIL:t.wojcik@synowie.example\nTITLE:Owner",
    "FN:陳怡君\nEMAIL:chen@chenguang.example\nTEL:+886 2 0000 0142",
    "FN:Chen Yi-Chun\nEMAIL:chen@chenguang.example",
    "FN:Zeynep Er\nTEL:+90 232 000 00 17",
    "FN:Zeynep Er\nORG:Ege Nakliyat",
)
_LONG = "Prof. Dr. Maximiliane-Alexandra Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst"
_MANY = tuple(
    f"FN:{_LONG}\nEMAIL:maximiliane-alexandra.von-und-zu-hohenlohe@rheinisch.example\n"
    f"TEL:+49 201 000 00{n}\nORG:Rheinisch-Westfälische Elektrizitätswerk Aktiengesellschaft"
    for n in range(6)
)


def _found(at: Screens, window: MainWindow, cards: tuple[str, ...]) -> DuplicatesPage:
    """The page when it has found the duplicates that these cards make."""
    file = at.book.with_name("twice.vcf")
    whole = (f"BEGIN:VCARD\nVERSION:4.0\n{card}\nEND:VCARD\n" for card in cards)
    file.write_text("".join(whole), encoding="utf-8")
    come: list[object] = []
    if cards:
        window.desk.run(lambda book, _p: import_files(book, [file], on_match="add"), come.append)
        until(lambda: bool(come))
    window.actions_.duplicates.trigger()
    page = window.verbs.duplicates.page()
    assert page is not None
    until(lambda: not page.search.is_running)
    until(lambda: not page.clusters or page.compare is not None)
    settle(0.3)
    return page


def duplicates(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Groups by certainty, the first of them side by side."""
    page = _found(at, window, _TWICE)
    page.list.setFocus()
    return []


def many_duplicates(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A group of six with long names."""
    _found(at, window, _MANY)
    return []


def no_duplicates(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Nobody twice."""
    page = _found(at, window, ())
    page.clusters = []
    page._show_clusters(0)
    return []
