"""Documents: files brought into the book or linked, their versions, and copies of them.

A file is copied in many short transactions, so that a gigabyte stops nobody from saving, and
first of all it is no document: it becomes one in the step that a person sees and can take back.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from contactdesk.errors import BookError, ContactDeskError, NotFound
from contactdesk.formats.document_texts import media_types_with_text
from contactdesk.i18n import _
from contactdesk.model.document import (
    Document,
    again,
    media_type_of,
    plain_name,
    with_version,
)
from contactdesk.operations.plain_files import open_plain
from contactdesk.operations.reading import ReadingStopped, ask_child
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.contents import PIECE
from contactdesk.store.sealed import room_for_copies

AT_ONCE = 16  # pieces, 4 MB: written in one transaction
TEXT_SECONDS = 20.0  # that looking for words in a file may take


class Brought(NamedTuple):
    """A file whose bytes are in the book; `text` has its words, None where nobody looked."""

    name: str
    sha256: str
    size: int
    text: str | None = None


class Added(NamedTuple):
    """What became of a file: a new document, a new version of one, or nothing new."""

    document: Document
    outcome: str  # new | version | same


def open_for_copying(place: str) -> Book:
    """The book, for a thread that copies: it keeps a few megabytes of it in memory at most."""
    book = Book.open(place, create=False, again=True)
    with book.read() as tx:
        tx.connection.exec_driver_sql("PRAGMA cache_size=-8192")
    return book


# ── bytes in ────────────────────────────────────────────────────────────────────────────────


def bring(book: Book, path: Path, progress: Progress, texts: bool = True) -> Brought:
    """Copy a file's bytes into the book; nothing is left of one that cannot be read to its end."""
    try:
        with open_plain(path) as stream:
            sha256, size = _copy(book, path, stream, progress)
    except OSError as error:
        raise ContactDeskError(_unread(path, error)) from error
    text = words_of(path) if texts and not _looked_into(book, sha256) else None
    return Brought(plain_name(path.name) or _("Document"), sha256, size, text)


