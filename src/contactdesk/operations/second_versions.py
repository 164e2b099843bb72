"""Bringing in what a second version of the book has: record by record, as one step of undo.

Each record is a three-way merge: how it was when both were one, how it is here, how it is there.
Every step of the other version is remembered, so that nothing comes twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import record as contact_record
from contactdesk.model.bin import KINDS
from contactdesk.model.contact import ITEM_TYPES, Contact
from contactdesk.model.meeting import meet
from contactdesk.model.names import formatted_name, with_name
from contactdesk.model.second_version import (
    Brought,
    Clash,
    Left,
    plain_words,
    with_new_items_free,
)
from contactdesk.operations.backing_up import back_up_first
from contactdesk.progress import Progress
from contactdesk.settings import Settings
from contactdesk.store.book import Book, Transaction
from contactdesk.store.changes import APART, CALENDAR, EVENT, Logged
from contactdesk.store.opening import free_name
from contactdesk.store.records import Records
from contactdesk.store.second_version import (
    CameThere,
    bring_contents,
    bring_originals,
    bring_people,
    bring_photo,
    is_withdrawn,
    lines_of,
    mark_brought_in,
    opened_copy,
    steps_there,
    told_value,
    was_purged,
)

CONTACT = "contact"
# What others refer to comes first.
_ORDER = ("custom_section", "custom_field", "pipeline", "exchange_rate", CONTACT, "deal", EVENT,
          "document", "smart_group", "table_view")  # fmt: skip
_AT_ONCE = 200
_PLACES = ("deleted_at", "archived_at")  # where a record is kept is moved, not merged
_SILENT = ("uid", "revised_at", "sequence", "stage_since")  # nobody typed these


class BroughtIn(NamedTuple):
    """What was done, and where the other version's file is now (None where it stayed)."""

    report: Brought
    kept: Path | None


def preview(book: Book, path: Path, progress: Progress | None = None) -> Brought:
    """What bringing in a second version would do; nothing is written."""
    with opened_copy(book, path) as other, book.read() as ours, other.read() as theirs:
        steps = steps_there(ours, theirs, path.name)
        return _Merging(ours, theirs, False, progress).of(steps)


def bring_in(
    book: Book,
    path: Path,
    settings: Settings,
    *,
    take_theirs: bool = False,
    but: Collection[tuple[str, str]] = (),
    backed_up: bool = True,
    progress: Progress | None = None,
) -> BroughtIn:
    """Bring in a second version after a backup, and put its file aside under another name.

    Where both changed the same value it stays as it is here, unless `take_theirs`; of the clashes
    with the keys `but` the other value stays. Raises
    `NoBackup` where none can be made first, and a `BookError` where it is no second version.
    """
    label = _("Bring in {name}").format(name=path.name)
    with opened_copy(book, path) as other, other.read() as theirs:
        with book.read() as ours:
            has_news = bool(steps_there(ours, theirs, path.name))
        report = Brought()
        if has_news:
            if backed_up:
                back_up_first(book, settings, "copy", progress)
            with book.write(label) as ours:
                steps = steps_there(ours, theirs, path.name)
                report = _Merging(ours, theirs, True, progress, take_theirs, but).of(steps)
                mark_brought_in(ours, steps)
    return BroughtIn(report, _put_aside(Path(book.facts.path), path))


def _put_aside(book: Path, path: Path) -> Path | None:
    """Give the file a name by which nobody takes it for a second version again."""
    to = free_name(book, "merged-copy")
    try:
        os.rename(path, to)
    except OSError:
        return None
    return to


def report_words(report: Brought) -> str:
    """How much comes: "3 new, 2 changed, 1 into the bin"."""
    parts = []
    if report.added:
        parts.append(ngettext("{n} new", "{n} new", report.added).format(n=counted(report.added)))
    if report.changed:
        words = ngettext("{n} changed", "{n} changed", report.changed)
        parts.append(words.format(n=counted(report.changed)))
    if report.binned:
        words = ngettext("{n} into the bin", "{n} into the bin", report.binned)
        parts.append(words.format(n=counted(report.binned)))
    return ", ".join(parts) or _("nothing that is missing here")


def kinds_words(report: Brought) -> str:
    """Of which kinds that is: "Person 3 · Note 1"."""
    return " · ".join(
        f"{_(KINDS.get(kind, kind))} {counted(n)}" for kind, n in report.kinds.items()
    )


def _kind_word(table: str, record: Any) -> str:
    """A word of `KINDS`."""
    return str(getattr(record, {CONTACT: "kind", EVENT: "component"}.get(table, ""), table))


class _Kind(NamedTuple):
    """What the merging asks of one type of record."""

    labels: Mapping[str, str]
    items: Sequence[str]
    find: Callable[[Transaction, Sequence[str]], Sequence[Any]]
    from_plain: Callable[[str, Any], Any]
    with_values: Callable[[Any, Mapping[str, Any]], Any]
    changed_fields: Callable[[Any, Any], Sequence[str]]
    merge: Callable[[Any, Any, Any], tuple[Any, Sequence[str]]]
    title: Callable[[Any], str]
    repository: Callable[[Transaction], Any]


