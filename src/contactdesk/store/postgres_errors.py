"""What PostgreSQL's errors mean for people: the counterpart of what `engines` says of SQLite's.

A sentence names the book and its server, never a password, and never what the server said of the
book's contents.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import (
    BookDamaged,
    BookError,
    BookFull,
    BookLocked,
    BookReadOnly,
    Cancelled,
    ServerUnreachable,
)
from contactdesk.i18n import N_, _
from contactdesk.store.server_address import ServerAddress

_AWAY = N_(
    "The server {place} cannot be reached. What was saved before is safe there. Look whether this "
    "computer is in the office's network and the server is on, then try again."
)
_GONE = N_(
    "The connection to {name} on {place} is gone: the server was switched off, or the network is "
    "away. What was saved before is safe. Try again when it is back, and look whether your last "
    "change is there."
)
_BUSY = N_(
    "{name} is busy: another program is writing to it. Nothing was changed. Try again in a moment."
)
_FULL = N_(
    "The disk of the server {place} is full. Nothing was changed and what was saved before is "
    "safe. Ask who looks after the server to make room, then try again."
)
_NO_RIGHT = N_(
    "{user} may not do this in {name} on {place}. Nothing was changed. Ask who looks after the "
    "server for the right to it."
)
_TOO_LONG = N_(
    "One text, such as the name of a category, is longer than {name} on the server can keep. "
    "Nothing was changed. Shorten it and try again."
)
# SQLSTATE, whole or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
_MEANINGS: dict[str, tuple[type[BookError], str]] = {
    "55P03": (BookLocked, _BUSY),  # lock_not_available
    "40001": (BookLocked, _BUSY),  # serialization_failure
    "40P01": (BookLocked, _BUSY),  # deadlock_detected
    "42501": (BookReadOnly, _NO_RIGHT),  # insufficient_privilege
    "25006": (BookReadOnly, _NO_RIGHT),  # read_only_sql_transaction
    "53100": (BookFull, _FULL),  # disk_full
    "53": (ServerUnreachable, _AWAY),  # out of memory, too many connections
    "54": (BookError, _TOO_LONG),  # program_limit_exceeded
    "57P": (ServerUnreachable, _GONE),  # shut down, crashed, starting
    "08": (ServerUnreachable, _GONE),  # connection exception
    "58": (ServerUnreachable, _GONE),  # an error of the server's own system
}
_STOPPED = "57014"  # query_canceled
# How languages quote a name in what a server says while it does not let somebody in
_QUOTED = re.compile(r"[\"'„“”«»‚‘’「」]\s?([^\"'„“”«»‚‘’「」]+?)\s?[\"'„“”«»‚‘’「」]")


def translate(error: BaseException, address: ServerAddress) -> BookError:
    """The sentence for people that an error of the server, or of the way to it, means."""
    original: Any = getattr(error, "orig", None) or error
    code = str(getattr(original, "sqlstate", None) or "")
    for key in (code, code[:3], code[:2]):
        if key in _MEANINGS:
            kind, words = _MEANINGS[key]
            return kind(_said(words, address))
    if isinstance(original, psycopg.OperationalError) and not code:
        return ServerUnreachable(_said(_GONE, address))
    return BookDamaged(
        _("{name} on {place} did not answer as a book does (code {code}). It was left as it "
          "is. Ask who looks after the server.").format(
            name=address.database, place=address.place, code=code or type(original).__name__
        )
    )  # fmt: skip


def _said(words: str, address: ServerAddress) -> str:
    return _(words).format(name=address.database, place=address.place, user=address.user)


def not_let_in(error: Any, address: ServerAddress) -> ServerUnreachable:
    """Why a connection was not made, and which part of the address says so.

    The driver gives no code here, only words in the server's language: the names quoted in them
    and whether a password was asked for tell the cases apart.
    """
    words, link = str(error), getattr(error, "pgconn", None)
    quoted = {q.strip() for q in _QUOTED.findall(words)}
    asked = bool(link and (link.needs_password or link.used_password))
    if "pg_hba.conf" in words:
        sentence = _("The server {place} does not let this computer in. Ask who looks after it, "
                     "then try again.")  # fmt: skip
        return ServerUnreachable(_said(sentence, address), field="host")
    if link and link.needs_password:
        sentence = _("{place} asks for a password. Type it and try again.")
        return ServerUnreachable(_said(sentence, address), field="password")
    if address.database in quoted and (address.user != address.database or not asked):
        sentence = _("There is no database {name} on {place}. Correct the name, or ask who looks "
                     "after the server to make it, then try again.")  # fmt: skip
        return ServerUnreachable(_said(sentence, address), field="database")
    if asked or address.user in quoted:
        sentence = _("{place} did not accept the name {user} with this password. Type both again.")
        return ServerUnreachable(_said(sentence, address), field="password")
    return ServerUnreachable(_said(_AWAY, address), field="host")


@contextmanager
def translated(address: ServerAddress) -> Iterator[None]:
    """The server's errors inside become `BookError`s, and so does what no book would hold."""
    try:
        yield
    except (DBAPIError, psycopg.Error, UnicodeError, JSONDecodeError, zlib.error) as error:
        if getattr(getattr(error, "orig", error), "sqlstate", None) == _STOPPED:
            raise Cancelled from error
        raise translate(error, address) from error
