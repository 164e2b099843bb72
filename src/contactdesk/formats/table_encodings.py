"""In which encoding a table is written, by its bytes and by the words of its first line.

Marks and UTF-8 leave no doubt. Of the others each candidate is tried: letters that its languages
use count for it, signs inside words, wrong case and what it has no letter for against it.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from contactdesk.formats.charsets import FALLBACK
from contactdesk.formats.table_words import meanings

SAMPLE = 1 << 16
"""Bytes that are looked at; of a longer file whose first part is plain, lines that are not."""
_SCAN = 64 << 20
SINGLE_BYTE = "contactdesk-single-byte"
NAMES = ("utf-8", "utf-16", "cp1250", "cp1252", "iso-8859-2", "cp1256", "cp1251", "big5hkscs",
         "gb18030", "cp932", "cp949", "cp1253", "cp1254", "cp1257", "koi8-r", "euc_jp",
         "iso-8859-1", "iso-8859-15", "mac-roman", "cp437", "cp850", "cp852")  # fmt: skip
"""Encodings to choose from, the likeliest first."""
_LETTERS = {
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰđĐăşţŞŢâîľĺŕ",
    "cp1252": "äöüßÄÖÜéèêàâçùûîïôœÉÈÀÇæøåÆØÅñáíóúÑÁÍÓÚ¿¡ãõÃÕëìò",
    "iso-8859-2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰđĐăşţŞŢâîľĺŕ",
    "cp1254": "ğışİçöüĞŞÇÖÜâîû",
    "mac-roman": "äöüßÄÖÜéèêàâçùûîïôœÉÈÀÇñáíóúÑÁÍÓÚ",
}
_RARE = {
    "cp1254": "",
    "mac-roman": "",
    "cp1250": "ăşţŞŢĺŕľ",
    "cp1252": "ãõÃÕìëÿ",
    "iso-8859-2": "ăşţŞŢĺŕľ",
}
_WORD_SIGNS = re.compile(
    r"(?<=[^\W\d_])[^\w\s.,;:'’\"()/\\@&+\-–|\t«»]|[^\w\s.,;:'’\"()/\\@&+\-–„“”«»|\t#€§°…*!?\[\]{}=<>%$£](?=[^\W\d_])"
)
_WRONG_CASE = re.compile(
    r"[a-zß-öø-ÿąćęłńóśźż][A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻĽŠŤŽŞĹ¥£¦¬¯±³¹]|[а-яё][А-ЯЁ]|[α-ωά-ώ][Α-Ω]"
)
_ARABIC = re.compile(r"[ء-غـ-ي٠-٩پچژگکی]")
_CYRILLIC = re.compile(r"[а-яА-ЯёЁіїєґІЇЄҐ]")
_GREEK = re.compile(r"[α-ωΑ-Ωάέήίόύώ]")
_OFTEN = {
    "cp1251": frozenset("оеаинтсрвлкмпОЕАИНТСРВЛКМП"),
    "cp1253": frozenset("αοιετσνηυρςπκλμάέήίόύώΑΟΙΕΤΣΝΗΥΡΠΚΛΜ"),
    "cp1256": frozenset("اليومنترهدبسعةیک"),
}
_SELDOM = 0.85
"""What a letter counts that its language has, but not often."""
_OWN_WORD = re.compile(r"[^\W\d_]{3,}")
_BESIDE_LATIN = re.compile(r"[A-Za-z](?=[^\W\d_a-zA-Z])|(?<=[A-Za-z])[^\W\d_a-zA-Z]")
_COMMON_CODES = {
    "big5hkscs": ((0xA440, 0xC67E), (0xA100, 0xA1FF), (0xA300, 0xA3FF)),
    "gb18030": ((0xB0A1, 0xD7F9), (0xA100, 0xA1FF), (0xA300, 0xA3FF)),
    "cp932": ((0x889F, 0x9872), (0x829F, 0x8396), (0x8140, 0x81AC)),
    "euc_jp": ((0xB0A1, 0xCFD3), (0xA4A1, 0xA5F6), (0xA1A1, 0xA1FE)),
    "cp949": ((0xB0A1, 0xC8FE),),
}
"""Where the characters stand that are common: the level of those learnt first, kana, full-width
signs, and the syllables that Koreans write.
"""
_SCRIPTS = {"cp1256": _ARABIC, "cp1253": _GREEK, "cp1251": _CYRILLIC, "koi8-r": _CYRILLIC}
_CYRILLIC_CAPITALS = bytes(range(0xC0, 0xE0))


def _single_byte(error: UnicodeError) -> tuple[str, int]:
    """A byte that a one-byte encoding has no letter for stays what it is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error(SINGLE_BYTE, _single_byte)


def error_handling(encoding: str) -> str:
    """What a decoder of this encoding does about bytes that make no sense in it."""
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "utf-8-sig"):
        return FALLBACK
    if name.startswith(("cp125", "iso8859", "mac", "cp437", "cp85")):
        return SINGLE_BYTE
    return "replace"