def _meet(base: Contact, mine: Contact, theirs: Contact) -> tuple[Contact, Sequence[str]]:
    merged = meet(base, mine, theirs)
    return merged.contact, merged.conflicts


_CONTACTS = _Kind(
    contact_record.LABELS,
    tuple(ITEM_TYPES),
    lambda tx, ids: tx.contacts.get_many_by_id(ids),
    contact_record.from_plain,
    contact_record.with_values,
    contact_record.changed_fields,
    _meet,
    lambda contact: str(contact.formatted_name),
    lambda tx: tx.contacts,
)


def _kind_of(records: Records[Any]) -> _Kind:
    kind, name = records.type, records.type.name
    return _Kind(
        kind.labels,
        tuple(kind.items),
        lambda tx, ids: tx.bin.records[name].get_many_by_id(ids),
        kind.from_plain,
        kind.with_values,
        kind.changed_fields,
        kind.merge,
        kind.title_of,
        lambda tx: tx.bin.records[name],
    )


class _Merging:
    """One other version going into a transaction; without `write` it is only looked at."""

    def __init__(
        self,
        ours: Transaction,
        theirs: Transaction,
        write: bool,
        progress: Progress | None,
        take_theirs: bool = False,
        but: Collection[tuple[str, str]] = (),
    ) -> None:
        self._ours, self._theirs, self._write = ours, theirs, write
        self._progress = progress or Progress()
        self._take_theirs, self._but = take_theirs, frozenset(but)
        self._report = Brought()
        self._done = self._total = 0

    def of(self, steps: Sequence[CameThere]) -> Brought:
        """Bring in what these steps did."""
        lines = lines_of(self._theirs, steps)
        if self._write:
            bring_people(self._ours, self._theirs)
            self._bring_calendars(lines)
        by_type: dict[str, dict[str, list[Logged]]] = {}
        for line in lines:
            of_record = by_type.setdefault(line.record_type, {})
            of_record.setdefault(line.record_id, []).append(line)
        self._total = sum(len(by_type.get(table, ())) for table in _ORDER)
        for table in _ORDER:
            self._records_of(table, by_type.get(table, {}))
        self._bring_apart(lines)
        self._tell_categories(lines)
        return replace(
            self._report, steps=len(steps), people=tuple(dict.fromkeys(s.by for s in steps)),
            first_at=steps[0].at if steps else "", last_at=steps[-1].at if steps else "",
        )  # fmt: skip

    def _records_of(self, table: str, lines: Mapping[str, Sequence[Logged]]) -> None:
        """All records of a type, read some at a time."""
        kind = _CONTACTS if table == CONTACT else _kind_of(self._theirs.bin.records[table])
        ids = list(lines)
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            here, there = (
                {record.id: record for record in kind.find(tx, some)}
                for tx in (self._ours, self._theirs)
            )
            for uuid in some:
                self._progress.report(self._done, self._total, _("Bringing in"))
                self._done += 1
                self._record(table, kind, here.get(uuid), there.get(uuid), lines[uuid])

    # ── one record ──────────────────────────────────────────────────────────────────────

    def _record(
        self, table: str, kind: _Kind, here: Any, there: Any, lines: Sequence[Logged]
    ) -> None:
        uuid = lines[0].record_id
        gone_there = there is None or is_withdrawn(self._theirs, table, uuid)
        if here is None:
            self._come(table, kind, uuid, None if gone_there else there)
        elif is_withdrawn(self._ours, table, uuid):
            if not gone_there:
                self._leave(kind.title(there), _("It became part of another here, or its making "
                                                 "was taken back."))  # fmt: skip
        elif there is None:
            self._leave(kind.title(here), _("It was removed for good there; here it is kept."))
        elif gone_there:
            self._go(table, kind, here)
        else:
            self._meet(table, kind, here, there, lines)

    def _come(self, table: str, kind: _Kind, uuid: str, there: Any) -> None:
        """Something new of the other version."""
        if there is None:
            return
        if was_purged(self._ours, uuid):
            self._leave(kind.title(there), _("It was removed for good here."))
            return
        self._report = self._report.count("added", _kind_word(table, there))
        if not self._write:
            return
        self._bring_bytes(table, there)
        made = kind.repository(self._ours).add(there)
        if table == CONTACT:
            bring_originals(self._ours, self._theirs, made.number, there.number)
        if there.deleted_at:
            kind.repository(self._ours).delete([made.number])

    def _go(self, table: str, kind: _Kind, here: Any) -> None:
        """It became part of another there, or its making was taken back."""
        if here.deleted_at:
            return
        self._report = self._report.count("binned", _kind_word(table, here))
        if self._write:
            kind.repository(self._ours).delete([here.number])

    def _meet(
        self, table: str, kind: _Kind, here: Any, there: Any, lines: Sequence[Logged]
    ) -> None:
        """It was changed there: what it says is merged, and then it is moved."""
        base = _before(kind, there, lines)
        moved = self._moved(kind, base, here, there)
        same_place = {n: getattr(here, n) for n in _PLACES if hasattr(here, n)}
        base, there = (kind.with_values(r, same_place) for r in (base, there))
        there = kind.with_values(there, with_new_items_free(there, base, here, kind.items))
        result, conflicts = kind.merge(base, *self._sides(here, there))
        if others := [name for name in conflicts if (here.id, name) in self._but]:
            other_way, _same = kind.merge(base, *reversed(self._sides(here, there)))
            result = _taken(kind, result, other_way, others)
        for name in conflicts:
            if name not in _SILENT:
                self._clash(kind, table, name, here, there)
        changes = kind.changed_fields(here, result)
        if not changes and not moved:
            return
        deed = "binned" if moved == "delete" else "changed"
        self._report = self._report.count(deed, _kind_word(table, here))
        if not self._write:
            return
        repository = kind.repository(self._ours)
        if changes:
            self._bring_bytes(table, result)
            kept = {"number": here.number, "revision": here.revision}
            repository.save(kind.with_values(result, kept), here)
        if moved:
            getattr(repository, moved)([here.number])

    def _sides(self, here: Any, there: Any) -> tuple[Any, Any]:
        """Whose value stays where both changed it comes first."""
        return (there, here) if self._take_theirs else (here, there)

    def _moved(self, kind: _Kind, base: Any, here: Any, there: Any) -> str:
        """How a record changes its place by it: "delete", "restore", "archive", "take_out", "";
        what was deleted there and changed here stays."""
        for field, into, out in (("deleted_at", "delete", "restore"),
                                 ("archived_at", "archive", "take_out")):  # fmt: skip
            was, wanted, now = (bool(getattr(r, field, "")) for r in (base, there, here))
            if was == wanted or now == wanted:
                continue
            changed = [n for n in kind.changed_fields(base, here) if n not in _PLACES]
            if into == "delete" and wanted and changed and not self._take_theirs:
                self._leave(kind.title(here), _("It was deleted there and changed here; it is "
                                                "kept."))  # fmt: skip
                continue
            return into if wanted else out
        return ""

    def _bring_bytes(self, table: str, record: Any) -> None:
        if table == CONTACT:
            bring_photo(self._ours, self._theirs, record)
        elif table == "document":
            bring_contents(self._ours, self._theirs, [v.sha256 for v in record.versions])

    def _clash(self, kind: _Kind, table: str, name: str, here: Any, there: Any) -> None:
        mine, yours = (
            told_value(tx, record, name) or plain_words(getattr(record, name))
            for tx, record in ((self._ours, here), (self._theirs, there))
        )
        field, key = kind.labels.get(name, name), (here.id, name)
        clash = Clash(table, kind.title(here), field, mine, yours, key)
        self._report = replace(self._report, clashes=(*self._report.clashes, clash))

    def _leave(self, name: str, why: str) -> None:
        self._report = replace(self._report, left=(*self._report.left, Left(name, why)))

    # ── what is no record ───────────────────────────────────────────────────────────────

    def _bring_calendars(self, lines: Sequence[Logged]) -> None:
        """Calendars that were made there; names and colours of others stay as they are here."""
        for line in lines:
            uuid = line.record_id.partition(":")[2]
            if line.record_type == CALENDAR and self._ours.calendars.get(uuid) is None:
                there = self._theirs.calendars.get(uuid)
                if there is not None and line.kind == "create":
                    self._ours.calendars.add(there)

    def _bring_apart(self, lines: Sequence[Logged]) -> None:
        for line in lines:
            if self._write and line.record_type == APART and line.kind == "apart":
                self._ours.duplicates.keep_apart(line.record_id.split(" "))

    def _tell_categories(self, lines: Sequence[Logged]) -> None:
        renamed = {
            str(line.fields["name"][1])
            for line in lines
            if line.record_type == "category" and "name" in line.fields
        }
        for name in sorted(renamed):
            self._leave(name, _("This category got its name there; it is not renamed here."))


def _taken(kind: _Kind, one: Any, other: Any, names: Sequence[str]) -> Any:
    """A record with the values of another one in these fields; a name that repeats its parts in
    both does so again."""
    result = kind.with_values(one, {name: getattr(other, name) for name in names})
    if isinstance(result, Contact) and all(
        each.formatted_name == formatted_name(replace(each, formatted_name=""))
        for each in (one, other)
    ):
        return with_name(replace(result, formatted_name=""))
    return result


def _before(kind: _Kind, there: Any, lines: Sequence[Logged]) -> Any:
    """A record as it was before some changes of it, which are all there are since then."""
    values: dict[str, Any] = {}
    for line in reversed(lines):
        if line.kind == "update":
            for name, (was, _became) in line.fields.items():
                if hasattr(there, name):
                    values[name] = kind.from_plain(name, was)
    return kind.with_values(there, values)
