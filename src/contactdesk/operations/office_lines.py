"""What an office arranged for itself as JSON Lines, and back into this or another book: custom
fields with their sections, smart groups, tables.

What the book has already stays as it is. A field that another book has under the same name is
that field: rules and columns name it by its id there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from contactdesk.formats.jsonl_deals import DealLine, record_line
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import fold
from contactdesk.model.categories import COLOURS
from contactdesk.model.custom import (
    TEXT,
    TYPES,
    FieldDefinition,
    FieldSection,
    id_of,
    shown_to,
)
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.smart_group import SmartGroup
from contactdesk.model.table_columns import NAME, USUAL, column_of
from contactdesk.model.table_view import TableView
from contactdesk.operations.custom_fields import add
from contactdesk.operations.deal_lines import id_of_name
from contactdesk.store.book import Book, Transaction

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 200  # characters of a name
_NUMBER = re.compile(r" \([2-9][0-9]{0,3}\)$")
_OF_ITS_OWN = ("id", "number", "revision", "name", "deleted_at")


def office_lines(book: Book) -> Iterator[bytes]:
    """One line a section, a custom field, a smart group and a table, of those that I see."""
    with book.read() as tx:
        me, people = tx.people.me().id, {p.id: p.name for p in tx.people.all().values()}
        fields = shown_to(tx.custom_fields.all(), me)
        sections = {f.section for f in fields}
        groups = tx.smart_groups.shown_to(me)
        views = [view for view in tx.table_views.all() if view.owner in ("", me)]
        out = list(dict.fromkeys(i for group in groups for i in group.always_out))
        names = people | {i: c.formatted_name for i, c in _contacts(tx, out)}
        shown = [s for s in tx.custom_sections.all() if s.id in sections]
    yield from (record_line(section, {}) for section in shown)
    for group in groups:
        ids = (group.owner, *group.always_out)
        yield record_line(group, {i: names[i] for i in ids if names.get(i)})
    for private in [*_owned(fields, people), *_owned(views, people)]:
        yield record_line(*private)


def _owned(
    records: Sequence[FieldDefinition] | Sequence[TableView], people: Mapping[str, str]
) -> Iterator[tuple[FieldDefinition | TableView, dict[str, str]]]:
    """Records with the name of the person who alone sees each."""
    for each in records:
        yield each, {each.owner: people[each.owner]} if people.get(each.owner) else {}


def _contacts(tx: Transaction, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    for start in range(0, len(ids), 200):
        yield from ((c.id, c) for c in tx.contacts.get_many_by_id(ids[start : start + 200]))


def arranged_text(count: int) -> str:
    """How many custom fields, smart groups and tables came in."""
    words = ngettext(
        "and {n} custom field, smart group or table",
        "and {n} custom fields, smart groups and tables",
        count,
    )
    return words.format(n=counted(count))


class OfficeImport:
    """Brings such lines into a book, inside a transaction; `added` counts what is new, `notes`
    says in sentences what stayed out and why."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._me = tx, tx.people.me().id
        self._ids: dict[str, str] = {}  # of fields and sections, as this book calls them
        self.added = 0
        self.notes: list[str] = []

    def take_field(self, line: DealLine) -> None:
        """Store the line of a section or a field; all others are passed."""
        if isinstance(line.record, FieldSection):
            self._take_section(line.record)
        elif isinstance(line.record, FieldDefinition):
            self._take_definition(line.record, line)

    def take(self, line: DealLine) -> None:
        """Store the line of a smart group or a table; all others are passed."""
        if isinstance(line.record, SmartGroup):
            self._take_group(line.record, line)
        elif isinstance(line.record, TableView):
            self._take_view(line.record, line)

    # ── fields ──────────────────────────────────────────────────────────────────────────

    def _take_section(self, section: FieldSection) -> None:
        name = _named(section.name)
        every = self._tx.custom_sections.all()
        same = next((s for s in every if s.id == section.id), None) or next(
            (s for s in every if fold.fold(s.name) == fold.fold(name)), None
        )
        if same is None and name:
            free = self._free(self._tx.custom_sections, section.id)
            places = max((s.position for s in every), default=0)
            same = self._tx.custom_sections.add_again(
                FieldSection(id=free, name=name, position=places + 1)
            )
        if same is not None:
            self._ids[section.id] = same.id

    def _take_definition(self, field: FieldDefinition, line: DealLine) -> None:
        label = _named(field.label)
        there = self._tx.custom_fields.by_id(field.id) if field.id else None
        known = {fold.fold(f.label): f for f in self._tx.custom_fields.all()}
        same = there or known.get(fold.fold(label))
        if same is None and label:
            free = self._free(self._tx.custom_fields, field.id)
            same = add(self._tx, replace(self._sound(field, line), id=free, label=label))
            self.added += 1
        if same is not None and field.id:
            self._ids[field.id] = same.id

    def _sound(self, field: FieldDefinition, line: DealLine) -> FieldDefinition:
        """A field with nothing in it that no window knows."""
        choices = (replace(c, name=_named(c.name), item=0) for c in field.choices)
        return replace(
            field,
            type=field.type if field.type in TYPES else TEXT,
            section=self._ids.get(field.section, ""),
            position=0,
            icon=field.icon if re.fullmatch(r"[a-z0-9-]{1,40}", field.icon) else "",
            choices=tuple(
                replace(c, colour=c.colour if c.colour in COLOURS else "")
                for c in choices
                if c.name
            ),
            kinds=field.kinds if field.kinds in ("individual", "org") else "",
            owner=self._owner(field.owner, line),
        )

    # ── groups and tables ───────────────────────────────────────────────────────────────

    def _take_group(self, group: SmartGroup, line: DealLine) -> None:
        name, rules = _named(group.name), self._in_this_book(group.rules)
        every = self._tx.smart_groups.all()
        if not name or self._is_there(self._tx.smart_groups, group.id):
            return
        shown = [g for g in every if g.owner in ("", self._me)]  # what others keep is not told
        if any(g.rules == rules and _is_namesake(g.name, name) for g in shown):
            return
        try:
            parsed(rules, self._tx.queries.fields())
        except QueryError as error:
            words = _("The smart group “{name}” was left out. {reason}")
            self.notes.append(words.format(name=name, reason=error))
            return
        known = self._tx.events.about.ids(list(group.always_out))
        found = [
            known.get(i) or id_of_name(self._tx, line.names.get(i, "")) for i in group.always_out
        ]
        out = tuple(dict.fromkeys(filter(None, found)))
        if not all(found):
            words = _("Not everybody who is left out of “{name}” is known here; look at it.")
            self.notes.append(words.format(name=name))
        free = _free_name(name, [g.name for g in shown])
        if free != name:
            words = _("There is a smart group “{name}” here already; the file’s is “{other}”.")
            self.notes.append(words.format(name=name, other=free))
        self._tx.smart_groups.add_again(
            replace(
                group, id=self._free(self._tx.smart_groups, group.id), name=free, rules=rules,
                owner=self._owner(group.owner, line), always_out=out,
                colour=group.colour if group.colour in COLOURS else "",
                position=max((g.position for g in every), default=0) + 1,
            )
        )  # fmt: skip
        self.added += 1

    def _take_view(self, view: TableView, line: DealLine) -> None:
        name = _named(view.name)
        shown = [v for v in self._tx.table_views.all() if v.owner in ("", self._me)]
        if not name or self._is_there(self._tx.table_views, view.id):
            return
        plain = {n: self._in_this_book(getattr(view, n)) for n in ("sorted_by", "grouped_by")}
        lists = {
            n: tuple(map(self._in_this_book, getattr(view, n)))
            for n in ("columns", "widths", "filters")
        }
        unknown = [key for key in lists["columns"] if not self._has_column(key)]
        kept = {n: self._of_known(words) for n, words in lists.items()}
        made = replace(
            view, id=self._free(self._tx.table_views, view.id), name=name,
            owner=self._owner(view.owner, line),
            columns=kept["columns"] or USUAL, widths=kept["widths"], filters=kept["filters"],
            sorted_by=plain["sorted_by"] if self._has_column(plain["sorted_by"]) else NAME,
            grouped_by=plain["grouped_by"] if self._has_column(plain["grouped_by"]) else "",
        )  # fmt: skip
        if any(_is_namesake(v.name, name) and _shows_the_same(v, made) for v in shown):
            return
        if unknown:
            words = _("The table “{name}” came in without columns that this book does not have.")
            self.notes.append(words.format(name=name))
        free = _free_name(name, [v.name for v in shown])
        if free != name:
            words = _("There is a table “{name}” here already; the file’s is “{other}”.")
            self.notes.append(words.format(name=name, other=free))
        self._tx.table_views.add_again(replace(made, name=free))
        self.added += 1

    def _of_known(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if self._has_column(word.partition("=")[0]))

    def _has_column(self, key: str) -> bool:
        if field := id_of(key):
            return self._tx.custom_fields.known().by_id(field) is not None
        return column_of(key) is not None

    # ── what other books call differently ───────────────────────────────────────────────

    def _in_this_book(self, text: str) -> str:
        """Rules or a column's name with the ids that fields have here."""
        return _UUID.sub(lambda found: self._ids.get(found[0], found[0]), text)

    def _owner(self, owner: str, line: DealLine) -> str:
        """Who alone sees it: the same person, else the one of that name, else whoever imports."""
        if not owner:
            return ""
        people = {p.id: p.name for p in self._tx.people.all().values()}
        named = [i for i, name in people.items() if name and name == line.names.get(owner)]
        return owner if owner in people else next(iter(named), self._me)

    def _is_there(self, records: Any, uuid: str) -> bool:
        """Whether the book has a record, be it in the bin."""
        return bool(uuid) and records.by_id(uuid) is not None

    def _free(self, records: Any, uuid: str) -> str:
        """The id that a record has elsewhere, "" where it cannot have it here."""
        taken = not _UUID.fullmatch(uuid) or self._is_there(records, uuid)
        return "" if taken else uuid


def _named(name: str) -> str:
    return " ".join(name.split())[:_LONGEST]


def _free_name(name: str, taken: Sequence[str]) -> str:
    """The name, with a number where it is taken: "Name (2)"."""
    folded = {fold.fold(each) for each in taken}
    names = chain([name], (f"{name} ({n})" for n in count(2)))
    return next(each for each in names if fold.fold(each) not in folded)


def _is_namesake(one: str, name: str) -> bool:
    """Whether something is called so, be it with a number that another one's name gave it."""
    return fold.fold(_NUMBER.sub("", one)) == fold.fold(name) or fold.fold(one) == fold.fold(name)


def _shows_the_same(one: TableView, other: TableView) -> bool:
    """Whether two tables differ in nothing but their names."""
    return replace(one, **{n: getattr(other, n) for n in _OF_ITS_OWN}) == other
