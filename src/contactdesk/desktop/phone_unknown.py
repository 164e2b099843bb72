"""A number that nobody has: who it is, or what to do with it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.phone_body import FACE, SMALL_FACE, PhoneBody, face_of, row_of
from contactdesk.desktop.phone_view import PhoneView
from contactdesk.desktop.timeline_view import day_text, moment_of
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.event import Event
from contactdesk.store.listing import ContactRow


class _Who(ContactPicker):
    """Enter takes the one who was chosen, or a new contact of that name."""

    entered = Signal()
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the answer, ↓ goes to those below, unless the list of names is open."""
        popup = self.completer().popup()
        open_list = popup is not None and popup.isVisible()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and not open_list and self.text().strip():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Down and not open_list:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class _Same(Button):
    """Gives the number to somebody who nearly has it; ↑ and ↓ go to the others."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up or down."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class UnknownBody(PhoneBody):
    """Asks who it is: `chosen` somebody, a new contact, a note alone, or nobody of interest."""

    chosen = Signal(object)  # ContactRow
    new_wanted = Signal(str)  # the name that was typed
    note_wanted = Signal()
    not_needed = Signal()

    def __init__(self, desk: Desk, view: PhoneView, ask: Ask, why_not: str) -> None:
        super().__init__()
        self._why_not = why_not
        self._build_head(view)
        self.column.addWidget(Hairline())
        self.column.addWidget(Label(_("Who is it?"), "caption", "text2", weight=500))
        self.field = _Who(ask, icon="search")
        self.field.setPlaceholderText(
            _("Name – or pick someone below") if view.near else _("Name of a contact")
        )
        self.field.setAccessibleName(_("Who is it?"))
        self.field.setEnabled(not why_not)
        self.field.picked.connect(self._picked)
        self.field.entered.connect(self._entered)
        self.column.addWidget(self.field)
        self.same: list[_Same] = []
        for row in view.near:
            self.column.addLayout(self._near(desk, row))
        self.field.down.connect(lambda: self._go(-1, 1))
        self.column.addSpacing(4)
        self.column.addLayout(self._buttons())

    def first(self) -> QWidget:
        """Where a name is typed."""
        return self.field if self.field.isEnabled() else self.away

    def _build_head(self, view: PhoneView) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(_("Nobody with this number"), "title"))
        words.addWidget(ElidedLabel(_before(view), "body", "text2"))
        row = QHBoxLayout()
        row.setSpacing(14)
        mark = IconMark(
            "circle-question-mark", "text2", 26, side=FACE, ground="sunken", round_=True
        )
        row.addWidget(mark)
        row.addLayout(words, 1)
        self.column.addLayout(row)

    def _near(self, desk: Desk, row: ContactRow) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        name = bidi.isolated(row.name)
        words.addWidget(ElidedLabel(name, "body", weight=500))
        differs = _("number differs in the last 2 digits")
        below = " · ".join(p for p in (bidi.isolated(row.subtitle), differs) if p)
        words.addWidget(ElidedLabel(below, "caption", "text2"))
        same = _Same(_("Same person") if row.kind != "org" else _("Add number"), size="row")
        at = len(self.same)
        same.stepped.connect(lambda step: self._go(at, step))
        self.same.append(same)
        same.setAccessibleName(_("Add the number to {name}").format(name=row.name))
        self._allow(same, "")
        same.clicked.connect(lambda: self.chosen.emit(row))
        line = row_of(face_of(desk, row, SMALL_FACE))
        line.addLayout(words, 1)
        line.addWidget(same)
        return line

    def _go(self, at: int, step: int) -> None:
        """From the field (-1) down through those who nearly have the number, and back."""
        to = min(at + step, len(self.same) - 1)
        (self.same[to] if to >= 0 else self.field).setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> QHBoxLayout:
        self.new = Button(_("New contact"), "primary", "user-plus")
        self.add = Button(_("Add number"), "primary", "check")
        self.note = Button(_("Note only"), icon="notebook-pen")
        self.away = Button(_("Not needed"), "ghost")
        self._allow(self.new, "")
        self._allow(self.add, "")
        self._allow(self.note, _("Keep the call with its number; who it was can be said later"))
        tip_with_keys(self.away, _("Do not ask about this number again"), "")
        self.add.hide()
        self.new.clicked.connect(self._new)
        self.add.clicked.connect(self._entered)
        self.note.clicked.connect(self.note_wanted)
        self.away.clicked.connect(self.not_needed)
        return row_of(self.new, self.add, self.note, None, self.away)

    def _allow(self, button: Button, tip: str) -> None:
        button.setEnabled(not self._why_not)
        if self._why_not or tip:
            tip_with_keys(button, self._why_not or tip, "")

    def _picked(self, row: ContactRow | None) -> None:
        """Somebody is chosen: the number can be added to them."""
        self.add.setVisible(row is not None)
        self.new.setVisible(row is None)

    def _entered(self) -> None:
        row = self.field.row
        if row is not None:
            self.chosen.emit(row)
        else:
            self._new()

    def _new(self) -> None:
        self.new_wanted.emit(self.field.text().strip())


def _before(view: PhoneView) -> str:
    """Whether it called before."""
    count, last = view.earlier
    if not count:
        return _("First call.")
    words = ngettext("Called {n} time before", "Called {n} times before", count)
    day = moment_of(Event(starts_at=last))[0]
    return " · ".join((words.format(n=counted(count)), day_text(day, date.today())))
