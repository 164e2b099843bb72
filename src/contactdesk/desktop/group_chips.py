"""The rules of a smart group as chips over its list, and what can be done while some are away."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.labels import Chip
from contactdesk.desktop.verb_chip import ChipVerbs, VerbChip
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.query import Group
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_words import sentence

MOST = 6  # chips of rules that are shown before "and 3 more rules"


class Shown(NamedTuple):
    """What stands over the list of a smart group: its rules as they are tried, whether they are
    otherwise than the group's own, and how many came in since one last looked."""

    tree: Group
    fields: Fields
    is_changed: bool = False
    came: int = 0
    only_came: bool = False
    why_not: str = ""  # nothing can be saved


class RuleChip(VerbChip):
    """One rule in words. Enter or a click opens it, Delete or the x takes it away for now."""

    def __init__(self, words: str, removable: bool, *, icon: str = "funnel") -> None:
        verbs = ChipVerbs("pencil", _("Change this rule…"), _("Take away for now"))
        super().__init__(words, verbs, can_go=removable, cross=True, tone="accent", icon=icon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keys = _("Enter: change this rule.")
        if removable:
            keys = _("Enter: change this rule. Delete: take it away for now.")
        self.explain(f"{words}\n{keys}")


class GroupChips(QWidget):
    """Shows `Shown`. `opened(n)` and `dropped(n)` tell of the n-th part of the rules."""

    opened = Signal(int)
    dropped = Signal(int)
    came_wanted = Signal(bool)  # those alone who came in, or everybody
    came_dropped = Signal()
    save_wanted = Signal()
    copy_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self.came: RuleChip | None = None
        self.rules: list[RuleChip] = []
        self.leads: list[Chip] = []  # what is said before the rules: "Any of"
        self._flow = FlowLayout(6, 6)
        self.setAccessibleName(_("Rules of this group"))
        self.changed_chip = Chip(_("changed"), "warn")
        self.save = Button(_("Save"), "link", size="chip")
        self.save.setAccessibleName(_("Save the rules as they are now"))
        self.copy = Button(_("Save as new…"), "link", size="chip")
        self.copy.setAccessibleName(_("Save as a new smart group"))
        self.back = Button(_("Back"), "link", size="chip")
        self.back.setAccessibleName(_("Back to the rules as they are saved"))
        self.back.setToolTip(_("Back to the rules as they are saved"))
        for button, told in ((self.save, self.save_wanted), (self.copy, self.copy_wanted),
                             (self.back, self.back_wanted)):  # fmt: skip
            button.clicked.connect(told)
        verbs = FlowLayout(2, 2)
        for widget in (self.changed_chip, self.save, self.copy, self.back):
            verbs.addWidget(widget)
        self._verbs = QWidget()
        self._verbs.setLayout(verbs)
        body = QVBoxLayout()
        body.setContentsMargins(*mirror.margins(16, 0, 12, 8))
        body.setSpacing(6)
        body.addLayout(self._flow)
        body.addWidget(self._verbs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(body)

    def show_rules(self, shown: Shown) -> None:
        """Show rules; the keyboard stays at the chip where it is, or at its neighbour."""
        held = self._held()
        if shown != self.shown:
            self.shown = shown
            self._build(shown)
        self._verbs.setVisible(shown.is_changed)
        for button in (self.save, self.copy):
            button.setEnabled(not shown.why_not)
            button.setToolTip(shown.why_not)
        if held >= 0 and self.chips():
            self.chips()[min(held, len(self.chips()) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def chips(self) -> list[RuleChip]:
        """The chips, as one reads them."""
        return [*([self.came] if self.came is not None else []), *self.rules]

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in its order."""
        return [*self.chips(), self.save, self.copy, self.back]

    def _held(self) -> int:
        return next((n for n, chip in enumerate(self.chips()) if chip.hasFocus()), -1)

    def _build(self, shown: Shown) -> None:
        self._flow.empty()
        self.came = self._came_chip(shown) if shown.came else None
        if self.came is not None:
            self._flow.addWidget(self.came)
        how = {"any": _("Any of"), "none": _("None of")}.get(shown.tree.how, "")
        self.leads = [Chip(how)] if how else []
        for lead in self.leads:
            self._flow.addWidget(lead)
        self.rules = [self._rule_chip(shown, n) for n in range(len(shown.tree.parts))][:MOST]
        for chip in self.rules:
            self._flow.addWidget(chip)
        left = len(shown.tree.parts) - len(self.rules)
        if left > 0:
            words = ngettext("{n} more rule", "{n} more rules", left).format(n=counted(left))
            more = RuleChip(words, removable=False, icon="list-filter")
            more.clicked.connect(lambda: self.opened.emit(MOST))
            self._flow.addWidget(more)
            self.rules.append(more)
        made: list[Chip] = [*self.leads, *self.chips()]
        for each in made:
            each.show()  # at once: it may be given the keyboard

    def _came_chip(self, shown: Shown) -> RuleChip:
        words = ngettext("{n} came in", "{n} came in", shown.came).format(n=counted(shown.came))
        chip = RuleChip(words, removable=True, icon="user-plus")
        if shown.only_came:
            tip = _("Only those who came in are shown. Enter or Delete: show everybody.")
        else:
            tip = _("Enter: show only those who came in since you last looked.")
            chip.tone = "ok"
        chip.explain(tip)
        chip.setAccessibleDescription(tip)
        chip.clicked.connect(lambda: self.came_wanted.emit(not shown.only_came))
        chip.removed.connect(self.came_dropped)
        return chip

    def _rule_chip(self, shown: Shown, n: int) -> RuleChip:
        part = shown.tree.parts[n]
        tree = part if isinstance(part, Group) else Group("all", (part,))
        words = sentence(tree, shown.fields)
        chip = RuleChip(words, removable=len(shown.tree.parts) > 1)
        chip.clicked.connect(lambda: self.opened.emit(n))
        chip.removed.connect(lambda: self.dropped.emit(n))
        return chip
