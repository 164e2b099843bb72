"""One rule as a row of the rule editor: a field, how it is compared, and with what."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.group_line import RuleLine
from contactdesk.desktop.group_values import RuleValues
from contactdesk.i18n import N_, _
from contactdesk.model.query import HAS, LACKS, Rule, amount_of, is_span
from contactdesk.model.query_fields import Field as Asked
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_writing import written_rule

WITHIN = "within"  # something that is counted, in the last so many days
TIMED = ("day", "touch", "coming", "yearly")
AS_TEXT = "text"  # what the row has no choices for: the rule's own signs
_LISTED = ("words", "choice")  # what is said in words of its own
_UNITS = (("d", N_("days")), ("w", N_("weeks")), ("mo", N_("months")), ("y", N_("years")))
_WAYS = {
    "words": ((":", N_("is")), ("=", N_("is exactly"))),
    "choice": ((":", N_("is")),),
    "day": ((">", N_("longer ago than")), ("<", N_("in the last"))),
    "touch": ((">", N_("longer ago than")), ("<", N_("in the last"))),
    "coming": (("<", N_("in the next")), (">", N_("later than in"))),
    "yearly": (("<", N_("in the next")), (":", N_("is in"))),
    "count": ((">", N_("more than")), ("<", N_("less than")), ("=", N_("exactly"))),
    "number": ((">", N_("more than")), ("<", N_("less than")), ("=", N_("exactly"))),
    "flag": (),
}
_PRESENT = ((HAS, N_("is there")), (LACKS, N_("is missing")))


def _ways_of(field: Asked) -> list[tuple[str, str]]:
    within = [(WITHIN, N_("in the last"))] if field.bounded else []
    return [*_WAYS[field.holds], *within, *_PRESENT]


def _offered(rule: Rule, fields: Fields) -> list[Asked]:
    """The fields to choose from, with the rule's own."""
    offered = fields.offered()
    own = fields.get(rule.field)
    return [*offered, own] if own is not None and own not in offered else offered


class Typed(NamedTuple):
    """What the row's fields say of a rule."""

    way: str
    values: tuple[str, ...]
    unit: str


def typed_of(rule: Rule, field: Asked) -> Typed:
    """A rule as the row shows it."""
    if rule.comparison in (HAS, LACKS):
        return Typed(rule.comparison, (), "d")
    timed = field.holds in TIMED
    known = rule.comparison in [way for way, _words in _WAYS[field.holds]]
    if rule.within and (rule.comparison, rule.values) == (">", ("0",)):
        number, unit = amount_of(rule.within)
        return Typed(WITHIN, (str(number),), unit)
    spans = rule.values and is_span(rule.values[0])
    if (
        rule.within
        or not known
        or (timed and rule.comparison in "<>" and rule.values and not spans)
    ):
        return Typed(AS_TEXT, (written_rule(rule).removeprefix(rule.field),), "d")
    if spans and rule.comparison in "<>":
        number, unit = amount_of(rule.values[0])
        return Typed(rule.comparison, (str(number),), unit)
    return Typed(rule.comparison, rule.values, "d")


