"""Cards that were read before: shown while the book is away, with what waits to be saved."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from contactdesk.desktop.card_values import details_of, others_of
from contactdesk.desktop.feedback import EmptyState
from contactdesk.i18n import _
from contactdesk.model.names import display_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from contactdesk.desktop.card_view import CardView, Line
    from contactdesk.desktop.desk import Desk
    from contactdesk.model.contact import Contact, Membership

KEPT = 300


class KnownCards:
    """The cards shown last, by the number of their contact."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cards: OrderedDict[int, CardView] = OrderedDict()
        self._page: EmptyState | None = None

    def seen(self, view: CardView) -> CardView:
        """Remember what was read of a contact; the card as what waits for the book leaves it."""
        number = view.contact.number
        waiting = self._desk.outbox.contact(view.contact.id)
        if waiting is not None and view.contact == waiting:
            return view  # it was made here
        self._cards[number] = view
        self._cards.move_to_end(number)
        while len(self._cards) > KEPT:
            self._cards.popitem(last=False)
        return view if waiting is None else self._as_waiting(view, waiting)

    def of(self, number: int) -> CardView | None:
        """A contact's card as it was read last, None where it never was."""
        return self._cards.get(number)

    def contacts(self) -> list[Contact]:
        """The contacts whose cards were looked at."""
        return [view.contact for view in self._cards.values()]

    def _as_waiting(self, view: CardView, mine: Contact) -> CardView:
        facts, today = self._desk.facts, date.today()
        region = facts.region if facts is not None else ""
        family_first = self._desk.settings.name_order == "family"
        return replace(
            view,
            contact=mine,
            name=display_name(mine, family_first),
            details=details_of(mine, region, today, {}),
            others=others_of(mine),
            works=tuple(_work(view, each) for each in mine.memberships)
            if mine.kind != "org"
            else view.works,
            picture=view.picture if mine.photo == view.contact.photo else None,
        )

    def away_page(self, stack: QStackedWidget) -> EmptyState:
        """What is shown in place of a card that cannot be read."""
        if self._page is None:
            self._page = EmptyState(
                "cloud-off",
                _("This card cannot be shown just now"),
                _("The book is away. Cards that you looked at before can be read and edited."),
                tone="slate",
            )
            stack.addWidget(self._page)
        return self._page


def _work(view: CardView, membership: Membership) -> Line:
    """A job's line: that of before with what was typed, or a new one of words alone."""
    from contactdesk.desktop.card_view import Line

    known = (w for w in view.works if w.item and w.item == membership.item)
    old = next((w for w in known if w.name == membership.organisation), None)
    parts = [membership.job_title, membership.role, " / ".join(membership.departments)]
    second = " · ".join(dict.fromkeys(part for part in parts if part))
    if old is not None:
        return replace(old, second=second, middle=membership.job_title)
    return Line(
        membership.organisation, second, middle=membership.job_title, kind="org",
        item=membership.item,
    )  # fmt: skip
