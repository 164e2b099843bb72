"""The page of the pipeline: a head, the board of its deals, and beside it the one that is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.deal_board import DealBoard
from contactdesk.desktop.deal_forecast import DealForecast
from contactdesk.desktop.deal_found import (
    PERIODS,
    Found,
    Shown,
    columns_of,
    read_found,
    read_front,
    sum_of,
)
from contactdesk.desktop.deal_painting import FACE
from contactdesk.desktop.deal_table import DealTable
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.fields import Combo, Segmented
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.known_deals import with_waiting
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.money_texts import rates_text, total_text
from contactdesk.desktop.reading_order import takes_tab
from contactdesk.desktop.surfaces import on_surface
from contactdesk.desktop.task_words import now_at
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.wide_page import WidePage, way_back
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.money import Total
from contactdesk.operations.deal_table import Arrangement
from contactdesk.store.deal_rows import DealParty

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

PANEL_WIDE, LEAST_PANEL, MOST_PANEL, SHARE = 452, 420, 520, 0.45  # px, and of the page at most
REST_MS = 50  # after the uppermost deals were shown
KINDS = ("board", "table", "forecast")
_OURS = frozenset(("deal", "pipeline", "exchange_rate"))


class DealPage(WidePage):
    """Takes the place of list and card; `left` asks for them again."""

    new_wanted = Signal()
    shown = Signal(object)  # Found: what was read anew
    made = Signal(object)  # the table or the forecast, once it is wanted

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self.clock = now_at  # what time it is somewhere
        self.found = Found()
        self._read_now: Found | None = None  # as the book has it, without what waits
        self.filter = Shown()
        self.pipeline = ""  # the id of the one that is shown, "" for the first
        self.is_known = False
        self._wanted = ""  # the id of the deal that is chosen once it was read
        self.kind = desk.settings.pipeline_view if desk.settings.pipeline_view in KINDS else "board"
        self._is_asked = False
        self.unread = Unread(self, desk)
        self._read_first()
        self.board = DealBoard(self._photo_of)
        self._table: DealTable | None = None
        self._forecast: DealForecast | None = None
        self._opened = ""  # the id of the deal in the panel
        self.look_each_minute(self._look_at_clock)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_left(), 1)
        self._edge = Hairline("border", upright=True)
        row.addWidget(self._edge)
        self.side = QStackedWidget()
        spacing.see_to_itself(self.side)
        row.addWidget(self.side)
        self.show_side(None)
        self.board.left.connect(self._leave_board)
        self.unread.lie_below(self.title.parentWidget())
        desk.changed.connect(self._changed)
        desk.outbox.changed.connect(self._waits_otherwise)
        look.announcer().changed.connect(self._fit_side)

    def _build_left(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        self._fronts = QVBoxLayout()
        self._fronts.addWidget(self.board)
        column.addLayout(self._fronts, 1)
        column.addWidget(self._build_empty(), 1)
        return on_surface("page", column)

    def _build_head(self) -> QWidget:
        self.title = ElidedLabel(_("Pipeline"), "title")
        self.count = ElidedLabel("", "body", "text2")
        self.which, self.owner, self.period = Combo(flat=True), Combo(flat=True), Combo(flat=True)
        self.which.setAccessibleName(_("Which pipeline"))
        self.owner.setAccessibleName(_("Whose deals"))
        self.period.setAccessibleName(_("Decided since"))
        for value, words in PERIODS.items():
            self.period.addItem(_(words), value)
        self.period.choose(self.filter.period)
        for combo in (self.which, self.owner, self.period):
            combo.activated.connect(self._filter_chosen)
        self.ways = Segmented(
            [(_("Board"), "board"), (_("Table"), "table"), (_("Forecast"), "forecast")], self.kind
        )
        self.ways.setAccessibleName(_("Board, table or forecast"))
        self.ways.chosen.connect(lambda kind: self.show_as(str(kind)))
        self.add = Button(_("Deal"), "primary", "plus")
        tip_with_keys(self.add, _("New deal"), "Ctrl+N")
        self.add.clicked.connect(self.new_wanted)
        self.more = IconButton("ellipsis", _("Pipelines and rates"))
        self.back = way_back()
        self.back.clicked.connect(self.left)
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(*mirror.margins(24, 11, 16, 11))
        self.tools.setSpacing(8)
        self.tools.addWidget(self.title)
        self.tools.addWidget(self.count, 1)
        for widget in (self.which, self.owner, self.period, self.ways, self.add, self.more,
                       self.back):  # fmt: skip
            self.tools.addWidget(widget)
        return on_surface("page", self.tools)

    def _build_empty(self) -> QWidget:
        words = _(
            "A deal is something that you may sell: to whom, for how much, and what is to be "
            "done next. The first one brings a pipeline with the usual stages."
        )
        self.first = Button(_("New deal"), "primary", "plus")
        self.first.clicked.connect(self.new_wanted)
        self.empty = EmptyState("square-kanban", _("No deals yet"), words, buttons=(self.first,))
        self.empty.hide()
        return self.empty

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, the deals and the panel, as one reads them.

        It comes in at the head, in Qt's own order: what stood before that was never reached.
        """
        head = [self.which, self.owner, self.period, self.ways, self.add, self.more, self.back]
        wanted = (*head, self.first, *self.front.stops(), *self._side_stops())
        return [widget for widget in wanted if takes_tab(widget)]

    def _side_stops(self) -> list[QWidget]:
        here: Any = self.side.currentWidget()
        return list(here.stops()) if here is not None and self.side.isVisible() else []

    # ── the side ────────────────────────────────────────────────────────────────────────

    def show_side(self, widget: QWidget | None) -> None:
        """Show a panel beside the board, or the board alone."""
        if widget is not None:
            if self.side.indexOf(widget) < 0:
                self.side.addWidget(widget)
            self.side.setCurrentWidget(widget)
        had_focus = self._holds_focus()
        self.side.setVisible(widget is not None)
        self._edge.setVisible(widget is not None)
        self._fit_side()
        QTimer.singleShot(0, self.front, self.front.keep_in_sight)
        if widget is None and had_focus:
            self.front.take_focus(Qt.FocusReason.OtherFocusReason)

    def _holds_focus(self) -> bool:
        found = self.window().focusWidget()
        return found is not None and self.side.isAncestorOf(found)

    def _fit_side(self) -> None:
        wide = min(look.px(PANEL_WIDE), max(LEAST_PANEL, round(self.width() * SHARE)))
        self.side.setFixedWidth(min(wide, look.px(MOST_PANEL)))
        narrow = self.side.isVisibleTo(self) or self.width() < look.px(900)
        is_wanted = bool(self.found.rows) and self.kind != "forecast"
        self.period.setVisible(not narrow and is_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel takes no more than its share."""
        super().resizeEvent(event)
        self._fit_side()

    # ── coming and going ────────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show the book as it is now; the keyboard is on a deal."""
        if self._is_asked:
            self._is_asked = False
        elif not self._is_stale or not self.isVisible():  # else being shown has asked already
            self.read()
        self.front.take_focus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def table(self) -> DealTable:
        """The deals as a table, made when it is first wanted: opening the board is to be quick."""
        if self._table is None:
            self._table = DealTable(self._photo_of)
            self._table.arrangement = Arrangement.kept(self.desk.settings.deal_table)
            self._table.mark_opened(self._opened)
            self._add(self._table)
        return self._table

    @property
    def forecast(self) -> DealForecast:
        """What the open deals make month by month, made when it is first wanted."""
        if self._forecast is None:
            self._forecast = DealForecast()
            self._add(self._forecast)
        return self._forecast

    def _add(self, front: DealTable | DealForecast) -> None:
        front.hide()
        self._fronts.addWidget(front)
        front.left.connect(self._leave_board)
        self.made.emit(front)

    @property
    def front(self) -> DealBoard | DealTable | DealForecast:
        """The board, the table or the forecast, whichever is shown."""
        if self.kind == "table":
            return self.table
        return self.forecast if self.kind == "forecast" else self.board

    def show_as(self, kind: str) -> None:
        """Show the deals as a board, a table or a forecast, now and the next time."""
        self.ways.choose(kind)
        if kind == self.kind or kind not in KINDS:
            return
        had_focus = self.front.has_keyboard()
        self.kind = kind
        self._show_front()
        self._fit_side()
        if had_focus:
            self.front.take_focus(Qt.FocusReason.ShortcutFocusReason)
        self.desk.update_settings(pipeline_view=kind)

    def _show_front(self) -> None:
        found = self.found
        self.front.show_found(found, self.filter)
        why = self.why_not
        self.front.set_read_only(self.desk.read_only, why)
        has_any = found.pipeline is not None and (found.has_any or len(found.pipelines) > 1)
        for widget in (self.board, self._table, self._forecast):
            if widget is not None:
                widget.setVisible(has_any and widget is self.front)
        self.empty.setVisible(not has_any)
        self.ways.setVisible(has_any)

    def mark_opened(self, uuid: str) -> None:
        """The deal in the panel keeps its line, on the board and in the table."""
        self._opened = uuid
        self.board.mark_opened(uuid)
        if self._table is not None:
            self._table.mark_opened(uuid)

    def _leave_board(self) -> None:
        self.left.emit()

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def read(self, choose: str = "") -> None:
        """Read the deals anew; the one with this id is chosen then."""
        self._wanted = choose or self._wanted
        clock, wanted = self.clock, self.pipeline
        self.unread.read(wanted, lambda tx: read_found(tx, wanted, clock), self._take, key="deals")

    def _take(self, found: Found) -> None:
        """Show what was read, as what waits for the book will leave it."""
        self._read_now = found
        self.show_found(with_waiting(found, self.desk.outbox.waiting))

    def _waits_otherwise(self) -> None:
        """Other edits wait than before; what came into the book is read there."""
        if self.desk.away.is_away and self._read_now is not None:
            self._take(self._read_now)

    def _read_first(self) -> None:
        """Reading begins before the page is built: they go on side by side. Of many deals only
        what a board shows is read at first."""
        self._is_stale, self._is_asked = False, True
        if self.kind != "board":
            self.read()
            return
        clock, wanted, shown = self.clock, self.pipeline, self.filter
        self.unread.read(
            wanted, lambda tx: read_front(tx, wanted, clock, shown), self._show_first, key="deals"
        )

    def _show_first(self, found: Found) -> None:
        self._take(found)
        if found.rest:
            QTimer.singleShot(REST_MS, self, self._read_rest)

    def _read_rest(self) -> None:
        clock, wanted, before = self.clock, self.pipeline, self.found
        if before.rest:
            show = partial(self._show_rest, before)
            self.desk.read(lambda tx: read_found(tx, wanted, clock), show, key="deals")

    def _show_rest(self, before: Found, found: Found) -> None:
        if self.found is before:
            self._take(found)
        else:  # a deal was moved meanwhile: it does not go back for a moment
            self.read()

    def show_found(self, found: Found) -> None:
        """Show what was read, or what will be in the book in a moment."""
        self._is_stale = False
        first = not self.is_known
        self.is_known = True
        self.found = found
        had_focus = self.isVisible() and self.isAncestorOf(self.window().focusWidget() or self)
        self._offer_choices()
        self._show_front()
        if self._wanted and self.front.choose(self._wanted, focus=not self._holds_focus()):
            self._wanted = ""
        elif first and self.isVisible() and not had_focus:
            self.front.take_focus(Qt.FocusReason.ShortcutFocusReason)
        self._say_count()
        self._allow()
        self.shown.emit(found)

    def _say_count(self) -> None:
        found = self.found
        total = self._open_total()
        words = ngettext("{n} open deal", "{n} open deals", total.deals)
        parts = [words.format(n=counted(total.deals))]
        if total.amount:
            parts.append(total_text(total))
            weighted = total_text(total, weighted=True)
            parts.append(_("weighted {amount}").format(amount=weighted))
        self.count.setText(" · ".join(parts) if found.pipeline else "")
        self.count.setToolTip(rates_text(total))

    def _open_total(self) -> Total:
        if self.kind == "board":
            return self.board.open_total()  # it has summed up its columns
        columns = columns_of(self.found, self.filter)
        return sum_of(self.found, [r for s, some in columns if not s.outcome for r in some])

    def _offer_choices(self) -> None:
        found = self.found
        self.which.setVisible(len(found.pipelines) > 1)
        _offer(self.which, [(p.name, p.id) for p in found.pipelines],
               found.pipeline.id if found.pipeline else "")  # fmt: skip
        owners = {row.deal.owner for row in found.rows} | {each.owner for each in found.rest}
        people = [(bidi.isolated(p.name), p.id) for p in found.people if p.id in owners]
        mine = [(_("Mine"), found.me)] if found.me in owners else []
        others = [pair for pair in people if pair[1] != found.me]
        self.owner.setVisible(len(owners) > 1)
        _offer(self.owner, [(_("Everyone"), ""), *mine, *others], self.filter.owner)
        self._fit_side()

    def _filter_chosen(self) -> None:
        self.filter = Shown(
            str(self.owner.currentData() or ""), str(self.period.currentData() or "quarter")
        )
        if str(self.which.currentData() or "") != self.pipeline and len(self.found.pipelines) > 1:
            self.show_pipeline(str(self.which.currentData()))
            return
        self.front.show_found(self.found, self.filter)
        self._say_count()

    def show_pipeline(self, pipeline: str) -> None:
        """Show another pipeline."""
        self.pipeline = pipeline
        self.read()

    def _allow(self) -> None:
        why = self.why_not
        for widget in (self.add, self.first):
            widget.setEnabled(not self.desk.read_only)
            if why:
                widget.setToolTip(why)

    def _photo_of(self, party: DealParty) -> QImage | None:
        return self.picture(party.photo, FACE, self._photo_read)

    def _photo_read(self, _image: QImage) -> None:
        self.front.repaint_faces()

    def _changed(self, change: ChangeSet) -> None:
        ours = _OURS & change.records.keys()
        theirs = self.found.rows and (change.events != () or change.contacts != ())
        if not ours and not theirs:
            return
        self.went_stale()

    def _look_at_clock(self) -> None:
        """After midnight deals are a day longer in their stage."""
        home = self.found.now.tzinfo
        if home is not None and self.clock(home).date() != self.found.today:
            self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the cards, and from there to the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.front.isVisible() and not self.front.has_keyboard():
            self.front.take_focus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.left.emit()


def _offer(combo: Combo, choices: list[tuple[str, str]], chosen: str) -> None:
    """Fill a choice anew, where it offers something else now."""
    there = [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())]
    if there != choices:
        combo.clear()
        for words, value in choices:
            combo.addItem(words, value)
        combo.updateGeometry()
    combo.choose(chosen)
