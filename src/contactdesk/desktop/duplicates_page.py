"""Contacts that may be one: groups by certainty, side by side, and what a merge makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.backup_first import run_after_backup, safely_if_quick
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.duplicate_compare import IN_SIGHT, Compare, Side
from contactdesk.desktop.duplicate_parts import GroupFoot, GroupHead, GroupsSide
from contactdesk.desktop.duplicate_result import MergeResult
from contactdesk.desktop.duplicate_search import DuplicateSearch
from contactdesk.desktop.feedback import EmptyState, ProgressBar
from contactdesk.desktop.ground import Ground
from contactdesk.desktop.labels import Hairline
from contactdesk.desktop.reading_order import ReadingOrder, stops_in
from contactdesk.desktop.surfaces import on_surface, scrolled
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.duplicates import CHOSEN, Cluster

if TYPE_CHECKING:
    from contactdesk.desktop.background import Job
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.operations.duplicates import Found
    from contactdesk.operations.merging import MergedMany
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ChangeSet, ContactRow

RESULT_WIDE, NARROW_BELOW = 312, 820
AT_ONCE = 150  # groups whose names are read together
MOST_SIDES = 40  # contacts side by side; of more the others wait for the next time


class _Group(NamedTuple):
    """What the page shows of one group."""

    cluster: Cluster
    sides: list[Side]
    region: str


class DuplicatesPage(ReadingOrder, QWidget):
    """Takes the place of list and card; `left` asks for them again."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.search = DuplicateSearch(desk, self)
        self.clusters: list[Cluster] = []
        self.compare: Compare | None = None
        self._sides: list[Side] = []
        self._job: Job | None = None
        self._is_stale = False  # the book changed since the search
        self._are_chosen = False  # the one group is what somebody selected
        self._own_steps = 0  # changes of one's own that `changed` has not told of yet
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.states = QStackedWidget()
        self.busy = self._build_busy()
        self.nothing = self._build_nothing()
        self.groups = self._build_groups()
        for state in (self.busy, self.nothing, self.groups):
            self.states.addWidget(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)
        self.search.found.connect(self._take_found)
        self.search.failed.connect(self._fail)
        self.search.progressed.connect(self._show_progress)
        desk.changed.connect(self._changed)

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build_busy(self) -> EmptyState:
        busy = EmptyState("copy", _("Looking for duplicates"))
        self.bar = ProgressBar()
        self.bar.setFixedWidth(240)
        self.stop = Button(_("Stop"))
        self.stop.clicked.connect(self._stop)
        busy.row.insertWidget(1, self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        busy.add_button(self.stop)
        return busy

    def _build_nothing(self) -> EmptyState:
        self.again = Button(_("Search again"), icon="refresh-cw")
        self.again.clicked.connect(self.start)
        back = Button(_("Back to the contacts"), "ghost")
        back.clicked.connect(self.left)
        return EmptyState("copy", "", tone="ok", buttons=(self.again, back))

    def _build_groups(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = GroupsSide()
        self.list, self.merge_all = self.side.list, self.side.merge_all
        self.list.chosen.connect(self._read_group)
        self.list.values_wanted.connect(self._go_to_values)
        self.merge_all.clicked.connect(self._merge_all)
        row.addWidget(self.side)
        line = Ground("border")
        line.setFixedWidth(1)
        row.addWidget(line)
        row.addWidget(self._build_right(), 1)
        return holder

    def _build_right(self) -> QWidget:
        self.head, self.foot = GroupHead(), GroupFoot()
        self.head.left.connect(self.left)
        self.head.previous.clicked.connect(partial(self._go, -1))
        self.head.next.clicked.connect(partial(self._go, 1))
        self.foot.apart.clicked.connect(self._keep_apart)
        self.foot.later.clicked.connect(self._leave_for_later)
        self.foot.merge.clicked.connect(self._merge)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_body(), 1)
        column.addWidget(Hairline("border"))
        column.addWidget(self.foot)
        return on_surface("page", column)

    def _build_body(self) -> QScrollArea:
        self.result = MergeResult()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setContentsMargins(28, 18, 24, 18)
        self._row.setSpacing(16)
        self._row.addWidget(self.result, 0, Qt.AlignmentFlag.AlignTop)
        self.area = scrolled("", self._row)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        return self.area

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The result stands below where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.side.fit()
        self.foot.fit()
        few = len(self._sides) <= IN_SIGHT  # more of them need all the room there is
        wide = few and self.width() - self.side.width() >= look.px(NARROW_BELOW)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        spacing.see_to_itself(self.result)
        most = look.px(RESULT_WIDE) if wide else 16_777_215
        self.result.setMaximumWidth(most)
        self.result.setMinimumWidth(look.px(RESULT_WIDE) if wide else 0)

    # ── finding ─────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Look for duplicates."""
        self._is_stale = self._are_chosen = False
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.busy.say(_("Looking for duplicates"), _("You can go on working meanwhile."))
        self.states.setCurrentWidget(self.busy)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.start()

    def come_back(self) -> None:
        """The page is shown again: what was found stands, unless the book changed since."""
        if self.search.is_running or self._job is not None:
            return
        if self._is_stale or self._are_chosen or not self.clusters:
            self.start()
        else:
            self.take_focus()

    def show_chosen(self, numbers: Sequence[int]) -> None:
        """Show these contacts side by side, whatever speaks for it or against it."""
        if self._job is not None:
            return
        self.search.stop()
        self._are_chosen = True
        self.clusters = [Cluster(tuple(numbers), CHOSEN, ())]
        self._show_clusters(0)

    def _show_progress(self, done: int, total: int, _what: str = "") -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self._job.stop()
            return
        self.search.stop()
        self._say_nothing(
            _("Search stopped"), _("Nothing was changed. You can search again at any time.")
        )

    def _fail(self, error: ContactDeskError) -> None:
        self._say_nothing(_("The search did not finish"), error.message)

    def _take_found(self, found: Found) -> None:
        self.clusters = list(found.clusters)
        self._show_clusters(0)

    def _say_nothing(self, title: str, text: str) -> None:
        self.nothing.say(title, text)
        self.states.setCurrentWidget(self.nothing)
        if self.isVisible():
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_clusters(self, place: int) -> None:
        if self._are_chosen and not self.clusters:
            self.left.emit()
            return
        if not self.clusters:
            self._say_nothing(
                _("No duplicates"), _("Nobody in this book looks like somebody else in it.")
            )
            return
        sure = sum(c.very_likely for c in self.clusters)
        self.side.show_counts(sure, 0 if self._are_chosen else len(self.clusters) - sure)
        self._allow()
        self.states.setCurrentWidget(self.groups)
        self.list.show_clusters(self.clusters, place)
        self._read_rows(0)
        self.take_focus()

    def _allow(self) -> None:
        why_ = self.desk.facts.read_only if self.desk.facts else ""
        for button in (self.merge_all, self.foot.merge, self.foot.apart):
            button.setEnabled(not self.desk.read_only)
            if why_:
                button.setToolTip(why_)

    def _read_rows(self, start: int) -> None:
        """The names of all groups, some at a time; those one looks at first come first."""
        known = self.list.rows.rows
        numbers = [
            n
            for cluster in self.clusters[start : start + AT_ONCE]
            for n in cluster.numbers
            if n not in known
        ]

        def ask(tx: Any) -> tuple[int, list[ContactRow]]:
            return start, tx.contacts.rows(numbers)

        if start < len(self.clusters):
            self.desk.read(ask, self._take_rows, key="duplicate-rows")

    def _take_rows(self, answer: tuple[int, list[ContactRow]]) -> None:
        start, rows = answer
        self.list.rows.add_rows({row.number: row for row in rows})
        self._read_rows(start + AT_ONCE)

    # ── one group ───────────────────────────────────────────────────────────────────────

    def _read_group(self, cluster: Cluster, first: int = 0) -> None:
        """Read a group's contacts; `first` is the one to be kept, 0 = as it was found."""
        numbers = sorted(cluster.numbers[:MOST_SIDES], key=lambda n: n != first)

        def ask(tx: Any) -> _Group:
            sides = []
            for contact in tx.contacts.get_many(numbers):
                entries = tx.history.of(contact.id)
                if not contact.deleted_at:
                    sides.append(Side(contact, len(entries), entries[0].at if entries else ""))
            return _Group(cluster, sides, tx.contacts.writer.region)

        place = self.list.place()
        self.head.show_place(place, len(self.clusters))
        self.desk.read(ask, self._show_group, key="duplicate-group", failed=self._fail)

    def _show_group(self, group: _Group) -> None:
        if len({side.contact.kind == "org" for side in group.sides}) > 1:
            words = _("A person and an organisation cannot become one. Nothing was changed.")
            self.desk.toast.emit(words, "", None)
            self._drop(group.cluster)
            return
        if len(group.sides) < 2:  # somebody deleted or merged one of them meanwhile
            self._drop(group.cluster)
            return
        had_focus = self.compare is not None and self.compare.isAncestorOf(
            self.window().focusWidget() or self
        )
        org = group.sides[0].contact.kind == "org"
        self.head.show_group(group.cluster, org)
        apart = _("Not the same organisation") if org else _("Not the same person")
        self.foot.apart.set_label(apart)
        if self.compare is not None:
            self._row.removeWidget(self.compare)
            self.compare.deleteLater()
        self._sides = group.sides
        self.compare = Compare(group.sides, group.region)
        self.compare.changed.connect(self._show_result)
        self.compare.kept_wanted.connect(self._keep_other)
        self._row.insertWidget(0, self.compare, 1, Qt.AlignmentFlag.AlignTop)
        self._fit()
        self.area.verticalScrollBar().setValue(0)
        self.area.horizontalScrollBar().setValue(0)
        self._show_result()
        if had_focus:
            self._go_to_values()

    def _keep_other(self, place: int) -> None:
        cluster = self.list.current()
        if cluster is not None:
            self._read_group(cluster, self._sides[place].contact.number)

    def _show_result(self) -> None:
        assert self.compare is not None
        changes = sum(side.changes for side in self._sides)
        self.result.show_contact(self.compare.result(), self.compare.news(), changes)

    def _go_to_values(self) -> None:
        first = self.compare.first() if self.compare is not None else None
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave_for_later(self) -> None:
        if self.list.place() + 1 < len(self.clusters):
            self._go(1)
        else:
            self.left.emit()

    def _go(self, step: int) -> None:
        self.list.go(self.list.place() + step)

    # ── what can be done ────────────────────────────────────────────────────────────────

    def _merge(self) -> None:
        """Merge what is shown as it is chosen, and go on to the next."""
        compare, cluster = self.compare, self.list.current()
        if compare is None or cluster is None or self.desk.read_only or self._job is not None:
            return
        from contactdesk.operations.merging import merge, merge_label

        contacts, taken = list(compare.contacts), compare.taken
        label = merge_label(contacts)
        self._own_steps += 1

        def job(book: Book, _progress: Progress) -> Cluster:
            with book.write(label) as tx:
                merge(tx, contacts, taken)
            return cluster

        self._job = self.desk.run(
            safely_if_quick(self.desk, "merge", job), self._merged,
            failed=partial(self._not_merged, cluster),
        )  # fmt: skip
        self._said = _("Merged: {name}").format(name=compare.result().formatted_name)

    def _merged(self, cluster: Cluster) -> None:
        self._job = None
        self._drop(cluster)
        self.desk.toast.emit(self._said, _("Undo"), self.desk.undo)

    def _not_merged(self, cluster: Cluster, error: ContactDeskError) -> None:
        self._job = None
        self._own_steps = max(0, self._own_steps - 1)
        self.desk.failed.emit(error)
        self._read_group(cluster)

    def _keep_apart(self) -> None:
        """Remember that these are not one, and go on."""
        cluster = self.list.current()
        if self.compare is None or cluster is None or self.desk.read_only:
            return
        ids = [contact.id for contact in self.compare.contacts]
        names = " – ".join(c.formatted_name for c in self.compare.contacts)
        label = _("Not the same: {names}").format(names=names)
        self._own_steps += 1
        self._said = _("Remembered: not the same")

        def remember(tx: Any) -> Cluster:
            tx.duplicates.keep_apart(ids)
            return cluster

        self.desk.write(label, remember, self._merged)

    def _merge_all(self) -> None:
        """Merge all that are very likely, in one step of undo."""
        sure = [c for c in self.clusters if c.very_likely]
        if not sure or self.desk.read_only or self._job is not None:
            return

        def job(book: Book, progress: Progress) -> MergedMany:
            from contactdesk.operations.merging import merge_all

            return merge_all(book, sure, progress)

        words = ngettext("Merging {n} group", "Merging {n} groups", len(sure))
        self.busy.say(words.format(n=counted(len(sure))), _("Stop leaves the book as it was."))
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.states.setCurrentWidget(self.busy)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._own_steps += 1
        run_after_backup(
            self.desk, self, "merge", job, self._merged_all,
            failed=self._all_failed, progressed=self._show_progress,
            stopped=self._all_stopped, keep=self._keep_job,
        )  # fmt: skip

    def _keep_job(self, job: Job) -> None:
        self._job = job

    def _merged_all(self, done: MergedMany) -> None:
        self._job = None
        self.clusters = [c for c in self.clusters if not c.very_likely]
        self._show_clusters(0)
        words = ngettext(
            "{n} contact merged into another", "{n} contacts merged into others", done.contacts
        ).format(n=counted(done.contacts))
        if done.left:
            left = ngettext("{n} group left", "{n} groups left", done.left)
            words = f"{words} · {left.format(n=counted(done.left))}"
        self.desk.toast.emit(words, _("Undo"), self.desk.undo)

    def _all_failed(self, error: ContactDeskError) -> None:
        self._all_stopped()
        self.desk.failed.emit(error)

    def _all_stopped(self) -> None:
        self._job = None
        self._own_steps = max(0, self._own_steps - 1)
        self._show_clusters(self.list.place())

    def _drop(self, cluster: Cluster) -> None:
        """A group is settled: the next one takes its place."""
        place = max(0, self.list.place())
        self.clusters = [c for c in self.clusters if c != cluster]
        self._show_clusters(place)

    def _changed(self, change: ChangeSet) -> None:
        """What others do, and an undo, may make other duplicates; one's own merges do not."""
        if change.own and self._own_steps and change.kind == "edit":
            self._own_steps -= 1
            return
        self._is_stale = True
        if change.kind in ("undo", "redo") and self.isVisible() and self._job is None:
            self.start()
            return
        cluster = self.list.current()
        shown = set(cluster.numbers) if cluster is not None else set()
        if cluster is not None and (change.contacts is None or shown & set(change.contacts)):
            self._read_group(cluster)

    # ── keys ────────────────────────────────────────────────────────────────────────────

    def take_focus(self) -> None:
        """Put the keyboard on the list of groups, or on what there is instead."""
        if not self.isVisible():
            return
        state = self.states.currentWidget()
        waiting = self.stop if state is self.busy else self.again
        target = self.list if state is self.groups else waiting
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the groups, the values line by line, then what can be done."""
        state = self.states.currentWidget()
        if state is not self.groups:
            return stops_in(state or self)
        values = stops_in(self.compare, by_place=True) if self.compare is not None else []
        head = stops_in(self.merge_all)
        return [*head, self.list, *values, *stops_in(self.foot), *stops_in(self.head)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter merges, Ctrl+Delete keeps apart, Esc goes back."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        on_groups = self.states.currentWidget() is self.groups
        if on_groups and control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._merge()
        elif on_groups and control and event.key() == Qt.Key.Key_Delete:
            self._keep_apart()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
