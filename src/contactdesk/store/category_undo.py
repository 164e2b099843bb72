"""Taking back what a step did to categories themselves: made, renamed, coloured, deleted.

Contacts are put back between `before` and `after`: names they return to have to be there first,
and only afterwards is it known who still has the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.store.categories import Categories
from contactdesk.store.changes import Logged


class CategoryUndo:
    """The inverse of a set's changes of categories; `kept` names what others changed since."""

    def __init__(self, categories: Categories, changes: Sequence[Logged]) -> None:
        self._categories = categories
        self._changes = changes
        self._taking: list[tuple[str, str]] = []
        self.kept: list[str] = []

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
            elif "colour" in change.fields:
                before, after = change.fields["colour"]
                if now[1] == after:
                    self._categories.recolour(now[0], before)
                else:
                    self.kept.append(now[0])
