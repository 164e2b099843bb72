"""The words of documents that came in without anybody having looked into them: many small ones are
read by one child, as starting it takes longer than reading."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from contactdesk.errors import ContactDeskError
from contactdesk.formats.document_texts import media_types_with_text
from contactdesk.operations.documents import TEXT_SECONDS, copy_out, text_of_content
from contactdesk.operations.reading import ask_child
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.sealed import room_for_copies

AT_ONCE = 50  # contents that one child reads
SMALL = 1 << 20  # bytes; a larger one has a child of its own


class _Waiting(NamedTuple):
    """A content into which nobody looked yet."""

    sha256: str
    media_type: str
    size: int


def read_waiting(book: Book, progress: Progress) -> int:
    """Look for the words of all contents into which nobody looked yet; how many there were."""
    count = 0
    while waiting := _waiting(book):
        done = count
        for some in _heaps(waiting):
            progress.report(done, count + len(waiting))
            if len(some) < 2 or not _read_together(book, some):
                for each in some:
                    progress.check()
                    text_of_content(book, each.sha256, each.media_type)
            done += len(some)
        count += len(waiting)
        if book.facts.read_only:  # nothing is kept, so that they would wait for ever
            break
    return count


def _waiting(book: Book) -> list[_Waiting]:
    with book.read() as tx:
        found = tx.documents.unread(media_types_with_text())
    known = {
        d.current.sha256: _Waiting(d.current.sha256, d.media_type, d.current.size)
        for d in found
        if d.current is not None
    }
    return list(known.values())


def _heaps(waiting: Sequence[_Waiting]) -> Iterator[list[_Waiting]]:
    small = [each for each in waiting if each.size <= SMALL]
    for start in range(0, len(small), AT_ONCE):
        yield small[start : start + AT_ONCE]
    yield from ([each] for each in waiting if each.size > SMALL)


def _read_together(book: Book, some: Sequence[_Waiting]) -> bool:
    """Read several in one child; False where one of them ended it, or took too long."""
    room = room_for_copies(book.facts.path, sum(each.size for each in some))
    with tempfile.TemporaryDirectory(prefix="contactdesk-", dir=room) as folder:
        question = []
        for place, each in enumerate(some):
            copy = Path(folder) / str(place)
            copy_out(book, each.sha256, copy)
            question.append((str(copy), each.media_type))
        try:
            texts = ask_child({"many": question}, TEXT_SECONDS)
        except ContactDeskError:
            return False
    if not book.facts.read_only:
        with book.write("") as tx:
            for each, text in zip(some, texts, strict=True):
                tx.documents.texts.keep(each.sha256, text)
    return True
