"""A contact's words as search compares them, made from its rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from contactdesk.model import fold, phones
from contactdesk.store.rows import (
    ADDRESS_COLUMNS,
    CONTACT_COLUMNS,
    ENTRY_COLUMNS,
    MEMBERSHIP_COLUMNS,
    Prepared,
)

# The fields that search looks at beside the name, in the order in which a match is named.
SEARCHED = (
    "memberships", "categories", "phones", "emails", "addresses", "note", "urls", "impp",
    "related", "extra",
)  # fmt: skip
# Control characters that part the fields of a search text; the index takes them for spaces.
_MARKED = tuple((chr(0x0E + place), field) for place, field in enumerate(SEARCHED))
_FIELDS = dict(_MARKED)
_ANY_MARK = re.compile(f"[{''.join(_FIELDS)}]")
_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯨟]")

_NAME, _NICKNAMES, _NOTE, _EXTRA = (
    CONTACT_COLUMNS.index(c) for c in ("formatted_name", "nicknames", "note", "extra")
)
_OTHER_NAMES = tuple(
    CONTACT_COLUMNS.index(c)
    for c in ("given", "family", "additional", "phonetic_given", "phonetic_family")
)
_FIELD, _VALUE, _COMPARE = (ENTRY_COLUMNS.index(c) for c in ("field", "value", "compare"))
_PLACE = tuple(
    ADDRESS_COLUMNS.index(c)
    for c in ("street", "extended", "post_office_box", "postal_code", "locality", "region",
              "country")
)  # fmt: skip
_JOB = tuple(MEMBERSHIP_COLUMNS.index(c) for c in ("organisation", "job_title", "role"))
_DEPARTMENTS = MEMBERSHIP_COLUMNS.index("departments")


def search_text(rows: Prepared) -> tuple[str, str]:
    """The words of a contact's name, and those of every other field behind the field's mark."""
    by_field = _by_field(rows)
    parts: list[str] = []
    for mark, field in _MARKED:
        if words := _field_words(field, rows, by_field):
            parts.append(mark + words)
    return _name_words(rows.contact), "".join(parts)


def with_fields(rest: str, rows: Prepared, fields: Collection[str]) -> str:
    """The words beside the name anew, where only some fields changed: the others stay."""
    marks = _ANY_MARK.findall(rest)
    words = dict(zip(marks, _ANY_MARK.split(rest)[1:], strict=True))
    by_field = _by_field(rows)
    for mark, field in _MARKED:
        if field in fields:
            words[mark] = _field_words(field, rows, by_field)
    return "".join([mark + words[mark] for mark, _f in _MARKED if words.get(mark)])


def _by_field(rows: Prepared) -> dict[str, list[tuple[Any, ...]]]:
    by_field: dict[str, list[tuple[Any, ...]]] = {}
    for entry in rows.entries:
        by_field.setdefault(entry[_FIELD], []).append(entry)
    return by_field


def _field_words(field: str, rows: Prepared, by_field: dict[str, list[tuple[Any, ...]]]) -> str:
    if field in _WORDS:
        return _WORDS[field](rows)
    entries = by_field.get(field)
    return _of_entries(field, entries) if entries else ""


def _name_words(contact: Sequence[Any]) -> str:
    texts = [contact[_NAME]]
    whole = f" {texts[0]} "
    others = [contact[i] for i in _OTHER_NAMES]
    if contact[_NICKNAMES]:
        others += _list(contact[_NICKNAMES])
    for other in others:
        # A Chinese name has no spaces: its parts are words of the whole already.
        if other and f" {other} " not in whole and not (other in whole and _HAN.match(other)):
            texts.append(other)
    return fold.searchable(" ".join(texts))


def _list(text: str) -> list[str]:
    """The words of a JSON list; most have nothing escaped, and then it is quickly read."""
    if "\\" in text:
        return [str(word) for word in json.loads(text)]
    return text[2:-2].split('", "')


def _of_entries(field: str, entries: Sequence[tuple[Any, ...]]) -> str:
    if field != "phones":
        return fold.searchable(" ".join([e[_VALUE] for e in entries]))
    forms: list[str] = []
    for e in entries:
        forms += phones.search_forms(e[_COMPARE], e[_VALUE])
    return " ".join(forms)


def _membership_words(rows: Prepared) -> str:
    texts: list[str] = []
    for m in rows.memberships:
        texts += [m[i] for i in _JOB]
        if m[_DEPARTMENTS]:
            texts += _list(m[_DEPARTMENTS])
    return fold.searchable(" ".join(texts)) if texts else ""


def _address_words(rows: Prepared) -> str:
    return _with_numbers("\n".join([a[i] for a in rows.addresses for i in _PLACE]))


def _note_words(rows: Prepared) -> str:
    return _with_numbers(rows.contact[_NOTE])


def _with_numbers(text: str) -> str:
    """A text's words, and every number in it once more without what parts its digits."""
    if not text:
        return ""
    words = fold.searchable(text)
    numbers = fold.digit_groups(text)
    return f"{words} {' '.join(numbers)}" if numbers else words


def _category_words(rows: Prepared) -> str:
    return fold.searchable(" ".join(rows.categories)) if rows.categories else ""


def _extra_words(rows: Prepared) -> str:
    extra = rows.contact[_EXTRA]
    if not extra:
        return ""
    return fold.searchable(" ".join(e.get("value", "") for e in json.loads(extra)))


_WORDS: dict[str, Callable[[Prepared], str]] = {
    "memberships": _membership_words,
    "categories": _category_words,
    "addresses": _address_words,
    "note": _note_words,
    "extra": _extra_words,
}


def matched_field(rest: str, words: Sequence[str]) -> str:
    """The first field (of SEARCHED) of a search text in which all words begin, or else one does."""
    if len(words) == 1:  # the field that its first place is in
        at = _begins_at(words[0], rest)
        return _FIELDS[_ANY_MARK.findall(rest, 0, at)[-1]] if at > 0 else ""
    first = ""
    starts = [m.start() for m in _ANY_MARK.finditer(rest)]
    for start, end in zip(starts, [*starts[1:], len(rest)], strict=True):
        hits = [word_begins(w, rest[start:end]) for w in words]
        if hits and all(hits):
            return _FIELDS[rest[start]]
        if any(hits) and not first:
            first = _FIELDS[rest[start]]
    return first


def word_begins(start: str, text: str) -> bool:
    """Whether a word of a search text begins so."""
    return _begins_at(start, text) >= 0


def _begins_at(start: str, text: str) -> int:
    """Where a word of a search text first begins so, or -1."""
    at = text.find(start)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(start, at + 1)
    return at
