"""Who is what to whom: relations written on one card and shown on both.

Whom a relation names is looked up each time it is shown, by the contact's id or the identifier
of its card: a card that comes in later is found as soon as it is there. A name alone never is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.relations import (
    RelationKind,
    keys_of,
    link_key,
    link_to,
    reverse_of,
    uid_key,
    uid_spellings,
)
from contactdesk.store.listing import ContactRow
from contactdesk.store.merge_links import MergeLinks

if TYPE_CHECKING:
    from contactdesk.store.contacts import Contacts

MOST = 500  # contacts whose relations to one contact are looked up
_KINDS = "relation_kinds"  # the setting


class Relation(NamedTuple):
    """One line of "Related": what another is to a contact, and where that is written.

    `row` is the other, None for a name as typed (`name`) or a link (`link`) that leads nowhere;
    `written` are (contact, item) of each entry that says it; `quoted` is the other's own word
    where nobody has said what its reverse is called; `field` is "related" or "members".
    """

    kind: RelationKind
    name: str = ""
    row: ContactRow | None = None
    written: tuple[tuple[int, int], ...] = ()
    quoted: str = ""
    field: str = "related"
    in_bin: bool = False
    theirs: bool = False
    link: str = ""


class Relations:
    """The relations of one transaction's contacts."""

    def __init__(self, connection: Connection, contacts: Contacts) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._contacts = contacts

    # the book's own kinds

    def kinds(self) -> list[tuple[str, str]]:
        """The book's own kinds: what one is called, and what the other is then."""
        sql = "SELECT value FROM setting WHERE name = ?"
        stored = self._sql(sql, (_KINDS,)).scalar()
        try:
            found = json.loads(stored) if stored else []
            return [(str(one), str(other)) for one, other in found]
        except (TypeError, ValueError):  # somebody else's hand: kinds are words, no more
            return []

    def keep_kind(self, word: str, reverse: str = "") -> None:
        """Keep a kind of the book's own; without a reverse, both are called the same."""
        kinds = [k for k in self.kinds() if word not in k]
        kinds.append((word, reverse or word))
        self._sql(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
            (_KINDS, json.dumps(kinds, ensure_ascii=False)),
        )

    # reading

    def of(self, contact: Contact, family_first: bool = False) -> list[Relation]:
        """Everybody related to a contact: as written on its own card, then as on others'."""
        entries = [("related", e) for e in contact.related]
        entries += [("members", e) for e in contact.members]
        others = self._naming(contact)
        linked = self.linked(e.value for _field, e in entries)
        numbers = list(dict.fromkeys([*linked.values(), *(n for n, *_rest in others)]))
        rows = {r.number: r for r in self._contacts.rows(numbers, family_first)}
        binned = self._contacts.in_bin(numbers)
        found = [
            self._own(contact, field, entry, rows.get(linked.get(link_key(entry.value), 0)))
            for field, entry in entries
        ]
        own = self.kinds()
        for number, item, field, kind in others:
            back = reverse_of(kind, own) if field == "related" else RelationKind()
            quoted = "" if back else (kind.label or ", ".join(kind.types))
            place = ((number, item),)
            found.append(Relation(back, "", rows.get(number), place, quoted, field, theirs=True))
        found = [r._replace(in_bin=bool(r.row and r.row.number in binned)) for r in found]
        return _once(found)

    @staticmethod
    def _own(contact: Contact, field: str, entry: Entry, row: ContactRow | None) -> Relation:
        name = "" if row or link_key(entry.value) else entry.value.removeprefix("mailto:")
        kind = RelationKind(entry.types, entry.label)
        link = entry.value if link_key(entry.value) else ""
        place = ((contact.number, entry.item),)
        return Relation(kind, name, row, place, field=field, link=link)

    def _naming(self, contact: Contact) -> list[tuple[int, int, str, RelationKind]]:
        """The entries of other contacts that name this one, in the order of their names."""
        keys = keys_of(contact)
        marks = ",".join("?" * len(keys))
        rows = self._sql(
            "SELECT e.contact, e.item, e.field, e.types, e.label FROM entry e "
            "JOIN name_order o ON o.contact = e.contact WHERE e.compare <> '' "
            f"AND e.compare IN ({marks}) AND e.field IN ('related', 'members') "
            f"AND e.contact <> ? ORDER BY o.rank, e.position LIMIT {MOST}",
            (*keys, contact.number),
        )
        return [
            (number, item, field, RelationKind(tuple(types.split(",")) if types else (), label))
            for number, item, field, types, label in rows
        ]

    def linked(self, values: Iterable[str]) -> dict[str, int]:
        """The number of the contact that each value names, by `link_key`; two queries a 300."""
        named = [v for v in values if link_key(v)]
        found: dict[str, int] = {}
        for start in range(0, len(named), 300):
            part = named[start : start + 300]
            found = {**self._by_uid(part), **found, **self._by_id(part)}
        kept = MergeLinks(self._connection).kept(set(found.values())) if found else {}
        return {key: kept.get(number, number) for key, number in found.items()}

    def _by_id(self, values: Sequence[str]) -> dict[str, int]:
        keys = tuple(dict.fromkeys(link_key(v) for v in values))
        marks = ",".join("?" * len(keys))
        rows = self._sql(f"SELECT id, number FROM contact WHERE id IN ({marks})", keys)
        return {r[0]: r[1] for r in rows}

    def _by_uid(self, values: Sequence[str]) -> dict[str, int]:
        spellings = uid_spellings(values)
        found: dict[str, int] = {}
        for start in range(0, len(spellings), 500):
            part = tuple(spellings[start : start + 500])
            rows = self._sql(
                "SELECT uid, number FROM contact WHERE uid <> '' "
                f"AND uid IN ({','.join('?' * len(part))}) ORDER BY deleted_at DESC, number DESC",
                part,
            )
            found |= {uid_key(r[0]): r[1] for r in rows}
        return found

    # writing

    def add(self, number: int, kind: RelationKind, other: int | str) -> Contact:
        """Say on a contact's card what another (by number, or a name as typed) is to it."""
        holder = self._contacts.get(number)
        entry = Entry(self._value(holder, other), kind.types, kind.label)
        return self._contacts.save(replace(holder, related=(*holder.related, entry)), base=holder)

    def _value(self, holder: Contact, other: int | str) -> str:
        if isinstance(other, str):
            return other
        if other == holder.number:
            raise ContactDeskError(_("Nobody can be related to themselves. Choose somebody else."))
        return link_to(self._contacts.get(other))

    def change(
        self, number: int, written: Sequence[tuple[int, int]], kind: RelationKind, other: int | str
    ) -> None:
        """Make another relation of one, seen from `number`; it stays on the card it is on."""
        holder, item = written[0]
        self.remove(written[1:])
        if holder != number and other == holder:
            back = reverse_of(kind, self.kinds())
            self._rewrite(holder, item, {"types": back.types, "label": back.label})
        elif holder != number:
            self.remove(written[:1])
            self.add(number, kind, other)
        else:
            changes: dict[str, Any] = {"types": kind.types, "label": kind.label}
            current = self._entry(number, item)
            if (
                isinstance(other, str)
                or self.linked([current.value]).get(link_key(current.value)) != other
            ):
                changes["value"] = self._value(self._contacts.get(number), other)
            self._rewrite(number, item, changes)

    def _entry(self, number: int, item: int) -> Entry:
        entries = self._contacts.get(number).related
        found = next((e for e in entries if e.item == item), None)
        if found is None:
            raise NotFound(_("This relation is no longer there. Nothing was changed."))
        return found

    def _rewrite(self, number: int, item: int, changes: dict[str, Any]) -> None:
        self._entry(number, item)
        holder = self._contacts.get(number)
        related = tuple(replace(e, **changes) if e.item == item else e for e in holder.related)
        self._contacts.save(replace(holder, related=related), base=holder)

    def remove(self, written: Sequence[tuple[int, int]]) -> None:
        """Take a relation away from wherever it is written; what is gone already stays gone."""
        for number in dict.fromkeys(n for n, _item in written):
            gone = {item for n, item in written if n == number}
            holder = self._contacts.get(number)
            kept = tuple(e for e in holder.related if e.item not in gone)
            members = tuple(e for e in holder.members if e.item not in gone)
            self._contacts.save(replace(holder, related=kept, members=members), base=holder)

    # what leaves the book

    def for_export(self, contacts: Sequence[Contact], new: Sequence[bool]) -> list[Contact]:
        """Contacts as other programs understand their relations.

        Where `new` (vCard 4.0) a relation names the other's card, which gets an identifier if it
        has none; before that there were only names.
        """
        linked = self.linked(e.value for c in contacts for e in c.related)
        others = {c.number: c for c in self._contacts.get_many(list(set(linked.values())))}
        named = self._named([c for c, is_new in zip(contacts, new, strict=True) if is_new])
        given = []
        for contact, is_new in zip(contacts, new, strict=True):
            related = tuple(
                _exported(e, others.get(linked.get(link_key(e.value), 0)), is_new)
                for e in contact.related
            )
            uid = contact.uid or (link_to(contact) if contact.id in named else "")
            same = related == contact.related and uid == contact.uid
            given.append(contact if same else replace(contact, related=related, uid=uid))
        return given

    def _named(self, contacts: Sequence[Contact]) -> set[str]:
        """The ids of those without an identifier of their own whom somebody's relation names."""
        ids = tuple(c.id for c in contacts if not c.uid)
        found: set[str] = set()
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            rows = self._sql(
                "SELECT compare FROM entry WHERE compare <> '' "
                f"AND compare IN ({','.join('?' * len(part))})",
                part,
            )
            found |= {r[0] for r in rows}
        return found


