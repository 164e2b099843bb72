"""The office's work: deals, documents, own fields, saved rules and views; tasks that are quickly
found."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables; a program that does not know them would lose them in its own steps."""
    op.create_index("event_component", "event", ["component"])
    _views()
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="7"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 7")


def _record(*words: str) -> list[sa.Column[Any]]:
    """What every record has, and columns of texts."""
    numbers = ("revision", "withdrawn", "top_item")
    return [
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        *(sa.Column(n, sa.Integer(), nullable=False, server_default=sa.text("0")) for n in numbers),
        *(
            sa.Column(n, sa.Text(), nullable=False, server_default=sa.text("''"))
            for n in ("deleted_at", *words)
        ),
    ]


def _views() -> None:
    words = (
        "name",
        "columns",
        "widths",
        "sorted_by",
        "grouped_by",
        "filters",
        "total",
        "scope",
        "owner",
    )
    whole = sa.Column("descending", sa.Integer(), nullable=False, server_default=sa.text("0"))
    op.create_table("table_view", *_record(*words), whole)
