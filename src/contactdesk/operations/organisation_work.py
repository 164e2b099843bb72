"""The people of an organisation, changed in one step with the organisation itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Membership
from contactdesk.model.work import WorkChange

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction


class WorkMeanwhile(ContactDeskError):
    """Somebody else changed the same of a person's work; nothing was saved."""


def change_work(
    tx: Transaction,
    organisation: Contact,
    changes: Iterable[WorkChange],
    named: Callable[[str], Contact],
) -> None:
    """Save what became of an organisation's people; on each card only what was touched.

    `named` makes a new contact of a name. Raises `WorkMeanwhile` when a field was changed by
    somebody else since it was read.
    """
    for change in changes:
        if change.before is not None:
            _change(tx, change)
        elif change.after is not None:
            known = change.person
            person = tx.contacts.get(known) if known else named(change.name)
            _take_in(tx, person, organisation, change.after)


def _take_in(tx: Transaction, person: Contact, firm: Contact, work: Membership) -> None:
    linked = replace(work, organisation=firm.formatted_name, organisation_id=firm.id, item=0)
    taken_in = replace(person, memberships=(*person.memberships, linked))
    if person.number:
        tx.contacts.save(taken_in, base=person)
    else:
        tx.contacts.add(taken_in)


def _change(tx: Transaction, change: WorkChange) -> None:
    base = tx.contacts.get(change.person)
    now = next((m for m in base.memberships if m.item == change.item), None)
    if change.after is None:
        kept = tuple(m for m in base.memberships if m.item != change.item)
    elif now is None:
        words = _("{name} no longer works here: somebody else changed that meanwhile.")
        raise WorkMeanwhile(_told(words, change))
    elif change.meets(now):
        words = _("Somebody else changed the work of {name} meanwhile.")
        raise WorkMeanwhile(_told(words, change))
    else:
        after = change.applied(now)
        kept = tuple(after if m.item == change.item else m for m in base.memberships)
    if kept != base.memberships:
        tx.contacts.save(replace(base, memberships=kept), base=base)


def _told(words: str, change: WorkChange) -> str:
    rest = _("Nothing was saved yet; what you typed is still here. Look at the row and save again.")
    return f"{words.format(name=change.name)} {rest}"
