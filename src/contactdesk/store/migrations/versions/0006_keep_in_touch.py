"""How often to be in touch, for a contact and for a category; birthdays that are quickly found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; a program that does not know them would lose them in its own steps."""
    for table in ("contact", "category"):
        words = sa.Column("keep_in_touch", sa.Text(), nullable=False, server_default=sa.text("''"))
        op.add_column(table, words)
    for name in ("birthday", "anniversary", "keep_in_touch"):
        op.create_index(f"contact_{name}", "contact", [name], sqlite_where=sa.text(f"{name} <> ''"))
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="6"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 6")
