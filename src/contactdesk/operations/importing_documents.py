"""Documents of a list come into the book, with their versions and whom they belong to, so that the
same list a second time changes nothing.

What the book has already stays as it is: it is only filled where it says nothing, and gets the
versions that it does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from contactdesk.formats.jsonl_documents import DocumentLine, Owner, StatedVersion
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.document import Document, Version
from contactdesk.operations.deal_lines import id_of_name
from contactdesk.operations.files_beside import Content, Contents
from contactdesk.store.book import Transaction

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Problems = tuple[tuple[int, str, str], ...]


class BecameDocument(NamedTuple):
    """What became of a line: added, updated, unchanged or failed, and which document."""

    line: DocumentLine
    outcome: str
    id: str
    problems: Problems


@dataclass
class DocumentCounts:
    """What became of all documents; `missing` is how many versions stayed out, without a file."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    missing: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)
    """What a person should know: the name of a document, and a sentence."""

    @property
    def all(self) -> int:
        """How many there were."""
        return self.added + self.updated + self.unchanged + self.failed

    @property
    def came(self) -> int:
        """How many are new or say more now."""
        return self.added + self.updated

    def note(self, became: BecameDocument) -> None:
        """Count one."""
        setattr(self, became.outcome, getattr(self, became.outcome) + 1)
        name = became.line.document.name if became.line.document else ""
        for line, code, words in became.problems:
            self.missing += code == "missing"
            self.told.append((name or _("line {n}").format(n=counted(line)), words))


def counts_text(counts: DocumentCounts) -> str:
    """The counts in a line."""
    words = ngettext(
        "and {n} document: {added} added, {updated} updated, {unchanged} unchanged, "
        "{failed} failed",
        "and {n} documents: {added} added, {updated} updated, {unchanged} unchanged, "
        "{failed} failed",
        counts.all,
    )
    return words.format(
        n=counts.all, added=counts.added, updated=counts.updated, unchanged=counts.unchanged,
        failed=counts.failed,
    )  # fmt: skip


