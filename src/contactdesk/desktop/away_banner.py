"""The sentence over list and card while the book is away, and when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from contactdesk.desktop.main_window import MainWindow

EDGE = 12  # px around the ground
LOOKS = {
    "warn": ("warn_soft", "warn", "cloud-off"),
    "bad": ("bad_soft", "bad", "circle-alert"),
    "ok": ("ok_soft", "ok", "check"),
}


class AwayBanner(QWidget):
    """Lies over the list and the right side, which make room for it; never over the sidebar."""

    try_wanted = Signal()
    choose_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tone = "warn"
        self._said = ""
        self.mark = IconMark("cloud-off", "warn")
        self.title = Label("", "body", weight=600, wrap=True)
        self.words = Label("", "body", wrap=True)
        self.again = Button(_("Try now"), "ghost", "refresh-cw", size="row")
        self.choose = Button(_("Choose…"), "primary", size="row")
        self.changes = Button("", "secondary", "chevron-down", size="row")
        self._build()
        self.again.clicked.connect(self.try_wanted)
        self.choose.clicked.connect(self.choose_wanted)
        self.changes.clicked.connect(self.list_wanted)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.place)
        for pane in (window.right, window.list_pane):
            pane.installEventFilter(self)
        look.announcer().changed.connect(self._later.start)
        self.hide()

    def _build(self) -> None:
        self._text = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._text.setSpacing(2)
        self._text.addWidget(self.title)
        self._text.addWidget(self.words, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(EDGE + 12, EDGE + 6, EDGE + 8, EDGE + 6))
        row.setSpacing(10)
        row.addWidget(self.mark)
        row.addLayout(self._text, 1)
        for button in (self.again, self.choose, self.changes):
            row.addWidget(button)

    # ── what it says ────────────────────────────────────────────────────────────────────

    def say(self, tone: str, title: str, words: str = "") -> None:
        """Say it in a tone of `LOOKS`; which buttons there are is `offer`'s."""
        ground = LOOKS[tone]
        self._tone = tone
        self.mark.show_icon(ground[2], ground[1])
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        said = f"{title} {words}".strip()
        self.setAccessibleName(said)
        if not self.isVisible():
            self.show()
            self.raise_()
        self.place()
        self.update()
        if said != self._said:
            self._said = said
            announce(self, said)

    def offer(self, *, again: bool, trying: bool, choose: bool, changes: str) -> None:
        """Show the buttons that make sense now."""
        self.again.setVisible(again)
        self.again.setEnabled(not trying)
        self.again.set_label(_("Trying…") if trying else _("Try now"))
        self.choose.setVisible(choose)
        self.changes.setVisible(bool(changes))
        self.changes.set_label(changes)

    def go(self) -> None:
        """Leave the room to the others again."""
        self._said = ""
        self.hide()
        self._make_room(0)

    # ── where it is ─────────────────────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panes were moved, or one of them went."""
        if self.isVisible() and event.type() in (
            QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide,
        ):  # fmt: skip
            self._later.start()
        return False

    def place(self) -> None:
        """Lie over the panes beside the sidebar, as high as the words need."""
        if not self.isVisible():
            return
        window = self._window
        area = window.right.geometry()
        if window.list_pane.isVisible():
            area = area.united(window.list_pane.geometry())
        corner = window.splitter.mapTo(window, area.topLeft())
        self._turn(area.width())
        layout = self.layout()
        assert layout is not None
        layout.activate()
        high = max(layout.totalHeightForWidth(area.width()), look.tall(60, "body", room=40))
        self.setGeometry(corner.x(), corner.y(), area.width(), high)
        self._make_room(high - look.px(EDGE) // 2)

    def _turn(self, wide: int) -> None:
        """Both sentences in one line where there is room for that."""
        metrics = look.metrics("body")
        words = metrics.horizontalAdvance(f"{self.title.text()}  {self.words.text()}") * 1.06
        buttons = (self.again, self.choose, self.changes)
        taken = sum(b.sizeHint().width() + 10 for b in buttons if not b.isHidden())
        beside = words + taken + look.px(90) < wide
        directions = QBoxLayout.Direction
        self._text.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._text.setSpacing(look.px(6 if beside else 2))
        self.title.setWordWrap(not beside)  # a label that wraps does so beside another one too

    def _make_room(self, high: int) -> None:
        for layout in (self._window.list_pane.layout(), self._window.right_column):
            if layout is not None and layout.contentsMargins().top() != high:
                layout.setContentsMargins(0, high, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words may wrap otherwise."""
        super().resizeEvent(event)
        self._later.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, inside the margins."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), look.colour("page"))
            edge = look.px(EDGE)
            area = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            paint_ground(painter, area, LOOKS[self._tone][0], radius=8)
