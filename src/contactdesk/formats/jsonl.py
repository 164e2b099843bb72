"""JSON Lines: one contact a line, in the shape that people's scripts read.

Fields that the shape has no place for stand in `extra` under their vCard names, so nothing that
the book holds is missing from the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from contactdesk.formats.custom_property import label_of
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_lines import Params
from contactdesk.formats.writers import Records
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership

ADDRESS_PARTS = (
    "post_office_box",
    "extended",
    "street",
    "locality",
    "region",
    "postal_code",
    "country",
)
NAMED = (
    ("X-PHONETIC-FIRST-NAME", "phonetic_given"),
    ("X-PHONETIC-LAST-NAME", "phonetic_family"),
    ("SORT-AS", "sort_as"),
    ("GENDER", "gender"),
    ("TZ", "time_zone"),
    ("GEO", "geo"),
    ("X-CONTACTDESK-KEEP-IN-TOUCH", "keep_in_touch"),
    ("REV", "revised_at"),
    ("X-CONTACTDESK-ARCHIVED", "archived_at"),
)


def contact_json(contact: Contact) -> dict[str, Any]:
    """A contact as plain values for JSON; every key is there, also when it is empty."""
    first = contact.memberships[0] if contact.memberships else None
    return {
        "type": "contact",
        "id": contact.id,
        "uid": contact.uid,
        "kind": contact.kind,
        "formatted_name": contact.formatted_name,
        "name": {
            "prefixes": contact.prefixes,
            "given": contact.given,
            "additional": contact.additional,
            "family": contact.family,
            "suffixes": contact.suffixes,
        },
        "nicknames": list(contact.nicknames),
        "organisation": contact.organisation,
        "departments": list(first.departments) if first else [],
        "job_title": contact.job_title,
        "role": first.role if first else "",
        "phones": [_entry(e) for e in contact.phones],
        "emails": [_entry(e) for e in contact.emails],
        "urls": [_entry(e) for e in contact.urls],
        "impp": [_entry(e) for e in contact.impp],
        "related": [_entry(e) for e in contact.related],
        "addresses": [_address(a) for a in contact.addresses],
        "birthday": str(contact.birthday) if contact.birthday else None,
        "anniversary": str(contact.anniversary) if contact.anniversary else None,
        "categories": list(contact.categories),
        "note": contact.note,
        "photo": _photo(contact),
        "custom": _custom(contact),
        "extra": [extra_json(e) for e in _extras(contact)],
    }


def json_line(contact: Contact) -> bytes:
    """A contact as one line of JSON in UTF-8, with its line end."""
    return json.dumps(contact_json(contact), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """All contacts, one a line; `choices` has nothing for it."""
    for each in records():
        yield json_line(each.contact)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "value": entry.value,
        "types": list(entry.types),
        "label": entry.label,
        "preferred": entry.preferred,
    }


def _address(address: Address) -> dict[str, Any]:
    parts: dict[str, Any] = {name: getattr(address, name) for name in ADDRESS_PARTS}
    parts["types"] = list(address.types)
    parts["label"] = address.label
    parts["preferred"] = address.preferred
    return parts


def _photo(contact: Contact) -> dict[str, Any] | None:
    photo = contact.photo
    if photo is None:
        return None
    return {"media_type": photo.media_type, "sha256": photo.sha256, "size": photo.size}


def _extras(contact: Contact) -> Iterator[Extra]:
    """What has no key of its own: vCard names for fields, further jobs, then the unknown."""
    for name, field in NAMED:
        if value := getattr(contact, field):
            yield Extra(name, value)
    for name, entries in (("MEMBER", contact.members), ("LANG", contact.languages)):
        for entry in entries:
            params: Params = (("PREF", "1"),) if entry.preferred else ()
            params += (("X-LABEL", entry.label),) if entry.label else ()
            yield Extra(name, entry.value, "", entry.types, params)
    for number, job in enumerate(contact.memberships, 1):
        group = f"job{number}"
        times = (("X-STARTS-ON", job.starts_on), ("X-ENDS-ON", job.ends_on))
        dates: Params = tuple(time for time in times if time[1])
        if dates or (number > 1 and (job.organisation or job.departments)):
            yield Extra("ORG", _joined(job), group, (), dates)
        if number == 1:  # it has keys of its own
            continue
        if job.job_title:
            yield Extra("TITLE", job.job_title, group)
        if job.role:
            yield Extra("ROLE", job.role, group)
    yield from (each for each in contact.extra if not label_of(each))


def _custom(contact: Contact) -> dict[str, str]:
    """Custom fields by their names."""
    return {label_of(each): each.value for each in contact.extra if label_of(each)}


def _joined(job: Membership) -> str:
    parts = (job.organisation, *job.departments)
    return ";".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def extra_json(extra: Extra) -> dict[str, Any]:
    """A property without a field as plain values for JSON."""
    return {
        "group": extra.group,
        "name": extra.name,
        "types": list(extra.types),
        "params": dict(extra.params),
        "value": extra.value,
    }
