"""A bell that rings when somebody wrote in the book, so that nobody waits for the next look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Bell(Protocol):
    """Listens on a thread of its own; a look now and then is still needed where it falls silent."""

    def hang(self, rung: Callable[[], None]) -> None:
        """Begin to listen: `rung` is called on the bell's thread after each change of the book,
        whoever made it, and when a lost connection is found or is back.
        """

    def take_down(self) -> None:
        """Listen no more; does not wait."""
