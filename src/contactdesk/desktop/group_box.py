"""A group in the rule editor: all, any or none of its rules are to be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.group_rule import RuleRow
from contactdesk.desktop.group_text import RuleText
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import query_editing as editing
from contactdesk.model.query import Group, Part, Rule, is_empty
from contactdesk.store.queries import OUT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.model.query_editing import Place
    from contactdesk.model.query_fields import Fields

EDGE, RIM = 4, 6  # px: the coloured edge, and what of a box is still outside for the pointer
DEEPEST = 2  # levels that have boxes; deeper ones are edited as text


class GroupBox(QFrame):
    """The rules of a tree, with what is nested in boxes of their own; `tree()` is what they say.

    `changed` when a rule says something else, `rebuilt(tree, place)` when its shape is another one
    and the rule at a place is to have the keyboard.
    """

    changed = Signal()
    rebuilt = Signal(object, object)

    def __init__(
        self, group: Group, fields: Fields, place: Place = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields, self.place = fields, place
        self.parts: list[RuleRow | GroupBox | RuleText] = []
        self.target: tuple[GroupBox, int] | None = None  # where a carried rule would go
        self._gap = -1
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*mirror.margins(16, 12, 10, 12))
        self._column.setSpacing(8)
        self._column.addLayout(self._head(group))
        for n, part in enumerate(group.parts):
            self._add_part(part, (*place, n))
        self._column.addLayout(self._foot())

    def _head(self, group: Group) -> QHBoxLayout:
        ways: list[tuple[str, object]] = [(_("All"), "all"), (_("Any"), "any"), (_("None"), "none")]
        self.how = Combo(ways)
        self.how.setAccessibleName(_("How many of these rules are to be true"))
        self.how.choose(group.how)
        self.how.activated.connect(self.changed)
        self.count = Label("", "caption", "text2")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.how)
        row.addWidget(Label(_("of these are true")))
        row.addStretch(1)
        row.addWidget(self.count)
        if self.place:
            gone = IconButton("x", _("Remove this group of rules"), side=30, icon_size=16)
            gone.clicked.connect(self._leave)
            row.addWidget(gone)
        return row

    def _foot(self) -> QHBoxLayout:
        self.add_rule = Button(_("Add rule"), "ghost", "plus", size="row")
        self.add_rule.clicked.connect(lambda: self._grow(Rule("city")))
        row = QHBoxLayout()
        row.addWidget(self.add_rule)
        if len(self.place) < DEEPEST:
            self.add_group = Button(_("Add group"), "ghost", "group", size="row")
            self.add_group.clicked.connect(lambda: self._grow(Group("any", (Rule("city"),))))
            row.addWidget(self.add_group)
        row.addStretch(1)
        return row

    def _add_part(self, part: Part, place: Place) -> None:
        made: RuleRow | GroupBox | RuleText
        if isinstance(part, Group) and len(place) <= DEEPEST:
            made = GroupBox(part, self._fields, place)
            made.rebuilt.connect(self.rebuilt)
        else:
            if isinstance(part, Group):
                made = RuleText(part, self._fields)
            else:
                made = RuleRow(part, self._fields)
            made.removed.connect(lambda: self._reshape(editing.removed(self._whole(), place)))
            made.step_wanted.connect(lambda step: self._step(place, step))
            made.grip.carried.connect(self._carry)
            made.grip.dropped.connect(lambda _y: self._drop(place))
        made.changed.connect(self.changed)
        self.parts.append(made)
        self._column.addWidget(made)

    def _root(self) -> GroupBox:
        found = self
        while found.place:
            parent = found.parentWidget()
            assert isinstance(parent, GroupBox)
            found = parent
        return found

    def _whole(self) -> Group:
        return self._root().tree()

    def _grow(self, part: Part) -> None:
        at = (*self.place, len(self.parts))
        self._reshape(editing.added(self._whole(), self.place, part), at)

    def _leave(self) -> None:
        self._reshape(editing.removed(self._whole(), self.place))

    def _step(self, place: Place, step: str) -> None:
        whole = self._whole()
        if step in ("up", "down"):
            tree, to = editing.moved(whole, place, -1 if step == "up" else 1)
        else:
            tree, to = (editing.nested if step == "in" else editing.lifted)(whole, place)
        if len(to) <= DEEPEST + 1 and tree != whole:
            self._reshape(tree, to)

    # ── carried by the pointer ──────────────────────────────────────────────────────────

    def gap_at(self, y: int) -> tuple[GroupBox, int]:
        """The box that is at a height of the screen, and before which of its parts that is."""
        for part in self.parts:
            top = part.mapToGlobal(QPoint(0, 0)).y()
            if isinstance(part, GroupBox) and top + RIM <= y < top + part.height() - RIM:
                return part.gap_at(y)
        middles = [part.mapToGlobal(part.rect().center()).y() for part in self.parts]
        return self, sum(middle < y for middle in middles)

    def show_gap(self, at: int) -> None:
        """Draw a line before a part, -1 for none."""
        self._gap = at
        self.update()

    def _carry(self, y: int) -> None:
        root = self._root()
        if root.target is not None:
            root.target[0].show_gap(-1)
        box, at = root.target = root.gap_at(y)
        box.show_gap(at)

    def _drop(self, place: Place) -> None:
        root = self._root()
        if root.target is None:
            return  # a press that carried nothing
        (box, at), root.target = root.target, None
        box.show_gap(-1)
        whole = self._whole()
        tree, to = editing.carried(whole, place, box.place, at)
        if tree != whole:
            self._reshape(tree, to)

    def _reshape(self, tree: Group, place: Place = ()) -> None:
        self.rebuilt.emit(tree, place)

    # ── what it says ────────────────────────────────────────────────────────────────────

    def tree(self) -> Group:
        """The rules as they are now, with those that ask for nothing yet."""
        parts = [p.tree() if isinstance(p, GroupBox) else p.rule for p in self.parts]
        return Group(self.how.currentData(), tuple(parts))

    def asked(self) -> Group:
        """The rules that ask for something, at the same places."""
        parts: list[Part] = []
        for part in self.parts:
            if isinstance(part, GroupBox):
                parts.append(part.asked())
            else:
                parts.append(part.rule if part.is_complete else Group())
        return Group(self.how.currentData(), tuple(parts))

    def error(self) -> str:
        """What is wrong with the first rule that has a fault, "" for nothing."""
        return next(
            (e for p in self.parts if (e := p.error() if isinstance(p, GroupBox) else p.error)), ""
        )

    def at(self, place: Place) -> RuleRow | GroupBox | RuleText:
        """The row or box at a place."""
        found: RuleRow | GroupBox | RuleText = self
        for step in place:
            assert isinstance(found, GroupBox)
            found = found.parts[step]
        return found

    def show_counts(self, counts: dict[Place, int]) -> None:
        """How many each rule and each group finds alone."""
        for n, part in enumerate(self.parts):
            place = (*self.place, n)
            if isinstance(part, GroupBox):
                part.show_counts(counts)
            else:
                part.show_count(counts.get(place))
        count = counts.get(self.place)
        if count is None or is_empty(self.tree()):
            self.count.setText("")
            return
        words = ngettext("{n} person", "{n} people", count)
        if self.how.currentData() == "none":
            count = counts.get((*self.place, OUT), 0)
            words = ngettext("{n} person left out", "{n} people left out", count)
        self.count.setText(words.format(n=counted(count)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame with a blue edge, or a violet one where it is nested."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(look.colour("border"))
            painter.setBrush(look.colour("page" if self.place else "raised"))
            painter.drawRoundedRect(area, 8, 8)
            edge = QRectF(0, 4, EDGE, self.height() - 8)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                edge.moveRight(self.width())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("dot_violet" if self.place else "accent"))
            painter.drawRoundedRect(edge, 2, 2)
            if self._gap >= 0 and self.parts:
                after = self._gap == len(self.parts)
                part = self.parts[self._gap - after].geometry()
                y = part.bottom() + 3 if after else part.top() - 5
                painter.fillRect(part.x(), y, part.width(), 2, look.colour("accent"))
