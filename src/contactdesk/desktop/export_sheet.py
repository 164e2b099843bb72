"""The sheet before an export: for whom it is, and what that program or file will lose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.export_targets import (
    DELIMITERS,
    Chosen,
    Target,
    targets,
    usual_delimiter,
)
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.fields import CheckBox, Combo, FieldBox
from contactdesk.desktop.ground import Ground
from contactdesk.desktop.labels import Label
from contactdesk.desktop.sheet import Sheet
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _, counted

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from contactdesk.desktop.desk import Desk
    from contactdesk.operations.losses import Loss, LossCount

SLICE = 250  # contacts a question: the list's own questions come in between
NAMED = 12  # who loses something, in a tip
HIGHEST, AROUND = 340, 340  # px of the list of losses, more of them scroll; of all around it


class ExportSheet(Sheet):
    """Looks at the contacts once for everybody; another choice shows its losses at once."""

    chosen = Signal(object)  # Chosen

    def __init__(self, host: QWidget, desk: Desk, numbers: list[int] | None, title: str) -> None:
        text = _("The file goes where you choose. Nothing changes in this book.")
        super().__init__(host, "upload", title, text, wide=620, tone="accent")
        self._desk = desk
        self._numbers: Sequence[int] = numbers or ()
        self._known = numbers is not None
        self._looked = 0
        self._counts: dict[str, LossCount] = {}
        self.target = Combo()
        self._fill()
        self.target.setAccessibleName(_("For"))
        self.target.currentIndexChanged.connect(self._show)
        self.body.addWidget(FieldBox(_("For"), self.target))
        self._add_how()
        self.body.addSpacing(16)
        self.head = Label("", "strong")
        self.body.addWidget(self.head)
        self.body.addSpacing(6)
        self.list = _LossList()
        self.body.addWidget(self.list)
        cancel = self.add_button(_("Cancel"))
        cancel.clicked.connect(self.dismiss)
        self.go_on = self.add_button("", "primary")
        self.go_on.clicked.connect(self._choose)
        self._show()
        self._begin(numbers is None)

    def _add_how(self) -> None:
        """How the file is written, where its kind leaves a choice."""
        self.delimiter = Combo([(_(words), value) for value, words in DELIMITERS])
        self.delimiter.choose(usual_delimiter())
        self._delimiter_box = FieldBox(_("Separator"), self.delimiter)
        self.each = CheckBox(_("One file for each contact"))
        self.each.setToolTip(plain_tip(_("Outlook takes only the first card of a file.")))
        self.each.toggled.connect(self._show)
        self._how = QWidget()
        column = QVBoxLayout(self._how)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._delimiter_box)
        column.addWidget(self.each)
        self.body.addWidget(self._how)

    def _show_how(self) -> None:
        target = self.current()
        self._delimiter_box.setVisible(target.format == "csv")
        several = not self._known or len(self._numbers) != 1
        self.each.setVisible(target.ending == "vcf" and several)
        self._how.setHidden(self._delimiter_box.isHidden() and self.each.isHidden())
        self._say_where()

    def _say_where(self) -> None:
        self.go_on.set_label(_("Choose folder…") if self.choice().each else _("Choose file…"))

    def choice(self) -> Chosen:
        """All that is chosen."""
        target = self.current()
        delimiter = str(self.delimiter.currentData()) if target.format == "csv" else ""
        each = self.each.isChecked() and not self.each.isHidden()
        return Chosen(target, delimiter, each)

    def _fill(self) -> None:
        programs, files = targets()
        for each in programs:
            self.target.addItem(each.words, each)
        self.target.insertSeparator(self.target.count())
        for each in files:
            self.target.addItem(each.words, each)

    def current(self) -> Target:
        """The choice as it stands."""
        found: Target = self.target.currentData()
        return found

    def losses(self) -> tuple[Loss, ...]:
        """What the choice loses of the contacts looked at so far."""
        from contactdesk.operations.losses import ONE_A_FILE

        count = self._counts.get(self.current().name)
        lost = count.told() if count is not None else ()
        each = self.choice().each
        return tuple(loss for loss in lost if not (each and loss.code == ONE_A_FILE))

    @property
    def ready(self) -> bool:
        """Whether all contacts were looked at."""
        return self._known and self._looked >= len(self._numbers)

    # ── looking at the contacts ─────────────────────────────────────────────────────────

    def _begin(self, everybody: bool) -> None:
        from contactdesk.operations.losses import LossCount

        names = [self.target.itemData(at) for at in range(self.target.count())]
        self._counts = {t.name: LossCount(t.name) for t in names if t is not None}
        if everybody:
            self._desk.read(_everybody, self._take_numbers)
        else:
            self._look()

    def _take_numbers(self, numbers: Sequence[int]) -> None:
        self._numbers, self._known = numbers, True
        self._look()

    def _look(self) -> None:
        part = list(self._numbers[self._looked : self._looked + SLICE])
        if part and self.isEnabled():
            self._desk.read(lambda tx: tx.contacts.get_many(part), self._take)
        else:
            self._show()

    def _take(self, contacts: Any) -> None:
        for contact in contacts:
            for count in self._counts.values():
                count.add(contact)
        self._looked += SLICE
        self._look()
        if not self.ready and self._looked % (20 * SLICE) == 0:
            self._show()

    # ── what is said ────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        from contactdesk.operations.losses import may_lose

        self._show_how()
        wait = may_lose(self.current().name) and not self.ready
        self.go_on.setEnabled(not wait)
        lost = () if wait else self.losses()
        if wait:
            words = _("Looking at what will be lost…")
            if self._numbers:
                words = _("Looking at what will be lost: {n} of {all} contacts").format(
                    n=counted(min(self._looked, len(self._numbers))),
                    all=counted(len(self._numbers)),
                )
        elif lost:
            words = _("What will be lost there")
        else:
            words = _("Nothing will be lost")
        self.head.setText(words)
        self.list.show_losses(lost, calm=not wait and not lost, target=self.current())
        if not wait and self.isVisible():
            announce(self, ". ".join([words, *(each.sentence for each in lost)]))
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, wherever the keyboard is in the sheet."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        choice = self.choice()
        self.close_sheet()
        self.chosen.emit(choice)


def _everybody(tx: Any) -> Sequence[int]:
    from contactdesk.store.listing import ListQuery

    found = tx.contacts.listing(ListQuery()).numbers
    every: Sequence[int] = found + tx.contacts.listing(ListQuery("archive")).numbers
    return every


class _LossList(QScrollArea):
    """A line a loss, or one line that all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What will be lost there"))
        self._holder = Ground("raised")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)
        self.setWidget(self._holder)
        self.viewport().setAutoFillBackground(False)
        self._holder.setAutoFillBackground(False)

    def show_losses(self, lost: tuple[Loss, ...], calm: bool, target: Target) -> None:
        """Show these instead of what was there."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for loss in lost:
            self._add(_line("triangle-alert", "warn", loss.sentence, _who(loss)))
        if calm:
            self._add(_line("circle-check", "ok", _calm_words(target), ""))
        self._column.addStretch(1)
        wide = max(self.width(), 480) - 8
        high = self._column.totalHeightForWidth(wide)
        limit = min(look.px(HIGHEST), self.window().height() - look.px(AROUND))
        self.setFixedHeight(min(max(high, 24), max(limit, look.px(80))))
        scrolls = high > self.height()  # only then there is something for the arrows to do
        policy = Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def _add(self, line: QWidget) -> None:
        self._column.addWidget(line)
        line.show()  # what is hidden still takes no room in the layout's sum


def _calm_words(target: Target) -> str:
    if target.format == "vcard" and not target.receiver:
        return _("Every card goes out in the version it came in, unknown lines and all.")
    if target.receiver:
        return _("{program} has a place for everything that these contacts hold.").format(
            program=target.words
        )
    return _("A file of this kind holds everything that these contacts do.")


def _who(loss: Loss) -> str:
    """The first names, for a tip."""
    names = [name for _number, name in loss.contacts[:NAMED]]
    more = len(loss.contacts) - len(names)
    if more:
        names.append(_("and {n} more").format(n=counted(more)))
    return "\n".join(names)


def _line(icon: str, tone: str, words: str, tip: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(IconMark(icon, tone, 16, side=20), 0, Qt.AlignmentFlag.AlignTop)
    label = Label(words, "body", wrap=True)
    row.addWidget(label, 1)
    if tip:
        line.setToolTip(plain_tip(tip))
    return line
