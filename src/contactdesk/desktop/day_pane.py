"""The pane beside a month: which day, what happens on it, and all that is known of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import month_days
from contactdesk.desktop.birthday_layer import count_text, is_birthday
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.day_list import DayList
from contactdesk.desktop.event_details import EventDetails
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.agenda import Occurrence

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

WIDE = 312
ROWS = 5  # of the day's list, before it scrolls


class DayPane(QWidget):
    """A day's list with what is chosen in it; where the book has none, how to bring some in."""

    opened = Signal(object)  # Occurrence
    delete_wanted = Signal(object)  # Occurrence

    def __init__(self, bring: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.weekday = Label("", "caption", "text2")
        self.title = ElidedLabel("", "title")
        self.count = Label("", "caption", "text2", wrap=True).give_way()
        self.list = DayList()
        self.details = EventDetails()
        self.read_only = False
        self.list.chosen.connect(self._show_acts)
        self.list.opened.connect(self._open)
        self.list.delete_wanted.connect(self._delete)
        self.unsure = Label("", "caption", "warn", wrap=True).give_way()
        self.unsure.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(self.list)
        column.addWidget(self._build_invitation(bring))
        column.addWidget(self._build_details(), 1)

    def _build_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(18, 0, 18, 10)
        head.setSpacing(2)
        for label in (self.weekday, self.title, self.count, self.unsure):
            head.addWidget(label)
        return head

    def _build_invitation(self, bring: QAction) -> QWidget:
        self.invitation = QWidget()
        words = Label(
            _(
                "No appointments in this book yet. Plan one with “Appointment”, or bring a "
                "calendar: export it from your phone, Google or Outlook (.ics, .vcs) and drop the "
                "file here."
            ),
            "body", "text2", wrap=True,
        ).give_way()  # fmt: skip
        self.bring = Button(_("Import…"), "secondary", "download")
        self.bring.follow(bring)
        column = QVBoxLayout(self.invitation)
        column.setContentsMargins(18, 6, 18, 12)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeading)
        self.invitation.hide()
        return self.invitation

    def _build_details(self) -> QScrollArea:
        column = QVBoxLayout()
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.details)
        column.addWidget(self._build_acts())
        column.addStretch(1)
        self.area = scrolled("list", column)
        return self.area

    def _build_acts(self) -> QWidget:
        """What can be done with the one that is chosen."""
        self.acts = QWidget()
        self.edit = Button(_("Edit"), "secondary", "pencil")
        tip_with_keys(self.edit, _("Edit"), "Enter")
        self.delete = Button(_("Delete"), "danger", "trash-2")
        tip_with_keys(self.delete, _("Delete"), "Del")
        self.show_contact = Button(_("Show the contact"), "secondary", "user")
        tip_with_keys(self.show_contact, _("Show the contact"), "Enter")
        self.show_contact.clicked.connect(lambda: self._open(self.list.current()))
        self.edit.clicked.connect(lambda: self._open(self.list.current()))
        self.delete.clicked.connect(lambda: self._delete(self.list.current()))
        row = QHBoxLayout(self.acts)
        row.setContentsMargins(16, 0, 16, 16)
        row.setSpacing(8)
        row.addWidget(self.show_contact)
        row.addWidget(self.edit)
        row.addWidget(self.delete)
        row.addStretch(1)
        self.acts.hide()
        return self.acts

    def _show_acts(self, occurrence: Occurrence | None) -> None:
        of_contact = occurrence is not None and is_birthday(occurrence.event)
        self.acts.setVisible(occurrence is not None and (of_contact or not self.read_only))
        self.edit.setVisible(not of_contact)
        self.delete.setVisible(not of_contact)
        self.show_contact.setVisible(of_contact)

    def _open(self, occurrence: Occurrence | None) -> None:
        if occurrence is not None and (is_birthday(occurrence.event) or not self.read_only):
            self.opened.emit(occurrence)

    def _delete(self, occurrence: Occurrence | None) -> None:
        if occurrence is not None and not self.read_only:
            self.delete_wanted.emit(occurrence)

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.list, self.bring, *stops_in(self.details), *self._act_stops()]

    def _act_stops(self) -> list[QWidget]:
        return [self.show_contact, self.edit, self.delete]

    def take_focus(self) -> None:
        """Give the keyboard the day's list, if there is anything in it."""
        if self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_day(
        self, day: date, items: Sequence[Occurrence], home: tzinfo, colours: CalendarColours
    ) -> None:
        """Show what happens on a day."""
        self.weekday.setText(month_days.weekday_name(day))
        self.title.setText(month_days.day_title(day))
        self.count.setText(count_text(items))
        self.list.show_items(items, home, colours)
        self.list.setVisible(bool(items))
        high = self.list.sizeHintForRow(0) if items else 0
        self.list.setFixedHeight(max(1, high * min(len(items), ROWS) + (6 if items else 0)))

    def show_state(self, has_any: bool, refused: int, *, in_part: bool = False) -> None:
        """Say that there is nothing in the book yet, that it could not be asked, or that a series
        could not be followed."""
        self.invitation.setVisible(not has_any and not in_part)
        words = []
        if in_part:
            words.append(
                _("The book is away: of these days only what was read before is shown. The rest "
                  "comes when it is back.")
            )  # fmt: skip
        if refused:
            words.append(_refused_words(refused))
        self.unsure.setText(" ".join(words))
        self.unsure.setVisible(bool(words))


def _refused_words(count: int) -> str:
    words = ngettext(
        "{n} series repeats by a rule that never ends or makes no sense. Only its first "
        "day is shown; nothing of it was changed.",
        "{n} series repeat by rules that never end or make no sense. Only their first "
        "days are shown; nothing of them was changed.",
        count,
    )
    return words.format(n=counted(count))
