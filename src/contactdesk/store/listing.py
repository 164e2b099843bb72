"""What lists show of a book: light tuples, importable before anything heavy is."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.model.event_kinds import Kinds


class ContactRow(NamedTuple):
    """One line of a list; `matched` and `matched_text` say where a search found it."""

    number: int
    id: str
    kind: str
    name: str
    subtitle: str
    letter: str
    starred: bool
    photo: str  # sha256 of the picture, or ""
    matched: str = ""  # field name; "" when the name itself matched
    matched_text: str = ""


class ListQuery(NamedTuple):
    """Which contacts a list shows: all, people, organisations, starred, mine, category, group,
    archive or bin.

    A category's list has those of the categories inside it too; a smart `group` goes by its id.
    It is shown with other `rules` than its own while somebody tries them, and with those alone
    who are among the contacts `only`; both are empty otherwise.
    """

    scope: str = "all"
    category: str = ""
    group: str = ""
    rules: str = ""
    only: tuple[int, ...] = ()


class Listing(NamedTuple):
    """Every contact of a list in name order, and where each letter begins."""

    numbers: array[int]
    sections: tuple[tuple[str, int], ...]


class SearchResult(NamedTuple):
    """The contacts found, those whose name matches first; `beyond` are those of another field.

    `archived` is how many more the archive has, at most one above the limit asked for.
    """

    numbers: list[int]
    beyond: frozenset[int]
    more: bool
    archived: int = 0


class Category(NamedTuple):
    """A category with how many contacts it and those inside it have.

    One that only holds others (there is "Work/Clients", but no "Work") has no `id`. `colour` is a
    word of the palette, "" for none chosen; `keep_in_touch` how many days are to lie between two
    talks with whoever is in it and says nothing else, "" for none.
    """

    name: str
    contacts: int = 0
    colour: str = ""
    id: str = ""
    keep_in_touch: str = ""


class Counts(NamedTuple):
    """How many contacts each list of the sidebar has."""

    all: int = 0
    people: int = 0
    organisations: int = 0
    starred: int = 0
    bin: int = 0
    categories: tuple[Category, ...] = ()
    archive: int = 0
    mine: int = 0  # whose owner I am, where several use the book

    def of(self, query: ListQuery) -> int:
        """How many one list has."""
        if query.scope == "group":
            return 0  # counted apart, as rules take their time
        if query.scope == "category":
            return next((c.contacts for c in self.categories if c.name == query.category), 0)
        return int(getattr(self, query.scope))


class Person(NamedTuple):
    """Somebody at an organisation, with what they do there and since when."""

    row: ContactRow
    job_title: str
    department: str
    starts_on: str
    ends_on: str
    departments: tuple[str, ...] = ()  # from the largest to the smallest
    item: int = 0  # of the membership, on the person's card


class ChangeSet(NamedTuple):
    """One change of the book: one undo step. `contacts` is None when there are very many.

    `moves` is False when no name, list or count can be another now: the contacts' own values
    are, and nothing but their rows need be read anew. `events` are the numbers of the events it
    changed, None when there are very many or a calendar is another one. `records` has the other
    types of records that it changed, each with their numbers, None for very many.
    """

    id: int
    label: str
    kind: str
    own: bool
    at: str
    author: str
    contacts: tuple[int, ...] | None
    moves: bool = True
    events: tuple[int, ...] | None = ()
    records: Mapping[str, tuple[int, ...] | None] = MappingProxyType({})


class Kept(NamedTuple):
    """What an undo leaves because it was changed since: a `field` of a contact, "" = all of it.

    `author` changed it last; it may be oneself (`own`).
    """

    number: int
    name: str
    field: str
    author: str
    own: bool


class UndoResult(NamedTuple):
    """What an undo, redo or revert did; `kept` names whose values were changed since, `left` says
    which and by whom. `gone` is how many entries had been deleted for good. `events` are the
    numbers of the events that were put back, `kinds` what they are, `records` those of each other
    type of record.
    """

    label: str
    contacts: tuple[int, ...]
    kept: tuple[str, ...]
    left: tuple[Kept, ...] = ()
    gone: int = 0
    events: tuple[int, ...] = ()
    records: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    kinds: Kinds = ()


class UndoPreview(NamedTuple):
    """What an undo would do: of `contacts` that `steps` changed, in `back` something goes back.

    `left` is what stays because it was changed since; `more` says that there is more of that
    than was looked at. `gone` entries were deleted for good. Of `events` in `events_back`
    something goes back, of `records` of all other types in `records_back`; `kinds` says what the
    events are.
    """

    steps: int
    contacts: int
    back: int
    left: tuple[Kept, ...]
    gone: int
    more: bool
    events: int = 0
    events_back: int = 0
    records: int = 0
    records_back: int = 0
    kinds: Kinds = ()

    @property
    def goes_back(self) -> bool:
        """Whether anything goes back at all."""
        return self.back + self.events_back + self.records_back > 0


class Steps(NamedTuple):
    """Which change sets an undo takes back: those from `first` to `last`, of one author or all."""

    first: int
    last: int
    author: int = 0

    def holds(self, alias: str) -> str:
        """The condition in SQL that a row of `change_set` is one of them."""
        whose = f" AND {alias}.author = {int(self.author)}" if self.author else ""
        return f"({alias}.id BETWEEN {int(self.first)} AND {int(self.last)}{whose})"


class BookFacts(NamedTuple):
    """What the window needs to know of an open book; `read_only` is "" or the sentence why.

    `why` is a word for it: place (its storage is unsafe), taken (somebody else writes), rights,
    newer, damaged; worse where that was found out later; moved (to the place `moved_to`); ""
    where a server says it. `notice` is what is to be known of a book that may be written. `role`
    is mine in a server's book that has roles: viewer, editor, manager, or owner.
    """

    path: str
    name: str
    read_only: str
    region: str
    language: str
    sort_by: str  # family | given
    person: str
    why: str = ""
    notice: str = ""
    role: str = ""
    moved_to: str = ""

    @property
    def not_a_manager(self) -> str:
        """Why I may not change fields and what is shared, or delete for good; "" where I may."""
        if self.role not in ("viewer", "editor"):
            return ""
        return _("Only a manager of this book may do this. Ask one of them, or to become one.")
