"""What the phone panel can hold: who is calling, or one line about a call that was missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, icons, mirror, spacing
from contactdesk.desktop.avatars import Avatar
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Chip, ElidedLabel, Hairline, Label, LinkLabel
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.pills import Pills
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.phone_view import Known, Promise
    from contactdesk.desktop.timeline_view import Row
    from contactdesk.store.listing import ContactRow

FACE, SMALL_FACE = 52, 30


class PhoneBody(QWidget):
    """One body; `grew` when it wants another height."""

    grew = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(18, 14, 14, 14)
        self.column.setSpacing(8)

    def first(self) -> QWidget:
        """What takes the keyboard."""
        raise NotImplementedError

    def leave_out(self) -> bool:
        """Do without a line, where there is no room for all; False when none can be spared."""
        return False


def row_of(*parts: QWidget | None, gap: int = 8) -> QHBoxLayout:
    """Widgets side by side; None takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def face_of(desk: Desk, row: ContactRow, side: int) -> Avatar:
    """Somebody's face, with their picture as soon as it is read."""
    face = Avatar(side)

    def show(image: QImage) -> None:
        if not image.isNull():
            face.show_face(row, image)

    face.show_face(row)
    if row.photo:
        face.taken = show  # type: ignore[attr-defined]  # lives as long as the face does
        desk.photo(row.photo, 2 * side, show)
    return face


