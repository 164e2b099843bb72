"""Where a note is written and a call is logged: one quiet line until somebody wants it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, habits, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.cards import Card
from contactdesk.desktop.date_texts import shown_locale
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.key_cap import cap_height, cap_width, paint_cap
from contactdesk.desktop.note_area import NoteArea
from contactdesk.desktop.note_drafts import NoteDraft
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _, counted
from contactdesk.model.happenings import OUTCOME_WORDS

KEYS = "Ctrl+Shift+N"
_LONGEST = 4 * 3600  # seconds; a call whose clock runs that long was forgotten
_WITHOUT_LENGTH = ("no-answer", "busy")


class QuietLine(Ringed, QWidget):
    """What the composer is while nobody writes: a line to press, which says what it is for."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        look.dress(self, "body")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        habits.hint_of_keys(self)

    def say(self, words: str) -> None:
        """Show these words."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """One line and its air."""
        return QSize(200, look.tall(42, room=16))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, icon, words and keys."""
        direction, area = self.layoutDirection(), self.rect()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(area), "card", "border", 8)
            side = look.px(18)
            spot = QRect(look.px(13), (area.height() - side) // 2, side, side)
            icon = mirror.placed(direction, area, spot)
            icons.paint(painter, icon, "notebook-pen", "text2", side)
            wide = area.width() - spot.right() - look.px(24)
            if habits.show_keys() and wide > look.px(220):
                cap = QRect(0, 0, cap_width(KEYS), cap_height())
                cap.moveTo(area.width() - cap.width() - look.px(12),
                           (area.height() - cap.height()) // 2)  # fmt: skip
                paint_cap(painter, mirror.placed(direction, area, cap), KEYS)
                wide -= cap.width() + look.px(10)
            words = QRect(spot.right() + look.px(11), 0, wide, area.height())
            painter.setFont(self.font())
            painter.setPen(look.colour("text3"))
            shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, wide)
            place = mirror.placed(direction, area, words)
            painter.drawText(place, mirror.leading(direction), bidi.isolated(shown))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space begin."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return 8


class _Form(Card):
    """The open composer's widgets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.kinds = Segmented([(_("Note"), "journal"), (_("Phone call"), "call")])
        self.kinds.setAccessibleName(_("What it is"))
        self.clock = Button("", "ghost", "pause", size="head")
        self.area = NoteArea(lines=2, most=12)
        self.directions = Segmented(
            [(_("I called"), "out"), (_("They called"), "in"), (_("Missed"), "missed")]
        )
        self.directions.setAccessibleName(_("Who called"))
        outcomes = [(_(words).capitalize(), value) for value, words in OUTCOME_WORDS.items()]
        self.outcomes = Pills(_("How it went"), outcomes)
        self.discard = Button(_("Discard"), "ghost", size="row")
        self.save = Button("", "primary", "check", size="row")
        self.body.setSpacing(9)
        self.body.addLayout(_row(self.kinds, None, self.clock))
        self.body.addWidget(self.area)
        self.body.addLayout(_row(self.directions, None))
        self.body.addWidget(self.outcomes)
        self.body.addLayout(_row(None, self.discard, self.save))


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


class Composer(QWidget):
    """Writes a `NoteDraft`: `changed` at every letter, `wanted_kept` when it is done."""

    changed = Signal(object)  # NoteDraft
    wanted_kept = Signal(object)  # NoteDraft, its clock stopped
    thrown_away = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._draft = NoteDraft()
        self._filling = False
        self.form: _Form | None = None
        self.line = QuietLine()
        self.line.wanted.connect(self.begin)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._show_time)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.line)
        self._say()

    @property
    def draft(self) -> NoteDraft:
        """What stands in it."""
        return self._draft

    @property
    def is_open(self) -> bool:
        """Whether somebody writes."""
        return self.form is not None and not self.form.isHidden()

    def begin(self, kind: str = "") -> None:
        """Open it for a note or a call, and give it the keyboard; what is in it stays."""
        self._open()
        assert self.form is not None
        if kind and kind != self._draft.kind:
            self._choose_kind(kind)
        self.form.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.area.moveCursor(self.form.area.textCursor().MoveOperation.End)

    def show_draft(self, draft: NoteDraft) -> None:
        """Put in what was typed before; a call goes on, a note waits in its line.

        A call that was begun hours ago is over: how long it was is not known any more.
        """
        self._draft = draft
        if self.seconds() > _LONGEST:
            self._draft = replace(draft, seconds=0)
        if draft.kind == "call" or self.is_open:
            self._open()
        self._say()

    def clear(self) -> None:
        """Nothing, in one line again."""
        self._draft = NoteDraft()
        self._close()

    def seconds(self) -> int:
        """How long the call has been."""
        if self._draft.seconds >= 0 or not self._draft.began:
            return max(0, self._draft.seconds)
        began = datetime.fromisoformat(self._draft.began)
        return max(0, int((datetime.now(UTC) - began).total_seconds()))

    # open and closed

    def _open(self) -> None:
        if self.form is None:
            self._build()
        assert self.form is not None
        self._fill()
        self.line.hide()
        self.form.show()

    def _build(self) -> None:
        self.form = form = _Form(self)
        form.area.setPlaceholderText(self._question())
        form.area.setAccessibleName(self._question())
        form.area.textChanged.connect(self._typed)
        form.area.done.connect(self._done)
        form.area.given_up.connect(self.put_aside)
        form.kinds.chosen.connect(self._choose_kind)
        form.directions.chosen.connect(self._choose_direction)
        form.outcomes.chosen.connect(self._choose_outcome)
        form.clock.clicked.connect(self._toggle_clock)
        form.discard.clicked.connect(self._discard)
        form.save.clicked.connect(self._done)
        self._column.addWidget(form)

    def put_aside(self) -> None:
        """Back to one line, which keeps what was typed; a call that runs stays open."""
        if self._draft.kind == "call":
            self.focusNextChild()
            return
        self._close()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._second.stop()
        if self.form is not None:
            self.form.hide()
        self.line.show()
        self._say()

    def _question(self) -> str:
        return _("Write a note about {name}…").format(name=self._name)

    def _say(self) -> None:
        text = " ".join(self._draft.text.split())
        self.line.say(_("Draft: {text}").format(text=text) if text else self._question())

    def _fill(self) -> None:
        """Show the draft in the open form."""
        form, draft = self.form, self._draft
        assert form is not None
        self._filling = True
        if form.area.toPlainText() != draft.text:
            form.area.setPlainText(draft.text)
        self._filling = False
        form.kinds.choose(draft.kind)
        form.directions.choose(draft.direction)
        form.outcomes.choose(draft.outcome)
        is_call = draft.kind == "call"
        form.clock.setVisible(is_call)
        form.directions.setVisible(is_call)
        form.outcomes.setVisible(is_call and draft.direction != "missed")
        form.save.set_label(_("Save call") if is_call else _("Save note"))
        tip_with_keys(form.save, form.save.text(), "Ctrl+Return")
        form.save.setEnabled(draft.says_anything)
        self._show_time()
        self._run()

    # what is typed and chosen

    def _typed(self) -> None:
        if not self._filling and self.form is not None:
            self._set(text=self.form.area.toPlainText())

    def _choose_kind(self, kind: object) -> None:
        if kind != "call":
            self._set(kind="journal")
        elif self._draft.began:
            self._set(kind="call")
        else:
            began = datetime.now(UTC).isoformat(timespec="seconds")
            self._set(kind="call", began=began, seconds=-1, outcome="reached")

    def _choose_direction(self, direction: object) -> None:
        self._set(direction=str(direction))

    def _choose_outcome(self, outcome: object) -> None:
        self._set(outcome=str(outcome))

    def _toggle_clock(self) -> None:
        now = self.seconds()
        if self._draft.seconds < 0:
            self._set(seconds=now)
        else:
            began = datetime.fromtimestamp(datetime.now(UTC).timestamp() - now, UTC)
            self._set(seconds=-1, began=began.isoformat(timespec="seconds"))

    def _set(self, **changes: object) -> None:
        self._draft = replace(self._draft, **changes)  # type: ignore[arg-type]  # fields by name
        self._fill()
        self.changed.emit(self._draft)

    def _done(self) -> None:
        if self._draft.says_anything:
            self.wanted_kept.emit(replace(self._draft, seconds=self.seconds()))

    def _discard(self) -> None:
        lost = self._draft
        self.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.thrown_away.emit(lost)

    # the clock

    def _run(self) -> None:
        """Run while a call does, and can be seen."""
        running = self._draft.kind == "call" and self._draft.seconds < 0 and self.isVisible()
        if running and not self._second.isActive():
            self._second.start()
        elif not running:
            self._second.stop()

    def _show_time(self) -> None:
        if self.form is None or self._draft.kind != "call":
            return
        runs = self._draft.seconds < 0
        words = time_text(self.seconds())
        self.form.clock.set_label(words)
        self.form.clock.set_icon("pause" if runs else "play")
        name = _("Stop the time: {time}") if runs else _("Let the time run on: {time}")
        self.form.clock.setAccessibleName(name.format(time=words))

    def showEvent(self, event: QShowEvent) -> None:
        """The time goes on."""
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the time."""
        super().hideEvent(event)
        self._second.stop()


def time_text(seconds: int) -> str:
    """A length in minutes and seconds: "4:21"."""
    return f"{counted(seconds // 60)}:{shown_locale().toString(QTime(0, 0, seconds % 60), 'ss')}"


def minutes_of(draft: NoteDraft) -> int | None:
    """The length of a call that was logged, in whole minutes; None where nobody talked, or where
    it was written down in a moment, afterwards.
    """
    if draft.direction == "missed" or draft.outcome in _WITHOUT_LENGTH:
        return None
    return round(draft.seconds / 60) or None
