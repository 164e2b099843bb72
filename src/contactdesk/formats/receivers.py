"""Contacts as the program that is to receive them wants them: version, labels, dates, messengers.

Nothing that a receiver merely passes over is taken out; only what it would misunderstand is said
in its own way. What it will lose, `operations.losses` says before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.dialects import (
    ANDROID_ITEM,
    ANDROID_RELATIONS,
    MESSENGER_SCHEMES,
    OUTLOOK_RELATIONS,
)
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Entry, Extra
from contactdesk.model.dates import PartialDate
from contactdesk.model.relations import link_to

LABELLED = ("phones", "emails", "urls", "impp", "related", "addresses")
ANDROID_MESSENGERS = frozenset(
    {"aim", "msn", "yahoo", "icq", "jabber", "qq", "skype", "gtalk"}
)  # the properties that Android's own reader knows


class Receiver(NamedTuple):
    """A program that takes contacts in: its name, and the format it reads best."""

    name: str
    format: str


RECEIVERS = {
    "apple": Receiver("Apple", "vcard30"),
    "google": Receiver("Google", "vcard30"),
    "outlook": Receiver("Outlook", "vcard21"),
    "android": Receiver("Android", "vcard30"),
    "nextcloud": Receiver("Nextcloud", "vcard40"),
}


def receiver_named(name: str) -> Receiver:
    """The receiver of that name; raises a sentence that names those there are."""
    if name not in RECEIVERS:
        raise FormatError(
            _("{name} is no program ContactDesk knows. Possible are: {all}.").format(
                name=name, all=", ".join(RECEIVERS)
            )
        )
    return RECEIVERS[name]


def addressed(contact: Contact, receiver: str) -> Contact:
    """A contact as its card for this receiver has to say it."""
    return _spelled(understood(contact, receiver), receiver)


def understood(contact: Contact, receiver: str) -> Contact:
    """A contact as it reads when the card for this receiver is read again.

    Servers keep no card without an identifier, and by it the same export is known again: who has
    none of elsewhere gets the book's.
    """
    if not contact.uid and contact.id:
        contact = replace(contact, uid=link_to(contact))
    if receiver == "android":
        return _for_android(_without_labels(contact))
    if receiver == "outlook":
        return _for_outlook(_without_labels(contact))
    return contact


def _without_labels(contact: Contact) -> Contact:
    """A number in a group is no number to some; a word of one's own needs a group."""
    found: dict[str, Any] = {
        name: tuple(replace(i, label="") for i in getattr(contact, name))
        for name in LABELLED
        if any(i.label for i in getattr(contact, name))
    }
    if "related" in found:  # here the label may be the only word for what somebody is
        found["related"] = tuple(map(_relation_in_types, contact.related))
    return replace(contact, **found) if found else contact


def _relation_in_types(entry: Entry) -> Entry:
    types = entry.types or ((entry.label.strip().lower(),) if entry.label.strip() else ())
    return replace(entry, types=types, label="")


def _for_android(contact: Contact) -> Contact:
    return replace(
        contact,
        impp=tuple(map(android_messenger, contact.impp)),
        related=tuple(
            replace(e, types=e.types[:1], preferred=False) if e.types else e
            for e in contact.related
        ),
    )


def android_messenger(entry: Entry) -> Entry:
    """A messenger's address as a bare name beside its service, where Android knows that one."""
    scheme, colon, rest = entry.value.partition(":")
    service = entry.types[0] if entry.types else ""
    if colon and scheme.lower() in MESSENGER_SCHEMES:
        service = service if service in ANDROID_MESSENGERS else MESSENGER_SCHEMES[scheme.lower()]
        if service in ANDROID_MESSENGERS:
            others = tuple(t for t in entry.types if t != service)
            return replace(entry, value=rest, types=(service, *others))
    return entry


def _for_outlook(contact: Contact) -> Contact:
    """Outlook has one messenger's address, and no word for whose it is."""
    related = tuple(
        replace(e, types=e.types[:1], preferred=False) if e.types else e for e in contact.related
    )
    impp = tuple(Entry(e.value) for e in contact.impp[:1]) + contact.impp[1:]
    return replace(contact, related=related, impp=impp)


# the spelling


def _spelled(contact: Contact, receiver: str) -> Contact:
    spell = _SPELLING.get(receiver)
    return spell(contact) if spell else contact


def _spelled_for_google(contact: Contact) -> Contact:
    return _yearless(contact, "--{month:02d}{day:02d}")


def _spelled_for_android(contact: Contact) -> Contact:
    """Relations and the anniversary in lines of Android's own, which no standard had then."""
    contact = _yearless(contact, "--{month:02d}-{day:02d}")
    lines = [_android_relation(e) for e in contact.related]
    date = contact.anniversary
    if date is not None and not date.text:
        lines.append(_android_line("contact_event", str(date), "1", ""))
        contact = replace(contact, anniversary=None)
    extra = (*contact.extra, *lines)
    return replace(contact, related=(), extra=extra) if lines else contact


def _android_relation(entry: Entry) -> Extra:
    kind = entry.types[0] if entry.types else ""
    number = ANDROID_RELATIONS.index(kind) if kind and kind in ANDROID_RELATIONS else 0
    return _android_line("relation", entry.value, str(number), "" if number else kind)


def _android_line(kind: str, value: str, number: str, label: str) -> Extra:
    parts = (ANDROID_ITEM + kind, _escaped(value), number, _escaped(label), *[""] * 12)
    return Extra("X-ANDROID-CUSTOM", ";".join(parts))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n")


def _spelled_for_outlook(contact: Contact) -> Contact:
    """The messenger's address and children under the names that Outlook has for them."""
    extra = [Extra("X-MS-IMADDRESS", e.value) for e in contact.impp[:1]]
    children = [e for e in contact.related if e.types == ("child",)]
    extra += [Extra("X-MS-CHILD", e.value) for e in children]
    if not extra:
        return contact
    related = tuple(e for e in contact.related if e not in children)
    extra = [*contact.extra, *extra]
    return replace(contact, impp=contact.impp[1:], related=related, extra=tuple(extra))


def _yearless(contact: Contact, pattern: str) -> Contact:
    """The birthday's line in another spelling, where its year is not known."""
    date = contact.birthday
    if not is_yearless(date):
        return contact
    assert date is not None
    line = Extra("BDAY", pattern.format(month=date.month, day=date.day))
    return replace(contact, birthday=None, extra=(*contact.extra, line))


def is_yearless(date: PartialDate | None) -> bool:
    """Whether a date is a day of a month without its year."""
    return date is not None and not date.year and bool(date.month and date.day)


_SPELLING: dict[str, Callable[[Contact], Contact]] = {
    "google": _spelled_for_google,
    "android": _spelled_for_android,
    "outlook": _spelled_for_outlook,
}
OUTLOOKS_RELATIONS = frozenset({*OUTLOOK_RELATIONS, "child"})
