"""A field for somebody of the book: type a few letters, choose from the list under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.fields import Field
from contactdesk.store.listing import ContactRow

Found = Callable[[list[ContactRow]], None]
Ask = Callable[[str, Found], None]
ASK_MS = 120
LEAST = 2  # letters from which the book is asked


class ContactPicker(Field):
    """`row` is the contact chosen, None while the text is only a text.

    Nobody is chosen by their name alone: two contacts may share it. The choice is made in the
    list, and typing on takes it back.
    """

    picked = Signal(object)  # ContactRow, or None when typing took the choice back

    def __init__(
        self,
        ask: Ask,
        text: str = "",
        row: ContactRow | None = None,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text or (row.name if row else ""), icon=icon, parent=parent)
        self.row = row
        self.found: list[ContactRow] = []
        self._ask = ask
        self._names = QStandardItemModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        by_index = cast("Any", self._completer.activated)[QModelIndex]  # the other is the text
        by_index.connect(self._take)
        self.setCompleter(self._completer)
        self._wait = QTimer(self, singleShot=True, interval=ASK_MS)
        self._wait.timeout.connect(self._look)
        self.textEdited.connect(self._typed)

    def pick(self, row: ContactRow | None) -> None:
        """Choose a contact, or nobody."""
        self.row = row
        if row is not None:
            self.setText(row.name)
            self._names.clear()
        self.picked.emit(row)

    def namesakes(self) -> list[ContactRow]:
        """Contacts offered just now that are called as what is typed."""
        typed = self.text().strip().casefold()
        return [r for r in self.found if typed and r.name.casefold() == typed]

    def _typed(self) -> None:
        if self.row is not None and self.text() != self.row.name:
            self.row = None
            self.picked.emit(None)
        self._wait.start()

    def _look(self) -> None:
        typed = self.text().strip()
        if len(typed) >= LEAST and self.row is None:
            self._ask(typed, self.offer)
        else:
            self.offer([])

    def offer(self, rows: Sequence[ContactRow]) -> None:
        """Show who might be meant."""
        self.found = list(rows)
        self._names.clear()
        for row in rows:
            item = QStandardItem(row.name)
            parts = (bidi.isolated(p) for p in (row.name, row.subtitle) if p)
            item.setData(row.name, Qt.ItemDataRole.EditRole)
            item.setText(" · ".join(parts))
            self._names.appendRow(item)
        popup = self._completer.popup()
        if rows and self.hasFocus() and self.row is None:
            self._completer.complete()
        elif popup is not None:
            popup.hide()

    def _take(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.found):
            row = self.found[index.row()]
            # the completer writes its own text after this: it must not count as typing
            QTimer.singleShot(0, self, lambda: self.pick(row))