class RuleRow(RuleLine):
    """One rule that is being edited."""

    def __init__(self, rule: Rule, fields: Fields, parent: QWidget | None = None) -> None:
        super().__init__(_("Remove this rule"), parent)
        self.rule: Rule = rule
        self._fields = fields
        self.field = Combo([(f.title, f.name) for f in _offered(rule, fields)])
        self.field.setAccessibleName(_("Field"))
        self.field.choose(rule.field)
        self.way = Combo()
        self.way.setAccessibleName(_("How it is compared"))
        self.values = RuleValues()
        self.value = self.values.field
        self.unit = Combo([(_(words), unit) for unit, words in _UNITS])
        self.unit.setAccessibleName(_("Unit of time"))
        self._lay_out()
        self._offer_ways(typed_of(rule, self._asked()))
        self.field.activated.connect(self._field_chosen)
        self.way.activated.connect(self._edited)
        self.values.edited.connect(self._edited)
        self.unit.activated.connect(self._edited)

    def _lay_out(self) -> None:
        for widget in (self.field, self.way, self.values, self.unit):
            self.place.addWidget(widget, 1 if widget is self.values else 0)
        self.place.addStretch(0)
        for widget in (self.field, self.way, self.unit):
            spacing.see_to_itself(widget)
        self._fit_widths()
        look.announcer().changed.connect(self._fit_widths)

    def _fit_widths(self) -> None:
        """Fields stand below each other, row by row; they grow half as much as the text, so that
        a row still has room beside who is in."""
        for widget, wide in ((self.field, 176), (self.way, 152), (self.unit, 104)):
            widget.setFixedWidth((wide + look.px(wide)) // 2)

    def _asked(self) -> Asked:
        found = self._fields.get(self.rule.field) or self._fields.get("name")
        assert found is not None
        return found

    def _offer_ways(self, typed: Typed) -> None:
        asked = self._asked()
        ways = [(way, _(words)) for way, words in _ways_of(asked)]
        if typed.way == AS_TEXT:
            ways.append((AS_TEXT, _("as typed")))
        self.way.clear()
        for way, words in ways:
            self.way.addItem(words, way)
        self.way.choose(typed.way)
        is_category = asked.name == "category"
        self.values.show_values(typed.values, is_list=self._is_list(), is_category=is_category)
        self.unit.choose(typed.unit)
        self._fit()

    def _fit(self) -> None:
        """Only the fields that the comparison needs."""
        way, holds = self.way.currentData(), self._asked().holds
        self.values.setVisible(way not in (HAS, LACKS))
        self.values.turn(is_list=self._is_list())
        self.unit.setVisible(way == WITHIN or (way in (">", "<") and holds in TIMED))

    def _is_list(self) -> bool:
        """Whether one value after another may be said, of which any is enough."""
        return self._asked().holds in _LISTED and self.way.currentData() in (":", "=")

    def _field_chosen(self) -> None:
        self.rule = Rule(str(self.field.currentData()))
        ways = _ways_of(self._asked())
        self._offer_ways(Typed(ways[0][0], (), "d"))
        self._edited()

    def _edited(self, _what: object = None) -> None:
        self._fit()
        self.error = ""
        try:
            self.rule = self._read()
        except QueryError as error:
            self.error = error.message
            self.rule = Rule(self.rule.field)
        self.message.say("error", self.error)
        self.changed.emit()

    def _read(self) -> Rule:
        """The rule that the row says; without a value yet, one that asks for nothing."""
        name, way = str(self.field.currentData()), str(self.way.currentData())
        value = self.values.text()
        if way in (HAS, LACKS):
            return Rule(name, "*" if way == HAS else "-")
        if not value:
            return Rule(name)
        if self._is_list() and self._asked().holds == "words":
            return Rule(name, "=" if way == "=" else ":", self.values.values())
        if way == WITHIN:
            name, value, way = f"{name}({value}{self.unit.currentData()})", "0", ">"
        timed = way in (">", "<") and self._asked().holds in TIMED
        unit = str(self.unit.currentData()) if timed else ""
        sign = "" if way == AS_TEXT else way
        found = parsed(f"{name}{sign}{_quoted(value) if not unit and sign else value}{unit}",
                       self._fields).parts  # fmt: skip
        if (
            len(found) != 1
            or not isinstance(found[0], Rule)
            or found[0].field != self.field.currentData()
        ):
            raise QueryError(_("This is no rule of one field."))
        return found[0]

    @property
    def is_complete(self) -> bool:
        """Whether it asks for something."""
        return bool(self.rule.values) or self.rule.comparison in (HAS, LACKS)


def _quoted(value: str) -> str:
    """Each of some values so that none is read as a sign."""
    return ",".join('"' + each.strip().replace('"', '""') + '"' for each in value.split(","))
