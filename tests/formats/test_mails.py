"""Mails as programs write them, and as nobody should."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from contactdesk.errors import FormatError
from contactdesk.formats import mails
from contactdesk.formats.mails import Attached, Person, read_mail, read_mail_file

PLAIN = b"""Message-ID: <one@baltica.example>\r
Date: Tue, 24 Nov 2026 10:20:00 +0100\r
From: Agnieszka Baran <A.Baran@baltica.example>\r
To: office@desk.example, "Lis, Ewa" <ewa@lis.example>\r
Cc: ewa@lis.example\r
Subject: Price list\r
\r
Please before Friday.\r
"""
MIXED = """From: =?utf-8?B?xYF1Y2phIMW7YWs=?= <l@zak.example>
To: "Doe" <d@desk.example>
Received: from a by b; Wed, 25 Nov 2026 08:00:00 +0000
Subject: =?iso-8859-2?Q?Za=BF=F3=B3=E6?=
 and more
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=iso-8859-2
Content-Transfer-Encoding: quoted-printable

Za=BF=F3=B3=E6
--a
Content-Type: text/html; charset=utf-8

<p>not this</p>
--a--
--b
Content-Type: application/pdf; name="x.pdf"
Content-Disposition: attachment; filename*=utf-8''Umowa%20%C5%82.pdf
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b
Content-Type: message/rfc822

Subject: inner

old text
--b--
"""


def test_a_plain_mail() -> None:
    mail = read_mail(PLAIN)
    assert mail.uid == "mid:one@baltica.example"
    assert mail.at == datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
    assert (mail.subject, mail.text) == ("Price list", "Please before Friday.")
    assert mail.sender == Person("Agnieszka Baran", "A.Baran@baltica.example")
    assert mail.receivers == (
        Person("", "office@desk.example"), Person("Lis, Ewa", "ewa@lis.example"),
    )  # fmt: skip
    assert (mail.attached, mail.arrived) == ((), False)


def test_words_and_parts_that_are_encoded() -> None:
    mail = read_mail(MIXED.encode())
    assert mail.sender == Person("Łucja Żak", "l@zak.example")
    assert mail.subject == "Zażółć and more"
    assert mail.text == "Zażółć"
    assert mail.attached == (
        Attached("Umowa ł.pdf", 9, b"%PDF-1.4\n"), Attached("inner.eml", 0)
    )  # fmt: skip
    assert mail.arrived
    assert mail.at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert mail.uid == read_mail(MIXED.encode()).uid
    assert mail.uid != read_mail(MIXED.encode() + b"\n").uid


def test_the_words_of_a_page_where_there_is_no_plain_text() -> None:
    page = (
        "Subject: x\nContent-Type: text/html\n\n<head><title>no</title><style>p{}</style></head>"
        "<p>One &amp; <b>two</b></p><script>evil()</script><div>three</div>"
    )
    assert read_mail(page.encode()).text == "One & two\n\nthree"


def test_eight_bit_headers_are_read_as_utf_8_or_as_windows_wrote_them() -> None:
    assert read_mail("Subject: Zażółć\n\nx".encode()).subject == "Zażółć"
    assert read_mail("Subject: Grüße\n\nx".encode("cp1252")).subject == "Grüße"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n\n", b"BEGIN:VCARD\nVERSION:4.0\nFN:A\nEND:VCARD\n", b"%PDF-1.4",
        b"\xd0\xcf\x11\xe0", b"name,mail\nA,b@c\n", b"Hello: world\n\nx",
    ],
)  # fmt: skip
def test_what_is_no_mail_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(FormatError, match="no mail"):
        read_mail(data)


HOSTILE = {
    "endless word": b"Subject: =?utf-8?B?" + b"A" * 300_000 + b"?=\n\nx",
    "bad base64": b"Subject: =?utf-8?B?====!!?= =?x?Q?=ZZ?= =?utf-8?B?a?=\n\nx",
    "codec that is none": b"Subject: =?hex?Q?41?= =?zip?B?eJw=?=\nContent-Type: text/plain; "
    b'charset="rot13"\n\nx',
    "date": b"Subject: x\nDate: Tue, 99 Nov 99999999 99:99:99 +9999\n\nx",
    "addresses": b"From: " + b"<" * 50_000 + b"\nTo: " + b"a@b," * 50_000 + b"\n\nx",
    "steering": b"Subject: \x1b[31mred\x07\x00\nFrom: \x1b]0;x <a@b.example>\n\n\x1b[2Jx",
    "file name": b"Subject: x\nContent-Type: application/x; name*0*=utf-8''%F; name*9=../../etc\n"
    b'Content-Disposition: attachment; filename="../../passwd"\n\nx',
    "no boundary": b"Subject: x\nContent-Type: multipart/mixed\n\nx",
    "charset": b"Subject: x\nContent-Type: text/plain; charset*=bogus'x'%\n\nx",
    "nul": b"Subject: x\n\n" + b"\0" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nonsense_is_read_as_far_as_it_goes(name: str) -> None:
    mail = read_mail(HOSTILE[name])
    whole = "".join((mail.subject, mail.text, *(f.name for f in mail.attached)))
    assert not {"\x1b", "\0", "\x07"} & set(whole)
    assert all("/" not in f.name for f in mail.attached)
    assert len(mail.subject) <= mails.LONGEST_LINE
    assert len(mail.receivers) <= mails.MOST_PEOPLE


def test_parts_in_parts_without_end_are_refused() -> None:
    deep = b"Subject: x\n"
    for n in range(3_000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    with pytest.raises(FormatError, match="cannot be understood"):
        read_mail(deep + b"\nend")


def test_many_parts_and_a_long_text_are_cut() -> None:
    head = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    part = b"--b\nContent-Disposition: attachment; filename=a\n\nx\n"
    assert len(read_mail(head + part * 2_000 + b"--b--").attached) == mails.MOST_PARTS
    long = read_mail(b"Subject: x\n\n" + b"word " * 100_000)
    assert len(long.text) == mails.LONGEST_TEXT + 1


def test_a_file_that_is_far_too_large_is_not_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(mails, "LARGEST", 1_000)
    file = tmp_path / "large.eml"
    file.write_bytes(PLAIN + b"x" * 1_000)
    with pytest.raises(FormatError, match="larger than"):
        read_mail_file(file)


def test_broken_bytes_never_raise_anything_else() -> None:
    dice = random.Random(5)
    for _each in range(300):
        data = bytearray(MIXED.encode())
        for _n in range(dice.randrange(1, 30)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read_mail(bytes(data))
        except FormatError:
            continue
