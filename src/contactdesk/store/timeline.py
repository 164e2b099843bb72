"""Everything that happened, and will happen, with a contact: notes, calls, appointments, tasks.

Of an organisation it is what happens with its people too, those who are there now. One question
reads the places of all of it, in its one order; only the page that is shown is read whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.model.fold import is_in
from contactdesk.store.changes import EVENT
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import KEYS_OF
from contactdesk.store.merge_links import MergeLinks

if TYPE_CHECKING:
    from contactdesk.store.contacts import Contacts
    from contactdesk.store.events import Events

PAGE = 50
_STANDS = "e.withdrawn = 0 AND e.deleted_at = ''"
# A mail is a journal entry by that channel.
_KIND = "CASE WHEN e.component = 'journal' AND e.channel = 'mail' THEN 'mail' ELSE e.component END"


class Asked(NamedTuple):
    """What is to be shown of a timeline: these kinds (() = all), what has these words, and at
    most so many, the newest first. `among` are the contacts that are meant alone of an
    organisation's people, () for all of them and the organisation itself."""

    kinds: tuple[str, ...] = ()
    words: str = ""
    limit: int = PAGE
    among: tuple[int, ...] = ()


class Item(NamedTuple):
    """One thing that happens: who put it there, and through whom an organisation has it."""

    event: Event
    author: str = ""
    person: int = 0  # contact number, 0 for the one whose timeline it is
    person_name: str = ""
    person_id: str = ""


class Timeline(NamedTuple):
    """A page of what happens with a contact; `kinds` counts all there is, whatever was asked."""

    items: tuple[Item, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    more: int = 0  # that many fit what was asked, and are not on this page
    people: int = 0  # of an organisation: how many people are meant

    @property
    def total(self) -> int:
        """How much there is of all kinds."""
        return sum(count for _kind, count in self.kinds)


class Timelines:
    """The timelines of one transaction's contacts."""

    def __init__(self, connection: Connection, contacts: Contacts, events: Events) -> None:
        self._sql = connection.exec_driver_sql
        self._contacts = contacts
        self._events = events
        self._merged = MergeLinks(connection)

    def of(self, number: int, asked: Asked = Asked()) -> Timeline:  # noqa: B008 - immutable
        """What happens with a contact, the latest beginning first."""
        people = self._people(number)
        if asked.among:
            people = {n: people[n] for n in asked.among if n in people}
        own = [] if asked.among else [int(number), *self._merged.parts([number])]
        everybody = [*own, *people] or [0]
        keys = KEYS_OF.format(numbers=",".join(map(str, everybody)))
        rows = driver_rows(
            self._sql(
                f"SELECT e.number, {_KIND} FROM event e WHERE {_STANDS} AND e.number IN "
                f"(SELECT event FROM event_link WHERE key IN (SELECT key FROM ({keys}) k)) "
                "ORDER BY e.starts_utc DESC, e.number DESC"
            )
        )
        found = list(rows)
        fitting = [n for n, kind in found if not asked.kinds or kind in asked.kinds]
        if words := asked.words.split():
            fitting = self._with_words(fitting, words)
        shown = fitting[: asked.limit]
        return Timeline(
            self._items(shown, keys, people),
            tuple(Counter(kind for _number, kind in found).items()),
            len(fitting) - len(shown),
            len(people),
        )

    def _people(self, number: int) -> dict[int, tuple[str, str]]:
        """An organisation's people of today by their numbers: name and id."""
        if self._sql("SELECT kind FROM contact WHERE number = ?", (number,)).scalar() != "org":
            return {}
        today = date.today().isoformat()
        staff = self._contacts.people_of(self._contacts.get(number))
        return {
            p.row.number: (p.row.name, p.row.id)
            for p in staff
            if p.row.kind != "org" and not (p.ends_on and p.ends_on < today[: len(p.ends_on)])
        }

    def _with_words(self, numbers: list[int], words: list[str]) -> list[int]:
        """Those in whose subject or text every one of some words begins a word."""
        found: list[int] = []
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            rows = self._sql(
                "SELECT number, summary, description, location FROM event "
                f"WHERE number IN ({','.join(map(str, some))})"
            )
            texts = {r[0]: "\n".join(r[1:]) for r in driver_rows(rows)}
            found += [n for n in some if all(is_in(word, texts.get(n, "")) for word in words)]
        return found

    def _items(
        self, numbers: list[int], keys: str, people: dict[int, tuple[str, str]]
    ) -> tuple[Item, ...]:
        events = self._events.get_many(numbers)
        authors = self._authors([e.id for e in events])
        through = self._through(numbers, keys, people) if people else {}
        items = []
        for event in events:
            person = through.get(event.number, 0)
            name = people.get(person, ("", ""))
            items.append(Item(event, authors.get(event.id, ""), person, *name))
        return tuple(items)

    def _through(
        self, numbers: list[int], keys: str, people: dict[int, tuple[str, str]]
    ) -> dict[int, int]:
        """Through whom of its people an organisation has events; what is its own is left out."""
        marks = ",".join(map(str, numbers)) or "0"
        rows = self._sql(
            f"SELECT l.event, k.contact FROM event_link l JOIN ({keys}) k ON k.key = l.key "
            f"WHERE l.event IN ({marks}) ORDER BY l.event, k.contact"
        )
        found: dict[int, list[int]] = {}
        for event, contact in driver_rows(rows):
            found.setdefault(event, []).append(contact)
        return {e: some[0] for e, some in found.items() if all(c in people for c in some)}

    def _authors(self, ids: Sequence[str]) -> dict[str, str]:
        """Who put events here; nobody for what came in a way that is not in the log any more."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), 500):
            some: list[Any] = list(ids[start : start + 500])
            rows = self._sql(
                "SELECT c.record_id, p.name FROM change c JOIN change_set s ON s.id = c.set_id "
                f"JOIN person p ON p.number = s.author WHERE c.record_type = '{EVENT}' "
                f"AND c.kind = 'create' AND c.record_id IN ({','.join('?' * len(some))}) "
                "ORDER BY c.id DESC",
                tuple(some),
            )
            found |= dict(driver_rows(rows))
        return found
