"""What lies in the bin: values alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from contactdesk.i18n import N_

DAYS = 90  # that deleted things stay, unless the office says otherwise
CHOICES = (30, 90, 180, 365, 0)  # 0: until somebody empties the bin
# What an entry of the bin is, by its kind.
KINDS = {
    "individual": N_("Person"),
    "org": N_("Organisation"),
    "group": N_("Group"),
    "location": N_("Place"),
    "event": N_("Appointment"),
    "task": N_("Task"),
    "journal": N_("Note"),
    "call": N_("Phone call"),
    "deal": N_("Deal"),
    "document": N_("Document"),
    "pipeline": N_("Pipeline"),
    "exchange_rate": N_("Exchange rate"),
    "custom_field": N_("Custom field"),
    "custom_section": N_("Section of custom fields"),
    "smart_group": N_("Smart group"),
    "table_view": N_("View of the table"),
}


class Place(NamedTuple):
    """By what an entry is found again: the type of its record and its row there."""

    type: str
    number: int


class Binned(NamedTuple):
    """One entry of the bin; `by` is who deleted it, "" where the log does not say."""

    place: Place
    id: str
    kind: str  # a word of `KINDS`
    name: str
    deleted_at: str  # ISO 8601, UTC
    by: str = ""
    own: bool = False  # whether it was oneself

    def days_left(self, days: int, now: datetime) -> int | None:
        """For how many days, begun ones too, it is still kept; None where it stays."""
        if not days:
            return None
        return max(0, -((now - self._until(days)) // timedelta(days=1)))

    def _until(self, days: int) -> datetime:
        since = datetime.fromisoformat(self.deleted_at.replace("Z", "+00:00"))
        return max(since.astimezone(UTC) + timedelta(days=days), datetime.min.replace(tzinfo=UTC))


class BinPage(NamedTuple):
    """Some entries, the last deleted first, how many there are in all, and how long they stay."""

    items: tuple[Binned, ...]
    total: int
    days: int
