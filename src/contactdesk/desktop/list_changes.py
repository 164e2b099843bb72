"""What a list does when its book changed: what is named is read anew, colleagues' work flashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.habits import moves

if TYPE_CHECKING:
    from contactdesk.desktop.contact_list import ContactTable
    from contactdesk.store.listing import ChangeSet

FLASH_MS = 600
MOST_FLASHING = 200


class ListChanges(QObject):
    """Follows the desk for one table.

    `reload_wanted` says that the list itself may be another one, `search_wanted` that a search
    may find others now; rows that are known are read anew here.
    """

    reload_wanted = Signal()
    search_wanted = Signal()

    def __init__(self, desk: Desk, table: ContactTable) -> None:
        super().__init__(table)
        self._desk, self._table = desk, table
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        desk.changed.connect(self._changed)

    def _changed(self, change: ChangeSet) -> None:
        if not change.own and change.contacts and moves():
            # painted when the rows have been read anew, as they are in any case
            self._table.painter_of_rows.flashing.update(change.contacts[:MOST_FLASHING])
            self._flash.start()
        if change.moves or change.contacts is None:
            self.reload_wanted.emit()
        else:
            self._reread(change.contacts)
            self.search_wanted.emit()

    def _reread(self, numbers: tuple[int, ...]) -> None:
        model = self._table.rows
        family_first = self._desk.settings.name_order == "family"
        shown = model.known(numbers)
        if shown:
            self._desk.read(lambda tx: tx.contacts.rows(shown, family_first), model.replace_rows)

    def _end_flash(self) -> None:
        flashing = self._table.painter_of_rows.flashing
        ended = tuple(flashing)
        flashing.clear()
        self._table.repaint_flashed(ended)
