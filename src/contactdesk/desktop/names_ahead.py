"""Reading the names of a book that may go away, while nothing else is wanted of it.

They are what the list can be searched by when its drive or server is away.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.known_rows import KnownRows
    from contactdesk.errors import ContactDeskError
    from contactdesk.store.listing import ContactRow

FIRST_MS, PAUSE_MS = 4_000, 400
AT_ONCE, MOST = 100, 5_000  # contacts
SLOW = 0.25  # seconds that so many may take: what is wanted waits as long


class NamesAhead(QObject):
    """Fills up the rows that are known, a hundred after the other."""

    def __init__(self, desk: Desk, known: KnownRows, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._known = desk, known
        self.pause_ms = PAUSE_MS
        self._numbers: Sequence[int] = ()
        self._is_over = False  # the book lies on this computer, or its drive is too slow
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._read)

    def begin(self, numbers: Sequence[int]) -> None:
        """Read the first of these contacts, in this order."""
        self._numbers = numbers
        if not self._is_over and not self._wait.isActive():
            self._wait.start(FIRST_MS)

    def changed(self, numbers: Sequence[int] | None) -> None:
        """These were changed, all of them for None: they are read again."""
        self._known.drop(numbers)
        self.begin(self._numbers)

    def _read(self) -> None:
        desk, first = self._desk, self._numbers[:MOST]
        if desk.busy or desk.away.is_away:
            self._wait.start(FIRST_MS)
            return
        wanted = list(islice((n for n in first if n not in self._known), AT_ONCE))
        path, family_first = desk.path, desk.settings.name_order == "family"

        def ask(tx: Any) -> tuple[list[ContactRow], float]:
            begun = monotonic()
            rows = tx.contacts.rows(wanted, family_first) if may_go_away(path) else []
            return rows, monotonic() - begun

        if wanted:
            desk.read(ask, self._take, key="names ahead", failed=self._not_read)

    def _take(self, found: tuple[list[ContactRow], float]) -> None:
        rows, took = found
        self._known.keep_rows(rows)
        self._is_over = not rows or took > SLOW
        if not self._is_over:
            self._wait.start(self.pause_ms)

    def _not_read(self, error: ContactDeskError) -> None:
        if self._desk.away.explains(error):
            self._wait.start(FIRST_MS)
        else:
            self._desk.failed.emit(error)


def may_go_away(place: str) -> bool:
    """Whether a book is on a server, or on a drive that is not part of this computer."""
    from contactdesk.store.server_address import is_server_address
    from contactdesk.store.storage import lies_on

    return is_server_address(place) or lies_on(Path(place)).kind != "local"
