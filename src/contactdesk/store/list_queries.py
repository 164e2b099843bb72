"""What a list reads of a book, as SQL text; no SQLAlchemy, so that a start can read it early."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.shown import shown_name, subtitle
from contactdesk.store.listing import Category, ContactRow, Counts

ARCHIVE_FROM = 1 << 48  # ranks from here on are the archive's
LISTED, ARCHIVED = f"rank < {ARCHIVE_FROM}", f"rank >= {ARCHIVE_FROM}"
# Whose owner I am; nobody's where I use the book alone.
_MINE = (
    "SELECT number FROM contact WHERE owner <> '' AND owner = (SELECT id FROM person "
    "WHERE number = {person} AND EXISTS (SELECT 1 FROM person p WHERE p.number <> {person}))"
)
# Which contacts of the order a list has; `{categories}` are row numbers.
SCOPES = {
    "all": "",
    "people": "AND o.kind <> 'org'",
    "organisations": "AND o.kind = 'org'",
    "starred": "AND o.contact IN (SELECT contact FROM star WHERE person = :person)",
    "mine": f"AND o.contact IN ({_MINE.format(person=':person')})",
    "category": "AND o.contact IN "
    "(SELECT contact FROM contact_category WHERE category IN ({categories}))",
    "group": "AND o.contact IN (SELECT value FROM json_each(:numbers))",
    "archive": "",
}

# Whoever is linked to an organisation, or names it exactly; "<> ''" lets the index be used.
_STAFF = """
SELECT w.contact, w.item FROM membership w
  WHERE w.organisation_id <> '' AND w.organisation_id = {id}
UNION SELECT w.contact, w.item FROM membership w
  WHERE w.organisation_key <> '' AND w.organisation_key = {key} AND w.organisation_id = ''
"""
STAFF = _STAFF.format(id=":id", key=":key")
_NOT_OVER = (
    "(w.ends_on = '' OR (w.ends_on >= '0' AND w.ends_on < ':' "
    "AND substr(date('now', 'localtime'), 1, length(w.ends_on)) <= w.ends_on))"
)
_NOW_THERE = (
    f"SELECT count(DISTINCT w.contact) FROM ({_STAFF.format(id='c.id', key='c.name_key')}) f "
    f"JOIN membership w ON w.contact = f.contact AND w.item = f.item AND {_NOT_OVER} "
    "JOIN name_order o ON o.contact = w.contact AND o.kind <> 'org'"
)
ROWS = f"""
SELECT c.number, c.id, c.kind, c.formatted_name, c.given, c.family, c.photo, m.job_title,
  m.organisation, s.person, c.letter_by_{{sort_by}},
  CASE c.kind WHEN 'org' THEN (SELECT a.locality FROM address a WHERE a.contact = c.number
    ORDER BY position LIMIT 1) END,
  CASE c.kind WHEN 'org' THEN ({_NOW_THERE}) END
FROM contact c LEFT JOIN membership m ON m.contact = c.number AND m.position = 0
LEFT JOIN star s ON s.contact = c.number AND s.person = {{person}}
WHERE c.number IN ({{numbers}})
"""
# All are counted by the bare tree of an index; the archive's, who are fewer, are taken off.
COUNTS = f"""
SELECT (SELECT count(*) FROM name_order), (SELECT count(*) FROM name_order WHERE kind = 'org'),
  (SELECT count(*) FROM star s JOIN name_order o ON o.contact = s.contact
    WHERE person = {{person}} AND o.{LISTED}),
  (SELECT count(*) FROM contact WHERE deleted_at <> '' AND NOT withdrawn),
  (SELECT count(*) FROM name_order WHERE {ARCHIVED}),
  (SELECT count(*) FROM name_order WHERE kind = 'org' AND {ARCHIVED}),
  (SELECT count(*) FROM ({_MINE}) m JOIN name_order o ON o.contact = m.number WHERE o.{LISTED})
"""
# A stranger's file may bring triggers, or views in place of tables; a book has none.
OWN_INSTRUCTIONS = "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1"
CATEGORIES = f"""
SELECT g.number, g.name, count(o.contact), g.colour, g.id, g.withdrawn, g.keep_in_touch
FROM category g
LEFT JOIN contact_category l ON l.category = g.number
LEFT JOIN name_order o ON o.contact = l.contact AND o.{LISTED} GROUP BY g.number
"""


def row_of(found: Sequence[Any], family_first: bool) -> ContactRow:
    """A list's row from a row of `ROWS`."""
    number, uuid, kind, name, given, family, photo, title, place, starred, letter, town, people = (
        found
    )
    second = subtitle(title or "", place or "")
    if kind == "org":
        parts = [_("Organisation")]
        if people:
            parts.append(ngettext("{n} person", "{n} people", people).format(n=counted(people)))
        second = " · ".join((*parts, town) if town else parts)
    shown = shown_name(kind, name, given, family, family_first)
    return ContactRow(
        number, uuid, kind, shown, second, letter, bool(starred), photo.split(" ", 1)[0]
    )


def counts_of(found: Sequence[int], categories: tuple[Category, ...] = ()) -> Counts:
    """The lists' counts from the row of `COUNTS`."""
    ordered, organisations, starred, binned, archived, archived_organisations, mine = found
    everybody = ordered - archived
    organisations -= archived_organisations
    people = everybody - organisations
    return Counts(everybody, people, organisations, starred, binned, categories, archived, mine)
