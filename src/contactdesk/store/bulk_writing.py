"""Changing thousands of contacts in one transaction: only what changed is written.

A contact saved alone leaves the order of names and the search, is written with all of its parts,
and comes back. Here the search is left and entered once for all of them, names and their order
stay, and of the parts only the tables that differ are touched. Whoever gets another name is
handed back, to be saved alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.collecting import no_collection
from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.contact import ENTRY_FIELDS, ITEM_TYPES, Contact
from contactdesk.model.record import changed_fields, numbered
from contactdesk.model.reverting import Changed
from contactdesk.store.changes import ChangeLog
from contactdesk.store.field_reading import FieldReading, Held
from contactdesk.store.order import NameOrder
from contactdesk.store.rows import PLACES, Prepared, prepare_fields
from contactdesk.store.writing import ContactWriter

AT_ONCE = 200  # contacts held in memory together: freeing many at once stops the window
_TABLES = {
    **dict.fromkeys(ENTRY_FIELDS, "entry"),
    "addresses": "address",
    "memberships": "membership",
    "categories": "contact_category",
}
# What a name, its place in the order or its words are made of, and what moves to the bin.
_NAMING = {
    "kind", "formatted_name", "prefixes", "given", "additional", "family", "suffixes",
    "phonetic_given", "phonetic_family", "sort_as", "nicknames", "deleted_at", "archived_at",
}  # fmt: skip


# What somebody without a name is called by instead.
_NAME_GIVING = {"memberships", "nicknames", "emails", "phones", "urls"}
_CALLED_SO = (
    "SELECT number FROM contact c WHERE number IN ({marks}) AND given = '' AND family = '' "
    "AND additional = '' AND (formatted_name = '' OR nicknames <> '' "
    "OR EXISTS (SELECT 1 FROM membership m WHERE m.contact = c.number "
    "AND m.organisation = c.formatted_name) "
    "OR EXISTS (SELECT 1 FROM entry e WHERE e.contact = c.number AND e.value = c.formatted_name))"
)


class _Edit(NamedTuple):
    now: Contact
    then: Contact
    names: tuple[str, ...]
    rows: Prepared
    renumbered: bool  # items got numbers that the change did not give them


class BulkWriting:
    """Writes the same change to many contacts of one transaction."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        writer: ContactWriter,
        order: NameOrder,
        reading: FieldReading,
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._writer = writer
        self._order = order
        self._reading = reading

    @no_collection()
    def change(
        self,
        numbers: Sequence[int],
        change: Callable[[Contact], Contact],
        told: Callable[[int], None],
        taken_back: Mapping[str, Changed],
    ) -> tuple[list[int], list[int]]:
        """Apply a change; who was changed, and who gets another name and is left to others.

        The log has both values of what is `taken_back`: they need not be made plain again.
        """
        standing = self._order.standing(numbers)
        self._order.unindex_text(standing)
        changed: list[int] = []
        others: list[int] = []
        for start in range(0, len(numbers), AT_ONCE):
            told(start)
            some = self._reading.get_many(numbers[start : start + AT_ONCE])
            edits = self._edits(some, change, others)
            self._write(edits, taken_back)
            changed += [edit.now.number for edit in edits]
        self._order.index_text(standing)
        if "private_to" in self._reading.fields and changed:
            self._order.show_or_hide(changed)
        return changed, others

    def _edits(
        self, some: list[Held], change: Callable[[Contact], Contact], others: list[int]
    ) -> list[_Edit]:
        edits = []
        called_so = self._called_by_a_value([now.number for now, _top in some])
        for now, top in some:
            then = change(now)
            names = changed_fields(now, then, self._reading.fields) if then is not now else ()
            if not names:
                continue
            renamed = now.number in called_so and not _NAME_GIVING.isdisjoint(names)
            if renamed or not _NAMING.isdisjoint(names):
                others.append(now.number)
                continue
            given = numbered(then, top) if not ITEM_TYPES.keys().isdisjoint(names) else then
            rows = prepare_fields(given, names, self._writer.region, top)
            edits.append(_Edit(now, given, names, rows, given is not then))
        return edits

    def _called_by_a_value(self, numbers: Sequence[int]) -> set[int]:
        """Those whose name is an organisation, a number or the like, and changes with it."""
        if _NAME_GIVING.isdisjoint(self._reading.fields):
            return set()
        sql = _CALLED_SO.format(marks=",".join(str(int(n)) for n in numbers))
        return {row[0] for row in self._sql(sql)}

    def _write(self, edits: list[_Edit], taken_back: Mapping[str, Changed]) -> None:
        log = self._log
        log.add_updates(
            [
                (e.now.id, log.inverse(taken_back[e.now.id], e.names))
                if e.now.id in taken_back and not e.renumbered
                else (e.now.id, log.differing(e.now, e.then, e.names))
                for e in edits
            ]
        )
        alike: dict[tuple[str, ...], list[_Edit]] = {}
        for edit in edits:
            alike.setdefault(edit.names, []).append(edit)
        for names, some in alike.items():
            self._update(names, some)
            self._writer.rewrite_words([(e.now.number, e.rows) for e in some], names)

    def _update(self, names: tuple[str, ...], edits: list[_Edit]) -> None:
        """Write what changed of contacts of which the same fields changed."""
        columns = [name for name in names if name in PLACES] + ["top_item"]
        places = [PLACES[column] for column in columns]
        values: list[tuple[Any, ...]] = [
            (*(e.rows.contact[p] for p in places), e.now.number, e.now.revision) for e in edits
        ]
        done = self._sql(
            f"UPDATE contact SET {', '.join(f'{c} = ?' for c in columns)}, "
            "revision = revision + 1 WHERE number = ? AND revision = ?",
            values,
        )
        if done.rowcount != len(edits):
            raise NotFound(_("This contact was changed or deleted meanwhile. Open it again."))
        tables = {_TABLES[name] for name in names if name in _TABLES}
        self._writer.rewrite_parts(tables, [(e.now.number, e.rows) for e in edits])
