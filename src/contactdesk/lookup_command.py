"""Whose telephone number it is, on the command line."""

from __future__ import annotations

import argparse

from contactdesk.commands import open_book, say
from contactdesk.i18n import _
from contactdesk.model.dialled import dialled, is_link
from contactdesk.store.callers import Caller


def lookup(options: argparse.Namespace) -> int:
    """Print who a number belongs to, and what happened last with them; status 1 for nobody."""
    typed = " ".join(options.number)
    if is_link(typed):  # as other programs hand it over
        typed = dialled(typed)
    with open_book(options) as book, book.read() as tx:
        found = tx.contacts.callers(typed)
        last = {c.row.number: tx.events.of_contact(c.row.number, limit=3) for c in found}
    for caller in found:
        row = caller.row
        say(
            options, f"{row.name}\t{row.subtitle}\t{caller.number}{_how(caller)}\t{row.id}",
            id=row.id, name=row.name, subtitle=row.subtitle, number=caller.number, how=caller.how,
            last=[[e.starts_at, " ".join(e.summary.split())] for e in last[row.number]],
        )  # fmt: skip
        for event in () if options.json else last[row.number]:
            print(f"  {event.starts_at[:10]}  {' '.join(event.summary.split())}")
    return 0 if found else 1


def _how(caller: Caller) -> str:
    if caller.how == "switchboard":
        return "  " + _("(the switchboard of this number)")
    return "  " + _("(has these digits)") if caller.how == "digits" else ""
