"""The editor's part for where somebody works: organisation, job title, department, time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from contactdesk.desktop.membership_dates import advise_on_span, day_of, plain_day
from contactdesk.desktop.organisation_field import OrganisationContext, OrganisationField
from contactdesk.i18n import _
from contactdesk.model.contact import Membership
from contactdesk.model.dates import PartialDate

MOST_PLACES = 12


class WorkPlace(QWidget):
    """One membership in two lines of fields. The role, which it does not show, survives."""

    edited = Signal()
    remove_wanted = Signal()

    def __init__(
        self,
        membership: Membership | None,
        context: OrganisationContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = membership
        shown = membership or Membership()
        self.organisation = OrganisationField(shown, context, own=True)
        self.title = Field(shown.job_title)
        self.department = Field(departments_text(shown.departments))
        self.starts = DateField(day_of(shown.starts_on), example=PartialDate(2021))
        self.ends = DateField(day_of(shown.ends_on), example=PartialDate(2025, 5))
        self.remove = IconButton("x", "", side=SLOT)
        self.remove.clicked.connect(self.remove_wanted)
        self._lay_out()
        self._name_parts()
        self._loaded = (self.title.text(), self.department.text())
        for field in self._fields():
            field.textEdited.connect(self._typed)
        self.organisation.picked.connect(self._typed)
        for date in (self.starts, self.ends):
            date.left.connect(self._advise)
        self._advise()
        if membership is not None:
            self.organisation.ask_again()

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
        column.addWidget(self.organisation.foot)
        dates = QHBoxLayout()
        dates.setSpacing(GAP)
        dates.addWidget(FieldBox(_("From"), self.starts), 1, Qt.AlignmentFlag.AlignTop)
        dates.addWidget(FieldBox(_("Until"), self.ends), 1, Qt.AlignmentFlag.AlignTop)
        span = QWidget()
        span.setLayout(dates)
        dates.setContentsMargins(0, 0, 0, 0)
        column.addLayout(field_line([FieldBox(_("Department"), self.department), span]))

    def _name_parts(self) -> None:
        name = self.organisation.text().strip() or _("organisation")
        self.remove.name_it(_("Remove {name}").format(name=name))

    def _advise(self) -> None:
        advise_on_span(self.starts, self.ends)

    def _typed(self) -> None:
        self._name_parts()
        self.edited.emit()

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab stops at, in its order."""
        first = (self.organisation, self.title, self.remove, self.organisation.foot.link)
        return (*first, self.department, self.starts, self.ends)

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(field.text().strip() for field in self._fields())

    def value(self) -> Membership | None:
        """The membership as it stands; None when all of it is empty."""
        shown = self._source or Membership()
        title, departments = self._loaded
        typed = {
            "organisation": self.organisation.typed(),
            "organisation_id": self.organisation.linked_id(),
            "job_title": _kept(self.title, title, shown.job_title),
            "departments": shown.departments
            if self.department.text() == departments
            else read_departments(self.department.text()),
            "starts_on": plain_day(self.starts),
            "ends_on": plain_day(self.ends),
        }
        return edited_membership(self._source, typed)


def _kept(field: Field, loaded: str, source: str) -> str:
    """What was typed; a text nobody touched is kept even where a field cannot hold all of it."""
    return source if field.text() == loaded else field.text().strip()


class WorkSection(FormSection):
    """All memberships of a person."""

    edited = Signal()
    looked = Signal()  # the book has said what an organisation is

    def __init__(
        self,
        memberships: Sequence[Membership],
        context: OrganisationContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Work"), captioned=True, parent=parent)
        self._context = context
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
        place = WorkPlace(membership, self._context)
        self.places.append(place)
        self.body.insertWidget(len(self.places) - 1, place)
        chain_before(self.add_button, *place.stops())
        place.edited.connect(self._edited)
        place.organisation.looked.connect(self.looked)
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
