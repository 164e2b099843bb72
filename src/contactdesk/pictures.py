"""Pictures of the real windows, drawn off screen: for the tour and for the README."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, use_language
from contactdesk.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from contactdesk.desktop.main_window import MainWindow

SIZE = (1366, 768)
WAIT = 15.0  # seconds; everything here takes a fraction of one
PERSON, ORGANISATION, PERSIAN = "Agnieszka Baran", "Baltica Logistyka", "رضا ابراهیمی"


class NotDrawn(ContactDeskError):
    """A window did not come to show what it was asked to."""


def draw_windows(book: Path, office: Path, to: Path) -> list[Path]:
    """Draw the main windows of a book as PNG files into `to`; returns what was drawn.

    `office` is the file of cards that the book came from.
    """
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    to.mkdir(parents=True, exist_ok=True)
    studio = Studio(book, office, to)
    with own_home(book.parent / "home"):
        studio.fill()
        studio.contacts("light")
        studio.contacts("dark")
        studio.found()
        studio.palette()
        studio.editor()
        studio.history()
        studio.calendar()
        studio.today()
        studio.tasks()
        studio.pipeline()
        studio.table()
        studio.several()
        studio.organisation()
        studio.chart()
        studio.imported()
        studio.empty()
        studio.persian()
    return studio.drawn


@contextmanager
def own_home(folder: Path) -> Iterator[None]:
    """Settings and drafts of the pictures' own; the person's stay untouched."""
    before = os.environ.get("CONTACTDESK_HOME")
    os.environ["CONTACTDESK_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["CONTACTDESK_HOME"]
        else:
            os.environ["CONTACTDESK_HOME"] = before


class Studio:
    """Sets up one window after the other and takes its picture."""

    def __init__(self, book: Path, office: Path, to: Path) -> None:
        self.book = book
        self.office = office
        self.to = to
        self.drawn: list[Path] = []

    def fill(self) -> None:
        """Something happens: with a person, and in the weeks around today."""
        from contactdesk.store.book import Book
        from contactdesk.timeline_screens import fill, promised, weeks

        with Book.open(self.book) as book, book.write("Office") as tx:
            fill(tx, PERSON)
            for event in (*weeks(tx, PERSON), *promised(tx)):
                tx.events.add(event)

    def contacts(self, theme: str) -> None:
        """A person's card beside the list."""
        with self.window(self.book, theme) as window:
            self.choose(window, PERSON)
            self.take(window, f"contacts-{theme}")

    def found(self) -> None:
        """A search by the digits of a phone, written as one dials at home."""
        with self.window(self.book, "light") as window:
            self.choose(window, PERSON)
            search(window, "0600 000")
            self.take(window, "search-light")

    def palette(self) -> None:
        """Anything found by the beginning of its words."""
        from contactdesk.desktop.palette import open_palette

        with self.window(self.book, "light") as window:
            self.choose(window, PERSON)
            palette = open_palette(window)
            palette.field.setText("nu")
            until(lambda: bool(palette.entries) and palette.entries[0].row is not None)
            self.take(window, "palette-light")

    def editor(self) -> None:
        """The same person being edited in place."""
        with self.window(self.book, "light") as window:
            self.choose(window, PERSON)
            window.verbs.edit_contact()
            self.take(window, "editor-light")

    def history(self) -> None:
        """What became of the same person: the tour edited them and took it back."""
        with self.window(self.book, "light") as window:
            self.choose(window, PERSON)
            window.verbs.show_history()
            page = window.verbs.history_page()
            until(lambda: page.view is not None)
            page.slider.go(1)
            self.take(window, "history-light")

    def calendar(self) -> None:
        """A month, and one of its appointments in the editor."""
        with self.window(self.book, "light") as window:
            window.actions_.calendar.trigger()
            page = window.verbs.calendar.page()
            until(lambda: page is not None and bool(page.pane.list.days.items))
            assert page is not None
            page.opened.emit(page.pane.list.days.items[-2])
            until(lambda: page.side.currentWidget() is not page.pane)
            self.take(window, "calendar-light")

    def today(self) -> None:
        """What the day asks for, shortly before an appointment."""
        with self.window(self.book, "light") as window:
            verbs = window.verbs.today
            until(lambda: verbs.found is not None)
            morning = datetime.combine(date.today(), datetime.min.time()).replace(hour=9, minute=50)
            verbs.now = lambda: morning.astimezone(UTC).replace(tzinfo=None)
            verbs.show()
            page = verbs.page()
            until(lambda: page is not None and page.found is not None)
            settle(0.6)
            self.take(window, "today-light")

    def tasks(self) -> None:
        """What is to be done, in its groups, and one more being typed."""
        with self.window(self.book, "light") as window:
            window.actions_.tasks.trigger()
            page = window.verbs.tasks.page()
            until(lambda: page is not None and bool(page.list.rows.found.open))
            assert page is not None
            page.line.begin("Call Nuno tomorrow 9:00")
            until(lambda: bool(page.line.chips))
            settle(0.3)
            self.take(window, "tasks-light")

    def pipeline(self) -> None:
        """Deals on a board."""
        from contactdesk.deal_screens import show_board

        with self.window(self.book, "light") as window:
            show_board(window)
            self.take(window, "pipeline-light")

    def table(self) -> None:
        """Contacts as a table, grouped and filtered."""
        from contactdesk.table_screens import show_by_country

        with self.window(self.book, "light") as window:
            show_by_country(window)
            self.take(window, "table-light")

    def several(self) -> None:
        """Four selected, and what would become of them."""
        with self.window(self.book, "light") as window:
            self.choose(window, PERSON)
            table = window.list_pane.table
            here = table.currentIndex().row()
            numbers = [table.rows.number_at(row) for row in (here, here + 1, here + 3, here + 5)]
            table.choose_numbers(numbers)
            page = window.selection_page()
            settle()
            page.fields["job_title"].field.setText("Buyer")
            table.setFocus()
            self.take(window, "selection-light")

    def organisation(self) -> None:
        """An organisation with its people, in the dark."""
        from contactdesk.store.listing import ListQuery

        with self.window(self.book, "dark") as window:
            window.resize(1280, 720)
            window.sidebar.choose(ListQuery("organisations"))
            settle()
            self.choose(window, ORGANISATION)
            self.take(window, "organisation-dark")

    def chart(self) -> None:
        """Who is where in the same organisation."""
        with self.window(self.book, "light") as window:
            self.choose(window, ORGANISATION)
            window.verbs.show_chart()
            page = window.verbs.organisations.chart_page()
            until(lambda: page.view is not None)
            self.take(window, "chart-light")

    def imported(self) -> None:
        """What an import tells when it is done; here the same office into a new book."""
        with self.window(self.book.parent / "second.cdk", "light") as window:
            page = window.verbs.import_page()
            window.verbs.start_import([str(self.office)])
            until(lambda: not page.reader.busy)
            page.import_now()
            until(lambda: not page.running)
            self.take(window, "import-light")

    def empty(self) -> None:
        """A book of one's own on the first day."""
        with self.window(self.book.parent / "contacts.cdk", "light") as window:
            self.take(window, "empty-light")

    def persian(self) -> None:
        """The window of somebody who reads from right to left."""
        use_language("fa")
        try:
            with self.window(self.book, "light", "fa") as window:
                self.choose(window, PERSIAN)
                self.take(window, "persian-light")
        finally:
            use_language("en")

    @contextmanager
    def window(
        self,
        book: Path,
        theme: str,
        language: str = "en",
        text_size: int = 100,
        contrast: str = "normal",
    ) -> Iterator[MainWindow]:
        """The main window on a book, as `app` sets it up; closed afterwards."""
        from PySide6.QtCore import QCoreApplication, QEvent

        from contactdesk.desktop.desk import Desk
        from contactdesk.desktop.main_window import MainWindow

        dress(application(), theme, language, text_size, contrast)
        settings = Settings(theme=theme, language=language, text_size=text_size, contrast=contrast)
        desk = Desk(str(book), settings)
        window = MainWindow()
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        until(lambda: window._was_painted)
        window.complete(desk)
        desk.open()
        until(lambda: desk.facts is not None)
        settle()
        try:
            yield window
        finally:
            window.close()
            desk.close()
            window.deleteLater()
            settle(0.02)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def choose(self, window: MainWindow, name: str) -> None:
        """Find somebody and select them, then end the search."""
        search(window, name)
        pane = window.list_pane
        row = pane.table.first_contact_row()
        if row < 0:
            raise NotDrawn(_("{name} was not found").format(name=name))
        number = pane.model.number_at(row)
        pane.table.choose_row(row)
        pane.clear_search()
        pane.choose(number)
        settle()
        hint = pane.table.ScrollHint.PositionAtCenter
        pane.table.scrollTo(pane.table.currentIndex(), hint)
        pane.table.setFocus()

    def take(self, window: MainWindow, name: str) -> None:
        """Draw the window into a file."""
        settle(0.3)
        path = self.to / f"{name}.png"
        if not window.grab().save(str(path), "PNG", 0):  # 0: as small as can be
            raise NotDrawn(_("{file} could not be written").format(file=path))
        self.drawn.append(path)


