"""The editor of a pipeline beside its deals: name, currency, and the stages in their order."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, cross
from contactdesk.desktop.deal_form import CURRENCIES
from contactdesk.desktop.deal_stage_card import StageCard
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _
from contactdesk.model.deal import Pipeline, Stage
from contactdesk.operations.pipelines import problem_of


class PipelineEditor(QWidget):
    """`saved(Pipeline)` has what was typed; nothing here writes to the book."""

    saved = Signal(object)
    delete_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.base = Pipeline()
        self.cards: list[StageCard] = []
        self.is_edited = False
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.currency = Field(), Combo()
        self.name.textEdited.connect(self._edited)
        self.currency.activated.connect(self._edited)
        self.trouble = Label("", "body", "bad", wrap=True).give_way()
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_body(), 1)
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        self.title = Label("", "subtitle")
        self.close_it = cross(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 16, 12)
        row.addWidget(self.title, 1)
        row.addWidget(self.close_it)
        return row

    def _build_body(self) -> QScrollArea:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(FieldBox(_("Name"), self.name), 3)
        first.addWidget(FieldBox(_("Currency of totals"), self.currency), 2)
        self._stages = QVBoxLayout()
        self._stages.setSpacing(8)
        self.add = Button(_("Add a stage"), "ghost", "plus")
        self.add.clicked.connect(self.add_stage)
        column = QVBoxLayout()
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.trouble)
        column.addLayout(first)
        column.addLayout(self._stages)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return scrolled("page", column)

    def _build_foot(self) -> QHBoxLayout:
        self.delete = Button(_("Delete the pipeline"), "danger", "trash-2")
        self.delete.clicked.connect(self.delete_wanted)
        self.save = Button(_("Save"), "primary")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        self.save.clicked.connect(self.done)
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 12)
        row.addWidget(self.delete)
        row.addStretch(1)
        row.addWidget(self.save)
        return row

    def stops(self) -> list[QWidget]:
        """What Tab stops at, from the top down; the cross comes last."""
        cards = [widget for card in self.cards for widget in card.stops()]
        return [self.name, self.currency, *cards, self.add, self.save, self.delete, self.close_it]

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def show_pipeline(self, pipeline: Pipeline, *, read_only: bool, why: str = "") -> None:
        """Show a pipeline; a new one where it has no number yet."""
        self.base, self.is_edited = pipeline, False
        self.title.setText(_("Pipeline and stages") if pipeline.number else _("New pipeline"))
        self.name.setText(pipeline.name)
        self.currency.clear()
        for code in dict.fromkeys((pipeline.currency, *CURRENCIES)):
            if code:
                self.currency.addItem(code, code)
        self.currency.choose(pipeline.currency)
        for card in list(self.cards):
            self._take_out(card)
        for stage in pipeline.stages:
            follows = [f for f in pipeline.follow_ups if f.stage == stage.item]
            self._put_in(StageCard(stage, follows), len(self.cards))
        self.say("")
        self.delete.setVisible(bool(pipeline.number))
        for widget in (self.name, self.currency, self.add, self.save, self.delete):
            widget.setEnabled(not read_only)
            if why:
                widget.setToolTip(why)
        for card in self.cards:
            card.set_read_only(read_only)

    def say(self, sentence: str) -> None:
        """Why it cannot be kept like this; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """The keyboard is on the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _edited(self) -> None:
        self.is_edited = True

    # ── stages ──────────────────────────────────────────────────────────────────────────

    def _put_in(self, card: StageCard, at: int) -> None:
        card.edited.connect(self._edited)
        card.step_wanted.connect(lambda on: self.step(card, on))
        card.gone.connect(lambda: self.drop(card))
        self.cards.insert(at, card)
        self._stages.insertWidget(at, card)
        card.show()

    def _take_out(self, card: StageCard) -> None:
        self.cards.remove(card)
        self._stages.removeWidget(card)
        card.hide()
        card.deleteLater()

    def add_stage(self) -> None:
        """Another stage, before those in which deals are decided."""
        known = [card.stage.item for card in self.cards]
        item = 1 + max([*known, *(s.item for s in self.base.stages)], default=0)
        decided = (at for at, card in enumerate(self.cards) if card.outcome.currentData())
        at = next(decided, len(self.cards))
        card = StageCard(Stage(chance=50, stuck_after=14, item=item), [])
        self._put_in(card, at)
        card.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def step(self, card: StageCard, on: int) -> None:
        """Move a stage up or down; the keyboard stays in it."""
        at = self.cards.index(card) + on
        if not 0 <= at < len(self.cards):
            return
        focused = self.window().focusWidget()
        self.cards.remove(card)
        self.cards.insert(at, card)
        self._stages.removeWidget(card)
        self._stages.insertWidget(at, card)
        if focused is not None and card.isAncestorOf(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def drop(self, card: StageCard) -> None:
        """Take a stage out; the book has it until all is saved."""
        at = self.cards.index(card)
        self._take_out(card)
        beside = self.cards[min(at, len(self.cards) - 1)].name if self.cards else self.add
        beside.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    # ── saving ──────────────────────────────────────────────────────────────────────────

    def value(self) -> Pipeline | None:
        """The pipeline as the fields say it; None where one is marked."""
        stages = [card.value() for card in self.cards]
        follows = [card.follows() for card in self.cards]
        if any(each is None for each in (*stages, *follows)):
            return None
        return replace(
            self.base,
            name=self.name.text().strip(),
            currency=str(self.currency.currentData() or self.base.currency),
            stages=tuple(stage for stage in stages if stage is not None),
            follow_ups=tuple(f for some in follows for f in some or ()),
        )

    def done(self) -> None:
        """Save, or say what does not go."""
        if not self.save.isEnabled():
            return
        pipeline = self.value()
        problem = problem_of(pipeline) if pipeline else _("A field that is marked has no number.")
        self.say(problem)
        if pipeline is not None and not problem:
            self.saved.emit(pipeline)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S and Enter save, Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Save) or enter:
            self.done()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
