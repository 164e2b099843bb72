"""LDIF in: the entries of Thunderbird, Evolution and directories become contacts."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from contactdesk.formats import ldif_words as words
from contactdesk.formats.base import Parsed, Problem
from contactdesk.formats.charsets import is_utf8
from contactdesk.formats.content_lines import LINE_LIMIT
from contactdesk.formats.heads import parse_head
from contactdesk.formats.ldif_stream import Attribute, entries
from contactdesk.formats.ldif_stream import Entry as RawEntry
from contactdesk.formats.made_cards import failed, made_card, problem
from contactdesk.formats.photos import PhotoError, media_type, photo_of
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_card import read_date
from contactdesk.formats.vcard_reading import read_card
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import FIELDS

_MAIL_OF_DN = re.compile(r"(?:^|[,+])\s*mail\s*=\s*([^,+]+@[^,+]+)", re.IGNORECASE)
_NAME_OF_DN = re.compile(r"(?:^|[,+])\s*cn\s*=\s*((?:\\.|[^,+\\])+)", re.IGNORECASE)
_DN_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{2}|.)")
_PRINTABLE = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f]*")
_SOMEBODY = {
    "formatted_name",
    "family",
    "given",
    "nicknames",
    "emails",
    "phones",
    "members",
    "addresses",
    "photo",
}


def read_file(stream: BinaryIO, choices: Choices) -> Iterator[Parsed]:
    """Every entry of a file, in order, one at a time."""
    for index, entry in enumerate(entries(stream)):
        yield _parsed(index, entry)


def _parsed(index: int, entry: RawEntry) -> Parsed:
    if entry.long:
        return failed(index, entry.line, b"", "long")
    if entry.change not in ("", "add"):
        return failed(index, entry.line, b"", "only-a-change")
    try:
        found = contact_of(entry.attributes)
    except Exception:  # whatever a stranger's bytes set off, the other entries go on
        return failed(index, entry.line, b"", "unreadable")
    if found is None:
        return failed(index, entry.line, b"", "no-contact", _dn(entry))
    contact, photo, codes = found
    problems = [problem(number, "senseless", text) for number, text in entry.senseless]
    problems += [problem(entry.line, code, name) for code, name in codes]
    problems += [problem(entry.line, "too-many")] if entry.many else []
    return made_card(index, entry.line, contact, photo, tuple[Problem, ...](problems))


def _dn(entry: RawEntry) -> str:
    return next((a.text for a in entry.attributes if a.name == "dn"), "")


Found = tuple[Contact, bytes | None, list[tuple[str, str]]]


def contact_of(attributes: list[Attribute]) -> Found | None:
    """The contact of an entry, its photo, and (code, attribute) a problem; None for nobody."""
    if all(a.name == "dn" or a.name in words.BOOKKEEPING for a in attributes):
        return None
    left = _Attributes(attributes)
    left.drop(words.BOOKKEEPING | {"dn"})
    for name in left.drop(words.SECRETS):
        left.problems.append(("secret", name))
    values = _values(left)
    photo = _photo(left, values)
    own, fields = [a.text for a in left.take(words.OWN)], left.first(words.OWN_FIELDS).split()
    values["extra"] = left.rest()
    values = {name: value for name, value in values.items() if value}
    if own:
        values |= _said_by(own, fields)
    contact = Contact(**values)
    if not contact.organisation and _SOMEBODY.isdisjoint(values):
        return None
    if not contact.formatted_name and contact.organisation:
        named = contact.family or contact.given
        contact = contact if named else replace(contact, formatted_name=contact.organisation)
    return contact, photo, left.problems


class _Attributes:
    """The attributes of an entry that nobody has taken yet."""

    def __init__(self, attributes: list[Attribute]) -> None:
        self._left = attributes
        self._names = {a.name for a in attributes}
        self.problems: list[tuple[str, str]] = []
        self.classes = {a.text.strip().lower() for a in attributes if a.name == "objectclass"}

    def take(self, *names: str) -> list[Attribute]:
        """All of these names, in the file's order; values elsewhere and in a language stay."""
        if self._names.isdisjoint(names):
            return []
        found = [a for a in self._left if a.name in names and not a.remote and not a.options]
        if found:
            self._left = [a for a in self._left if a.name not in names or a.remote or a.options]
        return [a for a in found if a.data.strip()]

    def texts(self, *names: str) -> list[str]:
        """The texts of `take`, each once."""
        return list(dict.fromkeys(a.text for a in self.take(*names)))

    def first(self, *names: str) -> str:
        """The first text; what says something else stays for the rest."""
        if self._names.isdisjoint(names):
            return ""
        for name in names:
            same = [a for a in self._left if a.name == name and not a.remote and not a.options]
            if same and same[0].data.strip():
                text = same[0].text
                self._left = [
                    a for a in self._left
                    if a.name not in names or a.options or a.remote or a.text != text
                ]  # fmt: skip
                return text
        return ""

    def put_back(self, attributes: list[Attribute]) -> None:
        """Leave for the rest what turned out not to be what its name says."""
        self._left = self._left + attributes

    def drop(self, names: frozenset[str] | set[str]) -> list[str]:
        """Take these away for good; those that were there."""
        found = [a.name for a in self._left if a.name in names]
        self._left = [a for a in self._left if a.name not in names]
        return list(dict.fromkeys(found))

    def rest(self) -> tuple[Extra, ...]:
        """What has no field of its own, as properties of a vCard."""
        return tuple(self._extra(a) for a in self._left if a.data.strip() or a.coded)

    def _extra(self, attribute: Attribute) -> Extra:
        name = attribute.name.upper().replace("_", "-")
        name = name if name.startswith("X-") else words.UNKNOWN + name
        params = tuple(_option(each) for each in attribute.options)
        if attribute.remote:
            self.problems.append(("not-fetched", attribute.name))
            return Extra(name, attribute.text, "", (), (("VALUE", "uri"), *params))
        text = attribute.text
        if attribute.coded and (not is_utf8(attribute.data) or not _PRINTABLE.fullmatch(text)):
            text = base64.b64encode(attribute.data).decode()
            params = (*params, ("ENCODING", "b"))
        return Extra(name, text, "", (), params)


