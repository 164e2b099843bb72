"""What a file is, by its first bytes; a name decides only where the bytes do not."""

from __future__ import annotations

import re

from contactdesk.formats.event_lines import OFFICE
from contactdesk.i18n import N_, _

HEAD = 4096
"""So many first bytes are enough to tell."""

_VCARD = re.compile(rb"(?:\A|[\r\n])(?:\xef\xbb\xbf)?[ \t]*begin[ \t]*:[ \t]*vcard", re.IGNORECASE)
_CALENDAR = re.compile(
    rb"(?:\A|[\r\n])(?:\xef\xbb\xbf)?[ \t]*begin[ \t]*:[ \t]*v(?:calendar|event|todo|journal)",
    re.IGNORECASE,
)
_LDIF = re.compile(rb"(?:\A|[\r\n])dn::?[ \t]*[\w+/=-]", re.IGNORECASE)
_MARKUP = re.compile(rb"\A\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_JCARD = re.compile(rb'\A\s*\[\s*(?:\[\s*)?"vcard"\s*,', re.IGNORECASE)
_JCAL = re.compile(rb'\A\s*\[\s*(?:\[\s*)?"(?:vcalendar|vevent|vtodo|vjournal)"\s*,', re.IGNORECASE)
_CONTACT_LINE = re.compile(
    rb'\A\s*\{.*"type"\s*:\s*"(?:contact|event|task|journal|call|document|%s)"' % OFFICE
)

_SENTENCES = {
    "nothing": N_("This file is empty."),
    "zeros": N_("This file begins with nothing but zeros: it is damaged. Fetch or save it anew."),
    "pdf": N_("This looks like a PDF document."),
    "picture": N_("This looks like a picture."),
    "sound": N_("This looks like a sound or a film."),
    "spreadsheet": N_("This looks like a spreadsheet; save it as .xlsx or CSV."),
    "xlsx": N_("This workbook holds no rows with contacts."),
    "document": N_("This looks like a text document."),
    "zip": N_("This looks like a ZIP archive; unpack it and choose the file inside."),
    "archive": N_("This looks like a compressed file; unpack it and choose the file inside."),
    "book": N_("This looks like a ContactDesk book; open it with File > Open."),
    "database": N_("This looks like a database of another program."),
    "html": N_("This looks like a web page."),
    "calendar": N_("This looks like a calendar; it holds no contacts."),
    "outlook": N_("This looks like an Outlook file; export the contacts there as vCard."),
    "jsonl": N_("This looks like ContactDesk's JSON Lines, but it holds no contacts."),
    "jcal": N_("This looks like a jCal calendar; it holds no contacts."),
    "jcard": N_("This looks like a jCard file without anybody in it."),
    "json": N_("This looks like JSON data."),
    "xml": N_("This looks like XML data."),
    "ldif": N_("This looks like an LDIF address book without anybody in it."),
    "csv": N_("This looks like a table, but it holds no rows with contacts."),
    "program": N_("This looks like a program."),
    "text": N_("This looks like plain text without a vCard in it."),
    "": N_("This is no kind of file that ContactDesk knows."),
}
_STARTS = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"BM", "picture"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"!BDN", "outlook"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"{\\rtf", "document"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\0"
_FORMATS = {
    "calendar": "ical",
    "ldif": "ldif",
    "jsonl": "jsonl",
    "jcard": "jcard",
    "jcal": "jcal",
    "csv": "csv",
    "xlsx": "xlsx",
}
_TABLES = ("csv", "tsv", "tab")
_ENDINGS = {"vcf": "vcard", "vcard": "vcard", "ldif": "ldif"}


def guess_format(head: bytes, name: str = "") -> str:
    """The format of a file by its first bytes: "vcard", "csv", "xlsx", "ldif" … or "".

    A vCard that begins with more than 4 KB of other text is known by its name.
    """
    text = _narrowed(head)
    if _VCARD.search(text):
        return "vcard"
    kind = _kind(text[:HEAD], head[:HEAD], name)
    if kind == "text" and len(head) >= HEAD:
        return _ENDINGS.get(_ending(name), "")
    return _FORMATS.get(kind, "")


def describe(head: bytes, name: str = "") -> str:
    """A sentence for a person about a file that is no vCard: what it looks like instead."""
    return _(_SENTENCES[_kind(_narrowed(head[:HEAD]), head[:HEAD], name)])


def _narrowed(head: bytes) -> bytes:
    """The first bytes as one byte a character, for a look only."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "ignore").encode()
    if head[1:2] == b"\0" or head[:1] == b"\0":
        return head.replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _kind(text: bytes, head: bytes, name: str) -> str:
    if not head:
        return "nothing"
    if not head.strip(b"\0"):
        return "zeros"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(_SQLITE):
        return "book" if _ending(name) == "cdk" or head[68:72] == b"CDk1" else "database"
    if head.startswith(_OLE):
        ending = _ending(name)
        return {"xls": "spreadsheet", "doc": "document", "msg": "outlook"}.get(ending, "document")
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(head)
    if head[:4] == b"RIFF":
        return "picture" if head[8:12] == b"WEBP" else "sound"
    if head[4:8] == b"ftyp":
        return "picture" if head[8:11] in (b"hei", b"mif", b"avi") else "sound"
    return _text_kind(text, name)


def _zip_kind(head: bytes) -> str:
    if b"xl/workbook.bin" in head or b"opendocument.spreadsheet" in head:
        return "spreadsheet"
    if b"xl/" in head:
        return "xlsx"
    if b"word/" in head or b"opendocument.text" in head:
        return "document"
    return "xlsx" if b"[Content_Types].xml" in head and b"ppt/" not in head else "zip"


def _text_kind(text: bytes, name: str) -> str:
    odd = sum(1 for byte in text if byte < 9 or 14 <= byte < 27)
    if odd > len(text) // 20:
        return ""
    if not text.strip():
        return "nothing"
    if _CALENDAR.search(text):
        return "calendar"
    if _MARKUP.match(text):
        return "html"
    if text.lstrip().startswith(b"<?xml"):
        return "html" if b"<html" in text.lower() else "xml"
    if _CONTACT_LINE.match(text):
        return "jsonl"
    if _JCARD.match(text):
        return "jcard"
    if _JCAL.match(text):
        return "jcal"
    if text.lstrip()[:1] in (b"{", b"["):
        return "json"
    if _LDIF.search(text):
        return "ldif"
    return "csv" if _is_table(text, name) else "text"


def _is_table(text: bytes, name: str) -> bool:
    """By its name, or by rows that are alike."""
    if _ending(name) in _TABLES:
        return True
    if not any(mark in text for mark in (b",", b";", b"\t", b"|")):
        return False
    from contactdesk.formats.table_encodings import guess_encoding
    from contactdesk.formats.table_layout import looks_like_table

    return looks_like_table(text, guess_encoding(text))
