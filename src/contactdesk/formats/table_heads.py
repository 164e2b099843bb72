"""From the heads of a table's columns (and a look at their values) to the fields they fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from contactdesk.formats.table_fields import (
    ADDRESS_PARTS,
    KEEP,
    LEAVE_OUT,
    Field,
    parse_field,
)
from contactdesk.formats.table_own import own_fields
from contactdesk.formats.table_services import bare_head, by_service, named_so
from contactdesk.formats.table_words import fold_head, meanings

_PHONES = {"phone": "", "cell": "cell", "fax": "fax", "pager": "pager",
           "main_phone": "main", "car_phone": "car"}  # fmt: skip
_MESSENGERS = ("im", "skype", "jabber", "icq", "irc", "aim", "whatsapp", "telegram", "wechat",
               "line", "qq", "msn", "yahoo", "gtalk", "gadu-gadu")  # fmt: skip
_RELATIONS = ("spouse", "partner", "manager", "assistant", "child")
_SINGLE = ("given", "additional", "family", "prefixes", "suffixes", "nicknames", "sort_as",
           "phonetic_given", "phonetic_family", "birthday", "anniversary", "note", "categories",
           "gender", "languages", "uid", "time_zone", "geo", "keep_in_touch", "photo")  # fmt: skip
_JOB = {"organisation": "organisation", "departments": "departments", "job_title": "job_title",
        "role": "role", "prefix_or_title": "job_title"}  # fmt: skip
_PLACES = {"q:work": "work", "q:home": "home", "q:other": "other"}
_KIND = {"q:kind", "q:label"}
_JOINED = ("street", "house_number")
_HONORIFICS_TEXT = (
    "mr mrs ms miss dr prof sir dame herr frau pan pani mgr inz hab lic m mme mlle sr sra dott "
    "ing dhr mevr bc mudr judr 先生 女士 小姐 博士 آقا خانم دکتر مهندس"
)
_HONORIFICS = frozenset(_HONORIFICS_TEXT.split())
_DIGITS = re.compile(r"\d")
_PHONE = re.compile(r"[+(]?[\d۰-۹٠-٩][\d۰-۹٠-٩\s().+/\-–x#*]{4,}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")


@dataclass(frozen=True, slots=True)
class Guess:
    """The guessed field of every column, and how many heads were understood."""

    columns: tuple[str, ...]
    known: int
    own: bool = False


def guess_columns(heads: Sequence[str], values: Sequence[Sequence[str]]) -> Guess:
    """What each column is by its head; `values` are some of each column's values."""
    own = own_fields(heads)
    if own is not None:
        return Guess(own, len(own), True)
    heads = [bare_head(head) for head in heads]
    meant = [_field(head, samples) for head, samples in zip(heads, values, strict=True)]
    found = by_service(heads, values, meant)
    known = sum(field is not None for field in found)
    given = {f.name if f.name != "memberships" else f.part for f in found if f is not None}
    fields = [
        _settled(field, head, samples, given)
        for field, head, samples in zip(found, heads, values, strict=True)
    ]
    _whole_addresses(fields)
    _apart(fields)
    columns = tuple(
        str(field) if field else (KEEP if head.strip() or any(samples) else LEAVE_OUT)
        for field, head, samples in zip(fields, heads, values, strict=True)
    )
    return Guess(columns, known)


def known_heads(heads: Sequence[str]) -> int:
    """How many of these cells are heads that mean a field."""
    own = own_fields(heads)
    if own is not None:
        return len(own)
    return sum(1 for head in heads if len(head) < 80 and _is_known(head))


@lru_cache(4_000)  # the same first rows are looked at with every delimiter
def _is_known(head: str) -> bool:
    return _field(bare_head(head), ()) is not None


