"""JSON Lines in: what `jsonl` wrote, each line a contact again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from contactdesk.formats.base import Parsed
from contactdesk.formats.card_stream import CHUNK
from contactdesk.formats.content_lines import split_escaped
from contactdesk.formats.custom_property import of_label
from contactdesk.formats.event_lines import NO_CONTACT
from contactdesk.formats.jsonl import ADDRESS_PARTS, NAMED
from contactdesk.formats.made_cards import (
    ENTRY_LIMIT,
    NAMES_LIMIT,
    PARTS_LIMIT,
    failed,
    made_card,
    problem,
)
from contactdesk.formats.registry import Choices
from contactdesk.formats.text_lines import TextLine, text_lines
from contactdesk.model.contact import Address, Contact, Entry, Extra, Kind, Membership
from contactdesk.model.dates import PartialDate

_KINDS: dict[str, Kind] = {"individual": "individual", "org": "org", "group": "group",
                           "location": "location"}  # fmt: skip
_FIELDS = {own: field for own, field in NAMED if field != "archived_at"}
_ENTRIES = {"MEMBER": "members", "LANG": "languages"}
_TEXTS = ("uid", "formatted_name", "note")
_LISTS = ("phones", "emails", "urls", "impp", "related")
_JOB_PARTS = ("ORG", "TITLE", "ROLE")


def read_file(stream: BinaryIO, choices: Choices) -> Iterator[Parsed]:
    """Every line of a file as a contact, one at a time.

    With `events_apart` in the choices somebody else reads the events and deals in it.
    """
    index, apart = 0, bool(choices.get("events_apart"))
    for line in text_lines(stream, ENTRY_LIMIT):
        if line[1].strip() and not (apart and NO_CONTACT.match(line[1])):
            yield _parsed(index, line)
            index += 1


def _parsed(index: int, line: TextLine) -> Parsed:
    number, data, cut = line
    if cut:
        return failed(index, number, data[:CHUNK], "long")
    if data.count(b'":') > NAMES_LIMIT:
        return failed(index, number, data[:CHUNK], "too-many-names")
    try:
        plain = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return failed(index, number, data, "damaged")
    if not isinstance(plain, dict) or plain.get("type") != "contact":
        return failed(index, number, data, "no-contact")
    cut = _cut_short(plain)
    contact, archived = _contact(plain)
    problems = [problem(number, "too-many")] if cut else []
    if plain.get("photo"):
        problems.append(problem(number, "photo-elsewhere"))
    if archived:
        problems.append(problem(number, "was-archived"))
    return made_card(index, number, contact, None, tuple(problems))


def _cut_short(plain: dict[str, Any]) -> bool:
    """Leave of each list as many as a contact may have; whether one had more."""
    longer = [k for k, v in plain.items() if isinstance(v, list) and len(v) > PARTS_LIMIT]
    plain.update({key: plain[key][:PARTS_LIMIT] for key in longer})
    within = [i for v in plain.values() if isinstance(v, list) for i in v if isinstance(i, dict)]
    return any([*map(_cut_short, within), longer])


def _contact(plain: dict[str, Any]) -> tuple[Contact, bool]:
    """The contact of a line, and whether it was in the archive."""
    name = _dict(plain.get("name"))
    values: dict[str, Any] = {n: _text(plain.get(n)) for n in _TEXTS}
    values |= {n: _text(name.get(n)) for n in ("prefixes", "given", "additional", "family",
                                               "suffixes")}  # fmt: skip
    values["kind"] = _KINDS.get(_text(plain.get("kind")), "individual")
    values["nicknames"] = tuple(map(_text, _list(plain.get("nicknames"))))
    values["categories"] = tuple(map(_text, _list(plain.get("categories"))))
    values |= {n: tuple(map(_entry, _dicts(plain.get(n)))) for n in _LISTS}
    values["addresses"] = tuple(map(_address, _dicts(plain.get("addresses"))))
    for field in ("birthday", "anniversary"):
        stated = _text(plain.get(field))
        values[field] = PartialDate.parse(stated) if stated else None
    archived = _take_extras(values, plain)
    return Contact(**values), archived


def _take_extras(values: dict[str, Any], plain: dict[str, Any]) -> bool:
    """Give what stands in `extra` under a field's vCard name to that field."""
    kept, archived = list[Extra](), False
    jobs: dict[str, dict[str, Extra]] = {}
    entries: dict[str, list[Entry]] = {field: [] for field in _ENTRIES.values()}
    for each in map(_extra, _dicts(plain.get("extra"))):
        field = _FIELDS.get(each.name, "")
        if field and field not in values and not each.group:
            values[field] = each.value
        elif each.name in _ENTRIES:
            entries[_ENTRIES[each.name]].append(_entry_of(each))
        elif each.name in _JOB_PARTS and each.group.startswith("job"):
            jobs.setdefault(each.group, {})[each.name] = each
        elif each.name == "X-CONTACTDESK-ARCHIVED":
            archived = True
        else:
            kept.append(each)
    values |= {field: tuple(found) for field, found in entries.items()}
    values["memberships"] = _memberships(plain, jobs)
    values["extra"] = (*kept, *_custom(plain))
    return archived


def _custom(plain: dict[str, Any]) -> Iterator[Extra]:
    """Custom fields by their names, as the properties that the book makes values of."""
    for label, value in list(_dict(plain.get("custom")).items())[:PARTS_LIMIT]:
        if label and isinstance(value, str) and value:
            yield of_label(label, value)


def _memberships(plain: dict[str, Any], jobs: dict[str, dict[str, Extra]]) -> Any:
    dates = jobs.pop("job1", {})
    first = Membership(
        _text(plain.get("organisation")),
        tuple(map(_text, _list(plain.get("departments")))),
        _text(plain.get("job_title")),
        _text(plain.get("role")),
        "",
        *_times(dates.get("ORG")),
    )
    found = [first, *map(_membership, jobs.values())]
    return tuple(m for m in found if m.organisation or m.departments or m.job_title or m.role)


def _membership(parts: dict[str, Extra]) -> Membership:
    organisation, *departments = split_escaped(parts["ORG"].value, ";") if "ORG" in parts else [""]
    title, role = (parts[n].value if n in parts else "" for n in ("TITLE", "ROLE"))
    times = _times(parts.get("ORG"))
    return Membership(organisation, tuple(departments), title, role, "", *times)


def _times(stated: Extra | None) -> tuple[str, str]:
    params = dict(stated.params) if stated else {}
    return params.get("X-STARTS-ON", ""), params.get("X-ENDS-ON", "")


def _entry(plain: dict[str, Any]) -> Entry:
    return Entry(
        _text(plain.get("value")),
        _types(plain),
        _text(plain.get("label")),
        plain.get("preferred") is True,
    )


def _entry_of(extra: Extra) -> Entry:
    params = dict(extra.params)
    return Entry(extra.value, extra.types, params.get("X-LABEL", ""), "PREF" in params)


def _address(plain: dict[str, Any]) -> Address:
    parts: dict[str, Any] = {name: _text(plain.get(name)) for name in ADDRESS_PARTS}
    label, preferred = _text(plain.get("label")), plain.get("preferred") is True
    return Address(**parts, types=_types(plain), label=label, preferred=preferred)


def _extra(plain: dict[str, Any]) -> Extra:
    params = tuple((str(k), _text(v)) for k, v in _dict(plain.get("params")).items())
    name, value, group = (_text(plain.get(n)) for n in ("name", "value", "group"))
    return Extra(name, value, group, _types(plain), params)


def _types(plain: dict[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(t).lower() for t in _list(plain.get("types")) if t))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]
