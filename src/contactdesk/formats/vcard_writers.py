"""How each field of a contact is written as vCard: one function a field, and their table.

What a writer here puts down, its reader in `vcard_readers` takes for the same value;
`vcard_properties` pairs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from contactdesk.formats.content_lines import escaped_extra
from contactdesk.formats.custom_property import CUSTOM, escaped_custom
from contactdesk.formats.dialects import (
    ANNIVERSARIES,
    APPLE_LABEL,
    APPLE_TYPES,
    MESSENGER_PROPERTY,
    MESSENGERS,
    OUTLOOK_NAME,
    OUTLOOK_RELATIONS,
    PHONES,
    RELATIONS,
)
from contactdesk.formats.vcard_lines import CardLines, Params
from contactdesk.model.contact import Address, Entry, Extra, Membership, Photo
from contactdesk.model.dates import PartialDate
from contactdesk.model.shown import names_of_part

Writer = Callable[[CardLines, Any], None]

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NO_NAME = re.compile(r"[^\w/+#&-]")
_POINT = re.compile(r"([-+]?\d+(?:\.\d+)?),([-+]?\d+(?:\.\d+)?)")
_OWN_PARAMS = ("VALUE", "X-SERVICE-TYPE", "SERVICE-TYPE", "LABEL")
_SERVICE_NAMES = {"aim": "AIM", "icq": "ICQ", "msn": "MSN", "qq": "QQ", "gtalk": "GTalk",
                  "gadu-gadu": "Gadu-Gadu"}  # fmt: skip
_OWN_WORDS = {types: word.capitalize() for word, types in APPLE_TYPES.items()}


def text_line(name: str) -> Writer:
    """A property of one text."""

    def write(out: CardLines, value: str) -> None:
        if value:
            out.add(name, out.text(value), params=out.kept, group=out.group)

    return write


def identifier_line(name: str) -> Writer:
    """A property whose value is an identifier or a time."""

    def write(out: CardLines, value: str) -> None:
        if value:
            out.add(name, out.uri(value))

    return write


def write_kind(out: CardLines, kind: str) -> None:
    """KIND; before 4.0 in Apple's words."""
    if out.is_new or kind == "individual":
        out.add("KIND", kind)
    elif kind == "org":
        out.add("X-ABShowAs", "COMPANY")
    else:
        out.add("X-ADDRESSBOOKSERVER-KIND", kind)


def write_name(out: CardLines, name: tuple[str, ...]) -> None:
    """`name` is family, given, additional, prefixes, suffixes and sort_as."""
    *parts, sort_as = name
    params: Params = (("SORT-AS", sort_as),) if sort_as and out.is_new else ()
    kept = tuple(p for p in out.kept if p[0] != "SORT-AS")
    if any(parts) or params or not out.is_new:
        stated = [out.parts([part]) for part in parts[:2]]
        stated += [_several(out, part) for part in parts[2:]]
        out.add("N", ";".join(stated), params=(*params, *kept))
    if sort_as and not out.is_new:
        out.add("SORT-STRING", out.text(sort_as))


def _several(out: CardLines, part: str) -> str:
    """Middle names, titles and what follows a name may be several (RFC 6350, section 6.2.2)."""
    if out.is_old:  # it knows no lists
        return out.parts([part])
    return ",".join(out.text(one) for one in names_of_part(part))


def list_line(name: str) -> Writer:
    """A property of several words."""

    def write(out: CardLines, words: tuple[str, ...]) -> None:
        if out.is_old:  # it knows no lists
            for word in words:
                out.add(name, out.text(word))
        elif words:
            out.add(name, out.parts(words, ","))

    return write


def write_memberships(out: CardLines, jobs: tuple[Membership, ...]) -> None:
    """Several jobs: each stands in a group, with an ORG even if it is empty."""
    out.instead_of()
    for job in jobs:
        grouped = len(jobs) > 1
        out.group = ""
        out.group = out.new_group() if grouped else ""
        if job.organisation or job.departments or grouped or job.starts_on or job.ends_on:
            write_organisation(out, job)
        text_line("TITLE")(out, job.job_title)
        text_line("ROLE")(out, job.role)
        out.group = ""


