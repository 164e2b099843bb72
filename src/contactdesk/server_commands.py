"""What the command line does with a server's book: `server roles` and `move`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from contactdesk.commands import open_book, say, terminal_progress
from contactdesk.errors import BookError
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.store.server_address import is_server_address, shown

Verb = Callable[..., argparse.ArgumentParser]
_CALLED = {
    "owner": N_("owner of the database"),
    "viewer": N_("viewer"),
    "editor": N_("editor"),
    "manager": N_("manager"),
}


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    kind: type[argparse.ArgumentParser],
    verb: Verb,
) -> None:
    """Say what the verbs take."""
    words = _("who may do what in a book on a server")
    server = verbs.add_parser("server", help=words, description=words)
    what = server.add_subparsers(dest="what", required=True, metavar=_("VERB"), parser_class=kind)
    roles_ = what.add_parser("roles", help=words, description=words)
    deeds = roles_.add_subparsers(dest="deed", required=True, metavar=_("VERB"), parser_class=kind)
    verb(deeds, "list", _("list who has which role"), roles)
    verb(deeds, "sql", _("print what an administrator of the server runs for roles"), roles)
    verb(deeds, "setup", _("set the roles up, as an administrator of the server"), roles)
    deed = verb(deeds, "grant", _("give somebody a role, in place of the one they had"), roles)
    deed.add_argument("name", metavar=_("NAME"), help=_("as they are called on the server"))
    deed.add_argument("role", choices=("viewer", "editor", "manager"))
    deed = verb(deeds, "revoke", _("take somebody's role away"), roles)
    deed.add_argument("name", metavar=_("NAME"), help=_("as they are called on the server"))
    deed = verb(verbs, "move", _("move the book to a server or to a file"), move_book)
    where = deed.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--to", metavar=_("PLACE"), help=_("a new file, or postgresql://name@server/database")
    )
    where.add_argument(
        "--back", action="store_true", help=_("take a book that was moved into use again here")
    )


def move_book(options: argparse.Namespace) -> int:
    """Move the book, or take it back into use."""
    from contactdesk.store.moved import place_words, take_back

    if options.back:
        take_back(options.book)
        words = _("The book is in use here again. What was changed elsewhere is not in it.")
        say(options, words, book=shown(options.book))
        return 0
    from contactdesk.store.moving import move

    with open_book(options) as book:
        done = move(book, options.to, terminal_progress())
    if options.json:
        tables = {each.table: [each.rows, each.sha256] for each in done.tables}
        say(options, "", place=done.place, rows=done.rows, tables=tables)
        return 0
    words = ngettext(
        "The book is in {place} now: {n} row, compared one by one. The old one is read-only.",
        "The book is in {place} now: {n} rows, compared one by one. The old one is read-only.",
        done.rows,
    )
    say(options, words.format(place=place_words(done.place), n=counted(done.rows)))
    return 0


def roles(options: argparse.Namespace) -> int:
    """Set roles up, give, take away and list them."""
    if not is_server_address(options.book):
        raise BookError(
            _("Only a book on a server has roles: whoever can open a file can change it. Say which "
              "book: --book postgresql://name@server/database.")
        )  # fmt: skip
    from contactdesk.store.postgres_rights import roles_of

    with roles_of(options.book) as found:
        _RUN[options.deed](options, found)
    return 0


def _list(options: argparse.Namespace, found: Any) -> None:
    if not found.are_set_up():
        say(options, _("This book has no roles: everybody whom the server lets in may do all."),
            roles=False)  # fmt: skip
        return
    for name, role in found.members():
        say(options, f"{name}: {_(_CALLED[role])}", name=name, role=role)


def _sql(_options: argparse.Namespace, found: Any) -> None:
    print("BEGIN;", *(f"{statement};" for statement in found.setup_sql()), "COMMIT;", sep="\n")


def _set_up(options: argparse.Namespace, found: Any) -> None:
    found.set_up()
    words = _(
        "The book has roles now. Give them with “contactdesk server roles grant”; whoever has the "
        "book open opens it again."
    )
    say(options, words, roles=True)


def _grant(options: argparse.Namespace, found: Any) -> None:
    found.grant(options.name, options.role)
    words = _("{name}: {role}").format(name=options.name, role=_(_CALLED[options.role]))
    say(options, words, name=options.name, role=options.role)


def _revoke(options: argparse.Namespace, found: Any) -> None:
    found.revoke(options.name)
    words = _("{name} has no role any more, and is not let into the book.")
    say(options, words.format(name=options.name), name=options.name, role="")


_RUN = {"list": _list, "sql": _sql, "setup": _set_up, "grant": _grant, "revoke": _revoke}
