"""What a file is, and the sentence a person gets when it is no vCard."""

from __future__ import annotations

import pytest

from contactdesk.formats import describe, guess_format


@pytest.mark.parametrize(
    "head",
    [
        b"BEGIN:VCARD\r\nVERSION:3.0",
        b"begin:vcard\n",
        b"\xef\xbb\xbfBEGIN:VCARD",
        "\ufeffBEGIN:VCARD\r\n".encode("utf-16"),
        "BEGIN:VCARD\r\n".encode("utf-16-le"),
        b"# contacts of the office\r\n\r\nBEGIN:VCARD\r\n",
        b"\rBEGIN : VCARD\r",
    ],
)
def test_a_vcard_is_known_by_its_content(head: bytes) -> None:
    assert guess_format(head, "whatever.txt") == "vcard"


def test_a_name_alone_makes_no_vcard() -> None:
    assert guess_format(b"%PDF-1.7\n", "people.vcf") == ""
    assert guess_format(b"", "people.vcf") == ""
    assert guess_format(b"A letter.", "people.vcf") == ""


def test_a_long_preface_leaves_it_to_the_name() -> None:
    assert guess_format(b"Exported on Monday.\r\n" * 400, "people.vcf") == "vcard"
    assert guess_format(b"Exported on Monday.\r\n" * 400, "people.txt") == ""


@pytest.mark.parametrize(
    ("head", "name", "sentence"),
    [
        (b"", "a.vcf", "This file is empty."),
        (b" \r\n", "a.vcf", "This file is empty."),
        (b"%PDF-1.7\n%\xe2\xe3", "a.vcf", "This looks like a PDF document."),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "", "This looks like a picture."),
        (b"\x89PNG\r\n\x1a\n", "", "This looks like a picture."),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "This looks like a picture."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.xls",
            "This looks like a spreadsheet; save it as .xlsx or CSV.",
        ),
        (b"SQLite format 3\0\x10\0", "a.db", "This looks like a database of another program."),
        (b"<!DOCTYPE html><html>", "", "This looks like a web page."),
        (b'{"a": 1}', "", "This looks like JSON data."),
        (b"Just a letter to a friend.", "", "This looks like plain text without a vCard in it."),
        (b"\x01\x02\x03\x04\x05\x06", "", "This is no kind of file that ContactDesk knows."),
    ],
)
def test_another_file_is_called_what_it_looks_like(head: bytes, name: str, sentence: str) -> None:
    assert describe(head, name) == sentence
    assert guess_format(head, name) == ""


@pytest.mark.parametrize(
    ("head", "name", "words"),
    [
        (b"PK\x03\x04\x14\0", "a.zip", "ZIP archive"),
        (b"SQLite format 3\0" + b"\0" * 52 + b"CDk1", "a.cdk", "ContactDesk book"),
        (b"BEGIN:VCALENDAR\r\n", "a.ics", "calendar"),
        (b"dn: cn=Anna,mail=a@b\nobjectclass: top\n", "a.ldif", "LDIF"),
        (b'{"type": "contact", "id": "1"}\n', "a.jsonl", "JSON Lines"),
    ],
)
def test_what_can_be_opened_another_way_says_so(head: bytes, name: str, words: str) -> None:
    assert words in describe(head, name)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"First Name,Last Name,E-mail\nAnna,Nowak,a@b\n", "a.csv"),
        (b"First;Last;Mail\nAnna;Nowak;a@b\n", ""),
        (b"Name,Phone\nAnna Nowak,600\n", "list.txt"),
        (b"E-mail\nanna@x.example\n", "a.csv"),
        (b"a\tb\tc\nd\te\tf\n", "a"),
        (b'Name,Note\n"Nowak, Anna","two\nlines, and more"\n', ""),
        ("Imi\u0119;Nazwisko\n\u0141ucja;\u017bak\n".encode("cp1250"), ""),
        ("\u59d3\u540d\t\u96fb\u8a71\n\u9673\u6021\u541b\t1\n".encode("utf-16"), "a.txt"),
        (b"whatever", "a.tsv"),
    ],
)
def test_a_table_is_known_by_its_name_or_by_its_rows(head: bytes, name: str) -> None:
    assert guess_format(head, name) == "csv"


@pytest.mark.parametrize(
    "head",
    [
        b"Dear Anna, thank you for the letter.\nI am well, and so is Jan.\n",
        b"one, two\nthree\nfour, five, six\n",
        b"key = value\nother = thing\n",
        b"Name: Anna\nPhone: 600\n",
    ],
)
def test_prose_is_no_table(head: bytes) -> None:
    assert guess_format(head, "letter.txt") == ""


def test_a_workbook_is_known_by_its_parts() -> None:
    assert guess_format(b"PK\x03\x04\0\0[Content_Types].xml xl/workbook.xml", "") == "xlsx"
    assert guess_format(b"PK\x03\x04\0\0[Content_Types].xml", "people.xlsx") == "xlsx"
    assert guess_format(b"PK\x03\x04\0\0word/document.xml", "") == ""
