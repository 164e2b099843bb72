"""How alike two people's names are, and in which way. Pure work on folded names.

A typing error is told from another name by how often each is met in the book: of "Marta" and
"Maria" both are names, of "Kowlaski" and "Kowalski" one is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from contactdesk.model import fold
from contactdesk.model.nicknames import families, may_be_short

Way = Literal[
    "same", "spelling", "order", "nickname", "typo", "part", "initial", "script", "family",
    "unknown", "different",
]  # fmt: skip

MET_OFTEN = 3  # contacts from which a name in the book is a name, and no typing error
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]")
_ARABIC = "ب=b پ=p ت=t ث=s ج=j چ=c ح=h خ=k د=d ذ=z ر=r ز=z ژ=z س=s ش=s ص=s ض=z ط=t ظ=z غ=g ف=f ق=g"
_PERSIAN = "ک=k گ=g ل=l م=m ن=n ا= آ= و= ی= ه= ع= ء="
_CYRILLIC = (
    "б=b в=v г=g д=d ж=z з=z к=k л=l м=m н=n п=p р=r с=s т=t ф=f х=k ц=c ч=c ш=s щ=s "
    "а= е= и= о= у= ы= э= ю= я= й= ь= ъ="
)
_CONSONANTS = {
    ord(pair[0]): pair[2:] for table in (_ARABIC, _PERSIAN, _CYRILLIC) for pair in table.split()
}
_VOWELS = re.compile(r"[aeiouyhw]")
# How Latin writers do without marks: müller is muller here, and so is mueller.
_TWO_LETTERS = (("ue", "u"), ("oe", "o"), ("ae", "a"))


class Name(NamedTuple):
    """A person's name as it is compared: `shown` as written, the rest folded; () has none."""

    shown: str
    given: str
    family: str
    words: tuple[str, ...]
    read: str = ""  # how one in Chinese characters is read, where that is known already

    @property
    def key(self) -> str:
        """All words in one order: the same for swapped names, and without accents."""
        return " ".join(sorted(self.words))


def name_of(shown: str, given: str = "", family: str = "") -> Name:
    """The name of a contact, from its parts or, without them, from the words it is shown by.

    A mail address or phone number that a contact is called by is no name.
    """
    if not (given or family):
        if "@" in shown:
            return Name(shown, "", "", ())
        given, _space, family = shown.strip().rpartition(" ")
        given, family = (given, family) if given else (family, "")
    one, other = _words(given), _words(family)
    return Name(shown, " ".join(one), " ".join(other), one + other)


@lru_cache(maxsize=100_000)
def _words(text: str) -> tuple[str, ...]:
    folded = fold.fold(text)
    for two, letter in _TWO_LETTERS:
        folded = folded.replace(two, letter)
    return tuple(_WORD.findall(folded))


class Met(NamedTuple):
    """How many contacts of the book have each word as first or as last name."""

    given: Mapping[str, int]
    family: Mapping[str, int]


def way_of(one: Name, other: Name, met: Met) -> Way:
    """In which way two names are alike."""
    if not one.words or not other.words:
        return "unknown"
    if one.given == other.given and one.family == other.family:
        return "same" if one.shown == other.shown else "spelling"
    if sorted(one.words) == sorted(other.words):
        return "order" if one.given == other.family else "spelling"
    if _is_latin(one) != _is_latin(other):
        return "script" if _sounds_alike(one, other) else "different"
    straight = _way_of_parts(one, other.given, other.family, met)
    if straight == "different" and one.family and other.family:
        crossed = _way_of_parts(one, other.family, other.given, met)
        if crossed in ("typo", "nickname"):
            return crossed
    return straight


def _way_of_parts(one: Name, given: str, family: str, met: Met) -> Way:
    first = _way_of_given(one.given, given, met)
    last = _way_of_family(one.family, family, met)
    if "different" in (first, last):
        same_first = first in ("same", "nickname") and bool(one.given)
        return "family" if same_first and one.family and family else "different"
    ways = {first, last} - {"same"}
    if not ways:
        return "same"
    if ways == {"typo"} and first == last:  # two of them: only where enough is left
        return "typo" if len(one.given) + len(one.family) >= 12 else "different"
    order: tuple[Way, ...] = ("initial", "part", "typo", "nickname")
    return next(way for way in order if way in ways)


def _way_of_given(one: str, other: str, met: Met) -> Way:
    if one == other:
        return "same"
    if not one or not other:
        return "part"
    first, second = one.split(), other.split()
    if may_be_short(first[0], second[0]) and first[0] != second[0]:
        return "nickname"
    if set(first) <= set(second) or set(second) <= set(first):
        return "part"
    if min(len(one), len(other)) == 1:
        return "initial" if one[0] == other[0] else "different"
    if "".join(first) == "".join(second):
        return "typo"
    if _is_other_gender(one, other) or (families(one) and families(other)):
        return "different"  # both are names
    return "typo" if _is_typo(one, other, met.given) else "different"


def _way_of_family(one: str, other: str, met: Met) -> Way:
    if one == other:
        return "same"
    if not one or not other:
        return "part"
    first, second = set(one.split()), set(other.split())
    if first <= second or second <= first:
        return "part"
    if one.replace(" ", "") == other.replace(" ", ""):
        return "typo"
    return "typo" if _is_typo(one, other, met.family) else "different"


def _is_other_gender(one: str, other: str) -> bool:
    """ "Daniel" and "Daniela", "Mario" and "Maria" are two people."""
    return one != other and one.rstrip("aeo") == other.rstrip("aeo")


def _is_typo(one: str, other: str, met: Mapping[str, int]) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 4 or (met.get(one, 0) >= MET_OFTEN and met.get(other, 0) >= MET_OFTEN):
        return False
    most = 1 if shorter < 8 else 2
    return OSA.distance(one, other, score_cutoff=most) <= most


def _is_latin(name: Name) -> bool:
    return any(_LATIN.search(word) for word in name.words)


def _sounds_alike(one: Name, other: Name) -> bool:
    """Whether names in two scripts may be read alike: by what is left without vowels."""
    bare = [_VOWELS.sub("", _as_latin(name)) for name in (one, other)]
    return min(map(len, bare)) >= 3 and fuzz.token_sort_ratio(*bare) >= 60


def _as_latin(name: Name) -> str:
    """By an own small table: ICU's rules take a tenth of a second to be read, and all else waits.

    Chinese characters as their pinyin.
    """
    if name.read:
        return name.read
    words = ["".join(fold.pinyin(c) if c >= "\u3400" else c for c in word) for word in name.words]
    return " ".join(words).translate(_CONSONANTS)
