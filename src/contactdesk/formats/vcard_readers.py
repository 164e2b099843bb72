"""What each vCard property says about a contact: one function a property.

A reader takes the card in the making, the line's head and its value (charset and encoding
undone, escapes not), and returns the number of the item it made (0: the field has one value).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from contactdesk.formats.content_lines import extra_text, split_escaped, unescape
from contactdesk.formats.custom_property import CUSTOM
from contactdesk.formats.dialects import (
    ANDROID_ITEM,
    ANDROID_RELATIONS,
    KDE_MESSENGER,
    KDE_SEPARATOR,
    OUTLOOK_NAME,
    SERVICES,
    service_types,
)
from contactdesk.formats.heads import Head
from contactdesk.formats.photos import PhotoError, parse_data_uri, read_photo
from contactdesk.formats.vcard_card import Card, read_date
from contactdesk.model.contact import Address, Extra

Reader = Callable[[Card, Head, str], int]

_POINT = re.compile(
    r"(?:geo:)?\s*([-+]?\d+(?:\.\d+)?)\s*[;,]\s*([-+]?\d+(?:\.\d+)?)", re.IGNORECASE
)
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:")
_KINDS = {"individual": "individual", "org": "org", "organization": "org", "group": "group",
          "location": "location"}  # fmt: skip
_SEXES = {"male": "M", "female": "F", "m": "M", "f": "F", "1": "F", "2": "M"}


def read_extra(card: Card, head: Head, value: str) -> int:
    """For every property without a field of its own."""
    params = head.params
    if head.preferred:
        params = (*params, ("PREF", str(head.rank or 1)))
    if head.encoding == "b":
        params = (*params, ("ENCODING", "b"))
        value = re.sub(r"\s+", "", value)
    text = unescape(value) if head.key == CUSTOM else extra_text(value)
    return card.add_extra(Extra(head.name, text, head.group, head.types, params))


def read_begin(card: Card, head: Head, value: str) -> int:
    """BEGIN: a second one says that a card lies inside this card."""
    if card.begun and value.strip().upper() == "VCARD":
        card.problems.append("nested")
    card.begun = True
    return 0


def read_agent(card: Card, head: Head, value: str) -> int:
    """AGENT: a whole card is kept as it came; one that begins on this line needs care."""
    if value.strip().upper() == "BEGIN:VCARD":
        card.problems.append("nested")
    return read_extra(card, head, value)


def read_version(card: Card, head: Head, value: str) -> int:
    """VERSION, as it is written."""
    card.version = value.strip()
    return 0


def single_text(field: str) -> Reader:
    """A text of which a contact has one; a second is kept as it came."""

    def read(card: Card, head: Head, value: str) -> int:
        if field in card.values:
            return read_extra(card, head, value)
        card.values[field] = unescape(value) if "\\" in value else value
        return 0

    return read


def first_text(field: str) -> Reader:
    """A text of which the first counts and the rest say nothing."""

    def read(card: Card, head: Head, value: str) -> int:
        card.values.setdefault(field, (unescape(value) if "\\" in value else value).strip())
        return 0

    return read


def read_name(card: Card, head: Head, value: str) -> int:
    """N: family, given, additional, prefixes, suffixes (RFC 6350, section 6.2.2), and SORT-AS."""
    values = card.values
    if "family" in values:
        return read_extra(card, head, value)
    parts = split_escaped(value, ";") if "\\" in value else value.split(";")
    if len(parts) < 5:
        parts += [""] * (5 - len(parts))
    values["family"], values["given"], values["additional"] = parts[:3]
    values["prefixes"], values["suffixes"] = parts[3:5]
    if head.params:
        sort_as = head.param("SORT-AS")
        if sort_as:
            values["sort_as"] = sort_as
    return 0


def read_sound(card: Card, head: Head, value: str) -> int:
    """SOUND;X-IRMC-N of Japanese phones: how the name is spoken; other sounds are kept."""
    if "x-irmc-n" not in head.types:
        return read_extra(card, head, value)
    family, given = (*split_escaped(value, ";"), "", "")[:2]
    if family.strip():
        card.values.setdefault("phonetic_family", family)
    if given.strip():
        card.values.setdefault("phonetic_given", given)
    return 0


def list_of_words(card_list: str) -> Reader:
    """A property of several words; which version splits them is known at the card's end."""

    def read(card: Card, head: Head, value: str) -> int:
        words: list[str] = getattr(card, card_list)
        words.append(value)
        return 0

    return read


def read_phone(card: Card, head: Head, value: str) -> int:
    """TEL: text, or a `tel:` address without its scheme where that loses nothing."""
    if "\\" in value:
        value = unescape(value)
    if value[:4].lower() == "tel:" and ";" not in value and head.value_type != "text":
        value = value[4:]
    return card.add("phones", head, value.strip())


