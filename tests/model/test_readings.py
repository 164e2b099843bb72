"""The table of readings says what ICU says, and ICU is asked where it says nothing."""

from __future__ import annotations

import icu

from contactdesk.model import fold
from contactdesk.model.readings import reading_of


def test_every_reading_is_icus_own() -> None:
    rules = icu.Transliterator.createInstance("Han-Latin; Latin-ASCII; Lower")
    common = [c for c in map(chr, range(0x4E00, 0x9FA6)) if reading_of(c)]
    said = str(rules.transliterate("\n".join(common))).split("\n")
    assert len(common) > 20_000
    assert [reading_of(c) for c in common] == [reading.replace(" ", "") for reading in said]


def test_a_rare_character_is_read_by_icu() -> None:
    rare = "\U00020164"
    assert reading_of(rare) == ""
    assert fold.pinyin(rare) == "xi"


def test_common_names_are_found_by_their_readings() -> None:
    assert [reading_of(c) for c in "陳怡君王欧"] == ["chen", "yi", "jun", "wang", "ou"]
