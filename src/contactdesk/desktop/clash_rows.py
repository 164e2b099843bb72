"""Values that were changed both here and there: each with a choice of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.i18n import _
from contactdesk.model.second_version import Clash

MOST = 50  # rows; of more than that the choice for all decides
MOST_HIGH, LEAST_HIGH = 232, 72  # px; more rows are scrolled


class ClashRows(QScrollArea):
    """A row a clash, with what is here and what is there; `changed` when one is answered."""

    changed = Signal()

    def __init__(self, clashes: Sequence[Clash], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [ClashRow(clash) for clash in clashes[:MOST]]
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for at, row in enumerate(self.rows):
            if at:
                column.addWidget(Hairline())
            row.side.chosen.connect(lambda _value: self.changed.emit())
            column.addWidget(row)
        column.addStretch(1)
        self.setWidget(held)
        self._column = column
        held.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._follow = FollowFocus(self)
        self.setMinimumHeight(look.px(LEAST_HIGH))

    def hasHeightForWidth(self) -> bool:
        """Words that wrap need the more the narrower it is."""
        return True

    def heightForWidth(self, wide: int) -> int:
        """As high as the rows are, up to where they are scrolled."""
        return min(self._column.totalHeightForWidth(wide), look.px(MOST_HIGH))

    def sizeHint(self) -> QSize:
        """Of a sheet's width."""
        wide = max(self.width(), look.px(LEAST_HIGH))
        return QSize(wide, self.heightForWidth(wide))

    def choose(self, take_theirs: bool) -> None:
        """Answer all of them in one way."""
        for row in self.rows:
            row.side.choose(take_theirs)

    def otherwise(self, take_theirs: bool) -> list[tuple[str, str]]:
        """The keys of those that are answered in the other way."""
        return [row.clash.key for row in self.rows if row.side.value() != take_theirs]


class ClashRow(QWidget):
    """One value."""

    def __init__(self, clash: Clash) -> None:
        super().__init__()
        self.clash = clash
        title = _("{name}, {field}").format(name=bidi.isolated(clash.name), field=_(clash.field))
        here, there = (bidi.isolated(value or "–") for value in (clash.here, clash.there))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(title, "strong", wrap=True))
        for text in (
            _("Here: {value}").format(value=here),
            _("There: {value}").format(value=there),
        ):
            words.addWidget(Label(text, "caption", "text2", wrap=True))
        self.side = Segmented([(_("Here"), False), (_("There"), True)], False)
        self.side.setAccessibleName(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.side, 0, Qt.AlignmentFlag.AlignVCenter)
