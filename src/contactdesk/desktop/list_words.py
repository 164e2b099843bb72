"""The words around the list: where a search found something, and why a list is empty."""

from __future__ import annotations

from contactdesk.i18n import N_, _
from contactdesk.store.listing import ListQuery

_SHORT = {
    "phones": N_("Phone"),
    "emails": N_("E-mail"),
    "addresses": N_("Address"),
    "urls": N_("Web"),
    "impp": N_("Messenger"),
    "nicknames": N_("Nickname"),
    "memberships": N_("Work"),
    "categories": N_("Category"),
    "related": N_("Related"),
    "note": N_("Note"),
}


def field_word(field: str) -> str:
    """A field of a contact in one word: "Phone"."""
    if field in _SHORT:
        return _(_SHORT[field])
    from contactdesk.model.record import LABELS

    return _(LABELS.get(field, N_("Found in")))


def nobody_in(scope: str) -> tuple[str, str, str]:
    """Icon, title and sentence for a list without anybody."""
    return {
        "people": (
            "user",
            _("No people yet"),
            _("People you add or import are listed here."),
        ),
        "organisations": (
            "building-2",
            _("No organisations yet"),
            _("Organisations you add or import are listed here."),
        ),
        "starred": _none_starred(),
        "mine": _none_of_mine(),
        "category": (
            "tag",
            _("Nobody in this category"),
            _("Contacts with this category are listed here."),
        ),
        "group": (
            "funnel",
            _("Nobody in this smart group now"),
            _("Whoever its rules find is listed here, by itself."),
        ),
        "archive": (
            "archive",
            _("The archive is empty"),
            _("Contacts you archive are kept here, out of the other lists."),
        ),
        "bin": (
            "trash-2",
            _("The bin is empty"),
            _("What you delete waits here until you bring it back."),
        ),
    }[scope]


def _none_starred() -> tuple[str, str, str]:
    return (
        "star",
        _("Nobody starred yet"),
        _("Give a star to those you need often: select them and press Ctrl+D."),
    )


def _none_of_mine() -> tuple[str, str, str]:
    return (
        "user-check",
        _("Nobody is yours"),
        _(
            "Contacts whose owner you are are listed here: select them and choose “Owner and "
            "privacy…”."
        ),
    )


def search_words(query: ListQuery) -> str:
    """What the search field of a list says while it is empty."""
    if query.scope == "category":
        return _("Search {name}").format(name=query.category)
    return {
        "people": _("Search people"),
        "organisations": _("Search organisations"),
        "starred": _("Search starred"),
        "mine": _("Search mine"),
        "group": _("Search this group"),
        "archive": _("Search the archive"),
        "bin": _("Search the bin"),
    }.get(query.scope, _("Search contacts"))
