"""When backups are made, where they lie, what is kept of them, and what is said of failed ones."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from contactdesk import paths
from contactdesk.errors import BookError, NoBackup
from contactdesk.model.backup import Dated, Manifest, Rotation, superfluous
from contactdesk.progress import Progress
from contactdesk.settings import Settings
from contactdesk.store.backups import (
    Backup,
    backups_in,
    delete_backup,
    make_backup,
    sweep,
)
from contactdesk.store.book import Book
from contactdesk.store.opening import path_of
from contactdesk.store.server_address import is_server_address, parsed, shown

CLOSING_AFTER = timedelta(hours=4)  # at closing, unless the last good one is younger
AGAIN_AFTER = timedelta(hours=1)  # one that failed is tried again then
KEPT_FAILURES = 200
FRESH = timedelta(minutes=5)  # a backup so young is enough before the next large thing
# A backup of so many bytes takes under a second. One merge of a larger book does not wait for one:
# it is one step of undo, and the log keeps what it took away.
QUICK = 40_000_000
KEEP = {
    "year": Rotation(),
    "quarter": Rotation(months=3),
    "weeks": Rotation(weeks=4, months=0),
}


class Failure(NamedTuple):
    """A backup that could not be made, and the sentence that says why."""

    at: datetime  # UTC
    words: str


class Place(NamedTuple):
    """Where the backups of one book lie, and where failures are noted (always on this computer)."""

    folder: Path
    notes: Path


def place_of(book: str, settings: Settings) -> Place:
    """The folder of a book's own: in the one that was chosen, else among the person's data."""
    name = _folder_name(book)
    own = paths.data_folder() / "backups" / name
    chosen = settings.backup_folder
    return Place(Path(chosen) / name if chosen else own, own / "failed.jsonl")


def _folder_name(book: str) -> str:
    """A readable name that no other book has."""
    if is_server_address(book):
        whole, stem = shown(book), parsed(book)[0].database.replace("/", "_")
    else:
        path = path_of(book)
        whole, stem = os.path.realpath(path), path.stem
    return f"{stem}-{crc32(whole.encode(errors='surrogateescape')):08x}"


def back_up(
    book: Book,
    settings: Settings,
    reason: str,
    *,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Backup:
    """Make a backup and let superfluous ones go; a failure is noted and raised."""
    at = now or datetime.now(UTC)
    place = place_of(book.facts.path, settings)
    try:
        made = make_backup(book, place.folder, reason, at, progress)
    except BookError as error:
        note(place.notes, Failure(at, error.message))
        raise
    sweep(place.folder, at.timestamp())
    for each in _superfluous(backups_in(place.folder), settings, made):
        delete_backup(each)
    return made


def _superfluous(found: Sequence[Backup], settings: Settings, made: Backup) -> list[Path]:
    """What the rotation lets go; of bad ones only the program's own, by their names."""
    keep = KEEP.get(settings.backup_keep)
    if keep is None:
        return []
    dated = [
        Dated(str(each.path), when.astimezone().replace(tzinfo=None), each.good)
        for each in found
        if (when := made_at(each)) is not None
    ]
    return [Path(name) for name in superfluous(dated, keep) if name != str(made.path)]


def made_at(backup: Backup) -> datetime | None:
    """When a backup was made, also where its manifest cannot be read any more."""
    if backup.manifest is not None:
        return backup.manifest.made_at
    with suppress(OSError):
        return datetime.fromtimestamp(backup.path.stat().st_mtime, UTC)
    return None


def note(notes: Path, failure: Failure) -> None:
    """Note a failure; where not even that can be written, the sentence is still shown."""
    with suppress(OSError):
        notes.parent.mkdir(parents=True, exist_ok=True)
        kept = [*failures(notes), failure][-KEPT_FAILURES:]
        lines = [json.dumps({"at": f.at.isoformat(), "words": f.words}) + "\n" for f in kept]
        beside = notes.with_suffix(".new")
        beside.write_text("".join(lines), encoding="utf-8")
        os.replace(beside, notes)


