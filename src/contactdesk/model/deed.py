"""One edit as data: it can wait on the disk until the book is there, and be done then.

What it changes is said by the record as it was (`base`) and as it is to be (`mine`), so that it
meets what others did meanwhile just as an edit does that was long in its form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from contactdesk.model import record
from contactdesk.model.contact import ITEM_TYPES, Contact
from contactdesk.model.deal import Deal
from contactdesk.model.deal_record import DEALS
from contactdesk.model.event import Event
from contactdesk.model.event_record import EVENTS
from contactdesk.model.event_times import Occurrence
from contactdesk.model.record_type import RecordType
from contactdesk.model.series import as_one
from contactdesk.model.work import WorkChange, work_from_plain, work_to_plain

Record = Contact | Event | Deal
R = TypeVar("R")
M = TypeVar("M")
Doing = Literal["add", "save", "delete", "plan", "tick", "move", "change", "remove"]
Need = Literal["", "meets", "gone"]

_TYPES: dict[str, RecordType[Any]] = {"event": EVENTS, "deal": DEALS}
_KEPT = ("id", "number", "revision")
LABELS = {**DEALS.labels, **EVENTS.labels, **record.LABELS}


@dataclass(frozen=True, slots=True)
class Deed:
    """One edit that is done in the book, or waits for it.

    `id` becomes that of the change set: what is in the book already is not done a second time.
    `tried` says that it may be there, `taken_back` that it is to be undone in that case, and
    `need` why the person has to decide: somebody changed the same, or the record is gone.
    """

    id: str
    label: str
    type: str
    doing: Doing
    base: Record | None = None
    mine: Record | None = None
    work: tuple[WorkChange, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)  # as JSON can hold it
    at: str = ""  # ISO 8601 in UTC
    tried: bool = False
    taken_back: bool = False
    need: Need = ""

    @property
    def record(self) -> Record:
        """What it is about, as it is to be."""
        found = self.mine if self.mine is not None else self.base
        assert found is not None, "a deed is about something"
        return found

    @property
    def waits(self) -> bool:
        """Whether it is still to be done."""
        return not self.taken_back

    @property
    def touches(self) -> frozenset[str]:
        """The ids of all that it changes: of an appointment, that of its series too, and that
        of what comes of it."""
        found = self.record
        if not isinstance(found, Event):
            return frozenset((found.id,))
        return frozenset(filter(None, (found.id, found.uid, str(self.more.get("new", "")))))

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the fields that it changes; () of what is new or goes."""
        if self.base is None or self.mine is None:
            return ()
        if isinstance(self.base, Contact) and isinstance(self.mine, Contact):
            return record.changed_fields(self.base, self.mine)
        base = as_one(occurrence_of(self)) if self.doing == "change" else self.base
        return _TYPES[self.type].changed_fields(base, self.mine)

    def about(self) -> tuple[str, ...]:
        """The ids of the contacts that it says something of."""
        found = self.record
        if isinstance(found, Contact):
            return (found.id,)
        return found.about if isinstance(found, Event) else (*found.people, found.organisation)


def occurrence_of(deed: Deed) -> Occurrence:
    """The time of an appointment that was changed or removed, as it was looked at."""
    assert isinstance(deed.base, Event)
    begins, ends = (datetime.fromisoformat(deed.more[name]) for name in ("begins", "ends"))
    return Occurrence(begins, ends, deed.base, deed.more["starts_at"], deed.more["ends_at"])


def after(deed: Deed, saved: Record) -> Deed:
    """A deed that may have begun from what another one left, now that this is in the book."""
    if deed.base is None or deed.record.id != saved.id:
        return deed
    base, mine = known_again(deed.base, deed.mine, saved)
    return replace(deed, base=base, mine=mine)


