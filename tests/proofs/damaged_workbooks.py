"""Damaged workbooks: the parts inside are damaged and packed anew, so that readers get to them."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import datetime
from typing import Protocol

from enormous_shapes import row, workbook
from xlsxwriter import Workbook

_UNREAD = ("xl/theme/", "docProps/")  # large, and no reader looks at them
_RAW = 0.2  # of the inputs are damaged as a packed file, which is refused at once as a rule


class Damaging(Protocol):
    """What damages bytes; see `fuzz_formats.Damage`."""

    def damaged(self, data: bytes) -> bytes:
        """Other bytes."""


def seeds() -> list[bytes]:
    """Workbooks of every kind of cell, by two writers."""
    out = io.BytesIO()
    with Workbook(out) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        bold = book.add_format({"bold": True})
        for name in ("People", "Ludzie"):
            sheet = book.add_worksheet(name)
            sheet.write_row(1, 1, ["Name", "Mobile", "Birthday", "E-mail", "VIP", "Notes"], bold)
            sheet.write_row(
                2, 1, ["Nowak, Jan", 48501234567, None, "jan@example.org", True, "a\nb"]
            )
            sheet.write_datetime(2, 3, datetime(1980, 5, 12), day)
            sheet.write_row(4, 1, ["王小明", "0912 345 678", 0.5, "", False, "=1+1"])
            sheet.write_formula(4, 2, "=1+1", None, "2")
            sheet.write_rich_string(5, 1, "Anna ", bold, "Kowalska")
            sheet.merge_range(6, 1, 6, 3, "merged")
    texts = [
        (b"<si><t>Anna</t></si><si><r><t>Ola</t></r><r><t xml:space='preserve'> B</t></r></si>", 1)
    ]
    cells = b'<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c></row>'
    return [out.getvalue(), workbook(row(2, "Anna", "600 100 200") + cells, texts)]


class WorkbookDamage:
    """Damaged workbooks, the same ones for the same seed."""

    def __init__(self, damage: Damaging, files: list[bytes], seed: int) -> None:
        self._damage = damage
        self._rng = random.Random(seed)
        self._books = [_parts(data) for data in files]

    def one(self) -> bytes:
        """One more."""
        rng = self._rng
        parts = dict(rng.choice(self._books))
        if rng.random() < _RAW:
            return self._damage.damaged(packed(parts))
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            name = rng.choice(list(parts))
            what = rng.random()
            if what < 0.03 and len(parts) > 1:
                del parts[name]
            elif what < 0.06:
                parts[name] = rng.choice(list(rng.choice(self._books).values()))
            else:
                parts[name] = self._damage.damaged(parts[name])
        return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts, not compressed: that is quick."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def parts_of(files: list[bytes]) -> list[bytes]:
    """All parts of these workbooks, each for itself."""
    return [part for data in files for part in _parts(data).values()]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if not name.startswith(_UNREAD)]
        return {name: archive.read(name) for name in names}