def failures(notes: Path) -> list[Failure]:
    """What failed, the oldest first; lines that cannot be read are left out."""
    found = []
    with suppress(OSError):
        for line in notes.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                plain = json.loads(line)
                at = datetime.fromisoformat(plain["at"])
                found.append(Failure(at.astimezone(UTC), str(plain["words"])))
    return found


def newest_good(found: Sequence[Backup]) -> Backup | None:
    """The newest backup that may be counted on."""
    return next((each for each in found if each.good), None)


class Situation(NamedTuple):
    """What decides whether a backup is due."""

    last: Manifest | None  # of the newest good one
    failed_at: datetime | None
    last_set: int  # the book's newest step
    read_only: bool


def situation(book: Book, settings: Settings) -> Situation:
    """How it stands with a book's backups."""
    place = place_of(book.facts.path, settings)
    good = newest_good(backups_in(place.folder))
    failed = failures(place.notes)
    with book.read() as tx:
        last_set = tx.log.last_set()
    return Situation(
        good.manifest if good else None, failed[-1].at if failed else None, last_set or 0,
        bool(book.facts.read_only),
    )  # fmt: skip


def is_due(now_is: Situation, when: str, now: datetime, *, closing: bool = False) -> bool:
    """Whether a backup is due: only when something changed, and never of what may only be read."""
    last = now_is.last
    if when == "never" or now_is.read_only or not now_is.last_set:
        return False
    if last is not None and last.last_set == now_is.last_set:
        return False
    if now_is.failed_at is not None and now - now_is.failed_at < AGAIN_AFTER and not closing:
        return False
    if last is None:
        return True
    if closing:
        return when == "day_and_closing" and now - last.made_at >= CLOSING_AFTER
    return last.made_at.astimezone().date() != now.astimezone().date()


def back_up_if_due(
    book: Book,
    settings: Settings,
    *,
    closing: bool = False,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Backup | None:
    """Make the day's backup, or that of closing, where one is due."""
    at = now or datetime.now(UTC)
    if not is_due(situation(book, settings), settings.backup_when, at, closing=closing):
        return None
    return back_up(book, settings, "closing" if closing else "day", progress=progress, now=at)


def back_up_before(
    book: Book,
    settings: Settings,
    reason: str,
    progress: Progress | None = None,
    fresh: timedelta = timedelta(0),
) -> Backup | None:
    """Make a backup before something large, unless the newest one has all that is there, or is
    younger than `fresh`."""
    stands = situation(book, settings)
    if stands.last is not None and datetime.now(UTC) - stands.last.made_at < fresh:
        return None
    changed = stands.last is None or stands.last.last_set != stands.last_set
    if settings.backup_when == "never" or stands.read_only or not stands.last_set or not changed:
        return None
    return back_up(book, settings, reason, progress=progress)


def back_up_first(
    book: Book,
    settings: Settings,
    reason: str,
    progress: Progress | None = None,
    fresh: timedelta = FRESH,
) -> Backup | None:
    """`back_up_before`, raising `NoBackup` where none can be made: whoever asked may go on
    without."""
    try:
        return back_up_before(book, settings, reason, progress, fresh)
    except BookError as error:
        raise NoBackup(error.message) from error


def is_quick(book: Book) -> bool:
    """Whether a backup of a book is made while one waits."""
    place = book.facts.path
    if is_server_address(place):
        return False
    try:
        return os.stat(path_of(place)).st_size <= QUICK
    except OSError:
        return False


def same_disk(book: str, folder: Path) -> bool:
    """Whether a book that is a file lies on the disk or share on which its backups are."""
    if is_server_address(book):
        return False
    try:
        return os.stat(path_of(book)).st_dev == os.stat(_nearest(folder)).st_dev
    except OSError:
        return False


def _nearest(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def room_in(folder: Path) -> int | None:
    """Free bytes where backups are kept; None where that cannot be told."""
    import shutil

    with suppress(OSError):
        return shutil.disk_usage(_nearest(folder)).free
    return None
