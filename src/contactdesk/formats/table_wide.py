"""Hundreds of columns that no field takes: what a row says in them is kept as one text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import itemgetter

ALONE_LIMIT = 300
"""So many columns without a field are properties of their own; of more, all are kept together."""
TOGETHER = "X-Further-columns"
_HEAD_LIMIT = 60  # characters of a head, which every row repeats


class Together:
    """The columns at these places, each with its head: `text` is what a row says in them."""

    def __init__(self, columns: Sequence[tuple[int, str]]) -> None:
        self._cells = itemgetter(*(place for place, _head in columns))
        self._heads = [f"\n{head[:_HEAD_LIMIT]}: " for _place, head in columns]

    def text(self, cells: Sequence[str]) -> str:
        """A line for each column that says something, without a step of its own for each."""
        found = self._cells(cells)
        heads = self._heads
        if "" in found:
            heads = list(compress(heads, found))
            found = tuple(filter(None, found))
        parts = heads * 2  # every second one is what the row says
        parts[::2] = heads
        parts[1::2] = found
        text = "".join(parts)[1:]
        return text.replace("\r\n", "\n") if "\r" in text else text  # one character is soon found
