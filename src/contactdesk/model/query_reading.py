"""Rules as people type them, read into a tree: see docs/queries.md for the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple, cast

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import N_, _
from contactdesk.model import fold
from contactdesk.model.query import (
    BEGINS,
    COMPARED,
    HAS,
    LACKS,
    Comparison,
    Group,
    Part,
    Rule,
    is_span,
)
from contactdesk.model.query_fields import FLAGS, KINDS, PERIODS, Field, Fields, plain

DEEPEST = 20
_OPERATOR = r"\s*(>=|<=|[:=<>])\s*"
_SPAN = r"(?:\(\s*(\d{1,5}\s*\w+)\s*\))?"
_NAME = re.compile(
    r"((?:[^\W_]|[\u200c'’.])+(?:[ _-]+(?:[^\W_]|[\u200c'’.])+){0,6})" + rf"\s?{_SPAN}{_OPERATOR}"
)
_LABEL = re.compile(rf'"((?:[^"]|"")+)"{_SPAN}{_OPERATOR}')
_UNKNOWN = re.compile(r"([^\W\d_][\w-]*)(?:>=|<=|[:=<>])(?![/\s])(?=.)")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_VALUE = re.compile(r"[^\s,()\"]+")
_HAS = re.compile(r'has\s?:\s?(?:"((?:[^"]|"")+)"|([^\s()"]+))', re.IGNORECASE)
_WORD = re.compile(r'[^\s()"]+')
_TIME = re.compile(r"(\d{1,5})\s*([^\W\d_]+)(?![^\s,)])")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_COMMA = re.compile(r"\s*,\s*")
_UNIT_WORDS = {
    "d": ("d", "day", "days", N_("day"), N_("days")),
    "w": ("w", "week", "weeks", N_("week"), N_("weeks")),
    "mo": ("mo", "month", "months", N_("month"), N_("months")),
    "y": ("y", "year", "years", N_("year"), N_("years")),
}
_TIMED = ("day", "touch", "coming", "yearly")


class QueryError(ContactDeskError):
    """A text that asks for nothing; `message` says why, and `at` where."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


class _Token(NamedTuple):
    what: str  # ( ) not and or text rule
    at: int
    rule: Rule = Rule()
    quoted: bool = False


def parsed(text: str, fields: Fields | None = None) -> Group:
    """The rules that a text says; raises `QueryError` with a sentence."""
    reading = _Reading(list(_tokens(text, fields or Fields())), len(text))
    part = reading.whole()
    return part if isinstance(part, Group) else Group("all", (part,))


