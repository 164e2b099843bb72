"""What file system a path lies on, as Linux tells it in /proc/self/mountinfo."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

MOUNTINFO = Path("/proc/self/mountinfo")
DEVICES = Path("/sys/dev/block")


class Mount(NamedTuple):
    """One line of mountinfo (`man 5 proc`): where, of what kind, from where, with what options."""

    number: int
    parent: int
    device: str  # "8:17"
    point: str
    kind: str
    source: str
    options: frozenset[str]


def mounts() -> list[Mount]:
    """Everything mounted; nothing where the system does not tell (it is not Linux)."""
    try:
        return parsed(os.fsdecode(MOUNTINFO.read_bytes()))
    except OSError:
        return []


def parsed(text: str) -> list[Mount]:
    """The lines of a mountinfo; one that is odd is left out."""
    return [mount for line in text.split("\n") if (mount := _mount_of(line)) is not None]


def _mount_of(line: str) -> Mount | None:
    own, middle, rest = line.partition(" - ")
    fields, after = own.split(" "), rest.split(" ")
    if not middle or len(fields) < 6 or len(after) < 3 or not fields[0].isdecimal():
        return None
    options = {_plain(o) for part in (fields[5], after[2]) for o in part.split(",")}
    return Mount(
        int(fields[0]), int(fields[1]), fields[2], _plain(fields[4]), _plain(after[0]),
        _plain(after[1]), frozenset(options),
    )  # fmt: skip


def _plain(text: str) -> str:
    """Spaces, tabs, line ends and backslashes stand there as octal numbers of bytes."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def mount_under(path: str, found: Sequence[Mount]) -> Mount | None:
    """The mount that a path without links lies on: followed down from the root, as Linux does.

    The longest name alone would be wrong where one drive was mounted over a folder that holds
    another: what lies below is hidden then.
    """
    numbers = {mount.number for mount in found}
    over = [m for m in found if _holds(m.point, path)]
    level = [m for m in over if m.parent not in numbers or m.parent == m.number]
    here: Mount | None = None
    while level:
        here = min(level, key=lambda mount: len(mount.point))
        level = [m for m in over if m.parent == here.number and m.number != here.number]
    return here


def _holds(point: str, path: str) -> bool:
    return path == point or path.startswith(point.rstrip("/") + "/")


def is_removable(mount: Mount) -> bool:
    """Whether the drive can be taken out: a stick, a card."""
    device = DEVICES / mount.device
    try:
        real = device.resolve(strict=True)
        for folder in (real, real.parent):  # a partition's disk is its folder
            if (folder / "removable").is_file():
                return (folder / "removable").read_text().strip() == "1"
    except OSError:
        pass
    return False
