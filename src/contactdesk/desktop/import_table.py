"""The table of a preview: a row a card, painted as it comes into sight."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from contactdesk.desktop import avatars, bidi, icons, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.import_rows import (
    EMAIL,
    HAPPENS,
    NAME,
    ORGANISATION,
    PHONE,
    RESULT,
    ImportRows,
)
from contactdesk.desktop.import_words import CHOICES, chip_of, choice_words, happens
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.operations.decisions import SKIP
from contactdesk.operations.preview_rows import UNREADABLE, PreviewRow

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD, EDGE = 42, 36, 12
SHARES = (0, 21, 17, 15, 19, 28)  # how the columns share the width, after the first


def row_height() -> int:
    """The height of a card's row."""
    return look.tall(ROW, "body", room=16)


class _Painter(QStyledItemDelegate):
    """Paints the cells of a row."""

    def __init__(self, table: ImportTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        table, at, area = self._table, index.row(), option.rect
        row, decision = table.cards.row(at), table.cards.decision(at)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, at)
        painter.fillRect(area.x(), area.bottom(), area.width(), 1, look.colour("divider"))
        column = index.column()
        if column == RESULT:
            lit = at == table.over_row or bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_chip(painter, area, row, decision, lit and bool(CHOICES[row.outcome]))
        elif column == NAME:
            self._paint_name(painter, area, row, decision)
        else:
            words, ink = self._words(row, decision, column)
            self._paint_words(painter, area, words, ink)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, at: int) -> None:
        table, area = self._table, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.colour("sel" if table.hasFocus() else "sel_off"))
        elif at == table.over_row:
            painter.fillRect(area, look.colour("hover"))
        if at == table.currentIndex().row() and table.is_keyed():
            whole = QRect(0, area.y(), table.viewport().width(), area.height() - 1)
            painter.setClipRect(area)
            paint_ring(painter, QRectF(whole), 5)
            painter.setClipping(False)

    def _placed(self, area: QRect, x: int, wide: int, high: int) -> QRect:
        spot = QRect(area.x() + x, area.y() + (area.height() - high) // 2, wide, high)
        return mirror.placed(self._table.layoutDirection(), area, spot)

    def _paint_chip(
        self, painter: QPainter, area: QRect, row: PreviewRow, decision: str, opens: bool
    ) -> None:
        """The result; on the row that one is on with a chevron: it can be decided otherwise."""
        icon, tone, words = chip_of(row, decision)
        ink = "accent_text" if tone == "accent" else "text2" if tone == "slate" else tone
        metrics = look.metrics("caption", 500)
        high, side = look.tall(24, "caption", room=6), look.px(14)
        room = area.width() - look.px(EDGE) - look.px(22 if CHOICES[row.outcome] else 4)
        wide = min(metrics.horizontalAdvance(words) + side + look.px(25), room)
        spot = self._placed(area, look.px(EDGE), wide, high)
        paint_ground(painter, QRectF(spot), f"{tone}_soft", radius=high / 2)
        direction = self._table.layoutDirection()
        mark = QRect(spot.x() + look.px(9), spot.y() + (high - side) // 2, side, side)
        icons.paint(painter, mirror.placed(direction, spot, mark), icon, ink, side)
        if opens:
            after = self._placed(area, look.px(EDGE + 4) + wide, side, side)
            icons.paint(painter, after, "chevron-down", "text2", side)
        lead = look.px(9 + 5) + side
        text = QRect(spot.x() + lead, spot.y(), wide - lead - look.px(6), high)
        painter.setFont(look.font("caption", 500))
        painter.setPen(look.colour(ink))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width() + 2)
        lean = mirror.leading(direction)
        painter.drawText(mirror.placed(direction, spot, text).adjusted(0, 0, 2, 0), lean, shown)

    def _paint_name(self, painter: QPainter, area: QRect, row: PreviewRow, decision: str) -> None:
        side = look.px(26)
        spot = self._placed(area, look.px(EDGE), side, side)
        face = FaceOf(row.id or f"{row.file}/{row.place}", row.kind, row.name or "?")
        avatars.paint_avatar(painter, spot, face)
        lead = look.px(EDGE + 9) + side
        words = self._placed(area, lead, area.width() - lead - look.px(4), area.height())
        ink = "text3" if decision == SKIP else "text" if row.name else "text2"
        self._paint_text(painter, words, self._table.cards.name(row), "strong", ink)

    def _words(self, row: PreviewRow, decision: str, column: int) -> tuple[str, str]:
        if column == HAPPENS:
            return happens(row, decision)
        ink = "text3" if decision == SKIP else "text" if column == ORGANISATION else "text2"
        if column == ORGANISATION:
            return row.organisation, ink
        return bidi.left_to_right(row.phone if column == PHONE else row.email), ink

    def _paint_words(self, painter: QPainter, area: QRect, words: str, ink: str) -> None:
        lead = look.px(EDGE)
        spot = self._placed(area, lead, area.width() - lead - look.px(4), area.height())
        style = "strong" if ink in ("warn", "bad") else "body"
        self._paint_text(painter, spot, words, style, ink)

    def _paint_text(self, painter: QPainter, spot: QRect, words: str, style: str, ink: str) -> None:
        weight = 500 if style == "strong" and ink in ("warn", "bad") else None
        metrics = look.metrics(style, weight)
        line = " ".join(words.split())
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, spot.width())
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(ink))
        painter.drawText(spot, mirror.leading(self._table.layoutDirection()), bidi.isolated(shown))


