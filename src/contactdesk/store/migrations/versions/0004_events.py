"""What happens: appointments, tasks and journal entries, and the calendars they are in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_WORDS = (
    "component", "uid", "recurrence_id", "summary", "description", "location", "starts_at",
    "ends_at", "time_zone", "rrule", "rdates", "exdates", "status", "completed_at",
    "transparency", "classification", "categories", "organizer", "attendees", "alarms", "url",
    "revised_at", "extra", "calendar", "about", "deleted_at", "starts_utc", "last_ends_utc",
)  # fmt: skip
_COUNTS = (
    "revision", "and_later", "priority", "percent", "sequence", "withdrawn", "top_item", "lasting",
)  # fmt: skip


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))


def _of_event(**options: bool) -> sa.Column[int]:
    key = sa.ForeignKey("event.number", ondelete="CASCADE")
    return sa.Column("event", sa.Integer(), key, **options)  # type: ignore[arg-type]  # flags


def upgrade() -> None:
    """Add the tables; a program that does not know them must not take their steps back."""
    _add_event()
    _add_beside()
    calendar = op.create_table(
        "calendar",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        _words("name"),
        _words("colour"),
        _count("withdrawn"),
    )
    op.execute(calendar.insert().values(id=""))
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="4"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 4")


def _add_event() -> None:
    op.create_table(
        "event",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("duration_minutes", sa.Integer()),
        *map(_words, _WORDS),
        *map(_count, _COUNTS),
    )
    op.create_index("event_uid", "event", ["uid"], sqlite_where=sa.text("uid <> ''"))
    op.create_index("event_starts", "event", ["starts_utc"])
    op.create_index(
        "event_lasting", "event", ["last_ends_utc"], sqlite_where=sa.text("lasting = 1")
    )
    op.create_index(
        "event_deleted", "event", ["deleted_at"], sqlite_where=sa.text("deleted_at <> ''")
    )


def _add_beside() -> None:
    op.create_table(
        "event_link",
        _of_event(primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("event_link_key", "event_link", ["key", "event"])
    op.create_table(
        "event_original",
        sa.Column("number", sa.Integer(), primary_key=True),
        _of_event(nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        _words("version"),
        _words("source"),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("set_id", sa.Integer()),
    )
    op.create_index("event_original_event", "event_original", ["event"])