def application() -> QApplication:
    """The one application of this process; what Qt says of being off screen is left out."""
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    qInstallMessageHandler(
        lambda _kind, _where, text: None if "plugin does not support" in text else print(text)
    )
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["contactdesk"])


def dress(
    app: QApplication, theme: str, language: str, text_size: int = 100, contrast: str = "normal"
) -> None:
    """Colours, fonts and the direction of reading."""
    from PySide6.QtCore import QLocale, Qt

    from contactdesk.desktop import theme as look

    app.setStyle("Fusion")
    QLocale.setDefault(QLocale("en_GB" if language == "en" else language))
    right_to_left = language in ("fa", "ar", "he")
    direction = Qt.LayoutDirection
    app.setLayoutDirection(direction.RightToLeft if right_to_left else direction.LeftToRight)
    look.pin_scheme(app, theme)
    look.apply(app, theme, text_size, contrast)


def search(window: MainWindow, text: str) -> None:
    """Type into the search field and wait for the answer."""
    pane = window.list_pane
    pane.search.setText(text)
    until(lambda: pane.table.painter_of_rows.query == text)
    settle()


def until(so: Callable[[], bool]) -> None:
    """Let the window work until `so()`."""
    from PySide6.QtCore import QCoreApplication

    end = time.monotonic() + WAIT
    while not so():
        if time.monotonic() > end:
            raise NotDrawn(_("the window did not answer in {n:.0f} seconds").format(n=WAIT))
        QCoreApplication.processEvents()
        time.sleep(0.002)


def settle(seconds: float = 0.15) -> None:
    """Let answers arrive and what moves come to rest."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end)
