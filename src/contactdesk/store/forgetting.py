"""Deleting somebody for good: what the log, its labels and the blobs still say of them goes too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from contactdesk.i18n import _
from contactdesk.store.changes import APART, MERGE
from contactdesk.store.document_text import document_text
from contactdesk.store.unseen import named_unseen

_SHA256 = re.compile(r"[0-9a-f]{64}")
_AT_ONCE = 500


class Forgetting:
    """Clears one book of contacts that have just been purged."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql

    def forget(self, ids: Sequence[str], photos: Sequence[str]) -> None:
        """Leave nothing but the ids in the log; `photos` are the hashes of their pictures.

        A step that was about them alone loses its label, which may hold a name, and can no more
        be taken back. A picture or long text stays where somebody else still has it.
        """
        hashes = set(photos)
        for marks, some in _in_parts([*ids, *self._beside(ids)]):
            changes = f"FROM change WHERE record_id IN ({marks})"
            for (fields,) in self._sql(f"SELECT fields {changes} AND fields IS NOT NULL", some):
                hashes.update(_SHA256.findall(fields))
            self._sql(
                "UPDATE change SET kind = 'purge', fields = NULL "
                f"WHERE record_id IN ({marks})", some,
            )  # fmt: skip
            self._sql(
                f"UPDATE change_set SET label = ? WHERE id IN (SELECT set_id {changes}) AND NOT "
                "EXISTS (SELECT 1 FROM change c WHERE c.set_id = change_set.id "
                "AND c.kind <> 'purge')",
                (_("Deleted for good"), *some),
            )
        self._drop(hashes)

    def drop_whole(self, uploads: Sequence[str]) -> None:
        """Remove what of uploads is in no document; unlike a content's hash, nobody knows them."""
        self._drop(self._without_parts(uploads))

    def _beside(self, ids: Sequence[str]) -> list[str]:
        """What the log has of their merges, and of pairs that somebody said are two."""
        gone = set(ids)
        rows = self._sql("SELECT DISTINCT record_id FROM change WHERE record_type = ?", (APART,))
        pairs = [row[0] for row in rows if gone.intersection(row[0].split(" "))]
        for pair in pairs:
            one, other = pair.split(" ")
            self._sql("DELETE FROM not_same WHERE one = ? AND other = ?", (one, other))
        return [*(f"{MERGE}:{each}" for each in ids), *pairs]

    def _still_used(self, hashes: set[str]) -> set[str]:
        """Those of these hashes that a contact, a document or a line of the log names."""
        found = named_unseen(self._connection, hashes)
        for sql in (
            "SELECT photo FROM contact WHERE photo <> ''",
            "SELECT versions FROM document WHERE versions <> ''",
            "SELECT fields FROM change WHERE fields LIKE '%\"blob\"%' "
            "OR fields LIKE '%\"photo\"%' OR fields LIKE '%\"versions\"%'",
        ):
            for (text,) in self._sql(sql):
                found.update(hashes.intersection(_SHA256.findall(text)))
        return found

    def _drop(self, hashes: set[str]) -> None:
        """Remove those of these contents that nothing names any more, with all their pieces."""
        if not hashes:
            return
        unused = hashes - self._still_used(hashes)
        for marks, some in _in_parts(sorted(unused)):
            document_text(self._connection).forget(marks, some)
        pieces = self._without_parts(sorted(unused))
        gone = unused | (pieces - self._still_used(pieces))
        for marks, some in _in_parts(sorted(gone - self._parts_of_others(gone))):
            self._sql(f"DELETE FROM blob WHERE sha256 IN ({marks})", some)

    def _without_parts(self, wholes: Sequence[str]) -> set[str]:
        """Take contents apart; returns the hashes of what they were made of."""
        found: set[str] = set()
        for marks, some in _in_parts(wholes):
            found.update(
                self._sql(f"SELECT part FROM blob_part WHERE whole IN ({marks})", some).scalars()
            )
            self._sql(f"DELETE FROM blob_part WHERE whole IN ({marks})", some)
        return found

    def _parts_of_others(self, hashes: set[str]) -> set[str]:
        """Those of these that are a piece of some content still."""
        found: set[str] = set()
        for marks, some in _in_parts(sorted(hashes)):
            sql = f"SELECT part FROM blob_part WHERE part IN ({marks})"
            found.update(self._sql(sql, some).scalars())
        return found


def _in_parts(values: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for start in range(0, len(values), _AT_ONCE):
        some = tuple(values[start : start + _AT_ONCE])
        yield ",".join("?" * len(some)), some