def _check_same(path: Path, before: os.stat_result, size: int) -> None:
    after = path.stat()
    whole = (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    if not whole or size != before.st_size:
        raise _changed(path)


def _changed(path: Path) -> ContactDeskError:
    words = _("{name} was changed while it was copied. Nothing was kept; add it again.")
    return ContactDeskError(words.format(name=path.name))


def _unread(path: Path, error: OSError) -> str:
    words = _("{name} could not be read to its end: {reason}. Nothing was kept.")
    return words.format(name=path.name, reason=error.strerror or error)


def _copy(book: Book, path: Path, stream: BinaryIO, progress: Progress) -> tuple[str, int]:
    before = os.fstat(stream.fileno())
    with book.write("") as tx:
        upload = tx.documents.contents.begin()
    digest, size, position = hashlib.sha256(), 0, 0
    try:
        for pieces in _stretches(stream):
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
            if size > before.st_size:  # one that grows and grows would fill the disk
                raise _changed(path)
            with book.write("") as tx:
                tx.documents.contents.add(upload, position, pieces)
            position += len(pieces)
            progress.report(min(size, before.st_size), before.st_size, path.name)
        _check_same(path, before, size)
        with book.write("") as tx:
            if not position:
                tx.documents.contents.add(upload, 0, [b""])
            tx.documents.contents.finish(upload, digest.hexdigest())
    except BaseException:
        with suppress(BookError), book.write("") as tx:  # else it is swept a day later
            tx.documents.contents.drop(upload)
        raise
    return digest.hexdigest(), size


def _stretches(stream: BinaryIO) -> Iterator[list[bytes]]:
    while pieces := [p for _place in range(AT_ONCE) if (p := stream.read(PIECE))]:
        yield pieces


def _looked_into(book: Book, sha256: str) -> bool:
    with book.read() as tx:
        return tx.documents.texts.has(sha256)


def words_of(path: Path, media_type: str = "") -> str:
    """The words in a file, read in a child: whatever is wrong with it costs only these."""
    kind = media_type or media_type_of(path.name)
    question = {"words": str(path), "media_type": kind}
    try:
        return str(ask_child(question, TEXT_SECONDS))
    except (ContactDeskError, ReadingStopped):
        return ""


def is_silent(brought: Brought) -> bool:
    """Whether there should be words in a file, and none could be read."""
    has_words = media_type_of(brought.name) in media_types_with_text()
    return has_words and brought.size > 0 and brought.text is not None and not brought.text.strip()


def text_of_content(book: Book, sha256: str, media_type: str) -> str:
    """The text of a content; read in a child and kept, where nobody looked into it yet."""
    with book.read() as tx:
        if tx.documents.texts.has(sha256):
            return tx.documents.texts.text(sha256)
        room = room_for_copies(book.facts.path, tx.documents.contents.size(sha256) or 0)
    with tempfile.TemporaryDirectory(prefix="contactdesk-", dir=room) as folder:
        copy = Path(folder) / "document"
        copy_out(book, sha256, copy)
        text = words_of(copy, media_type)
    if not book.facts.read_only:
        with book.write("") as tx:
            tx.documents.texts.keep(sha256, text)
    return text


# ── records ─────────────────────────────────────────────────────────────────────────────────


def add(
    tx: Transaction, brought: Brought, about: Sequence[str], kind: str = "", reason: str = ""
) -> Added:
    """Make a document of a file; the same name at the same place is a new version of that."""
    namesake = named(tx, brought.name, about)
    if namesake is not None:
        return add_version(tx, namesake, brought, reason)
    return Added(_new(tx, brought, about, kind, reason), "new")


def _new(
    tx: Transaction, brought: Brought, about: Sequence[str], kind: str = "", reason: str = ""
) -> Document:
    keep_words(tx, brought)
    version = tx.documents.version(brought.sha256, brought.size, reason)
    return tx.documents.add(
        Document(
            name=brought.name, kind=kind, media_type=media_type_of(brought.name),
            versions=(version,), about=tuple(about),
        )
    )  # fmt: skip


def named(tx: Transaction, name: str, about: Sequence[str]) -> Document | None:
    """The document of this name that belongs to the same records."""
    for document in tx.documents.of_ids(list(about)):
        if document.name == name and not document.is_link and set(about) <= set(document.about):
            return document
    return None


def add_version(tx: Transaction, document: Document, brought: Brought, reason: str = "") -> Added:
    """Put a file's bytes in place of a document's, as its next version."""
    current = document.current
    if current is not None and current.sha256 == brought.sha256:
        return Added(document, "same")
    keep_words(tx, brought)
    version = tx.documents.version(brought.sha256, brought.size, reason)
    changed = replace(with_version(document, version), path="")
    if document.is_link:
        changed = replace(changed, media_type=media_type_of(document.name))
    return Added(tx.documents.save(changed, document), "version")


def keep_words(tx: Transaction, brought: Brought) -> None:
    """Let a content be found by its words, where somebody looked for them."""
    if brought.text is not None:
        tx.documents.texts.keep(brought.sha256, brought.text)


def keep_bytes(tx: Transaction, name: str, data: bytes, about: Sequence[str]) -> Document:
    """Make a document of a few bytes: what a mail brought along, of whatever name."""
    sha256 = tx.documents.contents.keep(data)
    return _new(tx, Brought(plain_name(name) or _("Document"), sha256, len(data)), about)


def link(tx: Transaction, path: Path, about: Sequence[str], kind: str = "") -> Document:
    """Remember where a file is, and leave it there; a place linked before stays one document."""
    place = str(path)
    for known in tx.documents.of_ids(list(about)):
        if known.path == place:
            return known
    name = plain_name(path.name) or place
    return tx.documents.add(
        Document(name=name, kind=kind, media_type=media_type_of(path.name), path=place,
                 about=tuple(about))
    )  # fmt: skip


def lead_to(tx: Transaction, document: Document, path: Path) -> Document:
    """Let a link lead to where the file is now."""
    return tx.documents.save(replace(document, path=str(path)), document)


def rename(tx: Transaction, document: Document, name: str) -> Document:
    """Give a document another name; its ending stays what it was where none is said."""
    plain = plain_name(name)
    if not plain:
        raise ContactDeskError(_("A document needs a name."))
    ending = Path(document.name).suffix
    if ending and not document.is_link and not Path(plain).suffix:
        plain += ending
    changed = replace(document, name=plain, media_type=media_type_of(plain))
    saved = tx.documents.save(changed, document)
    if plain != document.name:
        from contactdesk.operations.file_fields import follow_name

        follow_name(tx, saved)
    return saved


def make_current(tx: Transaction, document: Document, item: int) -> Document:
    """Make an older version the present one; it removes nothing."""
    version = tx.documents.version("", 0)
    changed = again(document, item, version.at, version.author)
    return document if changed is None else tx.documents.save(changed, document)


# ── bytes out ───────────────────────────────────────────────────────────────────────────────


def copy_out(book: Book, sha256: str, to: Path, progress: Progress | None = None) -> None:
    """Write a content to a file, whole or not at all; in short reads, so that nobody waits."""
    told = progress or Progress()
    beside = to.with_name(f".{to.name[:80]}.part")
    try:
        with beside.open("wb") as out:
            for position, piece in enumerate(_pieces(book, sha256)):
                out.write(piece)
                told.report(position + 1, 0, to.name)
        os.replace(beside, to)
    except OSError as error:
        words = _("{name} could not be written: {reason}.")
        raise ContactDeskError(
            words.format(name=to.name, reason=error.strerror or error)
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _pieces(book: Book, sha256: str) -> Iterator[bytes]:
    position = 0
    while True:
        some: list[bytes] = []
        with book.read() as tx:
            for place in range(position, position + AT_ONCE):
                if (piece := tx.documents.contents.piece(sha256, place)) is None:
                    break
                some.append(piece)
        yield from some
        position += len(some)
        if len(some) < AT_ONCE:
            break
    if not position:
        raise NotFound(_("The content of this document is no longer in the book."))