def _option(option: str) -> tuple[str, str]:
    language = option.removeprefix("lang-")
    return ("LANGUAGE", language) if language != option else ("X-OPTION", option)


# field by field


def _values(left: _Attributes) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(words.TEXTS.values(), "")
    for name, field in words.TEXTS.items():
        if not values[field]:
            values[field] = left.first(name)
    values["formatted_name"] = left.first("cn", "commonname", "displayname", "fileas")
    values["nicknames"] = tuple(left.texts(*words.NICKNAMES))
    values["emails"] = tuple(Entry(t) for t in _mails(left))
    values["phones"] = tuple(_phones(left))
    values["urls"] = tuple(_urls(left))
    values["impp"] = tuple(
        Entry(text, (own,)) for name, own in words.MESSENGERS.items() for text in left.texts(name)
    )
    values["related"] = tuple(
        Entry(_called(text), (own,))
        for name, own in words.RELATIONS.items()
        for text in left.texts(name)
    )
    values["addresses"] = tuple(_addresses(left))
    values["memberships"] = _memberships(left)
    values["birthday"] = _birthday(left)
    values["anniversary"] = _date(left.first("anniversary"))
    values["categories"] = tuple(left.texts("categories", "category"))
    values["note"] = "\n\n".join(left.texts(*words.NOTES))
    values["uid"] = left.first("entryuuid") or left.first("uid")
    values["revised_at"] = left.first("modifytimestamp").removeprefix("0Z")
    if left.classes & words.GROUPS:
        values["kind"] = "group"
    elif "organization" in left.classes and not values["family"]:
        values["kind"] = "org"
    values["members"] = tuple(map(_member, left.texts(*words.MEMBERS)))
    return values


def _in_turn(left: _Attributes, names: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(text for name in names for text in left.texts(name)))


def _mails(left: _Attributes) -> list[str]:
    """The mail addresses; of a user of Exchange also those that are only among the proxies."""
    found = _in_turn(left, words.MAILS)
    proxies = left.take(words.PROXIES)
    left.put_back([p for p in proxies if p.text[:5].lower() != "smtp:"])
    known = {mail.lower() for mail in found}
    for mail in (p.text[5:].strip() for p in proxies if p.text[:5].lower() == "smtp:"):
        if mail and mail.lower() not in known:
            known.add(mail.lower())
            found.append(mail)
    return found


