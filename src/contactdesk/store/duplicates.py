"""Duplicates in the book: who was said to be two, and contacts that become part of another.

Who became part of another is withdrawn, as if it had never been added: it is in no list and not
in the bin, and comes back whole when the merge is taken back. Its originals and identifier stay
with it and are looked up through `merged`, so that its card is known when it comes in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.model.relations import apart_key, keys_of, link_key, link_to
from contactdesk.store.changes import APART, MERGE, STANDING, ChangeLog, Logged, now
from contactdesk.store.contacts import Contacts
from contactdesk.store.duplicate_keys import DuplicateKeys
from contactdesk.store.undo_plan import Part

if TYPE_CHECKING:
    from contactdesk.store.organisations import Organisations


class PastMerge(NamedTuple):
    """A merge that stands: its set, when and by whom, and who became part of the contact."""

    set_id: int
    at: str
    author: str
    own: bool
    names: tuple[str, ...]


class Duplicates(DuplicateKeys):
    """What one transaction knows and writes of duplicates."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        contacts: Contacts,
        organisations: Organisations,
        person: int,
    ) -> None:
        super().__init__(connection, person)
        self._log = log
        self._contacts = contacts
        self._organisations = organisations

    # ── two, not one ────────────────────────────────────────────────────────────────────

    def apart(self) -> set[tuple[str, str]]:
        """Pairs of ids that somebody has said are not one person."""
        return {(row[0], row[1]) for row in self._sql("SELECT one, other FROM not_same")}

    def keep_apart(self, ids: Sequence[str]) -> None:
        """Remember of some contacts that no two of them are one."""
        pairs = {apart_key(a, b) for place, a in enumerate(ids) for b in ids[place + 1 :]}
        for pair in sorted(pairs - self.apart()):
            self._sql("INSERT INTO not_same (one, other) VALUES (?, ?)", pair)
            self._log.add(" ".join(pair), "apart", record_type=APART)

    # ── merging ─────────────────────────────────────────────────────────────────────────

    def merge(self, result: Contact, base: Contact, gone: Sequence[Contact]) -> Contact:
        """Keep `result`, edited from `base`, in place of `gone` too, as they were looked at.

        Whoever names those or works there, and their stars, follow. One that is kept of the
        archive comes out of it where another of them was in the lists. Raises `EditConflict` when
        somebody changed the kept one in the same place, and a sentence when one of the others
        was changed or deleted meanwhile.
        """
        self._need_unchanged(gone)
        kept = self._contacts.save(result, base)
        if kept.archived_at and not all(each.archived_at for each in gone):
            self._contacts.take_out([kept.number])
            kept = self._contacts.get(kept.id)
        others = {number for each in gone for number in self._follow(each, kept)}
        if kept.number in others:
            kept = self._contacts.get(kept.id)
        for each in gone:
            self._hide(self._contacts.get(each.id) if each.number in others else each)
        people = self._move_stars(kept.number, [each.number for each in gone])
        self._sql(
            "INSERT OR REPLACE INTO merged (contact, kept) VALUES (?, ?)",
            [(each.number, kept.number) for each in gone],
        )
        told = {
            "contacts": [None, [each.id for each in gone]],
            "stars": [None, people],
            "others": [None, [c.id for c in self._contacts.get_many(sorted(others))]],
        }
        self._log.add(f"{MERGE}:{kept.id}", "merge", told, MERGE)
        return kept

    def _need_unchanged(self, gone: Sequence[Contact]) -> None:
        marks = ",".join(str(each.number) for each in gone)
        rows = self._sql(
            f"SELECT number, revision, deleted_at FROM contact WHERE number IN ({marks})"
        )
        now_ = {number: (revision, deleted) for number, revision, deleted in rows}
        for each in gone:
            if now_.get(each.number) != (each.revision, ""):
                raise ContactDeskError(
                    _("{name} was changed meanwhile. Nothing was merged; look at it anew.").format(
                        name=each.formatted_name
                    )
                )

    def _hide(self, contact: Contact) -> None:
        self._log.add(contact.id, "withdraw")
        after = replace(contact, deleted_at=now(), revision=contact.revision + 1)
        self._contacts.writer.update(contact, after, withdrawn=True)

    def _move_stars(self, kept: int, gone: Sequence[int]) -> list[int]:
        """Who gave one of the others a star gives it to the kept one; whose stars are new."""
        marks = ",".join(map(str, gone))
        people = [
            row[0]
            for row in self._sql(
                f"SELECT DISTINCT person FROM star WHERE contact IN ({marks}) AND person NOT IN "
                "(SELECT person FROM star WHERE contact = ?) ORDER BY person",
                (kept,),
            )
        ]
        for person in people:
            self._sql("INSERT INTO star (contact, person) VALUES (?, ?)", (kept, person))
        return people

    # ── who follows ─────────────────────────────────────────────────────────────────────

    def _follow(self, gone: Contact, kept: Contact) -> list[int]:
        """Whoever is related to one that goes, or works there, is so to the kept one."""
        keys = set(keys_of(gone))
        others = [number for number in self._naming(keys) if number != gone.number]
        for number in others:
            self._rename_in(number, keys, kept)
        return others + (self._move_people(gone, kept) if gone.kind == "org" else [])

    def _naming(self, keys: set[str]) -> list[int]:
        marks = ",".join("?" * len(keys))
        rows = self._sql(
            "SELECT DISTINCT e.contact FROM entry e JOIN contact c ON c.number = e.contact "
            f"WHERE e.compare <> '' AND e.compare IN ({marks}) AND c.withdrawn = 0 "
            "AND e.field IN ('related', 'members') ORDER BY e.contact",
            tuple(sorted(keys)),
        )
        return [row[0] for row in rows]

    def _rename_in(self, number: int, keys: set[str], kept: Contact) -> None:
        holder = self._contacts.get(number)
        related, members = (
            _linked_anew(entries, keys, kept, holder.id == kept.id)
            for entries in (holder.related, holder.members)
        )
        self._contacts.save(replace(holder, related=related, members=members), base=holder)

    def _move_people(self, gone: Contact, kept: Contact) -> list[int]:
        key = fold.fold(gone.formatted_name)
        linked = self._sql(
            "SELECT DISTINCT contact FROM membership WHERE organisation_id <> '' "
            "AND organisation_id = ?", (gone.id,),
        )  # fmt: skip
        numbers = dict.fromkeys([row[0] for row in linked] + self._organisations.named(gone))

        def moved(work: Membership) -> Membership:
            if work.organisation_id not in ("", gone.id):
                return work
            if not work.organisation_id and fold.fold(work.organisation) != key:
                return work
            return replace(work, organisation=kept.formatted_name, organisation_id=kept.id)

        def change(contact: Contact) -> Contact:
            return replace(contact, memberships=tuple(map(moved, contact.memberships)))

        people = [n for n in numbers if n not in (gone.number, kept.number)]
        return self._contacts.change_many(people, change, ("memberships",))

    # ── taking apart again ──────────────────────────────────────────────────────────────

    def merges_of(self, contact: Contact) -> list[PastMerge]:
        """The merges of a contact that stand, the newest first."""
        rows = self._sql(
            "SELECT c.set_id, s.at, p.name, s.author, c.fields FROM change c "
            "JOIN change_set s ON s.id = c.set_id JOIN person p ON p.number = s.author "
            f"WHERE c.record_id = ? AND c.kind = 'merge' AND {STANDING} ORDER BY c.id DESC",
            (f"{MERGE}:{contact.id}",),
        ).all()
        found = []
        for set_id, at, author, number, fields in rows:
            ids = self._log.fields_of(fields)["contacts"][1]
            names = self._names_of_hidden(ids)
            if names:
                found.append(PastMerge(set_id, at, author, number == self._person, names))
        return found

    def _names_of_hidden(self, ids: Sequence[str]) -> tuple[str, ...]:
        marks = ",".join("?" * len(ids))
        rows = self._sql(
            "SELECT c.formatted_name FROM contact c JOIN merged m ON m.contact = c.number "
            f"WHERE c.withdrawn = 1 AND c.id IN ({marks}) ORDER BY c.number",
            tuple(ids),
        )
        return tuple(row[0] for row in rows)

    def first_done(self, set_id: int) -> int:
        """The set that did first what a set did again."""
        sql = "SELECT reverts FROM change_set WHERE id = ? AND kind IN ('undo', 'redo')"
        while (earlier := self._sql(sql, (set_id,)).scalar()) is not None:
            set_id = int(earlier)
        return set_id

    def part_of_merge(self, set_id: int, contact_id: str) -> Part:
        """What of a set merged others into a contact.

        A set that merged many has them one after the other, each with the line that says so as
        its last.
        """
        rows = self._sql(
            "SELECT id, record_id, fields FROM change WHERE set_id = ? AND record_type = ? "
            "ORDER BY id", (set_id, MERGE),
        ).all()  # fmt: skip
        first, wanted = 0, f"{MERGE}:{contact_id}"
        for number, record, fields in rows:
            if record == wanted:
                told = self._log.fields_of(fields)
                ids = {i for name in ("contacts", "others") for i in told.get(name, ((), ()))[1]}
                return Part(frozenset((wanted, contact_id, *ids)), first, number)
            first = number
        raise ContactDeskError(_("This merge is no longer in the book's history."))


