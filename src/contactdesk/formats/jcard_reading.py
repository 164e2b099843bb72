"""jCard in (RFC 7095): one card or an array of them, each through the lines of a vCard 4.0.

A card begins at `["vcard", [`, which inside a text could only stand with its quotes escaped: a
damaged card costs itself alone, and no nesting is followed to find the next one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from contactdesk.collecting import no_collection
from contactdesk.formats.base import Parsed, Problem
from contactdesk.formats.card_stream import CHUNK, count_lines, utf8_reader
from contactdesk.formats.jcard_values import DATES, LISTS, STRUCTURED, TYPES, basic, offset
from contactdesk.formats.made_cards import (
    ENTRY_LIMIT,
    MOST_PROBLEMS,
    NAMES_LIMIT,
    PARTS_LIMIT,
    failed,
    problem,
    read_as,
)
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_lines import CardLines, Params
from contactdesk.model.dates import PartialDate

_BEGIN = re.compile(rb'\[\s*"vcard"\s*,\s*(?=\[)', re.IGNORECASE)
_LONGEST_BEGIN = 64
_NAME = re.compile(r"[A-Za-z0-9-]+")
_GROUP = re.compile(r"[\w-]+")
_OWN_DATES = {"x-anniversary", "x-abdate", "x-ms-anniversary", "x-evolution-anniversary"}
_DECODER = json.JSONDecoder()
_BACKSLASH_LINE = str.maketrans({"\n": "\\n", "\r": ""})


def read_file(stream: BinaryIO, choices: Choices) -> Iterator[Parsed]:
    """Every card of a file, in order, one at a time."""
    for index, (line, raw) in enumerate(_split(stream)):
        if len(raw) > ENTRY_LIMIT:
            yield failed(index, line, raw[:CHUNK], "long")
        elif raw.count(b'":') > NAMES_LIMIT:
            yield failed(index, line, raw[:CHUNK], "too-many-names")
        else:
            yield _parsed(index, line, raw)


def _split(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each card's bytes, up to the next card, with the line where it begins."""
    read = utf8_reader(stream)
    buffer, line, inside, start, searched = b"", 1, False, 0, 0
    while chunk := read(CHUNK):
        buffer, searched, start = buffer[start:] + chunk, searched - start, 0
        for begin in _BEGIN.finditer(buffer, searched):
            if inside:
                yield line, buffer[start : begin.start()]
            line += count_lines(buffer, start, begin.start())
            start, searched, inside = begin.start(), begin.end(), True
        searched = max(searched, len(buffer) - _LONGEST_BEGIN)
        if inside and len(buffer) - start > 2 * ENTRY_LIMIT:
            yield line, buffer[start:]
            inside = False
        if not inside:
            line += count_lines(buffer, start, searched)
            start = searched
    if inside:
        yield line, buffer[start:]


def _parsed(index: int, line: int, raw: bytes) -> Parsed:
    try:
        with no_collection():
            card, _end = _DECODER.raw_decode(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return failed(index, line, raw, "damaged")
    try:
        return _read_properties(index, line, card[1])
    except Exception:  # whatever a stranger's bytes set off, the other cards go on
        return failed(index, line, raw, "unreadable")


def _read_properties(index: int, line: int, properties: list[Any]) -> Parsed:
    out, problems = CardLines("4.0"), list[Problem]()
    for number, each in enumerate(properties):
        if max(number, len(out.lines)) >= PARTS_LIMIT:
            problems.append(problem(line, "too-many"))
            break
        if not _add(out, each) and len(problems) < MOST_PROBLEMS:
            problems.append(problem(line, "senseless", _shown(each)))
    whole = b"BEGIN:VCARD\r\nVERSION:4.0\r\n" + b"".join(out.lines) + b"END:VCARD\r\n"
    return read_as(index, line, whole, tuple(problems))


def _shown(entry: Any) -> str:
    return str(entry[0] if isinstance(entry, list) and entry else entry)[:40]


def _add(out: CardLines, entry: Any) -> bool:
    """Write a jCard property as lines of a vCard; whether it is one."""
    if not isinstance(entry, list) or len(entry) < 4 or not isinstance(entry[1], dict):
        return False
    name, params, kind, *values = entry
    if not (isinstance(name, str) and _NAME.fullmatch(name) and isinstance(kind, str)):
        return False
    name, kind = name.lower(), kind.lower()
    if name in ("version", "begin", "end"):
        return True
    if len(values) > PARTS_LIMIT or len(params) > PARTS_LIMIT:
        return False
    if any(isinstance(v, dict) or (isinstance(v, list) and len(v) > PARTS_LIMIT) for v in values):
        return False
    types, kept, group = _params(params)
    if stated := _stated(name, kind, values):
        kept = (("VALUE", stated), *kept)
    texts = [_value(out, name, kind, each) for each in values]
    if name in LISTS or kind == "unknown":
        texts = [",".join(texts)]
    for text in texts:
        out.add(name.upper(), text, types, False, kept, group)
    return True


def _params(params: dict[str, Any]) -> tuple[tuple[str, ...], Params, str]:
    """Types, the other parameters and the group."""
    types: list[str] = []
    kept: list[tuple[str, str]] = []
    group = ""
    for name, stated in params.items():
        listed = stated if isinstance(stated, list) else [stated]
        texts = [each if type(each) is str else _plain(each) for each in listed]
        if name.lower() == "type":
            texts = [t.lower() for t in texts if t]
            types += [t for t in texts if t != "pref"]
            kept += [("PREF", "1")] if "pref" in texts else []
        elif name.lower() == "group":
            group = texts[0] if texts and _GROUP.fullmatch(texts[0]) else ""
        elif _NAME.fullmatch(name) and name.lower() not in ("value", "charset"):
            kept.append((name.upper(), ",".join(texts)))
    return tuple(types), tuple(kept), group


def _stated(name: str, kind: str, values: list[Any]) -> str:
    """What VALUE has to say; "" where it is what everybody takes the property for."""
    if kind in ("unknown", TYPES.get(name, "unknown")) or not _NAME.fullmatch(kind):
        return ""
    dated = TYPES.get(name, "") in DATES
    if dated and kind in DATES:
        return ""
    if kind == "text" and name in _OWN_DATES:  # to its program it is a date
        return "text" if PartialDate.parse(str(values[0])).text else ""
    return kind


def _value(out: CardLines, name: str, kind: str, value: Any) -> str:
    """One value as it stands in a line of vCard, escaped."""
    if isinstance(value, list):
        parts = [v if isinstance(v, list) else [v] for v in value]
        return ";".join(",".join(out.text(_plain(v)) for v in part) for part in parts)
    text = _plain(value)
    if kind == "unknown":
        return text.translate(_BACKSLASH_LINE)
    if kind in DATES:
        return basic(text)
    if kind == "utc-offset":
        return offset(text, "")
    if kind == "uri":
        return out.uri(text)
    if name in STRUCTURED and name != "org" and ";" in text:
        return text.translate(_BACKSLASH_LINE)  # written as in a vCard, by mistake
    return out.text(text)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (bool, int, float)) else ""
