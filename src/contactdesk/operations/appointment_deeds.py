"""What is done to an appointment, or to more of its series, as data that can wait for the book."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from contactdesk.model.agenda import Occurrence
from contactdesk.model.deed import Deed, occurrence_of
from contactdesk.model.event import Event
from contactdesk.model.record import new_id
from contactdesk.model.series import Scope
from contactdesk.model.zones import home_zone, zone_of
from contactdesk.operations import appointments

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction


def adding(label: str, mine: Event) -> Deed:
    """A new appointment; it has its ids already, so that it can be changed while it waits."""
    return Deed(new_id(), label, "event", "add", None, mine)


def changing(
    label: str,
    occurrence: Occurrence,
    mine: Event,
    scope: Scope,
    home: tzinfo,
    *,
    insists: bool = False,
) -> Deed:
    """That `as_one(occurrence)` became `mine`, for this one, it and later ones, or all."""
    more = _said(occurrence, scope, home) | {"new": new_id(), "insists": insists}
    return Deed(new_id(), label, "event", "change", occurrence.event, mine, more=more)


def removing(label: str, occurrence: Occurrence, scope: Scope, home: tzinfo) -> Deed:
    """That this one, it and later ones, or all are to go to the bin."""
    more = _said(occurrence, scope, home)
    return Deed(new_id(), label, "event", "remove", occurrence.event, None, more=more)


def _said(occurrence: Occurrence, scope: Scope, home: tzinfo) -> dict[str, Any]:
    return {
        "scope": scope,
        "begins": occurrence.begins.isoformat(),
        "ends": occurrence.ends.isoformat(),
        "starts_at": occurrence.starts_at,
        "ends_at": occurrence.ends_at,
        "home": appointments.zone_name(home),
        "now": datetime.now(UTC).isoformat(),
    }


def change(tx: Transaction, deed: Deed) -> list[Event]:
    """Do it in the book; what was saved and what is new."""
    assert isinstance(deed.mine, Event)
    return appointments.change(
        tx,
        occurrence_of(deed),
        deed.mine,
        deed.more["scope"],
        home_of(deed),
        insists=bool(deed.more["insists"]),
        new=str(deed.more["new"]),
        at=moment_of(deed),
    )


def remove(tx: Transaction, deed: Deed) -> None:
    """Have them go."""
    appointments.remove(
        tx, occurrence_of(deed), deed.more["scope"], home_of(deed), moment_of(deed)
    )  # fmt: skip


def home_of(deed: Deed) -> tzinfo:
    """The zone of the clock by which it was decided."""
    return zone_of(str(deed.more["home"])) or home_zone() or UTC


def moment_of(deed: Deed) -> datetime:
    """When it was decided."""
    return datetime.fromisoformat(str(deed.more["now"]))
