"""An appointment's invitation, ready to be sent by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contactdesk.errors import ContactDeskError
from contactdesk.formats.invitations import write_invitation
from contactdesk.i18n import _
from contactdesk.model.event import Attendee, Event
from contactdesk.operations.own_cards import own_cards
from contactdesk.store.book import Transaction


def invitation(tx: Transaction, event: Event) -> Iterator[bytes]:
    """The file that invites to an event, with its whole series; from its organiser, else from me.

    Raises `ContactDeskError` where there is nobody to invite, or nobody who invites.
    """
    series = tx.events.by_uid(event.uid) or [event]
    if not any(guest.email for each in series for guest in each.attendees):
        raise ContactDeskError(_("Nobody with an e-mail address is invited. Add somebody first."))
    organizer = event.organizer if event.organizer and event.organizer.email else _myself(tx)
    guests = tuple(_without(each, organizer) for each in series)
    return write_invitation(guests, organizer)


def _myself(tx: Transaction) -> Attendee:
    own = own_cards(tx)
    if not own.addresses:
        raise ContactDeskError(
            _("An invitation needs your own address. Make a contact with your name, as it stands "
              "in Preferences under Book and sharing, and your e-mail address.")
        )  # fmt: skip
    return Attendee(own.addresses[0], own.name)


def _without(event: Event, organizer: Attendee) -> Event:
    """Whoever invites is no guest of their own."""
    guests = [g for g in event.attendees if g.email.lower() != organizer.email.lower()]
    return replace(event, attendees=tuple(guests))