def vendors_phone(kind: str) -> Reader:
    """A telephone number under another name; `kind` is the type that the name stands for."""

    def read(card: Card, head: Head, value: str) -> int:
        value = unescape(value) if "\\" in value else value
        return card.add("phones", head, value.strip(), service_types(head.types, kind))

    return read


def read_email(card: Card, head: Head, value: str) -> int:
    """EMAIL, without a `mailto:` before it."""
    if "\\" in value:
        value = unescape(value)
    if value[:7].lower() == "mailto:" and head.value_type != "text":
        value = value[7:]
    return card.add("emails", head, value.strip())


def entries_of(field: str) -> Reader:
    """A property of which every line is one item."""

    def read(card: Card, head: Head, value: str) -> int:
        return card.add(field, head, unescape(value) if "\\" in value else value)

    return read


def read_address(card: Card, head: Head, value: str) -> int:
    """ADR in its seven parts (RFC 6350, section 6.3.1)."""
    parts = split_escaped(value, ";") if "\\" in value else value.split(";")
    label = head.param("LABEL") if head.params else ""
    if label:
        # an unquoted LABEL with colons in it runs into the value
        parts[0] = parts[0].rpartition(":")[2]
    if len(parts) == 1:
        parts = ["", "", *parts]  # somebody put the whole address into the line
    if len(parts) < 7:
        parts += [""] * (7 - len(parts))
    if not any(parts):
        if not label:
            return 0
        parts[2] = label
    item = card.next_item()
    box, extended, street, locality, region, code, country = parts[:7]
    if len(parts) > 7 and not street:
        street, beyond = _street_in_pieces(parts[7:18])
        extended = extended or beyond
    address = Address(
        box, extended, street, locality, region, code, country,
        head.types, head.word, head.preferred, item,
    )  # fmt: skip
    card.lists.setdefault("addresses", []).append(address)
    if head.group or head.rank > 1:
        card.note_head("addresses", head)
    return item


def _street_in_pieces(pieces: list[str]) -> tuple[str, str]:
    """The street and what is beyond it, of an address that has them only in the further parts
    that RFC 9554 gave it (section 2.1): room, apartment, floor, number, street, building, block,
    subdistrict, district, landmark, direction.
    """
    room, flat, floor, number, name, *rest = [*pieces, *[""] * (11 - len(pieces))]
    building, block, *around, direction = rest
    street = " ".join(p for p in (name, number, direction) if p)
    beyond = (building, block, floor, flat, room, *around)
    return street, ", ".join(p for p in beyond if p)


def read_organisation(card: Card, head: Head, value: str) -> int:
    """ORG: the organisation and its departments."""
    if head.params and card.says_again("organisation", head):
        return read_extra(card, head, value)
    parts = split_escaped(value, ";") if "\\" in value else value.split(";")
    return card.add_job("organisation", tuple(parts), head)


def part_of_job(part: str) -> Reader:
    """TITLE or ROLE."""

    def read(card: Card, head: Head, value: str) -> int:
        if head.params and card.says_again(part, head):
            return read_extra(card, head, value)
        return card.add_job(part, unescape(value) if "\\" in value else value, head)

    return read


def messenger(service: str) -> Reader:
    """A messenger's own property: its name becomes the first type."""

    def read(card: Card, head: Head, value: str) -> int:
        value = unescape(value) if "\\" in value else value
        return card.add("impp", head, value, service_types(head.types, service))

    return read


def read_impp(card: Card, head: Head, value: str) -> int:
    """IMPP; the service that Apple, Google or RFC 9554 name becomes the first type."""
    stated = (head.param("X-SERVICE-TYPE") or head.param("SERVICE-TYPE")).lower()
    return messenger(SERVICES.get(stated, stated))(card, head, value)


def read_kde_messenger(card: Card, head: Head, value: str) -> int:
    """X-messaging/irc-All of KDE, with several names in one line."""
    service = KDE_MESSENGER.fullmatch(head.key)
    stated = service[1].lower() if service else ""
    read = messenger(SERVICES.get(stated, stated))
    items = [read(card, head, one) for one in value.split(KDE_SEPARATOR) if one.strip()]
    card.together.update(dict.fromkeys(items[:1], items))
    return items[0] if items else 0


def relation(kind: str) -> Reader:
    """A related person; a vendor's property says which relation."""

    def read(card: Card, head: Head, value: str) -> int:
        value = unescape(value) if "\\" in value else value
        types = head.types
        if OUTLOOK_NAME in types and head.key.startswith("X-MS-"):
            types = tuple(t for t in types if t != OUTLOOK_NAME)
        return card.add("related", head, value, service_types(types, kind))

    return read


