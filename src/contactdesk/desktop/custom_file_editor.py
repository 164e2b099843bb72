"""What one fills a custom field of files in with: the files, and a button to choose more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.document_words import icon_of_name
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.i18n import _
from contactdesk.model.custom_files import FileRef, files_of, value_of_files


class FileEditor(QWidget):
    """A line for each file; what is chosen or dropped here becomes a document with the save."""

    edited = Signal()
    choose_wanted = Signal()
    dropped = Signal(object)  # paths

    def __init__(self, value: str) -> None:
        super().__init__()
        self._files = list(files_of(value))
        self.can_take = self._is_target = False
        self.choose = Button(_("Choose file…"), "secondary", "paperclip", size="row")
        self.choose.clicked.connect(self.choose_wanted)
        self.choose.setEnabled(False)
        self.choose.setToolTip(_("Files are chosen in the editor of a contact"))
        self.setFocusProxy(self.choose)
        self.removers: list[IconButton] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._lines)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeading)
        self._holders: list[QWidget] = []
        self._show()

    def allow(self) -> None:
        """There is somebody who takes files from here."""
        self.can_take = True
        self.choose.setEnabled(True)
        self.choose.setToolTip(_("Files can be dropped here as well"))

    def value(self) -> str:
        """The files that stand here."""
        return value_of_files(self._files)

    def add(self, files: Iterable[FileRef]) -> None:
        """More files; one of the same name takes the place of what was chosen before."""
        new = list(files)
        names = {each.name for each in new}
        kept = [each for each in self._files if each.id or each.name not in names]
        self._files = list(files_of(value_of_files([*kept, *new])))
        self._show()
        self.edited.emit()

    def take_files(self, files: Sequence[str]) -> None:
        """Files were dropped here."""
        self.dropped.emit(list(files))

    def show_target(self, on: bool) -> None:
        """Show that a drop would be taken here, or no more."""
        self._is_target = on
        self.choose.set_label(_("Drop the file here") if self._is_target else _("Choose file…"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of a place where something is about to be dropped."""
        if self._is_target:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
                paint_ground(painter, area, "accent_soft", "accent", 6)

    def _remove(self, at: int) -> None:
        del self._files[at]
        self._show()
        following = self.removers[min(at, len(self.removers) - 1)] if self.removers else self.choose
        following.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def _show(self) -> None:
        for holder in self._holders:
            self._lines.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self.removers = []
        self._holders = [self._line(at, each) for at, each in enumerate(self._files)]
        before: QWidget | None = None
        for button in (*self.removers, self.choose):
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def _line(self, at: int, file: FileRef) -> QWidget:
        holder = QWidget(self)
        icon, tone = icon_of_name(file.name)
        name = ElidedLabel(bidi.isolated(file.name), mode=Qt.TextElideMode.ElideMiddle)
        remove = IconButton("x", _("Take {name} out").format(name=file.name), side=28, icon_size=16)
        remove.clicked.connect(lambda: self._remove(at))
        row = QHBoxLayout(holder)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconMark(icon, tone, 16))
        row.addWidget(name, 1)
        row.addWidget(remove)
        self.removers.append(remove)
        self._lines.addWidget(holder)
        holder.show()
        return holder
