"""What somebody typed and has not saved yet, kept on this computer.

One JSON file per book and contact. Files are read and written by one thread of their own, so
that a slow disk never makes a letter wait; what the window asks (`find`, `has`) is answered
from memory.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contactdesk import paths
from contactdesk.desktop.own_thread import OwnThread
from contactdesk.model.contact import Contact
from contactdesk.model.record import changed_fields, contact_from_plain, contact_to_plain
from contactdesk.model.work import WorkChange, work_from_plain, work_to_plain
from contactdesk.store import sealed

log = logging.getLogger(__name__)
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """One unsaved edit: the contact as it was opened, and as it stands in the form now.

    A contact that is not in the book yet has number 0 and an `id` made for the draft;
    `kept_at` is ISO 8601 in UTC.
    """

    base: Contact
    mine: Contact
    kept_at: str = ""
    work: tuple[WorkChange, ...] = ()  # of an organisation's people

    @property
    def id(self) -> str:
        """The contact's id: what the draft is kept under."""
        return self.mine.id

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.work or changed_fields(self.base, self.mine))

    def says_as(self, other: Draft) -> bool:
        """Whether both say the same of the contact as it is to be."""
        return self.work == other.work and not changed_fields(self.mine, other.mine)

    @property
    def is_new(self) -> bool:
        """Whether the contact is not in the book yet."""
        return self.mine.number == 0


def drafts_folder() -> Path:
    """Where drafts lie (made when the first one is written)."""
    return paths.data_folder() / "drafts"


class Drafts:
    """All drafts of one book. `loaded` is called, on the writing thread, when they are read."""

    def __init__(
        self,
        book_path: str,
        folder: Path | None = None,
        loaded: Callable[[], None] | None = None,
    ) -> None:
        self._book = book_path
        self._prefix = hashlib.sha256(book_path.encode()).hexdigest()[:16]
        self._folder = folder or drafts_folder()
        self._drafts: dict[str, Draft] = {}
        self._dropped: set[str] = set()
        self._told = loaded
        self._thread = OwnThread("drafts")
        self._thread.submit(self._read_all)

    def has(self, number: int) -> bool:
        """Whether the contact with this number has unsaved changes."""
        return number != 0 and any(d.mine.number == number for d in self._drafts.copy().values())

    def holds(self, contact_id: str) -> bool:
        """Whether there is a draft under this id."""
        return contact_id in self._drafts

    def of(self, contact_id: str) -> Draft | None:
        """The draft under this id."""
        return self._drafts.get(contact_id)

    def find(self, number: int) -> Draft | None:
        """The draft of the contact with this number."""
        if number == 0:
            return None
        return next((d for d in self._drafts.copy().values() if d.mine.number == number), None)

    def newest_new(self, kind: str = "") -> Draft | None:
        """The draft last touched of a contact that is not in the book yet."""
        new = [d for d in self._drafts.copy().values() if d.is_new and kind in ("", d.mine.kind)]
        return max(new, key=lambda d: d.kept_at, default=None)

    def keep(self, base: Contact, mine: Contact, work: Sequence[WorkChange] = ()) -> Draft:
        """Remember a draft at once and write it behind the window's back."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        draft = Draft(base, mine, now, tuple(work))
        self._dropped.discard(draft.id)
        self._drafts[draft.id] = draft
        self._thread.submit(guarded, self._write, draft)
        return draft

    def drop(self, contact_id: str) -> None:
        """Forget the draft of a contact: it was saved, or thrown away."""
        self._dropped.add(contact_id)
        self._drafts.pop(contact_id, None)
        self._thread.submit(guarded, self._remove, contact_id)

    def fold(
        self, base: Contact, mine: Contact, work: Sequence[WorkChange], then: Callable[[], None]
    ) -> None:
        """Keep an edit under the draft that began from it, if there is one; `then` is called on
        the writing thread, once that is on the disk."""
        above = self.of(mine.id)
        if above is not None:
            mine, work = above.mine, (*work, *above.work)
        self.keep(base, mine, work)
        self._thread.submit(then)

    def wait(self, seconds: float = 5.0) -> None:
        """Until everything asked so far is on the disk."""
        self._thread.submit(lambda: None).result(seconds)

    def close(self) -> None:
        """Write what is left and end the thread; a draft is never lost by closing."""
        self._thread.shutdown(wait=True)

    def _file(self, contact_id: str) -> Path:
        name = "".join(c for c in contact_id if c.isalnum() or c == "-")[:64]
        return self._folder / f"{self._prefix}-{name}.json"

    def _write(self, draft: Draft) -> None:
        if self._drafts.get(draft.id) is not draft:
            return  # a newer one is already waiting, or it was dropped
        write_whole(self._file(draft.id), _to_plain(draft), self._book)

    def _remove(self, contact_id: str) -> None:
        if contact_id not in self._drafts:
            self._file(contact_id).unlink(missing_ok=True)

    def _read_all(self) -> None:
        try:
            for file in sorted(self._folder.glob(f"{self._prefix}-*.json")):
                draft = _read(file)
                if draft and draft.id not in self._drafts and draft.id not in self._dropped:
                    self._drafts[draft.id] = draft
        except OSError:
            log.warning("drafts: the folder could not be read")
        if self._told is not None:
            self._told()


def write_whole(target: Path, plain: dict[str, Any], book: str) -> None:
    """Write a file of JSON of a book, which is there whole or as it was before."""
    sealed.write(target, json.dumps(plain, ensure_ascii=False), book)


def guarded(do: Callable[[Any], None], what: Any) -> None:
    """Do it; a disk that cannot be written is said in the log, and nowhere else."""
    try:
        do(what)
    except OSError as error:
        log.warning("drafts: not written, errno %s", error.errno)


def _to_plain(draft: Draft) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "id": draft.mine.id,
        "number": draft.mine.number,
        "revision": draft.base.revision,
        "kept_at": draft.kept_at,
        "base": contact_to_plain(draft.base),
        "mine": contact_to_plain(draft.mine),
        "work": [work_to_plain(change) for change in draft.work],
    }


def _read(file: Path) -> Draft | None:
    """The draft of one file; a file that cannot be understood is left where it is."""
    try:
        plain = json.loads(sealed.read(file))
        kept = {"id": plain["id"], "number": plain["number"], "revision": plain["revision"]}
        base = contact_from_plain(plain["base"], **kept)
        mine = contact_from_plain(plain["mine"], **kept)
        work = tuple(map(work_from_plain, plain.get("work", ())))
        return Draft(base, mine, str(plain["kept_at"]), work)
    except sealed.NotKept:
        return None  # the book's passphrase was not given, or it is another one now
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("drafts: one file was not understood and is left as it is")
        return None
