"""The fields that rules ask for: their names in the query language, and what they hold.

The names are English for ever; the labels are what people read, in their own language, and may be
typed as well. A book's own fields come in by their labels (`Fields.with_own`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from contactdesk.i18n import N_, _
from contactdesk.model import fold
from contactdesk.model.query import BEGINS, COMPARED, HAS, IS, LACKS

Holds = Literal["words", "choice", "day", "yearly", "touch", "coming", "count", "number", "flag"]
"""Words; one of a few; a day; a day of every year; when something was last, or comes next; how
often; a number or an amount of money; yes or no."""

SEVERAL = ("owner",)
"""Fields that mean something only where several people use the book."""
FLAGS = ("starred", "archived", "private", "person", "organisation")
KINDS = ("person", "organisation", "group", "place")
PERIODS = ("today", "this-week", "this-month", "this-year")
_PRESENT = (HAS, LACKS)
_COMPARISONS: Mapping[Holds, tuple[str, ...]] = {
    "words": (BEGINS, IS, *_PRESENT),
    "choice": (BEGINS, IS, *_PRESENT),
    "day": (*COMPARED, BEGINS, IS, *_PRESENT),
    "yearly": ("<", ">", BEGINS, IS, *_PRESENT),
    "touch": (*COMPARED, BEGINS, IS, *_PRESENT),
    "coming": (*COMPARED, BEGINS, IS, *_PRESENT),
    "count": (*COMPARED, BEGINS, IS, *_PRESENT),
    "number": (*COMPARED, BEGINS, IS, *_PRESENT),
    "flag": (*_PRESENT, BEGINS, IS),
}


class Field(NamedTuple):
    """A field: its name, the words people read for it, what it holds and other names for it.

    `bounded` fields count within a time: calls in the last 90 days.
    """

    name: str
    label: str
    holds: Holds = "words"
    others: tuple[str, ...] = ()
    bounded: bool = False
    own: bool = False  # a book's own field, whose label is nobody's but the book's

    @property
    def title(self) -> str:
        """What people read for it, in their language."""
        return self.label if self.own else _(self.label)

    @property
    def comparisons(self) -> tuple[str, ...]:
        """How it may be compared."""
        return _COMPARISONS[self.holds]


FIELDS = (
    Field("name", N_("Name")),
    Field("kind", N_("Kind"), "choice"),
    Field("category", N_("Group or category"), "choice", ("group", "tag")),
    Field("organisation", N_("Organisation"), others=("organization", "company", "org")),
    Field("job", N_("Job title"), others=("job-title", "title")),
    Field("department", N_("Department")),
    Field("street", N_("Street")),
    Field("postcode", N_("Postcode"), others=("zip", "postal-code")),
    Field("city", N_("City"), others=("town",)),
    Field("region", N_("Region"), others=("state", "province")),
    Field("country", N_("Country")),
    Field("phone", N_("Phone")),
    Field("email", N_("E-mail"), others=("mail", "e-mail")),
    Field("url", N_("Web address"), others=("web",)),
    Field("note", N_("Note")),
    Field("birthday", N_("Birthday"), "yearly"),
    Field("anniversary", N_("Anniversary"), "yearly"),
    Field("age", N_("Age"), "number"),
    Field("photo", N_("Photo"), "flag"),
    Field("is", N_("Marked as"), "choice"),
    Field("owner", N_("Owner")),
    Field("created", N_("Added to the book"), "day", ("added",)),
    Field("changed", N_("Last changed"), "day"),
    Field("last-contact", N_("Last contact"), "touch", ("silent",)),
    Field("last-call", N_("Last call"), "touch"),
    Field("last-meeting", N_("Last appointment"), "touch", ("last-appointment",)),
    Field("last-note", N_("Last note"), "touch"),
    Field("last-mail", N_("Last e-mail"), "touch"),
    Field("next-appointment", N_("Next appointment"), "coming", ("next-meeting",)),
    Field("calls", N_("Calls"), "count", bounded=True),
    Field("meetings", N_("Appointments"), "count", ("appointments",), bounded=True),
    Field("notes", N_("Notes"), "count", bounded=True),
    Field("mails", N_("E-mails"), "count", bounded=True),
    Field("open-tasks", N_("Open tasks"), "count", ("tasks",)),
    Field("open-deals", N_("Open deals"), "count", ("deals",)),
    Field("won-deals", N_("Won deals"), "count", bounded=True),
    Field("lost-deals", N_("Lost deals"), "count", bounded=True),
    Field("deal-amount", N_("Amount of an open deal"), "number"),
)


class Fields:
    """The fields that one book's rules may ask for; `several` people use it."""

    def __init__(self, fields: Iterable[Field] = FIELDS, *, several: bool = True) -> None:
        self._several = several
        self._fields = {field.name: field for field in fields}
        self._names: dict[str, str] = {}
        for field in self._fields.values():
            for name in (field.name, *field.others, field.title):
                self._names.setdefault(plain(name), field.name)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def offered(self) -> list[Field]:
        """Those among which to choose: whoever is alone has no use for some."""
        return [field for field in self if self._several or field.name not in SEVERAL]

    def get(self, name: str) -> Field | None:
        """The field of a name as rules hold it."""
        return self._fields.get(name)

    def named(self, words: str) -> Field | None:
        """The field that somebody's words name: its name, another name, or its label."""
        return self._fields.get(self._names.get(plain(words), ""))

    def names(self) -> list[str]:
        """Everything that names a field, the longest first."""
        return sorted(self._names, key=lambda name: (-len(name), name))

    def with_own(self, own: Iterable[Field]) -> Fields:
        """These fields and a book's own; where both have a name, it stays ours."""
        return Fields([*self, *own], several=self._several)


def plain(name: str) -> str:
    """A field's name as it is compared: case, accents and what parts its words do not count."""
    return " ".join(fold.fold_long(name).replace("-", " ").replace("_", " ").split())
