"""What comes through a pipe, kept in a file for as long as it is read: most formats go back in it.

An endless pipe must not fill the disk. One that begins like no file of contacts is not read on, and
any other only up to a limit.
"""

from __future__ import annotations

import stat
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from contactdesk import formats
from contactdesk.errors import FormatError
from contactdesk.i18n import _

PIPE_LIMIT = 4 << 30
_NAME = "standard-input.vcf"
_HEAD = 4096  # bytes by which a format is recognised
_PIECE = 1 << 20


def input_file(name: str, stack: ExitStack, chosen: str = "") -> str:
    """A file's name; what is none (- is standard input) is kept in one as long as the stack lasts.

    `chosen` is the format, where it need not be guessed. Raises `FormatError` for an endless pipe.
    """
    if name != "-" and not _is_a_pipe(name):
        return name
    kept = Path(stack.enter_context(tempfile.TemporaryDirectory())) / _NAME
    with ExitStack() as opened, open(kept, "wb") as file:
        source = sys.stdin.buffer if name == "-" else opened.enter_context(open(name, "rb"))
        _keep(source, file, bool(chosen))
    return str(kept)


def _is_a_pipe(name: str) -> bool:
    try:
        mode = Path(name).stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _keep(source: BinaryIO, file: BinaryIO, is_known: bool) -> None:
    head = source.read(_HEAD)
    left = PIPE_LIMIT - file.write(head)
    if not is_known and not formats.guess_format(head, _NAME):
        return  # its beginning is enough to say what it is
    while piece := source.read(_PIECE):
        left -= file.write(piece)
        if left < 0:
            raise FormatError(
                _("More than {limit} GB came through the pipe; nothing was read. "
                  "Save it in a file and give its name.").format(limit=PIPE_LIMIT >> 30)
            )  # fmt: skip
