"""Sets of contacts as bits of one number: the n-th bit says whether contact n is in it. 100,000
contacts take 12 KB, and two sets meet in microseconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_BIT = tuple(1 << n for n in range(8))


def bits_of(numbers: Iterable[int]) -> int:
    """The set of some numbers."""
    found = sorted(numbers)
    if not found:
        return 0
    buffer = bytearray((found[-1] >> 3) + 1)
    for number in found:
        buffer[number >> 3] |= _BIT[number & 7]
    return int.from_bytes(buffer, "little")


def those_in(bits: int, numbers: Sequence[int]) -> list[int]:
    """The numbers of a list that are in a set, in the list's order."""
    if not bits:
        return []
    buffer = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    end = len(buffer) << 3
    return [n for n in numbers if n < end and buffer[n >> 3] & _BIT[n & 7]]
