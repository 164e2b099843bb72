"""Names as they are shown: light enough to be imported before the window is painted."""

from __future__ import annotations

import re

from contactdesk.i18n import _

_EAST_ASIAN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힣𠀀-𯨟]")
_ARABIC = re.compile(r"[؀-ۿݐ-ݿ]")
_LISTED = re.compile(r",(?=\S)")
NON_JOINER = "\u200c"


def is_family_first(family: str, given: str) -> bool:
    """Whether a name is written family first by its script (Chinese, Japanese, Korean)."""
    return bool(_EAST_ASIAN.search(family or given))


def shown_name(kind: str, whole: str, given: str, family: str, family_first: bool) -> str:
    """`display_name` from its parts, as rows of a list hold them."""
    if not whole:
        return _("Without a name")
    plain = kind == "org" or not family_first or not (family and given)
    if plain or is_family_first(family, given):
        return whole
    return f"{family}, {given}"


def subtitle(job_title: str, organisation: str) -> str:
    """The second line of a row: "Head of Procurement · Baltica"."""
    return " · ".join(p for p in (job_title, organisation) if p)


def shortened(text: str, longest: int) -> str:
    """A text with "…" after its first `longest` characters where it has more."""
    return text if len(text) <= longest else text[:longest].rstrip() + "…"


def initials(name: str, kind: str = "individual") -> str:
    """One or two letters for an avatar: AB, 怡君, or Arabic letters that do not join."""
    words: list[str] = re.findall(r"[^\W\d_]+(?:[-'’‌][^\W\d_]+)*", name)
    if not words:
        return "#" if any(c.isdigit() for c in name) else name.strip()[:1] or "?"
    if _EAST_ASIAN.search(words[0]):
        return "".join(words)[-2:]
    picked = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    if _ARABIC.search(picked):
        return NON_JOINER.join(picked)
    return picked.upper()


def names_of_part(part: str) -> list[str]:
    """The names that a part of a name lists: "Philip,Paul" are two, "Dr., med." is one."""
    return _LISTED.split(part)
