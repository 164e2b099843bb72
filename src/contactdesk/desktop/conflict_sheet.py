"""The sheet for what two people changed at once: before, yours, theirs, and what will be saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import conflict_words as words
from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.conflict_words import Encounter
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.history_words import Line, value_text
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.sheet import Sheet
from contactdesk.desktop.surfaces import scrolled
from contactdesk.desktop.text import draw_flush_right
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.meeting import BOTH, MINE, THEIRS, Clash, settled
from contactdesk.model.shown import shortened

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

LINES = 3  # of a long value in a cell
PAD = 10
BEFORE = 72  # characters of what a value was before: the tooltip has the rest


class ChoiceCell(Ringed, QWidget):
    """One version of a value: a radio, or a tick where both may stay."""

    taken = Signal()  # this one alone
    toggled = Signal()  # this one too, or not any more
    walked = Signal(int, int)  # rows down, sides on

    def __init__(self, text: str, tip: str, *, ticks: bool, lines: int = LINES) -> None:
        super().__init__()
        self._lines = lines
        self.text, self.chosen, self.ticks = text or _("(empty)"), False, ticks
        self._empty = not text
        self.setToolTip(plain_tip("\n".join(p for p in (text, tip) if p)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        look.dress(self, "body")

    def show_chosen(self, chosen: bool) -> None:
        """Whether this version is kept."""
        self.chosen = chosen
        policy = Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)  # Tab stops once a row, the arrows go between the sides
        self.setAccessibleDescription(_("chosen") if chosen else "")
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Long values take several lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its words, up to so many lines."""
        high = self._high(max(40, width - 38 - PAD))
        line = self._metrics().lineSpacing()
        return max(look.tall(34, room=14), min(high, self._lines * line) + 14)

    def _high(self, width: int) -> int:
        """How high all of its words are."""
        room = QRect(0, 0, width, 10_000)
        return self._metrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text).height()

    def sizeHint(self) -> QSize:
        """A line, as a wish."""
        return QSize(220, self.heightForWidth(self.width() if self.width() > 100 else 240))

    def minimumSizeHint(self) -> QSize:
        """It wraps."""
        return QSize(120, look.tall(34, room=14))

    def _metrics(self) -> QFontMetrics:
        return look.metrics("button" if self.chosen else "body")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, mark and words."""
        direction = self.layoutDirection()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = "accent_soft" if self.chosen else ("hover" if self.underMouse() else "")
            paint_ground(painter, QRectF(self.rect()), ground)
            spot = QRect(13, (self.height() - 16) // 2, 16, 16)
            self._paint_mark(painter, mirror.placed(direction, self.rect(), spot))
            painter.setFont(look.font("button" if self.chosen else "body"))
            tone = "text3" if self._empty else ("text" if self.chosen else "text2")
            painter.setPen(look.colour(tone))
            room, side = self._room_of_words(), mirror.leading(direction)
            painter.setClipRect(room)
            if self._high(room.width()) > room.height():  # what does not fit begins at the top
                side = side & Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignTop
            if side & Qt.AlignmentFlag.AlignRight:
                draw_flush_right(painter, QRectF(room), self.text, side)
            else:
                painter.drawText(room, side | Qt.TextFlag.TextWordWrap, self.text)

    def _room_of_words(self) -> QRect:
        """Where the words are: no part of a line that does not fit."""
        most = self._lines * self._metrics().lineSpacing()
        high = min(self.height() - 8, most)
        room = QRect(38, (self.height() - high) // 2, self.width() - 38 - PAD, high)
        return mirror.placed(self.layoutDirection(), self.rect(), room)

    def _paint_mark(self, painter: QPainter, spot: QRect) -> None:
        area = QRectF(spot).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(look.colour("accent" if self.chosen else "field"), 1.2))
        painter.setBrush(look.colour("accent" if self.chosen else "field_bg"))
        if self.ticks:
            painter.drawRoundedRect(area, 4, 4)
            if self.chosen:
                icons.paint(painter, spot.adjusted(2, 2, -2, -2), "check", "on_accent", 12)
            return
        painter.drawEllipse(area)
        if self.chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("on_accent"))
            painter.drawEllipse(area.adjusted(4.5, 4.5, -4.5, -4.5))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if self.rect().contains(event.position().toPoint()):
            (self.toggled if self.ticks else self.taken).emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ go between values, ←→ between the sides, Space chooses or keeps both."""
        turned = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -turned), Qt.Key.Key_Right: (0, turned),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(*step)
        elif event.key() == Qt.Key.Key_Space:
            (self.toggled if self.ticks else self.taken).emit()
        else:
            super().keyPressEvent(event)


