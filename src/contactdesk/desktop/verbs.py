"""What the menus and buttons of the window do, one method a verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from contactdesk.desktop.bin_verbs import BinVerbs
from contactdesk.desktop.calendar_flow import CalendarVerbs
from contactdesk.desktop.custom_verbs import CustomFieldVerbs
from contactdesk.desktop.deal_verbs import DealVerbs
from contactdesk.desktop.deleting import Deleting
from contactdesk.desktop.document_verbs import DocumentVerbs
from contactdesk.desktop.duplicates_flow import DuplicateVerbs
from contactdesk.desktop.group_verbs import GroupVerbs
from contactdesk.desktop.import_place import ImportPlace
from contactdesk.desktop.mail_verbs import MailVerbs, parted
from contactdesk.desktop.organisation_places import OrganisationPlaces
from contactdesk.desktop.owner_verbs import OwnerVerbs
from contactdesk.desktop.phone_verbs import PhoneVerbs
from contactdesk.desktop.table_verbs import TableVerbs
from contactdesk.desktop.task_verbs import TaskVerbs
from contactdesk.desktop.today_flow import TodayVerbs
from contactdesk.desktop.wide_room import WideRoom
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.history_page import HistoryPage
    from contactdesk.desktop.import_flow import ImportPage
    from contactdesk.desktop.main_window import MainWindow

SHORTCUT = Qt.FocusReason.ShortcutFocusReason


class Verbs(QObject):
    """The verbs of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.organisations = OrganisationPlaces(window)
        self.room = WideRoom(window)
        self.duplicates = DuplicateVerbs(window, self.room)
        self.bin = BinVerbs(window, self.room)
        self.calendar = CalendarVerbs(window, self.room)
        self.today = TodayVerbs(window, self.room)
        self.tasks = TaskVerbs(window, self.room, self.calendar)
        self.table = TableVerbs(window, self.room)
        self.deals = DealVerbs(window, self.room)
        self.documents = DocumentVerbs(window, self.room)
        self.groups = GroupVerbs(window, self.room, self.today)
        self.importing = ImportPlace(window)
        self.phone = PhoneVerbs(window)
        self.mails = MailVerbs(window)
        self.custom_fields = CustomFieldVerbs(window, self.room)
        self.owners = OwnerVerbs(window)
        self.deleting = Deleting(window.desk, window)
        window.list_pane.chosen.connect(self.deleting.look_at)
        self.creating = False  # the editor holds a contact that is not in the book yet

    @property
    def _chosen(self) -> list[int]:
        return self.window.chosen_numbers()

    # ── contacts ────────────────────────────────────────────────────────────────────────

    def new_contact(self, kind: str = "individual", name: str = "") -> None:
        """Open an empty editor; on the page of the calendar, tasks or deals one of those."""
        window = self.window
        for page in (self.calendar, self.tasks, self.deals):
            if kind == "individual" and not name and page.is_shown():
                page.plan()
                return
        if window.detail is None or window.desk.read_only:
            return
        self.creating = True
        window.stack.setCurrentWidget(window.detail)
        window.detail.new_contact(kind, name)

    def edit_contact(self) -> None:
        """Open the editor of the selected contact."""
        window, numbers = self.window, self._chosen
        if window.detail is not None and len(numbers) == 1:
            window.stack.setCurrentWidget(window.detail)
            window.detail.edit(numbers[0])

    def write_note(self, kind: str) -> None:
        """Write a note ("journal") or log a call ("call") with the selected contact."""
        window = self.window
        if window.detail is not None and len(self._chosen) == 1:
            window.stack.setCurrentWidget(window.detail)
            window.detail.write_note(kind)

    def all_starred(self) -> bool:
        """Whether every selected contact has a star."""
        pane = self.window.list_pane
        found = [pane.model.contact_at(row) for row in pane.table.first_chosen_rows(200)]
        return bool(found) and all(row is not None and row.starred for row in found)

    def star(self) -> None:
        """Give the selected contacts a star, or take it when all have one."""
        if self._chosen:
            self.window.desk.star(self._chosen, not self.all_starred())

    def delete(self) -> None:
        """Move the selected contacts to the bin; the toast brings them back."""
        numbers = self._chosen
        if not numbers:
            return
        words = ngettext("Deleted {n} contact", "Deleted {n} contacts", len(numbers))
        self.deleting.look_at(numbers)
        self.deleting.delete(
            self._label(_("Delete"), numbers),
            words.format(n=counted(len(numbers))),
            self.window.list_pane.place.keep,
        )

    def restore(self) -> None:
        """Bring the selected contacts back from the bin."""
        numbers = self._chosen
        if numbers:
            words = ngettext("{n} contact is back", "{n} contacts are back", len(numbers))
            self._step(_("Restore"), numbers, "restore", words.format(n=counted(len(numbers))))

    def archive(self) -> None:
        """Move the selected contacts to the archive; the toast brings them back."""
        numbers = self._chosen
        if numbers:
            words = ngettext("Archived {n} contact", "Archived {n} contacts", len(numbers))
            self._step(
                _("Put in the archive") + ":",
                numbers,
                "archive",
                words.format(n=counted(len(numbers))),
            )

    def take_out(self) -> None:
        """Take the selected contacts out of the archive."""
        numbers = self._chosen
        if numbers:
            words = ngettext(
                "{n} contact is out of the archive", "{n} contacts are out of the archive",
                len(numbers),
            )  # fmt: skip
            label = _("Take out of the archive") + ":"
            self._step(label, numbers, "take_out", words.format(n=counted(len(numbers))))

    def _step(self, label: str, numbers: list[int], verb: str, told: str) -> None:
        window = self.window
        window.list_pane.place.keep()
        label = self._label(label, numbers)

        def do(tx: Any) -> None:
            getattr(tx.contacts, verb)(numbers)

        def done(_answer: None) -> None:
            window.show_toast(told, _("Undo"), window.desk.undo)

        window.desk.write(label, do, done)

    def _label(self, verb: str, numbers: list[int]) -> str:
        model = self.window.list_pane.model
        row = model.contact_at(model.row_of_number(numbers[0])) if len(numbers) == 1 else None
        return f"{verb} {row.name}" if row else f"{verb} ({counted(len(numbers))})"

    def purge(self) -> None:
        """Delete the selected contacts for good, after asking: this cannot be undone."""
        from contactdesk.desktop.backup_first import remove_for_good

        window, numbers = self.window, self._chosen
        if not numbers:
            return
        count = len(numbers)
        ask = ngettext(
            "Delete {n} contact for good?", "Delete {n} contacts for good?", count
        ).format(n=counted(count))
        box = QMessageBox(QMessageBox.Icon.Warning, "ContactDesk", ask, parent=window)
        box.setInformativeText(_("They leave the bin and cannot be brought back."))
        go = box.addButton(_("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(_("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(button: object) -> None:
            if button is go:
                window.list_pane.place.keep()
                remove_for_good(
                    window.desk, window, _("Delete for good"), lambda tx: tx.contacts.purge(numbers)
                )

        box.buttonClicked.connect(answered)
        box.open()

    def mail_chosen(self) -> None:
        """Begin a mail to the selected contacts in the person's own program."""
        from contactdesk.desktop.mail_flow import write_to

        numbers = self._chosen
        if numbers:
            write_to(self.window.desk, numbers)

    def copy_contacts(self) -> None:
        """Put the selected contacts on the clipboard: text, and vCard for other programs."""
        from contactdesk.desktop.contact_clipboard import copy_contacts

        copy_contacts(self.window.desk, self._chosen)

    def paste_contacts(self) -> None:
        """Bring in the vCards on the clipboard, as an import; of a number show whose it is."""
        from contactdesk.desktop.contact_clipboard import pasted_files

        if self.documents.paste() or self.phone.look_up_pasted():
            return
        files = [] if self.window.desk.read_only else pasted_files(self.window.desk.path)
        if files:
            self.start_import(files)

    def jump(self) -> None:
        """From a person to their organisation, and back."""
        self.organisations.jump()

    def show_chart(self) -> None:
        """Show an organisation's chart in place of the card, or the card again."""
        self.organisations.show_chart()

    def history_page(self) -> HistoryPage:
        """The page of a contact's history, made when it is first wanted."""
        from contactdesk.desktop.history_page import HistoryPage

        window = self.window
        page = window.pages.get("history")
        if not isinstance(page, HistoryPage):
            page = HistoryPage(window.desk)
            page.left.connect(self.leave_history)
            page.step_wanted.connect(self.show_book_history)
            window.pages["history"] = page
            window.stack.addWidget(page)
        return page

    def show_history(self) -> None:
        """Show what became of the selected contact; a second time: its card again."""
        window, numbers = self.window, self._chosen
        if self.leave_history() or len(numbers) != 1:
            return
        if window.detail is not None:
            window.detail.leave_editor()
        page = self.history_page()
        page.show_contact(numbers[0])
        window.stack.setCurrentWidget(page)
        page.take_focus()

    def show_book_history(self, set_id: int = 0) -> None:
        """Show what happened in the whole book; a second time: the card again."""
        from contactdesk.desktop.history_flow import show_book_history

        show_book_history(self.window, set_id)

    def undo_step(self, set_id: int) -> None:
        """Take one step back in the book's history, which shows how far it is and what stays."""
        from contactdesk.desktop.history_flow import undo_step

        undo_step(self.window, set_id)

    def leave_history(self) -> bool:
        """From a history back to the card; False when none was shown."""
        window = self.window
        if window.stack.currentWidget() not in window.history_pages():
            return False
        window.stack.setCurrentWidget(window.blank)
        window.show_right()
        window.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # ── the book ────────────────────────────────────────────────────────────────────────

    def undo(self) -> None:
        """Take back the last step."""
        self.window.desk.undo()

    def redo(self) -> None:
        """Do the last step again."""
        self.window.desk.redo()

    def refresh(self) -> None:
        """Look for changes others made."""
        self.window.list_pane.reload()

    def new_book(self) -> None:
        """Ask where, then make a book there."""
        from contactdesk.desktop.file_dialogs import ask_new_book

        window = self.window
        ask_new_book(window, window.desk.path, lambda path: window.wants_book.emit(path, True))

    def new_encrypted_book(self) -> None:
        """Ask where, then for a passphrase, and make a book there that opens with it."""
        from contactdesk.desktop.file_dialogs import ask_new_book
        from contactdesk.store.connecting import what_is_missing

        if missing := what_is_missing():
            self.window.show_banner("bad", missing, closable=True)
        else:
            ask_new_book(self.window, self.window.desk.path, self.make_encrypted_book)

    def make_encrypted_book(self, place: str) -> None:
        """Ask for the passphrase of a book that is to be made at a place."""
        from contactdesk.desktop.encryption_sheet import EncryptionSheet
        from contactdesk.operations.encryption import State

        EncryptionSheet(self.window, "make", State(), place).ask()

    def open_book(self) -> None:
        """Ask which book, then go to it."""
        from contactdesk.desktop.file_dialogs import ask_open_book

        window = self.window
        ask_open_book(window, window.desk.path, lambda path: window.wants_book.emit(path, False))

    def open_from_server(self) -> None:
        """Ask where a server's book is, then go to it."""
        from contactdesk.desktop.server_form import ServerForm

        form = ServerForm(self.window.desk.path, self.window)
        form.wanted.connect(self.window.wants_book)
        form.open()

    def recent_books(self) -> list[str]:
        """Other books opened lately."""
        desk = self.window.desk
        return [path for path in desk.settings.recent_books if path != desk.path]

    def show_in_folder(self) -> None:
        """Show the book's file in the system's file manager."""
        from contactdesk.desktop.file_dialogs import show_in_folder

        show_in_folder(self.window.desk.path)

    # ── import and export ───────────────────────────────────────────────────────────────

    def import_page(self) -> ImportPage:
        """The page that imports, made when it is first wanted."""
        return self.importing.page()

    def import_files(self) -> None:
        """Ask for files and look at them; a running import is shown instead."""
        self.importing.ask()

    def start_import(self, paths: list[str]) -> None:
        """Show what an import of these files would do; mails go to their people at once."""
        mails, others = parted(paths)
        if mails:
            self.mails.keep(mails)
        if others:
            self.importing.look_at(others)

    def stop_import(self) -> None:
        """Stop an import that is under way (the window closes); nothing of it is kept."""
        self.importing.close_down()

    def export_all(self) -> None:
        """Export every contact of the book."""
        self._export(None)

    def export_chosen(self) -> None:
        """Export the selected contacts."""
        self._export(self._chosen)

    def _export(self, numbers: list[int] | None) -> None:
        from contactdesk.desktop.export_flow import export

        export(self.window, self.window.desk, numbers)

    # ── the window ──────────────────────────────────────────────────────────────────────

    def find(self) -> None:
        """Put the keyboard into the search field."""
        if self.table.find():
            return
        search = self.window.list_pane.search
        search.setFocus(SHORTCUT)
        search.selectAll()

    def find_anything(self) -> None:
        """Open the command palette, or leave it."""
        from contactdesk.desktop.palette import open_palette

        open_palette(self.window)

    def edit_focused(self, verb: str) -> None:
        """Cut, copy, paste or select all where the keyboard is."""
        widget = QApplication.focusWidget()
        if widget is self.window.list_pane.table and verb in ("copy", "paste"):
            self.copy_contacts() if verb == "copy" else self.paste_contacts()
        elif widget is not None and hasattr(widget, verb):
            getattr(widget, verb)()
        elif verb == "paste":
            self.paste_contacts()

    def choose_theme(self, value: str) -> None:
        """Pin light or dark, or follow the system."""
        self.window.desk.update_settings(theme=value)

    def toggle_compact(self) -> None:
        """Show the sidebar as a rail, or in full."""
        desk = self.window.desk
        desk.update_settings(compact_sidebar=not desk.settings.compact_sidebar)

    def show_preferences(self, setting: str = "") -> None:
        """Open the preferences window, or bring it to the front; at one setting if it is named."""
        from contactdesk.desktop.preferences import show_preferences

        show_preferences(self.window, self.window.desk, setting)

    def show_keys(self) -> None:
        """List the keyboard shortcuts."""
        from contactdesk.desktop.help_windows import show_keys

        show_keys(self.window, self.window.actions_)

    def show_about(self) -> None:
        """Say what this program is."""
        from contactdesk.desktop.help_windows import show_about

        show_about(self.window)

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self.window.close()

    def go_to_pane(self, step: int) -> None:
        """F6: the next pane, sidebar → list → right side → toast → reminders → phone."""
        window = self.window
        panes: list[tuple[QWidget, Callable[[], object]]] = [
            (window.sidebar, lambda: window.sidebar.list.setFocus(SHORTCUT)),
            (window.list_pane, lambda: window.list_pane.table.setFocus(SHORTCUT)),
            (window.stack, self.focus_right),
        ]
        panes = [(pane, go) for pane, go in panes if not pane.isHidden()]
        if window.toast.isVisible():
            panes.append((window.toast, window.toast.focus_it))
        reminders = self.calendar.reminders
        if reminders is not None and reminders.panel.isVisible():
            panes.append((reminders.panel, reminders.panel.focus_it))
        if (panel := self.phone.panel()) is not None and panel.isVisible():
            panes.append((panel, panel.focus_it))
        here = next((i for i, (pane, _go) in enumerate(panes) if _has_focus(pane)), -1)
        start = here if here >= 0 else (0 if step > 0 else len(panes) - 1)
        panes[(start + step) % len(panes)][1]()

    def focus_right(self) -> None:
        """Put the keyboard on the first thing of the right side that takes it."""
        page = self.window.stack.currentWidget()
        if page is None or _has_focus(page):
            return
        widget: QWidget | None = page.nextInFocusChain()
        while widget is not None and widget is not page:
            takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes and page.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
                widget.setFocus(SHORTCUT)
                return
            widget = widget.nextInFocusChain()
        page.setFocus(SHORTCUT)

    def step_back(self) -> None:
        """Esc: end the search, leave the editor, then back to the list."""
        window = self.window
        if self.importing.step_back():
            return
        if self.leave_history() or self.organisations.leave_chart():
            return
        if window.list_pane.clear_search():
            return
        if window.detail is not None and window.stack.currentWidget() is window.detail:
            window.detail.leave_editor()
        self.creating = False
        if len(self._chosen) > 1:
            window.list_pane.choose(self._chosen[0])
        window.show_right()
        window.list_pane.table.setFocus(SHORTCUT)


def _has_focus(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
