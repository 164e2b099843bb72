"""Who is in the smart group that a list shows, and whom rules find that are typed into a search:
asked when a list or a search needs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from contactdesk.store.listing import ListQuery


class GroupMembers:
    """Gives lists and the search the values that their conditions need."""

    def __init__(self, person: int) -> None:
        self._person = person
        self.find: Callable[[ListQuery], Sequence[int]] = lambda query: ()
        self.by_rules: Callable[[str], Sequence[int] | None] = lambda text: None

    def values(self, query: ListQuery) -> dict[str, Any]:
        """What the condition of a list's scope asks for, by name."""
        if query.scope in ("starred", "mine"):
            return {"person": self._person}
        if query.scope == "group":
            return {"numbers": json.dumps(list(self.find(query)))}
        return {}
