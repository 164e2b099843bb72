"""Undo, redo and the revert of any change set: the inverse, written as a new change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from contactdesk.errors import NotFound
from contactdesk.model.contact import Contact
from contactdesk.model.names import formatted_name, with_name
from contactdesk.model.record import from_plain, merge, numbered
from contactdesk.store.category_undo import CategoryUndo
from contactdesk.store.changes import ChangeLog, Logged, now
from contactdesk.store.contacts import Contacts
from contactdesk.store.listing import UndoResult

_BULK = 50  # creations from which they are withdrawn in SQL, all at once


class Reverting:
    """Takes one set back inside a transaction; what others changed since is kept and named."""

    def __init__(self, connection: Connection, log: ChangeLog, contacts: Contacts) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._contacts = contacts
        self._touched: list[int] = []
        self._kept: list[str] = []

    def revert(self, set_id: int) -> UndoResult:
        """Write the inverse of a set; touches only what nobody changed since."""
        self._log.open_set()  # from here on the set counts as taken back
        logged = self._log.of_set(set_id)
        categories = CategoryUndo(
            self._contacts.categories, [c for c in logged if c.record_type == "category"]
        )
        categories.before()
        self._revert_contacts([c for c in logged if c.record_type == "contact"])
        categories.after()
        return UndoResult(
            self._log.label_of(set_id) or "",
            tuple(dict.fromkeys(self._touched)),
            tuple(dict.fromkeys((*self._kept, *categories.kept))),
        )

    def _revert_contacts(self, changes: list[Logged]) -> None:
        changes = _without_what_follows(changes)
        for many, kind in (
            (self._withdraw_many, "create"),
            (self._bring_back_many, "withdraw"),
            (self._move_many, "bin"),
            (self._archive_many, "archive"),
            (self._put_back_many, "update"),
        ):
            alike = [c for c in changes if _kind(c) == kind]
            if len(alike) > _BULK:
                many(alike)
                changes = [c for c in changes if _kind(c) != kind]
        for change in reversed(changes):
            self._revert_one(change)

    def _revert_one(self, change: Logged) -> None:
        try:
            current = self._contacts.get(change.record_id)
        except NotFound:
            return  # deleted for good: there is nothing left to put back
        if change.kind == "create":
            self._withdraw(change, current)
        elif change.kind == "withdraw":
            self._bring_back(current)
        elif change.kind == "update":
            self._put_back(change, current)

    def _withdraw(self, change: Logged, current: Contact) -> None:
        if self._log.changed_since(change.record_id, change.id):
            self._kept.append(current.formatted_name)
            return
        after = replace(current, deleted_at=now(), revision=current.revision + 1)
        self._log.add(current.id, "withdraw")
        self._contacts.writer.update(current, after, withdrawn=True)
        self._touched.append(current.number)

    def _bring_back(self, current: Contact) -> None:
        after = replace(current, deleted_at="", revision=current.revision + 1)
        self._log.add(current.id, "create")
        self._contacts.writer.update(current, after)
        self._touched.append(current.number)

    def _put_back(self, change: Logged, current: Contact) -> None:
        result = self._as_before(change, current)
        result = numbered(result, self._contacts.writer.top_item(current.number))
        if self._log.add_update(current, result):
            result = replace(result, revision=current.revision + 1)
            self._contacts.writer.update(current, result)
            self._touched.append(current.number)

    def _put_back_many(self, changes: Sequence[Logged]) -> None:
        """Take back a bulk edit; who was changed twice in it is gone through one by one."""
        count = Counter(change.record_id for change in changes)
        single = {
            c.record_id: c
            for c in changes
            if count[c.record_id] == 1 and not {"deleted_at", "archived_at"} & set(c.fields)
        }
        for change in reversed([c for c in changes if c.record_id not in single]):
            self._revert_one(change)
        self._choose(list(single.values()))
        self._touched += self._contacts.change_many(
            list(self._chosen("number > 0")),
            lambda now: self._as_before(single[now.id], now),
            {name for change in single.values() for name in change.fields},
        )

    def _as_before(self, change: Logged, current: Contact) -> Contact:
        """A three-way merge: the base is what the change left, mine is what was before it."""
        before, after = (
            {n: from_plain(n, pair[i]) for n, pair in change.fields.items()} for i in (0, 1)
        )
        mine = replace(current, **before)
        if all(getattr(current, n) == value for n, value in after.items()):
            return mine  # nobody changed these since
        merged = merge(replace(current, **after), mine, current)
        follows = current.formatted_name == formatted_name(replace(current, formatted_name=""))
        conflicts = [n for n in merged.conflicts if n != "formatted_name" or not follows]
        if conflicts:
            self._kept.append(current.formatted_name)
        settled = {
            n: getattr(merged.contact if n not in conflicts else current, n) for n in change.fields
        }
        if follows:  # somebody changed another part of the name: the whole is made anew
            settled["formatted_name"] = ""
        return with_name(replace(current, **settled))

    def _withdraw_many(self, created: Sequence[Logged]) -> None:
        """Withdraw all that nobody changed since, in a few statements (an import's undo)."""
        self._choose(created)
        standing = (
            "SELECT w.id FROM chosen w JOIN change c ON c.record_id = w.id "
            "AND c.id > w.change JOIN change_set s ON s.id = c.set_id "
            "WHERE s.kind IN ('edit', 'redo') "
            "AND NOT EXISTS (SELECT 1 FROM change_set r WHERE r.reverts = s.id)"
        )
        edited = f"SELECT formatted_name FROM contact WHERE id IN ({standing})"
        self._kept += [r[0] for r in self._sql(edited)]
        self._sql(f"DELETE FROM chosen WHERE id IN ({standing})")
        found = self._chosen("deleted_at = ''")
        self._contacts.order.remove(list(found))
        self._sql(
            "UPDATE contact SET deleted_at = ?, withdrawn = 1, revision = revision + 1 "
            "WHERE deleted_at = '' AND id IN (SELECT id FROM chosen)",
            (now(),),
        )
        self._log.add_many(list(found.values()), "withdraw")
        self._touched += found

    def _bring_back_many(self, withdrawn: Sequence[Logged]) -> None:
        """Bring back all that an undo withdrew (an import's redo)."""
        self._choose(withdrawn)
        found = self._chosen("withdrawn = 1")
        self._sql(
            "UPDATE contact SET deleted_at = '', withdrawn = 0, revision = revision + 1 "
            "WHERE withdrawn = 1 AND id IN (SELECT id FROM chosen)"
        )
        self._contacts.order.add(list(found))
        self._log.add_many(list(found.values()), "create")
        self._touched += found

    def _move_many(self, moved: Sequence[Logged]) -> None:
        """Take many out of the bin again, or put them back into it."""
        self._choose(moved)
        found = self._chosen("withdrawn = 0")
        was_deleted = bool(moved[0].fields["deleted_at"][0])
        move = self._contacts.delete if was_deleted else self._contacts.restore
        move(list(found))
        self._touched += found

    def _archive_many(self, moved: Sequence[Logged]) -> None:
        """Take many out of the archive again, or put them back into it; those moved since stay."""
        at = {c.record_id: c.fields["archived_at"] for c in moved}
        self._choose(moved)
        found = self._chosen("deleted_at = ''")
        rows = self._sql(
            "SELECT c.number, c.archived_at FROM contact c JOIN chosen w ON w.id = c.id"
        )
        now_at = {r[0]: r[1] for r in rows}
        still = [n for n, uuid in found.items() if now_at[n] == at[uuid][1]]
        was_archived = bool(moved[0].fields["archived_at"][0])
        move = self._contacts.archive if was_archived else self._contacts.take_out
        move(still)
        self._touched += still

    def _choose(self, changes: Sequence[Logged]) -> None:
        self._sql("CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY, change INT)")
        self._sql("DELETE FROM chosen")
        self._sql(
            "INSERT OR REPLACE INTO chosen VALUES (?, ?)", [(c.record_id, c.id) for c in changes]
        )

    def _chosen(self, condition: str) -> dict[int, str]:
        """Number and id of the chosen contacts of which a condition holds."""
        rows = self._sql(
            f"SELECT c.number, c.id FROM contact c JOIN chosen w ON w.id = c.id WHERE c.{condition}"
        )
        return {r[0]: r[1] for r in rows}


def _without_what_follows(changes: list[Logged]) -> list[Logged]:
    """Without the updates of contacts that the same set made: they go and come with them."""
    made = {c.record_id for c in changes if c.kind in ("create", "withdraw")}
    return [c for c in changes if c.kind != "update" or c.record_id not in made]


def _kind(change: Logged) -> str:
    """A change's kind; "bin" or "archive" for one that only moved a contact there or back."""
    moves = {"deleted_at": "bin", "archived_at": "archive"}
    only = next(iter(change.fields)) if len(change.fields) == 1 else ""
    return moves.get(only, change.kind)