def is_encoding(name: str) -> bool:
    """Whether text can be read in an encoding of this name."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def sample_of(stream: BinaryIO) -> bytes:
    """The first bytes of a file; where they are plain ASCII, later lines that are not as well."""
    start = stream.tell()
    head = stream.read(SAMPLE)
    found = b""
    if head.isascii() and len(head) == SAMPLE:
        read = 0
        while len(found) < SAMPLE and read < _SCAN and (chunk := stream.read(1 << 20)):
            read += len(chunk)
            if not chunk.isascii():
                lines = [li for li in chunk.split(b"\n")[1:-1] if not li.isascii()]
                found += b"\n".join(li[:1000] for li in lines[:200])
    stream.seek(start)
    return head + (b"\n" + found if found else b"")


def guess_encoding(sample: bytes) -> str:
    """The encoding's name as Python knows it; "utf-8" for plain ASCII."""
    if marked := _marked(sample):
        return marked
    if sample.isascii():
        return "utf-8"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(sample):
        return "utf-8"
    rest = b"\n".join(li for li in re.split(rb"[\r\n]+", sample) if not li.isascii())[:20_000]
    head = sample.lstrip(b"\r\n").partition(b"\n")[0][:4000]
    scores = {name: _score(name, rest) + 4 * _head_score(name, head) for name in _candidates()}
    return max(scores, key=lambda name: scores[name])


def likeliest(sample: bytes, usual: str, by: float) -> str:
    """The encoding in which some text reads better than in the usual one by so much, or ""."""
    scores = {name: _score(name, sample) for name in _candidates()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > scores[usual] + by else ""


def _candidates() -> tuple[str, ...]:
    return ("cp1252", "cp1250", "iso-8859-2", "cp1256", "cp1251", "big5hkscs", "gb18030", "cp932",
            "cp949", "cp1253", "cp1254", "koi8-r", "mac-roman", "euc_jp")  # fmt: skip


def _marked(sample: bytes) -> str:
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(sample) % 4 == 0:
        return "utf-32"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    part = sample[:2000]
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if odd > len(part) // 8 and odd > 4 * even:
        return "utf-16-le"
    if even > len(part) // 8 and even > 4 * odd:
        return "utf-16-be"
    return ""


def _mostly_utf8(sample: bytes) -> bool:
    """UTF-8 with a few broken places is still UTF-8."""
    text = sample.decode("utf-8", "replace")
    good = sum(c > "\x7f" and c != "\ufffd" for c in text)
    return good > 2 * text.count("\ufffd")


def _score(name: str, sample: bytes) -> float:
    """How well bytes read as this encoding, from about 1 (well) down."""
    text = sample.decode(name, "replace")
    letters = [c for c in text if c > "\x7f"]
    if not letters:
        return -10.0
    bad = text.count("\ufffd") + sum("\x80" <= c < "\xa0" for c in letters)
    score = _share(name, letters) - 4 * bad / len(letters)
    signs = len(_WORD_SIGNS.findall(text)) + len(_WRONG_CASE.findall(text))
    if name in _LETTERS:  # Latin words hold plain letters, too
        foreign = sum(len(w) for w in _OWN_WORD.findall(text) if not any(map(str.isascii, w)))
    else:  # and all others none
        foreign = len(_BESIDE_LATIN.findall(text))
    return score - 2 * signs / len(letters) - foreign / len(letters)


def _share(name: str, letters: list[str]) -> float:
    """The share of letters that are common in the languages of this encoding."""
    text = "".join(letters)
    if name in _COMMON_CODES:
        return _common_share(name, letters)
    if own := _SCRIPTS.get(name):
        often = _OFTEN["cp1251" if name == "koi8-r" else name]
        share = sum(1.0 if c in often else _SELDOM for c in own.findall(text)) / len(text)
        return share if name != "cp1256" else share - _alternating(text)
    known, rare = _LETTERS[name], _RARE[name]
    share = sum((1.0 if c not in rare else 0.3) for c in letters if c in known) / len(letters)
    opened, closed = text.count("«"), text.count("»")  # elsewhere these are Ť and ť
    return share + (opened + closed) / len(letters) if opened == closed else share


def _alternating(text: str) -> float:
    """Cyrillic and Latin read as Arabic give marks of vowels and signs between the letters."""
    return sum("\u064b" <= c <= "\u0652" or c in "ôâçèéêëîïùûü" for c in text) / len(text)


def _common_share(name: str, letters: list[str]) -> float:
    """The share of the common among the characters of the far East.

    Chinese and Korean, and Chinese and Russian in capitals, may be the same bytes: where all of
    them are the others' common ones, that is no accident.
    """
    codes = [letter.encode(name, "replace") for letter in letters]
    ranges = _COMMON_CODES[name]
    share = sum(
        len(code) == 2 and any(low <= int.from_bytes(code) <= high for low, high in ranges)
        for code in codes
    ) / len(codes)  # fmt: skip
    if name == "cp949" and len(codes) > 3 and share == 1:
        return 1.02
    if name == "gb18030" and not b"".join(codes).translate(None, _CYRILLIC_CAPITALS):
        return share / 2
    kana = any(code[:1] in (b"\xa4", b"\xa5") for code in codes)
    return share if name != "euc_jp" else (1.03 if kana else 0.9) * share


def _head_score(name: str, head: bytes) -> float:
    """Heads that are words of the dictionary speak for the encoding that makes them so."""
    cells = re.split(r"[,;\t|]", head.decode(name, "replace").replace('"', ""))
    words = [c for c in cells if not c.isascii()]
    if not words:
        return 0.0
    return sum(bool(m) and not left for m, left in map(meanings, words)) / len(words)
