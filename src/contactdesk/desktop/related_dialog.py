"""A small window for one relation: who it is, and what they are to the contact shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Label
from contactdesk.desktop.related_words import choices, kind_word, relation_name
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _
from contactdesk.model.relations import OwnKinds, RelationKind, link_key, reverse_of
from contactdesk.store.relations import Relation


@dataclass(frozen=True, slots=True)
class RelationWanted:
    """What the window is closed with; `own` is the pair of words to keep in the book."""

    kind: RelationKind
    other: int | str
    name: str
    own: tuple[str, str] | None = None


class RelationDialog(SmallDialog):
    """Asks nothing and writes nothing: `wanted` says what is to be saved."""

    wanted = Signal(object)  # RelationWanted

    def __init__(
        self,
        number: int,
        name: str,
        own: OwnKinds,
        ask: Ask,
        relation: Relation | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Change a relation") if relation else _("Add somebody related"))
        self._number, self._name, self._own = number, name, own
        self._relation = relation
        self.person = ContactPicker(
            ask,
            relation.name if relation else "",
            relation.row if relation else None,
            icon="user",
        )
        if relation is not None and relation.row is None and not relation.name:
            self.person.setPlaceholderText(relation_name(relation))
        current = relation.kind if relation else None
        self.kind = Combo()
        offered = choices(own, current)
        self._kinds = [kind for _words, kind in offered]
        for words, _kind in offered:
            self.kind.addItem(words)
        self.kind.addItem(_("Own word…"))
        if current:
            self.choose_kind(current)
        self.kind.setAccessibleName(_("What they are"))
        self.word, self.reverse = Field(), Field()
        self.preview = Label("", "caption", "text2", wrap=True)
        self._lay_out()
        self._connect()
        self._show()
        self.person.setFocus()

    def _lay_out(self) -> None:
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        title = _("Who is related to {name}?").format(name=bidi.isolated(self._name))
        column.addWidget(Label(title, "subtitle", wrap=True))
        column.addWidget(FieldBox(_("Person or organisation"), self.person))
        column.addWidget(FieldBox(_("What they are"), self.kind))
        self._words = QWidget()
        words = QHBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        words.addWidget(FieldBox(_("Own word"), self.word), 1, top)
        words.addWidget(FieldBox(_("And the other way round"), self.reverse), 1, top)
        self.word.setPlaceholderText(_("Mentor"))
        self.reverse.setPlaceholderText(_("the same"))
        column.addWidget(self._words)
        column.addWidget(self.preview)
        column.addStretch(1)
        self.cancel = Button(_("Cancel"), "secondary")
        self.save = Button(_("Save"), "primary", "check")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column.addLayout(foot)
        for one, other in (
            (self.person, self.kind), (self.kind, self.word), (self.word, self.reverse),
            (self.reverse, self.save), (self.save, self.cancel),
        ):  # fmt: skip
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self.person.picked.connect(self._show)
        self.person.textEdited.connect(self._show)
        self.kind.currentIndexChanged.connect(self._show)
        self.word.textEdited.connect(self._show)
        self.reverse.textEdited.connect(self._show)
        self.person.left.connect(self._advise)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.done_with)

    # what is said

    def chosen_kind(self) -> RelationKind:
        """The kind as it stands; empty while an own word is missing."""
        if self.has_own_word():
            return RelationKind(label=self.word.text().strip())
        return self._kinds[self.kind.currentIndex()]

    def has_own_word(self) -> bool:
        """Whether the last choice is made: a word that is not among the kinds yet."""
        return self.kind.currentIndex() == len(self._kinds)

    def choose_kind(self, kind: RelationKind) -> None:
        """Select a kind that is offered."""
        self.kind.setCurrentIndex(self._kinds.index(kind))

    def _show(self) -> None:
        own = self.has_own_word()
        self._words.setVisible(own)
        if self.person.state:
            self.person.set_state("")
        if self.word.state and self.word.text().strip():
            self.word.set_state("")
        self.preview.setText(self._preview())

    def _preview(self) -> str:
        kind, row = self.chosen_kind(), self.person.row
        name = row.name if row else self.person.text().strip()
        if not name or not kind:
            return ""
        here = _("On this card: {name} – {word}").format(
            name=bidi.isolated(name), word=kind_word(kind)
        )
        if row is None:
            return here
        back = reverse_of(kind, self._pairs())
        word = kind_word(back) if back else _("“{word}” of").format(word=kind_word(kind))
        there = _("On the card of {other}: {name} – {word}").format(
            other=bidi.isolated(name), name=bidi.isolated(self._name), word=word
        )
        return f"{here}\n{there}"

    def _pairs(self) -> OwnKinds:
        if not self.has_own_word():
            return self._own
        word = self.word.text().strip()
        return [*self._own, (word, self.reverse.text().strip() or word)]

    def _advise(self) -> None:
        """A name that is somebody's in the book is not linked before it is chosen."""
        if self.person.row is None and self.person.namesakes() and not self.person.state:
            words = _("{name} is in the book. Choose them in the list to link both cards.")
            name = bidi.isolated(self.person.namesakes()[0].name)
            self.person.set_state("advice", words.format(name=name))

    # leaving

    def done_with(self) -> None:
        """Save, or say at the field what is missing."""
        row, name = self.person.row, self.person.text().strip()
        kind = self.chosen_kind()
        keeps = self._keeps_link()
        if row is None and not name and not keeps:
            words = _("Type a name. Example: {example}").format(example="Agnieszka Baran")
            self.person.set_state("error", words)
            self.person.setFocus()
        elif row is not None and row.number == self._number:
            words = _("Nobody can be related to themselves. Choose somebody else.")
            self.person.set_state("error", words)
            self.person.setFocus()
        elif not kind:
            self.word.set_state("error", _("Type a word for it. Example: Mentor"))
            self.word.setFocus()
        else:
            own = self._pairs()[-1] if self.has_own_word() else None
            other: int | str = row.number if row is not None else name
            self.wanted.emit(RelationWanted(kind, other, row.name if row else name, own))

    def _keeps_link(self) -> bool:
        """A link to a card that is not in the book stays, if nobody types over it."""
        relation = self._relation
        return relation is not None and relation.row is None and bool(link_key(relation.link))

    def say(self, sentence: str) -> None:
        """The book could not save it: why, at the field."""
        self.person.set_state("error", sentence)
