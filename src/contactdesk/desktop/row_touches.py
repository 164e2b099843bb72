"""When one was last in touch with those in the list, and who waits for something: read as rows are
seen, once there is anything in the book that happened.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.zones import home_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contactdesk.desktop.contact_list import ContactTable
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import BookFacts, ChangeSet

SOON = 40  # ms in which rows that come to be seen are asked about together
WEEK, MONTH, YEAR = 7, 30, 365


class _Answer(NamedTuple):
    """Of some contacts the day of the last call or meeting, and everybody for whom a task is due;
    `any` is whether anything ever happened.
    """

    any: bool
    last: dict[int, date | None]
    due: frozenset[int]


class RowTouches(QObject):
    """What the list says at the trailing edge of its rows."""

    def __init__(self, desk: Desk, table: ContactTable) -> None:
        super().__init__(table)
        self._desk, self._table = desk, table
        self._last: dict[int, date | None] = {}
        self._due: frozenset[int] = frozenset()
        self._wanted: set[int] = set()
        self._stale: set[int] = set()  # what was known of these is shown until it is known anew
        self._is_quiet = True  # nothing ever happened: nothing is asked about
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._ask)
        desk.opened.connect(self._opened)
        desk.changed.connect(self._changed)

    def of(self, number: int) -> date | None:
        """The day of the last call or meeting with a contact; None until it is known."""
        if self._is_quiet:
            return None
        if (number not in self._last or number in self._stale) and number not in self._wanted:
            self._wanted.add(number)
            self._stale.discard(number)
            if not self._soon.isActive():
                self._soon.start()
        return self._last.get(number)

    def is_due(self, number: int) -> bool:
        """Whether a task about a contact is due, or was."""
        return number in self._due

    def words(self, number: int) -> str:
        """What a screen reader says: "last contact 3 days ago, task due"."""
        day = self.of(number)
        told = [_("last contact {when}").format(when=spoken(day))] if day is not None else []
        return ", ".join([*told, _("task due")] if self.is_due(number) else told)

    def _opened(self, _facts: BookFacts) -> None:
        self._ask()

    def _changed(self, change: ChangeSet) -> None:
        known = self._last.keys()
        if change.events == () and change.contacts is not None:
            self._stale |= known & set(change.contacts)  # their rows are painted anew as it is
            return
        self._stale |= known
        self._soon.start()

    def _ask(self) -> None:
        wanted, self._wanted = list(self._wanted), set()
        self._desk.read(lambda tx: _read(tx, wanted), self._take)

    def _take(self, answer: _Answer) -> None:
        self._is_quiet = not answer.any
        self._last = self._last | answer.last if answer.any else {}
        self._due = answer.due
        self._table.viewport().update()  # where what is known is stale, this asks for it


def _read(tx: Any, numbers: Sequence[int]) -> _Answer:
    if not tx.events.has_any():
        return _Answer(False, {}, frozenset())
    now, home = datetime.now(UTC), home_zone()
    today = now.astimezone(home).date()
    last: dict[int, date | None] = dict.fromkeys(numbers)
    last |= tx.keeping.last(numbers, now.replace(tzinfo=None), home)
    due = {
        person.number
        for row in tx.tasks.open(home)
        if row.due is not None and row.due.day <= today
        for person in row.people
    }
    return _Answer(True, last, frozenset(due))


def short(day: date) -> str:
    """How long ago a day was, in the room of a caption: "Today", "3 d", "2 w", "1 mo"."""
    days = (date.today() - day).days
    if days <= 0:
        return _("Today")
    if days < WEEK:
        return _("{n} d").format(n=counted(days))
    if days < MONTH:
        return _("{n} w").format(n=counted(days // WEEK))
    if days < YEAR:
        return _("{n} mo").format(n=counted(days // MONTH))
    return _("{n} y").format(n=counted(days // YEAR))


def spoken(day: date) -> str:
    """The same in whole words, to the day."""
    days = (date.today() - day).days
    if days <= 0:
        return _("today")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=counted(days))
