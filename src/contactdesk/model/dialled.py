"""Numbers as other programs hand them over and people paste them: `tel:` links, or bare digits.

Nothing heavy is imported here: a second start hands its number over before it loads anything else.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

LONGEST = 64  # characters of a number; the longest that can be dialled has 15 digits
LEAST = 5  # digits from which a text that somebody types or pastes is taken for a number
_SCHEMES = ("tel", "callto")
_NUMBER = re.compile(r"[+＋]?[\d\s().,/*#\u2010-\u2015\uff08\uff09-]+(?:(?:ext\.?|x)\s*\d+)?", re.I)


def dialled(text: str) -> str:
    """The number that a link (RFC 3966) or a bare text holds; "" when it is none."""
    if len(text) > 8 * LONGEST:
        return ""
    scheme, colon, rest = text.strip().partition(":")
    if colon:
        if scheme.lower() not in _SCHEMES:
            return ""
        text = _of_link(rest)
    return bare(text)


def _of_link(rest: str) -> str:
    """A number behind its scheme; one that is known at home alone has its country beside it."""
    number, *parameters = unquote(rest).removeprefix("//").split(";")
    for each in parameters:
        name, _equals, value = each.partition("=")
        if name.lower() == "phone-context" and value.startswith("+") and number[:1] != "+":
            return value + number
    return number


def bare(text: str) -> str:
    """A text that is a number and nothing else, without the invisible signs around it; else ""."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    sound = len(seen) <= LONGEST and "\n" not in seen and _NUMBER.fullmatch(seen)
    return seen if sound and digits_in(seen) else ""


def digits_in(text: str) -> int:
    """How many digits, of any script."""
    return sum(c.isdecimal() for c in text)


def is_link(text: str) -> bool:
    """Whether a text is a link that says whom to call."""
    return text.strip().partition(":")[0].lower() in _SCHEMES and ":" in text


def pasted(text: str) -> str:
    """The number that somebody typed or pasted where any text may stand; "" when it is none."""
    number = dialled(text) if len(text) <= 8 * LONGEST else ""
    return number if digits_in(number) >= LEAST else ""
