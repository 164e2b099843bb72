"""Python's garbage collector put aside while much is read and written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """No garbage collection meanwhile, for long work that makes no circles.

    A full pass over all that is held would find nothing, stop the window for 50 ms, and take a
    fifth of the time of changing thousands of contacts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spare_the_window() -> None:
    """From here on collect seldom, and never look through what a start has made."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
