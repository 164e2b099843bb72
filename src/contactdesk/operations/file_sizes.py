"""Sizes of files for people."""

from __future__ import annotations

from contactdesk.i18n import _, counted, ngettext


def size_words(size: int) -> str:
    """A file's size for people."""
    if size < 1024:
        return ngettext("{n} byte", "{n} bytes", size).format(n=counted(size))
    if size < 1 << 20:
        return _("{n} KB").format(n=counted(round(size / 1024)))
    return _("{n} MB").format(n=counted(round(size / (1 << 20))))
