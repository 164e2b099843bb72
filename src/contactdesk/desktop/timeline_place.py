"""Where timelines stand: one for the card that is shown, and the drafts of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop.desk import Desk

if TYPE_CHECKING:
    from contactdesk.desktop.card_view import CardView
    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.note_drafts import NoteDrafts
    from contactdesk.desktop.timeline import TimelinePanel


class TimelinePlace(QObject):
    """Makes a timeline for a card, or lets the same contact's move to its next card."""

    event_wanted = Signal(object)  # Event or Occurrence, to be shown in the calendar
    document_wanted = Signal(str)  # the id of an event

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drafts: NoteDrafts | None = None
        self._path = ""
        self._card: ContactCard | None = None

    def place(self, card: ContactCard, view: CardView, why: str, old: ContactCard | None) -> None:
        """Put a timeline on a card; what is being typed on the card before it goes along."""
        self._card = card
        panel = self._moved(old, not self._can_write(view, why))
        if panel is None:
            panel = self._made(view, why)
            panel.opened.connect(card.opened)
        else:
            panel.opened.disconnect()
            panel.opened.connect(card.opened)
            panel.refresh()
        card.place_timeline(panel)

    def begin(self, kind: str) -> None:
        """Write on the card that is shown."""
        panel = self._card.timeline if self._card is not None else None
        if panel is not None:
            panel.begin(kind)

    def _moved(self, old: ContactCard | None, read_only: bool) -> TimelinePanel | None:
        panel = old.take_timeline() if old is not None else None
        if panel is None or (panel.composer is None) == read_only:
            return panel
        panel.deleteLater()
        return None

    def _made(self, view: CardView, why: str) -> TimelinePanel:
        from contactdesk.desktop.timeline import Subject, TimelinePanel

        contact = view.contact
        who = Subject(
            contact.number, contact.id, view.name, contact.given or view.name, contact.kind == "org"
        )
        panel = TimelinePanel(self._desk, self._drafts_here(), who, self._can_write(view, why))
        panel.event_wanted.connect(self.event_wanted)
        panel.document_wanted.connect(self.document_wanted)
        return panel

    def _can_write(self, view: CardView, why: str) -> bool:
        return not why and not view.contact.deleted_at

    def _drafts_here(self) -> NoteDrafts:
        from contactdesk.desktop.note_drafts import NoteDrafts

        path = self._desk.facts.path if self._desk.facts else self._desk.path
        if self._drafts is None or path != self._path:
            if self._drafts is not None:
                self._drafts.close()
            self._drafts, self._path = NoteDrafts(path), path
            self.destroyed.connect(self._drafts.close)
        return self._drafts
