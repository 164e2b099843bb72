"""Who comes to an appointment: a row each with the answer, and a field for the next one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.event_texts import guest_text
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.i18n import _
from contactdesk.model.event import Attendee
from contactdesk.store.listing import ContactRow


class _Picker(ContactPicker):
    """Enter takes the address that was typed."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter with a mail address adds it."""
        popup = self.completer().popup()
        open_list = popup is not None and popup.isVisible()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and not open_list and self.text().strip():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class People(QWidget):
    """The guests, and the contacts it is about without being guests (they have no address)."""

    edited = Signal()
    wanted = Signal(object)  # ContactRow, whose address is asked for

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guests: list[Attendee] = []
        self._about: list[tuple[str, str]] = []  # id and name
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.field = _Picker(ask, icon="user-plus")
        self.field.setPlaceholderText(_("Add a person or an e-mail address"))
        self.field.setAccessibleName(_("Add a person or an e-mail address"))
        self.field.picked.connect(self._picked)
        self.field.entered.connect(self._typed)
        self.field.textEdited.connect(lambda _text: self.field.set_state(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._rows)
        column.addWidget(self.field)
        column.addWidget(self.field.message_line())

    def show_people(self, guests: Sequence[Attendee], about: Sequence[tuple[str, str]]) -> None:
        """Show who comes, and whom it is about (ids and names)."""
        self._guests, self._about = list(guests), list(about)
        self.field.pick(None)
        self.field.clear()
        self._build()

    def guests(self) -> tuple[Attendee, ...]:
        """Who comes."""
        return tuple(self._guests)

    def about(self) -> tuple[str, ...]:
        """The ids of the contacts it is about."""
        return tuple(id_ for id_, _name in self._about)

    def named(self) -> list[tuple[str, str]]:
        """The ids and names of the contacts it is about."""
        return list(self._about)

    def add(self, guest: Attendee | None, about: tuple[str, str] | None = None) -> None:
        """One more, unless they are there already."""
        known = {g.email.casefold() for g in self._guests}
        if guest is not None and guest.email.casefold() not in known:
            self._guests.append(guest)
        if about is not None and about[0] not in self.about():
            self._about.append(about)
        self.field.pick(None)
        self.field.clear()
        self._build()
        self.edited.emit()

    def _picked(self, row: ContactRow | None) -> None:
        if row is not None:
            self.wanted.emit(row)

    def _typed(self) -> None:
        text = self.field.text().strip()
        if self.field.row is None and "@" in text.strip("@") and " " not in text:
            self.add(Attendee(email=text))
        elif self.field.row is None:
            words = _("Choose somebody in the list, or type a whole e-mail address.")
            self.field.set_state("error", words)

    # the rows

    def _build(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        mails = {g.name for g in self._guests}
        for guest in self._guests:
            self._add_row(guest_text(guest), guest.name or guest.email, guest)
        for id_, name in self._about:
            if name not in mails:
                self._add_row(bidi.isolated(name), name, id_)

    def _add_row(self, words: str, name: str, which: Attendee | str) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(ElidedLabel(words, "body"), 1)
        button = IconButton("x", _("Take {name} off").format(name=name))
        button.clicked.connect(lambda: self._remove(which))
        row.addWidget(button)
        self._rows.addWidget(holder)

    def _remove(self, which: Attendee | str) -> None:
        if isinstance(which, Attendee):
            self._guests = [g for g in self._guests if g is not which]
            self._about = [pair for pair in self._about if pair[1] != which.name]
        else:
            self._about = [pair for pair in self._about if pair[0] != which]
        self._build()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
