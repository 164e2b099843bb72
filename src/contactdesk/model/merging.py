"""What comes out when several contacts become one: all values of lists, one of single values.

`choices` lists every field in which there is something to choose, the kept contact first, and
which values are taken unless somebody wants it otherwise; `merged` makes the contact. Nothing is
lost unasked: what both have is taken once, everything else of lists is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.model import fold, phones
from contactdesk.model.companies import company_key, same_company
from contactdesk.model.contact import ENTRY_FIELDS, ITEM_TYPES, Contact, Membership
from contactdesk.model.custom import id_of, named, value_of, with_custom
from contactdesk.model.custom_files import BREAK, files_of, holds_files
from contactdesk.model.ownership import said_as_kept
from contactdesk.model.relations import keys_of, link_key

NAME = "formatted_name"
NAME_PARTS = (
    NAME, "prefixes", "given", "additional", "family", "suffixes", "phonetic_given",
    "phonetic_family", "sort_as",
)  # fmt: skip
ONE = (NAME, "birthday", "anniversary", "gender", "photo", "time_zone", "geo",
       "keep_in_touch")  # fmt: skip
SEVERAL = (
    "memberships", "phones", "emails", "addresses", "urls", "impp", "related", "members",
    "languages", "nicknames", "categories", "note", "extra",
)  # fmt: skip
# In the order in which a card has them.
ORDER = (
    NAME, "memberships", "phones", "emails", "addresses", "urls", "impp", "birthday",
    "anniversary", "related", "members", "nicknames", "languages", "gender", "categories", "note",
    "photo", "time_zone", "geo", "keep_in_touch", "extra",
)  # fmt: skip

Place = tuple[str, int, int]  # the field, the contact's place in the group, the value's in it


class Value(NamedTuple):
    """One value of one of the contacts; `same` says that one before it is the same."""

    place: Place
    value: Any
    same: bool = False


class Choice(NamedTuple):
    """A field: `one` or several of its values are taken; a tuple of values for each contact."""

    field: str
    one: bool
    values: tuple[tuple[Value, ...], ...]


def choices(contacts: Sequence[Contact], region: str = "") -> list[Choice]:
    """Every field of which some contact has something; the kept one comes first."""
    found = []
    custom = dict.fromkeys(named(v.field) for c in contacts for v in c.custom)
    for field in (*ORDER, *custom):
        files = field in custom and _are_files(field, contacts)
        one = (field in ONE or field in custom) and not files
        make = _files if files else _single if one else _several
        values = make(field, contacts, region)
        if any(values):
            found.append(Choice(field, one, values))
    return found


def usual(found: Sequence[Choice]) -> frozenset[Place]:
    """What is taken unless somebody wants it otherwise: the first's, and all that is new."""
    taken: set[Place] = set()
    for choice in found:
        values = [v for each in choice.values for v in each]
        taken.update(v.place for v in (values[:1] if choice.one else values) if not v.same)
    return frozenset(taken)


def _single(field: str, contacts: Sequence[Contact], _region: str) -> tuple[tuple[Value, ...], ...]:
    seen: list[Any] = []
    found = []
    for place, contact in enumerate(contacts):
        own = id_of(field)
        value = value_of(contact, own) if own else getattr(contact, field)
        found.append((Value((field, place, 0), value, value in seen),) if value else ())
        seen.append(value)
    return tuple(found)


def _are_files(field: str, contacts: Sequence[Contact]) -> bool:
    """Whether a custom field holds files: then nothing has to be chosen, all are taken."""
    return any(holds_files(value_of(contact, id_of(field))) for contact in contacts)


def _files(field: str, contacts: Sequence[Contact], _region: str) -> tuple[tuple[Value, ...], ...]:
    seen: set[str] = set()
    found = []
    for place, contact in enumerate(contacts):
        files = files_of(value_of(contact, id_of(field)))
        found.append(
            tuple([
                Value((field, place, at), each.line, (each.id or each.line) in seen)
                for at, each in enumerate(files)
            ])
        )  # fmt: skip
        seen.update(each.id or each.line for each in files)
    return tuple(found)


