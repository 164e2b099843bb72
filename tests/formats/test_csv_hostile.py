"""Broken and hostile tables: one bad row is one bad row, and nothing takes for ever."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contactdesk.formats.base import Parsed
from contactdesk.formats.csv_reading import read_bytes, read_file
from contactdesk.formats.csv_records import COLUMN_LIMIT, ROW_LIMIT, records
from contactdesk.formats.table_wide import ALONE_LIMIT
from contactdesk.formats.tables import detect

DATA = Path(__file__).parents[1] / "data" / "tables"


def outcome(found: list[Parsed]) -> list[tuple[int, str]]:
    """Each row's line, and its name or why it did not come in."""
    return [(p.line, p.name if p.contact else p.problems[0].code) for p in found]


def test_a_quote_that_is_never_closed_costs_nobody_a_row() -> None:
    found = read_bytes((DATA / "unclosed-quote.csv").read_bytes(), {})
    assert outcome(found) == [(2, "Anna Nowak"), (3, "Bad Row"), (4, "Jan Kowal"), (5, "Ewa Lis")]
    assert [p.code for p in found[1].problems] == ["quote"]
    assert found[1].contact is not None
    assert found[1].contact.note == '"never closed'


def test_what_is_quoted_well_before_an_open_quote_stays_whole() -> None:
    data = b'Name,Note,City\nAnn Ash,,York\n"Ash, Bob","open,Leeds\nCy Ash,c,Bath\n'
    found = [p.contact for p in read_bytes(data, {})]
    assert [c.formatted_name for c in found if c] == ["Ann Ash", "Bob Ash", "Cy Ash"]
    assert found[1] is not None
    assert found[1].note == '"open'
    assert found[1].addresses[0].locality == "Leeds"


