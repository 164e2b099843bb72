"""Which event of the book an entry of a calendar is: by its identifier, and which occurrence of
that series it is instead of. The import and its preview go by the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.operations.entries import EntryCard
from contactdesk.store.event_writing import entry_hash
from contactdesk.store.events import Known

Stamp = tuple[int, str]  # a version as its calendar counts them, and when it was changed last


def is_older(one: Stamp, other: Stamp) -> bool:
    """Whether a form of an entry is older than another; of two that say no time nobody knows."""
    if one[0] != other[0]:
        return one[0] < other[0]
    return bool(one[1] and other[1]) and one[1] < other[1]


class EntryMatcher:
    """Matches the entries of one file after the other.

    Entries of one file that share identifier and occurrence stay apart, unless a later one says
    that it is a newer version of one before.
    """

    def __init__(self) -> None:
        self._taken: set[int] = set()  # met by an entry of this file, or made of one

    def begin_file(self) -> None:
        """What follows is another file, which may say the same as one before."""
        self._taken = set()

    def take(self, number: int) -> None:
        """The event was made of an entry of this file."""
        self._taken.add(number)

    def which(self, card: EntryCard, known: Sequence[Known]) -> Known | None:
        """Of the events that have the same key the one that an entry is: what it came as last
        time, else one that no entry of this file is yet, else one that it is newer than.
        """
        if not known:
            return None
        free = [each for each in known if each.number not in self._taken]
        own = entry_hash(card.raw)
        met = next((each for each in free if each.hash == own), free[0] if free else None)
        if met is None:
            met = next((each for each in known if is_older(each.stamp, card.stamp)), None)
        if met is not None and (met.hash == own or not is_older(card.stamp, met.stamp)):
            self._taken.add(met.number)  # of an older one the newer may stand further on
        return met
