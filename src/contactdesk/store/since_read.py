"""What changed of contacts since they were read from the cards they came from, as the log tells.

A contact says what its card says, but for the fields that the log has a change of. That is known
where an import made the contact from its only original, and where the log has one line for each
of the contact's revisions: then nothing can have changed unlogged.

An earlier program may have read the card as something else than this one would. What was not
changed since stands in the card all the same, and is not to be written from what was once read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.contact import Contact
from contactdesk.model.record import from_plain
from contactdesk.store.card_bytes import unpack
from contactdesk.store.changes import MARK, ChangeLog
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.field_reading import FieldReading
from contactdesk.store.lists import Lists

READ_AS = "read_as"
"""What the mark of an import says of its cards: the number of the reading that made contacts."""


class SinceRead(NamedTuple):
    """A contact that was read from `original`: what its changed fields said then.

    Of the `contact` only the changed fields and those asked for are read. Where the card was not
    read as it is today, `is_todays` is False: then the card may say more than the contact.
    """

    contact: Contact
    original: bytes
    before: dict[str, Any]
    is_todays: bool


class _Logged(NamedTuple):
    id: str
    revision: int
    original: bytes
    lines: list[tuple[int, str, str | None]]


class Readings:
    """Compares contacts with their cards, as one transaction sees them."""

    def __init__(self, connection: Connection, log: ChangeLog, lists: Lists, read_as: int) -> None:
        """`read_as` is the number of the reading as it is today."""
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._log = log
        self._lists = lists
        self._sets = self._imports(read_as)

    def _imports(self, read_as: int) -> dict[int, bool]:
        """The imports, and whether each read cards as they are read today."""
        rows = self._sql(
            "SELECT set_id, fields FROM change WHERE record_id = '' "
            f"AND record_type = '{MARK}' AND kind = 'import'"
        )
        return {
            set_id: self._log.fields_of(fields).get(READ_AS, (None, 0))[1] == read_as
            for set_id, fields in rows
        }

    def of(self, numbers: Sequence[int], always: Sequence[str]) -> dict[int, SinceRead]:
        """Of these contacts (a few hundred) those of which it is known, by number.

        `always` are fields that are to be read of each.
        """
        if not self._sets or not numbers:
            return {}
        marks = ",".join(str(int(n)) for n in numbers)
        changed = {
            number: before
            for number, logged in self._logged(marks).items()
            if (before := self._before(logged)) is not None
        }
        return self._with_contacts(changed, always)

    def _logged(self, marks: str) -> dict[int, _Logged]:
        """Every contact that has just one original, with it and with its lines of the log."""
        found: dict[int, _Logged] = {}
        by_id: dict[str, _Logged] = {}
        several = set()
        rows = self._sql(
            "SELECT c.number, c.id, c.revision, o.packed FROM original o "
            f"JOIN contact c ON c.number = o.contact WHERE o.contact IN ({marks})"
        )
        for number, id_, revision, packed in driver_rows(rows):
            if number in found:
                several.add(number)
            found[number] = by_id[id_] = _Logged(id_, revision, packed, [])
        ids = ",".join("?" * len(by_id))
        lines = self._sql(
            "SELECT record_id, set_id, kind, fields FROM change "
            f"WHERE record_id IN ({ids}) AND record_type = 'contact' ORDER BY id",
            tuple(by_id),
        )
        for id_, *line in driver_rows(lines):
            by_id[id_].lines.append(tuple(line))
        return {n: logged for n, logged in found.items() if n not in several}

    def _before(self, logged: _Logged) -> tuple[bytes, dict[str, Any], bool] | None:
        """The card, what it said in the fields that changed since, and whether it was read as it
        is today; None if it is not known."""
        if len(logged.lines) != logged.revision:
            return None
        (made_in, kind, _none), *later = logged.lines
        if kind != "create" or made_in not in self._sets:
            return None
        before: dict[str, Any] = {}
        for _set, kind, fields in later:
            if kind != "update":
                return None
            for name, was in self._log.before_of(fields).items():
                if name not in before:
                    before[name] = from_plain(name, was)
        return unpack(logged.original), before, self._sets[made_in]

    def _with_contacts(
        self, changed: dict[int, tuple[bytes, dict[str, Any], bool]], always: Sequence[str]
    ) -> dict[int, SinceRead]:
        wanted = {*always, *(name for _card, before, _is in changed.values() for name in before)}
        reading = FieldReading(self._connection, wanted, self._lists.categories_of)
        return {
            held.contact.number: SinceRead(held.contact, *changed[held.contact.number])
            for held in reading.get_many(list(changed))
        }
