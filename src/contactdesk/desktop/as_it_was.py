"""The card as it was at a moment of its history, with what differs from today marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.card_custom import all_values, customs_of
from contactdesk.desktop.card_values import CardValue, details_of
from contactdesk.desktop.custom_texts import known
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.history_words import told_differences
from contactdesk.desktop.labels import Chip, ElidedLabel, Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import DATE_FIELDS, Contact
from contactdesk.model.history import Difference
from contactdesk.model.names import display_name
from contactdesk.model.record import LABELS

WIDE, NARROW = 292, 248
_MOST_ROWS = 40


class OldValue(NamedTuple):
    """A row of the old card; `differs` when today's card says something else ("—": it is new)."""

    icon: str
    text: str
    word: str
    differs: bool


def old_values(then: Contact, today: Contact, region: str, day: date) -> list[OldValue]:
    """The rows of a card as it was, beside what it is today."""
    old = _rows(then, region, day)
    new = _rows(today, region, day)
    found = [
        OldValue(row.icon, row.shown, row.word, key not in new or not _same(row, new[key]))
        for key, row in old.items()
    ]
    found += [OldValue(row.icon, "—", row.word, True) for key, row in new.items() if key not in old]
    return found


def _rows(contact: Contact, region: str, day: date) -> dict[tuple[str, int], CardValue]:
    values = [*details_of(contact, region, day), *all_values(customs_of(contact, known()))]
    rows = {(row.field, row.item): row for row in values}
    for (field, item), row in rows.items():
        if field in DATE_FIELDS:  # a card says how far the day is, which says nothing here
            rows[field, item] = replace(row, word=_(LABELS[field]))
    return rows


def _same(one: CardValue, other: CardValue) -> bool:
    return (one.text, one.word, one.preferred) == (other.text, other.word, other.preferred)


def _said(text: str, differs: bool) -> QWidget:
    """A line under the name, tinted when today's says something else."""
    return Chip(text, "warn") if differs else ElidedLabel(text, "caption", "text2")


class _OldRow(QWidget):
    """One old value, tinted when today's is another."""

    def __init__(self, value: OldValue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        told = _("{field}: {value}").format(field=value.word, value=value.text)
        self.setAccessibleName(
            _("{value}, differs today").format(value=told) if value.differs else told
        )
        self.setToolTip("")

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(180, look.tall(30, room=10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, value and what it is."""
        value, area = self._value, QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if value.differs:
                paint_ground(painter, area.adjusted(0, 1, 0, -1), "warn_soft", radius=5)
            direction, whole = self.layoutDirection(), self.rect()
            if value.icon:
                spot = mirror.placed(direction, whole, QRect(6, 0, 16, self.height()))
                icons.paint(painter, spot, value.icon, "text2", 16)
            word_room = min(look.metrics("caption").horizontalAdvance(value.word) + 4, 96)
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("text2"))
            spot = QRect(self.width() - word_room - 6, 0, word_room, self.height())
            word = look.metrics("caption").elidedText(
                value.word, Qt.TextElideMode.ElideRight, word_room
            )
            painter.drawText(
                mirror.placed(direction, whole, spot), mirror.trailing(direction), word
            )
            painter.setFont(self.font())
            painter.setPen(look.colour("text"))
            spot = QRect(30, 0, self.width() - 30 - word_room - 14, self.height())
            text = bidi.isolated(" ".join(value.text.split()))
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
            painter.drawText(mirror.placed(direction, whole, spot), mirror.leading(direction), text)


class AsItWas(QWidget):
    """The old card, how much of it differs, and two ways to use it."""

    put_back = Signal(object)  # the old Contact: bring all of it back
    copied = Signal(object)  # the old Contact, as text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Contact | None = None
        self.setFixedWidth(WIDE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(0)
        self._content: QWidget | None = None

    def show_version(
        self, when: str, then: Contact, today: Contact, region: str, able: bool
    ) -> None:
        """Show a version beside today's; `able` says whether it may be put back."""
        self._then = then
        wanted = told_differences(today, then)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._add_head(column, when, then, today)
        values = old_values(then, today, region, date.today())
        for value in values[:_MOST_ROWS]:
            column.addWidget(_OldRow(value))
        column.addSpacing(8)
        self._add_foot(column, wanted, able)
        column.addStretch(1)
        old, self._content = self._content, content
        self._column.addWidget(content)
        if old is not None:
            here = QApplication.focusWidget()
            if here is not None and old.isAncestorOf(here):  # it stays in this card
                content.findChildren(Button)[0].setFocus(Qt.FocusReason.OtherFocusReason)
            old.hide()
            old.deleteLater()

    def _add_head(self, column: QVBoxLayout, when: str, then: Contact, today: Contact) -> None:
        caption = QHBoxLayout()
        caption.setSpacing(6)
        caption.addWidget(IconMark("history", "text2", 16))
        caption.addWidget(ElidedLabel(when, "caption", "text2", weight=500), 1)
        column.addLayout(caption)
        column.addSpacing(8)
        name = display_name(then)
        row = QHBoxLayout()
        row.setSpacing(10)
        face = Avatar(48)
        face.show_face(FaceOf(then.id, then.kind, name))
        row.addWidget(face)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(name, "subtitle"))
        for text, now in (
            (then.job_title, today.job_title),
            (then.organisation, today.organisation),
        ):
            if text or now:
                words.addWidget(_said(text or "—", text != now))
        row.addLayout(words, 1)
        column.addLayout(row)
        column.addSpacing(6)
        missing = [name for name in today.categories if name not in then.categories]
        if then.categories or missing:
            flow = FlowLayout(5, 5)
            for name in then.categories:
                tone = "slate" if name in today.categories else "warn"
                flow.addWidget(Chip(name, tone, category=name))
            for name in missing:
                flow.addWidget(Chip(f"– {name}", "warn"))
            column.addLayout(flow)
            column.addSpacing(6)

    def _add_foot(self, column: QVBoxLayout, wanted: Sequence[Difference], able: bool) -> None:
        count = len(wanted)
        words = ngettext(
            "{n} value differs from today", "{n} values differ from today", count
        ).format(n=counted(count))
        column.addWidget(
            Label(words if count else _("Nothing differs from today"), "caption", "text2")
        )
        column.addSpacing(6)
        if count and able:
            label = ngettext("Put {n} value back", "Put all {n} back", count)
            back = Button(label.format(n=counted(count)), "secondary", "undo-2", size="row")
            back.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            back.clicked.connect(lambda: self.put_back.emit(self._then))
            column.addWidget(back)
            column.addSpacing(6)
            words = _("Putting back is a new change: Ctrl+Z takes it back, and nothing is lost.")
            promise = Label(words, "caption", "text2", wrap=True)
        copy = Button(_("Copy as text"), "ghost", "copy", size="row")
        copy.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        copy.clicked.connect(lambda: self.copied.emit(self._then))
        column.addWidget(copy)
        if count and able:
            column.addSpacing(10)
            column.addWidget(promise)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame: this is not the card of today."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(look.colour("field")), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(look.colour("card"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
