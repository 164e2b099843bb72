"""Text as search compares it: lower case, no accents, one form for letters that people mix.

`VERSION` goes up whenever the same text would fold differently, or something else is compared:
a book whose tokens were made by another version makes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from unicodedata import normalize

import icu

from contactdesk.model.readings import reading_of

VERSION = 3

# What keys and tokens are made by: ours, and ICU's (whose orders change with its releases).
MADE_BY = f"{VERSION:03d} {icu.ICU_VERSION}"


_LATIN = "Any-Latin; Latin-ASCII; Lower"
_PINYIN = "Han-Latin; Latin-ASCII; Lower"


@cache
def _transliterator(rules: str) -> icu.Transliterator:
    """ICU's rules, read when a text first needs them: some take 80 ms."""
    return icu.Transliterator.createInstance(rules)


# Arabic and Persian writers mix these; each becomes its Persian form, and digits become ours.
# The joiners (U+200C, U+200D) and the stretching mark (U+0640) do not count at all.
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("يىئ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀە", "ه"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ؤ": "و",
        **{c: str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, c in enumerate(digits)},
        **dict.fromkeys("\u200c\u200d\u0640", None),
        # Latin letters that no decomposition takes apart
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "ə": "a",
        "ʻ": None,
        "ʼ": None,
        "’": "'",
    }
)
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670]")
_WORD = re.compile(r"[^\W_]+")
# A word as it is shown may hold what folding takes out: marks of their own and joiners.
_SHOWN_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d]+[^\W_]*)*")
_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯨟]")
_HAN_RUN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯨟]+")
_ARABIC = re.compile(r"[؀-ۿݐ-ݿࢠ-ࣿ]")
_NUMBER = re.compile(r"\d[\d()./ \u00a0\u2010-\u2015+-]*\d")
_DIGIT = re.compile(r"\d")
_DIGITS_ONLY = re.compile(r"[\d\s()+./\u00a0\u2010-\u2015-]+")


@lru_cache(maxsize=50_000)
def _fold_word(word: str) -> str:
    plain = _MARKS.sub("", normalize("NFKD", word)).lower()
    return normalize("NFC", plain).translate(_ONE_FORM)


@lru_cache(maxsize=10_000)
def pinyin(character: str) -> str:
    """How a Chinese character is read, in plain letters: 陳 → chen."""
    known = reading_of(character)
    return known or str(_transliterator(_PINYIN).transliterate(character)).replace(" ", "")


def has_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return not text.isascii() and _HAN.search(text) is not None


def fold(text: str) -> str:
    """The text in lower case without accents; Persian and Arabic variants and digits are one."""
    return text.lower() if text.isascii() else _fold_word(text)


def fold_long(text: str) -> str:
    """The same of a whole text, which is not kept in memory as words are."""
    return text.lower() if text.isascii() else _fold_word.__wrapped__(text)


@lru_cache(maxsize=50_000)
def _tokens_beyond_ascii(text: str) -> tuple[str, ...]:
    folded = _fold_word(text)
    found: list[str] = []
    for word in _WORD.findall(folded):
        if word.isascii():
            found.append(word)
        elif _HAN.search(word):
            found += _han_tokens(word)
        elif _ARABIC.search(word):
            found.append(word)
        else:
            found.append(word)
            latin = _transliterator(_LATIN).transliterate(word)
            found += _WORD.findall(latin)
    return tuple(dict.fromkeys(found))


def _han_tokens(word: str) -> list[str]:
    """Every character, its pinyin, and the pinyin from each character to the end of a short run."""
    found: list[str] = []
    for run in _HAN_RUN.findall(word):
        syllables = [pinyin(c) for c in run]
        found += run
        found += syllables
        if len(run) <= 6:
            found += ["".join(syllables[i:]) for i in range(len(run) - 1)]
    rest = _HAN_RUN.sub(" ", word)
    return found + _WORD.findall(rest)


