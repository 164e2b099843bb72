"""A journey on a book that has the sample office in it, and what is looked at there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from keyboard_window import SAMPLE, Journey, OpenWindow

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book

AGNIESZKA = "Agnieszka Baran"


class Keeping(Journey):
    """What the parts look at in the book, and what they do again and again."""

    def look(self, ask: Callable[[Any], Any]) -> Any:
        """What the book answers now."""
        with Book.open(self.book, create=False) as book, book.read() as tx:
            return ask(tx)

    def contact(self, name: str) -> Contact:
        """Whoever is called so."""
        return self.look(lambda tx: tx.contacts.get(tx.contacts.search(name).numbers[0]))

    def steps(self) -> list[dict[str, Any]]:
        """The steps of the book's history, the newest first."""
        return self.ask("history")

    def find(self, words: str, name: str) -> None:
        """Search for somebody and go to their row."""
        self.press("ctrl+f")
        self.type(words)
        time.sleep(0.6)
        self.press("Down", "Home")
        self.go_on("Down", f": {name}", 12)
        time.sleep(0.4)

    def shows(self, words: str, name: str) -> None:
        """Prove who the window shows: the star given now is theirs. It is taken away again."""
        number = self.contact(name).number
        starred = lambda: self.look(lambda tx: tx.contacts.is_starred(number))  # noqa: E731
        self.press("ctrl+d")
        self.step(words, starred)
        time.sleep(0.4)
        self.press("ctrl+d")
        self.step(f"{words}, and no star is left", lambda: not starred())


@contextmanager
def office(journey: Journey) -> Iterator[Keeping]:
    """A book with the sample office, and a window on it."""
    j = Keeping(journey.folder, journey.pictures)
    j.ask("import", str(SAMPLE))
    with OpenWindow(j):
        j.window_is_there()
        yield j
        j.press("ctrl+q")
    journey.failed += j.failed
