"""jCard, LDIF and JSON Lines: every field comes back, and no bytes set off an exception."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.formats.test_vcard_round_trip import _PICTURE, CONTACTS, a_written_contact, assert_same

from contactdesk.formats.base import Parsed
from contactdesk.formats.registry import reader
from contactdesk.formats.writers import Outgoing, kind_of, writer
from contactdesk.model.contact import Contact, Membership

FILES = Path(__file__).parents[1] / "data"
SEEDS = {
    "jcard": [p.read_bytes() for p in sorted((FILES / "jcard").iterdir())],
    "ldif": [p.read_bytes() for p in sorted((FILES / "ldif").iterdir())],
    "jsonl": [b'{"type": "contact", "phones": [{"value": "5", "types": ["home"]}], "extra": []}\n'],
}
KINDS = tuple(SEEDS)


def write(kind: str, contact: Contact) -> bytes:
    one = Outgoing(contact, None, _PICTURE if contact.photo else None)
    return b"".join(writer(kind)(lambda: iter([one]), {"version": kind_of(kind).version}))


def read(kind: str, data: bytes) -> list[Parsed]:
    return list(reader(kind)(io.BytesIO(data), {"region": ""}))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(contact=CONTACTS)
@example(contact=Contact(formatted_name="A", memberships=(Membership("A", ends_on="2020"),)))
def test_every_field_comes_back(kind: str, contact: Contact) -> None:
    values = [e.value for e in contact.impp]
    assume(len(values) == len(set(values)))
    contact = a_written_contact(contact, "4.0")
    (parsed,) = read(kind, write(kind, contact))
    assert parsed.contact is not None
    if kind == "jsonl" and contact.photo:
        assert [p.code for p in parsed.problems] == ["photo-elsewhere"]
        contact = replace(contact, photo=None)
    else:
        assert parsed.problems == ()
    assert_same(contact, parsed.contact)


@st.composite
def _damaged(draw: Any, seeds: list[bytes]) -> bytes:
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 40))
        data[at : at + size] = draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"[", b"]", b'"', b"\\", b": ", b"::", b":<", b"\n", b" ", b"{}",
                                 b"null", b"1e999", b"\xff\xfe", b"\0", b"dn: ", b'["vcard",[']),
            )
        )  # fmt: skip
    return bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_set_off_no_exception(kind: str) -> None:
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(data=st.one_of(_damaged(SEEDS[kind]), st.binary(max_size=200)))
    def attempt(data: bytes) -> None:
        started = time.thread_time()
        for place, parsed in enumerate(read(kind, data)):
            assert parsed.index == place
            assert parsed.line >= 1
            assert parsed.contact is not None or parsed.problems
        assert time.thread_time() - started < 5

    attempt()


def test_a_line_of_json_that_is_no_contact_is_told_and_the_rest_comes_in() -> None:
    found = read(
        "jsonl",
        b'{"type":"contact","formatted_name":"A"}\n\nnonsense\n{"type":"event"}\n[]\n'
        b'{"type":"contact","formatted_name":"B","photo":{"size":1},"birthday":"--02-03"}\r\n',
    )
    assert [p.name for p in found] == ["A", "", "", "", "B"]
    assert [p.line for p in found] == [1, 3, 4, 5, 6]
    codes = [[p.code for p in each.problems] for each in found]
    assert codes == [[], ["damaged"], ["no-contact"], ["no-contact"], ["photo-elsewhere"]]


def test_json_nested_without_end_is_refused() -> None:
    (parsed,) = read("jsonl", b'{"type":"contact","extra":' + b"[" * 100_000)
    assert parsed.contact is None
