"""Rules in the words of the person's language: one rule, a whole tree, and what makes no sense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.query import COMPARED, HAS, IS, LACKS, Group, Part, Rule, amount_of, is_span
from contactdesk.model.query_fields import Field, Fields
from contactdesk.model.query_reading import CHOICE_LABELS

_PERIODS = {
    "today": N_("today"), "this-week": N_("this week"), "this-month": N_("this month"),
    "this-year": N_("this year"),
}  # fmt: skip
_PAST = {
    ">": N_("{field} longer ago than {value}"), ">=": N_("{field} {value} ago or longer"),
    "<": N_("{field} in the last {value}"), "<=": N_("{field} in the last {value}, or just then"),
}  # fmt: skip
_AHEAD = {
    ">": N_("{field} later than in {value}"), ">=": N_("{field} in {value} or later"),
    "<": N_("{field} in the next {value}"), "<=": N_("{field} in the next {value}, or just then"),
}  # fmt: skip
_DAYS = {
    ">": N_("{field} after {value}"), ">=": N_("{field} on or after {value}"),
    "<": N_("{field} before {value}"), "<=": N_("{field} on or before {value}"),
    ":": N_("{field} in {value}"), "=": N_("{field} in {value}"),
}  # fmt: skip
_NUMBERS = {
    ">": N_("{field}: more than {value}"), ">=": N_("{field}: {value} or more"),
    "<": N_("{field}: less than {value}"), "<=": N_("{field}: {value} or less"),
    ":": N_("{field}: {value}"), "=": N_("{field}: {value}"),
}  # fmt: skip
_TEXTS = {
    ":": N_("{field} is {value}"), "=": N_("{field} is exactly {value}"),
    HAS: N_("{field} is there"), LACKS: N_("{field} is missing"),
}  # fmt: skip


def rule_words(rule: Rule, fields: Fields | None = None) -> str:
    """One rule in words: "Country is Poland or Germany"."""
    if not rule.field:
        return _("the words “{words}”").format(words="".join(rule.values))
    field = (fields or Fields()).get(rule.field) or Field(rule.field, rule.field, own=True)
    template = _template(rule, field)
    values = [value_words(value) for value in rule.values]
    words = _(template).format(field=field.title, value=_alternatives(values))
    if rule.within:
        words = _("{rule} in the last {time}").format(rule=words, time=span_words(rule.within))
    return words


def _template(rule: Rule, field: Field) -> str:
    if rule.comparison in (HAS, LACKS):
        return _TEXTS[rule.comparison]
    if rule.values and is_span(rule.values[0]) and rule.comparison in COMPARED:
        ahead = field.holds in ("coming", "yearly")
        return (_AHEAD if ahead else _PAST)[rule.comparison]
    if field.holds in ("day", "touch", "coming", "yearly"):
        return _DAYS[rule.comparison]
    if field.holds in ("count", "number"):
        return _NUMBERS[rule.comparison]
    return _TEXTS.get(rule.comparison, "{field} {value}")


def value_words(value: str) -> str:
    """A value as people read it."""
    if is_span(value):
        return span_words(value)
    if value in _PERIODS:
        return _(_PERIODS[value])
    return _(CHOICE_LABELS[value]) if value in CHOICE_LABELS else value


def span_words(span: str) -> str:
    """A span of time: "90 days"."""
    number, unit = amount_of(span)
    words = {
        "d": ngettext("{n} day", "{n} days", number),
        "w": ngettext("{n} week", "{n} weeks", number),
        "mo": ngettext("{n} month", "{n} months", number),
        "y": ngettext("{n} year", "{n} years", number),
    }[unit]
    return words.format(n=counted(number))


def sentence(tree: Group, fields: Fields | None = None) -> str:
    """A whole tree in words."""
    return _said(tree, fields or Fields(), 0) or _("Everybody")


def _said(part: Part, fields: Fields, depth: int) -> str:
    if isinstance(part, Rule):
        return rule_words(part, fields)
    parts = [words for each in part.parts if (words := _said(each, fields, depth + 1))]
    if not parts:
        return ""
    if part.how == "none":
        return _("not ({rules})").format(rules=_alternatives(parts))
    if part.how == "any":
        words = _alternatives(parts)
        return f"({words})" if depth and len(parts) > 1 else words
    return _(", ").join(parts)


def _alternatives(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    first = _(", ").join(words[:-1])
    return _("{first} or {last}").format(first=first, last=words[-1])


def contradiction(part: Part, fields: Fields | None = None) -> str:
    """The sentence about two rules that cannot both be true; "" where there are none."""
    found = contradicting(part)
    return _both(found.one, found.other, fields) if found is not None else ""


class Contradiction(NamedTuple):
    """Two rules that cannot both be true, in the group at a place; one rule twice where it is
    asked for and left out at once."""

    place: tuple[int, ...]
    one: Rule
    other: Rule


def contradicting(part: Part, place: tuple[int, ...] = ()) -> Contradiction | None:
    """The first two rules that cannot both be true; None where there are none."""
    if isinstance(part, Rule):
        return None
    if part.how == "all":
        rules = [each for each in part.parts if isinstance(each, Rule)]
        rules_out = {
            rule for each in part.parts if isinstance(each, Group) and each.how == "none"
            for rule in each.parts if isinstance(rule, Rule)
        }  # fmt: skip
        for n, one in enumerate(rules):
            other = next((o for o in rules[n + 1 :] if _exclude(one, o)), None)
            if other is not None or one in rules_out:
                return Contradiction(place, one, other or one)
    inner = (contradicting(each, (*place, n)) for n, each in enumerate(part.parts))
    return next((found for found in inner if found is not None), None)


def _both(one: Rule, other: Rule, fields: Fields | None) -> str:
    if one == other:
        words = _("“{rule}” is asked for and left out at once: nobody can be in.")
        return words.format(rule=rule_words(one, fields))
    words = _("“{one}” and “{other}” are never true together: nobody can be in.")
    return words.format(one=rule_words(one, fields), other=rule_words(other, fields))


def _exclude(one: Rule, other: Rule) -> bool:
    if one.field != other.field or one.within != other.within or not one.field:
        return False
    if LACKS in (one.comparison, other.comparison):
        return one.comparison != other.comparison and not _may_be_none(one, other)
    if one.comparison == other.comparison == IS and one.field not in ("category", "phone", "email"):
        return not set(one.values) & set(other.values)
    if one.field == "kind":
        return not set(one.values or other.values) & set(other.values or one.values)
    return _apart(one, other) or _apart(other, one)


def _may_be_none(one: Rule, other: Rule) -> bool:
    """Whether a rule is also true of who has nothing there: none in a time, less than three."""
    rule = other if one.comparison == LACKS else one
    return (rule.comparison in (">", ">=", "<", "<=") and any(map(is_span, rule.values))) or (
        rule.comparison in ("<", "<=", "=", ":") and any(v.isdigit() for v in rule.values)
    )


def _apart(less: Rule, more: Rule) -> bool:
    """Whether one rule ends below where the other begins."""
    if less.comparison not in ("<", "<=") or more.comparison not in (">", ">="):
        return False
    below, above = (_size(rule.values[0]) for rule in (less, more))
    if below is None or above is None:
        return False
    strict = "=" not in less.comparison or "=" not in more.comparison
    return below < above or (below == above and strict)


def _size(value: str) -> float | None:
    if is_span(value):
        number, unit = amount_of(value)
        return number * {"d": 1.0, "w": 7.0, "mo": 30.4, "y": 365.2}[unit]
    try:
        return float(value)
    except ValueError:
        return None
