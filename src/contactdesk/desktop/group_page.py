"""The rules of a smart group: the sentence they are, the rules themselves, and who is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.fields import Combo, Field
from contactdesk.desktop.group_box import GroupBox
from contactdesk.desktop.group_out import OutCard
from contactdesk.desktop.group_pane import SHOWN, GroupPane, Members
from contactdesk.desktop.group_sentence import Sentence
from contactdesk.desktop.group_tell import TellCard
from contactdesk.desktop.group_why import Why
from contactdesk.desktop.labels import Hairline
from contactdesk.desktop.surfaces import on_surface, scrolled
from contactdesk.i18n import _
from contactdesk.model.query import Group, Rule, is_empty
from contactdesk.model.query_editing import Place, part_at, with_part
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_writing import written
from contactdesk.model.smart_group import SmartGroup

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

PANE, SOON_MS = 320, 150
MOST_OUT = 60  # people who are always left out, as chips


class Draft(NamedTuple):
    """A group as somebody left it without saving."""

    group: SmartGroup
    tree: Group
    told: bool = False


class GroupPage(QWidget):
    """Edits one smart group; `saved(group, before)` and `left` say how it ended."""

    left = Signal()
    saved = Signal(object, object)
    card_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.base = SmartGroup()
        self.group = SmartGroup()
        self.fields = Fields()
        self.drafts: dict[str, Draft] = {}
        self.me = ""
        self.told = False  # whether I hear who comes in
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = GroupBox(Group(), self.fields)
        self.pane = GroupPane()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.read)
        self._build()
        self._serve_pane()
        desk.changed.connect(self._changed)

    def _build(self) -> None:
        self.sentence = Sentence()
        self.words = self.sentence.words
        self.sentence.any_wanted.connect(self._let_any)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 16, 16, 24)
        self._body.setSpacing(12)
        self._body.addWidget(self.sentence)
        self._body.addWidget(self.box)
        self.out = OutCard()
        self.out.let_in.connect(lambda number: self._leave_out(number, False))
        self._body.addWidget(self.out)
        self.tell = TellCard()
        self._body.addWidget(self.tell)
        self._body.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        column.addWidget(scrolled("page", self._body), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(on_surface("page", column), 1)
        row.addWidget(Hairline("border", upright=True))
        row.addWidget(self.pane)
        spacing.see_to_itself(self.pane)
        self._fit_pane()
        look.announcer().changed.connect(self._fit_pane)

    def _build_head(self) -> QWidget:
        self.name = Field()
        self.name.setAccessibleName(_("Name of the smart group"))
        self.name.setPlaceholderText(_("Name"))
        self.sees = Combo(
            [(_("Everyone in the office sees it"), False), (_("Only I see it"), True)]
        )
        self.sees.setAccessibleName(_("Who sees it"))
        self.cancel = Button(_("Cancel"))
        self.cancel.clicked.connect(self._leave)
        self.save = Button(_("Save group"), "primary", "check")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(24, 11, 16, 11))
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.sees)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        return on_surface("page", row)

    def _fit_pane(self) -> None:
        """In a large text size the rules keep the larger share."""
        self.pane.setFixedWidth(min(look.px(PANE), max(PANE, self.width() * 3 // 10)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane has its share."""
        super().resizeEvent(event)
        self._fit_pane()

    def _serve_pane(self) -> None:
        self.pane.why_wanted.connect(self.ask_why)
        self.pane.asked.connect(self._ask_by_name)
        self.pane.out_wanted.connect(self._leave_out)
        self.pane.card_wanted.connect(self.card_wanted)

    # ── what is edited ──────────────────────────────────────────────────────────────────

    def edit(
        self, group: SmartGroup, fields: Fields, me: str, *, told: bool = False, rules: str = ""
    ) -> None:
        """Show a group, or a new one; as it was left if it was left without saving, or with
        other `rules` where one has tried some. `told` says whether I hear who comes in."""
        self.base, self.group, self.fields, self.me = group, group, fields, me
        self.pane.fields = fields
        draft = None if rules else self.drafts.pop(group.id, None)
        tree, self.told = _tree_of(rules or group.rules, fields), told
        if draft is not None:
            self.group, tree, told = draft
        self.name.setText(self.group.name)
        self.sees.choose(bool(self.group.owner))
        why = self.desk.facts.read_only if self.desk.facts is not None else ""
        self.save.setEnabled(not self.desk.read_only)
        self.save.setToolTip(why)
        self.tell.show_told(told, why)
        self.pane.show_why(None)
        self.pane.search.clear()
        self._rebuild(tree, ())
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, place: Place) -> None:
        """Give the keyboard to the rule at a place, as far as it is still there."""
        try:
            found = self.box.at(place)
        except IndexError:
            return
        part = found.how if isinstance(found, GroupBox) else found.field
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def _rebuild(self, tree: Group, place: Place) -> None:
        """Have the rows of a tree of another shape."""
        old = self.box
        self.box = GroupBox(tree, self.fields)
        self.box.changed.connect(self._edited)
        self.box.rebuilt.connect(self._reshaped)
        self._body.replaceWidget(old, self.box)
        old.hide()
        old.deleteLater()
        self._say()
        self.read()
        if place:
            found = self.box.at(place)
            part = found.parts[0] if isinstance(found, GroupBox) else found
            if not isinstance(part, GroupBox):
                part.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _reshaped(self, tree: Group, place: Place) -> None:
        self._rebuild(tree, place)

    def _edited(self) -> None:
        self._say()
        self._soon.start()

    def _say(self) -> None:
        """The rules in words, or what is wrong with them."""
        self.sentence.say(self.box.asked(), self.fields, self.box.error())

    def _let_any(self, place: Place) -> None:
        """One of the rules at a place is enough from now on."""
        group = part_at(self.box.tree(), place)
        assert isinstance(group, Group)
        tree = with_part(self.box.tree(), place, Group("any", group.parts))
        self._rebuild(tree, ())
        self.go_to(place)

    # ── who is in ───────────────────────────────────────────────────────────────────────

    def read(self) -> None:
        """Ask the book who is in now; what is shown stays until it answers."""
        self._soon.stop()
        if self.desk.facts is None:
            return
        tree, group, base = self.box.asked(), self.group, self.base

        ask = partial(_members, tree=tree, group=group, base=base)
        self.desk.read(ask, self._show, key="group members")

    def _show(self, found: tuple[Members, dict[Place, int]]) -> None:
        members, counts = found
        self.pane.show_members(members)
        self.out.show_people(members.left_out)
        self.box.show_counts(counts)
        if self.pane.why is not None:
            self.ask_why(self.pane.why.row.number)

    def ask_why(self, number: int) -> None:
        """Say why somebody is in, or is not."""
        tree, group = self.box.asked(), self.group
        self.desk.read(partial(_why, tree=tree, group=group, number=number),
                       self.pane.show_why, key="group why")  # fmt: skip

    def _ask_by_name(self, text: str) -> None:
        def ask(tx: Any) -> int:
            found: Sequence[int] = tx.contacts.search(text, None, 1).numbers
            return found[0] if found else 0

        def then(number: int) -> None:
            if number:
                self.ask_why(number)
            else:
                self.pane.say_nobody(text)

        self.desk.read(ask, then, key="group asked")

    def _leave_out(self, number: int, out: bool) -> None:
        """Always leave somebody out, or let them in again; saved with the group."""

        def then(uuid: str) -> None:
            kept = tuple(each for each in self.group.always_out if each != uuid)
            self.group = replace(self.group, always_out=(*kept, uuid) if out else kept)
            self.read()

        self.desk.read(lambda tx: str(tx.contacts.get(number).id), then)

    def _changed(self, change: ChangeSet) -> None:
        if self.isVisible() and change.kind != "star":
            self._soon.start()

    # ── ending ──────────────────────────────────────────────────────────────────────────

    def now(self) -> SmartGroup:
        """The group as it is on the page."""
        owner = self.me if self.sees.currentData() else ""
        name = " ".join(self.name.text().split())
        return replace(self.group, name=name, owner=owner, rules=written(self.box.asked()))

    def _save(self) -> None:
        group = self.now()
        if not group.name or is_empty(self.box.asked()) or self.box.error():
            words = self.box.error() or _("A smart group needs a name and at least one rule.")
            self.sentence.tell(words, is_wrong=True)
            (self.name if not group.name else self.box).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.saved.emit(group, self.base)

    def _leave(self) -> None:
        """Back; what is not saved is there again the next time."""
        if self.now() != self.base or self.tell.switch.isChecked() != self.told:
            self.drafts[self.base.id] = Draft(
                self.now(), self.box.tree(), self.tell.switch.isChecked()
            )
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Esc leaves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.save.isEnabled():
                self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _tree_of(rules: str, fields: Fields) -> Group:
    """The rules as a tree; one that is begun where there are none, or they cannot be read."""
    try:
        return parsed(rules, fields) if rules else Group("all", (Rule("city"),))
    except QueryError:
        return Group("all", (Rule("city"),))


