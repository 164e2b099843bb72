"""The pictures of a list's rows, read as they are wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from contactdesk.desktop.contact_list import ContactTable
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.list_delegate import face_side
from contactdesk.store.listing import ContactRow


class RowPhotos(QObject):
    """Asks the desk for pictures and has the list drawn again when they are there."""

    def __init__(self, desk: Desk, table: ContactTable) -> None:
        super().__init__(table)
        self._desk, self._table = desk, table

    def of(self, row: ContactRow) -> QImage | None:
        """A row's picture, sharp on the list's screen; None until it has been read."""
        if self._desk.facts is None:
            return None
        side = round(face_side() * max(2.0, self._table.devicePixelRatioF()))
        found = self._desk.photo_now(row.photo, side)
        if found is None:
            self._desk.photo(row.photo, side, self._read)
        return found

    def _read(self, _image: QImage) -> None:
        self._table.viewport().update()
