"""The list of a smart group in a window: its rules over it, some of them away for now, and those
who came in since one last looked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.model.query import Group
from contactdesk.model.query_editing import removed
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_writing import written
from contactdesk.model.smart_group import SmartGroup
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.group_chips import GroupChips
    from contactdesk.desktop.group_verbs import GroupVerbs
    from contactdesk.desktop.main_window import MainWindow

AFTER_SEARCH = 2  # the place of the chips in the pane


class GroupList(QObject):
    """Puts the chips over the list where it is a smart group's, and does what they ask for."""

    def __init__(self, window: MainWindow, verbs: GroupVerbs) -> None:
        super().__init__(verbs)
        self._window, self._verbs = window, verbs
        self.chips: GroupChips | None = None
        self._base = SmartGroup()  # the group as it was when one began to try other rules
        self._tree, self._fields = Group(), Fields()
        self._came: tuple[int, ...] = ()
        self._came_into = ""
        window.list_pane.listed.connect(self._listed)

    @property
    def query(self) -> ListQuery:
        """The list that is shown."""
        return self._window.list_pane.query

    def _listed(self, query: ListQuery) -> None:
        if query.group != self._came_into:
            self._came, self._came_into = (), query.group
        if query.scope == "group":
            self.read()
        elif self.chips is not None:
            self.chips.hide()

    def read(self) -> None:
        """Read the rules of the group whose list is shown."""
        query = self.query
        if query.scope == "group":
            self._window.desk.read(
                lambda tx: (query, tx.smart_groups.by_id(query.group), tx.queries.fields()),
                self._take, key="group rules",
            )  # fmt: skip

    def _take(self, found: tuple[ListQuery, SmartGroup | None, Fields]) -> None:
        query, group, fields = found
        if query != self.query or group is None:
            return
        if not query.rules or self._base.id != group.id:
            self._base = group
        self._fields = fields
        try:
            self._tree = parsed(query.rules or group.rules, fields)
        except QueryError:  # the rules are of a newer program, or of a field that is gone
            self._tree = Group()
        self._show()

    def _show(self) -> None:
        from contactdesk.desktop.group_chips import Shown

        if self.chips is None:
            self.chips = self._make()
        desk, query = self._window.desk, self.query
        why_not = desk.facts.read_only if desk.facts is not None else ""
        self.chips.show_rules(
            Shown(self._tree, self._fields, bool(query.rules), len(self._came), bool(query.only),
                  why_not)
        )  # fmt: skip
        self.chips.setVisible(bool(self._tree.parts or self._came))
        self._order_tabs(self.chips)

    def _order_tabs(self, chips: GroupChips) -> None:
        """Tab goes from the search through the chips to the list."""
        pane = self._window.list_pane
        stops = [pane.search, *chips.stops(), pane.table]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _make(self) -> GroupChips:
        from contactdesk.desktop.group_chips import GroupChips

        chips = GroupChips()
        column = cast("QVBoxLayout", self._window.list_pane.layout())
        column.insertWidget(AFTER_SEARCH, chips)
        chips.opened.connect(self._open)
        chips.dropped.connect(self._drop)
        chips.came_wanted.connect(self._show_came)
        chips.came_dropped.connect(self._drop_came)
        chips.save_wanted.connect(self._save)
        chips.copy_wanted.connect(self._copy)
        chips.back_wanted.connect(self.back)
        return chips

    # ── other rules, for now ────────────────────────────────────────────────────────────

    def _open(self, at: int) -> None:
        self._verbs.edit(self.query.group, self.query.rules, (at,))

    def _drop(self, at: int) -> None:
        """Show the list without one of the rules; the group stays as it is."""
        self._go(rules=written(removed(self._tree, (at,))))

    def back(self) -> None:
        """The rules as they are saved; the keyboard goes to the list, as the button goes away."""
        self._go(rules="")
        self._window.list_pane.table.setFocus()

    def _go(self, **changes: Any) -> None:
        pane, query = self._window.list_pane, self.query._replace(**changes)
        if query.rules == self._base.rules:
            query = query._replace(rules="")
        pane.show_list(query, pane.title.full_text())

    def _save(self) -> None:
        base = self._base
        group = replace(base, rules=self.query.rules)
        self._verbs.keep(group, base, self._was_kept)

    def _was_kept(self, group: SmartGroup) -> None:
        if self.query.group == group.id:
            self.back()
        self._verbs.say_kept(group)

    def _copy(self) -> None:
        self._verbs.edit("", self.query.rules)

    # ── who came in ─────────────────────────────────────────────────────────────────────

    def look(self, came: tuple[int, ...], *, alone: bool = False) -> None:
        """These came into the group that is shown; `alone`: show them and nobody else."""
        self._came = tuple(dict.fromkeys((*self._came, *came)))
        if alone and self._came:
            self._show_came(True)
        else:
            self.read()

    def _show_came(self, alone: bool) -> None:
        self._go(only=self._came if alone else ())

    def _drop_came(self) -> None:
        self._came = ()
        if self.query.only:
            self._go(only=())
        else:
            self._show()
