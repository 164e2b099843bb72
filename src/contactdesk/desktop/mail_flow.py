"""A mail to one contact or to many, begun in the person's own mail program."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.numbers import counted
from contactdesk.i18n import _, ngettext

LONGEST = 1_900  # characters of a link that every system hands on; Windows stops at 2,048


def write_to(desk: Desk, numbers: list[int]) -> None:
    """Ask the book for addresses, then open the mail program.

    One gets the mail as its receiver; several are hidden from each other (Bcc). Those without an
    address are counted, and a list that is too long for a link goes to the clipboard instead.
    """

    def begin(addresses: list[str]) -> None:
        unique = list({a.lower(): a for a in addresses}.values())
        _open(desk, unique, len(numbers) - len(addresses))

    desk.read(lambda tx: addresses_of(tx, numbers), begin)


def addresses_of(tx: Any, numbers: list[int]) -> list[str]:
    """Of each contact that has one its preferred, else its first mail address."""
    return [address for _number, address in tx.contacts.mail_addresses(numbers)]


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
