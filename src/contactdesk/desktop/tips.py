"""Tooltips of text that strangers wrote."""

from __future__ import annotations


def plain_tip(text: str) -> str:
    """A tooltip that shows `text` as it is.

    Qt has no plain tooltips: it takes whatever looks like a tag for HTML, pictures and all.
    """
    if "<" not in text and "&" not in text:
        return text
    from html import escape

    lines = escape(text, quote=False).replace("\n", "<br>")
    return f"<span>{lines}</span>"
