"""For whom one rule is true: from columns that few contacts share by their different values, from
all others by the words of the search."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.i18n import _
from contactdesk.model import fold, phones
from contactdesk.model.categories import is_within
from contactdesk.model.query import HAS, IS, LACKS, Rule, is_span
from contactdesk.model.query_fields import plain
from contactdesk.model.query_times import age_of, compares, falls, moved, stretch_of
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.full_text import EVERYTHING, NAMES, Among, full_text
from contactdesk.store.in_one_go import numbers_of
from contactdesk.store.list_queries import ARCHIVED
from contactdesk.store.query_custom import PREFIX, QueryCustom
from contactdesk.store.query_deals import OUTCOMES, QueryDeals
from contactdesk.store.query_touches import Touches
from contactdesk.store.search import looked_for

ALL = 1 << 40


class Source(NamedTuple):
    """Where a field's words are: contact, value, of which rows; few different values, or many."""

    table: str
    value: str
    contact: str = "contact"
    which: str = "1 = 1"
    few: bool = True


SOURCES = {
    "name": Source("contact", "formatted_name", "number", few=False),
    "organisation": Source("membership", "organisation"),
    "job": Source("membership", "job_title"),
    "department": Source("membership", "departments"),
    "street": Source("address", "street", few=False),
    "postcode": Source("address", "postal_code"),
    "city": Source("address", "locality"),
    "region": Source("address", "region"),
    "country": Source("address", "country"),
    "phone": Source("entry", "value", which="field = 'phones'", few=False),
    "email": Source("entry", "value", which="field = 'emails'", few=False),
    "url": Source("entry", "value", which="field = 'urls'", few=False),
    "note": Source("contact", "note", "number", few=False),
    "birthday": Source("contact", "birthday", "number"),
    "anniversary": Source("contact", "anniversary", "number"),
    "age": Source("contact", "birthday", "number"),
    "photo": Source("contact", "photo", "number"),
}
_TOUCHES = {
    "last-contact": "contact", "last-call": "call", "last-meeting": "meeting",
    "last-note": "note", "last-mail": "mail",
}  # fmt: skip
_COUNTS = {
    "calls": "call", "meetings": "meeting", "notes": "note", "mails": "mail", "open-tasks": "task",
}  # fmt: skip
DEALS = tuple(OUTCOMES)
DEAL_COUNTS = ("open-deals", "won-deals", "lost-deals")
TIMED = (*_TOUCHES, *_COUNTS, "next-appointment")
"""Fields whose answers are others once some time has passed, or an event is another one."""
_OF_KIND = {
    "person": "kind NOT IN ('org', 'group', 'location')", "organisation": "kind = 'org'",
    "group": "kind = 'group'", "place": "kind = 'location'",
}  # fmt: skip
# How a rule says "at least once", or never.
_ONCE = {
    (">", "0"): HAS, (">=", "1"): HAS, ("*",): HAS,
    ("<", "1"): LACKS, ("=", "0"): LACKS, (":", "0"): LACKS, ("<=", "0"): LACKS, ("-",): LACKS,
}  # fmt: skip

# Of the private ones I see my own alone; so that it is asked like the others, called as they are.
_PRIVATE = (
    "SELECT contact FROM (SELECT number AS contact FROM contact WHERE private_to <> '') c "
    "WHERE 1 = 1"
)
ME = "me"  # whoever asks
_FEW_VALUES = 50
Few = Collection[int] | None


class Found(NamedTuple):
    """For whom a rule is true; or, turned `around`, for whom it is not."""

    numbers: Collection[int]
    around: bool = False


