"""Organisations of a book: who works there, what belongs to what, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.contact import Address, Contact, Membership
from contactdesk.model.organisations import address_key, with_place_of
from contactdesk.store.listing import ContactRow, ListQuery, Person

if TYPE_CHECKING:
    from contactdesk.store.contacts import Contacts

MOST = 10_000  # contacts of one address that are looked at
_DEEPEST = 20  # organisations above one another


class Above(NamedTuple):
    """Who stands above whom in an organisation: contacts' numbers."""

    managers: dict[int, int]
    assistants: dict[int, int]  # an assistant, and whose


class Organisations:
    """The organisations of one transaction's contacts."""

    def __init__(self, connection: Connection, contacts: Contacts) -> None:
        self._sql = connection.exec_driver_sql
        self._contacts = contacts

    # looking up

    def suggested(self, typed: str, limit: int = 8) -> list[ContactRow]:
        """Organisations of the book in whose name every word typed begins a word."""
        found = self._contacts.search(typed, ListQuery("organisations"), limit)
        return self._contacts.rows([n for n in found.numbers if n not in found.beyond])

    def parent_of(self, organisation: Contact) -> ContactRow | None:
        """The organisation that another belongs to, if it is in the book."""
        for membership in _belongs(organisation):
            row = self._contacts.organisation_of(membership)
            if row is not None and row.number != organisation.number:
                return row
        return None

    def above(self, organisation: Contact) -> list[ContactRow]:
        """Everything that an organisation belongs to, the nearest first; a circle ends it."""
        found: list[ContactRow] = []
        at, seen = organisation, {organisation.number}
        while len(found) < _DEEPEST:
            row = self.parent_of(at)
            if row is None or row.number in seen:
                break
            found.append(row)
            seen.add(row.number)
            at = self._contacts.get(row.number)
        return found

    def would_circle(self, organisation: Contact, parent: int) -> bool:
        """Whether an organisation would belong to itself if it belonged to `parent`."""
        if parent == organisation.number:
            return True
        above = self.above(self._contacts.get(parent))
        return organisation.number in [row.number for row in above]

    def standing_above(self, people: Sequence[Person]) -> Above:
        """Managers and assistants among the people of an organisation, by their relations."""
        numbers = list(dict.fromkeys(p.row.number for p in people))
        by_key: dict[str, int] = {}
        held: list[tuple[int, str, str]] = []
        for start in range(0, len(numbers), 500):
            marks = ",".join(map(str, numbers[start : start + 500]))
            for number, uuid, uid in self._sql(
                f"SELECT number, id, uid FROM contact WHERE number IN ({marks})"
            ):
                by_key[uuid] = number
                if uid:
                    by_key.setdefault(uid.lower().removeprefix("urn:uuid:"), number)
            held += [
                (r[0], r[1], r[2])
                for r in self._sql(
                    "SELECT contact, compare, types FROM entry WHERE field = 'related' "
                    f"AND compare <> '' AND contact IN ({marks}) ORDER BY contact, position"
                )
            ]
        return _above(held, by_key)

    # people

    def add_person(self, organisation: int, person: int, work: Membership) -> Contact:
        """Somebody of the book works at an organisation; `work` has title, department, dates."""
        firm, base = self._contacts.get(organisation), self._contacts.get(person)
        linked = replace(work, organisation=firm.formatted_name, organisation_id=firm.id)
        return self._contacts.save(
            replace(base, memberships=(*base.memberships, linked)), base=base
        )

    def change_person(self, person: int, item: int, work: Membership) -> Contact:
        """Another title, department or time at an organisation; all else of it stays."""
        base = self._contacts.get(person)
        if all(m.item != item for m in base.memberships):
            raise NotFound(_("This person no longer works here. Nothing was changed."))
        changed = tuple(
            replace(
                m,
                job_title=work.job_title,
                departments=work.departments,
                starts_on=work.starts_on,
                ends_on=work.ends_on,
            )
            if m.item == item
            else m
            for m in base.memberships
        )
        return self._contacts.save(replace(base, memberships=changed), base=base)

    def make(self, name: str, person: int = 0, item: int = 0) -> Contact:
        """Make an organisation of a text, and link the person's membership that has it."""
        firm = self._contacts.add(Contact(kind="org", formatted_name=name.strip()))
        if person:
            base = self._contacts.get(person)
            work = tuple(
                replace(m, organisation_id=firm.id) if m.item == item else m
                for m in base.memberships
            )
            self._contacts.save(replace(base, memberships=work), base=base)
        return firm

    def at_domain(self, organisation: Contact, most: int = 200) -> tuple[str, list[int]]:
        """The domain of an organisation's web page, and the people whose mail is there.

        A mail address alone says nothing: many organisations have theirs where everybody has.
        """
        for url in organisation.urls:
            host = (urlsplit(url.value if "//" in url.value else f"//{url.value}").hostname) or ""
            domain = host.removeprefix("www.")
            if "." not in domain:
                continue
            found = self._contacts.search(domain, ListQuery("people"), most).numbers
            numbers = self._with_mail_at(found, domain)
            if numbers:
                return domain, numbers
        return "", []

    def _with_mail_at(self, numbers: Sequence[int], domain: str) -> list[int]:
        marks = ",".join(map(str, numbers))
        rows = self._sql(
            "SELECT DISTINCT contact FROM entry WHERE field = 'emails' "
            f"AND contact IN ({marks}) AND substr(compare, ?) = ? ORDER BY contact",
            (-len(domain) - 1, f"@{domain}"),
        )
        return [r[0] for r in rows]

    def add_people(self, organisation: int, people: Sequence[int]) -> list[int]:
        """Contacts of the book work at an organisation, all of them in one change."""
        firm = self._contacts.get(organisation)
        work = Membership(firm.formatted_name, organisation_id=firm.id)

        def change(contact: Contact) -> Contact:
            if any(m.organisation_id == firm.id for m in contact.memberships):
                return contact
            return replace(contact, memberships=(*contact.memberships, work))

        return self._contacts.change_many(people, change, ("memberships",))

    # renaming

    def named(self, organisation: Contact) -> list[int]:
        """The others on whose cards an organisation's name stands as text.

        Where two organisations are called the same, only those linked to this one.
        """
        key = fold.fold(organisation.formatted_name)
        alike = self._sql(
            "SELECT 1 FROM contact WHERE name_key = ? AND kind = 'org' AND deleted_at = '' "
            "AND number <> ? LIMIT 1",
            (key, organisation.number),
        ).first()
        unlinked = "" if alike else "OR organisation_id = ''"
        rows = self._sql(
            "SELECT DISTINCT m.contact FROM membership m JOIN name_order o "
            "ON o.contact = m.contact WHERE organisation_key <> '' AND organisation_key = ? "
            f"AND (organisation_id = ? {unlinked}) AND m.contact <> ?",
            (key, organisation.id, organisation.number),
        )
        return [r[0] for r in rows] if key else []

    def rename(self, before: Contact, name: str) -> list[int]:
        """Write an organisation's new name on the cards where the old one stands."""
        key = fold.fold(before.formatted_name)

        def change(contact: Contact) -> Contact:
            work = tuple(
                replace(m, organisation=name, organisation_id=before.id)
                if fold.fold(m.organisation) == key and m.organisation_id in ("", before.id)
                else m
                for m in contact.memberships
            )
            return replace(contact, memberships=work) if work != contact.memberships else contact

        return self._contacts.change_many(self.named(before), change, ("memberships",))

    # shared addresses

    def sharing(self, address: Address, but: int = 0) -> list[int]:
        """The other contacts that have the same address."""
        key = address_key(address)
        if not key:
            return []
        words = " ".join(p for p in (*key[:3], key[4]) if p)
        found = self._contacts.search(words, limit=MOST).numbers
        return [n for n in self._at(found, key) if n != but]

    def _at(self, numbers: Sequence[int], key: tuple[str, ...]) -> list[int]:
        """Those of some contacts that have an address with this key."""
        found: dict[int, None] = {}
        same: dict[tuple[str, ...], bool] = {}  # people of one address write it alike
        for start in range(0, len(numbers), 500):
            marks = ",".join(map(str, numbers[start : start + 500]))
            rows = self._sql(
                "SELECT contact, street, extended, post_office_box, postal_code, locality "
                f"FROM address WHERE contact IN ({marks}) ORDER BY contact"
            )
            for number, *place in rows:
                written = tuple(place)
                if written not in same:
                    same[written] = tuple(map(fold.fold, written)) == key
                if same[written]:
                    found[number] = None
        return list(found)

    def shared_among(self, contact: Contact, others: Sequence[int]) -> dict[int, list[int]]:
        """Which of some other contacts share each address (by its item) of a contact."""
        if not contact.addresses:
            return {}
        keys = {a.item: address_key(a) for a in contact.addresses}
        numbers = [n for n in dict.fromkeys(others) if n != contact.number]
        return {
            item: found for item, key in keys.items() if key and (found := self._at(numbers, key))
        }

    def move(self, before: Address, after: Address, but: int) -> list[int]:
        """Everybody else at an address moves to another; their types and stars stay."""
        key = address_key(before)

        def change(contact: Contact) -> Contact:
            moved = tuple(
                with_place_of(a, after) if address_key(a) == key else a for a in contact.addresses
            )
            return replace(contact, addresses=moved)

        return self._contacts.change_many(self.sharing(before, but), change, ("addresses",))


def _belongs(organisation: Contact) -> list[Membership]:
    """What an organisation belongs to; its own ORG line is its name."""
    name = organisation.formatted_name
    return [m for m in organisation.memberships if m.organisation not in ("", name)]


def _above(held: Sequence[tuple[int, str, str]], by_key: dict[str, int]) -> Above:
    managers: dict[int, int] = {}
    assistants: dict[int, int] = {}
    for holder, key, types in held:
        other = by_key.get(key)
        if other is None or other == holder:
            continue
        for kind in types.split(","):
            if kind == "manager":
                managers.setdefault(holder, other)
            elif kind == "x-manager-of":
                managers.setdefault(other, holder)
            elif kind == "assistant":
                assistants.setdefault(other, holder)
            elif kind == "x-assistant-of":
                assistants.setdefault(holder, other)
    return Above(managers, assistants)
