"""What taking changes back makes of a contact. Pure work on what the log says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contactdesk.model.contact import Contact
from contactdesk.model.record import FIELDS, from_plain, merge

Changed = Mapping[str, tuple[Any, Any]]  # {field: (before, after)} in the log's plain form


def before_change(current: Contact, changed: Changed) -> tuple[Contact, tuple[str, ...]]:
    """The contact without one change of it, and the fields that were changed again since: they
    stay as they are.

    A three-way merge: the base is what the change left, mine is what was before it. Fields that
    this program does not know are left alone.
    """
    before, after = (
        {n: from_plain(n, pair[i]) for n, pair in changed.items() if n in FIELDS} for i in (0, 1)
    )
    mine = replace(current, **before)
    if all(getattr(current, n) == value for n, value in after.items()):
        return mine, ()  # nobody changed these since
    merged = merge(replace(current, **after), mine, current)
    settled = {n: getattr(current if n in merged.conflicts else merged.contact, n) for n in before}
    return replace(current, **settled), merged.conflicts
