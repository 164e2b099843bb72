"""What is said of an entry in which something is odd."""

from __future__ import annotations

from contactdesk.formats.base import Problem
from contactdesk.i18n import N_, _

_MESSAGES = {
    "cut": N_("The entry ends early; what it holds so far was read."),
    "deep": N_("Parts are nested too deeply here; they were not read."),
    "senseless": N_("This line makes no sense here; it is kept in the original only."),
    "line-too-long": N_("This line is too long to read; it is kept in the original only."),
    "too-many-lines": N_("The entry has too many lines; the rest is kept in the original only."),
    "no-time": N_("This is no date or time; it is kept in the original only."),
    "no-zone": N_("This time zone is not known here; its times count as yours. The name is kept."),
    "zone-in-utc": N_(
        "The file has its own rules for this time zone, which no known zone keeps; the time is "
        "kept in UTC. The original keeps the rules."
    ),
    "zone-by-first-year": N_(
        "The file has its own rules for this time zone. A known zone that agrees in the first "
        "year was taken; look at the later ones. The original keeps the rules."
    ),
    "no-rule": N_("How it repeats could not be understood; it came in once. The rule is kept."),
    "too-many": N_("It has too many of these; the rest is kept in the original only."),
    "odd-rule": N_(
        "This rule makes no sense, or never happens; it is shown once. The rule is kept."
    ),
    "end-before-start": N_("It ends before it begins; the end was left out."),
    "no-start": N_("It says no beginning; it came in without one."),
    "empty": N_("The entry holds nothing."),
    "unreadable": N_("The entry could not be read."),
}


def told_problem(line: int, code: str) -> Problem:
    """The problem of a line, with its sentence."""
    return Problem(line, code, _(_MESSAGES[code]))
