"""The rows of the list of tasks: heads of groups that fold, and the tasks under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from contactdesk.desktop.row_list import Index
from contactdesk.desktop.task_views import MINE, known_view, shows
from contactdesk.desktop.task_words import (
    GROUPS,
    count_words,
    group_of,
    next_week,
    other_words,
    spoken_row,
)
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.tasks import is_done
from contactdesk.store.people import Team
from contactdesk.store.tasks import TaskRow

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()


class Found(NamedTuple):
    """What a book has to do, and what was done today, by the clock of a zone."""

    open: Sequence[TaskRow] = ()
    done: Sequence[TaskRow] = ()
    home: tzinfo = UTC
    team: Team = Team()
    waiting: frozenset[str] = frozenset()  # ids of those of which an edit waits for the book


class Head(NamedTuple):
    """The head of a group; `many` is how much of it is to be done (of "done": was done)."""

    group: str
    many: int
    is_open: bool


class TaskRows(QAbstractListModel):
    """The tasks in their groups; what was done while one looks stays where it was."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found = Found()
        self.now = datetime.min
        self.lines: list[Head | TaskRow] = []
        self.view = MINE
        self.folded = {"later", "none", "done"}
        self._stays: dict[str, str] = {}  # ids of what was done just now, and in which group

    @property
    def today(self) -> date:
        """The day that the groups go by."""
        return self.now.date()

    def show(self, found: Found, now: datetime) -> None:
        """Show these, as it is at a moment by the person's clock."""
        self.found, self.now = found, now
        self.view = known_view(self.view, found.team)
        self._lay_out()

    def choose_view(self, view: str) -> None:
        """Show the tasks of others than before."""
        self.view = view
        self._lay_out()

    def shown(self, rows: Sequence[TaskRow]) -> list[TaskRow]:
        """Those of some tasks that the view has."""
        return [row for row in rows if shows(self.view, self.found.team, row.event)]

    def forget_done(self) -> None:
        """From now on all that was done is in its own group."""
        self._stays.clear()

    def keep_in_place(self, row: TaskRow) -> None:
        """A task that is being done stays where it is."""
        self._stays.setdefault(row.event.id, group_of(row.due, self.today))

    def fold(self, group: str, folded: bool) -> None:
        """Hide the tasks of a group, or show them."""
        if folded != (group in self.folded):
            self.folded ^= {group}
            self._lay_out()

    def _lay_out(self) -> None:
        groups: dict[str, list[TaskRow]] = {group: [] for group in GROUPS}
        today, week_ends = self.today, next_week(self.today)
        for row in self.shown(self.found.open):
            groups[group_of(row.due, today, week_ends)].append(row)
        for row in self.shown(self.found.done):
            groups[self._stays.get(row.event.id, "done")].append(row)
        self.beginResetModel()
        self.lines = []
        for group, rows in groups.items():
            if group != "done":
                rows.sort(key=_place)
            if rows:
                self._add_group(group, rows)
        self.endResetModel()

    def _add_group(self, group: str, rows: list[TaskRow]) -> None:
        is_open = group not in self.folded
        to_do = [row for row in rows if group == "done" or not is_done(row.event)]
        self.lines.append(Head(group, len(to_do), is_open))
        if is_open:
            self.lines += rows

    # what is there

    def count_words(self) -> str:
        """How much there is to do."""
        shown = self.shown(self.found.open)
        late = sum(1 for r in shown if group_of(r.due, self.today) == "overdue")
        return count_words(len(shown), late)

    def row_of(self, event_id: str) -> int:
        """The row of a task, -1 where it is not shown."""
        found = (
            n for n, line in enumerate(self.lines)
            if isinstance(line, TaskRow) and line.event.id == event_id
        )  # fmt: skip
        return next(found, -1)

    def row_of_head(self, group: str) -> int:
        """The row of a group's head, -1 where there is none."""
        found = (
            n for n, line in enumerate(self.lines)
            if isinstance(line, Head) and line.group == group
        )  # fmt: skip
        return next(found, -1)

    def reveal(self, event_id: str) -> int:
        """The row of a task, its group unfolded for it."""
        for row in self.found.open:
            if row.event.id == event_id:
                self.fold(group_of(row.due, self.today), folded=False)
        return self.row_of(event_id)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Heads and tasks."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The head or the task, or what a screen reader says of it."""
        line = self.lines[index.row()]
        if role == ITEM:
            return line
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, TaskRow):
            return plain_tip(other_words(line.event, self.found.team)) or None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(line)
        return None

    def _spoken(self, line: Head | TaskRow) -> str:
        if isinstance(line, TaskRow):
            waits = line.event.id in self.found.waiting
            return spoken_row(line, self.now, self.found.home, self.found.team, waits)
        count = ngettext("{n} task", "{n} tasks", line.many).format(n=counted(line.many))
        state = _("open") if line.is_open else _("closed")
        return ", ".join((_(GROUPS[line.group]), count, state))


def _place(row: TaskRow) -> tuple[bool, date, str, int, int]:
    due = row.due
    day = due.day if due is not None else date.max
    at = due.at.isoformat() if due is not None and due.at is not None else "99"
    return due is None, day, at, row.event.priority or 5, row.event.number