class _Reading:
    """Goes through the tokens of one text."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens, self._end = tokens, end
        self._at = 0

    def whole(self) -> Part:
        if not self._tokens:
            return Group()
        part = self._alternatives(0)
        if (left := self._peek()) is not None:
            raise QueryError(_("There is a “)” without its “(”."), left.at)
        return part

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _takes(self, what: str) -> bool:
        token = self._peek()
        if token is None or token.what != what:
            return False
        self._at += 1
        return True

    def _alternatives(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise QueryError(_("These rules are nested too deep."), self._place())
        parts = [self._together(depth)]
        while self._takes("or"):
            parts.append(self._together(depth))
        return parts[0] if len(parts) == 1 else Group("any", tuple(parts))

    def _together(self, depth: int) -> Part:
        parts = [self._one(depth)]
        while (token := self._peek()) is not None and token.what not in ("or", ")"):
            self._takes("and")
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Group("all", tuple(parts))

    def _one(self, depth: int) -> Part:
        token = self._peek()
        if token is None:
            raise QueryError(_("Something is missing at the end."), self._end)
        self._at += 1
        if token.what == "not":
            return self._none(depth + 1)
        if token.what == "(":
            part = self._alternatives(depth + 1)
            if not self._takes(")"):
                raise QueryError(_("There is a “(” without its “)”."), token.at)
            return part
        if token.what not in ("rule", "text"):
            word = token.what
            raise QueryError(_("Something is missing before “{word}”.").format(word=word), token.at)
        return token.rule if token.what == "rule" or token.quoted else self._words(token)

    def _none(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise QueryError(_("These rules are nested too deep."), self._place())
        part = self._one(depth)
        is_any = isinstance(part, Group) and part.how == "any"
        return Group("none", part.parts if is_any and isinstance(part, Group) else (part,))

    def _words(self, first: _Token) -> Rule:
        """Words beside each other are looked for together: "58 301 22 33" is one number."""
        words = [first.rule.values[0]]
        while (token := self._peek()) is not None and token.what == "text" and not token.quoted:
            words.append(token.rule.values[0])
            self._at += 1
        return Rule(values=(" ".join(words),))

    def _place(self) -> int:
        token = self._peek()
        return token.at if token else self._end


def _tokens(text: str, fields: Fields) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        letter = text[at]
        if letter.isspace():
            at += 1
        elif letter in "()":
            yield _Token(letter, at)
            at += 1
        elif letter == "-" and at + 1 < len(text) and not text[at + 1].isspace():
            yield _Token("not", at)
            at += 1
        elif (found := _rule_at(text, at, fields)) is not None:
            yield _Token("rule", at, found[0])
            at = found[1]
        else:
            token, at = _word_at(text, at)
            yield token


def _word_at(text: str, at: int) -> tuple[_Token, int]:
    if text[at] == '"':
        found = _QUOTED.match(text, at)
        if found is None:
            raise QueryError(_open_quote(), at)
        return _Token("text", at, Rule(values=(_unquoted(found[1]),)), True), found.end()
    found = _WORD.match(text, at)
    assert found is not None  # no space, no bracket, no quotation mark
    word = found[0]
    if word.lower() in ("and", "or", "not"):
        return _Token(word.lower(), at), found.end()
    return _Token("text", at, Rule(values=(word,))), found.end()


def _open_quote() -> str:
    return _("A quotation mark has no second one.")


def _unquoted(text: str) -> str:
    return text.replace('""', '"')


def _rule_at(text: str, at: int, fields: Fields) -> tuple[Rule, int] | None:
    """The rule that begins at a place, and where it ends; None where none does."""
    if present := _HAS.match(text, at):
        field = fields.named(_unquoted(present[1] or present[2]))
        if field is None:
            words = _("There is no field “{name}”.").format(name=present[1] or present[2])
            raise QueryError(words, at)
        return Rule(field.name, "*"), present.end()
    found = _LABEL.match(text, at) or _NAME.match(text, at)
    field = fields.named(_unquoted(found[1])) if found else None
    if found is None or field is None:
        _check_unknown(text, at, fields)
        return None
    within = _within(found[2], field, at) if found[2] else ""
    comparison = cast(Comparison, found[3])
    raw, end = _values(text, found.end(), field.holds in _TIMED)
    if not raw:
        words = _("“{field}” of what? A value is missing.")
        raise QueryError(words.format(field=field.title), at)
    if len(raw) == 1 and comparison == BEGINS and raw[0] in ((HAS, False), (LACKS, False)):
        return Rule(field.name, cast(Comparison, raw[0][0]), within=within), end
    values = [_value(value, comparison, field, at) for value, _quoted in raw]
    return _as_present(field, comparison, values, within, at), end


def _as_present(
    field: Field, comparison: Comparison, values: list[str], within: str, at: int
) -> Rule:
    """A rule; "yes" and "no" of what there is or is not become what they mean."""
    if field.holds == "flag" and comparison in (BEGINS, "="):
        return Rule(field.name, "*" if values[0] == "yes" else "-")
    if comparison not in field.comparisons:
        words = _("“{field}” cannot be compared with “{sign}”. It can with {signs}.")
        signs = " ".join(field.comparisons)
        raise QueryError(words.format(field=field.title, sign=comparison, signs=signs), at)
    if comparison in COMPARED and len(values) > 1:
        raise QueryError(_("“{sign}” goes with one value.").format(sign=comparison), at)
    return Rule(field.name, comparison, tuple(dict.fromkeys(values)), within)


def _check_unknown(text: str, at: int, fields: Fields) -> None:
    """Words that look like a rule but name no field are a slip rather than words to look for."""
    found = _UNKNOWN.match(text, at)
    if found is None or fields.named(found[1]) is not None:
        return
    near = get_close_matches(plain(found[1]), fields.names(), 1)
    field = fields.named(near[0]) if near else None
    words = _("There is no field “{name}”.").format(name=found[1])
    if field is not None:
        words += " " + _("Is it “{name}”?").format(name=field.title if field.own else field.name)
    raise QueryError(words, at)


def _values(text: str, at: int, is_time: bool) -> tuple[list[tuple[str, bool]], int]:
    """The values at a place, each with whether it was quoted, and where they end."""
    found: list[tuple[str, bool]] = []
    while at < len(text):
        if quoted := _QUOTED.match(text, at):
            found.append((_unquoted(quoted[1]), True))
            at = quoted.end()
        elif is_time and (timed := _time_at(text, at)):
            found.append((timed[0], False))
            at = timed[1]
        elif bare := _VALUE.match(text, at):
            found.append((bare[0], False))
            at = bare.end()
        else:
            if text[at] == '"':
                raise QueryError(_open_quote(), at)
            break
        comma = _COMMA.match(text, at)
        if comma is None:
            break
        at = comma.end()
    return found, at


def _time_at(text: str, at: int) -> tuple[str, int] | None:
    """A span of time in words, "90 days" as "90d"; no house number and no year."""
    found = _TIME.match(text, at)
    unit = _unit(found[2]) if found else ""
    return (found[1] + unit, found.end()) if found and unit else None


def _unit(word: str) -> str:
    """A unit of time, whatever it is called: in English or as the person's language has it."""
    wanted = plain(word)
    for unit, names in _UNIT_WORDS.items():
        forms = {plain(form) for name in names for form in (name, *_(name).split("|"))}
        if wanted in forms:
            return unit
    return ""


