"""Long columns of a query, read as one text each that SQLite puts together: of 100,000 rows most of
the time goes into a Python object for every value of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from json import JSONDecoder
from typing import Any

from sqlalchemy import Connection

from contactdesk.store.driver_rows import driver_rows

BETWEEN = "\x1f"  # stands between texts; where one of them holds it, rows are read one by one
IN_ONE_GO = 20_000  # numbers of contacts whose texts are one text for a moment
_PIECE = 400_000  # characters of numbers that are objects at the same time
_read = JSONDecoder().decode


def numbers_of(connection: Connection, sql: str, values: Any = ()) -> array[int]:
    """The whole numbers that a query of one column finds, in its order."""
    run = connection.exec_driver_sql
    if connection.dialect.name != "sqlite":
        return array("q", chain.from_iterable(driver_rows(run(sql, values))))
    whole = f"WITH q(n) AS ({sql}) SELECT group_concat(n) FROM q"
    return _numbers_in(run(whole, values).scalar() or "")


def pairs_of(
    connection: Connection, sql: str, values: tuple[Any, ...] = (), *, rising: bool = False
) -> tuple[Sequence[int], Sequence[str]]:
    """What a query of a number and a text finds, in its order: the numbers, and the texts; see
    `joined_of`."""
    if connection.dialect.name == "sqlite":
        numbers, whole = joined_of(connection, sql, values, rising=rising)
        texts = whole.split(BETWEEN) if numbers else []
        if len(texts) == len(numbers):
            return numbers, texts
    rows = list(driver_rows(connection.exec_driver_sql(sql, values)))
    return [row[0] for row in rows], [row[1] for row in rows]


def reached_of(
    connection: Connection, sql: str, values: tuple[Any, ...]
) -> tuple[set[int], set[str]]:
    """Of a query of a number and a text, of which one is NULL: the numbers, and the texts."""
    run = connection.exec_driver_sql
    if connection.dialect.name == "sqlite":
        whole = f"WITH q(n, t) AS ({sql}) SELECT group_concat(n), json_group_array(t) "
        whole += "FILTER (WHERE t IS NOT NULL) FROM q"
        one, other = run(whole, values).one()
        return set(_numbers_in(one or "")), set(_read(other))
    rows = list(driver_rows(run(sql, values)))
    return {n for n, _t in rows if n is not None}, {t for _n, t in rows if t is not None}


def joined_of(
    connection: Connection, sql: str, values: tuple[Any, ...] = (), *, rising: bool = False
) -> tuple[Sequence[int], str]:
    """What a query of a number and a text finds, in its order: the numbers, and all texts, with
    `BETWEEN` between them. Where the numbers are known to be `rising` and none is left out, they
    are a range."""
    run = connection.exec_driver_sql
    if connection.dialect.name != "sqlite":
        rows = list(driver_rows(run(sql, values)))
        return [row[0] for row in rows], BETWEEN.join(row[1] for row in rows)
    ends = "count(*), min(n), max(n)" if rising else "0, 0, 0"
    whole = f"WITH q(n, t) AS ({sql}) SELECT group_concat(n), group_concat(t, ?), {ends} FROM q"
    one, other, many, first, last = run(whole, (*values, BETWEEN)).one()
    if many and last - first == many - 1:
        return range(first, last + 1), other
    return _numbers_in(one or ""), other or ""


def _numbers_in(text: str) -> array[int]:
    found, start = array("q"), 0
    while start < len(text):
        end = text.find(",", start + _PIECE)
        end = len(text) if end < 0 else end
        found += array("q", _read(f"[{text[start:end]}]"))
        start = end + 1
    return found
