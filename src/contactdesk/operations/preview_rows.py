"""The rows of a preview, packed: 100,000 of them take some 10 MB, and are read page by page."""

from __future__ import annotations

import marshal
import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from contactdesk.operations.decisions import Expected

NEW, MERGES, CONFLICT, SAME, UNREADABLE = "new", "merges", "conflict", "same", "unreadable"
OUTCOMES = (NEW, MERGES, CONFLICT, SAME, UNREADABLE)
PAGES_KEPT = 64


class PreviewRow(NamedTuple):
    """What an import would do with one card.

    `number` and `id` are the contact's that it meets: 0 for nobody, -1 for a card of an earlier
    file. `adds` are the fields that get something, `differing` (field, ours, theirs) those in
    which the two say different things, `problems` (line, code, message).
    """

    file: int
    place: int
    line: int
    outcome: str
    kind: str
    name: str
    organisation: str
    phone: str
    email: str
    uid: str
    number: int
    id: str
    revision: int
    adds: tuple[str, ...]
    differing: tuple[tuple[str, str, str], ...]
    problems: tuple[tuple[int, str, str], ...]


_NAME, _UID = PreviewRow._fields.index("name"), PreviewRow._fields.index("uid")


class Packed(NamedTuple):
    """Rows of one file, packed: their outcomes' places in OUTCOMES, and whom each card meets."""

    data: bytes
    file: int
    outcomes: bytes
    numbers: array[int]
    revisions: array[int]


def pack(rows: Sequence[PreviewRow]) -> Packed:
    """Pack some rows of one file (at least one)."""
    return Packed(
        zlib.compress(marshal.dumps([tuple(row) for row in rows]), 1),
        rows[0].file,
        bytes(OUTCOMES.index(row.outcome) for row in rows),
        array("q", [row.number for row in rows]),
        array("q", [row.revision for row in rows]),
    )


class PreviewRows:
    """All rows of a preview in the files' order; grows while it is read."""

    def __init__(self) -> None:
        self.expected = Expected()
        self.outcomes = bytearray()  # each row's place in OUTCOMES
        self._pages: list[bytes] = []
        self._starts: array[int] = array("l")
        self._page = lru_cache(PAGES_KEPT)(self._unpacked)

    def __len__(self) -> int:
        return len(self.outcomes)

    def add(self, rows: Sequence[PreviewRow]) -> None:
        """Add some rows, as one page."""
        if rows:
            self.add_packed(pack(rows))

    def add_packed(self, page: Packed) -> None:
        """Add a page that was packed elsewhere: that takes no time to speak of."""
        self._starts.append(len(self.outcomes))
        self._pages.append(page.data)
        self.outcomes += page.outcomes
        self.expected.extend(page.file, page.numbers, page.revisions)

    def __getitem__(self, at: int) -> PreviewRow:
        page = self._page_of(at)
        return PreviewRow._make(self._page(page)[at - self._starts[page]])

    def __iter__(self) -> Iterator[PreviewRow]:
        for page in range(len(self._pages)):
            yield from map(PreviewRow._make, self._unpacked(page))

    def having(self, words: Sequence[str], start: int = 0, end: int | None = None) -> list[int]:
        """The rows from `start` to before `end` with all these words in name, organisation,
        phone or mail."""
        end = len(self) if end is None else min(end, len(self))
        found: list[int] = []
        for page in range(self._page_of(start), self._page_of(end - 1) + 1) if start < end else ():
            for at, row in enumerate(self._unpacked(page), self._starts[page]):
                text = "\n".join(row[_NAME:_UID]).casefold()  # type: ignore[arg-type]  # all texts
                if start <= at < end and all(word in text for word in words):
                    found.append(at)
        return found

    def _page_of(self, at: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._starts, at) - 1

    def _unpacked(self, page: int) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = marshal.loads(zlib.decompress(self._pages[page]))
        return found

    def packed_size(self) -> int:
        """The bytes that all rows take."""
        return sum(map(len, self._pages)) + len(self.outcomes) * 17

    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        return {name: self.outcomes.count(at) for at, name in enumerate(OUTCOMES)}
