"""What a table says about itself: encoding, delimiter, heads, the order of its dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactdesk.formats import guess_format
from contactdesk.formats.table_dates import guess_order, read_table_date
from contactdesk.formats.table_encodings import guess_encoding
from contactdesk.formats.table_fields import field_words, offered_fields, parse_field
from contactdesk.formats.tables import TableFacts, detect, header_key

DATA = Path(__file__).parents[1] / "data" / "tables"


def facts(name: str, **choices: object) -> TableFacts:
    return detect((DATA / name).read_bytes(), name, choices)


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("google-until-2023.csv", "utf-8", ","),
        ("outlook-german.csv", "cp1252", ","),
        ("outlook-polish.csv", "cp1250", ";"),
        ("latin-2.csv", "iso-8859-2", ";"),
        ("big5.csv", "big5hkscs", ","),
        ("gb18030.csv", "gb18030", ","),
        ("persian-windows-1256.csv", "cp1256", ","),
        ("utf-16.txt", "utf-16", "\t"),
        ("sep-line.csv", "utf-8", ";"),
        ("one-column.csv", "utf-8", ""),
    ],
)
def test_encoding_and_delimiter_are_guessed(name: str, encoding: str, delimiter: str) -> None:
    found = facts(name)
    assert (found.format, found.encoding, found.delimiter) == ("csv", encoding, delimiter)
    assert guess_format((DATA / name).read_bytes()[:4096], name) == "csv"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Name;City\nMarek Śliwa;Łódź\n", "cp1250"),
        ("Name;City\nMarek Śliwa;Łódź\n", "iso-8859-2"),
        ("Prénom;Nom\nHélène;Lefèvre\n", "cp1252"),
        ("Nombre;Apellido\nBegoña;Muñoz\n", "cp1252"),
        ("Jméno;Příjmení\nJiří;Dvořák\n", "cp1250"),
        ("Имя;Фамилия\nИван;Петров\n", "cp1251"),
        ("氏名,電話\nさとう はなこ,1\n", "cp932"),
        ("الاسم,الهاتف\nمحمد علي,1\n", "cp1256"),
        ("姓名,电话\n王伟,1\n", "gb18030"),
        ("姓名,電話\n林志明,1\n", "big5hkscs"),
        ("Name,City\nŁucja,Łódź\n", "utf-8"),
        ("Name,City\nAnn,York\n", "utf-8"),
        ("Name,City\nŁucja,Łódź\n", "utf-16-le"),
    ],
)
def test_few_letters_are_enough_for_an_encoding(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


def test_letters_late_in_a_long_file_count_for_its_encoding(tmp_path: Path) -> None:
    from contactdesk.formats.table_encodings import sample_of

    path = tmp_path / "long.csv"
    plain, last = b"Ann Ash;York\r\n", "Łucja;Łódź\r\n".encode("cp1250")
    path.write_bytes(b"Name;City\r\n" + plain * 90_000 + last + plain)
    with open(path, "rb") as stream:
        assert guess_encoding(sample_of(stream)) == "cp1250"
        assert stream.tell() == 0


def test_heads_are_told_from_rows() -> None:
    assert facts("no-heads.csv").has_header is False
    assert facts("no-heads.csv").fields == ("given", "family", "emails", "phones")
    titled = facts("title-above.csv")
    assert titled.has_header
    assert titled.header == ("Name", "Phone", "E-mail", "Town")
    assert titled.columns[0].examples == ("Nowak, Jan", "van Dijk, Eva")


def test_what_is_chosen_is_not_guessed() -> None:
    found = facts("no-heads.csv", has_header=True, encoding="cp1250", date_order="dmy")
    assert (found.has_header, found.encoding, found.date_order) == (True, "cp1250", "dmy")
    assert found.header[0] == "Jan"
    chosen = facts("no-heads.csv", columns=["family", "given", "", "phones:work"])
    assert chosen.fields == ("family", "given", "", "phones:work")
    assert facts("no-heads.csv", delimiter=";").fields != found.fields


def test_columns_chosen_before_are_used_again() -> None:
    header = facts("latin-2.csv").header
    known = {header_key(header): ["given", "family", "note"]}
    assert facts("latin-2.csv", remembered=known).fields == ("given", "family", "note")
    assert facts("latin-2.csv", remembered={"other": ["x"]}).fields[2] == "addresses.locality"


@pytest.mark.parametrize(
    ("values", "american", "order"),
    [
        (["1/2/1980", "25/3/1970"], True, "dmy"),
        (["1/2/1980", "3/25/1970"], False, "mdy"),
        (["1/2/1980"], True, "mdy"),
        (["1/2/1980"], False, "dmy"),
        (["1.2.1980"], True, "dmy"),
        (["1980-02-01", "1980/2/1"], True, "ymd"),
        (["0/0/00", "2/13/80"], False, "mdy"),
        ([], True, "ymd"),
    ],
)
def test_the_order_of_dates_is_that_of_all_of_them(
    values: list[str], american: bool, order: str
) -> None:
    assert guess_order(values, american) == order


def test_dates_that_fit_two_orders_are_the_regions_own() -> None:
    table = b"First Name,Birthday\nAnn,1/2/1980\n"
    orders = [detect(table, "", {"region": r}).date_order for r in ("US", "GB", "")]
    assert orders == ["mdy", "dmy", "mdy"]
    assert detect(table.replace(b"1/2", b"13/2"), "", {"region": "US"}).date_order == "dmy"


@pytest.mark.parametrize(
    ("cell", "order", "date"),
    [
        ("12.05.1980", "dmy", "1980-05-12"),
        ("5/12/1980", "mdy", "1980-05-12"),
        ("1980/5/12", "mdy", "1980-05-12"),
        ("1980年5月12日", "ymd", "1980-05-12"),
        ("12 maja 1980", "dmy", "1980-05-12"),
        ("May 12, 1980", "mdy", "1980-05-12"),
        ("12.5.", "dmy", "--05-12"),
        ("12/5/80", "dmy", "1980-05-12"),
        ("--05-12", "dmy", "--05-12"),
        ("1365/02/15", "ymd", "text:1365/02/15"),
        ("31.02.1980", "dmy", "text:31.02.1980"),
        ("around 1980", "dmy", "text:around 1980"),
        ("0/0/00", "dmy", "None"),
        ("1/1/4501", "mdy", "None"),
    ],
)
def test_dates_are_read_in_their_order_or_kept_as_words(cell: str, order: str, date: str) -> None:
    assert str(read_table_date(cell, order)) == date


def test_every_field_that_is_offered_has_words_and_a_name_that_is_read_back() -> None:
    for key, words in offered_fields():
        assert words
        assert field_words(key) == words
        if key:
            field = parse_field(key)
            assert field is not None
            assert parse_field(str(field)) == field
    assert field_words("phones#2.kind") == "Phone 2: type"
    assert field_words("phones=Secretary") == "Phone (Secretary)"
    for wrong in ("phone", "given#2", "phones.street", "x y", "given:work", "phones:work,"):
        assert parse_field(wrong) is None
