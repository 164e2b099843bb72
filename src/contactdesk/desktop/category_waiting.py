"""Categories while the book is away: contacts get and lose them as by an edit of their own, and
what is done to a category itself has to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed
from contactdesk.model.record import new_id
from contactdesk.operations.outbox import save_contact

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

Known = Callable[[int], Contact | None]  # a contact by number, as it was read last


def must_wait(desk: Desk) -> bool:
    """Whether the book is away, which is said."""
    if desk.away.is_away:
        words = _(
            "The book is away. Categories themselves can be made, renamed, coloured and deleted "
            "when it is back."
        )
        desk.toast.emit(words, "", None)
    return desk.away.is_away


def keep(
    desk: Desk,
    label: str,
    numbers: Sequence[int],
    known: Known,
    change: Callable[[Contact], Contact],
    told: Callable[[int], None],
) -> None:
    """Have a change of each of these contacts wait; `told` hears how many, once they are on the
    disk. Whose card was never read is left, and that is said."""
    found = [contact for contact in map(known, numbers) if contact is not None]
    bases = [desk.outbox.contact(contact.id) or contact for contact in found]
    edits = [(base, change(base)) for base in bases]
    edits = [(base, mine) for base, mine in edits if mine.categories != base.categories]
    left = len(numbers) - len(found)
    if not edits and not left:
        told(0)
    waits = len(edits)

    def kept(_saved: Any) -> None:
        nonlocal waits
        waits -= 1
        if not waits and not left:
            told(len(edits))

    for base, mine in edits:
        deed = Deed(new_id(), label, "contact", "save", base, mine)
        desk.outbox.write(deed, partial(_save, mine, base), kept, mine)
    if left:
        desk.toast.emit(_left_words(left), "", None)


def _save(mine: Contact, base: Contact, tx: Any) -> Contact:
    return save_contact(tx, mine, base)


def _left_words(count: int) -> str:
    words = ngettext(
        "The book is away, and the card of {n} of these contacts was never looked at: it is left "
        "as it is. Try again when the book is back.",
        "The book is away, and the cards of {n} of these contacts were never looked at: they are "
        "left as they are. Try again when the book is back.",
        count,
    )
    return words.format(n=counted(count))
