"""A contact as rows of the tables, and back. No database here: a reading process uses it too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from contactdesk.model import fold, phones
from contactdesk.model.contact import (
    ENTRY_FIELDS,
    ITEM_TYPES,
    Address,
    Contact,
    CustomValue,
    Entry,
    Extra,
    Membership,
    Photo,
)
from contactdesk.model.dates import PartialDate
from contactdesk.model.names import Ordering, formatted_name
from contactdesk.model.record import from_plain, to_plain
from contactdesk.model.relations import link_key

CONTACT_COLUMNS = (
    "id", "revision", "kind", "uid", "formatted_name", "prefixes", "given", "additional",
    "family", "suffixes", "phonetic_given", "phonetic_family", "sort_as", "nicknames",
    "birthday", "anniversary", "gender", "time_zone", "geo", "keep_in_touch", "custom", "note",
    "photo", "extra", "revised_at", "deleted_at", "archived_at", "owner", "private_to",
    "top_item", "name_key", "sort_by_family", "sort_by_given", "letter_by_family",
    "letter_by_given",
)  # fmt: skip
PLACES = {column: place for place, column in enumerate(CONTACT_COLUMNS)}
ENTRY_COLUMNS = (
    "item", "field", "position", "value", "types", "label", "preferred", "compare",
)  # fmt: skip
ADDRESS_COLUMNS = (
    "item", "position", "post_office_box", "extended", "street", "locality", "region",
    "postal_code", "country", "types", "label", "preferred",
)  # fmt: skip
MEMBERSHIP_COLUMNS = (
    "item", "position", "organisation", "departments", "job_title", "role",
    "organisation_id", "starts_on", "ends_on", "organisation_key",
)  # fmt: skip

_PLAIN_COLUMNS = (
    "kind", "uid", "formatted_name", "prefixes", "given", "additional", "family", "suffixes",
    "phonetic_given", "phonetic_family", "sort_as", "gender", "time_zone", "geo", "keep_in_touch",
    "note", "revised_at", "deleted_at", "archived_at", "owner", "private_to",
)  # fmt: skip

READ_COLUMNS = (
    "number", "id", "revision", "nicknames", "birthday", "anniversary", "photo", "extra", "custom",
    *_PLAIN_COLUMNS,
)  # fmt: skip
PARTS = {
    "entry": ("contact", *ENTRY_COLUMNS),
    "address": ("contact", *ADDRESS_COLUMNS),
    "membership": ("contact", *MEMBERSHIP_COLUMNS),
}
"""The tables of a contact's parts, and the columns in which their rows are read and written."""


_as_json = json.JSONEncoder(ensure_ascii=False).encode
_ITEMS_OF = attrgetter(*ITEM_TYPES)
_ENTRIES_OF = attrgetter(*ENTRY_FIELDS)


class Prepared(NamedTuple):
    """All rows of one contact, without its number; the lists' columns are named above."""

    contact: tuple[Any, ...]
    entries: list[tuple[Any, ...]]
    addresses: list[tuple[Any, ...]]
    memberships: list[tuple[Any, ...]]
    categories: tuple[str, ...]


def prepare(
    contact: Contact,
    ordering: Ordering,
    region: str,
    top_item: int = 0,
    numbers: Sequence[int] | None = None,
) -> Prepared:
    """The rows of a contact whose items are numbered, by `numbers` where somebody looked."""
    keys = ordering.keys(contact)
    c = contact
    top = max(top_item, *numbers, 0) if numbers is not None else _top(c, top_item)
    name = c.formatted_name or formatted_name(c)
    row = (
        c.id, c.revision, c.kind, c.uid, name, c.prefixes, c.given, c.additional,
        c.family, c.suffixes, c.phonetic_given, c.phonetic_family, c.sort_as,
        _words(c.nicknames), str(c.birthday or ""), str(c.anniversary or ""), c.gender,
        c.time_zone, c.geo, c.keep_in_touch, custom_text(c.custom), c.note,
        photo_text(c.photo), _json(c.extra), c.revised_at, c.deleted_at,
        c.archived_at, c.owner, c.private_to, top, fold.fold(name), keys.by_family, keys.by_given,
        keys.letter_by_family, keys.letter_by_given,
    )  # fmt: skip
    return Prepared(
        row, _entry_rows(c, region), _address_rows(c), _membership_rows(c), c.categories
    )


