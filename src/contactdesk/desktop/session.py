"""The running program: its one window, the book it shows, and the way to another book."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from contactdesk import paths
from contactdesk.collecting import spare_the_window
from contactdesk.desktop import theme as look
from contactdesk.desktop.drive_answers import within
from contactdesk.desktop.main_window import MainWindow
from contactdesk.start_marks import mark

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.one_window import OneWindow
    from contactdesk.settings import Settings
    from contactdesk.store.first_page import FirstPage

FILLED_WAIT_MS = 300  # the rest follows no later than this after the first page was read


class FirstReader(QObject):
    """Reads the first page of a book on a thread of its own: `read(FirstPage or None)`."""

    read = Signal(object)

    def __init__(self, path: str, name_order: str) -> None:
        super().__init__()
        self._path, self._family_first = path, name_order == "family"

    def start(self) -> None:
        """Begin."""
        Thread(target=self._run, name="first-page", daemon=True).start()

    def _run(self) -> None:
        from contactdesk.store.first_page import first_page

        self.read.emit(first_page(self._path, family_first=self._family_first))


class Session(QObject):
    """Shows a window, then brings it to life; `go_to` changes to another book."""

    def __init__(self, app: QApplication, early: dict[str, Any] | None = None) -> None:
        super().__init__(app)
        self.app = app
        self.early = early or {}
        self.window: MainWindow | None = None
        self.desk: Desk | None = None
        self.one: OneWindow | None = None
        self.settings: Settings | None = None
        self.files: list[str] = []  # to be looked at once the book is open
        self.calls: list[str] = []  # numbers that called, likewise
        self._go_on: Callable[[], None] | None = None
        self._reader: FirstReader | None = None
        self._wanted = ""  # the book that will be gone to

    def start(self, book: str | None, files: Sequence[str] = ()) -> bool:
        """Show the window of a book; False when another process has it and was raised.

        What an import of `files` would do is shown in whichever it is.
        """
        path = self._path_of(book)
        name = _name_soon(path)
        self.files = [str(Path(each).absolute()) for each in files]
        if _raised_elsewhere(name, self.files):
            return False
        self._show(path, name)
        return True

    def start_call(self, book: str | None, number: str) -> bool | None:
        """Hand a number to the window of a book: whether that took it; None where there was no
        window, and this is it."""
        path = self._path_of(book)
        name = _name_soon(path)
        taken = _handed_over(name, number)
        if taken is None:
            self.calls = [number]
            self._show(path, name)
        return taken

    def _path_of(self, book: str | None) -> str:
        if book:
            return place_of(book)
        for recent in self.early.get("recent_books") or ():
            if isinstance(recent, str) and ("://" in recent or _may_be_there(recent)):
                return recent
        return str(paths.own_book())

    def _show(self, path: str, name: str, create: bool = True) -> None:
        window = MainWindow(self.early)
        window.sidebar.show_book(Path(path.partition("?")[0]).stem, "", " ")
        window.painted.connect(lambda: self._painted(window, path, name, create))
        self.window = window
        window.show()
        window.list_pane.search.setFocus()

    # ── after the first paint ───────────────────────────────────────────────────────────

    def _painted(self, window: MainWindow, path: str, name: str, create: bool) -> None:
        """The first names next: they are read while the list that shows them is made."""
        if self._mark("first_paint"):
            return
        reader = FirstReader(path, str(self.early.get("name_order") or ""))
        reader.read.connect(self._take_first_page)
        reader.start()
        from contactdesk.desktop import icons

        icons.ready()
        window.list_pane.build_table()
        window.list_pane.filled.connect(self._filled)
        window.update()
        self._reader = reader
        self._go_on = lambda: self._complete(window, path, name, create)

    def _settings(self) -> Settings:
        if self.settings is None:
            from contactdesk.settings import load_settings

            self.settings = load_settings()
        return self.settings

    def _take_first_page(self, page: FirstPage | None) -> None:
        if page is None or not page.rows or self.window is None:
            self._complete_once()
            return
        self.window.show_first_page(page.rows, page.total, page.counts)
        QTimer.singleShot(FILLED_WAIT_MS, self, self._complete_once)

    def _filled(self) -> None:
        if not self._mark("filled"):
            QTimer.singleShot(0, self, self._complete_once)

    def _complete_once(self) -> None:
        go_on, self._go_on = self._go_on, None
        if go_on is not None:
            go_on()

    def _complete(self, window: MainWindow, path: str, name: str, create: bool) -> None:
        """Everything else, then the book itself."""
        from contactdesk.desktop import icons
        from contactdesk.desktop.desk import Desk
        from contactdesk.desktop.help_windows import show_bug
        from contactdesk.log import catch_bugs, start_log

        desk = self.desk = Desk(path, self._settings(), self)
        start_log()
        catch_bugs(lambda report: show_bug(self.window, report))
        window.complete(desk)
        window.wants_book.connect(self.go_to)
        window.closed.connect(self._closed)
        desk.opened.connect(self._remember)
        desk.opened.connect(self._look_at_files)
        desk.opened.connect(self._show_calls)
        desk.settings_changed.connect(self._settings_changed)
        hints = self.app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        desk.open(create=create)
        self._keep_backups(desk)
        self._own(name)
        self._load_own_words()
        icons.keep()
        spare_the_window()

    def _keep_backups(self, desk: Desk) -> None:
        """The day's backup is made while the window is used."""
        from contactdesk.desktop.backup_work import BackupKeeper
        from contactdesk.desktop.bin_emptying import BinEmptier

        BinEmptier(desk, desk)
        keeper = BackupKeeper(desk, desk)
        keeper.wanted.connect(self._show_backups)
        if self.window is not None:
            from contactdesk.desktop.damage_help import DamageHelp

            DamageHelp(self.window, desk)

    def _show_backups(self) -> None:
        if self.window is not None:
            self.window.verbs.show_preferences("backup_when")

    def _own(self, name: str) -> None:
        from contactdesk.desktop.one_window import OneWindow

        self.one = OneWindow(name, self)
        self.one.asked.connect(self._raise)
        self.one.files_came.connect(self._take_files)
        self.one.call_came.connect(self._take_call)
        self.one.call_came.connect(self._come_up)

    def _raise(self) -> None:
        if self.window is not None:
            self.window.setWindowState(
                self.window.windowState() & ~self.window.windowState().WindowMinimized
            )
            self.window.raise_()
            self.window.activateWindow()

    def _take_files(self, files: list[str]) -> None:
        """Another start brought files."""
        self.files = files
        self._look_at_files()

    def _look_at_files(self, _facts: object = None) -> None:
        """Show what an import of the files given would do, as soon as there is a book."""
        window, desk = self.window, self.desk
        if self.files and window is not None and desk is not None and not desk.read_only:
            files, self.files = self.files, []
            window.verbs.start_import(files)

    def _take_call(self, number: str) -> None:
        """Another program handed a number over."""
        self.calls.append(number)
        self._show_calls()

    def _come_up(self, _number: str) -> None:
        """Be seen; nobody's typing moves to this window."""
        if self.window is None:
            return
        if self.window.isMinimized():
            self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.window.showNormal()
            self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        self.window.raise_()
        self.app.alert(self.window)

    def _show_calls(self, _facts: object = None) -> None:
        """Show who calls, as soon as there is a book."""
        if self.window is not None and self.desk is not None and self.desk.facts is not None:
            calls, self.calls = self.calls, []
            for number in calls[-1:]:
                self.window.verbs.phone.ring(number)

    def _load_own_words(self) -> None:
        """Qt's own buttons in the person's language, and the program's icon."""
        from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

        from contactdesk.desktop import icons

        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(QLocale(), "qtbase", "_", folder):
            self.app.installTranslator(translator)
        self.app.setWindowIcon(icons.icon("contact", "accent"))

    def _mark(self, name: str) -> bool:
        """Note a moment of the start; True when the program ends there."""
        mark(name)
        if os.environ.get("CONTACTDESK_QUIT_AFTER") == name:
            from contactdesk.desktop import icons

            icons.keep()
            self.app.exit(0)
            return True
        return False

    # ── later ───────────────────────────────────────────────────────────────────────────

    def _remember(self, _facts: object) -> None:
        """A backup that was looked into is nothing to begin with next time."""
        desk = self.desk
        if desk is not None and not desk.is_backup:
            recent = desk.settings.with_recent(desk.path).recent_books
            desk.update_settings(recent_books=recent)

    def _settings_changed(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        if before is None or _look_of(before) != _look_of(settings):
            look.pin_scheme(self.app, settings.theme)
            look.apply(self.app, *_look_of(settings))

    def _system_changed(self, _what: object) -> None:
        """The desktop went dark or light, or to high contrast and back."""
        if self.settings is not None and "system" in _look_of(self.settings):
            look.apply(self.app, *_look_of(self.settings))

    def go_to(self, path: str, create: bool = False) -> None:
        """Show another book in place of this one (or raise the window that has it), as soon as
        its drive has said where it really lies."""
        path, desk = place_of(path), self.desk
        if desk is None:
            return
        self._wanted, mailbox = path, desk.background.mailbox

        def find_out() -> None:
            name = window_name(path)
            mailbox.post(lambda: self._go_on_to(path, name, create))

        Thread(target=find_out, name="place-of-book", daemon=True).start()

    def _go_on_to(self, path: str, name: str, create: bool) -> None:
        old, old_desk = self.window, self.desk
        if old is None or old_desk is None or self._wanted != path:
            return
        self._wanted = ""
        if self.one is not None and self.one.name != name and _raised_elsewhere(name):
            return
        if self.one is not None:
            self.one.close()
            self.one = None
        self.settings = old_desk.settings
        self.early = {
            "window": old.geometry_kept(),
            "compact_sidebar": self.settings.compact_sidebar,
            "list_spacing": self.settings.list_spacing,
        }
        old.closed.disconnect(self._closed)
        old_desk.settings_changed.disconnect(self._settings_changed)
        self._show(path, name, create)
        old.server_away.flow.may_close = True
        old.close()
        self._let_go(old_desk)
        old.deleteLater()

    def _closed(self) -> None:
        self._wanted = ""
        if self.desk is not None:
            self._let_go(self.desk)
        self.app.quit()

    def _let_go(self, desk: Desk) -> None:
        from contactdesk.desktop.backup_work import closed

        closed(desk)


def _look_of(settings: Settings) -> tuple[str, int, str]:
    """What `theme.apply` wants."""
    return settings.theme, settings.text_size, settings.contrast


def place_of(book: str) -> str:
    """A file's whole path, or a server's address; a password in it is kept for this session."""
    if "://" in book:
        from contactdesk.errors import BookUnreachable
        from contactdesk.store import server_address as server

        if server.is_server_address(book):
            try:
                address, password = server.parsed(book)
            except BookUnreachable:
                return server.shown(book)  # opening it says what is wrong
            if password:
                server.keep_for_session(address, password)
            return address.url
    return str(Path(book.removeprefix("sqlite:///")).expanduser().absolute())


def window_name(path: str) -> str:
    """The name under which a book's window can be found: one a person and book. Asks the drive."""
    return _name_of(path if "://" in path else os.path.realpath(path))


def _name_soon(path: str) -> str:
    """The same, or that of the path as it is written where the drive is silent: there a second
    window of one book is better than none."""
    return within(lambda: window_name(path), "") or _name_of(path)


def _may_be_there(path: str) -> bool:
    """Whether there is such a file; of a silent drive its window says more."""
    return within(Path(path).is_file, True)


def _name_of(place: str) -> str:
    from zlib import adler32, crc32

    whole = place.encode()
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return f"contactdesk-{user}-{crc32(whole):08x}{adler32(whole):08x}"


def _raised_elsewhere(name: str, files: Sequence[str] = ()) -> bool:
    """Whether another process shows this book; it comes to the front then."""
    if not _may_run(name):
        return False
    from contactdesk.desktop.one_window import raise_other

    return raise_other(name, files)


def _handed_over(name: str, number: str) -> bool | None:
    """Whether the process that shows this book took a number; None where there is none."""
    if not _may_run(name):
        return None
    from contactdesk.desktop.one_window import hand_call

    return hand_call(name, number)


def _may_run(name: str) -> bool:
    """Whether there is a socket of this person's, which a window may answer at.

    Qt's network module costs as much as the whole paint, so it is looked for first.
    """
    from PySide6.QtCore import QDir

    socket = Path(rf"\\.\pipe\{name}" if os.name == "nt" else f"{QDir.tempPath()}/{name}")
    try:
        owner = socket.stat().st_uid
    except OSError:
        return False
    return not hasattr(os, "getuid") or owner == os.getuid()
