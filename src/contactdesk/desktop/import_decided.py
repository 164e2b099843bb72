"""What was decided about the cards of a preview: a byte a card, so that 100,000 of them can be
decided about, and counted, within one frame."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.desktop.import_words import CHOICES
from contactdesk.operations.decisions import ADD, MERGE, NOTE, SKIP, THEIRS
from contactdesk.operations.preview_rows import CONFLICT, OUTCOMES, SAME

_WAYS = ("", ADD, SKIP, MERGE, NOTE, THEIRS)  # "" = what happens by itself
_BITS = 3
_MASK = (1 << _BITS) - 1
_COMING = ("new", "merges", CONFLICT)  # what comes in unless it is left out


class Decided:
    """One byte a card: its outcome, and which way was chosen for it."""

    def __init__(self) -> None:
        self.differ = NOTE  # what happens with those that differ and were not decided one by one
        self._codes = bytearray()

    def clear(self) -> None:
        """Another preview: nothing is decided."""
        self._codes = bytearray()

    def take_in(self, outcomes: Sequence[int]) -> None:
        """There are more cards, of these outcomes (places in OUTCOMES)."""
        self._codes += bytes(outcomes[len(self._codes) :]).translate(_TO_CODES)

    def decision(self, card: int) -> str:
        """What is decided about a card; "" for what cannot be read."""
        code = self._codes[card]
        return _WAYS[code & _MASK] or self.usual(OUTCOMES[code >> _BITS])

    def usual(self, outcome: str) -> str:
        """What happens with a card of that outcome by itself."""
        if outcome == CONFLICT:
            return self.differ
        return CHOICES[outcome][0] if CHOICES[outcome] else ""

    def decide(self, cards: Sequence[int], decision: str) -> None:
        """Decide about some; what does not fit one of them leaves it alone."""
        self._change(cards, {o: decision for o in OUTCOMES if decision in CHOICES[o]})

    def take_back(self, cards: Sequence[int]) -> None:
        """Those that were left out come in again."""
        ways = {o: self.usual(o) for o in OUTCOMES if SKIP in CHOICES[o]}
        self._change(cards, {o: NOTE if way == SKIP else way for o, way in ways.items()})

    def decide_all_that_differ(self, decision: str) -> None:
        """Also about those decided one by one before."""
        self.differ = decision
        self._codes = self._codes.translate(self._table({CONFLICT: decision}))

    def _change(self, cards: Sequence[int], ways: dict[str, str]) -> None:
        table, codes = self._table(ways), self._codes
        if is_stretch(cards):
            whole = slice(cards[0], cards[-1] + 1)
            codes[whole] = codes[whole].translate(table)
            return
        for card in cards:
            codes[card] = table[codes[card]]

    def _table(self, ways: dict[str, str]) -> bytes:
        """What becomes of each code when the outcomes get these ways."""
        table = bytearray(range(256))
        for outcome, way in ways.items():
            first = OUTCOMES.index(outcome) << _BITS
            to = first | (0 if way == self.usual(outcome) else _WAYS.index(way))
            table[first : first + len(_WAYS)] = bytes([to]) * len(_WAYS)
        return bytes(table)

    def coming(self) -> int:
        """How many cards an import would add or complete."""
        return sum(
            self._codes.count(OUTCOMES.index(outcome) << _BITS | place)
            for outcome in (*_COMING, SAME)
            for place, way in enumerate(_WAYS)
            if _comes(outcome, way or self.usual(outcome))
        )

    def all(self) -> dict[int, str]:
        """Each card that was decided otherwise than usual, and how."""
        return {n: _WAYS[code & _MASK] for n, code in enumerate(self._codes) if code & _MASK}


def _comes(outcome: str, decision: str) -> bool:
    return decision == ADD if outcome == SAME else decision != SKIP


def is_stretch(numbers: Sequence[int]) -> bool:
    """Whether numbers, each greater than the one before, leave none out."""
    return len(numbers) > 0 and numbers[-1] - numbers[0] + 1 == len(numbers)


_TO_CODES = bytes((n << _BITS) & 0xFF for n in range(256))
