"""The day as the edits that wait for the book will leave it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.month import in_order
from contactdesk.model.tasks import done, due_of
from contactdesk.model.today import FollowUp, Today
from contactdesk.operations.laid_over import laid_over, series_key
from contactdesk.operations.today import DayFound, happening


def with_waiting(found: DayFound, waiting: Sequence[Deed], home: tzinfo) -> DayFound:
    """What was read, with what was planned, moved, done, called or deleted since."""
    deeds = [deed for deed in waiting if isinstance(deed.record, Event)]
    if not deeds:
        return found
    numbers = {row.id: number for number, row in found.rows.items()}
    today, laid = found.today, laid_over(found.events, waiting)
    apart = [o for o in today.appointments if series_key(o.event) not in laid.series]
    mine = happening(laid.members, today.day, home, found.team)
    follow_ups = _follow_ups(found, deeds, home, numbers)
    today = _without_called(today, deeds, numbers)._replace(
        appointments=tuple(in_order([*apart, *mine])), follow_ups=follow_ups
    )
    tasks = {deed.record.id for deed in deeds if _is_task(deed)}
    return found._replace(today=today, waiting=laid.waiting | tasks)


def _is_task(deed: Deed) -> bool:
    return isinstance(deed.record, Event) and deed.record.component == "task"


def _follow_ups(
    found: DayFound, deeds: Sequence[Deed], home: tzinfo, numbers: dict[str, int]
) -> tuple[FollowUp, ...]:
    """What is due: one that is done stays in its place, one that was put off goes."""
    every = {each.event.id: each for each in found.today.follow_ups}
    for deed in filter(_is_task, deeds):
        task, was = deed.record, every.get(deed.record.id)
        assert isinstance(task, Event)
        if deed.doing == "tick":
            task = done(task, datetime.fromisoformat(deed.more["now"]))
        due = due_of(task, home)
        is_due = due is not None and due.day <= found.today.day and found.team.is_mine(task)
        if deed.doing == "delete" or not is_due or due is None:
            every.pop(task.id, None)
            continue
        people = was.people if was else tuple(numbers[i] for i in task.about if i in numbers)
        is_done = was.done if was and deed.doing == "save" else deed.doing == "tick"
        every[task.id] = FollowUp(task, people, due.day, is_done)
    return tuple(sorted(every.values(), key=lambda each: str(each.due)))


def _without_called(today: Today, deeds: Sequence[Deed], numbers: dict[str, int]) -> Today:
    """Without those who were reached by a call, and calls of which it is said that they need no
    answer any more."""
    calls = [
        d.record for d in deeds if isinstance(d.record, Event) and d.record.component == "call"
    ]
    settled = {call.id for call in calls if isinstance(call, Event) and call.completed_at}
    reached = {
        numbers[each]
        for call in calls
        if isinstance(call, Event) and call.outcome == "reached"
        for each in call.about
        if each in numbers
    }
    return today._replace(
        callbacks=tuple(
            each for each in today.callbacks
            if each.number not in reached and not settled.issuperset(c.id for c in each.calls)
        ),
        keeping=tuple(each for each in today.keeping if each.number not in reached),
    )  # fmt: skip