def differing_parts(one: Contact, other: Contact, region: str) -> set[str]:
    """The tables in which two contacts have other parts, the one of categories among them."""
    differing = {
        "entry": _entry_rows(one, region) != _entry_rows(other, region),
        "address": one.addresses != other.addresses,
        "membership": one.memberships != other.memberships,
        "contact_category": one.categories != other.categories,
    }
    return {table for table, differs in differing.items() if differs}


def prepare_fields(contact: Contact, names: Iterable[str], region: str, top_item: int) -> Prepared:
    """The rows that some fields of a contact fill, none of which its name is made of.

    All other columns are empty, and so is every part that the contact has nothing of.
    """
    row: list[Any] = [""] * len(CONTACT_COLUMNS)
    for name in names:
        if (place := PLACES.get(name)) is not None:
            row[place] = _written_column(contact, name)
    row[PLACES["top_item"]] = _top(contact, top_item)
    return Prepared(
        tuple(row),
        _entry_rows(contact, region),
        _address_rows(contact),
        _membership_rows(contact),
        contact.categories,
    )


def _top(contact: Contact, used: int) -> int:
    return max([used, *item_numbers(contact)])


def item_numbers(contact: Contact) -> list[int]:
    """The numbers of all items of a contact."""
    return [i.item for items in _ITEMS_OF(contact) if items for i in items]


def _address_rows(contact: Contact) -> list[tuple[Any, ...]]:
    return [
        (a.item, n, a.post_office_box, a.extended, a.street, a.locality, a.region,
         a.postal_code, a.country, ",".join(a.types), a.label, int(a.preferred))
        for n, a in enumerate(contact.addresses)
    ]  # fmt: skip


def _membership_rows(contact: Contact) -> list[tuple[Any, ...]]:
    return [
        (m.item, n, m.organisation, _words(m.departments), m.job_title, m.role,
         m.organisation_id, m.starts_on, m.ends_on, fold.fold(m.organisation))
        for n, m in enumerate(contact.memberships)
    ]  # fmt: skip


