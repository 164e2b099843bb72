"""Excel workbooks in: the sheet with people, cells of every kind, and files made to do harm."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from xlsxwriter import Workbook

from contactdesk.errors import FormatError
from contactdesk.formats import describe, guess_format
from contactdesk.formats.base import Parsed
from contactdesk.formats.csv_records import ROW_LIMIT
from contactdesk.formats.tables import detect
from contactdesk.formats.xlsx_reading import read_file

Cells = list[list[Any]]


def workbook(**sheets: Cells) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return out.getvalue()


def rows(data: bytes, **choices: Any) -> list[Parsed]:
    return list(read_file(io.BytesIO(data), choices))


def remade(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The workbook with other bytes in some of its parts (None: without it)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return out.getvalue()


PEOPLE: Cells = [
    [None, None],
    [None, "Office list"],
    [],
    [None, "Name", "Mobile", "Birthday", "Postcode", "VIP"],
    [None, "Nowak, Jan", 48501234567, date(1980, 5, 12), "00-950", True],
    [],
    [None, "Anna Nowak", "0501 000 001"],
]


def test_the_first_sheet_with_people_is_read_whatever_stands_above_and_beside() -> None:
    data = workbook(Empty=[], Summary=[["Total", 5]], People=PEOPLE)
    assert guess_format(data[:4096], "list.xlsx") == "xlsx"
    facts = detect(data)
    assert (facts.format, facts.sheet, facts.sheets) == (
        "xlsx", "People", ("Empty", "Summary", "People"),
    )  # fmt: skip
    assert facts.fields == (
        "formatted_name", "phones:cell", "birthday", "addresses.postal_code", "extra",
    )  # fmt: skip
    jan, anna = rows(data)
    assert jan.contact is not None
    assert anna.contact is not None
    assert (jan.contact.family, jan.contact.phones[0].value) == ("Nowak", "48501234567")
    assert str(jan.contact.birthday) == "1980-05-12"
    assert jan.contact.addresses[0].postal_code == "00-950"
    assert [(e.name, e.value) for e in jan.contact.extra] == [("X-VIP", "TRUE")]
    assert anna.contact.phones[0].value == "0501 000 001"


def test_another_sheet_can_be_chosen() -> None:
    data = workbook(One=[["Name", "Phone"], ["Ann Ash", 1]], Two=[["Name"], ["Bob Ash"]])
    assert [p.name for p in rows(data)] == ["Ann Ash"]
    assert [p.name for p in rows(data, sheet="Two")] == ["Bob Ash"]


def test_a_workbook_with_nothing_in_it_says_so() -> None:
    with pytest.raises(FormatError, match="nothing in this workbook"):
        rows(workbook(One=[]))


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: data[:200] if "worksheets" in name else data,
        lambda name, data: None if "worksheets/sheet" in name else data,
        lambda name, data: None if "sharedStrings" in name else data,
        lambda name, data: b"\xff" * 50 if name.endswith("workbook.xml") else data,
    ],
)
def test_a_damaged_workbook_is_refused_with_a_sentence(
    change: Callable[[str, bytes], bytes | None],
) -> None:
    with pytest.raises(FormatError, match="damaged or locked"):
        rows(remade(workbook(One=PEOPLE), change))


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500])
def test_what_only_begins_like_a_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="damaged or locked"):
        rows(data)


def test_a_small_file_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    def bloat(name: str, data: bytes) -> bytes:
        return data.replace(b"<sheetData>", b"<sheetData>" + b" " * (300 << 20)) if (
            "worksheets/sheet1" in name
        ) else data  # fmt: skip

    bomb = remade(workbook(One=PEOPLE), bloat)
    assert len(bomb) < 1 << 20
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(bomb)


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZ9999999", "ZZZZZZ99999999999", "A1048576"])
def test_cells_far_apart_do_not_fill_the_memory(place: str) -> None:
    row = "".join(c for c in place if c.isdigit())
    data = remade(
        workbook(One=PEOPLE),
        lambda name, data: data.replace(b'"B5"', f'"{place}"'.encode()).replace(
            b'<row r="5"', f'<row r="{row}"'.encode()
        ),
    )
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(data)


@pytest.mark.parametrize("place", ["FNULL5", "XFE5", "A1048577"])
def test_a_cell_where_no_sheet_has_one_makes_no_columns(place: str) -> None:
    data = remade(
        workbook(One=PEOPLE), lambda name, data: data.replace(b'"B5"', f'"{place}"'.encode())
    )
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(data)


def test_a_sheet_wider_than_any_table_may_not_be_long() -> None:
    data = remade(
        workbook(One=[["Name", "Phone"], *[["Anna", "1"]] * 2000]),
        lambda name, data: data.replace(b'"B5"', b'"XFD5"'),
    )
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(data)


def _shared(text: bytes, cells: int) -> bytes:
    """A workbook whose cells all share one text."""
    people: Cells = [["Name", "Phone"], *[["Anna", "1"]] * cells]
    return remade(
        workbook(One=people), lambda name, data: data.replace(b"<t>Anna</t>", b"<t>%s</t>" % text)
    )


def test_a_long_text_that_many_cells_share_does_not_fill_the_memory() -> None:
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(_shared(b"a" * (2 << 20), 300))


def test_a_long_text_that_few_cells_share_is_read() -> None:
    found = rows(_shared(b"Anna " + b"a" * 30_000, 100))
    assert len(found) == 100
    assert all(each.contact for each in found)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c t="s"><f>1</f><v>0</v></c>',
        b'<c t="s"><!-- --><v>0</v></c>',
        b'<x:c t="s"><x:v>0</x:v></x:c>',
        b'<c t="s" a="' + b"a" * 300 + b'"><v>0</v></c>',
        b"<c  t = 's'" + b" " * 300 + b"><v>0</v></c>",
    ],
)
def test_a_shared_text_counts_however_its_cells_are_written(cell: bytes) -> None:
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(_with_cells(b"a" * (2 << 20), cell * 300))


@pytest.mark.parametrize("cells", [b' t="s"' * 100_000, b"><v>0</v></c>" + b"\n" * (8 << 20)])
def test_cells_that_never_end_are_passed_over(cells: bytes) -> None:
    data = _with_cells(b"a" * (6 << 20), b'<c t="s"><v>0</v></c>' * 120 + b'<c t="s"' + cells)
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(data)


def test_a_long_text_beside_many_cells_of_short_ones_is_read() -> None:
    def long(name: str, data: bytes) -> bytes:
        if name == "xl/sharedStrings.xml":
            data = data.replace(b"</sst>", b"<si><t>" + b"a" * (1 << 20) + b"</t></si></sst>")
        return data.replace(
            b"</sheetData>", b'<row r="3000"><c r="A3000" t="s"/></row></sheetData>'
        )

    people: Cells = [["Name", "Phone"], *[["Anna", "1"]] * 2000]
    assert len(rows(remade(workbook(One=people), long))) == 2000


@pytest.mark.parametrize("place", ["xl/leaves/one.xml", "xl/one", "one.bin"])
def test_a_sheet_under_another_name_may_not_fill_the_memory_either(place: str) -> None:
    sheet = re.sub(r"^xl/", "", place) if place.startswith("xl/") else f"/{place}"

    def far(name: str, data: bytes) -> bytes:
        data = data.replace(b"worksheets/sheet1.xml", sheet.encode())
        return data.replace(
            b"</sheetData>", b'<row r="300000"><c r="XFD300000"/></row></sheetData>'
        )

    data = _moved(remade(workbook(One=[["Name", "Phone"], ["Anna", "1"]]), far), place)
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(data)


def _with_cells(text: bytes, cells: bytes) -> bytes:
    """A workbook with a shared text and, behind its rows, these cells."""
    row = b"<row>" + cells + b"</row></sheetData>"
    return remade(
        workbook(One=[["Anna", "Phone"], ["Name", "1"]]),
        lambda name, data: data.replace(b"<t>Anna</t>", b"<t>%s</t>" % text).replace(
            b"</sheetData>", row
        ),
    )


def _moved(data: bytes, place: str) -> bytes:
    """The workbook with its first sheet at another place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(place if is_sheet else part.filename, old.read(part))
    return out.getvalue()


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_more_rows_than_any_sheet_has_are_refused(prefix: bytes) -> None:
    def prefixed(name: str, data: bytes) -> bytes:
        root = b"<%sworksheet" % prefix
        return data.replace(b"<worksheet", root).replace(b"</worksheet", root[:1] + b"/" + root[1:])

    data = remade(_with_cells(b"Anna", b"</row>" + (b"<%srow/>" % prefix) * 1_100_000), prefixed)
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(data)


