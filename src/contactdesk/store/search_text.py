"""A contact's words as search compares them, made from its rows."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import reduce
from itertools import accumulate, chain
from operator import and_, itemgetter, or_
from typing import Any

from contactdesk.model import fold, phones
from contactdesk.model.custom_files import without_ids
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
    "related", "extra", "custom",
)  # fmt: skip
# Control characters that part the fields of a search text; the index takes them for spaces.
_FIRST_MARK = 0x0E
_MARKED = tuple((chr(_FIRST_MARK + place), field) for place, field in enumerate(SEARCHED))
_FIELDS = dict(_MARKED)
_ANY_MARK = re.compile(f"[{''.join(_FIELDS)}]")
_MARKS = re.compile(f"([{''.join(_FIELDS)}])")
_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯨟]")

_NAME, _NICKNAMES, _NOTE, _EXTRA, _CUSTOM = (
    CONTACT_COLUMNS.index(c) for c in ("formatted_name", "nicknames", "note", "extra", "custom")
)
_OTHER_NAMES_OF = itemgetter(
    *map(
        CONTACT_COLUMNS.index,
        ("given", "family", "additional", "phonetic_given", "phonetic_family"),
    )
)
_FIELD, _VALUE, _COMPARE = (ENTRY_COLUMNS.index(c) for c in ("field", "value", "compare"))
_PLACE_OF = itemgetter(
    *map(
        ADDRESS_COLUMNS.index,
        ("street", "extended", "post_office_box", "postal_code", "locality", "region", "country"),
    )
)
_JOB_OF = itemgetter(*map(MEMBERSHIP_COLUMNS.index, ("organisation", "job_title", "role")))
_DEPARTMENTS = MEMBERSHIP_COLUMNS.index("departments")


def search_text(rows: Prepared, further: Sequence[str] | None = None) -> tuple[str, str]:
    """The words of a contact's name, and those of every other field behind the field's mark.

    `further` are the values of the further properties, where they are at hand: the rows have them
    in JSON, which takes its time to read.
    """
    by_field = _by_field(rows)
    parts: list[str] = []
    for mark, field in _MARKED:
        if field in by_field:
            words = _of_entries(field, by_field[field])
        elif field == "extra" and further is not None:
            words = fold.searchable(" ".join(further)) if further else ""
        elif field in _WORDS:
            words = _WORDS[field](rows)
        else:
            continue
        if words:
            parts.append(mark + words)
    return _name_words(rows.contact), "".join(parts)


def with_fields(rest: str, rows: Prepared, fields: Collection[str]) -> str:
    """The words beside the name anew, where only some fields changed: the others stay."""
    _before, *parts = _MARKS.split(rest)
    words = dict(zip(parts[::2], parts[1::2], strict=True))
    by_field = _by_field(rows)
    for mark, field in _MARKED:
        if field in fields:
            words[mark] = _field_words(field, rows, by_field)
    return "".join([mark + words[mark] for mark, _f in _MARKED if words.get(mark)])


def _by_field(rows: Prepared) -> dict[str, list[tuple[Any, ...]]]:
    by_field: dict[str, list[tuple[Any, ...]]] = {}
    for entry in rows.entries:
        if (known := by_field.get(entry[_FIELD])) is not None:
            known.append(entry)
        else:
            by_field[entry[_FIELD]] = [entry]
    return by_field


def _field_words(field: str, rows: Prepared, by_field: dict[str, list[tuple[Any, ...]]]) -> str:
    if field in _WORDS:
        return _WORDS[field](rows)
    entries = by_field.get(field)
    return _of_entries(field, entries) if entries else ""


def _name_words(contact: Sequence[Any]) -> str:
    texts = [contact[_NAME]]
    whole = f" {texts[0]} "
    others = _OTHER_NAMES_OF(contact)
    if contact[_NICKNAMES]:
        others = (*others, *_list(contact[_NICKNAMES]))
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
        texts += _JOB_OF(m)
        if m[_DEPARTMENTS]:
            texts += _list(m[_DEPARTMENTS])
    return fold.searchable(" ".join(texts)) if texts else ""


def _address_words(rows: Prepared) -> str:
    if not rows.addresses:
        return ""
    parts = chain.from_iterable(map(_PLACE_OF, rows.addresses))
    return _with_numbers("\n".join([part for part in parts if part]))


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


def _custom_words(rows: Prepared) -> str:
    """What is said in custom fields; a file by its name; whom one names
    by an id is found by nothing."""
    custom = rows.contact[_CUSTOM]
    if not custom:
        return ""
    said = json.loads(custom).values()
    return _with_numbers("\n".join(map(without_ids, said)))


_WORDS: dict[str, Callable[[Prepared], str]] = {
    "memberships": _membership_words,
    "categories": _category_words,
    "addresses": _address_words,
    "note": _note_words,
    "extra": _extra_words,
    "custom": _custom_words,
}


def matched_fields(texts: Sequence[tuple[str, str]], groups: Sequence[Sequence[str]]) -> list[str]:
    """For each search text the first field (of SEARCHED) in which the words of a group begin.

    Words that begin in the name are left aside; "" where no other remains. All the others begin
    in the field, or else one of them does. The texts are looked through as one: that is quicker.
    """
    joined = "\n".join([names + rest for names, rest in texts])
    lengths = (len(names) + len(rest) + 1 for names, rest in texts)
    starts = list(accumulate(lengths, initial=0))[:-1]
    ends = accumulate(map(len, _ANY_MARK.split(joined)[:-1]))  # quicker than asking each mark
    parts = sorted({*starts, *[end + marks for marks, end in enumerate(ends)]})
    held = {w: _held(w, joined, starts, parts) for w in dict.fromkeys(chain(*groups))}
    by_group = [[held[word] for word in group] for group in groups]
    return [_first_field([[h[at] for h in g] for g in by_group]) for at in range(len(texts))]


def _held(word: str, joined: str, starts: list[int], parts: list[int]) -> list[int]:
    """For each text the parts in which a word begins so: 1 is the name, 2, 4 … the fields."""
    held = [0] * len(starts)
    at = _begins_at(word, joined)
    while at >= 0:
        after = bisect_right(parts, at)
        begin, text = parts[after - 1], bisect_right(starts, at) - 1
        named = begin == starts[text]
        held[text] |= 1 if named else 2 << (ord(joined[begin]) - _FIRST_MARK)
        at = _begins_at(word, joined, parts[after]) if after < len(parts) else -1
    return held


def _first_field(groups: Sequence[Sequence[int]]) -> str:
    """The field of a text, by the parts in which the words of each group begin."""
    held = next((group for group in groups if all(group)), groups[-1])
    beyond = [parts for parts in held if not parts & 1]
    found = reduce(and_, beyond, -1) if all(beyond) and beyond else 0
    found = found or reduce(or_, beyond, 0)
    lowest = (found & -found).bit_length() - 2
    return SEARCHED[lowest] if lowest >= 0 else ""


def word_begins(start: str, text: str) -> bool:
    """Whether a word of a search text begins so."""
    return _begins_at(start, text) >= 0


def _begins_at(start: str, text: str, after: int = 0) -> int:
    """Where a word of a search text first begins so, from some place on; or -1."""
    at = text.find(start, after)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(start, at + 1)
    return at
