"""One stage in the editor of a pipeline: its name, its chance, and the tasks that follow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.cards import Card
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.i18n import _, counted
from contactdesk.model.deal import FollowUp, Outcome, Stage
from contactdesk.model.money import decimal_of, typed_amount

OUTCOMES: tuple[Outcome, ...] = ("", "won", "lost")
_MOST_DAYS = 3650


def number_in(field: Field, most: int) -> int | None:
    """The whole number in a field, 0 for nothing; None for what is none."""
    typed = typed_amount(field.text().replace("%", "").replace("٪", ""))
    number = decimal_of(typed or "0")
    fits = typed is not None and number is not None and 0 <= number <= most
    return int(number) if fits and number is not None and number == int(number) else None


class FollowLine(QWidget):
    """A task that follows: what, and after how many days."""

    edited = Signal()
    gone = Signal()

    def __init__(self, follow: FollowUp, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.follow = follow
        self.summary, self.days = Field(follow.summary), Field(counted(follow.days))
        self.summary.setPlaceholderText(_("What is to be done"))
        self.summary.setAccessibleName(_("Task that follows"))
        self.days.setAccessibleName(_("After how many days"))
        self.days.setToolTip(_("After how many days"))
        self.days.setFixedWidth(look.px(56))
        self.take = IconButton("x", _("Take the task away"), side=28, icon_size=14)
        self.take.clicked.connect(self.gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.summary, self.days, self.take):
            row.addWidget(widget, int(widget is self.summary))
        for field in (self.summary, self.days):
            field.textEdited.connect(self.edited)


class StageCard(Card):
    """`step_wanted(-1 or 1)` and `gone` are for the editor that has all of them."""

    edited = Signal()
    step_wanted = Signal(int)
    gone = Signal()

    def __init__(
        self, stage: Stage, follows: list[FollowUp], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.stage = stage
        self.lines: list[FollowLine] = []
        self.name, self.chance = Field(stage.name), Field(counted(stage.chance))
        self.stuck = Field(counted(stage.stuck_after) if stage.stuck_after else "")
        self.stuck.setPlaceholderText(_("never"))
        self.outcome = Combo()
        for value, words in zip(OUTCOMES, (_("Still open"), _("Won"), _("Lost")), strict=True):
            self.outcome.addItem(words, value)
        self.outcome.choose(stage.outcome)
        self._lay_out()
        for follow in follows:
            self._add_line(follow)
        for field in (self.name, self.chance, self.stuck):
            field.textEdited.connect(self.edited)
        self.outcome.activated.connect(self.edited)

    def _lay_out(self) -> None:
        self.name.setAccessibleName(_("Name of the stage"))
        self.more = IconButton("ellipsis", _("Move or delete the stage"), side=30)
        self.more.clicked.connect(self._show_menu)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.name, 1)
        first.addWidget(self.more)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(FieldBox(_("Chance, %"), self.chance), 2)
        second.addWidget(FieldBox(_("Too long after days"), self.stuck), 3)
        second.addWidget(FieldBox(_("Deals here are"), self.outcome), 3)
        self._follows = QVBoxLayout()
        self._follows.setSpacing(4)
        self.add = Button(_("Task that follows"), "ghost", "plus", size="row")
        self.add.clicked.connect(self._begin_line)
        self.body.setSpacing(8)
        for layout in (first, second, self._follows):
            self.body.addLayout(layout)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        lines = [w for line in self.lines for w in (line.summary, line.days, line.take)]
        return [self.name, self.chance, self.stuck, self.outcome, *lines, self.add, self.more]

    def set_read_only(self, read_only: bool) -> None:
        """Whether anything can be changed."""
        for widget in self.stops():
            widget.setEnabled(not read_only)

    # ── the tasks that follow ───────────────────────────────────────────────────────────

    def _add_line(self, follow: FollowUp) -> FollowLine:
        line = FollowLine(follow)
        line.edited.connect(self.edited)
        line.gone.connect(lambda: self._drop_line(line))
        self.lines.append(line)
        self._follows.addWidget(line)
        line.show()
        return line

    def _begin_line(self) -> None:
        line = self._add_line(FollowUp(self.stage.item))
        line.summary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop_line(self, line: FollowLine) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lines.remove(line)
        self._follows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.edited.emit()

    # ── what is typed ───────────────────────────────────────────────────────────────────

    def value(self) -> Stage | None:
        """The stage as the fields say it; None where one of them is marked as no number."""
        chance, stuck = number_in(self.chance, 100), number_in(self.stuck, _MOST_DAYS)
        self.chance.set_state("error" if chance is None else "", _("A number from 0 to 100")
                              if chance is None else "")  # fmt: skip
        self.stuck.set_state("error" if stuck is None else "", _("A number of days")
                             if stuck is None else "")  # fmt: skip
        outcome = OUTCOMES[max(0, self.outcome.currentIndex())]
        if chance is None or stuck is None:
            return None
        return Stage(self.name.text().strip(), chance, outcome, stuck, self.stage.item)

    def follows(self) -> list[FollowUp] | None:
        """The tasks that follow; None where the days of one are no number."""
        found = []
        for line in self.lines:
            days = number_in(line.days, _MOST_DAYS)
            line.days.set_state("error" if days is None else "", _("A number of days")
                                if days is None else "")  # fmt: skip
            if days is None:
                return None
            summary = line.summary.text().strip()
            if summary:
                found.append(FollowUp(self.stage.item, summary, days, line.follow.item))
        return found

    # ── its place ───────────────────────────────────────────────────────────────────────

    def menu(self) -> Menu:
        """Where it can go."""
        menu = Menu(self)
        for words, icon, act in (
            (_("Move up"), "arrow-up", lambda: self.step_wanted.emit(-1)),
            (_("Move down"), "arrow-down", lambda: self.step_wanted.emit(1)),
            (_("Delete"), "trash-2", self.gone.emit),
        ):
            action = menu.addAction(icons.icon(icon), words)
            action.setProperty("lucide", icon)
            action.triggered.connect(lambda _on=False, do=act: do())
        destroys(menu.actions()[-1])
        return menu

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↑/↓ moves the stage."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step_wanted.emit(step)
        else:
            super().keyPressEvent(event)
