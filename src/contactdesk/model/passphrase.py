"""How hard a passphrase is to guess, roughly: for a hint, never for a refusal."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Literal

Strength = Literal["none", "weak", "fair", "strong"]
_FAIR, _STRONG = 38.0, 54.0  # bits; each guess costs a good part of a second
_COMMON = frozenset((
    "password", "passphrase", "contactdesk", "contacts", "secret", "hello", "welcome", "letmein",
    "qwerty", "qwertz", "azerty", "admin", "office", "summer", "winter", "monday", "haslo",
    "hasło", "kontakty", "zaq12wsx", "iloveyou", "dragon", "test", "abc", "123"
))  # fmt: skip
_KINDS = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^\w\s]", 30), (r"[^\W\da-zA-Z]", 60))
_HAN = 0x2E80  # and beyond: scripts that write no spaces
_WORD_BITS = 11.0  # of a word that is in a dictionary


def strength(passphrase: str) -> Strength:
    """A word for it; "none" for nothing typed."""
    if not passphrase.strip():
        return "none"
    bits = min(_by_letters(passphrase), _by_words(passphrase))
    return "strong" if bits >= _STRONG else "fair" if bits >= _FAIR else "weak"


def _by_letters(text: str) -> float:
    """As if each letter were by chance; repeated and following ones count little."""
    alphabet = sum(size for kind, size in _KINDS if re.search(kind, text)) or 2
    fresh = 1.0
    for before, letter in pairwise(text):
        fresh += 0.2 if abs(ord(letter) - ord(before)) <= 1 else 1.0
    few = len(set(text)) / len(text)
    return fresh * math.log2(alphabet) * min(1.0, 0.4 + few)


def _by_words(text: str) -> float:
    """As if runs of letters were words of a dictionary; well-known ones count nothing."""
    bits = 0.0
    for run in re.findall(r"[^\W\d_]+|\d+|\s+|[\W_]", text):
        if run.lower() in _COMMON:
            bits += 2.0
        elif any(ord(letter) >= _HAN for letter in run):
            bits += 6.0 * len(set(run))  # each is as good as a syllable
        elif run.isalpha():
            bits += min(_WORD_BITS * max(1.0, len(run) / 8), _by_letters(run))
        elif run.isdigit():
            bits += min(3.3 * len(run), 10.0 if len(run) in (4, 6, 8) else 3.3 * len(run))
        else:
            bits += 1.0 if run.isspace() else 4.0
    return bits
