"""What stands in a custom field of files: a line for each, with the document's id and its name.

The name beside the id is what histories, tables, filters and other programs show, and what is left
to read where the document itself is not: in the bin, deleted for good, or in another book. A line
without an id is only a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

BREAK = "\n"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEPT = re.compile(rf"urn:uuid:({_UUID}) (.+)")
_BROUGHT = re.compile(r"brought:([0-9a-f]{64}):(\d+) (.+)")
_LINKED = re.compile(r"linked:(?:.*[/\\])?([^/\\]+)")


class FileRef(NamedTuple):
    """One file: of a document its `id`; one that is to become a document when the contact is
    saved has its bytes in the book (`sha256`, `size`) or a `path` where it stays."""

    name: str
    id: str = ""
    sha256: str = ""
    size: int = 0
    path: str = ""

    @property
    def is_only_a_name(self) -> bool:
        """Whether nothing leads to a file."""
        return not (self.id or self.sha256 or self.path)

    @property
    def line(self) -> str:
        """It, as a value has it."""
        if self.id:
            return f"urn:uuid:{self.id} {self.name}"
        if self.sha256:
            return f"brought:{self.sha256}:{self.size} {self.name}"
        return f"linked:{self.path}" if self.path else self.name


def file_of(line: str) -> FileRef:
    """The file that a line of a value names."""
    if found := _KEPT.fullmatch(line):
        return FileRef(found[2], found[1])
    if found := _BROUGHT.fullmatch(line):
        return FileRef(found[3], sha256=found[1], size=int(found[2]))
    if found := _LINKED.fullmatch(line):
        return FileRef(found[1], path=line.removeprefix("linked:"))
    return FileRef(line)


def files_of(value: str) -> tuple[FileRef, ...]:
    """The files of a value, in their order."""
    return tuple([file_of(line) for each in value.split(BREAK) if (line := each.strip())])


def value_of_files(files: Iterable[FileRef]) -> str:
    """A value with these files, each once."""
    found: dict[str, str] = {}
    for each in files:
        found.setdefault(each.id or each.line, each.line)
    return BREAK.join(found.values())


def names_of(value: str) -> tuple[str, ...]:
    """The names of a value's files."""
    return tuple([each.name for each in files_of(value)])


def names_text(value: str) -> str:
    """The names in one line."""
    return ", ".join(names_of(value))


def holds_files(value: str) -> bool:
    """Whether a line leads to a file: no value of another type is written so."""
    return not all(each.is_only_a_name for each in files_of(value))


def all_lead(value: str) -> bool:
    """Whether every line leads to a file."""
    files = files_of(value)
    return bool(files) and not any(each.is_only_a_name for each in files)


def without_ids(value: str) -> str:
    """What of a value is read by people: the names of files; of a contact named by its id
    nothing; everything else as it is."""
    if "urn:uuid:" not in value:
        return value
    lines = [file_of(line).name for line in value.split(BREAK)]
    return BREAK.join(line for line in lines if not line.startswith("urn:uuid:"))


def renamed(value: str, document: str, name: str) -> str:
    """The value with another name of one document (by its id)."""
    files = files_of(value)
    if all(each.id != document for each in files):
        return value
    return value_of_files(e._replace(name=name) if e.id == document else e for e in files)


def met(base: str, mine: str, theirs: str) -> str | None:
    """What two people made of a value, file by file: what one took out is out, what one added is
    in. None where these are no values of files."""
    if not any(map(holds_files, (base, mine, theirs))):
        return None
    before, ours, yours = map(files_of, (base, mine, theirs))
    gone = {each for each in before if each not in ours or each not in yours}
    return value_of_files(each for each in (*yours, *ours) if each not in gone)


def filled(ours: str, theirs: str, before: str) -> str | None:
    """A value with the files that somebody else's has beyond it, unless they were there `before`;
    a name alone is the file that is called so. None where they are no files that may be added."""
    known, past = files_of(ours), files_of(before)
    if not holds_files(ours):
        return None
    ids, names = {each.id for each in known}, {each.name for each in known}
    new = [
        each
        for each in files_of(theirs)
        if each not in past and (each.name not in names if each.is_only_a_name
                                 else each.id not in ids)
    ]  # fmt: skip
    if any(each.is_only_a_name for each in new):
        return None
    return value_of_files((*known, *new))