def tokens(text: str) -> list[str]:
    """The folded words of a text as the search index holds them.

    A Chinese character is a word of its own, and so is its pinyin (怡君 → 怡 君 yi jun yijun).
    """
    if text.isascii():
        return _WORD.findall(text.lower())
    found: list[str] = []
    for word in text.split():
        found += _tokens_beyond_ascii(word)
    return found


def searchable(text: str) -> str:
    """A text as the search index takes it: plain ASCII in lower case, all else as its tokens.

    The index parts ASCII at everything that is no letter or digit, as `tokens` does.
    """
    if text.isascii():
        return text.lower()
    words = [w if w.isascii() else _word_beyond_ascii(w) for w in text.split()]
    return " ".join(words).lower()


@lru_cache(maxsize=50_000)
def _word_beyond_ascii(word: str) -> str:
    return " ".join(_tokens_beyond_ascii(word))


def digit_groups(text: str) -> list[str]:
    """Every number in a text that separators part, without them: "80-555 Gdańsk" → ["80555"]."""
    if not _DIGIT.search(text):
        return []
    found = _NUMBER.findall(text)
    return ["".join([c for c in fold(m) if c.isdigit()]) for m in found if not m.isdigit()]


def query_words(query: str) -> tuple[str, ...]:
    """The folded words of what a person typed; each is to be the start of some word."""
    folded = fold(query)
    found: list[str] = []
    for word in _WORD.findall(folded):
        if _HAN.search(word):
            found += _HAN.findall(word)
            found += _WORD.findall(_HAN_RUN.sub(" ", word))
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def query_digits(query: str) -> str:
    """The digits of a query that is a number in any notation (from three digits on), or "".

    A leading + or 00 is dropped, as the index holds numbers without it.
    """
    folded = fold(query).strip()
    if not _DIGITS_ONLY.fullmatch(folded):
        return ""
    digits = "".join(c for c in folded if c.isdigit())
    if len(digits) < 3:
        return ""
    return digits[2:] if digits.startswith("00") and len(digits) > 4 else digits


def highlights(text: str, query: str) -> list[tuple[int, int]]:
    """Where the query's words match in a text: (start, length) pairs of `text`, in order."""
    return list(_places(text, query))


def is_in(query: str, text: str) -> bool:
    """Whether a text has a place where one of the query's words matches."""
    return any(_places(text, query))


def _places(text: str, query: str) -> Iterator[tuple[int, int]]:
    digits = query_digits(query)
    if digits and (at := _digits_at(text, digits)):
        yield at
        return
    wanted = query_words(query)
    if text.isascii() and not any(w in text.lower() for w in wanted):
        return  # most texts, at a glance
    for m in _SHOWN_WORD.finditer(text):
        yield from _in_word(m.group(), m.start(), wanted)


def _in_word(word: str, start: int, wanted: tuple[str, ...]) -> list[tuple[int, int]]:
    if _HAN.search(word):
        return [
            (start + i, 1)
            for i, c in enumerate(word)
            if c in wanted or any(pinyin(c).startswith(w) for w in wanted)
        ]
    best = max((w for w in wanted if fold(word).startswith(w)), key=len, default="")
    if not best:
        return []
    length = next((n for n in range(1, len(word)) if len(fold(word[:n])) >= len(best)), len(word))
    while length < len(word) and _MARKS.match(word[length]):
        length += 1  # an accent belongs to its letter
    return [(start, length)]


def _digits_at(text: str, digits: str) -> tuple[int, int] | None:
    """The stretch of `text` whose digits contain the ones sought (with or without trunk 0)."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    shown = "".join(fold(text[i]) for i in places)
    for sought in (digits, digits.removeprefix("0")):
        at = shown.find(sought) if sought else -1
        if at >= 0:
            first, last = places[at], places[at + len(sought) - 1]
            return first, last - first + 1
    return None
