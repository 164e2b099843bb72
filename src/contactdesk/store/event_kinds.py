"""How many of which kind events are, of which the log and an undo know the numbers alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from contactdesk.model.event_kinds import Kinds, in_order
from contactdesk.store.driver_rows import driver_rows

# What was deleted for good is told as an appointment: nothing of it is known any more.
KIND = (
    "coalesce(CASE WHEN e.component = 'journal' AND e.channel = 'mail' THEN 'mail' "
    "ELSE e.component END, 'event')"
)
_AT_ONCE = 500


def kinds_of_numbers(connection: Connection, numbers: Sequence[int]) -> Kinds:
    """The kinds of the events with these numbers."""
    found: Counter[str] = Counter()
    for start in range(0, len(numbers), _AT_ONCE):
        marks = ",".join(str(int(n)) for n in numbers[start : start + _AT_ONCE])
        rows = connection.exec_driver_sql(
            f"SELECT {KIND}, count(*) FROM event e WHERE e.number IN ({marks}) GROUP BY {KIND}"
        )
        found.update(dict(driver_rows(rows)))
    return in_order(found)


def kinds_of_steps(connection: Connection, holds: str, most: int = 0) -> Kinds:
    """The kinds of the events that steps changed, a condition on `s`; `most` of them at most."""
    limit = f" LIMIT {int(most)}" if most else ""
    rows = connection.exec_driver_sql(
        "SELECT few.kind, count(*) FROM ("
        f"SELECT DISTINCT c.record_id, {KIND} AS kind FROM change_set s "
        "JOIN change c ON c.set_id = s.id LEFT JOIN event e ON e.id = c.record_id "
        f"WHERE {holds} AND c.record_type = 'event'{limit}) few GROUP BY few.kind"
    )
    return in_order(dict(driver_rows(rows)))
