"""Contacts that became part of another, and pairs that somebody said are two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables; a program that does not know them must not take a merge back."""
    number = sa.ForeignKey("contact.number", ondelete="CASCADE")
    kept = sa.ForeignKey("contact.number", ondelete="CASCADE")
    op.create_table(
        "merged",
        sa.Column("contact", sa.Integer(), number, primary_key=True),
        sa.Column("kept", sa.Integer(), kept, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("merged_kept", "merged", ["kept"])
    op.create_table(
        "not_same",
        sa.Column("one", sa.Text(), primary_key=True),
        sa.Column("other", sa.Text(), primary_key=True),
        sqlite_with_rowid=False,
    )
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="3"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 3")
