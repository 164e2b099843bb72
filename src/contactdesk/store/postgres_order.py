"""The order of names in a server's book with roles: who is private follows, and moves nobody.

An editor puts contacts in order without seeing those that colleagues keep private. So the places
of all others are dealt out as if nobody were private, and each private contact is put between the
two of them that its name lies between, by functions of the book's owner. The places say nothing
of who is private; two people's private contacts may have the same one.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from contactdesk.store.list_queries import ARCHIVE_FROM

GUARDED = "guarded"
"""The option of a connection to a book whose server keeps private rows back."""
GAP = 4096  # between two places when all are dealt out anew
FIRST = 1 << 20
_CROWD = 1024  # private contacts of one person for whom a gap is room enough

_KEY = (
    "coalesce(CASE sort_by WHEN 'given' THEN c.sort_by_given ELSE c.sort_by_family END, ''::bytea)"
)
_CLASS = f"(c.archived_at <> '')::int * {ARCHIVE_FROM}"
# Deals out all places anew. `place` counts who is not private: a private contact has that of the
# one before it. Where somebody has very many between two others, these two are further apart.
_ANEW = f"""
BEGIN
  DELETE FROM name_order;
  INSERT INTO name_order (rank, contact, kind, letter)
  WITH standing AS (
    SELECT c.number, c.kind, c.private_to, {_CLASS} AS start, {_KEY} AS key,
      CASE sort_by WHEN 'given' THEN c.letter_by_given ELSE c.letter_by_family END AS letter
    FROM contact c WHERE c.deleted_at = ''),
  placed AS (
    SELECT s.*, count(*) FILTER (WHERE private_to = '') OVER (
      PARTITION BY start ORDER BY key, number) AS place FROM standing s),
  crowds AS (
    SELECT start, place, max(many) AS most FROM (
      SELECT start, place, count(*) AS many FROM placed WHERE private_to <> ''
      GROUP BY start, place, private_to) each GROUP BY start, place),
  open AS (
    SELECT p.*, sum({GAP} * (1 + coalesce(most, 0) / {_CROWD})) OVER (
      PARTITION BY p.start ORDER BY p.place) AS further
    FROM placed p LEFT JOIN crowds w ON w.start = p.start AND w.place = p.place - 1
    WHERE private_to = '')
  SELECT start + CASE start WHEN 0 THEN {FIRST} ELSE 0 END + further, number, kind, letter FROM open
  UNION ALL SELECT start + 1, number, kind, letter FROM placed WHERE private_to <> '';
  PERFORM book_settle(0, {ARCHIVE_FROM - 1}, sort_by);
  PERFORM book_settle({ARCHIVE_FROM}, {2 * ARCHIVE_FROM}, sort_by);
END
"""
# Puts the private contacts around the places from one to another between the others again. It does
# not say whether there was room: whoever asks would learn that somebody is there.
_SETTLE = f"""
DECLARE
  bottom bigint := CASE WHEN low < {ARCHIVE_FROM} THEN 0 ELSE {ARCHIVE_FROM} END;
  top bigint := CASE WHEN low < {ARCHIVE_FROM} THEN {ARCHIVE_FROM - 1} ELSE {4 * ARCHIVE_FROM} END;
BEGIN
  low := coalesce((SELECT o.rank FROM name_order o JOIN contact c ON c.number = o.contact
    WHERE o.rank < low AND o.rank >= bottom AND c.private_to = ''
    ORDER BY o.rank DESC LIMIT 1), bottom);
  high := coalesce((SELECT o.rank FROM name_order o JOIN contact c ON c.number = o.contact
    WHERE o.rank > high AND o.rank <= top AND c.private_to = ''
    ORDER BY o.rank LIMIT 1), top);
  IF NOT EXISTS (SELECT 1 FROM contact c JOIN name_order o ON o.contact = c.number
      WHERE c.private_to <> '' AND o.rank BETWEEN low AND high) THEN
    RETURN;
  END IF;
  WITH around AS (
    SELECT o.rank, o.contact, c.private_to, {_KEY} AS key
    FROM name_order o JOIN contact c ON c.number = o.contact WHERE o.rank BETWEEN low AND high),
  between_two AS (
    SELECT contact, private_to, key,
      coalesce(max(rank) FILTER (WHERE private_to = '') OVER (
        ORDER BY key, contact ROWS UNBOUNDED PRECEDING), bottom) AS after,
      min(rank) FILTER (WHERE private_to = '') OVER (
        ORDER BY key DESC, contact DESC ROWS UNBOUNDED PRECEDING) AS before
    FROM around),
  told AS (
    SELECT contact, after, before,
      row_number() OVER (PARTITION BY private_to, after ORDER BY key, contact) AS nth,
      count(*) OVER (PARTITION BY private_to, after) AS many
    FROM between_two WHERE private_to <> ''),
  due AS (
    SELECT contact, CASE WHEN before IS NULL THEN after + {GAP} * nth
      ELSE after + (before - after) * nth / (many + 1) END AS rank FROM told)
  UPDATE name_order o SET rank = d.rank FROM due d
  WHERE o.contact = d.contact AND o.rank <> d.rank;
END
"""


def order_sql(editors: str) -> Iterator[str]:
    """The functions, for the group of the server that may put names in order."""
    for head, body in (
        ("book_settle(low bigint, high bigint, sort_by text)", _SETTLE),
        ("book_order_anew(sort_by text)", _ANEW),
    ):
        name = head.split("(")[0]
        yield (
            f"CREATE FUNCTION {head} RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER "
            f"SET search_path = public, pg_temp AS $${body}$$"
        )
        yield f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {editors}"


def is_guarded(connection: Connection) -> bool:
    """Whether the server keeps rows back that are private to others, also while one writes."""
    return bool(connection.get_execution_options().get(GUARDED))


def settle(connection: Connection, low: int, high: int, sort_by: str) -> None:
    """Have who is private between two places follow the names there."""
    connection.exec_driver_sql("SELECT book_settle(?, ?, ?)", (low, high, sort_by))


def order_anew(connection: Connection, sort_by: str) -> None:
    """Deal out all places, also of those whom I may not see."""
    connection.exec_driver_sql("SELECT book_order_anew(?)", (sort_by,))


def is_crowded(connection: Connection) -> bool:
    """Whether mine have no places of their own any more: the others came too close."""
    sql = "SELECT 1 FROM name_order GROUP BY rank HAVING count(*) > 1 LIMIT 1"
    return connection.exec_driver_sql(sql).first() is not None
