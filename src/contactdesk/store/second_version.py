"""A second version of a book: a file that was one with it up to a step, and went on by itself.

A program that keeps folders in step makes one when two computers changed the book at one time.
Both have the same log up to that step, so what came after it is known, and is known again.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk.errors import BookError, BookLocked, BookUnreachable
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.store import guard
from contactdesk.store.book import Book, Transaction
from contactdesk.store.card_bytes import unpack
from contactdesk.store.changes import MARK, Logged
from contactdesk.store.connecting import connect, driver_errors
from contactdesk.store.opening import copied_by_itself, is_backup, is_same_file, path_of
from contactdesk.store.presence import FilePresence
from contactdesk.store.server_address import is_server_address
from contactdesk.store.sync_folders import conflicting_copies, likely_copies

_MERGED = "merged"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class CameThere(NamedTuple):
    """A step of the other version that is not in this one."""

    id: int
    uuid: str
    at: str
    label: str
    by: str


@contextmanager
def opened_copy(book: Book, path: Path) -> Iterator[Book]:
    """A second version of a book, to be read; raises with a sentence where it is none.

    A checked copy of it is opened: the file itself is not touched.
    """
    guard.check()
    _refuse(book, path)
    with tempfile.TemporaryDirectory() as folder:
        copy = copied_by_itself(path, Path(folder) / "copy.cdk")
        with Book.open(copy, create=False) as other:
            if other.facts.read_only:
                raise BookError(other.facts.read_only)
            yield other


def _refuse(book: Book, path: Path) -> None:
    if is_server_address(book.facts.path):
        raise BookError(_("Only a book that is a file has second versions."))
    if not path.is_file():
        raise BookUnreachable(_("There is no file {name}.").format(name=path))
    if is_same_file(path, book.facts.path):
        raise BookError(_("{name} is the book itself, no second version.").format(name=path.name))
    if is_backup(path):
        raise BookError(
            _("{name} is a backup. Contacts are brought back from it among the backups, or by "
              "“contactdesk restore”.").format(name=path.name)
        )  # fmt: skip
    others = FilePresence(path).others()
    if others:
        who = ", ".join(dict.fromkeys(f"{h.name} ({h.computer})" for h in others))
        raise BookLocked(
            _("{name} is open in a window of {who}. Nothing was changed; close it there and try "
              "again.").format(name=path.name, who=who)
        )  # fmt: skip


def steps_there(ours: Transaction, theirs: Transaction, name: str) -> list[CameThere]:
    """What came in the other version since both went on by themselves, and was not brought in
    yet; raises where they were never one."""
    point = _common(ours, theirs)
    if _book_id(ours) != _book_id(theirs) or not point:
        raise BookError(
            _("{name} is not a second version of this book: they have no history in common. "
              "Nothing was changed. To bring in its contacts, export them there and import the "
              "file here.").format(name=name)
        )  # fmt: skip
    known = brought_in(ours)
    rows = theirs.connection.exec_driver_sql(
        "SELECT s.id, s.uuid, s.at, s.label, p.name FROM change_set s "
        "JOIN person p ON p.number = s.author WHERE s.id > ? ORDER BY s.id", (point,),
    )  # fmt: skip
    return [CameThere(*row) for row in rows if row[1] not in known]


def _book_id(tx: Transaction) -> str:
    sql = "SELECT value FROM setting WHERE name = 'book'"
    return str(tx.connection.exec_driver_sql(sql).scalar() or "")


def _common(ours: Transaction, theirs: Transaction) -> int:
    """The last step up to which both logs are the same; 0 for none."""
    sql = "SELECT id, uuid FROM change_set ORDER BY id"
    last = 0
    here, there = (tx.connection.exec_driver_sql(sql) for tx in (ours, theirs))
    for (one, uuid), (other, their_uuid) in zip(here, there, strict=False):
        if (one, uuid) != (other, their_uuid):
            break
        last = int(one)
    return last


def brought_in(tx: Transaction) -> set[str]:
    """The steps (uuids) of other versions that are in the book, and were not taken back."""
    rows = tx.connection.exec_driver_sql(
        "SELECT record_id, set_id FROM change WHERE record_type = ? AND kind = ?", (MARK, _MERGED)
    ).all()
    stands = {number: tx.log.last_word(number)[1] for number in {row[1] for row in rows}}
    return {uuid for uuid, number in rows if stands[number]}


def mark_brought_in(tx: Transaction, steps: Sequence[CameThere]) -> None:
    """Remember in this step which ones it brought in, who made them and when."""
    for step in steps:
        tx.log.mark(_MERGED, step.uuid, at=step.at, by=step.by, label=step.label)


def lines_of(theirs: Transaction, steps: Sequence[CameThere]) -> list[Logged]:
    """What the log says of some steps, in its order."""
    found: list[Logged] = []
    for step in steps:
        found += theirs.log.of_set(step.id)
    return found


# ── records ─────────────────────────────────────────────────────────────────────────────


def is_withdrawn(tx: Transaction, table: str, uuid: str) -> bool:
    """Whether a record is nowhere: its making was taken back, or it became part of another."""
    sql = f"SELECT withdrawn FROM {table} WHERE id = ?"
    return bool(tx.connection.exec_driver_sql(sql, (uuid,)).scalar())


def was_purged(tx: Transaction, uuid: str) -> bool:
    """Whether somebody removed this for good."""
    sql = "SELECT 1 FROM change WHERE record_id = ? AND kind = 'purge' LIMIT 1"
    return tx.connection.exec_driver_sql(sql, (uuid,)).first() is not None


def bring_people(ours: Transaction, theirs: Transaction) -> None:
    """Whoever opened the other version alone is known here too: things are theirs."""
    sql = "SELECT id, login, name, colour FROM person"
    known = ours.connection.exec_driver_sql("SELECT id, login FROM person").all()
    ids, logins = {row[0] for row in known}, {row[1] for row in known}
    for row in theirs.connection.exec_driver_sql(sql).all():
        if row[0] not in ids and row[1] not in logins:
            ours.connection.exec_driver_sql(
                "INSERT INTO person (id, login, name, colour) VALUES (?, ?, ?, ?)", tuple(row)
            )


def bring_photo(ours: Transaction, theirs: Transaction, contact: Contact) -> None:
    """Have the picture that a contact names."""
    if contact.photo and ours.contacts.photo(contact.photo.sha256) is None:
        data = theirs.contacts.photo(contact.photo.sha256)
        if data is not None:
            ours.contacts.keep_photo(data, contact.photo.media_type)


def bring_originals(ours: Transaction, theirs: Transaction, here: int, there: int) -> None:
    """Have the cards that a contact of the other version came from."""
    rows = theirs.connection.exec_driver_sql(
        "SELECT version, source, packed FROM original WHERE contact = ? ORDER BY number", (there,)
    ).all()
    if rows:
        ours.contacts.keep_originals([(here, r[0], r[1], unpack(r[2])) for r in rows])


def bring_contents(ours: Transaction, theirs: Transaction, hashes: Collection[str]) -> None:
    """Have the bytes of documents, piece by piece."""
    for sha256 in dict.fromkeys(hashes):
        if not ours.documents.contents.has(sha256):
            for position, piece in enumerate(theirs.documents.contents.pieces(sha256)):
                ours.documents.contents.add(sha256, position, [piece])


def told_value(tx: Transaction, record: Any, name: str) -> str:
    """The words for a value that is an id or a number, as nobody reads those; "" for others."""
    value = getattr(record, name)
    if name == "stage":
        pipeline = tx.pipelines.by_id(record.pipeline)
        stages = pipeline.stages if pipeline is not None else ()
        return next((stage.name for stage in stages if stage.item == value), "")
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, (list, tuple)) or not all(map(_is_id, values)):
        return ""
    return ", ".join(filter(None, (_called(tx, each) for each in values)))


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _called(tx: Transaction, uuid: str) -> str:
    """Who or what has an id."""
    for sql in (
        "SELECT formatted_name FROM contact WHERE id = ?",
        "SELECT name FROM person WHERE id = ?",
        "SELECT name FROM pipeline WHERE id = ?",
        "SELECT name FROM calendar WHERE id = ?",
        "SELECT title FROM deal WHERE id = ?",
        "SELECT name FROM custom_section WHERE id = ?",
    ):
        if found := tx.connection.exec_driver_sql(sql, (uuid,)).scalar():
            return str(found)
    return ""


# ── finding ─────────────────────────────────────────────────────────────────────────────


def copies_beside(tx: Transaction, place: str) -> list[str]:
    """Names of files beside a book that are second versions of it, with something new in them.

    Some programs name them as people name books of their own; of those the log has to say it.
    """
    if is_server_address(place):
        return []
    book = path_of(place)
    sure = conflicting_copies(book)
    likely = [name for name in likely_copies(book) if _is_news(tx, book.with_name(name))]
    return sorted({*sure, *likely})


def _is_news(tx: Transaction, path: Path) -> bool:
    if is_backup(path):
        return False
    sql = "SELECT id, uuid FROM change_set ORDER BY id"
    ours: Any = tx.connection.exec_driver_sql
    try:
        with closing(connect(path, "ro", timeout=1)) as connection:
            first = connection.execute(sql + " LIMIT 1").fetchone()
            last = connection.execute(sql + " DESC LIMIT 1").fetchone()
    except driver_errors(BookError):
        return False
    if first is None or ours(sql + " LIMIT 1").first() != tuple(first):
        return False
    known = ours("SELECT 1 FROM change_set WHERE uuid = ?", (last[1],)).first() is not None
    return not known and last[1] not in brought_in(tx)
