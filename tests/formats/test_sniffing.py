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
        (b"PK\x03\x04\0\0[Content_Types].xml xl/workbook", "", "This looks like a spreadsheet."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "This looks like a spreadsheet."),
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
        (b"First Name,Last Name,E-mail\nAnna,Nowak,a@b\n", "a.csv", "table"),
        (b"First;Last;Mail\nAnna;Nowak;a@b\n", "", "table"),
        (b'{"type": "contact", "id": "1"}\n', "a.jsonl", "JSON Lines"),
    ],
)
def test_what_can_be_opened_another_way_says_so(head: bytes, name: str, words: str) -> None:
    assert words in describe(head, name)
