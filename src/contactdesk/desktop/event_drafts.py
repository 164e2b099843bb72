"""What somebody typed into the editor of an appointment and has not saved yet, on this computer.

One JSON file per book; it is small, and written whole by a thread of its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk import paths
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
    """All drafts of one book; made without waiting for the disk, read before the first answer."""

    def __init__(self, book_path: str, folder: Path | None = None) -> None:
        name = hashlib.sha256(book_path.encode()).hexdigest()[:16]
        self._file = (folder or paths.data_folder() / "drafts") / f"appointments-{name}.json"
        self._drafts: dict[str, EventDraft] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="event-drafts")
        self._read = self._thread.submit(self._read_all)

    def of(self, key: str) -> EventDraft | None:
        """The draft under this key."""
        self._read.result(5.0)
        return self._drafts.get(key)

    def keep(self, key: str, base: Event, mine: Event) -> None:
        """Remember a draft, and write it behind the window's back."""
        self._drafts[key] = EventDraft(base, mine)
        self._thread.submit(self._write)

    def drop(self, key: str) -> None:
        """Forget a draft: it was saved, or thrown away."""
        if self._drafts.pop(key, None) is not None:
            self._thread.submit(self._write)

    def close(self) -> None:
        """Write what is left and end the thread."""
        self._thread.shutdown(wait=True)

    def _write(self) -> None:
        try:
            self._write_all({k: [_plain(d.base), _plain(d.mine)] for k, d in self._copy().items()})
        except OSError as error:
            log.warning("drafts: not written, errno %s", error.errno)

    def _copy(self) -> dict[str, EventDraft]:
        return self._drafts.copy()

    def _write_all(self, plain: dict[str, Any]) -> None:
        if not plain:
            self._file.unlink(missing_ok=True)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(plain, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, self._file)

    def _read_all(self) -> None:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            for key, (base, mine) in found.items():
                self._drafts.setdefault(key, EventDraft(_event(base), _event(mine)))
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("drafts: the file of appointments was not understood and is left as it is")


def _plain(event: Event) -> dict[str, Any]:
    values = {n: getattr(event, n) for n in FIELDS}
    kept = {n: to_plain(v) for n, v in values.items() if v != DEFAULTS[n]}
    return {"id": event.id, "number": event.number, "revision": event.revision, **kept}


def _event(plain: dict[str, Any]) -> Event:
    known = {n: from_plain(n, v) for n, v in plain.items() if n in FIELDS}
    return Event(
        id=str(plain["id"]), number=int(plain["number"]), revision=int(plain["revision"]), **known
    )
