"""The people of the palette: found or visited lately, read on the book's reading thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from contactdesk.desktop import links
from contactdesk.desktop.palette_match import Spans
from contactdesk.i18n import _
from contactdesk.model.dialled import pasted
from contactdesk.model.fold import highlights
from contactdesk.store.listing import ContactRow

if TYPE_CHECKING:
    from contactdesk.model.contact import Contact, Entry

SHOWN = 6


class Person(NamedTuple):
    """A contact's line, and the links that call and write ("" without a number or address).

    `marks` are the parts of the name that a search found.
    """

    row: ContactRow
    call: str
    mail: str
    marks: Spans = ()


def found_people(tx: Any, text: str, most: int, region: str, family_first: bool) -> list[Person]:
    """Who the list's own search finds, in its order; before them whose the number is."""
    found = tx.contacts.search(text, None, most)
    rows = tx.contacts.found_rows(found, text, family_first)
    if pasted(text):
        callers = [c for c in tx.contacts.callers(text) if c.how != "digits"]
        first = [c.row._replace(matched="phones", matched_text=c.number) for c in callers]
        known = {row.number for row in first}
        rows = [*first, *(row for row in rows if row.number not in known)][:most]
    marked = []
    for person in _with_links(tx, rows, region):
        # here, since reading Chinese characters aloud loads ICU's rules first
        marks = () if person.row.matched else tuple(highlights(person.row.name, text))
        marked.append(person._replace(marks=marks))
    return marked


def people(tx: Any, numbers: Sequence[int], region: str, family_first: bool) -> list[Person]:
    """These contacts in this order, without those that are gone."""
    rows = {row.number: row for row in tx.contacts.rows(list(numbers), family_first)}
    return _with_links(tx, [rows[n] for n in numbers if n in rows], region)


def _with_links(tx: Any, rows: list[ContactRow], region: str) -> list[Person]:
    known = {c.number: c for c in tx.contacts.get_many([row.number for row in rows])}
    return [
        Person(row, *_links_of(known[row.number], region))
        for row in rows
        if row.number in known and not known[row.number].deleted_at
    ]


def known_people(
    rows: Sequence[ContactRow], cards: Sequence[Contact], text: str, region: str
) -> list[Person]:
    """The same of rows that were read before; who calls is known of these cards alone."""
    known = {contact.number: _links_of(contact, region) for contact in cards}
    return [
        Person(row, *known.get(row.number, ("", "")), tuple(highlights(row.name, text)))
        for row in rows
    ]


def _links_of(contact: Contact, region: str) -> tuple[str, str]:
    from contactdesk.model.phones import e164

    phone, mail = _first(contact.phones), _first(contact.emails)
    call = links.call_link(e164(phone, region) or phone) if phone else ""
    return call, links.mail_link(mail) if mail else ""


def _first(entries: Sequence[Entry]) -> str:
    ordered = sorted(entries, key=lambda entry: not entry.preferred)
    return next((entry.value for entry in ordered if entry.value.strip()), "")


def detail_of(row: ContactRow) -> str:
    """The second half of a line: where a search found them, else what they do."""
    from contactdesk.desktop.bidi import isolated, left_to_right
    from contactdesk.desktop.list_words import field_word

    if not row.matched or not row.matched_text:
        return row.subtitle
    numbers = row.matched in ("phones", "emails", "urls", "impp")
    value = left_to_right(row.matched_text) if numbers else isolated(row.matched_text)
    return _("{field}: {value}").format(field=field_word(row.matched), value=value)