def test_an_open_quote_swallows_no_more_than_a_row_may_have() -> None:
    rest = b"Ann Ash,x\n" * (ROW_LIMIT // 10 + 1)
    data = b'Name,Note\nBob Ash,"open\n' + rest + b'Cy Ash,"closed\nlater"\n'
    found = list(records(io.BytesIO(data), "utf-8", ","))
    assert [(r.line, r.cells, r.problem) for r in found[1:3]] == [
        (2, ["Bob Ash", '"open'], "quote"),
        (3, ["Ann Ash", "x"], ""),
    ]
    assert len(found) == ROW_LIMIT // 10 + 4
    assert found[-1].cells == ["Cy Ash", "closed\nlater"]


def test_rows_that_slipped_are_not_brought_in_half() -> None:
    found = read_bytes((DATA / "short-and-long-rows.csv").read_bytes(), {})
    assert outcome(found) == [
        (2, "Anna Nowak"),
        (3, "short"),
        (4, "short"),
        (5, "columns"),
        (6, "Ola Wilk"),
    ]
    assert found[3].raw == b"Ewa Lis,600 000 003,,Sopot,stray,more\r\n"


def test_rows_without_their_empty_ends_are_whole_where_nobody_fills_them_up() -> None:
    found = read_bytes(b"Name,Phone,City\nAnn Ash,600 600 600\nBob Ash\nCy Ash,,York\n", {})
    assert [p.name for p in found if p.contact] == ["Ann Ash", "Bob Ash", "Cy Ash"]


def test_odd_quotes_within_a_row_stay_in_its_text() -> None:
    found = read_bytes(b'Name,Note\nAnn Ash,5" pipe\nBob Ash,"so" called\nCy Ash,ok\n', {})
    assert [p.contact.note for p in found if p.contact] == ['5" pipe', "so called", "ok"]


def test_a_row_beyond_the_limit_is_skipped_and_the_rest_is_read() -> None:
    long = b"x" * (ROW_LIMIT + 10)
    data = b"Name,Note\nAnn Ash,a\nBob Ash," + long + b"\nCy Ash,c\n"
    found = read_bytes(data, {})
    assert outcome(found) == [(2, "Ann Ash"), (3, "long"), (4, "Cy Ash")]
    assert found[1].raw.startswith(b"Bob Ash,xxxx")


def test_a_row_of_too_many_cells_is_skipped() -> None:
    data = b"Name,Note\nAnn Ash,a\nBob Ash" + b"," * (COLUMN_LIMIT + 1) + b"\nCy Ash,c\n"
    assert outcome(read_bytes(data, {})) == [(2, "Ann Ash"), (3, "columns"), (4, "Cy Ash")]


def wide(columns: int) -> bytes:
    heads = ["Name", "Phone", *(f"Odd {n}" for n in range(columns))]
    cells = ["Ann Ash", "600 600 600", *(f"v{n}" if n != 1 else "" for n in range(columns))]
    return "\n".join([",".join(heads), ",".join(cells), ",".join(cells), ""]).encode()


def test_columns_that_no_field_takes_are_kept_each_alone() -> None:
    first, second = read_bytes(wide(ALONE_LIMIT), {})
    assert first.contact is not None
    assert len(first.contact.extra) == ALONE_LIMIT - 1
    assert [p.code for p in first.problems] == ["kept"]
    assert second.problems == ()


def test_of_very_many_such_columns_a_row_keeps_one_text() -> None:
    first, second = read_bytes(wide(ALONE_LIMIT + 1), {})
    assert first.contact is not None
    (extra,) = first.contact.extra
    lines = extra.value.split("\n")
    assert (lines[:2], len(lines)) == (["Odd 0: v0", "Odd 2: v2"], ALONE_LIMIT)
    assert [p.code for p in first.problems] == ["together"]
    assert (second.problems, second.contact) == ((), first.contact)


class Zeros(io.RawIOBase):
    """So many bytes of one kind, in no memory."""

    def __init__(self, count: int, byte: bytes) -> None:
        self._left = count
        self._byte = byte
        self._count = count

    def read(self, size: int = -1) -> bytes:
        size = min(self._left, size if size >= 0 else self._left)
        self._left -= size
        return self._byte * size

    def tell(self) -> int:
        return self._count - self._left

    def seek(self, place: int, whence: int = 0) -> int:
        self._left = self._count - place
        return place


@pytest.mark.parametrize(
    ("byte", "megabytes"), [(b"\0", 50), (b"a", 50), (b",", 50), (b'"', 50), (b"\n", 2)]
)
def test_megabytes_of_one_byte_end_soon(byte: bytes, megabytes: int) -> None:
    started = time.monotonic()
    found = list(read_file(Zeros(megabytes << 20, byte), {"encoding": "utf-8", "delimiter": ","}))  # type: ignore[arg-type]
    assert all(p.contact is None for p in found)
    assert time.monotonic() - started < 60


def test_quotes_that_open_again_and_again_are_read_in_bounded_time() -> None:
    block = b'a,"' + b"x\n" * 200_000
    started = time.monotonic()
    count = sum(1 for _ in records(io.BytesIO(block * 6), "utf-8", ","))
    assert count > 100_000
    assert time.monotonic() - started < 60


def test_letters_that_an_encoding_has_not_are_told() -> None:
    data = "姓名,備註\n陳怡君,好\n".encode("big5") + b"\xa4\xfd\xff\xff,x\n"
    first, second = read_bytes(data, {"encoding": "big5"})
    assert first.problems == ()
    assert [p.code for p in second.problems] == ["encoding"]


def test_an_empty_table_and_one_of_heads_alone_hold_nobody() -> None:
    assert read_bytes(b"", {}) == []
    assert read_bytes(b"Name,Phone\n", {}) == []
    assert read_bytes(b"Name,Phone\n,\n  ,\n\n", {}) == []


TEXTS = st.text(st.sampled_from("aZ,;\t|\"'\n\r =+@ż漢\ufeff\0é1-./"), max_size=120)
BYTES = st.one_of(
    st.binary(max_size=200),
    TEXTS.map(lambda t: ("Name,Phone,E-mail\n" + t).encode("utf-8", "replace")),
    TEXTS.map(lambda t: ("Imię;Nazwisko\n" + t).encode("cp1250", "replace")),
    TEXTS.map(lambda t: ("名\t電話\n" + t).encode("utf-16")),
)


@settings(max_examples=150)
@given(BYTES)
@example(b"\xff\xfe")
@example(b"PK\x03\x04,")
@example(b'sep=;\r\n"')
def test_whatever_bytes_come_every_row_has_a_contact_or_a_reason(data: bytes) -> None:
    if not data.startswith(b"PK\x03\x04"):
        facts = detect(data, "a.csv")
        assert all(isinstance(c.field, str) for c in facts.columns)
    for place, parsed in enumerate(read_bytes(data, {})):
        assert parsed.index == place
        assert parsed.line >= 1
        assert parsed.contact is not None or parsed.problems
        assert all(p.message for p in parsed.problems)


@settings(max_examples=60)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=4))
def test_rows_that_were_written_well_are_read_as_they_are(rows: list[list[str]]) -> None:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out).writerows([["a", "b", "c"], *rows])
    found = [r.cells for r in records(io.BytesIO(out.getvalue().encode()), "utf-8", ",")]
    assert found == [["a", "b", "c"], *rows]
