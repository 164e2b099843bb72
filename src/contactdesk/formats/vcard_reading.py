"""Cards in: bytes of vCard 2.1, 3.0, 4.0 and their dialects become contacts with problems.

The common path is flat: one decoding, one split and one dictionary look-up a line. Whatever is
odd about a card (another charset, soft breaks, a line that makes no sense) takes the careful
path, which knows where each line stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, BinaryIO, NamedTuple

from contactdesk.formats.base import Parsed, Problem
from contactdesk.formats.card_stream import CARD_LIMIT, RawCard, count_lines, split_cards
from contactdesk.formats.content_lines import (
    LINE_LIMIT,
    PHOTO_LIMIT,
    PROPERTY_LIMIT,
    Line,
    careful_lines,
    decode_value,
    plain_lines,
    raw_lines,
    repaired,
    split_head,
)
from contactdesk.formats.heads import Head, parse_head
from contactdesk.formats.photos import decode_base64
from contactdesk.formats.registry import Choices
from contactdesk.formats.transcoding import as_utf8
from contactdesk.formats.vcard_card import Card, Slot
from contactdesk.formats.vcard_properties import Property, property_of
from contactdesk.formats.vcard_readers import Reader
from contactdesk.i18n import N_, _
from contactdesk.model.contact import ITEM_TYPES, Contact, Membership

READS_AS = 2
"""The number of this reading: a card that is read as another contact than before raises it.

Contacts made by an earlier one may say something else than their cards say today.
"""

_MESSAGES = {
    "cut": N_("The card ends early; what it holds so far was read."),
    "deep": N_("Cards are nested too deeply in this one; it was not read."),
    "long": N_("The card is larger than {limit} MB; it was not read."),
    "empty": N_("The card holds nothing."),
    "nested": N_("There is a card inside this card; it was read as part of it."),
    "senseless": N_("This line makes no sense here; it is kept in the original only."),
    "line-too-long": N_("This line is too long to read; it is kept in the original only."),
    "too-much-text": N_(
        "The card holds more than {limit} MB of text; this line is kept in the original only."
    ),
    "too-many-properties": N_(
        "The card has more than {limit} lines; the rest is kept in the original only."
    ),
    "photo-unreadable": N_("The photo could not be read; everything else was."),
    "photo-too-large": N_("The photo is too large to be taken in; everything else was."),
    "unreadable": N_("The card could not be read."),
}
_MOST_PROBLEMS = 50
_ITEMS_OF = attrgetter(*ITEM_TYPES)
_TEXT_LIMIT = 4 << 20
"""Bytes of a card's text, photos apart, of which a person could not read a tenth."""
_HEADS_LIMIT = 1 << 17
"""Bytes of the heads of all its lines; there is no longer one without ten thousand parameters."""
_ALWAYS = 200  # bytes of a line that is read whatever the others came to
_LONG_HEAD = 4096
_HEAD_LIMIT, _HEAD_LENGTH = 4096, 200

_LIMITS = {
    "long": CARD_LIMIT >> 20,
    "too-much-text": _TEXT_LIMIT >> 20,
    "too-many-properties": PROPERTY_LIMIT,
}

_Known = tuple[Head, Reader | None, bool, str]
_heads: dict[str, _Known] = {}
"""Heads already taken apart: files repeat a few dozen of them in every card."""


class _NeedsCareError(Exception):
    """The card is odd in a way the flat path does not handle."""


def read_cards(stream: BinaryIO, region: str = "") -> Iterator[Parsed]:
    """Every card of a file, in order, one at a time; never raises for a bad card.

    `region` is the book's ("PL"); numbers stay as they were typed, so it changes nothing yet.
    """
    for index, found in enumerate(split_cards(stream)):
        yield read_raw(index, found)


def read_file(stream: BinaryIO, choices: Choices) -> Iterator[Parsed]:
    """`read_cards` as the registry has it; `encoding` is how 8-bit text is read that says none."""
    told = as_utf8(stream, str(choices.get("encoding", "")))
    return read_cards(told, str(choices.get("region", "")))


def read_card(raw: bytes) -> Parsed:
    """One card from its bytes."""
    lines = count_lines(raw)
    return read_raw(0, RawCard(1, raw, "" if lines and b"end" in raw[-40:].lower() else "cut"))


def traced_card(raw: bytes) -> tuple[Contact, list[tuple[Line, list[Slot]]], str]:
    """A card's contact, each of its lines with the slots it filled, and its version."""
    card, lines, items = _traced_plainly(raw) or _traced_carefully(raw)
    contact = _finished(card)
    named = zip(ITEM_TYPES, _ITEMS_OF(contact), strict=True)
    owner = {item.item: name for name, items in named if items for item in items}
    simple = not card.together and not card.slots
    traced = [
        (line, [(owner[trace[1]], trace[1])])
        if simple and trace[1] in owner
        else (line, slots_of(card, owner, *trace))
        for line, trace in zip(lines, items, strict=True)
    ]
    return contact, traced, card.version


