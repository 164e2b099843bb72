"""Beside the rules: who is in now, why, and who is always left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.group_why import Why, WhyBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.line_row import LineRow
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.query_fields import Fields
from contactdesk.store.listing import ContactRow

SHOWN = 30
TYPED_MS = 150


class Members(NamedTuple):
    """Who rules find: the first of them, how many there are, and how many the saved rules find
    (None for rules that are not saved yet). `new` are those of the first whom the saved rules do
    not find; `fallen` the first of the `fall_out` whom only these find. `left_out` are always."""

    rows: tuple[ContactRow, ...]
    total: int
    saved: int | None = None
    fall_out: int = 0
    new: frozenset[int] = frozenset()
    fallen: tuple[ContactRow, ...] = ()
    left_out: tuple[ContactRow, ...] = ()


class GroupPane(QWidget):
    """Shows `Members`; `why_wanted(number)`, `asked(text)` for anybody by name, `out_wanted`
    (number, whether) and `card_wanted(number)`."""

    why_wanted = Signal(int)
    asked = Signal(str)
    out_wanted = Signal(int, bool)
    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why: Why | None = None
        self.fields = Fields()
        self.total = Label("", "title")
        self.saved = Label("", "caption", "text2", wrap=True)
        self.search = SearchField(_("Is … in? Type a name"))
        self.box = WhyBox()
        self.fall = Label("", "caption", "text2", wrap=True)
        self.show_fallen = Button(_("Show"), "link", size="row")
        self.members: Members | None = None
        self.shows_fallen = False
        self._nobody = ""  # the name that nobody has, as it was typed
        self._timer = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._timer.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.box.out_wanted.connect(self._leave_out)
        self.box.card_wanted.connect(self._open_card)
        self.show_fallen.clicked.connect(self._turn)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._rows: list[LineRow] = []
        self._lay_out()
        self.box.hide()
        self.show_fallen.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*mirror.margins(16, 12, 12, 12))
        column.setSpacing(6)
        for widget in (self.total, self.saved, self.search):
            column.addWidget(widget)
        self._top = QVBoxLayout()  # for the answer about somebody who is in no row
        self._top.addWidget(self.box)
        column.addLayout(self._top)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.setProperty("surface", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines.addStretch(1)
        column.addWidget(scrolled("card", self._lines), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.fall, 1)
        foot.addWidget(self.show_fallen)
        column.addLayout(foot)

    def show_members(self, members: Members) -> None:
        """Show who is in now."""
        self.members = members
        total = members.total
        words = ngettext("{n} person now", "{n} people now", total).format(n=counted(total))
        self.total.setText(words)
        self.saved.setVisible(members.saved is not None and members.saved != total)
        saved = counted(members.saved or 0)
        self.saved.setText(_("was {n} with the saved rules").format(n=saved))
        fall = members.fall_out
        words = ngettext("{n} falls out compared with the saved rules",
                         "{n} fall out compared with the saved rules", fall)  # fmt: skip
        self.fall.setText(words.format(n=counted(fall)))
        self.fall.setVisible(fall > 0)
        self.show_fallen.setVisible(fall > 0)
        self.shows_fallen = self.shows_fallen and fall > 0
        self._show_them()

    def _turn(self) -> None:
        """Show those who fall out in place of those who are in, or these again."""
        self.shows_fallen = not self.shows_fallen
        self._show_them()

    def _show_them(self) -> None:
        members = self.members
        if members is None:
            return
        self.show_fallen.set_label(_("Show who is in") if self.shows_fallen else _("Show"))
        rows, total = members.rows, members.total
        if self.shows_fallen:
            rows, total = members.fallen, members.fall_out
        self._show_rows(rows, total, members.new)
        self._place_box()

    def _show_rows(self, rows: Sequence[ContactRow], total: int, new: frozenset[int]) -> None:
        lines = [
            Line(row.name, row.subtitle, row, kind=row.kind,
                 trailing=_("new") if row.number in new else "")
            for row in rows
        ]  # fmt: skip
        if total > len(rows):
            more = _("and {n} more").format(n=counted(total - len(rows)))
            lines.append(Line(more, ""))
        self._put_away(self._rows[len(lines) :])
        del self._rows[len(lines) :]
        for n, line in enumerate(lines):
            self._show_line(n, line)

    def _put_away(self, rows: Sequence[LineRow]) -> None:
        for gone in rows:
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def _show_line(self, n: int, line: Line) -> None:
        at = self._rows[n] if n < len(self._rows) else None
        if at is not None and (at.line.row is None) == (line.row is None):
            at.show_line(line)
            return
        made = LineRow(line)
        made.opened.connect(self._ask_why)
        if at is None:
            self._rows.append(made)
        else:
            self._put_away([at])
            self._rows[n] = made
        self._lines.insertWidget(self._lines.indexOf(self._rows[n - 1]) + 1 if n else 0, made)

    def _ask_why(self, number: int) -> None:
        """Unfold why somebody is in; a second time: fold it again."""
        if self.why is not None and self.why.row.number == number:
            self.show_why(None)
        else:
            self.why_wanted.emit(number)

    def names(self) -> list[str]:
        """The names that are shown."""
        return [row.line.name for row in self._rows]

    def show_why(self, why: Why | None) -> None:
        """Say why somebody is in, or is not: below the row, where there is one."""
        self.why = why
        self.box.setVisible(why is not None)
        if why is not None:
            self.box.show_why(why, self.fields, date.today())
            self._place_box()

    def _place_box(self) -> None:
        number = self.why.row.number if self.why is not None else 0
        row = next((r for r in self._rows if r.line.row and r.line.row.number == number), None)
        layout = self._top if row is None else self._lines
        after = None if row is None else self._lines.itemAt(self._lines.indexOf(row) + 1)
        is_there = layout.indexOf(self.box) >= 0 and (
            row is None or (after is not None and after.widget() is self.box)
        )
        if not is_there:
            self._top.removeWidget(self.box)
            self._lines.removeWidget(self.box)
            layout.insertWidget(0 if row is None else self._lines.indexOf(row) + 1, self.box)
            self.box.setVisible(self.why is not None or bool(self._nobody))

    def say_nobody(self, text: str) -> None:
        """Nobody has the name that was typed."""
        self.show_why(None)
        self._nobody = text
        self.box.say(_("Nobody called “{name}” is in this book.").format(name=text))
        self._place_box()
        self.box.setVisible(bool(text))

    def _ask(self) -> None:
        text, self._nobody = self.search.text().strip(), ""
        if text:
            self.asked.emit(text)
        else:
            self.show_why(None)

    def _leave_out(self) -> None:
        if self.why is not None:
            self.out_wanted.emit(self.why.row.number, not self.why.always_out)

    def _open_card(self) -> None:
        if self.why is not None:
            self.card_wanted.emit(self.why.row.number)
