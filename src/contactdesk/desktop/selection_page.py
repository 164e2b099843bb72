"""What the right side shows while several contacts are selected."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.actions import Actions
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.labels import Label
from contactdesk.desktop.list_model import ContactListModel
from contactdesk.desktop.numbers import counted
from contactdesk.i18n import _, ngettext
from contactdesk.store.listing import ContactRow

FACE, STEP, FACES = 52, 38, 4


class Faces(QWidget):
    """Up to four faces over one another, then "+12"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ContactRow] = []
        self._more = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: list[ContactRow], count: int) -> None:
        """Draw these faces, and how many more there are."""
        self._rows = rows[:FACES]
        self._more = count - len(self._rows)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Faces and the number after them."""
        wide = FACE + STEP * max(0, len(self._rows) - 1) + 8
        return QSize(wide + (56 if self._more else 0), FACE + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them, the first on top."""
        with QPainter(self) as painter:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            for i in reversed(range(len(self._rows))):
                x = 4 + i * STEP
                x = self.width() - x - FACE if mirrored else x
                paint_avatar(painter, QRect(x, 4, FACE, FACE), self._rows[i], ring="page")
            if self._more:
                x = 4 + FACE + STEP * (len(self._rows) - 1) + 8
                spot = QRect(0 if mirrored else x, 0, self.width() - x, self.height())
                painter.setFont(look.font("strong"))
                painter.setPen(look.colour("text2"))
                painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, f"+{counted(self._more)}")


class SelectionPage(QWidget):
    """How many are selected, who, and what can be done with all of them."""

    def __init__(
        self, model: ContactListModel, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.faces = Faces()
        self.title = Label("", "title")
        self.names = Label("", "body", "text2", wrap=True)
        self.names.setMaximumWidth(480)
        self._star = Button(_("Star"), "secondary", "star")
        self._star.follow(actions.star)
        self._export = Button(_("Export these…"), "secondary", "upload")
        self._export.follow(actions.export_chosen)
        self._delete = Button(_("Delete"), "danger", "trash-2")
        self._delete.follow(actions.delete)
        self._restore = Button(_("Restore"), "secondary", "undo-2")
        self._restore.follow(actions.restore)
        self._actions = actions
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._star, self._export, self._restore, self._delete):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(6)
        column.addWidget(self.faces)
        column.addSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.names)
        column.addSpacing(14)
        column.addLayout(row)
        column.addStretch(1)

    def show_numbers(self, numbers: list[int]) -> None:
        """Say who is selected."""
        model, count = self._model, len(numbers)
        rows = [model.contact_at(model.row_of_number(n)) for n in numbers[:8]]
        known = [row for row in rows if row is not None]
        self.faces.show_rows(known, count)
        words = ngettext("{n} contact selected", "{n} contacts selected", count)
        self.title.setText(words.format(n=counted(count)))
        names = ", ".join(row.name for row in known)
        if count > len(known):
            names = _("{names} and {n} more").format(names=names, n=counted(count - len(known)))
        self.names.setText(names)
        self._star.set_label(self._actions.star.text())
        for button, action in (
            (self._delete, self._actions.delete),
            (self._restore, self._actions.restore),
        ):
            button.setVisible(action.isVisible())
