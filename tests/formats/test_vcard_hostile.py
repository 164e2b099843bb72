"""Files that are broken, enormous or meant to harm: one row for the bad card."""

from __future__ import annotations

import io
import struct
import tracemalloc
from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.formats.base import Parsed
from contactdesk.formats.card_stream import CARD_LIMIT
from contactdesk.formats.content_lines import LINE_LIMIT, PHOTO_LIMIT, PROPERTY_LIMIT
from contactdesk.formats.vcard import read_card, read_cards, same_record, write_card
from contactdesk.model.contact import Contact, Extra

GOOD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Good\r\nEND:VCARD\r\n"


def a_card(*lines: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCARD", b"VERSION:3.0", b"FN:Odd", *lines, b"END:VCARD", b""))


def read_all(data: bytes) -> list[Parsed]:
    return list(read_cards(io.BytesIO(data)))


def codes(card: Parsed) -> list[str]:
    return [problem.code for problem in card.problems]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCARD\r\n" * 1500 + b"FN:x\r\n" + b"END:VCARD\r\n" * 1500,
        b"BEGIN:VCARD\r\nAGENT:\r\n" * 1500 + b"FN:x\r\n" + b"END:VCARD\r\n" * 1500,
    ],
)
def test_1500_cards_in_one_another_are_one_row(data: bytes) -> None:
    cards = read_all(data + GOOD)
    assert len(cards) == 2
    assert cards[-1].name == "Good"


def test_nesting_beyond_the_limit_is_reported() -> None:
    deep = b"BEGIN:VCARD\r\nAGENT:\r\n" * 5 + b"FN:x\r\n" + b"END:VCARD\r\n" * 5
    card, good = read_all(deep + GOOD)
    assert (card.contact, codes(card)) == (None, ["deep"])
    assert good.name == "Good"


@pytest.mark.timeout(20)
def test_a_line_beyond_the_limit_costs_only_itself() -> None:
    card, good = read_all(a_card(b"NOTE:" + b"a" * LINE_LIMIT, b"TEL:1") + GOOD)
    assert card.contact is not None
    assert (card.contact.note, codes(card)) == ("", ["line-too-long"])
    assert card.problems[0].line == 4
    assert card.contact.phones[0].value == "1"
    assert (good.name, good.line) == ("Good", 7)


@pytest.mark.timeout(20)
def test_photos_have_a_limit_of_their_own() -> None:
    fits = b"PHOTO;ENCODING=b;TYPE=JPEG:" + b64encode(b"\xff\xd8\xff" + b"a" * 2 * LINE_LIMIT)
    card, other = read_all(a_card(fits) + a_card(b"PHOTO;ENCODING=b:" + b"a" * PHOTO_LIMIT))
    assert card.contact is not None
    assert card.contact.photo is not None
    assert card.problems == ()
    assert codes(other) == ["line-too-long"]


