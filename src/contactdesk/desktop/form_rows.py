"""Rows of the editor: one phone, mail, web address or messenger with type, star and remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.editor_line import EditorLine
from contactdesk.desktop.fields import Field
from contactdesk.desktop.form_values import (
    EntryRow,
    entries_of,
    mail_advice,
    web_advice,
    with_star,
)
from contactdesk.desktop.labels import Label
from contactdesk.desktop.service_choice import ServiceChoice
from contactdesk.desktop.type_choice import TypeChoice
from contactdesk.i18n import N_, _, ngettext
from contactdesk.model.contact import Entry

SLOT = 34  # star and remove; every field of the form ends before two of them
GAP = 6
_NO_FOCUS = Qt.FocusPolicy.NoFocus
MOST_ROWS = 40
LONGEST_NUMBER = 80  # characters; what is longer is no number anybody dials
LONGEST_EDITED = 2_000  # characters; longer ones would make the window wait
PAUSE_MS = 900  # "still typing" until then


class EntryKind(NamedTuple):
    """What the rows of one field are called and how they answer to typing."""

    field: str
    title: str
    add: str
    icon: str
    least: int  # rows shown when there are none
    starts_as: tuple[str, ...]  # types of a new row


KINDS = {
    "phones": EntryKind("phones", N_("Phone"), N_("Add phone"), "phone", 1, ("cell",)),
    "emails": EntryKind("emails", N_("Email"), N_("Add email"), "mail", 1, ("work",)),
    "urls": EntryKind("urls", N_("Web"), N_("Add web address"), "globe", 0, ()),
    "impp": EntryKind("impp", N_("Messenger"), N_("Add messenger"), "message-square", 0, ()),
}

Advice = tuple[str, str]  # state of the field, sentence


def advice_on(field: str, typed: str, region: str, *, settled: bool) -> Advice:
    """How the form answers to a value; `settled` once the person has stopped typing."""
    if field == "phones":
        return _phone_advice(typed, region, settled=settled)
    if not settled:
        return ("", "")
    if field == "emails":
        sentence = mail_advice(typed, region)
        return ("error" if sentence else "", sentence)
    if field == "urls":
        sentence = web_advice(typed)
        return ("advice" if sentence else "", sentence)
    return ("", "")


def _phone_advice(typed: str, region: str, *, settled: bool) -> Advice:
    from contactdesk.model.phones import advice, e164, pretty

    if not typed.strip() or len(typed) > LONGEST_NUMBER:
        return ("", "")
    sentence = advice(typed, region)
    if not sentence:
        number = e164(typed, region)
        # a number in use somewhere is written with spaces; a merely possible one stays as it is
        return ("valid" if number and pretty(number, region) != number else "", "")
    return ("advice", sentence) if settled else ("", "")


class EntryLine(QWidget):
    """One value with type, star and remove; asks through its signals, decides nothing."""

    edited = Signal()
    star_wanted = Signal(bool)
    remove_wanted = Signal()

    def __init__(
        self, kind: EntryKind, row: EntryRow, region: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind, self._region = kind, region
        self.row = row
        self.type: TypeChoice | ServiceChoice
        if kind.field == "impp":
            self.type = ServiceChoice(row.value, row.types, row.label)
            self.field = Field(self.type.name)
        else:
            self.type = TypeChoice(kind.field, row.types, row.label)
            self.field = Field(row.value[:LONGEST_EDITED])
        if len(row.value) > LONGEST_EDITED:
            self.field.setReadOnly(True)
            self.field.setToolTip(_("This is too long to be edited here. It is kept as it is."))
        self._loaded = self._text()  # a field cannot hold every text (length, line breaks)
        self.star = IconButton("star", "", side=SLOT)
        self.remove = IconButton("x", "", side=SLOT)
        self._shaping = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._name_parts()
        self._connect()
        self._advise(settled=True)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(0)
        top = Qt.AlignmentFlag.AlignTop
        for column, widget in enumerate((self.type, self.field, self.star, self.remove)):
            grid.addWidget(widget, 0, column, top if column != 1 else Qt.AlignmentFlag(0))
        grid.addWidget(self.field.message_line(), 1, 1, 1, 3)
        self.editor = EditorLine([self.field])
        grid.addWidget(self.editor, 2, 1, 1, 3)
        grid.setColumnStretch(1, 1)

    def _name_parts(self) -> None:
        title = _(self.kind.title)
        value = self.field.text().strip() or title
        self.type.name_it(_("Type of {name}").format(name=title))
        self.field.setAccessibleName(title)
        self.remove.name_it(_("Remove {name}").format(name=value))
        on = self.row.preferred
        self.star.set_icon("star-filled" if on else "star", "warn" if on else "")
        words = _("{name} is preferred") if on else _("Prefer {name}")
        self.star.name_it(words.format(name=value))

    def _connect(self) -> None:
        self.field.textEdited.connect(self._typed)
        self.field.left.connect(self.settle)
        self.type.chosen.connect(self._typed)
        self.star.clicked.connect(lambda: self.star_wanted.emit(not self.row.preferred))
        self.remove.clicked.connect(self.remove_wanted)
        self._pause.timeout.connect(lambda: self._advise(settled=True))

    def value(self) -> EntryRow:
        """The row as it stands."""
        text = self._text()
        return replace(
            self.row,
            value=self.row.value if text == self._loaded else text,
            types=self.type.types,
            label=self.type.label,
        )

    def _text(self) -> str:
        text = self.field.text()
        return self.type.address(text) if isinstance(self.type, ServiceChoice) else text

    def set_preferred(self, on: bool) -> None:
        """Show the star given or taken."""
        self.row = replace(self.row, preferred=on)
        self._name_parts()

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.field.text().strip()

    def _typed(self) -> None:
        if self._shaping:
            return
        self._advise(settled=False)
        self._pause.start()
        self._name_parts()
        self.edited.emit()

    def _advise(self, *, settled: bool) -> None:
        self.field.set_state(
            *advice_on(self.kind.field, self.field.text(), self._region, settled=settled)
        )

    def settle(self) -> None:
        """The person is done here: a number is written as its country writes it."""
        self._pause.stop()
        if self.kind.field == "phones" and self.field.isModified():
            self._shape_number()
        self._advise(settled=True)

    def _shape_number(self) -> None:
        from contactdesk.model.phones import pretty

        typed = self.field.text()
        if len(typed) > LONGEST_NUMBER:
            return
        shaped = pretty(typed.strip(), self._region)
        if shaped == typed or _last_digits(typed) != _last_digits(shaped):
            return
        caret = _same_place(typed, shaped, self.field.cursorPosition())
        self._shaping = True
        self.field.selectAll()
        self.field.insert(shaped)  # not setText: Ctrl+Z in the field still works
        self.field.setCursorPosition(caret)
        self._shaping = False
        self.edited.emit()


def _last_digits(number: str) -> str:
    """What formatting must never lose, for instance together with an extension."""
    return "".join(c for c in number if c.isdigit())[-3:]


def _same_place(before: str, after: str, caret: int) -> int:
    """Where the caret stands in the formatted number: behind as many digits as before."""
    from_end = sum(c.isdigit() for c in before[caret:])
    place = len(after)
    while from_end > 0 and place > 0:
        place -= 1
        from_end -= after[place].isdigit()
    return place


class EntryRows(QWidget):
    """All values of one field; a new row appears when the last one is filled."""

    edited = Signal()
    resized = Signal()  # a type became wider or narrower

    def __init__(
        self,
        kind: EntryKind,
        entries: Sequence[Entry],
        region: str,
        parent: QWidget | None = None,
        *,
        business: bool = False,
    ) -> None:
        super().__init__(parent)
        self.kind, self._region = kind, region
        self._business = business  # an organisation has no mobile or home of its own
        self.lines: list[EntryLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.add_button = Button(_(kind.add), "link", "plus", size="row")
        self.add_button.clicked.connect(self.add)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 2, 0, 0)  # in line with the title where there is no row yet
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self._column.addLayout(foot)
        # a card with hundreds of numbers comes from a program; people edit the first ones
        self._rest = tuple(entries[MOST_ROWS:])
        if self._rest:
            words = ngettext(
                "{count} more is kept as it is",
                "{count} more are kept as they are",
                len(self._rest),
            )
            foot.insertWidget(1, Label(words.format(count=len(self._rest)), "caption", "text2"))
        for entry in entries[:MOST_ROWS]:
            self._append(EntryRow.of(entry))
        while len(self.lines) < kind.least:
            self._append(self._blank())

    def value(self) -> tuple[Entry, ...]:
        """The entries as they stand."""
        return (*entries_of([line.value() for line in self.lines]), *self._rest)

    def add(self) -> EntryLine:
        """Go to an empty row, making one if there is none."""
        empty = next((line for line in self.lines if line.is_empty()), None)
        line = empty or self._append(self._blank())
        line.field.setFocus(Qt.FocusReason.TabFocusReason)
        return line

    def settle(self) -> None:
        """Write numbers out and give advice, as when the last field was left."""
        for line in self.lines:
            line.settle()

    def line_of(self, item: int) -> EntryLine | None:
        """The row that shows the item with this number, else the first."""
        found = (n for n in self.lines if n.row.source and n.row.source.item == item)
        return next(found, self.lines[0] if self.lines else None)

    def _blank(self) -> EntryRow:
        """A new row is of the first type nobody uses yet."""
        if self.kind.field == "impp":
            return EntryRow()  # its combo names the service, a type would not be seen
        used = {line.type.types for line in self.lines}
        order = [self.kind.starts_as, ("work",), ("home",), ("other",)]
        if self._business and self.kind.starts_as:
            order = [("work",), ("main",), ("other",)]
        free = (types for types in order if types not in used)
        return EntryRow(types=next(free, order[0]))

    def _append(self, row: EntryRow) -> EntryLine:
        line = EntryLine(self.kind, row, self._region)
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        line.edited.connect(lambda: self._edited(line))
        line.star_wanted.connect(lambda on: self._star(line, on))
        line.remove_wanted.connect(lambda: self._remove(line))
        chain_before(self.add_button, line.type.stop, line.field, line.star, line.remove)
        self.resized.emit()
        return line

    def _edited(self, line: EntryLine) -> None:
        if line is self.lines[-1] and not line.is_empty():
            self._append(self._blank())
        self.resized.emit()
        self.edited.emit()

    def _star(self, line: EntryLine, on: bool) -> None:
        rows = with_star([each.row for each in self.lines], self.lines.index(line), on)
        for each, row in zip(self.lines, rows, strict=True):
            each.set_preferred(row.preferred)
        self.edited.emit()

    def _remove(self, line: EntryLine) -> None:
        at = self.lines.index(line)
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        if len(self.lines) < self.kind.least:
            self._append(self._blank())
        following = self.lines[at].field if at < len(self.lines) else self.add_button
        following.setFocus(Qt.FocusReason.TabFocusReason)
        self.resized.emit()
        self.edited.emit()


def chain_before(last: QWidget, *widgets: QWidget) -> None:
    """Put widgets one behind the other in the order of Tab, right before `last`."""
    stops = [*widgets, last]
    before = last.previousInFocusChain()
    # Qt ignores widgets that never take the focus, so the one before must be a real stop
    while before is not None and before is not last and before.focusPolicy() == _NO_FOCUS:
        before = before.previousInFocusChain()
    if before is not None and before not in stops:
        stops.insert(0, before)
    for first, second in pairwise(stops):
        QWidget.setTabOrder(first, second)
