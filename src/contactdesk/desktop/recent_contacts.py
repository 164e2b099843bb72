"""Which contacts one was at lately, by book: numbers alone, in one small file."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from time import monotonic

from contactdesk import paths

log = logging.getLogger(__name__)
KEPT = 12
BOOKS_KEPT = 10
A_VISIT = 1.5  # seconds; who is shown for less was only passed on the way


class RecentContacts:
    """The contacts visited in one book, the last first."""

    def __init__(self, book: str, path: Path | None = None) -> None:
        self._book = book
        self._path = path or paths.config_folder() / "recent.json"
        self._numbers: list[int] | None = None
        self._current = 0
        self._since = 0.0

    @property
    def numbers(self) -> list[int]:
        """Who was visited; the one shown now is not among them."""
        self._settle()
        return [n for n in self._all() if n != self._current]

    def shown(self, number: int) -> None:
        """Somebody is shown now (0: nobody)."""
        if number != self._current:
            self._settle()
            self._current, self._since = number, monotonic()

    def visited(self, number: int) -> None:
        """Somebody was gone to on purpose."""
        rest = [n for n in self._all() if n != number]
        self._numbers = [number, *rest][:KEPT]

    def keep(self) -> None:
        """Write them for the next start."""
        self._settle()
        if self._numbers is None:
            return
        books = {self._book: self._numbers, **self._read()}
        books[self._book] = self._numbers
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(json.dumps(dict(list(books.items())[:BOOKS_KEPT])), "utf-8")
            os.replace(beside, self._path)
        except OSError as error:
            log.info("recent contacts not kept: %s", error.errno)

    def _settle(self) -> None:
        if self._current and monotonic() - self._since >= A_VISIT:
            self.visited(self._current)

    def _all(self) -> list[int]:
        if self._numbers is None:
            kept = self._read().get(self._book, [])
            self._numbers = [n for n in kept if isinstance(n, int)][:KEPT]
        return self._numbers

    def _read(self) -> dict[str, list[int]]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {k: v for k, v in found.items() if isinstance(v, list)}
