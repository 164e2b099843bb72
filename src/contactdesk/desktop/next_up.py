"""The next appointment with a contact in words, read on the reading thread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.desktop import bidi
from contactdesk.desktop.event_texts import clock_of, title_of, whole_date
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.month import days_of, is_all_day
from contactdesk.operations.appointments import next_with

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction


class NextUp(NamedTuple):
    """What it is called, and when and where it is."""

    occurrence: Occurrence
    title: str
    when: str


def read_next(tx: Transaction, number: int) -> NextUp | None:
    """The next appointment with a contact, if there is one within a year."""
    from contactdesk.model.zones import home_zone

    home, now = home_zone() or UTC, datetime.now(UTC)
    found = next_with(tx, number, now.replace(tzinfo=None), home)
    if found is None:
        return None
    title = _("Next: {name}").format(name=bidi.isolated(title_of(found.event)))
    return NextUp(found, title, _when(found, now.astimezone(home), home))


def _when(found: Occurrence, now: datetime, home: tzinfo) -> str:
    first, today = days_of(found, home)[0], now.date()
    near = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}
    begins, ends = clock_of(found, home)
    clock = f"{begins} – {ends}" if ends else begins
    words = [near.get(first) or whole_date(first)]
    if not is_all_day(found) or first in near:
        words.append(clock if not is_all_day(found) else clock.lower())
    place = " ".join(found.event.location.split())
    return " · ".join(filter(None, (", ".join(words), bidi.isolated(place) if place else "")))
