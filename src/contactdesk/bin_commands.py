"""What the verb `bin` of the command line does: list, bring back, remove for good."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from contactdesk.backup_commands import add_no_backup, back_up_for
from contactdesk.commands import open_book, say
from contactdesk.errors import NotFound
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.bin import KINDS, Binned, BinPage
from contactdesk.operations.emptying import back_words, removed_words
from contactdesk.store.book import Book, Transaction

_EVERY = 1 << 40
Verb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Say what the verb takes."""
    added = verb("bin", _("list what was deleted, bring it back, or remove it for good"), run)
    added.add_argument(
        "deed", nargs="?", default="list", choices=("list", "restore", "empty"),
        help=_("restore brings entries back; empty removes them, or all, for good"),
    )  # fmt: skip
    added.add_argument(
        "entries", nargs="*", metavar=_("ID-OR-NAME"), help=_("only these; list: words to search")
    )
    added.add_argument("--yes", action="store_true", help=_("empty: do it, there is no way back"))
    added.add_argument(
        "--keep", type=int, metavar="N",
        help=_("from now on deleted things stay for so many days; 0: for ever"),
    )  # fmt: skip
    add_no_backup(added)


def run(options: argparse.Namespace) -> int:
    """Status 1 where the bin has nothing of what was asked for."""
    with open_book(options) as book:
        if options.keep is not None:
            with book.write(_("Change settings")) as tx:
                tx.bin.keep_for(options.keep)
        if options.deed == "list":
            return _list(options, book)
        with book.read() as tx:
            found = _named(tx, options.entries)
        if not found:
            print(f"contactdesk: {_('The bin is empty.')}", file=sys.stderr)
            return 1
        return (_restore if options.deed == "restore" else _empty)(options, book, found)


def _list(options: argparse.Namespace, book: Book) -> int:
    with book.read() as tx:
        page = tx.bin.page(" ".join(options.entries), _EVERY)
    now = datetime.now(UTC)
    for entry in page.items:
        left = entry.days_left(page.days, now)
        say(options, _line(entry, left), id=entry.id, kind=entry.kind, name=entry.name,
            deleted_at=entry.deleted_at, by=entry.by or None, days_left=left)  # fmt: skip
    return 0 if page.items else 1


def _line(entry: Binned, left: int | None) -> str:
    kind = _(KINDS.get(entry.kind, entry.kind))
    at = datetime.fromisoformat(entry.deleted_at.replace("Z", "+00:00")).astimezone()
    parts = [f"{at:%Y-%m-%d %H:%M}", kind, entry.name, entry.by]
    if left is not None:
        parts.append(ngettext("{n} day left", "{n} days left", left).format(n=counted(left)))
    return "\t".join([*parts, entry.id])


def _named(tx: Transaction, wanted: Sequence[str]) -> list[Binned]:
    """The entries with these ids or names, or all; raises where one of them is not there."""
    page: BinPage = tx.bin.page(limit=_EVERY)
    if not wanted:
        return list(page.items)
    found: list[Binned] = []
    for words in wanted:
        some = [e for e in page.items if words in (e.id, e.name)]
        if not some:
            raise NotFound(_("There is no {name} in the bin.").format(name=words))
        if len(some) > 1 and words not in [e.id for e in some]:
            raise NotFound(
                _("The bin has more than one {name}. Say the id of the one you mean: “contactdesk "
                  "bin” lists them.").format(name=words)
            )  # fmt: skip
        found += some
    return found


def _restore(options: argparse.Namespace, book: Book, found: Sequence[Binned]) -> int:
    if not options.entries:
        raise NotFound(_("Say which entries shall come back, by their names or ids."))
    with book.write(_("Bring back from the bin")) as tx:
        back = tx.bin.bring_back([entry.place for entry in found])
    say(options, back_words(back), back=back)
    return 0


def _empty(options: argparse.Namespace, book: Book, found: Sequence[Binned]) -> int:
    if not options.yes:
        words = ngettext(
            "{n} entry would be removed for good. Nothing was changed; add --yes to do it.",
            "{n} entries would be removed for good. Nothing was changed; add --yes to do it.",
            len(found),
        )
        say(options, words.format(n=counted(len(found))), would_remove=len(found))
        return 1
    back_up_for(options, book, "removal")
    with book.write(_("Delete for good")) as tx:
        gone = tx.bin.remove([entry.place for entry in found])
    say(options, removed_words(gone), removed=gone)
    return 0