def write_organisation(out: CardLines, job: Membership) -> None:
    """ORG, with the time it lasted as parameters of ours."""
    dates = (("X-STARTS-ON", job.starts_on), ("X-ENDS-ON", job.ends_on))
    kept = tuple(p for p in out.kept if p[0] not in ("X-STARTS-ON", "X-ENDS-ON"))
    value = out.parts((job.organisation, *job.departments))
    params = (*kept, *(d for d in dates if d[1]))
    out.add("ORG", value if value.strip() else value + ";", params=params, group=out.group)


def _labelled(
    out: CardLines, name: str, value: str, item: Entry | Address, params: Params = ()
) -> None:
    """A line with its types, and a person's word for it in a group of the two."""
    own = out.label_types  # the label's line stays: only the value is written
    group = out.new_group() if item.label and own is None else out.group
    types = tuple(t for t in item.types if t not in own) if own else item.types
    kept = tuple(p for p in out.kept if p[0] not in _OWN_PARAMS)
    out.add(name, value, types, item.preferred, (*params, *kept), group)
    if item.label and own is None:
        _label(out, item.label, group)


def _label(out: CardLines, label: str, group: str) -> None:
    wrapped = f"_$!<{label}>!$_" if APPLE_LABEL.fullmatch(label.strip()) else label
    out.add("X-ABLabel", out.text(wrapped), group=group)


def write_phone(out: CardLines, phone: Entry) -> None:
    """TEL."""
    params: Params = ()
    if phone.value[:4].lower() == "tel:":
        params = (("VALUE", "uri" if ";" in phone.value else "text"),)
    is_uri = bool(params) and params[0][1] == "uri"
    value = out.uri(phone.value) if is_uri else out.text(phone.value)
    kind = PHONES.get(out.replaced)
    if kind is not None and not params and (not kind or kind in phone.types):
        types = tuple(t for t in phone.types if t != kind)
        phone = Entry(phone.value, types, phone.label, phone.preferred)
        _labelled(out, out.replaced, value, phone)
        return
    _labelled(out, "TEL", value, phone, params)


def write_email(out: CardLines, email: Entry) -> None:
    """EMAIL."""
    plain = email.value[:7].lower() == "mailto:"
    _labelled(out, "EMAIL", out.text(email.value), email, (("VALUE", "text"),) if plain else ())


def write_address(out: CardLines, address: Address) -> None:
    """ADR."""
    a = address
    parts = (a.post_office_box, a.extended, a.street, a.locality, a.region, a.postal_code)
    _labelled(out, "ADR", out.parts((*parts, a.country)), address)


def entry_line(name: str, old_name: str = "") -> Writer:
    """Addresses and identifiers; `old_name` is the property before 4.0."""

    def write(out: CardLines, entry: Entry) -> None:
        stated = name if out.is_new or not old_name else old_name
        _labelled(out, stated, out.uri(entry.value), entry)

    return write


def write_messenger(out: CardLines, entry: Entry) -> None:
    """A bare name goes out as X-ICQ and the like; an address as IMPP with its service."""
    service = entry.types[0] if entry.types else ""
    value = out.uri(entry.value)
    rest = Entry(entry.value, entry.types[1:], entry.label, entry.preferred)
    if MESSENGERS.get(out.replaced) == service:
        _labelled(out, out.replaced, value, rest if service else entry)
    elif not _URI.fullmatch(entry.value) and service in MESSENGER_PROPERTY:
        _labelled(out, MESSENGER_PROPERTY[service], value, rest)
    elif service in MESSENGER_PROPERTY:
        stated = _SERVICE_NAMES.get(service, service.capitalize())
        _labelled(out, "IMPP", value, rest, (("X-SERVICE-TYPE", stated),))
    else:
        _labelled(out, "IMPP", value, entry)


