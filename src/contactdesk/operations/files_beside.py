"""The files of documents that an import brings, from the folder of their list.

Their bytes come before the import's own step, in short transactions and as uploads that nobody
sees; that step gives them to their hashes. What it does not take is dropped, and so is all of it
when the import stops. Nothing outside the list's folder is opened.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from contactdesk.errors import BookError
from contactdesk.formats.jsonl_documents import DocumentLine, StatedVersion, read_documents
from contactdesk.i18n import _
from contactdesk.operations.plain_files import NoPlainFile, open_plain
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.contents import PIECE, upload_name
from contactdesk.store.little_memory import little_memory

AT_ONCE = 4 << 20  # bytes, and files, that are written in one transaction
FILES_AT_ONCE = 200


class Content(NamedTuple):
    """The bytes of a version: the upload that has them ("" where the book has them already), or a
    sentence why there are none."""

    sha256: str = ""
    size: int = 0
    upload: str = ""
    problem: str = ""


Contents = Mapping[tuple[str, StatedVersion], Content]
Lists = Mapping[str, Sequence[DocumentLine]]


class _Differs(Exception):
    """A file is not what its list says."""


def documents_in(paths: Sequence[str]) -> dict[str, list[DocumentLine]]:
    """The lines of documents in files of JSON Lines, by file."""
    found: dict[str, list[DocumentLine]] = {}
    for path in paths:
        if Path(path).suffix.lower() == ".jsonl" and Path(path).is_file():
            with open(path, "rb") as stream:
                found[path] = list(read_documents(stream))
    return {path: lines for path, lines in found.items() if lines}


def bytes_of(lists: Lists) -> int:
    """How many bytes the lists say that there are to read at most."""
    stated = {(p, v.file): max(v.size, 0) for p, some in lists.items()
              for line in some for v in line.versions if v.file}  # fmt: skip
    return sum(stated.values())


@contextmanager
def files_beside(
    book: Book, lists: Lists, progress: Progress, total: int = 0
) -> Iterator[Contents]:
    """Copy what the book does not have yet; `total` is what the progress counts up to."""
    work = _Copying(book, progress, total)
    try:
        with little_memory(book) if lists else nullcontext():
            for path, lines in lists.items():
                for line in lines:
                    work.take(path, line)
            work.flush()
        yield work.found
    finally:
        work.drop_rest()


class _Copying:
    """Copies files into uploads; `found` says what became of each version's."""

    def __init__(self, book: Book, progress: Progress, total: int) -> None:
        self._book, self._progress, self._total = book, progress, total
        self._waiting: list[tuple[str, int, bytes]] = []
        self._size = self._done = 0
        self._uploads: list[str] = []
        self._here: dict[str, Content] = {}  # by hash
        self.found: dict[tuple[str, StatedVersion], Content] = {}

    def take(self, path: str, line: DocumentLine) -> None:
        """Look for the files of one document."""
        for version in line.versions:
            if (path, version) not in self.found:
                self.found[path, version] = self._content(Path(path).parent, version)
            self._progress.check()

    def _content(self, folder: Path, version: StatedVersion) -> Content:
        if known := self._known(version.sha256):
            return known
        if version.file is None:
            return Content(problem=_("The list names a place outside its folder; nothing was read "
                                     "there."))  # fmt: skip
        if not version.file:
            return Content(problem=_("The list does not say in which file this version is."))
        try:
            with _open_inside(folder, version.file) as stream:
                content = self._copy(stream, version)
        except _Differs:
            words = _("{file} is not the file that the list speaks of, or is damaged.")
        except FileNotFoundError:
            words = _("{file} is missing.")
        except OSError as error:
            words = _("{file} could not be read: {reason}.")
            reason = error.strerror or str(error)
            return Content(problem=words.format(file=version.file, reason=reason))
        else:
            self._here[content.sha256] = content
            return content
        return Content(problem=words.format(file=version.file))

    def _known(self, sha256: str) -> Content | None:
        """What the book, or a file before, has of this hash."""
        if not sha256 or sha256 in self._here:
            return self._here.get(sha256)
        with self._book.read() as tx:
            size = tx.documents.contents.size(sha256)
        if size is None:
            return None
        return self._here.setdefault(sha256, Content(sha256, size))

    def _copy(self, stream: BinaryIO, version: StatedVersion) -> Content:
        """Read a file to the end that its list states, and see that it is the one."""
        upload, digest, size, position = upload_name(), hashlib.sha256(), 0, 0
        most = version.size if version.size >= 0 else os.fstat(stream.fileno()).st_size
        self._uploads.append(upload)
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > most:
                raise _Differs
            digest.update(piece)
            self._add(upload, position, piece)
            position += 1
        if not position:
            self._add(upload, 0, b"")
        sha256 = digest.hexdigest()
        if size != most or version.sha256 not in ("", sha256):
            raise _Differs
        return self._here.get(sha256) or Content(sha256, size, upload)

    def _add(self, upload: str, position: int, piece: bytes) -> None:
        self._waiting.append((upload, position, piece))
        self._size += len(piece)
        self._done += len(piece)
        self._progress.report(min(self._done, self._total), self._total, _("Copying documents"))
        if self._size >= AT_ONCE or len(self._waiting) >= FILES_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        with self._book.write("") as tx:
            for upload, position, piece in self._waiting:
                tx.documents.contents.add(upload, position, [piece])
        self._waiting, self._size = [], 0

    def drop_rest(self) -> None:
        """Drop what is in no document; where that fails, it is swept a day later."""
        if self._uploads:
            with suppress(BookError), self._book.write("") as tx:
                tx.documents.contents.drop(*self._uploads)


def _open_inside(folder: Path, name: str) -> BinaryIO:
    """Open a file in a folder; one that is elsewhere, by whatever link, is none."""
    path = folder / name
    real = os.path.join(os.path.realpath(folder), *name.split("/"))
    if os.path.normcase(os.path.realpath(path)) != os.path.normcase(real):
        raise NoPlainFile(0, _("it is a link to somewhere else"), str(path))
    return open_plain(path)
