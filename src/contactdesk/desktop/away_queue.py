"""The list of the edits that wait for the book: each can be taken back, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.away_words import next_try_words, waiting_here_words, words_of
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.overlay import Overlay
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from contactdesk.desktop.desk import Desk
    from contactdesk.model.deed import Deed

WIDE = 536
MOST_HIGH = 320  # px of rows; more are scrolled
TICK_MS = 1_000


class AwayQueue(Overlay):
    """Lies under the banner's button; the window is not dimmed by it."""

    back_wanted = Signal(object)  # ids of the edits to take back

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._under_what: QWidget | None = None
        self.backs: list[IconButton] = []
        self._column = QVBoxLayout(self.sheet)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(10)
        self.title = Label("", "strong")
        self._column.addLayout(self._head())
        self._rows = QScrollArea()
        self._rows.setWidgetResizable(True)
        self._rows.setFrameShape(QFrame.Shape.NoFrame)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.viewport().setAutoFillBackground(False)
        self._column.addWidget(self._rows)
        safe = _("Kept safe even if the program or the computer stops.")
        self._column.addLayout(_line("hard-drive", Label(safe, "caption", "text2", wrap=True)))
        self.next = Label("", "caption", "text2", wrap=True)
        self._column.addLayout(_line("refresh-cw", self.next))
        self.all = Button(_("Take all back"), "ghost", "undo-2", size="row")
        self.all.clicked.connect(self._all)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._count_down)
        desk.outbox.changed.connect(self.refresh)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        close = IconButton("x", _("Close"), side=28, icon_size=16)
        close.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(close)
        return row

    def refresh(self) -> None:
        """List what waits now; with nothing left it goes."""
        waiting = self._desk.outbox.waiting
        if not waiting:
            if self.isVisible():
                self.leave()
            return
        words = waiting_here_words(len(waiting))
        self.title.setText(words)
        self.setAccessibleName(words)
        had_focus = any(back.hasFocus() for back in self.backs)
        self._fill(waiting)
        self._count_down()
        if had_focus:
            self.backs[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, waiting: Sequence[Deed]) -> None:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.backs = []
        for deed in waiting:
            column.addLayout(self._row(deed))
            column.addWidget(Hairline())
        self._rows.setWidget(held)
        held.setAutoFillBackground(False)
        high = min(held.sizeHint().height(), look.px(MOST_HIGH))
        self._rows.setFixedHeight(high)
        self.fit()

    def _row(self, deed: Deed) -> QHBoxLayout:
        said = words_of(deed)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(ElidedLabel(said.title, "strong"))
        second = ElidedLabel(said.second, "caption", "text2")
        second.setVisible(bool(said.second))
        text.addWidget(second)
        back = IconButton("undo-2", _("Take back: {what}").format(what=deed.label), side=28)
        back.clicked.connect(lambda: self.back_wanted.emit([deed.id]))
        self.backs.append(back)
        row = QHBoxLayout()
        row.setSpacing(10)
        ink = "accent_text" if said.tone == "accent" else said.tone
        mark = IconMark(said.icon, ink, 16, side=28, ground=f"{said.tone}_soft", round_=True)
        row.addWidget(mark)
        row.addLayout(text, 1)
        row.addWidget(Label(said.time, "caption", "text2"))
        row.addWidget(back)
        return row

    def _count_down(self) -> None:
        self.next.setText(next_try_words(self._desk.away.seconds_left))

    def _all(self) -> None:
        self.back_wanted.emit([deed.id for deed in self._desk.outbox.waiting])

    def open_under(self, button: QWidget) -> None:
        """Show it below the button, inside the window."""
        self._under_what = button
        self.open()
        self._tick.start()
        if self.backs:
            self.backs[0].setFocus(Qt.FocusReason.TabFocusReason)

    def leave(self) -> None:
        """Go away for good."""
        self._tick.stop()
        super().leave()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """As wide as it is drawn, as high as its words need then."""
        layout, button = self.sheet.layout(), self._under_what
        if layout is None or button is None:
            return
        layout.activate()
        wide = min(look.px(WIDE), self.width() - 24)
        size = QSize(wide, layout.totalHeightForWidth(wide))
        self.sheet.setGeometry(QRect(self._corner(button, size), size))
        self.update()

    def _corner(self, button: QWidget, size: QSize) -> QPoint:
        """Its trailing edge is the button's."""
        under = QRect(button.mapTo(self.window(), QPoint()), button.size())
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = under.left() if right_to_left else under.right() + 1 - size.width()
        return QPoint(max(12, min(left, self.width() - size.width() - 12)), under.bottom() + 9)

    def _take_picture(self) -> None:
        """What lies under it is not dimmed, and painted as it is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft shadow and the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_sheet(painter)


def _line(icon: str, words: Label) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconMark(icon, "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
