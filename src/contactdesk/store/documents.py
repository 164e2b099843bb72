"""The documents of a book, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.model.deal import Deal
from contactdesk.model.document import DOCUMENTS, Document, Version
from contactdesk.store.changes import ChangeLog, now
from contactdesk.store.contents import Contents
from contactdesk.store.document_text import document_text
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import KEYS_OF
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import AT_ONCE, STANDS, Records, RecordWriter

_LINK = "INSERT INTO document_link (document, key) VALUES (?, ?)"
_TITLE = "CASE WHEN summary <> '' THEN summary ELSE substr(description, 1, 80) END"
_NEWEST = "ORDER BY changed_at DESC, number DESC"


class DocumentRows(RecordRows[Document]):
    """Documents in their table, with what they are listed and found by."""

    more = ("sha256", "changed_at", "words")

    def derived(self, record: Document) -> tuple[Any, ...]:
        """The present version's hash, since when it is so, and the words to find it by."""
        words = " ".join(["", *fold.tokens(f"{record.name} {record.kind} {record.note}")])
        return record.current.sha256 if record.current else "", record.changed_at, words


ROWS = DocumentRows(DOCUMENTS)


class DocumentWriter(RecordWriter[Document]):
    """Stores documents of one book."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, ROWS)

    def linked(self, number: int, before: Document | None, after: Document) -> None:
        """Have the ids of the records that a document belongs to."""
        if before is not None:
            if before.about == after.about:
                return
            self._sql("DELETE FROM document_link WHERE document = ?", (number,))
        if keys := list(dict.fromkeys(after.about)):
            self._sql(_LINK, [(number, key) for key in keys])


class Linked(NamedTuple):
    """What a document belongs to, as it is called: a contact, a deal, or what happened."""

    id: str
    number: int
    name: str
    kind: str  # person | org | deal, or an event's component


class Documents(Records[Document]):
    """Repository of documents: of a contact, found by words, their bytes."""

    def __init__(self, connection: Connection, log: ChangeLog, person: int) -> None:
        super().__init__(connection, log, ROWS, DocumentWriter(connection))
        self._connection = connection
        self._person = person
        self._merged = MergeLinks(connection)
        self.contents = Contents(connection)
        self.texts = document_text(connection)

    # reading

    def newest(self, limit: int = AT_ONCE) -> list[Document]:
        """All documents, what changed last first."""
        return self._load(f"{STANDS} {_NEWEST} LIMIT ?", (limit,))

    def of_contact(self, number: int, among: Sequence[int] = ()) -> list[Document]:
        """A contact's documents, and those of what happened with them, the newest first.

        `among` are more contacts: the people of an organisation.
        """
        return self.of_ids(self._ids([number, *among]))

    def of_deal(self, uuid: str) -> list[Document]:
        """A deal's (its id) documents, and those of what happened with it, the newest first."""
        events = self._sql(
            "SELECT id FROM event WHERE deal <> '' AND deal = ? AND withdrawn = 0 "
            "AND id IN (SELECT key FROM document_link)", (uuid,)
        ).scalars()  # fmt: skip
        return self.of_ids([uuid, *events])

    def of_ids(self, ids: Sequence[str]) -> list[Document]:
        """The documents that belong to any of these records, the newest first."""
        numbers: set[int] = set()
        for start in range(0, len(ids), AT_ONCE):
            some = tuple(ids[start : start + AT_ONCE])
            marks = ",".join("?" * len(some))
            sql = (
                "SELECT number FROM document WHERE number IN "
                f"(SELECT document FROM document_link WHERE key IN ({marks})) AND {STANDS}"
            )
            numbers.update(self._sql(sql, some).scalars())
        found = self.get_many(sorted(numbers))
        return sorted(found, key=lambda d: (d.changed_at, d.number), reverse=True)

    def _ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of contacts, of who became part of them, of what happened with them and of the
        deals with them."""
        contacts = ",".join(map(str, [*map(int, numbers), *self._merged.parts(numbers)]))
        ids = list(self._sql(f"SELECT id FROM contact WHERE number IN ({contacts})").scalars())
        keys = f"SELECT key FROM ({KEYS_OF.format(numbers=contacts)}) k"
        events = self._sql(
            "SELECT id FROM event WHERE withdrawn = 0 AND id IN (SELECT key FROM document_link) "
            f"AND number IN (SELECT event FROM event_link WHERE key IN ({keys}))"
        ).scalars()
        return [*ids, *events, *self._deals(ids)]

    def _deals(self, ids: Sequence[str]) -> list[str]:
        """The ids of the deals with contacts that have documents; not of those who compete."""
        found: list[str] = []
        for start in range(0, len(ids), AT_ONCE):
            some = tuple(ids[start : start + AT_ONCE])
            marks = ",".join("?" * len(some))
            sql = (
                "SELECT id FROM deal WHERE id IN (SELECT key FROM document_link) AND number IN "
                "(SELECT deal FROM deal_link WHERE role <> 'competitor' AND key IN "
                f"({marks})) AND {STANDS}"
            )
            found += self._sql(sql, some).scalars()
        return found

    def called(self, names: Sequence[str]) -> dict[str, list[Document]]:
        """The documents that are called exactly so, by their names, the oldest first."""
        found: dict[str, list[Document]] = {}
        for start in range(0, len(names), AT_ONCE):
            some = tuple(names[start : start + AT_ONCE])
            marks = ",".join("?" * len(some))
            for document in self._load(f"name IN ({marks}) AND {STANDS} ORDER BY number", some):
                found.setdefault(document.name, []).append(document)
        return found

    def find(self, text: str, limit: int = AT_ONCE) -> list[Document]:
        """Documents in whose name, kind, note or content all these words begin."""
        words = fold.query_words(text)
        if not words or not self.has_any():
            return []
        holds = " AND ".join(["words LIKE ? ESCAPE '\\'"] * len(words))
        named = self._load(f"{holds} AND {STANDS} {_NEWEST} LIMIT ?", (*map(_begins, words), limit))
        known = {d.number for d in named}
        inside = [h for h in self.texts.find(words, limit) if h]
        more = self._of_contents(inside, limit)
        return (named + [d for d in more if d.number not in known])[:limit]

    def _of_contents(self, hashes: Sequence[str], limit: int) -> list[Document]:
        if not hashes:
            return []
        marks = ",".join("?" * len(hashes))
        return self._load(f"sha256 IN ({marks}) AND {STANDS} {_NEWEST} LIMIT ?", (*hashes, limit))

    def with_content(self, sha256: str) -> list[Document]:
        """The documents whose present version has these bytes."""
        return self._of_contents([sha256], AT_ONCE)

    def unread(self, media_types: Sequence[str], limit: int = AT_ONCE) -> list[Document]:
        """Documents of some types into whose present version nobody looked for words yet."""
        marks = ",".join("?" * len(media_types))
        return self._load(
            f"sha256 <> '' AND media_type IN ({marks}) AND NOT EXISTS (SELECT 1 "
            f"FROM document_text t WHERE t.sha256 = document.sha256) AND {STANDS} "
            f"{_NEWEST} LIMIT ?", (*media_types, limit),
        )  # fmt: skip

    def linked_to(self, documents: Sequence[Document]) -> dict[str, Linked]:
        """What these documents belong to, by id; who is merged is the one that was kept."""
        ids = list(dict.fromkeys(key for d in documents for key in d.about))
        found: dict[str, Linked] = {}
        for start in range(0, len(ids), AT_ONCE):
            some = tuple(ids[start : start + AT_ONCE])
            marks = ",".join("?" * len(some))
            rows = self._sql(
                f"SELECT id, number, formatted_name, kind FROM contact WHERE id IN ({marks}) "
                "AND deleted_at = '' AND withdrawn = 0 UNION ALL "
                f"SELECT id, number, {_TITLE}, component FROM event WHERE id IN ({marks}) "
                f"AND {STANDS} UNION ALL "
                f"SELECT id, number, title, 'deal' FROM deal WHERE id IN ({marks}) AND {STANDS}",
                some * 3,
            )  # fmt: skip
            found |= {row[0]: Linked(*row) for row in driver_rows(rows)}
        return found | self._kept([i for i in ids if i not in found])

    def _kept(self, ids: Sequence[str]) -> dict[str, Linked]:
        """The contacts that merged ones are part of now, by the ids of those."""
        if not ids or not self._merged.any():
            return {}
        marks = ",".join("?" * len(ids))
        sql = f"SELECT number, id FROM contact WHERE id IN ({marks})"
        merged: dict[int, str] = dict(self._sql(sql, tuple(ids)).all())
        kept = self._merged.kept(list(merged))
        numbers = ",".join(map(str, kept.values())) or "0"
        rows = self._sql(
            f"SELECT id, number, formatted_name, kind FROM contact WHERE number IN ({numbers}) "
            "AND deleted_at = '' AND withdrawn = 0"
        )
        known = {row[1]: Linked(*row) for row in driver_rows(rows)}
        return {merged[part]: known[n] for part, n in kept.items() if n in known}

    def authors(self) -> dict[str, str]:
        """The names of everybody who may have brought a version, by their ids."""
        return dict(self._sql("SELECT id, name FROM person").all())

    def in_file(self) -> int:
        """How many bytes all contents have that the book holds, each once."""
        return int(self._sql(
            "SELECT coalesce(sum(b.size), 0) FROM blob b "
            "WHERE b.sha256 IN (SELECT part FROM blob_part)"
        ).scalar() or 0)  # fmt: skip

    # writing

    def version(self, sha256: str, size: int, reason: str = "") -> Version:
        """A version of now, and mine."""
        mine = self._sql("SELECT id FROM person WHERE number = ?", (self._person,)).scalar()
        return Version(sha256, size, now(), str(mine or ""), reason)

    def add(self, record: Document) -> Document:
        """Store a new document; it says since when it is there."""
        return super().add(replace(record, added_at=record.added_at or now()))

    def purge(self, numbers: Iterable[int]) -> None:
        """Delete documents for good, with those contents that nothing else in the book has."""
        chosen = list(dict.fromkeys(numbers))
        hashes = [v.sha256 for d in self.get_many(chosen) for v in d.versions]
        super().purge(chosen)
        self._forgetting.forget([], hashes)

    def leave_deals(self, deals: Sequence[Deal]) -> None:
        """Give the documents of deals that are deleted for good to whom those were with."""
        parties = {d.id: [each for each in (d.organisation, *d.people) if each] for d in deals}
        for document in self._linked_to(list(parties)):
            about = [k for key in document.about for k in parties.get(key, [key])]
            changed = replace(document, about=tuple(dict.fromkeys(about)))
            self.put(document, changed, self.is_hidden(document.number))

    def of_gone(self, ids: Sequence[str]) -> list[int]:
        """The documents that belong to these records alone, in the bin or not."""
        gone = set(ids)
        return [d.number for d in self._linked_to(ids) if gone.issuperset(d.about)]

    def _linked_to(self, ids: Sequence[str]) -> list[Document]:
        """What belongs to any of these records, in the bin too."""
        numbers: set[int] = set()
        for start in range(0, len(ids), AT_ONCE):
            some = tuple(ids[start : start + AT_ONCE])
            marks = ",".join("?" * len(some))
            sql = f"SELECT document FROM document_link WHERE key IN ({marks})"
            numbers.update(self._sql(sql, some).scalars())
        return self.get_many(sorted(numbers))


def _begins(word: str) -> str:
    """The pattern of a text in which a word begins so."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {plain}%"
