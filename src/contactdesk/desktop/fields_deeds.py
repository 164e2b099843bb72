"""What the page of custom fields does to the book: every deed is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop import bidi
from contactdesk.desktop.fields_rows import Fields, Row, limit_words
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.custom import (
    MONEY,
    TYPE_WORDS,
    FieldDefinition,
    FieldSection,
    by_section,
)
from contactdesk.model.custom_limits import as_the_others, limit_of
from contactdesk.operations import custom_fields as work

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.book import Transaction

Placed = tuple[str, list[str]]  # a section's id, and its fields in their order


class FieldDeeds(QObject):
    """Writes for one page; `said` is a sentence that has Undo beside it."""

    said = Signal(str)
    made = Signal(str)  # the key of a new line, to be chosen and named

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.fields = Fields()  # as the page shows them

    # ── making ──────────────────────────────────────────────────────────────────────────

    def add(self, type_: str, place: int, rows: Sequence[Row], kinds: str = "") -> None:
        """A new field of a type before a line, for people or organisations alone where `kinds` says
        so."""
        label = self._free(_(TYPE_WORDS[type_]), [f.label for f in self.fields.known.fields])
        section = _section_at(place, rows)
        new = FieldDefinition(label=label, type=type_, section=section, kinds=kinds)
        if type_ == MONEY:
            new = replace(new, unit=self._unit())
        words = _("Add field {name}").format(name=label)
        order = [f.id for f in self._in(section)]
        at = _place_in(place, rows, order)
        adapted = as_the_others(new, self._in(section)) if section else new
        self._desk.write(words, partial(_add, adapted, order, at), partial(self._added, new))

    def _added(self, new: FieldDefinition, made: FieldDefinition) -> None:
        self._made(made)
        self._tell_limit(new, made)

    def _tell_limit(self, before: FieldDefinition, after: FieldDefinition) -> None:
        """Say that a field is for those whom all others of its section are for."""
        if limit_of(before) != limit_of(after):
            words = _("{name} is as all fields of its section: {limit}")
            limit = limit_words(limit_of(after))
            self.said.emit(words.format(name=bidi.isolated(after.label), limit=limit))

    def _unit(self) -> str:
        known = [f.unit for f in self.fields.known.fields if f.unit]
        return known[0] if known else _CURRENCIES.get(self._region(), "EUR")

    def _region(self) -> str:
        return self._desk.facts.region if self._desk.facts is not None else ""

    def add_section(self) -> None:
        """A new section at the end."""
        sections = self.fields.known.sections
        name = self._free(_("New section"), [s.name for s in sections])
        place = max((s.position for s in sections), default=0) + 1
        new = FieldSection(name=name, position=place)
        words = _("Add section {name}").format(name=name)
        self._desk.write(words, lambda tx: tx.custom_sections.add(new), self._section_made)

    def _made(self, field: FieldDefinition) -> None:
        self.made.emit(field.id)

    def _section_made(self, section: FieldSection) -> None:
        self.made.emit(f"section {section.id}")

    @staticmethod
    def _free(name: str, taken: Sequence[str]) -> str:
        """A name that none of them has."""
        folded = {fold.fold(each) for each in taken}
        names = (name, *(f"{name} {n}" for n in range(2, len(taken) + 3)))
        return next(each for each in names if fold.fold(each) not in folded)

    # ── changing ────────────────────────────────────────────────────────────────────────

    def change(self, base: FieldDefinition, **values: Any) -> None:
        """Other values of a field."""
        mine = replace(base, **values)
        if mine != base:
            words = _("Change field {name}").format(name=base.label)
            self._desk.write(words, lambda tx: work.change(tx, mine, base))

    def rename_section(self, base: FieldSection, name: str) -> None:
        """Another name of a section."""
        if name and name != base.name:
            words = _("Rename section {name}").format(name=base.name)
            mine = replace(base, name=name)
            self._desk.write(words, lambda tx: tx.custom_sections.save(mine, base))

    def limit_section(self, base: FieldSection, **values: Any) -> None:
        """All fields of a section are for other categories or people."""
        fields = self._in(base.id)
        if any(replace(field, **values) != field for field in fields):
            words = _("Change whom section {name} is for").format(name=base.name)
            ids = [field.id for field in fields]
            self._desk.write(words, partial(_change_all, ids, values))

    def replace_choice(self, base: FieldDefinition, old: str, new: str | None) -> None:
        """Take a choice away, with another one in its place or none."""
        words = _("Take away choice {name}").format(name=old)
        self._desk.write(words, lambda tx: work.replace_choice(tx, base, old, new))

    def put_away(self, row: Row) -> None:
        """Out of sight, with all values kept; a section's fields stay, without it."""
        if row.field is not None:
            number = row.field.number
            self._desk.write(
                _("Put away field {name}").format(name=row.title),
                lambda tx: tx.custom_fields.delete([number]),
                partial(self._away, _("{name} is put away, its values are kept"), row.title),
            )
        elif row.section is not None:
            number = row.section.number
            self._desk.write(
                _("Take away section {name}").format(name=row.title),
                lambda tx: tx.custom_sections.delete([number]),
                partial(self._away, _("Section {name} is taken away, its fields stay"), row.title),
            )

    def _away(self, words: str, name: str, _done: object) -> None:
        self.said.emit(words.format(name=name))

    def bring_back(self, field: FieldDefinition) -> None:
        """A field that was put away is a field again."""
        words = _("Bring back field {name}").format(name=field.label)
        self._desk.write(
            words, lambda tx: tx.custom_fields.restore([field.number]),
            lambda _done: self.made.emit(field.id),
        )  # fmt: skip

    # ── moving ──────────────────────────────────────────────────────────────────────────

    def _in(self, section: str) -> list[FieldDefinition]:
        known = self.fields.known
        groups = {s.id if s else "": some for s, some in by_section(known.fields, known.sections)}
        return groups.get(section, [])

    def move(self, row: Row, step: int, rows: Sequence[Row]) -> None:
        """One place up or down; a field goes on into the next section."""
        if row.field is None:
            self._move_section(row, step)
            return
        at = next(n for n, each in enumerate(rows) if each.key == row.key)
        place = at - 1 if step < 0 else at + 2
        if 0 <= place <= len(rows) and not (place == 0 and rows[0].field is None):
            self.move_to(row.key, place, rows)

    def _move_section(self, row: Row, step: int) -> None:
        ids = [s.id for s in self.fields.known.sections]
        at = ids.index(row.section.id) if row.section is not None else -1
        if at >= 0 and 0 <= at + step < len(ids):
            ids[at], ids[at + step] = ids[at + step], ids[at]
            self._order_sections(row, ids)

    def _move_section_to(self, row: Row, place: int, rows: Sequence[Row]) -> None:
        """A section, with its fields, before the one that begins at or after a line."""
        if row.section is None:
            return
        ids = [s.id for s in self.fields.known.sections]
        after = [r.section.id for r in rows[place:] if r.section is not None and r.field is None]
        following = next((i for i in after if i != row.section.id), "")
        moved = [i for i in ids if i != row.section.id]
        moved.insert(moved.index(following) if following else len(moved), row.section.id)
        if moved != ids:
            self._order_sections(row, moved)

    def _order_sections(self, row: Row, ids: list[str]) -> None:
        words = _("Move section {name}").format(name=row.title)
        self._desk.write(words, partial(_order_sections, ids))

    def move_to(self, key: str, place: int, rows: Sequence[Row]) -> None:
        """A field, or a section with its fields, before a line."""
        row = next((each for each in rows if each.key == key), None)
        if row is None or row.field is None:
            if row is not None:
                self._move_section_to(row, place, rows)
            return
        section = _section_at(place, rows)
        order = [f.id for f in self._in(section)]
        at = _place_in(place, rows, order)
        if key in order:
            at -= order.index(key) < at
            order.remove(key)
        order.insert(at, key)
        if section == row.field.section and order == [f.id for f in self._in(section)]:
            return
        adapted = row.field
        if section and section != row.field.section:
            adapted = as_the_others(row.field, self._in(section))
        words = _("Move field {name}").format(name=row.title)
        self._desk.write(
            words,
            partial(_move, adapted, section, order),
            partial(self._moved, row.field, adapted),
        )

    def _moved(self, before: FieldDefinition, after: FieldDefinition, _done: object) -> None:
        self._tell_limit(before, after)