def known_again(base: R, mine: M, saved: Record) -> tuple[R, M]:
    """An edit that began before its base came into the book: its items get the numbers that they
    have there, by which a merge knows them. Those that it adds give up a number that is taken."""
    names = ITEM_TYPES if isinstance(saved, Contact) else _type_of(saved).items
    known = {name: _numbers(getattr(base, name), getattr(saved, name)) for name in names}
    known = {name: numbers for name, numbers in known.items() if numbers}
    if not known:
        return base, mine
    return _numbered(base, known), _numbered(mine, known)


def _numbers(before: Sequence[Any], now: Sequence[Any]) -> list[tuple[Any, int]]:
    """The items that have another number now, or none before, each with the one of its like."""
    same = {each.item for each in now if each in before}
    like = [(replace(each, item=0), each.item) for each in now if each.item not in same]
    moved = [each for each in before if each.item not in same]
    return [(old, number) for old in moved for new, number in like if new == replace(old, item=0)]


def _numbered(found: Any, known: Mapping[str, Sequence[tuple[Any, int]]]) -> Any:
    if found is None:
        return None
    changed = {
        name: tuple(_known_as(each, pairs) for each in getattr(found, name))
        for name, pairs in known.items()
    }
    return replace(found, **changed)


def _type_of(found: Record) -> RecordType[Any]:
    return EVENTS if isinstance(found, Event) else DEALS


def _known_as(item: Any, known: Sequence[tuple[Any, int]]) -> Any:
    """An item by its new number: it is known by the old one, or as it is where it had none."""
    for old, number in known:
        if old.item == item.item and (item.item or old == item):
            return replace(item, item=number)
    return replace(item, item=0) if any(item.item == number for _old, number in known) else item


# as JSON can hold it


def deed_to_plain(deed: Deed) -> dict[str, Any]:
    """A deed for its file."""
    plain: dict[str, Any] = {
        "id": deed.id, "label": deed.label, "type": deed.type, "doing": deed.doing,
        "more": dict(deed.more), "at": deed.at, "tried": deed.tried,
        "taken_back": deed.taken_back, "need": deed.need,
    }  # fmt: skip
    plain["base"] = _record_to_plain(deed.type, deed.base)
    plain["mine"] = _record_to_plain(deed.type, deed.mine)
    plain["work"] = [work_to_plain(change) for change in deed.work]
    return plain


def deed_from_plain(plain: Mapping[str, Any]) -> Deed:
    """The deed that was written; `ValueError`, `KeyError` or `TypeError` where it is none."""
    if plain["type"] not in ("contact", *_TYPES):
        raise ValueError(plain["type"])
    return Deed(
        id=str(plain["id"]),
        label=str(plain["label"]),
        type=plain["type"],
        doing=plain["doing"],
        base=_record_from_plain(plain["type"], plain["base"]),
        mine=_record_from_plain(plain["type"], plain["mine"]),
        work=tuple(map(work_from_plain, plain["work"])),
        more=dict(plain["more"]),
        at=str(plain["at"]),
        tried=bool(plain["tried"]),
        taken_back=bool(plain["taken_back"]),
        need=plain["need"],
    )


def _record_to_plain(kind: str, found: Record | None) -> dict[str, Any] | None:
    if found is None:
        return None
    kept = {name: getattr(found, name) for name in _KEPT}
    if isinstance(found, Contact):
        return {**kept, "fields": record.contact_to_plain(found)}
    type_ = _TYPES[kind]
    values = ((n, getattr(found, n)) for n in type_.fields)
    said = {n: type_.to_plain(v) for n, v in values if v != type_.defaults[n]}
    return {**kept, "fields": said}


def _record_from_plain(kind: str, plain: Mapping[str, Any] | None) -> Record | None:
    if plain is None:
        return None
    kept = {name: plain[name] for name in _KEPT}
    if kind == "contact":
        return record.contact_from_plain(plain["fields"], **kept)
    type_ = _TYPES[kind]
    said = {n: type_.from_plain(n, v) for n, v in plain["fields"].items() if n in type_.fields}
    made: Record = type_.kind(**{**said, **kept})
    return made
