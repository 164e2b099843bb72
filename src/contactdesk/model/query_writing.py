"""A tree of rules as the text that says it: what `query_reading` reads back."""

from __future__ import annotations

import re
from typing import Final

from contactdesk.model.query import BEGINS, HAS, LACKS, Group, Part, Rule, tidied
from contactdesk.model.query_fields import Fields

_BARE_VALUE: Final = re.compile(r"[^\s,()\"]+")
_BARE_WORD: Final = re.compile(r"[^\s()\":=<>-][^\s()\":=<>]*")
_KEYWORDS = ("and", "or", "not")


def written(group: Group, fields: Fields | None = None) -> str:
    """The text of a tree. With a book's `fields` its own ones go by their labels, as people type
    them; without by what never changes, as the book keeps them."""
    return _group(tidied(group), fields)


def _group(group: Group, fields: Fields | None) -> str:
    if group.how == "none":
        if len(group.parts) == 1:
            return "not " + _inner(group.parts[0], fields)
        return f"not ({' or '.join(_inners(group, fields))})" if group.parts else ""
    return (" or " if group.how == "any" else " ").join(_inners(group, fields))


def _inners(group: Group, fields: Fields | None) -> list[str]:
    found: list[str] = []
    before: Part | None = None
    for part in group.parts:
        together = group.how == "all" and isinstance(before, Rule) and not before.field
        found.append(_inner(part, fields, together))
        before = part
    return found


def _inner(part: Part, fields: Fields | None, after_words: bool = False) -> str:
    if isinstance(part, Group):
        text = _group(part, fields)
        return text if part.how == "none" else f"({text})"
    if not part.field:
        return _words(part.values[0] if part.values else "", after_words)
    within = f"({part.within})" if part.within else ""
    return f"{_name(part.field, fields)}{within}{_compared(part)}"


def _words(text: str, after_words: bool) -> str:
    """Words to look for; those behind other words stand in quotation marks, to be on their own."""
    words = text.split(" ")
    plain = all(_BARE_WORD.fullmatch(w) and w.lower() not in _KEYWORDS for w in words)
    return text if plain and not after_words else _quoted(text)


def _name(name: str, fields: Fields | None) -> str:
    field = fields.get(name) if fields else None
    if field is None or not field.own:
        return name
    title = field.title
    named = fields.named(title) if fields else None
    return _quoted(title) if named is field else name


def _compared(rule: Rule) -> str:
    if rule.comparison in (HAS, LACKS):
        return f":{rule.comparison}"
    return rule.comparison + ",".join(_value(value, rule) for value in rule.values)


def _value(value: str, rule: Rule) -> str:
    taken = rule.comparison == BEGINS and value in (HAS, LACKS)
    return value if _BARE_VALUE.fullmatch(value) and not taken else _quoted(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def written_rule(rule: Rule) -> str:
    """One rule as its text, with its field's own name."""
    return _inner(rule, None)
