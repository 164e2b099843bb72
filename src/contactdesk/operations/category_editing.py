"""Renaming, merging and deleting categories, with everybody who has them, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model import categories as named
from contactdesk.model.contact import Contact
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction


class Renamed(NamedTuple):
    """What a rename did: how many contacts have other categories, and what became one."""

    contacts: int
    merged: tuple[str, ...]


def add(book: Book, name: str, colour: str = "") -> None:
    """Make a category nobody has yet."""
    with book.write(_("New category {name}").format(name=name)) as tx:
        tx.categories.add(name, colour)


def recolour(book: Book, name: str, colour: str) -> None:
    """Give a category a colour of the palette."""
    with book.write(_("Colour of {name}").format(name=name)) as tx:
        tx.categories.recolour(name, colour)


def keep_in_touch(book: Book, name: str, interval: str) -> None:
    """Say how often one is to be in touch with whoever is in a category, in days; "" takes it
    back."""
    with book.write(_("Keep in touch with {name}").format(name=name)) as tx:
        tx.categories.keep_in_touch(name, interval)


def rename(book: Book, old: str, new: str, progress: Progress | None = None) -> Renamed:
    """Call a category and those inside it by another name; onto one that exists, both become one.

    Raises `ContactDeskError` when it would lie inside itself, `Cancelled` when stopped.
    """
    if new == old or not new:
        return Renamed(0, ())
    if named.is_within(new, old):
        raise ContactDeskError(
            _("{name} cannot be put inside itself. Nothing was changed.").format(name=old)
        )
    progress = progress or Progress()
    label = _("Rename {name} to {new}").format(name=old, new=new)
    with book.write(label, stopped=lambda: progress.stopped) as tx:
        moves = named.renamed(tx.categories.names_within(old), old, new)
        fresh = {name for name in moves.values() if tx.categories.make_room(name)}
        merged = tuple(name for name in moves.values() if name not in fresh)
        if merged:
            tx.log.label = _("Merge {name} into {new}").format(name=old, new=new)
        changed = _change(tx, moves, lambda c: named.replaced(c.categories, moves), progress)
        for before, after in moves.items():
            uuid = tx.categories.id_of(before)
            if after in fresh:
                tx.categories.take_over(uuid, after)
            else:
                tx.categories.withdraw(uuid)
        _rename_in_fields(tx, moves)
        progress.check()
    return Renamed(changed, merged)


def _rename_in_fields(tx: Transaction, moves: Mapping[str, str]) -> None:
    """Custom fields that only some categories have follow their names."""
    for field in tx.custom_fields.all():
        names = tuple(dict.fromkeys(moves.get(n, n) for n in field.only_categories))
        if names != field.only_categories:
            tx.custom_fields.save(replace(field, only_categories=names), field)


def delete(book: Book, name: str, progress: Progress | None = None) -> int:
    """Delete a category and those inside it; the contacts stay. How many of them had it."""
    progress = progress or Progress()
    label = _("Delete category {name}").format(name=name)
    with book.write(label, stopped=lambda: progress.stopped) as tx:
        gone = tx.categories.names_within(name)
        moves = dict.fromkeys(gone, "")
        changed = _change(
            tx, moves, lambda c: tuple(w for w in c.categories if w not in moves), progress
        )
        for each in gone:
            tx.categories.withdraw(tx.categories.id_of(each))
        progress.check()
    return changed


def put(
    book: Book,
    numbers: Sequence[int],
    add_to: str,
    take_from: str = "",
    progress: Progress | None = None,
) -> int:
    """Give contacts a category ("" for none), and take another away; how many were changed.

    What is taken away goes with those inside it: that is the list the contacts leave.
    """
    progress = progress or Progress()
    with book.write(put_label(add_to, take_from), stopped=lambda: progress.stopped) as tx:
        changed = tx.contacts.change_many(
            numbers,
            lambda c: with_category(c, add_to, take_from),
            ("categories",),
            lambda done: progress.report(done, len(numbers)),
        )
        progress.check()
    return len(changed)


def drop(book: Book, number: int, name: str) -> int:
    """Take one category, and none of those inside it, from one contact; 1 when it had it."""
    with book.write(put_label("", name)) as tx:
        changed = tx.contacts.change_many(
            [number],
            lambda c: without(c, name),
            ("categories",),
        )
    return len(changed)


def without(contact: Contact, name: str) -> Contact:
    """The contact without one category, and with those inside it."""
    return replace(contact, categories=tuple(w for w in contact.categories if w != name))


def put_label(add_to: str, take_from: str) -> str:
    """What it is called that contacts get a category, and lose another."""
    if add_to and take_from:
        return _("Move from {name} to {new}").format(name=take_from, new=add_to)
    if add_to:
        return _("Add to {name}").format(name=add_to)
    return _("Take out of {name}").format(name=take_from)


def with_category(contact: Contact, add_to: str, take_from: str) -> Contact:
    """The contact with a category ("" for none more), and without another and those inside it."""
    kept = [w for w in contact.categories if not take_from or not named.is_within(w, take_from)]
    words = (*kept, add_to) if add_to and add_to not in kept else tuple(kept)
    return replace(contact, categories=words) if words != contact.categories else contact


def _change(
    tx: Transaction,
    moves: Mapping[str, str],
    words: Callable[[Contact], tuple[str, ...]],
    progress: Progress,
) -> int:
    """Give everybody who has one of these categories other words; how many were changed."""
    numbers = tx.categories.contacts_of(moves)

    def changed(contact: Contact) -> Contact:
        now = words(contact)
        return replace(contact, categories=now) if now != contact.categories else contact

    done = tx.contacts.change_many(
        numbers, changed, ("categories",), lambda n: progress.report(n, len(numbers))
    )
    return len(done)
