"""The files of `enormous.py`: by format and name, a function that makes each."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from collections.abc import Callable
from typing import Any

MB = 1 << 20
GOOD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Good\r\nEND:VCARD\r\n"


def card(*lines: bytes) -> bytes:
    """A card with these lines between two that everybody reads, and a good one behind it."""
    begin = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Odd\r\n"
    return begin + b"".join(line + b"\r\n" for line in lines) + b"END:VCARD\r\n" + GOOD


def folded(line: bytes) -> bytes:
    """A line folded at 75 octets."""
    return b"\r\n ".join(line[n : n + 74] for n in range(0, len(line), 74))


def jpeg(size: int) -> bytes:
    """Bytes that begin as a photo of 640 by 480."""
    begin = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\x01\xe0\x02\x80\3"
    return begin + os.urandom(MB) * (size // MB) + b"\xff\xd9"


def _photo(size: int) -> bytes:
    return base64.b64encode(jpeg(size))


def _soft(unit: bytes, every: int, size: int) -> bytes:
    line = unit * every + b"=\r\n"
    return b"NOTE;ENCODING=QUOTED-PRINTABLE:" + line * (size // len(line)) + b"end"


def _jcard(*properties: bytes) -> bytes:
    good = b'["vcard",[["fn",{},"text","Good"]]]'
    return b'[["vcard",[["fn",{},"text","Odd"],' + b",".join(properties) + b"]]," + good + b"]"


def _jsonl(more: bytes) -> bytes:
    good = b'{"type":"contact","formatted_name":"Good"}\n'
    return b'{"type":"contact","formatted_name":"Odd",' + more + b"}\n" + good


def _ldif(*lines: bytes) -> bytes:
    good = b"dn: cn=Good\ncn: Good\n"
    return b"dn: cn=Odd\ncn: Odd\n" + b"".join(line + b"\n" for line in lines) + b"\n" + good


def table(row: bytes) -> bytes:
    return b"Name,Phone,Notes\r\nAnna,1,\r\n" + row + b"\r\nGood,2,\r\n"


VCARD: dict[str, Callable[[], bytes]] = {
    "plain": lambda: card(b"NOTE:" + b"a" * (10 * MB)),
    "plain-not-ascii": lambda: card(b"NOTE:" + "ą".encode() * (5 * MB)),
    "no-utf8": lambda: card(b"NOTE:" + b"\xb1a" * (5 * MB)),
    "cp1250": lambda: card(b"NOTE;CHARSET=windows-1250:" + b"\xb1a" * (5 * MB)),
    "spaces": lambda: card(b"NOTE:" + b" " * (10 * MB)),
    "name": lambda: card(b"N:" + b"a" * (10 * MB)),
    "no-colon": lambda: card(b"a" * (10 * MB)),
    "folded": lambda: card(folded(b"NOTE:" + b"a" * (10 * MB))),
    "folded-every-byte": lambda: card(b"NOTE:" + b"a\r\n " * (10 * MB // 4)),
    "folded-lf": lambda: card(b"NOTE:" + b"a\n " * (10 * MB // 3)),
    "folded-tab": lambda: card(b"NOTE:" + b"a\r\n\t" * (10 * MB // 4)),
    "quoted": lambda: card(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=C4=85" * (10 * MB // 6)),
    "quoted-soft": lambda: card(_soft(b"=41", 24, 10 * MB)),
    "quoted-soft-every": lambda: card(_soft(b"=41", 1, 10 * MB)),
    "quoted-equals": lambda: card(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=" * (10 * MB)),
    "quoted-soft-empty": lambda: card(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\r\n" * (3 * MB)),
    "quoted-spaces": lambda: card(
        b"NOTE;ENCODING=QUOTED-PRINTABLE:a" + (b" " * 70 + b"=\r\n") * (10 * MB // 73)
    ),
    "photo-7mb": lambda: card(folded(b"PHOTO;ENCODING=b;TYPE=JPEG:" + _photo(7 * MB))),
    "photo-one-line": lambda: card(b"PHOTO;ENCODING=b;TYPE=JPEG:" + _photo(7 * MB)),
    "photo-not-indented": lambda: card(
        b"PHOTO;ENCODING=BASE64;JPEG:\r\n" + folded(_photo(7 * MB)).replace(b"\r\n ", b"\r\n")
    ),
    "photo-uri": lambda: card(folded(b"PHOTO:data:image/jpeg;base64," + _photo(7 * MB))),
    "photo-too-large": lambda: card(folded(b"PHOTO;ENCODING=b;TYPE=JPEG:" + _photo(11 * MB))),
    "photo-bad": lambda: card(b"PHOTO;ENCODING=b;TYPE=JPEG:" + b"@" * (9 * MB)),
    "photo-folded-every-byte": lambda: card(
        b"PHOTO;ENCODING=b;TYPE=JPEG:/9j/" + b"A\r\n " * (9 * MB // 4)
    ),
    "logo": lambda: card(folded(b"LOGO;ENCODING=b;TYPE=JPEG:" + _photo(7 * MB))),
    "commas": lambda: card(b"CATEGORIES:" + b"," * (10 * MB)),
    "categories": lambda: card(b"CATEGORIES:" + b",".join(b"c%07d" % n for n in range(MB))),
    "categories-escaped": lambda: card(b"CATEGORIES:" + rb"a\,b," * (2 * MB)),
    "semicolons": lambda: card(b"ADR:" + b";" * (10 * MB)),
    "semicolons-n": lambda: card(b"N:" + b"a;" * (5 * MB)),
    "semicolons-org": lambda: card(b"ORG:" + b"a;" * (5 * MB)),
    "nicknames": lambda: card(b"NICKNAME:" + b",".join(b"n%07d" % n for n in range(MB))),
    "parameters": lambda: card(b"TEL" + b";X-A=b" * (10 * MB // 6) + b":1"),
    "bare-parameters": lambda: card(b"TEL" + b";a" * (5 * MB) + b":1"),
    "types": lambda: card(b"TEL;TYPE=" + b"a," * (5 * MB) + b":1"),
    "different-types": lambda: card(
        b"TEL;TYPE=" + b",".join(b"c%07d" % n for n in range(MB)) + b":1"
    ),
    "quotes": lambda: card(b"TEL;X=" + b'"' * (10 * MB) + b":1"),
    "quoted-parameters": lambda: card(b'TEL;X="' + b"a:b;" * (10 * MB // 4) + b'":1'),
    "an-open-quote": lambda: card(b'TEL;X="' + b"a:b;" * (10 * MB // 4)),
    "carets": lambda: card(b'TEL;X="' + b"^n" * (5 * MB) + b'":1'),
    "groups": lambda: card(b"a." * (5 * MB) + b"TEL:1"),
    "a-long-name": lambda: card(b"X-" + b"a" * (10 * MB) + b":1"),
    "backslashes": lambda: card(b"NOTE:" + b"\\" * (10 * MB)),
    "backslashes-n": lambda: card(b"N:" + b"\\;" * (5 * MB)),
    "backslashes-x": lambda: card(b"X-A:" + b"\\," * (5 * MB)),
    "escaped-lines": lambda: card(b"NOTE:" + b"\\n" * (5 * MB)),
    "android": lambda: card(
        b"TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE," + b"=41" * (3 * MB) + b"):1"
    ),
    "a-million-lines": lambda: card(*[b"X-A:b"] * (10**6)),
    "a-million-phones": lambda: card(*[b"TEL:%d" % n for n in range(10**6)]),
    "a-million-labels": lambda: card(*[b"item%d.X-ABLabel:b" % n for n in range(500_000)]),
    "a-million-empty-lines": lambda: card(*[b""] * (5 * 10**6)),
    "a-million-comments": lambda: card(*[b"#a"] * (2 * 10**6)),
    "a-note-of-lines": lambda: card(b"NOTE:a", *[b"and a line"] * (10**6)),
    "a-note-of-blanks": lambda: card(b"NOTE:a", *[b""] * (5 * 10**6), b"more"),
    "returns": lambda: card(b"NOTE:a" + b"\r" * (10 * MB)),
    "returns-lf": lambda: card(b"NOTE:a" + b"\r\r\n" * (3 * MB)),
    "controls": lambda: card(b"NOTE:a" + b"\x01" * (10 * MB)),
    "zeros": lambda: card(b"NOTE:a" + b"\0" * (10 * MB)),
    "escapes": lambda: card(b"NOTE:" + b"\x1b$B" * (3 * MB)),
    "agents": lambda: b"BEGIN:VCARD\r\nAGENT:\r\n" * 100_000 + b"END:VCARD\r\n" * 100_000 + GOOD,
    "agents-one-line": lambda: (
        b"BEGIN:VCARD\r\n"
        + b"AGENT:BEGIN:VCARD\r\n" * 100_000
        + b"END:VCARD\r\n" * 100_000
        + GOOD
    ),
    "an-agent-of-10mb": lambda: card(
        b"AGENT:", b"BEGIN:VCARD", *[b"TEL:1"] * 10**6, b"END:VCARD"
    ),
    "begins": lambda: b"BEGIN:VCARD\r\n" * (10 * MB // 13) + GOOD,
    "no-end": lambda: b"BEGIN:VCARD\r\nFN:a\r\n" + b"TEL:1\r\n" * (10 * MB // 7),
    "end-words": lambda: card(b"NOTE:" + b"end:vcard " * MB),
    "begin-words": lambda: card(b"NOTE:" + b"begin:vcard " * MB),
    "begin-lines": lambda: card(*[b"X-begin:vcard"] * (10 * MB // 15)),
    "between-cards": lambda: b"vcard begin " * MB + b"\r\n" + GOOD,
    "blanks-before": lambda: b" " * (10 * MB) + b"\r\n" + GOOD,
    "utf-16": lambda: card(b"NOTE:" + b"a" * (5 * MB)).decode().encode("utf-16"),
    "larger-than-a-card": lambda: card(b"NOTE:" + b"a" * (20 * MB)),
    "a-date": lambda: card(b"BDAY:" + b"1" * (10 * MB)),
    "a-phone": lambda: card(b"TEL:" + b"1" * (10 * MB)),
    "a-mail": lambda: card(b"EMAIL:" + b"a@" * (5 * MB)),
    "a-uid": lambda: card(b"UID:" + b"a" * (10 * MB)),
    "a-place": lambda: card(b"GEO:" + b"1" * (10 * MB)),
    "a-gender": lambda: card(b"GENDER:" + b"a;" * (5 * MB)),
    "an-url": lambda: card(b"URL:" + b"a:" * (5 * MB)),
    "a-key": lambda: card(b"KEY;ENCODING=b:" + b"QUJD" * (10 * MB // 4)),
    "a-sound": lambda: card(b"SOUND;X-IRMC-N:" + b"a;" * (5 * MB)),
    "text-in-base64": lambda: card(b"NOTE;ENCODING=b:" + b"QUJD" * (10 * MB // 4)),
    "kde": lambda: card(b"X-messaging/irc-All:" + "a\ue000".encode() * (10 * MB // 4)),
    "a-megabyte-of-note": lambda: card(folded(b"NOTE:" + b"word " * (MB // 5 - 10_000))),
    "a-megabyte-a-name": lambda: card(b"N:" + b"a b " * (MB // 4 - 10)),
    "a-megabyte-of-mails": lambda: card(b"EMAIL:" + b"a@" * (MB // 2 - 10)),
    "a-megabyte-of-org": lambda: card(b"ORG:" + b"a;" * (MB // 2 - 10)),
    "a-megabyte-of-words": lambda: card(
        b"CATEGORIES:" + b",".join(b"c%06d" % n for n in range(MB // 8 - 10))
    ),
    "a-megabyte-of-types": lambda: card(
        b"TEL;TYPE=" + b",".join(b"c%06d" % n for n in range(MB // 8 - 10)) + b":1"
    ),
    "a-megabyte-of-bare-types": lambda: card(*[b"TEL" + b";a" * 60_000 + b":1"] * 8),
    "megabytes-of-notes": lambda: card(*[b"NOTE:" + b"word " * (MB // 5 - 10)] * 10),
    "megabytes-of-words": lambda: card(
        *[
            b"CATEGORIES:" + b",".join(b"%07d" % n for n in range(m * MB, m * MB + MB // 8 - 10))
            for m in range(8)
        ]
    ),
    "megabytes-of-phones": lambda: card(*[b"TEL:" + b"1" * (MB // 100)] * 990),
    "megabytes-of-addresses": lambda: card(*[b"ADR:" + b"a b;" * (MB // 400)] * 990),
    "megabytes-of-types": lambda: card(
        *[b"TEL" + b"".join(b";X-%04d" % n for n in range(1400)) + b":1"] * 990
    ),
}  # fmt: skip

CSV: dict[str, Callable[[], bytes]] = {
    "one-cell": lambda: table(b"a" * (10 * MB)),
    "one-quoted-cell": lambda: table(b'"' + b"a" * (10 * MB) + b'"'),
    "cell-of-lines": lambda: table(b'"' + b"a\r\n" * (3 * MB) + b'"'),
    "a-million-columns": lambda: table(b"a," * 10**6),
    "a-million-heads": lambda: b",".join(b"h%d" % n for n in range(10**6)) + b"\r\nAnna\r\n",
    "an-open-quote": lambda: table(b'"' + b"Anna,1,a\r\n" * MB),
    "open-quotes": lambda: b"Name,Phone\r\n" + b'"Anna,1,a\r\n' * MB,
    "quotes": lambda: table(b'"' * (10 * MB)),
    "quotes-and-lines": lambda: table(b'"\r\n' * (3 * MB)),
    "quote-pairs": lambda: table(b'""a' * (3 * MB)),
    "delimiters": lambda: b"," * (10 * MB),
    "one-line-without-end": lambda: b"a" * (10 * MB),
    "returns": lambda: b"Name,Phone\r" + b"\r" * (10 * MB),
    "a-million-rows": lambda: b"Name,Phone\r\n" + b"\r\n" * (5 * MB) + b"Anna,1\r\n",
    "zeros": lambda: table(b"\0" * (10 * MB)),
    "no-utf8": lambda: table(b"\xb1" * (10 * MB)),
    "a-megabyte": lambda: table(b"Anna,1," + b"a b " * (MB // 4 - 100)),
    "a-megabyte-quoted": lambda: table(b'Anna,1,"' + b"a\r\n" * (MB // 3 - 100) + b'"'),
    "a-megabyte-a-name": lambda: table(b"a b " * (MB // 4 - 100) + b",1,"),
    "a-megabyte-a-phone": lambda: table(b"Anna," + b"1 " * (MB // 2 - 100) + b","),
    "head-of-60k": lambda: b"a" * 60_000 + b",Name\r\nb,Anna\r\n",
    "heads-of-60k": lambda: b",".join([b"Name"] * 12_000) + b"\r\nAnna\r\n",
    "wide-rows": lambda: (
        b",".join(b"h%d" % n for n in range(1999)) + b"\r\n" + (b"a," * 1998 + b"b\r\n") * 2600
    ),
}  # fmt: skip

LDIF: dict[str, Callable[[], bytes]] = {
    "base64": lambda: _ldif(b"description:: " + base64.b64encode(b"a" * (7 * MB))),
    "base64-folded": lambda: _ldif(
        b"description:: " + folded(base64.b64encode(b"a" * (7 * MB))).replace(b"\r\n", b"\n")
    ),
    "photo": lambda: _ldif(b"jpegPhoto:: " + folded(_photo(7 * MB)).replace(b"\r\n", b"\n")),
    "photo-not-one": lambda: _ldif(b"jpegPhoto:: " + base64.b64encode(bytes(7 * MB))),
    "plain": lambda: _ldif(b"description: " + b"a" * (10 * MB)),
    "folded-every-byte": lambda: _ldif(b"description: " + b"a\n " * (10 * MB // 3)),
    "no-utf8": lambda: _ldif(b"description: " + b"\xb1" * (10 * MB)),
    "name": lambda: _ldif(b"sn: " + b"a b " * (10 * MB // 4)),
    "mail": lambda: _ldif(b"mail: " + b"a@" * (5 * MB)),
    "member": lambda: _ldif(b"objectclass: groupOfNames", b"member: " + b",cn=a" * (2 * MB)),
    "address": lambda: _ldif(b"postalAddress: " + b"a$" * (5 * MB)),
    "a-million-lines": lambda: _ldif(*[b"description: b"] * 700_000),
    "a-million-different": lambda: _ldif(*[b"x%d: b" % n for n in range(700_000)]),
    "a-million-phones": lambda: _ldif(*[b"mobile: %d" % n for n in range(700_000)]),
    "a-million-mails": lambda: _ldif(*[b"mail: a%d@b" % n for n in range(600_000)]),
    "a-million-senseless": lambda: _ldif(*[b"nonsense"] * MB),
    "a-million-comments": lambda: _ldif(*[b"# nonsense"] * MB),
    "options": lambda: _ldif(b"cn" + b";a" * (5 * MB) + b": b"),
    "many-dns": lambda: b"dn: a\n" * (10 * MB // 6),
    "unknown-binary": lambda: _ldif(b"x:: " + base64.b64encode(os.urandom(7 * MB))),
    "larger": lambda: _ldif(b"description: " + b"a" * (30 * MB)),
    "own": lambda: _ldif(b"contactdeskvcard: " + b"NOTE:" + b"a" * (10 * MB)),
}  # fmt: skip

JCARD: dict[str, Callable[[], bytes]] = {
    "plain": lambda: _jcard(b'["note",{},"text","' + b"a" * (10 * MB) + b'"]'),
    "escaped": lambda: _jcard(b'["note",{},"text","' + b"\\n" * (5 * MB) + b'"]'),
    "unicode": lambda: _jcard(b'["note",{},"text","' + b"\\u0105" * (10 * MB // 6) + b'"]'),
    "deep": lambda: _jcard(b"[" * 100_000 + b"]" * 100_000),
    "deep-value": lambda: _jcard(
        b'["n",{},"text",' + b"[" * 100_000 + b"]" * 100_000 + b"]"
    ),
    "deeper": lambda: _jcard(b"[" * (5 * MB) + b"]" * (5 * MB)),
    "deep-objects": lambda: _jcard(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a-million-values": lambda: _jcard(b'["categories",{},"text"' + b',"a"' * (2 * MB) + b"]"),
    "a-million-phones": lambda: _jcard(b'["tel",{},"text"' + b',"1"' * (2 * MB) + b"]"),
    "a-million-properties": lambda: _jcard(*[b'["tel",{},"text","1"]'] * (10 * MB // 22)),
    "a-million-senseless": lambda: _jcard(*[b"1"] * (5 * MB)),
    "a-million-parts": lambda: _jcard(
        b'["n",{},"text",[' + b",".join([b'"a"'] * (2 * MB)) + b"]]"
    ),
    "a-million-types": lambda: _jcard(
        b'["tel",{"type":[' + b",".join(b'"a%d"' % n for n in range(10**6)) + b']},"text","1"]'
    ),
    "a-million-parameters": lambda: _jcard(
        b'["tel",{' + b",".join(b'"a%d":"b"' % n for n in range(10**6)) + b'},"text","1"]'
    ),
    "a-number": lambda: _jcard(b'["note",{},"integer",' + b"1" * (10 * MB) + b"]"),
    "photo": lambda: _jcard(
        b'["photo",{},"uri","data:image/jpeg;base64,' + _photo(7 * MB) + b'"]'
    ),
    "begins": lambda: b'["vcard",[' * MB,
    "spaces": lambda: b'["vcard",' + b" " * (10 * MB) + b'[["fn",{},"text","a"]]]',
    "brackets": lambda: b"[ " * (5 * MB),
    "a-name": lambda: _jcard(b'["' + b"a" * (10 * MB) + b'",{},"text","a"]'),
    "larger": lambda: _jcard(b'["note",{},"text","' + b"a" * (40 * MB) + b'"]'),
}  # fmt: skip

JSONL: dict[str, Callable[[], bytes]] = {
    "plain": lambda: _jsonl(b'"note":"' + b"a" * (10 * MB) + b'"'),
    "escaped": lambda: _jsonl(b'"note":"' + b"\\n" * (5 * MB) + b'"'),
    "not-ascii": lambda: _jsonl(b'"note":"' + "ą".encode() * (5 * MB) + b'"'),
    "deep": lambda: _jsonl(b'"note":' + b"[" * 100_000 + b"]" * 100_000),
    "deeper": lambda: _jsonl(b'"note":' + b"[" * (5 * MB) + b"]" * (5 * MB)),
    "deep-objects": lambda: _jsonl(b'"note":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a-million-categories": lambda: _jsonl(
        b'"categories":[' + b",".join(b'"c%d"' % n for n in range(10**6)) + b"]"
    ),
    "a-million-phones": lambda: _jsonl(
        b'"phones":[' + b",".join([b'{"value":"1"}'] * (10 * MB // 14)) + b"]"
    ),
    "a-million-keys": lambda: _jsonl(b",".join(b'"k%d":1' % n for n in range(10**6))),
    "a-million-extras": lambda: _jsonl(
        b'"extra":[' + b",".join([b'{"name":"X-A","value":"1"}'] * (10 * MB // 27)) + b"]"
    ),
    "a-million-types": lambda: _jsonl(
        b'"phones":[{"value":"1","types":['
        + b",".join(b'"c%d"' % n for n in range(10**6))
        + b"]}]"
    ),
    "a-number": lambda: _jsonl(b'"note":' + b"1" * (10 * MB)),
    "a-name": lambda: _jsonl(b'"name":{"family":"' + b"a b " * (10 * MB // 4) + b'"}'),
    "larger": lambda: _jsonl(b'"note":"' + b"a" * (20 * MB) + b'"'),
    "no-utf8": lambda: _jsonl(b'"note":"' + b"\xb1" * (10 * MB) + b'"'),
}  # fmt: skip


def workbook(
    sheet: bytes | list[tuple[bytes, int]], strings: list[tuple[bytes, int]] | None = None
) -> bytes:
    """A workbook whose sheet (and texts) consist of these pieces, each so many times."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts: dict[str, Any] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
    }
    begin = f'<worksheet xmlns="{main}"><sheetData>'.encode()
    pieces = [(sheet, 1)] if isinstance(sheet, bytes) else sheet
    parts["xl/worksheets/sheet1.xml"] = [
        (begin + row(1, "Name", "Phone"), 1), *pieces, (b"</sheetData></worksheet>", 1)
    ]  # fmt: skip
    texts = strings or []
    parts["xl/sharedStrings.xml"] = [
        (f'<sst xmlns="{main}">'.encode(), 1), *texts, (b"</sst>", 1)
    ]  # fmt: skip
    return _packed(parts)


