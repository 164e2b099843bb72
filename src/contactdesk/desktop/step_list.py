"""The steps of the book under their days, made as one scrolls: any log opens at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from contactdesk.desktop.cards import Page
from contactdesk.desktop.date_texts import date_text, is_today
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.history_words import local_day, moment_of
from contactdesk.desktop.labels import Label
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.step_card import StepCard
from contactdesk.i18n import _
from contactdesk.model.book_history import Step

A_FEW = 6  # cards that are made at once
_LEAST = 58  # px of a card and the gap below it
_NEAR = 200  # px from the end at which more are made


class StepList(Page):
    """Steps newest first; near the end of those it has it asks for more: `wanted_more`."""

    chosen = Signal(object)  # Step
    opened = Signal(object)  # Touched
    wanted_touched = Signal(object, int)  # Step, after which line
    wanted_more = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(widest=760, parent=parent)
        self.steps: list[Step] = []
        self.cards: list[StepCard] = []
        self._asked = False
        self._place = QVBoxLayout()
        self._place.setContentsMargins(28, 12, 14, 20)
        self._place.setSpacing(0)
        self.set_content(self._place)
        self._body: QWidget | None = None
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._scrolled)
        FollowFocus(self)

    def show_steps(self, steps: list[Step], keep: bool = False) -> None:
        """Show these from the top; with `keep` at the place where one was."""
        count = len(self.cards) if keep else 0
        value = self.verticalScrollBar().value() if keep else 0
        opened = next((card.step.id for card in self.cards if card.is_open), 0) if keep else 0
        focused = next((card.step.id for card in self.cards if card.hasFocus()), 0)
        old, self._body = self._body, QWidget()
        self.steps, self.cards, self._asked = steps, [], False
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._make(max(self.viewport().height() // _LEAST, A_FEW, count))
        if old is not None:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._place.addWidget(self._body)
        for card in self.cards:
            if card.step.id == focused:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
            if card.step.id == opened:
                card.open()
        self.verticalScrollBar().setValue(value)
        self._later.start()

    def add_steps(self, steps: list[Step]) -> None:
        """Show more of them, older ones."""
        self.steps += steps
        self._asked = False
        self._later.start()

    def _make(self, count: int) -> None:
        for place in range(len(self.cards), min(len(self.steps), len(self.cards) + count)):
            self._column.insertWidget(self._column.count() - 1, self._row(place))

    def _row(self, place: int) -> QWidget:
        """The card of a step, under its day where that is another than the one before."""
        step = self.steps[place]
        card = StepCard(step)
        card.chosen.connect(self.chosen)
        card.opened.connect(self.opened)
        card.wanted_more.connect(self.wanted_touched)
        self.cards.append(card)
        day = local_day(moment_of(step))
        if place and day == local_day(moment_of(self.steps[place - 1])):
            return card
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 6 if place else 0, 0, 0)
        column.setSpacing(6)
        words = _("Today") if is_today(step.at) else date_text(day)
        column.addWidget(Label(words, "caption", "text2", weight=600))
        column.addWidget(card)
        return row

    def _scrolled(self) -> None:
        """Make more cards near the end that one has come to, then ask for more steps."""
        reached = self.verticalScrollBar().value() + self.viewport().height()
        if self._column.sizeHint().height() > reached + _NEAR:
            return
        if len(self.cards) < len(self.steps):
            self._make(A_FEW)
            self._later.start()
        elif not self._asked:
            self._asked = True
            self.wanted_more.emit()

    # ── one of them ─────────────────────────────────────────────────────────────────────

    def card_of(self, set_id: int) -> StepCard | None:
        """The card of a step, if it has been made."""
        return next((card for card in self.cards if card.step.id == set_id), None)

    def open_only(self, set_id: int) -> None:
        """Open one card and close the others (0 closes all)."""
        for card in self.cards:
            if card.step.id == set_id:
                card.open()
            elif card.is_open:
                card.close_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ go from card to card."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        here = next((n for n, card in enumerate(self.cards) if _has_keyboard(card)), -1)
        if not step or here < 0:
            super().keyPressEvent(event)
        elif 0 <= here + step < len(self.cards):
            self.cards[here + step].setFocus(Qt.FocusReason.TabFocusReason)

    def stops(self) -> list[QWidget]:
        """The one card Tab stops at, and what is open in it."""
        card = next((card for card in self.cards if _has_keyboard(card)), None) or self._current()
        return stops_in(card) if card is not None else []

    def _current(self) -> StepCard | None:
        """The open card, else the first."""
        card = next((card for card in self.cards if card.is_open), None)
        return card or (self.cards[0] if self.cards else None)

    def take_focus(self) -> None:
        """Put the keyboard on the open card, else on the first."""
        card = self._current()
        if card is not None:
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _has_keyboard(card: StepCard) -> bool:
    here = QApplication.focusWidget()
    return here is not None and (here is card or card.isAncestorOf(here))