def date_of(field: str) -> Reader:
    """A birthday or anniversary; a second one that differs is kept as it came."""

    def read(card: Card, head: Head, value: str) -> int:
        date = read_date(head, unescape(value) if "\\" in value else value)
        if date is None:  # beside a date that is one, the line speaks of nothing and stays
            return card.next_item() if field in card.values else 0
        if card.values.setdefault(field, date) != date:
            return read_extra(card, head, value)
        return 0

    return read


def read_labelled_date(card: Card, head: Head, value: str) -> int:
    """X-ABDATE: what it is, its label says."""
    item = card.next_item()
    card.dates.append((head, value, item))
    return item


def read_label(card: Card, head: Head, value: str) -> int:
    """X-ABLabel: a person's word for the items of its group."""
    if not head.group or head.group in card.labels:
        return read_extra(card, head, value)
    card.labels[head.group] = value
    return 0


def read_geo(card: Card, head: Head, value: str) -> int:
    """GEO as "latitude,longitude", however it is written."""
    if "geo" in card.values:
        return read_extra(card, head, value)
    value = unescape(value).strip()
    point = _POINT.fullmatch(value)
    card.values["geo"] = f"{point[1]},{point[2]}" if point else value
    return 0


def read_gender(card: Card, head: Head, value: str) -> int:
    """GENDER, or a vendor's word for it."""
    value = ";".join(split_escaped(value, ";"))
    if head.key != "GENDER":
        value = _SEXES.get(value.strip().lower(), value)
        card.values.setdefault("gender", value)
    else:
        word = value.strip().lower()
        card.values["gender"] = _SEXES[word] if word in ("male", "female") else value
    return 0


def read_kind(card: Card, head: Head, value: str) -> int:
    """KIND; one that a contact cannot be is kept as it came."""
    kind = _KINDS.get(value.strip().lower())
    if kind is None:
        return read_extra(card, head, value)
    card.values["kind"] = kind
    return 0


def read_evolution_list(card: Card, head: Head, value: str) -> int:
    """X-EVOLUTION-LIST:TRUE makes a group."""
    if value.strip().upper() == "TRUE":
        card.values.setdefault("kind", "group")
    return read_extra(card, head, value)


def read_shown_as(card: Card, head: Head, value: str) -> int:
    """X-ABShowAs:COMPANY makes an organisation."""
    if value.strip().upper() != "COMPANY":
        return read_extra(card, head, value)
    card.shown_as_company = True
    return 0


def read_photo_line(card: Card, head: Head, value: str) -> int:
    """PHOTO: a picture in the card; one that lies elsewhere is kept as text."""
    inline = head.encoding == "b" or parse_data_uri(value.strip()) is not None
    remote = _REMOTE.match(value) is not None or head.value_type in ("uri", "cid")
    if remote and (not inline or "://" in value[:24]):
        return _remote_photo(card, head, value)
    if "photo" in card.values:
        return read_extra(card, head, value)
    stated = head.param("MEDIATYPE") or next(iter(head.types), "")
    try:
        card.values["photo"], card.photo = read_photo(value, stated)
    except PhotoError as error:
        card.problems.append(error.code)
    return 0


def _remote_photo(card: Card, head: Head, value: str) -> int:
    """A picture elsewhere is kept as text and never fetched."""
    return read_extra(card, head, unescape(value))


def read_android(card: Card, head: Head, value: str) -> int:
    """X-ANDROID-CUSTOM: a nickname, an event or a relation of Android's own table."""
    kind, *fields = split_escaped(value.removeprefix(ANDROID_ITEM), ";")
    first, number, label = (*fields, "", "", "")[:3]
    if kind == "nickname" and first:
        card.nicknames.append(first.replace("\\", "\\\\").replace(",", "\\,"))
    elif kind == "contact_event" and number == "1" and "anniversary" not in card.values:
        card.values["anniversary"] = read_date(head, first)
    elif kind == "contact_event" and number == "3" and "birthday" not in card.values:
        card.values["birthday"] = read_date(head, first)
    elif kind == "relation" and first and number.isdecimal():
        place = int(number)
        name = ANDROID_RELATIONS[place] if place < len(ANDROID_RELATIONS) else ""
        word = name or label.strip().lower()
        return card.add("related", head, first, (word,) if word else ())
    else:
        return read_extra(card, head, value)
    return 0


def read_senseless(card: Card, head: Head, value: str) -> int:
    """A line whose name cannot be one."""
    card.problems.append("senseless")
    return 0
