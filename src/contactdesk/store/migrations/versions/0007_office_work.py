"""The office's work: deals, documents, own fields, saved rules and views; tasks that are quickly
found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables; a program that does not know them would lose them in its own steps."""
    op.create_index("event_component", "event", ["component"])
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="7"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 7")
