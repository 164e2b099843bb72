"""The book's schema through time: Alembic, run from inside the program."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a book to the newest schema (or make it), in one transaction."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        upgrade_in(connection, to)


def upgrade_in(connection: Connection, to: str = "head") -> None:
    """The same within a transaction that is under way."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
