"""What the editor's rows hold and how a contact comes back out of them, without any Qt.

A row that nobody touched gives back exactly the item it came from: types, labels and parts
that the form does not show survive every edit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from contactdesk.i18n import _
from contactdesk.model import phones
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.dialled import pasted
from contactdesk.model.names import display_name, formatted_name, is_family_first, joined_name
from contactdesk.model.record import new_id

NAME_PARTS = ("prefixes", "given", "additional", "family", "suffixes")
_NUMBER = re.compile(r"(?:^|(?<=\s))[+＋(\d][\d\s().,/*#‐-―-]*$")
_DOMAIN_END = {"GB": "co.uk", "US": "com", "": "com", "TW": "com.tw", "AU": "com.au"}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the form for a phone, mail, web address or messenger, and where it came from."""

    value: str = ""
    types: tuple[str, ...] = ()
    label: str = ""
    preferred: bool = False
    source: Entry | None = None

    @classmethod
    def of(cls, entry: Entry) -> EntryRow:
        """The row that shows an entry."""
        return cls(entry.value, entry.types, entry.label, entry.preferred, entry)

    def entry(self) -> Entry | None:
        """The entry the row stands for; None when it was emptied, or never filled."""
        if self.source is not None and self == EntryRow.of(self.source):
            return self.source
        if not self.value.strip():
            return None
        source = self.source or Entry("")
        # a value nobody touched keeps even the spaces it came with
        value = source.value if self.value == source.value else self.value.strip()
        return replace(
            source,
            value=value,
            types=self.types,
            label=self.label.strip() if self.label != source.label else source.label,
            preferred=self.preferred,
        )


def entries_of(rows: Sequence[EntryRow]) -> tuple[Entry, ...]:
    """The entries of the rows that hold something, at most one of them preferred more than before.

    A star given now takes the stars of all others away; stars nobody touched stay as they came.
    """
    return tuple(entry for row in rows if (entry := row.entry()) is not None)


def with_star(rows: Sequence[EntryRow], index: int, on: bool) -> list[EntryRow]:
    """The rows after a star was given to (or taken from) one of them: only one has it."""
    return [
        replace(row, preferred=on if i == index else row.preferred and not on)
        for i, row in enumerate(rows)
    ]


def edited_address(source: Address | None, typed: dict[str, Any]) -> Address | None:
    """The address after typing; None when nothing is in it. `typed` holds the parts shown."""
    address = source or Address()
    changes: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in typed.items()
        if value != getattr(address, name)
    }
    if source is not None and not changes:
        return source
    address = replace(address, **changes) if changes else address
    texts = ("post_office_box", "extended", "street", "locality", "region", "postal_code")
    return address if any(getattr(address, n) for n in (*texts, "country")) else None


def departments_text(departments: tuple[str, ...]) -> str:
    """Departments from the largest to the smallest, as the form shows them."""
    return " / ".join(departments)


def read_departments(typed: str) -> tuple[str, ...]:
    """What was typed as departments; " / " stands between a larger and a smaller one."""
    return tuple(part for p in re.split(r"\s+/\s+", typed) if (part := p.strip()))


def edited_membership(source: Membership | None, typed: dict[str, Any]) -> Membership | None:
    """The membership after typing; another organisation is no longer the one linked before."""
    membership = source or Membership()
    changes = {n: v for n, v in typed.items() if v != getattr(membership, n)}
    if source is not None and not changes:
        return source
    if "organisation" in changes:
        changes.setdefault("organisation_id", "")
    membership = replace(membership, **changes) if changes else membership
    empty = replace(membership, organisation_id="", item=0) == Membership()
    return None if empty else membership


def words_of(typed: str) -> tuple[str, ...]:
    """Words with commas between them (also Arabic and Chinese ones), each once."""
    parts = (p.strip() for p in re.split(r"[,،，、;]", typed))
    return tuple(dict.fromkeys(p for p in parts if p))


def name_shown(contact: Contact) -> dict[str, str]:
    """The name parts the form shows.

    Where a card brought only the whole name, it is split as a proposal: it is written back only
    if somebody changes it.
    """
    parts = {name: getattr(contact, name) for name in NAME_PARTS}
    if any(parts.values()) or not contact.formatted_name.strip():
        return parts
    whole = contact.formatted_name.strip()
    if is_family_first(whole, ""):
        cut = 2 if len(whole) == 4 else 1
        family, given = (whole[:cut], whole[cut:]) if " " not in whole else ("", whole)
    else:
        given, _space, family = whole.rpartition(" ")
    return {**parts, "given": given or family, "family": family if given else ""}


def with_name(contact: Contact, typed: dict[str, str]) -> Contact:
    """The contact with the name as typed; the whole name follows its parts once one changed."""
    if typed == name_shown(contact):
        return contact
    parts: dict[str, Any] = {name: value.strip() for name, value in typed.items()}
    whole = joined_name(*(parts.get(name, getattr(contact, name)) for name in NAME_PARTS))
    return replace(contact, formatted_name=whole.strip(), **parts)


