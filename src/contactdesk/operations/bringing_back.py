"""Contacts as they are in a backup, brought back into today's book as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from contactdesk.errors import BookDamaged
from contactdesk.i18n import _, ngettext
from contactdesk.model.contact import Contact, Photo
from contactdesk.progress import Progress
from contactdesk.store.backups import verified
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import ContactRow, ListQuery
from contactdesk.store.opening import is_backup

AT_ONCE = 200
MOST_ROWS = 500  # that are offered; more are found by more words
# What says where a contact stands now is not brought back with its fields.
_OF_NOW = ("id", "number", "revision", "archived_at", "deleted_at")


class Brought(NamedTuple):
    """How many contacts were put as they were, came anew, or were so already."""

    changed: int = 0
    added: int = 0
    same: int = 0

    @property
    def words(self) -> str:
        """What a person reads."""
        came = self.changed + self.added
        words = ngettext("{n} contact brought back", "{n} contacts brought back", came)
        return words.format(n=came) if came else _("They are as in the backup already")


def need_sound(backup: Path, progress: Progress | None = None) -> None:
    """Raise where a backup is not what it was when it was made; a file without manifest may be."""
    if not is_backup(backup):
        return
    found = verified(backup, progress)
    if not found.good:
        raise BookDamaged(
            _("{name} cannot be counted on: {reason} Use another backup; nothing was "
              "changed.").format(name=backup.name, reason=found.wrong)
        )  # fmt: skip


def rows_in(backup: Path, words: str = "") -> list[ContactRow]:
    """Whom a backup has, the first of them: in its lists and in its archive."""
    with Book.open(backup, create=False) as book, book.read() as tx:
        found: list[int] = []
        for scope in ("all", "archive"):
            query = ListQuery(scope)
            if words.strip():
                found += tx.contacts.search(words, query, MOST_ROWS).numbers
            else:
                found += tx.contacts.listing(query).numbers
        return tx.contacts.rows(found[:MOST_ROWS])


def bring_back(
    book: Book, backup: Path, numbers: Sequence[int], progress: Progress | None = None
) -> Brought:
    """Put contacts (by their numbers in the backup) as they are there; all or nothing."""
    told = progress or Progress()
    label = ngettext("Bring back {n} contact", "Bring back {n} contacts", len(numbers))
    done = Brought()
    need_sound(backup, told)
    with (
        Book.open(backup, create=False) as old,
        old.read() as then,
        book.write(label.format(n=len(numbers)), stopped=lambda: told.stopped) as tx,
    ):
        for start in range(0, len(numbers), AT_ONCE):
            told.report(start, len(numbers), _("Bringing back"))
            contacts = then.contacts.get_many(numbers[start : start + AT_ONCE])
            done = _bring(tx, contacts, then.contacts.photo, done)
    return done


def _bring(
    tx: Transaction,
    contacts: Sequence[Contact],
    picture: Callable[[str], bytes | None],
    done: Brought,
) -> Brought:
    now = {c.id: c for c in tx.contacts.get_many_by_id([c.id for c in contacts])}
    for contact in contacts:
        photo = _photo(tx, contact.photo, picture)
        then = replace(contact, photo=photo)
        there = now.get(contact.id)
        if there is None:
            tx.contacts.add(replace(then, number=0, archived_at="", deleted_at=""))
            done = done._replace(added=done.added + 1)
        elif _put(tx, then, there):
            done = done._replace(changed=done.changed + 1)
        else:
            done = done._replace(same=done.same + 1)
    return done


def _put(tx: Transaction, then: Contact, now: Contact) -> bool:
    """Put one that is there as it was; whether that made a difference."""
    was_in_bin = bool(now.deleted_at)
    if was_in_bin:
        tx.contacts.restore([now.number])
        now = tx.contacts.get(now.number)
    kept = {name: getattr(now, name) for name in _OF_NOW}
    saved = tx.contacts.save(replace(then, **kept), now)
    return was_in_bin or saved.revision != now.revision


def _photo(
    tx: Transaction, photo: Photo | None, picture: Callable[[str], bytes | None]
) -> Photo | None:
    if photo is None or tx.contacts.photo(photo.sha256) is not None:
        return photo
    data = picture(photo.sha256)
    return tx.contacts.keep_photo(data, photo.media_type) if data else None
