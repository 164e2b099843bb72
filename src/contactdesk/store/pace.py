"""How quick a book's drive is, as its shortest transactions tell.

What is given up after some seconds on a drive that answers at once would be given up for nothing
on one where a single commit takes as long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

CALLS = 8  # of the drive, that the shortest transaction takes: locks, the journal, what is new
PATIENT_CALLS = 240  # so many are waited for: a commit takes one for each page that it writes
_LAST = 4  # the quickest of so many counts: a busy computer makes one of them slow


class Pace:
    """What was measured of one connection."""

    def __init__(self) -> None:
        self._took: deque[float] = deque(maxlen=_LAST)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """A short transaction, or the beginning of one; one that fails tells nothing."""
        began = monotonic()
        yield
        self._took.append(monotonic() - began)

    @property
    def call(self) -> float:
        """About how many seconds one call of the drive takes; 0 before anything was measured."""
        return min(self._took, default=0.0) / CALLS

    def patience(self, seconds: float) -> float:
        """For how many seconds others are waited for: longer than given where the drive is slow."""
        return max(seconds, PATIENT_CALLS * self.call)
