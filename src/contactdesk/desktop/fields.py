"""What people type into and choose from: fields, search, combos, switches, segments."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import icons, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.labels import Label
from contactdesk.desktop.ringed import Ringed, paint_ring

MESSAGE_ICONS = {"error": "circle-alert", "advice": "info", "warn": "triangle-alert"}
MESSAGE_TONES = {"error": "bad", "advice": "accent_text", "warn": "warn"}


class FieldMessage(QWidget):
    """The line under a field: icon and sentence; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._words = Label("", "caption", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self._mark = _Mark(self)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, state: str, sentence: str) -> None:
        """Show a sentence of one state ("error", "advice", "warn"), or hide when empty."""
        self._words.setText(sentence)
        self._words.set_tone(MESSAGE_TONES.get(state, "text2"))
        self._mark.show_icon(MESSAGE_ICONS.get(state, "info"), MESSAGE_TONES.get(state, "text2"))
        self._wanted = bool(sentence)
        if self.parentWidget() is not None or not self._wanted:  # else it would be a window
            self.setVisible(self._wanted)

    def changeEvent(self, event: QEvent) -> None:
        """What was said before there was a place for it is shown now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange and self._wanted and self.parentWidget():
            self.setVisible(True)


class _Mark(QWidget):
    """A 14 px icon beside a message."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._tone = "info", "text2"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the line beside it."""
        return QSize(look.px(14), look.tall(14, "caption"))

    def show_icon(self, name: str, tone: str) -> None:
        """Draw this from now on."""
        self._icon, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        with QPainter(self) as painter:
            icons.paint(painter, self.rect(), self._icon, self._tone, look.px(14))


