"""A window that looks for words in everything that happened, and leads to whom it happened with."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.labels import Label
from contactdesk.desktop.phone_body import row_of
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.desktop.surfaces import scrolled
from contactdesk.desktop.timeline_list import TimelineList
from contactdesk.desktop.timeline_view import Row, rows_of
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.store.note_search import Found, Place
from contactdesk.store.timeline import Item

MOST = 60  # hits; more of them are found by more words
WAIT_MS = 250
WIDE, HIGH = 620, 560


class Step(NamedTuple):
    """What one slice brought."""

    text: str
    rows: tuple[Row, ...]
    goes_on: Place | None


def read_step(tx: Any, text: str, after: Place | None) -> Step:
    """Search the next slice, and say who the hits were with."""
    found: Found = tx.note_search.slice(text, after) if after else tx.note_search.slice(text)
    numbers = list(dict.fromkeys(hit.contacts[0] for hit in found.hits))
    people = {row.number: row for row in tx.contacts.rows(numbers)}
    items = [
        Item(hit.event, "", row.number, row.name, row.id)
        for hit in found.hits
        if (row := people.get(hit.contacts[0])) is not None
    ]
    rows = tuple(r for r in rows_of(tuple(items), date.today()) if r.event is not None)
    return Step(text, rows, found.goes_on)


class HitList(TimelineList):
    """Hits; Enter and a double click lead to the contact."""

    def edit_row(self, at: int, *, focus: bool = True) -> None:
        """Nothing is edited here: go to whom it was with."""
        if 0 <= at < len(self.rows.rows):
            self.opened.emit(self.rows.rows[at].person)


class NoteSearchDialog(SmallDialog):
    """Searches as one types; `opened` tells whose card is wanted."""

    opened = Signal(int)

    def __init__(self, desk: Desk, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Search in notes"))
        self._desk = desk
        self._rows: list[Row] = []
        self.is_done = False
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._begin)
        self._build()
        self.field.setText(text)
        self.field.textChanged.connect(self._wait.start)
        self._begin()
        self.field.setFocus()

    def _build(self) -> None:
        self.resize(look.px(WIDE), look.px(HIGH))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 12, 20)
        column.setSpacing(10)
        self.field = SearchField(_("Words in notes, calls, e-mails and appointments"))
        self.words = Label("", "caption", "text2")
        self.hits = HitList()
        self.hits.opened.connect(self._open)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 12, 0)
        inner.addWidget(self.hits)
        inner.addStretch(1)
        area = scrolled("", inner)
        self.away = Button(_("Close"))
        self.away.clicked.connect(self.reject)
        top = row_of(self.field)
        top.setContentsMargins(0, 0, 12, 0)
        column.addLayout(top)
        column.addWidget(self.words)
        column.addWidget(area, 1)
        foot = row_of(None, self.away)
        foot.setContentsMargins(0, 0, 12, 0)
        column.addLayout(foot)
        self.field.left_down.connect(self._go_down)
        self.field.opened.connect(self._go_down)

    def done_with(self) -> None:
        """Enter in the field goes to the hits; there is nothing to save."""
        self._go_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)

    def _go_down(self) -> None:
        if self._rows:
            self.hits.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, number: int) -> None:
        self.opened.emit(number)
        self.accept()

    # ── searching ───────────────────────────────────────────────────────────────────────

    def text(self) -> str:
        """What is looked for."""
        return self.field.text().strip()

    def _begin(self) -> None:
        self._rows, self.is_done = [], not self.text()
        self.hits.show_rows([])
        self.hits.hide()
        self.words.setText("")
        if self.text():
            self._ask(None)

    def _ask(self, after: Place | None) -> None:
        text = self.text()
        self._desk.read(
            lambda tx: read_step(tx, text, after), self._take, key="note-search",
            failed=self._not_read,
        )  # fmt: skip

    def _not_read(self, error: ContactDeskError) -> None:
        self.words.setText(wait_words() if self._desk.away.is_away else error.message)

    def _take(self, step: Step) -> None:
        if step.text != self.text():
            return
        self._rows += step.rows
        more = len(self._rows) > MOST
        self._rows = self._rows[:MOST]
        if step.rows:
            self.hits.show()
            self.hits.show_rows(self._rows)
        self.is_done = step.goes_on is None or more
        self.words.setText(self._told(more))
        if not self.is_done:
            self._ask(step.goes_on)

    def _told(self, more: bool) -> str:
        count = len(self._rows)
        if more:
            return _("The latest {n} are shown. More words find less.").format(n=counted(count))
        if not count and self.is_done:
            return _("Nothing that happened has these words.")
        words = ngettext("{n} found", "{n} found", count).format(n=counted(count))
        return words if self.is_done else _("{words}; searching…").format(words=words)
