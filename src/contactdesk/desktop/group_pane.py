"""Beside the rules: who is in now, why, and who is always left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.labels import Label
from contactdesk.desktop.line_row import LineRow
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.dates import PartialDate
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_words import rule_words
from contactdesk.store.listing import ContactRow
from contactdesk.store.queries import Reason

SHOWN = 30
TYPED_MS = 150


class Members(NamedTuple):
    """Who rules find: the first of them, how many there are, and how many the saved rules find
    (None for rules that are not saved yet)."""

    rows: tuple[ContactRow, ...]
    total: int
    saved: int | None = None
    fall_out: int = 0


class Why(NamedTuple):
    """What each rule says of somebody."""

    row: ContactRow
    is_in: bool
    reasons: tuple[Reason, ...]
    always_out: bool = False


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
        self.answer = Label("", "body", wrap=True)
        self.reasons = Label("", "body", "text2", wrap=True)
        self.out = Button(_("Leave out"), "ghost", size="row")
        self.card = Button(_("Open card"), "ghost", size="row")
        self.fall = Label("", "caption", "text2", wrap=True)
        self._timer = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._timer.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.out.clicked.connect(self._leave_out)
        self.card.clicked.connect(self._open_card)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._rows: list[LineRow] = []
        self._lay_out()
        self._show_why_parts()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*mirror.margins(16, 12, 12, 12))
        column.setSpacing(6)
        for widget in (self.total, self.saved, self.search, self.answer, self.reasons):
            column.addWidget(widget)
        verbs = QHBoxLayout()
        verbs.addWidget(self.out)
        verbs.addWidget(self.card)
        verbs.addStretch(1)
        column.addLayout(verbs)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.setProperty("surface", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines.addStretch(1)
        column.addWidget(scrolled("card", self._lines), 1)
        column.addWidget(self.fall)

    def show_members(self, members: Members) -> None:
        """Show who is in now."""
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
        self._show_rows(members.rows, total)

    def _show_rows(self, rows: Sequence[ContactRow], total: int) -> None:
        lines = [Line(row.name, row.subtitle, row, kind=row.kind) for row in rows]
        if total > len(rows):
            more = _("and {n} more").format(n=counted(total - len(rows)))
            lines.append(Line(more, ""))
        for gone in self._rows[len(lines) :]:
            gone.hide()
            gone.deleteLater()
        del self._rows[len(lines) :]
        for n, line in enumerate(lines):
            if n < len(self._rows) and (self._rows[n].line.row is None) == (line.row is None):
                self._rows[n].show_line(line)
                continue
            made = LineRow(line)
            made.opened.connect(self.why_wanted)
            if n < len(self._rows):
                self._rows[n].hide()
                self._rows[n].deleteLater()
                self._rows[n] = made
            else:
                self._rows.append(made)
            self._lines.insertWidget(n, made)

    def names(self) -> list[str]:
        """The names that are shown."""
        return [row.line.name for row in self._rows]

    def show_why(self, why: Why | None) -> None:
        """Say why somebody is in, or is not."""
        self.why = why
        self._show_why_parts()
        if why is None:
            return
        name = why.row.name
        words = _("{name} is in:") if why.is_in else _("{name} is not in:")
        if why.always_out:
            words = _("{name} is always left out.")
        self.answer.setText(words.format(name=name))
        self.reasons.setText("\n".join(self._line(reason) for reason in why.reasons))
        self.out.set_label(_("Let in again") if why.always_out else _("Leave out"))

    def _line(self, reason: Reason) -> str:
        said = rule_words(reason.rule, self.fields)
        day = date_text(PartialDate(reason.day.year, reason.day.month, reason.day.day)) if (
            reason.day) else ""  # fmt: skip
        said_there = reason.value
        if reason.rule.field in ("birthday", "anniversary"):
            said_there = date_text(PartialDate.parse(said_there))
        value = ", ".join(part for part in (day, said_there) if part)
        mark = "✓" if reason.holds else "–"
        if reason.how == "none":
            said = _("none of: {rule}").format(rule=said)
            mark = "–" if reason.holds else "✓"
        return f"{mark} {said} ({value})" if value else f"{mark} {said}"

    def say_nobody(self, text: str) -> None:
        """Nobody has the name that was typed."""
        self.show_why(None)
        self.answer.setText(_("Nobody called “{name}” is in this book.").format(name=text))
        self.answer.setVisible(bool(text))

    def _show_why_parts(self) -> None:
        for widget in (self.answer, self.reasons, self.out, self.card):
            widget.setVisible(self.why is not None)

    def _ask(self) -> None:
        text = self.search.text().strip()
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
