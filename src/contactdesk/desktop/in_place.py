"""A value that is edited where it stands: by a click, Enter or F2; Enter keeps it, Esc does not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.fields import Field
from contactdesk.desktop.ringed import Ringed

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
EDGE = 6


class _Field(Field):
    """The field over the value; Esc and Enter are not the page's."""

    escaped = Signal()
    kept = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the value as it was; Enter keeps it, and is not the value's again."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in _ENTER:
            self.kept.emit()
        else:
            super().keyPressEvent(event)


class InPlace(Ringed, QWidget):
    """Shows a text; while it is edited, a field is over it. `entered` has what was typed."""

    entered = Signal(str)

    def __init__(
        self,
        name: str,
        style: str = "body",
        *,
        trailing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._style, self._trailing = style, trailing
        self._shown = self._raw = self._instead = ""
        self.tone = "text"
        self.field: _Field | None = None
        self.read_only = False
        look.dress(self, style)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_value(self, shown: str, raw: str | None = None, instead: str = "") -> None:
        """Show a value; `raw` is what is edited, `instead` stands where there is none."""
        self._shown, self._instead = shown, instead
        self._raw = shown if raw is None else raw
        self.setAccessibleName(f"{self.name}: {shown or instead}")
        self.setToolTip(shown if self._is_cut() else "")
        self.updateGeometry()
        self.update()

    def shown(self) -> str:
        """The text that stands here."""
        return self._shown

    def _is_cut(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self._shown) > self.width() - 2 * EDGE

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        wide = self.fontMetrics().horizontalAdvance(self._shown or self._instead)
        return QSize(wide + 2 * EDGE + 2, look.tall(28, self._style, room=8))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(look.px(44), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, on a ground where the pointer is."""
        if self.field is not None and not self.field.isHidden():
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() and not self.read_only:
                paint_ground(painter, QRectF(self.rect()), "hover", radius=6)
            painter.setFont(self.font())
            painter.setPen(look.colour(self.tone if self._shown else "text3"))
            spot = self.rect().adjusted(EDGE, 0, -EDGE, 0)
            words = self.fontMetrics().elidedText(
                self._shown or self._instead, Qt.TextElideMode.ElideRight, spot.width() + 2
            )
            side = mirror.trailing if self._trailing else mirror.leading
            painter.drawText(spot.adjusted(0, 0, 2, 0), side(self.layoutDirection()), words)

    def enterEvent(self, event: QEvent) -> None:
        """The pointer came."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        self.update()

    # ── editing ─────────────────────────────────────────────────────────────────────────

    def edit(self) -> None:
        """Put a field over the value."""
        if self.read_only:
            return
        field = self.field = self.field or self._made()
        field.setText(self._raw)
        field.setGeometry(self.rect())
        field.show()
        field.raise_()
        field.selectAll()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_edited(self) -> bool:
        """Whether the field is over it."""
        return self.field is not None and not self.field.isHidden()

    def _made(self) -> _Field:
        field = _Field(parent=self)
        field.setAccessibleName(self.name)
        field.escaped.connect(self._give_up)
        field.kept.connect(self._leave)
        field.left.connect(self._leave)
        return field

    def _hide(self, field: _Field) -> None:
        """The keyboard stays here: Qt would take it to whatever comes next on the page."""
        had_focus = field.hasFocus()
        field.blockSignals(True)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        field.hide()
        field.blockSignals(False)

    def _leave(self) -> None:
        field = self.field
        if field is None or field.isHidden():
            return
        typed = field.text().strip()
        self._hide(field)
        self.update()
        if typed != self._raw.strip():
            self.entered.emit(typed)

    def _give_up(self) -> None:
        if self.field is not None:
            self.field.setText(self._raw)
            self._hide(self.field)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click edits."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, F2 and Space edit."""
        if event.key() in (*_ENTER, Qt.Key.Key_F2, Qt.Key.Key_Space) and not event.modifiers():
            self.edit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field stays over it."""
        super().resizeEvent(event)
        if self.field is not None:
            self.field.setGeometry(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came."""
        super().focusInEvent(event)
        self.update()

    def ring_radius(self) -> float:
        """As round as its ground."""
        return 6