def write_relation(out: CardLines, entry: Entry) -> None:
    """RELATED; before 4.0 Apple's X-ABRELATEDNAMES, in 2.1 Outlook's words where it has one."""
    if entry.types and RELATIONS.get(out.replaced) == entry.types[0]:
        marked = (OUTLOOK_NAME,) if out.replaced in OUTLOOK_RELATIONS.values() else ()
        rest = Entry(entry.value, marked + entry.types[1:], entry.label, entry.preferred)
        _labelled(out, out.replaced, out.text(entry.value), rest)
        return
    if out.is_new:
        is_uri = _URI.fullmatch(entry.value) is not None
        value = out.uri(entry.value) if is_uri else out.text(entry.value)
        _labelled(out, "RELATED", value, entry, () if is_uri else (("VALUE", "text"),))
        return
    value = out.text(entry.value)
    types, label = entry.types, entry.label
    if out.is_old and not label and len(types) == 1 and types[0] in OUTLOOK_RELATIONS:
        out.add(OUTLOOK_RELATIONS[types[0]], value, (OUTLOOK_NAME,), entry.preferred)
    elif not label and ",".join(types) in _OWN_WORDS:
        group = out.new_group()
        out.add("X-ABRELATEDNAMES", value, types, entry.preferred, group=group)
        out.add("X-ABLabel", f"_$!<{_OWN_WORDS[','.join(types)]}>!$_", group=group)
    else:
        _labelled(out, "X-ABRELATEDNAMES", value, entry)


def _date(out: CardLines, name: str, date: PartialDate, group: str = "") -> None:
    if date.text:
        out.add(name, out.text(date.text), params=(("VALUE", "text"),), group=group)
    elif out.is_new:
        basic = str(date) if date.day is None and date.year else str(date).replace("-", "")
        if date.year is None:
            basic = "--" + basic if date.month else "---" + basic
        out.add(name, basic, group=group)
    elif date.year is None and date.month and date.day:
        omitted: Params = (("X-APPLE-OMIT-YEAR", "1604"),)
        out.add(name, f"1604-{date.month:02d}-{date.day:02d}", params=omitted, group=group)
    else:
        out.add(name, str(date), group=group)


def write_birthday(out: CardLines, date: PartialDate) -> None:
    """BDAY."""
    _date(out, "BDAY", date)


def write_anniversary(out: CardLines, date: PartialDate) -> None:
    """Before 4.0 there was none: Apple's labelled date, and the name the others share."""
    if out.is_new or out.replaced in ANNIVERSARIES:
        _date(out, out.replaced if out.replaced in ANNIVERSARIES else "ANNIVERSARY", date)
        return
    _date(out, "X-MS-ANNIVERSARY" if out.is_old else "X-ANNIVERSARY", date)
    if not out.is_old and not date.text:
        group = out.new_group()
        _date(out, "X-ABDATE", date, group)
        out.add("X-ABLabel", "_$!<Anniversary>!$_", group=group)


def write_gender(out: CardLines, gender: str) -> None:
    """GENDER; before 4.0 X-GENDER."""
    sex, semicolon, words = gender.partition(";")
    if out.is_new:
        out.add("GENDER", out.text(sex) + (";" + out.text(words) if semicolon else ""))
    else:
        named = {"M": "Male", "F": "Female"}.get(gender)
        out.add("X-GENDER", named or out.text(gender))


def write_geo(out: CardLines, geo: str) -> None:
    """GEO, as a `geo:` address in 4.0."""
    point = _POINT.fullmatch(geo)
    if point and out.is_new:
        out.add("GEO", f"geo:{point[1]},{point[2]}")
    else:
        out.add("GEO", f"{point[1]};{point[2]}" if point else out.uri(geo))


def write_photo(out: CardLines, photo: tuple[Photo, bytes | None]) -> None:
    """PHOTO, if its bytes are at hand."""
    kept, data = photo
    if data:
        out.add_base64("PHOTO", data, kept.media_type)


def write_extra(out: CardLines, extra: Extra) -> None:
    """A property without a field of its own, as it came."""
    value = extra.value
    if "\r" in value:
        value = value.replace("\r\n", "\n")
    if extra.name == CUSTOM:
        value = escaped_custom(value)
    elif "\\" in value or not out.is_old:
        value = escaped_extra(value)
    params = []
    preferred = False
    for name, stated in extra.params:
        if name == "PREF" and (not out.is_new or stated == "1"):
            preferred = True
        elif name == "ENCODING" and out.is_old:
            params.append((name, "BASE64"))
        else:
            params.append((_NO_NAME.sub("", name), stated))
    name, group = _NO_NAME.sub("", extra.name), _NO_NAME.sub("", extra.group)
    if name:
        out.add(name, value, extra.types, preferred, tuple(params), group)
    if name and out.is_old and ("ENCODING", "BASE64") in params:
        out.lines[-1] += b"\r\n"
