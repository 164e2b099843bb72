"""Rules about deals: how many a contact has, and for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from contactdesk.model.deal_record import PIPELINES
from contactdesk.model.query import HAS, LACKS, Rule
from contactdesk.model.query_times import compares, moved
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.record_rows import from_json
from contactdesk.store.records import STANDS

OUTCOMES = {"open-deals": "", "won-deals": "won", "lost-deals": "lost", "deal-amount": ""}
_LINKED = (
    "SELECT DISTINCT c.number, d.number FROM deal d JOIN deal_link l ON l.deal = d.number "
    "JOIN contact c ON c.id = l.key "
    "WHERE l.role <> 'competitor' AND d.withdrawn = 0 AND d.deleted_at = ''"
)


class QueryDeals:
    """Looks deals up in one transaction, for rules."""

    def __init__(self, connection: Connection, today: date) -> None:
        self._sql = connection.exec_driver_sql
        self._merged = MergeLinks(connection)
        self._today = today

    def counts(self, rule: Rule) -> dict[int, int]:
        """How many deals of an outcome each contact has, closed within the rule's time."""
        chosen = self._chosen(rule)
        return dict(Counter(who for who, deal in self._links() if deal in chosen))

    def amounts(self, rule: Rule) -> set[int]:
        """Who has an open deal whose amount is what a rule asks for."""
        chosen = {n for n, amount in self._chosen(rule).items() if _fits(rule, amount)}
        return {who for who, deal in self._links() if deal in chosen}

    def _chosen(self, rule: Rule) -> dict[int, str]:
        """The deals of the outcome that a rule means, with their amounts."""
        outcomes = self._outcomes()
        since = moved(self._today, rule.within, -1).isoformat() if rule.within else ""
        rows = self._sql(
            f"SELECT number, pipeline, stage, amount, closed_on FROM deal WHERE {STANDS}"
        )
        wanted = OUTCOMES[rule.field]
        return {
            number: amount
            for number, pipeline, stage, amount, closed in driver_rows(rows)
            if outcomes.get((pipeline, stage), "") == wanted
            and (not since or closed >= since or not wanted)
        }

    def _outcomes(self) -> dict[tuple[str, int], str]:
        rows = self._sql("SELECT id, stages FROM pipeline").all()
        return {
            (pipeline, stage.item): stage.outcome
            for pipeline, text in rows
            for stage in (PIPELINES.from_plain("stages", from_json(text)) if text else ())
        }

    def _links(self) -> Iterator[tuple[int, int]]:
        """Contacts with their deals; each deal once for who became one."""
        rows = list(driver_rows(self._sql(_LINKED)))
        kept = self._merged.kept({row[0] for row in rows}) if self._merged.any() else {}
        return iter({(kept.get(who, who), deal) for who, deal in rows})


def _fits(rule: Rule, amount: str) -> bool:
    if rule.comparison in (HAS, LACKS):
        return bool(amount)
    try:
        number = float(amount)
    except ValueError:
        return False
    return any(compares(number, rule.comparison, float(value)) for value in rule.values)
