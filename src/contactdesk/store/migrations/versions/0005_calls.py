"""Calls: who called whom, by what, and how it went; beside appointments, tasks and notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; a program that does not know them would write a call without them."""
    for name in ("direction", "outcome", "channel"):
        words = sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))
        op.add_column("event", words)
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="5"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 5")
