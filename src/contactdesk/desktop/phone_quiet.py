"""Calls that come while somebody is in an appointment: nothing comes up, and afterwards one line
of each says who called.

They are kept on this computer until they were seen, also when the program is closed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.desktop.event_texts import title_of
from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.reminding import utc_now
from contactdesk.model.agenda import Occurrence, Span
from contactdesk.model.month import is_all_day
from contactdesk.model.zones import home_zone
from contactdesk.operations.own_cards import Own, own_cards

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction

LOOK_MS = 30_000  # a computer that slept is late by no more than that
MOST = 20  # that are remembered, the latest
LONGEST = timedelta(days=2)  # older ones are no news any more


class Held(NamedTuple):
    """A call: the number as it came, when (ISO 8601, UTC), during what, and when that ends."""

    typed: str
    at: str
    during: str
    until: str


def busy_with(
    tx: Transaction, now: datetime, home: tzinfo, hidden: frozenset[str] = frozenset()
) -> Occurrence | None:
    """The appointment that the person is in at a moment (UTC, without saying so): of those at
    one time the one that ends last. What they do not see, what is free or called off, lasts whole
    days, or has other people alone, does not count."""
    found = tx.events.agenda(Span(now, now + timedelta(minutes=1), home)).occurrences
    here = [o for o in found if o.begins <= now < o.ends and o.event.calendar not in hidden]
    team = tx.people.team()
    here = [o for o in here if _takes_time(o) and team.is_mine(o.event)]
    if not here:
        return None
    own = own_cards(tx)
    mine = [o for o in here if _is_mine(o, own)]
    return max(mine, key=lambda o: o.ends, default=None)


def _takes_time(each: Occurrence) -> bool:
    event = each.event
    return (
        event.transparency != "TRANSPARENT" and event.status != "CANCELLED" and not is_all_day(each)
    )


def _is_mine(each: Occurrence, own: Own) -> bool:
    """Whether I am in it: an appointment with a list of people has me on it, where it can be
    known which of them I am."""
    people = [*each.event.attendees, *filter(None, [each.event.organizer])]
    if not own.addresses or not each.event.attendees:
        return True
    mine = [person for person in people if own.wrote(person.email.removeprefix("mailto:"))]
    return bool(mine) and all(person.participation != "DECLINED" for person in mine)


class HeldCalls(QObject):
    """Holds calls back; `over` tells of those whose appointment has ended."""

    over = Signal(object)  # list[Held]

    def __init__(
        self, book_path: str, parent: QObject, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(parent)
        self._kept = KeptJson(file_of(book_path, "calls-held"))
        self.now = now
        self.calls: list[Held] = []
        self._is_closed = False
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)

    def found(self) -> list[Held]:
        """What was held when the program ended last; asked on a thread that may wait."""
        kept = self._kept.found().get("calls")
        read = [_read(each) for each in kept] if isinstance(kept, list) else []
        return [each for each in read if each is not None]

    def take_up(self, found: Sequence[Held]) -> None:
        """Go on with these, which were held when the program ended."""
        since = (self.now() - LONGEST).isoformat()
        self.calls = [*(each for each in found if each.at > since), *self.calls][-MOST:]
        self._run()
        self.look()

    def hold(self, typed: str, during: Occurrence) -> None:
        """Tell of it when the appointment is over."""
        self.calls.append(
            Held(typed, self.now().isoformat(timespec="seconds"), title_of(during.event),
                 during.ends.isoformat())
        )  # fmt: skip
        self.calls = self.calls[-MOST:]
        self._keep()
        self._run()

    def look(self) -> None:
        """Tell of them once their appointments are over, ever again until they are `seen`."""
        now = self.now().isoformat()
        if self.calls and all(each.until <= now for each in self.calls):
            self.over.emit(list(self.calls))

    def put_off(self, during: Occurrence) -> None:
        """Another appointment follows: tell of all when that is over."""
        until = during.ends.isoformat()
        self.calls = [each._replace(until=until) for each in self.calls]
        self._keep()

    def seen(self, call: Held) -> None:
        """It need not be told of again."""
        self.calls = [each for each in self.calls if each is not call]
        self._keep()
        if not self.calls:
            self._clock.stop()

    def close(self) -> None:
        """Stop; what is held is kept."""
        self._clock.stop()
        self._kept.close()
        self._is_closed = True

    def _run(self) -> None:
        if self.calls and not self._is_closed:
            self._clock.start()

    def _keep(self) -> None:
        if not self._is_closed:
            self._kept.keep({"calls": [list(each) for each in self.calls]} if self.calls else {})


def _read(plain: Any) -> Held | None:
    if isinstance(plain, list) and len(plain) == len(Held._fields):
        try:
            datetime.fromisoformat(plain[1]), datetime.fromisoformat(plain[3])
            return Held(*map(str, plain))
        except (TypeError, ValueError):
            pass
    return None


def home_here() -> tzinfo:
    """The person's time zone."""
    return home_zone() or UTC
