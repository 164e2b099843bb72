"""Contacts from other formats as vCards: what follows reading is the same for all of them."""

from __future__ import annotations

from contactdesk.formats.base import Parsed, Problem
from contactdesk.formats.vcard_reading import read_card
from contactdesk.formats.vcard_writing import NEWEST, write_card
from contactdesk.i18n import N_, _
from contactdesk.model.contact import Contact

ENTRY_LIMIT = 16 << 20
"""Bytes of one entry of a file; what is longer is skipped and reported."""
MOST_PROBLEMS = 50
PARTS_LIMIT = 10_000
"""Parts of one entry, and values of one part."""
NAMES_LIMIT = 300_000
"""Values with a name in one entry of JSON: ten times what a contact of so many parts has."""

MESSAGES = {
    "long": N_("The entry is larger than {limit} MB; it was not read."),
    "damaged": N_("This entry is damaged and could not be read."),
    "unreadable": N_("This entry could not be read."),
    "senseless": N_("{name}: this part makes no sense here and was left out."),
    "too-many": N_("The entry has more than {limit} parts; the rest was left out."),
    "too-many-names": N_("The entry has more than {limit} values; it was not read."),
    "no-contact": N_("This entry is no contact."),
    "only-a-change": N_("This says how to change an entry that is elsewhere; it is no contact."),
    "secret": N_("A password stands in this entry; it was left out."),
    "photo-unreadable": N_("The photo could not be read; everything else was."),
    "photo-too-large": N_("The photo is too large to be taken in; everything else was."),
    "photo-elsewhere": N_("The photo is not in this file, only what it was; it was left out."),
    "was-archived": N_("This contact was in the archive there; here it is among the others."),
    "not-fetched": N_("{name} lies at another address. It was kept as a text, nothing was loaded."),
}
_LIMITS = {"too-many": f"{PARTS_LIMIT:,}", "too-many-names": f"{NAMES_LIMIT:,}"}


def made_card(
    index: int,
    line: int,
    contact: Contact,
    photo: bytes | None = None,
    problems: tuple[Problem, ...] = (),
) -> Parsed:
    """A contact that another format held, with a vCard 4.0 of it as its bytes."""
    return read_as(index, line, write_card(contact, NEWEST, None, photo), problems)


def read_as(index: int, line: int, raw: bytes, problems: tuple[Problem, ...] = ()) -> Parsed:
    """The card that was made of an entry, read as any card; its problems are the entry's."""
    read = read_card(raw)
    found = (*problems, *(p._replace(line=line) for p in read.problems))
    return read._replace(index=index, line=line, problems=found[:MOST_PROBLEMS])


def failed(index: int, line: int, raw: bytes, code: str, name: str = "") -> Parsed:
    """An entry of which nothing could be read, and why."""
    return Parsed(index, line, raw, None, (problem(line, code),), None, "", name)


def problem(line: int, code: str, name: str = "") -> Problem:
    """A problem with its sentence; `name` is the part of the entry it is about."""
    limit = _LIMITS.get(code, f"{ENTRY_LIMIT >> 20}")
    return Problem(line, code, _(MESSAGES[code]).format(limit=limit, name=name))