def _several(field: str, contacts: Sequence[Contact], region: str) -> tuple[tuple[Value, ...], ...]:
    own = {key for contact in contacts for key in keys_of(contact)}
    seen: list[Any] = []
    found = []
    for place, contact in enumerate(contacts):
        values = []
        for at, item in enumerate(_items(contact, field)):
            if field in ("related", "members") and link_key(item.value) in own:
                continue  # to one of themselves
            same = any(_is_same(field, item, other, region) for other in seen)
            values.append(Value((field, place, at), item, same))
            seen.append(item)
        found.append(tuple(values))
    return tuple(found)


def _items(contact: Contact, field: str) -> tuple[Any, ...]:
    value = getattr(contact, field)
    if field == "note":
        return (value.strip(),) if value.strip() else ()
    return tuple(value)


def _is_same(field: str, one: Any, other: Any, region: str) -> bool:
    if field == "memberships":
        return _same_work(one, other)
    return bool(_key(field, one, region) == _key(field, other, region))


def _same_work(one: Membership, other: Membership) -> bool:
    """The same organisation, and no two titles of it that say different things."""
    linked = {one.organisation_id, other.organisation_id} - {""}
    if len(linked) > 1:
        return False
    names = company_key(one.organisation), company_key(other.organisation)
    if not same_company(*names) and not (len(linked) == 1 and names[0] == names[1]):
        return False
    titles = {fold.fold(t) for t in (one.job_title, other.job_title)} - {""}
    return len(titles) <= 1


def _key(field: str, item: Any, region: str) -> Any:
    if field == "phones":
        return phones.e164(item.value, region) or "".join(item.value.split())
    if field in ENTRY_FIELDS:
        return item.value.strip().rstrip("/").lower()
    if field == "addresses":
        parts = (item.street, item.extended, item.post_office_box, item.postal_code, item.locality)
        return tuple(map(fold.fold, parts))
    if field == "extra":
        return item.name, item.value
    return fold.fold(item)


def merged(
    contacts: Sequence[Contact], found: Sequence[Choice], taken: frozenset[Place]
) -> Contact:
    """The first of the contacts with the values that were taken of all of them."""
    kept = contacts[0]
    changed: dict[str, Any] = {}
    custom: dict[str, str] = {}
    for choice in found:
        values = [v for each in choice.values for v in each if v.place in taken]
        if own := id_of(choice.field):
            taken_of = values if not choice.one else values[:1]
            custom[own] = BREAK.join(dict.fromkeys(v.value for v in taken_of))
        elif choice.field == NAME:
            owner = contacts[values[0].place[1]] if values else kept
            changed |= {name: getattr(owner, name) for name in NAME_PARTS}
        elif choice.one:
            changed[choice.field] = values[0].value if values else _nothing(choice.field)
        elif choice.field == "note":
            changed["note"] = "\n\n".join(v.value for v in values)
        else:
            changed[choice.field] = _together(choice.field, values, found)
    if not kept.uid:
        changed["uid"] = next((c.uid for c in contacts if c.uid), "")
    if not kept.owner:
        changed["owner"] = next((c.owner for c in contacts if c.owner), "")
    return with_custom(said_as_kept(kept, replace(kept, **changed)), custom)


def _nothing(field: str) -> Any:
    return None if field in ("birthday", "anniversary", "photo") else ""


def _together(field: str, values: Sequence[Value], found: Sequence[Choice]) -> tuple[Any, ...]:
    """Items of the kept one as they are, of the others as new ones; one preferred at most."""
    if field not in ITEM_TYPES:
        return tuple(dict.fromkeys(v.value for v in values))
    items: list[Any] = []
    for value in values:
        item = value.value if value.place[1] == 0 else replace(value.value, item=0)
        if getattr(item, "preferred", False) and any(i.preferred for i in items):
            item = replace(item, preferred=False)
        items.append(_filled(item, found) if field == "memberships" else item)
    return tuple(items)


def _filled(work: Membership, found: Sequence[Choice]) -> Membership:
    """A job with what the others say of the same one: title, department, link."""
    for choice in found:
        for value in (v for each in choice.values for v in each if choice.field == "memberships"):
            other = value.value
            if other is not work and _same_work(work, other):
                work = replace(
                    work,
                    job_title=work.job_title or other.job_title,
                    role=work.role or other.role,
                    departments=work.departments or other.departments,
                    organisation_id=work.organisation_id or other.organisation_id,
                    starts_on=work.starts_on or other.starts_on,
                    ends_on=work.ends_on or other.ends_on,
                )
    return work
