"""What is written is read again: every field, every version, and nothing edited changes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from contactdesk.formats.content_lines import escaped_extra, extra_text
from contactdesk.formats.vcard import read_card, same_record, write_card
from contactdesk.formats.vcard_properties import PROPERTIES, WRITERS
from contactdesk.model.contact import (
    ENTRY_FIELDS,
    Address,
    Contact,
    Entry,
    Extra,
    Membership,
    Photo,
)
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import FIELDS

# Bin and archive are the book's own; custom fields go out as properties (test_custom_in_files).
NOT_IN_VCARD = {"deleted_at", "archived_at", "custom", "owner", "private_to"}

_CHARACTERS = st.one_of(
    st.sampled_from(list("\\,;:\n=\"'^ \tnN_$!<>%")),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"),
)
_text = st.text(_CHARACTERS, max_size=90)
_said = _text.filter(lambda t: bool(t.strip()))
_word = _said.map(str.strip)
_type = st.one_of(
    st.sampled_from(["home", "work", "cell", "fax", "voice", "internet", "x-own", "two words"]),
    st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=8),
).filter(lambda t: t not in ("pref", "b", "q"))
_types = st.lists(_type, max_size=3, unique=True).map(tuple)
_label = st.one_of(st.just(""), _said)
_month_day = st.dates().map(lambda d: (d.month, d.day))
_date = st.one_of(
    st.dates().filter(lambda d: d.year != 1604).map(lambda d: PartialDate(d.year, d.month, d.day)),
    _month_day.map(lambda d: PartialDate(None, d[0], d[1])),
    st.integers(1, 9999).filter(lambda y: y != 1604).map(PartialDate),
    st.tuples(st.integers(1605, 9999), st.integers(1, 12)).map(lambda d: PartialDate(d[0], d[1])),
    st.integers(1, 12).map(lambda m: PartialDate(None, m)),
    st.integers(1, 31).map(lambda d: PartialDate(None, None, d)),
    _said.map(lambda t: PartialDate(text=t)),
)
_PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1" + bytes(range(256))
_PHOTO = Photo("image/png", hashlib.sha256(_PICTURE).hexdigest(), len(_PICTURE))


def _entries(values: st.SearchStrategy[str]) -> Any:
    entry = st.builds(Entry, values, _types, _label, st.booleans())
    return st.lists(entry, max_size=3).map(tuple)


_address = st.builds(Address, *[_text] * 7, _types, _label, st.booleans()).filter(
    lambda a: any(getattr(a, n).strip() for n in ("street", "locality", "country"))
)
_membership = st.builds(
    Membership,
    _text,
    st.lists(_said, max_size=2).map(tuple),
    st.one_of(st.just(""), _said),
    st.one_of(st.just(""), _said),
    starts_on=st.sampled_from(["", "2020-01-31", "2021"]),
).filter(lambda m: bool(m.organisation.strip() or m.departments or m.job_title or m.role))
_extra = st.builds(
    Extra,
    st.sampled_from(["X-CUSTOM", "X-SOCIALPROFILE", "LABEL", "CALURI"]),
    # a value with separators keeps its escapes, every other is plain text
    _said.filter(lambda t: extra_text(escaped_extra(t)) == t),
    st.sampled_from(["", "item1", "g"]),
    _types,
    st.sampled_from([(), (("X-USER", 'a "b"; c'),), (("PREF", "1"),), (("LANGUAGE", "fr"),)]),
)  # fmt: skip
_place = st.sampled_from(["", "52.23,21.01", "-2.6,3", "geo:1,2;u=5", "Warsaw"])
_address_like = st.one_of(_said, st.sampled_from(["https://a.example/x;y,z?q=1", "xmpp:a@b"]))

CONTACTS = st.builds(
    Contact,
    kind=st.sampled_from(["individual", "org", "group", "location"]),
    uid=_word,
    formatted_name=_said,
    prefixes=_text,
    given=_text,
    additional=_text,
    family=_text,
    suffixes=_text,
    phonetic_given=st.one_of(st.just(""), _said),
    phonetic_family=st.one_of(st.just(""), _said),
    sort_as=st.one_of(st.just(""), _word),
    nicknames=st.lists(_word, max_size=3, unique=True).map(tuple),
    memberships=st.lists(_membership, max_size=3).map(tuple),
    phones=_entries(_word),
    emails=_entries(_word),
    addresses=st.lists(_address, max_size=2).map(tuple),
    urls=_entries(_address_like),
    impp=_entries(_address_like),
    related=_entries(_address_like),
    members=_entries(_address_like),
    languages=_entries(_said),
    birthday=st.one_of(st.none(), _date),
    anniversary=st.one_of(st.none(), _date),
    gender=st.sampled_from(["", "M", "F", "O;other", ";only, words", "N"]),
    time_zone=st.one_of(st.just(""), _said),
    geo=_place,
    keep_in_touch=st.sampled_from(["", "0", "30"]),
    categories=st.lists(_word, max_size=3, unique=True).map(tuple),
    note=st.one_of(st.just(""), _said),
    photo=st.sampled_from([None, _PHOTO]),
    extra=st.lists(_extra, max_size=3).map(tuple),
    revised_at=st.sampled_from(["", "20260101T120000Z"]),
)


def a_written_contact(contact: Contact, version: str, original: bytes | None = None) -> Contact:
    raw = write_card(contact, version, original, _PICTURE if contact.photo else None)
    parsed = read_card(raw)
    assert parsed.problems == ()
    assert parsed.contact is not None
    return parsed.contact


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(contact=CONTACTS)
@example(contact=Contact(kind="individual", formatted_name="A", memberships=(Membership("A"),)))
def test_every_field_is_read_as_it_was_written(version: str, contact: Contact) -> None:
    values = [e.value for e in contact.impp]
    assume(len(values) == len(set(values)))
    assert_same(contact, a_written_contact(contact, version))


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(before=CONTACTS, after=CONTACTS)
def test_an_edited_card_says_what_the_contact_says(
    version: str, before: Contact, after: Contact
) -> None:
    for contact in (before, after):
        values = [e.value for e in contact.impp]
        assume(len(values) == len(set(values)))
    original = write_card(before, version, None, _PICTURE)
    assert_same(after, a_written_contact(after, "keep", original))


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(contact=CONTACTS)
def test_a_card_nobody_edited_comes_out_as_it_went_in(version: str, contact: Contact) -> None:
    original = write_card(contact, version, None, _PICTURE)
    read = read_card(original).contact
    assert read is not None
    assert write_card(read, "keep", original) == original


def assert_same(one: Contact, other: Contact) -> None:
    if not same_record(one, other):
        pairs = {n: (_unnumbered(getattr(one, n)), _unnumbered(getattr(other, n))) for n in FIELDS}
        raise AssertionError({n: pair for n, pair in pairs.items() if pair[0] != pair[1]})


def _unnumbered(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(replace(i, item=0) if hasattr(i, "item") else i for i in value)
    return value


def test_every_field_has_a_reader_and_a_writer() -> None:
    read = {p.field for p in PROPERTIES.values()}
    covered = {"prefixes", "given", "additional", "family", "suffixes", "sort_as"}
    for field in set(FIELDS) - NOT_IN_VCARD - covered - {"memberships"}:
        assert field in WRITERS, field
        assert field in read, field
    assert {"name", "organisation", "job_title", "role"} <= read & set(WRITERS)
    assert set(ENTRY_FIELDS) <= read


def test_items_are_numbered_from_one_in_the_order_of_the_card() -> None:
    raw = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nTEL:1\r\nEMAIL:a@b\r\nTEL:2\r\nEND:VCARD\r\n"
    contact = read_card(raw).contact
    assert contact is not None
    assert [(p.value, p.item) for p in contact.phones] == [("1", 1), ("2", 3)]
    assert contact.emails[0].item == 2


def test_another_version_is_written_whole() -> None:
    old = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Nowak;Anna\r\nTEL;WORK;PREF:1\r\nEND:VCARD\r\n"
    contact = read_card(old).contact
    assert contact is not None
    new = write_card(replace(contact, formatted_name="Anna Nowak"), "4.0", old)
    assert b"VERSION:4.0\r\n" in new
    assert b"TEL;TYPE=work;PREF=1:1\r\n" in new
