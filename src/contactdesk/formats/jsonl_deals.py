"""JSON Lines of deals, with their pipelines and exchange rates, which stand before them; and of
what an office arranged for itself: custom fields, smart groups, tables.

Contacts, pipelines, stages and people are named by id and by name: in another book one of both is
known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from contactdesk.formats.event_lines import OFFICE_LINE
from contactdesk.formats.made_cards import ENTRY_LIMIT
from contactdesk.formats.text_lines import text_lines
from contactdesk.model.custom import DEFINITIONS, SECTIONS, FieldDefinition, FieldSection
from contactdesk.model.deal import Deal, ExchangeRate, Pipeline
from contactdesk.model.deal_record import DEALS, PIPELINES, RATES
from contactdesk.model.record_type import RecordType
from contactdesk.model.smart_group import SMART_GROUPS, SmartGroup
from contactdesk.model.table_view import VIEWS, TableView

Said = Pipeline | ExchangeRate | Deal | FieldSection | FieldDefinition | SmartGroup | TableView
_TYPES: dict[str, RecordType[Any]] = {
    t.name: t for t in (PIPELINES, RATES, DEALS, SECTIONS, DEFINITIONS, SMART_GROUPS, VIEWS)
}
TYPE, HOLDS = "type", "holds"
_MOST = 10_000  # items of one list
_LONGEST = 1_000_000  # characters of one text


class DealLine(NamedTuple):
    """A line of a file: what it says, None for a damaged one, and the names beside the ids."""

    number: int
    record: Said | None
    names: Mapping[str, str]
    data: bytes = b""


def record_line(record: Said, names: Mapping[str, str]) -> bytes:
    """A record as one line of JSON in UTF-8, with its line end; `names` are those of the ids."""
    kind = next(t for t in _TYPES.values() if isinstance(record, t.kind))
    said = {n: kind.to_plain(getattr(record, n)) for n in kind.fields if n != "deleted_at"}
    for name, items in kind.items.items():
        if items:
            said[name] = [
                {**plain, "item": item.item}
                for plain, item in zip(said[name], getattr(record, name), strict=True)
            ]
    if TYPE in said:  # a line's own says which record it is
        said[HOLDS] = said.pop(TYPE)
    plain = {TYPE: kind.name, "id": record.id, **said}
    if names:
        plain["names"] = dict(names)
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def read_records(stream: BinaryIO) -> Iterator[DealLine]:
    """Every line that is one of these records, in order; all others are passed."""
    for number, data, cut in text_lines(stream, ENTRY_LIMIT):
        if OFFICE_LINE.match(data):
            yield _read(number, b"" if cut else data, data)


def has_records(stream: BinaryIO) -> bool:
    """Whether any line is one of these records."""
    return next(read_records(stream), None) is not None


def _read(number: int, data: bytes, raw: bytes) -> DealLine:
    try:
        plain = json.loads(data.decode("utf-8", "replace"))
        kind = _TYPES[plain.pop(TYPE)]
        if HOLDS in plain:
            plain[TYPE] = plain.pop(HOLDS)
        values = {n: _value(kind, n, plain[n]) for n in kind.fields if n in plain}
        values.pop("deleted_at", None)
        record = kind.with_values(kind.kind(), {"id": _text(plain.get("id")), **values})
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return DealLine(number, None, {}, raw)
    names = plain.get("names")
    told = {str(k): _text(v) for k, v in names.items()} if isinstance(names, dict) else {}
    return DealLine(number, record, told, raw)


def _value(kind: RecordType[Any], name: str, plain: Any) -> Any:
    """A value of a field in its own type; what is none of it is as if it were not said."""
    usual = kind.defaults[name]
    if name in kind.items:
        usuals = {n: f.default for n, f in kind.items[name].__dataclass_fields__.items()}
        some = [p for p in _list(plain) if isinstance(p, dict)]
        return tuple(
            kind.items[name](**{n: _as(u, p[n]) for n, u in usuals.items() if n in p})
            for p in some
        )  # fmt: skip
    if name in kind.words:
        return tuple(filter(None, map(_text, _list(plain))))
    if name == "chance":
        return plain if isinstance(plain, int) and not isinstance(plain, bool) else None
    return _as(usual, plain)


def _as(usual: Any, plain: Any) -> Any:
    if isinstance(usual, bool):
        return plain is True
    if isinstance(usual, int):
        whole = isinstance(plain, int) and not isinstance(plain, bool) and abs(plain) < 1 << 31
        return plain if whole else usual
    return _text(plain)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value[:_LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)


def _list(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []
