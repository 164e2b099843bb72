"""Reminds of appointments on time: after sleep, after a restart, and once only.

What is due is asked of the book for a day ahead; a clock looks every half minute, so that a
computer that slept, or whose time was set, is late by no more than that. What was shown, until
when, and what is to come again is kept on this computer: colleagues have reminders of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.known_reminders import with_waiting
from contactdesk.errors import BookUnreachable, ContactDeskError
from contactdesk.model.event import Event
from contactdesk.model.reminders import Reminder, reminders
from contactdesk.store.people import Team

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

LOOK_MS = 30_000
AHEAD = timedelta(days=1)
AGAIN = timedelta(hours=6)  # the book is asked anew
LONGEST_AWAY = timedelta(days=14)  # of what was missed before, nobody is told any more


def utc_now() -> datetime:
    """The present moment in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


class _Upcoming(NamedTuple):
    """What has reminders, whoever it belongs to, and those that come up for me."""

    events: Sequence[Event] = ()
    team: Team = Team()
    reminders: Sequence[Reminder] = ()


class Reminding(QObject):
    """Tells by `due` what is to be shown; `done` and `snooze` take it away again."""

    due = Signal(object)  # list[Reminder]: all that wait for an answer
    new = Signal(object)  # list[Reminder]: what came up just now

    def __init__(self, desk: Desk, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._kept: KeptJson | None = None
        self._seen_until = now()
        self._snoozed: dict[str, datetime] = {}
        self._is_known = False  # what was kept before: until then nothing is shown or written
        self._found = _Upcoming()  # as the book had it when it was asked last
        self._plan: Sequence[Reminder] = ()
        self._planned_at: datetime | None = None
        self.waiting: dict[str, Reminder] = {}
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        desk.opened.connect(self.begin)
        desk.changed.connect(self._changed)
        desk.outbox.changed.connect(self._waits_otherwise)

    def close(self) -> None:
        """Stop the clock and keep what is known."""
        self._clock.stop()
        if self._kept is not None:
            self._keep()
            self._kept.close()
            self._kept = None

    def now(self) -> datetime:
        """The moment it is, in UTC."""
        return self._now()

    def begin(self, _facts: object = None) -> None:
        """Look from now on; what was missed since the last time is due at once."""
        if self._kept is None:
            self._kept = kept = KeptJson(file_of(self._desk.path, "reminders"))
            wait = partial(self._begin_alone, kept)
            # There one may wait for a disk.
            self._desk.read(lambda _tx: kept.found(), self._begin_after, failed=wait)
        elif self._is_known:
            self._ask()

    def _begin_alone(self, kept: KeptJson, error: ContactDeskError) -> None:
        """The same where the book is away."""
        if isinstance(error, BookUnreachable):
            self._desk.background.aside(kept.found, self._begin_after)
        else:
            self._desk.failed.emit(error)

    def _begin_after(self, found: dict[str, Any]) -> None:
        if self._kept is not None:  # else the window was closed meanwhile
            self._read(found)
            self._is_known = True
            self._keep()
            self._clock.start()
            self._ask()

    def _read(self, found: dict[str, Any]) -> None:
        now = self._now()
        try:
            until = datetime.fromisoformat(found["seen_until"]) if found else now
            snoozed = found.get("snoozed", {}).items()
            self._snoozed = {str(key): datetime.fromisoformat(at) for key, at in snoozed}
        except (KeyError, ValueError, TypeError, AttributeError):
            until = now
        self._seen_until = max(min(until, now), now - LONGEST_AWAY)

    # ── what is due ─────────────────────────────────────────────────────────────────────

    def _changed(self, change: ChangeSet) -> None:
        if change.events != () and self._is_known:
            self._ask()

    def _waits_otherwise(self) -> None:
        """Other edits wait for the book than before: they are reminded of too."""
        if self._is_known and self._desk.away.is_away:
            self._take(self._found)
        elif self._is_known:
            self._ask()

    def _ask(self) -> None:
        low, high = self._span()
        self._desk.read(
            lambda tx: _upcoming(tx, low, high), self._take, key="reminders", failed=self._not_read
        )

    def _span(self) -> tuple[datetime, datetime]:
        return self._since(), self._now() + AHEAD

    def _not_read(self, error: ContactDeskError) -> None:
        if isinstance(error, BookUnreachable):  # what was read before is known for all time
            self._take(self._found)
        else:
            self._desk.failed.emit(error)

    def _since(self) -> datetime:
        """What is snoozed, or waits for an answer, is to be found again, changed or not."""
        held = [each.at for each in self.waiting.values()]
        away = [self._seen_until - LONGEST_AWAY] if self._snoozed else []
        return min([self._seen_until, *held, *away]) - timedelta(seconds=1)

    def _take(self, found: _Upcoming) -> None:
        away, waiting = self._desk.away.is_away, self._desk.outbox.waiting
        if away or waiting:
            events = with_waiting(found.events, waiting)
            self._plan = _mine(events, found.team, *self._span())
        else:
            self._plan = found.reminders
        self._found, self._planned_at = found, self._now()
        known = {each.key: each for each in self._plan}
        gone = [key for key in self.waiting if key not in known]
        for key in gone:  # moved, deleted, or its reminder taken off
            del self.waiting[key]
        self.waiting.update({key: known[key] for key in self.waiting})
        self.look()
        if gone:
            self._tell()

    def look(self) -> None:
        """Show what is due by now."""
        now = self._now()
        if now < self._seen_until - AHEAD:  # the clock was set back: nothing is shown twice
            self._seen_until = now
        new = [each for each in self._plan if self._is_due(each, now)]
        for each in new:
            self.waiting[each.key] = each
            self._snoozed.pop(each.key, None)
        if new or now > self._seen_until:
            self._seen_until = max(now, self._seen_until)
        if new:
            self._keep()
            self._tell()
            self.new.emit(new)
        if self._planned_at is None or abs(now - self._planned_at) > AGAIN:
            self._planned_at = now
            self._ask()

    def _is_due(self, reminder: Reminder, now: datetime) -> bool:
        if reminder.key in self.waiting:
            return False
        again = self._snoozed.get(reminder.key)
        if again is not None:
            return again <= now
        return self._seen_until < reminder.at <= now

    # ── answers ─────────────────────────────────────────────────────────────────────────

    def done(self, which: Sequence[Reminder]) -> None:
        """They were seen: they do not come again."""
        for each in which:
            self.waiting.pop(each.key, None)
        self._keep()
        self._tell()

    def snooze(self, which: Sequence[Reminder], lasts: timedelta) -> None:
        """They come again after a while."""
        for each in which:
            self.waiting.pop(each.key, None)
            self._snoozed[each.key] = self._now() + lasts
        self._keep()
        self._tell()

    def _tell(self) -> None:
        self.due.emit(sorted(self.waiting.values(), key=lambda each: each.occurrence.begins))

    def _keep(self) -> None:
        """What waits for an answer comes again after a restart."""
        if self._kept is not None and self._is_known:
            now = self._seen_until.isoformat()
            again = {key: at.isoformat() for key, at in self._snoozed.items()}
            waiting = dict.fromkeys(self.waiting, now)
            self._kept.keep({"seen_until": now, "snoozed": again | waiting})


def _upcoming(tx: Any, low: datetime, high: datetime) -> _Upcoming:
    team, events = tx.people.team(), tx.events.reminding(low)
    return _Upcoming(events, team, _mine(events, team, low, high))


def _mine(events: Sequence[Event], team: Team, low: datetime, high: datetime) -> list[Reminder]:
    """What is a colleague's reminds the colleague."""
    from contactdesk.model.zones import home_zone

    return reminders(filter(team.is_mine, events), low, high, home_zone() or UTC)
