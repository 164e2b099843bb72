"""The card that a row of a table gets is the one that any new contact gets, byte by byte."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from contactdesk.formats.registry import reader
from contactdesk.formats.vcard_writing import NEWEST, write_card

TABLES = sorted(
    path
    for path in (Path(__file__).parents[1] / "data" / "tables").iterdir()
    if path.suffix in (".csv", ".tsv")
)
ODD_CELLS = {
    "signs": ("Anna; Maria", "Nowak, jr\\", "A;B,C", "1;2", "a\\b@c", "x,y", "http://a,b;c"),
    "lines": ("Anna\nMaria", "No\rwak", "A\nB", "1\n2", "a\n@b", "x\n\ny", "http://a\nb"),
    "controls": ("An\x01na", "\x7fNowak", "\x00A", "\x021", "a@b\x03", "\x1f", "http://a\x04"),
    "addresses": ("Anna", "Nowak", "A", "tel:+48;ext=1", "mailto:a@b", "a:b", "b"),
    "no Latin": ("Żaneta " * 20, "陳大文" * 30, "شرکت" * 30, "۱۲۳", "ą@b", "漢" * 90, "http://ą"),
    "halves": ("An\udc80na", "Nowak", "\udcffA", "1", "a@b", "x\udc80", "http://a"),
    "only a firm": ("", "", "Baltica", "", "", "", ""),
    "nobody": ("", "", "", "", "", "only a note", ""),
    "only spaces": ("  ", "", "   ", "1", " ", "", ""),
    "long": ("a" * 300, "b " * 300, "c" * 300, "1" * 300, "d" * 300 + "@e", "f" * 300, "g" * 99),
}
HEADS = "First name,Last name,Company,Mobile,Work e-mail,Notes,Website,Work street,Job title"


def rows_of(data: bytes) -> list[tuple[bytes, bytes]]:
    """The card of each row, and the one that its contact would get."""
    found = list(reader("csv")(io.BytesIO(data), {"region": "PL"}))
    return [(p.raw, write_card(p.contact, NEWEST)) for p in found if p.contact is not None]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_tables_of_other_programs(path: Path) -> None:
    rows = rows_of(path.read_bytes())
    assert [card for card, _wanted in rows] == [wanted for _card, wanted in rows]


@pytest.mark.parametrize("cells", ODD_CELLS.values(), ids=ODD_CELLS)
def test_cells_with_what_a_card_has_to_escape(cells: tuple[str, ...]) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in (*cells, cells[2], cells[5])]
    data = f"{HEADS}\r\n{','.join(quoted)}\r\n".encode("utf-8", "surrogateescape")
    ((card, wanted),) = rows_of(data)
    assert card == wanted
