"""What the page of backups shows: the last good one, thirty days, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from contactdesk.operations.backing_up import (
    Failure,
    failures,
    made_at,
    newest_good,
    place_of,
    room_in,
    same_disk,
)
from contactdesk.progress import Progress
from contactdesk.settings import Settings
from contactdesk.store.backups import Backup, backups_in, verified

DAYS = 30


class Day(NamedTuple):
    """What came of backups on one day."""

    day: date
    good: int = 0
    size: int = 0  # of the largest good one
    wrong: str = ""  # of the last that failed, or that is damaged now
    good_at: datetime | None = None  # when the last good one was made, after one that failed


class Overview(NamedTuple):
    """Everything that the page shows, read in one go."""

    folder: str
    backups: tuple[Backup, ...] = ()  # the newest first
    failed: tuple[Failure, ...] = ()  # the newest first
    days: tuple[Day, ...] = ()
    same_disk: bool = False
    room: int | None = None

    @property
    def last_good(self) -> Backup | None:
        """The newest that may be counted on."""
        return newest_good(self.backups)

    @property
    def size(self) -> int:
        """Bytes of all."""
        return sum(b.manifest.size for b in self.backups if b.manifest)


def overview(
    book: str, settings: Settings, progress: Progress | None = None, now: datetime | None = None
) -> Overview:
    """How it stands with a book's backups; the newest good one is read whole."""
    place = place_of(book, settings)
    found = backups_in(place.folder)
    for at, each in enumerate(found):
        if each.good:
            found[at] = verified(each.path, progress)
            if found[at].good:
                break
    failed = failures(place.notes)
    here = (now or datetime.now(UTC)).astimezone()
    return Overview(
        str(place.folder), tuple(found), tuple(reversed(failed)),
        tuple(days_of(found, failed, here.date())),
        same_disk(book, place.folder), room_in(place.folder),
    )  # fmt: skip


def days_of(
    backups: Sequence[Backup], failed: Sequence[Failure], today: date, count: int = DAYS
) -> list[Day]:
    """The last days, the oldest first, each with what came of backups on it."""
    days = [today - timedelta(days=n) for n in reversed(range(count))]
    found = {day: Day(day) for day in days}
    for failure in sorted(failed):
        _add(found, failure.at, wrong=failure.words)
    for each in reversed(backups):
        at = made_at(each)
        if at is not None and each.good and each.manifest is not None:
            _add(found, at, size=each.manifest.size)
        elif at is not None:
            _add(found, at, wrong=each.wrong)
    return [found[day] for day in days]


def _add(found: dict[date, Day], at: datetime, *, size: int = -1, wrong: str = "") -> None:
    day = at.astimezone().date()
    if day not in found:
        return
    known = found[day]
    if wrong:
        found[day] = known._replace(wrong=wrong)
    else:
        found[day] = known._replace(
            good=known.good + 1, size=max(size, known.size), good_at=at
        )  # fmt: skip
