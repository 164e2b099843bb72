"""The small window that asks whose records are, and who sees them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Combo, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.desktop.task_views import by_name
from contactdesk.i18n import _
from contactdesk.model.ownership import Whose
from contactdesk.operations.ownership import Said
from contactdesk.store.people import Team

WIDE = 440


class Asked(NamedTuple):
    """What it is about: the title, the people, what the book says now; `in_file` where the book
    is no server's."""

    title: str
    team: Team
    said: Said
    in_file: bool


class OwnerDialog(SmallDialog):
    """`answered(Whose)` with what is to be another."""

    answered = Signal(object)

    def __init__(self, parent: QWidget, asked: Asked) -> None:
        super().__init__(parent)
        self._asked = asked
        self.setWindowTitle(asked.title)
        self.setMinimumWidth(look.px(WIDE))
        self.owner, self.seen = Combo(), Combo()
        self._offer_owners()
        self.sentence = Label("", "caption", "text2", wrap=True).give_way()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(asked.title, "subtitle", wrap=True).give_way())
        column.addWidget(FieldBox(_("Owner"), self.owner))
        column.addWidget(FieldBox(_("Who sees it"), self.seen))
        column.addWidget(self.sentence)
        column.addLayout(self.foot(_("Save")))
        self.owner.currentIndexChanged.connect(self._owner_chosen)
        self.seen.currentIndexChanged.connect(self._say)
        self._offer_seers()
        self.owner.setFocus()

    def _offer_owners(self) -> None:
        said, team = self._asked.said, self._asked.team
        if len(said.owners) > 1:
            self.owner.addItem(_("As it is"), None)
        self.owner.addItem(_("Nobody in particular"), "")
        for each in by_name(team.people.values()):
            name = bidi.isolated(each.name)
            words = _("{name} (me)").format(name=name) if each.id == team.me else name
            self.owner.addItem(words, each.id)
        if len(said.owners) == 1:
            (owner,) = said.owners
            if not self.owner.choose(owner):
                self.owner.addItem(_("Somebody who does not use this book"), owner)
                self.owner.choose(owner)

    def _may_be_mine(self) -> bool:
        """Whether it is mine then, or becomes it by being private."""
        chosen, said = self.owner.currentData(), self._asked.said
        me = self._asked.team.me
        return said.of_others < said.records if chosen is None else chosen in ("", me)

    def _offer_seers(self) -> None:
        """Private is only what is mine."""
        said = self._asked.said
        self.seen.clear()
        if 0 < said.private < said.records:
            self.seen.addItem(_("As it is"), None)
        self.seen.addItem(_("Everybody who uses this book"), False)
        if self._may_be_mine():
            self.seen.addItem(_("Only I"), True)
        if said.private in (0, said.records):
            self.seen.choose(bool(said.private))
        self.seen.setEnabled(self.seen.count() > 1)
        self._say()

    def _owner_chosen(self) -> None:
        before = self.seen.currentData()
        self._offer_seers()
        if before is not None:
            self.seen.choose(before)

    def _say(self) -> None:
        """What private means, there where it is chosen."""
        if not self.seen.currentData():
            words = "" if self._may_be_mine() else _("Only its owner can keep it private.")
        elif self._asked.in_file:
            words = _("Others do not see it in ContactDesk; of an appointment they see that you "
                      "are busy. That is a courtesy: whoever opens the file with another program "
                      "can read it.")  # fmt: skip
        else:
            words = _("Others do not see it; of an appointment they see that you are busy.")
        self.sentence.setText(words)
        self.sentence.setVisible(bool(words))

    def wanted(self) -> Whose:
        """What differs from what the book says."""
        said = self._asked.said
        owner, private = self.owner.currentData(), self.seen.currentData()
        same_owner = said.owners == {owner}
        same_seen = private is not None and said.private == (said.records if private else 0)
        return Whose(None if same_owner else owner, None if same_seen else private)

    def done_with(self) -> None:
        """Say it."""
        self.accept()
        self.answered.emit(self.wanted())
