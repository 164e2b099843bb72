"""The preferences' row about encryption: how it stands, and what of the book lies plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.backup_work import BackupWork
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import announce
from contactdesk.desktop.labels import Label
from contactdesk.desktop.setting_row import Control, SettingRow
from contactdesk.desktop.settings_index import SETTINGS
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.encryption import State
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress

KEY = "encryption"


class EncryptionRows(QObject):
    """The `row` is kept up to date; `left` below it is there where plain files are."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.state = State()
        self._looking = BackupWork(desk, self)
        self.turn = Button(_("Encrypt…"), size="row")
        self.change = Button(_("Change passphrase…"), size="row")
        self.remove = Button(_("Delete…"), size="row")
        self.turn.clicked.connect(self._turn)
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._ask_removal)
        setting = next(each for each in SETTINGS if each.key == KEY)
        self.row = SettingRow(setting, " ", cast(Control, self._buttons()))
        if is_server_address(desk.path):
            self.row.hide()
        self.words = Label("", "caption", "warn", wrap=True)
        self.left = self._left_over()

    def _buttons(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for button in (self.change, self.turn):
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        self.change.hide()
        holder.setFocusProxy(self.turn)
        return holder

    def _left_over(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignVCenter)
        line.hide()
        return line

    def read(self) -> None:
        """Look at the files, on another thread."""
        if self._desk.facts is None or self._looking.is_busy:
            return
        path, settings = self._desk.path, self._desk.settings

        def job(_progress: Progress) -> State:
            from contactdesk.operations.encryption import state_of

            return state_of(path, settings)

        self._looking.start(job, self._show, self._failed)

    def _show(self, state: State) -> None:
        self.state = state
        self.turn.set_label(_("Take encryption off…") if state.encrypted else _("Encrypt…"))
        self.change.setVisible(state.encrypted)
        self._say(_standing(state))
        self.words.setText(_left(state))
        self.remove.setAccessibleDescription(self.words.text())
        self.left.setVisible(bool(state.kept or state.plain_backups))
        self.allow()

    def _say(self, words: str) -> None:
        self.row.text.setText(words)
        for button in (self.turn, self.change):
            button.setAccessibleDescription(words)

    def allow(self) -> None:
        """Only where the book may be changed, and this program can do it."""
        facts = self._desk.facts
        why = facts.read_only if facts is not None else _("There is no open book.")
        able = not self._desk.read_only and self.state.possible
        self.row.allow(able, why or _standing(self.state))

    def _failed(self, error: ContactDeskError) -> None:
        self._say(error.message)

    # ── doing ───────────────────────────────────────────────────────────────────────────

    def _turn(self) -> None:
        self.begin("decrypt" if self.state.encrypted else "encrypt")

    def _change(self) -> None:
        self.begin("change")

    def begin(self, what: str) -> None:
        """The preferences make way: the sheet is the book's window's, and covers it."""
        from contactdesk.desktop.encryption_sheet import EncryptionSheet
        from contactdesk.desktop.main_window import MainWindow

        preferences = self._page.window()
        window = preferences.parentWidget()
        if not isinstance(window, MainWindow):
            return
        state = self.state
        preferences.close()
        window.activateWindow()
        EncryptionSheet(window, what, state).ask()

    def _ask_removal(self) -> None:
        from contactdesk.desktop.sheet import Question

        names = [bidi.isolated(str(each)) for each in (*self.state.kept, *self.state.plain_backups)]
        shown = names[:4] + ([_("and {n} more").format(n=counted(len(names) - 4))]
                             if len(names) > 4 else [])  # fmt: skip
        self.question = Question(
            self._page, "trash-2", _("Delete what is not encrypted?"),
            _("Open the encrypted book first, and make sure that you know its passphrase. This "
              "cannot be taken back. Somebody with the right tools may still find parts of them "
              "on the disk."),
            shown, _("Keep them"), _("Delete them"),
        )  # fmt: skip
        self.question.answered.connect(self._answered)
        self.question.ask()

    def _answered(self, on: bool) -> None:
        if not on or self._looking.is_busy:
            return
        path, settings = self._desk.path, self._desk.settings

        def job(_progress: Progress) -> State:
            from contactdesk.operations.encryption import remove_plain, state_of

            remove_plain(path, settings)
            return state_of(path, settings)

        self._looking.start(job, self._removed, self._failed)

    def _removed(self, state: State) -> None:
        self._show(state)
        announce(self._page, _("Deleted"))


def _standing(state: State) -> str:
    if state.encrypted:
        return _("This book is encrypted, and so are its backups from then on.")
    if state.possible:
        return _("This book is not encrypted: whoever has the file can read it.")
    return _(
        "This book is not encrypted. To encrypt it, the package {package} is needed, which is not "
        "installed here: “pip install {package}”, in the environment of ContactDesk."
    ).format(package="sqlcipher3")


def _left(state: State) -> str:
    lines = []
    if state.kept:
        words = _("The book from before it was encrypted: {name}.")
        names = ", ".join(bidi.isolated(each.name) for each in state.kept)
        lines.append(words.format(name=names))
    count = len(state.plain_backups)
    if count:
        words = ngettext(
            "{n} backup that is not encrypted.", "{n} backups that are not encrypted.", count
        )
        lines.append(words.format(n=counted(count)))
    return " ".join(lines)
