"""The office's work: deals, documents, own fields, saved rules and views; tasks that are quickly
found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactdesk.store.happened import HAPPENED

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables; a program that does not know them would lose them in its own steps."""
    of_tasks = sa.text("component = 'task'")
    op.create_index("event_tasks", "event", ["starts_utc"], sqlite_where=of_tasks)
    _add_views()
    _add_deals()
    _add_custom_fields()
    _add_documents()
    _add_owners()
    _add_happened()
    _add_records("smart_group", ("name", "rules", "owner", "always_out", "colour"), ("position",))
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.execute(setting.update().where(setting.c.name == "min_writer").values(value="7"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 7")


def _add_views() -> None:
    words = ("name", "columns", "widths", "sorted_by", "grouped_by", "filters", "total", "scope")
    _add_records("table_view", (*words, "owner"), ("descending",))


def _add_deals() -> None:
    _add_records("pipeline", ("name", "stages", "follow_ups", "currency"), ("position",))
    _add_records(
        "deal",
        ("title", "pipeline", "stage_since", "amount", "currency", "discount", "organisation",
         "people", "owner", "expected_on", "closed_on", "lost_reason", "source", "description",
         "products", "competitors"),
        ("stage", "follows_products"),
        sa.Column("chance", sa.Integer()),
    )  # fmt: skip
    op.create_index("deal_place", "deal", ["pipeline", "stage"])
    of_deal = sa.ForeignKey("deal.number", ondelete="CASCADE")
    op.create_table(
        "deal_link",
        sa.Column("deal", sa.Integer(), of_deal, primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        _words("role"),
        sqlite_with_rowid=False,
    )
    op.create_index("deal_link_key", "deal_link", ["key", "deal"])
    _add_records("exchange_rate", ("currency", "base", "rate", "valid_on"))
    op.add_column("event", _words("deal"))
    op.create_index("event_deal", "event", ["deal"], sqlite_where=sa.text("deal <> ''"))


def _add_custom_fields() -> None:
    """Fields that an office makes for itself, and the sections in which they stand."""
    op.add_column("contact", _words("custom"))
    _add_records(
        "custom_field",
        ("label", "type", "section", "icon", "choices", "preset", "unit", "only_categories",
         "kinds", "owner"),
        ("position", "in_lists"),
    )  # fmt: skip
    _add_records("custom_section", ("name",), ("position",))


def _add_documents() -> None:
    """Files that belong to people and to what happens, their bytes and the words in them."""
    words = ("name", "kind", "note", "media_type", "path", "added_at", "versions", "about")
    _add_records("document", (*words, "sha256", "changed_at", "words"))
    op.create_index("document_changed", "document", ["changed_at"])
    op.create_index("document_sha256", "document", ["sha256"])
    of_document = sa.ForeignKey("document.number", ondelete="CASCADE")
    op.create_table(
        "document_link",
        sa.Column("document", sa.Integer(), of_document, primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("document_link_key", "document_link", ["key", "document"])
    op.create_table(
        "blob_part",
        sa.Column("whole", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("part", sa.Text(), sa.ForeignKey("blob.sha256"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("blob_part_part", "blob_part", ["part"])
    op.create_table(
        "document_text",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("sha256", sa.Text(), nullable=False, unique=True),
        _words("words"),
        _words("text"),
    )
    _add_words_of_documents()


def _add_words_of_documents() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE text_index_documents USING fts5("
            "tokens, content='', detail=none, columnsize=0, tokenize='ascii', prefix='2 3')"
        )
        return
    op.execute(
        "CREATE TABLE text_index_documents (document BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)"
    )
    op.execute(
        "CREATE INDEX text_index_documents_tokens ON text_index_documents USING gin (tokens)"
    )


def _add_owners() -> None:
    """Who does a task, who gave it, and its steps."""
    for name in ("owner", "given_by", "steps"):
        op.add_column("event", _words(name))


def _add_records(
    name: str, words: tuple[str, ...], counts: tuple[str, ...] = (), *more: sa.Column[int]
) -> None:
    """The table of a type of record."""
    op.create_table(
        name,
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        *map(_words, (*words, "deleted_at")),
        *map(_count, ("revision", *counts, "withdrawn", "top_item")),
        *more,
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))


def _add_happened() -> None:
    op.create_table(
        "happened",
        sa.Column("kind", sa.Integer(), primary_key=True),
        sa.Column("at", sa.Text(), primary_key=True),
        sa.Column("event", sa.Integer(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO happened (kind, at, event, key) " + HAPPENED.format(which=""))
