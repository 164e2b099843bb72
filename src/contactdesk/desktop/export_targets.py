"""For whom an export can be: programs by their names, and files by their kinds."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLocale

from contactdesk.formats.writers import kind_of, writable
from contactdesk.i18n import N_, _


class Target(NamedTuple):
    """What a person chooses: words, the format or the receiver, and the file's ending."""

    words: str
    format: str
    receiver: str
    ending: str

    @property
    def name(self) -> str:
        """What its losses go by."""
        return self.receiver or self.format


class Chosen(NamedTuple):
    """A target, the delimiter of its table (","; "" for other files), and whether every contact
    gets a file of its own."""

    target: Target
    delimiter: str = ""
    each: bool = False


DELIMITERS = ((",", N_("Comma  ,")), (";", N_("Semicolon  ;")), ("\t", N_("Tab")))


def usual_delimiter(locale: QLocale | None = None) -> str:
    """What spreadsheets of this country (None: the computer's) put between cells: where a comma
    parts decimals, Excel expects a semicolon."""
    return ";" if (locale or QLocale.system()).decimalPoint() == "," else ","


_PROGRAMS = (
    (N_("Any program (vCard)"), "vcard", ""),
    (N_("Apple: iPhone, Mac, iCloud"), "vcard30", "apple"),
    (N_("Google: Gmail, Google Contacts"), "vcard30", "google"),
    (N_("Outlook"), "vcard21", "outlook"),
    (N_("Android, without Google"), "vcard30", "android"),
    (N_("Nextcloud"), "vcard40", "nextcloud"),
    (N_("Thunderbird, Evolution (LDIF)"), "ldif", ""),
)
_FILES = (
    (N_("Spreadsheet (Excel)"), "xlsx"),
    (N_("Spreadsheet (CSV)"), "csv"),
    (N_("vCard 2.1"), "vcard21"),
    (N_("vCard 3.0"), "vcard30"),
    (N_("vCard 4.0"), "vcard40"),
    (N_("jCard, for web programs"), "jcard"),
    (N_("JSON Lines, for scripts"), "jsonl"),
)


def targets() -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """All of them: programs first, then kinds of file."""
    programs = (_target(words, kind, receiver) for words, kind, receiver in _PROGRAMS)
    files = (_target(words, kind, "") for words, kind in _FILES if kind in writable())
    return tuple(programs), tuple(files)


def _target(words: str, kind: str, receiver: str) -> Target:
    return Target(_(words), kind, receiver, kind_of(kind).ending)
