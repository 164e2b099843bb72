"""What is known of a backup, and which of them may go: values alone, nothing is read here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from contactdesk.i18n import N_

FORMAT = "contactdesk-backup-1"
# Why a backup was made: a word in the manifest, and what a person reads.
REASONS = {
    "day": N_("once a day"),
    "closing": N_("at closing"),
    "asked": N_("asked for"),
    "import": N_("before an import"),
    "merge": N_("before a merge"),
    "restore": N_("before bringing back"),
    "removal": N_("before a removal"),
    "copy": N_("before a second version came in"),
}


@dataclass(frozen=True)
class Manifest:
    """What stands beside a backup: what is in it, and by what one knows that it is whole."""

    book: str  # its name
    place: str  # where it lay
    at: str  # UTC
    reason: str
    schema: int
    program: str
    size: int
    sha256: str
    last_set: int  # the newest step of the history in it
    counts: dict[str, int] = field(default_factory=dict)  # rows, by table

    @property
    def made_at(self) -> datetime:
        """When, with its zone."""
        return datetime.fromisoformat(self.at)


def written(manifest: Manifest) -> bytes:
    """A manifest as it is kept; its last line says whether the others are as they were."""
    plain = {"format": FORMAT, **asdict(manifest)}
    plain["check"] = hashlib.sha256(_text(plain)).hexdigest()
    return _text(plain)


def read(data: bytes) -> Manifest | None:
    """The manifest that was written so; None where a single byte is another."""
    try:
        plain = json.loads(data)
        wanted = {each.name: plain[each.name] for each in fields(Manifest)}
        manifest = Manifest(**wanted)
        datetime.fromisoformat(manifest.at)
        return manifest if written(manifest) == data else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _text(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=True, indent=1).encode() + b"\n"


class Dated(NamedTuple):
    """A backup as the rotation sees it."""

    name: str
    at: datetime  # local time
    good: bool


class Rotation(NamedTuple):
    """How many are kept: the newest ones, then the newest of each day, week and month."""

    recent: int = 10
    days: int = 14
    weeks: int = 8
    months: int = 12


def superfluous(backups: Iterable[Dated], keep: Rotation) -> list[str]:
    """Which may be deleted. A bad one never counts, and goes only after newer good ones came.

    The newest good one is always kept, and nothing goes while no good one is there.
    """
    ordered = sorted(backups, key=lambda each: (each.at, each.name), reverse=True)
    good = [each for each in ordered if each.good]
    if not good:
        return []
    kept = {good[0].name, *(each.name for each in good[: keep.recent])}
    for spans, count in (
        ([each.at.date() for each in good], keep.days),
        ([_week(each.at.date()) for each in good], keep.weeks),
        ([each.at.date().replace(day=1) for each in good], keep.months),
    ):
        kept |= _first_of_each(good, spans, count)
    oldest_recent = good[: max(keep.recent, 1)][-1].at
    kept |= {each.name for each in ordered if not each.good and each.at >= oldest_recent}
    return [each.name for each in ordered if each.name not in kept]


def _first_of_each(good: Sequence[Dated], spans: Sequence[date], count: int) -> set[str]:
    newest: dict[date, str] = {}
    for each, span in zip(good, spans, strict=True):
        newest.setdefault(span, each.name)
    return set(list(newest.values())[:count])


def _week(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())
