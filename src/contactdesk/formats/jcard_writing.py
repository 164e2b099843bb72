"""jCard out (RFC 7095): the lines of a vCard 4.0, each as an array of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from contactdesk.formats.content_lines import careful_lines, plain_lines, split_head, unescape
from contactdesk.formats.heads import Head, parse_head
from contactdesk.formats.jcard_values import (
    DATES,
    LISTS,
    PARAM_LISTS,
    STRUCTURED,
    TYPES,
    extended,
    offset,
    pieces,
)
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_lines import CardLines
from contactdesk.formats.vcard_properties import property_of
from contactdesk.formats.vcard_writing import NEWEST, target_version, write_card
from contactdesk.formats.writers import Outgoing, Records

_LINES = CardLines(NEWEST)


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """All contacts as an array of cards; a single one stands alone."""
    cards = map(jcard_of, records())
    first, second = next(cards, None), next(cards, None)
    if second is None:
        yield (_text(first) if first is not None else b"[]") + b"\n"
        return
    yield b"[" + _text(first)
    yield b",\n" + _text(second)
    for card in cards:
        yield b",\n" + _text(card)
    yield b"]\n"


def _text(card: Any) -> bytes:
    return json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def jcard_of(each: Outgoing) -> list[Any]:
    """A contact as the plain values of a jCard."""
    properties = [["version", {}, "text", NEWEST]]
    for line in _lines(each):
        text, value = split_head(line) if '"' in line else line.partition(":")[::2]
        head = parse_head(text)
        if head.key not in ("BEGIN", "END", "VERSION") and value:
            properties.append(_property(head, value))
    return ["vcard", properties]


def _lines(each: Outgoing) -> list[str]:
    """The lines of the contact's vCard 4.0; those of its original where it is a clean one."""
    original = each.original
    if original and target_version("keep", original) == NEWEST and not _is_clean(original):
        original = None
    raw = write_card(each.contact, NEWEST, original, each.photo)
    plain = plain_lines(raw)
    return plain.lines if plain is not None else [line.text for line in careful_lines(raw)]


def _is_clean(original: bytes) -> bool:
    """Whether a 4.0 card is written as its standard says, without encodings of the older ones."""
    plain = plain_lines(original)
    if plain is None:
        return False
    heads = (parse_head(line.partition(":")[0]) for line in plain.lines)
    return not any(head.coded or head.encoding for head in heads)


def _property(head: Head, value: str) -> list[Any]:
    name = head.key.lower()
    kind = head.value_type or TYPES.get(name, "unknown")
    if kind == "text" and property_of(head).field == "extra":
        kind = kind if _LINES.text(unescape(value)) == value else "unknown"
    values = _values(name, kind, value)
    return [name, _params(head, kind), kind, *values]


def _params(head: Head, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"group": head.group} if head.group else {}
    if head.types:
        found["type"] = list(head.types) if len(head.types) > 1 else head.types[0]
    if head.preferred:
        found["pref"] = str(head.rank or 1)
    if head.encoding:
        found["encoding"] = head.encoding
    for name, stated in head.params:
        lower = name.lower()
        if lower == "value" and kind != "unknown":
            continue
        listed = lower in PARAM_LISTS and "," in stated
        found[lower] = stated.split(",") if listed else stated
    return found


def _values(name: str, kind: str, value: str) -> list[Any]:
    if kind == "unknown":
        return [value]
    if kind in DATES:
        return [extended(unescape(value))]
    if kind == "utc-offset":
        return [offset(value, ":")]
    if kind in ("integer", "boolean", "float"):
        return [_literal(value)]
    if name in STRUCTURED:
        parts = [_component(part) for part in pieces(value, ";")]
        return [parts if len(parts) > 1 or name in ("n", "adr") else parts[0]]
    if name in LISTS:
        return [unescape(part) for part in pieces(value, ",")]
    return [unescape(value)]


def _component(part: str) -> Any:
    """A part of a structured value: a text, or several."""
    texts = [unescape(text) for text in pieces(part, ",")]
    return texts if len(texts) > 1 else texts[0]


def _literal(value: str) -> Any:
    """A number or a truth as JSON has them, where that says the same."""
    if value in ("true", "false"):
        return value == "true"
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return found if isinstance(found, (int, float)) and json.dumps(found) == value else value
