"""Who has a server's book open just now: a row of `setting` for each window.

Each window writes its own row alone, aside from the changes of the book: nobody waits for it, and
it is no change of the book. Ages are told by the server's clock.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import BookError
from contactdesk.model.record import new_id
from contactdesk.store.presence import FORGOTTEN_SECONDS, LONGEST, STALE_SECONDS, Here

PREFIX = "presence."  # of the names of such rows
_NOW = "CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)"
_TELL = (
    f"INSERT INTO setting (name, value) VALUES (?, {_NOW} || ' ' || ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_OTHERS = f"SELECT name, value, {_NOW} FROM setting WHERE name LIKE '{PREFIX}%' AND name <> ?"
_FORGET = "DELETE FROM setting WHERE name = ?"


class ServerPresence:
    """The presence of one window of a server's book."""

    def __init__(self, engine: Engine) -> None:
        self.window = new_id()
        self._engine = engine
        self._told = False

    def _run(self, sql: str, *values: str) -> list[Any]:
        """The rows of a statement; none when the server is away or does not allow it."""
        with suppress(DBAPIError, BookError), self._engine.connect() as connection:
            aside = connection.execution_options(writing="aside")
            found = aside.exec_driver_sql(sql, values)
            rows = list(found) if found.returns_rows else []
            aside.commit()
            return rows
        return []

    def tell(self, me: Here) -> None:
        """Write our own row."""
        plain = {**me._asdict(), "window": self.window, "name": me.name[:LONGEST]}
        self._run(_TELL, PREFIX + self.window, json.dumps(plain, ensure_ascii=False))
        self._told = True

    def others(self) -> list[Here]:
        """Who else has told of themselves lately; what a crash left is cleared away after a day."""
        found: list[Here] = []
        for name, value, now in self._run(_OTHERS, PREFIX + self.window):
            said, _space, text = str(value).partition(" ")
            age = now - int(said) if said.isdecimal() else FORGOTTEN_SECONDS + 1
            if age > FORGOTTEN_SECONDS:
                self._run(_FORGET, name)
            with suppress(ValueError, AttributeError):
                if age < STALE_SECONDS:
                    found.append(_here(json.loads(text), name.removeprefix(PREFIX)))
        return sorted(found, key=lambda here: (here.since, here.window))

    def leave(self) -> None:
        """Take our row away."""
        if self._told:
            self._run(_FORGET, PREFIX + self.window)


def _here(plain: dict[str, Any], window: str) -> Here:
    values = {name: str(plain.get(name) or "")[:LONGEST] for name in Here._fields}
    return Here(**{**values, "window": window})
