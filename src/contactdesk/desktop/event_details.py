"""All that is known of an appointment, to be read: when, where, how it repeats, who comes."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.birthday_layer import is_birthday
from contactdesk.desktop.cards import Card
from contactdesk.desktop.event_texts import (
    guest_text,
    repeats_text,
    title_of,
    when_of,
    zone_note,
)
from contactdesk.desktop.labels import Label, SelectableText
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.shown import shortened

MOST_GUESTS = 40
LONGEST = 4_000  # characters of a description


class EventDetails(QWidget):
    """A card about one appointment; nothing where none is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 4, 16, 16)
        self._card: Card | None = None

    def show_occurrence(
        self, occurrence: Occurrence | None, home: tzinfo, calendar: str, *, waits: bool = False
    ) -> None:
        """Show one; `calendar` is the name of the calendar it is in, and it may wait for the
        book."""
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        if occurrence is None:
            return
        card = self._card = Card(ground="page")
        card.setAccessibleName(title_of(occurrence.event))
        title = Label(bidi.isolated(title_of(occurrence.event)), "subtitle", wrap=True).give_way()
        card.body.addWidget(title)
        if waits:
            words = _("Waits on this computer until the book is back")
            card.body.addWidget(Label(words, "caption", "warn", weight=600, wrap=True).give_way())
        card.body.addSpacing(2)
        for head, words in _rows(occurrence, home, calendar):
            if words:
                self._add(card, head, words)
        self._column.addWidget(card)

    def _add(self, card: Card, head: str, words: str) -> None:
        card.body.addSpacing(8)
        card.body.addWidget(Label(head, "caption", "text3", weight=600))
        text = SelectableText(words, "body", keys=True)
        text.setAccessibleName(head)
        text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # what lies below comes in sight by Tab
        card.body.addWidget(text)


def _rows(occurrence: Occurrence, home: tzinfo, calendar: str) -> list[tuple[str, str]]:
    event = occurrence.event
    if is_birthday(event):
        return [(_("When"), when_of(occurrence, home)), (_("What"), event.description)]
    guests = [guest_text(each) for each in event.attendees[:MOST_GUESTS]]
    if len(event.attendees) > MOST_GUESTS:
        guests.append(_("and {n} more").format(n=len(event.attendees) - MOST_GUESTS))
    when = "\n".join(filter(None, (when_of(occurrence, home), zone_note(occurrence, home))))
    by = event.organizer
    return [
        (_("When"), when),
        (_("Repeats"), repeats_text(event)),
        (_("Place"), bidi.isolated(event.location.strip())),
        (_("Organiser"), bidi.isolated(by.name or by.email) if by is not None else ""),
        (_("People"), "\n".join(guests)),
        (_("Web address"), bidi.left_to_right(event.url)),
        (_("Calendar"), bidi.isolated(calendar)),
        (_("Note"), shortened(event.description.strip(), LONGEST)),
    ]
