"""Pipelines changed by hand: their stages in another order, called otherwise, more or fewer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Pipeline
from contactdesk.store.book import Transaction


def problem_of(pipeline: Pipeline) -> str:
    """Why a pipeline cannot be kept like this, in a sentence; "" when it can."""
    if not pipeline.name.strip():
        return _("A pipeline has a name.")
    if not any(not stage.outcome for stage in pipeline.stages):
        return _("A pipeline has at least one stage in which deals are open.")
    if any(not stage.name.strip() for stage in pipeline.stages):
        return _("Every stage has a name.")
    if any(not 0 <= stage.chance <= 100 for stage in pipeline.stages):
        return _("A chance is a number from 0 to 100.")
    names = Counter(stage.name.strip().casefold() for stage in pipeline.stages)
    twice = next((s.name for s in pipeline.stages if names[s.name.strip().casefold()] > 1), "")
    return _("Two stages are called {name}.").format(name=twice) if twice else ""


def keep(tx: Transaction, pipeline: Pipeline, base: Pipeline | None) -> Pipeline:
    """Keep a pipeline, a new one where there is no `base`.

    Raises when it cannot be like this, and when deals are in a stage that is to go.
    """
    problem = problem_of(pipeline)
    if problem:
        raise ContactDeskError(problem)
    wanted = _without_strays(pipeline)
    if base is None:
        every = tx.pipelines.all()
        return tx.pipelines.add(
            replace(wanted, position=1 + max((p.position for p in every), default=-1))
        )
    left = {stage.item for stage in wanted.stages}
    for stage in base.stages:
        if stage.item not in left:
            _refuse_with_deals(tx, base, stage.item, stage.name)
    return tx.pipelines.save(wanted, base=base)


def _without_strays(pipeline: Pipeline) -> Pipeline:
    """Tasks follow from stages that are there, and have words."""
    items = {stage.item for stage in pipeline.stages}
    kept = (f for f in pipeline.follow_ups if f.stage in items and f.summary.strip())
    return replace(pipeline, follow_ups=tuple(kept))


def _refuse_with_deals(tx: Transaction, pipeline: Pipeline, stage: int, name: str) -> None:
    many = sum(deal.stage == stage for deal in tx.deals.of_pipeline(pipeline.id))
    if many:
        words = ngettext(
            "{n} deal is in {stage}. Move it to another stage first; nothing was changed.",
            "{n} deals are in {stage}. Move them to another stage first; nothing was changed.",
            many,
        )
        raise ContactDeskError(words.format(n=counted(many), stage=name))


def delete(tx: Transaction, pipeline: Pipeline) -> None:
    """Move a pipeline to the bin; raises while deals are in it, or when it is the only one."""
    many = len(tx.deals.of_pipeline(pipeline.id))
    if many:
        words = ngettext(
            "{n} deal is in {pipeline}. Delete it first; nothing was changed.",
            "{n} deals are in {pipeline}. Delete them first; nothing was changed.",
            many,
        )
        raise ContactDeskError(words.format(n=counted(many), pipeline=pipeline.name))
    if len(tx.pipelines.all()) < 2:
        raise ContactDeskError(_("This is the only pipeline. Make another one first."))
    tx.pipelines.delete([pipeline.number])
