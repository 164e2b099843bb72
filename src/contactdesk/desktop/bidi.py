"""Text of both directions on one line: isolates for what always runs its own way.

Marks are added only where they change something: most fonts have no glyph for them, and the
fallback font would move the line.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def left_to_right(text: str) -> str:
    """A phone, mail or web address that keeps its order in a right-to-left line.

    For display only (U+2066 … U+2069); the clipboard gets the plain text. Marks a stranger put
    into the value are taken out, so that it cannot show itself as something else.
    """
    plain = without_marks(text)
    return f"{_LRI}{plain}{_PDI}" if _needs_isolating(plain) else plain


def isolated(text: str) -> str:
    """A name or word in its own direction, not changing the order of what stands beside it."""
    plain = without_marks(text)
    return f"{_FSI}{plain}{_PDI}" if _needs_isolating(plain) else plain


def without_marks(text: str) -> str:
    """The text without embedding, override and isolate marks."""
    return text.translate(_MARKS)


def direction_of(text: str, otherwise: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """The direction of a text by its first letter that has one; numbers alone, as those of a
    telephone, run from left to right in every script.
    """
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
    has_digits = any(letter.isdigit() for letter in text)
    return Qt.LayoutDirection.LeftToRight if has_digits else otherwise


def _needs_isolating(text: str) -> bool:
    if not text:
        return False
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return True
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
