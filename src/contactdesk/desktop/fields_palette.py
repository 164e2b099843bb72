"""The types of custom fields, to be dragged into the list or added by a click or Enter."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.custom_texts import ICONS
from contactdesk.desktop.fields_rows import TYPE_MIME
from contactdesk.desktop.labels import Label
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _
from contactdesk.model.custom import TYPE_WORDS, TYPES


class TypeButton(Button):
    """One type: a click or Enter adds it, the pointer drags it."""

    def __init__(self, type_: str) -> None:
        super().__init__(_(TYPE_WORDS[type_]), "secondary", ICONS[type_], size="row")
        self.type = type_
        self._pressed = QPoint()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = _("Add a field: {type}").format(type=_(TYPE_WORDS[type_]))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        held = event.buttons() & Qt.MouseButton.LeftButton
        if not held or far < QApplication.startDragDistance() or not self.isEnabled():
            return
        self.setDown(False)
        data = QMimeData()
        data.setData(TYPE_MIME, QByteArray(self.type.encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        """Icon and words stand at the leading edge, one below the other."""
        side, gap, start = look.px(16), look.px(8), look.px(12)
        direction = self.layoutDirection()
        spot = QRect(start, (self.height() - side) // 2, side, side)
        tone = "text2" if ink == "text" else ink
        icons.paint(painter, mirror.placed(direction, self.rect(), spot), self.icon_name, tone)
        painter.setPen(look.colour(ink))
        painter.setFont(self.font())
        at = start + side + gap
        spot = QRect(at, 0, self.width() - at - gap, self.height())
        spot = mirror.placed(direction, self.rect(), spot)
        elide = Qt.TextElideMode.ElideRight
        words = self.fontMetrics().elidedText(_(TYPE_WORDS[self.type]), elide, spot.width())
        painter.drawText(spot, mirror.leading(direction), words)


class FieldsPalette(QWidget):
    """All types, one below the other."""

    wanted = Signal(str)  # type

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {type_: TypeButton(type_) for type_ in TYPES}
        self.column = QVBoxLayout()
        self.column.setContentsMargins(14, 14, 14, 14)
        self.column.setSpacing(8)
        self.column.addWidget(
            Label(_("Drag in, or press Enter"), "caption", "text2", weight=600, wrap=True)
        )
        for type_, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, t=type_: self.wanted.emit(t))
            self.column.addWidget(button)
        self.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled("list", self.column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ go from type to type."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        buttons = list(self.buttons.values())
        at = next((n for n, each in enumerate(buttons) if each.hasFocus()), -1)
        if at < 0 or not step or event.modifiers():
            super().keyPressEvent(event)
        elif 0 <= at + step < len(buttons):
            buttons[at + step].setFocus(Qt.FocusReason.TabFocusReason)
