"""What the list says when there is nobody in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.list_words import nobody_in
from contactdesk.desktop.near_miss import NearMiss
from contactdesk.i18n import _
from contactdesk.model.shown import shortened
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.list_pane import ListPane


def empty_of(pane: ListPane, searched: str, near: NearMiss | None) -> EmptyState:
    """What a list without rows says, or a search in it."""
    if not searched:
        return nobody_here(pane.query)
    can_add = pane.desk is not None and not pane.desk.read_only and pane.query.scope != "bin"
    create = partial(pane.new_wanted.emit, "individual", searched) if can_add else None
    return nobody_found(searched, create, near, pane.search.setText)


def nobody_here(query: ListQuery) -> EmptyState:
    """An empty list, in the words of its kind."""
    return EmptyState(*nobody_in(query.scope), tone="slate")


def nobody_found(
    text: str,
    create: Callable[[], None] | None,
    near: NearMiss | None,
    search: Callable[[str], object],
) -> EmptyState:
    """A search without a hit; `create` makes a contact of what was typed, None where it may not.

    `near` is a name that may have been meant; `search` looks for it instead.
    """
    words = _("Search looks at names, organisations, phones, e-mails, addresses and notes.")
    if near is not None:
        meant = _("Did you mean {name} ({count})?").format(name=near.name, count=near.hits)
        words = f"{meant} {words}"
    title = _("Nobody called “{name}”").format(name=text)
    empty = EmptyState("search-x", title, words, tone="slate")
    if near is not None:
        show = Button(_("Show {name}").format(name=shortened(near.name, 17)))
        show.clicked.connect(lambda _on=False, name=near.name: search(name))
        empty.add_button(show)
    if create is not None:
        button = Button(_("Create “{name}”").format(name=shortened(text, 17)), "secondary", "plus")
        button.clicked.connect(lambda _on=False: create())
        empty.add_button(button)
    return empty
