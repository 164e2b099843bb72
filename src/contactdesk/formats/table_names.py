"""A whole name of a cell in its parts, where they are sure: "Nowak, Jan", "dr Jan Nowak"."""

from __future__ import annotations

import re
from typing import NamedTuple

from contactdesk.formats.table_words import fold_head

_PREFIXES_TEXT = (
    "mr mrs ms miss dr prof sir herr frau pan pani mgr inz hab m mme mlle sr sra dott ing"
)
_PREFIXES = frozenset(_PREFIXES_TEXT.split())
_SUFFIXES_TEXT = "jr sr ii iii iv phd md mba esq msc bsc cfa"
_SUFFIXES = frozenset(_SUFFIXES_TEXT.split())
_PARTICLES_TEXT = (
    "von van de der den del della di da du la le dos das ten ter zu zum bin al el ibn san"
)
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_FIRMS = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|e\.?\s?v|ltd|limited|llc|inc|corp|co|plc|sp\. ?z ?o\.? ?o|s\. ?a|"
    r"s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|s\.?r\.?o|a\.?s|oy|ab|sarl|sas|spółka|fundacja|urząd|szkoła|hotel|"
    r"restaurant|company|group|bank|university|school|office|praxis|klinik|apotheke|verein)\b|公司|有限|集團|集团|شرکت",
    re.IGNORECASE,
)
_HAN = re.compile(r"[㐀-鿿]{2,4}")
_TWO_CHARACTERS_TEXT = "歐陽 欧阳 司馬 司马 諸葛 诸葛 上官 司徒 東方 东方 夏侯 皇甫 尉遲 公孫 慕容"
_TWO_CHARACTERS = frozenset(_TWO_CHARACTERS_TEXT.split())
_LONGEST = 300  # letters of a name; beyond it the patterns take their time
_NO_NAME = re.compile(r"[\d@/&+]")


class NameParts(NamedTuple):
    """A name in its parts, and the whole as one says it."""

    whole: str
    given: str = ""
    family: str = ""
    additional: str = ""
    prefixes: str = ""
    suffixes: str = ""


def parted_name(text: str) -> NameParts:
    """The parts of a name; what is a firm's, or could be parted in two ways, is left whole."""
    text = " ".join(text.split())
    if len(text) > _LONGEST or _FIRMS.search(text) or _NO_NAME.search(text):
        return NameParts(text)
    if _HAN.fullmatch(text):
        size = 2 if text[:2] in _TWO_CHARACTERS and len(text) > 2 else 1
        return NameParts(text, text[size:], text[:size])
    family, comma, rest = text.partition(",")
    words = rest.split()
    if comma and words and "," not in rest and fold_head(rest) not in _SUFFIXES:
        prefixes = _leading(words)
        if not words:
            return NameParts(text)
        given, additional = words[0], " ".join(words[1:])
        whole = " ".join(p for p in (prefixes, given, additional, family.strip()) if p)
        return NameParts(whole, given, family.strip(), additional, prefixes)
    return _spoken(text)


def _spoken(text: str) -> NameParts:
    words = text.replace(",", " ").split()
    prefixes = _leading(words)
    suffixes: list[str] = []
    while len(words) > 2 and fold_head(words[-1]).replace(" ", "") in _SUFFIXES:
        suffixes.insert(0, words.pop())
    place = next((n for n, w in enumerate(words[1:-1], 1) if w.casefold() in _PARTICLES), 0)
    if place:
        given, family = words[0], " ".join(words[place:])
        return NameParts(
            text, given, family, " ".join(words[1:place]), prefixes, " ".join(suffixes)
        )
    if len(words) != 2:
        return NameParts(text)
    return NameParts(text, words[0], words[1], "", prefixes, " ".join(suffixes))


def _leading(words: list[str]) -> str:
    """Take the honorifics from the front of these words."""
    found = []
    while len(words) > 1 and fold_head(words[0]) in _PREFIXES:
        found.append(words.pop(0))
    return " ".join(found)
