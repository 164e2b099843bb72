"""Smart groups: rules with a name, and whoever is in them now."""

from __future__ import annotations

from dataclasses import dataclass

from contactdesk.i18n import N_
from contactdesk.model.contact import labelled
from contactdesk.model.record_type import RecordType


@dataclass(frozen=True, slots=True)
class SmartGroup:
    """Rules that say who is in: `rules` in the query language, with English names.

    `owner` is the id of the person who alone sees it, "" for everybody in the office;
    `always_out` are ids of contacts who are left out whatever the rules say. `colour` is a word of
    the categories' palette.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    name: str = labelled(N_("Name"))
    rules: str = labelled(N_("Rules"))
    owner: str = labelled(N_("Who sees it"))
    always_out: tuple[str, ...] = labelled(N_("Always left out"), ())
    colour: str = labelled(N_("Colour"))
    position: int = labelled(N_("Place in the list"), 0)
    deleted_at: str = labelled(N_("Moved to the bin"))


SMART_GROUPS = RecordType("smart_group", SmartGroup, words=("always_out",))
