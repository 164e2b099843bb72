"""LDIF out, as Thunderbird and Evolution read it; what it has no attribute for stands in lines of
a vCard under a name of our own, so that it comes back here and troubles nobody elsewhere.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contactdesk.formats.content_lines import careful_lines, plain_lines
from contactdesk.formats.heads import parse_head
from contactdesk.formats.ldif_reading import contact_of
from contactdesk.formats.ldif_stream import Attribute
from contactdesk.formats.ldif_words import OWN, OWN_EXTRA, OWN_FIELDS, UNKNOWN
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_properties import PROPERTIES, property_of
from contactdesk.formats.vcard_writing import NEWEST, write_card
from contactdesk.formats.writers import Outgoing, Records
from contactdesk.model.contact import ITEM_TYPES, Address, Contact, Entry, Extra
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import FIELDS

WIDTH = 76
_NOT_HERE = {"deleted_at", "archived_at", "photo", "owner", "private_to"}
_CLASSES = ("top", "person", "organizationalPerson", "inetOrgPerson", "mozillaAbPersonAlpha")
_GROUP_CLASSES = ("top", "groupOfNames")
_DN_SPECIAL = str.maketrans({c: "\\" + c for c in '\\,+"<>;='} | {"\n": "\\0A", "\r": "\\0D",
                                                                   "\0": "\\00"})  # fmt: skip
_TEXTS = (
    ("cn", "formatted_name"),
    ("sn", "family"),
    ("givenName", "given"),
    ("personalTitle", "prefixes"),
    ("generationQualifier", "suffixes"),
)
_ADDRESS = (
    ("postOfficeBox", "post_office_box", ""),
    ("mozillaWorkStreet2", "extended", "mozillaHomeStreet2"),
    ("street", "street", "mozillaHomeStreet"),
    ("l", "locality", "mozillaHomeLocalityName"),
    ("st", "region", "mozillaHomeState"),
    ("postalCode", "postal_code", "mozillaHomePostalCode"),
    ("c", "country", "mozillaHomeCountryName"),
)

Pair = tuple[str, str | bytes]


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """All contacts as entries; `choices` has nothing for it."""
    named = _Names(records)
    head = b"version: 1\n\n"
    for each in records():
        yield head + _entry(each, named)
        head = b""


class _Names:
    """The distinguished name of each contact, no two alike, and of those that groups name."""

    def __init__(self, records: Records) -> None:
        wanted = {_key(m.value) for r in records() for m in r.contact.members}
        self._used: set[int] = set()
        self._members: dict[str, str] = {}
        if not wanted:
            return
        for each in records():
            dn = self.of(each.contact)
            for key in (each.contact.uid, each.contact.id, *(e.value for e in each.contact.emails)):
                if _key(key) in wanted:
                    self._members.setdefault(_key(key), dn)
        self._used.clear()

    def of(self, contact: Contact) -> str:
        """The name of the next contact."""
        dn = f"cn={_dn_text(contact.formatted_name or contact.id)}"
        if contact.emails:
            dn += f",mail={_dn_text(contact.emails[0].value)}"
        if hash(dn) in self._used:
            dn += f",uid={_dn_text(contact.id or str(len(self._used)))}"
        self._used.add(hash(dn))
        return dn

    def of_member(self, member: Entry) -> str:
        """What a group calls one of its people."""
        known = self._members.get(_key(member.value))
        if known:
            return known
        mail = member.value.partition(":")[2] if member.value[:7].lower() == "mailto:" else ""
        if mail:
            return f"cn={_dn_text(member.label or mail)},mail={_dn_text(mail)}"
        return member.value


def _key(value: str) -> str:
    return value.lower().removeprefix("urn:uuid:").removeprefix("mailto:")


def _dn_text(text: str) -> str:
    plain = text.translate(_DN_SPECIAL)
    if plain[:1] in (" ", "#"):
        plain = "\\" + plain
    return plain[:-1] + "\\ " if plain.endswith(" ") and not plain.endswith("\\ ") else plain


def _entry(each: Outgoing, named: _Names) -> bytes:
    contact = each.contact
    pairs = list(_attributes(contact, named))
    if each.photo:
        pairs.append(("jpegPhoto", each.photo))
    attributes = [
        Attribute(n.lower(), (), v if isinstance(v, bytes) else v.encode("utf-8", "replace"), True)
        for n, v in pairs
    ]
    missing = _unsaid(contact, attributes)
    if missing:
        pairs.append((OWN_FIELDS, " ".join(missing)))
        pairs += ((OWN, line) for line in _lines_of(contact, missing))
    return b"".join(_line(n, v) for n, v in [("dn", named.of(contact)), *pairs]) + b"\n"


def _attributes(contact: Contact, named: _Names) -> Iterator[Pair]:
    """What LDIF has a name for."""
    classes = _GROUP_CLASSES if contact.kind == "group" else _CLASSES
    yield from (("objectClass", each) for each in classes)
    yield from ((name, value) for name, field in _TEXTS if (value := getattr(contact, field)))
    yield from (("mozillaNickname", word) for word in contact.nicknames)
    for place, email in enumerate(contact.emails):
        yield ("mozillaSecondEmail" if place == 1 else "mail"), email.value
    yield from ((_phone_name(phone), phone.value) for phone in contact.phones)
    yield from _address_pairs(contact.addresses)
    yield from _work_pairs(contact)
    for url in contact.urls:
        kind = "Work" if "work" in url.types else "Home" if "home" in url.types else ""
        name = f"mozilla{kind}Url" if kind else "labeledURI"
        yield name, f"{url.value} {url.label}".strip()
    yield from _birthday_pairs(contact.birthday)
    if contact.anniversary and not contact.anniversary.text:
        yield "anniversary", str(contact.anniversary)
    yield from (("categories", word) for word in contact.categories)
    yield from (("description", contact.note) for _ in (1,) if contact.note)
    yield from (("member", named.of_member(member)) for member in contact.members)
    if contact.uid:
        yield "uid", contact.uid
    for extra in contact.extra:
        if not (extra.group or extra.types or extra.params) and extra.name.startswith(UNKNOWN):
            yield extra.name.removeprefix(UNKNOWN).lower(), extra.value


def _phone_name(phone: Entry) -> str:
    if "fax" in phone.types:
        return "facsimileTelephoneNumber"
    for kind, name in (("pager", "pager"), ("cell", "mobile"), ("home", "homePhone")):
        if kind in phone.types:
            return name
    return "telephoneNumber"


def _address_pairs(addresses: tuple[Address, ...]) -> Iterator[Pair]:
    """The first address of each kind; LDIF has room for one at work and one at home."""
    for at_home in (False, True):
        found = next((a for a in addresses if ("home" in a.types) == at_home), None)
        for work, part, home in _ADDRESS if found else ():
            name, value = (home if at_home else work), getattr(found, part)
            if name and value:
                yield name, value


def _work_pairs(contact: Contact) -> Iterator[Pair]:
    if not contact.memberships:
        return
    job = contact.memberships[0]
    yield from (("o", job.organisation) for _ in (1,) if job.organisation)
    yield from (("ou", department) for department in job.departments)
    yield from (("title", job.job_title) for _ in (1,) if job.job_title)
    yield from (("businessRole", job.role) for _ in (1,) if job.role)


def _birthday_pairs(date: PartialDate | None) -> Iterator[Pair]:
    if date is None or date.text:
        return
    for name, number in (("birthyear", date.year), ("birthmonth", date.month)):
        if number:
            yield name, str(number)
    if date.day:
        yield "birthday", str(date.day)


# what it has no name for


def _unsaid(contact: Contact, attributes: list[Attribute]) -> list[str]:
    """The fields that the attributes do not say exactly."""
    found = contact_of(attributes)
    back = found[0] if found else Contact()
    return [n for n in FIELDS if n not in _NOT_HERE and _bare(back, n) != _bare(contact, n)]


def _lines_of(contact: Contact, fields: list[str]) -> list[str]:
    """Lines of a vCard 4.0 for some fields of a contact."""
    values: dict[str, Any] = {name: getattr(contact, name) for name in fields}
    if "extra" in values:
        values["extra"] = tuple(map(_set_apart, contact.extra))
    whole = write_card(replace(Contact(formatted_name="-"), **values), NEWEST)
    plain = plain_lines(whole)
    lines = plain.lines if plain else [line.text for line in careful_lines(whole)]
    said = [line for line in lines if _is_said(line, fields)]
    if "kind" in fields and not any(line.startswith("KIND:") for line in said):
        said.append(f"KIND:{contact.kind}")
    return said


def _set_apart(extra: Extra) -> Extra:
    """A second birthday and the like must not be taken for the first."""
    taken = extra.name.upper() in PROPERTIES
    return replace(extra, name=OWN_EXTRA + extra.name) if taken else extra


def _is_said(line: str, fields: list[str]) -> bool:
    field = property_of(parse_head(line.partition(":")[0])).field
    return field in fields if field == "formatted_name" else bool(field)


def _bare(contact: Contact, name: str) -> Any:
    value = getattr(contact, name)
    if name == "memberships":
        return [replace(job, item=0, organisation_id="") for job in value]
    return [replace(item, item=0) for item in value] if name in ITEM_TYPES else value


def _line(name: str, value: str | bytes) -> bytes:
    """An attribute, in base64 where its value is no plain text (RFC 2849, SAFE-STRING)."""
    data = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    if _is_safe(data):
        line = name.encode() + b": " + data
    else:
        line = name.encode() + b":: " + base64.b64encode(data)
    pieces = [line[:WIDTH]]
    pieces += (line[n : n + WIDTH - 1] for n in range(WIDTH, len(line), WIDTH - 1))
    return b"\n ".join(pieces) + b"\n"


def _is_safe(data: bytes) -> bool:
    if not data or data[:1] in b" :<" or data[-1:] == b" ":
        return not data
    return data.isascii() and not any(byte in data for byte in b"\0\r\n")
