"""Contacts side by side, value by value: which of them the one that is kept will have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.cards import Card
from contactdesk.desktop.conflict_sheet import ChoiceCell
from contactdesk.desktop.custom_texts import label_of
from contactdesk.desktop.date_texts import moment_text
from contactdesk.desktop.history_words import value_text
from contactdesk.desktop.labels import Chip, ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.merging import Choice, Place, Value, choices, merged, usual

_LONG = re.compile(r"\S{19,}")
_PARTS = re.compile(r"[^@/._-]{16}|[@/._-]+")
_LATIN = ("phones", "emails", "urls", "impp")  # written from the left in every language
LABEL_WIDE = 108
IN_SIGHT, SIDE_WIDE = 4, 176  # so many share the width; more of them have this much each
LINES = 14  # of a value: all of it, as long as values in words are


class Side(NamedTuple):
    """One of the contacts, with how many changes its history has and when it changed last."""

    contact: Contact
    changes: int = 0
    changed_at: str = ""


class Compare(Card):
    """The values of some contacts, the kept one first; `changed` when something else is chosen."""

    changed = Signal()
    kept_wanted = Signal(int)  # the contact's place among the sides

    def __init__(self, sides: Sequence[Side], region: str) -> None:
        super().__init__()
        self.sides = list(sides)
        self.contacts = [side.contact for side in sides]
        self.found = choices(self.contacts, region)
        self.taken = usual(self.found)
        self.cells: list[list[list[ChoiceCell]]] = []  # by field, by contact
        self._places: dict[ChoiceCell, tuple[Choice, Value]] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        for place, _side in enumerate(self.sides):
            self._grid.setColumnStretch(place + 1, 1)
            if len(self.sides) > IN_SIGHT:  # the others are reached by scrolling
                self._grid.setColumnMinimumWidth(place + 1, look.px(SIDE_WIDE))
        self._build_heads()
        for line, choice in enumerate(self.found):
            self._build_line(2 * line + 1, choice)
        self.body.addLayout(self._grid)
        self._show()

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build_heads(self) -> None:
        for place, side in enumerate(self.sides):
            head = self._wide_head if len(self.sides) <= 2 else self._high_head
            self._grid.addWidget(head(place, side), 0, place + 1)

    def _wide_head(self, place: int, side: Side) -> QWidget:
        """Face, words and mark in one line."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(*mirror.margins(10, 4, 8, 12))
        row.setSpacing(10)
        row.addWidget(_face(side.contact, 38))
        row.addLayout(_words(side), 1)
        row.addWidget(self._kept_mark(place, side.contact))
        return holder

    def _high_head(self, place: int, side: Side) -> QWidget:
        """The words under the face: of several contacts each has little width."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(*mirror.margins(10, 4, 8, 12))
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(_face(side.contact, 30))
        row.addStretch(1)
        row.addWidget(self._kept_mark(place, side.contact))
        column.addLayout(row)
        column.addLayout(_words(side))
        return holder

    def _kept_mark(self, place: int, contact: Contact) -> QWidget:
        if place == 0:
            return Chip(_("Kept"), "accent")
        name = contact.formatted_name
        keep = IconButton("arrow-left-right", _("Keep {name} instead").format(name=name))
        keep.clicked.connect(partial(self.kept_wanted.emit, place))
        return keep

    def _build_line(self, line: int, choice: Choice) -> None:
        self._grid.addWidget(Hairline("divider"), line, 0, 1, len(self.sides) + 1)
        label = Label(label_of(choice.field), "body", "text2", weight=500, wrap=True)
        label.setContentsMargins(0, 14, 4, 8)
        label.setMinimumWidth(LABEL_WIDE)
        self._grid.addWidget(label, line + 1, 0, Qt.AlignmentFlag.AlignTop)
        columns = []
        for place, values in enumerate(choice.values):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 6, 0, 6)
            column.setSpacing(2)
            cells = [self._cell(choice, value, place) for value in values]
            for cell in cells:
                column.addWidget(cell)
            if not cells:
                none = Label("—", "body", "text3")
                none.setContentsMargins(*mirror.margins(14, 7, 8, 7))
                none.setAccessibleName(_("(empty)"))
                column.addWidget(none)
            column.addStretch(1)
            self._grid.addWidget(holder, line + 1, place + 1)
            columns.append(cells)
        self.cells.append(columns)

    def _cell(self, choice: Choice, value: Value, place: int) -> ChoiceCell:
        words = value_text(value.value, choice.field)
        shown = _breakable(words)
        way = bidi.left_to_right if choice.field in _LATIN else bidi.isolated
        shown = way(shown)
        if value.same:
            shown = _("{value} – same").format(value=shown)
        cell = ChoiceCell(shown, "", ticks=not choice.one, lines=LINES)
        owner = self.contacts[place].formatted_name
        cell.setAccessibleName(f"{label_of(choice.field)}, {owner}: {words}")
        cell.taken.connect(partial(self._take, choice, value.place))
        cell.toggled.connect(partial(self._toggle, value.place))
        cell.walked.connect(partial(self._walk, cell))
        self._places[cell] = choice, value
        return cell

    # ── choosing ────────────────────────────────────────────────────────────────────────

    def _take(self, choice: Choice, place: Place) -> None:
        others = {v.place for each in choice.values for v in each}
        self.taken = self.taken - others | {place}
        self._show()
        self.changed.emit()

    def _toggle(self, place: Place) -> None:
        self.taken = self.taken ^ {place}
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for cell, (_choice, value) in self._places.items():
            cell.show_chosen(value.place in self.taken)
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _walk(self, cell: ChoiceCell, down: int, on: int) -> None:
        """↑↓ go through the values of a contact, ←→ to the other's of the same field."""
        field, side, at = self._where(cell)
        if on:
            side = max(0, min(side + on, len(self.sides) - 1))
            target = self.cells[field][side]
            if target:
                self._go_to(target[min(at, len(target) - 1)])
            return
        column = [c for columns in self.cells for c in columns[side]]
        place = column.index(cell) + down
        if 0 <= place < len(column):
            self._go_to(column[place])

    def _go_to(self, cell: ChoiceCell) -> None:
        cell.setFocus(Qt.FocusReason.TabFocusReason)

    def _where(self, cell: ChoiceCell) -> tuple[int, int, int]:
        for field, columns in enumerate(self.cells):
            for side, cells in enumerate(columns):
                if cell in cells:
                    return field, side, cells.index(cell)
        return 0, 0, 0

    def first(self) -> ChoiceCell | None:
        """Where the keyboard begins."""
        return next((c for columns in self.cells for cells in columns for c in cells), None)

    # ── what comes out ──────────────────────────────────────────────────────────────────

    def result(self) -> Contact:
        """The kept contact with what is chosen now."""
        return merged(self.contacts, self.found, self.taken)

    def news(self) -> set[tuple[str, str]]:
        """Field and words of what the kept contact gets from the others."""
        return {
            (choice.field, value_text(value.value, choice.field))
            for choice, value in self._places.values()
            if value.place in self.taken and value.place[1]
        }


def _face(contact: Contact, side: int) -> Avatar:
    avatar = Avatar(side)
    avatar.show_face(FaceOf(contact.id, contact.kind, contact.formatted_name))
    return avatar


def _words(side: Side) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(bidi.isolated(side.contact.formatted_name), "strong"))
    words.addWidget(ElidedLabel(_about(side), "caption", "text2"))
    return words


def _breakable(text: str) -> str:
    """A text whose long words may go on in the next line: after a mark, or anywhere at last."""
    return _LONG.sub(lambda m: _PARTS.sub("\\g<0>\u200b", m.group()), text)


def _about(side: Side) -> str:
    when = _("Changed {when}").format(when=moment_text(side.changed_at)) if side.changed_at else ""
    changes = ngettext("{n} history item", "{n} history items", side.changes).format(
        n=counted(side.changes)
    )
    archived = _("In the archive") if side.contact.archived_at else ""
    return " · ".join(part for part in (archived, when, changes) if part)
