"""Whose a record is, and who alone sees it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; a program that does not know them would show everybody what is private."""
    _add_owners()
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="8"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 8")


def _add_owners() -> None:
    """Events and deals have an owner already; of appointments, colleagues who take part too."""
    for table in ("contact", "document"):
        op.add_column(table, _words("owner"))
    op.add_column("event", _words("colleagues"))
    for table in ("contact", "event", "deal", "document"):
        op.add_column(table, _words("private_to"))
        _index(table, "private_to")
    _index("contact", "owner")


def _index(table: str, column: str) -> None:
    said = sa.text(f"{column} <> ''")
    op.create_index(f"{table}_{column}", table, [column], sqlite_where=said, postgresql_where=said)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))
