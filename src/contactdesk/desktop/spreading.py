"""What else would follow an edit: an organisation's people its new name, others a new address.

The offers stand above the fields; what is accepted is saved in the same step as the edit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import Banner
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Address, Contact
from contactdesk.model.organisations import address_key

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction

Also = Callable[["Transaction"], object]
NAME = "name"


class Others(NamedTuple):
    """How many other contacts have an organisation's name, and each address (by its item)."""

    named: int = 0
    sharing: dict[int, int] = {}  # noqa: RUF012 - nobody changes the empty one


class Spreading(QObject):
    """The offers of one edit; `accepted` are the changes to make with it."""

    def __init__(
        self,
        desk: Desk,
        base: Contact,
        show: Callable[[str, Banner], None],
        drop: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._show, self._drop = desk, show, drop
        self._banners: dict[str, Banner] = {}
        self._accepted: set[str] = set()
        self.begin(base)

    def begin(self, base: Contact) -> None:
        """From here on, what is typed is compared with this."""
        for key in self._banners:
            self._drop(key)
        self._banners, self._accepted = {}, set()
        self._base = self._mine = base
        self._others = Others()
        if base.number and (base.kind == "org" or base.addresses):
            self._desk.read(lambda tx: _others(tx, base), self._take)

    @property
    def is_alone(self) -> bool:
        """Whether nobody else has the name or an address of this contact."""
        return not self._others.named and not self._others.sharing

    def _take(self, others: Others) -> None:
        self._others = others
        self.look(self._mine)

    def look(self, mine: Contact) -> None:
        """Offer what follows from what is typed now; take back what no longer does."""
        self._mine = mine
        wanted = self._wanted()
        for key in [k for k in self._banners if k not in wanted]:
            del self._banners[key]
            self._accepted.discard(key)
            self._drop(key)
        for key, count in wanted.items():
            if key not in self._banners:
                banner = self._banners[key] = Banner("info", "", icon="users", action=" ")
                banner.acted.connect(lambda key=key: self._toggle(key))
                self._say(key, count)
                self._show(key, banner)

    def _wanted(self) -> dict[str, int]:
        base, mine = self._base, self._mine
        found: dict[str, int] = {}
        renamed = mine.formatted_name.strip() not in ("", base.formatted_name)
        if base.kind == mine.kind == "org" and renamed and self._others.named:
            found[NAME] = self._others.named
        now = {a.item: a for a in mine.addresses}
        for address in base.addresses:
            after = now.get(address.item)
            count = self._others.sharing.get(address.item, 0)
            if count and after and address_key(after) not in ((), address_key(address)):
                found[f"address {address.item}"] = count
        return found

    def _toggle(self, key: str) -> None:
        self._accepted ^= {key}
        self._say(key, self._wanted().get(key, 0))

    def _say(self, key: str, count: int) -> None:
        words, action = _words(key, count, self._base.formatted_name, key in self._accepted)
        self._banners[key].say(words, action)

    def accepted(self) -> list[Also]:
        """What is to be done in the same step as the edit."""
        base, mine = self._base, self._mine
        also: list[Also] = []
        wanted = self._wanted()
        if NAME in self._accepted and NAME in wanted:
            also.append(lambda tx: tx.organisations.rename(base, mine.formatted_name.strip()))
        now = {a.item: a for a in mine.addresses}
        for before in base.addresses:
            key = f"address {before.item}"
            if key in self._accepted and key in wanted:
                also.append(_move(before, now[before.item], base.number))
        return also


def _move(before: Address, after: Address, but: int) -> Also:
    return lambda tx: tx.organisations.move(before, after, but)


def _others(tx: Transaction, base: Contact) -> Others:
    named = len(tx.organisations.named(base)) if base.kind == "org" else 0
    sharing = {a.item: len(tx.organisations.sharing(a, base.number)) for a in base.addresses}
    return Others(named, {item: count for item, count in sharing.items() if count})


def _words(key: str, count: int, name: str, accepted: bool) -> tuple[str, str]:
    """The sentence of an offer and the word on its button."""
    shown, quoted = counted(count), bidi.isolated(name)
    if accepted:
        words = ngettext(
            "{count} other card changes too when you save.",
            "{count} other cards change too when you save.",
            count,
        )
        return words.format(count=shown), _("Only here")
    if key == NAME:
        words = ngettext(
            "“{name}” stands on {count} other card.",
            "“{name}” stands on {count} other cards.",
            count,
        )
        action = ngettext("Rename it on the other card too", "Rename it on all {count} too", count)
    else:
        words = ngettext(
            "{count} other card has this address.",
            "{count} other cards have this address.",
            count,
        )
        action = ngettext(
            "Change it for the other one too", "Change it for the {count} others too", count
        )
    return words.format(name=quoted, count=shown), action.format(count=shown)
