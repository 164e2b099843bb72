"""The small window that asks for a category's name, and for its colour when it is a new one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.category_colours import WORDS, colour_word
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import categories as named

SIDE, WIDE = 28, 420


class Swatches(QWidget):
    """The palette in a row: arrows choose, the chosen one has a ring."""

    chosen = Signal(str)

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = colour
        self._keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    def sizeHint(self) -> QSize:
        """One square a colour."""
        return QSize(look.px(SIDE) * len(named.COLOURS), look.px(SIDE))

    def choose(self, colour: str) -> None:
        """Take this one."""
        self.colour = colour
        self._name()
        self.update()
        self.chosen.emit(colour)

    def _name(self) -> None:
        word = _(WORDS[self.colour])
        self.setToolTip(word)
        self.setAccessibleName(_("Colour: {colour}").format(colour=word))

    def _step(self, by: int) -> None:
        at = named.COLOURS.index(self.colour) + by
        self.choose(named.COLOURS[at % len(named.COLOURS)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→ go along the palette, as it is seen."""
        turned = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        step = {Qt.Key.Key_Right: turned, Qt.Key.Key_Left: -turned}.get(Qt.Key(event.key()), 0)
        if step:
            self._step(step)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The one under the pointer."""
        x = event.position().x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x
        at = int(x // look.px(SIDE))
        if 0 <= at < len(named.COLOURS):
            self.choose(named.COLOURS[at])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._keyed = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots, and a ring around the chosen one."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for at, colour in enumerate(named.COLOURS):
                side = look.px(SIDE)
                spot = self.rect().adjusted(at * side, 0, 0, 0)
                spot.setWidth(side)
                box = QRectF(mirror.placed(self.layoutDirection(), self.rect(), spot))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour(f"dot_{colour}"))
                painter.drawEllipse(box.adjusted(side / 4, side / 4, -side / 4, -side / 4))
                if colour == self.colour:
                    ring = "accent_text" if self.hasFocus() and self._keyed else "field"
                    painter.setPen(QPen(look.colour(ring), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(box.adjusted(3, 3, -3, -3))


class CategoryDialog(SmallDialog):
    """`answered(name, colour)` when the name was settled; `known` are names with their counts."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget, old: str, text: str, known: Mapping[str, int]) -> None:
        super().__init__(parent)
        self._old, self._known = old, known
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = _("Rename category") if old else _("New category")
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "subtitle"))
        self.name = Field(text)
        self.name.setAccessibleName(_("Name"))
        column.addWidget(FieldBox(_("Name"), self.name))
        self.swatches: Swatches | None = None
        if not old:
            self.swatches = Swatches(colour_word(text))
            column.addWidget(Label(_("Colour"), "caption", "text2", weight=500))
            column.addWidget(self.swatches)
        column.addLayout(self.foot(""))
        self.name.textChanged.connect(lambda _text: self._advise())
        self._advise()
        self.name.setFocus()
        self._select(text)

    def _select(self, text: str) -> None:
        """What would be typed over: the last part; what holds it stays."""
        own = len(named.leaf(text)) if not text.endswith(named.SEPARATOR) else 0
        self.name.setSelection(len(text) - own, own)
        if not own:
            self.name.setCursorPosition(len(text))

    def wanted(self) -> str:
        """The name as it would be kept."""
        return named.clean(self.name.text())

    @property
    def merges(self) -> bool:
        """Whether both would become one."""
        return bool(self._old) and self.wanted() != self._old and self.wanted() in self._known

    def _advise(self) -> None:
        name = self.wanted()
        possible = bool(name) and not name.endswith(named.SEPARATOR)
        self.name.set_state("advice", _("A slash puts it inside another: Work/Clients"))
        if self.merges:
            words = ngettext(
                "“{name}” is there already, with {n} contact. Both become one.",
                "“{name}” is there already, with {n} contacts. Both become one.",
                self._known[name],
            )
            self.name.set_state("warn", words.format(name=name, n=counted(self._known[name])))
        elif self._old and name != self._old and named.is_within(name, self._old):
            possible = False
            self.name.set_state("error", _("A category cannot be put inside itself."))
        elif not self._old and name in self._known:
            possible = False
            self.name.set_state("warn", _("“{name}” is there already.").format(name=name))
        words = _("Merge") if self.merges else _("Rename") if self._old else _("Create")
        self.go.set_label(words)
        self.go.setEnabled(possible)

    def done_with(self) -> None:
        """Settle the name, if it may be so."""
        if self.go.isEnabled():
            name = self.wanted()
            colour = self.swatches.colour if self.swatches is not None else ""
            self.accept()
            self.answered.emit(name, colour)
