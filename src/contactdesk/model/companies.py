"""Names of organisations as duplicates compare them: without legal form, order and accents."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from contactdesk.model import fold

# As they stand at a name's end, folded and without dots.
_FORMS = (
    "sp z oo", "sp zoo", "spolka z oo", "spolka z ograniczona odpowiedzialnoscia", "spolka akcyjna",
    "sp j", "sp k", "spj", "spk", "spolka jawna", "spolka komandytowa", "sa", "psa", "ltd",
    "limited", "plc", "llp", "llc", "inc", "incorporated", "corp", "corporation", "company", "co",
    "gmbh co kg", "gmbh und co kg", "gmbh", "ag", "kg", "ohg", "ug", "ek", "ev", "se", "sl",
    "slu", "sau", "sarl", "sas", "srl", "spa", "bv", "nv", "oy", "oyj", "ab", "as", "aps", "kft",
    "sro",
)  # fmt: skip
_ENDS = frozenset(tuple(form.split()) for form in _FORMS)
_LONGEST = max(map(len, _ENDS))
_HAN_END = re.compile(r"(?:股份有限公司|有限公司|公司)$")
_BEFORE = frozenset(("the", "firma", "شرکت"))
_WORD = re.compile(r"[^\W_]+")
SIMILAR = 88.0  # of 100, from which two names may be one organisation's


@lru_cache(maxsize=50_000)
def company_key(name: str) -> str:
    """An organisation's name without accents, dots and legal form: "Baltica Sp. z o.o." → baltica.

    A name that is nothing but a legal form stays as it is.
    """
    words = _WORD.findall(_HAN_END.sub("", fold.fold(name).replace(".", "").replace("'", "")))
    bare = _without_end(_without_end(words))
    if len(bare) > 1 and bare[0] in _BEFORE:
        bare = bare[1:]
    return " ".join(bare or words)


def _without_end(words: list[str]) -> list[str]:
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in _ENDS:
            return words[:-length]
    return words


@lru_cache(maxsize=50_000)
def same_company(one: str, other: str) -> bool:
    """Whether two keys may be one organisation's: nearly the same, or one with more words."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or _numbers(one) != _numbers(other):
        return False
    shorter, longer = sorted((one.split(), other.split()), key=len)
    return longer[: len(shorter)] == shorter or fuzz.ratio(one, other) >= SIMILAR


def _numbers(key: str) -> list[str]:
    """ "Branch 1" and "Branch 2" are two."""
    return re.findall(r"\d+", key)