def _entry_rows(contact: Contact, region: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for field, entries in zip(ENTRY_FIELDS, _ENTRIES_OF(contact), strict=True):
        for position, e in enumerate(entries) if entries else ():
            compare = ""
            if field == "phones":
                compare = phones.e164(e.value, region)
            elif field == "emails":
                compare = e.value.strip().lower()
            elif field in ("related", "members"):
                compare = link_key(e.value)  # finds who names this contact, from its own card
            types = ",".join(e.types)
            rows.append(
                (e.item, field, position, e.value, types, e.label, int(e.preferred), compare)
            )
    return rows


def _words(words: tuple[str, ...]) -> str:
    """Words as JSON; most have nothing to escape, and then it is quickly written."""
    if not words:
        return ""
    inner = '", "'.join(words)
    if inner.isprintable() and "\\" not in inner and inner.count('"') == 2 * len(words) - 2:
        return f'["{inner}"]'
    return json.dumps(words, ensure_ascii=False)


def _json(value: Any) -> str:
    return _as_json(to_plain(value)) if value else ""


def photo_text(photo: Photo | None) -> str:
    """A photo's reference as one column: "sha256 size media-type"."""
    return f"{photo.sha256} {photo.size} {photo.media_type}" if photo else ""


def photo_of(text: str) -> Photo | None:
    """What `photo_text` wrote."""
    if not text:
        return None
    sha256, size, media_type = text.split(" ", 2)
    return Photo(media_type, sha256, int(size))


def custom_text(values: tuple[CustomValue, ...]) -> str:
    """Values of custom fields as one column: JSON, the fields' ids in their order."""
    if not values:
        return ""
    return json.dumps({v.field: v.value for v in values}, ensure_ascii=False)


def custom_of(text: str) -> tuple[CustomValue, ...]:
    """What `custom_text` wrote."""
    if not text:
        return ()
    return tuple([CustomValue(field, value) for field, value in json.loads(text).items()])


@lru_cache(maxsize=50_000)
def _date(text: str) -> PartialDate | None:
    """Birthdays repeat: every day of a hundred years fits in here."""
    return PartialDate.parse(text) if text else None


def contact_of(
    row: Sequence[Any],
    entries: Iterable[Sequence[Any]],
    addresses: Iterable[Sequence[Any]],
    memberships: Iterable[Sequence[Any]],
    categories: tuple[str, ...],
) -> Contact:
    """The contact that rows hold: `row` in READ_COLUMNS, its parts in their order and columns.

    A part's row begins with its contact's number, as PARTS lists its columns.
    """
    (
        number, id_, revision, nicknames, birthday, anniversary, photo, extra, custom, *plain,
    ) = row  # fmt: skip
    return Contact(
        id=id_,
        number=number,
        revision=revision,
        nicknames=_list(nicknames),
        memberships=membership_items(memberships),
        addresses=address_items(addresses),
        birthday=_date(birthday),
        anniversary=_date(anniversary),
        photo=photo_of(photo),
        extra=_extra(extra),
        custom=custom_of(custom),
        categories=categories,
        **dict[str, Any](zip(_PLAIN_COLUMNS, plain, strict=True)),
        **dict[str, Any](entry_items(entries)),
    )


def membership_items(rows: Iterable[Sequence[Any]]) -> tuple[Membership, ...]:
    """The memberships that rows of a contact hold."""
    return tuple(
        Membership(name, _list(departments), title, role, linked, starts, ends, item)
        for _n, item, _place, name, departments, title, role, linked, starts, ends, _key in rows
    )


def address_items(rows: Iterable[Sequence[Any]]) -> tuple[Address, ...]:
    """The addresses that rows of a contact hold."""
    return tuple(
        Address(box, extended, street, locality, region, code, country, _types(types), label,
                bool(preferred), item)
        for _n, item, _place, box, extended, street, locality, region, code, country, types,
        label, preferred in rows
    )  # fmt: skip


def entry_items(entries: Iterable[Sequence[Any]]) -> dict[str, tuple[Entry, ...]]:
    """The phones, mails and the like that rows of a contact hold, by field."""
    items: dict[str, list[Entry]] = {}
    for _n, item, field, _place, value, types, label, preferred, _compare in entries:
        items.setdefault(field, []).append(
            Entry(value, _types(types), label, bool(preferred), item)
        )
    return {field: tuple(found) for field, found in items.items()}


def _extra(text: str) -> tuple[Extra, ...]:
    found: tuple[Extra, ...] = from_plain("extra", json.loads(text)) if text else ()
    return found


def _list(text: str) -> tuple[str, ...]:
    """Words that `_words` wrote: without an escape they are quickly read."""
    if not text:
        return ()
    if "\\" in text or text[:2] != '["':
        return tuple(json.loads(text))
    return tuple(text[2:-2].split('", "'))


def _types(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "nicknames": _words,
    "birthday": lambda date: str(date or ""),
    "anniversary": lambda date: str(date or ""),
    "photo": photo_text,
    "extra": _json,
    "custom": custom_text,
}
_READ: dict[str, Callable[[str], Any]] = {
    "nicknames": _list,
    "birthday": _date,
    "anniversary": _date,
    "photo": photo_of,
    "extra": _extra,
    "custom": custom_of,
}


def _written_column(contact: Contact, name: str) -> Any:
    """What the column of field `name` holds."""
    value = getattr(contact, name)
    return _WRITTEN[name](value) if name in _WRITTEN else value


def is_coded(name: str) -> bool:
    """Whether the column of field `name` holds something else than the field's value."""
    return name in _READ


def read_column(name: str, stored: Any) -> Any:
    """The value of field `name` from what its column of `contact` holds."""
    return _READ[name](stored) if name in _READ else stored
