"""An archive for contacts; categories that are known by an id and stay when they are empty."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactdesk.model.record import new_ids

revision = "0002"
down_revision = "0001"


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def upgrade() -> None:
    """Add the columns; every category gets its id, and those nobody has are in no list."""
    op.add_column("contact", _words("archived_at"))
    op.add_column("category", _words("id"))
    op.add_column(
        "category",
        sa.Column("withdrawn", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    _give_ids()
    op.create_index("category_id", "category", ["id"], unique=True)
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="2"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 2")


def _give_ids() -> None:
    connection = op.get_bind()
    category = sa.table("category", *map(sa.column, ("number", "id", "withdrawn")))
    link = sa.table("contact_category", *map(sa.column, ("contact", "category")))
    contact = sa.table("contact", *map(sa.column, ("number", "withdrawn")))
    numbers = list(connection.execute(sa.select(category.c.number)).scalars())
    for number, uuid in zip(numbers, new_ids(len(numbers)), strict=True):
        chosen = category.update().where(category.c.number == number)
        connection.execute(chosen.values(id=uuid))
    having = (
        sa.select(link.c.category)
        .join(contact, contact.c.number == link.c.contact)
        .where(contact.c.withdrawn == 0)
    )
    left_over = category.update().where(category.c.number.not_in(having))
    connection.execute(left_over.values(withdrawn=1))
