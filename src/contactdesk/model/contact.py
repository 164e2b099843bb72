"""A person or an organisation, with every field that vCard 4 knows (RFC 6350, section 6).

Each field carries its label; history, forms, exports and merges read the list of fields from
here. Values of which a contact has several (`phones`, `emails` …) are tuples of items, and every
item has a number that stays its own for the contact's life: that is how two people's edits of
one contact meet item by item.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from contactdesk.i18n import N_
from contactdesk.model.dates import PartialDate
from contactdesk.model.quick_making import quickly_made

Kind = Literal["individual", "org", "group", "location"]


def labelled(label: str, default: Any = "") -> Any:
    """A dataclass field with the words people read for it."""
    return field(default=default, metadata={"label": label})


@quickly_made
@dataclass(frozen=True, slots=True)
class Entry:
    """One phone number, e-mail address, web address, messenger, relation or language.

    `types` are vCard's, lower case, without "pref"; `label` is a person's own word;
    `item` is 0 until the contact that holds it is saved.
    """

    value: str
    types: tuple[str, ...] = ()
    label: str = ""
    preferred: bool = False
    item: int = 0


@quickly_made
@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in vCard's seven parts (RFC 6350, section 6.3.1)."""

    post_office_box: str = ""
    extended: str = ""
    street: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    types: tuple[str, ...] = ()
    label: str = ""
    preferred: bool = False
    item: int = 0


@quickly_made
@dataclass(frozen=True, slots=True)
class Membership:
    """A contact at an organisation: ORG, TITLE and ROLE, with the time it lasted.

    `organisation` is the text as typed; `organisation_id` names the linked contact, or is "".
    """

    organisation: str = ""
    departments: tuple[str, ...] = ()
    job_title: str = ""
    role: str = ""
    organisation_id: str = ""
    starts_on: str = ""
    ends_on: str = ""
    item: int = 0


@quickly_made
@dataclass(frozen=True, slots=True)
class Extra:
    """A property that has no field of its own, kept as it came."""

    name: str
    value: str = ""
    group: str = ""
    types: tuple[str, ...] = ()
    params: tuple[tuple[str, str], ...] = ()
    item: int = 0


@dataclass(frozen=True, slots=True)
class CustomValue:
    """What a contact says in a custom field (by its id), as its type spells it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture kept by its content: `sha256` of the bytes (hex), and their number."""

    media_type: str
    sha256: str
    size: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody or an organisation. `id` is a UUID, `number` the row inside the book."""

    id: str = ""
    number: int = 0
    revision: int = 0
    kind: Kind = labelled(N_("Kind"), "individual")
    uid: str = labelled(N_("Identifier from elsewhere"))
    formatted_name: str = labelled(N_("Name"))
    prefixes: str = labelled(N_("Title before the name"))
    given: str = labelled(N_("First name"))
    additional: str = labelled(N_("Middle names"))
    family: str = labelled(N_("Last name"))
    suffixes: str = labelled(N_("After the name"))
    phonetic_given: str = labelled(N_("First name as spoken"))
    phonetic_family: str = labelled(N_("Last name as spoken"))
    sort_as: str = labelled(N_("Sort as"))
    nicknames: tuple[str, ...] = labelled(N_("Nicknames"), ())
    memberships: tuple[Membership, ...] = labelled(N_("Work"), ())
    phones: tuple[Entry, ...] = labelled(N_("Phones"), ())
    emails: tuple[Entry, ...] = labelled(N_("E-mail addresses"), ())
    addresses: tuple[Address, ...] = labelled(N_("Addresses"), ())
    urls: tuple[Entry, ...] = labelled(N_("Web addresses"), ())
    impp: tuple[Entry, ...] = labelled(N_("Messengers"), ())
    related: tuple[Entry, ...] = labelled(N_("Related people"), ())
    members: tuple[Entry, ...] = labelled(N_("Members"), ())
    languages: tuple[Entry, ...] = labelled(N_("Languages"), ())
    birthday: PartialDate | None = labelled(N_("Birthday"), None)
    anniversary: PartialDate | None = labelled(N_("Anniversary"), None)
    gender: str = labelled(N_("Gender"))
    time_zone: str = labelled(N_("Time zone"))
    geo: str = labelled(N_("Place on the map"))
    keep_in_touch: str = labelled(N_("Keep in touch"))  # days
    categories: tuple[str, ...] = labelled(N_("Categories"), ())
    custom: tuple[CustomValue, ...] = labelled(N_("Custom fields"), ())  # by the field's id
    note: str = labelled(N_("Note"))
    photo: Photo | None = labelled(N_("Photo"), None)
    extra: tuple[Extra, ...] = labelled(N_("Other fields"), ())
    revised_at: str = labelled(N_("Changed elsewhere"))
    deleted_at: str = labelled(N_("Moved to the bin"))
    archived_at: str = labelled(N_("Moved to the archive"))
    owner: str = labelled(N_("Owner"))  # the id of a person, as is the next
    private_to: str = labelled(N_("Private to"))

    @property
    def organisation(self) -> str:
        """Where the contact works, as typed: the first membership's organisation."""
        return self.memberships[0].organisation if self.memberships else ""

    @property
    def job_title(self) -> str:
        """The first membership's title."""
        return self.memberships[0].job_title if self.memberships else ""


ENTRY_FIELDS = ("phones", "emails", "urls", "impp", "related", "members", "languages")
ITEM_TYPES: dict[str, type[Any]] = {
    **dict.fromkeys(ENTRY_FIELDS, Entry),
    "addresses": Address,
    "memberships": Membership,
    "extra": Extra,
}
DATE_FIELDS = ("birthday", "anniversary")
WORD_FIELDS = ("nicknames", "categories")
