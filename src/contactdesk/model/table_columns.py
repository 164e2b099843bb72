"""The columns that a table of contacts can show: what each is called and holds, and how a cell's
text becomes a contact's value.

A column shows one text: of several phones the preferred one, else the first; of several jobs the
first. What is typed into a cell changes that one value and leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from contactdesk.i18n import N_
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.custom import (
    DATE,
    FILE,
    MONEY,
    NUMBER,
    SEVERAL_OF,
    FieldList,
    id_of,
    with_custom,
)
from contactdesk.model.dates import PartialDate

Kind = Literal["text", "words", "date", "day", "number"]
"""What a column's texts are: `words` are several of a list, `date` may lack its year, `day` is a
day in the past that is told by its distance."""

Setter = Callable[[Contact, str], Contact]


class TableColumn(NamedTuple):
    """One column: `key` is its name in views and filters, `wide` its width at first in px."""

    key: str
    label: str
    kind: Kind = "text"
    wide: int = 140
    set: Setter | None = None

    @property
    def is_editable(self) -> bool:
        """Whether a cell takes what is typed."""
        return self.set is not None


def _own(field: str) -> Setter:
    return lambda contact, text: replace(contact, **dict[str, Any]({field: text}))


def _dated(field: str) -> Setter:
    def put(contact: Contact, text: str) -> Contact:
        value = PartialDate.parse(text) if text else None
        return replace(contact, **dict[str, Any]({field: value}))

    return put


def shown_item(items: tuple[Any, ...]) -> int:
    """The place of the item of a list that a column shows: the preferred one, else the first;
    -1 of none."""
    preferred = (place for place, item in enumerate(items) if getattr(item, "preferred", False))
    return next(preferred, 0 if items else -1)


def mobile_item(phones: tuple[Entry, ...]) -> int:
    """The place of the first mobile number, -1 of none."""
    return next((n for n, phone in enumerate(phones) if "cell" in phone.types), -1)


def _with_item(items: tuple[Any, ...], place: int, new: Any, is_empty: bool) -> tuple[Any, ...]:
    if place < 0:
        return items if is_empty else (*items, new)
    return (*items[:place], *(() if is_empty else (new,)), *items[place + 1 :])


def _entry(field: str, types: tuple[str, ...] = ()) -> Setter:
    def put(contact: Contact, text: str) -> Contact:
        items: tuple[Entry, ...] = getattr(contact, field)
        place = mobile_item(items) if types else shown_item(items)
        new = replace(items[place], value=text) if place >= 0 else Entry(text, types)
        values = {field: _with_item(items, place, new, not text)}
        return replace(contact, **dict[str, Any](values))

    return put


def _address(part: str) -> Setter:
    def put(contact: Contact, text: str) -> Contact:
        place = shown_item(contact.addresses)
        old = contact.addresses[place] if place >= 0 else Address()
        new = replace(old, **dict[str, Any]({part: text}))
        is_empty = replace(new, types=(), label="", preferred=False, item=0) == Address()
        return replace(contact, addresses=_with_item(contact.addresses, place, new, is_empty))

    return put


def _job(part: str) -> Setter:
    def put(contact: Contact, text: str) -> Contact:
        jobs = contact.memberships
        old = jobs[0] if jobs else Membership()
        value: Any = ((text,) if text else ()) if part == "departments" else text
        new = replace(old, **dict[str, Any]({part: value}))
        if part == "organisation" and text != old.organisation:
            new = replace(new, organisation_id="")
        is_empty = replace(new, item=0, organisation_id="") == Membership()
        return replace(contact, memberships=_with_item(jobs, 0 if jobs else -1, new, is_empty))

    return put


def words_of(text: str) -> tuple[str, ...]:
    """The words of a cell that holds several, each once: "Customer, Press"."""
    parts = (part.strip() for part in text.replace("،", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _words(field: str) -> Setter:
    return lambda contact, text: replace(contact, **dict[str, Any]({field: words_of(text)}))


_CUSTOM_KINDS: dict[str, Kind] = {
    NUMBER: "number", MONEY: "number", DATE: "date", SEVERAL_OF: "words"
}  # fmt: skip


def column_of(key: str, fields: FieldList | None = None) -> TableColumn | None:
    """The column with a key; those of custom fields are called as the field is."""
    field = id_of(key)
    if not field:
        return BY_KEY.get(key)
    found = fields.by_id(field) if fields is not None else None
    kind = _CUSTOM_KINDS.get(found.type, "text") if found is not None else "text"
    is_file = found is not None and found.type == FILE  # chosen on the card, not typed
    return TableColumn(
        key, found.label if found is not None else "", kind, 140,
        None if is_file else lambda contact, text: with_custom(contact, {field: text}),
    )  # fmt: skip


NAME = "name"
COLUMNS: tuple[TableColumn, ...] = (
    TableColumn(NAME, N_("Name"), wide=220),
    TableColumn("given", N_("First name"), set=_own("given")),
    TableColumn("family", N_("Last name"), set=_own("family")),
    TableColumn("nicknames", N_("Nicknames"), "words", set=_words("nicknames")),
    TableColumn("job_title", N_("Job title"), wide=150, set=_job("job_title")),
    TableColumn("organisation", N_("Organisation"), wide=180, set=_job("organisation")),
    TableColumn("departments", N_("Department"), set=_job("departments")),
    TableColumn("phone", N_("Phone"), wide=150, set=_entry("phones")),
    TableColumn("mobile", N_("Mobile"), wide=150, set=_entry("phones", ("cell",))),
    TableColumn("email", N_("E-mail"), wide=200, set=_entry("emails")),
    TableColumn("url", N_("Web address"), wide=180, set=_entry("urls")),
    TableColumn("street", N_("Street"), wide=180, set=_address("street")),
    TableColumn("postal_code", N_("Postal code"), wide=100, set=_address("postal_code")),
    TableColumn("locality", N_("Town"), wide=130, set=_address("locality")),
    TableColumn("region", N_("Region"), wide=120, set=_address("region")),
    TableColumn("country", N_("Country"), wide=120, set=_address("country")),
    TableColumn("categories", N_("Categories"), "words", 160, _words("categories")),
    TableColumn("birthday", N_("Birthday"), "date", 120, _dated("birthday")),
    TableColumn("anniversary", N_("Anniversary"), "date", 120, _dated("anniversary")),
    TableColumn("last_contact", N_("Last contact"), "day", 110),
    TableColumn("open_deals", N_("Open deals"), "number", 100),
    TableColumn("note", N_("Note"), wide=220, set=_own("note")),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = (NAME, "job_title", "organisation", "locality", "mobile", "email", "last_contact")
"""The columns of a table that nobody has changed."""
