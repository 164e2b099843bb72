"""Mails put where they belong: on the timeline of everybody whose address is in them.

A mail is a journal entry with the people in it as those who take part: whoever has one of the
addresses, now or later, finds it on their card. It is known by its own identifier, once only.
What is attached to it is kept as documents of the mail, and comes to those people with it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from contactdesk.formats.mails import Attached, Mail, Person
from contactdesk.i18n import counted, ngettext
from contactdesk.model.event import Attendee, Event
from contactdesk.model.happenings import MAIL, stamp
from contactdesk.operations.documents import keep_bytes
from contactdesk.operations.file_sizes import size_words
from contactdesk.operations.own_cards import Own, own_cards
from contactdesk.store.book import Transaction
from contactdesk.store.listing import ContactRow

MOST_LISTED = 50  # attached files


class Kept(NamedTuple):
    """What became of a mail: `event` is None where nobody in the book has to do with it."""

    mail: Mail
    event: Event | None
    people: tuple[ContactRow, ...]
    was_there: bool = False

    @property
    def is_new(self) -> bool:
        """Whether something was written."""
        return self.event is not None and not self.was_there


def keep_mail(tx: Transaction, mail: Mail, about: Sequence[str] = ()) -> Kept:
    """Put a mail on the timelines of its people, and of others who were chosen (their ids)."""
    known = tx.events.known([mail.uid]).get((mail.uid, ""), [])
    found = tx.contacts.with_addresses(_addresses(mail))
    own = own_cards(tx)
    numbers = dict.fromkeys(n for n, _address in found if n not in own.numbers)
    people = tuple(tx.contacts.rows(list(numbers)))
    if known:
        return _known(tx, mail, known[0].number, people, about)
    chosen = tuple(tx.contacts.rows([tx.contacts.get(id_).number for id_ in about]))
    everybody = tuple({row.id: row for row in (*people, *chosen)}.values())
    if not everybody:
        return Kept(mail, None, ())
    event = tx.events.add(event_of(mail, _is_sent(mail, {a for _n, a in found}, own), about))
    for file in mail.attached:
        if file.data:
            keep_bytes(tx, file.name, file.data, (event.id,))
    return Kept(mail, event, everybody)


def _known(
    tx: Transaction, mail: Mail, number: int, people: tuple[ContactRow, ...], about: Sequence[str]
) -> Kept:
    """It is in the book already; somebody who was chosen is added to it."""
    event = tx.events.get(number)
    assert event is not None
    missing = [id_ for id_ in about if id_ not in event.about and id_ not in {p.id for p in people}]
    if not missing:
        return Kept(mail, event, people, was_there=True)
    more = tx.events.save(replace(event, about=(*event.about, *missing)), event)
    chosen = tx.contacts.rows([tx.contacts.get(id_).number for id_ in missing])
    return Kept(mail, more, (*people, *chosen))


def event_of(mail: Mail, sent: bool, about: Sequence[str] = ()) -> Event:
    """The journal entry that a mail becomes."""
    text = "\n\n".join(t for t in (mail.text, attached_words(mail.attached)) if t)
    return Event(
        component="journal",
        uid=mail.uid,
        summary=mail.subject,
        description=text,
        starts_at=stamp(mail.at),
        direction="out" if sent else "in",
        channel=MAIL,
        organizer=_attendee(mail.sender) if mail.sender is not None else None,
        attendees=tuple(_attendee(person) for person in mail.receivers),
        about=tuple(about),
    )


def _attendee(person: Person) -> Attendee:
    return Attendee(person.address, person.name)


def attached_words(files: Sequence[Attached]) -> str:
    """The names and sizes of attached files, a line each."""
    if not files:
        return ""
    words = ngettext("{n} file was attached:", "{n} files were attached:", len(files))
    lines = [words.format(n=counted(len(files)))]
    lines += [f"- {f.name} ({size_words(f.size)})" for f in files[:MOST_LISTED]]
    if len(files) > MOST_LISTED:
        lines.append("- …")
    return "\n".join(lines)


# ── whose it is ─────────────────────────────────────────────────────────────────────────────


def _is_sent(mail: Mail, in_book: Set[str], own: Own) -> bool:
    """Whether it went out: from an address of mine; or it never arrived, and is to somebody here
    from nobody here."""
    sender = mail.sender.address.lower() if mail.sender is not None else ""
    if own.wrote(sender):
        return True
    return not mail.arrived and bool(in_book) and sender not in in_book


def _addresses(mail: Mail) -> list[str]:
    people = (*((mail.sender,) if mail.sender is not None else ()), *mail.receivers)
    return [person.address for person in people]
