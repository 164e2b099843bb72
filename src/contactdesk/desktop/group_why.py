"""Why somebody is in a smart group, or is not: what each rule says, and by which value."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.dates import PartialDate
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_words import rule_words
from contactdesk.store.listing import ContactRow
from contactdesk.store.queries import Reason

YEARLY = ("birthday", "anniversary")
KNOWN = ("kind", "is", "photo")  # fields of which the rule itself says what there is
TOLD = 2  # rules that the answer in one sentence names


class Why(NamedTuple):
    """What each rule says of somebody."""

    row: ContactRow
    is_in: bool
    reasons: tuple[Reason, ...]
    always_out: bool = False


def answer_of(why: Why, fields: Fields, today: date) -> str:
    """Whether somebody is in, in one sentence: "Nuno is not in: Last contact 21 days ago"."""
    name = bidi.isolated(why.row.name)
    if why.always_out:
        return _("{name} is always left out.").format(name=name)
    if why.is_in:
        return _("Why is {name} in?").format(name=name)
    facts = [fact_of(each, fields, today) for each in _deciding(why.reasons)]
    if not facts:
        return _("{name} is not in.").format(name=name)
    words = _("{name} is not in: {facts}")
    return words.format(name=name, facts=_(", ").join(dict.fromkeys(facts[:TOLD])))


def _deciding(reasons: tuple[Reason, ...]) -> list[Reason]:
    """The rules that keep somebody out; those of which one would be enough come last."""
    found = [r for r in reasons if r.how != "any" and r.holds == (r.how == "none")]
    return found or [r for r in reasons if not r.holds and r.how != "none"]


def fact_of(reason: Reason, fields: Fields, today: date) -> str:
    """What there is where a rule looks: "Country: Germany", "Last contact 21 days ago"."""
    field = fields.get(reason.rule.field)
    title = field.title if field is not None else ""
    if not title or reason.rule.field in KNOWN:
        said = rule_words(reason.rule, fields)
        return said if reason.holds else _("not ({rules})").format(rules=said)
    if reason.day is not None:
        return _day_words(title, (today - reason.day).days)
    value = _value_of(reason)
    if not value:
        return _("{field}: nothing there").format(field=title)
    return _("{field}: {value}").format(field=title, value=bidi.isolated(value))


def _day_words(field: str, days: int) -> str:
    if days == 0:
        return _("{field} today").format(field=field)
    words = ngettext("{field} in {n} day", "{field} in {n} days", -days)
    if days > 0:
        words = ngettext("{field} {n} day ago", "{field} {n} days ago", days)
    return words.format(field=field, n=counted(abs(days)))


def _value_of(reason: Reason) -> str:
    """The value by which a rule was decided, as people read it."""
    value = reason.value
    if reason.rule.field in YEARLY and value:
        return date_text(PartialDate.parse(value))
    return value


def reason_words(reason: Reason, fields: Fields) -> tuple[str, str]:
    """A rule in words, and the value that it found."""
    said = rule_words(reason.rule, fields)
    if reason.how == "none":
        said = _("none of: {rule}").format(rule=said)
    elif reason.how == "any":
        said = _("any of: {rule}").format(rule=said)
    day = reason.day
    when = date_text(PartialDate(day.year, day.month, day.day)) if day is not None else ""
    value = ", ".join(part for part in (when, _value_of(reason)) if part)
    return said, value or ("" if reason.rule.field in KNOWN else _("nothing there"))


def is_kept(reason: Reason) -> bool:
    """Whether a rule lets somebody in."""
    return reason.holds != (reason.how == "none")


class WhyBox(QWidget):
    """The answer, a line for each rule, and what can be done about it."""

    out_wanted = Signal()
    card_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = Label("", "body", wrap=True)
        self.lines: list[str] = []  # as a screen reader says them
        self.out = Button(_("Leave out"), "ghost", size="row")
        self.card = Button(_("Open card"), "ghost", size="row")
        self.out.clicked.connect(self.out_wanted)
        self.card.clicked.connect(self.card_wanted)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(6)
        verbs = QHBoxLayout()
        verbs.addWidget(self.out)
        verbs.addWidget(self.card)
        verbs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addWidget(self.answer)
        column.addLayout(self._reasons)
        column.addLayout(verbs)

    def show_why(self, why: Why, fields: Fields, today: date) -> None:
        """Say why somebody is in, or is not."""
        self.answer.setText(answer_of(why, fields, today))
        self._empty()
        self.lines = []
        for reason in why.reasons:
            self._reasons.addWidget(self._line(reason, fields))
        self.out.set_label(_("Let in again") if why.always_out else _("Leave out"))
        self.out.show()
        self.card.show()

    def say(self, words: str) -> None:
        """A sentence alone."""
        self._empty()
        self.lines = []
        self.answer.setText(words)
        self.out.hide()
        self.card.hide()

    def _empty(self) -> None:
        while (item := self._reasons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _line(self, reason: Reason, fields: Fields) -> QWidget:
        said, value = reason_words(reason, fields)
        kept = is_kept(reason)
        mark = _("true") if kept else _("not true")
        spoken = f"{mark}: {said} ({value})" if value else f"{mark}: {said}"
        self.lines.append(spoken)
        line = QWidget()
        line.setAccessibleName(spoken)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(Label(said, "caption", "" if kept else "text2", wrap=True, weight=500))
        if value:
            words.addWidget(Label(value, "caption", "text2", wrap=True))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon = IconMark("check" if kept else "minus", "ok" if kept else "text3", 16)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "chrome", radius=8)
