"""Files dropped anywhere in the window are looked at, also over fields that take text.

The window's own handle hears of a drag before any widget does, and of little else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from contactdesk.desktop.contact_drag import files_in
from contactdesk.desktop.mail_verbs import parted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrops(QObject):
    """Takes files as documents or for the import; a picture over a face, and contacts of this
    book, go on.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is meant for the import, or is to be a document."""
        if event.type() == QEvent.Type.DragLeave:
            self._window.verbs.documents.drag(False)
        if event.type() not in _DRAGS:
            return False
        assert isinstance(event, (QDragEnterEvent, QDragMoveEvent, QDropEvent))
        files = files_in(event.mimeData(), self._window.desk.path)
        if not files or self._window.desk.read_only or self._is_for_face(event):
            return False
        event.acceptProposedAction()
        is_dropped = event.type() == QEvent.Type.Drop
        self._window.verbs.documents.drag(not is_dropped, event.position().toPoint())
        if is_dropped:
            contact, spot = self._contact_at(event), event.position().toPoint()
            self._take(self._window.verbs.documents.drop(files, spot, contact), contact)
        return True

    def _take(self, files: list[str], contact: int) -> None:
        """Mails that are dropped on somebody in the list are theirs too; the rest is imported."""
        mails, others = parted(files)
        if mails:
            self._window.verbs.mails.keep(mails, contact)
        if others:
            self._window.verbs.start_import(others)

    def _contact_at(self, event: QDropEvent) -> int:
        """The number of the contact in the list that something is dropped on, 0 for none."""
        pane = self._window.list_pane
        spot = pane.table.viewport().mapFrom(self._window, event.position().toPoint())
        if not pane.table.isVisible() or not pane.table.viewport().rect().contains(spot):
            return 0
        index = pane.table.indexAt(spot)
        row = pane.model.contact_at(index.row()) if index.isValid() else None
        return row.number if row is not None else 0

    def _is_for_face(self, event: QDropEvent) -> bool:
        from contactdesk.desktop.face_picker import FacePicker
        from contactdesk.desktop.photo_source import holds_photo

        widget: QWidget | None = self._window.childAt(event.position().toPoint())
        while widget is not None and not isinstance(widget, FacePicker):
            widget = widget.parentWidget()
        return widget is not None and widget.acceptDrops() and holds_photo(event.mimeData())
