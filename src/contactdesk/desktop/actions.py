"""Everything one can do, each as one QAction shared by menu bar, context menus and buttons.

Built after the first paint: sixty actions cost more than the paint itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from contactdesk.desktop import icons
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.i18n import _
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow

Keys = QKeySequence.StandardKey
IN_PANE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class Actions(QObject):
    """The window's actions by name; `update` enables those that can be done now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self._star_names = QTimer(self, singleShot=True, interval=0)
        self._star_names.timeout.connect(self._name_star)
        self._build_book_actions()
        self._build_edit_actions()
        self._build_view_actions()
        self._build_contact_actions()
        self._build_diary_actions()
        self._build_category_actions()
        self._build_help_actions()

    def _add(
        self,
        text: str,
        do: Callable[[], object],
        keys: Keys | str | None = None,
        *,
        icon: str = "",
        pane: bool = False,
    ) -> QAction:
        action = QAction(text, self)
        if icon:
            action.setIcon(icons.icon(icon))
            action.setProperty("lucide", icon)  # the palette draws it itself
        if isinstance(keys, str):
            action.setShortcut(QKeySequence(keys))
        elif keys is not None:
            found = QKeySequence.keyBindings(keys)
            action.setShortcuts(found[:2])
        action.triggered.connect(lambda _on=False: do())
        if pane:
            action.setShortcutContext(IN_PANE)
            self.window.list_pane.table.addAction(action)
        else:
            self.window.addAction(action)
        return action

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build_book_actions(self) -> None:
        w = self.window.verbs
        self.new_book = self._add(_("New book…"), w.new_book, icon="book-plus")
        self.new_encrypted = self._add(
            _("New encrypted book…"), w.new_encrypted_book, icon="book-lock"
        )
        self.open_book = self._add(_("Open book…"), w.open_book, Keys.Open, icon="folder-open")
        self.open_server = self._add(
            _("Open from a server…"), w.open_from_server, "Ctrl+Alt+O", icon="server"
        )
        self.show_in_folder = self._add(_("Show in folder"), w.show_in_folder, icon="folder")
        self.import_ = self._add(_("Import…"), w.import_files, "Ctrl+Shift+I", icon="download")
        self.export = self._add(_("Export…"), w.export_all, "Ctrl+Shift+E", icon="upload")
        self.preferences = self._add(_("Preferences…"), w.show_preferences, icon="settings")
        self.preferences.setShortcuts([QKeySequence("Ctrl+,")])
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.custom_fields = self._add(
            _("Custom fields…"), w.custom_fields.show, icon="text-cursor-input"
        )
        self.quit = self._add(_("Quit"), w.quit, icon="log-out")
        self.quit.setShortcuts(QKeySequence.keyBindings(Keys.Quit) or [QKeySequence("Ctrl+Q")])
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _build_edit_actions(self) -> None:
        w = self.window.verbs
        self.undo = self._add(_("Undo"), w.undo, Keys.Undo, icon="undo-2")
        self.redo = self._add(_("Redo"), w.redo, Keys.Redo, icon="redo-2")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.book_history = self._add(
            _("History of the book"), w.show_book_history, "Ctrl+Shift+H", icon="history"
        )
        self.bin = self._add(_("Everything deleted"), w.bin.show, icon="trash-2")
        self.cut = QAction(_("Cut"), self)
        self.copy = QAction(_("Copy"), self)
        self.paste = QAction(_("Paste"), self)
        self.select_all = QAction(_("Select all"), self)
        for action, keys, name, icon in (
            (self.cut, Keys.Cut, "cut", "scissors"),
            (self.copy, Keys.Copy, "copy", "copy"),
            (self.paste, Keys.Paste, "paste", "clipboard-paste"),
            (self.select_all, Keys.SelectAll, "selectAll", "square-check-big"),
        ):
            action.setProperty("lucide", icon)
            action.setProperty("of_field", name)  # done where the keyboard is, if it is in a field
            # Fields and the list know these keys themselves; the menu shows them.
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _on=False, n=name: w.edit_focused(n))
        self.copy_contacts = self._add(
            _("Copy"), w.copy_contacts, Keys.Copy, icon="copy", pane=True
        )
        self.paste_contacts = self._add(_("Paste"), w.paste_contacts, Keys.Paste, pane=True)
        self.find = self._add(_("Find"), w.find, Keys.Find, icon="search")
        self.find.setShortcuts([*QKeySequence.keyBindings(Keys.Find)[:1], QKeySequence("F3")])
        self.find_anything = self._add(_("Find anything"), w.find_anything, "Ctrl+K", icon="search")

    def _build_view_actions(self) -> None:
        w = self.window.verbs
        self.themes = QActionGroup(self)
        for value, words in (
            ("system", _("Follow the system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ):
            action = QAction(words, self.themes, checkable=True)
            action.setData(value)
            action.setProperty("lucide", "sun-moon")
            action.triggered.connect(lambda _on=False, v=value: w.choose_theme(v))
        self.today = self._add(_("Today"), w.today.show, "Ctrl+1", icon="sun")
        self.calendar = self._add(_("Calendar"), w.calendar.show, "Ctrl+3", icon="calendar")
        self.tasks = self._add(_("Tasks"), w.tasks.show, "Ctrl+4", icon="circle-check")
        self.table = self._add(_("Contacts as a table"), w.table.show, "Ctrl+Shift+L", icon="table")
        self.pipeline = self._add(_("Pipeline"), w.deals.show, "Ctrl+5", icon="square-kanban")
        self.documents = self._add(_("Documents"), w.documents.show, "Ctrl+7", icon="files")
        self.compact = self._add(_("Compact sidebar"), w.toggle_compact, icon="panel-left")
        self.compact.setCheckable(True)
        self.next_pane = self._add(_("Next pane"), lambda: w.go_to_pane(1), "F6")
        self.previous_pane = self._add(_("Previous pane"), lambda: w.go_to_pane(-1), "Shift+F6")
        self.refresh = self._add(_("Refresh"), w.refresh, Keys.Refresh, icon="refresh-cw")
        self.refresh.setShortcut(QKeySequence("F5"))

    def _build_contact_actions(self) -> None:
        w = self.window.verbs
        self.new_contact = self._add(
            _("New contact"), lambda: w.new_contact("individual"), Keys.New, icon="user-plus"
        )
        self.new_organisation = self._add(
            _("New organisation"), lambda: w.new_contact("org"), "Ctrl+Shift+O", icon="building-2"
        )
        self.edit = self._add(_("Edit"), w.edit_contact, "Ctrl+E", icon="pencil")
        self.edit_in_list = self._add(_("Edit"), w.edit_contact, "F2", pane=True)
        self.star = self._add(_("Star"), w.star, "Ctrl+D", icon="star")
        self.mail = self._add(_("Email"), w.mail_chosen, "Ctrl+Shift+M", icon="mail")
        self.history = self._add(_("History"), w.show_history, "Alt+Return", icon="history")
        self.jump = self._add(
            _("Go to the organisation, and back"), w.jump, "Ctrl+J", icon="building-2"
        )
        self.chart = self._add(_("Organisation chart"), w.show_chart, "Ctrl+H", icon="network")
        self.duplicates = self._add(_("Find duplicates"), w.duplicates.show, icon="copy")
        self.merge = self._add(_("Merge these…"), w.duplicates.show_chosen, icon="git-merge")
        self.split = self._add(_("Split again"), w.duplicates.ask_split, icon="split")
        self.export_chosen = self._add(_("Export these…"), w.export_chosen, icon="upload")
        self.archive = self._add(_("Put in the archive"), w.archive, "Ctrl+Shift+Y", icon="archive")
        self.take_out = self._add(_("Take out of the archive"), w.take_out, icon="archive-restore")
        self.owner = self._add(_("Owner and privacy…"), w.owners.ask_of_chosen, icon="user-check")
        w.owners.team_changed.connect(self.update)
        self.delete = self._add(_("Delete"), w.delete, Keys.Delete, icon="trash-2", pane=True)
        self.restore = self._add(_("Restore"), w.restore, icon="undo-2")
        self.purge = self._add(_("Delete for good…"), w.purge, icon="trash-2")
        destroys(self.delete)
        destroys(self.purge)

    def _build_diary_actions(self) -> None:
        w = self.window.verbs
        self.appointment = self._add(
            _("New appointment"), w.calendar.plan_with_chosen, "Ctrl+Shift+A", icon="calendar-plus"
        )
        self.task = self._add(
            _("New task"), w.tasks.plan_with_chosen, "Ctrl+Shift+T", icon="circle-plus"
        )
        self.deal = self._add(
            _("New deal"), w.deals.plan_with_chosen, "Ctrl+Shift+D", icon="handshake"
        )
        self.note = self._add(
            _("Write a note"), lambda: w.write_note("journal"), "Ctrl+Shift+N", icon="notebook-pen"
        )
        self.call = self._add(
            _("Log a call"), lambda: w.write_note("call"), "Ctrl+Shift+C", icon="phone"
        )
        self.phone = self._add(
            _("Who is calling?"), w.phone.go, "Ctrl+Alt+C", icon="phone-incoming"
        )
        self.add_document = self._add(
            _("Add document…"), w.documents.add_to_chosen, "Ctrl+Shift+P", icon="paperclip"
        )
        self.unknown_calls = self._add(
            _("Unknown calls…"), w.phone.show_unknown, icon="phone-missed"
        )

    def _build_category_actions(self) -> None:
        w = self.window.category_verbs
        groups = self.window.verbs.groups
        self.new_group = self._add(_("New smart group…"), groups.new, icon="funnel-plus")
        self.edit_group = self._add(_("Rules of this group…"), groups.edit_shown, icon="funnel")
        self.delete_group = self._add(
            _("Delete this smart group"), groups.delete_shown, icon="trash-2"
        )
        self.new_category = self._add(_("New category…"), w.ask_new, "Ctrl+Shift+G", icon="plus")
        self.categorise = self._add(_("Add to category…"), w.ask_where, "Ctrl+G", icon="tag")
        self.categorise.setShortcuts([QKeySequence("Ctrl+G"), QKeySequence("Ctrl+L")])
        self.leave_category = self._add("", w.leave, icon="circle-minus", pane=True)

    def _build_help_actions(self) -> None:
        w = self.window.verbs
        self.keys = self._add(
            _("Keyboard shortcuts"), w.show_keys, Keys.HelpContents, icon="keyboard"
        )
        self.about = self._add(_("About ContactDesk"), w.show_about, icon="info")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    # ── menus ───────────────────────────────────────────────────────────────────────────

    def fill_menus(self, file: Menu, edit: Menu, view: Menu, contact: Menu, help_: Menu) -> None:
        """Put the actions into the menu bar's menus."""
        file.addActions([self.new_book, self.new_encrypted, self.open_book, self.open_server])
        self.recent = file.submenu(_("Recent books"))
        self.recent.aboutToShow.connect(self._fill_recent)
        file.addAction(self.show_in_folder)
        _part(file, self.import_, self.export)
        _part(file, self.custom_fields, self.preferences)
        _part(file, self.quit)
        edit.addActions([self.undo, self.redo, self.book_history, self.bin])
        _part(edit, self.cut, self.copy, self.paste, self.select_all)
        _part(edit, self.find, self.find_anything)
        view.addActions([self.today, self.calendar, self.tasks, self.pipeline, self.documents])
        view.addAction(self.table)
        themes = view.submenu(_("Theme"), icons.icon("sun-moon"))
        themes.addActions(self.themes.actions())
        view.addAction(self.compact)
        _part(view, self.next_pane, self.previous_pane)
        _part(view, self.refresh)
        contact.addActions([self.new_contact, self.new_organisation, self.new_category])
        _part(contact, self.new_group, self.edit_group, self.delete_group)
        _part(contact, self.edit, self.star, self.mail, self.appointment, self.task)
        contact.addActions([self.deal, self.history])
        _part(contact, self.note, self.call, self.add_document, self.phone, self.unknown_calls)
        _part(contact, self.jump, self.chart)
        _part(contact, self.categorise, self.leave_category, self.owner, self.export_chosen)
        _part(contact, self.duplicates, self.merge, self.split)
        _part(contact, self.archive, self.take_out, self.delete, self.restore, self.purge)
        help_.addActions([self.keys, self.about])

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self.window.verbs.recent_books():
            action = self.recent.addAction(path.replace("&", "&&"))
            action.triggered.connect(
                lambda _on=False, p=path: self.window.wants_book.emit(p, False)
            )
        if self.recent.isEmpty():
            self.recent.addAction(_("No other books yet")).setEnabled(False)

    def contact_menu(self) -> Menu:
        """The context menu of what is selected in the list."""
        menu = Menu(self.window)
        if self.window.in_bin():
            menu.addAction(self.restore)
            _part(menu, self.purge)
        else:
            menu.addActions([self.edit, self.star, self.mail, self.appointment, self.task])
            menu.addActions([self.deal, self.copy_contacts, self.history])
            _part(menu, self.categorise, self.leave_category, self.owner, self.export_chosen)
            _part(menu, self.merge, self.archive, self.take_out, self.delete)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # ── what can be done now ────────────────────────────────────────────────────────────

    def update(self) -> None:
        """Enable what can be done with the book and the selection, and name it."""
        w = self.window
        desk, chosen, bin_ = w.desk, w.chosen_numbers(), w.in_bin()
        is_open = desk.facts is not None
        why = desk.facts.read_only if desk.facts else ""
        can_write = is_open and not desk.read_only
        for action in (self.import_, self.new_contact, self.new_organisation, self.appointment):
            _allow(action, can_write, why)
        for action in (self.task, self.deal):
            _allow(action, can_write, why)
        _allow(self.merge, can_write and 2 <= len(chosen) <= 4 and not bin_, why)
        _allow(self.split, can_write and len(chosen) == 1 and not bin_, why)
        for action in (self.export, self.find, self.book_history, self.duplicates, self.calendar,
                       self.today, self.phone, self.unknown_calls, self.tasks,
                       self.pipeline, self.documents, self.table, self.bin):  # fmt: skip
            action.setEnabled(is_open)
        self.show_in_folder.setEnabled(is_open and not is_server_address(self.window.desk.path))
        _allow(self.edit, can_write and len(chosen) == 1 and not bin_, why)
        for action in (self.note, self.call, self.add_document):
            _allow(action, can_write and len(chosen) == 1 and not bin_, why)
        _allow(self.star, can_write and bool(chosen) and not bin_, why)
        _allow(self.delete, can_write and bool(chosen) and not bin_, why)
        _allow(self.restore, can_write and bool(chosen) and bin_, why)
        self._update_purge(can_write and bool(chosen) and bin_, why)
        self.restore.setVisible(bin_)
        self.purge.setVisible(bin_)
        self.delete.setVisible(not bin_)
        self._update_categories(can_write, bool(chosen), why)
        self.mail.setEnabled(is_open and bool(chosen) and not bin_)
        self.history.setEnabled(is_open and len(chosen) == 1)
        self.jump.setEnabled(is_open and len(chosen) == 1 and not bin_)
        self.chart.setEnabled(is_open and len(chosen) == 1 and not bin_)
        self.export_chosen.setEnabled(bool(chosen) and not bin_)
        self.copy_contacts.setEnabled(bool(chosen))
        self._name_undo(can_write)
        self._name_star()
        self.compact.setChecked(desk.settings.compact_sidebar)
        for each in self.themes.actions():
            each.setChecked(each.data() == desk.settings.theme)

    def _update_purge(self, able: bool, why: str) -> None:
        facts = self.window.desk.facts
        no_manager = facts.not_a_manager if facts is not None else ""
        _allow(self.purge, able and not no_manager, why or no_manager)

    def _update_categories(self, can_write: bool, chosen: bool, why: str) -> None:
        """In a category Del takes out of it, and Shift+Del deletes."""
        scope = self.window.list_pane.query.scope
        shown = self.window.category_verbs.shown
        _allow(self.new_category, can_write, why)
        _allow(self.new_group, can_write, why)
        for action in (self.edit_group, self.delete_group):
            action.setVisible(scope == "group")
            _allow(action, scope == "group" and (can_write or action is self.edit_group), why)
        _allow(self.owner, can_write and chosen and scope != "bin", why)
        self.owner.setVisible(self.window.verbs.owners.team.is_several)
        _allow(self.categorise, can_write and chosen and scope != "bin", why)
        _allow(self.archive, can_write and chosen and scope not in ("bin", "archive"), why)
        _allow(self.take_out, can_write and chosen and scope == "archive", why)
        _allow(self.leave_category, can_write and chosen and bool(shown), why)
        self.archive.setVisible(scope not in ("bin", "archive"))
        self.take_out.setVisible(scope == "archive")
        self.leave_category.setVisible(bool(shown))
        words = _("Take out of {name}").format(name=shown)
        self.leave_category.setText(words.replace("&", "&&"))
        own = QKeySequence(Keys.Delete)
        self.leave_category.setShortcut(own if shown else QKeySequence())
        self.delete.setShortcut(QKeySequence("Shift+Del") if shown else own)

    def name_star_soon(self) -> None:
        """Rows of the list were read or are others now, those who are selected among them."""
        self._star_names.start()

    def _name_star(self) -> None:
        starred = self.window.verbs.all_starred()
        self.star.setText(_("Take the star away") if starred else _("Star"))

    def _name_undo(self, can_write: bool) -> None:
        desk = self.window.desk
        for action, label, named, bare in (
            (self.undo, desk.undo_label, _("Undo: {label}"), _("Undo")),
            (self.redo, desk.redo_label, _("Redo: {label}"), _("Redo")),
        ):
            action.setEnabled(can_write and label is not None)
            words = named.format(label=label) if label else bare
            action.setText(words.replace("&", "&&"))


def _part(menu: Menu, *actions: QAction) -> None:
    menu.addSeparator()
    menu.addActions(list(actions))


def _allow(action: QAction, able: bool, why_not: str) -> None:
    action.setEnabled(able)
    action.setToolTip("" if able or not why_not else why_not)
