"""Which function writes a format; each is imported only when a file of its kind is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from contactdesk.formats.registry import Choices
from contactdesk.model.contact import Contact


def _nobody_hears(written: bytes) -> None:
    pass


class Outgoing(NamedTuple):
    """A contact to be written, with the card as it once came and the picture's bytes, if any.

    `proven` hears the card that a writer made of it, where that is known to say just the contact.
    `card` is the vCard where it is written already, and whether that `is_proven`; if so, only the
    name of the contact need be there.
    """

    contact: Contact
    original: bytes | None = None
    photo: bytes | None = None
    proven: Callable[[bytes], None] = _nobody_hears
    card: bytes | None = None
    is_proven: bool = True


Records = Callable[[], Iterator[Outgoing]]
"""Goes over all contacts, one at a time; a writer may ask for it again (a second pass)."""

Writer = Callable[[Records, Choices], Iterator[bytes]]
"""A whole file in pieces, in little memory; `choices` are what the format's module reads."""


class Kind(NamedTuple):
    """How a format is written.

    `version` is the vCard version ("keep": as it came) by whose rules relations are told; "" for
    the book's own words. `whole` says that originals and photos are wanted too.
    """

    where: str
    version: str = ""
    whole: bool = False
    ending: str = ""


_KINDS = {
    "vcard": Kind("vcard_writing:write_file", "keep", True, "vcf"),
    "vcard21": Kind("vcard_writing:write_file", "2.1", True, "vcf"),
    "vcard30": Kind("vcard_writing:write_file", "3.0", True, "vcf"),
    "vcard40": Kind("vcard_writing:write_file", "4.0", True, "vcf"),
    "jsonl": Kind("jsonl:write_file", ending="jsonl"),
    "jcard": Kind("jcard_writing:write_file", "4.0", True, "json"),
    "ldif": Kind("ldif_writing:write_file", "3.0", True, "ldif"),
    "csv": Kind("csv_writing:write_file", "4.0", ending="csv"),
    "xlsx": Kind("xlsx_writing:write_file", "4.0", ending="xlsx"),
}


def writable() -> tuple[str, ...]:
    """The formats that can be written, by their names on the command line."""
    return tuple(_KINDS)


def kind_of(name: str) -> Kind:
    """What writing a format of `writable` needs."""
    return _KINDS[name]


def writer(kind: str) -> Writer:
    """The function that writes a format of `writable`; vCards want `version` in the choices."""
    module, _colon, name = _KINDS[kind].where.partition(":")
    found: Writer = getattr(import_module(f"contactdesk.formats.{module}"), name)
    return found
