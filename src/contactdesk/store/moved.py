"""The mark of a book that was moved: it may be read, and says where it went.

A setting says so; `min_writer` keeps programs out that do not know the setting. Both are taken
back when the book is taken into use again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.errors import BookError, BookReadOnly
from contactdesk.i18n import _
from contactdesk.store.server_address import is_server_address, keep_for_session, parsed, shown

_NAME = "moved"
_NOBODY = "9999"  # a schema that no program has
_KEEP = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"


class Moved(NamedTuple):
    """Where a book went, when (UTC, ISO 8601), and which programs could write it before."""

    to: str
    at: str
    min_writer: str


def moved(stored: Mapping[str, Any]) -> Moved | None:
    """What a book's settings say of it; None for one that is in use."""
    try:
        return Moved(**json.loads(stored[_NAME]))
    except (KeyError, TypeError, ValueError):
        return None


def moved_words(mark: Moved) -> str:
    """What a person reads who opens it."""
    return _(
        "This book was moved to {place} on {day}. What you see is how it was then; to change "
        "something, open it there."
    ).format(place=place_words(mark.to), day=mark.at[:10])


def place_words(place: str) -> str:
    """A place as people call it."""
    if not is_server_address(place):
        return place
    address = parsed(place)[0]
    return _("{name} on {place}").format(name=address.database, place=address.place)


def mark(connection: Connection, to: str) -> None:
    """Say in a book, within a transaction of it, that it is elsewhere now."""
    sql = connection.exec_driver_sql
    before = sql("SELECT value FROM setting WHERE name = 'min_writer'").scalar()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    plain = Moved(shown(to), at, str(before or "1"))._asdict()
    sql(_KEEP, (_NAME, json.dumps(plain, ensure_ascii=False)))
    sql(_KEEP, ("min_writer", _NOBODY))


def take_back(place: str) -> None:
    """Take a moved book into use again, as it was left."""
    from contactdesk.store import guard

    guard.check()
    if is_server_address(place):
        _take_back_on_server(place)
    else:
        _take_back_file(place)


def _take_back_file(place: str) -> None:
    from contactdesk.store.engines import sqlite_engine, translated
    from contactdesk.store.opening import path_of
    from contactdesk.store.storage import storage_of

    path: Path = path_of(place)
    storage = storage_of(path)
    if storage.decision == "read":
        raise BookReadOnly(storage.whole())
    engine = sqlite_engine(path)
    try:
        with translated(str(path)), engine.execution_options(writing=True).begin() as connection:
            _unmark(connection)
    finally:
        engine.dispose()


def _take_back_on_server(place: str) -> None:
    from contactdesk.store import postgres_errors
    from contactdesk.store.postgres import LOOK_PATIENCE, postgres_engine

    address, password = parsed(place)
    if password:
        keep_for_session(address, password)
    engine = postgres_engine(address, LOOK_PATIENCE)
    try:
        writing = engine.execution_options(writing=True)
        with postgres_errors.translated(address), writing.begin() as connection:
            _unmark(connection)
    finally:
        engine.dispose()


def _unmark(connection: Connection) -> None:
    sql = connection.exec_driver_sql
    value = sql("SELECT value FROM setting WHERE name = ?", (_NAME,)).scalar()
    found = moved({_NAME: value})
    if found is None:
        raise BookError(_("This book was not moved. It is as it was."))
    sql(_KEEP, ("min_writer", found.min_writer))
    sql("DELETE FROM setting WHERE name = ?", (_NAME,))
