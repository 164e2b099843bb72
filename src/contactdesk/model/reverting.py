"""What taking changes back makes of a contact. Pure work on what the log says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.model.contact import Contact
from contactdesk.model.names import formatted_name, with_name
from contactdesk.model.record import FIELDS, from_plain, merge, to_plain, with_values

Changed = Mapping[str, tuple[Any, Any]]  # {field: (before, after)} in the log's plain form


class Before(NamedTuple):
    """A contact without one change of it; `stay` are the fields that were changed again since.

    `as_logged` says that every field is still as the change left it, to the letter.
    """

    contact: Contact
    stay: tuple[str, ...] = ()
    as_logged: bool = False


def before_change(current: Contact, changed: Changed) -> Before:
    """The contact as it was before one change of it; what was changed again since stays.

    A three-way merge: the base is what the change left, mine is what was before it. Fields that
    this program does not know are left alone.
    """
    known = {n: pair for n, pair in changed.items() if n in FIELDS}
    before = {n: from_plain(n, was) for n, (was, _became) in known.items()}
    mine = with_values(current, before)
    if all(to_plain(getattr(current, n)) == became for n, (_was, became) in known.items()):
        return Before(mine, as_logged=True)  # nobody changed these since
    after = {n: from_plain(n, became) for n, (_was, became) in known.items()}
    if all(getattr(current, n) == value for n, value in after.items()):
        return Before(mine)  # written otherwise in the log, by another version
    merged = merge(replace(current, **after), mine, current)
    follows = "formatted_name" in before and _is_made_of_parts(current)
    conflicts = tuple(n for n in merged.conflicts if n != "formatted_name" or not follows)
    settled = {n: getattr(current if n in conflicts else merged.contact, n) for n in before}
    if follows:  # somebody changed another part of the name: the whole is made anew
        settled["formatted_name"] = ""
    return Before(with_name(replace(current, **settled)), conflicts)


def _is_made_of_parts(contact: Contact) -> bool:
    return contact.formatted_name == formatted_name(replace(contact, formatted_name=""))
