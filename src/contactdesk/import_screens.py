"""The screens of an import, for `screens.py`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from contactdesk.pictures import settle, until
from contactdesk.tour import sample_office

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.import_flow import ImportPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens

NEW_CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Tomasz Wójcik
ORG:Wójcik i Synowie
TEL:+48 22 000 41 18
EMAIL:t.wojcik@synowie.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:林佳蓉
ORG:晨光文具有限公司
TEL:+886 2 0000 0142
END:VCARD
BEGIN:VCARD
VERSION:4.0

END:VCARD
"""

TABLE = (
    "Imię;Nazwisko;Firma;Telefon komórkowy;E-mail;Data urodzenia;Ulica;Kod pocztowy;Miasto;Opiekun",
    "Tomasz;Wójcik;Wójcik i Synowie;600 000 418;t.wojcik@synowie.example;03.05.1980;"
    "Długa 12;80-210;Gdańsk;Marta",
    "Grzegorz;Szczęsny;;601 000 733;g.szczesny@poczta.example;31.12.1975;Polna 3;60-001;Poznań;Ewa",
    "Zofia;Łącka;Księgarnia Pod Globusem;602 000 118;z.lacka@globus.example;;Rynek 1;31-042;"
    "Kraków;Marta",
)


def _mixed_cards(at: Screens) -> str:
    """A file of some who are in the book as they are, otherwise, and not at all."""
    file = at.book.with_name("klienci_2026-11.vcf")
    known = sample_office().read_text(encoding="utf-8").split("END:VCARD\n")[44:62]
    cards = [NEW_CARDS]
    for place, card in enumerate(known):
        more = ("TEL;TYPE=cell:+48 600 000 214\n", f"NOTE:Calls back on Mondays ({place})\n", "")
        cards.append(f"{card}{more[place % 3]}END:VCARD\n")
    file.write_text("".join(cards), encoding="utf-8")
    return str(file)


def _table(at: Screens) -> str:
    """A table with heads in Polish and one that nobody knows."""
    file = at.book.with_name("klienci_2026-11.csv")
    file.write_text("\r\n".join(TABLE) + "\r\n", encoding="cp1250")
    return str(file)


def _looked_at(at: Screens, window: MainWindow, file: str = "") -> ImportPage:
    page = window.verbs.import_page()
    window.verbs.start_import([file or _mixed_cards(at)])
    until(lambda: not page.reader.busy)
    settle(0.2)
    return page


def import_file(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What was found out about a file."""
    _looked_at(at, window).back.click()
    return []


def import_table(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The columns of a table and what each of them fills."""
    _looked_at(at, window, _table(at))
    return []


def import_long(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Cards with long names in the preview."""
    long = at.book.parents[1] / "long.vcf"
    page = _looked_at(at, window, str(long))
    page.check.table.go_to(0)
    return []


def import_nothing(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A file that is no address book."""
    file = at.book.with_name("report.pdf")
    file.write_bytes(b"%PDF-1.4")
    _looked_at(at, window, str(file))
    return []


def import_preview(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What would happen with its cards, and where one of them differs."""
    page = _looked_at(at, window)
    rows = page.check.rows
    places = [p for p in range(rows.rowCount()) if rows.row(p).outcome == "conflict"]
    page.check.table.go_to(places[0] if places else 0)
    return []


def import_result(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What came of it."""
    page = _looked_at(at, window)
    page.check.category.setCurrentIndex(1)
    page.import_now()
    until(lambda: not page.running)
    return []


def import_documents(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What came of a list of documents of which some files are missing."""
    folder = at.book.with_name("documents")
    (folder / "files").mkdir(parents=True, exist_ok=True)
    lines = []
    for name in ("Rahmenvertrag 2026.pdf", "Angebot Paletten.odt", "پیشنهاد قیمت.txt"):
        (folder / "files" / name).write_text(name, encoding="utf-8")
        lines.append({"name": name, "file": f"files/{name}"})
    lines += [{"name": f"Protokoll {n}.docx", "file": f"files/{n}.docx"} for n in range(7)]
    plain = [
        {"type": "document", "name": line["name"], "versions": [{"file": line["file"]}]}
        for line in lines
    ]
    file = folder / "documents.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in plain), encoding="utf-8")
    page = _looked_at(at, window, str(file))
    page.import_now()
    until(lambda: not page.running)
    return []