def guess_by_values(values: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What each column is where there are no heads."""
    fields: list[Field | None] = [_by_values([v for v in samples if v]) for samples in values]
    words = [n for n, field in enumerate(fields) if field and field.name == "formatted_name"]
    single = [n for n in words if not any(" " in v.strip() for v in values[n])]
    if len(single) > 1 and words[:2] == single[:2]:
        fields[single[0]], fields[single[1]] = Field("given"), Field("family")
        words = words[2:]
    else:
        words = words[1:]
    for place in words:
        fields[place] = None
    _apart(fields)
    return tuple(
        str(f) if f else (KEEP if any(v) else LEAVE_OUT)
        for f, v in zip(fields, values, strict=True)
    )


def looks_like_value(cell: str) -> bool:
    """Whether a cell holds somebody's datum rather than the name of a column."""
    cell = cell.strip()
    return bool(
        _EMAIL.fullmatch(cell) or _PHONE.fullmatch(cell) or _URL.match(cell) or _DATE.match(cell)
    )


def _by_values(samples: list[str]) -> Field | None:
    if not samples:
        return None
    stripped = [v.strip() for v in samples]
    for pattern, key in ((_EMAIL, "emails"), (_URL, "urls"), (_DATE, "birthday"),
                         (_PHONE, "phones")):  # fmt: skip
        if sum(map(bool, map(pattern.fullmatch, stripped))) * 2 > len(samples):
            return parse_field(key)
    if any(_DIGITS.search(v) for v in samples) or max(map(len, samples)) > 60:
        return None
    return Field("formatted_name")


def _field(head: str, samples: Sequence[str]) -> Field | None:
    """The field that a head means by itself; `name` and titles are settled by the others."""
    return _by_words(head, samples) or named_so(head, samples)


def _by_words(head: str, samples: Sequence[str]) -> Field | None:
    found, left = meanings(head)
    bases = [m for m in found if m[:2] not in ("q:",) and m[0] != "#"]
    marks = {m for m in found if m[:2] == "q:"}
    number = next((int(m[1:]) for m in found if m[0] == "#"), 0)
    if "q:second" in marks and not number:
        number = 2
    reached = _reached(head, bases, marks, number, left)
    if reached is not None:
        return _fitting(reached, samples)
    if left:
        return None
    for read in (_address, _google, _job, _date_part):
        field = read(found, bases, marks, number)
        if field is not None:
            return field
    if not bases and marks & {*_PLACES, "q:main"} and number < 2:
        main = ("main",) if "q:main" in marks else ()
        field = Field("phones", 0, "value", _places(bases, marks) + main)
        return field if all(map(_PHONE.fullmatch, filter(None, samples))) else None
    return _single(bases, marks, number)


def _reached(
    head: str, bases: list[str], marks: set[str], number: int, left: tuple[str, ...]
) -> Field | None:
    """Phones, mails, web addresses and messengers; what is left over is a word for them."""
    kinds = [b for b in bases if b in _PHONES]
    types = _places(bases, marks)
    part = "kind" if marks & _KIND else "value"
    label = _capitalised(left)
    if kinds:
        types += tuple(dict.fromkeys(_PHONES[k] for k in kinds if _PHONES[k]))
        types += tuple(t for t in ("main", "car", "textphone") if f"q:{t}" in marks)
        others = [b for b in bases if b in (*_RELATIONS, "yahoo")]
        label = label or (others[0].capitalize() if others else "")
        label = "Company" if "q:company" in marks else label
        return Field("phones", number, part, types, label)
    if "email" in bases:
        if others := [b for b in bases if b in _RELATIONS]:  # where to write to somebody else
            return Field("related", number, "value", (others[0],))
        if "name" in bases:
            part = "display"
        return Field("emails", number, part, types, label)
    if "url" in bases and not left:
        return Field("urls", number, part, types, label)
    service = next((b for b in bases if b in _MESSENGERS), "")
    if service and not left and set(bases) <= {service, "departments", "name"}:
        part = "service" if "departments" in bases else part
        own = () if service == "im" else (service,)
        return Field("impp", number, part, own)
    return None


def _capitalised(words: tuple[str, ...]) -> str:
    return " ".join(words).capitalize()


def _fitting(field: Field, samples: Sequence[str]) -> Field | None:
    """The field if the column's values can be such: "Mail: yes/no" is no mail address."""
    filled = [v for v in samples if v.strip()]
    if not filled or field.part not in ("value",):
        return field
    if field.name == "emails" and not any("@" in v for v in filled):
        return None
    if field.name == "phones" and not any(map(_DIGITS.search, filled)):
        return None
    return field


def _places(bases: list[str], marks: set[str]) -> tuple[str, ...]:
    """home, work and other; the word for a company says "work" where it stands beside another."""
    types = tuple(word for mark, word in _PLACES.items() if mark in marks)
    return types or (("work",) if "organisation" in bases and len(bases) > 1 else ())


def _address(found: Sequence[str], bases: list[str], marks: set[str], number: int) -> Field | None:
    parts = [b for b in bases if b in (*ADDRESS_PARTS, "house_number")]
    if "land" in bases and "region" not in parts:
        parts.append("country")
    types = _places(bases, marks)
    if parts:
        part = "region" if "region" in parts else parts[-1]
        if len(parts) > 1 and "street" in parts and set(parts) > {"street"}:
            part = next(p for p in parts if p != "street")
        stated = _number_after("address", found)
        return Field("addresses", _item_number(part, number, stated), part, types)
    if "address" not in bases:
        return None
    stated = _number_after("address", found)
    part = "kind" if marks & _KIND else "whole"
    if part == "whole" and number and found[-1] == f"#{number}":  # lines of one address
        return Field("addresses", 0, "street" if number > 1 else "whole", types)
    return Field("addresses", stated or number, part, types)


def _item_number(part: str, number: int, stated: int) -> int:
    """ "Street 2" is a second line, "City 2" another address, "Address 2 - Street" too."""
    return stated or (0 if part in _JOINED else number)


def _number_after(word: str, found: Sequence[str]) -> int:
    for one, other in pairwise(found):
        if one == word and other[0] == "#":
            return int(other[1:])
    return 0


def _google(found: Sequence[str], bases: list[str], marks: set[str], number: int) -> Field | None:
    """Relation 1 - Value, Event 1 - Type, Custom Field 1 - Label."""
    names = {"related": "related", "event": "events", "custom": "custom"}
    base = next((b for b in bases if b in names), "")
    if not base or not number:
        return None
    if "q:value" in marks:
        return Field(names[base], number, "value")
    if marks & _KIND:
        return Field(names[base], number, "kind")
    return None


def _job(found: Sequence[str], bases: list[str], marks: set[str], number: int) -> Field | None:
    if "organisation" in bases and marks & _KIND:
        return Field("memberships", number, "kind")
    parts = [_JOB[b] for b in bases if b in _JOB]
    if not parts or any(b not in (*_JOB, "name") for b in bases):
        return None
    if bases == ["prefix_or_title"]:
        return Field("title")
    return Field("memberships", number, parts[-1])


def _date_part(
    found: Sequence[str], bases: list[str], marks: set[str], number: int
) -> Field | None:
    for name, words in (("birthday", ("birth", "birthday")), ("anniversary", ("anniversary",))):
        part = [b for b in bases if b in ("year", "month", "day")]
        if part and any(w in bases for w in words) and len(bases) == 2:
            return Field(name, 0, part[0])
    return None


def _single(bases: list[str], marks: set[str], number: int) -> Field | None:
    if len(bases) != 1 or number > 1:
        return None
    (base,) = bases
    if base in ("name", "kind"):
        return Field(base)
    if base == "birth_or_wedding":
        return Field("birthday")
    if base in _RELATIONS:
        return Field("related", number, "value", (base,))
    return parse_field(base) if base in _SINGLE else None


def _settled(
    field: Field | None, head: str, samples: Sequence[str], given: set[str]
) -> Field | None:
    """What a word of two meanings means beside the other columns."""
    if field is None:
        return None
    filled = [v.strip() for v in samples if v.strip()]
    if field.name == "name":
        if "family" in given and "given" not in given and len(fold_head(head).split()) == 1:
            return Field("given")
        if "given" in given and "family" not in given and len(fold_head(head).split()) == 1:
            return Field("family")
        return Field("formatted_name")
    if field.name == "title":
        honorific = sum(fold_head(v).partition(" ")[0] in _HONORIFICS for v in filled)
        is_honorific = honorific * 2 > len(filled) or "job_title" in given
        if is_honorific and "prefixes" not in given:
            return Field("prefixes")
        return Field("memberships", 0, "job_title")
    if field.name == "kind":
        own = all(v in ("individual", "org", "group", "location") for v in filled)
        return field if own else Field("related", 0, "value", ("child",))
    if (
        field.name == "addresses"
        and field.part == "whole"
        and filled
        and all("@" in v for v in filled)
    ):
        return Field("emails", 0, "value", field.types)
    return field


def _whole_addresses(fields: list[Field | None]) -> None:
    """ "Work Address" beside "Work City" is a street."""
    parts = {f.slot for f in fields if f and f.name == "addresses" and f.part in ADDRESS_PARTS}
    wholes = {f.slot for f in fields if f and f.name == "addresses" and f.part == "street"}
    for place, field in enumerate(fields):
        if field and field.name == "addresses" and field.part == "whole" and field.slot in parts:
            street_elsewhere = field.slot in wholes and field.number
            if not street_elsewhere:
                fields[place] = field._replace(part="street")
    slots = {f.slot: f.types for f in fields if f and f.name == "addresses"}
    lone = [types for slot, types in slots.items() if types and slot not in parts]
    if len(slots) == 2 and ("addresses", 0, (), "") in parts and lone:  # "公司地址", "郵遞區號"
        for place, field in enumerate(fields):
            if field and field.name == "addresses":
                part = "street" if field.part == "whole" else field.part
                fields[place] = field._replace(types=lone[0], part=part)


def _apart(fields: list[Field | None]) -> None:
    """Two columns of the same field are two items; of a field with one value, the first counts."""
    seen: set[tuple[object, ...]] = set()
    for place, field in enumerate(fields):
        if field is None or (field.name == "addresses" and field.part in _JOINED):
            continue
        if field.name in ("note", "categories", "nicknames"):
            continue
        if (*field.slot, field.part) in seen:
            fields[place] = _numbered(field, seen)
        if kept := fields[place]:
            seen.add((*kept.slot, kept.part))


def _numbered(field: Field, seen: set[tuple[object, ...]]) -> Field | None:
    several = ("phones", "emails", "urls", "impp", "related", "addresses", "languages")
    if field.name not in several:
        return None
    for number in range(max(2, field.number), 100):
        other = field._replace(number=number)
        if (*other.slot, other.part) not in seen:
            return other
    return None
