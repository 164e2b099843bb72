"""Sets of contacts as bits of one number: the n-th bit says whether contact n is in it. 100,000
contacts take 12 KB, and two sets meet in microseconds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import compress

_YES = ord("1")
_AS_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def bits_of(numbers: Collection[int]) -> int:
    """The set of some numbers."""
    if not numbers:
        return 0
    digits = bytearray(b"0") * (max(numbers) + 1)
    for number in numbers:
        digits[number] = _YES
    digits.reverse()
    return int(bytes(digits), 2)


def those_in(bits: int, numbers: Sequence[int]) -> list[int]:
    """The numbers of a list that are in a set, in the list's order."""
    if not bits or not numbers:
        return []
    flags = f"{bits:0{max(numbers) + 1}b}".encode()[::-1].translate(_AS_FLAGS)
    return list(compress(numbers, map(flags.__getitem__, numbers)))