def _packed(parts: dict[str, Any]) -> bytes:
    """A ZIP archive of these parts: texts, or pieces that are repeated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            pieces = [(content.encode(), 1)] if isinstance(content, str) else content
            with packed.open(name, "w", force_zip64=True) as part:
                for piece, times in pieces:
                    whole = piece * max(1, MB // max(1, len(piece)))
                    many, rest = divmod(times, max(1, len(whole) // max(1, len(piece))))
                    for _ in range(many):
                        part.write(whole)
                    part.write(piece * rest)
    return out.getvalue()


def row(number: int, *cells: str) -> bytes:
    """A row of texts."""
    found = "".join(
        f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for n, cell in enumerate(cells)
    )
    return f'<row r="{number}">{found}</row>'.encode()


def _text(begin: bytes, unit: bytes, times: int) -> list[tuple[bytes, int]]:
    return [(begin + b"<is><t>", 1), (unit, times), (b"</t></is></c></row>", 1)]


XLSX: dict[str, Callable[[], bytes]] = {
    "bomb-1gb": lambda: workbook([(b"\n", 1100 * MB)]),
    "bomb-100mb": lambda: workbook([(b"\n", 100 * MB)]),
    "bomb-60mb": lambda: workbook([(b"\n", 60 * MB)]),
    "bomb-strings": lambda: workbook(b"", [(b"<si><t>a</t></si>", 60 * MB // 17)]),
    "empty-rows": lambda: workbook([(b"<row/>", 8 * MB)]),
    "empty-cells": lambda: workbook([(b"<row>" + b"<c/>" * 1000 + b"</row>", 15_000)]),
    "numbered-rows": lambda: workbook(
        b"".join(b'<row r="%d"/>' % n for n in range(2, 1_048_577))
    ),
    "last-cell": lambda: workbook(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "last-row": lambda: workbook(row(1_048_576, "Anna", "1")),
    "wide-cells": lambda: workbook(b'<row r="2"><c r="XFD2"><v>1</v></c></row>'),
    "a-cell-of-10mb": lambda: workbook(
        _text(b'<row r="2"><c r="A2" t="inlineStr">', b"a", 10 * MB)
    ),
    "a-name-of-10mb": lambda: workbook(
        _text(b'<row r="2"><c r="A2" t="inlineStr">', b"a b ", 10 * MB // 4)
    ),
    "a-shared-string-of-50mb": lambda: workbook(
        [(b'<row r="2"><c r="A2" t="s"><v>0</v></c></row>', 1)],
        [(b"<si><t>", 1), (b"a", 50 * MB), (b"</t></si>", 1)],
    ),
    "a-shared-string-often": lambda: workbook(
        [(b'<row><c t="s"><v>0</v></c></row>', 100_000)],
        [(b"<si><t>", 1), (b"a", MB // 2), (b"</t></si>", 1)],
    ),
    "deep": lambda: workbook([(b"<a>", 100_000), (b"</a>", 100_000)]),
    "an-attribute-of-10mb": lambda: workbook([(b'<row r="2', 1), (b" ", 10 * MB), (b'"/>', 1)]),
    "numbers": lambda: workbook([(b"<row><c><v>1</v></c></row>", 60 * MB // 26)]),
    "a-number-of-10mb": lambda: workbook(
        [(b"<row><c><v>", 1), (b"1", 10 * MB), (b"</v></c></row>", 1)]
    ),
}  # fmt: skip

SHAPES = {"vcard": VCARD, "csv": CSV, "ldif": LDIF, "jcard": JCARD, "jsonl": JSONL, "xlsx": XLSX}
