"""The sheet in which the part of a picture is chosen that becomes somebody's photo."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.crop_view import ZOOM, CropView
from contactdesk.desktop.overlay import Overlay
from contactdesk.desktop.spacing import see_to_itself
from contactdesk.desktop.text import ElidedLabel, Label
from contactdesk.i18n import _


class CropSheet(Overlay):
    """Shows the picture under a frame; `cropped(part)` when it is taken. It deletes itself."""

    cropped = Signal(QRect)

    def __init__(self, window: QWidget, image: QImage, kind: str, name: str) -> None:
        super().__init__(window)
        self.view = CropView(image, kind)
        self.setAccessibleName(_("Choose the part of the picture"))
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = _("Photo of {name}").replace("{name}", name) if name else _("Photo")
        column.addWidget(ElidedLabel(words, "subtitle"))
        column.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._tools())
        hint = _("Drag or use the arrow keys to move, scroll or use + and − to enlarge.")
        told = Label(hint, "caption", "text2", wrap=True)
        see_to_itself(told)  # as wide as the picture, which does not grow with the text
        told.setFixedWidth(self.view.width())
        told.setMinimumHeight(told.heightForWidth(self.view.width()))
        column.addWidget(told)
        column.addLayout(self._buttons())
        self.view.changed.connect(self._show_tools)
        self._show_tools()

    def open(self) -> None:
        """Show it with the keyboard on the picture."""
        super().open()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go away; nothing is changed."""
        super().leave()
        self.deleteLater()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.smaller = IconButton("zoom-out", _("Smaller"))
        self.smaller.clicked.connect(lambda: self.view.zoom_by(1 / ZOOM))
        self.larger = IconButton("zoom-in", _("Larger"))
        self.larger.clicked.connect(lambda: self.view.zoom_by(ZOOM))
        self.whole = IconButton("maximize", _("As much as fits"))
        self.whole.clicked.connect(self.view.fit)
        row.addStretch(1)
        for button in (self.smaller, self.larger, self.whole):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _show_tools(self) -> None:
        self.smaller.setEnabled(self.view.zoom > 1.001)
        self.larger.setEnabled(self.view.can_grow)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.cancel = Button(_("Cancel"))
        self.cancel.clicked.connect(self.leave)
        self.take = Button(_("Use this photo"), "primary", "check")
        self.take.clicked.connect(self._taken)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.take)
        return row

    def _taken(self) -> None:
        part = self.view.part()
        super().leave()
        self.cropped.emit(part)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes it, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._taken()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            event.accept()
