"""One part of Today: a card with a head and its lines, or one quiet line where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel, Label, LinkLabel
from contactdesk.desktop.today_lines import TodayLine
from contactdesk.desktop.today_painting import clock_room
from contactdesk.desktop.today_row import TodayRow
from contactdesk.i18n import _, counted

MOST = 8  # lines that are shown before somebody asks for all


class TodayPart(QWidget):
    """Shows lines; `wanted`, `opened` and `pressed` (a button's act) tell what is to be done."""

    wanted = Signal(str, object)
    opened = Signal(object)
    pressed = Signal(str, object)
    moved = Signal(object, int)  # from which row, and by how many
    crossed = Signal(object, int)  # from which row, to the next column (1) or the one before (-1)

    def __init__(self, icon: str, title: str, nothing: str) -> None:
        super().__init__()
        self.title_words, self._nothing = title, nothing
        self.rows: list[TodayRow] = []
        self.lines: list[TodayLine] = []
        self._shows_all = False
        self._beyond = 0
        self.why_not = ""  # nothing can be done: the book may only be read
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(title)
        self.title = Label(title, "subtitle")
        self.count = Label("", "body", "text3")
        self.beside = ElidedLabel("", "body", "text3")
        self.quiet = ElidedLabel(nothing, "body", "text2")
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(8)
        self._head.addWidget(IconMark(icon, "text2", 18))
        for widget in (self.title, self.count):
            self._head.addWidget(widget)
        self._head.addWidget(self.beside, 1)
        self._head.addWidget(self.quiet, 1)
        holder = QWidget()
        holder.setMinimumHeight(30)
        holder.setLayout(self._head)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._more = LinkLabel("", "body", weight=500)
        self._more.activated.connect(self._show_all)
        self._rest = Label("", "body", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(2)
        column.addWidget(holder)
        column.addLayout(self._body)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._rest)
        self._say()

    def add_to_head(self, widget: QWidget) -> None:
        """Put a button at the trailing end of the head."""
        self._head.addWidget(widget)

    def allow(self, why_not: str) -> None:
        """Let things be done about the lines, or say why not."""
        if why_not != self.why_not:
            self.why_not = why_not
            self._build(self._shown())

    def show_lines(self, lines: Sequence[TodayLine], beside: str = "", beyond: int = 0) -> None:
        """Show these lines, of which there are so many more; those that stay keep the keyboard."""
        self.lines, self._beyond = list(lines), beyond
        self.beside.setText(beside)
        shown = self._shown()
        if [_shape(row.line) for row in self.rows] == [_shape(line) for line in shown]:
            room = clock_room(shown)
            for row, line in zip(self.rows, shown, strict=True):
                row.show_line(line, room)
        else:
            self._build(shown)
        self._say()

    def _shown(self) -> list[TodayLine]:
        most = len(self.lines) if self._shows_all else MOST
        return self.lines if len(self.lines) <= most + 1 else self.lines[:most]

    def _show_all(self) -> None:
        self._shows_all = True
        at = len(self.rows)
        self.show_lines(self.lines, self.beside.full_text(), self._beyond)
        if at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, lines: Sequence[TodayLine]) -> None:
        for row in self.rows:
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        room = clock_room(list(lines))
        self.rows = []
        for line in lines:
            row = TodayRow(line, clock_room=room, why_not=self.why_not)
            row.hairline = bool(self.rows) and not line.is_small
            row.wanted.connect(self.wanted)
            row.opened.connect(self.opened)
            row.moved.connect(partial(self.moved.emit, row))
            row.crossed.connect(partial(self.crossed.emit, row))
            for act in line.acts:
                row.add_button(self._button(act, line))
            self._body.addWidget(row)
            row.show()  # at once: it may be given the keyboard
            self.rows.append(row)

    def _button(self, act: str, line: TodayLine) -> Button:
        words, icon, spoken = {
            "note": (_("Notes"), "notebook-pen", _("Write a note about {title}")),
            "directions": (_("Directions"), "map-pin", _("Show the way to {title}")),
            "join": (_("Join"), "external-link", _("Join {title}")),
            "call": (_("Call"), "phone", _("Call {title}")),
        }[act]
        button = Button(words, "secondary", icon, size="row")
        button.setAccessibleName(spoken.format(title=line.title))
        if act == "note" and self.why_not:
            button.setEnabled(False)
            button.setToolTip(self.why_not)
        button.clicked.connect(lambda: self.pressed.emit(act, line))
        return button

    def _say(self) -> None:
        has_any = bool(self.lines)
        for widget in (self.title, self.count, self.beside):
            widget.setVisible(has_any)
        self.quiet.setVisible(not has_any)
        is_told = bool(self.beside.full_text())  # beside the title there is room for one thing
        self.count.setVisible(has_any and not is_told)
        self.count.setText(counted(len(self.lines) + self._beyond) if has_any else "")
        left = len(self.lines) - len(self.rows)
        self._more.setVisible(left > 0)
        self._rest.setVisible(not left and self._beyond > 0)
        self._more.setText(_("Show {n} more").format(n=counted(left)))
        self._rest.setText(_("and {n} more").format(n=counted(self._beyond)))

    def stops(self) -> list[QWidget]:
        """Where Tab stops: each line and its buttons."""
        found: list[QWidget] = []
        for row in self.rows:
            found += [row, *row.buttons]
        return [*found, self._more]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "card", "border", 10)


def _shape(line: TodayLine) -> tuple[object, ...]:
    """What a row is built for: another one of these is another row."""
    return line.key, line.acts, bool(line.second), line.ticked is None


def spacing_between() -> int:
    """Between two cards, in px of the text size in use."""
    return look.px(16)
