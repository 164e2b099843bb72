"""Calls that were kept with a number alone, where each can be said to have been with somebody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.look_up import look_up
from contactdesk.desktop.phone_body import row_of
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.desktop.surfaces import scrolled
from contactdesk.desktop.timeline_view import day_text, moment_of
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import phones
from contactdesk.model.event import Event
from contactdesk.model.happenings import number_of, title_of
from contactdesk.operations.phone_numbers import add_number, attach_calls

if TYPE_CHECKING:
    from contactdesk.store.listing import ChangeSet, ContactRow

SHOWN = 50
WIDE, HIGH = 560, 440


class UnknownCall(NamedTuple):
    """A call and who has its number now, if anybody."""

    event: Event
    number: str
    owner: ContactRow | None


def read_calls(tx: Any) -> tuple[list[UnknownCall], int]:
    """The latest, and how many there are in all."""
    found = []
    for event in tx.unknown_calls.all(SHOWN):
        number = number_of(event)
        owners = [c for c in tx.contacts.callers(number) if c.how == "number"]
        found.append(UnknownCall(event, number, owners[0].row if len(owners) == 1 else None))
    return found, tx.unknown_calls.count()


class CallLine(QWidget):
    """One call; its button asks with whom it was, or says it where the number tells."""

    def __init__(self, call: UnknownCall, dialog: UnknownCallsDialog) -> None:
        super().__init__()
        self.call, self._dialog = call, dialog
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 12, 8)
        column.setSpacing(4)
        number = bidi.left_to_right(phones.pretty(call.number))
        self.attach = Button(_("Who was it?"), size="row")
        self.attach.setAccessibleName(_("Say who called from {number}").format(number=number))
        if call.owner is not None:
            name = bidi.isolated(call.owner.name)
            self.attach.set_label(_("It was {name}").format(name=name))
        self.attach.clicked.connect(self._press)
        missed = call.event.direction == "missed"
        icon = "phone-missed" if missed else "phone"
        head = row_of(IconMark(icon, "bad" if missed else "ok", 16), Label(number, "strong"))
        head.addWidget(Label(_when(call.event), "caption", "text2"))
        head.addStretch(1)
        head.addWidget(self.attach)
        column.addLayout(head)
        said = " ".join(call.event.description.split()) or title_of(call.event)
        column.addWidget(ElidedLabel(bidi.isolated(said), "body", "text2"))
        self.who: ContactPicker | None = None
        self.attach.setEnabled(dialog.can_write)

    def _press(self) -> None:
        if self.call.owner is not None:
            self._dialog.attach(self.call, self.call.owner, with_number=False)
            return
        if self.who is None:
            self._build_question()
        assert self.who is not None
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_question(self) -> None:
        """The field for a name, and the two answers."""
        self.who = ContactPicker(self._dialog.ask, icon="search")
        self.who.setPlaceholderText(_("Name of a contact"))
        self.who.setAccessibleName(_("Who called"))
        self.this_call = Button(_("This call only"), size="row")
        self.with_number = Button(_("Add the number too"), "primary", size="row")
        self.this_call.clicked.connect(lambda: self._answer(with_number=False))
        self.with_number.clicked.connect(lambda: self._answer(with_number=True))
        self.who.picked.connect(self._picked)
        self._picked(None)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.who)
        layout.addLayout(row_of(None, self.this_call, self.with_number))
        self.attach.hide()
        spacing.fit(self)

    def _picked(self, row: ContactRow | None) -> None:
        for each in (self.this_call, self.with_number):
            each.setEnabled(row is not None)

    def _answer(self, *, with_number: bool) -> None:
        row = self.who.row if self.who is not None else None
        if row is not None:
            self._dialog.attach(self.call, row, with_number=with_number)


class UnknownCallsDialog(SmallDialog):
    """Lists them, and reads anew when anything happened."""

    def __init__(self, desk: Desk, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Unknown calls"))
        self._desk, self.ask = desk, ask
        self.can_write = not desk.read_only
        self.lines: list[CallLine] = []
        self._calls: list[UnknownCall] | None = None
        self._build()
        desk.changed.connect(self._changed)
        self.refresh()

    def _build(self) -> None:
        self.resize(look.px(WIDE), look.px(HIGH))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 12, 20)
        column.setSpacing(12)
        self.words = Label("", "body", "text2", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        area = scrolled("", self._rows)
        self.done_ = Button(_("Close"))
        self.done_.clicked.connect(self.accept)
        column.addWidget(Label(_("Unknown calls"), "subtitle"))
        column.addWidget(self.words)
        column.addWidget(area, 1)
        foot = row_of(None, self.done_)
        foot.setContentsMargins(0, 0, 12, 0)
        column.addLayout(foot)

    def done_with(self) -> None:
        """Enter presses what has the keyboard; there is nothing else to save."""

    def _changed(self, change: ChangeSet) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read them anew."""
        look_up(self._desk, read_calls, self._show, key="unknown-calls")

    def _show(self, found: tuple[list[UnknownCall], int]) -> None:
        calls, count = found
        if calls == self._calls:
            return
        self._calls = calls
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = [CallLine(call, self) for call in calls]
        for line in self.lines:
            self._rows.addWidget(line)
            self._rows.addWidget(Hairline())
        self._rows.addStretch(1)
        holder = self._rows.parentWidget()
        assert holder is not None
        spacing.fit(holder)
        self.words.setText(_told(count, len(calls)))
        self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> Button:
        usable = [line.attach for line in self.lines if line.attach.isEnabled()]
        return usable[0] if usable else self.done_

    def attach(self, call: UnknownCall, row: ContactRow, *, with_number: bool) -> None:
        """It was with somebody: the call is on their timeline, as one step of undo."""
        desk, number, shown = self._desk, call.event.number, phones.pretty(call.number)

        def do(tx: Any) -> None:
            attach_calls(tx, [number], row.id)
            if with_number:
                add_number(tx, row.number, shown)

        def done(_answer: object) -> None:
            words = _("The call is on the timeline of {name}").format(name=row.name)
            desk.toast.emit(words, _("Undo"), desk.undo)

        desk.write(_("Call with {name}").format(name=row.name), do, done)


def _when(event: Event) -> str:
    day, clock = moment_of(event)
    return ", ".join(p for p in (day_text(day, date.today()), clock) if p)


def _told(count: int, shown: int) -> str:
    if not count:
        return _("There are none. Calls of numbers that nobody has are kept here with “Note only”.")
    words = ngettext(
        "{n} call was kept with its number alone.", "{n} calls were kept with their number alone.",
        count,
    ).format(n=counted(count))  # fmt: skip
    if count > shown:
        words += " " + _("The latest {n} are shown.").format(n=counted(shown))
    return words
