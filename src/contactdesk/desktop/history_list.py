"""The cards of a history under their days, a few at a time: a thousand changes open at once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.cards import Page
from contactdesk.desktop.date_texts import date_text, is_today
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.history_entries import EntryCard
from contactdesk.desktop.history_words import local_day, moment_of
from contactdesk.desktop.labels import Label
from contactdesk.desktop.reading_order import stops_in
from contactdesk.i18n import _
from contactdesk.model.history import HistoryEntry

A_FEW = 6
_LAID_OUT_MS = 20  # after which new cards have their place: before, none seem to be in sight
_HEAD, _LINE = 70, 28  # px of a card with its gap, and of each of its lines
_NEAR = 120  # px from an end at which more cards are made


class HistoryList(Page):
    """Entries newest first. A stretch of them has cards; it grows where one scrolls to."""

    put_back = Signal(object, object)  # HistoryEntry, Line
    chosen = Signal(object)  # HistoryEntry
    source_wanted = Signal(object)  # HistoryEntry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(widest=760, parent=parent)
        self._entries: list[HistoryEntry] = []
        self._able = False
        self._first = 0  # the entry of the first card
        self.cards: list[EntryCard] = []
        self._rows: list[QWidget] = []  # what stands for each entry: its card, its day above it
        self._framed: EntryCard | None = None
        self._to_end = -1  # px below the view that stay there while cards come in above
        self._place = QVBoxLayout()
        self._place.setContentsMargins(28, 12, 14, 20)
        self._place.setSpacing(0)
        self.set_content(self._place)
        self._body: QWidget | None = None
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._keep_place)
        self._later = QTimer(self, singleShot=True, interval=_LAID_OUT_MS)
        self._later.timeout.connect(self._look_further)
        FollowFocus(self)

    def show_entries(self, entries: list[HistoryEntry], able: bool) -> None:
        """Show these from the top; the place is kept when only newer ones have come."""
        same = bool(self._entries and entries and entries[-1] == self._entries[-1])
        first = self._first if same else 0
        kept = self.verticalScrollBar().value() if same else 0
        count = len(self.cards) if same else 0
        self._entries, self._able = entries, able
        first = min(first, max(0, len(entries) - 1))
        self._begin(first, max(self._filling(first), count + 1))
        self.verticalScrollBar().setValue(kept)

    def _filling(self, first: int) -> int:
        """How many cards from an entry on fill the view, about: then it is painted only once."""
        room, count = self.height() + look.px(_NEAR), 0
        for entry in self._entries[first:]:
            room -= look.px(_HEAD + _LINE * max(1, len(entry.fields)))
            count += 1
            if room < 0:
                break
        return count

    def _begin(self, first: int, count: int) -> None:
        """Make the cards of a stretch in place of those there are."""
        kept = self._keyed_place()
        old, self._body = self._body, QWidget()
        self._first, self.cards, self._rows, self._framed = first, [], [], None
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._make_below(count)
        self._place.addWidget(self._body)
        if kept is not None:
            self._key_again(*kept)
        if old is not None:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        if self.isVisible():
            self._lay_out(self._body)
        self._later.start()

    def _lay_out(self, body: QWidget) -> None:
        """Have everything in its place before it is painted, rather than once more after."""
        body.show()
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    # ── the keyboard ────────────────────────────────────────────────────────────────────

    def stops(self) -> list[QWidget]:
        """The one place Tab stops at: where the keyboard was, or what the slider stands on."""
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here):
            return [here]
        cards = [self._framed] if self._framed is not None else self.cards
        return next(([stops[0]] for card in cards if (stops := stops_in(card))), [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ go from value to value."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        stops = [stop for card in self.cards for stop in stops_in(card)]
        here = QApplication.focusWidget()
        if not step or here not in stops:
            super().keyPressEvent(event)
        elif 0 <= stops.index(here) + step < len(stops):
            stops[stops.index(here) + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _keyed_place(self) -> tuple[int, int] | None:
        """The change and the line of it that have the keyboard."""
        here = QApplication.focusWidget()
        for card in self.cards:
            stops = stops_in(card)
            if here in stops:
                return card.entry.change, stops.index(here)
        return None

    def _key_again(self, change: int, line: int) -> None:
        """The keyboard stays on a line of a change, though its card was made anew."""
        for card in self.cards:
            lines = card.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            lines = [w for w in lines if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
            if card.entry.change == change and lines:
                lines[min(line, len(lines) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _make_below(self, count: int) -> None:
        for place in range(self._end, min(len(self._entries), self._end + count)):
            self._rows.append(self._row(place))
            self._column.insertWidget(self._column.count() - 1, self._rows[-1])

    def _make_above(self, count: int) -> None:
        bar = self.verticalScrollBar()
        self._to_end = bar.maximum() - bar.value()
        for place in range(self._first - 1, max(-1, self._first - 1 - count), -1):
            self._rows.insert(0, self._row(place, above=True))
            self._column.insertWidget(0, self._rows[0])
            self._first = place

    @property
    def _end(self) -> int:
        """The entry after the last that has a card."""
        return self._first + len(self.cards)

    def _row(self, place: int, above: bool = False) -> QWidget:
        """The card of an entry, under its day where that is another than the one before."""
        entry = self._entries[place]
        card = EntryCard(entry, self._able)
        card.put_back.connect(self.put_back)
        card.chosen.connect(self.chosen)
        card.source_wanted.connect(self.source_wanted)
        self.cards.insert(0 if above else len(self.cards), card)
        day = local_day(moment_of(entry))
        if place and day == local_day(moment_of(self._entries[place - 1])):
            return card
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 6 if place else 0, 0, 0)
        column.setSpacing(6)
        words = _("Today") if is_today(entry.at) else date_text(day)
        column.addWidget(Label(words, "caption", "text2", weight=600))
        column.addWidget(card)
        return row

    # ── where one looks ─────────────────────────────────────────────────────────────────

    def _scrolled(self, value: int) -> None:
        """Make more cards near the end that one has come to."""
        bar = self.verticalScrollBar()
        if not bar.maximum():
            self._to_end = -1  # everything is in sight: there is no place to keep
        if value > bar.maximum() - _NEAR and self._end < len(self._entries):
            self._make_below(A_FEW)
            self._later.start()
        elif value < _NEAR and self._first and self._to_end < 0:
            self._make_above(A_FEW)
            self._later.start()

    def _look_further(self) -> None:
        self._scrolled(self.verticalScrollBar().value())

    def _keep_place(self, _least: int, most: int) -> None:
        if self._to_end >= 0:
            value, self._to_end = most - self._to_end, -1
            self.verticalScrollBar().setValue(value)

    def frame(self, entry: HistoryEntry | None) -> None:
        """Mark the card of an entry and bring it into view."""
        if self._framed is not None:
            self._framed.frame(False)
        self._framed = None
        if entry is None or entry not in self._entries:
            return
        place = self._entries.index(entry)
        if not self._first <= place < self._end:
            first = max(0, place - 2)
            self._begin(first, self._filling(first))
        self._framed = card = self.cards[place - self._first]
        card.frame(True)
        QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card, 0, 24))
