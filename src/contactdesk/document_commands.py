"""What the command line does with documents: `documents` and `document`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contactdesk.commands import contact_key, open_book, say, terminal_progress
from contactdesk.deal_commands import deal_named
from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _, ngettext
from contactdesk.model.document import Document
from contactdesk.model.fold import fold
from contactdesk.operations import documents
from contactdesk.operations.file_sizes import size_words
from contactdesk.operations.saving_documents import document_plain, save_all
from contactdesk.store.book import Book, Transaction
from contactdesk.store.documents import Linked

_SHORT = 8  # last characters of an id, as they are listed: the first ones say when


def list_documents(options: argparse.Namespace) -> int:
    """List documents, or write them all to a folder; status 1 when there is none."""
    with open_book(options) as book:
        with book.read() as tx:
            found = _chosen(tx, options)
            linked = tx.documents.linked_to(found)
            authors = tx.documents.authors()
        if options.to is not None:
            count = save_all(book, found, options.to, terminal_progress())
            words = ngettext("{n} document is in {folder}", "{n} documents are in {folder}", count)
            say(options, words.format(n=count, folder=options.to), documents=count,
                folder=str(options.to))  # fmt: skip
            return 0 if found else 1
    for document in found:
        plain = document_plain(document, linked, authors)
        words = _line(document, linked)
        print(json.dumps(plain, ensure_ascii=False) if options.json else words)
    return 0 if found else 1


def _chosen(tx: Transaction, options: argparse.Namespace) -> list[Document]:
    if options.of or options.deal:
        found = _of(tx, options)
        if options.words:
            known = {d.number for d in tx.documents.find(" ".join(options.words))}
            found = [d for d in found if d.number in known]
        return found
    if options.words:
        return tx.documents.find(" ".join(options.words))
    return tx.documents.newest(1 << 40)


def _of(tx: Transaction, options: argparse.Namespace) -> list[Document]:
    if options.deal:
        return tx.documents.of_deal(deal_named(tx, options.deal).id)
    return tx.documents.of_contact(tx.contacts.get(contact_key(tx, options.of)).number)


def _line(document: Document, linked: Mapping[str, Linked]) -> str:
    size = document.path or size_words(document.size)
    whom = ", ".join(linked[i].name for i in document.about if i in linked)
    count = len(document.versions)
    state = f"v{count}" if count > 1 else ""
    shown = [document.id[-_SHORT:], document.changed_at[:10], f"{document.name} {state}".strip(),
             document.kind, whom, size]  # fmt: skip
    return "  ".join(word for word in shown if word)


def document(options: argparse.Namespace) -> int:
    """Add files, or copy one out of the book."""
    return (_add if options.what == "add" else _get)(options)


def _add(options: argparse.Namespace) -> int:
    if not options.whom and not options.deal:
        raise ContactDeskError(_("Say whose document it is: --to NAME. Nothing was written."))
    with open_book(options) as book:
        with book.read() as tx:
            about = [tx.contacts.get(contact_key(tx, each)).id for each in options.whom]
            about += [deal_named(tx, options.deal).id] if options.deal else []
        for name in options.names:
            path = Path(name).expanduser().absolute()
            if options.link:
                _link(options, book, path, about)
            else:
                _copy(options, book, path, about)
    return 0


def _link(options: argparse.Namespace, book: Book, path: Path, about: Sequence[str]) -> None:
    if not path.exists():
        raise NotFound(_("There is no file {name}. Nothing was written.").format(name=path))
    with book.write(_("Link {name}").format(name=path.name)) as tx:
        made = documents.link(tx, path, about, options.kind)
    say(options, _("Linked: {name}").format(name=path), id=made.id, name=made.name, path=made.path)


def _copy(options: argparse.Namespace, book: Book, path: Path, about: Sequence[str]) -> None:
    brought = documents.bring(book, path, terminal_progress())
    with book.write(_("Add {name}").format(name=brought.name)) as tx:
        added = documents.add(tx, brought, about, options.kind, options.reason)
    count = len(added.document.versions)
    words = {
        "new": _("Added: {name}"),
        "version": _("Added as version {count}: {name}"),
        "same": _("There already, unchanged: {name}"),
    }[added.outcome]
    say(options, words.format(name=brought.name, count=count), id=added.document.id,
        name=brought.name, sha256=brought.sha256, size=brought.size, version=count,
        outcome=added.outcome)  # fmt: skip
    if documents.is_silent(brought):
        words = _("No words could be read from {name}: it may be locked, damaged or a scan. It is "
                  "kept whole; only a search for what is in it does not find it.")  # fmt: skip
        print(f"contactdesk: {words.format(name=brought.name)}", file=sys.stderr)


def _get(options: argparse.Namespace) -> int:
    words = " ".join(options.names)
    with open_book(options) as book:
        with book.read() as tx:
            found = _named(tx, words)
        if found.is_link:
            raise ContactDeskError(_("{name} is only linked. It is at {path}.").format(
                name=found.name, path=found.path))  # fmt: skip
        count = options.version or len(found.versions)
        if not 0 < count <= len(found.versions):
            raise NotFound(_("{name} has no version {count}.").format(name=found.name, count=count))
        to = Path(options.into or found.name)
        to = to / found.name if to.is_dir() else to
        if to.exists():
            raise ContactDeskError(_("{name} is there already. Nothing was written.").format(
                name=to))  # fmt: skip
        version = found.versions[count - 1]
        documents.copy_out(book, version.sha256, to, terminal_progress())
    say(options, _("Written: {name}").format(name=to), id=found.id, file=str(to), version=count,
        sha256=version.sha256, size=version.size)  # fmt: skip
    return 0


def _named(tx: Transaction, words: str) -> Document:
    """The one document that an id, the end of one, or a name means."""
    known = tx.documents.newest(1 << 40)
    by_id = [d for d in known if d.id == words or (len(words) >= 4 and d.id.endswith(words))]
    wanted = fold(words)
    found = by_id or [d for d in known if fold(d.name) == wanted] or [
        d for d in known if wanted in fold(d.name)
    ]  # fmt: skip
    if not found:
        raise NotFound(_("There is no such document: {name}").format(name=words))
    if len(found) > 1:
        ids = ", ".join(d.id[-_SHORT:] for d in found[:5])
        sentence = _("“{name}” may be several documents ({ids}). Say which by its id.")
        raise ContactDeskError(sentence.format(name=words, ids=ids))
    return found[0]


def add_verbs(verb: Any) -> None:
    """The verbs and their options; `verb` makes one."""
    listing = verb("documents", _("list documents, or write them all to a folder"), list_documents)
    listing.add_argument(
        "words", nargs="*", metavar=_("WORD"), help=_("in their names, kinds, notes and texts")
    )
    listing.add_argument("--of", default="", metavar=_("ID-OR-NAME"), help=_("of one contact"))
    listing.add_argument("--deal", default="", metavar=_("ID-OR-TITLE"), help=_("of one deal"))
    listing.add_argument(
        "--to", type=Path, metavar=_("FOLDER"),
        help=_("write the files and a line of JSON for each here"),
    )  # fmt: skip
    one = verb("document", _("add files as documents, or copy one out of the book"), document)
    one.add_argument("what", choices=("add", "get"))
    one.add_argument("names", nargs="+", metavar=_("FILE"), help=_("get: a document's name or id"))
    one.add_argument(
        "--to", dest="whom", action="append", default=[], metavar=_("ID-OR-NAME"),
        help=_("add: whose it is; may be said several times"),
    )  # fmt: skip
    one.add_argument(
        "--deal", default="", metavar=_("ID-OR-TITLE"), help=_("add: of which deal it is")
    )
    one.add_argument(
        "--into", default="", metavar=_("FILE"), help=_("get: the file, or a folder (default: .)")
    )
    one.add_argument("--version", type=int, default=0, metavar="N", help=_("get: an older one"))
    one.add_argument("--link", action="store_true", help=_("add: leave it where it is"))
    one.add_argument("--kind", default="", metavar=_("WORD"), help=_("add: offer, contract …"))
    one.add_argument("--reason", default="", metavar=_("TEXT"), help=_("add: what changed"))
