"""In which encoding a vCard or calendar file has its 8-bit text, where it says none itself.

Programs of before UTF-8 wrote the code page of their computer and did not say so: Polish names in
Windows-1250, Chinese in Big5, Persian in Windows-1256.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from contactdesk.formats.table_encodings import likeliest, sample_of

_LINES = re.compile(rb"[\r\n]+")
_FOLD = re.compile(rb"\r?\n[ \t]")  # they fall inside characters
_SAYS_ITSELF = re.compile(rb"charset=|quoted-printable|base64|;b[:;]", re.IGNORECASE)
_CERTAIN = 0.25
"""By so much another encoding must read better than Western, which is what is taken else."""


def guess_card_encoding(stream: BinaryIO) -> str:
    """The name of the encoding as Python knows it, "" where there is nothing to be guessed.

    The stream is left where it was; one that cannot go back is not looked at.
    """
    if not stream.seekable():
        return ""
    sample = sample_of(stream)
    if sample.isascii() or b"\0" in sample[:200]:
        return ""
    broken, good = [], 0
    for line in _LINES.split(_FOLD.sub(b"", sample)):
        if line.isascii() or _SAYS_ITSELF.search(line.partition(b":")[0]):
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            broken.append(line.partition(b":")[2])
    if not broken or good > len(broken):
        return ""
    return likeliest(b"\n".join(broken)[:20_000], "cp1252", _CERTAIN)
