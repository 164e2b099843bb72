"""The head of a content line, `item1.TEL;TYPE=work,voice;PREF=1`, taken apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from contactdesk.formats.charsets import UNMARKED, is_charset
from contactdesk.formats.content_lines import decode_value, repaired

_CARET = re.compile(r"\^(.)")
_ANDROID_WORD = re.compile(
    r"X-CUSTOM\(CHARSET=([^,]*),ENCODING=QUOTED-PRINTABLE,([^)]*)\)?", re.IGNORECASE
)
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_QUOTED_SPLIT = {
    ";": re.compile(r'((?:[^;"]++|"[^"]*+(?:"|$))++)'),
    ",": re.compile(r'((?:[^,"]++|"[^"]*+(?:"|$))++)'),
}
_ENCODINGS = {
    "quoted-printable": "q",
    "q": "q",
    "base64": "b",
    "b": "b",
    "8bit": "",
    "7bit": "",
    "8-bit": "",
    "7-bit": "",
    "qp": "q",
    "b64": "b",
    "base-64": "b",
}
_NO_WORDS = ("X-SYNTHESIS", "X-IRMC", "X-EVOLUTION", "X-DCM")
"""How telephones and synchronisers mark their lines for themselves."""
_LONG = 200
_BARE_VALUES = {"inline", "url", "uri", "cid", "content-id"}


class Head(NamedTuple):
    """`key` is the name in capitals, `group` and `types` lower case, `rank` PREF's number or 0.

    `encoding` is "" | "q" (quoted-printable) | "b" (base64). `params` holds every parameter
    but TYPE, PREF, CHARSET and ENCODING, their names in capitals. `word` is a person's own
    word among the bare types, as Android writes it (`TEL;X-Boat:`).
    """

    name: str
    key: str
    group: str = ""
    types: tuple[str, ...] = ()
    preferred: bool = False
    rank: int = 0
    params: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    charset: str = ""
    value_type: str = ""
    word: str = ""

    @property
    def coded(self) -> bool:
        """Whether the value must be decoded before it is text."""
        return self.encoding == "q" or self.charset.lower() not in UNMARKED

    def param(self, name: str) -> str:
        """The value of a parameter (its name in capitals), or ""."""
        return next((value for key, value in self.params if key == name), "")


def parse_head(text: str) -> Head:
    """A head from its text; never fails, whatever stands there. Files repeat a few dozen."""
    return _known_head(text) if len(text) < _LONG else _parse_head(text)


@lru_cache(maxsize=2048)
def _known_head(text: str) -> Head:
    return _parse_head(text)


def _parse_head(text: str) -> Head:
    name, *tokens = _pieces(text, ";") or [""]
    group, dot, rest = name.strip().rpartition(".")
    found = _Found()
    for token in tokens:
        found.add(token)
    types = tuple(dict.fromkeys(found.types))
    return Head(
        rest,
        rest.upper(),
        group.strip().lower() if dot else "",
        types,
        found.preferred,
        found.rank,
        tuple(found.params),
        found.encoding,
        found.charset,
        found.value_type,
        found.word,
    )


class _Found:
    """What the parameters of one head say."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self.params: list[tuple[str, str]] = []
        self.preferred = False
        self.rank = 0
        self.encoding = self.charset = self.value_type = self.word = ""

    def add(self, token: str) -> None:
        """Take in one parameter, named or (vCard 2.1) bare."""
        if custom := _ANDROID_WORD.match(token):
            self.word = decode_value(custom[2], True, custom[1])
            return
        name, equals, value = token.partition("=")
        name = name.strip().upper()
        if not equals:
            self._add_bare(name.lower())
            if name.startswith("X-") and not name.startswith(_NO_WORDS):
                self.word = self.word or token.strip()[2:]
        elif name == "TYPE":
            self._add_types(value)
        elif name == "PREF":
            self.preferred = True
            digits = value.strip(' "')
            self.rank = int(digits) if digits.isdecimal() and len(digits) < 4 else 1
        elif name == "ENCODING":
            self.encoding = _ENCODINGS.get(_plain(value).lower(), "")
        elif name == "CHARSET":
            self.charset = _plain(value)
        else:
            if name == "VALUE":
                self.value_type = _plain(value).lower()
            if name:
                self.params.append((name, _plain(value)))

    def _add_bare(self, word: str) -> None:
        if word == "pref":
            self.preferred = True
        elif word in _ENCODINGS and word != "q":
            self.encoding = _ENCODINGS[word]
        elif is_charset(word):
            self.charset = word
        elif word in _BARE_VALUES:
            self.value_type = "uri" if word in ("url", "uri") else word
            self.params.append(("VALUE", self.value_type))
        elif word:
            self._add_types(word)

    def _add_types(self, value: str) -> None:
        for piece in _pieces(value, ","):
            for stated in _plain(piece).split(","):
                word = stated.strip(" \t\\").lower()
                if word == "pref":
                    self.preferred = True
                elif word:
                    self.types.append(word)


def _pieces(text: str, separator: str) -> list[str]:
    if '"' in text:
        return [str(piece) for piece in _QUOTED_SPLIT[separator].findall(text)]
    return text.split(separator)


def _plain(value: str) -> str:
    r"""A parameter's value without its quotes, `^n`, `^'` and `^^` undone (RFC 6868)."""
    value = repaired(value.strip())
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    if "^" in value:
        value = _CARET.sub(lambda m: _CARETS.get(m[1], m[0]), value)
    return value
