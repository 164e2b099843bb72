"""Notes and calls that somebody typed and has not kept yet, one file per book and contact.

They are written by one thread of their own at every letter, the newest only, so that neither
switching to another contact nor a crash takes anything away.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from contactdesk.desktop.drafts import drafts_folder, guarded, write_whole
from contactdesk.desktop.own_thread import OwnThread
from contactdesk.store import sealed

log = logging.getLogger(__name__)


EDIT = "-edit"  # after a contact's id: under this a note's text is kept while it is edited


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What stands in a contact's composer; `began` is when a call was begun (ISO 8601, UTC),
    `seconds` how long it had been when its clock was stopped, -1 while it runs."""

    text: str = ""
    kind: str = "journal"
    direction: str = "out"
    outcome: str = ""
    began: str = ""
    seconds: int = -1
    event: str = ""  # the id of the note whose text is being edited

    @property
    def says_anything(self) -> bool:
        """Whether it is worth keeping: a text, or a call that was begun."""
        return bool(self.text.strip()) or self.kind == "call"


class NoteDrafts:
    """The drafts of one book; `read` may wait for the disk, `keep` and `drop` do not."""

    def __init__(self, book_path: str, folder: Path | None = None) -> None:
        self._book = book_path
        self._prefix = hashlib.sha256(book_path.encode()).hexdigest()[:16]
        self._folder = folder or drafts_folder() / "notes"
        self._now: dict[str, NoteDraft | None] = {}  # None: dropped, whatever the disk says
        self._thread: OwnThread | None = None

    def read(self, contact_id: str) -> NoteDraft | None:
        """The draft of a contact: as it was kept last, else from the disk."""
        if contact_id in self._now:
            return self._now[contact_id]
        return _read(self._file(contact_id))

    def now(self, contact_id: str) -> NoteDraft | None:
        """The draft as it was kept last since the book was opened; never waits."""
        return self._now.get(contact_id)

    def keep(self, contact_id: str, draft: NoteDraft) -> None:
        """Remember a draft at once and write it behind the window's back."""
        if self._now.get(contact_id) != draft:
            self._now[contact_id] = draft
            self._later(contact_id, draft)

    def drop(self, contact_id: str) -> None:
        """Forget the draft of a contact: it was kept in the book, or thrown away."""
        if self._now.get(contact_id, True) is not None:
            self._now[contact_id] = None
            self._later(contact_id, None)

    def wait(self, seconds: float = 5.0) -> None:
        """Until everything asked so far is on the disk."""
        if self._thread is not None:
            self._thread.submit(lambda: None).result(seconds)

    def close(self) -> None:
        """Write what is left and end the thread."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)

    def _later(self, contact_id: str, draft: NoteDraft | None) -> None:
        if self._thread is None:
            self._thread = OwnThread("note-drafts")
        self._thread.submit(guarded, self._write, (contact_id, draft))

    def _write(self, what: tuple[str, NoteDraft | None]) -> None:
        contact_id, draft = what
        if self._now.get(contact_id) is not draft:
            return  # a newer one is already waiting
        if draft is None:
            self._file(contact_id).unlink(missing_ok=True)
        else:
            write_whole(self._file(contact_id), asdict(draft), self._book)

    def _file(self, contact_id: str) -> Path:
        name = "".join(c for c in contact_id if c.isalnum() or c == "-")[:64]
        return self._folder / f"{self._prefix}-{name}.json"


def _read(file: Path) -> NoteDraft | None:
    """The draft of one file; one that cannot be understood is left where it is."""
    try:
        plain = json.loads(sealed.read(file))
        known = {f.name: plain[f.name] for f in fields(NoteDraft)}
        draft = NoteDraft(**known)
        return draft if _is_sound(draft) else None
    except (FileNotFoundError, sealed.NotKept):
        return None
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("drafts: one file was not understood and is left as it is")
        return None


def _is_sound(draft: NoteDraft) -> bool:
    texts = (draft.text, draft.kind, draft.direction, draft.outcome, draft.began, draft.event)
    return all(isinstance(each, str) for each in texts) and isinstance(draft.seconds, int)
