"""Taking back what steps did to records of one type, events for instance: made, changed, deleted.
What others changed since stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection

from contactdesk.store.changes import ChangeLog, Logged
from contactdesk.store.listing import Kept
from contactdesk.store.records import Kept as Record
from contactdesk.store.records import Records

if TYPE_CHECKING:
    from contactdesk.store.undo_plan import Planner

R = TypeVar("R", bound=Record)

_AT_ONCE = 500
_OTHER = {"create": "withdraw", "withdraw": "create"}


class _Plan(NamedTuple):
    """What becomes of a record: its content, whether it is hidden (None = as it is), what stays."""

    content: Any
    hidden: bool | None
    kept: dict[str, int]


class RecordUndo(Generic[R]):
    """The inverse of what sets did to records of one type.

    `changes` are all lines of these sets, the newest first. `kept` says what others changed
    since, `touched` has the numbers of what was put back.
    """

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        records: Records[R],
        planner: Planner,
        changes: Sequence[Logged],
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._records = records
        self.type = records.type
        self._planner = planner
        self._lines: dict[str, list[Logged]] = {}
        for change in changes:
            if change.record_type == self.type.name:
                self._lines.setdefault(change.record_id, []).append(change)
        self.gone = [i for i, some in self._lines.items() if some[0].kind == "purge"]
        for uuid in self.gone:
            del self._lines[uuid]
        self.kept: list[Kept] = []
        self.touched: list[int] = []

    # ── beforehand ──────────────────────────────────────────────────────────────────────

    def preview(self) -> tuple[int, int]:
        """How many records there are, and in how many something goes back; reads only."""
        many = sum(len(self._movable(kind)) for kind in _OTHER)
        back = many
        for record in self._each():
            plan = self._plan(record)
            self._keep(record, plan.kept)
            back += self._moves(record, plan) or (not plan.hidden and plan.content != record)
        return many + len(self._lines) + len(self.gone), back

    # ── the undo ────────────────────────────────────────────────────────────────────────

    def take_back(self) -> None:
        """Write the inverse."""
        for kind in _OTHER:
            self._move_many(self._movable(kind), kind == "create")
        for record in self._each():
            plan = self._plan(record)
            self._keep(record, plan.kept)
            made_here = self._planner.is_making(record.id, self._lines[record.id][-1].id)
            moves = self._moves(record, plan)
            if plan.hidden is not True or (moves and not made_here):
                after = self.type.numbered(
                    plan.content, self._records.writer.top_item(record.number)
                )
                if (
                    self._records.put(record, after, self._records.is_hidden(record.number))
                    != record
                ):
                    self.touched.append(record.number)
            if moves:
                self._move_many({record.id: record.number}, bool(plan.hidden))

    def _each(self) -> Iterator[R]:
        """The records that are looked at one by one."""
        ids = list(self._lines)
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._records.get_many_by_id(ids[start : start + _AT_ONCE])

    def _plan(self, record: R) -> _Plan:
        content, hidden, kept = record, None, dict[str, int]()
        for line in self._lines[record.id]:
            if line.kind == "create":
                if self._planner.standing(line.record_id, line.id):
                    kept.setdefault("", line.id)
                else:
                    hidden = True
            elif line.kind == "withdraw":
                if self._records.is_hidden(record.number) if hidden is None else hidden:
                    hidden = False
            elif line.kind == "update":
                content, stay = self.type.before_change(content, line.fields)
                for field in stay:
                    kept.setdefault(field, line.id)
        return _Plan(content, hidden, kept)

    def _moves(self, record: R, plan: _Plan) -> bool:
        return plan.hidden is not None and plan.hidden != self._records.is_hidden(record.number)

    def _keep(self, record: R, kept: dict[str, int]) -> None:
        for field, change in kept.items():
            author, own = self._planner.author(record.id, field, change)
            self.kept.append(Kept(0, self.type.title_of(record), field, author, own))

    # ── many together ───────────────────────────────────────────────────────────────────

    def _movable(self, kind: str) -> dict[str, int]:
        """Ids and numbers of those that one line made (or hid) and nobody changed since: they are
        dealt with in a few statements, and looked at no more one by one.
        """
        lines = {i: x[0].id for i, x in self._lines.items() if len(x) == 1 and x[0].kind == kind}
        found: dict[str, int] = {}
        ids = list(lines)
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            since = self._planner.standing_lines(some) if kind == "create" else []
            stays = {uuid for uuid, change in since if change > lines[uuid]}
            marks = ",".join("?" * len(some))
            rows = self._sql(
                f"SELECT id, number FROM {self.type.name} WHERE withdrawn = ? AND id IN ({marks})",
                (int(kind == "withdraw"), *some),
            )
            found |= {uuid: number for uuid, number in rows if uuid not in stays}
        for uuid in found:
            del self._lines[uuid]
        return found

    def _move_many(self, found: dict[str, int], hide: bool) -> None:
        if not found:
            return
        self._sql(
            f"UPDATE {self.type.name} SET withdrawn = ?, revision = revision + 1 WHERE number = ?",
            [(int(hide), number) for number in found.values()],
        )
        self._records.writer.moved(list(found.values()))
        self._log.add_many(list(found), "withdraw" if hide else "create", self.type.name)
        self.touched += found.values()
