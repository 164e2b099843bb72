"""What the list says when there is nobody in it."""

from __future__ import annotations

from collections.abc import Callable

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.list_words import nobody_in
from contactdesk.i18n import _
from contactdesk.store.listing import ListQuery


def nobody_here(query: ListQuery) -> EmptyState:
    """An empty list, in the words of its kind."""
    return EmptyState(*nobody_in(query.scope), tone="slate")


def nobody_found(text: str, create: Callable[[], None] | None) -> EmptyState:
    """A search without a hit; `create` makes a contact of what was typed, None where it may not."""
    empty = EmptyState(
        "search-x",
        _("Nobody called “{name}”").format(name=text),
        _("Search looks at names, organisations, phones, e-mails, addresses and notes."),
        tone="slate",
    )
    if create is not None:
        short = text if len(text) < 18 else text[:17] + "…"
        button = Button(_("Create “{name}”").format(name=short), "secondary", "plus")
        button.clicked.connect(lambda _on=False: create())
        empty.add_button(button)
    return empty
