"""After an appointment: a line for each call that came while it lasted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.links import call_link
from contactdesk.desktop.month_days import clock_text
from contactdesk.desktop.phone_body import PhoneBody, face_of, row_of
from contactdesk.desktop.phone_quiet import Held, HeldCalls, busy_with, home_here
from contactdesk.desktop.value_row import open_link
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.agenda import Occurrence

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.phone_panel import PhonePanel
    from contactdesk.store.listing import ContactRow

SHOWN = 3
_FACE = 34


class Told(NamedTuple):
    """A call that was held, whoever has its number (None: nobody), and the number as shown."""

    call: Held
    row: ContactRow | None
    number: str

    @property
    def name(self) -> str:
        """Who it was, or the number."""
        return bidi.isolated(self.row.name) if self.row else bidi.left_to_right(self.number)


class AfterLine(QWidget):
    """Who called and when, and the way to call them."""

    def __init__(self, desk: Desk, told: Told) -> None:
        super().__init__()
        self.told = told
        words = QVBoxLayout()
        words.setSpacing(0)
        title = _("{name} called").format(name=told.name)
        words.addWidget(ElidedLabel(title, "strong"))
        words.addWidget(ElidedLabel(_when(told.call), "caption", "text2"))
        link = call_link(told.number)
        self.call = Button(_("Call back"), icon="phone")
        self.call.setAccessibleName(_("Call {name} back").format(name=told.name))
        if not link:
            self.call.hide()
        self.call.clicked.connect(lambda: open_link(link))
        self.cross = IconButton("x", _("Close"), side=30, icon_size=16)
        self.cross.setAccessibleName(_("{name}: seen").format(name=told.name))
        row = row_of(IconMark("bell-off", "text2", 18), _face(desk, told), gap=12)
        row.addLayout(words, 1)
        row.addWidget(self.call)
        row.addWidget(self.cross)
        self.setLayout(row)


def _face(desk: Desk, told: Told) -> QWidget:
    if told.row is not None:
        return face_of(desk, told.row, _FACE)
    return IconMark("circle-question-mark", "text2", 18, side=_FACE, ground="sunken", round_=True)


def _when(call: Held) -> str:
    at = datetime.fromisoformat(call.at).replace(tzinfo=UTC).astimezone(home_here())
    words = _("{time} · you were at {appointment}")
    return words.format(
        time=clock_text(at.hour, at.minute), appointment=bidi.isolated(call.during)
    )  # fmt: skip


class AfterBody(PhoneBody):
    """The latest of them; `seen` when one need not be shown any more."""

    seen = Signal(object)  # Held

    def __init__(self, desk: Desk, told: Sequence[Told]) -> None:
        super().__init__()
        self.column.setContentsMargins(*mirror.margins(16, 10, 10, 10))
        self.told = tuple(told)
        self.lines: list[AfterLine] = []
        for each in list(reversed(told))[:SHOWN]:
            if self.lines:
                self.column.addWidget(Hairline())
            line = AfterLine(desk, each)
            line.cross.clicked.connect(lambda _on=False, c=each.call: self.seen.emit(c))
            line.call.clicked.connect(lambda _on=False, c=each.call: self.seen.emit(c))
            self.lines.append(line)
            self.column.addWidget(line)
        if more := len(told) - len(self.lines):
            words = ngettext("{n} more call", "{n} more calls", more).format(n=counted(more))
            self.column.addWidget(Label(words, "caption", "text2"))

    def first(self) -> QWidget:
        """The first button, or the way out."""
        line = self.lines[0]
        return line.call if not line.call.isHidden() else line.cross


class PhoneAfter(QObject):
    """Holds calls back while the person is in an appointment, and shows them afterwards."""

    def __init__(self, desk: Desk, panel: PhonePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._panel = desk, panel
        self.held = HeldCalls(desk.path, self)
        self.held.over.connect(self._over)
        panel.closed.connect(self._left)
        desk.read(lambda _tx: self.held.found(), self.held.take_up)

    def busy(self, tx: Any) -> Occurrence | None:
        """What the person is in at this moment; None where that does not matter to them."""
        settings = self._desk.settings
        if not settings.quiet_in_appointments:
            return None
        hidden = settings.hidden_calendars.get(str(self._desk.path), ())
        return busy_with(tx, self.held.now(), home_here(), frozenset(map(str, hidden)))

    def _over(self, calls: list[Held]) -> None:
        """Show them, unless something else is shown: then with the next look."""
        body = self._panel.body
        is_told = isinstance(body, AfterBody) and [t.call for t in body.told] == calls
        if self._panel.isVisible() and (is_told or not isinstance(body, AfterBody)):
            return

        def read(tx: Any) -> tuple[list[Told], Occurrence | None]:
            return [_told(tx, call) for call in calls], self.busy(tx)

        self._desk.read(read, self._show, key="phone-after")

    def _show(self, found: tuple[list[Told], Occurrence | None]) -> None:
        told, busy = found
        told = [each for each in told if each.call in self.held.calls]
        if busy is not None:
            self.held.put_off(busy)
            return
        visible = self._panel.isVisible()
        if visible and not isinstance(self._panel.body, AfterBody):
            return
        if not told:
            if visible:
                self._panel.end()
            return
        body = AfterBody(self._desk, told)
        body.seen.connect(self._seen)
        self._panel.begin(None)
        self._panel.show_body(body, "ok", "bell-off", "", "")
        if not visible:
            announce(self._panel, body.lines[0].call.accessibleName())

    def _seen(self, call: Held) -> None:
        self.held.seen(call)
        body = self._panel.body
        if isinstance(body, AfterBody):
            self._show(([each for each in body.told if each.call is not call], None))

    def _left(self) -> None:
        """The panel was closed: all of them were seen."""
        body = self._panel.body
        if isinstance(body, AfterBody):
            for each in body.told:
                self.held.seen(each.call)


def _told(tx: Any, call: Held) -> Told:
    from contactdesk.model import phones

    callers = tx.contacts.callers(call.typed)
    return Told(call, callers[0].row if callers else None, phones.pretty(call.typed))
