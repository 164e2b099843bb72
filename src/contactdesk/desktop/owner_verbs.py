"""Saying whose records are, from wherever they are shown; only where several use the book."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import bidi, icons
from contactdesk.desktop.look_up import look_up
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations import ownership
from contactdesk.store.people import Team
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.menus import Menu
    from contactdesk.model.ownership import Whose
    from contactdesk.operations.ownership import Said
    from contactdesk.store.listing import ChangeSet

ICON = "user-check"


class OwnerVerbs(QObject):
    """What a window can do about owners; `team_changed` when somebody else came to the book."""

    team_changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.team = Team()
        window.desk.opened.connect(self.look)
        window.desk.changed.connect(self._heard)

    def look(self, _facts: object = None) -> None:
        """Read who uses the book."""
        self._window.desk.read(lambda tx: tx.people.team(), self._take, key="team")

    def _heard(self, change: ChangeSet) -> None:
        """Whoever writes for the first time is somebody new, or is called otherwise."""
        if change.author not in {each.name for each in self.team.people.values()}:
            self.look()

    def _take(self, team: Team) -> None:
        if team != self.team:
            self.team = team
            self.team_changed.emit()

    def ask_of_chosen(self) -> None:
        """Ask whose the selected contacts are."""
        numbers = self._window.chosen_numbers()
        model = self._window.list_pane.model
        row = model.contact_at(model.row_of_number(numbers[0])) if len(numbers) == 1 else None
        self.ask(ownership.CONTACTS, numbers, row.name if row is not None else "")

    def ask(self, kind: str, numbers: Sequence[int], name: str = "") -> None:
        """Ask whose some records of a kind are; one alone goes by its name."""
        if numbers and not self._window.desk.read_only:
            chosen = list(numbers)
            look_up(
                self._window.desk,
                lambda tx: (tx.people.team(), ownership.said_of(tx, kind, chosen)),
                partial(self._show, kind, chosen, name), key="whose",
            )  # fmt: skip

    def _show(self, kind: str, numbers: list[int], name: str, found: tuple[Team, Said]) -> None:
        from contactdesk.desktop.owner_dialog import Asked, OwnerDialog

        team, said = found
        if not said.records or not team.is_several:
            return
        words = ngettext("Whose is this?", "Whose are these {n}?", said.records)
        title = words.format(n=counted(said.records))
        if name:
            title = _("Whose is {name}?").format(name=bidi.isolated(name))
        in_file = not is_server_address(self._window.desk.path)
        dialog = OwnerDialog(self._window, Asked(title, team, said, in_file))
        dialog.answered.connect(partial(self._say, kind, numbers, name))
        dialog.open()

    def _say(self, kind: str, numbers: list[int], name: str, wanted: Whose) -> None:
        if not wanted:
            return
        window = self._window
        shown = bidi.isolated(name) if name else counted(len(numbers))
        label = _("Owner of {name}").format(name=shown)

        def done(count: int) -> None:
            if count:
                words = ngettext("Changed {n} entry", "Changed {n} entries", count)
                window.show_toast(words.format(n=counted(count)), _("Undo"), window.desk.undo)
            else:
                window.show_toast(_("Nothing was changed: others own it."), "", None)

        window.desk.write(label, lambda tx: ownership.assign(tx, kind, numbers, wanted), done)


def offer_owner(menu: Menu, where: QWidget, kind: str, number: int, name: str) -> None:
    """Offer in a menu to say whose a record is; nothing where one uses the book alone."""
    from contactdesk.desktop.main_window import MainWindow

    window = where.window()
    if not number or not isinstance(window, MainWindow) or not window.verbs.owners.team.is_several:
        return
    action = menu.addAction(icons.icon(ICON), _("Owner and privacy…"))
    action.setEnabled(not window.desk.read_only)
    if window.desk.facts is not None:
        action.setToolTip(window.desk.facts.read_only)
    action.triggered.connect(lambda _on=False: window.verbs.owners.ask(kind, [number], name))