@pytest.mark.timeout(30)
def test_a_card_beyond_the_limit_is_passed_over() -> None:
    huge = b"NOTE:" + b"a" * 1000 + b"\r\n"
    card, good = read_all(a_card(*[huge] * (CARD_LIMIT // len(huge) + 1)) + GOOD)
    assert (card.contact, codes(card)) == (None, ["long"])
    assert good.name == "Good"


def test_properties_beyond_the_limit_are_left_out() -> None:
    card, good = read_all(a_card(*[b"TEL:1"] * (PROPERTY_LIMIT + 5)) + GOOD)
    assert card.contact is not None
    assert codes(card) == ["too-many-properties"]
    assert PROPERTY_LIMIT - 5 < len(card.contact.phones) <= PROPERTY_LIMIT
    assert good.name == "Good"


def test_an_enormous_card_is_written_back_whole() -> None:
    original = a_card(b"TZ:Europe/Warsaw", *[b"TEL:%d" % n for n in range(6 * PROPERTY_LIMIT)])
    contact = read_card(original).contact
    assert contact is not None
    edited = write_card(replace(contact, time_zone="Asia/Taipei"), "keep", original)
    assert edited == original.replace(b"Europe/Warsaw", b"Asia/Taipei")


@pytest.mark.timeout(30)
def test_millions_of_lines_in_one_card_end_in_a_row() -> None:
    cards = read_all(a_card(b"\r\n" * 1_000_000, b"TEL:1") + b"BEGIN:VCARD\r\n" * 200_000 + GOOD)
    assert [c.name for c in cards] == ["Odd", "Good"]


def test_control_characters_do_not_come_in() -> None:
    (card,) = read_all(a_card(b"TEL:1\x002\x07\x1b", b"NOTE;ENCODING=QUOTED-PRINTABLE:a=00=01b"))
    assert card.contact is not None
    assert card.contact.phones[0].value == "12"
    assert card.contact.note == "ab"


@pytest.mark.parametrize(
    "charset", ["rot13", "zlib_codec", "utf-16", "idna", "no-such", "", "\xff"]
)
def test_a_charset_nobody_may_name_is_not_used(charset: str) -> None:
    head = f"ORG;CHARSET={charset}:".encode("latin-1")
    (card,) = read_all(a_card(head + "Łódź".encode()))
    assert card.contact is not None
    assert card.contact.organisation == "Łódź"


@pytest.mark.parametrize("value", [b"!!!", b"=", b"a", b"data:;base64,", b"data:image/png,%00"])
def test_bad_base64_is_a_row_and_no_photo(value: bytes) -> None:
    (card,) = read_all(a_card(b"PHOTO;ENCODING=b:" + value))
    assert card.contact is not None
    assert card.contact.photo is None or value.endswith(b"%00")


@pytest.mark.parametrize(
    "picture",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40_000, 40_000),
        b"GIF89a" + struct.pack("<HH", 65_535, 65_535),
        b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\xea\x60\xea\x60" + b"\0" * 9,
        b"BM" + b"\0" * 16 + struct.pack("<ii", 50_000, -50_000),
        b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\xff\xff\x00" * 2,
    ],
)  # fmt: skip
def test_a_picture_that_says_it_is_enormous_is_refused_by_its_header(picture: bytes) -> None:
    (card,) = read_all(a_card(b"PHOTO;ENCODING=b:" + b64encode(picture)))
    assert card.contact is not None
    assert card.contact.photo is None
    assert codes(card) == ["photo-too-large"]


def test_a_name_cannot_smuggle_in_a_line() -> None:
    extra = Extra("X-A\r\nTEL", "1\r\nTEL:2", "g\nTEL", ("a\nTEL:3",), (("P\nTEL", "\r\nTEL:4"),))
    for version in ("2.1", "3.0", "4.0"):
        card = read_card(write_card(Contact(formatted_name="A", extra=(extra,)), version))
        assert card.contact is not None
        assert card.contact.phones == ()
        assert len(card.contact.extra) == 1


def test_an_empty_card_is_a_row_that_failed() -> None:
    card, good = read_all(b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n" + GOOD)
    assert (card.contact, codes(card)) == (None, ["empty"])
    assert good.index == 1


def test_a_broken_quote_does_not_spoil_the_cards_after_it() -> None:
    good = a_card(b'ADR;GEO="geo:1,2":;;Street;Town;;;')
    for card in read_all(a_card(b'ADR;GEO="geo:1,2:;;x;;;;') + good)[1:]:
        assert card.contact is not None
        assert card.contact.addresses[0].locality == "Town"


def test_begin_and_end_inside_a_text_are_text() -> None:
    card, _good = read_all(a_card(b"NOTE:see begin:vcard", b"  END:VCARD", b" end:vcard") + GOOD)
    assert card.contact is not None
    assert card.contact.note == "see begin:vcard END:VCARDend:vcard"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_random_bytes_never_raise(data: bytes) -> None:
    for card in read_all(b"BEGIN:VCARD\r\n" + data + b"\r\nEND:VCARD\r\n" + data):
        if card.contact is not None:
            write_card(card.contact, "keep", card.raw, card.photo)


_PIECES = st.sampled_from(
    [
        b"BEGIN:VCARD", b"END:VCARD", b"AGENT:", b"\r\n", b"\n", b"\r", b" ", b"\t", b"=\r\n", b"=",
        b"VERSION:2.1", b"VERSION:4.0", b"N:", b"FN:", b"TEL", b"ADR", b"ORG:", b"PHOTO", b"item1.",
        b"X-ABLabel:", b"X-ABDATE:", b";ENCODING=QUOTED-PRINTABLE", b";ENCODING=b", b";TYPE=", b'"',
        b":", b";", b",", b"\\", b"\\n", b"\xc5\xbc", b"\xff", b"\0", b"a", b"1604-02-03", b"BDAY:",
        b"RELATED:", b"X-ANDROID-CUSTOM:", b"X-AIM:", b"CATEGORIES:", b"data:image/png;base64,aaaa",
    ]
)  # fmt: skip


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=60).map(b"".join))
def test_any_mixture_of_vcards_parts_is_read_and_written(data: bytes) -> None:
    cards = read_all(b"BEGIN:VCARD\r\n" + data + b"\r\nEND:VCARD\r\n")
    assert cards
    for card in cards:
        assert "unreadable" not in codes(card)
        if card.contact is not None and "cut" not in codes(card):
            again = read_card(write_card(card.contact, "keep", card.raw, card.photo)).contact
            assert again is not None
            assert same_record(card.contact, again)


def test_memory_does_not_grow_with_the_file() -> None:
    class Endless(io.RawIOBase):
        left = 30_000

        def read(self, size: int = -1) -> bytes:
            count = min(self.left, max(1, size // len(GOOD)))
            self.left -= count
            return GOOD * count

    tracemalloc.start()
    count = sum(1 for _ in read_cards(Endless()))  # type: ignore[arg-type]  # only read() is used
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 8 << 20
