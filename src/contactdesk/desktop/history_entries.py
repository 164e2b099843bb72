"""The changes of a history as cards by day: who did it, and a line for every value."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf, paint_avatar
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.date_texts import clock_text
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.history_words import Line, author_of, deed_of, lines_of, source_of
from contactdesk.desktop.labels import LinkLabel
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.model.history import HistoryEntry
from contactdesk.model.record import LABELS

LABEL = 124  # px of a value's name, where there is room
_ROOMY = 400  # px of a line from which its button has words
_EDGE = 10
_FACE = 28
_ARROW = 30


class HistoryLine(QWidget):
    """One value: its name, what it was (struck through) and what it became.

    Pointer or focus show *Put back*; Enter does it: `put_back(line)`.
    """

    put_back = Signal(object)  # Line

    def __init__(self, line: Line, able: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self._able = line, able
        self._button: Button | None = None
        self._keyed = False
        look.dress(self, "body")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        empty = _("empty")
        spoken = _("{field}: before {before}, after {after}")
        self.setAccessibleName(
            spoken.format(field=line.label, before=line.before or empty, after=line.after or empty)
        )

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(240, look.tall(34, room=14))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(130, self.sizeHint().height())

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground or ring, and the three parts."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._is_open():
                paint_ground(painter, QRectF(self.rect()), "hover", radius=6)
            if self.hasFocus() and self._keyed:
                paint_ring(painter, QRectF(self.rect()), 6)
            self._paint_label(painter)
            self._paint_values(painter)

    def _paint_label(self, painter: QPainter) -> None:
        painter.setFont(look.font("caption", 500))
        painter.setPen(look.colour("text2"))
        metrics = look.metrics("caption", 500)
        room = self._label_room() - 12
        words = metrics.elidedText(self.line.label, Qt.TextElideMode.ElideRight, room)
        self._draw(painter, QRect(_EDGE, 0, room, self.height()), words)

    def _label_room(self) -> int:
        return look.px(LABEL) if self.width() >= _ROOMY else max(72, self.width() * 3 // 10)

    def _paint_values(self, painter: QPainter) -> None:
        """Both values on one line; each gets what the other leaves it, at least half."""
        start, end = _EDGE + self._label_room(), self.width() - _EDGE
        if self._button is not None and self._button.isVisible():
            end -= self._button.width() + 8
        room = max(40, end - start - _ARROW)
        before, after = self.line.before or _("empty"), self.line.after or _("empty")
        wanted = [look.metrics("body").horizontalAdvance(before) + 2,
                  look.metrics("button").horizontalAdvance(after) + 2]  # fmt: skip
        first = min(wanted[0], max(room // 2, room - wanted[1]))
        self._paint_value(painter, QRect(start, 0, first, self.height()), before, old=True)
        arrow = self._placed(QRect(start + first + 8, 0, 14, self.height()))
        icons.paint(painter, arrow, "arrow-right", "text3", 14)
        spot = QRect(start + first + _ARROW, 0, room - first, self.height())
        self._paint_value(painter, spot, after, old=False)

    def _paint_value(self, painter: QPainter, spot: QRect, words: str, old: bool) -> None:
        is_empty = not (self.line.before if old else self.line.after)
        font = QFont(look.font("body" if old or is_empty else "button"))
        font.setStrikeOut(old and not is_empty)
        painter.setFont(font)
        painter.setPen(look.colour("text3" if old or is_empty else "text"))
        metrics = look.metrics("body" if old or is_empty else "button")
        shown = bidi.isolated(words)
        self._draw(
            painter, spot, metrics.elidedText(shown, Qt.TextElideMode.ElideRight, spot.width() + 2)
        )

    def _draw(self, painter: QPainter, spot: QRect, words: str) -> None:
        painter.drawText(self._placed(spot), mirror.leading(self.layoutDirection()), words)

    def _placed(self, spot: QRect) -> QRect:
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    # what can be done

    def _is_open(self) -> bool:
        return self.underMouse() or self.hasFocus() or self._button_has_focus()

    def _button_has_focus(self) -> bool:
        return self._button is not None and self._button.hasFocus()

    def _open(self) -> None:
        if self._able and self._button is None:
            self._button = Button(_("Put back"), "secondary", "undo-2", size="head", parent=self)
            self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter on the line does it
            self._button.clicked.connect(lambda: self.put_back.emit(self.line))
        if self._button is not None:
            self._place_button()
            self._button.show()
        self.update()

    def _close(self) -> None:
        if self._button is not None and not self._is_open():
            self._button.hide()
        self.update()

    def _place_button(self) -> None:
        button = self._button
        if button is not None:
            button.set_label(_("Put back") if self.width() >= _ROOMY else "")
            button.setAccessibleName(_("Put back"))
            size = button.sizeHint()
            spot = QRect(QPoint(self.width() - size.width() - 4, 0), size)
            spot.moveTop((self.height() - size.height()) // 2)
            button.setGeometry(self._placed(spot))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stays at the trailing end."""
        super().resizeEvent(event)
        self._place_button()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what can be done."""
        super().enterEvent(event)
        self._open()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._close()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what can be done, and the ring if the keyboard came here."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self._open()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went."""
        super().focusOutEvent(event)
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts the value back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._able:
            self.put_back.emit(self.line)
        else:
            super().keyPressEvent(event)


