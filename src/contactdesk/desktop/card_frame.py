"""What a card is built around, and whether it has more to say than its head does."""

from __future__ import annotations

from contactdesk.desktop.card_view import CardView, Line


def frame_of(view: CardView) -> tuple[object, ...]:
    """What a card is built around: where it differs the whole card is made anew."""
    contact = view.contact
    staff = (view.people, view.near) if contact.kind == "org" else ()
    return (
        contact.number, contact.kind, contact.deleted_at, contact.archived_at, contact.photo,
        contact.categories, contact.private_to, staff, view.phone is None, view.mail is None,
    )  # fmt: skip


def says_more(works: tuple[Line, ...]) -> bool:
    """Whether the Work card would say more than the line under the name does."""
    first = works[0]
    return (
        len(works) > 1
        or first.row is not None
        or bool(first.trailing)
        or (first.second not in ("", first.middle))
    )
