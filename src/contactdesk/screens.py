"""Every screen of the design, drawn from the running program, to be laid beside its picture.

Files are named by the number of the design's picture: `16a-organisation-dark.png`. What opens in
a window of its own (menus, the preferences) is painted over the main window where it stood.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.component_sheet import draw_components
from contactdesk.i18n import use_language
from contactdesk.model.contact import Membership
from contactdesk.operations.importing import import_files
from contactdesk.pictures import (
    ORGANISATION,
    PERSON,
    NotDrawn,
    Studio,
    own_home,
    settle,
    until,
)
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import ListQuery
from contactdesk.store.presence import FilePresence, Here
from contactdesk.tour import journey, sample_office

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.contact_form import ContactForm
    from contactdesk.desktop.main_window import MainWindow

BOTH, LIGHT = ("light", "dark"), ("light",)
LARGE, USUAL, SMALL = (1440, 900), (1366, 768), (1024, 640)
PERSIAN_ORGANISATION = "شرکت نیک‌ساز"
LOGINS = ("LOGNAME", "USER", "LNAME", "USERNAME")
COLLEAGUES = (("marta", "Marta Zając", "2"), ("ewa", "Ewa Lis", "8"), ("jonas", "Jonas Berg", "1"))
SPANS = (("2021-03", ""), ("2018-06-04", ""), ("2019", ""), ("2016-01", "2025-05"))
FIRM = (
    "Rheinisch-Westfälische Elektrizitätswerk Aktiengesellschaft und Verwaltungsgesellschaft "
    "für grenzüberschreitende Beschaffungsangelegenheiten"
)
LONG = f"""BEGIN:VCARD
VERSION:4.0
KIND:org
FN:{FIRM}
TEL;TYPE=work:+49 201 000 000
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Prof. Dr. Maximiliane-Alexandra Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst
N:von und zu Hohenlohe-Waldenburg-Schillingsfürst;Maximiliane-Alexandra;;Prof. Dr.;
ORG:{FIRM};Abteilung für grenzüberschreitende Beschaffungsangelegenheiten
TITLE:Stellvertretende Hauptabteilungsleiterin Beschaffung und Vertragsmanagement
EMAIL:maximiliane-alexandra.von-und-zu-hohenlohe-waldenburg@rheinisch-westfaelisch.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Wolfeschlegelsteinhausenbergerdorff
ORG:{FIRM}
TITLE:Donaudampfschifffahrtsgesellschaftskapitän
END:VCARD
"""

Scene = Callable[["Screens", "MainWindow", str], "list[QWidget]"]  # window, whom; what lies over it


class Screen(NamedTuple):
    """One picture: what is shown of whom, how large, and for whom."""

    name: str
    scene: Scene
    who: str = PERSON
    size: tuple[int, int] = LARGE
    language: str = "en"
    themes: tuple[str, ...] = BOTH
    text_size: int = 100


def main(to: str, *wanted: str) -> int:
    """Draw all screens into a folder, or those whose name begins with a word of `wanted`."""
    with TemporaryDirectory(prefix="contactdesk-screens-") as place:
        book = journey(Path(place))
        with own_home(Path(place) / "home"):
            for path in Screens(book, Path(to)).draw(wanted):
                print(path)
        if not wanted or "29-interaction-states".startswith(wanted):
            print(*draw_components(Path(to)), sep="\n")  # all states of all widgets
    return 0


class Screens:
    """Draws the screens of one book, which it fills with what they need."""

    def __init__(self, book: Path, to: Path) -> None:
        to.mkdir(parents=True, exist_ok=True)
        self.book, self.to = book, to
        self._whole = book  # every picture gets a copy: what one types is no other's draft
        self.studio = Studio(book, sample_office(), to)
        cards = book.with_name("long.vcf")
        cards.write_text(LONG, encoding="utf-8")
        with Book.open(book) as opened:
            import_files(opened, [cards])
            self._date_people(opened)

    def _date_people(self, book: Book) -> None:
        """Since and until when some people are at the organisation that is drawn."""
        with book.write("Dates") as tx:
            firm = tx.contacts.get(tx.organisations.suggested(ORGANISATION)[0].number)
            people = tx.contacts.people_of(firm)
            for person, (since, until) in zip(people, SPANS, strict=False):
                work = Membership(
                    "", person.departments, person.job_title, starts_on=since, ends_on=until
                )
                tx.organisations.change_person(person.row.number, person.item, work)

    def draw(self, wanted: tuple[str, ...] = ()) -> Iterator[Path]:
        """The pictures, one after the other."""
        from contactdesk.screen_list import SCREENS

        for screen in SCREENS:
            if not wanted or screen.name.startswith(wanted):
                for theme in screen.themes:
                    yield self.picture(screen, theme)

    def picture(self, screen: Screen, theme: str) -> Path:
        """Draw one screen in one theme."""
        path = self.to / f"{screen.name}-{theme}.png"
        self.book = self._whole.parent / path.stem / self._whole.name
        self.book.parent.mkdir()
        shutil.copy(self._whole, self.book)
        use_language(screen.language)
        try:
            opened = self.studio.window(self.book, theme, screen.language, screen.text_size)
            with opened as window:
                window.resize(*screen.size)
                settle()
                over = screen.scene(self, window, screen.who)
                settle(0.3)
                with_what_lies_over(window, over, path)
        finally:
            use_language("en")
        return path

    def colleague_writes(self, change: Callable[[Transaction], object]) -> None:
        """The first colleague changes something, from another computer as it were."""
        login, name, colour = COLLEAGUES[0]

        def work() -> None:
            with Book.open(self.book) as book:
                with book.write("Introduce") as tx:
                    tx.people.introduce(name, colour)
                with book.write("Edit") as tx:
                    change(tx)

        before = {key: os.environ.get(key) for key in LOGINS}
        os.environ.update(dict.fromkeys(LOGINS, login))
        thread = Thread(target=work)  # the window's own may not touch the book
        thread.start()
        thread.join()
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})

    @contextmanager
    def colleagues(self, contact: str = "") -> Iterator[None]:
        """Three others have the book open; the first one edits this contact."""
        here = []
        for login, name, colour in COLLEAGUES:
            presence = FilePresence(self.book)
            since = "2026-11-24T09:00:00+00:00"
            presence.tell(Here("", f"id-{login}", name, colour, f"{login}-pc", since, contact))
            here.append(presence)
            contact = ""
        try:
            yield
        finally:
            for presence in here:
                presence.leave()


def with_what_lies_over(window: MainWindow, over: list[QWidget], path: Path) -> None:
    """The window with its popups and dialogs, as a file."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter

    from contactdesk.desktop import theme as look

    picture = window.grab()
    corner = window.mapToGlobal(window.rect().topLeft())
    with QPainter(picture) as painter:
        for each in over:
            place = each.rect().translated(each.mapToGlobal(QPoint()) - corner)
            painter.drawPixmap(place.topLeft(), each.grab())
            painter.setPen(look.colour("border"))  # a window's frame is the desktop's
            painter.drawRect(place)
            each.close()
    settle(0.05)
    if not picture.save(str(path), "PNG", 0):
        raise NotDrawn(f"{path} could not be written")


