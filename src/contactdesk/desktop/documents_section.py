"""The card of a contact's documents: the newest few, and the way to all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.cards import Card
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.labels import LinkLabel
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _, counted

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.document_view import DocRow, DocumentsView
    from contactdesk.store.listing import ChangeSet

SHOWN = 4
_HIGH = 42


class DocumentRow(QWidget):
    """One document: Enter or a click opens it, F2 renames, Del moves it to the bin."""

    opened = Signal(object)  # DocRow
    rename_wanted = Signal(object)
    delete_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    icon_side, gap = 18, 10
    is_target = False  # of files that are carried over it

    def __init__(self, row: DocRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._keyed = False
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(row.spoken())
        self.setToolTip(plain_tip("\n".join(bidi.isolated(w) for w in self._lines() if w)))

    def _lines(self) -> tuple[str, str]:
        row = self.row
        words = (row.state, row.kind, row.day, "" if row.document.is_link else row.size)
        return row.document.name, " · ".join(bidi.isolated(w) for w in words if w)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(240, look.tall(_HIGH, "body", "caption", room=8))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground or ring, icon and two lines."""
        direction, area = self.layoutDirection(), self.rect()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.is_target:
                frame = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
                paint_ground(painter, frame, "accent_soft", "accent", 6)
            elif self.underMouse():
                paint_ground(painter, QRectF(area), "hover", radius=6)
            if self.hasFocus() and self._keyed:
                paint_ring(painter, QRectF(area), 6)
            side = look.px(self.icon_side)
            spot = QRect(EDGE, (area.height() - side) // 2, side, side)
            icons.paint(painter, mirror.placed(direction, area, spot), self.row.icon,
                        self.row.tone, side)  # fmt: skip
            start = EDGE + side + look.px(self.gap)
            wide = area.width() - start - EDGE
            high, small = look.metrics("body", 500).height(), look.metrics("caption").height()
            top = (area.height() - high - small) // 2
            name, below = self._lines()
            for words, style, weight, tone, y, tall in (
                (bidi.isolated(name), "body", 500, "text", top, high),
                (below, "caption", 400, "text2", top + high, small),
            ):
                painter.setFont(look.font(style, weight))
                painter.setPen(look.colour(tone))
                mode = Qt.TextElideMode.ElideMiddle if y == top else Qt.TextElideMode.ElideRight
                shown = look.metrics(style, weight).elidedText(words, mode, wide)
                place = mirror.placed(direction, area, QRect(start, y, wide, tall))
                painter.drawText(place, mirror.leading(direction), shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.opened.emit(self.row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with it."""
        self.menu_wanted.emit(self.row, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, F2, Del; ↑↓ to the neighbours."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.row)
        elif key == Qt.Key.Key_F2:
            self.rename_wanted.emit(self.row)
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.delete_wanted.emit(self.row)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        parent = self.parentWidget()
        rows = parent.findChildren(DocumentRow) if parent is not None else []
        at = rows.index(self) + step if self in rows else -1
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer came."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for the keyboard."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went."""
        super().focusOutEvent(event)
        self.update()


class DocumentsSection(Card):
    """Reads a contact's documents itself; hidden while there are none."""

    opened = Signal(object)  # DocRow
    rename_wanted = Signal(object)
    delete_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    all_wanted = Signal(int)  # of which contact
    add_wanted = Signal(int)
    shown_at_most = SHOWN
    question = "card documents"  # of several of its kind only the newest is answered

    def __init__(self, desk: Desk, number: int, parent: QWidget | None = None) -> None:
        super().__init__(_("Documents"), parent=parent)
        self.desk, self.number = desk, number
        self.known: DocumentsView | None = None
        self.rows: list[DocumentRow] = []
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(16 - EDGE, 11, 16 - EDGE, 12)
        outer.setSpacing(1)
        assert self.head is not None
        self.head.setContentsMargins(EDGE, 0, EDGE, 0)
        self.add = Button(_("Add"), "ghost", "plus", size="head")
        self.add.setAccessibleName(_("Add documents"))
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.number))
        self._allow()
        desk.facts_changed.connect(self._allow)
        self.add_to_head(self.add)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.all = LinkLabel("", "caption", weight=500)
        self.all.activated.connect(lambda: self.all_wanted.emit(self.number))
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 6, EDGE, 0)
        foot.addWidget(self.all)
        self.body.addLayout(foot)
        self.hide()
        desk.changed.connect(self._changed)
        self.refresh()

    def _allow(self, _facts: object = None) -> None:
        """Let documents be added, or say why not."""
        desk = self.desk
        self.add.setEnabled(not desk.read_only)
        self.add.setToolTip(desk.facts.read_only if desk.facts else "")

    def refresh(self) -> None:
        """Read them anew."""
        self.desk.read(self.read_view(), self.show_view, key=self.question)

    def read_view(self) -> Callable[[Any], DocumentsView]:
        """What reads the documents, on the reading thread."""
        number = self.number

        def ask(tx: Any) -> DocumentsView:
            from contactdesk.desktop.document_view import Scope, read_documents

            return read_documents(tx, Scope(number))

        return ask

    def _changed(self, change: ChangeSet) -> None:
        if "document" in change.records or change.events is None or change.events:
            self.refresh()

    def show_view(self, view: DocumentsView | None) -> None:
        """Show these; a row that stays keeps the keyboard."""
        if view is None or (self.known is not None and view.rows == self.known.rows):
            return
        self.known = view
        focused = next((r.row.document.number for r in self.rows if r.hasFocus()), 0)
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [self._row(row) for row in view.rows[: self.shown_at_most]]
        assert self.count is not None
        self.count.setText(counted(len(view.rows)) if view.rows else "")
        self.all.setText(_("Show all {count}").format(count=counted(len(view.rows))))
        self.setVisible(bool(view.rows))
        for row in self.rows:
            if row.row.document.number == focused:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, row: DocRow) -> DocumentRow:
        made = DocumentRow(row)
        made.opened.connect(self.opened)
        made.rename_wanted.connect(self.rename_wanted)
        made.delete_wanted.connect(self.delete_wanted)
        made.menu_wanted.connect(self.menu_wanted)
        self._list.addWidget(made)
        made.show()
        return made