def _within(text: str, field: Field, at: int) -> str:
    found = _TIME.match(text.strip())
    unit = _unit(found[2]) if found else ""
    if not found or not unit or int(found[1]) == 0:
        raise QueryError(_asks_unit(text), at)
    if not field.bounded:
        raise QueryError(_("“{field}” is not counted in a time.").format(field=field.title), at)
    return found[1] + unit


def _asks_unit(text: str) -> str:
    return _("“{number}” what? Days, weeks, months or years.").format(number=text.strip())


def _value(text: str, comparison: Comparison, field: Field, at: int) -> str:
    """A value as rules hold it, by what the field holds."""
    reader = _READERS.get(field.holds)
    if field.name in _CHOICES and comparison in (BEGINS, "="):
        return _choice(text, field, at)
    return reader(text, comparison, field, at) if reader else text


def _choice(text: str, field: Field, at: int) -> str:
    names = {plain(name): name for name in _CHOICES[field.name]}
    names |= {plain(_(label)): name for name, label in CHOICE_LABELS.items() if name in names}
    found = names.get(plain(text))
    if found is None:
        words = _("“{field}” is one of: {names}.")
        raise QueryError(words.format(field=field.title, names=", ".join(names.values())), at)
    return found


def _when(text: str, comparison: Comparison, field: Field, at: int) -> str:
    latin = fold.fold_long(text).replace("/", "-")
    if is_span(latin) and comparison in COMPARED:
        return latin
    if latin.isascii() and latin.isdigit() and len(latin) != 4:
        raise QueryError(_asks_unit(text), at)
    if comparison in (BEGINS, "=") and latin in PERIODS:
        return latin
    if field.holds != "yearly" and _is_day(latin):
        return latin
    if field.holds == "yearly" and comparison in (BEGINS, "="):
        return latin
    words = _("“{text}” is no time. Examples: 90d, 12mo, 2026-11-03.")
    raise QueryError(words.format(text=text), at)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _number(text: str, comparison: Comparison, field: Field, at: int) -> str:
    del comparison
    latin = fold.fold_long(text).replace("\u066b", ".")
    if not _NUMBER.fullmatch(latin):
        words = _("“{text}” is no number, and “{field}” is one.")
        raise QueryError(words.format(text=text, field=field.title), at)
    return latin.replace(",", ".")


def _yes_or_no(text: str, comparison: Comparison, field: Field, at: int) -> str:
    del comparison
    for name, label in (("yes", N_("yes")), ("no", N_("no"))):
        if plain(text) in (name, plain(_(label))):
            return name
    raise QueryError(_("“{field}” is yes or no.").format(field=field.title), at)


_CHOICES = {"kind": KINDS, "is": FLAGS}
CHOICE_LABELS = {
    "person": N_("person"),
    "organisation": N_("organisation"),
    "group": N_("group"),
    "place": N_("place"),
    "starred": N_("starred"),
    "archived": N_("in the archive"),
    "private": N_("private"),
}
"""What people read for the values of fields that have few."""
_READERS: dict[str, Callable[[str, Comparison, Field, int], str]] = {
    **dict.fromkeys(("day", "touch", "coming", "yearly"), _when),
    **dict.fromkeys(("count", "number"), _number),
    "flag": _yes_or_no,
}
