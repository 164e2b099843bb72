"""Taking back what a step did to categories themselves: made, renamed, coloured, deleted.

Contacts are put back between `before` and `after`: names they return to have to be there first,
and only afterwards is it known who still has the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contactdesk.store.categories import Categories
from contactdesk.store.changes import Logged


class CategoryUndo:
    """The inverse of what sets changed of categories; `kept` names what others changed since.

    `changes` are the newest first, of one set or several.
    """

    def __init__(self, categories: Categories, changes: Sequence[Logged]) -> None:
        self._categories = categories
        self._changes = [_net(some) for some in _by_id(changes).values()]
        self._taking: list[tuple[str, str]] = []
        self.kept: list[str] = []

    def will_keep(self) -> list[str]:
        """The categories that `kept` would name, without changing anything."""
        names, colours, taken = list[str](), list[str](), set[str]()
        for change in self._changes:
            now = self._categories.by_id(change.record_id)
            if now is None:
                continue
            name = now[0]
            if change.kind == "withdraw":
                taken.add(name)
            elif "name" in change.fields:
                before, after = change.fields["name"]
                taken_by_now = before in taken or self._categories.exists(before)
                if name == after and not taken_by_now:
                    name = before
                    taken.add(before)
                else:
                    names.append(name)
            if "colour" in change.fields and now[1] != change.fields["colour"][1]:
                colours.append(name)
            if self._interval_changed_since(change, now[0]):
                colours.append(name)
        return list(dict.fromkeys([*names, *colours]))

    def before(self) -> None:
        """Bring back deleted categories and the names that renamed ones had."""
        for change in self._changes:
            now = self._categories.by_id(change.record_id)
            if now is None:
                continue  # it became part of another one since
            if change.kind == "withdraw":
                self._categories.bring_back(change.record_id)
            elif "name" in change.fields:
                before, after = change.fields["name"]
                if now[0] == after and self._categories.make_room(before):
                    self._taking.append((change.record_id, before))
                else:
                    self.kept.append(now[0])

    def after(self) -> None:
        """Give names and colours back, and take off the lists what the step had made."""
        for uuid, name in self._taking:
            self._categories.take_over(uuid, name)
        for change in self._changes:
            now = self._categories.by_id(change.record_id)
            if now is None:
                continue
            if change.kind == "create" and not self._categories.is_used(change.record_id):
                self._categories.withdraw(change.record_id)
                continue
            if "colour" in change.fields:
                before, after = change.fields["colour"]
                if now[1] == after:
                    self._categories.recolour(now[0], before)
                else:
                    self.kept.append(now[0])
            if self._interval_changed_since(change, now[0]):
                self.kept.append(now[0])
            elif "interval" in change.fields:
                self._categories.keep_in_touch(now[0], change.fields["interval"][0])

    def _interval_changed_since(self, change: Logged, name: str) -> bool:
        wanted = change.fields.get("interval")
        return wanted is not None and self._categories.intervals().get(name, "") != wanted[1]


def _by_id(changes: Sequence[Logged]) -> dict[str, list[Logged]]:
    """Each category's changes, the newest first; those changed first come first."""
    found: dict[str, list[Logged]] = {}
    for change in reversed(changes):
        found.setdefault(change.record_id, []).insert(0, change)
    return found


def _net(changes: Sequence[Logged]) -> Logged:
    """Several changes of one category as one; where somebody else's lies between two, only what
    came after that.
    """
    fields: dict[str, tuple[Any, Any]] = {}
    for change in changes:
        for name, (before, after) in change.fields.items():
            if name not in fields:
                fields[name] = (before, after)
            elif fields[name][0] == after:
                fields[name] = (before, fields[name][1])
    fields = {name: pair for name, pair in fields.items() if pair[0] != pair[1]}
    made = [change.kind for change in changes if change.kind != "update"]
    kind = made[-1] if made else "update"
    # One that goes off the lists keeps its name and colour, to come back with.
    return changes[-1]._replace(kind=kind, fields={} if kind == "create" else fields)