_CURRENCIES = {"PL": "PLN", "TW": "TWD", "IR": "IRR", "GB": "GBP", "US": "USD", "CH": "CHF"}


def _section_at(place: int, rows: Sequence[Row]) -> str:
    """The section in which something before a line would stand."""
    for row in reversed(rows[:place]):
        if row.field is not None:
            known = {r.section.id for r in rows if r.section is not None}
            return row.field.section if row.field.section in known else ""
        return row.section.id if row.section is not None else ""
    return ""


def _place_in(place: int, rows: Sequence[Row], order: Sequence[str]) -> int:
    """Where in the order of a section that line is; some of its fields may not be shown."""
    before = [r.field.id for r in rows[:place] if r.field is not None and r.field.id in order]
    return order.index(before[-1]) + 1 if before else 0


def _add(new: FieldDefinition, order: list[str], at: int, tx: Transaction) -> FieldDefinition:
    made = tx.custom_fields.add(new)
    _order(new.section, [*order[:at], made.id, *order[at:]], tx)
    return made


def _move(adapted: FieldDefinition, section: str, order: list[str], tx: Transaction) -> None:
    _change_all([adapted.id], limit_of(adapted)._asdict(), tx)
    _order(section, order, tx)


def _change_all(ids: list[str], values: Mapping[str, Any], tx: Transaction) -> None:
    for base in tx.custom_fields.get_many_by_id(ids):
        mine = replace(base, **values)
        if mine != base:
            tx.custom_fields.save(mine, base)


def _order(section: str, ids: list[str], tx: Transaction) -> None:
    """Give fields their places in a section."""
    found = {f.id: f for f in tx.custom_fields.get_many_by_id(ids)}
    for place, uuid in enumerate(ids, 1):
        base = found.get(uuid)
        if base is not None and (base.section, base.position) != (section, place):
            tx.custom_fields.save(replace(base, section=section, position=place), base)


def _order_sections(ids: list[str], tx: Transaction) -> None:
    found = {s.id: s for s in tx.custom_sections.get_many_by_id(ids)}
    for place, uuid in enumerate(ids, 1):
        base = found.get(uuid)
        if base is not None and base.position != place:
            tx.custom_sections.save(replace(base, position=place), base)
