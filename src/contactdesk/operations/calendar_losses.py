"""What entries of a calendar lose in a format that has fewer words, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contactdesk.i18n import counted, ngettext


def lost_sentences(lost: Mapping[str, int]) -> Iterator[str]:
    """What entries lose in vCalendar 1.0, a sentence a kind, in an order of its own."""
    for code, words in _lost_words(lost).items():
        if lost.get(code):
            yield words.format(n=counted(lost[code]))


def _lost_words(lost: Mapping[str, int]) -> dict[str, str]:
    return {**_of_times(lost), **_of_parts(lost)}


def _of_times(lost: Mapping[str, int]) -> dict[str, str]:
    return {
        "note": ngettext(
            "{n} note is left out: this format has no place for notes.",
            "{n} notes are left out: this format has no place for notes.",
            lost.get("note", 0),
        ),
        "rule": ngettext(
            "{n} appointment goes out once: this format cannot say how it repeats.",
            "{n} appointments go out once: this format cannot say how they repeat.",
            lost.get("rule", 0),
        ),
        "zone": ngettext(
            "{n} appointment loses its time zone: a single time goes out in UTC, a series by the "
            "clock of its place.",
            "{n} appointments lose their time zone: a single time goes out in UTC, a series by the "
            "clock of its place.",
            lost.get("zone", 0),
        ),
        "occurrence": ngettext(
            "{n} changed time of a series becomes an appointment of its own.",
            "{n} changed times of a series become appointments of their own.",
            lost.get("occurrence", 0),
        ),
        "later": ngettext(
            "{n} change of all later times of a series goes out for its first time only.",
            "{n} changes of all later times of a series go out for their first time only.",
            lost.get("later", 0),
        ),
    }


def _of_parts(lost: Mapping[str, int]) -> dict[str, str]:
    return {
        "guest": ngettext(
            "{n} appointment loses what kind of guest somebody is.",
            "{n} appointments lose what kind of guest somebody is.",
            lost.get("guest", 0),
        ),
        "alarm": ngettext(
            "{n} appointment loses a reminder without a time.",
            "{n} appointments lose a reminder without a time.",
            lost.get("alarm", 0),
        ),
        "percent": ngettext(
            "{n} task loses how much of it is done.",
            "{n} tasks lose how much of them is done.",
            lost.get("percent", 0),
        ),
        "part": ngettext(
            "{n} appointment loses a part that another program added.",
            "{n} appointments lose a part that another program added.",
            lost.get("part", 0),
        ),
    }