def organisation_name(contact: Contact) -> str:
    """What an organisation is called in the form."""
    return formatted_name(contact) if contact.formatted_name or contact.organisation else ""


def with_organisation_name(contact: Contact, typed: str) -> Contact:
    """The organisation renamed; where its own card says ORG too, that follows."""
    before, after = organisation_name(contact), typed.strip()
    if typed == before:
        return contact
    memberships = contact.memberships
    if memberships and memberships[0].organisation == before:
        memberships = (replace(memberships[0], organisation=after), *memberships[1:])
    return replace(contact, formatted_name=after, memberships=memberships)


def with_kind(contact: Contact, kind: str) -> Contact:
    """A person made an organisation or the other way round; nothing else is lost."""
    if kind == contact.kind or kind not in ("individual", "org"):
        return contact
    return _made_organisation(contact) if kind == "org" else _made_person(contact)


def _made_organisation(contact: Contact) -> Contact:
    """Its name becomes its ORG too, as other programs write an organisation's card."""
    whole = "" if is_nameless(contact) else formatted_name(contact)
    blank: dict[str, Any] = dict.fromkeys((*NAME_PARTS, "phonetic_given", "phonetic_family"), "")
    memberships = contact.memberships
    if whole and all(m.organisation != whole for m in memberships):
        memberships = (Membership(whole), *memberships)
    return replace(contact, kind="org", formatted_name=whole, memberships=memberships, **blank)


def _made_person(contact: Contact) -> Contact:
    name = organisation_name(contact)
    own = Membership(name)
    others = tuple(m for m in contact.memberships if replace(m, item=0) != own)
    plain = replace(contact, kind="individual", memberships=others)
    return with_name(replace(plain, formatted_name=""), name_shown(plain))


def is_nameless(contact: Contact) -> bool:
    """Whether neither a name nor an organisation was typed yet."""
    parts = any(getattr(contact, name) for name in (*NAME_PARTS, "formatted_name"))
    return not parts and not contact.organisation


def is_blank(contact: Contact) -> bool:
    """Whether there is nothing in the contact that would be worth keeping."""
    return replace(contact, id="", number=0, revision=0, kind="individual", uid="") == Contact()


def title_of(contact: Contact) -> str:
    """What the head of the form and undo call the contact."""
    return display_name(contact) if formatted_name(contact) else ""


def named_contact(kind: str, name: str) -> Contact:
    """A new contact of a kind, named as somebody typed it into the search field; a number at the
    end is theirs."""
    whole, number = _parted(name)
    if number:
        return replace(named_contact(kind, whole), phones=(Entry(number, _kind_of(number)),))
    if kind == "org" or not whole:
        return Contact(kind="org" if kind == "org" else "individual", formatted_name=whole)
    shown = name_shown(Contact(formatted_name=whole))
    return with_name(Contact(), {**shown})


def new_person_at(organisation: str, name: str) -> tuple[Contact, Contact]:
    """Nobody yet, and the same with a job at an organisation (its id and name)."""
    base = Contact(id=new_id())
    return base, replace(base, memberships=(Membership(name, organisation_id=organisation),))


def _parted(name: str) -> tuple[str, str]:
    """A name, and the number behind it or in place of it."""
    whole = " ".join(name.split())
    found = _NUMBER.search(whole)
    number = pasted(found.group()) if found is not None else ""
    return (whole[: found.start()].strip(), number) if found and number else (whole, "")


def _kind_of(number: str) -> tuple[str, ...]:
    plain = phones.e164(number)
    return ("cell",) if plain and phones.is_mobile(plain) else ("work",)


def mail_advice(typed: str, region: str = "") -> str:
    """A sentence about an address that looks odd, or "": it can always be saved as it is."""
    text = typed.strip()
    if not text:
        return ""
    local, at, domain = text.rpartition("@")
    end = _DOMAIN_END.get(region, region.lower())
    if not at:
        return _("There is no @ in this address. Example: {example}").format(
            example=f"{_as_local(text)}@example.{end}"
        )
    if not local:
        return _("Nothing stands before the @. Example: {example}").format(
            example=f"name@{domain or 'example.' + end}"
        )
    if not domain.strip("."):
        return _("Nothing stands after the @. Example: {example}").format(
            example=f"{local}@example.{end}"
        )
    if re.search(r"\s", text) or "@" in local:
        return _("This looks like more than one address. Give each a row of its own.")
    if "." not in domain.strip("."):
        plain = domain.strip(".")
        return _("This address has nothing after “{domain}”. Example: {example}").format(
            domain=plain, example=f"{local}@{plain}.{end}"
        )
    return ""


def _as_local(text: str) -> str:
    return re.sub(r"\s+", ".", text.strip().lower()) or "name"


def web_advice(typed: str) -> str:
    """A sentence about a web address that cannot be opened from the card, or ""."""
    from contactdesk.desktop.links import web_link

    text = typed.strip()
    if not text or web_link(text):
        return ""
    if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) and "." not in text.split(":")[0]:
        return _("Kept as it is. Only web, mail and phone addresses can be opened from the card.")
    return _("This does not look like a web address. Example: www.example.com")
