"""What the command line does with notes and calls: `note`, `call`, and the latest in `show`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from contactdesk.commands import contact_key, open_book, say
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call, a_note, kind_of
from contactdesk.model.names import display_name

_MOST_MINUTES = 60 * 24 * 31


def note(options: argparse.Namespace) -> int:
    """Write a note about a contact."""
    text = " ".join(options.text)
    if text == "-":
        text = sys.stdin.read()
    if not text.strip():
        raise ContactDeskError(_("The note is empty. Nothing was written."))
    return _keep(options, a_note((), text, datetime.now(UTC)))


def call(options: argparse.Namespace) -> int:
    """Log a call that is just over."""
    minutes = options.minutes
    if minutes is not None and not 0 <= minutes <= _MOST_MINUTES:
        raise ContactDeskError(_("A call lasts 0 minutes or more. Nothing was written."))
    direction = "missed" if options.missed else "in" if options.incoming else "out"
    began = datetime.now(UTC) - timedelta(minutes=minutes or 0)
    outcome = "" if options.missed else "reached"
    text = " ".join(options.text)
    return _keep(options, a_call((), text, began, direction=direction, outcome=outcome,
                                 minutes=minutes))  # fmt: skip


def _keep(options: argparse.Namespace, event: Event) -> int:
    with open_book(options) as book:
        with book.read() as tx:
            contact = tx.contacts.get(contact_key(tx, options.contact))
        name = display_name(contact)
        is_note = event.component == "journal"
        label = _("Note about {name}") if is_note else _("Call with {name}")
        with book.write(label.format(name=name)) as tx:
            kept = tx.events.add(replace(event, about=(contact.id,)))
    words = _("{kind} kept: {name}").format(kind=kind_of(kept), name=name)
    say(options, words, id=kept.id, contact=contact.id, name=name)
    return 0
