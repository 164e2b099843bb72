"""The book's schema through time: Alembic, run from inside the program."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a book to the newest schema (or make it), in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect().execution_options(writing=True) as connection:
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, to)
