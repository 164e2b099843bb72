"""What bringing in a second version of the book would do, before anything is done."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.clash_rows import MOST as MOST_ROWS
from contactdesk.desktop.clash_rows import ClashRows
from contactdesk.desktop.date_texts import moment_text
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.labels import Label
from contactdesk.desktop.sheet import Sheet
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.second_version import Brought
from contactdesk.operations.second_versions import kinds_words, report_words

MOST = 3  # things left that are told one by one


class SecondVersionSheet(Sheet):
    """Counts and clashes of a preview; `wanted(name, take_theirs, but)` when it shall be done:
    `but` are the keys of the clashes in which the other value stays."""

    wanted = Signal(str, bool, object)

    def __init__(self, host: QWidget, name: str) -> None:
        text = _("Looking at {name}…").format(name=bidi.isolated(name))
        title = _("A second version of this book")
        super().__init__(host, "git-merge", title, text, wide=look.px(620), tone="accent")
        self._name = name
        self.report: Brought | None = None
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self.body.addLayout(self.lines)
        self.side = Segmented([(_("What is here"), False), (_("What is there"), True)], False)
        self.side.setAccessibleName(_("Where both changed the same, keep"))
        self.side.chosen.connect(self._answer_all)
        self.clashes: ClashRows | None = None
        self.leave = self.add_button(_("Later"), "ghost", leading=True)
        self.leave.clicked.connect(self.dismiss)
        self.go = self.add_button(_("Bring in"), "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._go)
        self._choice = QWidget(self.frame)
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, 8, 0, 4)
        row.addWidget(Label(_("Where both changed the same, keep"), "body"), 1)
        row.addWidget(self.side)
        self._choice.hide()

    def ask(self) -> None:
        """Show it while the file is read."""
        self.open_sheet(self.leave)

    def _answer_all(self, take_theirs: bool) -> None:
        if self.clashes is not None:
            self.clashes.choose(take_theirs)

    def _go(self) -> None:
        take_theirs = bool(self.side.value())
        but = self.clashes.otherwise(take_theirs) if self.clashes is not None else []
        self.close_sheet()
        self.wanted.emit(self._name, take_theirs, but)

    # ── what was found ──────────────────────────────────────────────────────────────────

    def show_error(self, error: ContactDeskError) -> None:
        """It is none, or cannot be read."""
        self.text.setText(error.message)
        QTimer.singleShot(0, self, self.fit)

    def show_report(self, report: Brought) -> None:
        """Say what would come, what clashes, and what is left."""
        self.report = report
        if not report.steps:
            self.text.setText(
                _("Nothing in {name} is missing here. It can be put aside under another name.")
                .format(name=bidi.isolated(self._name))
            )  # fmt: skip
            self.go.set_label(_("Put aside"))
        else:
            self.text.setText(self._whence(report))
            self._say(_("Would come: {words}").format(words=report_words(report)), strong=True)
            if report.kinds:
                self._say(kinds_words(report))
            self._say_clashes(report)
            self._say_left(report)
            self._say(
                _("A backup is made first, Undo takes it back, and the other file is kept under "
                  "another name.")
            )  # fmt: skip
        self.go.setEnabled(True)
        self.go.setFocus()
        QTimer.singleShot(0, self, self.fit)  # when what was added has its place

    def _whence(self, report: Brought) -> str:
        people = ", ".join(bidi.isolated(name) for name in report.people)
        words = ngettext(
            "{name} has {n} step by {people} that is not here ({since} – {until}).",
            "{name} has {n} steps by {people} that are not here ({since} – {until}).",
            report.steps,
        )
        since, until = (
            moment_text(at.replace("Z", "+00:00")) for at in (report.first_at, report.last_at)
        )
        return words.format(n=counted(report.steps), people=people,
                            name=bidi.isolated(self._name), since=since, until=until)  # fmt: skip

    def _say_clashes(self, report: Brought) -> None:
        if not report.clashes:
            return
        count = len(report.clashes)
        words = ngettext(
            "{n} value was changed on both sides:", "{n} values were changed on both sides:", count
        )
        self._say(words.format(n=counted(count)), strong=True)
        self.clashes = ClashRows(report.clashes)
        self.lines.addWidget(self._choice)
        self.lines.addWidget(self.clashes)
        self._more(count, MOST_ROWS)
        self._choice.setVisible(count > 1)

    def _say_left(self, report: Brought) -> None:
        for left in report.left[:MOST]:
            self._say(f"{bidi.isolated(left.name)}: {left.why}")
        self._more(len(report.left), MOST)

    def _more(self, count: int, told: int) -> None:
        if count > told:
            self._say(_("and {n} more").format(n=counted(count - told)))

    def _say(self, words: str, *, strong: bool = False) -> None:
        tone, weight = ("text", 600) if strong else ("text2", 400)
        self.lines.addWidget(Label(words, "body", tone, weight=weight, wrap=True))
