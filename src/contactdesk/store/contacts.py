"""The contacts of a book, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from contactdesk.errors import EditConflict, NotFound
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.bulk import BulkEdit
from contactdesk.model.contact import Contact, Membership, Photo
from contactdesk.model.meeting import meet
from contactdesk.model.names import Ordering, with_name
from contactdesk.model.record import LABELS, Merged, changed_fields, new_id, numbered
from contactdesk.model.reverting import Changed
from contactdesk.store.blobs import Blobs
from contactdesk.store.bulk_writing import BulkWriting
from contactdesk.store.callers import Caller, Callers
from contactdesk.store.categories import Categories
from contactdesk.store.changes import ChangeLog, now
from contactdesk.store.deals import Deals
from contactdesk.store.documents import Documents
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.field_reading import FieldReading
from contactdesk.store.forgetting import Forgetting
from contactdesk.store.group_members import GroupMembers
from contactdesk.store.listing import (
    ContactRow,
    Counts,
    Listing,
    ListQuery,
    Person,
    SearchResult,
)
from contactdesk.store.lists import Lists
from contactdesk.store.matching import Matching
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.order import NameOrder
from contactdesk.store.originals import Originals
from contactdesk.store.places import Places
from contactdesk.store.rows import PARTS, READ_COLUMNS, contact_of
from contactdesk.store.search import SearchIndex, looked_for
from contactdesk.store.selection import Common, Selections
from contactdesk.store.since_read import Readings
from contactdesk.store.stars import Stars
from contactdesk.store.their_notes import TheirNotes
from contactdesk.store.unseen import need_free
from contactdesk.store.writing import ContactWriter


class Contacts:
    """Repository of people and organisations: get, rows, search, add, save, delete."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        ordering: Ordering,
        region: str,
        sort_by: str,
        person: int,
    ) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._log = log
        self.stars = Stars(connection, person, log.instance)
        self.order = NameOrder(connection, sort_by)
        self.categories = Categories(connection, log)
        self.writer = ContactWriter(connection, ordering, region, self.order, self.categories)
        self._places = Places(connection, log, self.order)
        self.members = GroupMembers(person)
        self.lists = Lists(connection, person, sort_by, self.categories, self.members)
        self._search = SearchIndex(connection, self.categories, self.members)
        self._matching = Matching(connection, self.lists.categories_of)
        self._blobs = Blobs(connection)
        self._originals = Originals(connection)
        self._selections = Selections(connection)

    # reading

    def get(self, key: int | str) -> Contact:
        """The contact with this row number or UUID; `NotFound` when there is none."""
        found = self._load("id = ?" if isinstance(key, str) else "number = ?", (key,))
        if not found:
            raise NotFound(_("This contact is no longer in the book."))
        return found[0]

    def get_many(self, numbers: Sequence[int]) -> list[Contact]:
        """The contacts with these numbers, in this order; missing ones are left out."""
        found: dict[int, Contact] = {}
        for start in range(0, len(numbers), 500):
            marks = ",".join(str(int(n)) for n in numbers[start : start + 500])
            for c in self._load(f"number IN ({marks})"):
                found[c.number] = c
        return [found[n] for n in numbers if n in found]

    def get_many_by_id(self, ids: Sequence[str]) -> list[Contact]:
        """The contacts with these ids, 500 at most; missing ones are left out."""
        return self._load(f"id IN ({','.join('?' * len(ids))})", tuple(ids)) if ids else []

    def _load(self, which: str, values: tuple[int | str, ...] = ()) -> list[Contact]:
        """By plain rows: through named columns a contact took three times as long."""
        columns = ", ".join(READ_COLUMNS)
        found = self._sql(f"SELECT {columns} FROM contact WHERE {which}", values)
        rows = list(driver_rows(found))
        numbers = [row[0] for row in rows]
        entries, addresses, memberships = (self._parts(table, numbers) for table in PARTS)
        categories = self.lists.categories_of(numbers)
        return [
            contact_of(
                row,
                entries.get(row[0], ()),
                addresses.get(row[0], ()),
                memberships.get(row[0], ()),
                categories.get(row[0], ()),
            )
            for row in rows
        ]

    def _parts(self, table: str, numbers: Sequence[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        if numbers:
            marks = ",".join(map(str, numbers))
            sql = f"SELECT {', '.join(PARTS[table])} FROM {table} WHERE contact IN ({marks}) "
            for row in driver_rows(self._sql(f"{sql} ORDER BY contact, position")):
                found.setdefault(row[0], []).append(row)
        return found

    def rows(self, numbers: Sequence[int], family_first: bool = False) -> list[ContactRow]:
        """What a list shows of these contacts, in this order; missing ones are left out."""
        return self.lists.rows(numbers, family_first)

    def found_rows(
        self, found: SearchResult, text: str, family_first: bool = False, limit: int | None = None
    ) -> list[ContactRow]:
        """`rows` of a search's hits, or the first of them, each with the value found there."""
        rows = self.rows(found.numbers[:limit], family_first)
        beyond = [row.number for row in rows if row.number in found.beyond]
        matches = self._matching.of(beyond, looked_for(text), text)
        return [
            row._replace(matched=match.field, matched_text=match.value)
            if (match := matches.get(row.number))
            else row
            for row in rows
        ]

    def listing(self, query: ListQuery) -> Listing:
        """Every contact of a list, by number, with the place where each letter begins."""
        return self.lists.listing(query)

    def top(
        self, query: ListQuery, limit: int = 60, family_first: bool = False
    ) -> list[ContactRow]:
        """The first rows of a list, to show while all its numbers are read."""
        return self.lists.top(query, limit, family_first)

    def search(self, text: str, query: ListQuery | None = None, limit: int = 100) -> SearchResult:
        """Contacts in which every word of `text` begins a word: names first, both in name order."""
        return self._search.find(text, query or ListQuery(), limit)

    def counts(self) -> Counts:
        """How many contacts each list has."""
        return self.lists.counts()

    def people_of(self, organisation: Contact) -> list[Person]:
        """Everybody who works or worked at an organisation, in name order."""
        return self.lists.people_of(organisation)

    def organisation_of(self, membership: Membership) -> ContactRow | None:
        """The organisation that a membership is linked to or names exactly, if it is a contact."""
        return self.lists.organisation_of(membership)

    def organisation_names(self, prefix: str, limit: int = 8) -> list[str]:
        """Names of organisations that begin so, contacts and mere mentions alike."""
        return self.lists.organisation_names(fold.fold(prefix), limit)

    def similar(self, contact: Contact) -> tuple[ContactRow, str] | None:
        """Another contact with the same phone or mail, and the field they share."""
        return self.lists.similar(contact, self.writer.region)

    def callers(self, typed: str) -> list[Caller]:
        """Who a telephone number may belong to: see `callers.py`."""
        return Callers(self._connection, self.rows, self.search).of(typed, self.writer.region)

    def near_callers(self, number: str) -> list[Caller]:
        """Whose telephone number differs from this one (E.164) in the last two digits alone."""
        callers = Callers(self._connection, self.rows, self.search)
        return callers.near(number)

    def in_bin(self, numbers: Sequence[int]) -> set[int]:
        """Those of these contacts that are in the bin."""
        return self._places.in_bin(numbers)

    def is_starred(self, number: int) -> bool:
        """Whether I gave this contact a star."""
        return self.stars.has(number)

    def photo(self, sha256: str) -> bytes | None:
        """A picture's bytes."""
        return self._blobs.get(sha256)

    def originals(self, number: int) -> list[bytes]:
        """The cards that a contact came from, byte for byte, the newest first."""
        return self._originals.of(number)

    def newest_originals(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The newest original of each of these contacts that has one."""
        return self._originals.newest(numbers)

    def readings(self, read_as: int) -> Readings:
        """What contacts say beside the cards that the reading of this number made them from."""
        return Readings(self._connection, self._log, self.lists, read_as)

    # writing

    def add(self, contact: Contact) -> Contact:
        """Store a new contact; it comes back with id, number and numbered items."""
        need_free(self._connection, contact.id)
        new = replace(
            numbered(with_name(contact)), id=contact.id or new_id(), revision=1, deleted_at=""
        )
        number = self.writer.insert(new)
        self._log.add(new.id, "create")
        return replace(new, number=number)

    def keep_photo(self, data: bytes, media_type: str) -> Photo:
        """Store a picture; put the result into a contact's `photo`."""
        return self._blobs.keep(data, media_type)

    def save(self, mine: Contact, base: Contact) -> Contact:
        """Store an edit that began from `base`; what others changed meanwhile is kept.

        Raises `EditConflict` when somebody changed the same fields, or moved to the bin what I
        edited (its fields then begin with `deleted_at`), and `NotFound` when it is gone.
        """
        theirs = self.get(mine.id)
        mine = with_name(mine, base)
        used = self.writer.top_item(theirs.number)
        merged = Merged(replace(mine, number=theirs.number, revision=theirs.revision))
        if theirs.revision != base.revision:
            merged = meet(base, mine, theirs)
            if theirs.deleted_at and not base.deleted_at and changed_fields(base, mine):
                merged = replace(merged, conflicts=("deleted_at", *merged.conflicts))
        if merged.conflicts:
            raise self._conflict(merged, base, mine, theirs)
        result = numbered(merged.contact, used)
        if not self._log.add_update(theirs, result):
            return theirs
        result = replace(result, revision=theirs.revision + 1)
        self.writer.update(theirs, result, withdrawn=False)  # an edit is never out of sight
        return result

    def change_many(
        self,
        numbers: Sequence[int],
        change: Callable[[Contact], Contact],
        fields: Collection[str],
        told: Callable[[int], None] = lambda done: None,
        taken_back: Mapping[str, Changed] = MappingProxyType({}),
    ) -> list[int]:
        """Apply a change to contacts as they are now; the numbers of those that it changed.

        `fields` are those the change looks at or sets, beside kind and name: of others the
        contacts it is given have nothing. `told` hears how many are done, and may raise to end it.
        `taken_back` is what the log says of contacts (by id) whose change is an edit's undo.
        """
        reading = FieldReading(self._connection, fields, self.lists.categories_of)
        writing = BulkWriting(self._connection, self._log, self.writer, self.order, reading)
        changed, others = writing.change(numbers, change, told, taken_back)
        for before in self.get_many(others):
            after = numbered(with_name(change(before), before), self.writer.top_item(before.number))
            if self._log.add_update(before, after):
                self.writer.update(before, replace(after, revision=before.revision + 1))
                changed.append(before.number)
        return changed

    def mail_addresses(self, numbers: Sequence[int]) -> list[tuple[int, str]]:
        """Number and preferred (else first) mail address of each of these contacts with one."""
        return self._selections.mail_addresses(numbers)

    def with_addresses(self, addresses: Sequence[str]) -> list[tuple[int, str]]:
        """Who has these mail addresses: number and address in lower case, not those in the bin."""
        return self._selections.with_addresses(addresses)

    def common(self, numbers: Sequence[int]) -> Common:
        """What some contacts have in common and where they differ."""
        return self._selections.common(numbers)

    def affected(self, numbers: Sequence[int], edit: BulkEdit) -> dict[str, int]:
        """How many contacts a change of many really changes, field by field."""
        return self._selections.affected(numbers, edit)

    def _conflict(
        self, merged: Merged, base: Contact, mine: Contact, theirs: Contact
    ) -> EditConflict:
        names = ", ".join(_(LABELS[f]) for f in merged.conflicts)
        message = _("Somebody else changed the same here: {fields}. Your text is kept.")
        return EditConflict(
            message.format(fields=names),
            fields=merged.conflicts,
            base=base,
            mine=mine,
            theirs=theirs,
        )

    def delete(self, numbers: Iterable[int]) -> None:
        """Move contacts to the bin."""
        self._places.set_deleted(numbers, now())

    def restore(self, numbers: Iterable[int]) -> None:
        """Take contacts out of the bin."""
        self._places.set_deleted(numbers, "")

    def archive(self, numbers: Iterable[int]) -> None:
        """Move contacts to the archive: out of the lists and the search, but kept and known."""
        self._places.set_archived(numbers, now())

    def take_out(self, numbers: Iterable[int]) -> None:
        """Take contacts out of the archive."""
        self._places.set_archived(numbers, "")

    def purge(self, numbers: Iterable[int]) -> None:
        """Delete contacts for good: nothing of them stays but a line in the log with their id.

        Who became part of one of them goes too, and what was written down of them alone, and
        documents that belong to them alone.
        """
        chosen = list(dict.fromkeys(numbers))
        gone = self.get_many([*MergeLinks(self._connection).parts(chosen), *chosen])
        for contact in gone:
            self._log.add(contact.id, "purge")
            self.writer.purge(contact)
        photos = [contact.photo.sha256 for contact in gone if contact.photo]
        ids = [contact.id for contact in gone]
        notes = TheirNotes(self._connection, self._log).purge(ids)
        Deals(self._connection, self._log).forget_contacts(ids)
        Forgetting(self._connection).forget([*ids, *notes], photos)
        documents = Documents(self._connection, self._log, 0)
        documents.purge(documents.of_gone([*ids, *notes]))

    def star(self, numbers: Iterable[int], on: bool) -> None:
        """Give or take my own star; personal, so it is no step of undo."""
        self.stars.give_or_take(numbers, on)

    def keep_originals(
        self, cards: Sequence[tuple[int, str, str, bytes]], hashes: Sequence[bytes] = ()
    ) -> None:
        """Keep the cards that contacts came from: see `Originals.keep`."""
        self._originals.keep(cards, hashes)
