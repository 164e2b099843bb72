"""Custom fields: what an office keeps of its contacts beside what every contact has.

A field is defined once for the book (`FieldDefinition`, in a `FieldSection`); a contact holds its
values as texts, each in the one spelling of its type: see `custom_values.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from contactdesk.i18n import N_
from contactdesk.model import fold
from contactdesk.model.categories import is_within
from contactdesk.model.contact import Contact, CustomValue, labelled
from contactdesk.model.record import with_values
from contactdesk.model.record_type import RecordType

TEXT, LONG_TEXT, NUMBER, MONEY = "text", "long_text", "number", "money"
DATE, YES_NO, ONE_OF, SEVERAL_OF = "date", "yes_no", "one_of", "several_of"
CONTACT, URL, FILE = "contact", "url", "file"
TYPES = (
    TEXT, LONG_TEXT, NUMBER, MONEY, DATE, YES_NO, ONE_OF, SEVERAL_OF, URL, CONTACT, FILE
)  # fmt: skip
TYPE_WORDS = {
    TEXT: N_("Text"),
    LONG_TEXT: N_("Long text"),
    NUMBER: N_("Number"),
    MONEY: N_("Money"),
    DATE: N_("Date"),
    YES_NO: N_("Yes or no"),
    ONE_OF: N_("Choice of one"),
    SEVERAL_OF: N_("Choice of many"),
    URL: N_("Link"),
    CONTACT: N_("Contact"),
    FILE: N_("File"),
}
"""What each type is called, in the order in which they are offered."""
WITH_CHOICES = (ONE_OF, SEVERAL_OF)

FIELD = "custom"
"""The field of a contact that holds its values."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words that a value is chosen from, with a colour of the palette ("" for none)."""

    name: str = ""
    colour: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A custom field. Put away, it is in the bin: nobody sees it, and all values stay.

    `kinds` is "individual" or "org" where only people or organisations have it, "" for both;
    `owner` the id of the person who alone sees it, "" for everybody; `unit` a money's currency.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    label: str = labelled(N_("Name"))
    type: str = labelled(N_("Type"), TEXT)
    section: str = labelled(N_("Section"))
    position: int = labelled(N_("Place"), 0)
    icon: str = labelled(N_("Icon"))
    choices: tuple[Choice, ...] = labelled(N_("Choices"), ())
    preset: str = labelled(N_("Default"))
    unit: str = labelled(N_("Currency"))
    only_categories: tuple[str, ...] = labelled(N_("Only for"), ())
    kinds: str = labelled(N_("People or organisations"))
    in_lists: bool = labelled(N_("Show in lists, filters and reports"), True)
    owner: str = labelled(N_("Only for me"))
    deleted_at: str = labelled(N_("Put away"))

    def is_for(self, kind: str, categories: Iterable[str]) -> bool:
        """Whether a contact of this kind and in these categories has the field."""
        if self.kinds and (kind == "individual") != (self.kinds == "individual"):
            return False
        return not self.only_categories or any(
            is_within(name, outer) for name in categories for outer in self.only_categories
        )


@dataclass(frozen=True, slots=True)
class FieldSection:
    """Custom fields that stand together under one head."""

    id: str = ""
    number: int = 0
    revision: int = 0
    name: str = labelled(N_("Name"))
    position: int = labelled(N_("Place"), 0)
    deleted_at: str = labelled(N_("Put away"))


DEFINITIONS = RecordType(
    "custom_field",
    FieldDefinition,
    items={"choices": Choice},
    words=("only_categories",),
    title="label",
)
SECTIONS = RecordType("custom_section", FieldSection)


def named(field: str) -> str:
    """A custom field (by its id) among the names of a contact's other fields."""
    return f"{FIELD}.{field}"


def id_of(name: str) -> str:
    """The id in what `named` made; "" for every other field's name."""
    return name.removeprefix(f"{FIELD}.") if name.startswith(f"{FIELD}.") else ""


def value_of(contact: Contact, field: str) -> str:
    """What a contact says in the field with this id, "" for nothing."""
    return next((v.value for v in contact.custom if v.field == field), "")


def with_custom(contact: Contact, values: Mapping[str, str]) -> Contact:
    """The contact with other values of some fields (by id); "" takes one away."""
    found = custom_values({**{v.field: v.value for v in contact.custom}, **values})
    return contact if found == contact.custom else with_values(contact, {FIELD: found})


def custom_values(values: Mapping[str, str]) -> tuple[CustomValue, ...]:
    """Values by field's id as a contact holds them: none empty, in the order of the ids."""
    return tuple([CustomValue(field, text) for field, text in sorted(values.items()) if text])


def in_order(
    definitions: Sequence[FieldDefinition], sections: Sequence[FieldSection]
) -> list[FieldDefinition]:
    """Fields as people see them: section by section; those of none, or of one that is put away,
    come first.
    """
    places: dict[str, Any] = {s.id: (1, s.position, s.number) for s in sections}
    return sorted(
        definitions, key=lambda d: (places.get(d.section, (0, 0, 0)), d.position, d.number)
    )


class FieldList(NamedTuple):
    """The custom fields that somebody sees, in their order, and the sections they stand in."""

    fields: tuple[FieldDefinition, ...] = ()
    sections: tuple[FieldSection, ...] = ()

    def by_id(self, field: str) -> FieldDefinition | None:
        """The field with this id, if there is one and it is mine to see."""
        return next((f for f in self.fields if f.id == field), None)

    def by_label(self, label: str) -> FieldDefinition | None:
        """The field that is called so, in whatever case."""
        wanted = fold.fold(label)
        return next((f for f in self.fields if fold.fold(f.label) == wanted), None)

    def of(self, contact: Contact) -> list[FieldDefinition]:
        """The fields of a contact: those it is meant to have, and those in which it says
        something."""
        said = {v.field for v in contact.custom}
        return [
            f for f in self.fields if f.id in said or f.is_for(contact.kind, contact.categories)
        ]

    def section_of(self, field: FieldDefinition) -> str:
        """The name of the section in which a field stands, "" for none."""
        return next((s.name for s in self.sections if s.id == field.section), "")


def by_section(
    fields: Iterable[FieldDefinition], sections: Sequence[FieldSection]
) -> list[tuple[FieldSection | None, list[FieldDefinition]]]:
    """Fields under the sections in which they stand, in their order; those of none come first."""
    known = {s.id: s for s in sorted(sections, key=lambda s: (s.position, s.number))}
    groups: dict[str, list[FieldDefinition]] = {"": [], **{i: [] for i in known}}
    for field in in_order(list(fields), sections):
        groups[field.section if field.section in known else ""].append(field)
    return [(known.get(i), some) for i, some in groups.items()]


def shown_to(definitions: Iterable[FieldDefinition], person: str) -> list[FieldDefinition]:
    """The fields that somebody (by id) sees: not the private ones of others."""
    return [d for d in definitions if d.owner in ("", person)]
