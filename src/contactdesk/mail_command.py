"""Mails put on the timelines of their people, on the command line."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from contactdesk.commands import contact_key, open_book, say, terminal_progress
from contactdesk.errors import ContactDeskError
from contactdesk.formats.mails import Mail, read_mail_file
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.keeping_mail import Kept, keep_mail
from contactdesk.operations.words_inside import read_waiting
from contactdesk.piped_input import input_file


def mail(options: argparse.Namespace) -> int:
    """Keep mails; status 1 where one was none, or has to do with nobody in the book."""
    with ExitStack() as stack:
        mails = [(name, _read(name, stack)) for name in options.files]
        found = [(name, each) for name, each in mails if each is not None]
        if not found:
            return 1
        with open_book(options) as book:
            label = ngettext("Keep an e-mail", "Keep {n} e-mails", len(found))
            with book.write(label.format(n=counted(len(found)))) as tx:
                number = contact_key(tx, options.to) if options.to else None
                about = [tx.contacts.get(number).id] if number is not None else []
                kept = [(name, keep_mail(tx, each, about)) for name, each in found]
            if any(each.is_new and each.mail.attached for _name, each in kept):
                read_waiting(book, terminal_progress())
    for name, each in kept:
        _tell(options, name, each)
    whole = len(found) == len(mails) and all(each.event is not None for _name, each in kept)
    return 0 if whole else 1


def _read(name: str, stack: ExitStack) -> Mail | None:
    try:
        return read_mail_file(Path(input_file(name, stack, "eml")))
    except ContactDeskError as error:
        print(f"contactdesk: {name}: {error.message}", file=sys.stderr)
        return None


def _tell(options: argparse.Namespace, name: str, kept: Kept) -> None:
    people = ", ".join(row.name for row in kept.people)
    if kept.event is None:
        words = _("{file}: nobody in the book has an address of it. Nothing was written.")
    elif kept.was_there:
        words = _("{file}: there already, with {people}")
    else:
        words = _("{file}: on the timeline of {people}")
    event = kept.event
    say(
        options, words.format(file=name, people=people or _("nobody")),
        file=name, id=event.id if event else "", people=[row.id for row in kept.people],
        direction=event.direction if event else "", subject=kept.mail.subject,
        new=kept.is_new, attached=[[f.name, f.size] for f in kept.mail.attached],
    )  # fmt: skip
