"""The values of jCard (RFC 7095) beside those of vCard 4.0: types, dates and separators."""

from __future__ import annotations

import re

TYPES = {
    "adr": "text",
    "anniversary": "date-and-or-time",
    "bday": "date-and-or-time",
    "birthplace": "text",
    "caladruri": "uri",
    "caluri": "uri",
    "categories": "text",
    "clientpidmap": "text",
    "contact-uri": "uri",
    "created": "timestamp",
    "deathdate": "date-and-or-time",
    "deathplace": "text",
    "email": "text",
    "expertise": "text",
    "fburl": "uri",
    "fn": "text",
    "gender": "text",
    "geo": "uri",
    "gramgender": "text",
    "hobby": "text",
    "impp": "uri",
    "interest": "text",
    "key": "uri",
    "kind": "text",
    "lang": "language-tag",
    "language": "language-tag",
    "logo": "uri",
    "member": "uri",
    "n": "text",
    "nickname": "text",
    "note": "text",
    "org": "text",
    "org-directory": "uri",
    "photo": "uri",
    "prodid": "text",
    "pronouns": "text",
    "related": "uri",
    "rev": "timestamp",
    "role": "text",
    "socialprofile": "uri",
    "sound": "uri",
    "source": "uri",
    "tel": "text",
    "title": "text",
    "tz": "text",
    "uid": "uri",
    "url": "uri",
    "version": "text",
    "xml": "text",
}
"""What a property's value is where VALUE does not say (RFC 6350, 6474, 6715, 8605, 9554)."""

STRUCTURED = frozenset({"adr", "clientpidmap", "gender", "n", "org"})
LISTS = frozenset({"categories", "nickname"})
PARAM_LISTS = frozenset({"pid", "sort-as"})
DATES = frozenset({"date", "date-time", "time", "date-and-or-time", "timestamp"})

_PIECES = {";": re.compile(r"(?:[^\\;]|\\.|\\\Z)*"), ",": re.compile(r"(?:[^\\,]|\\.|\\\Z)*")}
_BASIC_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})|--(\d{2})(\d{2})")
_EXTENDED_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})|--(\d{2})-(\d{2})")
_BASIC_TIME = re.compile(r"(\d{2})(\d{2})(\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}(?:\d{2})?)?", re.I)
_EXTENDED_TIME = re.compile(
    r"(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}(?::?\d{2})?)?", re.I
)
_ZONE = re.compile(r"([+-]\d{2}):?(\d{2})")


def pieces(value: str, separator: str) -> list[str]:
    """The parts of a value between unescaped separators, their escapes still in them."""
    found, place, pattern = [], 0, _PIECES[separator]
    while True:
        match = pattern.match(value, place)
        assert match is not None  # it matches nothing as well
        found.append(match[0])
        place = match.end() + 1
        if place > len(value):
            return found


def extended(value: str) -> str:
    """A date or time of vCard ("19850412T102200Z") as jCard writes it; others as they are."""
    date, mark, time = value.partition("T")
    if match := _BASIC_DATE.fullmatch(date):
        date = f"--{match[4]}-{match[5]}" if match[4] else f"{match[1]}-{match[2]}-{match[3]}"
    if match := _BASIC_TIME.fullmatch(time):
        zone = _ZONE.sub(r"\1:\2", match[4] or "")
        time = ":".join(part for part in match.groups()[:3] if part) + zone
    return date + mark + time


def basic(value: str) -> str:
    """A date or time of jCard ("1985-04-12T10:22:00Z") as vCard 4.0 writes it."""
    date, mark, time = value.partition("T")
    if match := _EXTENDED_DATE.fullmatch(date):
        date = f"--{match[4]}{match[5]}" if match[4] else f"{match[1]}{match[2]}{match[3]}"
    if match := _EXTENDED_TIME.fullmatch(time):
        zone = _ZONE.sub(r"\1\2", match[4] or "")
        time = "".join(part for part in match.groups()[:3] if part) + zone
    return date + mark + time


def offset(value: str, colon: str) -> str:
    """A distance from UTC, "-0500", with this between hours and minutes."""
    return _ZONE.sub(rf"\1{colon}\2", value) if _ZONE.fullmatch(value) else value
