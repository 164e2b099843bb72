"""Where the card stands: makes it anew for each view and keeps place and keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.timeline_place import TimelinePlace

if TYPE_CHECKING:
    from contactdesk.desktop.card_view import CardView
    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.deleting import Deleting
    from contactdesk.desktop.drafts import Draft
    from contactdesk.desktop.organisation_verbs import OrganisationVerbs
    from contactdesk.desktop.related_verbs import RelatedVerbs


class CardPlace(QObject):
    """Shows cards in a stack of pages; `card` is the one shown, or None."""

    opened = Signal(int)
    edit_wanted = Signal(int, str, int)  # contact, field, item
    person_wanted = Signal()
    history_wanted = Signal()
    chart_wanted = Signal()
    appointment_wanted = Signal()
    task_wanted = Signal()
    deal_wanted = Signal(str)  # its id
    event_wanted = Signal(object)  # Event or Occurrence, to be shown in the calendar
    document_wanted = Signal(str)  # the id of an event
    discarded = Signal(object)  # Draft
    categories_wanted = Signal(int, object)  # contact, QPoint
    category_chosen = Signal(str)  # please show its list
    category_dropped = Signal(int, str)
    card_made = Signal(object)  # ContactCard, before it is shown

    def __init__(self, desk: Desk, stack: QStackedWidget, pane: QWidget) -> None:
        super().__init__(pane)
        self._desk, self._stack, self._pane = desk, stack, pane
        self.card: ContactCard | None = None
        self._deleting: Deleting | None = None
        self.related: RelatedVerbs | None = None
        self.organisations: OrganisationVerbs | None = None
        self._timelines = TimelinePlace(desk, pane)
        self._timelines.event_wanted.connect(self.event_wanted)
        self._timelines.document_wanted.connect(self.document_wanted)

    def show(self, view: CardView, draft: Draft | None) -> None:
        """Show a card in place of the last; the same contact keeps its place and the keyboard."""
        from contactdesk.desktop.contact_card import ContactCard

        old = self.card
        same = old is not None and old.view.contact.number == view.contact.number
        place = old.verticalScrollBar().value() if same and old else 0
        focus = old.focused_value() if same and old else None
        why = self._desk.facts.read_only if self._desk.facts else ""
        card = ContactCard(view, why)
        self._connect(card)
        writing = self._writing_in(old) if same else None
        self._timelines.place(card, view, why, old if same else None)
        self.card_made.emit(card)
        if draft is not None and not why:
            self._add_draft_banner(card, draft)
        if old is not None and has_focus(old):
            self._pane.setFocus()  # or it would jump to the sidebar
        self.drop()
        self.card = card
        self._stack.addWidget(card)
        self._stack.setCurrentWidget(card)
        card.verticalScrollBar().setValue(place)
        if writing is not None:
            writing.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._pane.hasFocus():
            card.take_focus(focus)

    def _writing_in(self, card: ContactCard | None) -> QWidget | None:
        """What of a card's timeline has the keyboard: it moves to the next card with it."""
        panel = card.timeline if card is not None else None
        focus = QGuiApplication.focusObject()
        inside = panel is not None and isinstance(focus, QWidget) and panel.isAncestorOf(focus)
        return focus if inside and isinstance(focus, QWidget) else None

    def write_note(self, kind: str, number: int) -> bool:
        """Begin a note or a call on the card of a contact; False when that is not shown."""
        shown = self.card is not None and self.card.view.contact.number == number
        if shown:
            self._timelines.begin(kind)
        return shown

    def drop(self) -> None:
        """Take the card away."""
        card, self.card = self.card, None
        if card is not None:
            self._stack.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _connect(self, card: ContactCard) -> None:
        from contactdesk.desktop.card_verbs import CardVerbs
        from contactdesk.desktop.custom_verbs import adopt_extra
        from contactdesk.desktop.deleting import Deleting
        from contactdesk.desktop.organisation_verbs import OrganisationVerbs

        number, desk = card.view.contact.number, self._desk
        self._deleting = self._deleting or Deleting(desk, self._pane)
        self._deleting.look_at([number])
        verbs = CardVerbs(desk, card, self._deleting)
        card.opened.connect(self.opened)
        card.edit_wanted.connect(lambda field, item: self.edit_wanted.emit(number, field, item))
        card.person_wanted.connect(self.person_wanted)
        card.history_wanted.connect(self.history_wanted)
        card.chart_wanted.connect(self.chart_wanted)
        card.appointment_wanted.connect(self.appointment_wanted)
        card.task_wanted.connect(self.task_wanted)
        card.deal_wanted.connect(self.deal_wanted)
        card.star_wanted.connect(lambda on: desk.star([number], on))
        card.copy_wanted.connect(verbs.copy)
        card.export_wanted.connect(verbs.export)
        card.archive_wanted.connect(lambda on: verbs.archive() if on else verbs.take_out())
        card.categories_wanted.connect(lambda where: self.categories_wanted.emit(number, where))
        card.category_chosen.connect(self.category_chosen)
        card.category_dropped.connect(lambda name: self.category_dropped.emit(number, name))
        card.delete_wanted.connect(verbs.delete)
        card.note_wanted.connect(self._timelines.begin)
        card.restore_wanted.connect(verbs.restore)
        card.purge_wanted.connect(verbs.ask_to_purge)
        self.organisations = firms = self.organisations or OrganisationVerbs(desk, self._pane)
        card.known_person_wanted.connect(lambda: firms.add_known(card.view))
        card.near_people_wanted.connect(lambda: firms.add_near(card.view))
        card.membership_changes.connect(lambda line: firms.change(card.view, line))
        card.organisation_made.connect(lambda item, text: firms.make(card.view, item, text))
        self._connect_photo(card)
        card.extra_adopted.connect(lambda item: adopt_extra(desk, card.view.contact, item))
        self._connect_relations(card)

    def _connect_relations(self, card: ContactCard) -> None:
        from contactdesk.desktop.related_verbs import RelatedVerbs

        number = card.view.contact.number
        self.related = related = self.related or RelatedVerbs(self._desk, self._pane)
        card.relation_wanted.connect(lambda: related.add(number, card.view.name))
        card.relation_changes.connect(lambda each: related.change(number, card.view.name, each))
        card.relation_ends.connect(lambda each: related.remove(card.view.name, each))
        card.said.connect(lambda words: self._desk.toast.emit(words, "", None))

    def _connect_photo(self, card: ContactCard) -> None:
        from contactdesk.desktop.card_photo import CardPhoto

        photo = CardPhoto(self._desk, card.view, self._pane)
        photo.refused.connect(self._refuse)
        face = card.head.avatar
        face.choose_wanted.connect(photo.choose)
        face.paste_wanted.connect(photo.paste)
        face.offered.connect(photo.take)
        face.save_wanted.connect(photo.save)
        face.remove_wanted.connect(photo.remove)
        face.dragged.connect(partial(photo.drag, face))
        card.view_changed.connect(photo.look_at)
        card.destroyed.connect(photo.card_is_gone)

    def _refuse(self, number: int, sentence: str) -> None:
        """Say why a picture was not taken, on the card it was meant for."""
        from contactdesk.desktop.feedback import Banner

        card = self.card
        if card is not None and card.view.contact.number == number:
            card.add_banner(Banner("bad", sentence, closable=True))
        else:
            self._desk.toast.emit(sentence, "", None)

    def _add_draft_banner(self, card: ContactCard, draft: Draft) -> None:
        from contactdesk.desktop.draft_banner import aside_banner

        number = draft.mine.number
        banner = aside_banner(
            draft,
            lambda: self.edit_wanted.emit(number, "", 0),
            lambda: self.discarded.emit(draft),
        )
        card.add_banner(banner)


def has_focus(widget: QWidget) -> bool:
    """Whether the keyboard is on a widget or in it."""
    focus = QGuiApplication.focusObject()
    return isinstance(focus, QWidget) and (focus is widget or widget.isAncestorOf(focus))
