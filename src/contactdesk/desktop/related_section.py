"""The card of related people: each leads to the other, and is changed or taken away in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStyle, QWidget

from contactdesk.desktop import icons
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.labels import LinkLabel
from contactdesk.desktop.line_row import LineRow
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _

SHOWN = 20
_SIDE = 28


class RelatedRow(LineRow):
    """One relation: Enter goes there, F2 changes it, Delete takes it away."""

    change_wanted = Signal(object)  # Relation
    remove_wanted = Signal(object)

    def __init__(self, line: Line, *, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(line, parent=parent)
        self._buttons: list[IconButton] = []
        self._editable = editable and line.relation is not None
        if self._editable or line.row is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def _may_change(self) -> bool:
        relation = self.line.relation
        return self._editable and relation is not None and relation.field == "related"

    def change(self) -> None:
        """Another kind, or another person."""
        if self._may_change:
            self.change_wanted.emit(self.line.relation)

    def remove(self) -> None:
        """The two are no longer related."""
        if self._editable:
            self.remove_wanted.emit(self.line.relation)

    # the buttons, for pointer and keyboard

    def _show_buttons(self) -> None:
        if not self._editable:
            return
        if not self._buttons:
            self._make_buttons()
        self._place_buttons()
        for button in self._buttons:
            button.show()

    def _make_buttons(self) -> None:
        verbs = [("pencil", _("Change the relation to {name}"), self.change)]
        verbs = verbs if self._may_change else []
        verbs.append(("x", _("Remove the relation to {name}"), self.remove))
        before: QWidget = self
        for icon, words, do in verbs:
            name = words.format(name=self.line.name)
            button = IconButton(icon, name, side=_SIDE, icon_size=16, parent=self)
            button.clicked.connect(do)
            button.installEventFilter(self)
            QWidget.setTabOrder(before, button)
            self._buttons.append(button)
            before = button

    def _place_buttons(self) -> None:
        x = self.width() - 2 - _SIDE * len(self._buttons)
        for button in self._buttons:
            spot = QRect(x, (self.height() - _SIDE) // 2, _SIDE, _SIDE)
            button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), spot))
            x += _SIDE

    def _hide_buttons(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or focus is self or (focus and self.isAncestorOf(focus)):
            return
        for button in self._buttons:
            button.hide()

    def customEvent(self, event: QEvent) -> None:
        """The focus has arrived where it went."""
        self._hide_buttons()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The row stays open while the focus is on one of its buttons."""
        if event.type() == QEvent.Type.FocusOut:
            QApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer came."""
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._hide_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came."""
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went; perhaps only to one of the row's buttons."""
        super().focusOutEvent(event)
        QApplication.postEvent(self, QEvent(QEvent.Type.User))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the trailing edge."""
        super().resizeEvent(event)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 changes, Delete takes away."""
        if event.key() == Qt.Key.Key_F2:
            self.change()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.remove()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All that can be done, in words."""
        menu = self.menu()
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(event.globalPos() or self.mapToGlobal(QPoint(EDGE, self.height())))

    def menu(self) -> Menu:
        """The row's menu; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.line.row is not None:
            menu.addAction(icons.icon("user"), _("Open"), self.open)
        if self._may_change:
            keys = QKeySequence(Qt.Key.Key_F2)
            menu.addAction(icons.icon("pencil"), _("Change…"), keys, self.change)
        if self._editable:
            keys = QKeySequence(QKeySequence.StandardKey.Delete)
            menu.addAction(icons.icon("x"), _("Remove"), keys, self.remove)
        return menu


class RelatedSection(Section):
    """Everybody related to a contact; the first twenty, then "Show all"."""

    add_wanted = Signal()
    change_wanted = Signal(object)  # Relation
    remove_wanted = Signal(object)

    def __init__(
        self, title: str, lines: Sequence[Line], *, editable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent=parent)
        self._editable = editable
        if editable:
            add = Button(_("Add"), "ghost", "plus", size="head")
            add.setAccessibleName(_("Add somebody related"))
            add.clicked.connect(self.add_wanted)
            self.add_to_head(add)
        self._add_rows(lines[:SHOWN])
        if len(lines) > SHOWN:
            self._fold(lines)

    def _add_rows(self, lines: Sequence[Line]) -> None:
        for line in lines:
            row = RelatedRow(line, editable=self._editable)
            row.opened.connect(self.opened)
            row.change_wanted.connect(self.change_wanted)
            row.remove_wanted.connect(self.remove_wanted)
            self.body.addWidget(row)

    def _fold(self, lines: Sequence[Line]) -> None:
        more = LinkLabel(_("Show all {count}").format(count=len(lines)), "caption", weight=500)
        holder = QWidget()
        foot = QHBoxLayout(holder)
        foot.setContentsMargins(EDGE, 8, EDGE, 2)
        foot.addWidget(more)
        self.body.addWidget(holder)

        def unfold() -> None:
            holder.hide()
            self._add_rows(lines[SHOWN:])

        more.activated.connect(unfold)