def _called(text: str) -> str:
    """Somebody's name, where an entry of the directory is named in full."""
    name = _NAME_OF_DN.match(text) if len(text) <= LINE_LIMIT else None
    return _DN_ESCAPE.sub(_plain_of_dn, name[1]).strip() if name else text


def _phones(left: _Attributes) -> Iterator[Entry]:
    for attribute in left.take(*words.PHONES):
        preferred = attribute.name == words.PREFERRED_PHONE
        yield Entry(attribute.text.strip(), words.PHONES[attribute.name], "", preferred)


def _urls(left: _Attributes) -> Iterator[Entry]:
    for attribute in left.take(*words.URLS):
        address, _space, label = attribute.text.strip().partition(" ")
        yield Entry(address, words.URLS[attribute.name], label.strip())


def _addresses(left: _Attributes) -> Iterator[Address]:
    for parts, types in ((words.WORK_ADDRESS, ("work",)), (words.HOME_ADDRESS, ("home",))):
        found = {part: left.first(*names) for part, names in parts.items()}
        if any(found.values()):
            yield replace(Address(types=types), **dict[str, Any](found))
    for name, types in words.WHOLE_ADDRESSES.items():
        for text in left.texts(name):
            pieces = text.split("$") if len(text) <= LINE_LIMIT else [text]
            lines = [line.strip() for line in pieces]
            whole = "\n".join(line for line in lines if line)
            yield Address(street=whole.replace("\\24", "$").replace("\\5C", "\\"), types=types)


def _memberships(left: _Attributes) -> tuple[Membership, ...]:
    job = Membership(
        left.first(*words.ORGANISATIONS),
        tuple(left.texts(*words.DEPARTMENTS)),
        left.first("title"),
        left.first("businessrole"),
    )
    return (job,) if job.organisation or job.departments or job.job_title or job.role else ()


def _birthday(left: _Attributes) -> PartialDate | None:
    year, month, day = (left.first(n) for n in ("birthyear", "birthmonth", "birthday"))
    if whole := left.first("birthdate") or ("" if day.isdecimal() else day):
        return _date(whole)
    if not (month.isdecimal() or day.isdecimal() or year.isdecimal()):
        return None
    known = [int(text) if text.isdecimal() and len(text) < 5 else 0 for text in (year, month, day)]
    stated = PartialDate(known[0] or None, known[1] or None, known[2] or None)
    checked = PartialDate.parse(str(stated)) if stated else None
    if checked is not None and checked.text:  # 31 February and the like stay as they are written
        return PartialDate(text="-".join(text for text in (year, month, day) if text))
    return checked


def _date(text: str) -> PartialDate | None:
    return read_date(parse_head("BDAY"), text) if text else None


def _member(text: str) -> Entry:
    """Somebody of a group: by e-mail where the name in the directory says one."""
    mail = _MAIL_OF_DN.search(text) if len(text) <= LINE_LIMIT else None
    if not mail:
        return Entry(f"mailto:{text}" if "@" in text and "=" not in text else text)
    name = _NAME_OF_DN.search(text)
    called = _DN_ESCAPE.sub(_plain_of_dn, name[1]).strip() if name else ""
    return Entry(f"mailto:{mail[1].strip()}", (), "" if called == mail[1].strip() else called)


def _plain_of_dn(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if len(match[1]) == 2 else match[1]


def _photo(left: _Attributes, values: dict[str, Any]) -> bytes | None:
    pictures = left.take(*words.PHOTOS)
    chosen = next((p for p in pictures if media_type(p.data)), None)
    left.put_back([p for p in pictures if p is not chosen])
    if chosen is None:
        left.problems += [("photo-unreadable", "")] if pictures else []
        return None
    try:
        values["photo"] = photo_of(chosen.data, "")
    except PhotoError as error:
        left.problems.append((error.code, ""))
        return None
    return chosen.data


def _said_by(lines: list[str], fields: list[str]) -> dict[str, Any]:
    """The fields of which lines of our own say all there is."""
    text = "\r\n".join(("BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD", ""))
    contact = read_card(text.encode("utf-8", "replace")).contact
    if contact is None:
        return {}
    named = {name: getattr(contact, name) for name in fields if name in FIELDS and name != "photo"}
    if "extra" in named:
        named["extra"] = tuple(
            replace(extra, name=extra.name.removeprefix(words.OWN_EXTRA)) for extra in contact.extra
        )
    return named
