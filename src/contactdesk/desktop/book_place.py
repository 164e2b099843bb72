"""The preferences' row that says where the book lies, and moves it to a server or to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop import bidi, icons
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.card_head import below
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.setting_row import Control, SettingRow
from contactdesk.desktop.settings_index import SETTINGS
from contactdesk.i18n import _
from contactdesk.store.moved import place_words
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.move_sheet import MoveSheet, TakeBackSheet
    from contactdesk.desktop.server_form import ServerForm

KEY = "book_place"


class BookPlace(QObject):
    """Keeps the `row` up to date; `wants_book(place, make it)` when the window is to go there."""

    wants_book = Signal(str, bool)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.sheet: MoveSheet | TakeBackSheet | None = None
        self.form: ServerForm | None = None
        self.button = Button(_("Move…"), size="row")
        self.button.clicked.connect(self._open_menu)
        setting = next(each for each in SETTINGS if each.key == KEY)
        self.row = SettingRow(setting, " ", cast(Control, self.button))

    def read(self) -> None:
        """Show what is so now."""
        facts = self._desk.facts
        if facts is None:
            return
        name = bidi.isolated(place_words(self._desk.path))
        words = (
            _("In {place}.") if is_server_address(self._desk.path) else _("In the file {place}.")
        )
        said = facts.read_only if facts.moved_to else words.format(place=name)
        self.row.text.setText(said)
        self.button.setAccessibleDescription(said)
        self.button.set_label(_("What to do…") if facts.moved_to else _("Move…"))
        self.row.allow(bool(facts.moved_to) or self.why_not() == "", self.why_not())

    def why_not(self) -> str:
        """Why the book cannot be moved; "" where it can."""
        facts = self._desk.facts
        if facts is None:
            return _("There is no open book.")
        if facts.role not in ("", "owner"):
            return _("Only who owns the database on the server can move the book.")
        return facts.read_only

    # ── the menu ────────────────────────────────────────────────────────────────────────

    def menu(self) -> Menu:
        """What can be done with the book's place."""
        facts = self._desk.facts
        menu = Menu(self._page)
        if facts is not None and facts.moved_to:
            to = facts.moved_to
            rows = [
                ("arrow-right", _("Open it there"), lambda: self.wants_book.emit(to, False)),
                ("undo-2", _("Take this one back into use…"), self.ask_back),
            ]
        else:
            rows = [
                ("server", _("To a server…"), self.ask_server),
                ("folder", _("To a file…"), self.ask_file),
            ]
        for icon, words, do in rows:
            menu.addAction(icons.icon(icon), words).triggered.connect(do)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(below(self.button))

    # ── where to ────────────────────────────────────────────────────────────────────────

    def ask_server(self) -> None:
        """Ask for an empty database."""
        from contactdesk.desktop.server_form import ServerForm

        self.form = ServerForm(parent=self._page.window(), moving=True)
        self.form.wanted.connect(self._ask_to_server)
        self.form.open()

    def _ask_to_server(self, place: str, _make: bool) -> None:
        self.ask(place)

    def ask_file(self) -> None:
        """Ask for a new file."""
        from contactdesk.desktop.file_dialogs import ask_book_place

        path = self._desk.path
        name = Path(path).stem if not is_server_address(path) else self._name()
        ask_book_place(self._page.window(), path, name, self.ask)

    def _name(self) -> str:
        facts = self._desk.facts
        return facts.name if facts is not None else ""

    def ask(self, place: str) -> None:
        """Say what moving means, and begin when it is wanted."""
        from contactdesk.desktop.move_sheet import MoveSheet

        self.sheet = MoveSheet(self._page, self._desk, place)
        self.sheet.went.connect(self._went)
        self.sheet.ask()

    def ask_back(self) -> None:
        """Say what taking the old book back means, and do it when it is wanted."""
        from contactdesk.desktop.move_sheet import TakeBackSheet

        self.sheet = TakeBackSheet(self._page, self._desk)
        self.sheet.went.connect(self._went)
        self.sheet.ask()

    def _went(self, place: str) -> None:
        self.wants_book.emit(place, False)
