"""Writes readings.txt, how Chinese characters are read: python3 resources/pinyin/make_readings.py

A line each reading: the reading, a space, and the characters that have it. They are ICU's own
("Han-Latin"), whose rules take a tenth of a second to be read; this table takes a few thousandths.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import icu

READINGS = Path(__file__).with_name("readings.txt")
RULES = "Han-Latin; Latin-ASCII; Lower"
FIRST, LAST = 0x3400, 0x9FFF  # rarer ones are asked of ICU


def main() -> None:
    """Write the table anew."""
    rules = icu.Transliterator.createInstance(RULES)
    found: defaultdict[str, str] = defaultdict(str)
    for character in map(chr, range(FIRST, LAST + 1)):
        reading = str(rules.transliterate(character)).replace(" ", "")
        if reading.isascii() and reading.isalpha():
            found[reading] += character
    lines = [f"{reading} {characters}\n" for reading, characters in sorted(found.items())]
    READINGS.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{READINGS}: {len(lines)} readings")


if __name__ == "__main__":
    main()
