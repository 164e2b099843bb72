"""Enormous lines, lists and entries: work grows with the file alone, nothing is lost silently.

`tests/proofs/enormous.py` measures many more of them.
"""

from __future__ import annotations

import codecs
import io
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from contactdesk.formats import card_stream, charsets, content_lines, jcard_reading, text_lines
from contactdesk.formats.base import Parsed
from contactdesk.formats.content_lines import LINE_LIMIT, careful_lines, unescape
from contactdesk.formats.heads import parse_head
from contactdesk.formats.ldif_stream import entries
from contactdesk.formats.made_cards import PARTS_LIMIT
from contactdesk.formats.registry import reader
from contactdesk.formats.vcard import read_card, write_card
from contactdesk.formats.vcard_lines import fold

MB = 1 << 20
GOOD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Good\r\nEND:VCARD\r\n"
QUOTED = b"NOTE;ENCODING=QUOTED-PRINTABLE:"
PHOTO = b"PHOTO;ENCODING=b;TYPE=JPEG:"


def a_card(*lines: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCARD", b"VERSION:3.0", b"FN:Odd", *lines, b"END:VCARD", b""))


def read_all(kind: str, data: bytes) -> list[Parsed]:
    return list(reader(kind)(io.BytesIO(data), {"region": "PL"}))


def told(card: Parsed) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in card.problems]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many physical lines were looked at one by one."""
    count = 0
    takes = content_lines._Joiner.takes

    def counting(joiner: content_lines._Joiner, line: bytes, stop: int) -> bool:
        nonlocal count
        count += 1
        return takes(joiner, line, stop)

    monkeypatch.setattr(content_lines._Joiner, "takes", counting)
    return lambda: count


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"NOTE:" + b"a\r\n " * 100_000, "NOTE:" + "a" * 100_000),
        (b"NOTE:" + b"a\n\t" * 100_000, "NOTE:" + "a" * 100_000),
        (QUOTED + b"=41=\r\n" * 100_000 + b"z", QUOTED.decode() + "=41" * 100_000 + "z"),
        (QUOTED + b"=41=\r\n " * 100_000 + b"z", QUOTED.decode() + "=41" * 100_000 + "z"),
        (QUOTED + b"a b= \r\n c=\r\n" * 50_000 + b"z", QUOTED.decode() + "a b c" * 50_000 + "z"),
        (PHOTO + b"\r\n" + b"QUJD\r\n" * 99_999 + b"QUJD", PHOTO.decode() + "QUJD" * 100_000),
        (PHOTO + b"QUJD\r\n\r\n" * 50_000, PHOTO.decode() + "QUJD" * 50_000),
    ],
)  # fmt: skip
def test_a_hundred_thousand_folds_are_undone_together(
    looked_at: Callable[[], int], line: bytes, text: str
) -> None:
    found = careful_lines(b"TEL:1\r\n" + line + b"\r\nTEL:2\r\n")
    assert [found[0].text, found[1].text, found[2].text] == ["TEL:1", text, "TEL:2"]
    assert found[2].number == 1 + line.count(b"\n") + 1
    assert b"".join(each.raw for each in found) == b"TEL:1\r\n" + line + b"\r\nTEL:2\r\n"
    assert looked_at() < 200


def test_a_property_after_a_telephones_last_soft_break_is_its_own() -> None:
    value = b"=41=\r\n" * 1000
    found = careful_lines(QUOTED + value + b"TEL:1\r\n")
    assert [each.text for each in found] == [QUOTED.decode() + "=41" * 1000 + "=", "TEL:1"]


def test_what_is_looked_at_line_by_line_has_an_end(looked_at: Callable[[], int]) -> None:
    card, good = read_all("vcard", a_card(b"TEL:1", b"NOTE:a", *[b"and so on"] * 300_000) + GOOD)
    assert told(card) == [(5, "too-many-properties")]
    assert card.contact is not None
    assert card.contact.phones[0].value == "1"
    assert looked_at() <= content_lines._MOST_PHYSICAL + 2 * content_lines._RUN_AFTER
    assert (good.name, good.line) == ("Good", 300_007)
    edited = write_card(replace(card.contact, given="Ola"), "keep", card.raw)
    assert edited.count(b"and so on\r\n") == 300_000


def test_lines_that_nobody_looked_at_are_told_of() -> None:
    soft = QUOTED + b"a=\r\nb"
    (card,) = read_all("vcard", a_card(soft, *[b""] * 10_000, b"TEL:1"))
    ((line, code),) = told(card)
    assert (3900 < line < 4100, code) == (True, "too-many-properties")
    (card,) = read_all("vcard", a_card(soft, b"TEL:1", *[b""] * 10_000))
    assert card.problems == ()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "line",
    [
        b"TEL" + b";b" * (2 * MB),
        b'TEL;X="' + b"a:b;" * MB,
        b"TEL;X=" + b'"' * (2 * MB) + b":1",
        b"a." * (2 * MB) + b"TEL:1",
        QUOTED + b"=" * (2 * MB),
        QUOTED + b"=\r\n" * MB,
        b"NOTE:" + b"\\" * (2 * MB),
        b"NOTE:a" + b"\r" * (2 * MB),
    ],
)
def test_an_enormous_line_of_any_shape_costs_only_itself(line: bytes) -> None:
    card, good = read_all("vcard", a_card(line, b"TEL:1") + GOOD)
    assert (card.name, good.name) == ("Odd", "Good")
    assert [problem.line for problem in card.problems] == [4]


def test_a_refused_line_is_whole_in_what_goes_out_again() -> None:
    line = b"NOTE:" + b"a\r\n " * (3 * MB) + b"end"
    (card,) = read_all("vcard", a_card(line, b"TEL:1"))
    assert told(card) == [(4, "line-too-long")]
    assert card.contact is not None
    written = write_card(replace(card.contact, given="Ola"), "keep", card.raw)
    assert line in written


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"NOTE:", b"a\r\n "),
        (b"NOTE:", b"a\n "),
        (QUOTED, b"=41=\r\n"),
        (QUOTED, b"a b =\r\n"),
        (PHOTO, b"QUJD\r\n "),
    ],
)
def test_what_follows_a_line_longer_than_any_that_is_read_is_read(
    begin: bytes, piece: bytes
) -> None:
    line = begin + piece * (11 * MB // len(piece)) + b"end"
    card, good = read_all("vcard", a_card(line, b"TEL:1", b"TEL") + GOOD)
    lines = line.count(b"\n") + 1
    assert told(card) == [(4, "line-too-long"), (5 + lines, "senseless")]
    assert card.contact is not None
    assert ([p.value for p in card.contact.phones], good.name) == (["1"], "Good")


def test_a_text_longer_than_any_that_is_read_is_whole_in_the_card_that_is_made() -> None:
    note = "ą" * (6 * MB)
    lines = [
        json.dumps({"type": "contact", "formatted_name": "Odd", "note": note}, ensure_ascii=False),
        json.dumps({"type": "contact", "formatted_name": "Good"}),
    ]
    odd, good = read_all("jsonl", "\n".join(lines).encode())
    assert told(odd) == [(1, "line-too-long")]
    assert (odd.name, good.name) == ("Odd", "Good")
    assert note.encode() in odd.raw


def test_the_text_of_a_card_has_a_limit_and_short_lines_are_read_beyond_it() -> None:
    notes = [b"NOTE:" + b"word " * 200_000] * 6
    card, good = read_all("vcard", a_card(*notes, b"TEL:1") + GOOD)
    assert told(card) == [(8, "too-much-text"), (9, "too-much-text")]
    assert card.contact is not None
    assert (card.contact.phones[0].value, good.name) == ("1", "Good")


def test_heads_have_a_limit() -> None:
    lines = [b"TEL" + b";a" * 30_000 + b":1"] * 8
    card, good = read_all("vcard", a_card(*lines, b"TEL;TYPE=cell:2") + GOOD)
    assert {code for _line, code in told(card)} == {"line-too-long"}
    assert card.contact is not None
    assert len(card.contact.phones) == 3
    assert (card.contact.phones[-1].value, good.name) == ("2", "Good")


def test_a_word_that_is_no_charset_is_not_looked_for_on_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    lookup = codecs.lookup

    def counting(name: str) -> codecs.CodecInfo:
        asked.append(name)
        return lookup(name)

    monkeypatch.setattr(charsets.codecs, "lookup", counting)
    assert not any(charsets.is_charset(f"no-charset-{n}") for n in range(1000))
    assert charsets.codec_of("ISO_8859-2:1987") == "iso8859-2"
    assert len(asked) <= 1


def test_backslashes_are_undone_from_left_to_right() -> None:
    assert unescape(r"\\n\\\n\\\\,\,\;\:\'\x\N" + "\\") == "\\n\\\n\\\\,,;:'\\x\n\\"
    assert unescape("\0\\\\n") == "\0\\n"


def test_quotes_in_a_head_are_taken_apart_as_before() -> None:
    head = parse_head('TEL;X-A="a;b";X-B="c,d";TYPE="work,cell"')
    assert head.params == (("X-A", "a;b"), ("X-B", "c,d"))
    assert head.types == ("work", "cell")


def test_an_ldif_line_may_be_folded_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"dn: a\ncn: b\n c\n\td\n\n# no\n thing\ndn: e\nsn: f\n  g\n\n\n x\ncn:: \n QQ=\n =\n"
    whole = [tuple(entry) for entry in entries(io.BytesIO(data))]
    assert [(line, [a.data for a in found]) for line, found, *_more in whole] == [
        (1, [b"a", b"bcd"]),
        (8, [b"e", b"f g"]),
        (13, [b"A"]),
    ]
    for size in range(1, 12):
        monkeypatch.setattr(card_stream, "CHUNK", size)
        monkeypatch.setattr(text_lines, "CHUNK", size)
        assert [tuple(entry) for entry in entries(io.BytesIO(data))] == whole


def _most_memory(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize(
    "data",
    [
        b"dn: a\ncn: a\ndescription: " + b"a\n " * MB + b"\n",
        b"dn: a\ncn: a\ncn" + b";a" * MB + b": b\n",
    ],
)
def test_an_ldif_line_of_a_million_pieces_needs_little_memory(data: bytes) -> None:
    assert _most_memory(lambda: list(entries(io.BytesIO(data)))) < 40 * MB


def test_an_entry_of_too_many_parts_is_read_as_far_as_that_and_told_of() -> None:
    many = PARTS_LIMIT + 5
    ldif = b"dn: a\ncn: a\n" + b"description: b\n" * many + b"\ndn: b\ncn: Good\n"
    jcard = json.dumps(
        [
            ["vcard", [["fn", {}, "text", "a"], *[["x-a", {}, "text", "b"]] * many]],
            ["vcard", [["fn", {}, "text", "Good"]]],
        ]
    ).encode()
    odd = {"type": "contact", "formatted_name": "a", "categories": [str(n) for n in range(many)]}
    jsonl = json.dumps(odd).encode() + b'\n{"type":"contact","formatted_name":"Good"}\n'
    for kind, data in (("ldif", ldif), ("jcard", jcard), ("jsonl", jsonl)):
        found, good = read_all(kind, data)
        assert (found.name, good.name) == ("a", "Good")
        assert "too-many" in [code for _line, code in told(found)], kind
        assert found.problems[0].message


def test_a_jcard_property_of_too_many_values_is_left_out() -> None:
    plain = ["vcard", [["fn", {}, "text", "a"], ["tel", {}, "text", *["1"] * (PARTS_LIMIT + 1)]]]
    (found,) = read_all("jcard", json.dumps(plain).encode())
    assert told(found) == [(1, "senseless")]


@pytest.mark.timeout(20)
def test_a_million_beginnings_of_jcards_are_found_in_one_pass() -> None:
    data = b'["vcard",[' * MB
    assert sum(1 for _ in jcard_reading._split(io.BytesIO(data))) == MB


def test_a_line_of_a_megabyte_is_still_read() -> None:
    note = b"NOTE:" + b"word " * (LINE_LIMIT // 5 - 10)
    (card,) = read_all("vcard", a_card(note))
    assert card.problems == ()
    assert read_card(card.raw).contact == card.contact


def test_an_ldif_entry_of_very_many_lines_is_not_kept_whole() -> None:
    lines = 40 * PARTS_LIMIT
    data = b"dn: a\ncn: a\n" + b"nonsense\n# no\n" * (lines // 2) + b"dn: b\ncn: Good\n"
    first, good = entries(io.BytesIO(data))
    assert (first.many, len(first.attributes)) == (True, 2)
    assert (good.line, [a.data for a in good.attributes]) == (lines + 3, [b"b", b"Good"])
    assert _most_memory(lambda: list(entries(io.BytesIO(data)))) < 10 * MB


@pytest.mark.parametrize("kind", ["jsonl", "jcard"])
def test_an_entry_of_a_million_names_is_refused_and_the_next_one_read(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"contactdesk.formats.{kind}_reading.NAMES_LIMIT", 50)
    names = ",".join(f'"k{n}":"1"' for n in range(51))
    data = {
        "jsonl": '{"type":"contact",%s}\n{"type":"contact","formatted_name":"Good"}\n',
        "jcard": '[["vcard",[["tel",{%s},"text","1"]]],["vcard",[["fn",{},"text","Good"]]]]',
    }[kind]
    odd, good = read_all(kind, (data % names).encode())
    assert (odd.contact, told(odd)) == (None, [(1, "too-many-names")])
    assert good.name == "Good"


def test_a_json_line_with_too_many_types_of_a_phone_says_so() -> None:
    phone = {"value": "1", "types": [f"t{n}" for n in range(PARTS_LIMIT + 1)]}
    line = json.dumps({"type": "contact", "formatted_name": "Ola", "phones": [phone]})
    (read,) = read_all("jsonl", line.encode())
    assert (1, "too-many") in told(read)


def test_a_line_is_folded_between_characters_and_ends_also_where_there_are_none() -> None:
    text = "NOTE:" + "aż漢😀" * 900
    folded = fold(text.encode())
    assert folded.replace(b"\r\n ", b"") == text.encode() + b"\r\n"
    assert all(len(p.decode().encode()) <= 75 for p in folded.split(b"\r\n"))
    for size in (200, 5_000):
        odd = b"NOTE:" + b"\xb1" * size
        assert fold(odd).replace(b"\r\n ", b"") == odd + b"\r\n"


def test_a_name_that_nobody_has_is_left_whole() -> None:
    (found,) = read_all("csv", b"Name,Phone\nAnna " + b"van Dyke " * 50 + b",1\n")
    assert found.contact is not None
    assert (found.contact.given, found.contact.family) == ("", "")
    assert found.contact.formatted_name.endswith("van Dyke")
