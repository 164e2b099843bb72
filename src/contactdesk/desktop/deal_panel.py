"""A deal beside the board, every value edited where it stands: nothing here writes to the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.appointment_people import People
from contactdesk.desktop.buttons import Button, IconButton, cross
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.deal_facts import DealFacts
from contactdesk.desktop.deal_next import DealNext
from contactdesk.desktop.deal_opened import Opened
from contactdesk.desktop.deal_products import DealProducts, with_products
from contactdesk.desktop.deal_stage_bar import StageBar
from contactdesk.desktop.deal_timeline import MOVES, DealTimeline
from contactdesk.desktop.deal_words import day_of, title_of
from contactdesk.desktop.fields import TextArea
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.in_place import InPlace
from contactdesk.desktop.labels import Hairline, Label, LinkLabel
from contactdesk.desktop.money_texts import money_text
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.spoken_times import read_day
from contactdesk.desktop.surfaces import scrolled
from contactdesk.desktop.task_fields import AboutPeople
from contactdesk.desktop.task_words import day_words
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Deal
from contactdesk.model.money import decimal_of, typed_amount

SOON = 7  # days before the closing date in which it is said how many are left


class DealPanel(QWidget):
    """Shows one deal; its signals tell what is asked."""

    changed = Signal(object)  # the Deal as it is to be
    competitors_named = Signal(object)
    people_wanted = Signal(object)  # tuple of ids of contacts
    moved = Signal(int)  # so many stages on
    won = Signal()
    lost = Signal()
    reopened = Signal()
    closed = Signal()
    menu_wanted = Signal(object)  # where
    note_written = Signal(str)
    contact_wanted = Signal(int)
    trouble = Signal(str)

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opened: Opened | None = None
        self._read_only = False
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.people: People = AboutPeople(ask)
        self.people.edited.connect(lambda: self.people_wanted.emit(self.people.about()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_body(), 1)
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_foot())

    # ── building ────────────────────────────────────────────────────────────────────────

    def _build_head(self) -> QVBoxLayout:
        self.title = InPlace(_("Title"), "title")
        self.title.entered.connect(self._titled)
        self.more = IconButton("ellipsis", _("More"))
        self.more.clicked.connect(
            lambda: self.menu_wanted.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        )
        self.close_it = cross(self.closed)
        row = QHBoxLayout()
        row.setSpacing(2)
        for widget in (self.title, self.more, self.close_it):
            row.addWidget(widget, int(widget is self.title))
        self._with = QWidget()
        self._links = FlowLayout(6, 2)
        self._with.setLayout(self._links)
        self.edit_people = IconButton("pencil", _("Change whom it is with"), side=26, icon_size=14)
        self.edit_people.clicked.connect(self._toggle_people)
        column = QVBoxLayout()
        column.setContentsMargins(*mirror.margins(14, 10, 10, 12))
        column.setSpacing(6)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setContentsMargins(*mirror.margins(6, 0, 0, 0))  # under the words of the title
        below.addWidget(self._with)
        column.addLayout(below)
        column.addWidget(self.people)
        self.people.hide()
        return column

    def _build_body(self) -> QScrollArea:
        self.bar, self.next = StageBar(), DealNext()
        self.facts, self.products = DealFacts(), DealProducts()
        self.bar.moved.connect(self.moved)
        self.bar.history_wanted.connect(self._show_moves)
        self.facts.changed.connect(self.changed)
        self.facts.competitors_named.connect(self.competitors_named)
        self.products.changed.connect(self.changed)
        self.products.trouble.connect(self.trouble)
        column = QVBoxLayout()
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._build_numbers())
        for widget in (self.bar, self.next, self.facts, self.products):
            column.addWidget(widget)
        self.documents = QVBoxLayout()  # of the deal, once the window serves them
        column.addLayout(self.documents)
        column.addLayout(self._build_timeline())
        column.addStretch(1)
        return scrolled("page", column)

    def event_id_at(self, _spot: QPoint) -> str:
        """The id of the deal: files that are dropped here belong to it."""
        return self.opened.deal.id if self.opened is not None and not self._read_only else ""

    def _build_numbers(self) -> QHBoxLayout:
        self.amount = InPlace(_("Amount"), "title")
        self.chance = InPlace(_("Chance"), "subtitle")
        self.closes = InPlace(_("Closes"), "subtitle")
        self.unlike = LinkLabel(_("≠ products"), "caption")
        self.unlike.setToolTip(_("Let the amount follow the products again"))
        self.weighted, self.soon = Label("", "caption", "text2"), Label("", "caption", "warn")
        self.amount.entered.connect(self._amounted)
        self.chance.entered.connect(self._chanced)
        self.closes.entered.connect(self._dated)
        self.unlike.activated.connect(self._follow_again)
        row = QHBoxLayout()
        row.setSpacing(4)
        for share, words, value, beside in (
            (5, _("Amount"), self.amount, self.unlike),
            (3, _("Chance"), self.chance, self.weighted),
            (4, _("Closes"), self.closes, self.soon),
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            caption = Label(words, "caption", "text2", weight=500)
            caption.setContentsMargins(*mirror.margins(6, 0, 0, 0))
            beside.setContentsMargins(*mirror.margins(6, 0, 0, 0))
            for widget in (caption, value, beside):
                column.addWidget(widget)
            column.addStretch(1)
            row.addLayout(column, share)
        return row

    def _build_timeline(self) -> QVBoxLayout:
        self.note = Button(_("Note"), "ghost", "notebook-pen", size="row")
        self.note.clicked.connect(self.begin_note)
        self.area = TextArea(lines=3, most=10)
        self.area.setAccessibleName(_("Note"))
        self.area.setPlaceholderText(_("What was said or agreed?"))
        self.keep = Button(_("Save the note"), "primary", size="row")
        self.keep.clicked.connect(self._keep_note)
        self.happened = DealTimeline()
        self.timeline = self.happened.list
        head = QHBoxLayout()
        head.addWidget(Label(_("What happened"), "strong"), 1)
        head.addWidget(self.note)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.area)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTrailing)
        column.addWidget(self.happened)
        self.area.hide()
        self.keep.hide()
        return column

    def _build_foot(self) -> QHBoxLayout:
        self.lose = Button(_("Lost…"), "danger", "circle-x")
        self.win = Button(_("Mark as won"), "primary", "trophy")
        self.reopen = Button(_("Open again"), "secondary", "rotate-ccw")
        self.lose.clicked.connect(self.lost)
        self.win.clicked.connect(self.won)
        self.reopen.clicked.connect(self.reopened)
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(8)
        row.addWidget(self.lose)
        row.addStretch(1)
        row.addWidget(self.reopen)
        row.addWidget(self.win)
        return row

    def stops(self) -> list[QWidget]:
        """What Tab stops at, from the top down; the cross comes last."""
        links = [*stops_in(self._with), *stops_in(self.people)]
        numbers = [self.amount, self.unlike, self.chance, self.closes, self.bar]
        parts = [*self.next.stops(), *self.facts.stops(), *self.products.stops()]
        for at in range(self.documents.count()):
            item = self.documents.itemAt(at)
            section = item.widget() if item is not None else None
            parts += stops_in(section) if section is not None else []
        end = [self.note, self.area, self.keep, self.happened.kinds, self.timeline]
        end += [self.win, self.reopen, self.lose]
        return [self.title, *links, *numbers, *parts, *end, self.more, self.close_it]

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def show_opened(self, opened: Opened, *, read_only: bool) -> None:
        """Show a deal; what is just being typed stays."""
        other = self.opened is None or self.opened.deal.id != opened.deal.id
        self.opened, self._read_only = opened, read_only
        if other:
            self.people.hide()
            self._end_note()
        deal = opened.deal
        self.title.show_value(title_of(deal), deal.title)
        self._show_with(opened)
        self._show_numbers(opened)
        self.bar.show_opened(opened)
        self.next.show_opened(opened, read_only=read_only)
        self.facts.show_opened(opened, read_only=read_only)
        self.products.show_deal(deal, read_only=read_only)
        self.happened.show_rows(opened.timeline, editable=not read_only)
        decided = bool(opened.stage.outcome)
        self.reopen.setVisible(decided)
        self.win.setVisible(opened.stage.outcome != "won")
        self.lose.setVisible(opened.stage.outcome != "lost")
        for value in (self.title, self.amount, self.chance, self.closes):
            value.read_only = read_only
        for button in (self.lose, self.win, self.reopen, self.note, self.edit_people):
            button.setEnabled(not read_only)

    def _show_with(self, opened: Opened) -> None:
        while (item := self._links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.edit_people:
                widget.hide()
                widget.deleteLater()
        row = opened.row
        parties = [*([row.organisation] if row.organisation else []), *row.people]
        for party in parties:
            link = LinkLabel(bidi.isolated(party.name), "body")
            link.setMinimumHeight(self.edit_people.sizeHint().height())
            link.activated.connect(lambda n=party.number: self.contact_wanted.emit(n))
            self._links.addWidget(link)
        if not parties:
            self._links.addWidget(Label(_("With nobody yet"), "body", "text2"))
        self._links.addWidget(self.edit_people)
        self.edit_people.show()
        if not self.people.isVisible():
            self.people.show_people((), [(p.id, p.name) for p in parties])

    def _show_numbers(self, opened: Opened) -> None:
        deal, row = opened.deal, opened.row
        self.amount.show_value(money_text(deal.amount, deal.currency), deal.amount, "–")
        self.unlike.setVisible(bool(deal.products) and not deal.follows_products)
        self.chance.show_value(_("{n} %").format(n=counted(row.chance)), str(row.chance))
        amount = decimal_of(deal.amount)
        share = money_text((amount * row.chance / 100).quantize(1), deal.currency) if amount else ""
        self.weighted.setText(f"= {share}" if share else "")
        day = day_of(deal.expected_on)
        self.closes.show_value(day_words(day, opened.today) if day else "", deal.expected_on, "–")
        self.soon.setText("" if opened.stage.outcome else _left(day, opened.today))

    def _show_moves(self) -> None:
        """Through which stages it went, and when."""
        self.happened.show_kind(MOVES)
        if self.timeline.rows.rows:
            self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_people(self) -> None:
        self.edit_people.setFocus(Qt.FocusReason.OtherFocusReason)
        self.people.setVisible(not self.people.isVisible())
        if self.people.isVisible():
            self.people.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # ── what was typed ──────────────────────────────────────────────────────────────────

    def _change(self, **values: object) -> None:
        assert self.opened is not None
        deal: Deal = replace(self.opened.deal, **values)  # type: ignore[arg-type]  # of any field
        self.changed.emit(deal)

    def _titled(self, text: str) -> None:
        if text:
            self._change(title=text)
        else:
            self.trouble.emit(_("A deal has a title."))

    def _amounted(self, text: str) -> None:
        amount = typed_amount(text)
        if amount is None:
            self.trouble.emit(_("This is no number: {text}").format(text=text))
        else:
            self._change(amount=amount, follows_products=not amount)

    def _follow_again(self) -> None:
        if self.opened is not None and not self._read_only:
            self.changed.emit(with_products(replace(self.opened.deal, follows_products=True)))

    def _chanced(self, text: str) -> None:
        chance = typed_amount(text.replace("%", "").replace("٪", ""))
        number = decimal_of(chance or "")
        if not chance and chance is not None:
            self._change(chance=None)  # its stage's again
        elif number is None or not 0 <= number <= 100:
            self.trouble.emit(_("A chance is a number from 0 to 100."))
        else:
            self._change(chance=int(number))

    def _dated(self, text: str) -> None:
        assert self.opened is not None
        day = read_day(text, self.opened.today) if text else None
        if text and day is None:
            self.trouble.emit(_("This is no day: {text}").format(text=text))
        else:
            self._change(expected_on=day.isoformat() if day else "")

    # ── a note ──────────────────────────────────────────────────────────────────────────

    def begin_note(self) -> None:
        """Open the field for a note."""
        self.area.show()
        self.keep.show()
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_note(self) -> None:
        text = self.area.toPlainText().strip()
        if text:
            self.note_written.emit(text)
        self._end_note()

    def _end_note(self) -> None:
        if self.area.hasFocus() or self.keep.hasFocus():
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.clear()
        self.area.hide()
        self.keep.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Ctrl+Enter keeps a note."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if enter and held and self.area.isVisible():
            self._keep_note()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _left(day: date | None, today: date) -> str:
    """ "in 6 days", where there are few left; "3 days late"."""
    if day is None:
        return ""
    days = (day - today).days
    if days < 0:
        return ngettext("{n} day late", "{n} days late", -days).format(n=counted(-days))
    if days == 0:
        return _("Today")
    words = ngettext("in {n} day", "in {n} days", days).format(n=counted(days))
    return words if days <= SOON else ""
