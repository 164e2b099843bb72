"""Doing in the book what was decided while it was away: each edit once, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from contactdesk.errors import NotFound
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Deal
from contactdesk.model.deed import Deed, Doing, known_again
from contactdesk.model.event import Event
from contactdesk.model.record import new_id
from contactdesk.model.zones import home_zone, zone_of
from contactdesk.operations import appointment_deeds, deals, tasks
from contactdesk.operations.appointments import zone_name
from contactdesk.operations.file_fields import with_documents
from contactdesk.operations.organisation_work import change_work

if TYPE_CHECKING:
    from contactdesk.store.book import Book, Transaction

Named = Callable[[str], Contact]  # makes a contact of a name


def event_deed(
    label: str,
    doing: Doing,
    base: Event | None,
    mine: Event | None,
    home: tzinfo,
    now: datetime,
) -> Deed:
    """What is done to an appointment, task, note or call, by the clock of the one who does it."""
    more = {"home": zone_name(home), "now": now.isoformat()}
    return Deed(new_id(), label, "event", doing, base, mine, more=more)


def perform(book: Book, deed: Deed, named: Named) -> Any:
    """Do a deed, unless it is in the book already; what its doing answers."""
    with book.write(deed.label) as tx:
        return done(tx, deed, named)


def done(tx: Transaction, deed: Deed, named: Named) -> Any:
    """`perform`, as part of a change whose id it becomes."""
    if tx.log.set_of(deed.id) is not None:
        return _found(tx, deed)
    tx.log.uuid = deed.id
    return _DOING[deed.type, deed.doing](tx, deed, named)


def is_in_book(book: Book, deed: Deed) -> bool:
    """Whether a deed was done, whoever heard of it."""
    with book.read() as tx:
        return tx.log.set_of(deed.id) is not None


def undo_if_done(book: Book, deed: Deed) -> bool:
    """Take a deed back that may have come into the book; says whether it had."""
    with book.read() as tx:
        found = tx.log.set_of(deed.id)
        stands = found is not None and tx.log.last_word(found)[1]
    if found is not None and stands:
        book.revert(found)
    return found is not None and stands


def _found(tx: Transaction, deed: Deed) -> Any:
    """What is there of a deed that was done before; as it was meant, where that went since."""
    found = deed.record
    try:
        if isinstance(found, Contact):
            return tx.contacts.get(found.id)
        now = tx.events.by_id(found.id) if isinstance(found, Event) else tx.deals.by_id(found.id)
        return now or found
    except NotFound:
        return found


def _save_contact(tx: Transaction, deed: Deed, named: Named) -> Contact:
    mine, base = deed.mine, deed.base
    assert isinstance(mine, Contact)
    assert isinstance(base, Contact)
    mine = with_documents(tx, mine, base)
    saved = save_contact(tx, mine, base)
    change_work(tx, saved, deed.work, named)
    return saved


def save_contact(tx: Transaction, mine: Contact, base: Contact) -> Contact:
    """Add a contact, or save an edit, which may have begun from one that waited then."""
    if not base.number:
        return tx.contacts.add(mine)
    base, mine = known_again(base, mine, tx.contacts.get(mine.id))
    return tx.contacts.save(mine, base=base)


def _records(tx: Transaction, deed: Deed) -> Any:
    """Where the book keeps what a deed is about: whatever happens, or deals."""
    return tx.deals if deed.type == "deal" else tx.events


def _add(tx: Transaction, deed: Deed, _named: Named) -> Any:
    return _records(tx, deed).add(deed.mine)


def _save(tx: Transaction, deed: Deed, _named: Named) -> Any:
    if isinstance(deed.mine, Deal) and isinstance(deed.base, Deal):
        return deals.save(tx, deed.mine, deed.base)
    return _records(tx, deed).save(deed.mine, base=deed.base)


def _delete(tx: Transaction, deed: Deed, _named: Named) -> None:
    records = _records(tx, deed)
    found = records.by_id(deed.record.id)
    if found is not None:
        records.delete([found.number])


def _plan_task(tx: Transaction, deed: Deed, _named: Named) -> Event:
    assert isinstance(deed.mine, Event)
    return tasks.add(tx, deed.mine, _home(deed))


def _tick_task(tx: Transaction, deed: Deed, _named: Named) -> Event | None:
    assert isinstance(deed.base, Event)
    now = datetime.fromisoformat(deed.more["now"])
    return tasks.tick(tx, deed.base, now, _home(deed))


def _change_appointment(tx: Transaction, deed: Deed, _named: Named) -> list[Event]:
    return appointment_deeds.change(tx, deed)


def _remove_appointment(tx: Transaction, deed: Deed, _named: Named) -> None:
    appointment_deeds.remove(tx, deed)


def _plan_deal(tx: Transaction, deed: Deed, _named: Named) -> Deal:
    assert isinstance(deed.mine, Deal)
    today = date.fromisoformat(deed.more["today"])
    return deals.add(tx, deed.mine, str(deed.more["region"]), today).deal


def _move_deal(tx: Transaction, deed: Deed, _named: Named) -> deals.Moved:
    assert isinstance(deed.base, Deal)
    today = date.fromisoformat(deed.more["today"])
    return deals.move(tx, deed.base, int(deed.more["stage"]), today, str(deed.more["reason"]))


def _home(deed: Deed) -> tzinfo:
    """The zone of the clock by which it was decided."""
    return zone_of(str(deed.more["home"])) or home_zone()


_DOING: dict[tuple[str, str], Callable[[Any, Deed, Named], Any]] = {
    ("contact", "save"): _save_contact,
    ("event", "add"): _add,
    ("event", "save"): _save,
    ("event", "delete"): _delete,
    ("event", "plan"): _plan_task,
    ("event", "tick"): _tick_task,
    ("event", "change"): _change_appointment,
    ("event", "remove"): _remove_appointment,
    ("deal", "add"): _add,
    ("deal", "plan"): _plan_deal,
    ("deal", "save"): _save,
    ("deal", "delete"): _delete,
    ("deal", "move"): _move_deal,
}
