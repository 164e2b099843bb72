"""A column of a table for everybody at once: which text each contact has, as a place in the list of
the different texts. What is asked of each text is asked once for all who have it.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple


class WholeColumn(NamedTuple):
    """`codes` has a place in `texts` for each contact, by its number; the first text is empty."""

    codes: array[int]
    texts: list[str]

    @classmethod
    def of(cls, numbers: Sequence[int], texts: Sequence[str], top: int) -> WholeColumn:
        """What contacts have, up to the number `top`; of several the first counts."""
        return cls.put_together([(numbers, texts)], max(top, max(numbers, default=0)))

    @classmethod
    def put_together(
        cls, parts: Iterable[tuple[Sequence[int], Sequence[str]]], top: int
    ) -> WholeColumn:
        """The same of several parts, in each of which are others."""
        places: defaultdict[str, int] = defaultdict()
        places.default_factory = places.__len__  # the next one
        places[""] = 0
        codes = array("I", bytes(4 * (top + 1)))
        for numbers, texts in parts:
            found = array("I", map(places.__getitem__, texts))
            if isinstance(numbers, range):
                codes[numbers.start : numbers.stop] = found
                continue
            for number, place in zip(numbers[::-1], found[::-1], strict=True):
                codes[number] = place
        return cls(codes, list(places))

    def passing(self, numbers: array[int], test: Callable[[str], bool]) -> array[int]:
        """Those of some contacts whose text passes, in their order."""
        passes = [bool(test(text)) for text in self.texts]
        flags = map(passes.__getitem__, map(self.codes.__getitem__, numbers))
        return array("q", compress(numbers, flags))

    def parts(self, numbers: Sequence[int]) -> dict[str, list[int]]:
        """Some contacts by their text, each part in the order in which they came."""
        parts: list[list[int]] = [[] for _text in self.texts]
        add = [part.append for part in parts]
        for number, place in zip(numbers, map(self.codes.__getitem__, numbers), strict=True):
            add[place](number)
        return {text: part for text, part in zip(self.texts, parts, strict=True) if part}

    def said(self, numbers: Iterable[int]) -> list[str]:
        """What some contacts have, where they have anything."""
        places = map(self.codes.__getitem__, numbers)
        return [self.texts[place] for place in places if place]

    def renew(self, numbers: Iterable[int], has: Mapping[int, str]) -> None:
        """Have what some contacts have now."""
        codes, texts = self
        places = {text: place for place, text in enumerate(texts)}
        for number in numbers:
            if number >= len(codes):
                codes.extend([0] * (number + 1 - len(codes)))
            text = has.get(number, "")
            if text not in places:
                places[text] = len(texts)
                texts.append(text)
            codes[number] = places[text]
