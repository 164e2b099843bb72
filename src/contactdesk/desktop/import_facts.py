"""What was found out about the files, each as a choice that can be made otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.cards import Card
from contactdesk.desktop.fields import Combo, FieldBox
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.regions import calling_code, regions
from contactdesk.i18n import N_, _

if TYPE_CHECKING:
    from contactdesk.operations.file_facts import FileFacts
    from contactdesk.operations.tables import TableFacts

FORMATS = {
    "vcard": N_("vCard"),
    "csv": N_("Table (CSV)"),
    "xlsx": N_("Table (Excel)"),
    "ldif": N_("LDIF"),
    "jcard": N_("jCard"),
    "jsonl": N_("JSON Lines"),
    "ical": N_("Calendar file"),
    "jcal": N_("jCal"),
}
ENCODINGS = (
    ("utf-8", N_("Unicode (UTF-8)")),
    ("utf-16", N_("Unicode (UTF-16)")),
    ("cp1250", N_("Central European (Windows-1250)")),
    ("cp1252", N_("Western European (Windows-1252)")),
    ("iso-8859-2", N_("Central European (ISO 8859-2)")),
    ("cp1251", N_("Cyrillic (Windows-1251)")),
    ("cp1256", N_("Arabic and Persian (Windows-1256)")),
    ("big5hkscs", N_("Traditional Chinese (Big5)")),
    ("gb18030", N_("Simplified Chinese (GB 18030)")),
    ("cp932", N_("Japanese (Shift JIS)")),
)


DELIMITERS = (
    (",", N_("Comma  ,")),
    (";", N_("Semicolon  ;")),
    ("\t", N_("Tab")),
    ("|", N_("Bar  |")),
)
DATES = (("dmy", "31.12.2026"), ("mdy", "12/31/2026"), ("ymd", "2026-12-31"))
CALENDARS = (
    ("gregorian", N_("Gregorian")),
    ("jalali", N_("Persian (Solar Hijri)")),
    ("minguo", N_("Taiwan (Minguo)")),
)
TABLES = ("csv", "xlsx")


class FactsCard(Card):
    """Each fact is a choice; `changed` when one is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._flow = FlowLayout(14, 10)
        self._boxes: dict[str, FieldBox] = {}
        self._chosen: dict[str, str] = {}  # by a person
        self.format = self._add("format", _("Format"))
        self.encoding = self._add("encoding", _("Encoding"))
        self.delimiter = self._add("delimiter", _("Separator"))
        self.has_header = self._add("has_header", _("First line"))
        self.date_order = self._add("date_order", _("Dates"))
        self.calendar = self._add("calendar", _("Years counted as"))
        self.sheet = self._add("sheet", _("Sheet"))
        self.region = self._add("region", _("Phone country"))
        self.region.setMinimumWidth(200)
        self.region.setMaximumWidth(240)
        self.body.addLayout(self._flow)
        self.body.setContentsMargins(2, 2, 2, 2)

    def _add(self, name: str, caption: str) -> Combo:
        combo = Combo(flat=True)
        self._boxes[name] = FieldBox(caption, combo)
        self._flow.addWidget(self._boxes[name])
        combo.activated.connect(lambda _at, n=name: self._choose(n))
        return combo

    def show_facts(
        self, facts: list[FileFacts], region: str, table: TableFacts | None = None
    ) -> None:
        """Fill the choices with what was found; a choice made before stays."""
        from contactdesk.formats.registry import CALENDARS, readable

        kinds = list(dict.fromkeys(f.format for f in facts if f.format))
        ways = {kind: _(FORMATS.get(kind, kind)) for kind in (*readable(), "ical", "jcal")}
        self._fill("format", kinds, ways)
        found = list(dict.fromkeys(f.encoding for f in facts if f.encoding))
        if table is not None:
            found = [table.encoding] if table.encoding else []
        self._fill("encoding", found, {name: _(words) for name, words in ENCODINGS})
        self._boxes["encoding"].setVisible(bool(found))
        self._show_table(table)
        self._fill_regions(region)
        self._boxes["region"].setVisible(not kinds or not set(kinds) <= set(CALENDARS))
        self._flow.invalidate()

    def _show_table(self, table: TableFacts | None) -> None:
        for name in ("delimiter", "has_header", "date_order", "calendar", "sheet"):
            self._boxes[name].setVisible(table is not None)
        if table is None:
            return
        fields = {field.partition(".")[0] for field in table.fields}
        separators = {value: _(words) for value, words in DELIMITERS}
        self._fill("delimiter", [table.delimiter], separators)
        self._boxes["delimiter"].setVisible(table.format == "csv")
        heads = {"yes": _("Names of the columns"), "no": _("The first contact")}
        self._fill("has_header", ["yes" if table.has_header else "no"], heads)
        self._fill("date_order", [table.date_order], dict(DATES))
        calendars = {value: _(words) for value, words in CALENDARS}
        self._fill("calendar", [table.calendar], calendars)
        self._boxes["calendar"].setVisible("birthday" in fields or "anniversary" in fields)
        self._fill("sheet", [table.sheet], {name: name for name in table.sheets})
        self._boxes["sheet"].setVisible(len(table.sheets) > 1)

    def _fill(self, name: str, found: list[str], ways: dict[str, str]) -> None:
        """What was found is chosen, until a person chooses."""
        combo = self._combo(name)
        combo.clear()
        if len(found) != 1:
            combo.addItem(_("several") if found else _("unknown"), "")
        for value, words in {**{f: f for f in found if f not in ways}, **ways}.items():
            combo.addItem(words or _("None"), value)
        combo.choose(self._chosen.get(name) or (found[0] if len(found) == 1 else ""))
        combo.updateGeometry()

    def _combo(self, name: str) -> Combo:
        field = self._boxes[name].field
        assert isinstance(field, Combo)
        return field

    def _fill_regions(self, region: str) -> None:
        if not self.region.count():
            if not region:
                self.region.addItem(_("None"), "")
            for name, code in regions():
                self.region.addItem(f"{name} \u2066+{calling_code(code)}\u2069", code)
            self.region.choose(region)

    def reset(self) -> None:
        """Other files: nothing is chosen about them."""
        self._chosen = {}
        self.region.clear()

    def _choose(self, name: str) -> None:
        self._chosen[name] = str(self._combo(name).currentData() or "")
        self.changed.emit()

    def kind(self) -> str:
        """The format chosen, "" = as found."""
        return self._chosen.get("format", "")

    def chosen_region(self) -> str:
        """The country chosen, "" = the book's."""
        return self._chosen.get("region", "")

    def choices(self) -> dict[str, Any]:
        """What else was chosen, for the format's reader."""
        chosen: dict[str, Any] = {
            name: self._chosen[name]
            for name in ("encoding", "delimiter", "date_order", "calendar", "sheet")
            if self._chosen.get(name)
        }
        if value := self._chosen.get("has_header"):
            chosen["has_header"] = value == "yes"
        return chosen
