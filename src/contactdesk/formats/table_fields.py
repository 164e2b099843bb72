"""What a column of a table can be: names of fields with their parts, and the words for them.

A field's name is `FIELD[#N][.PART][:TYPES][=LABEL]`, where FIELD is a field of `Contact`:
`given`, `phones:cell`, `phones=Secretary`, `addresses:work.postal_code`, `emails#2.label`. Columns
that share everything but PART fill one item. `extra` keeps a column as a property of its own, ""
leaves it out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from contactdesk.i18n import N_, _
from contactdesk.model.contact import ENTRY_FIELDS
from contactdesk.model.record import LABELS

KEEP = "extra"
LEAVE_OUT = ""
SINGLE = (
    "kind", "uid", "formatted_name", "prefixes", "given", "additional", "family", "suffixes",
    "phonetic_given", "phonetic_family", "sort_as", "gender", "time_zone", "geo",
    "keep_in_touch", "note", "birthday", "anniversary", "revised_at", "archived_at", "photo",
    "owner",
)  # fmt: skip
WORDS = ("nicknames", "categories")
ENTRY_PARTS = ("value", "types", "kind", "label", "preferred", "display", "service")
ADDRESS_PARTS = ("post_office_box", "extended", "street", "locality", "region", "postal_code",
                 "country")  # fmt: skip
JOB_PARTS = ("organisation", "departments", "job_title", "role", "starts_on", "ends_on")
DATE_PARTS = ("year", "month", "day")
_LABELLED = ("value", "kind", "label")
_PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ENTRY_FIELDS, ENTRY_PARTS),
    "addresses": ("whole", *ADDRESS_PARTS, "house_number", "types", "kind", "label", "preferred"),
    "memberships": (*JOB_PARTS, "kind"),
    "events": _LABELLED,
    "custom": _LABELLED,
    KEEP: ("", "json"),
    "birthday": ("", *DATE_PARTS),
    "anniversary": ("", *DATE_PARTS),
}
_ALIASES = {part: f"memberships.{part}" for part in JOB_PARTS[:4]}
_KEY = re.compile(r"([a-z_]+)(?:#(\d{1,3}))?(?:\.([a-z_]+))?(?::([\w,-]+))?(?:\.([a-z_]+))?")


class Field(NamedTuple):
    """A column's field taken apart; `number` is 0 where the name has none."""

    name: str
    number: int = 0
    part: str = ""
    types: tuple[str, ...] = ()
    label: str = ""

    @property
    def slot(self) -> tuple[str, int, tuple[str, ...], str]:
        """What columns of one item have in common."""
        return self.name, self.number, self.types, self.label

    def __str__(self) -> str:
        """The name that `parse_field` reads."""
        number = f"#{self.number}" if self.number else ""
        first = next(iter(_PARTS.get(self.name, ("",))))
        part = f".{self.part}" if self.part and self.part != first else ""
        types = ":" + ",".join(self.types) if self.types else ""
        return f"{self.name}{number}{types}{part}" + (f"={self.label}" if self.label else "")


def parse_field(key: str) -> Field | None:
    """A column's field from its name; None for one that does not exist."""
    stated, _equals, label = key.strip().partition("=")
    found = _KEY.fullmatch(_ALIASES.get(stated, stated))
    if not found:
        return None
    name, number, part, types, later = found.groups()
    part = part or later or ""
    parts = _PARTS.get(name, ())
    if not parts and (name not in (*SINGLE, *WORDS) or part or number or types):
        return None
    if parts and not part:
        part = parts[0]
    if parts and part not in parts:
        return None
    words = tuple(types.split(",")) if types else ()
    return Field(name, int(number or 0), part, words, label) if all(words) else None


