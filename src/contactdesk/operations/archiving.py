"""The open archive: one folder with everything, to be read in twenty years without us.

Pages for a browser, files that other programs read, and the tables themselves as lines of JSON,
of which `restore_archive` makes the same book again. Written from a backup, so nobody waits.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import contactdesk
from contactdesk.errors import BookDamaged, ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.backup import Manifest
from contactdesk.operations.archive_pages import documents_of, write_pages
from contactdesk.operations.exporting import export, told_unwritten
from contactdesk.operations.exporting_calendar import export_calendar
from contactdesk.operations.file_names import UniqueNames, safe_file_name
from contactdesk.progress import Progress
from contactdesk.store.backups import hash_of, make_backup
from contactdesk.store.book import Book
from contactdesk.store.plain_tables import (
    Content,
    Piece,
    PlainRows,
    fill_book,
    plain_rows,
    table_names,
)

FORMAT = "contactdesk-archive-1"
FACTS, SUMS, CONTENTS, TABLES = "archive.json", "SHA256SUMS", "contents.jsonl", "tables"
_FILES = {True: "documents", False: "pictures"}


class Archived(NamedTuple):
    """Where an archive is, and how much is in it."""

    folder: Path
    contacts: int
    files: int
    size: int


def is_archive(place: Path) -> bool:
    """Whether a folder is an archive."""
    return (place / FACTS).is_file() and (place / SUMS).is_file()


def archive(book: Book, to: Path, progress: Progress | None = None) -> Archived:
    """Write everything into a new folder, which is there only once it is whole."""
    told = progress or Progress()
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ContactDeskError(
            _("{name} is not an empty folder. Nothing was written.").format(name=to)
        )
    part = to.with_name(f".{to.name}.part")
    with told_unwritten(to):
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir(parents=True)
            done = _write(book, part, told)
            if to.exists():
                to.rmdir()
            os.rename(part, to)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return done._replace(folder=to)


def _write(book: Book, part: Path, told: Progress) -> Archived:
    work = part / "work"
    copy = make_backup(book, work, "archive", datetime.now(UTC), told)
    assert copy.manifest is not None
    files = _write_tables(copy.path, part, told)
    with Book.open(copy.path, create=False) as still:
        with still.read() as tx:
            documents = documents_of(tx, files)
        contacts = write_pages(still, part, documents, told)
        for name, kind in (("contacts.vcf", "vcard"), ("contacts.csv", "csv"),
                           ("records.jsonl", "jsonl")):  # fmt: skip
            told.report(0, 0, name)
            export(still, part / name, kind, progress=Progress(_checking(told)), check=False)
        told.report(0, 0, "calendar.ics")
        export_calendar(still, part / "calendar.ics", check=False)
    shutil.rmtree(work)
    (part / FACTS).write_text(_facts(copy.manifest), encoding="utf-8")
    (part / "README.txt").write_text(_readme(copy.manifest), encoding="utf-8")
    count, size = _write_sums(part, told)
    return Archived(part, contacts, count, size)


def _checking(told: Progress) -> Callable[[int, int, str], None]:
    """A listener that only stops when the whole is stopped."""

    def listen(_done: int, _total: int, _what: str) -> None:
        told.check()

    return listen


def _facts(manifest: Manifest) -> str:
    facts = {
        "format": FORMAT, "book": manifest.book, "at": manifest.at, "schema": manifest.schema,
        "program": f"ContactDesk {contactdesk.__version__}", "rows": manifest.counts,
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _readme(manifest: Manifest) -> str:
    """What is what, in the person's language."""
    lines = [
        _("This is everything of the ContactDesk book “{name}”, as it was on {day}.").format(
            name=manifest.book, day=manifest.at[:10]
        ),
        "",
        "index.html – " + _("everybody by letter, for any browser"),
        "contacts.vcf, contacts.csv – " + _("contacts for other programs and for tables"),
        "calendar.ics – " + _("appointments, tasks and notes for other calendars"),
        "records.jsonl – " + _("all records for scripts, one a line"),
        "documents, pictures – " + _("the files themselves"),
        "tables, contents.jsonl – " + _("every row of the book, and where its files lie"),
        "SHA256SUMS – " + _("by which one sees that no file has changed (sha256sum -c)"),
        "",
        _("To make a book of it again: {command}").format(
            command="contactdesk restore FOLDER --to NEW.cdk"
        ),
    ]
    return "\n".join(lines) + "\n"


# ── tables and files ────────────────────────────────────────────────────────────────────


def _write_tables(copy: Path, part: Path, told: Progress) -> dict[str, str]:
    """Write rows and files; where the file of each document is, by its hash."""
    (part / TABLES).mkdir()
    with plain_rows(copy) as rows:
        for name in table_names():
            told.report(0, 0, name)
            with open(part / TABLES / f"{name}.jsonl", "wb") as file:
                for line in rows.lines(name):
                    file.write(line)
        with open(part / CONTENTS, "wb") as listed:
            return _write_contents(rows, part, listed.write, told)