_Traced = tuple[Card, list[Line], list[tuple[str, int, str]]]


def _traced_carefully(raw: bytes) -> _Traced:
    card = Card()
    lines = careful_lines(raw)
    items: list[tuple[str, int, str]] = []
    _read_carefully(card, lines, items)
    return card, lines, items


def _traced_plainly(raw: bytes) -> _Traced | None:
    """The flat path with a trace of each line, or None when the card needs care."""
    plain = plain_card(raw)
    if plain is None:
        return None
    pairs = zip(plain.lines, plain.raws, strict=True)
    lines = [Line(text, line, n, False, True) for n, (text, line) in enumerate(pairs)]
    return plain.card, lines, plain.traces


class PlainCard(NamedTuple):
    """A simple card taken apart but not settled: what its lines said so far.

    `lines` are its lines unfolded, `raws` their bytes with CR LF; `traces` holds the property's
    field, the item and the group of each.
    """

    card: Card
    lines: list[str]
    raws: list[bytes]
    traces: list[tuple[str, int, str]]


def plain_card(raw: bytes) -> PlainCard | None:
    """A card taken apart on the flat path, or None when it needs care."""
    plain = plain_lines(raw)
    raws = raw_lines(raw) if plain else []
    if plain is None or len(raws) != len(plain.lines):
        return None
    lines = plain.lines
    if lines and not lines[-1]:  # what stands after the last line end
        lines, raws = lines[:-1], raws[:-1]
    card = Card()
    traces: list[tuple[str, int, str]] = []
    try:
        _read_plainly(card, lines, plain.folded, traces)
    except _NeedsCareError:
        return None
    return PlainCard(card, lines, raws, traces)


def more_lines(card: Card, raw: bytes) -> bool:
    """Have a card say some lines more; False where they need care."""
    plain = plain_lines(raw)
    if plain is None:
        return False
    try:
        _read_plainly(card, plain.lines, plain.folded)
    except _NeedsCareError:
        return False
    return True


def known_head(text: str) -> tuple[Head, Reader | None, bool, str] | None:
    """What is known of a line by all before its colon: its head, how it is read, whether its value
    is encoded, and the field it fills; None when it needs care.
    """
    found = _heads.get(text)
    if found is not None:
        return found
    if '"' in text:
        return None
    try:
        return _learn(text)
    except _NeedsCareError:
        return None


def slots_of(card: Card, owner: dict[int, str], field: str, item: int, group: str) -> list[Slot]:
    """The slots that a line filled, by its trace and by the field that owns each item."""
    if field == "label" and not item:
        return card.label_slots.get(group, [])
    if item > 0:
        numbers = card.together.get(item, [item])
        moved = (
            card.slots.get((owner.get(n, field), n), (owner.get(n, field), n)) for n in numbers
        )
        return [slot for slot in moved if slot[0]]
    if item < 0:
        return [(field, card.job_items[-item - 1])]
    return [(field, 0)] if field and field not in ITEM_TYPES else []


def read_raw(index: int, found: RawCard) -> Parsed:
    """One card of a file, as it was cut out of it; never raises."""
    if found.state in ("deep", "long"):
        return Parsed(index, found.line, found.raw, None, (_problem(found.line, found.state),))
    raw = found.raw
    try:
        card = Card()
        problems: list[Problem] = []
        try:
            plain = plain_lines(raw)
            if plain is None:
                raise _NeedsCareError
            _read_plainly(card, plain.lines, plain.folded)
        except _NeedsCareError:
            card = Card()
            problems = _read_carefully(card, careful_lines(raw), None, found.line)
        contact = _finished(card)
    except Exception:  # whatever a stranger's bytes set off, the other cards go on
        return Parsed(index, found.line, raw, None, (_problem(found.line, "unreadable"),))
    return _result(index, found, card, contact, problems)


def _result(
    index: int, found: RawCard, card: Card, contact: Contact, problems: list[Problem]
) -> Parsed:
    if found.state:
        problems.append(_problem(found.line, found.state))
    if not card.item and not any(card.values.values()):
        problems.append(_problem(found.line, "empty"))
        return Parsed(
            index, found.line, found.raw, None, tuple(problems), None, "", "", card.version
        )
    return Parsed(
        index,
        found.line,
        found.raw,
        contact,
        tuple(problems),
        card.photo,
        contact.uid,
        contact.formatted_name,
        card.version,
    )


def _problem(line: int, code: str) -> Problem:
    limit = _LIMITS.get(code, 0)
    return Problem(line, code, _(_MESSAGES[code]).format(limit=f"{limit:,}"))


