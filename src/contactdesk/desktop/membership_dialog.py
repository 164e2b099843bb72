"""A small window: somebody of the book works at an organisation, as what and since when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.form_values import departments_text, read_departments
from contactdesk.desktop.form_words import DateField
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Label
from contactdesk.desktop.membership_dates import advise_on_span, day_of, plain_day
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _
from contactdesk.model.contact import Membership
from contactdesk.model.dates import PartialDate


class MembershipDialog(SmallDialog):
    """Writes nothing: `wanted` says who and what is to be saved."""

    wanted = Signal(int, object)  # the person's number, Membership

    def __init__(
        self,
        organisation: int,
        name: str,
        departments: Sequence[str],
        ask: Ask,
        line: Line | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Change a person’s work") if line else _("Add a person"))
        self._organisation, self._name, self._line = organisation, name, line
        shown = line or Line("", "")
        self.person = ContactPicker(ask, row=shown.row, icon="user")
        self.person.setEnabled(line is None)
        self.title = Field(shown.second)
        self.department = Field(departments_text(shown.departments))
        completer = QCompleter(list(departments), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.department.setCompleter(completer)
        self.starts = DateField(day_of(shown.since), example=PartialDate(2021))
        self.ends = DateField(day_of(shown.until), example=PartialDate(2025, 5))
        self._lay_out()
        self.person.textEdited.connect(lambda _text: self.person.set_state(""))
        self.person.picked.connect(lambda _row: self.person.set_state(""))
        for field in (self.starts, self.ends):
            field.left.connect(self._advise)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.done_with)
        first = self.person if line is None else self.title
        first.setFocus()

    def _lay_out(self) -> None:
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        words = _("Work at {name}") if self._line else _("Who works at {name}?")
        title = words.format(name=bidi.isolated(self._name))
        column.addWidget(Label(title, "subtitle", wrap=True))
        column.addWidget(FieldBox(_("Person"), self.person))
        for boxes in (
            (FieldBox(_("Job title"), self.title), FieldBox(_("Department"), self.department)),
            (FieldBox(_("From"), self.starts), FieldBox(_("Until"), self.ends)),
        ):
            row = QHBoxLayout()
            for box in boxes:
                row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addStretch(1)
        self.cancel = Button(_("Cancel"), "secondary")
        self.save = Button(_("Save"), "primary", "check")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column.addLayout(foot)
        QWidget.setTabOrder(self.ends, self.save)
        QWidget.setTabOrder(self.save, self.cancel)

    def _advise(self) -> None:
        advise_on_span(self.starts, self.ends)

    def done_with(self) -> None:
        """Save, or say at the field what is missing."""
        row = self.person.row
        if row is None:
            words = _("Choose somebody in the list. A new person is added with “New person”.")
            self.person.set_state("error", words)
            self.person.setFocus()
        elif row.number == self._organisation:
            self.person.set_state("error", _("An organisation does not work at itself."))
            self.person.setFocus()
        else:
            work = Membership(
                self._name,
                read_departments(self.department.text()),
                self.title.text().strip(),
                starts_on=plain_day(self.starts),
                ends_on=plain_day(self.ends),
            )
            self.wanted.emit(row.number, work)

    def say(self, sentence: str) -> None:
        """The book could not save it: why, at the field."""
        self.person.set_state("error", sentence)
