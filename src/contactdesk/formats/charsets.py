"""Which codec a CHARSET means: the names that programs write, and only codecs of text."""

from __future__ import annotations

import codecs
import re
from encodings import normalize_encoding
from encodings.aliases import aliases
from functools import lru_cache

FALLBACK = "contactdesk-cp1252"

_CODECS = frozenset(
    {
        "utf-7", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "big5", "big5hkscs", "cp950",
        "gb2312", "gbk", "gb18030", "hz", "euc_kr", "cp949", "johab", "iso2022_kr", "koi8-r",
        "koi8-u", "mac-roman", "mac-latin2", "mac-cyrillic", "tis-620", "cp874", "iso8859-1",
        *(f"iso8859-{n}" for n in range(2, 17)), *(f"cp{n}" for n in range(1250, 1259)),
        "cp437", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp862", "cp864",
        "cp866",
    }
)  # fmt: skip
_SUPERSETS = {"shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
"""What says the smaller set has, as a rule, characters of the larger one."""
_NAMES = {"sjis": "cp932", "windows-31j": "cp932", "ks-c-5601-1987": "cp949",
          "hz-gb-2312": "hz", "macintosh": "mac-roman", "mac": "mac-roman", "big-5": "big5",
          "windows-874": "cp874", "iso-8859-8-i": "iso8859-8", "iso-8859-6-i": "iso8859-6",
          "ms-kanji": "cp932", "unicode-1-1-utf-7": "utf-7"}  # fmt: skip
UNMARKED = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
"""What needs no decoding of its own: every text is read as UTF-8 first."""
_KNOWN = frozenset({*(name.replace("-", "_") for name in _CODECS), *aliases, *aliases.values()})
_IS_NAME = re.compile(r"[a-z0-9_:.() -]{2,40}")
_WESTERN = [bytes((n,)).decode("cp1252", "ignore") or chr(n) for n in range(256)]
_NO_BEGINNING = re.compile(rb"[\x80-\xc1\xf5-\xff]+")


def _one_by_one(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are read as Windows' Western set, the commonest of the unmarked."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # and with it whatever follows that begins no character: a call a byte takes long
    more = _NO_BEGINNING.match(error.object, error.end)
    end = more.end() if more else error.end
    return "".join([_WESTERN[byte] for byte in error.object[error.start : end]]), end


codecs.register_error(FALLBACK, _one_by_one)


def is_charset(word: str) -> bool:
    """Whether a word that stands alone among a line's parameters (2.1) can only be a charset."""
    return bool(word) and (word in UNMARKED or ("-" in word and bool(codec_of(word))))


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str:
    """Python's codec for a CHARSET, or "" where it is UTF-8, ASCII or nothing we decode by."""
    name = charset.strip().lower()
    if not _IS_NAME.fullmatch(name):
        return ""
    name = name.replace("_", "-").removeprefix("x-")
    name = _NAMES.get(name, name)
    called = normalize_encoding(name)
    if called.replace(".", "_") not in _KNOWN:  # each would be looked for on the disk
        return ""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return _SUPERSETS.get(found, found) if found in _CODECS else ""


def is_utf8(data: bytes) -> bool:
    """Whether bytes can stand in a file that is UTF-8 as a whole."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
