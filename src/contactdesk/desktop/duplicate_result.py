"""What comes out of a merge, as it is chosen now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.cards import Card
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.history_words import value_text
from contactdesk.desktop.labels import Chip, ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact

_ICONS = {
    "phones": "phone", "emails": "mail", "addresses": "map-pin", "urls": "globe",
    "impp": "message-circle", "birthday": "cake", "related": "users", "note": "sticky-note",
}  # fmt: skip
MOST = 8  # values of a field that are shown


class MergeResult(Card):
    """The kept contact as it will be; what is new to it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Result"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._holder: QWidget | None = None

    def show_contact(self, contact: Contact, news: set[tuple[str, str]], changes: int) -> None:
        """Show this contact; `news` are field and words of what it gets from the others."""
        if self._holder is not None:
            self.body.removeWidget(self._holder)
            self._holder.deleteLater()
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(_("Result"), "caption", "text2", weight=600))
        column.addSpacing(4)
        column.addLayout(_head(contact))
        column.addSpacing(8)
        column.addWidget(Hairline("divider"))
        column.addSpacing(4)
        for field, icon in _ICONS.items():
            _add_values(column, contact, field, icon, news)
        words = ngettext("{n} history item", "{n} history items", changes)
        column.addLayout(_line("history", words.format(n=counted(changes)), ""))
        if contact.categories:
            column.addSpacing(4)
            column.addWidget(Hairline("divider"))
            column.addSpacing(8)
            column.addWidget(_chips(contact.categories))
        self.body.addWidget(self._holder)


def _head(contact: Contact) -> QHBoxLayout:
    avatar = Avatar(52)
    avatar.show_face(FaceOf(contact.id, contact.kind, contact.formatted_name))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addStretch(1)
    words.addWidget(ElidedLabel(bidi.isolated(contact.formatted_name), "subtitle"))
    for text in (contact.job_title, contact.organisation):
        if text and contact.kind != "org":
            words.addWidget(ElidedLabel(bidi.isolated(text), "caption", "text2"))
    words.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row


def _add_values(
    column: QVBoxLayout, contact: Contact, field: str, icon: str, news: set[tuple[str, str]]
) -> None:
    value = getattr(contact, field)
    values = [v for v in (value if isinstance(value, tuple) else (value,)) if v]
    for place, each in enumerate(values[:MOST]):
        words = value_text(each, field)
        new = _("new") if (field, words) in news else ""
        left = field in ("phones", "emails", "urls", "impp")
        shown = bidi.left_to_right(words) if left else bidi.isolated(words)
        column.addLayout(_line(icon if place == 0 else "", shown, new))
    if len(values) > MOST:
        more = ngettext("{n} more", "{n} more", len(values) - MOST)
        column.addLayout(_line("", more.format(n=counted(len(values) - MOST)), ""))


def _line(icon: str, words: str, new: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 5, 0, 5)
    row.setSpacing(8)
    mark = IconMark(icon, "text2", 16, side=18) if icon else QWidget()
    if not icon:
        mark.setFixedSize(18, 18)
    row.addWidget(mark)
    row.addWidget(ElidedLabel(words, "body"), 1)
    if new:
        row.addWidget(Label(new, "caption", "text2"))
    return row


def _chips(categories: tuple[str, ...]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(6, 6, holder)
    for name in categories:
        flow.addWidget(Chip(name))
    return holder
