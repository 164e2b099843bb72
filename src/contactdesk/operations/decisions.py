"""What a person decided about the cards of a preview, and what the preview had found of each.

An import with a `Plan` does to every card what the preview said. A card whose contact was
changed meanwhile, or that now meets somebody else, is matched anew and says so.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _

SKIP, ADD, MERGE, NOTE, THEIRS = "skip", "add", "merge", "note", "theirs"
"""Leave the card out, make a new contact of it, or complete the one that it meets; where the two
differ keep ours (`MERGE`), keep ours and write theirs into the note, or take theirs."""

NOBODY, EARLIER = 0, -1
"""What stands for a contact's number: the card met nobody, or a card of an earlier file."""
ANY = -1
"""Stands for a revision: an earlier file of the same import will have changed the contact."""

Stamp = tuple[int, int]


def stamp(path: str) -> Stamp:
    """A file's size and time, by which one sees that it is another one now; zeros for none."""
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)


@dataclass
class Expected:
    """Whom each card met and in which revision, row by row, 16 bytes each."""

    starts: list[int] = field(default_factory=list)  # each file's first row
    numbers: array[int] = field(default_factory=lambda: array("q"))
    revisions: array[int] = field(default_factory=lambda: array("q"))

    def extend(self, file: int, numbers: array[int], revisions: array[int]) -> None:
        """Note the next rows of a file."""
        while len(self.starts) <= file:
            self.starts.append(len(self.numbers))
        self.numbers.extend(numbers)
        self.revisions.extend(revisions)

    def row(self, file: int, place: int) -> int:
        """The row of a card; -1 when the preview has not come so far."""
        if file >= len(self.starts):
            return -1
        row = self.starts[file] + place
        end = self.starts[file + 1] if file + 1 < len(self.starts) else len(self.numbers)
        return row if row < end else -1


@dataclass(frozen=True)
class Plan:
    """Decisions by row of the preview; `differ` is what happens to the others that differ."""

    expected: Expected
    decisions: Mapping[int, str]
    differ: str = NOTE
    stamps: Sequence[Stamp] = ()

    def check(self, paths: Sequence[str]) -> None:
        """Raise when a file is not what was looked at (as far as `stamps` say)."""
        for path, known in zip(paths, self.stamps, strict=False):
            if stamp(path) != known:
                raise FileChanged(
                    _("{name} was changed after it was read. Nothing was imported.").format(
                        name=os.path.basename(path)
                    )
                )

    def decision(self, row: int) -> str:
        """What was decided about a row, or ""."""
        return self.decisions.get(row, "")

    def still_holds(self, row: int, number: int, revision: int) -> bool:
        """Whether a card meets what the preview said, as it was then."""
        if row < 0:
            return True
        if self.expected.numbers[row] != number:
            return False
        return number <= NOBODY or self.expected.revisions[row] in (ANY, revision)


class FileChanged(ContactDeskError):
    """A file is not what the preview had read."""
