"""The bytes of documents, in pieces that are each kept once by their hash.

A document of a gigabyte is written in many short transactions, so that colleagues go on saving.
Until it is whole its pieces belong to an upload that nobody sees; the last step gives them to the
document's hash. What was left by a program that ended amid an upload is swept a day later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from contactdesk.model.record import new_id
from contactdesk.store.blobs import CHUNK, Blobs
from contactdesk.store.forgetting import Forgetting
from contactdesk.store.unseen import is_there, keeps_contents

_UPLOAD = "upload:"
_DAY_MS = 86_400_000
PIECE = CHUNK


def upload_name() -> str:
    """A name for an upload, which nobody else has."""
    return _UPLOAD + new_id()


class Contents:
    """The contents of documents, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._blobs = Blobs(connection)

    def has(self, sha256: str) -> bool:
        """Whether the whole of it is in the book, also where I see it only once a record of mine
        names it."""
        if keeps_contents(self._connection):
            return is_there(self._connection, "content", sha256)
        return self._sql("SELECT 1 FROM blob_part WHERE whole = ?", (sha256,)).first() is not None

    def size(self, sha256: str) -> int | None:
        """How many bytes it has; None where the book does not have the whole of it."""
        found: int | None = self._sql(
            "SELECT sum(b.size) FROM blob_part p JOIN blob b ON b.sha256 = p.part "
            "WHERE p.whole = ?", (sha256,)
        ).scalar()  # fmt: skip
        return None if found is None else int(found)

    def begin(self) -> str:
        """A name for an upload; what others began a day ago and never finished is swept."""
        name = upload_name()
        self._sweep(name)
        return name

    def add(self, upload: str, position: int, pieces: Sequence[bytes]) -> None:
        """Keep the next pieces of an upload, from this position on."""
        whole = self._mine(upload)
        for place, data in enumerate(pieces, position):
            part = self._blobs.keep(data, "application/octet-stream").sha256
            self._sql(
                "INSERT INTO blob_part (whole, position, part) VALUES (?, ?, ?)",
                (whole, place, part),
            )

    def finish(self, upload: str, sha256: str) -> None:
        """It is whole: from now on it is found by its hash."""
        if self.has(sha256):
            self.drop(upload)
        else:
            of = self._mine(upload)
            self._sql("UPDATE blob_part SET whole = ? WHERE whole = ?", (sha256, of))

    def drop(self, *uploads: str) -> None:
        """Forget uploads and all that only they had."""
        Forgetting(self._connection).drop_whole([self._mine(each) for each in uploads])

    def _mine(self, upload: str) -> str:
        """What an upload is called in the book: where the server keeps contents back it is there
        for who brings it alone."""
        if not (upload.startswith(_UPLOAD) and keeps_contents(self._connection)):
            return upload
        return f"{upload}:{self._sql('SELECT session_user').scalar()}"

    def keep(self, data: bytes) -> str:
        """Keep a small content at once; returns its hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            pieces = [data[i : i + PIECE] for i in range(0, len(data), PIECE)] or [b""]
            self.add(sha256, 0, pieces)
        return sha256

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes with this hash, piece by piece."""
        count = self._sql("SELECT count(*) FROM blob_part WHERE whole = ?", (sha256,)).scalar()
        for position in range(count or 0):
            yield self.piece(sha256, position) or b""

    def piece(self, sha256: str, position: int) -> bytes | None:
        """One piece; None after the last."""
        found = self._sql(
            "SELECT part FROM blob_part WHERE whole = ? AND position = ?", (sha256, position)
        ).scalar()
        return None if found is None else self._blobs.get(str(found)) or b""

    def _sweep(self, name: str) -> None:
        """Ids begin with their time, so that older ones are smaller."""
        made = int(name.removeprefix(_UPLOAD).replace("-", "")[:12], 16) - _DAY_MS
        limit = f"{_UPLOAD}{made >> 16:08x}-{made & 0xFFFF:04x}"
        sql = "SELECT DISTINCT whole FROM blob_part WHERE whole > ? AND whole < ?"
        left = list(self._sql(sql, (_UPLOAD, limit)).scalars())
        if left:
            Forgetting(self._connection).drop_whole(left)