class ClashRow:
    """The two cells of one value, and which of them is kept."""

    def __init__(self, clash: Clash, encounter: Encounter) -> None:
        self.clash = clash
        self.label = words.clash_label(clash, encounter.mine, encounter.theirs)
        self.before, mine, theirs = words.clash_values(clash)
        both = clash.allows_both
        self.cells = (
            ChoiceCell(mine, "", ticks=both),
            ChoiceCell(theirs, words.tip_of(clash, encounter), ticks=both),
        )
        for cell, whose in zip(self.cells, (_("yours"), _("theirs")), strict=True):
            cell.setAccessibleName(f"{self.label}, {whose}: {cell.text}")
        self.choice = MINE
        self.choose(MINE)

    def choose(self, choice: str) -> None:
        """Keep mine, theirs or both."""
        self.choice = choice
        self.cells[0].show_chosen(choice in (MINE, BOTH))
        self.cells[1].show_chosen(choice in (THEIRS, BOTH))

    def toggle(self, side: int) -> None:
        """Keep a side too, or not any more; one of them always stays."""
        other = not side
        if self.choice == BOTH:
            self.choose((MINE, THEIRS)[other])
        elif self.choice != (MINE, THEIRS)[side]:
            self.choose(BOTH)


class ConflictSheet(Sheet):
    """Asks which version stays, value by value; `chosen(contact)` is an edit of theirs."""

    chosen = Signal(object)

    def __init__(self, host: QWidget, encounter: Encounter, me: FaceOf, them: FaceOf) -> None:
        clashes = encounter.clashes
        super().__init__(
            host, "users", words.title_words(encounter), words.promise_words(len(clashes))
        )
        self.encounter = encounter
        self.rows = [ClashRow(clash, encounter) for clash in clashes]
        self._add_combined()
        self._add_grid(me, them)
        self._add_result()
        self._add_foot()
        self._show_result()

    # ── what needs no question ──────────────────────────────────────────────────────────

    def _add_combined(self) -> None:
        sentence, names = words.combined_words(self.encounter)
        if not sentence:
            return
        box = _Strip("ok_soft")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconMark("check", "ok", 18))
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(Label(sentence, "button", wrap=True))
        told.addWidget(Label(names, "caption", "text2", wrap=True))
        row.addLayout(told, 1)
        self.show_combined = Button(_("Show"), "ghost", size="row")
        self.show_combined.setCheckable(True)
        row.addWidget(self.show_combined)
        box.column.addLayout(row)
        self._combined = self._combined_list()
        box.column.addWidget(self._combined)
        self.show_combined.toggled.connect(self._unfold)
        self.body.addWidget(box)
        self.body.addSpacing(12)

    def _combined_list(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(*mirror.margins(30, 4, 0, 2))
        column.setSpacing(3)
        ours, yours = words.combined_lines(self.encounter)
        person = words.who_of(self.encounter.entries) or _("Theirs")
        for whose, lines in ((_("Yours"), ours), (person, yours)):
            for line in lines:
                column.addWidget(Label(_told(whose, line), "caption", wrap=True))
        holder.hide()
        return holder

    def _unfold(self, on: bool) -> None:
        self._combined.setVisible(on)
        self.show_combined.set_label(_("Hide") if on else _("Show"))
        self.fit()

    # ── the values ──────────────────────────────────────────────────────────────────────

    def _add_grid(self, me: FaceOf, them: FaceOf) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for column, stretch in enumerate((3, 5, 6, 6)):
            grid.setColumnStretch(column, stretch)
        before = Label(_("Before"), "caption", "text2", weight=600)
        before.setContentsMargins(0, 0, 0, 8)
        grid.addWidget(before, 0, 1)
        grid.addWidget(_headed(me, _("Yours")), 0, 2)
        grid.addWidget(_headed(them, words.theirs_head(self.encounter)), 0, 3)
        for n, row in enumerate(self.rows):
            grid.addWidget(Hairline("divider"), 2 * n + 1, 0, 1, 4)
            self._add_row(grid, 2 * n + 2, n, row)
        self._area, self._grid = scrolled("", grid), grid
        self.body.addWidget(self._area, 1)

    def _add_row(self, grid: QGridLayout, line: int, n: int, row: ClashRow) -> None:
        label = Label(row.label, "body", "text2", weight=500, wrap=True)
        before = Label(shortened(row.before, BEFORE) or _("(empty)"), "body", "text2", wrap=True)
        before.setToolTip(plain_tip(row.before))
        for column, words_ in enumerate((label, before)):
            words_.setContentsMargins(0, 8, 0, 8)
            grid.addWidget(words_, line, column)
        for side, cell in enumerate(row.cells):
            cell.taken.connect(partial(self._take, n, side))
            cell.toggled.connect(partial(self._toggle, n, side))
            cell.walked.connect(partial(self._walk, n, side))
            holder = QWidget()
            column_ = QVBoxLayout(holder)
            column_.setContentsMargins(0, 4, 0, 4)
            column_.addWidget(cell)
            grid.addWidget(holder, line, 2 + side)

    def fit(self) -> None:
        """As high as its values, if the window has room for them."""
        wide = min(self._wide, self.window().width() - 48) - 48
        self._area.setMinimumHeight(0)
        high = self._grid.totalHeightForWidth(wide) if self._grid.hasHeightForWidth() else 0
        high = max(high, self._grid.totalSizeHint().height())
        others = 330 if len(self.rows) > 1 else 300
        self._area.setMinimumHeight(min(high, max(120, self.window().height() - others)))
        super().fit()

    def _take(self, n: int, side: int) -> None:
        self.rows[n].choose((MINE, THEIRS)[side])
        self._show_result()

    def _toggle(self, n: int, side: int) -> None:
        self.rows[n].toggle(side)
        self._show_result()

    def _walk(self, n: int, side: int, down: int, on: int) -> None:
        target = min(max(0, n + down), len(self.rows) - 1)
        side = min(max(0, side + on), 1)
        if on:
            self._take(target, side)
        cell = self.rows[target].cells[side]
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(cell)

    def _take_all(self, choice: str) -> None:
        for row in self.rows:
            row.choose(choice)
        self._show_result()

    # ── what will be ────────────────────────────────────────────────────────────────────

    def _add_result(self) -> None:
        self.body.addSpacing(12)
        box = _Strip("sunken")
        box.column.addWidget(Label(_("Result"), "caption", "text2", weight=600))
        self.result = Label("", "body", wrap=True)
        box.column.addWidget(self.result)
        self.body.addWidget(box)

    def value(self) -> Contact:
        """Both edits together, as they are chosen now."""
        meeting = self.encounter
        choices = {row.clash.key: row.choice for row in self.rows}
        return settled(meeting.base, meeting.mine, meeting.theirs, choices)

    def _show_result(self) -> None:
        told = [f"{row.label}: {_kept(row)}" for row in self.rows]
        self.result.setText("; ".join(told))

    def _add_foot(self) -> None:
        self.mine = self.add_button(_("All mine"), "ghost", leading=True)
        self.theirs = self.add_button(words.all_theirs(self.encounter), "ghost", leading=True)
        self.mine.clicked.connect(lambda: self._take_all(MINE))
        self.theirs.clicked.connect(lambda: self._take_all(THEIRS))
        back = self.add_button(_("Back to editing"))
        back.clicked.connect(self.dismiss)
        self.save = self.add_button(_("Save combined"), "primary")
        tip_with_keys(self.save, _("Save combined"), "Ctrl+Enter")
        self.save.clicked.connect(self._save)

    def ask(self) -> None:
        """Show the sheet; the keyboard is on the first choice."""
        self.open_sheet(self.rows[0].cells[0])

    def _save(self) -> None:
        value = self.value()
        self.close_sheet()
        self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Ctrl+S save what is chosen."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S)
        if control and event.key() in keys:
            self._save()
        else:
            super().keyPressEvent(event)


class _Strip(QWidget):
    """A tinted strip; fill `column`."""

    def __init__(self, ground: str) -> None:
        super().__init__()
        self._ground = ground
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 7, 10, 8)
        self.column.setSpacing(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), self._ground, radius=8)


def _headed(face: FaceOf, text: str) -> QWidget:
    """The head of a column: whose versions stand in it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(*mirror.margins(12, 0, 0, 8))
    row.setSpacing(8)
    avatar = Avatar(20)
    avatar.show_face(face)
    row.addWidget(avatar)
    row.addWidget(Label(text, "caption", "text2", weight=600), 1)
    return holder


def _kept(row: ClashRow) -> str:
    texts = [cell.text for cell in row.cells if cell.chosen]
    return " + ".join(texts) if len(texts) > 1 else texts[0]


def _told(whose: str, line: Line) -> str:
    before = value_text(line.before) or _("(empty)")
    after = value_text(line.after) or _("(empty)")
    arrow = "←" if look_right_to_left() else "→"
    return f"{whose} · {line.label}: {before} {arrow} {after}"


def look_right_to_left() -> bool:
    """Whether the language runs from the right."""
    from PySide6.QtWidgets import QApplication

    return QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
