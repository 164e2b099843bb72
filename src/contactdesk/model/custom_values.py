"""What may stand in a custom field: the one spelling of each type, and what fits another type.

Numbers have a decimal point, dates are ISO 8601, "yes" and "no" are those words, chosen words are
spelt as the choice, several of them with line breaks between, files as `custom_files.py` has them.
What does not fit is never lost: it is kept as it was typed, and said to be no number, no date ….
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.custom import (
    CONTACT,
    DATE,
    FILE,
    LONG_TEXT,
    MONEY,
    NUMBER,
    ONE_OF,
    SEVERAL_OF,
    TEXT,
    URL,
    YES_NO,
    FieldDefinition,
)
from contactdesk.model.custom_files import FileRef, files_of, names_of, value_of_files
from contactdesk.model.dates import PartialDate

YES, NO = "yes", "no"
BREAK = "\n"  # between several chosen words
_YES = {"yes", "y", "true", "1", "on", "x", "tak", "ja", "oui", "si", "是", "بله", "آری"}
_NO = {"no", "n", "false", "0", "off", "nie", "nein", "non", "否", "خیر", "نه"}
_DIGITS = re.compile(r"[-+−]?[\d.,'’٫٬  \s]*\d[\d.,'’٫٬\s]*")
_PARTED = re.compile(r"\s*[\n;,،，、]\s*")


class Reading(NamedTuple):
    """What was typed in the spelling of a type; `problem` says why it is not one of it."""

    value: str
    problem: str = ""


def read(field: FieldDefinition, typed: str, decimal: str = ".") -> Reading:
    """What somebody typed, or a file says, as this field keeps it.

    `decimal` is the sign before the fraction where people write so: it decides what "1.500" is.
    """
    text = typed.strip()
    return _READERS.get(field.type, _text)(field, text, decimal) if text else Reading("")


def number(text: str, decimal: str = ".") -> str:
    """A number as people write it, with a point and no zeros that say nothing; "" for none."""
    plain = "".join(_latin(sign) for sign in text.strip())
    if not _DIGITS.fullmatch(plain):
        return ""
    plain = re.sub(r"[\s'’٬]", "", plain).replace("−", "-").replace("٫", ".")
    try:
        found = Decimal(_with_point(plain, decimal))
    except InvalidOperation:
        return ""
    spelt = f"{found:f}"
    spelt = spelt.rstrip("0").rstrip(".") if "." in spelt else spelt
    return "0" if spelt in ("-0", "") else spelt


def _latin(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _with_point(plain: str, decimal: str) -> str:
    """The last of two different signs parts the fraction; a single one may part thousands."""
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        last = "." if plain.rfind(".") > plain.rfind(",") else ","
        return plain.replace("," if last == "." else ".", "").replace(",", ".")
    sign = "." if points else ","
    if points + commas > 1:
        return plain.replace(sign, "")
    if points + commas and sign != decimal and re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", plain):
        return plain.replace(sign, "")
    return plain.replace(",", ".")


def _text(_field: FieldDefinition, text: str, _decimal: str) -> Reading:
    return Reading(text)


def _line(_field: FieldDefinition, text: str, _decimal: str) -> Reading:
    return Reading(" ".join(text.split()))


def _number(_field: FieldDefinition, text: str, decimal: str) -> Reading:
    found = number(text, decimal)
    return Reading(found) if found else Reading(text, _("This is no number. Example: 1250.50"))


def _money(field: FieldDefinition, text: str, decimal: str) -> Reading:
    """A currency beside the number may be written; it is the field's own."""
    bare = text.replace(field.unit, "") if field.unit else text
    bare = "".join(sign for sign in bare if unicodedata.category(sign) != "Sc")
    found = number(bare, decimal)
    return Reading(found) if found else Reading(text, _("This is no amount. Example: 1250.50"))


def _date(_field: FieldDefinition, text: str, _decimal: str) -> Reading:
    found = PartialDate.parse(text)
    if found.text:
        return Reading(text, _("This is no date. Example: 2026-03-14"))
    return Reading(str(found))


