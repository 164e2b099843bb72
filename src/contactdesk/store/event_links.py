"""By what events and contacts find each other: a link of an event is a contact's id, what other
programs know a contact by (RFC 6350, 6.7.6), an address, or a number that nobody had.
"""

from __future__ import annotations

LEAST = 8  # characters of an identifier that nobody else has: programs count "1", "2" …
_REACHED = "field IN ('emails', 'phones') AND {0}compare <> ''"

KEYS_OF = (
    "SELECT id AS key, number AS contact FROM contact WHERE number IN ({numbers}) "
    f"UNION ALL SELECT uid, number FROM contact WHERE length(uid) >= {LEAST} "
    "AND number IN ({numbers}) "
    f"UNION ALL SELECT compare, contact FROM entry WHERE {_REACHED.format('')} "
    "AND contact IN ({numbers})"
)
"""The links (`key`) by which contacts with these numbers are found."""

LINKED = (
    "SELECT l.event, c.number AS contact, l.key FROM event_link l "
    "JOIN contact c ON c.id = l.key WHERE l.event IN ({events}) "
    "UNION ALL SELECT l.event, c.number, l.key FROM event_link l "
    f"JOIN contact c ON c.uid = l.key AND c.uid <> '' AND length(c.uid) >= {LEAST} "
    "WHERE l.event IN ({events}) "
    "UNION ALL SELECT l.event, n.contact, l.key FROM event_link l "
    f"JOIN entry n ON n.compare = l.key AND n.{_REACHED.format('n.')} "
    "WHERE l.event IN ({events})"
)
"""Events with these numbers, the contacts that they find, and by which link."""

NAMED = (
    "SELECT id, number FROM contact WHERE id IN ({marks}) UNION ALL "
    f"SELECT uid, number FROM contact WHERE uid <> '' AND length(uid) >= {LEAST} "
    "AND uid IN ({marks}) UNION ALL "
    f"SELECT compare, contact FROM entry WHERE {_REACHED.format('')} "
    "AND compare IN ({marks})"
)
"""The contacts that links find; the links are its values, three times."""