class DocumentImport:
    """Brings lines into a book, inside a transaction; their bytes were copied before."""

    def __init__(self, tx: Transaction, contents: Contents) -> None:
        self._tx, self._contents = tx, contents
        self._authors = {name: uuid for uuid, name in tx.documents.authors().items() if name}

    def take(self, path: str, line: DocumentLine) -> BecameDocument:
        """Store the document of one line of the list at `path`."""
        if line.document is None:
            words = _("This line is damaged or too long; it could not be read.")
            return BecameDocument(line, "failed", "", ((line.number, "unreadable", words),))
        about, unknown = self._owners(line.about)
        found = [(v, self._contents[path, v]) for v in line.versions]
        problems = (*self._missing(line, found), *_unknown(line, unknown))
        current = self._current(line.document, about, found)
        if current is not None:
            return self._meet(line, current, about, found, problems)
        versions = tuple(self._version(v, c) for v, c in found if not c.problem)
        if not versions and not line.document.path:
            return BecameDocument(line, "failed", "", problems)
        uuid = line.document.id if _UUID.fullmatch(line.document.id) else ""
        added = self._tx.documents.add_again(
            replace(line.document, id=uuid, versions=versions, about=about)
        )
        return BecameDocument(line, "added", added.id, problems)

    def _missing(
        self, line: DocumentLine, found: Sequence[tuple[StatedVersion, Content]]
    ) -> Iterator[tuple[int, str, str]]:
        for place, (_version, content) in enumerate(found, 1):
            if content.problem:
                words = _("Version {n} was left out: {reason}")
                told = words.format(n=counted(place), reason=content.problem)
                yield line.number, "missing", told if len(found) > 1 else content.problem

    # ── what the book has already ───────────────────────────────────────────────────────

    def _current(
        self,
        document: Document,
        about: Sequence[str],
        found: Sequence[tuple[StatedVersion, Content]],
    ) -> Document | None:
        """The document of this id, else one of the same name and content at the same place."""
        known = self._tx.documents.by_id(document.id) if document.id else None
        if known is not None:
            return known
        last = next((c for _v, c in reversed(found) if not c.problem), None)
        if last is not None:
            same = self._tx.documents.with_content(last.sha256)
        else:
            same = [d for d in self._tx.documents.of_ids(about) if d.path == document.path != ""]
        return next((d for d in same if d.name == document.name and set(about) <= set(d.about)),
                    None)  # fmt: skip

    def _meet(
        self,
        line: DocumentLine,
        current: Document,
        about: tuple[str, ...],
        found: Sequence[tuple[StatedVersion, Content]],
        problems: Problems,
    ) -> BecameDocument:
        if current.deleted_at:
            told = (line.number, "in-bin", _("This document is in the bin here; it stays there."))
            return BecameDocument(line, "unchanged", current.id, (told,))
        versions = current.versions
        if versions and found:
            versions = self._together(versions, found)
            if not _holds([v.sha256 for v in versions], found):
                words = _("Its versions are others here; these were kept.")
                problems = (*problems, (line.number, "differs", words))
        assert line.document is not None
        filled = replace(
            current, versions=versions, about=current.about or about,
            kind=current.kind or line.document.kind, note=current.note or line.document.note,
        )  # fmt: skip
        if filled == current:
            return BecameDocument(line, "unchanged", current.id, problems)
        self._tx.documents.save(filled, current)
        return BecameDocument(line, "updated", current.id, problems)

    def _together(
        self, ours: tuple[Version, ...], found: Sequence[tuple[StatedVersion, Content]]
    ) -> tuple[Version, ...]:
        """Our versions and those that only the list has, in its order; ours alone where that is
        another one."""
        rest = list(ours)
        merged: list[Version] = []
        for stated, content in found:
            if rest and rest[0].sha256 == _hash(stated, content):
                merged.append(rest.pop(0))
            elif not content.problem:
                merged.append(self._version(stated, content, keep=False))
        if rest:
            return ours
        for _stated, content in found:
            self._keep(content)
        return tuple(merged)

    # ── in this book ────────────────────────────────────────────────────────────────────

    def _version(self, stated: StatedVersion, content: Content, keep: bool = True) -> Version:
        """The version as the book has it; one without a time is of now, and mine."""
        if keep:
            self._keep(content)
        now = self._tx.documents.version(content.sha256, content.size, stated.reason)
        if not stated.at:
            return now
        return replace(now, at=stated.at, author=self._authors.get(stated.author, ""))

    def _keep(self, content: Content) -> None:
        if content.upload:
            self._tx.documents.contents.finish(content.upload, content.sha256)

    def _owners(self, about: Sequence[Owner]) -> tuple[tuple[str, ...], list[Owner]]:
        """The ids that owners have here, and those that the book does not have."""
        asked = Document(about=tuple(o.id for o in about if o.id))
        here = self._tx.documents.linked_to([asked])
        known = self._tx.events.about.ids(o.known_as for o in about if o.known_as)
        found: list[str] = []
        unknown: list[Owner] = []
        for owner in about:
            uuid = here[owner.id].id if owner.id in here else known.get(owner.known_as, "")
            uuid = uuid or self._event(owner) or self._named(owner)
            found.append(uuid)
            if not uuid:
                unknown.append(owner)
        return tuple(dict.fromkeys(filter(None, found))), unknown

    def _event(self, owner: Owner) -> str:
        some = self._tx.events.by_uid(owner.known_as) if owner.known_as else []
        return next((e.id for e in some if e.recurrence_id == owner.recurrence_id), "")

    def _named(self, owner: Owner) -> str:
        return id_of_name(self._tx, owner.name) if owner.type in ("", "contact") else ""


def _unknown(line: DocumentLine, owners: Sequence[Owner]) -> Iterator[tuple[int, str, str]]:
    for owner in owners:
        words = _("“{name}”, to whom it belongs, is not in this book.")
        yield line.number, "unknown", words.format(name=owner.name or owner.known_as or "?")


def _hash(stated: StatedVersion, content: Content) -> str:
    return content.sha256 or stated.sha256


def _holds(ours: Sequence[str], found: Sequence[tuple[StatedVersion, Content]]) -> bool:
    """Whether all versions of the list that there are files of are among ours."""
    return {c.sha256 for _v, c in found if not c.problem} <= set(ours)
