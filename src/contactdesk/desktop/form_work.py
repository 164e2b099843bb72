"""The editor's part for where somebody works: organisation, job title, department, time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.form_rows import GAP, SLOT, chain_before
from contactdesk.desktop.form_section import FormSection, field_line
from contactdesk.desktop.form_values import (
    departments_text,
    edited_membership,
    read_departments,
)
from contactdesk.desktop.form_words import DateField
from contactdesk.i18n import _
from contactdesk.model.contact import Membership
from contactdesk.model.dates import PartialDate

Suggest = Callable[[str, Callable[[list[str]], None]], None]
SUGGEST_MS = 120
MOST_PLACES = 12


class WorkPlace(QWidget):
    """One membership in two lines of fields. The role, which it does not show, survives."""

    edited = Signal()
    remove_wanted = Signal()

    def __init__(
        self, membership: Membership | None, suggest: Suggest, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = membership
        self._suggest = suggest
        shown = membership or Membership()
        self.organisation = Field(shown.organisation, icon="building-2")
        self.title = Field(shown.job_title)
        self.department = Field(departments_text(shown.departments))
        self.starts = DateField(_day(shown.starts_on), example=PartialDate(2021))
        self.ends = DateField(_day(shown.ends_on), example=PartialDate(2025, 5))
        self.remove = IconButton("x", "", side=SLOT)
        self.remove.clicked.connect(self.remove_wanted)
        self._lay_out()
        self._complete()
        self._name_parts()
        self._loaded = (self.organisation.text(), self.title.text(), self.department.text())
        for field in self._fields():
            field.textEdited.connect(self._typed)

    def _fields(self) -> tuple[Field, ...]:
        return (self.organisation, self.title, self.department, self.starts, self.ends)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        first = [
            FieldBox(_("Organisation"), self.organisation),
            FieldBox(_("Job title"), self.title),
        ]
        # the first slot stays empty, so that every "remove" of the form is in one column
        spare = QWidget()
        spare.setFixedSize(SLOT, SLOT)
        column.addLayout(field_line(first, spare, self.remove))
        dates = QHBoxLayout()
        dates.setSpacing(GAP)
        dates.addWidget(FieldBox(_("From"), self.starts), 1, Qt.AlignmentFlag.AlignTop)
        dates.addWidget(FieldBox(_("Until"), self.ends), 1, Qt.AlignmentFlag.AlignTop)
        span = QWidget()
        span.setLayout(dates)
        dates.setContentsMargins(0, 0, 0, 0)
        column.addLayout(field_line([FieldBox(_("Department"), self.department), span]))

    def _complete(self) -> None:
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(lambda _text: self._typed())
        self.organisation.setCompleter(completer)
        self._completer = completer
        self._wait = QTimer(self, singleShot=True, interval=SUGGEST_MS)
        self._wait.timeout.connect(self._ask)
        self.organisation.textEdited.connect(lambda _text: self._wait.start())

    def _ask(self) -> None:
        typed = self.organisation.text().strip()
        if len(typed) >= 2:
            self._suggest(typed, self._offer)
        else:
            self._names.setStringList([])

    def _offer(self, names: list[str]) -> None:
        typed = self.organisation.text().strip()
        others = [n for n in dict.fromkeys(names) if n != typed]
        self._names.setStringList(others)
        popup = self._completer.popup()
        if others and self.organisation.hasFocus():
            self._completer.complete()
        elif popup is not None:
            popup.hide()

    def _name_parts(self) -> None:
        name = self.organisation.text().strip() or _("organisation")
        self.remove.name_it(_("Remove {name}").format(name=name))

    def _typed(self) -> None:
        self._name_parts()
        self.edited.emit()

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab stops at, in its order."""
        first = (self.organisation, self.title, self.remove)
        return (*first, self.department, self.starts, self.ends)

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(field.text().strip() for field in self._fields())

    def value(self) -> Membership | None:
        """The membership as it stands; None when all of it is empty."""
        shown = self._source or Membership()
        organisation, title, departments = self._loaded
        typed = {
            "organisation": _kept(self.organisation, organisation, shown.organisation),
            "job_title": _kept(self.title, title, shown.job_title),
            "departments": shown.departments
            if self.department.text() == departments
            else read_departments(self.department.text()),
            "starts_on": _plain(self.starts.value()),
            "ends_on": _plain(self.ends.value()),
        }
        return edited_membership(self._source, typed)


def _day(stored: str) -> PartialDate | None:
    return PartialDate.parse(stored) if stored else None


def _plain(value: PartialDate | None) -> str:
    """As a membership keeps a day: ISO, or the words themselves."""
    if value is None:
        return ""
    return value.text or str(value)


def _kept(field: Field, loaded: str, source: str) -> str:
    """What was typed; a text nobody touched is kept even where a field cannot hold all of it."""
    return source if field.text() == loaded else field.text().strip()


class WorkSection(FormSection):
    """All memberships of a person."""

    edited = Signal()

    def __init__(
        self, memberships: Sequence[Membership], suggest: Suggest, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Work"), captioned=True, parent=parent)
        self._suggest = suggest
        self.places: list[WorkPlace] = []
        self.add_button = Button(_("Add organisation"), "link", "plus", size="row")
        self.add_button.clicked.connect(self.add)
        self.body.setSpacing(14)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self._rest = tuple(memberships[MOST_PLACES:])  # shown on the card, kept as they are
        for membership in memberships[:MOST_PLACES]:
            self._append(membership)
        if not memberships:
            self._append(None)

    def add(self) -> None:
        """Go to an empty place, making one if there is none."""
        empty = next((p for p in self.places if p.is_empty()), None)
        place = empty or self._append(None)
        place.organisation.setFocus(Qt.FocusReason.TabFocusReason)

    def value(self) -> tuple[Membership, ...]:
        """The memberships as they stand."""
        shown = (m for p in self.places if (m := p.value()) is not None)
        return (*shown, *self._rest)

    def _append(self, membership: Membership | None) -> WorkPlace:
        place = WorkPlace(membership, self._suggest)
        self.places.append(place)
        self.body.insertWidget(len(self.places) - 1, place)
        chain_before(self.add_button, *place.stops())
        place.edited.connect(self._edited)
        place.remove_wanted.connect(lambda: self._remove(place))
        self._show_foot()
        return place

    def _edited(self) -> None:
        self._show_foot()
        self.edited.emit()

    def _show_foot(self) -> None:
        """Another organisation is offered once the first one is there."""
        self.add_button.setVisible(all(not p.is_empty() for p in self.places))
        for place in self.places:
            place.remove.setVisible(len(self.places) > 1 or not place.is_empty())

    def _remove(self, place: WorkPlace) -> None:
        self.places.remove(place)
        self.body.removeWidget(place)
        place.hide()
        place.deleteLater()
        if not self.places:
            self._append(None)
        self._show_foot()
        self.places[0].organisation.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()
