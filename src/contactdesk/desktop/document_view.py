"""Documents as the window shows them, made of a book's records on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.desktop import bidi
from contactdesk.desktop.document_words import ICONS, day_of, kind_of, size_of, where_of
from contactdesk.formats.document_texts import media_types_with_text
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.document import Document, Version
from contactdesk.operations.file_sizes import size_words

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction
    from contactdesk.store.documents import Linked

_HAPPENED = ("event", "task", "journal", "call", "deal")
LONGEST_LIST = 2_000  # documents of one list
_LINK_ICONS = {"org": "building-2", "event": "calendar", "call": "phone", "task": "circle-check",
               "journal": "notebook-pen", "deal": "handshake"}  # fmt: skip


class Scope(NamedTuple):
    """Whose documents: a contact's (of an organisation with its people's), or all of the book."""

    number: int = 0
    with_people: bool = False


@dataclass(frozen=True, slots=True)
class DocRow:
    """One document ready to be shown."""

    document: Document
    icon: str
    tone: str
    second: str
    kind: str
    linked: str
    linked_icon: str
    day: str
    size: str
    target: Linked | None = None

    @property
    def state(self) -> str:
        """ "v3" from the second version on."""
        count = len(self.document.versions)
        return _("v{n}").format(n=counted(count)) if count > 1 else ""

    def spoken(self, is_lost: bool = False) -> str:
        """The row as it is read out; a link may lead nowhere just now."""
        lost = _("cannot be found") if is_lost else ""
        words = (self.document.name, self.state, self.kind, lost, self.second, self.linked,
                 self.day, self.size)  # fmt: skip
        return ", ".join(w for w in words if w)


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """What a list of documents shows."""

    scope: Scope = Scope()
    title: str = ""
    contact_id: str = ""
    kind: str = ""  # of the contact
    organisation: tuple[int, str] = (0, "")  # where somebody works: its number and name
    rows: tuple[DocRow, ...] = ()
    words: str = ""  # what was searched

    def summary(self) -> str:
        """ "7 documents, 12 versions · 4 MB in the book"."""
        count = len(self.rows)
        versions = sum(len(row.document.versions) for row in self.rows)
        size = sum({v.sha256: v.size for r in self.rows for v in r.document.versions}.values())
        words = ngettext("{n} document", "{n} documents", count).format(n=counted(count))
        if versions > count:
            more = ngettext("{n} version", "{n} versions", versions).format(n=counted(versions))
            words = _("{documents}, {versions}").format(documents=words, versions=more)
        if not size:
            return words
        return _("{words} · {size} in the book").format(words=words, size=size_words(size))


class Preview(NamedTuple):
    """What is seen of a document without opening it; `is_silent` is one in which there should be
    words and none could be read."""

    number: int
    sha256: str
    text: str = ""
    picture: bytes = b""
    is_silent: bool = False


def read_documents(tx: Transaction, scope: Scope, words: str = "") -> DocumentsView:
    """The documents of a scope, the newest first; with words only those that have them."""
    if not scope.number:
        found = tx.documents.find(words) if words.strip() else tx.documents.newest(LONGEST_LIST)
        return DocumentsView(scope, rows=rows_of(tx, found), words=words)
    contact = tx.contacts.get(scope.number)
    staff: list[int] = []
    if scope.with_people and contact.kind == "org":
        staff = [person.row.number for person in tx.contacts.people_of(contact)]
    found = tx.documents.of_contact(scope.number, staff)[:LONGEST_LIST]
    if words.strip():
        known = {each.number for each in tx.documents.find(words, LONGEST_LIST)}
        found = [each for each in found if each.number in known]
    return DocumentsView(
        scope, contact.formatted_name, contact.id, contact.kind, _organisation(tx, scope.number),
        rows_of(tx, found, contact.id), words,
    )  # fmt: skip


def _organisation(tx: Transaction, number: int) -> tuple[int, str]:
    for membership in tx.contacts.get(number).memberships:
        row = tx.contacts.organisation_of(membership)
        if row is not None and row.number != number:
            return row.number, row.name
    return 0, ""


def rows_of(tx: Transaction, found: list[Document], whose: str = "") -> tuple[DocRow, ...]:
    """Documents as rows, with who brought them and what they belong to beside `whose` they are."""
    linked, authors, today = tx.documents.linked_to(found), tx.documents.authors(), date.today()
    linked.pop(whose, None)
    return tuple(_row(each, linked, authors, today) for each in found)


def _row(
    document: Document, linked: dict[str, Linked], authors: dict[str, str], today: date
) -> DocRow:
    icon, tone = ICONS[document.sort]
    known = [linked[key] for key in document.about if key in linked]
    target = next((k for k in known if k.kind in _HAPPENED), None)
    target = target or (known[0] if known else None)
    by = authors.get(document.current.author, "") if document.current else ""
    linked_icon = _LINK_ICONS.get(target.kind, "user") if target else ""
    return DocRow(
        document, icon, tone, where_of(document) if document.is_link else bidi.isolated(by),
        kind_of(document), target.name if target else "", linked_icon,
        day_of(document.changed_at, today), size_of(document), target,
    )  # fmt: skip


def read_preview(tx: Transaction, document: Document, version: Version | None) -> Preview:
    """The beginning of a version's text, or its picture's bytes."""
    if version is None:
        return Preview(document.number, "")
    sha256 = version.sha256
    if document.sort == "picture" and version.size <= LARGEST_PICTURE:
        return Preview(
            document.number, sha256, picture=b"".join(tx.documents.contents.pieces(sha256))
        )
    text = tx.documents.texts.text(sha256)
    silent = bool(version.size) and not text.strip() and tx.documents.texts.has(sha256)
    is_silent = silent and document.media_type in media_types_with_text()
    return Preview(document.number, sha256, text, is_silent=is_silent)


LARGEST_PICTURE = 24 << 20  # bytes that are read for a preview
