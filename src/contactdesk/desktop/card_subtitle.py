"""The line under a card's name: "Head of Procurement at Baltica", or what an organisation is."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.boundary import Boundary
from contactdesk.desktop.card_view import CardView, Line
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.labels import ElidedLabel, LinkLabel
from contactdesk.i18n import _, counted, ngettext


class _Piece(NamedTuple):
    text: str
    leads_to: int = 0  # a contact


class CardSubtitle(Boundary):
    """Words, and a link where the organisation is a contact; hidden where there is nothing."""

    opened = Signal(int)

    def __init__(self, view: CardView, parent: QWidget | None = None) -> None:
        line = QWidget()
        super().__init__(line, "page", parent)
        self._pieces = _pieces(view)
        self._labels = [self._label(piece) for piece in self._pieces]
        row = FlowLayout(3, 1, line)
        for label in self._labels:
            row.addWidget(label)
        if not self._pieces:
            self.hide()

    def _label(self, piece: _Piece) -> ElidedLabel:
        if not piece.leads_to:
            return ElidedLabel(piece.text, "body", "text2")
        link = LinkLabel(piece.text, "body", weight=500)
        link.activated.connect(lambda: self.opened.emit(piece.leads_to))
        return link

    def show_view(self, view: CardView) -> bool:
        """Show the line of the contact as it is now; False where it needs other widgets."""
        pieces, before = _pieces(view), self._pieces
        if [p.leads_to for p in pieces] != [p.leads_to for p in before]:
            return False
        for label, piece, was in zip(self._labels, pieces, before, strict=True):
            if piece != was:
                label.setText(piece.text)
        self._pieces = pieces
        return True


def _pieces(view: CardView) -> list[_Piece]:
    if view.contact.kind == "org":
        return [_Piece(_organisation_words(view))]
    work = view.organisation
    if work is None or not (work.name or work.middle):
        return []
    if not work.name:
        return [_words(work.middle)]
    if not work.middle:
        return [_organisation(work)]
    before, _mark, after = (
        _("{title} at {organisation}").replace("{title}", work.middle).partition("{organisation}")
    )
    around = [_words(before.strip()), _organisation(work), _words(after.strip())]
    return [piece for piece in around if piece.text]


def _words(text: str) -> _Piece:
    return _Piece(bidi.isolated(text) if text else "")


def _organisation(work: Line) -> _Piece:
    return _Piece(bidi.isolated(work.name), work.row.number if work.row is not None else 0)


def _organisation_words(view: CardView) -> str:
    now = [p for p in view.people if not p.over]
    town = next((a.locality for a in view.contact.addresses if a.locality), "")
    count = ngettext("{count} person", "{count} people", len(now))
    count = count.format(count=counted(len(now)))
    return " · ".join(p for p in (_("Organisation"), count if now else "", town) if p)
