"""A mail to one contact or to many, begun in the person's own mail program."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.look_up import look_up
from contactdesk.errors import NotFound
from contactdesk.i18n import _, counted, ngettext

LONGEST = 1_900  # characters of a link that every system hands on; Windows stops at 2,048


def write_to(desk: Desk, numbers: list[int]) -> None:
    """Ask the book for addresses, then open the mail program.

    One gets the mail as its receiver; several are hidden from each other (Bcc). Those without an
    address are counted, and a list that is too long for a link goes to the clipboard instead.
    """

    def begin(found: Receivers) -> None:
        _open(desk, found.addresses, found.without)

    look_up(desk, lambda tx: receivers(tx, numbers), begin)


class Receivers(NamedTuple):
    """Whom a mail goes to, each address once, and how many of those meant have none."""

    addresses: list[str]
    without: int


def receivers(tx: Any, numbers: list[int]) -> Receivers:
    """Of each contact its preferred, else its first mail address; of a group its members' too.

    A group with an address of its own is written to there.
    """
    own = dict(tx.contacts.mail_addresses(numbers))
    groups = {r.number for r in tx.contacts.rows(numbers) if r.kind == "group"} - own.keys()
    found: list[str] = []
    without = 0
    for number in numbers:
        if number in groups:
            members, missing = _members_of(tx, number)
            found += members
            without += missing
        elif number in own:
            found.append(own[number])
        else:
            without += 1
    return Receivers(list({address.lower(): address for address in found}.values()), without)


def _members_of(tx: Any, number: int) -> tuple[list[str], int]:
    """The addresses of a group's members, and how many of them have none or are not known."""
    found, linked = [], []
    members = tx.contacts.get(number).members
    for entry in members:
        value = entry.value.strip()
        if value.lower().startswith("mailto:"):
            found.append(value[len("mailto:") :])
        elif value.startswith("urn:uuid:"):
            try:
                linked.append(tx.contacts.get(value.removeprefix("urn:uuid:")).number)
            except NotFound:
                continue
    found += [address for _number, address in tx.contacts.mail_addresses(linked)]
    return found, max(0, len(members) - len(found))


def mail_link(addresses: list[str]) -> str:
    """The link that a mail program understands (RFC 6068)."""
    listed = ",".join(quote(address, safe="@.+-_") for address in addresses)
    return f"mailto:{listed}" if len(addresses) == 1 else f"mailto:?bcc={listed}"


def _open(desk: Desk, addresses: list[str], without: int) -> None:
    if not addresses:
        desk.toast.emit(_("None of them has a mail address"), "", None)
        return
    link = mail_link(addresses)
    if len(link) <= LONGEST and QDesktopServices.openUrl(QUrl(link)):
        if without:
            words = ngettext(
                "{n} of them has no mail address", "{n} of them have no mail address", without
            )
            desk.toast.emit(words.format(n=counted(without)), "", None)
        return
    QGuiApplication.clipboard().setText(", ".join(addresses))
    words = ngettext(
        "{n} mail address is on the clipboard: paste it into your mail program",
        "{n} mail addresses are on the clipboard: paste them as Bcc into your mail program",
        len(addresses),
    )
    desk.toast.emit(words.format(n=counted(len(addresses))), "", None)
