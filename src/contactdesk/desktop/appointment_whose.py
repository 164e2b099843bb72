"""Whose an appointment is, which colleagues take part, and whether they have time; nothing of it
where one uses the book alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.appointment_troubles import Trouble, TroubleLine
from contactdesk.desktop.event_texts import whole_date
from contactdesk.desktop.fields import CheckBox, Combo, FieldBox
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.labels import Label
from contactdesk.desktop.task_values import owners
from contactdesk.desktop.task_views import by_name
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.ownership import Whose, with_owner
from contactdesk.operations.free_busy import Availability
from contactdesk.store.people import Team


class WhoseFields(QWidget):
    """The owner, a tick for each colleague, and whether others see more than that I am busy."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._team = Team()
        self.owner = Combo()
        self.private = CheckBox(_("Private: others see only that I am busy"))
        self.ticks: dict[str, CheckBox] = {}
        self.state = Label("", "caption", "ok", wrap=True).give_way()
        self.busy = TroubleLine()
        self._colleagues = Label(_("Colleagues"), "caption", "text2", weight=500)
        self._held: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for widget in (self._colleagues, self.state, self.busy, FieldBox(_("Whose"), self.owner),
                       self.private):  # fmt: skip
            self._column.addWidget(widget)
        self.owner.activated.connect(self._owner_chosen)
        self.private.toggled.connect(self.edited)

    def show_event(self, event: Event, team: Team) -> None:
        """Show those of an appointment."""
        self._team = team
        self.setVisible(team.is_several)
        self.show_availability(None, UTC, 0)
        self.owner.clear()
        for words, owner in owners(team, event):
            self.owner.addItem(words, owner)
        self.owner.choose(event.owner)
        self.private.blockSignals(True)
        self.private.setChecked(bool(event.private_to))
        self.private.blockSignals(False)
        self._show_ticks(event)
        self._allow_private()

    def _show_ticks(self, event: Event) -> None:
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = QWidget()
        row = FlowLayout(14, 6, self._held)
        self.ticks = {}
        for person in by_name(self._team.people.values()):
            tick = self.ticks[person.id] = CheckBox(bidi.isolated(person.name))
            tick.setChecked(person.id in event.colleagues)
            tick.toggled.connect(self.edited)
            row.addWidget(tick)
        self._column.insertWidget(1, self._held)
        self._hide_owner()

    def _hide_owner(self) -> None:
        """Whose it is takes part without being asked."""
        for person, tick in self.ticks.items():
            tick.setVisible(person != self.owner.currentData())

    def _owner_chosen(self) -> None:
        self._hide_owner()
        self._allow_private()
        self.edited.emit()

    def _allow_private(self) -> None:
        mine = self.owner.currentData() in ("", self._team.me)
        self.private.setEnabled(mine)
        self.private.setToolTip("" if mine else _("Only its owner can keep it private."))

    def said(self, event: Event) -> Event:
        """The appointment with what is said here; what nobody touched is as it came."""
        if not self._team.is_several:
            return event
        owner = str(self.owner.currentData() or "")
        chosen = tuple(who for who, tick in self.ticks.items() if tick.isChecked() and who != owner)
        if set(chosen) == set(event.colleagues):
            chosen = event.colleagues
        private = self.private.isEnabled() and self.private.isChecked()
        return with_owner(replace(event, colleagues=chosen), self._team.me, Whose(owner, private))

    def show_availability(self, found: Availability | None, home: tzinfo, people: int) -> None:
        """Say who has no time then, and when all have; None where nobody was asked."""
        busy = found is not None and bool(found.busy)
        self.state.setText(_("All free at this time") if found is not None and not busy else "")
        self.state.setVisible(bool(self.state.text()))
        self.busy.show_trouble(self._trouble(found, home, people) if busy and found else None)

    def _trouble(self, found: Availability, home: tzinfo, people: int) -> Trouble:
        said = []
        for who, until in found.busy.items():
            known = self._team.people.get(who)
            name = bidi.isolated(known.name) if known is not None else _("Somebody")
            words = _("You are busy until {time}.") if who == self._team.me else _(
                "{name} is busy until {time}.")  # fmt: skip
            said.append(words.format(name=name, time=_clock(_here(until, home))))
        if found.free_from is None:
            return Trouble(" ".join(said))
        free = _here(found.free_from, home)
        if free.date() == _here(min(found.busy.values()), home).date():
            words = _("Free at {time}") if people < 2 else _("All free at {time}")
        else:
            several = _("All free on {date} at {time}")
            words = _("Free on {date} at {time}") if people < 2 else several
        proposal = words.format(date=whole_date(free.date()), time=_clock(free))
        return Trouble(" ".join(said), proposal, free.isoformat())


def _here(moment: datetime, home: tzinfo) -> datetime:
    """A moment of UTC by the person's clock."""
    return moment.replace(tzinfo=UTC).astimezone(home).replace(tzinfo=None)


def _clock(moment: datetime) -> str:
    return month_days.clock_text(moment.hour, moment.minute)
