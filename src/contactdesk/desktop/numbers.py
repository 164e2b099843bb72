"""Numbers as the person's language writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def counted(number: int) -> str:
    """A count with the language's digits and separators: "1,284"."""
    return QLocale().toString(number)