def _exported(entry: Entry, other: Contact | None, is_new: bool) -> Entry:
    if other is None:
        return entry
    if not is_new:
        return replace(entry, value=other.formatted_name or entry.value)
    if not other.uid or link_key(entry.value) == uid_key(other.uid):
        return entry
    key = uid_key(other.uid)
    bare = other.uid.lower() == key and len(key) == 36 and key.count("-") == 4
    return replace(entry, value=f"urn:uuid:{other.uid}" if bare else other.uid)


def _once(relations: Sequence[Relation]) -> list[Relation]:
    """Each relation once, be it written on both cards, or as a name beside the link."""
    found: dict[Any, Relation] = {}
    names: dict[Any, Any] = {}
    for relation in relations:
        kind = (tuple(sorted(relation.kind.types)), relation.kind.label, relation.quoted)
        who: Any = relation.row.number if relation.row else None
        key: Any = (kind, who, relation.field)
        if relation.row is not None:
            names[kind, fold.fold(relation.row.name)] = key
        else:
            key = (
                (kind, relation.name, relation.written)
                if not relation.name
                else (kind, relation.name, relation.field)
            )
        seen = found.get(key)
        if seen is None:
            found[key] = relation
        elif seen.theirs == relation.theirs or relation.field == "related":
            found[key] = seen._replace(written=(*seen.written, *relation.written))
    for key, relation in list(found.items()):
        twin = names.get((key[0], fold.fold(relation.name))) if relation.name else None
        if twin is not None:
            found[twin] = found[twin]._replace(written=(*found[twin].written, *relation.written))
            del found[key]
    return list(found.values())
