"""Taking back what steps did to events: made, changed, deleted. What others changed since stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.model.event_record import before_change, numbered
from contactdesk.store.changes import EVENT, ChangeLog, Logged
from contactdesk.store.listing import Kept

if TYPE_CHECKING:
    from contactdesk.store.events import Events
    from contactdesk.store.undo_plan import Planner

_AT_ONCE = 500
_OTHER = {"create": "withdraw", "withdraw": "create"}


class _Plan(NamedTuple):
    """What becomes of an event: its content, whether it is hidden (None = as it is), what stays."""

    content: Event
    hidden: bool | None
    kept: dict[str, int]


class EventUndo:
    """The inverse of what sets did to events; `changes` are all their lines, the newest first.

    `kept` says what others changed since, `touched` has the numbers of what was put back.
    """

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        events: Events,
        planner: Planner,
        changes: Sequence[Logged],
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._events = events
        self._planner = planner
        self._lines: dict[str, list[Logged]] = {}
        for change in changes:
            if change.record_type == EVENT:
                self._lines.setdefault(change.record_id, []).append(change)
        self.gone = [i for i, some in self._lines.items() if some[0].kind == "purge"]
        for uuid in self.gone:
            del self._lines[uuid]
        self.kept: list[Kept] = []
        self.touched: list[int] = []

    # ── beforehand ──────────────────────────────────────────────────────────────────────

    def preview(self) -> tuple[int, int]:
        """How many events there are, and in how many something goes back; reads only."""
        many = sum(len(self._movable(kind)) for kind in _OTHER)
        back = many
        for event in self._each():
            plan = self._plan(event)
            self._keep(event, plan.kept)
            back += self._moves(event, plan) or (not plan.hidden and plan.content != event)
        return many + len(self._lines) + len(self.gone), back

    # ── the undo ────────────────────────────────────────────────────────────────────────

    def take_back(self) -> None:
        """Write the inverse."""
        for kind in _OTHER:
            self._move_many(self._movable(kind), kind == "create")
        for event in self._each():
            plan = self._plan(event)
            self._keep(event, plan.kept)
            made_here = self._planner.is_making(event.id, self._lines[event.id][-1].id)
            moves = self._moves(event, plan)
            if plan.hidden is not True or (moves and not made_here):
                after = numbered(plan.content, self._events.writer.top_item(event.number))
                if self._events.put(event, after, self._is_hidden(event)) != event:
                    self.touched.append(event.number)
            if moves:
                self._move_many({event.id: event.number}, bool(plan.hidden))

    def _each(self) -> Iterator[Event]:
        """The events that are looked at one by one."""
        ids = list(self._lines)
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._events.get_many_by_id(ids[start : start + _AT_ONCE])

    def _plan(self, event: Event) -> _Plan:
        content, hidden, kept = event, None, dict[str, int]()
        for line in self._lines[event.id]:
            if line.kind == "create":
                if self._planner.standing(line.record_id, line.id):
                    kept.setdefault("", line.id)
                else:
                    hidden = True
            elif line.kind == "withdraw":
                if self._is_hidden(event) if hidden is None else hidden:
                    hidden = False
            elif line.kind == "update":
                content, stay = before_change(content, line.fields)
                for field in stay:
                    kept.setdefault(field, line.id)
        return _Plan(content, hidden, kept)

    def _moves(self, event: Event, plan: _Plan) -> bool:
        return plan.hidden is not None and plan.hidden != self._is_hidden(event)

    def _is_hidden(self, event: Event) -> bool:
        sql = "SELECT withdrawn FROM event WHERE number = ?"
        return bool(self._sql(sql, (event.number,)).scalar())

    def _keep(self, event: Event, kept: dict[str, int]) -> None:
        for field, change in kept.items():
            author, own = self._planner.author(event.id, field, change)
            self.kept.append(Kept(0, event.summary, field, author, own))

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
                f"SELECT id, number FROM event WHERE withdrawn = ? AND id IN ({marks})",
                (int(kind == "withdraw"), *some),
            )
            found |= {uuid: number for uuid, number in rows if uuid not in stays}
        for uuid in found:
            del self._lines[uuid]
        return found

    def _move_many(self, found: dict[str, int], hide: bool) -> None:
        self._sql(
            "UPDATE event SET withdrawn = ?, revision = revision + 1 WHERE number = ?",
            [(int(hide), number) for number in found.values()] or [(0, 0)],
        )
        self._log.add_many(list(found), "withdraw" if hide else "create", EVENT)
        self.touched += found.values()
