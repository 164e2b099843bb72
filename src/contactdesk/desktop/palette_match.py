"""How well an action or a setting fits what was typed: by words, by initials, by letters.

Compared as search compares (`model.fold`): without accents and case, Persian and Arabic forms as
one, Chinese characters singly and by their pinyin.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from contactdesk.model import fold

Spans = tuple[tuple[int, int], ...]  # (start, length) in the title

WORD_FIRST, WORD, INITIALS, OTHER_WORD, LETTERS = 100, 80, 60, 40, 15
LEAST_LETTERS = 3


class Match(NamedTuple):
    """How well something fits (higher is better) and what to mark in its title."""

    score: int
    marks: Spans


def match(query: str, title: str, words: str = "") -> Match | None:
    """The fit of `query` to a title or the further `words` people use for it; None for none.

    Every word typed has to be found. A beginning of a word fits best, then initials ("nc" for
    "New contact"), then the letters in their order ("imprt" for "Import").
    """
    typed = fold.query_words(query)
    if not typed:
        return None
    by_words = _by_words(typed, title, words)
    if by_words is not None:
        return Match(by_words, tuple(fold.highlights(title, query)))
    joined = "".join(typed)
    initials = _initials(title)
    if len(joined) > 1 and "".join(letter for letter, _at in initials).startswith(joined):
        return Match(INITIALS, tuple((at, 1) for _letter, at in initials[: len(joined)]))
    return _by_letters(joined, title) if len(joined) >= LEAST_LETTERS else None


def _by_words(typed: tuple[str, ...], title: str, words: str) -> int | None:
    own, others = words_of(title), words_of(words)
    score = 0
    for word in typed:
        if own and own[0].startswith(word):
            score += WORD_FIRST
        elif any(each.startswith(word) for each in own):
            score += WORD
        elif any(each.startswith(word) for each in others):
            score += OTHER_WORD
        else:
            return None
    return score // len(typed)


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(fold.tokens(text))


def read_aloud(titles: list[str]) -> None:
    """Make the pinyin of Chinese titles, on the reading thread: its rules take 80 ms to load."""
    for title in titles:
        if not title.isascii():
            fold.tokens(title)


@lru_cache(maxsize=4_000)
def _initials(title: str) -> tuple[tuple[str, int], ...]:
    """The first letter of every word, folded, and where it stands."""
    found = []
    before = " "
    for at, char in enumerate(title):
        if char.isalnum() and not before.isalnum() and before not in "\u200c’'":
            letter = fold.fold(char)
            found.append((letter[:1], at))
        before = char
    return tuple(found)


def _by_letters(typed: str, title: str) -> Match | None:
    """The letters in their order, the first one at the beginning of a word."""
    for _letter, start in _initials(title):
        places: list[int] = []
        for at in range(start, len(title)):
            if len(places) < len(typed) and fold.fold(title[at]) == typed[len(places)]:
                places.append(at)
        if len(places) == len(typed) and places[0] == start:
            loose = places[-1] - places[0] - len(places)
            return Match(max(1, LETTERS - loose), tuple((at, 1) for at in places))
    return None
