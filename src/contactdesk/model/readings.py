"""How Chinese characters are read, from a table: ICU's rules take a tenth of a second to be read,
in the window at the first Chinese name and in every import of one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


def reading_of(character: str) -> str:
    """A character's reading in plain letters, "" where the table has none: 陳 → chen."""
    return _readings().get(character, "")


@cache
def _readings() -> dict[str, str]:
    """The table, packed into the wheel or beside the sources; without it everything is rare."""
    packed = Path(__file__).resolve().parents[1] / "resources" / "pinyin" / "readings.txt"
    beside = Path(__file__).resolve().parents[3] / "resources" / "pinyin" / "readings.txt"
    found: dict[str, str] = {}
    for path in (packed, beside):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                reading, _space, characters = line.partition(" ")
                found.update(dict.fromkeys(characters, reading))
            break
    return found
