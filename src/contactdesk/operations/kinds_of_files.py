"""Of which format a file is: the one a person chose, else what its first bytes say."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from contactdesk import formats
from contactdesk.errors import FormatError
from contactdesk.formats.registry import Choices, Reader, readable, reader


def kind_of(stream: BinaryIO, path: str, choices: Choices) -> str:
    """The format of a file: the one chosen, else as it begins; "" for none that is known."""
    return str(choices.get("format") or formats.guess_format(head_of(stream), Path(path).name))


def is_of_kind(kind: str, path: str, choices: Choices) -> bool:
    """Whether a file is of this format; False where it cannot be looked at."""
    try:
        with open(path, "rb") as stream:
            return kind_of(stream, path, choices) == kind
    except OSError:
        return False


def head_of(stream: BinaryIO) -> bytes:
    """The first bytes of a file, which is then at its beginning."""
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    return head


def recognised(stream: BinaryIO, path: str, choices: Choices) -> Reader:
    """The reader for a file: of the format chosen, else by what it begins with.

    Raises `FormatError` with what the file looks like instead.
    """
    kind = kind_of(stream, path, choices)
    if kind not in readable():
        raise FormatError(formats.describe(head_of(stream), Path(path).name))
    return reader(kind)
