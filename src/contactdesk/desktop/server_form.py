"""Opening a book on a server: where it is, who one is there, and a try before anything changes."""

from __future__ import annotations

from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.fields import CheckBox, Field, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.errors import BookError, BookUnreachable, ServerUnreachable
from contactdesk.i18n import _
from contactdesk.store.server_address import (
    PORT,
    ServerAddress,
    is_server_address,
    keep_for_session,
    parsed,
    remember,
)


class Trial(QObject):
    """Tries an address on a thread of its own: `ended(whether a book is there, error or None)`."""

    ended = Signal(bool, object)

    def __init__(self, address: ServerAddress, password: str, keep: bool = False) -> None:
        super().__init__()
        self._address, self._password, self._keep = address, password, keep

    def start(self) -> None:
        """Begin."""
        Thread(target=self._run, name="server-trial", daemon=True).start()

    def _run(self) -> None:
        from contactdesk.store.postgres import look_at

        try:
            if self._password:
                keep_for_session(self._address, self._password)
            found = look_at(self._address)
            if self._keep and self._password:
                remember(self._address, self._password)
        except BookError as error:
            self.ended.emit(False, error)
        except OSError as error:  # the password's own file
            words = _("The password could not be remembered: {reason}. Untick it and try again.")
            told = ServerUnreachable(words.format(reason=error.strerror), field="password")
            self.ended.emit(False, told)
        else:
            self.ended.emit(found, None)


class ServerForm(QDialog):
    """Asks for a server's book; `wanted(address, whether a book is to be made)` when it answers."""

    wanted = Signal(str, bool)

    def __init__(
        self, book: str = "", parent: QWidget | None = None, *, moving: bool = False
    ) -> None:
        """`moving` asks for an empty database to which the open book is to go."""
        super().__init__(parent)
        self._moving = moving
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Move to a server") if moving else _("Open from a server"))
        self._trial: Trial | None = None
        self._opening = False
        self.host, self.database, self.user = Field(), Field(), Field()
        self.port = Field(str(PORT))
        self.port.setValidator(QIntValidator(1, 65535, self.port))
        self.password = Field()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep = CheckBox(_("Remember the password on this computer"))
        self.told = Label("", "body", "text2", wrap=True)
        self.fields = {
            "host": self.host,
            "port": self.port,
            "database": self.database,
            "user": self.user,
            "password": self.password,
        }
        self._lay_out()
        self.host.textChanged.connect(self._take_address)
        for field in self.fields.values():
            field.textEdited.connect(self._forget_state)
        if is_server_address(book):
            self._fill(book)
        self.host.setFocus()

    def _lay_out(self) -> None:
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("A book on your office's server"), "subtitle", wrap=True))
        words = _("Who looks after the server (PostgreSQL) knows what belongs here.")
        if self._moving:
            words = _("Have who looks after the server (PostgreSQL) make an empty database for it.")
        column.addWidget(Label(words, "body", "text2", wrap=True))
        where = QHBoxLayout()
        where.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        where.addWidget(FieldBox(_("Server"), self.host), 3, top)
        where.addWidget(FieldBox(_("Port"), self.port), 1, top)
        column.addLayout(where)
        column.addWidget(FieldBox(_("Database"), self.database))
        column.addWidget(FieldBox(_("Your name there"), self.user))
        column.addWidget(FieldBox(_("Password"), self.password))
        column.addWidget(self.keep)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.test = Button(_("Test connection"), "secondary", "plug")
        self.cancel = Button(_("Cancel"), "secondary")
        self.open_ = Button(_("Open"), "primary", "folder-open")
        if self._moving:
            self.open_ = Button(_("Go on"), "primary", "arrow-right")
        self.test.clicked.connect(self.try_it)
        self.cancel.clicked.connect(self.reject)
        self.open_.clicked.connect(self.go)
        foot = QHBoxLayout()
        foot.addWidget(self.test)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.open_)
        return foot

    # ── what stands in it ───────────────────────────────────────────────────────────────

    def _take_address(self, text: str) -> None:
        """A whole address pasted into the first field fills them all."""
        if is_server_address(text.strip()) and text.strip().count("/") > 2:
            self._fill(text.strip())

    def _fill(self, url: str) -> None:
        try:
            address, password = parsed(url)
        except BookUnreachable:
            return
        values = (address.host, str(address.port), address.database, address.user)
        for field, value in zip(self.fields.values(), values, strict=False):
            field.setText(value)
        if password:
            self.password.setText(password)

    def _forget_state(self) -> None:
        for field in self.fields.values():
            field.set_state("")
        self.told.setText("")

    def address(self) -> ServerAddress | None:
        """What is typed; None when something is missing, which is said at its field."""
        self._forget_state()
        needed = {
            "host": _("Which server? Type its name or number."),
            "database": _("Which database? Type its name."),
            "user": _("Who are you on the server? Type the name you were given."),
        }
        missing = [name for name in needed if not self.fields[name].text().strip()]
        for name in missing:
            self.fields[name].set_state("error", needed[name])
        if missing:
            self.fields[missing[0]].setFocus()
            return None
        host, database, user = (self.fields[n].text().strip() for n in needed)
        return ServerAddress(host, int(self.port.text() or PORT), database, user)

    # ── trying and going ────────────────────────────────────────────────────────────────

    def try_it(self) -> None:
        """Test the connection and say what was found."""
        self._begin(opening=False)

    def go(self) -> None:
        """Open the book, when the server lets us."""
        self._begin(opening=True)

    def _begin(self, opening: bool) -> None:
        address = self.address()
        if address is None or self._trial is not None:
            return
        self._opening = opening
        self.told.setText(_("Asking the server …"))
        for button in (self.test, self.open_):
            button.setEnabled(False)
        keep = opening and self.keep.isChecked()
        self._trial = Trial(address, self.password.text(), keep)
        self._trial.ended.connect(self._ended)
        self._trial.start()

    def _ended(self, found: bool, error: BookError | None) -> None:
        from contactdesk.desktop.feedback import announce

        self._trial = None
        for button in (self.test, self.open_):
            button.setEnabled(True)
        if error is None and found and self._moving:
            words = _("There is a book in it already. Type the name of an empty database.")
            error = ServerUnreachable(words, field="database")
        if error is not None:
            self._say(error)
        elif self._opening:
            address = self.address()
            if address is not None:
                self.wanted.emit(address.url, not found)
                self.accept()
        else:
            words = _("The server answers, and there is a book.")
            if not found:
                words = _("The server answers. The database is empty: a new book is made in it.")
            if self._moving:
                words = _("The server answers. The database is empty: the book can go there.")
            self.told.setText(words)
            announce(self.told, words)

    def _say(self, error: BookError) -> None:
        self.told.setText("")
        name = error.field if isinstance(error, ServerUnreachable) else ""
        field = self.fields.get(name, self.database)
        field.set_state("error", error.message)
        field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go()
        else:
            super().keyPressEvent(event)
