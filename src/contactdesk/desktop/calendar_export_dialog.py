"""The small window that asks what of the calendar goes out: days, a calendar, a person, and how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.calendar_colours import name_of
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.fields import Combo, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.desktop.time_fields import DayField
from contactdesk.i18n import _
from contactdesk.model.agenda import span_of
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.month import days_between
from contactdesk.operations.choosing_events import Choice

WIDE = 420
_FIRST, _LONG = date(1900, 1, 1), timedelta(days=50 * 366)  # what has no end is followed so far


class Export(NamedTuple):
    """What is chosen, and the format of `calendar_writers.FORMATS`."""

    choice: Choice
    format: str


class CalendarExportDialog(SmallDialog):
    """`answered(Export)` when all of it makes sense; days that are left empty count as all."""

    answered = Signal(object)

    def __init__(
        self, parent: QWidget, calendars: Sequence[Calendar], home: tzinfo, ask: Ask
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._calendars = list(calendars)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Export the calendar"))
        self.setMinimumWidth(WIDE)
        self.kind = Combo([
            (_("Any program (iCalendar)"), "ical"),
            (_("Old telephones (vCalendar)"), "vcal"),
            (_("Web programs (jCal)"), "jcal"),
        ])  # fmt: skip
        names = [(name_of(each), at) for at, each in enumerate(self._calendars)]
        self.calendar = Combo([(_("All calendars"), -1), *names])
        self.first, self.last = DayField(), DayField()
        self.person = ContactPicker(ask, icon="search")
        self.person.setPlaceholderText(_("Everybody"))
        for field in (self.first, self.last):
            field.setPlaceholderText(_("Any day"))
            field.changed.connect(self._judge)
        self.person.picked.connect(lambda _row: self._judge())
        self.person.textChanged.connect(lambda _text: self._judge())
        self._lay_out()
        self.kind.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(_("Export the calendar"), "subtitle"))
        column.addWidget(FieldBox(_("For"), self.kind))
        box = FieldBox(_("Calendar"), self.calendar)
        column.addWidget(box)
        box.setVisible(len(self._calendars) > 1)
        days = QHBoxLayout()
        days.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        days.addWidget(FieldBox(_("From"), self.first), 1, top)
        days.addWidget(FieldBox(_("Until, with this day"), self.last), 1, top)
        column.addLayout(days)
        column.addWidget(FieldBox(_("With"), self.person))
        column.addLayout(self.foot(_("Export…")))

    def _days(self) -> tuple[date, date] | None:
        """The days meant; None for all."""
        first, last = self.first.day(), self.last.day()
        if first is None and last is None:
            return None
        return first or _FIRST, last or max(first or _FIRST, date.today()) + _LONG

    def _judge(self) -> bool:
        days = self._days()
        backwards = days is not None and days[1] < days[0]
        words = _("It would end before it begins.") if backwards else ""
        if self.last.is_understood():
            self.last.set_state("error" if backwards else "", words)
        nobody = bool(self.person.text().strip()) and self.person.row is None
        self.person.set_state(
            "warn" if nobody else "", _("Choose somebody from the list.") if nobody else ""
        )
        understood = self.first.is_understood() and self.last.is_understood()
        good = understood and not backwards and not nobody
        self.go.setEnabled(good)
        return good

    def export(self) -> Export:
        """What the fields say."""
        at = self.calendar.currentData()
        days, row = self._days(), self.person.row
        return Export(
            Choice(
                span_of(*days_between(*days), self._home) if days is not None else None,
                self._calendars[at] if at >= 0 else None,
                (row.number,) if row is not None else None,
            ),
            str(self.kind.currentData()),
        )

    def done_with(self) -> None:
        """Go on, if it makes sense."""
        if self._judge():
            export = self.export()
            self.accept()
            self.answered.emit(export)
