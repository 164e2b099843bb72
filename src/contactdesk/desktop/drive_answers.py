"""What a drive says before there is a window: one that is silent must not keep that from coming."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

SECONDS = 2.0

T = TypeVar("T")


def within(ask: Callable[[], T], otherwise: T) -> T:
    """What `ask` finds out on a thread of its own, or else where that takes long or fails."""
    found: list[T] = []

    def work() -> None:
        with suppress(OSError, ValueError):
            found.append(ask())

    thread = Thread(target=work, name="drive-answers", daemon=True)
    thread.start()
    thread.join(SECONDS)
    return found[0] if found else otherwise
