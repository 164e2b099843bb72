"""The roles of one book on a server: set up, granted, taken away and listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.errors import BookError, NotFound
from contactdesk.i18n import _
from contactdesk.store import postgres_errors
from contactdesk.store.postgres import LOOK_PATIENCE, postgres_engine
from contactdesk.store.postgres_roles import (
    ROLES,
    are_set_up,
    book_sql,
    group_of,
    groups_sql,
    owner_of,
    quoted,
    run_plain,
)
from contactdesk.store.server_address import keep_for_session, parsed


class Member(NamedTuple):
    """Somebody with a role; `role` is "owner" for who stands above them."""

    name: str
    role: str


class Roles:
    """The roles of one book, for whoever may give them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._database = str(self._sql("SELECT current_database()").scalar())

    def are_set_up(self) -> bool:
        """Whether the book has roles."""
        return are_set_up(self._connection)

    def setup_sql(self) -> list[str]:
        """Every statement that an administrator of the server runs to set them up."""
        return [*groups_sql(self._database), *book_sql(self._database, self._owner())]

    def set_up(self) -> None:
        """Run them; what was set up before is brought up to date."""
        for statement in self.setup_sql():
            run_plain(self._connection, statement)

    def _owner(self) -> str:
        return owner_of(self._connection)

    def members(self) -> list[Member]:
        """Everybody with a role, the owner first, then by name."""
        found = [Member(self._owner(), "owner")]
        sql = (
            "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid "
            "JOIN pg_roles m ON m.oid = a.member WHERE g.rolname = ? AND m.rolcanlogin"
        )
        groups = {group_of(self._database, role): role for role in ROLES}
        for group, role in groups.items():
            found += [Member(name, role) for (name,) in self._sql(sql, (group,))]
        return [found[0], *sorted(set(found[1:]))]

    def grant(self, name: str, role: str) -> None:
        """Give somebody a role, in place of the one they had."""
        self._need(name)
        for other in ROLES:
            self._take(name, other, but=role)
        more = " WITH ADMIN OPTION" if role == "manager" else ""
        run_plain(self._connection, f"GRANT {self._group(role)} TO {quoted(name)}{more}")

    def revoke(self, name: str) -> None:
        """Take every role of the book away from somebody."""
        self._need(name)
        for role in ROLES:
            self._take(name, role)

    def _take(self, name: str, role: str, but: str = "") -> None:
        if role != but and Member(name, role) in self.members():
            run_plain(self._connection, f"REVOKE {self._group(role)} FROM {quoted(name)}")

    def _group(self, role: str) -> str:
        return quoted(group_of(self._database, role))

    def _need(self, name: str) -> None:
        if not self.are_set_up():
            raise BookError(
                _("The book {book} has no roles yet. Have an administrator of the server run what "
                  "“contactdesk server roles sql” prints.").format(book=self._database)
            )  # fmt: skip
        if self._sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (name,)).first() is None:
            raise NotFound(
                _("There is nobody called {name} on the server. An administrator of the server "
                  "adds them: CREATE ROLE {quoted} LOGIN PASSWORD '…'.").format(
                    name=name, quoted=quoted(name))
            )  # fmt: skip


@contextmanager
def roles_of(url: str) -> Iterator[Roles]:
    """The roles of the book at an address; what is done in the block is done whole or not."""
    address, password = parsed(url)
    if password:
        keep_for_session(address, password)
    engine = postgres_engine(address, LOOK_PATIENCE)
    try:
        aside = engine.execution_options(writing="aside")
        with postgres_errors.translated(address), aside.begin() as connection:
            yield Roles(connection)
    finally:
        engine.dispose()