def _write_contents(
    rows: PlainRows, part: Path, write: Callable[[bytes], object], told: Progress
) -> dict[str, str]:
    """Documents piece by piece into one file each, pictures and the rest a file each."""
    names = {kind: UniqueNames() for kind in _FILES.values()}
    files: dict[str, str] = {}
    seen: set[str] = set()
    path, offset = "", 0
    for done, piece in enumerate(rows.pieces()):
        told.report(done, 0, piece.name)
        if not piece.whole or piece.whole not in files:
            path, offset = _new_file(part, names, piece), 0
            files[piece.whole or piece.sha256] = path
        size = 0
        with open(part / path, "ab") as file:
            for data in rows.bytes_of(piece.sha256):
                size += file.write(data)
        if piece.sha256 not in seen:
            seen.add(piece.sha256)
            place = Content(piece.sha256, path, offset, size)
            write(json.dumps(place._asdict(), ensure_ascii=False).encode() + b"\n")
        offset += size
    return files


def _new_file(part: Path, names: dict[str, UniqueNames], piece: Piece) -> str:
    """A name in its folder that is safe on every system, and that nothing else has."""
    kind = _FILES[bool(piece.whole)]
    (part / kind).mkdir(exist_ok=True)
    said = Path(piece.name)
    ending = safe_file_name(said.suffix.lstrip("."), "bin")
    return f"{kind}/{names[kind].name(said.stem, 'file', ending)}"


def _write_sums(part: Path, told: Progress) -> tuple[int, int]:
    """The hash of every file, as `sha256sum` writes it; how many there are, and their bytes."""
    found = sorted(path for path in part.rglob("*") if path.is_file())
    size = 0
    with open(part / SUMS, "w", encoding="utf-8", newline="\n") as file:
        for done, path in enumerate(found):
            told.report(done, len(found), _("Checking"))
            file.write(f"{hash_of(path, told)}  {path.relative_to(part).as_posix()}\n")
            size += path.stat().st_size
        file.flush()
        os.fsync(file.fileno())
    return len(found), size


# ── back ────────────────────────────────────────────────────────────────────────────────


def restore_archive(folder: Path, to: Path, progress: Progress | None = None) -> int:
    """Make a new book of an archive whose every file is as it was; how many contacts it has."""
    told = progress or Progress()
    if to.exists() or not to.parent.is_dir():
        raise ContactDeskError(
            _("A new book cannot be made at {name}: choose a name that is free, in a folder that "
              "is there. Nothing was written.").format(name=to)
        )  # fmt: skip
    known = check_archive(folder, told)
    facts = _facts_of(folder)
    contents = {place.sha256: place for place in _contents(folder, known)}

    def lines(name: str) -> Iterable[bytes]:
        path = folder / TABLES / f"{name}.jsonl"
        told.report(0, 0, name)
        return _lines(path) if f"{TABLES}/{name}.jsonl" in known else ()

    def read(place: Content) -> bytes:
        told.check()
        with open(folder / place.file, "rb") as file:
            file.seek(place.offset)
            data = file.read(place.size)
        if hashlib.sha256(data).hexdigest() != place.sha256:
            raise _changed(place.file)
        return data

    fill_book(to, facts[0], lines, contents, read)
    return facts[1]


def _lines(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        yield from file


def _facts_of(folder: Path) -> tuple[int, int]:
    """The archive's schema, and how many contacts it has."""
    try:
        facts = json.loads((folder / FACTS).read_bytes())
        if facts["format"] != FORMAT:
            raise ValueError
        return int(facts["schema"]), int(facts["rows"]["contact"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _changed(FACTS) from error


def _contents(folder: Path, known: set[str]) -> Iterator[Content]:
    for line in _lines(folder / CONTENTS):
        try:
            plain = json.loads(line)
            place = Content(str(plain["sha256"]), str(plain["file"]), int(plain["offset"]),
                            int(plain["size"]))  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise _changed(CONTENTS) from error
        if place.file not in known:
            raise _changed(place.file)
        yield place


def check_archive(folder: Path, progress: Progress | None = None) -> set[str]:
    """The files of an archive, all of which are as they were; raises where one is not."""
    told = progress or Progress()
    try:
        listed = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise _changed(SUMS) from error
    known: set[str] = set()
    for done, line in enumerate(listed):
        told.report(done, len(listed), _("Checking"))
        sha256, _space, name = line.partition("  ")
        path = folder / name
        if not _within(folder, path) or not path.is_file() or hash_of(path, told) != sha256:
            raise _changed(name)
        known.add(name)
    if {FACTS, CONTENTS} - known:
        raise _changed(SUMS)
    return known


def _within(folder: Path, path: Path) -> bool:
    """An archive may come from anywhere: its list leads to nothing outside of it."""
    return path.resolve().is_relative_to(folder.resolve())


def _changed(name: str) -> BookDamaged:
    return BookDamaged(
        _("{name} in this archive is missing or was changed. No book was made; use another archive "
          "or a backup. The other files can still be read as they are.").format(name=name)
    )  # fmt: skip