class PersonLine(QWidget):
    """The first line of a card: face, who, what was done, and the time of day.

    `below` is a second line, with a `state` at its end in a round label.
    """

    def __init__(
        self,
        face: FaceOf,
        name: str,
        deed: str,
        clock: str,
        below: str = "",
        state: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._face, self._name, self._deed, self._time = face, name, deed, clock
        self._below, self._state = below, state
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name} {deed}")
        if below:
            self.setToolTip(plain_tip(below))

    def _first(self) -> int:
        return look.tall(_FACE, room=6)

    def _second(self) -> int:
        least = 24 if self._state else 18
        return look.tall(least, "caption", room=2) if self._below or self._state else 0

    def sizeHint(self) -> QSize:
        """One line, as high as the face, and the one below."""
        return QSize(240, self._first() + self._second())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the four parts; what was done gives way."""
        end = self.width() - 6 - look.metrics("caption").horizontalAdvance(self._time)
        high = self._first()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = look.px(_FACE)
            top = (high - side) // 2
            paint_avatar(painter, self._placed(QRect(0, top, side, side)), self._face)
            start = side + look.px(10)
            for words, style, tone, gap in (
                (self._name, "strong", "text", 6),
                (self._deed, "body", "text", 0),
            ):
                spot = QRect(start, 0, max(0, end - 10 - start), high)
                start += self._paint_words(painter, spot, words, style, tone) + gap
            self._paint_words(
                painter, QRect(end, 0, self.width() - end, high), self._time, "caption", "text3"
            )
            if self._second():
                self._paint_second(painter, high)

    def _paint_second(self, painter: QPainter, top: int) -> None:
        start = look.px(_FACE) + look.px(10)
        end, high = self.width() - 6, self._second()
        if self._state:
            wide = look.metrics("caption").horizontalAdvance(self._state) + 38
            pill = self._placed(QRect(end - wide, top, wide, high))
            paint_ground(painter, QRectF(pill), "slate_soft", radius=high / 2)
            icon = self._placed(QRect(end - wide + 9, top, 14, high))
            icons.paint(painter, icon, "undo-2", "slate", 14)
            spot = QRect(end - wide + 28, top, wide - 28, high)
            self._paint_words(painter, spot, self._state, "caption", "text2")
            end -= wide + 8
        spot = QRect(start, top, max(0, end - start), high)
        self._paint_words(painter, spot, self._below, "caption", "text2")

    def _paint_words(
        self, painter: QPainter, spot: QRect, words: str, style: str, tone: str
    ) -> int:
        """Draw words in a style; how wide they are."""
        metrics = look.metrics(style)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, spot.width() + 1)
        painter.setFont(look.font(style))
        painter.setPen(look.colour(tone))
        painter.drawText(self._placed(spot), mirror.leading(self.layoutDirection()), shown)
        return metrics.horizontalAdvance(shown)

    def _placed(self, spot: QRect) -> QRect:
        return mirror.placed(self.layoutDirection(), self.rect(), spot)


class EntryCard(QWidget):
    """One change: who, what, when, and its lines. `framed` marks the slider's stop."""

    put_back = Signal(object, object)  # HistoryEntry, Line
    chosen = Signal(object)  # HistoryEntry: a click goes there
    source_wanted = Signal(object)  # HistoryEntry: please go to where it came from

    def __init__(self, entry: HistoryEntry, able: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.framed = False
        lines = lines_of(entry.fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 10)
        column.setSpacing(2)
        face = FaceOf(f"person-{entry.author}", "individual", entry.author_name)
        deed = deed_of(entry, len(lines))
        head = PersonLine(face, author_of(entry), deed, clock_text(entry.at))
        self.setAccessibleName(head.accessibleName())
        column.addWidget(head)
        source = source_of(entry)
        if source:
            link = LinkLabel(source, "caption")
            link.activated.connect(lambda: self.source_wanted.emit(self.entry))
            row = QHBoxLayout()
            row.setContentsMargins(*mirror.margins(38, 0, 0, 2))
            row.addWidget(link)
            row.addStretch(1)
            column.addLayout(row)
        for line in lines:
            told = HistoryLine(line, able and line.difference.field in LABELS)
            told.put_back.connect(lambda line: self.put_back.emit(self.entry, line))
            column.addWidget(told)

    def frame(self, on: bool) -> None:
        """Mark the card, or take the mark away."""
        if self.framed != on:
            self.framed = on
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to this change."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.entry)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet and its line."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "card", "border", 10)
            if self.framed:
                paint_ring(painter, QRectF(self.rect()), 10)
