"""Which addresses of a stranger's card may be opened, and what they are as links.

Only web pages, mails and calls: a card must not be able to start anything else
(`file:`, `javascript:`, a program's own scheme).
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

ALLOWED = ("http", "https", "mailto", "tel", "sip")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.UNICODE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.+)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def web_link(value: str) -> str:
    """The link that a web address opens, or "" when it may not be opened."""
    text = value.strip()
    if not text or _CONTROL.search(text):
        return ""
    if _HOST.fullmatch(text):
        return "https://" + text
    found = _SCHEME.fullmatch(text)
    if found is None or found[1].lower() not in ALLOWED:
        return ""
    if found[1].lower() in ("http", "https"):
        return text if _has_host(text) else ""
    return text


def _has_host(text: str) -> bool:
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def mail_link(value: str) -> str:
    """`mailto:` for one address; nothing but the address gets in (no hidden subject or copy)."""
    text = value.strip().removeprefix("mailto:")
    if "@" not in text or _CONTROL.search(text):
        return ""
    return "mailto:" + quote(text, safe="@.!#$'*+-/=^_`{|}~")


def call_link(number: str) -> str:
    """`tel:` for a number as dialled ("+48501234567"), or "" when there is nothing to dial."""
    digits = re.sub(r"[^0-9+*#,;]", "", number)
    return f"tel:{digits}" if re.search(r"\d", digits) else ""


def without_scheme(url: str) -> str:
    """A web address as people read it: no `https://`, no last stroke."""
    text = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE)
    return text[:-1] if text.endswith("/") and text.count("/") == 1 else text
