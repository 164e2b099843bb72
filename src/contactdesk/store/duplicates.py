"""Duplicates in the book: what finding them reads, who was said to be two, and merges."""

from __future__ import annotations

from sqlalchemy import Connection

from contactdesk.store.duplicate_keys import DuplicateKeys


class Duplicates(DuplicateKeys):
    """What one transaction knows and writes of duplicates."""

    def __init__(self, connection: Connection, person: int) -> None:
        super().__init__(connection, person)

    def apart(self) -> set[tuple[str, str]]:
        """Pairs of ids that somebody has said are not one person."""
        return set()
