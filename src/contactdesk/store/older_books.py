"""A book of an earlier schema where it may only be read: what it lacks is added in passing.

It cannot be upgraded, yet everything that reads it asks for today's columns. Views that exist for
this connection alone stand before the tables; the file is left as it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Table, event

from contactdesk.store import tables as t
from contactdesk.store.happened import HAPPENED


def _without_rows(table: Table) -> str:
    columns = ", ".join(f'NULL AS "{column.name}"' for column in table.columns)
    return f"CREATE TEMP VIEW IF NOT EXISTS {table.name} AS SELECT {columns} WHERE 0"


# What the eighth schema has of a type of record, and of events; the seventh has of those.
_WHOSE = "'' AS owner, '' AS private_to"
_NEW_OF_EVENTS = "'' AS colleagues, '' AS private_to"
_OF_EVENTS = f"'' AS deal, '' AS owner, '' AS given_by, '' AS steps, {_NEW_OF_EVENTS}"
# The schema that a book lacks -> the views that stand in for what it brought.
_VIEWS = {
    2: (
        "CREATE TEMP VIEW IF NOT EXISTS contact AS SELECT c.*, '' AS archived_at, "
        f"'' AS keep_in_touch, '' AS custom, {_WHOSE} FROM main.contact c",
        "CREATE TEMP VIEW IF NOT EXISTS category AS SELECT g.*, 'category-' || g.number AS id, "
        "NOT EXISTS (SELECT 1 FROM main.contact_category l "
        "JOIN main.contact c ON c.number = l.contact "
        "WHERE l.category = g.number AND c.withdrawn = 0) AS withdrawn, '' AS keep_in_touch "
        "FROM main.category g",
    ),
    3: (
        "CREATE TEMP VIEW IF NOT EXISTS merged AS SELECT 0 AS contact, 0 AS kept WHERE 0",
        "CREATE TEMP VIEW IF NOT EXISTS not_same AS SELECT '' AS one, '' AS other WHERE 0",
    ),
    4: tuple(map(_without_rows, (t.event, t.event_link, t.event_original, t.calendar))),
    5: (
        "CREATE TEMP VIEW IF NOT EXISTS event AS SELECT *, '' AS direction, '' AS outcome, "
        f"'' AS channel, {_OF_EVENTS} FROM main.event",
    ),
    6: (
        "CREATE TEMP VIEW IF NOT EXISTS contact AS SELECT *, '' AS keep_in_touch, '' AS custom, "
        f"{_WHOSE} FROM main.contact",
        "CREATE TEMP VIEW IF NOT EXISTS category AS SELECT *, '' AS keep_in_touch "
        "FROM main.category",
    ),
    7: (
        "CREATE TEMP VIEW IF NOT EXISTS contact AS SELECT *, '' AS custom, "
        f"{_WHOSE} FROM main.contact",
        f"CREATE TEMP VIEW IF NOT EXISTS event AS SELECT *, {_OF_EVENTS} FROM main.event",
        *map(_without_rows, (*t.RECORDS.values(), *t.OF_RECORDS)),
        f"CREATE TEMP VIEW IF NOT EXISTS happened AS {HAPPENED.format(which='')}",
    ),
    8: (
        f"CREATE TEMP VIEW IF NOT EXISTS contact AS SELECT *, {_WHOSE} FROM main.contact",
        f"CREATE TEMP VIEW IF NOT EXISTS event AS SELECT *, {_NEW_OF_EVENTS} FROM main.event",
        "CREATE TEMP VIEW IF NOT EXISTS deal AS SELECT *, '' AS private_to FROM main.deal",
        f"CREATE TEMP VIEW IF NOT EXISTS document AS SELECT *, {_WHOSE} FROM main.document",
    ),
}


def read_as_todays(engine: Engine, schema: int) -> None:
    """Let today's questions be answered by a book of an older schema."""
    needed = [v for number, views in _VIEWS.items() if schema < number for v in views]

    def complete(driver: Any, _record: object) -> None:
        for view in needed:
            driver.execute(view)

    event.listen(engine, "connect", complete)  # one that was lost is made anew
    with engine.connect() as connection:
        complete(connection.connection.driver_connection, None)
