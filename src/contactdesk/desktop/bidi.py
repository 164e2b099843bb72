"""Text of both directions on one line: isolates for what always runs left to right."""

from __future__ import annotations

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def left_to_right(text: str) -> str:
    """A phone, mail or web address that keeps its order in a right-to-left line.

    For display only (U+2066 … U+2069); the clipboard gets the plain text. Marks a stranger put
    into the value are taken out, so that it cannot show itself as something else.
    """
    return f"{_LRI}{without_marks(text)}{_PDI}" if text else ""


def isolated(text: str) -> str:
    """A name or word in its own direction, not changing the order of what stands beside it."""
    return f"{_FSI}{without_marks(text)}{_PDI}" if text else ""


def without_marks(text: str) -> str:
    """The text without embedding, override and isolate marks."""
    return text.translate(_MARKS)
