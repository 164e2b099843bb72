"""Pictures inside cards: base64 undone leniently, kind and size read from the header alone.

Nothing here decodes a pixel: a picture that says it is enormous is refused by what its first
bytes say, before any decoder sees it.
"""

from __future__ import annotations

import binascii
import re
from hashlib import sha256
from typing import NamedTuple

from contactdesk.model.contact import Photo

PIXEL_LIMIT = 64_000_000
"""Width times height; a larger picture is not taken in."""

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(byte for byte in range(256) if byte not in _BASE64 + b"-_")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_DATA_URI = re.compile(r"data:([^,;]*)((?:;[^,]*?)?)(;base64)?\\?,", re.IGNORECASE)
_NAMES = {"jpg": "image/jpeg", "jpe": "image/jpeg", "jfif": "image/jpeg", "pjpeg": "image/jpeg"}
_NO_SIZE_MARKERS = {0xC4, 0xC8, 0xCC}


class PhotoError(ValueError):
    """A picture that cannot be taken in; `code` is "photo-unreadable" or "photo-too-large"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DataUri(NamedTuple):
    """What a `data:` address says before its data (RFC 2397)."""

    media_type: str
    base64: bool
    data: str


def parse_data_uri(value: str) -> DataUri | None:
    """The parts of a `data:` address, or None when it is none."""
    found = _DATA_URI.match(value)
    if not found:
        return None
    encoded = bool(found[3]) or found[2].lower().endswith(";base64")
    return DataUri(found[1].lower(), encoded, value[found.end() :])


def decode_base64(value: str) -> bytes:
    """Bytes from base64 with whatever spaces, line ends and padding; b"" when it is none."""
    if "\\" in value:
        value = value.replace("\\n", "").replace("\\r", "")  # some escape the line ends, too
    data = value.encode("ascii", "ignore").translate(_URL_SAFE, _NOT_BASE64)
    if len(data) % 4 == 1:
        data = data[:-1]
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def read_photo(value: str, stated: str) -> tuple[Photo, bytes]:
    """The picture in a base64 value or `data:` address; `stated` is the type the card names.

    Raises `PhotoError` when there is no picture in it or it is too large.
    """
    uri = parse_data_uri(value.strip())
    if uri is not None:
        stated = uri.media_type or stated
        value = uri.data
    data = decode_base64(value)
    return photo_of(data, stated), data


def photo_of(data: bytes, stated: str) -> Photo:
    """What is kept of a picture beside its bytes. Raises `PhotoError` as `read_photo`."""
    if not data:
        raise PhotoError("photo-unreadable")
    width, height = dimensions(data)
    if width * height > PIXEL_LIMIT:
        raise PhotoError("photo-too-large")
    return Photo(media_type(data) or _full_name(stated), sha256(data).hexdigest(), len(data))


def _full_name(stated: str) -> str:
    stated = stated.lower().strip()
    if not stated:
        return "application/octet-stream"
    return stated if "/" in stated else _NAMES.get(stated, "image/" + stated)


def media_type(data: bytes) -> str:
    """The picture's kind by its first bytes, or ""."""
    for start, name in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"BM", "image/bmp"),
    ):
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/heic" if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") else ""


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height in pixels as the header states them; (0, 0) when it states none."""
    kind = media_type(data)
    if kind == "image/png" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if kind == "image/gif":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if kind == "image/bmp":
        width = int.from_bytes(data[18:22], "little", signed=True)
        return abs(width), abs(int.from_bytes(data[22:26], "little", signed=True))
    if kind == "image/webp":
        return _webp_size(data)
    return _jpeg_size(data) if kind == "image/jpeg" else (0, 0)


def _webp_size(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        width, height = data[24:27], data[27:30]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = data[26:28], data[28:30]
    return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF


def _jpeg_size(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            return 0, 0
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE_MARKERS:
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        bare = marker == 0x01 or 0xD0 <= marker <= 0xD9
        place += 2 if bare else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0, 0
