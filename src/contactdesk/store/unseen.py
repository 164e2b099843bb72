"""What a server keeps back from who writes, and what must be heeded of it all the same.

A deed that would harm what somebody cannot see, or meet it, is refused in a sentence or leaves it
alone. Elsewhere nothing is unseen, and nothing is asked.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.store.postgres_order import is_guarded

CONTENTS = "guarded_contents"
"""The option of a connection to a book whose server keeps contents back too."""


def keeps_contents(connection: Connection) -> bool:
    """Whether the server keeps contents back that only others' private records name."""
    return bool(connection.get_execution_options().get(CONTENTS))


def is_there(connection: Connection, kind: str, sha256: str) -> bool:
    """Whether a content ("content"), or what is known of its words ("words"), is there on such a
    server, whoever sees it: who has the same will see it as soon as a record of theirs names it."""
    sql = "SELECT book_is_there(?, ?)"
    return bool(connection.exec_driver_sql(sql, (kind, sha256)).scalar())


def need_free(connection: Connection, uuid: str) -> None:
    """Raises a sentence when a record with this id is there for somebody else alone: another of
    that id cannot be made."""
    if not uuid or not is_guarded(connection):
        return
    sql = "SELECT 1 FROM (SELECT book_hidden() AS id) h WHERE id = ?"
    if connection.exec_driver_sql(sql, (uuid,)).first() is not None:
        raise ContactDeskError(
            _("A colleague keeps this private now, so it cannot be added or brought back. Nothing "
              "was changed. Ask your colleagues to show it to all again.")
        )  # fmt: skip


def named_unseen(connection: Connection, hashes: Collection[str]) -> set[str]:
    """Those of these contents that something names which I may not see."""
    if not hashes or not is_guarded(connection):
        return set()
    sql = "SELECT book_named_unseen(?)"
    return set(connection.exec_driver_sql(sql, (",".join(hashes),)).scalars())
