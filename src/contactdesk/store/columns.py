"""What the tables of a book are made of: texts and numbers that are never NULL, and what every
record has.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Text, text

metadata = MetaData()


def words(name: str) -> Column[str]:
    """A text, "" where nothing is said."""
    return Column(name, Text, nullable=False, server_default=text("''"))


def count(name: str) -> Column[int]:
    """A whole number, 0 where nothing is said."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def of_record() -> tuple[Column[Any], ...]:
    """What every record has (see `records.py`)."""
    return (
        Column("number", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        count("revision"),
        words("deleted_at"),
        count("withdrawn"),  # 1: its making was undone; nowhere, not even in the bin
        count("top_item"),  # the highest item number ever given here
    )


def where_said(column: Column[str]) -> Index:
    """An index of the rows that say something there, of which there are few."""
    said = text(f"{column.name} <> ''")
    name = f"{column.table.name}_{column.name}"
    return Index(name, column, sqlite_where=said, postgresql_where=said)
