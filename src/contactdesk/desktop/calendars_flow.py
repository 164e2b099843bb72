"""Making, changing and deleting calendars, each one step of undo; and hiding them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt

from contactdesk.desktop import bidi, icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.calendar_colours import BIRTHDAYS, name_of
from contactdesk.desktop.colleague_layers import is_layer
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.sheet import Sheet
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations import calendars

if TYPE_CHECKING:
    from contactdesk.desktop.calendar_page import CalendarPage
    from contactdesk.model.event_calendar import Calendar


class CalendarsFlow(QObject):
    """What one can do with the calendars of a page."""

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        pane = page.before
        pane.toggled.connect(self.toggle)
        pane.add.clicked.connect(self.ask_new)
        pane.list.change_wanted.connect(self.ask_change)
        pane.list.delete_wanted.connect(self.delete)
        pane.list.menu_wanted.connect(self._open_menu)

    # what is shown

    def hidden(self) -> frozenset[str]:
        """The calendars of this book that the person does not want to see."""
        found = self._desk.settings.hidden_calendars.get(str(self._desk.path), ())
        return frozenset(each for each in found if isinstance(each, str))

    def toggle(self, calendar: str) -> None:
        """Show or hide a calendar, now and the next time."""
        self._hide(self.hidden() ^ {calendar})

    def show(self, calendar: str) -> None:
        """Show a calendar into which something was put."""
        self._hide(self.hidden() - {calendar})

    def _only(self, calendar: str) -> None:
        others = {each.id for each in self._page.before.list.calendars.items} - {calendar}
        self._hide(frozenset(others))

    def _hide(self, wanted: frozenset[str]) -> None:
        if wanted != self.hidden():
            books = {**self._desk.settings.hidden_calendars, str(self._desk.path): sorted(wanted)}
            self._desk.update_settings(hidden_calendars={k: v for k, v in books.items() if v})
            self._page.read_anew()

    # the calendars themselves

    def _can(self, calendar: Calendar | None = None) -> bool:
        own = calendar is None or not (calendar.id == BIRTHDAYS or is_layer(calendar))
        return own and not self._desk.read_only

    def _must_wait(self) -> bool:
        """Whether the book is away, which is said: a calendar itself is changed in the book."""
        if self._desk.away.is_away:
            words = _(
                "The book is away. Calendars can be made, renamed and deleted when it is back."
            )
            self._desk.toast.emit(words, "", None)
        return self._desk.away.is_away

    def _names(self, apart_from: Calendar | None = None) -> list[str]:
        items = self._page.before.list.calendars.items
        return [name_of(each) for each in items if each is not apart_from]

    def ask_new(self) -> None:
        """Ask for the name and colour of a new one."""
        if self._can() and not self._must_wait():
            colour = self._page.before.list.calendars.colours.next_colour()
            from contactdesk.desktop.calendar_dialog import CalendarDialog

            dialog = CalendarDialog(
                self._page.window(), "", colour, self._names(), is_new=True
            )  # fmt: skip
            dialog.answered.connect(self._make)
            dialog.open()

    def _make(self, name: str, colour: str) -> None:
        words = _("New calendar {name}").format(name=bidi.isolated(name))
        self._desk.write(words, lambda tx: calendars.make(tx, name, colour), self._told(words))

    def ask_change(self, calendar: Calendar) -> None:
        """Ask for another name or colour."""
        if self._can(calendar) and not self._must_wait():
            colour = self._page.before.list.calendars.colours.word(calendar.id)
            from contactdesk.desktop.calendar_dialog import CalendarDialog

            dialog = CalendarDialog(
                self._page.window(), name_of(calendar), colour, self._names(calendar), is_new=False
            )
            dialog.answered.connect(partial(self._change, calendar, colour))
            dialog.open()

    def _change(self, base: Calendar, was: str, name: str, colour: str) -> None:
        name = base.name if name == name_of(base) else name
        colour = base.colour if colour == was else colour
        if (name, colour) == (base.name, base.colour):
            return
        words = _("Changed the calendar {name}").format(name=bidi.isolated(name or name_of(base)))
        self._desk.write(
            words, lambda tx: calendars.change(tx, base, name, colour), self._told(words)
        )  # fmt: skip

    def delete(self, calendar: Calendar) -> None:
        """Delete a calendar; where there is anything in it, say first what becomes of it."""
        if self._can(calendar) and calendar.id and not self._must_wait():
            self._desk.read(
                lambda tx: len(tx.events.numbers_in(calendar.id)),
                partial(self._ask_about, calendar), key="calendar to delete",
            )  # fmt: skip

    def _ask_about(self, calendar: Calendar, count: int) -> None:
        if not count:
            self._delete(calendar)
            return
        first = self._page.before.list.calendars.items[0]
        words = ngettext(
            "Its {n} appointment goes to “{other}”; nothing of it is lost. Undo brings both back.",
            "Its {n} appointments go to “{other}”; nothing of them is lost. Undo brings all back.",
            count,
        ).format(n=counted(count), other=bidi.isolated(name_of(first)))
        title = _("Delete the calendar {name}?").format(name=bidi.isolated(name_of(calendar)))
        sheet = Sheet(self._page, "trash-2", title, words, wide=look.px(520))
        sheet.add_button(_("Cancel"), "ghost", leading=True).clicked.connect(sheet.dismiss)
        go = sheet.add_button(_("Delete the calendar"), "primary")
        go.clicked.connect(sheet.close_sheet)
        go.clicked.connect(lambda: self._delete(calendar))
        sheet.open_sheet(go)

    def _delete(self, calendar: Calendar) -> None:
        words = _("Deleted the calendar {name}").format(name=bidi.isolated(name_of(calendar)))
        self._desk.write(words, lambda tx: calendars.remove(tx, calendar), self._told(words))

    def _told(self, words: str) -> Any:
        return lambda _answer: self._desk.toast.emit(words, _("Undo"), self._desk.undo)

    def _open_menu(self, calendar: Calendar, place: QPoint) -> None:
        self.menu(calendar).popup(place)

    def menu(self, calendar: Calendar) -> Menu:
        """What can be done with a calendar; it deletes itself."""
        menu = Menu(self._page.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        only = menu.addAction(icons.icon("eye"), _("Show only this one"))
        only.triggered.connect(lambda _on=False: self._only(calendar.id))
        if calendar.id == BIRTHDAYS or is_layer(calendar):
            return menu
        change = menu.addAction(icons.icon("pencil"), _("Name and colour…"))
        change.setShortcut("F2")
        change.triggered.connect(lambda _on=False: self.ask_change(calendar))
        change.setEnabled(self._can())
        if calendar.id:
            menu.addSeparator()
            delete = menu.addAction(icons.icon("trash-2", "bad"), _("Delete the calendar"))
            destroys(delete).setShortcut("Del")
            delete.triggered.connect(lambda _on=False: self.delete(calendar))
            delete.setEnabled(self._can())
        return menu
