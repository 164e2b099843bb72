"""What the command line does with the stages of a pipeline: `stage add`, `change` and `remove`.

They are kept as the window's editor keeps them: what it refuses is refused here, with its words.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from contactdesk.commands import open_book, say
from contactdesk.deal_commands import stage_named
from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _
from contactdesk.model.deal import Outcome, Pipeline, Stage
from contactdesk.model.fold import fold
from contactdesk.operations.deals import first_pipeline
from contactdesk.operations.pipelines import keep
from contactdesk.store.book import Transaction

_USUAL = Stage(chance=50, stuck_after=14)  # of a new stage, as in the editor
_OUTCOMES: dict[str, Outcome] = {"open": "", "won": "won", "lost": "lost"}


def run(options: argparse.Namespace) -> int:
    """Change the stages of a pipeline as one step."""
    deed = {"add": _added, "change": _changed, "remove": _removed}[options.deed]
    with open_book(options) as book:
        region = book.facts.region
        with book.read() as tx:
            name = _pipeline(tx, options.pipeline).name
        with book.write(_("Change pipeline {name}").format(name=name)) as tx:
            base = _pipeline(tx, options.pipeline)
            if not base.number:
                base = first_pipeline(tx, region)
            kept = keep(tx, deed(base, options), base)
    stages = [stage.name for stage in kept.stages]
    words = _("{pipeline}: {stages}").format(pipeline=kept.name, stages=" → ".join(stages))
    say(options, words, id=kept.id, name=kept.name, stages=stages)
    return 0


def _pipeline(tx: Transaction, words: str) -> Pipeline:
    """The pipeline whose name begins so, the first for no words; one without a number where the
    book has none yet."""
    every = tx.pipelines.all()
    if not words:
        return min(every, key=lambda p: p.position, default=Pipeline())
    wanted = fold(words)
    exactly = [p for p in every if fold(p.name) == wanted]
    found = exactly or [p for p in every if fold(p.name).startswith(wanted)]
    if len(found) != 1:
        sentence = _("There is no pipeline {name}. There are: {all}")
        names = ", ".join(p.name for p in every) or "–"
        raise NotFound(sentence.format(name=words, all=names))
    return found[0]


def _added(pipeline: Pipeline, options: argparse.Namespace) -> Pipeline:
    """With another stage: where it is said, else before those in which deals are decided."""
    stage = _said(replace(_USUAL, name=" ".join(options.stage.split())), options)
    if options.first or options.after:
        return _placed(pipeline, stage, options)
    at = next((n for n, s in enumerate(pipeline.stages) if s.outcome), len(pipeline.stages))
    stages = (*pipeline.stages[:at], stage, *pipeline.stages[at:])
    return replace(pipeline, stages=stages)


def _changed(pipeline: Pipeline, options: argparse.Namespace) -> Pipeline:
    """With a stage called, weighted or placed otherwise."""
    found = stage_named(pipeline, options.stage)
    stage = _said(found, options)
    others = tuple(s for s in pipeline.stages if s.item != stage.item)
    if options.first or options.after:
        return _placed(replace(pipeline, stages=others), stage, options)
    stages = (stage if s.item == stage.item else s for s in pipeline.stages)
    return replace(pipeline, stages=tuple(stages))


def _removed(pipeline: Pipeline, options: argparse.Namespace) -> Pipeline:
    """Without a stage; what follows from it goes with it."""
    gone = stage_named(pipeline, options.stage)
    return replace(pipeline, stages=tuple(s for s in pipeline.stages if s.item != gone.item))


def _said(stage: Stage, options: argparse.Namespace) -> Stage:
    """The stage as the options say it."""
    outcome = stage.outcome
    if options.outcome:
        outcome = _OUTCOMES[options.outcome]
        usual = {"won": 100, "lost": 0}.get(outcome, stage.chance)
        stage = replace(stage, chance=usual, stuck_after=0 if outcome else stage.stuck_after)
    if options.stuck_after is not None and options.stuck_after < 0:
        raise ContactDeskError(_("Days are counted from 0. Nothing was written."))
    name = " ".join((options.called or "").split()) if options.called is not None else stage.name
    chance, days = options.chance, options.stuck_after
    return replace(
        stage, name=name, outcome=outcome, chance=stage.chance if chance is None else chance,
        stuck_after=stage.stuck_after if days is None else days,
    )  # fmt: skip


def _placed(pipeline: Pipeline, stage: Stage, options: argparse.Namespace) -> Pipeline:
    """With a stage that it does not have, at the place that is said."""
    at = 0
    if options.after:
        before = stage_named(pipeline, options.after)
        at = 1 + next(n for n, s in enumerate(pipeline.stages) if s.item == before.item)
    stages = (*pipeline.stages[:at], stage, *pipeline.stages[at:])
    return replace(pipeline, stages=stages)


def add_verbs(verbs: Any, verb_class: Any, verb: Any) -> None:
    """The verb and its options; `verb` makes a deed of it."""
    words = _("add, change or remove a stage of a pipeline")
    stage = verbs.add_parser("stage", help=words, description=words)
    deeds = stage.add_subparsers(
        dest="deed", required=True, metavar=_("VERB"), parser_class=verb_class
    )
    for name, told in (
        ("add", _("add a stage")), ("change", _("rename, weigh or move a stage")),
        ("remove", _("remove a stage in which no deal is")),
    ):  # fmt: skip
        deed = verb(deeds, name, told, run)
        deed.add_argument("stage", metavar=_("NAME"))
        deed.add_argument("--pipeline", default="", metavar=_("NAME"), help=_("default: the first"))
        if name != "remove":
            _add_options(deed, name)


def _add_options(deed: argparse.ArgumentParser, name: str) -> None:
    if name == "change":
        deed.add_argument("--name", dest="called", metavar=_("NAME"), help=_("its new name"))
    deed.set_defaults(called=None)
    deed.add_argument("--chance", type=int, metavar="N", help=_("in percent"))
    deed.add_argument(
        "--stuck-after", type=int, metavar=_("DAYS"), help=_("longer no deal should stay; 0: any")
    )
    deed.add_argument("--outcome", choices=tuple(_OUTCOMES), help=_("how deals are decided in it"))
    place = deed.add_mutually_exclusive_group()
    place.add_argument("--after", default="", metavar=_("NAME"), help=_("behind this stage"))
    place.add_argument("--first", action="store_true", help=_("before all others"))