def _read_plainly(
    card: Card, lines: list[str], folded: bool, trace: list[tuple[str, int, str]] | None = None
) -> None:
    """The flat path: one look-up and one reader a line; raises when the card needs care.

    With a `trace` it gets (field, item, group) of every line.
    """
    heads = _heads
    if len(lines) > PROPERTY_LIMIT and sum(map(bool, lines)) > PROPERTY_LIMIT:
        raise _NeedsCareError
    for line in lines:
        text, colon, value = line.partition(":")
        known = heads.get(text) if colon else None
        if known is None:
            if not colon or '"' in text:
                if not line or line.isspace() or line[0] == "#":
                    if trace is not None:
                        trace.append(("", 0, ""))
                    continue
                if not colon:
                    raise _NeedsCareError
                text, value = split_head(line)
            known = _learn(text)
        head, read, coded, field = known
        item = 0
        if value >= "!" or _has_text(value):
            if coded:
                if head.encoding == "q" and (folded or value[-1] == "="):
                    raise _NeedsCareError  # soft breaks are not folds
                value = _decoded(head, value)
            if read is not None:
                item = read(card, head, value)
        if trace is not None:
            trace.append((field, item, head.group))
    if card.problems:
        raise _NeedsCareError


def _is_wrapped_text(head: Head, found: Property) -> bool:
    """Whether a text stands in base64, as some telephones write names."""
    return head.encoding == "b" and found.field not in ("photo", "extra")


def _decoded(head: Head, value: str) -> str:
    if head.encoding == "b" and head.key not in ("PHOTO", "LOGO", "SOUND", "KEY"):
        data = decode_base64(value)
        return decode_value(data.decode("utf-8", "surrogateescape"), False, head.charset) or value
    return decode_value(value, head.encoding == "q", head.charset)


def _has_text(value: str) -> bool:
    return bool(value) and bool(value.strip(" \t"))


def _learn(text: str) -> _Known:
    if len(text) > _LONG_HEAD:
        raise _NeedsCareError
    head = parse_head(text)
    found = property_of(head)
    known = (head, found.read, head.coded or _is_wrapped_text(head, found), found.field)
    if len(text) < _HEAD_LENGTH and text.count('"') % 2 == 0:  # half a quoted head is no head
        if len(_heads) >= _HEAD_LIMIT:
            _heads.clear()
        _heads[text] = known
    return known


def _read_carefully(
    card: Card,
    lines: list[Line],
    trace: list[tuple[str, int, str]] | None,
    first: int = 1,
) -> list[Problem]:
    """Read any card; the problems with their lines. `trace` gets (field, item, group) a line."""
    problems: list[Problem] = []
    limits = _Limits()
    for line in lines:
        done = ("", 0, "")
        code = ""
        if line.text.strip() and line.text[0] != "#":
            code = limits.problem(line)
            if not code:
                done = _read_line(card, line)
        elif not line.text and limits.count <= PROPERTY_LIMIT and line.raw.strip():
            code = "too-many-properties"  # the lines that nobody looked at one by one
        if trace is not None:
            trace.append(done)
        for found in [code] if code else card.problems:
            if found != "skipped" and len(problems) < _MOST_PROBLEMS:
                problems.append(_problem(first + line.number, found))
        card.problems.clear()
    return problems


class _Limits:
    """What the lines of a card came to so far."""

    def __init__(self) -> None:
        self.count = self.text = self.heads = 0

    def problem(self, line: Line) -> str:
        """Why one more line is not read, or ""."""
        self.count += 1
        if self.count > PROPERTY_LIMIT:
            return "too-many-properties" if self.count == PROPERTY_LIMIT + 1 else "skipped"
        head = line.text.find(":")
        if head < 0:
            return "senseless"
        size = len(line.raw)
        if size <= _ALWAYS:
            return ""
        self.heads += head
        photo = line.text[:200].upper().partition(":")[0].partition(";")[0].endswith("PHOTO")
        if self.heads > _HEADS_LIMIT or size > (PHOTO_LIMIT if photo else LINE_LIMIT):
            return "line-too-long"
        self.text += 0 if photo else size
        return "too-much-text" if self.text > _TEXT_LIMIT else ""


def _read_line(card: Card, line: Line) -> tuple[str, int, str]:
    text, _colon, value = line.text.partition(":")
    if '"' in text:
        text, value = split_head(line.text)
    head = parse_head(repaired(text))
    found: Property = property_of(head)
    if not _has_text(value) or found.read is None:
        return found.field, 0, head.group
    if head.coded or _is_wrapped_text(head, found):
        value = _decoded(head, value)
    else:
        value = repaired(value)
    return found.field, found.read(card, head, value), head.group


def _finished(card: Card) -> Contact:
    """The card's contact, with its kind and a name even where the card gives none."""
    values = card.settle()
    name: str = values.get("formatted_name", "")
    if not name or name.isspace():
        from contactdesk.model.names import formatted_name  # brings ICU; few cards need it

        values["formatted_name"] = name = formatted_name(Contact(**values))
    if "kind" not in values and (card.shown_as_company or is_company(values, name)):
        values["kind"] = "org"
    return Contact(**values)


def is_company(values: dict[str, Any], name: str) -> bool:
    """A card without a person's name that is called like its organisation is the organisation's."""
    if values.get("family") or values.get("given") or values.get("additional"):
        return False
    jobs: tuple[Membership, ...] = values.get("memberships", ())
    called = name.strip()
    return bool(jobs and called) and called == jobs[0].organisation.strip()
