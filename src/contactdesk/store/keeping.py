"""With whom it is high time to be in touch, as one transaction sees it.

An interval stands with the contact, or with one of its categories; the contact's own one counts,
else the shortest. What counts as being in touch is in `model/keeping.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from sqlalchemy import Connection

from contactdesk.model.agenda import Span
from contactdesk.model.event import Event
from contactdesk.model.event_extent import extent
from contactdesk.model.keeping import Kept, days_of, declined
from contactdesk.model.month import days_of as days_of_occurrence
from contactdesk.store.callbacks import SPOKE
from contactdesk.store.categories import Categories
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import KEYS_OF
from contactdesk.store.events import Events
from contactdesk.store.merge_links import MergeLinks

_AT_ONCE = 500
_STANDS = "c.deleted_at = '' AND c.archived_at = '' AND c.withdrawn = 0"
_TOOK_PLACE = "e.component = 'event' AND e.status <> 'CANCELLED'"
_WROTE = "e.component = 'journal' AND e.channel = 'mail'"
_ONCE = "e.rrule = '' AND e.rdates = ''"
_DECLINED = "lower(e.attendees) LIKE '%\"declined\"%'"  # by somebody
_OF = (
    f"FROM ({KEYS_OF}) k "
    "JOIN event_link l ON l.key = k.key JOIN event e ON e.number = l.event "
    "WHERE e.withdrawn = 0 AND e.deleted_at = '' AND e.starts_utc <= ?"
)
_LAST = f"""
SELECT k.contact, max(e.starts_utc) {_OF}
AND ({SPOKE.format("e")} OR ({_WROTE}) OR ({_TOOK_PLACE} AND {_ONCE} AND NOT {_DECLINED}))
GROUP BY k.contact
"""
_DOUBTFUL = f"""
SELECT k.contact, e.number, k.key {_OF} AND {_TOOK_PLACE} AND {_ONCE} AND {_DECLINED}
"""
_SERIES = f"SELECT DISTINCT k.contact, e.number, k.key {_OF} AND {_TOOK_PLACE} AND NOT ({_ONCE})"


Links = dict[int, dict[int, set[str]]]
"""Of events by their numbers: the contacts that each has to do with, and by which links."""


class Keeping:
    """Intervals, and when one was in touch last."""

    def __init__(self, connection: Connection, categories: Categories, events: Events) -> None:
        self._sql = connection.exec_driver_sql
        self._categories = categories
        self._events = events
        self._merged = MergeLinks(connection)

    def any(self) -> bool:
        """Whether anybody wants to be in touch with anybody."""
        own = self._sql("SELECT 1 FROM contact WHERE keep_in_touch <> '' LIMIT 1").first()
        return own is not None or bool(self._categories.intervals())

    def overdue(self, now: datetime, home: tzinfo) -> list[Kept]:
        """Who waits too long by a moment (UTC), the longest over the interval first."""
        wanted = self._wanted()
        today = now.replace(tzinfo=UTC).astimezone(home).date()
        last = self.last(list(wanted), now, home)
        found = [kept._replace(last=last.get(number)) for number, kept in wanted.items()]
        found = [kept for kept in found if kept.last is None or kept.late(today) >= 0]
        longest = max((k.days for k in found), default=0)
        since = now - timedelta(days=longest + 1)
        again = self._last_of_series([k.number for k in found], Span(since, now, home))
        found = [kept._replace(last=_later(kept.last, again.get(kept.number))) for kept in found]
        return sorted(
            (kept for kept in found if kept.last is None or kept.late(today) >= 0),
            key=lambda kept: (-kept.late(today), kept.name, kept.number),
        )

    def _wanted(self) -> dict[int, Kept]:
        """Everybody with an interval, without when one was in touch."""
        found: dict[int, Kept] = {}
        for category, text in self._categories.intervals().items():
            days = days_of(text)
            for number, name in self._in_category(category) if days else ():
                if number not in found or days < found[number].days:
                    found[number] = Kept(number, name, days, None, category)
        rows = self._sql(
            "SELECT c.number, c.formatted_name, c.keep_in_touch FROM contact c "
            f"WHERE c.keep_in_touch <> '' AND {_STANDS}"
        )
        for number, name, text in driver_rows(rows):
            found.pop(number, None)
            if days := days_of(text):
                found[number] = Kept(number, name, days, None)
        return found

    def _in_category(self, name: str) -> list[tuple[int, str]]:
        numbers = ",".join(map(str, self._categories.numbers_within(name))) or "0"
        rows = self._sql(
            "SELECT DISTINCT c.number, c.formatted_name FROM contact_category l "
            f"JOIN contact c ON c.number = l.contact WHERE l.category IN ({numbers}) AND {_STANDS}"
        )
        return [(row[0], row[1]) for row in driver_rows(rows)]

    def last(self, numbers: Sequence[int], now: datetime, home: tzinfo) -> dict[int, date]:
        """The day of the last call or appointment with each of these contacts by a moment (UTC);
        what repeats is left to those who look for it."""
        kept = self._kept(numbers)
        found: dict[int, date] = {}
        for some, values in self._batches([*numbers, *kept], now):
            for contact, at in driver_rows(self._sql(_LAST.format(numbers=some), values)):
                number, day = kept.get(contact, contact), _day_of(at, home)
                found[number] = max(day, found.get(number, day))
            links: Links = {}
            for contact, event, key in driver_rows(
                self._sql(_DOUBTFUL.format(numbers=some), values)
            ):
                _link(links, event, kept.get(contact, contact), key)
            for event in self._events.get_many(list(links)):
                day = _day_of(extent(event).starts_utc, home)
                for number in _took_part(links, event):
                    found[number] = max(day, found.get(number, day))
        return found

    def _last_of_series(self, numbers: Sequence[int], span: Span) -> Mapping[int, date]:
        kept = self._kept(numbers)
        links: Links = {}
        for some, values in self._batches([*numbers, *kept], span.ends):
            for contact, event, key in driver_rows(self._sql(_SERIES.format(numbers=some), values)):
                _link(links, event, kept.get(contact, contact), key)
        found: dict[int, date] = {}
        for each in self._events.occurring(list(links), span):
            day = days_of_occurrence(each, span.home)[0]
            for number in _took_part(links, each.event):
                found[number] = max(day, found.get(number, day))
        return found

    def _kept(self, numbers: Sequence[int]) -> dict[int, int]:
        """Who became part of one of these contacts, and of which."""
        return self._merged.kept(self._merged.parts(numbers)) if self._merged.any() else {}

    def _batches(self, numbers: Sequence[int], now: datetime) -> list[tuple[str, tuple[str]]]:
        """Numbers as SQL has them, some at a time, and the moment."""
        at = (now.isoformat(timespec="seconds"),)
        return [
            (",".join(map(str, numbers[start : start + _AT_ONCE])), at)
            for start in range(0, len(numbers), _AT_ONCE)
        ]


def _link(links: Links, event: int, contact: int, key: str) -> None:
    links.setdefault(event, {}).setdefault(contact, set()).add(key)


def _took_part(links: Links, event: Event) -> list[int]:
    """Who is linked to an event and did not decline it."""
    found = links.get(event.number, {})
    return [contact for contact, keys in found.items() if not declined(event, keys)]


def _day_of(text: str, home: tzinfo) -> date:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(home).date()


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)
