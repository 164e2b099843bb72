"""All documents as files in a folder, with a line of JSON for each: readable without us."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.document import Document
from contactdesk.operations.documents import copy_out
from contactdesk.operations.file_names import UniqueNames
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.documents import Linked
from contactdesk.store.records import AT_ONCE

LIST = "documents.jsonl"
FILES = "files"
_CONTACTS = ("individual", "org", "group", "location")


def save_all(book: Book, chosen: Sequence[Document], to: Path, progress: Progress) -> int:
    """Write documents with all versions into a new or empty folder; how many there were."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ContactDeskError(
            _("{name} is not an empty folder. Nothing was written.").format(name=to)
        )
    with book.read() as tx:
        linked, authors = tx.documents.linked_to(chosen), tx.documents.authors()
        known_as = _known_as(tx, linked)
    folder = to / FILES
    folder.mkdir(parents=True, exist_ok=True)
    names, written = UniqueNames(), dict[str, str]()
    lines = []
    for done, document in enumerate(sorted(chosen, key=lambda each: each.number)):
        progress.report(done, len(chosen), document.name)
        for version in document.versions:
            if version.sha256 not in written:
                path = Path(document.name)
                name = names.name(path.stem, "document", path.suffix.lstrip(".") or "bin")
                copy_out(book, version.sha256, folder / name)
                written[version.sha256] = f"{FILES}/{name}"
        lines.append(document_plain(document, linked, authors, written, known_as))
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (to / LIST).write_text(text, encoding="utf-8")
    return len(lines)


def _known_as(tx: Transaction, linked: Mapping[str, Linked]) -> dict[str, dict[str, str]]:
    """What other books know that by which documents belong to: their ids are others there."""
    contacts = {i: each.id for i, each in linked.items() if each.kind in _CONTACTS}
    names = tx.events.about.references(contacts.values())  # of a merged one, of whom was kept
    found = {i: {"uid": names[kept]} for i, kept in contacts.items()}
    events = [i for i, each in linked.items() if each.kind not in (*_CONTACTS, "deal")]
    for start in range(0, len(events), AT_ONCE):
        for event in tx.events.get_many_by_id(events[start : start + AT_ONCE]):
            found[event.id] = {"uid": event.uid}
            if event.recurrence_id:
                found[event.id]["recurrence_id"] = event.recurrence_id
    return found


def _owner(uuid: str, linked: Mapping[str, Linked]) -> dict[str, str]:
    if uuid not in linked:
        return {"id": uuid, "name": ""}
    each = linked[uuid]
    kind = "contact" if each.kind in _CONTACTS else each.kind
    return {"type": kind, "id": uuid, "name": each.name}


def document_plain(
    document: Document,
    linked: Mapping[str, Linked],
    authors: Mapping[str, str],
    files: Mapping[str, str] | None = None,
    known_as: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """A document as JSON has it; `files` says where the bytes with a hash were written,
    `known_as` what other books know that by to which it belongs."""
    versions = [
        {
            "sha256": v.sha256, "size": v.size, "at": v.at, "reason": v.reason,
            "author": authors.get(v.author, ""),
            **({"file": files[v.sha256]} if files else {}),
        }
        for v in document.versions
    ]  # fmt: skip
    return {
        "type": "document",
        "id": document.id,
        "name": document.name,
        "kind": document.kind,
        "note": document.note,
        "media_type": document.media_type,
        "path": document.path,
        "added_at": document.added_at,
        "changed_at": document.changed_at,
        "sha256": document.current.sha256 if document.current else "",
        "size": document.size,
        "about": [_owner(i, linked) | dict((known_as or {}).get(i, {})) for i in document.about],
        "versions": versions,
    }