def test_millions_of_cells_with_nothing_in_them_are_refused() -> None:
    with pytest.raises(FormatError, match="show nothing"):
        rows(_with_cells(b"Anna", b"<c/>" * 4_100_000))


def test_a_table_with_many_formatted_and_empty_cells_is_read() -> None:
    row = b"<row><c t='n'><v>1</v></c>" + b"<c s='1'/>" * 19 + b"</row>"
    found = rows(_with_cells(b"Anna", b"</row>" + row * 2_000 + b"<row>"))
    assert len(found) == 2_001


def test_millions_of_texts_that_no_cell_shows_are_refused() -> None:
    texts = b"<si><t>a</t></si>" * 1_100_000 + b"</sst>"
    data = remade(workbook(One=PEOPLE), lambda name, data: data.replace(b"</sst>", texts))
    with pytest.raises(FormatError, match="show nothing"):
        rows(data)


def test_a_text_of_many_megabytes_is_refused() -> None:
    with pytest.raises(FormatError, match="would fill the memory"):
        rows(_with_cells(b"Anna", b'<c t="inlineStr"><is><t>' + b"a" * (17 << 20)))


def test_a_row_with_a_text_beyond_the_limit_keeps_its_beginning() -> None:
    people: Cells = [["Name", "Phone"], ["Jan Lis", "1"], ["Anna", "2"], ["Ola Wilk", "3"]]
    text = b"<t>Anna %s</t>" % (b"a" * ROW_LIMIT)
    data = remade(workbook(One=people), lambda name, data: data.replace(b"<t>Anna</t>", text))
    first, long, last = rows(data)
    assert [first.name, last.name] == ["Jan Lis", "Ola Wilk"]
    assert long.contact is None
    assert [p.code for p in long.problems] == ["long"]
    assert long.raw.startswith(b"Anna aaaa")


def test_other_spreadsheets_are_called_what_they_are() -> None:
    for head in (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                 b"PK\x03\x04[Content_Types].xml xl/workbook.bin"):  # fmt: skip
        assert guess_format(head, "") == ""
        assert describe(head) == "This looks like a spreadsheet; save it as .xlsx or CSV."
