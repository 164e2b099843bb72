"""Contacts that a card might be, looked up for many cards at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.relations import UUID_SCHEME
from contactdesk.store.merge_links import MergeLinks


class Found(NamedTuple):
    """Numbers of contacts by what was asked, and what is needed to choose among them."""

    by_hash: dict[bytes, list[int]]
    by_uid: dict[str, list[int]]
    by_compared: dict[str, list[int]]
    by_name: dict[str, list[int]]
    names: dict[int, str]
    ids: dict[int, str]
    organisations: dict[int, set[str]]
    archived: set[int]
    kept: dict[int, int]  # who became part of another, and of whom

    def shared(self, number: int, compared: Sequence[str]) -> bool:
        """Whether a contact has one of these phones or mails."""
        return any(number in self.by_compared.get(k, ()) for k in compared)


class Candidates:
    """Looks only at contacts with numbers below `below` that are not in the bin."""

    def __init__(self, connection: Connection, below: int) -> None:
        self._sql = connection.exec_driver_sql
        self._below = below
        merged = MergeLinks(connection)
        self._merged = merged if merged.any() else None

    def look_up(
        self,
        hashes: Sequence[bytes],
        uids: Sequence[str],
        compared: Sequence[str],
        names: Sequence[str],
    ) -> Found:
        """Every contact that has one of these."""
        by_hash = self._by("SELECT hash, contact FROM original WHERE hash IN ({})", hashes)
        by_uid = self._by("SELECT uid, number FROM contact WHERE uid <> '' AND uid IN ({})", uids)
        by_uid = {**self._by_own_id(uids), **by_uid}
        by_compared = self._by(
            "SELECT compare, contact FROM entry WHERE compare <> '' AND compare IN ({})", compared
        )
        by_name = self._by("SELECT name_key, number FROM contact WHERE name_key IN ({})", names)
        kept = self._kept(by_hash, by_uid)
        numbers = {
            n for d in (by_hash, by_uid, by_compared, by_name) for ns in d.values() for n in ns
        }
        standing = self._standing(numbers | set(kept.values()))
        standing |= {n: standing[at] for n, at in kept.items() if at in standing}
        names_of = {n: row[0] for n, row in standing.items()}
        for each in (by_hash, by_uid, by_compared, by_name):
            for key in each:
                each[key] = [n for n in dict.fromkeys(each[key]) if n in standing]
        places = self._by(
            "SELECT contact, organisation_key FROM membership WHERE contact IN ({})",
            sorted({n for ns in by_name.values() for n in ns}),
        )
        organisations = {n: set(keys) for n, keys in places.items()}
        return Found(
            by_hash, by_uid, by_compared, by_name, names_of,
            {n: row[1] for n, row in standing.items()}, organisations,
            {n for n, row in standing.items() if row[2]}, kept,
        )  # fmt: skip

    def _kept(self, *found: dict[Any, list[int]]) -> dict[int, int]:
        """Of whom cards are that became part of another: whose they are now."""
        if self._merged is None:
            return {}
        return self._merged.kept({n for each in found for ns in each.values() for n in ns})

    def _by_own_id(self, uids: Sequence[str]) -> dict[str, list[int]]:
        """A card without an identifier leaves this book with the contact's own id as one."""
        own = {u.lower().removeprefix(UUID_SCHEME): u for u in uids if u.startswith(UUID_SCHEME)}
        sql = "SELECT id, number FROM contact WHERE id IN ({})"
        return {own[i]: numbers for i, numbers in self._by(sql, list(own)).items()}

    def _by(self, sql: str, keys: Sequence[Any]) -> dict[Any, list[Any]]:
        found: dict[Any, list[Any]] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            for key, value in self._sql(sql.format(",".join("?" * len(part))), tuple(part)):
                found.setdefault(key, []).append(value)
        return found

    def _standing(self, numbers: set[int]) -> dict[int, tuple[str, str, str]]:
        """Name, UUID and time of archiving of those there before that are not in the bin."""
        marks = ",".join(str(n) for n in numbers if n < self._below)
        rows = self._sql(
            "SELECT number, formatted_name, id, archived_at FROM contact "
            f"WHERE deleted_at = '' AND number IN ({marks})"
        )
        return {r[0]: (r[1], r[2], r[3]) for r in rows}
