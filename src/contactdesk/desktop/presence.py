"""The window's view of who else has the book open; asking and telling is a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop.background import Mailbox
from contactdesk.store.presence import BEAT_SECONDS, Here, Presence

if TYPE_CHECKING:
    from contactdesk.store.people import Colleague

LOOK_SECONDS = 2.0
EARLY_SECONDS = 8.0  # so long after somebody came, looks are frequent: is it one of another host?
EARLY_LOOK = 0.5
TRYING_SECONDS = 20.0  # so long after somebody came, each look is a beat: locks are tried by them


class PresenceLine(threading.Thread):
    """Beats and looks until it is told to end."""

    def __init__(self, presence: Presence, me: Here, told: Callable[[list[Here]], None]) -> None:
        super().__init__(name="presence", daemon=True)
        self._presence, self._me, self._told = presence, me, told
        self._wake = threading.Event()
        self._ended = False

    def say(self, me: Here) -> None:
        """Tell the others something new, soon."""
        self._me = me
        self._wake.set()

    def look(self) -> None:
        """Look for the others now."""
        self._wake.set()

    def end(self) -> None:
        """Leave; does not wait."""
        self._ended = True
        self._wake.set()

    def run(self) -> None:
        """Work until `end`."""
        said: Here | None = None
        known: list[Here] | None = None
        last, came = 0.0, monotonic()
        while not self._ended:
            self._wake.clear()
            me = self._me
            now = monotonic()
            if me != said or now - came < TRYING_SECONDS or now - last >= BEAT_SECONDS:
                self._presence.tell(me)
                said, last = me, now
            found = self._presence.others()
            if found != known:
                if {here.window for here in found} - {here.window for here in known or ()}:
                    came = monotonic()
                known = found
                self._told(found)
            is_early = monotonic() - came < EARLY_SECONDS
            self._wake.wait(EARLY_LOOK if is_early else LOOK_SECONDS)
        self._presence.leave()


class PresenceWatch(QObject):
    """Who else is here: `others`, and `changed` when that is another matter now."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.others: tuple[Here, ...] = ()
        self.me = Here("", "", "", "", "", "")
        self._mailbox = Mailbox(self)
        self._line: PresenceLine | None = None

    def start(self, presence: Presence, person: Colleague) -> None:
        """Begin to tell and to look."""
        from platform import node

        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.me = Here(
            presence.window, person.id, person.name, person.colour, node(), now,
            self.me.contact, self.me.field,
        )  # fmt: skip
        self._line = PresenceLine(presence, self.me, self._take_later)
        self._line.start()

    def _take_later(self, found: list[Here]) -> None:
        self._mailbox.post(lambda: self._take(found))

    def _take(self, found: list[Here]) -> None:
        if self._line is not None and tuple(found) != self.others:
            self.others = tuple(found)
            self.changed.emit()

    def colleagues(self) -> list[Here]:
        """The other people, each once: where they edit something before where they do not."""
        others = [here for here in self.others if here.person != self.me.person]
        each: dict[str, Here] = {}
        for here in sorted(others, key=lambda here: not here.contact):
            each.setdefault(here.person or here.window, here)
        return sorted(each.values(), key=lambda here: (here.since, here.window))

    def editing(self, contact_id: str) -> list[Here]:
        """The other windows in which a contact is being edited."""
        return [here for here in self.others if contact_id and here.contact == contact_id]

    def edit(self, contact_id: str, field: str = "") -> None:
        """Tell the others which contact is edited here, "" for none, and where in it."""
        self._say(self.me._replace(contact=contact_id, field=field))

    def introduce(self, name: str, colour: str) -> None:
        """Tell the others my new name and colour."""
        self._say(self.me._replace(name=name, colour=colour))

    def _say(self, me: Here) -> None:
        if me != self.me:
            self.me = me
            if self._line is not None:
                self._line.say(me)

    def look(self) -> None:
        """Look for the others now, not in two seconds."""
        if self._line is not None:
            self._line.look()

    def close(self) -> threading.Thread | None:
        """Leave; the thread that does, if there is one."""
        line, self._line = self._line, None
        if line is not None:
            line.end()
        return line
