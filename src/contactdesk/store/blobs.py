"""Pictures and long texts, kept once by their content, in chunks that a backup can share."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from contactdesk.model.contact import Photo
from contactdesk.store import tables as t

CHUNK = 256 * 1024


class Blobs:
    """What the book holds by hash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, data: bytes, media_type: str) -> Photo:
        """Store the bytes unless they are there already; says how to find them again."""
        sha256 = hashlib.sha256(data).hexdigest()
        known = select(t.blob.c.sha256).where(t.blob.c.sha256 == sha256)
        if self._connection.execute(known).first() is None and self._is_new(
            sha256, media_type, len(data)
        ):
            chunks = [data[i : i + CHUNK] for i in range(0, len(data), CHUNK)]
            for position, chunk in enumerate(chunks):
                self._connection.execute(
                    insert(t.blob_chunk).values(sha256=sha256, position=position, data=chunk)
                )
        return Photo(media_type, sha256, len(data))

    def _is_new(self, *row: str | int) -> bool:
        """Have a content; False where a server has it that keeps it back from me."""
        sql = "INSERT OR IGNORE INTO blob (sha256, media_type, size) VALUES (?, ?, ?)"
        return self._connection.exec_driver_sql(sql, row).rowcount > 0

    def get(self, sha256: str) -> bytes | None:
        """The bytes with this hash, or None."""
        c = t.blob_chunk.c
        chunks = self._connection.execute(
            select(c.data).where(c.sha256 == sha256).order_by(c.position)
        ).scalars()
        parts = list(chunks)
        return b"".join(parts) if parts else None
