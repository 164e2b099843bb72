"""File names made of what people are called: safe on every system, in every script."""

from __future__ import annotations

import unicodedata

LONGEST = 60  # characters; with a suffix it stays under 255 bytes in every script
_KEPT = " -_.,'()+\u200c\u200d"  # the joiners stand inside Persian and Indic words
_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{x}{n}" for x in ("com", "lpt") for n in "0123456789¹²³"
}


def safe_file_name(name: str, otherwise: str) -> str:
    """A name without suffix that every file system takes; `otherwise` when nothing is left.

    Letters, digits and marks of any script stay. What separates folders, steers text direction
    or means a device to Windows goes.
    """
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(c if _is_kept(c) else " " for c in composed)
    short = " ".join(kept.split())[:LONGEST].strip(" .\u200c\u200d")
    if short.split(".")[0].strip().lower() in _RESERVED:
        short = f"{short}_" if "." not in short else short.replace(".", "_", 1)
    return short or otherwise


def _is_kept(char: str) -> bool:
    return char in _KEPT or unicodedata.category(char)[0] in "LMN"


class UniqueNames:
    """File names of one folder: none twice, also not where capitals make no difference."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def name(self, name: str, otherwise: str, ending: str) -> str:
        """`safe_file_name` with a dot and an ending; from the second of a name on with a number."""
        stem = found = safe_file_name(name, otherwise)
        count = self._counts.get(_key(stem), 1)
        while _key(found) in self._taken:
            count += 1
            found = f"{stem} ({count})"
        self._counts[_key(stem)] = count
        self._taken.add(_key(found))
        return f"{found}.{ending}"


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
