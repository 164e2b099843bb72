"""What the verb `merge-copy` of the command line does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from contactdesk.backup_commands import add_no_backup, back_up_for
from contactdesk.commands import open_book, say, terminal_progress
from contactdesk.i18n import _, ngettext
from contactdesk.model.second_version import Brought
from contactdesk.operations.second_versions import (
    bring_in,
    kinds_words,
    preview,
    report_words,
)
from contactdesk.settings import load_settings

Verb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Say what the verb takes."""
    words = _("bring in a second version of the book that a sync program made")
    added = verb("merge-copy", words, run)
    added.add_argument("copy", type=Path, metavar=_("FILE"), help=_("the second version"))
    added.add_argument(
        "--take", choices=("here", "copy"), default="here",
        help=_("whose value stays where both changed the same (default: here)"),
    )  # fmt: skip
    added.add_argument(
        "--dry-run", action="store_true", help=_("only say what would come and what clashes")
    )
    add_no_backup(added)


def run(options: argparse.Namespace) -> int:
    """Status 1 where something clashed or was left."""
    with open_book(options) as book:
        if options.dry_run:
            report = preview(book, options.copy, terminal_progress())
            _tell(options, _("Would come: {words}"), report, None)
        else:
            news = preview(book, options.copy, terminal_progress())
            if news.steps:
                back_up_for(options, book, "copy")
            done = bring_in(
                book, options.copy, load_settings(), take_theirs=options.take == "copy",
                backed_up=False, progress=terminal_progress(),
            )  # fmt: skip
            report = done.report
            _tell(options, _("Brought in: {words}."), report, done.kept)
    return 1 if report.clashes or report.left else 0


def _tell(options: argparse.Namespace, words: str, report: Brought, kept: Path | None) -> None:
    told = "\n".join(filter(None, (words.format(words=report_words(report)), kinds_words(report))))
    if kept is not None:
        told += "\n" + _("The second version is kept as {file}.").format(file=kept)
    elif not options.dry_run:
        told += "\n" + _("The second version could not be renamed; move it away.")
    facts = {**asdict(report), "clashes": [c._asdict() for c in report.clashes],
             "left": [each._asdict() for each in report.left]}  # fmt: skip
    say(options, told, **facts, kept=str(kept) if kept else None)
    for clash in report.clashes:
        line = _("Both changed {field} of {name}: here “{here}”, there “{there}”").format(
            field=_(clash.field), name=clash.name, here=clash.here or "–", there=clash.there or "–"
        )
        print(f"contactdesk: {line}", file=sys.stderr)
    for left in report.left:
        print(f"contactdesk: {left.name}: {left.why}", file=sys.stderr)
    if report.clashes:
        words = ngettext(
            "{n} value was changed on both sides.", "{n} values were changed on both sides.",
            len(report.clashes),
        )  # fmt: skip
        print(f"contactdesk: {words.format(n=len(report.clashes))}", file=sys.stderr)
