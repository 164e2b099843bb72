"""A file of another encoding read as UTF-8, where a person says that the guess is wrong."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import BinaryIO

from contactdesk.formats.card_encodings import guess_card_encoding

CHUNK = 1 << 18


class Transcoded(io.RawIOBase):
    """Gives a stream's lines in UTF-8.

    Lines that say their own CHARSET stay as they are; so do those in plain ASCII and, where the
    encoding is only `guessed`, those in UTF-8. What the encoding does not know becomes U+FFFD.
    """

    def __init__(self, stream: BinaryIO, encoding: str, guessed: bool = False) -> None:
        super().__init__()
        self._guessed = guessed
        self._stream = stream
        self._encoding = encoding
        self._whole = encoding.replace("-", "").lower().startswith("utf16")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """It is only read."""
        return True

    def tell(self) -> int:
        """How far the file itself is read."""
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or fewer at the end."""
        while not self._ended and (size < 0 or len(self._ready) < size):
            self._more()
        size = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:size], self._ready[size:]
        return given

    def _more(self) -> None:
        if self._whole:
            text = self._stream.read().decode(self._encoding, "replace")
            self._ready += text.lstrip("\ufeff").encode()
            self._ended = True
            return
        lines = self._stream.readlines(CHUNK)
        self._ended = not lines
        self._ready += b"".join(map(self._line, lines))

    def _line(self, line: bytes) -> bytes:
        head = line.partition(b":")[0].upper()
        if line.isascii() or b"CHARSET=" in head:
            return line
        if self._guessed:
            with suppress(UnicodeDecodeError):
                return line.decode("utf-8").encode()
        return line.decode(self._encoding, "replace").encode()


def as_utf8(stream: BinaryIO, encoding: str) -> BinaryIO:
    """The stream read in an encoding that a person chose; where none was, as it is, with what
    says no encoding of its own in the likeliest one.
    """
    if encoding and encoding.replace("-", "").lower() == "utf8":
        return stream
    guessed = "" if encoding else guess_card_encoding(stream)
    if not encoding and not guessed:
        return stream
    told = encoding or guessed
    return Transcoded(stream, told, bool(guessed))  # type: ignore[return-value]  # only read of it