class Field(QLineEdit):
    """A line to type into, with a state ("", "error", "valid", "advice", "warn") and a message.

    `icon` stands inside at the leading edge; a check stands at the trailing one when "valid".
    """

    left = Signal()  # the focus went elsewhere

    def __init__(self, text: str = "", *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.state = ""
        self.message = ""
        self._message: FieldMessage | None = None
        look.dress(self, "body")
        self._make_room()
        self.setCursorPosition(0)

    def _make_room(self) -> None:
        """Room for icon and check; words stand at the window's leading edge in every script.

        Qt mirrors neither the margins nor, for Latin words, the side of the text.
        """
        before = look.px(24) if self._icon else 0
        after = look.px(22) if self.state == "valid" else 0
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(after if mirrored else before, 0, before if mirrored else after, 0)
        self.setAlignment(mirror.leading(self.layoutDirection()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the field's own menu."""
        from contactdesk.desktop.menus import show_field_menu

        show_field_menu(self, event)

    def changeEvent(self, event: QEvent) -> None:
        """Mirror with the window, grow with the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self._make_room()

    def set_icon(self, name: str) -> None:
        """Change the icon inside."""
        self._icon = name
        self._make_room()
        self.update()

    def message_line(self) -> FieldMessage:
        """The widget that shows this field's message; put it under the field."""
        if self._message is None:
            self._message = FieldMessage()
            self._message.say(self.state, self.message)
        return self._message

    def set_state(self, state: str, message: str = "") -> None:
        """Frame and sentence: "error", "valid", "advice", "warn", or "" for neither."""
        if (state, message) == (self.state, self.message):
            return
        self.state, self.message = state, message
        self.setAccessibleDescription(message)
        self.setProperty("state", state)
        self._make_room()
        look.restyle(self)
        if self._message is not None:
            self._message.say(state, message)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person is done here."""
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then its icon and check."""
        super().paintEvent(event)
        if not self._icon and self.state != "valid":
            return
        with QPainter(self) as painter:
            direction = self.layoutDirection()
            side = look.px(16)
            top = (self.height() - side) // 2
            if self._icon:
                spot = QRect(look.px(9), top, side, side)
                spot = mirror.placed(direction, self.rect(), spot)
                icons.paint(painter, spot, self._icon, "text2")
            if self.state == "valid":
                spot = QRect(self.width() - side - look.px(10), top, side, side)
                spot = mirror.placed(direction, self.rect(), spot)
                icons.paint(painter, spot, "check", "ok")


class FieldBox(QWidget):
    """A caption over a field and its message under it."""

    def __init__(self, caption: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.caption = Label(caption, "caption", "text2", weight=500)
        self.caption.setBuddy(field)
        field.setAccessibleName(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addWidget(field)
        if isinstance(field, Field):
            column.addWidget(field.message_line())


class TextArea(QPlainTextEdit):
    """Several lines to type into; Tab leaves it, and it grows with its text up to a limit."""

    left = Signal()

    def __init__(
        self, text: str = "", *, lines: int = 3, most: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least, self._most = lines, most
        spacing.see_to_itself(self)
        look.dress(self, "body")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(text)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        count = max(self._least, min(self._most, int(self.document().size().height())))
        self.setFixedHeight(count * self.fontMetrics().lineSpacing() + look.px(22))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the field's own menu."""
        from contactdesk.desktop.menus import show_field_menu

        show_field_menu(self, event)

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person is done here."""
        super().focusOutEvent(event)
        self.left.emit()


class Combo(QComboBox):
    """A choice from a list; looks like a field, or like a secondary button (`flat`)."""

    def __init__(
        self,
        choices: list[tuple[str, object]] | None = None,
        *,
        flat: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._flat = flat
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one paints no sheet's rows
        for words, value in choices or []:
            self.addItem(words, value)

    def choose(self, value: object) -> bool:
        """Select the choice with this value, if there is one."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)
        return at >= 0

    def sizeHint(self) -> QSize:
        """As wide as the longest choice and the chevron."""
        metrics = self.fontMetrics()
        widest = max(
            (metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=60
        )
        return QSize(max(look.px(112), widest + look.px(44)), look.tall(34, room=12))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(72, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page, it never changes a choice by accident."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, what is chosen, and chevron."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect())
            ground = "raised" if self._flat else "field_bg"
            if not self.isEnabled():
                ground = "sunken"
            if self.hasFocus():
                paint_ground(painter, area, ground)
                paint_ring(painter, area, 6.5)
            else:
                paint_ground(painter, area, ground, "outline" if self._flat else "field")
            direction = self.layoutDirection()
            side = look.px(16)
            words = QRect(look.px(11), 0, self.width() - look.px(40), self.height())
            self.paint_chosen(painter, mirror.placed(direction, self.rect(), words))
            spot = QRect(self.width() - side - look.px(10), (self.height() - side) // 2, side, side)
            spot = mirror.placed(direction, self.rect(), spot)
            icons.paint(painter, spot, "chevron-down", "text2")

    def paint_chosen(self, painter: QPainter, area: QRect) -> None:
        """Draw what is chosen: its words."""
        painter.setPen(look.colour("text" if self.isEnabled() else "text3"))
        painter.setFont(self.font())
        elide = Qt.TextElideMode.ElideRight
        words = self.fontMetrics().elidedText(self.currentText(), elide, area.width())
        painter.drawText(area, mirror.leading(self.layoutDirection()), words)


class _Painted(Ringed, QCheckBox):
    """A check box that draws itself and shows the ring for keyboard focus."""

    radius = 5.0

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return self.radius

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _paint_words(self, painter: QPainter, lead: int) -> None:
        direction = self.layoutDirection()
        spot = QRect(lead, 0, self.width() - lead, self.height())
        spot = mirror.placed(direction, self.rect(), spot)
        painter.setFont(self.font())
        painter.setPen(look.colour("text" if self.isEnabled() else "text3"))
        painter.drawText(
            spot,
            mirror.leading(direction),
            self.text(),
        )

    def hitButton(self, pos) -> bool:  # type: ignore[no-untyped-def]  # QPoint
        """All of it takes the click."""
        return bool(self.rect().contains(pos))


class CheckBox(_Painted):
    """A tick and words."""

    def sizeHint(self) -> QSize:
        """Box, gap, words."""
        wide = self.fontMetrics().horizontalAdvance(self.text())
        lead = look.px(18)
        return QSize(lead + (look.px(8) + wide + 2 if self.text() else 0), look.tall(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = look.px(16)
            spot = QRect(1, (self.height() - side) // 2, side, side)
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            if self.isChecked():
                paint_ground(painter, QRectF(spot), "accent", radius=4)
                icons.paint(painter, spot, "check-bold", "on_accent", look.px(13))
            else:
                paint_ground(painter, QRectF(spot), "field_bg", "field", 4, 1.5)
            self._paint_words(painter, look.px(26))


class Switch(_Painted):
    """On or off at once; 38 × 20."""

    radius = 10.0

    def sizeHint(self) -> QSize:
        """The track and the words."""
        wide = self.fontMetrics().horizontalAdvance(self.text())
        track = look.px(38)
        return QSize(track + (look.px(10) + wide + 2 if self.text() else 0), look.tall(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, knob and words."""
        on = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wide, high, inset = look.px(38), look.px(20), look.px(3 if on else 4)
            spot = QRect(0, (self.height() - high) // 2, wide, high)
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            ground, line = ("accent", "") if on else ("field_bg", "field")
            paint_ground(painter, QRectF(spot), ground, line, high / 2, 1.5)
            side = high - 2 * inset
            start = wide - inset - side if on else inset
            knob = QRect(start, (self.height() - side) // 2, side, side)
            inner = mirror.placed(self.layoutDirection(), self.rect(), knob)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("on_accent" if on else "field"))
            painter.drawEllipse(inner)
            self._paint_words(painter, look.px(48))


class Segmented(Ringed, QWidget):
    """A few exclusive choices side by side; ←/→ and a click choose: `chosen(value)`."""

    chosen = Signal(object)

    def __init__(
        self, choices: list[tuple[str, object]], value: object = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._at = next((i for i, (_, each) in enumerate(choices) if each == value), 0)
        look.dress(self, "button")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def value(self) -> object:
        """The choice made."""
        return self._choices[self._at][1]

    def choose(self, value: object) -> None:
        """Show a choice without emitting."""
        self._at = next((i for i, (_, each) in enumerate(self._choices) if each == value), 0)
        self.setAccessibleDescription(self._choices[self._at][0])
        self.update()

    def choose_none(self) -> None:
        """Show none of the choices as made: something else is."""
        self._at = -1
        self.setAccessibleDescription("")
        self.update()

    def _widths(self) -> list[int]:
        metrics = self.fontMetrics()
        return [metrics.horizontalAdvance(words) + look.px(30) for words, _ in self._choices]

    def sizeHint(self) -> QSize:
        """All choices in a row."""
        return QSize(sum(self._widths()) + 6, look.tall(32, "button", room=12))

    def _cells(self) -> list[QRect]:
        cells, x = [], 3
        for wide in self._widths():
            cell = QRect(x, 3, wide, self.height() - 6)
            cells.append(mirror.placed(self.layoutDirection(), self.rect(), cell))
            x += wide
        return cells

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the chosen cell and the words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "track", radius=8)
            for i, cell in enumerate(self._cells()):
                if i == self._at:
                    paint_ground(painter, QRectF(cell), "raised", "border", 6)
                painter.setFont(look.font("strong" if i == self._at else "button"))
                painter.setPen(look.colour("text" if i == self._at else "text2"))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, self._choices[i][0])

    def _take(self, at: int) -> None:
        at = max(0, min(len(self._choices) - 1, at))
        if at != self._at:
            self._at = at
            self.setAccessibleDescription(self._choices[at][0])
            self.update()
            self.chosen.emit(self.value())

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # QMouseEvent
        """A click chooses."""
        for i, cell in enumerate(self._cells()):
            if cell.contains(event.pos()):
                self._take(i)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→ choose."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        if step:
            self._take(self._at + step)
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return 8

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
