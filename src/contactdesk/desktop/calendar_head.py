"""The head of the calendar: what is shown, the ways to what is around it, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.calendar_spans import KINDS, Kind, turning_names
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.ground import Ground
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.desktop.wide_page import way_back
from contactdesk.i18n import _

TITLE_WIDE = 380  # px of the title, and of the gaps between what is beside it


class CalendarHead(Ground):
    """One row, or two where there is not room for all in one."""

    turned = Signal(int)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__("list", parent)
        self._build_turning()
        self._build_tools(kind)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        for widget in (self.now, self.earlier, self.later, self.title, self.add):
            self._row.addWidget(widget)
        self._both = QVBoxLayout(self)
        self._both.setContentsMargins(*mirror.margins(20, 11, 16, 11))
        self._both.setSpacing(8)
        self._both.addLayout(self._row)
        self._lay_tools(is_narrow=False)

    def _build_turning(self) -> None:
        self.now = Button(_("Today"))
        tip_with_keys(self.now, _("Today"), "Home")
        self.earlier = IconButton("chevron-left", "")
        self.later = IconButton("chevron-right", "")
        self.earlier.clicked.connect(lambda: self.turned.emit(-1))
        self.later.clicked.connect(lambda: self.turned.emit(1))
        self.title = ElidedLabel("", "title")
        self.other = ElidedLabel("", "caption", "text2")

    def _build_tools(self, kind: Kind) -> None:
        names = (_("Day"), _("Week"), _("Month"), _("Agenda"))
        self.switch = Segmented(list(zip(names, KINDS, strict=True)), kind)
        self.switch.setAccessibleName(_("What the calendar shows"))
        keys = ", ".join(f"Alt+{number}" for number in range(1, len(KINDS) + 1))
        tip_with_keys(self.switch, _("What the calendar shows"), keys)
        self.add = Button(_("Appointment"), "primary", "plus")
        tip_with_keys(self.add, _("New appointment"), "Ctrl+N")
        self.export = IconButton("upload", _("Export the calendar…"))
        self.back = way_back()
        self._tools = _in_a_row(self.other, self.switch, self.export, self.back)

    def name_ways(self, kind: Kind) -> None:
        """Say what is shown, and what the two arrows go to."""
        self.switch.choose(kind)
        before, after = turning_names(kind)
        keys = ("", "") if kind == "agenda" else ("Page Up", "Page Down")
        self.earlier.name_it(before, keys[0])
        self.later.name_it(after, keys[1])

    def _lay_tools(self, *, is_narrow: bool) -> None:
        """Where there is not room for all in one row, what is not used daily is below."""
        self._is_narrow = is_narrow
        self._row.setStretchFactor(self.title, int(is_narrow))
        if is_narrow:
            self._both.addWidget(self._tools)
        else:
            self._row.insertWidget(self._row.indexOf(self.add), self._tools, 1)

    def fit(self, room: int) -> None:
        """Have one row or two in so many px."""
        parts = (self.now, self.earlier, self.later, self.switch, self.export, self.back, self.add)
        wide = sum(part.sizeHint().width() for part in parts) + look.px(TITLE_WIDE)
        is_narrow = room < wide
        if is_narrow != self._is_narrow:
            self._lay_tools(is_narrow=is_narrow)

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.now, self.earlier, self.later, self.switch, self.export, self.back, self.add]


def _in_a_row(first: QWidget, *others: QWidget) -> QWidget:
    """Widgets side by side, of which the first takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(first, 1)
    for widget in others:
        row.addWidget(widget)
    whole = QWidget()
    whole.setLayout(row)
    return whole
