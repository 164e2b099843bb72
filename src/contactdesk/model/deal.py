"""What may be sold: deals, the pipelines through whose stages they go, and exchange rates.

Amounts, quantities, prices and rates are decimal numbers written out ("11200.50"), "" for none;
currencies are called as ISO 4217 calls them; days are "2026-11-30".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contactdesk.i18n import N_
from contactdesk.model.contact import labelled

Outcome = Literal["", "won", "lost"]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a deal is; deals name it by its `item`.

    `chance` is in percent; `outcome` says that a deal that comes here is decided; longer than
    `stuck_after` days (0: any time) none should stay.
    """

    name: str = ""
    chance: int = 0
    outcome: Outcome = ""
    stuck_after: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is to be done when a deal comes to a stage (its `item`): a task, due so many days
    later."""

    stage: int = 0
    summary: str = ""
    days: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The way that deals of one sort go, with its stages in their order.

    `currency` is the one in which its totals are said; of several pipelines the one with the
    lowest `position` is the first.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    name: str = labelled(N_("Name"))
    stages: tuple[Stage, ...] = labelled(N_("Stages"), ())
    follow_ups: tuple[FollowUp, ...] = labelled(N_("Tasks that follow"), ())
    currency: str = labelled(N_("Currency of totals"))
    position: int = labelled(N_("Place in the list"), 0)
    deleted_at: str = labelled(N_("Moved to the bin"))

    def stage(self, item: int) -> Stage | None:
        """The stage with this item number; None when there is none (any more)."""
        return next((each for each in self.stages if each.item == item), None)

    @property
    def first_open(self) -> Stage | None:
        """The stage in which a new deal begins."""
        return next((s for s in self.stages if not s.outcome), next(iter(self.stages), None))

    def decided(self, outcome: Outcome) -> Stage | None:
        """The first stage with this outcome; None when it has none."""
        return next((each for each in self.stages if each.outcome == outcome), None)


@dataclass(frozen=True, slots=True)
class Product:
    """What is offered, how much of it and for how much each, before any discount."""

    name: str = ""
    quantity: str = "1"
    price: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class Competitor:
    """Who else offers: an organisation of the book by its id, or a name; and what one knows."""

    organisation: str = ""
    name: str = ""
    note: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class Deal:
    """Something that may be sold to somebody.

    `pipeline` is a pipeline's id and `stage` the item of one of its stages, where it is since
    `stage_since`; `organisation` and `people` are ids of contacts, `owner` that of a person who
    uses the book. While `follows_products`, the amount is the sum of the products less `discount`
    percent. `chance` is its own one in percent, None for its stage's.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    title: str = labelled(N_("Title"))
    pipeline: str = labelled(N_("Pipeline"))
    stage: int = labelled(N_("Stage"), 0)
    stage_since: str = labelled(N_("In this stage since"))
    amount: str = labelled(N_("Amount"))
    currency: str = labelled(N_("Currency"))
    follows_products: bool = labelled(N_("Amount follows the products"), True)
    discount: str = labelled(N_("Discount, in percent"))
    chance: int | None = labelled(N_("Chance, in percent"), None)
    organisation: str = labelled(N_("Organisation"))
    people: tuple[str, ...] = labelled(N_("People"), ())
    owner: str = labelled(N_("Owner"))
    private_to: str = labelled(N_("Private to"))
    expected_on: str = labelled(N_("Expected to close on"))
    closed_on: str = labelled(N_("Closed on"))
    lost_reason: str = labelled(N_("Why it was lost"))
    source: str = labelled(N_("Source"))
    description: str = labelled(N_("Description"))
    products: tuple[Product, ...] = labelled(N_("Products"), ())
    competitors: tuple[Competitor, ...] = labelled(N_("Competitors"), ())
    deleted_at: str = labelled(N_("Moved to the bin"))


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """On a day one unit of `currency` was worth `rate` of `base`; somebody wrote that down."""

    id: str = ""
    number: int = 0
    revision: int = 0
    currency: str = labelled(N_("Currency"))
    base: str = labelled(N_("In which currency"))
    rate: str = labelled(N_("Rate"))
    valid_on: str = labelled(N_("Rate of"))
    deleted_at: str = labelled(N_("Moved to the bin"))
