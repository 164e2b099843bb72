"""What finding duplicates reads of a book: who shares a key, and what is compared of them.

Nobody is compared with everybody: the database says who has the same phone, mail or identifier,
and only names, organisations and birthdays of all are read for the other keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.rows import photo_of

if TYPE_CHECKING:
    from contactdesk.model.duplicates import Facts

AT_ONCE = 500
_STANDING = "deleted_at = ''"
_REACHED = "compare <> '' AND field IN ('phones', 'emails')"
_SHARED = f"""
SELECT compare, contact FROM entry WHERE {_REACHED} AND compare IN (
  SELECT compare FROM entry WHERE {_REACHED} GROUP BY compare HAVING count(*) > 1)
"""
_SHARED_UIDS = f"""
SELECT uid, number FROM contact WHERE uid <> '' AND {_STANDING} AND uid IN (
  SELECT uid FROM contact WHERE uid <> '' AND {_STANDING} GROUP BY uid HAVING count(*) > 1)
"""


class Called(NamedTuple):
    """What a contact is called, as it is written, and its birthday."""

    number: int
    kind: str
    formatted_name: str
    given: str
    family: str
    birthday: str


class DuplicateKeys:
    """Reads of one transaction; contacts in the bin are left out, those in the archive are not."""

    def __init__(self, connection: Connection, person: int) -> None:
        self._sql = connection.exec_driver_sql
        self._person = person

    def called(self) -> Iterator[Called]:
        """Everybody's name and birthday."""
        rows = self._sql(
            "SELECT number, kind, formatted_name, given, family, birthday FROM contact "
            f"WHERE {_STANDING} ORDER BY number"
        )
        return (Called(*row) for row in driver_rows(rows))

    def works(self) -> Iterator[tuple[int, str]]:
        """Everybody's organisations by their folded names: (contact, key)."""
        sql = "SELECT contact, organisation_key FROM membership WHERE organisation_key <> ''"
        return iter(driver_rows(self._sql(sql)))

    def shared(self) -> Iterator[tuple[str, int]]:
        """Each phone (E.164) and mail that several entries have, with each contact that has it."""
        return iter(driver_rows(self._sql(_SHARED)))

    def shared_uids(self) -> Iterator[tuple[str, int]]:
        """Each identifier that several contacts have, with each of them."""
        return iter(driver_rows(self._sql(_SHARED_UIDS)))

    def reached(self) -> Iterator[tuple[int, str]]:
        """Who has a phone or a mail: (contact, field)."""
        sql = f"SELECT DISTINCT contact, field FROM entry WHERE {_REACHED}"
        return iter(driver_rows(self._sql(sql)))

    def facts(self, numbers: Sequence[int]) -> dict[int, Facts]:
        """What is compared of some contacts."""
        found: dict[int, Facts] = {}
        for start in range(0, len(numbers), AT_ONCE):
            found |= self._facts(numbers[start : start + AT_ONCE])
        return found

    def _facts(self, numbers: Sequence[int]) -> dict[int, Facts]:
        # these bring rapidfuzz, of 6 MB, which an open window can do without
        from contactdesk.model.duplicates import Facts
        from contactdesk.model.likeness import name_of

        marks = ",".join(map(str, numbers))
        parts = _Parts()
        self._read_parts(marks, parts)
        sql = (
            "SELECT number, id, kind, uid, formatted_name, given, family, birthday, photo, note, "
            "archived_at "
            f"FROM contact WHERE number IN ({marks})"
        )
        found = {}
        for row in driver_rows(self._sql(sql)):
            number, id_, kind, uid, shown, given, family, birthday, photo, note, archived = row
            picture = photo_of(photo)
            found[number] = Facts(
                number, id_, kind, name_of(shown, given, family), uid,
                birthday if _is_day(birthday) else "",
                parts.of(parts.phones, number), parts.of(parts.emails, number),
                parts.of(parts.organisations, number), parts.of(parts.places, number),
                parts.of(parts.hosts, number), picture.sha256 if picture else "",
                number in parts.starred,
                parts.filled.get(number, 0) + sum(map(bool, (uid, birthday, photo, note))),
                bool(archived),
            )  # fmt: skip
        han = [n for n, each in found.items() if fold.has_han(each.name.shown)]
        for number, read in self.readings(han).items():
            one = found[number]
            found[number] = one._replace(name=one.name._replace(read=read))
        return found

    def readings(self, numbers: Sequence[int]) -> dict[int, str]:
        """How names in Chinese characters are read, as the search has it: "chenyijun"."""
        found: dict[int, str] = {}
        for start in range(0, len(numbers), AT_ONCE):
            marks = ",".join(map(str, numbers[start : start + AT_ONCE]))
            sql = f"SELECT contact, names FROM search_text WHERE contact IN ({marks})"
            for number, names in driver_rows(self._sql(sql)):
                plain = [word for word in names.split() if word.isascii()]
                found[number] = max(plain, key=len, default="")
        return found

    def _read_parts(self, marks: str, parts: _Parts) -> None:
        from contactdesk.model.companies import company_key  # brings rapidfuzz too

        entries = self._sql(
            f"SELECT contact, field, compare, value FROM entry WHERE contact IN ({marks})"
        )
        for number, field, compared, value in driver_rows(entries):
            parts.count(number)
            if field == "phones" and compared:
                parts.add(parts.phones, number, compared)
            elif field == "emails" and compared:
                parts.add(parts.emails, number, compared)
            elif field == "urls":
                parts.add(parts.hosts, number, _host(value))
        works = self._sql(
            f"SELECT contact, organisation_key FROM membership WHERE contact IN ({marks})"
        )
        for number, key in driver_rows(works):
            parts.count(number)
            if key:
                parts.add(parts.organisations, number, company_key(key))
        places = self._sql(
            f"SELECT contact, street, postal_code FROM address WHERE contact IN ({marks})"
        )
        for number, street, code in driver_rows(places):
            parts.count(number)
            if street and code:
                parts.add(parts.places, number, f"{fold.fold(street)} {code}")
        stars = self._sql(
            f"SELECT contact FROM star WHERE person = ? AND contact IN ({marks})", (self._person,)
        )
        parts.starred.update(row[0] for row in driver_rows(stars))


class _Parts:
    """What the tables of parts have of some contacts."""

    def __init__(self) -> None:
        self.phones: dict[int, list[str]] = {}
        self.emails: dict[int, list[str]] = {}
        self.organisations: dict[int, list[str]] = {}
        self.places: dict[int, list[str]] = {}
        self.hosts: dict[int, list[str]] = {}
        self.filled: dict[int, int] = {}
        self.starred: set[int] = set()

    @staticmethod
    def add(to: dict[int, list[str]], number: int, value: str) -> None:
        to.setdefault(number, []).append(value)

    @staticmethod
    def of(these: dict[int, list[str]], number: int) -> frozenset[str]:
        return frozenset(these.get(number, ()))

    def count(self, number: int) -> None:
        self.filled[number] = self.filled.get(number, 0) + 1


def _is_day(birthday: str) -> bool:
    """Whether it is a day, with its year or without."""
    return (len(birthday) == 10 and birthday[:4].isdecimal()) or (
        len(birthday) == 7 and birthday.startswith("--")
    )


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].lower().removeprefix("www.")
