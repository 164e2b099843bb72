"""The pane before the calendar: a small month to go to a day by, and the calendars of the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.calendar_list import CalendarList
from contactdesk.desktop.labels import Label
from contactdesk.desktop.mini_month import MiniMonth
from contactdesk.i18n import _
from contactdesk.model.event_calendar import Calendar

WIDE = 204
NEEDS = 1180  # px of the page; in less, days and hours need the room


class CalendarPane(QWidget):
    """`toggled(id)` asks to show or hide a calendar."""

    chosen = Signal(object)  # date
    toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spacing.see_to_itself(self)
        self.mini = MiniMonth()
        self.list = CalendarList()
        self.add = IconButton("plus", _("New calendar…"))
        self.mini.days.chosen.connect(self.chosen)
        self.list.toggled.connect(self.toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(2)
        column.addWidget(self.mini)
        column.addSpacing(10)
        column.addLayout(self._build_head())
        column.addWidget(self.list, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(*mirror.margins(10, 0, 0, 0))
        head.addWidget(Label(_("Calendars"), "caption", "text2", weight=600), 1)
        head.addWidget(self.add)
        return head

    def fit(self, room: int) -> None:
        """Be there where the page has room for it."""
        self.setFixedWidth(look.px(WIDE))
        self.setVisible(room >= look.px(NEEDS))

    def show_calendars(
        self, found: Sequence[Calendar], hidden: frozenset[str], colours: CalendarColours
    ) -> None:
        """Show the calendars of the book, and which of them are hidden."""
        self.list.calendars.show(found, hidden, colours)

    def show_day(self, day: date, today: date) -> None:
        """Show a day in its month."""
        self.mini.show_day(day, today)

    def allow(self, why_not: str) -> None:
        """Let calendars be made, or say why not."""
        self.add.setEnabled(not why_not)
        self.add.setToolTip(why_not or _("New calendar…"))

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.mini.earlier, self.mini.later, self.mini.days, self.add, self.list]
