"""Dropping on the sidebar: contacts get a category, a category goes inside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from contactdesk.desktop.contact_drag import CONTACTS, numbers_in
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import categories as named

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow

CATEGORY = "application/x-contactdesk-category"
Type = QEvent.Type


class Wanted(NamedTuple):
    """What a drop would do: the row it falls on, words for it, and what it takes."""

    row: int
    words: str
    numbers: tuple[int, ...] = ()
    category: str = ""  # the one dragged
    target: str = ""
    take_from: str = ""


class CategoryDrop:
    """Follows what is dragged over the sidebar: shows where it would fall, and does it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._sidebar = window.sidebar
        self._list = window.sidebar.list

    def take(self, event: QEvent) -> bool:
        """Take an event of the list's viewport; False when it is none of ours."""
        if event.type() == Type.DragLeave:
            self._show(None)
            return False
        if event.type() not in (Type.DragEnter, Type.DragMove, Type.Drop):
            return False
        if not isinstance(event, QDropEvent) or not _is_ours(event.mimeData()):
            return False
        wanted = self.wanted(event.mimeData(), event.position().toPoint(), event.modifiers())
        if event.type() == Type.Drop:
            self._show(None)
            if wanted is not None:
                event.acceptProposedAction()
                self._do(wanted)
            return True
        self._scroll(event)
        self._show(wanted)
        # Entered is accepted wherever it is: the next place may be one to fall on.
        if wanted is not None or event.type() == Type.DragEnter:
            event.acceptProposedAction()
        else:
            event.ignore()
        return True

    def _scroll(self, event: QDropEvent) -> None:
        """Near the upper or lower edge the list goes on."""
        if isinstance(event, QDragMoveEvent):
            y, high = event.position().y(), self._list.viewport().height()
            bar = self._list.verticalScrollBar()
            step = -8 if y < 16 else 8 if y > high - 16 else 0
            bar.setValue(bar.value() + step)

    def wanted(self, data: QMimeData, where: QPoint, keys: Qt.KeyboardModifier) -> Wanted | None:
        """What a drop there would do; None where nothing may fall."""
        if self._window.desk.read_only:
            return None
        row = self._list.indexAt(where).row()
        place = self._sidebar.model.places[row] if row >= 0 else None
        if place is None or not (place.category or place.is_categories):
            return None
        if data.hasFormat(CATEGORY):
            dragged = bytes(data.data(CATEGORY).data()).decode()
            return self._nesting(row, dragged, place.category)
        if not place.category:
            return None
        numbers = tuple(numbers_in(data, self._window.desk.path))
        moved = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        return self._adding(row, numbers, place.category, moved)

    def _nesting(self, row: int, dragged: str, target: str) -> Wanted | None:
        here = named.parent(dragged)
        if target == here or (target and named.is_within(target, dragged)):
            return None
        text = named.leaf(dragged)
        words = _("Put {name} inside {outer}") if target else _("Move {name} to the top")
        return Wanted(
            row, words.format(name=text, outer=named.leaf(target or text)),
            category=dragged, target=target,
        )  # fmt: skip

    def _adding(
        self, row: int, numbers: tuple[int, ...], target: str, moved: bool
    ) -> Wanted | None:
        source = self._window.category_verbs.shown
        if not numbers or source == target:
            return None
        count, text = len(numbers), named.leaf(target)
        if moved and source:
            words = ngettext("Move {n} to {name}", "Move {n} to {name}", count)
        else:
            words = ngettext("Add {n} to {name}", "Add {n} to {name}", count)
        hint = words.format(n=counted(count), name=text)
        if source and not moved:
            hint += "\n" + _("Shift moves")
        return Wanted(row, hint, numbers, target=target, take_from=source if moved else "")

    def _show(self, wanted: Wanted | None) -> None:
        row = wanted.row if wanted is not None else -1
        hint = self._sidebar.hint
        hint.setText(wanted.words if wanted is not None else "")
        hint.setVisible(wanted is not None and not self._sidebar.rail)
        if row != self._list.places.drop_row:
            self._list.places.drop_row = row
            self._list.viewport().update()

    def _do(self, wanted: Wanted) -> None:
        verbs = self._window.category_verbs
        if wanted.category:
            verbs.put_inside(wanted.category, wanted.target)
        else:
            if wanted.take_from:
                self._window.list_pane.place.keep()
            verbs.put(list(wanted.numbers), wanted.target, wanted.take_from)


def _is_ours(data: QMimeData) -> bool:
    return data.hasFormat(CONTACTS) or data.hasFormat(CATEGORY)
