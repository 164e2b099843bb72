"""Cards that could not be read, kept with their reasons so that they can be saved and mended."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _

IN_MEMORY = 1 << 20  # bytes; more of them wait in a file without a name
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class LeftOut(NamedTuple):
    """One card: its file, the line where it begins, why it failed, and where its bytes are."""

    file: str
    line: int
    reason: str
    offset: int
    size: int


class LeftOutCards:
    """All the cards of an import that failed, in the order of the files."""

    def __init__(self) -> None:
        self.cards: list[LeftOut] = []
        self._bytes: SpooledTemporaryFile[bytes] | None = None

    def add(self, file: str, line: int, reason: str, raw: bytes) -> None:
        """Keep one."""
        if self._bytes is None:
            self._bytes = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - lives as long as its owner
        self._bytes.seek(0, 2)
        self.cards.append(LeftOut(file, line, reason, self._bytes.tell(), len(raw)))
        self._bytes.write(raw)

    def raw(self, card: LeftOut) -> bytes:
        """A card's own bytes, as they stand in its file."""
        if self._bytes is None:
            return b""
        self._bytes.seek(card.offset)
        return self._bytes.read(card.size)

    def save(self, to: Path) -> list[Path]:
        """Write them to a file, and return what was written.

        A name that ends in .csv gets a table of file, line, reason and text. Any other gets the
        cards as they came, and a table of the reasons lies beside it. Raises `ContactDeskError`.
        """
        try:
            if to.suffix.lower() == ".csv":
                to.write_bytes(self._table(texts=True))
                return [to]
            to.write_bytes(b"".join(_ended(self.raw(card)) for card in self.cards))
            reasons = to.with_name(f"{to.stem} – {_('reasons')}.csv")
            reasons.write_bytes(self._table(texts=False))
        except OSError as error:
            words = _("{name} could not be written: {reason}. Nothing else was changed.")
            raise ContactDeskError(words.format(name=to, reason=error.strerror or error)) from error
        return [to, reasons]

    def _table(self, texts: bool) -> bytes:
        """CSV that a spreadsheet opens: with a byte order mark, and nothing that it would run."""
        out = io.StringIO(newline="")
        table = csv.writer(out)
        heads = [_("File"), _("Line"), _("Reason")]
        table.writerow([*heads, _("Text")] if texts else heads)
        for card in self.cards:
            row = [_safe(Path(card.file).name), card.line or "", _safe(card.reason)]
            if texts:
                row.append(_safe(self.raw(card).decode("utf-8", "replace")))
            table.writerow(row)
        return out.getvalue().encode("utf-8-sig")


def _ended(raw: bytes) -> bytes:
    return raw if raw.endswith(b"\n") or not raw else raw + b"\r\n"


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
