"""The list of backups: a row each; the chosen one offers to look inside and to bring back."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.backup_words import all_words, detail_words, when_made
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Label
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.text import ElidedLabel
from contactdesk.i18n import _, counted
from contactdesk.operations.backup_overview import Overview
from contactdesk.operations.file_sizes import size_words
from contactdesk.store.backups import Backup

FIRST = 4  # rows before *Show all*


class BackupRow(Ringed, QWidget):
    """One backup."""

    chosen = Signal(object)  # BackupRow
    look_wanted = Signal(object)  # Backup
    back_wanted = Signal(object)  # Backup

    def __init__(self, backup: Backup) -> None:
        super().__init__()
        self.backup = backup
        self.is_chosen = False
        good = backup.good
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.when = Label(when_made(backup), "button")
        self.detail = ElidedLabel(detail_words(backup), "caption", "text2")
        self.bytes = Label(size_words(backup.manifest.size) if good and backup.manifest else "–",
                          "caption", "text2")  # fmt: skip
        self.look = Button(_("Look inside"), "secondary", "eye", size="row")
        self.back = Button(_("Bring back…"), "secondary", "history", size="row")
        self.look.clicked.connect(lambda: self.look_wanted.emit(self.backup))
        self.back.clicked.connect(lambda: self.back_wanted.emit(self.backup))
        self.setAccessibleName(f"{when_made(backup)}. {detail_words(backup)}")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.when)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(10)
        mark = ("shield-check", "ok") if good else ("triangle-alert", "bad")
        row.addWidget(IconMark(*mark, 18))
        row.addLayout(words, 1)
        for widget in (self.bytes, self.look, self.back):
            row.addWidget(widget)
        self.show_chosen(False)

    def show_chosen(self, on: bool) -> None:
        """Offer what can be done, or no longer."""
        self.is_chosen = on
        self.look.setVisible(on and self.backup.good)
        self.back.setVisible(on and self.backup.good)
        tone = "sel_text" if on else "text2"
        self.detail.set_tone(tone)
        self.bytes.set_tone(tone)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard chooses."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """So does the pointer."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the rows; Enter looks inside."""
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter) and self.backup.good:
            self.look_wanted.emit(self.backup)
        elif event.key() in (keys.Key_Up, keys.Key_Down):
            self._walk(1 if event.key() == keys.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        parent = self.parentWidget()
        rows = parent.findChildren(BackupRow) if parent is not None else []
        at = rows.index(self) + step
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the chosen row, or of the one under the pointer."""
        ground = "sel" if self.is_chosen else "hover" if self.underMouse() else ""
        if ground:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_ground(painter, QRectF(self.rect()), ground, "", 7)


class BackupRows(QWidget):
    """The newest rows, and a way to all of them."""

    look_wanted = Signal(object)
    back_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[BackupRow] = []
        self._found: Overview | None = None
        self._all = False
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.more = Button("", "link", size="row")
        self.more.clicked.connect(self._show_all)
        self.count = Label("", "caption", "text2")
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._list)
        column.addLayout(foot)

    def show_found(self, found: Overview) -> None:
        """List these, the newest first."""
        self._found = found
        chosen = next((row.backup.path for row in self.rows if row.is_chosen), None)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        shown = found.backups if self._all else found.backups[:FIRST]
        self.rows = [self._row(each) for each in shown]
        self.more.setVisible(len(shown) < len(found.backups))
        self.more.set_label(_("Show all {n}").format(n=counted(len(found.backups))))
        self.count.setText(all_words(found))
        again = next((row for row in self.rows if row.backup.path == chosen), None)
        good = next((row for row in self.rows if row.backup.good), None)
        if again or good:
            self._choose(again or good)

    def _row(self, backup: Backup) -> BackupRow:
        row = BackupRow(backup)
        row.chosen.connect(self._choose)
        row.look_wanted.connect(self.look_wanted)
        row.back_wanted.connect(self.back_wanted)
        self._list.addWidget(row)
        return row

    def _choose(self, chosen: BackupRow | None) -> None:
        for row in self.rows:
            if row.is_chosen != (row is chosen):
                row.show_chosen(row is chosen)

    def _show_all(self) -> None:
        self._all = True
        if self._found is not None:
            at = len(self.rows)
            self.show_found(self._found)
            if at < len(self.rows):
                self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)