def _members(
    tx: Any, tree: Group, group: SmartGroup, base: SmartGroup
) -> tuple[Members, dict[Place, int]]:
    """Who is in by the rules as they are edited, beside those whom the saved rules find."""
    out = tx.queries.out_of(group)
    answer = tx.queries.find(tree, out)
    shown = answer.numbers[:SHOWN]
    found = Members(
        tuple(tx.contacts.rows(shown)), len(answer.numbers),
        left_out=tuple(tx.contacts.rows(sorted(out)[:MOST_OUT])),
    )  # fmt: skip
    if base.id:
        saved = tx.queries.of_group(base).numbers
        known, now = frozenset(saved), frozenset(answer.numbers)
        fallen = [number for number in saved if number not in now]
        found = found._replace(
            saved=len(saved), fall_out=len(fallen), new=frozenset(shown) - known,
            fallen=tuple(tx.contacts.rows(fallen[:SHOWN])),
        )  # fmt: skip
    return found, answer.counts


def _why(tx: Any, tree: Group, group: SmartGroup, number: int) -> Why | None:
    rows = tx.contacts.rows([number])
    if not rows:
        return None
    reasons = tuple(tx.queries.why(tree, number))
    is_in = number in tx.queries.find(tree, tx.queries.out_of(group)).numbers
    return Why(rows[0], is_in, reasons, rows[0].id in group.always_out)
