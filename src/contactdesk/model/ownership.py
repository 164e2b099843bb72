"""Whose a record is, and whether it is private: then its owner alone sees it.

A card says it by its CLASS, an entry of a calendar by its own field: both go along with what the
book says, so that a file says the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from contactdesk.model.contact import Contact, Extra
from contactdesk.model.event import Event

R = TypeVar("R", bound=Any)  # a record that has an owner
FIELDS = ("owner", "private_to", "extra")
"""What of a contact a change of its owner sets."""
CLASS, PRIVATE = "CLASS", "PRIVATE"
CLOSED = (PRIVATE, "CONFIDENTIAL")
"""The words by which files say that something is not for everybody."""


class Whose(NamedTuple):
    """What is to become of records: None leaves it as it is.

    Private is only what is mine: it becomes mine where it was nobody's, and whoever gives it to
    somebody else lets everybody see it again.
    """

    owner: str | None = None
    private: bool | None = None

    def __bool__(self) -> bool:
        return self != Whose()


def with_owner(record: R, me: str, wanted: Whose) -> R:
    """A record after such a change; itself where nothing changes."""
    owner = record.owner if wanted.owner is None else wanted.owner
    private = bool(record.private_to) if wanted.private is None else wanted.private
    to = me if private and owner in ("", me) else ""
    values: dict[str, Any] = {"owner": to or owner, "private_to": to}
    if bool(to) != bool(record.private_to):
        values |= _said(record, bool(to))
    changed: R = replace(record, **values)
    return record if changed == record else changed


def _said(record: Any, private: bool) -> dict[str, Any]:
    """What a file says of it."""
    if isinstance(record, Event):
        closed = record.classification.upper() in CLOSED
        return {"classification": PRIVATE if private else ""} if private != closed else {}
    if isinstance(record, Contact) and private != says_private(record):
        kept = tuple(each for each in record.extra if each.name.upper() != CLASS)
        return {"extra": (*kept, Extra(CLASS, PRIVATE)) if private else kept}
    return {}


def says_private(record: Any) -> bool:
    """Whether a record that came from a file says that it is private."""
    if isinstance(record, Event):
        return record.classification.upper() in CLOSED
    said = (each.value.strip().upper() for each in record.extra if each.name.upper() == CLASS)
    return any(word in CLOSED for word in said)


def as_it_came(record: R, me: str) -> R:
    """A new record as whoever brings it in has it: mine alone where it says so."""
    if me and not record.private_to and says_private(record):
        record = replace(record, owner=me, private_to=me)
    return record


def said_as_kept(kept: Contact, contact: Contact) -> Contact:
    """What one contact became with others: seen by whoever saw it, whatever their cards said."""
    if says_private(kept) or not says_private(contact):
        return contact
    return replace(contact, extra=tuple(e for e in contact.extra if e.name.upper() != CLASS))


def is_hidden(event: Event) -> bool:
    """Whether no more than its times is known, as it is private to somebody else."""
    return event.number < 0 and bool(event.private_to)
