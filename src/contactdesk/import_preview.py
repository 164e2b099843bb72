"""`contactdesk import --dry-run`: the preview of an import in a terminal or for a script."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contactdesk.i18n import N_, _, ngettext
from contactdesk.model.event import KINDS
from contactdesk.model.event_record import LABELS as EVENT_LABELS
from contactdesk.model.record import LABELS
from contactdesk.operations.files_beside import documents_in
from contactdesk.operations.preview_rows import OUTCOMES, PreviewRow
from contactdesk.operations.previewing import preview
from contactdesk.store.book import Book

_WORDS = {
    "new": N_("new"),
    "merges": N_("merges"),
    "conflict": N_("conflict"),
    "same": N_("same"),
    "unreadable": N_("unreadable"),
}


def print_preview(
    options: argparse.Namespace, book: Book, files: Sequence[str], choices: dict[str, Any]
) -> int:
    """Print a row a card and the counts; the status that the import would have."""
    counts = dict.fromkeys(OUTCOMES, 0)
    unread = 0
    for part in preview(
        book, files, on_match=options.on_match, region=options.region, kind=options.format,
        choices=choices,
    ):  # fmt: skip
        for row in part.rows:
            counts[row.outcome] += 1
            unread += row.outcome == "unreadable" and not row.line
            name = options.files[row.file]
            print(json.dumps(row_json(row, name), ensure_ascii=False) if options.json
                  else _line(row, name))  # fmt: skip
    if not options.json:
        print(_counts_line(counts))
        _tell_documents(files)
    if unread and unread == sum(counts.values()):
        return 2
    return 1 if counts["unreadable"] else 0


def row_json(row: PreviewRow, file: str) -> dict[str, Any]:
    """A row for programs; `index` counts the file's cards from 0."""
    return {
        "file": file,
        "index": row.place,
        "line": row.line,
        "outcome": row.outcome,
        "name": row.name,
        "uid": row.uid,
        "id": row.id,
        "adds": list(row.adds),
        "differs": [{"field": f, "ours": o, "theirs": t} for f, o, t in row.differing],
        "problems": [dict(zip(("line", "code", "message"), p, strict=True)) for p in row.problems],
    }


def _line(row: PreviewRow, file: str) -> str:
    parts = [_(_WORDS[row.outcome]), row.name, row.organisation, row.phone, row.email]
    labels = EVENT_LABELS if row.kind in KINDS else LABELS
    told = [f"+ {_(labels[name])}" for name in row.adds]
    told += [f"{_(labels[f])}: {ours} ≠ {theirs}" for f, ours, theirs in row.differing]
    place = Path(file).name
    told += [f"{place}:{line}: {words}" if line else f"{place}: {words}"
             for line, _code, words in row.problems]  # fmt: skip
    return "\t".join(parts) + "".join(f"\n    {' '.join(each.split())}" for each in told)


def _tell_documents(files: Sequence[str]) -> None:
    """How many documents there are beside the cards."""
    count = sum(map(len, documents_in(files).values()))
    if count:
        words = ngettext(
            "{n} document is in the list; an import looks at its files.",
            "{n} documents are in the list; an import looks at their files.",
            count,
        )
        print(words.format(n=count))


def _counts_line(counts: dict[str, int]) -> str:
    words = _(
        "{cards} cards: {new} new, {merges} merge, {conflict} with a conflict, {same} the same, "
        "{unreadable} unreadable. Nothing was written."
    )
    return words.format(cards=sum(counts.values()), **counts)


def tell_saved(paths: Sequence[Path]) -> None:
    """Say on standard error where the cards that failed are."""
    names = ", ".join(str(path) for path in paths)
    words = _("The cards that failed are in {files}.").format(files=names)
    print(f"contactdesk: {words}", file=sys.stderr)
