"""The words inside a document: of texts, PDF, and what Word and Writer write.

Only ever read in the reading child: nothing in a file is believed, what is unpacked is limited,
and an XML that declares anything of its own is not read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO
from xml.parsers import expat

from contactdesk.errors import FormatError
from contactdesk.formats.charsets import FALLBACK

LONGEST = 200_000  # characters that are kept
LARGEST_TEXT = 8 << 20  # bytes of a plain text that are looked at
LARGEST_PART = 64 << 20  # bytes of a packed XML, unpacked
MOST_PAGES = 300
_BLOCKS = frozenset({"p", "br", "tab", "h", "tr", "cr", "list-item", "line-break"})


def text_of(stream: BinaryIO, media_type: str) -> str:
    """The text of a document, "" for a kind that has none or that is not known here."""
    reader = _READERS.get(media_type)
    if reader is None:
        return ""
    return reader(stream)[:LONGEST].replace("\x00", " ")


def media_types_with_text() -> tuple[str, ...]:
    """In which files there are words to be expected."""
    return tuple(_READERS)


def _plain(stream: BinaryIO) -> str:
    data = stream.read(LARGEST_TEXT)
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                        (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(codec, "replace")
    return data.decode("utf-8", FALLBACK)


def _marked(stream: BinaryIO) -> str:
    from contactdesk.formats.mails import without_tags

    return without_tags(_plain(stream)[: 4 * LONGEST])


def _mail(stream: BinaryIO) -> str:
    from contactdesk.formats.mails import LARGEST, read_mail

    mail = read_mail(stream.read(LARGEST))
    return f"{mail.subject}\n{mail.text}"


def _pdf(stream: BinaryIO) -> str:
    from pypdf import PdfReader

    found: list[str] = []
    length = 0
    for number, page in enumerate(PdfReader(stream).pages):
        if number >= MOST_PAGES or length > LONGEST:
            break
        words = page.extract_text()
        found.append(words)
        length += len(words)
    return "\n\n".join(found)


def _docx(stream: BinaryIO) -> str:
    return _packed(stream, "word/document.xml")


def _odt(stream: BinaryIO) -> str:
    return _packed(stream, "content.xml")


def _packed(stream: BinaryIO, part: str) -> str:
    try:
        with zipfile.ZipFile(stream) as file, file.open(part) as inner:
            return _xml_words(inner.read)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise FormatError(str(error)) from error


class _Enough(Exception):
    pass


class _Words:
    """Collects what stands between the tags; blocks end a line."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.length = 0

    def data(self, text: str) -> None:
        self.found.append(text)
        self.length += len(text)
        if self.length > LONGEST:
            raise _Enough

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] in _BLOCKS:
            self.found.append("\n")


def _refuse(*_declared: Any) -> None:
    raise FormatError("the XML declares something of its own")


def _xml_words(read: Callable[[int], bytes]) -> str:
    words = _Words()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.CharacterDataHandler = words.data
    parser.EndElementHandler = words.end
    left = LARGEST_PART
    try:
        while left > 0 and (data := read(min(left, 1 << 16))):
            left -= len(data)
            parser.Parse(data)
    except _Enough:
        pass
    except expat.ExpatError as error:
        raise FormatError(str(error)) from error
    return "".join(words.found)


_READERS: dict[str, Callable[[BinaryIO], str]] = {
    "text/plain": _plain,
    "text/markdown": _plain,
    "text/csv": _plain,
    "application/json": _plain,
    "text/html": _marked,
    "message/rfc822": _mail,
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
    "application/vnd.oasis.opendocument.text": _odt,
}