class Leaves:
    """Looks up rules in one transaction, for one person."""

    def __init__(
        self,
        connection: Connection,
        person: int,
        region: str,
        touches: Touches,
        custom: QueryCustom,
    ) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._words = full_text(connection)
        self._person, self._region = person, region
        self.touches, self._custom = touches, custom
        self._deals = QueryDeals(connection, touches.today)

    def found(self, rule: Rule, among: Few = None) -> Found:
        """For whom a rule is true: of everybody, or of some contacts alone."""
        if not rule.field:
            return Found(self._anywhere(rule.values[0], EVERYTHING) if rule.values else ())
        if rule.field in _TOUCHES:
            return self._touched(_TOUCHES[rule.field], rule, among)
        if rule.field in _COUNTS or rule.field in DEAL_COUNTS:
            return self._counted(rule, among)
        if rule.field.startswith(PREFIX):
            return self._of_custom(rule)
        special: dict[str, Callable[[Rule, Few], Found]] = {
            "category": self._categories, "kind": self._kinds, "is": self._marks,
            "next-appointment": self._coming, "created": self._logged, "changed": self._logged,
            "deal-amount": self._amounts, "owner": self._owned,
        }  # fmt: skip
        if rule.field in special:
            return special[rule.field](rule, among)
        source = SOURCES.get(rule.field)
        return self._valued(rule, source, among) if source else Found(())

    # words and other values

    def _valued(self, rule: Rule, source: Source, among: Few) -> Found:
        if rule.comparison in (HAS, LACKS):
            return Found(self._present(source, among), rule.comparison == LACKS)
        if rule.field == "name" and rule.comparison != IS and among is None:
            return Found([n for v in rule.values for n in self._anywhere(v, NAMES)])
        fits = self._test(rule)
        if among is not None:
            return Found({n for n, value in self._rows(source, among) if fits(value)})
        if source.few:
            return Found(self._by_values(source, fits))
        hits = {n for v in rule.values for n in self._anywhere(v, EVERYTHING)}
        return Found({n for n, value in self._rows(source, hits) if fits(value)})

    def _test(self, rule: Rule) -> Callable[[str], bool]:
        """Whether a value of a field is what the rule asks for."""
        today = self.touches.today
        if rule.field == "age":
            wanted = float(rule.values[0])
            return lambda text: (
                (age := age_of(text, today)) is not None and compares(age, rule.comparison, wanted)
            )
        if rule.field in ("birthday", "anniversary"):
            return lambda text: any(falls(rule, v, text, today) for v in rule.values)
        if rule.field == "phone":
            return self._same_number(rule)
        return worded(rule)

    def _same_number(self, rule: Rule) -> Callable[[str], bool]:
        groups = [digits for value in rule.values if (digits := _digits(value))]
        start = tuple({*groups, *(digits.lstrip("0") for digits in groups)} - {""}) or ("none",)
        exact = {phones.e164(value, self._region) or value for value in rule.values}

        def fits(text: str) -> bool:
            number = phones.e164(text, self._region)
            if rule.comparison == IS:
                return (number or text) in exact
            forms = [*phones.search_forms(number, text), _digits(text)]
            return any(form.startswith(start) for form in forms)

        return fits

    def _rows(self, source: Source, among: Few) -> Iterator[tuple[int, str]]:
        """Contacts with their values: of some, or of all who have one."""
        contact, value = source.contact, source.value
        sql = f"SELECT {contact}, {value} FROM {source.table} WHERE {source.which} "
        if among is None:
            yield from driver_rows(self._sql(f"{sql} AND {value} <> ''"))
            return
        numbers = "(SELECT value FROM json_each(?))"
        chosen = (json.dumps(sorted(among)),)
        yield from driver_rows(self._sql(f"{sql} AND {contact} IN {numbers}", chosen))

    def _present(self, source: Source, among: Few) -> Collection[int]:
        """Who has anything there."""
        if among is not None:
            return {n for n, value in self._rows(source, among) if value not in ("", "[]")}
        value = source.value
        return self._column(
            f"SELECT {source.contact} FROM {source.table} WHERE {source.which} "
            f"AND {value} <> '' AND {value} <> '[]'"
        )

    def _by_values(self, source: Source, fits: Callable[[str], bool]) -> Collection[int]:
        """Each different value is looked at once, then asked who has it."""
        value, where = source.value, f"FROM {source.table} WHERE {source.which}"
        rows = self._sql(f"SELECT DISTINCT {value} {where} AND {value} <> ''")
        fitting = [row[0] for row in driver_rows(rows) if fits(row[0])]
        if not fitting:
            return ()
        sql = (
            f"SELECT contact FROM (SELECT {source.contact} AS contact, {value} AS name {where}) v "
            "WHERE v.name IN "
        )
        if len(fitting) <= _FEW_VALUES:
            return self._column(f"{sql}({','.join('?' * len(fitting))})", *fitting)
        return self._column(f"{sql}(SELECT value FROM json_each(?))", json.dumps(fitting))

    def _anywhere(self, text: str, index: str) -> list[int]:
        """Whom the search finds: in the names, or in everything."""
        groups = looked_for(text)
        if not groups:
            return []
        found: list[int] = []
        for archived in (False, True):
            found += self._words.hits(index, groups, Among(archived, "", {}), ALL)
        return found

    def values(self, rule: Rule, number: int) -> list[str]:
        """What a contact has in the field of a rule: first what makes the rule true."""
        if rule.field == "category":
            names = {name for name, _numbers in self._category_names()}
            sql = (
                "SELECT name FROM contact_category JOIN category ON number = category "
                "WHERE contact = ? ORDER BY position"
            )
            has = [r[0] for r in self._sql(sql, (number,)) if r[0] in names]
            wanted = self._wanted(rule) if rule.values else has
            return sorted(has, key=lambda name: name not in wanted)
        if rule.field.startswith(PREFIX):
            return [value] if (value := self._custom.value(rule, number)) else []
        source = SOURCES.get(rule.field)
        if source is None or rule.field == "photo":
            return []
        fits = self._test(rule) if rule.values else bool
        texts = [value for _number, value in self._rows(source, [number]) if value]
        return [_shown(rule, text) for text in sorted(texts, key=lambda text: not fits(text))]

    # what is no word

    def _category_names(self) -> list[tuple[str, int]]:
        rows = self._sql("SELECT name, number FROM category ORDER BY name")
        return [(row[0], row[1]) for row in driver_rows(rows)]

    def _wanted(self, rule: Rule) -> set[str]:
        """The categories that a rule means: also those inside them, unless it says exactly."""
        names = [name for name, _number in self._category_names()]
        fits = worded(rule)
        found = {name for name in names if fits(name)}
        if rule.comparison == IS:
            return found
        return {name for name in names if any(is_within(name, outer) for outer in found)}

    def _categories(self, rule: Rule, among: Few) -> Found:
        which = "1 = 1"
        if rule.values:
            wanted = self._wanted(rule)
            numbers = [number for name, number in self._category_names() if name in wanted]
            which = f"category IN ({','.join(map(str, numbers)) or '0'})"
        sql = f"SELECT DISTINCT contact FROM contact_category WHERE {which} {_few(among)}"
        return Found(self._column(sql), rule.comparison == LACKS)

    def _kinds(self, rule: Rule, among: Few) -> Found:
        if rule.comparison in (HAS, LACKS):
            return Found((), rule.comparison == HAS)
        which = " OR ".join(_OF_KIND[value] for value in rule.values)
        return Found(self._column(f"SELECT contact FROM name_order WHERE ({which}) {_few(among)}"))

    def _marks(self, rule: Rule, among: Few) -> Found:
        found: set[int] = set()
        for value in rule.values:
            sql = {
                "starred": f"SELECT contact FROM star WHERE person = {self._person}",
                "archived": f"SELECT contact FROM name_order WHERE {ARCHIVED}",
                "private": _PRIVATE,
            }.get(value) or f"SELECT contact FROM name_order WHERE {_OF_KIND[value]}"
            found.update(self._column(f"{sql} {_few(among)}"))
        return Found(found, rule.comparison == LACKS)

    def _owned(self, rule: Rule, among: Few) -> Found:
        """Whose they are: mine where it says "me", else by the names of people."""
        which, wanted = "owner <> ''", list[str]()
        if rule.values:
            people = driver_rows(self._sql("SELECT number, id, name FROM person"))
            fits, mine = worded(rule), {ME, plain(_("me"))}.intersection(map(plain, rule.values))
            wanted = [uuid for number, uuid, name in people
                      if fits(name) or (mine and number == self._person)]  # fmt: skip
            which += f" AND owner IN ({', '.join('?' * len(wanted))})"
        sql = f"SELECT contact FROM (SELECT number AS contact FROM contact WHERE {which}) c "
        found = self._column(f"{sql} WHERE 1 = 1 {_few(among)}", *wanted)
        return Found(found, rule.comparison == LACKS)

    def _column(self, sql: str, *values: Any) -> Collection[int]:
        return numbers_of(self._connection, sql, values)

    # days and activity

    def _touched(self, kind: str, rule: Rule, among: Few) -> Found:
        """The last day something happened lies in a stretch: it happened there, and not since."""
        between = self.touches.between
        if rule.comparison in (HAS, LACKS):
            return Found(between(kind, None, None, among), rule.comparison == LACKS)
        found, around = set[int](), False
        for value in rule.values:
            first, last = stretch_of(rule, value, self.touches.today)
            since = set[int]()
            if last is not None and last < self.touches.today:
                since = between(kind, moved(last, "1d", 1), None, among)
            if first is None:
                return Found(since, around=True)
            found |= between(kind, first, last, among) - since
        return Found(found, around)

    def _coming(self, rule: Rule, among: Few) -> Found:
        """The first day something is to happen lies in a stretch, and nothing is before."""
        coming = self.touches.coming
        if rule.comparison in (HAS, LACKS):
            return Found(coming(None, None, among), rule.comparison == LACKS)
        found = set[int]()
        for value in rule.values:
            first, last = stretch_of(rule, value, self.touches.today, ahead=is_span(value))
            before = set[int]()
            if first is not None and first > self.touches.today:
                before = coming(None, moved(first, "1d", -1), among)
            if last is None:
                return Found(before, around=True)
            found |= coming(first, last, among) - before
        return Found(found)

    def _counted(self, rule: Rule, among: Few) -> Found:
        """How often; who is in no count has none. Whether ever is quicker to say than how often."""
        kind = _COUNTS.get(rule.field, "")
        if kind not in ("", "task") and (sign := _ONCE.get((rule.comparison, *rule.values))):
            since = moved(self.touches.today, rule.within, -1) if rule.within else None
            return Found(self.touches.between(kind, since, None, among), sign == LACKS)
        times = self.times(rule, among)

        def fits(count: int) -> bool:
            wanted = rule.values or ("0",)
            return any(compares(count, rule.comparison, float(value)) for value in wanted)

        around = fits(0)
        return Found([n for n, count in times.items() if fits(count) != around], around)

    def times(self, rule: Rule, among: Few = None) -> dict[int, int]:
        """How often what a rule counts happened with each contact."""
        if rule.field in DEALS:
            return self._deals.counts(rule)
        first = moved(self.touches.today, rule.within, -1) if rule.within else None
        return self.touches.times(_COUNTS[rule.field], first, among)

    def _amounts(self, rule: Rule, among: Few) -> Found:
        del among  # there are few deals
        return Found(self._deals.amounts(rule), rule.comparison == LACKS)

    def _of_custom(self, rule: Rule) -> Found:
        return Found(self._custom.found(rule, worded(rule)), rule.comparison == LACKS)

    def _logged(self, rule: Rule, among: Few) -> Found:
        """By the book's own history: since when a contact is in it, and when it last changed."""
        if rule.comparison in (HAS, LACKS):
            return Found((), rule.comparison == HAS)
        found: set[int] = set()
        for value in rule.values:
            first, last = stretch_of(rule, value, self.touches.today)
            later = set(self._changed(rule, moved(last, "1d", 1), among)) if last else set()
            if first is None:
                return Found(later, around=True)
            found |= set(self._changed(rule, first, among)) - later
        return Found(found)

    def _changed(self, rule: Rule, since: Any, among: Few) -> Collection[int]:
        first = self._sql(
            "SELECT id FROM change_set WHERE at >= ? ORDER BY id LIMIT 1",
            (self.touches.midnight(since),),
        ).scalar()
        if first is None:
            return []
        kind = "AND h.kind = 'create'" if rule.field == "created" else ""
        sql = (
            "SELECT DISTINCT c.number FROM change h JOIN contact c ON c.id = h.record_id "
            f"WHERE h.set_id >= ? AND h.record_type = 'contact' {kind} "
        )
        return self._column(sql + _few(among, "c.number"), first)


def worded(rule: Rule) -> Callable[[str], bool]:
    """Whether a text is what a rule asks for: words of it begin so, or it is exactly that."""
    if rule.comparison == IS:
        exact = {fold.fold_long(value).strip() for value in rule.values}
        return lambda text: fold.fold_long(text).strip() in exact
    wanted = [fold.query_words(value) for value in rule.values]

    def fits(text: str) -> bool:
        return any(words and all(fold.is_in(w, text) for w in words) for words in wanted)

    return fits


def _digits(text: str) -> str:
    return "".join(c for c in fold.fold_long(text) if c.isdigit())


def _few(among: Few, column: str = "contact") -> str:
    if among is None:
        return ""
    return f"AND {column} IN ({','.join(str(int(n)) for n in among) or '0'})"


def _shown(rule: Rule, text: str) -> str:
    if rule.field == "department":
        return " / ".join(json.loads(text)) if text.startswith("[") else text
    return " ".join(text.split())[:120]