class ImportTable(QTableView):
    """Arrows move, ←/→ choose what happens, Space leaves out, Enter or the menu key offer all."""

    chosen = Signal(int)  # the place of the row that the keyboard is on, -1 = none

    def __init__(self, rows: ImportRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = rows
        self.over_row = -1
        self._keyed = False
        self.setItemDelegate(_Painter(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Cards of the file"))
        self.setProperty("bare", "true")
        self.setModel(rows)
        self._set_up_heads()
        rows.modelReset.connect(self._reset)

    def _set_up_heads(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.hide()
        down.setDefaultSectionSize(row_height())
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(24)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        spacing.see_to_itself(across)
        across.setFixedHeight(look.tall(HEAD, "caption", room=12))

    def resizeEvent(self, event: object) -> None:
        """The columns share the width; the row that the keyboard is on stays in sight."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self._share()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _share(self) -> None:
        wide = self.viewport().width()
        first = min(look.px(140), wide // 5)
        left, total = wide - first, sum(SHARES)
        self.setColumnWidth(RESULT, first)
        used = 0
        for column in (NAME, ORGANISATION, PHONE, EMAIL):
            part = left * SHARES[column] // total
            self.setColumnWidth(column, part)
            used += part
        self.setColumnWidth(HAPPENS, left - used)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            self._set_up_heads()

    def _reset(self) -> None:
        self.over_row = -1
        self.chosen.emit(-1)

    def places(self) -> list[int]:
        """The rows that are selected."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def choose_row(self, at: int) -> None:
        """Select one row alone (`selectRow` finds no column from right to left)."""
        flags = QItemSelectionModel.SelectionFlag
        wanted = flags.ClearAndSelect | flags.Rows
        self.selectionModel().setCurrentIndex(self.cards.index(at, 0), wanted)
        self.scrollTo(self.currentIndex())

    def go_to(self, at: int) -> None:
        """Give the keyboard one row."""
        self._keyed = True
        self.choose_row(at)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row it is now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.chosen.emit(current.row() if current.isValid() else -1)

    # ── deciding ────────────────────────────────────────────────────────────────────────

    def menu(self, places: list[int]) -> Menu | None:
        """All that can be decided about some rows; None when that is nothing."""
        outcomes = {self.cards.row(at).outcome for at in places[:500]} - {UNREADABLE}
        if not outcomes:
            return None
        first = next(o for o in CHOICES if o in outcomes)
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self.cards.decision(places[0])
        for decision in [d for d in CHOICES[first] if all(d in CHOICES[o] for o in outcomes)]:
            action = menu.addAction(choice_words(first, decision))
            action.setCheckable(True)
            action.setChecked(decision == now)
            action.triggered.connect(
                lambda _on=False, d=decision, p=places: self.cards.decide(p, d)
            )
        return menu

    def ask(self, where: QPoint | None = None) -> None:
        """Offer what can be decided about the rows selected."""
        places = self.places()
        menu = self.menu(places) if places else None
        if menu is not None:
            below = self.visualRect(self.currentIndex().siblingAtColumn(RESULT)).bottomLeft()
            menu.popup(where or self.viewport().mapToGlobal(below))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the rows selected, or of the one under the pointer."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.ask()
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            if index.row() not in self.places():
                self.choose_row(index.row())
            self.ask(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space leaves out, ←/→ choose, Enter offers the choices."""
        key, at = event.key(), self.currentIndex().row()
        self._keyed = True
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.ask()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        elif key == Qt.Key.Key_Space and at >= 0:
            self.cards.switch(self.places() or [at])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and at >= 0:
            ahead = key == Qt.Key.Key_Right
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                ahead = not ahead
            self.cards.step(at, 1 if ahead else -1)
        else:
            super().keyPressEvent(event)

    # ── the pointer ─────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer shows no ring; the chip is a button."""
        self._keyed = False
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if left and index.isValid() and index.column() == RESULT:
            self.ask()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row the pointer is on, and whole words where they are cut."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.row() != self.over_row:
            self.over_row = index.row()
            self.viewport().update()
        if index.isValid():
            row, decision = self.cards.row(index.row()), self.cards.decision(index.row())
            words = [row.name, row.organisation, row.phone, row.email, happens(row, decision)[0]]
            self.viewport().setToolTip(plain_tip("\n".join(bidi.isolated(w) for w in words if w)))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self.over_row = -1
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: to the first row, or where it was."""
        self._keyed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.choose_row(0)
        self.viewport().update()