def _yes_no(_field: FieldDefinition, text: str, _decimal: str) -> Reading:
    word = text.casefold()
    if word in _YES | _NO:
        return Reading(YES if word in _YES else NO)
    return Reading(text, _("This is neither yes nor no."))


def _one_of(field: FieldDefinition, text: str, _decimal: str) -> Reading:
    name = _chosen(field, text)
    if name:
        return Reading(name)
    return Reading(text, _("“{value}” is none of the choices.").format(value=text))


def _several_of(field: FieldDefinition, text: str, _decimal: str) -> Reading:
    if whole := _chosen(field, text):
        return Reading(whole)
    words = text.split(BREAK)  # as it is kept: a choice may have a comma in it
    if not all(_chosen(field, word) for word in words):
        words = [word for word in _PARTED.split(text) if word]
    names = {word: _chosen(field, word) for word in words}
    order = [choice.name for choice in field.choices]
    known = sorted({n for n in names.values() if n}, key=order.index)
    strange = [word for word, name in names.items() if not name]
    value = BREAK.join([*known, *strange])
    if not strange:
        return Reading(value)
    return Reading(value, _("“{value}” is none of the choices.").format(value=strange[0]))


def _chosen(field: FieldDefinition, word: str) -> str:
    """The choice that is spelt so, in whatever case; "" for none."""
    names = [choice.name for choice in field.choices]
    if word in names:
        return word
    folded = fold.fold(word)
    return next((name for name in names if fold.fold(name) == folded), "")


def _url(_field: FieldDefinition, text: str, _decimal: str) -> Reading:
    if " " in text or "." not in text:
        return Reading(text, _("This does not look like a web address. Example: www.example.com"))
    return Reading(text)


def _files(_field: FieldDefinition, text: str, _decimal: str) -> Reading:
    # what is about to be brought, or a place, is said by a form alone: from a file it is a name
    files = [each if each.id else FileRef(each.name) for each in files_of(text)]
    value = value_of_files(files)
    if strange := next((each.name for each in files if each.is_only_a_name), ""):
        words = _("“{value}” is the name of a file, but the file is not here.")
        return Reading(value, words.format(value=strange))
    return Reading(value)


_READERS: Mapping[str, Callable[[FieldDefinition, str, str], Reading]] = {
    TEXT: _line,
    LONG_TEXT: _text,
    NUMBER: _number,
    MONEY: _money,
    DATE: _date,
    YES_NO: _yes_no,
    ONE_OF: _one_of,
    SEVERAL_OF: _several_of,
    URL: _url,
    CONTACT: _line,
    FILE: _files,
}


class Fitting(NamedTuple):
    """What becomes of values when their field changes: those that are spelt anew (before ->
    after), how many contacts' values fit, and how many stay as they are, as text."""

    spelt: dict[str, str]
    fit: int
    stay: int


def fitting(before: FieldDefinition, after: FieldDefinition, values: Mapping[int, str]) -> Fitting:
    """How the values of contacts fit what a field is to become."""
    readings = {v: _converted(before, after, v) for v in set(values.values())}
    fit = sum(not readings[v].problem for v in values.values())
    spelt = {v: r.value for v, r in readings.items() if not r.problem and r.value != v}
    return Fitting(spelt, fit, len(values) - fit)


def _converted(before: FieldDefinition, after: FieldDefinition, value: str) -> Reading:
    if before.type == FILE and after.type != FILE:
        value = BREAK.join(names_of(value))
    if before.type in (SEVERAL_OF, FILE) and after.type in (TEXT, CONTACT, URL):
        value = ", ".join(value.split(BREAK))
    return read(after, value)


def with_choice(value: str, old: str, new: str) -> str:
    """A value in which a chosen word became another one ("" = none)."""
    words = [new if word == old else word for word in value.split(BREAK)]
    return BREAK.join(dict.fromkeys(word for word in words if word))