# ── scenes ──────────────────────────────────────────────────────────────────────────────────


def organisation(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """An organisation's card, in the list of organisations."""
    window.sidebar.choose(ListQuery("organisations"))
    settle()
    return card(at, window, who)


def card(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Somebody's card."""
    at.studio.choose(window, who)
    return []


def editor(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The same card being edited."""
    at.studio.choose(window, who)
    window.verbs.edit_contact()
    settle()
    return []


def editor_of_people(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """An organisation being edited, its people in sight."""
    from contactdesk.desktop.cards import Page

    organisation(at, window, who)
    window.verbs.edit_contact()
    form = form_of(window)
    until(lambda: bool(form.people.rows))
    settle()
    form.people.add_button.setFocus()
    form.people.rows[1].title.setFocus()
    settle(0.2)
    form.findChildren(Page)[0].ensureWidgetVisible(form.people.add_button, 0, 40)
    return []


def form_of(window: MainWindow) -> ContactForm:
    """The editor that is open."""
    from contactdesk.desktop.contact_form import ContactForm

    until(lambda: bool(window.findChildren(ContactForm)))
    return window.findChildren(ContactForm)[-1]


def card_of(window: MainWindow) -> ContactCard:
    """The card that is shown."""
    from contactdesk.desktop.contact_card import ContactCard

    until(lambda: bool(window.findChildren(ContactCard)))
    return window.findChildren(ContactCard)[-1]


def history(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """What became of somebody."""
    at.studio.choose(window, who)
    window.verbs.show_history()
    page = window.verbs.history_page()
    until(lambda: page.view is not None)
    page.slider.go(1)
    return []


def several(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Four selected, and what would become of them."""
    at.studio.choose(window, who)
    table = window.list_pane.table
    here = table.currentIndex().row()
    table.choose_numbers([table.rows.number_at(here + down) for down in (0, 1, 3, 5)])
    page = window.selection_page()
    settle()
    page.fields["job_title"].field.setText("Buyer")
    table.setFocus()
    settle(0.3)
    return []


def palette(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Find anything."""
    from contactdesk.desktop.palette import open_palette

    at.studio.choose(window, who)
    opened = open_palette(window)
    opened.field.setText(who[:2])
    until(lambda: bool(opened.entries) and opened.entries[0].row is not None)
    return []


def preferences(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The preferences, over somebody's card."""
    from contactdesk.desktop.preferences import SIZE, show_preferences

    at.studio.choose(window, who)
    opened = show_preferences(window, window.desk)
    opened.resize(*SIZE)
    opened.move(window.geometry().center() - opened.rect().center())
    return [opened]


def conflict(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A colleague saved first."""
    from contactdesk.desktop.conflict_sheet import ConflictSheet

    editor(at, window, who)
    form = form_of(window)
    number = window.chosen_numbers()[0]
    form.note.setPlainText("Prefers to be called in the morning, before ten.")
    phones = form.rows["phones"].lines[0].field
    phones.setText("+48 600 000 215")
    phones.textEdited.emit(phones.text())

    def change(tx: Transaction) -> None:
        base = tx.contacts.get(number)
        first, *rest = base.phones
        moved = (replace(first, value="+48 602 000 377"), *rest)
        tx.contacts.save(replace(base, note="Calls back on Fridays.", phones=moved), base=base)

    at.colleague_writes(change)
    settle()
    form.save_wanted.emit()
    until(lambda: bool(window.findChildren(ConflictSheet)))
    settle(0.4)
    return []


def presence(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Who else is here, and who of them edits the same contact."""
    from contactdesk.desktop.presence_foot import PresencePopup

    at.studio.choose(window, who)
    contact = card_of(window).view.contact
    with at.colleagues(contact.id):
        until(window.presence.faces.isVisible)
        settle(0.3)
        window.presence.open_list()
        until(lambda: bool(window.findChildren(PresencePopup)))
        settle(0.3)
        return list(window.findChildren(PresencePopup))