class KnownBody(PhoneBody):
    """Who is calling, what is open with them, what was last; several share a number sometimes."""

    opened = Signal(int)
    note_wanted = Signal(object)  # Known
    missed = Signal(object)  # Known

    def __init__(self, desk: Desk, known: Sequence[Known], at: int, why_not: str) -> None:
        super().__init__()
        self._desk, self.known, self.at = desk, tuple(known), at
        self._why_not = why_not
        if len(known) > 1:
            self.names = Pills(_("Who it may be"), _names(known))
            self.names.choose(str(at))
            self.names.chosen.connect(self._turn)
            self.column.addWidget(self.names)
        self._inner: QWidget | None = None
        self._build()

    @property
    def who(self) -> Known:
        """The one that is shown."""
        return self.known[self.at]

    def first(self) -> QWidget:
        """The first button that can be pressed."""
        return self.note if self.note.isEnabled() else self.card

    def _turn(self, at: object) -> None:
        self.at = int(str(at))
        self._build()
        self.grew.emit()

    def _build(self) -> None:
        if self._inner is not None:
            self.column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget()
        self._spare: list[list[QWidget]] = []
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._who())
        if self.who.categories:
            column.addWidget(self._chips())
        self._add_lines(column, _("Open promises"), [_promise(p) for p in self.who.promises])
        self._add_lines(column, _("Last notes"), [_note(n) for n in self.who.notes])
        column.addSpacing(4)
        column.addLayout(self._buttons())
        self.column.addWidget(self._inner)
        spacing.fit(self._inner)

    def _who(self) -> QHBoxLayout:
        who = self.who
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(bidi.isolated(who.name), "title"))
        words.addLayout(self._work())
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(face_of(self._desk, who.row, FACE))
        row.addLayout(words, 1)
        if who.row.starred:
            row.addWidget(IconMark("star-filled", "warn", 16))
        return row

    def _work(self) -> QHBoxLayout:
        who = self.who
        title = ElidedLabel(bidi.isolated(who.title), "body", "text2")
        if not who.organisation:
            return row_of(title, None)
        name = bidi.isolated(who.organisation)
        if not who.organisation_number:
            return row_of(title, ElidedLabel(name, "body", "text2"), None)
        link = LinkLabel(name, "body", weight=500)
        link.activated.connect(lambda: self.opened.emit(who.organisation_number))
        if not who.title:
            return row_of(link, None)
        return row_of(title, Label("·", "body", "text2"), link, None, gap=4)

    def _chips(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(6, 6, holder)
        for name in self.who.categories[:6]:
            flow.addWidget(Chip(name, category=name))
        return holder

    def _add_lines(self, column: QVBoxLayout, head: str, lines: list[QHBoxLayout]) -> None:
        if not lines:
            return
        parts: list[QWidget] = [Hairline(), Label(head, "caption", "text2", weight=500)]
        for each in parts:
            column.addWidget(each)
        for line in lines:
            holder = QWidget()
            holder.setLayout(line)
            column.addWidget(holder)
            self._spare.append([*parts, holder])  # the first line takes the head with it
            parts = []

    def leave_out(self) -> bool:
        """The last of the lines goes: notes before promises."""
        gone = self._spare.pop() if self._spare else []
        for each in gone:
            each.hide()
        return bool(gone)

    def _buttons(self) -> QHBoxLayout:
        self.note = Button(_("Write note"), "primary", "notebook-pen")
        self.note.setEnabled(not self._why_not)
        tip_with_keys(self.note, self._why_not or _("Write down what is said; the time runs"), "")
        self.note.clicked.connect(lambda: self.note_wanted.emit(self.who))
        self.card = Button(_("Open card"))
        self.card.clicked.connect(lambda: self.opened.emit(self.who.row.number))
        more = IconButton("ellipsis", _("More"))
        more.clicked.connect(lambda: self.menu().popup(more.mapToGlobal(QPoint(0, more.height()))))
        return row_of(self.note, self.card, None, more)

    def menu(self) -> Menu:
        """What else can be done with the call; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = _("I missed it: call back today")
        missed = menu.addAction(icons.icon("phone-missed"), words)
        missed.triggered.connect(lambda _on=False: self.missed.emit(self.who))
        missed.setEnabled(not self._why_not)
        return menu


def _names(known: Sequence[Known]) -> list[tuple[str, str]]:
    return [(bidi.isolated(k.name), str(at)) for at, k in enumerate(known)]


def _line(icon: str, tone: str, words: str, end: str, end_tone: str = "text3") -> QHBoxLayout:
    text = ElidedLabel(words, "body")
    return row_of(IconMark(icon, tone, 16), text, None, Label(end, "caption", end_tone))


def _promise(promise: Promise) -> QHBoxLayout:
    words = bidi.isolated(promise.title)
    if promise.late:
        return _line("circle-alert", "bad", words, promise.due, "bad")
    return _line("circle-check", "text2", words, promise.due)


def _note(row: Row) -> QHBoxLayout:
    words = " ".join(row.text.split())[:300] or row.title
    return _line(row.icon, row.tone, bidi.isolated(words), row.when)


class MissedBody(PhoneBody):
    """One line: somebody called and nobody was there; the way to call them."""

    call_wanted = Signal()
    left = Signal()

    def __init__(self, desk: Desk, who: Known, when: str, can_call: bool) -> None:
        super().__init__()
        self.column.setContentsMargins(*mirror.margins(16, 10, 10, 10))
        words = QVBoxLayout()
        words.setSpacing(0)
        title = _("{name} called").format(name=bidi.isolated(who.name))
        words.addWidget(ElidedLabel(title, "strong"))
        below = _("{time} · to be called back").format(time=when)
        words.addWidget(ElidedLabel(below, "caption", "text2"))
        self.call = Button(_("Call back"), icon="phone")
        self.call.clicked.connect(self.call_wanted)
        if not can_call:
            self.call.hide()
        self.cross = IconButton("x", _("Close"), side=30, icon_size=16)
        self.cross.clicked.connect(self.left)
        row = row_of(IconMark("phone-missed", "bad", 18), face_of(desk, who.row, 34), gap=12)
        row.addLayout(words, 1)
        row.addWidget(self.call)
        row.addWidget(self.cross)
        self.column.addLayout(row)

    def first(self) -> QWidget:
        """The button, or the way out."""
        return self.call if not self.call.isHidden() else self.cross
