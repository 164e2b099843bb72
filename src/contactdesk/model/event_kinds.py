"""What kinds of things happen, counted and said in words: "1 note and 2 calls"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.event import Event
from contactdesk.model.happenings import is_mail
from contactdesk.model.history import MANY_TOGETHER

KINDS = ("event", "task", "journal", "call", "mail")
Kinds = tuple[tuple[str, int], ...]  # how many of which, in the order of `KINDS`


def kinds_of(events: Iterable[Event]) -> Kinds:
    """How many of each kind there are."""
    return in_order(Counter("mail" if is_mail(e) else e.component for e in events))


def in_order(found: Mapping[str, int]) -> Kinds:
    """The kinds of which there is any."""
    return tuple((kind, found[kind]) for kind in KINDS if found.get(kind))


def both(one: Kinds, other: Kinds) -> Kinds:
    """Two counts together."""
    return in_order(Counter(dict(one)) + Counter(dict(other)))


def kinds_text(kinds: Kinds) -> str:
    """How many of what: "2 tasks", "1 note and 2 calls"; no more are told than are counted."""
    if sum(many for _kind, many in kinds) >= MANY_TOGETHER:
        return _over(kinds)
    words = [_one_kind(kind, many) for kind, many in kinds]
    if len(words) < 2:
        return "".join(words)
    return _("{things} and {last}").format(things=", ".join(words[:-1]), last=words[-1])


def _over(kinds: Kinds) -> str:
    only = kinds[0][0] if len(kinds) == 1 else ""
    words = {
        "event": _("over {n} appointments"),
        "task": _("over {n} tasks"),
        "journal": _("over {n} notes"),
        "call": _("over {n} calls"),
        "mail": _("over {n} e-mails"),
    }
    found = words.get(only) or _("over {n} appointments, tasks and notes")
    return found.format(n=counted(MANY_TOGETHER - 1))


def _one_kind(kind: str, many: int) -> str:
    if kind == "task":
        words = ngettext("{n} task", "{n} tasks", many)
    elif kind == "journal":
        words = ngettext("{n} note", "{n} notes", many)
    elif kind == "call":
        words = ngettext("{n} call", "{n} calls", many)
    elif kind == "mail":
        words = ngettext("{n} e-mail", "{n} e-mails", many)
    else:
        words = ngettext("{n} appointment", "{n} appointments", many)
    return words.format(n=counted(many))
