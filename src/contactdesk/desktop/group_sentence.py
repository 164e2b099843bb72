"""The sentence over the rules of a smart group: what they say, or what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _
from contactdesk.model.query import Group
from contactdesk.model.query_editing import Place
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_words import contradicting, contradiction, sentence


class Sentence(QWidget):
    """Says a tree of rules in words. Where two are never true together it has a way on:
    `any_wanted(place)` for the group in which one of them is to be enough."""

    any_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("", "body", wrap=True)
        self.way_on = Button(_("Let one of them be enough"), "link", size="row")
        self.way_on.clicked.connect(lambda: self.any_wanted.emit(self._place))
        self._place: Place = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(14, 10, 14, 10))
        row.setSpacing(10)
        row.addWidget(IconMark("text-cursor-input", "accent_text", 18))
        row.addWidget(self.words, 1)
        row.addWidget(self.way_on)

    def say(self, tree: Group, fields: Fields, error: str = "") -> None:
        """Say the rules, or the error, or what contradicts itself."""
        found = None if error else contradicting(tree)
        wrong = error or contradiction(tree, fields)
        if found is not None:
            self._place = found.place
        self.way_on.setVisible(found is not None and found.one != found.other)
        self.tell(wrong, is_wrong=True)
        if not wrong:
            said = _("In words: {sentence}").format(sentence=sentence(tree, fields))
            self.tell(said, is_wrong=False)

    def tell(self, words: str, *, is_wrong: bool) -> None:
        """Say this."""
        self.words.set_tone("bad" if is_wrong else "")
        self.words.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the soft ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "accent_soft", radius=8)
