"""The page of a book that may only be read where it lies: what is safe, and three ways on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _
from contactdesk.operations.file_sizes import size_words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from contactdesk.operations.place_report import Report, State, Tried

_HEADLINES: dict[str, Callable[[], str]] = {
    "newer": lambda: _("A newer version wrote this book"),
    "taken": lambda: _("Somebody else is writing in this book"),
    "full": lambda: _("There is no room left here"),
    "not opened": lambda: _("This book was not opened"),
}
_MARKS: dict[State, tuple[str, str]] = {
    "good": ("check", "ok"),
    "bad": ("x", "bad"),
    "not tried": ("minus", "text3"),
}


class Way(Card):
    """One way on: what it is, what one gets by it, and its button."""

    def __init__(self, icon: str, tone: str, title: str, words: str, button: Button) -> None:
        super().__init__()
        self.button = button
        self.words = Label(words, "caption", "text2", wrap=True)
        ink = "accent_text" if tone == "accent" else "text2" if tone == "slate" else tone
        mark = IconMark(icon, ink, 20, side=40, ground=f"{tone}_soft", round_=True)
        lines = QVBoxLayout()
        lines.setSpacing(3)
        lines.addWidget(Label(title, "strong", wrap=True))
        lines.addWidget(self.words)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(mark)
        row.addLayout(lines, 1)
        row.addWidget(button)
        self.body.addLayout(row)
        button.setAccessibleDescription(words)

    def say(self, words: str) -> None:
        """Other words on what one gets."""
        self.words.setText(words)
        self.button.setAccessibleDescription(words)


class PlacePage(Page):
    """Why the book may only be read. `read_wanted` is Enter's, `back_wanted` Esc's."""

    read_wanted = Signal()
    copy_wanted = Signal()
    server_wanted = Signal()
    again_wanted = Signal()
    other_wanted = Signal()
    back_wanted = Signal()
    report_wanted = Signal()  # onto the clipboard

    def __init__(self, why: str, reason: str, folder: str, back: str = "") -> None:
        """`folder` is where a copy would go, `back` the name of the last book, "" for none."""
        super().__init__(widest=886)
        self.why, self.reason, self._folder = why, reason, folder
        self.can_read = why not in ("full", "not opened")
        self._build_ways()
        self._build_foot(back)
        self.copied = Label("", "caption", "bad", wrap=True)
        self.copied.hide()
        self.tried = Card(ground="sunken")
        self.tried.hide()
        column = QVBoxLayout()
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addStretch(2)
        column.addLayout(self._head())
        column.addSpacing(8)
        for way in self.ways:
            column.addWidget(way)
        column.addWidget(self.copied)
        column.addWidget(self.tried)
        column.addLayout(self._foot)
        column.addStretch(3)
        self.set_content(column)
        self.setAccessibleName(self.title.text())

    def _head(self) -> QHBoxLayout:
        headline = _HEADLINES.get(self.why)
        words = headline() if headline else _("This place is for reading only")
        self.title = Label(words, "title", wrap=True)
        self.words = Label(self.reason, "body", "text2", wrap=True)
        safe = Label(_("Nothing was changed, and what is saved is safe."), "body", "text2")
        safe.setWordWrap(True)
        lines = QVBoxLayout()
        lines.setSpacing(3)
        for line in (self.title, self.words, safe):
            lines.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(18)
        mark = IconMark("lock", "warn", 30, side=56, ground="warn_soft")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        return row

    def _build_ways(self) -> None:
        self.read = Button(_("Open for reading"), "primary")
        self.read.clicked.connect(self.read_wanted)
        self.copy = Button(_("Make a copy"), "secondary" if self.can_read else "primary")
        self.copy.clicked.connect(self.copy_wanted)
        self.server = Button(_("Open from a server…"))
        self.server.clicked.connect(self.server_wanted)
        reading = _("Look things up, call, copy and print. Editing is off, and the window says so.")
        on_server = _("A PostgreSQL server keeps any number of people apart, on any network.")
        self.copying = Way(
            "save", "accent", _("Keep a copy on this computer and work there"),
            self._copy_words(0), self.copy,
        )  # fmt: skip
        ways = [
            Way("eye", "slate", _("Open it for reading"), reading, self.read),
            self.copying,
            Way("server", "teal", _("Use a book on a server"), on_server, self.server),
        ]
        self.ways = ways if self.can_read else ways[1:]
        if self.why == "newer":  # and so would be any copy
            self.ways = ways[:1]
        for unused in [way for way in ways if way not in self.ways]:
            unused.deleteLater()
        self.first = self.read if self.can_read else self.copy

    def _copy_words(self, size: int) -> str:
        words = _("A checked copy of your own in {folder}. The book here stays as it is.")
        if size:
            words = _("A checked copy of your own, {size}, in {folder}. The book here stays as it "
                      "is.")  # fmt: skip
        return words.format(
            size=bidi.isolated(size_words(size)), folder=bidi.isolated(self._folder)
        )

    def _build_foot(self, back: str) -> None:
        again = Button(_("Try again"), "ghost", "refresh-cw")
        again.clicked.connect(self.again_wanted)
        other = Button(_("Choose another file…"), "ghost", "folder")
        other.clicked.connect(self.other_wanted)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addWidget(again)
        self._foot.addWidget(other)
        if back:
            words = _("Back to {name}").format(name=bidi.isolated(back))
            last = Button(words, "ghost", "arrow-left")
            last.clicked.connect(self.back_wanted)
            self._foot.addWidget(last)
        self._foot.addStretch(1)

    # ── what was found out since ────────────────────────────────────────────────────────

    def show_report(self, report: Report) -> None:
        """Say what was tried, in its order."""
        if self.copying in self.ways:
            self.copying.say(self._copy_words(report.size))
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(Label(_("What was tried"), "caption", "text2", weight=600))
        for step in report.steps:
            column.addLayout(_line_of(step))
        self.copy_report = Button(_("Copy for the administrator"), "link", "copy", size="row")
        self.copy_report.clicked.connect(self.report_wanted)
        row = QHBoxLayout()
        row.addWidget(self.copy_report)
        row.addStretch(1)
        column.addLayout(row)
        self.tried.body.addLayout(column)
        self.tried.show()

    def show_copying(self, on: bool, error: str = "") -> None:
        """A copy is being made, or was not made."""
        self.copy.setEnabled(not on)
        self.copy.set_label(_("Copying…") if on else _("Make a copy"))
        self.copied.setText(error)
        self.copied.setVisible(bool(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens for reading, Esc goes back to the last book."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.can_read:
            self.read_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)


def _line_of(step: Tried) -> QHBoxLayout:
    icon, tone = _MARKS[step.state]
    spoken = {"good": _("worked"), "bad": _("failed"), "not tried": _("not tried")}[step.state]
    mark = IconMark(icon, tone, 16)
    mark.setAccessibleName(spoken)
    what = Label(step.what, "body", wrap=True)
    what.setAccessibleName(f"{step.what}: {spoken}")
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(what)
    lines.addWidget(Label(bidi.isolated(step.detail), "caption", "text2", wrap=True))
    row = QHBoxLayout()
    row.setContentsMargins(*mirror.margins(0, 0, 0, 0))
    row.setSpacing(10)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addLayout(lines, 1)
    return row
