"""Files of cards for the tests of import and export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ANNA = """FN:Anna Nowak
N:Nowak;Anna;;;
TEL;TYPE=cell:+48 501 234 567
EMAIL:anna@baltica.example
ORG:Baltica;Sales
X-PET:dog"""
JAN = "FN:Jan Kowal\nN:Kowal;Jan;;;\nTEL:+48 22 555 01 01"


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes cards, each given as its lines without BEGIN, VERSION and END, into a file."""

    def write(*cards: str, name: str = "people.vcf") -> Path:
        path = tmp_path / name
        whole = [
            "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *card.split("\n"), "END:VCARD", ""))
            for card in cards
        ]
        path.write_bytes("".join(whole).encode())
        return path

    return write


@pytest.fixture
def anna() -> str:
    """The lines of Anna Nowak's card."""
    return ANNA


@pytest.fixture
def jan() -> str:
    """The lines of Jan Kowal's card."""
    return JAN
