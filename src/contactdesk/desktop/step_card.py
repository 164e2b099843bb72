"""A step of the book's history as a card; open, it shows whom it changed and what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.avatars import FaceOf
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.date_texts import clock_text
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.history_entries import HistoryLine, PersonLine
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label, LinkLabel
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.step_words import (
    about,
    author_of,
    deed_of,
    did_to,
    lines_of_record,
    name_of,
)
from contactdesk.i18n import _
from contactdesk.model.book_history import Step, Touched

LINES_SHOWN = 12  # values of one contact; its own history has them all
_INDENT = 38  # px from which everything under the first line begins: past the face


class StepCard(QWidget):
    """Who did what, when, and to whom. A click or Enter chooses it: `chosen(step)`.

    `wanted_more` asks for what it did from its last shown line on; `show_touched` answers.
    """

    chosen = Signal(object)  # Step
    opened = Signal(object)  # Touched: please go to this contact
    wanted_more = Signal(object, int)  # Step, after which line of the log

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.is_open = False
        self._keyed = False
        self._last = 0
        self._body: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        face = FaceOf(f"person-{step.author}", "individual", step.author_name)
        told, clock = about(step), clock_text(step.at)
        state = _("Taken back") if step.taken_back else ""
        head = PersonLine(face, author_of(step), deed_of(step), clock, told, state)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 10)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        spoken = (head.accessibleName(), clock, told, state)
        self.setAccessibleName(", ".join(part for part in spoken if part))

    # ── open and closed ─────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """Show what the step did, as soon as it is read."""
        if not self.is_open:
            self.is_open = True
            self.wanted_more.emit(self.step, 0)
            self.update()

    def close_up(self) -> None:
        """Show the first lines alone again."""
        self.is_open, self._last = False, 0
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
            self._body = None
        self.update()

    def show_touched(self, found: Sequence[Touched], more: bool) -> None:
        """Add records that the step changed; `more` offers those that follow."""
        if not self.is_open:
            return
        if self._body is None:
            self._body = QWidget()
            self._body.setCursor(Qt.CursorShape.ArrowCursor)
            self._records = QVBoxLayout(self._body)
            self._records.setContentsMargins(*mirror.margins(_INDENT - 10, 8, 0, 0))
            self._records.setSpacing(2)
            self._column.addWidget(self._body)
        for touched in found:
            self._add_record(touched)
            self._last = touched.change
        if not found and not self._records.count():
            self._records.addWidget(Label(_("No contact was changed by this."), "body", "text2"))
        if more:
            button = Button(_("Show more"), "ghost", "chevron-down", size="row")
            button.clicked.connect(lambda: self._more(button))
            self._records.addWidget(button)

    def _more(self, button: Button) -> None:
        button.hide()
        button.deleteLater()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.wanted_more.emit(self.step, self._last)

    def _add_record(self, touched: Touched) -> None:
        if self._records.count():
            self._records.addWidget(Hairline())
        lines = lines_of_record(touched)
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 0, 2)
        row.setSpacing(8)
        name = name_of(touched)
        if touched.number:
            link = LinkLabel(name, "body", weight=600)
            link.activated.connect(lambda: self.opened.emit(touched))
            row.addWidget(link)
        else:
            row.addWidget(ElidedLabel(name, "body", "text2", weight=600))
        row.addWidget(ElidedLabel(did_to(touched, lines), "caption", "text2"), 1)
        self._records.addLayout(row)
        for line in lines[:LINES_SHOWN]:
            self._records.addWidget(HistoryLine(line, able=False))
        if len(lines) > LINES_SHOWN:
            self._records.addWidget(
                Label(_("More in the contact's own history"), "caption", "text2")
            )

    # ── choosing ────────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this step."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose it, ↑ and ↓ go to its neighbours."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring if the keyboard came here."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: object) -> None:
        """The pointer is here."""
        self.update()

    def leaveEvent(self, event: object) -> None:
        """The pointer went."""
        self.update()

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(220, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet; the chosen one has a line around it, the focused one a ring inside."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            over = self.underMouse() and not self.is_open
            paint_ground(painter, QRectF(self.rect()), "card", "field" if over else "border", 10)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            area = QRectF(self.rect())
            if self.is_open:
                paint_ring(painter, area, 10)
            if self.hasFocus() and self._keyed:
                paint_ring(painter, area.adjusted(3, 3, -3, -3), 7)
