"""What becomes of the people of an organisation while it is edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from contactdesk.model.contact import Membership

SHOWN = ("job_title", "departments", "starts_on", "ends_on")  # what is edited of a membership


@dataclass(frozen=True, slots=True)
class WorkChange:
    """One person's work at an organisation, before and after.

    Without `before` somebody comes in (without `person`, their contact's number, as a new contact
    of that name); without `after` they no longer work there. `item` is the membership's.
    """

    person: int
    name: str
    item: int = 0
    before: Membership | None = None
    after: Membership | None = None

    @property
    def touched(self) -> tuple[str, ...]:
        """The fields of the membership that were changed."""
        if self.before is None or self.after is None:
            return ()
        return tuple(n for n in SHOWN if getattr(self.before, n) != getattr(self.after, n))

    def meets(self, now: Membership) -> bool:
        """Whether somebody else has changed the same fields meanwhile, to something else."""
        return any(
            getattr(now, n) not in (getattr(self.before, n), getattr(self.after, n))
            for n in self.touched
        )

    def applied(self, now: Membership) -> Membership:
        """The membership with what was changed of it; all else of it stays."""
        return replace(now, **{n: getattr(self.after, n) for n in self.touched})


def work_to_plain(change: WorkChange) -> dict[str, Any]:
    """A change for JSON."""
    return asdict(change)


def work_from_plain(plain: Mapping[str, Any]) -> WorkChange:
    """A change from JSON; ValueError, KeyError or TypeError when it is none."""
    return WorkChange(
        int(plain["person"]),
        str(plain["name"]),
        int(plain["item"]),
        _membership(plain["before"]),
        _membership(plain["after"]),
    )


def _membership(plain: Mapping[str, Any] | None) -> Membership | None:
    if plain is None:
        return None
    return Membership(**{**plain, "departments": tuple(plain["departments"])})
