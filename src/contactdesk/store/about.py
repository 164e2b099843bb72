"""Whom events are about, in the book and in files: a contact's id means nothing in another book,
so a file names it by its identifier (RFC 6350, 6.7.6), else by its e-mail address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from contactdesk.model.relations import uid_key, uid_spellings
from contactdesk.store.event_links import LEAST

_AT_ONCE = 400
_NAMES = (
    "SELECT c.id, c.uid, (SELECT e.compare FROM entry e WHERE e.contact = c.number "
    "AND e.field = 'emails' AND e.compare <> '' ORDER BY e.position LIMIT 1) "
    "FROM contact c WHERE c.id IN ({marks})"
)
_KNOWN = (
    "SELECT id, uid, '' FROM contact WHERE withdrawn = 0 AND deleted_at = '' "
    "AND (id IN ({marks}) OR uid <> '' AND uid IN ({marks})) "
    "UNION ALL SELECT c.id, '', e.compare FROM entry e JOIN contact c ON c.number = e.contact "
    "WHERE e.field = 'emails' AND e.compare <> '' AND e.compare IN ({marks}) "
    "AND c.withdrawn = 0 AND c.deleted_at = ''"
)


class About:
    """Translates between ids of contacts and what files say instead."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql

    def references(self, ids: Iterable[str]) -> dict[str, str]:
        """What files say for contacts; who is not in the book any more is named by its id."""
        chosen = list(dict.fromkeys(ids))
        found = {each: each for each in chosen}
        for some in _parts(chosen):
            sql = _NAMES.format(marks=",".join("?" * len(some)))
            for uuid, uid, mail in self._sql(sql, tuple(some)):
                named = uid if len(uid_key(uid)) >= LEAST else mail
                found[uuid] = named or uuid
        return found

    def ids(self, references: Iterable[str]) -> dict[str, str]:
        """The contacts that files name, by what they say; those alone that the book has."""
        chosen = list(dict.fromkeys(references))
        found: dict[str, str] = {}
        for some in _parts(chosen):
            wanted = list(dict.fromkeys([*some, *map(str.lower, some), *uid_spellings(some)]))
            sql = _KNOWN.format(marks=",".join("?" * len(wanted)))
            by: dict[str, str] = {}
            for uuid, uid, mail in self._sql(sql, tuple(wanted) * 3):
                for key in (uuid, uid_key(uid) if len(uid_key(uid)) >= LEAST else "", mail):
                    by.setdefault(key, uuid)
            found |= {ref: by[key] for ref in some if (key := uid_key(ref)) and key in by}
        return found


def _parts(chosen: Sequence[str]) -> Iterable[Sequence[str]]:
    return (chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE))
