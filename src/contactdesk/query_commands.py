"""What the command line does with rules: `find`, `groups`, `group`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from contactdesk.commands import open_book, say, tell_archived
from contactdesk.errors import NotFound
from contactdesk.i18n import _, ngettext
from contactdesk.model.query import Group, rules_of
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_words import contradiction, sentence
from contactdesk.model.query_writing import written
from contactdesk.model.smart_group import SmartGroup
from contactdesk.operations.group_news import GroupNow, groups_now
from contactdesk.store.book import Transaction
from contactdesk.store.listing import ContactRow, ListQuery


def find(options: argparse.Namespace) -> int:
    """Print the contacts that words or rules find; status 1 when there are none."""
    text = " ".join(options.words)
    with open_book(options) as book, book.read() as tx:
        tree = parsed(text, tx.queries.fields())
        if not _asks_fields(tree):
            return _find_words(options, tx, text)
        if options.archived:
            tree = Group("all", (tree, *parsed("is:archived").parts))
        if why := contradiction(tree, tx.queries.fields()):
            print(f"contactdesk: {why}", file=sys.stderr)
        numbers = tx.queries.numbers(tree)
        _print(options, tx.contacts.rows(numbers[: options.limit]))
    return 0 if len(numbers) else 1


def _asks_fields(tree: Group) -> bool:
    """Whether a text says more than words to look for."""
    rules = list(rules_of(tree))
    return len(rules) > 1 or tree.how != "all" or any(rule.field for rule in rules)


def _find_words(options: argparse.Namespace, tx: Transaction, text: str) -> int:
    """The search of the window: names first, then where else the words are."""
    scope = "archive" if options.archived else "all"
    found = tx.contacts.search(text, ListQuery(scope), options.limit)
    rows = tx.contacts.found_rows(found, text)
    _print(options, rows)
    tell_archived(options, found.archived)
    return 0 if rows else 1


def _print(options: argparse.Namespace, rows: Sequence[ContactRow]) -> None:
    for row in rows:
        where = f"  ({row.matched_text})" if row.matched_text else ""
        say(
            options, f"{row.name}\t{row.subtitle}{where}\t{row.id}", id=row.id, name=row.name,
            subtitle=row.subtitle, matched=row.matched or "name", matched_text=row.matched_text,
        )  # fmt: skip


def numbers_of(tx: Transaction, text: str) -> list[int]:
    """The contacts that rules find, in name order; raises for rules that can find nobody."""
    return list(tx.queries.numbers(_possible(text, tx.queries.fields())))


def _possible(text: str, fields: Fields) -> Group:
    """The rules of a text, which do not contradict each other."""
    tree = parsed(text, fields)
    if why := contradiction(tree, fields):
        raise QueryError(_("{reason} Nothing was written.").format(reason=why))
    return tree


def groups(options: argparse.Namespace) -> int:
    """List the smart groups with how many are in, or print who is in one."""
    with open_book(options) as book, book.read() as tx:
        now = datetime.now(UTC).replace(tzinfo=None)
        if options.name:
            shown = tx.smart_groups.shown_to(tx.people.me().id)
            group = next((g for g in shown if g.name == options.name), None)
            if group is None:
                words = _("There is no smart group “{name}”.").format(name=options.name)
                raise NotFound(words)
            _print(options, tx.contacts.rows(list(tx.queries.of_group(group).numbers)))
            return 0
        found = groups_now(tx, now)
        for each in found:
            _say_group(options, each, tx.queries.fields())
    return 0 if found else 1


def _say_group(options: argparse.Namespace, each: GroupNow, fields: Fields) -> None:
    """A group with how many are in; where one wants to hear of it, with how many came in."""
    group, came = each.group, each.came
    people = ngettext("{n} contact", "{n} contacts", each.people).format(n=each.people)
    words = [group.name, people, written(parsed(group.rules, fields), fields)]
    if came:
        words.append(ngettext("{n} came in", "{n} came in", came).format(n=came))
    say(
        options, "\t".join(words), id=group.id, name=group.name, contacts=each.people,
        rules=group.rules, told=each.is_told, came_in=came,
    )  # fmt: skip


def add_group(options: argparse.Namespace) -> int:
    """Make a smart group."""
    name = " ".join(options.name.split())
    with open_book(options) as book:
        with book.read() as tx:
            fields = tx.queries.fields()
            tree = _possible(" ".join(options.rules), fields)
        with book.write(_("New smart group {name}").format(name=name)) as tx:
            made = tx.smart_groups.add(SmartGroup(name=name, rules=written(tree)))
    words = _("{name}: {sentence}").format(name=name, sentence=sentence(tree, fields))
    say(options, words, id=made.id, name=name, rules=made.rules)
    return 0
