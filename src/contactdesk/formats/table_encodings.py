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
         "gb18030", "cp932", "cp949", "cp1253", "cp1254", "cp1257", "iso-8859-1", "iso-8859-15",
         "mac-roman", "cp437", "cp850", "cp852")  # fmt: skip
"""Encodings to choose from, the likeliest first."""
_LETTERS = {
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰđĐăşţŞŢâîľĺŕ",
    "cp1252": "äöüßÄÖÜéèêàâçùûîïôœÉÈÀÇæøåÆØÅñáíóúÑÁÍÓÚ¿¡ãõÃÕëìò",
    "iso-8859-2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰđĐăşţŞŢâîľĺŕ",
}
_RARE = {"cp1250": "ăşţŞŢĺŕľ", "cp1252": "ãõÃÕìëÿ", "iso-8859-2": "ăşţŞŢĺŕľ"}
_WORD_SIGNS = re.compile(
    r"(?<=[^\W\d_])[^\w\s.,;:'’\"()/\\@&+\-–|\t«»]|[^\w\s.,;:'’\"()/\\@&+\-–„“”«»|\t#€§°…*!?\[\]{}=<>%$£](?=[^\W\d_])"
)
_WRONG_CASE = re.compile(r"[a-zß-öø-ÿąćęłńóśźż][A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻĽŠŤŽŞĹ¥£¦¬¯±³¹]")
_ARABIC = re.compile(r"[ء-غـ-ي٠-٩پچژگکی]")
_CYRILLIC = re.compile(r"[а-яА-ЯёЁіїєґІЇЄҐ]")
_GREEK = re.compile(r"[α-ωΑ-Ωάέήίόύώ]")
_KANA = re.compile(r"[ぁ-んァ-ヶー]")
_HANGUL = re.compile(r"[가-힣]")


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
            "cp949", "cp1253")  # fmt: skip


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
    return score - 2 * signs / len(letters)


def _share(name: str, letters: list[str]) -> float:
    """The share of letters that are common in the languages of this encoding."""
    text = "".join(letters)
    if name in ("big5hkscs", "gb18030"):
        return _han_share(name, letters)
    if name == "cp932":
        return 1.05 * len(_KANA.findall(text)) / len(text)
    pattern = {"cp1256": _ARABIC, "cp1251": _CYRILLIC, "cp949": _HANGUL, "cp1253": _GREEK}.get(name)
    if pattern is not None:
        share = len(pattern.findall(text)) / len(text)
        return share if name != "cp1256" else share - _alternating(text)
    known, rare = _LETTERS[name], _RARE[name]
    share = sum((1.0 if c not in rare else 0.3) for c in letters if c in known) / len(letters)
    opened, closed = text.count("«"), text.count("»")  # elsewhere these are Ť and ť
    return share + (opened + closed) / len(letters) if opened == closed else share


def _alternating(text: str) -> float:
    """Cyrillic and Latin read as Arabic give marks of vowels and signs between the letters."""
    return sum("\u064b" <= c <= "\u0652" or c in "ôâçèéêëîïùûü" for c in text) / len(text)


def _han_share(name: str, letters: list[str]) -> float:
    """Common characters have the lower codes: of Big5 to C67E, of GB 2312 to D7F9."""
    last = b"\xc6\x7e" if name == "big5hkscs" else b"\xd7\xf9"
    first = b"\xa4\x40" if name == "big5hkscs" else b"\xb0\xa1"
    common = 0
    for letter in letters:
        code = letter.encode(name, "replace")
        common += first <= code <= last and len(code) == 2
        common += code[:1] in (b"\xa1", b"\xa3")  # full-width signs
    return common / len(letters)


def _head_score(name: str, head: bytes) -> float:
    """Heads that are words of the dictionary speak for the encoding that makes them so."""
    cells = re.split(r"[,;\t|]", head.decode(name, "replace").replace('"', ""))
    words = [c for c in cells if not c.isascii()]
    if not words:
        return 0.0
    return sum(bool(m) and not left for m, left in map(meanings, words)) / len(words)
