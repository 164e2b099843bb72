"""Custom fields in the main window: it knows them, and has a page for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from contactdesk.desktop.card_values import extra_word
from contactdesk.desktop.custom_texts import FieldsWatch
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.i18n import _
from contactdesk.operations.custom_fields import adopt

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.fields_page import CustomFieldsPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.model.contact import Contact


def adopt_extra(desk: Desk, contact: Contact, item: int) -> None:
    """Make a custom field of a property of this contact, for everybody who has it."""
    extra = next((e for e in contact.extra if e.item == item), None)
    if extra is None or desk.read_only:
        return
    name, label = extra.name, extra_word(extra.name)

    def told(_field: object) -> None:
        words = _("“{name}” is a custom field of all contacts now").format(name=label)
        desk.toast.emit(words, _("Undo"), desk.undo)

    words = _("Make {name} a custom field").format(name=label)
    desk.write(words, lambda tx: adopt(tx, name, label), told)


def show_fields(inside: QWidget) -> None:
    """Show the page in the main window in which, or over which, something stands."""
    from contactdesk.desktop.main_window import MainWindow

    widget: QWidget | None = inside
    while widget is not None and not isinstance(widget, MainWindow):
        widget = widget.parentWidget()
    assert widget is not None
    widget.verbs.custom_fields.show()


class CustomFieldVerbs(PageVerbs):
    """What the window does with custom fields."""

    name = "custom-fields"

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self.watch = FieldsWatch(window.desk)
        self._before: QWidget | None = None  # the page that was shown
        self._focus: QWidget | None = None  # and what had the keyboard there

    def show(self) -> None:
        """Show the page; an open editor stays as it is behind it."""
        if self.is_shown():
            self._window.pages[self.name].setFocus()
            return
        before, focus = self._window.stack.currentWidget(), QApplication.focusWidget()
        page = self._room.bring(self.name, self._make, keeps_editor=True)
        if page is not None:
            self._before, self._focus = before, focus
            page.come()

    def leave(self) -> bool:
        """Back to where one was: a page, a card, its editor."""
        if not super().leave():
            return False
        if self._is_kept(self._before):
            self._window.stack.setCurrentWidget(self._before)
            self._window.verbs.today.look()  # which is drawn only while it is shown
            focus = self._focus
            if focus is not None and isValid(focus) and focus.isVisible():
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
            elif self._room.shown():
                self._window.verbs.focus_right()
        self._before = self._focus = None
        return True

    def _is_kept(self, page: QWidget | None) -> TypeGuard[QWidget]:
        """Whether it is a page that stays what it was, whatever happened to the book."""
        window = self._window
        if page is None or not isValid(page):
            return False
        passing = (window.pages.get("empty"), window.pages.get("selection"), window.blank)
        return page not in passing

    def _make(self) -> CustomFieldsPage:
        from contactdesk.desktop.fields_page import CustomFieldsPage

        page = CustomFieldsPage(self._window.desk)
        page.left.connect(self.leave)
        return page
