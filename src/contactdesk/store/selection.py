"""What many contacts have in common and where they differ, counted in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.bulk import BulkEdit

# Of each field that can be changed in all: how many have which value; "" counts those without.
_PEOPLE = "c.number IN (SELECT value FROM json_each(:numbers)) AND c.kind <> 'org'"
_JOB = "LEFT JOIN membership m ON m.contact = c.number AND m.position = 0"
_COUNTS = {
    "organisation": "SELECT coalesce(m.organisation, ''), count(*) FROM contact c "
    f"{_JOB} WHERE {_PEOPLE} GROUP BY 1",
    "job_title": "SELECT coalesce(m.job_title, ''), count(*) FROM contact c "
    f"{_JOB} WHERE {_PEOPLE} GROUP BY 1",
    "country": "SELECT a.country, count(DISTINCT a.contact) FROM address a "
    "WHERE a.contact IN (SELECT value FROM json_each(:numbers)) GROUP BY 1",
    "categories": "SELECT g.name, count(*) FROM contact_category l JOIN category g "
    "ON g.number = l.category WHERE l.contact IN (SELECT value FROM json_each(:numbers)) "
    "GROUP BY g.number",
}
_OTHERS = {
    "organisation": "SELECT count(*) FROM contact c "
    f"{_JOB} WHERE {_PEOPLE} AND coalesce(m.organisation, '') <> :value",
    "job_title": "SELECT count(*) FROM contact c "
    f"{_JOB} WHERE {_PEOPLE} AND coalesce(m.job_title, '') <> :value",
    "country": "SELECT count(DISTINCT contact) FROM address WHERE country <> :value "
    "AND contact IN (SELECT value FROM json_each(:numbers))",
}


class Common(NamedTuple):
    """The values of a selection: {field: ((value, how many), …)}, the commonest first.

    `contacts` is how many there are, `people` how many of them are no organisations.
    """

    contacts: int
    people: int
    values: dict[str, tuple[tuple[str, int], ...]]


class Selections:
    """Counts over some contacts of one book."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql

    def common(self, numbers: Sequence[int]) -> Common:
        """What these contacts have, field by field."""
        chosen = {"numbers": json.dumps(list(numbers))}
        values = {
            field: tuple(
                sorted(((r[0], r[1]) for r in self._sql(sql, chosen)), key=lambda p: (-p[1], p[0]))
            )
            for field, sql in _COUNTS.items()
        }
        people = self._sql(f"SELECT count(*) FROM contact c WHERE {_PEOPLE}", chosen).scalar()
        return Common(len(numbers), people or 0, values)

    def mail_addresses(self, numbers: Sequence[int]) -> list[tuple[int, str]]:
        """Number and mail address, in the order of the numbers; the preferred one counts."""
        rows = self._sql(
            "SELECT contact, value FROM entry WHERE field = 'emails' AND value <> '' "
            "AND contact IN (SELECT value FROM json_each(:numbers)) "
            "ORDER BY contact, preferred DESC, position",
            {"numbers": json.dumps(list(numbers))},
        )
        found: dict[int, str] = {}
        for contact, value in rows:
            found.setdefault(contact, value)
        return [(n, found[n]) for n in numbers if n in found]

    def with_addresses(self, addresses: Sequence[str]) -> list[tuple[int, str]]:
        """Number and address in lower case of whoever has one of these addresses."""
        wanted = list(dict.fromkeys(a.strip().lower() for a in addresses if a.strip()))
        found: list[tuple[int, str]] = []
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            names = {f"a{n}": each for n, each in enumerate(some)}
            rows = self._sql(
                "SELECT e.contact, e.compare FROM entry e JOIN contact c ON c.number = e.contact "
                "WHERE e.field = 'emails' AND c.deleted_at = '' AND e.compare IN "
                f"({', '.join(f':{name}' for name in names)}) ORDER BY e.contact, e.position",
                names,
            )
            found += [(contact, address) for contact, address in rows]
        return found

    def affected(self, numbers: Sequence[int], edit: BulkEdit) -> dict[str, int]:
        """How many of these contacts a change really changes, for each field that it sets."""
        chosen: dict[str, Any] = {"numbers": json.dumps(list(numbers))}
        found: dict[str, int] = {}
        for field, sql in _OTHERS.items():
            value = getattr(edit, field)
            if value is not None:
                found[field] = self._sql(sql, {**chosen, "value": value}).scalar() or 0
        return found
