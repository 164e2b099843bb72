"""Undo, redo and the revert of any change sets: the inverse, written as a new change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from contactdesk.collecting import no_collection
from contactdesk.model.contact import Contact
from contactdesk.model.record import numbered
from contactdesk.store.calendars import Calendars
from contactdesk.store.category_undo import CategoryUndo
from contactdesk.store.changes import (
    CALENDAR,
    EVENT,
    MARK,
    TAKEN_BACK,
    ChangeLog,
    Logged,
    now,
)
from contactdesk.store.contacts import Contacts
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.duplicates import DuplicateUndo
from contactdesk.store.event_kinds import kinds_of_numbers, kinds_of_steps
from contactdesk.store.listing import Kept, Steps, UndoPreview, UndoResult
from contactdesk.store.record_undo import RecordUndo
from contactdesk.store.records import Records
from contactdesk.store.undo_plan import MOVED, Lines, Part, Plan, Planner

_BULK = 50  # contacts from which they are gone through together
_AT_ONCE = 200  # contacts read together
LONG = 20_000  # lines of the log that are gone through while one would not notice
PREVIEW_MOST = 2_000  # contacts changed since that a preview looks at one by one

_MOVES = {"deleted_at", "archived_at"}  # a contact of another place has another rank

Told = Callable[[int, int], None]  # how many contacts are done, of how many


def _silent(_done: int, _total: int) -> None:
    """Nobody listens."""


def _as_kept(categories: Sequence[str]) -> list[Kept]:
    return [Kept(0, name, "category", "", False) for name in categories]


class Reverting:
    """Takes sets back inside a transaction; what others changed since is kept and named."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        contacts: Contacts,
        records: Sequence[Records[Any]],
        person: int,
    ) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._log = log
        self._contacts = contacts
        self._records = records
        self._person = person

    # ── beforehand ──────────────────────────────────────────────────────────────────────

    def preview(self, steps: Steps) -> UndoPreview:
        """What taking some steps back would do; reads only."""
        planner = self._planner(steps)
        contacts, gone = planner.count_contacts()
        touched = planner.touched_since()
        looked = touched[:PREVIEW_MOST]
        left: list[Kept] = []
        back = contacts - gone - len(looked)
        for start in range(0, len(looked), _AT_ONCE):
            some = looked[start : start + _AT_ONCE]
            lines, _others = planner.lines(some)
            for current in self._contacts.get_many_by_id(some):
                plan = planner.plan(current, lines[current.id])
                edits = not plan.hidden and plan.content != current
                back += planner.moves(current, plan) or edits
                left += planner.kept(current, plan)
        categories = CategoryUndo(self._contacts.categories, planner.lines_of("category"))
        left += _as_kept(categories.will_keep())
        undos = [self._undo(planner, r, planner.lines_of(r.type.name)) for r in self._records]
        told = {undo.type.name: undo.preview() for undo in undos}
        gone += sum(len(undo.gone) for undo in undos)
        left += (kept for undo in undos for kept in undo.kept)
        more = len(touched) > len(looked)
        events, others = told.pop(EVENT), told.values()
        return UndoPreview(
            planner.count(), contacts, back, tuple(left), gone, more, *events,
            sum(many for many, _back in others), sum(back for _many, back in others),
            kinds_of_steps(self._connection, steps.holds("s")),
        )  # fmt: skip

    def _undo(
        self, planner: Planner, records: Records[Any], lines: Sequence[Logged]
    ) -> RecordUndo[Any]:
        return RecordUndo(self._connection, self._log, records, planner, lines)

    def count(self, steps: Steps) -> int:
        """How many steps there are."""
        return self._planner(steps).count()

    def is_long(self, steps: Steps) -> bool:
        """Whether so much lies between the first step and the last that a preview takes a while."""
        return self._planner(steps).extent() > LONG

    # ── the undo ────────────────────────────────────────────────────────────────────────

    def revert(self, set_id: int, told: Told = _silent) -> UndoResult:
        """Write the inverse of a set; touches only what nobody changed since."""
        self._log.open_set()  # from here on the set counts as taken back
        result = self._take_back(Steps(set_id, set_id), told)
        return result._replace(label=self._log.label_of(set_id) or "")

    def revert_part(self, set_id: int, part: Part) -> UndoResult:
        """Write the inverse of a part of a set: one merge of several."""
        self._log.open_set()
        return self._take_back(Steps(set_id, set_id), _silent, part)

    def revert_steps(self, steps: Steps, told: Told = _silent) -> UndoResult:
        """Take several steps back as one, the newest first."""
        standing = f"{steps.holds('s')} AND NOT {TAKEN_BACK}"
        rows = self._sql(f"SELECT uuid FROM change_set s WHERE {standing} ORDER BY id").scalars()
        for uuid in rows.all() or [""]:  # one at least: it says what kind of step this is
            self._log.mark("revert", uuid)
        return self._take_back(steps, told)

    def _planner(self, steps: Steps) -> Planner:
        return Planner(self._connection, self._log, self._person, steps)

    @no_collection()
    def _take_back(self, steps: Steps, told: Told, part: Part | None = None) -> UndoResult:
        self._planned = self._planner(steps)
        self._touched: list[int] = []
        self._left: dict[tuple[int, str, str], Kept] = {}
        lines, others = self._planned.lines()
        if part is not None:
            inside = {i: [x for x in some if part.has(x)] for i, some in lines.items()}
            lines = {i: some for i, some in inside.items() if some}
            others = [x for x in others if part.has(x)]
        total, gone = len(lines), 0
        for found in [i for i, some in lines.items() if some[0].kind == "purge"]:
            del lines[found]
            gone += 1
        told(0, total)
        categories = CategoryUndo(
            self._contacts.categories, [c for c in others if c.record_type == "category"]
        )
        categories.before()
        for many in (self._withdraw_many, self._bring_back_many, self._move_many):
            many(lines)
            told(total - len(lines), total)
        done = total - len(lines)
        self._change_many(lines, lambda some: told(done + some, total))
        self._one_by_one(lines, lambda some: told(total - len(lines) + some, total))
        DuplicateUndo(self._connection, self._log).take_back(others)
        categories.after()
        self._keep(_as_kept(categories.kept))
        Calendars(self._connection, self._log).take_back(
            [line for line in others if line.record_type == CALENDAR]
        )
        touched, gone_too = self._take_back_records(others)
        self._revert_marks(steps, others)
        told(total, total)
        kinds = kinds_of_numbers(self._connection, touched[EVENT])
        return UndoResult(
            "", tuple(dict.fromkeys(self._touched)),
            tuple(dict.fromkeys(each.name for each in self._left.values())),
            tuple(self._left.values()), gone + gone_too, touched.pop(EVENT), touched,
            kinds,
        )  # fmt: skip

    def _take_back_records(
        self, others: Sequence[Logged]
    ) -> tuple[dict[str, tuple[int, ...]], int]:
        """What was put back of each type of record, by its numbers; how many are gone for good."""
        touched: dict[str, tuple[int, ...]] = {}
        gone = 0
        for records in self._records:
            undo = self._undo(self._planned, records, others)
            undo.take_back()
            self._keep(undo.kept)
            touched[records.type.name] = tuple(dict.fromkeys(undo.touched))
            gone += len(undo.gone)
        return touched, gone

    def _revert_marks(self, steps: Steps, others: Sequence[Logged]) -> None:
        """Steps that were taken back together are given back together, and the other way round.

        One mark for each that is not so yet: marks of marks would double with every undo of undos.
        """
        other = {"revert": "restore", "restore": "revert"}
        marks = [line for line in others if line.record_type == MARK and line.kind in other]
        wanted = {line.record_id: other[line.kind] for line in marks}  # the oldest has its say
        of_these = self._sql(f"SELECT uuid FROM change_set s WHERE {steps.holds('s')}").scalars()
        settled = {"", *of_these}
        for uuid, kind in wanted.items():
            if uuid not in settled and self._log.last_mark(uuid) != kind:
                self._log.mark(kind, uuid)

    def _keep(self, some: Sequence[Kept]) -> None:
        for each in some:
            self._left.setdefault((each.number, each.field, each.name), each)

    # ── one by one ──────────────────────────────────────────────────────────────────────

    def _one_by_one(self, lines: Lines, told: Callable[[int], None]) -> None:
        ids = list(lines)
        for start in range(0, len(ids), _AT_ONCE):
            told(start)
            for current in self._contacts.get_many_by_id(ids[start : start + _AT_ONCE]):
                self._take_back_one(current, lines[current.id])

    def _take_back_one(self, current: Contact, lines: Sequence[Logged]) -> None:
        plan = self._planned.plan(current, lines)
        self._keep(self._planned.kept(current, plan))
        if self._planned.moves(current, plan):
            if plan.hidden and not self._planned.is_making(current.id, lines[-1].id):
                current = self._put_back(current, plan.content)
            self._show_or_hide(current, plan)
        elif not plan.hidden:
            self._put_back(current, plan.content)

    def _show_or_hide(self, current: Contact, plan: Plan) -> None:
        hide = bool(plan.hidden)
        self._log.add(current.id, "withdraw" if hide else "create")
        moment = now() if hide else self._planned.binned_since(current.id)
        after = replace(current, deleted_at=moment, revision=current.revision + 1)
        self._contacts.writer.update(current, after, withdrawn=hide)
        self._touched.append(current.number)
        if not hide:
            self._put_back(after, replace(plan.content, revision=after.revision))

    def _put_back(self, current: Contact, result: Contact) -> Contact:
        result = numbered(result, self._contacts.writer.top_item(current.number))
        if not self._log.add_update(current, result):
            return current
        result = replace(result, revision=current.revision + 1)
        self._contacts.writer.update(current, result)
        self._touched.append(current.number)
        return result

    # ── many together: each takes out of `lines` whom it has dealt with ─────────────────

    def _withdraw_many(self, lines: Lines) -> None:
        """Withdraw all that nobody changed since, in a few statements (an import's undo)."""
        made = self._to_withdraw(lines)
        if len(made) <= _BULK:
            return
        self._choose(made)
        left = self._planned.standing_among("chosen")
        self._keep(left)
        self._sql(
            "DELETE FROM chosen WHERE id IN (SELECT id FROM contact WHERE number = ?)",
            [(each.number,) for each in left] or [(0,)],
        )
        found = self._chosen("withdrawn = 0")
        self._contacts.order.remove(list(self._chosen("deleted_at = ''")))
        self._sql(
            "UPDATE contact SET deleted_at = ?, withdrawn = 1, revision = revision + 1 "
            "WHERE withdrawn = 0 AND id IN (SELECT id FROM chosen)",
            (now(),),
        )
        self._log.add_many(list(found.values()), "withdraw")
        self._touched += found
        stay = {each.number for each in left}
        still = {i for i, n in self._numbers(lines).items() if n in stay and len(lines[i]) > 1}
        for record in made.keys() - still:
            del lines[record]

    def _to_withdraw(self, lines: Lines) -> dict[str, Logged]:
        """Whom the steps made, or brought into sight again without another edit."""
        made = {i: some[-1] for i, some in lines.items() if some[-1].kind == "create"}
        edited = {i for i in made if any(x.kind == "update" for x in lines[i])}
        if edited and len(made) > _BULK:
            self._choose(made)
            for again in edited & self._shown_again():  # their edits are taken back as well
                del made[again]
        return made

    def _bring_back_many(self, lines: Lines) -> None:
        """Bring back all that an undo withdrew (an import's redo)."""
        hidden = {
            i: some[-1]
            for i, some in lines.items()
            if some[-1].kind == "withdraw" and all(x.kind != "update" for x in some)
        }
        if len(hidden) <= _BULK:
            return
        self._choose(hidden)
        self._sql(  # who came from the bin is looked at
            "DELETE FROM chosen WHERE EXISTS (SELECT 1 FROM change c "
            f"WHERE c.record_id = chosen.id AND c.id < chosen.change AND {MOVED})"
        )
        chosen = self._sql("SELECT id FROM chosen").scalars().all()
        found = self._chosen("withdrawn = 1")
        self._sql(
            "UPDATE contact SET deleted_at = '', withdrawn = 0, revision = revision + 1 "
            "WHERE withdrawn = 1 AND id IN (SELECT id FROM chosen)"
        )
        self._contacts.order.add(list(found))
        self._log.add_many(list(found.values()), "create")
        self._touched += found
        for record in chosen:
            del lines[record]

    def _move_many(self, lines: Lines) -> None:
        """Take many out of the bin or the archive again, or put them back into it."""
        contacts = self._contacts
        for field, into, out in (
            ("deleted_at", contacts.delete, contacts.restore),
            ("archived_at", contacts.archive, contacts.take_out),
        ):
            for was_in in (True, False):
                moved = {
                    i: some[0]
                    for i, some in lines.items()
                    if len(some) == 1
                    and some[0].fields.keys() == {field}
                    and bool(some[0].fields[field][0]) == was_in
                }
                if len(moved) > _BULK:
                    self._move(lines, moved, field, into if was_in else out)

    def _move(
        self, lines: Lines, moved: dict[str, Logged], field: str, move: Callable[[list[int]], None]
    ) -> None:
        self._choose(moved)
        since = {i: each.fields[field] for i, each in moved.items()}
        as_left = [n for n, i, at in self._places(field) if at == since[i][1]]
        move(as_left)
        self._touched += as_left
        settled = [i for _n, i, at in self._places(field) if bool(at) == bool(since[i][0])]
        for record in settled:  # the rest was moved by somebody else and is looked at
            del lines[record]

    def _change_many(self, lines: Lines, told: Callable[[int], None]) -> None:
        """Take back the edits of many."""
        edited = {
            i: some
            for i, some in lines.items()
            if all(x.kind == "update" and _MOVES.isdisjoint(x.fields) for x in some)
        }
        if len(edited) <= _BULK:
            return

        logged: dict[str, Mapping[str, tuple[Any, Any]]] = {}

        def before(current: Contact) -> Contact:
            plan = self._planned.plan(current, edited[current.id])
            if plan.kept:
                self._keep(self._planned.kept(current, plan))
            elif plan.as_logged:
                logged[current.id] = edited[current.id][0].fields
            return plan.content

        numbers = list(self._numbers(edited).values())
        fields = {name for some in edited.values() for line in some for name in line.fields}
        self._touched += self._contacts.change_many(numbers, before, fields, told, logged)
        for record in edited:
            del lines[record]

    def _choose(self, changes: dict[str, Logged]) -> None:
        self._sql("CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY, change INT)")
        self._sql("DELETE FROM chosen")
        self._sql("INSERT INTO chosen VALUES (?, ?)", [(i, c.id) for i, c in changes.items()])

    def _chosen(self, condition: str) -> dict[int, str]:
        """Number and id of the chosen contacts of which a condition holds."""
        rows = self._sql(
            f"SELECT c.number, c.id FROM contact c JOIN chosen w ON w.id = c.id WHERE c.{condition}"
        )
        return {r[0]: r[1] for r in rows}

    def _shown_again(self) -> set[str]:
        """The ids of the chosen whose line did not make them: they were there before."""
        sql = (
            "SELECT id FROM chosen w WHERE EXISTS "
            "(SELECT 1 FROM change c WHERE c.record_id = w.id AND c.id < w.change)"
        )
        return set(self._sql(sql).scalars())

    def _places(self, field: str) -> list[tuple[int, str, str]]:
        """Number, id and `deleted_at` or `archived_at` of the chosen contacts that stand."""
        stand = "c.withdrawn = 0" if field == "deleted_at" else "c.deleted_at = ''"
        sql = (
            f"SELECT c.number, c.id, c.{field} FROM contact c JOIN chosen w ON w.id = c.id "
            f"WHERE {stand}"
        )
        return [(r[0], r[1], r[2]) for r in self._sql(sql)]

    def _numbers(self, lines: Lines) -> dict[str, int]:
        """The numbers of contacts, by their ids."""
        found: dict[str, int] = {}
        ids = list(lines)
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            sql = f"SELECT id, number FROM contact WHERE id IN ({marks})"
            found |= dict(driver_rows(self._sql(sql, tuple(some))))
        return found
