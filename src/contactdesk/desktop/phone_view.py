"""Who a number belongs to and what was left open with them, read on the reading thread."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.desktop.note_drafts import NoteDraft, NoteDrafts
from contactdesk.desktop.timeline_view import Row, day_text, moment_of, rows_of
from contactdesk.desktop.value_types import type_word
from contactdesk.i18n import _, counted, language, ngettext
from contactdesk.model import phones
from contactdesk.model.contact import Contact
from contactdesk.model.event import Event
from contactdesk.model.fold import fold
from contactdesk.store.timeline import Asked
from contactdesk.store.unknown_calls import Earlier

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction
    from contactdesk.store.callers import Caller
    from contactdesk.store.listing import ContactRow

SHOWN = 3  # promises, and notes
NEAR = 3
_OVER = ("COMPLETED", "CANCELLED")


class Promise(NamedTuple):
    """A task that is open, and when it is due in words."""

    title: str
    due: str
    late: bool


class Known(NamedTuple):
    """Somebody who may be calling."""

    row: ContactRow
    called: str  # as one calls them: the given name, where there is one
    title: str
    organisation: str
    organisation_number: int  # 0 where it is no contact
    kind: str  # of the number: "Mobile"
    categories: tuple[str, ...]
    promises: tuple[Promise, ...]
    notes: tuple[Row, ...]
    draft: NoteDraft | None = None

    @property
    def name(self) -> str:
        """Their name as lists show it."""
        return self.row.name


class PhoneView(NamedTuple):
    """A number: as it is compared and shown, where it is from, whose it is, whose it nearly is."""

    typed: str
    number: str
    shown: str
    place: str
    known: tuple[Known, ...] = ()
    near: tuple[ContactRow, ...] = ()
    earlier: Earlier = Earlier()
    draft: NoteDraft | None = None  # of the number itself, where nobody has it

    @property
    def key(self) -> str:
        """Under what a draft about the number is kept."""
        return draft_key("number-" + self.number)


def draft_key(of: str) -> str:
    """Under what the panel keeps what is written about a contact (an id), or a number."""
    return f"{of}-phone"


def read_phone(tx: Transaction, typed: str, region: str, drafts: NoteDrafts) -> PhoneView:
    """Everything the panel shows of a number."""
    number = number_as_kept(typed, region)
    e164 = number if number.startswith("+") else ""
    shown = phones.pretty(e164 or typed, region)
    view = PhoneView(typed, number, shown, phones.place_words(e164, language()) if e164 else "")
    callers = tx.contacts.callers(typed)
    if callers:
        found = {c.number: c for c in tx.contacts.get_many([c.row.number for c in callers])}
        here = [c for c in callers if c.row.number in found]
        known = tuple(_known(tx, c, found[c.row.number], region, drafts) for c in here)
        return view._replace(known=known)
    near = tuple(c.row for c in tx.contacts.near_callers(e164)[:NEAR]) if e164 else ()
    earlier = tx.unknown_calls.of(number)
    return view._replace(near=near, earlier=earlier, draft=drafts.read(view.key))


def number_as_kept(typed: str, region: str) -> str:
    """A number as a call keeps it: E.164, or its digits where no country is known."""
    found = phones.e164(typed, region)
    plain = fold(typed).strip()
    if not found and plain.startswith("00"):  # as it is dialled in most countries
        found = phones.e164("+" + plain[2:])
    return found or "".join(c for c in plain if c.isdigit() or c in "*#")


def _known(
    tx: Transaction, caller: Caller, contact: Contact, region: str, drafts: NoteDrafts
) -> Known:
    title, organisation, at = _work(tx, contact)
    return Known(
        caller.row,
        contact.given or caller.row.name,
        title,
        organisation,
        at,
        _kind(contact, caller, region),
        contact.categories,
        _promises(tx, contact.number),
        _notes(tx, contact.number),
        drafts.read(draft_key(contact.id)),
    )


def _work(tx: Transaction, contact: Contact) -> tuple[str, str, int]:
    """What they do, where, and the contact that is."""
    if contact.kind == "org":
        return _("Organisation"), "", 0
    for work in contact.memberships:
        row = tx.contacts.organisation_of(work)
        name = row.name if row is not None else work.organisation
        return work.job_title or work.role, name, row.number if row is not None else 0
    return "", "", 0


def _kind(contact: Contact, caller: Caller, region: str) -> str:
    if caller.how == "switchboard":
        return _("Switchboard")
    wanted = phones.e164(caller.number, region)
    for phone in contact.phones:
        if phone.value == caller.number or (wanted and phones.e164(phone.value, region) == wanted):
            return type_word("phones", phone.types, phone.label)
    return ""


def _promises(tx: Transaction, number: int) -> tuple[Promise, ...]:
    """Tasks with them that are open: what is late first, what has no date last."""
    today = date.today()
    found = tx.timelines.of(number, Asked(("task",))).items
    still = [item.event for item in found if is_open(item.event)]
    still.sort(key=lambda e: (e.ends_at or e.starts_at or "9", e.number))
    return tuple(_promise(event, today) for event in still[:SHOWN])


def is_open(task: Event) -> bool:
    """Whether a task waits to be done; some programs only say when one was."""
    over = task.status.upper() in _OVER or (not task.status and task.completed_at)
    return not over


def _promise(task: Event, today: date) -> Promise:
    at = task.ends_at or task.starts_at
    day = moment_of(Event(starts_at=at, time_zone=task.time_zone))[0] if at else None
    late = (today - day).days if day is not None else 0
    due = day_text(day, today)
    if late > 0:
        due = ngettext("{n} day late", "{n} days late", late).format(n=counted(late))
    return Promise(" ".join(task.summary.split()) or _("Task"), due, late > 0)


def _notes(tx: Transaction, number: int) -> tuple[Row, ...]:
    """The last notes and calls, each as one line."""
    items = tx.timelines.of(number, Asked(("journal", "call", "mail"), limit=SHOWN)).items
    return tuple(row for row in rows_of(items, date.today()) if row.event is not None)
