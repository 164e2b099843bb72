"""The card of a row: what `vcard_writing` makes of a new contact, from only what the row said.

A table has a card written for every row, and most rows are alike: a name, a job, some numbers.
Their lines are put together here at once; whatever is odd about one is left to its writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from contactdesk.formats.vcard_lines import WIDTH, CardLines
from contactdesk.formats.vcard_properties import WRITERS
from contactdesk.formats.vcard_reading import is_company
from contactdesk.formats.vcard_slots import NAME, called
from contactdesk.formats.vcard_writing import NEWEST
from contactdesk.model.contact import Address, Contact, Entry, Membership

_BEGIN = b"BEGIN:VCARD\r\nVERSION:4.0\r\nPRODID:-//ContactDesk//ContactDesk//EN\r\n"
_END = b"END:VCARD\r\n"
_ODD = re.compile(r"[\x00-\x1f\\,;\x7f]")
_LONG = 100  # characters of types that are not worth keeping
_FIRST = ("formatted_name", "kind", "name")
"""What is written before the rest."""


def card_of(contact: Contact, values: dict[str, Any]) -> bytes:
    """The vCard 4.0 of a new contact whose items are numbered; `values` are its filled fields."""
    name = contact.formatted_name or called(contact)
    out = CardLines(NEWEST, (extra.group for extra in contact.extra))
    if contact.kind != ("org" if is_company(values, name) else "individual"):
        WRITERS["kind"](out, contact.kind)
    if name:
        _text(out, "FN", name)
    _name(out, values)
    for field, write in _FIELDS:
        if value := values.get(field):
            write(out, value)
    return b"".join((_BEGIN, *out.lines, _END))


def _is_plain(text: str) -> bool:
    """Whether nothing of a text has to be escaped."""
    return _ODD.search(text) is None


def _add(out: CardLines, head: str, value: str) -> None:
    line = f"{head}:{value}\r\n".encode("utf-8", "replace")
    if len(line) <= WIDTH + 2:
        out.lines.append(line)
    else:
        out.add(head, value)


def _text(out: CardLines, head: str, value: str) -> None:
    _add(out, head, value if _is_plain(value) else out.text(value))


def _name(out: CardLines, values: dict[str, Any]) -> None:
    name = tuple([values.get(part, "") for part in NAME])
    whole = "".join(name)
    if not whole:
        return
    if _is_plain(whole) and not name[-1]:
        _add(out, "N", ";".join(name[:-1]))
    else:
        WRITERS["name"](out, name)


def _job(out: CardLines, jobs: tuple[Membership, ...]) -> None:
    job = jobs[0]
    named = job.organisation.strip()
    if len(jobs) > 1 or job.starts_on or job.ends_on or not named:
        WRITERS["memberships"](out, jobs)
        return
    units = (job.organisation, *job.departments)
    _add(out, "ORG", ";".join(units) if _is_plain("".join(units)) else out.parts(units))
    if job.job_title:
        _text(out, "TITLE", job.job_title)
    if job.role:
        _text(out, "ROLE", job.role)


def _head(name: str, types: tuple[str, ...]) -> str:
    """The head of a line: the same few stand in every row."""
    if not types:
        return name
    return _kept_head(name, types) if len("".join(types)) < _LONG else _new_head(name, types)


def _new_head(name: str, types: tuple[str, ...]) -> str:
    out = CardLines(NEWEST)
    out.add(name, "", types)
    return b"".join(out.lines).replace(b"\r\n ", b"").decode().removesuffix(":\r\n")


_kept_head = lru_cache(maxsize=500)(_new_head)


def _entries(field: str, name: str) -> Callable[[CardLines, tuple[Entry, ...]], None]:
    """Entries whose value is a text, or an address without anything to escape."""

    def write(out: CardLines, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            value = entry.value
            plain = _is_plain(value) and (field == "urls" or ":" not in value)
            if not plain or entry.label or entry.preferred:
                WRITERS[field](out, entry)
            else:
                _add(out, _head(name, entry.types), value)

    return write


def _addresses(out: CardLines, addresses: tuple[Address, ...]) -> None:
    for a in addresses:
        if a.label or a.preferred:
            WRITERS["addresses"](out, a)
            continue
        parts = (a.post_office_box, a.extended, a.street, a.locality, a.region, a.postal_code,
                 a.country)  # fmt: skip
        value = ";".join(parts) if _is_plain("".join(parts)) else out.parts(parts)
        _add(out, _head("ADR", a.types), value)


def _each(field: str) -> Callable[[CardLines, Any], None]:
    """What its writer makes of a field, item by item where it has several."""
    write = WRITERS[field]

    def write_all(out: CardLines, items: tuple[Any, ...]) -> None:
        for item in items:
            write(out, item)

    return write_all if field in _SEVERAL else write


_SEVERAL = ("impp", "related", "members", "languages", "extra")
_OWN: dict[str, Callable[[CardLines, Any], None]] = {
    "memberships": _job,
    "phones": _entries("phones", "TEL"),
    "emails": _entries("emails", "EMAIL"),
    "addresses": _addresses,
    "urls": _entries("urls", "URL"),
    "note": lambda out, note: _text(out, "NOTE", note),
}
_FIELDS = tuple(
    (field, _OWN.get(field) or _each(field)) for field in WRITERS if field not in _FIRST
)
