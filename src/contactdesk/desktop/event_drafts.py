"""What somebody typed into the editor of an appointment, or of a task, and has not saved yet; on
this computer.

One JSON file per book; it is small, and written whole by a thread of its own.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.model.event import Event
from contactdesk.model.event_record import DEFAULTS, FIELDS, changed_fields, from_plain, to_plain

log = logging.getLogger(__name__)
NEW = "new"  # the draft of one that is not in the book yet


class EventDraft(NamedTuple):
    """An event as it was shown in the editor, and as it stands there now."""

    base: Event
    mine: Event

    def onto(self, now: Event) -> Event:
        """What was typed, put into the event as it is now."""
        changed = changed_fields(self.base, self.mine)
        return replace(now, **{name: getattr(self.mine, name) for name in changed})


def draft_key(event_id: str, starts_at: str) -> str:
    """What the draft of one time of an event is kept under."""
    return f"{event_id}@{starts_at}"


class EventDrafts:
    """All drafts of one book, made without waiting for the disk.

    `wait` is for another thread than the window's, before the first is asked for.
    """

    def __init__(self, book_path: str, name: str = "appointments") -> None:
        self._kept = KeptJson(file_of(book_path, name))
        self._drafts: dict[str, EventDraft] = {}
        self._was_read = False

    def wait(self) -> None:
        """Until the drafts of earlier are known; what was kept since then is newer."""
        if not self._was_read:
            found = _drafts_in(self._kept.found())
            self._drafts = found | self._drafts
            self._was_read = True

    def of(self, key: str) -> EventDraft | None:
        """The draft under this key."""
        return self._drafts.get(key)

    def keep(self, key: str, base: Event, mine: Event) -> None:
        """Remember a draft, and write it behind the window's back."""
        self._drafts[key] = EventDraft(base, mine)
        self._write()

    def drop(self, key: str) -> None:
        """Forget a draft: it was saved, or thrown away."""
        if self._drafts.pop(key, None) is not None:
            self._write()

    def close(self) -> None:
        """Write what is left and end the thread."""
        self._kept.close()

    def _write(self) -> None:
        drafts = self._drafts.items()
        self._kept.keep({key: [_plain(d.base), _plain(d.mine)] for key, d in drafts})


def _drafts_in(found: dict[str, Any]) -> dict[str, EventDraft]:
    try:
        return {key: EventDraft(_event(base), _event(mine)) for key, (base, mine) in found.items()}
    except (ValueError, KeyError, TypeError):
        log.warning("the drafts of appointments were not understood")
        return {}


def _plain(event: Event) -> dict[str, Any]:
    values = {n: getattr(event, n) for n in FIELDS}
    kept = {n: to_plain(v) for n, v in values.items() if v != DEFAULTS[n]}
    return {"id": event.id, "number": event.number, "revision": event.revision, **kept}


def _event(plain: dict[str, Any]) -> Event:
    known = {n: from_plain(n, v) for n, v in plain.items() if n in FIELDS}
    return Event(
        id=str(plain["id"]), number=int(plain["number"]), revision=int(plain["revision"]), **known
    )
