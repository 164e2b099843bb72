"""Making, doing, putting off, changing and deleting tasks: from their page to the book and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from contactdesk.desktop import bidi
from contactdesk.desktop.event_drafts import NEW
from contactdesk.desktop.event_flow import MOST_NAMES, EventFlow, home_here, names_of
from contactdesk.desktop.spoken_tasks import as_task, people_in
from contactdesk.desktop.task_editor import Opened, TaskEditor
from contactdesk.desktop.task_line import Line
from contactdesk.desktop.task_snooze import When
from contactdesk.desktop.task_words import day_words, moment_words, title_of
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.deed import Deed, Doing
from contactdesk.model.event import Event
from contactdesk.model.event_record import changed_fields
from contactdesk.model.names import display_name
from contactdesk.model.record import new_id
from contactdesk.model.tasks import due_of, is_done
from contactdesk.operations import tasks
from contactdesk.operations.appointments import zone_name
from contactdesk.operations.outbox import event_deed
from contactdesk.store.people import Team
from contactdesk.store.tasks import TaskRow

if TYPE_CHECKING:
    from contactdesk.desktop.task_page import TaskPage
    from contactdesk.store.listing import ChangeSet, ContactRow

T = TypeVar("T")


class TaskFlow(EventFlow):
    """What one can do with tasks on their page."""

    name = "tasks"

    def __init__(self, page: TaskPage) -> None:
        super().__init__(page, page.desk)
        self._page = page
        self.editor: TaskEditor | None = None
        page.new_wanted.connect(self.new)
        page.line.entered.connect(self.add)
        page.list.opened.connect(self.open)
        page.list.ticked.connect(self.tick)
        page.list.put_off.connect(self.put_off)
        page.list.given.connect(self.give)
        page.desk.changed.connect(self._changed)
        page.list.delete_wanted.connect(self.delete)

    # ── opening ─────────────────────────────────────────────────────────────────────────

    def new(self) -> None:
        """Open the editor on a new one."""
        self.new_with(())

    def new_with(self, numbers: Sequence[int]) -> None:
        """Open the editor on a new one about these contacts."""
        if not self._desk.read_only:
            self._read(lambda tx: _new_about(tx, numbers), lambda o: self._show(o, True))

    def open(self, row: TaskRow, focus: bool) -> None:
        """Open the editor on a task; `focus` gives it the keyboard."""
        if not self._desk.read_only:
            number = row.event.number
            self._read(lambda tx: _opened(tx, number), lambda o: self._show(o, focus))

    def _show(self, opened: Opened | None, focus: bool) -> None:
        if opened is None:  # it went meanwhile; the list is read anew
            return
        editor = self._editor()
        self._keep_draft()
        self._insists = False
        editor.show_task(opened)
        if not opened.is_new or not opened.about:
            words = _("This is what you typed here before. Close it to throw it away.")
            self._show_draft(editor, opened, words)
        self._page.show_side(editor)
        if focus:
            editor.take_focus()

    def _editor(self) -> TaskEditor:
        if self.editor is None:
            self.editor = TaskEditor(self._people)
            self._connect_editor(self.editor)
            self.editor.ticked.connect(self._tick_opened)
            self.editor.step_ticked.connect(self._tick_step)
            self.editor.snoozed.connect(self._snooze_opened)
            self.editor.fields.people.wanted.connect(self._add_person)
        return self.editor

    def _add_person(self, row: ContactRow) -> None:
        self._editor().fields.people.add(None, (row.id, row.name))

    # ── leaving ─────────────────────────────────────────────────────────────────────────

    def shown(self) -> TaskEditor | None:
        """The editor, if there ever was one."""
        return self.editor

    def _again(self) -> Callable[[Event], None]:
        editor = self._editor()
        opened, about = editor.opened, tuple(editor.fields.people.named())
        assert opened is not None

        def again(mine: Event) -> None:
            self._leave()
            self._show(opened, True)
            editor.fields.people.show_people(mine.attendees, about)

        return again

    def _leave(self) -> None:
        if self.editor is not None:
            self.editor.opened = None
        self._page.show_side(None)

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def _write(
        self,
        label: str,
        do: Callable[[Any], T],
        then: Callable[[T], None],
        failed: Callable[[ContactDeskError], None] | None = None,
        deed: Deed | None = None,
        kept: Any = None,
    ) -> None:
        """Run `do`; where a deed says the same, it waits while the book is away."""
        self._busy = True

        def done(answer: T) -> None:
            self._busy = False
            then(answer)

        def broken(error: ContactDeskError) -> None:
            self._busy = False
            (failed or self._desk.failed.emit)(error)
            self._page.read()

        if deed is None:
            self._desk.write(label, do, done, failed=broken)
        else:
            self._desk.outbox.write(deed, do, done, kept, failed=broken)

    def add(self, line: Line) -> None:
        """Make a task of what was typed into the line."""
        if self._desk.read_only or self._busy:
            return
        home, id_ = self._home(), new_id()

        def do(tx: Any) -> Event:
            people = people_in(tx, line.said.subject, line.without)
            made = as_task(line.said, [each.id for each in people], zone_name(home))
            return tasks.add(tx, replace(made, id=id_, owner=made.owner or tasks.mine(tx)), home)

        self._page.line.clear()
        label = _("New task: {name}").format(name=bidi.isolated(line.said.subject))
        me = self._team().me if self._team().is_several else ""
        alone = replace(as_task(line.said, [], zone_name(home)), id=id_)
        alone = replace(alone, component="task", owner=alone.owner or me)
        deed = self._deed(label, "plan", None, alone)
        self._write(label, do, self._added, deed=deed, kept=alone)

    def _deed(self, label: str, doing: Doing, base: Event | None, mine: Event | None) -> Deed:
        """What is done, for while the book is away."""
        return event_deed(label, doing, base, mine, self._home(), datetime.now(UTC))

    def _added(self, task: Event) -> None:
        self._page.read(choose=task.id)
        name, due = bidi.isolated(title_of(task)), due_of(task, self._home())
        if not self._team().is_mine(task):
            self._toast(self._given_words(task))
        elif due is None:
            self._toast(_("New task: {name}").format(name=name))
        else:
            words = _("{name} is due on {date}")
            self._toast(words.format(name=name, date=moment_words(due, self._today())))

    def tick(self, row: TaskRow) -> None:
        """A task is done; a done one is to be done again."""
        task, name = row.event, bidi.isolated(title_of(row.event))
        if self._desk.read_only or self._busy:
            return
        home, now = self._home(), datetime.now(UTC)
        waiting = [d.id for d in self._desk.outbox.waiting if d.doing == "tick"
                   and d.record.id == task.id]  # fmt: skip
        if waiting:
            self._desk.outbox.take_back(waiting)
            self._toast(_("Not done: {name}").format(name=name))
            return
        if is_done(task):
            label = _("Not done: {name}").format(name=name)
            self._write(label, lambda tx: tasks.untick(tx, task), lambda _a: self._toast(label))
            return
        self._page.list.rows.keep_in_place(row)
        label = _("Done: {name}").format(name=name)

        def say(following: Event | None) -> None:
            due = due_of(following, home) if following is not None else None
            if due is None:
                self._toast(label)
            else:
                day = day_words(due.day, self._today())
                self._toast(_("{name} is done. Next on {date}").format(name=name, date=day))

        deed = self._deed(label, "tick", task, None)
        self._write(label, lambda tx: tasks.tick(tx, task, now, home), say, deed=deed)

    def _tick_opened(self) -> None:
        row = self._left_row()
        if row is not None:
            self.tick(row)

    def _left_row(self) -> TaskRow | None:
        """The row of what the editor shows, which is left; what was typed is kept."""
        editor = self._editor()
        if editor.opened is None:
            return None
        if editor.is_changed():
            self._keep_draft()
        number = editor.opened.event.number
        rows = self._page.list.rows.found
        row = next((r for r in (*rows.open, *rows.done) if r.event.number == number), None)
        if row is not None:
            self._leave()
        return row

    def _snooze_opened(self, to: When) -> None:
        row = self._left_row()
        if row is not None:
            self.put_off(row, to)

    def _tick_step(self, item: int, done: bool) -> None:
        editor = self._editor()
        if editor.opened is None or self._busy:
            return
        number, name = editor.opened.event.number, bidi.isolated(title_of(editor.opened.event))
        words = _("Step of {name} done") if done else _("Step of {name} not done")
        editor.take_step(item, done)
        self._write(
            words.format(name=name),
            lambda tx: tasks.tick_step(tx, number, item, done),
            lambda _a: self._page.read(),
        )

    def _changed(self, change: ChangeSet) -> None:
        """What is open, and nobody has typed into, is shown as it is now."""
        editor = self.editor
        opened = editor.opened if editor is not None else None
        if opened is None or opened.is_new or self._busy or change.events == ():
            return
        number = opened.event.number
        if change.events is None or number in change.events:
            self._desk.read(lambda tx: _opened(tx, number), self._refresh, key="task changed")

    def _refresh(self, now: Opened | None) -> None:
        editor = self.editor
        if now is None or editor is None or editor.opened is None or editor.is_changed():
            return
        same = editor.opened.event.id == now.event.id
        if same and changed_fields(editor.opened.event, now.event):
            editor.show_task(now)

    def give(self, row: TaskRow, owner: str) -> None:
        """Have a colleague do a task, or nobody in particular."""
        if self._desk.read_only or self._busy:
            return

        def say(task: Event) -> None:
            self._page.read(choose=task.id)
            self._toast(self._given_words(task))

        label = _("Give {name}").format(name=bidi.isolated(title_of(row.event)))
        self._write(label, lambda tx: tasks.give(tx, row.event, owner), say)

    def _given_words(self, task: Event) -> str:
        team, name = self._team(), bidi.isolated(title_of(task))
        person = team.doer(task)
        if person is None:
            return _("{name} is for nobody in particular").format(name=name)
        if person.id == team.me:
            return _("{name} is yours now").format(name=name)
        words = _("{name} is given to {person}")
        return words.format(name=name, person=bidi.isolated(person.name))

    def put_off(self, row: TaskRow, to: When | timedelta) -> None:
        """Make a task due on another day, or at another time."""
        if self._desk.read_only or self._busy:
            return
        name, home = bidi.isolated(title_of(row.event)), self._home()

        def say(task: Event) -> None:
            self._page.read(choose=task.id)
            due = due_of(task, home)
            words = _("{name} is due on {date}")
            self._toast(words.format(name=name, date=moment_words(due, self._today())))

        label, task = _("Put off {name}").format(name=name), row.event
        mine = tasks.later(task, to, home)
        deed = self._deed(label, "save", task, mine)
        self._write(label, lambda tx: tx.events.save(mine, base=task), say, deed=deed, kept=mine)

    def _save(self, mine: Event) -> None:
        editor = self._editor()
        opened = editor.opened
        if opened is None or self._busy:
            return
        name, home, insists = bidi.isolated(title_of(mine)), opened.home, self._insists
        if opened.is_new:
            label = _("New task: {name}").format(name=name)
            mine = replace(mine, id=new_id(), component="task")
            deed = self._deed(label, "plan", None, mine)
            self._write(label, lambda tx: tasks.add(tx, mine, home), self._saved_new, self._refused,
                        deed, mine)  # fmt: skip
        elif not editor.is_changed():
            self._leave()
        else:
            base, label = opened.event, _("Change {name}").format(name=name)
            is_plain = not insists and mine.owner == base.owner  # else the book has to be asked
            edit = self._deed(label, "save", base, mine) if is_plain else None
            self._write(label, lambda tx: _saved(tx, mine, base, insists), self._saved,
                        self._refused, edit, mine)  # fmt: skip

    def _saved_new(self, task: Event) -> None:
        self._drafts.drop(NEW)
        self._leave()
        self._added(task)

    def _saved(self, task: Event) -> None:
        self._drafts.drop(task.id)
        self._leave()
        self._page.read(choose=task.id)
        self._toast(_("Saved: {name}").format(name=bidi.isolated(title_of(task))))

    def delete(self, row: TaskRow) -> None:
        """Move a task to the bin; the toast brings it back."""
        if self._desk.read_only or self._busy:
            return
        task, name = row.event, bidi.isolated(title_of(row.event))

        def done(_answer: object) -> None:
            editor = self.editor
            if editor is not None and editor.opened and editor.opened.event.id == task.id:
                self._drafts.drop(task.id)
                self._leave()
            self._toast(_("Deleted {name}").format(name=name))

        label = _("Delete {name}").format(name=name)
        deed = self._deed(label, "delete", task, None)
        self._write(label, lambda tx: tasks.delete(tx, task), done, deed=deed)

    def _delete_opened(self) -> None:
        editor = self._editor()
        if editor.opened is not None and not editor.opened.is_new:
            self.delete(TaskRow(editor.opened.event))

    def _home(self) -> tzinfo:
        return self._page.list.rows.found.home

    def _team(self) -> Team:
        return self._page.list.rows.found.team

    def _today(self) -> date:
        return self._page.now().date()


def _saved(tx: Any, mine: Event, base: Event, insists: bool) -> Event:
    """Write an edit; one that was insisted on is put over what a colleague wrote."""
    current = tx.events.get(base.number) if insists else None
    mine = tasks.given(tx, mine, base.owner)
    if current is None:
        return tx.events.save(mine, base=base)  # type: ignore[no-any-return]
    changed = {name: getattr(mine, name) for name in changed_fields(base, mine)}
    return tx.events.save(  # type: ignore[no-any-return]
        replace(current, **changed), base=current
    )


def _new_about(tx: Any, numbers: Sequence[int]) -> Opened:
    contacts = tx.contacts.get_many(list(numbers)[:MOST_NAMES])
    about = tuple((c.id, display_name(c)) for c in contacts)
    task = Event(
        component="task", about=tuple(id_ for id_, _name in about), owner=tasks.mine(tx)
    )  # fmt: skip
    return Opened(task, home_here(), about, tx.people.team())


def _opened(tx: Any, number: int) -> Opened | None:
    task = tx.tasks.get(number)
    if task is None:
        return None
    return Opened(task, home_here(), names_of(tx, task.about), tx.people.team())
