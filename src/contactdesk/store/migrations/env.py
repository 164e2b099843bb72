"""Alembic's entry: the connection comes from the program, never from a configuration file."""

from __future__ import annotations

from alembic import context

from contactdesk.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the program's own transaction holds it all
)
context.run_migrations()