_OFFERED: tuple[tuple[str, str], ...] = (
    ("formatted_name", N_("Whole name")),
    ("prefixes", LABELS["prefixes"]),
    ("given", LABELS["given"]),
    ("additional", LABELS["additional"]),
    ("family", LABELS["family"]),
    ("suffixes", LABELS["suffixes"]),
    ("nicknames", LABELS["nicknames"]),
    ("memberships", N_("Organisation")),
    ("memberships.departments", N_("Department")),
    ("memberships.job_title", N_("Job title")),
    ("memberships.role", N_("Role")),
    ("phones", N_("Phone")),
    ("phones:cell", N_("Mobile phone")),
    ("phones:work", N_("Work phone")),
    ("phones:home", N_("Home phone")),
    ("phones:fax", N_("Fax")),
    ("phones:work,fax", N_("Work fax")),
    ("phones:home,fax", N_("Home fax")),
    ("phones:pager", N_("Pager")),
    ("phones:other", N_("Other phone")),
    ("emails", N_("E-mail")),
    ("emails:work", N_("Work e-mail")),
    ("emails:home", N_("Home e-mail")),
    ("urls", N_("Web address")),
    ("urls:work", N_("Work web address")),
    ("urls:home", N_("Home web address")),
    ("impp", N_("Messenger")),
    ("addresses", N_("Whole address")),
    ("addresses.street", N_("Street")),
    ("addresses.extended", N_("Address: flat or floor")),
    ("addresses.post_office_box", N_("PO box")),
    ("addresses.postal_code", N_("Postcode")),
    ("addresses.locality", N_("Town")),
    ("addresses.region", N_("Region")),
    ("addresses.country", N_("Country")),
    ("addresses:work", N_("Whole work address")),
    ("addresses:work.street", N_("Work street")),
    ("addresses:work.postal_code", N_("Work postcode")),
    ("addresses:work.locality", N_("Work town")),
    ("addresses:work.region", N_("Work region")),
    ("addresses:work.country", N_("Work country")),
    ("addresses:home", N_("Whole home address")),
    ("addresses:home.street", N_("Home street")),
    ("addresses:home.postal_code", N_("Home postcode")),
    ("addresses:home.locality", N_("Home town")),
    ("addresses:home.region", N_("Home region")),
    ("addresses:home.country", N_("Home country")),
    ("birthday", LABELS["birthday"]),
    ("anniversary", LABELS["anniversary"]),
    ("related:spouse", N_("Spouse")),
    ("related:child", N_("Child")),
    ("related:manager", N_("Manager")),
    ("related:assistant", N_("Assistant")),
    ("related", N_("Related person")),
    ("categories", LABELS["categories"]),
    ("note", LABELS["note"]),
    ("gender", LABELS["gender"]),
    ("languages", N_("Language")),
    ("sort_as", LABELS["sort_as"]),
    ("phonetic_given", LABELS["phonetic_given"]),
    ("phonetic_family", LABELS["phonetic_family"]),
    ("time_zone", LABELS["time_zone"]),
    ("geo", LABELS["geo"]),
    ("keep_in_touch", LABELS["keep_in_touch"]),
    ("uid", LABELS["uid"]),
    ("kind", LABELS["kind"]),
    (KEEP, N_("Keep as another field")),
    (LEAVE_OUT, N_("Leave out")),
)
_PART_WORDS = {
    "kind": N_("type"),
    "types": N_("type"),
    "label": N_("label"),
    "preferred": N_("preferred"),
    "service": N_("service"),
    "display": N_("name shown"),
    "year": N_("year"),
    "month": N_("month"),
    "day": N_("day"),
    "starts_on": N_("from"),
    "ends_on": N_("until"),
}
_OTHER_NAMES = {"events": N_("Date"), "custom": N_("Another field"), "members": LABELS["members"]}


def offered_fields() -> tuple[tuple[str, str], ...]:
    """The fields that a person may choose for a column, in this order: (name, words)."""
    return tuple((key, _(words)) for key, words in _OFFERED)


def field_words(key: str) -> str:
    """What a column's field is called, also one that is guessed only: "Phone 2: type"."""
    offered = dict(_OFFERED)
    if key in offered:
        return _(offered[key])
    field = parse_field(key)
    if field is None:
        return key
    if field.name == "custom" and field.label:
        return _("Custom field: {name}").format(name=field.label)
    words = _words_without_number(field, offered)
    number = f" {field.number}" if field.number else ""
    part = _PART_WORDS.get(field.part, "")
    words = f"{words}{number}"
    if part:
        words = _("{field}: {part}").format(field=words, part=_(part))
    return f"{words} ({field.label})" if field.label else words


def _words_without_number(field: Field, offered: dict[str, str]) -> str:
    bare = field._replace(number=0, label="")
    if field.part in _PART_WORDS:
        bare = bare._replace(part="")
    for candidate in (bare, bare._replace(types=()), bare._replace(types=(), part="")):
        if words := offered.get(str(candidate)):
            return _(words)
    return _(_OTHER_NAMES.get(field.name) or LABELS.get(field.name, field.name))