def _linked_anew(
    entries: tuple[Entry, ...], keys: set[str], kept: Contact, is_kept: bool
) -> tuple[Entry, ...]:
    """Entries that name the kept one instead; nobody is related to themselves, or twice."""
    own = set(keys_of(kept))
    seen = {(e.types, e.label) for e in entries if link_key(e.value) in own}
    found = []
    for entry in entries:
        if link_key(entry.value) not in keys:
            found.append(entry)
        elif not is_kept and (entry.types, entry.label) not in seen:
            found.append(replace(entry, value=link_to(kept)))
    return tuple(found)


class DuplicateUndo:
    """The inverse of what sets said of duplicates; `changes` are the newest first."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log

    def take_back(self, changes: Iterable[Logged]) -> None:
        """Take merges apart and merge again, and forget who was said to be two."""
        for change in changes:
            if change.record_type == APART:
                self._apart(change)
            elif change.record_type == MERGE:
                self._merge(change)

    def _apart(self, change: Logged) -> None:
        pair = tuple(change.record_id.split(" "))
        if change.kind == "apart":
            self._sql("DELETE FROM not_same WHERE one = ? AND other = ?", pair)
        else:
            self._sql("INSERT OR IGNORE INTO not_same (one, other) VALUES (?, ?)", pair)
        kind = "together" if change.kind == "apart" else "apart"
        self._log.add(change.record_id, kind, record_type=APART)

    def _merge(self, change: Logged) -> None:
        kept_id = change.record_id.partition(":")[2]
        kept = self._sql("SELECT number FROM contact WHERE id = ?", (kept_id,)).scalar()
        if kept is None or "contacts" not in change.fields:
            return
        ids, people = (change.fields[name][1] for name in ("contacts", "stars"))
        together = change.kind != "merge"
        for uuid in ids:
            self._link(uuid, int(kept), together)
        for person in people:
            self._star(int(kept), person, together)
        told: dict[str, Any] = {name: list(pair) for name, pair in change.fields.items()}
        self._log.add(change.record_id, "merge" if together else "split", told, MERGE)

    def _link(self, uuid: str, kept: int, together: bool) -> None:
        number = self._sql("SELECT number FROM contact WHERE id = ?", (uuid,)).scalar()
        if number is not None and together:
            self._sql("INSERT OR REPLACE INTO merged (contact, kept) VALUES (?, ?)", (number, kept))
        elif number is not None:
            self._sql("DELETE FROM merged WHERE contact = ? AND kept = ?", (number, kept))

    def _star(self, kept: int, person: int, together: bool) -> None:
        sql = (
            "INSERT OR IGNORE INTO star (contact, person) VALUES (?, ?)"
            if together
            else "DELETE FROM star WHERE contact = ? AND person = ?"
        )
        self._sql(sql, (kept, person))
