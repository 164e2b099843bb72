"""Rules of repeating as they are written (RFC 5545, section 3.3.10): ended, counted on, moved."""

from __future__ import annotations

from datetime import datetime, timedelta

from contactdesk.model.agenda import later
from contactdesk.model.recurrence import RuleError, is_in_step, parse_rule, wall_times

DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = "MO,TU,WE,TH,FR"


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by their names, in capitals."""
    pairs = (part.strip().partition("=") for part in rule.upper().split(";"))
    return {name: value.strip() for name, equals, value in pairs if equals}


def rule_of(parts: dict[str, str]) -> str:
    """The text of these parts."""
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def cut_before(rule: str, end: datetime, *, is_day: bool, is_utc: bool) -> str:
    """The rule until an end (the last moment that counts), which is a day or a time."""
    parts = {n: v for n, v in parts_of(rule).items() if n not in ("COUNT", "UNTIL")}
    stamp = end.strftime("%Y%m%d") if is_day else end.strftime("%Y%m%dT%H%M%S")
    return rule_of(parts | {"UNTIL": stamp + ("Z" if is_utc and not is_day else "")})


def counted_less(rule: str, first: datetime, since: datetime) -> str:
    """The rule as it goes on from a later time: of a number of times those before are over."""
    parts = parts_of(rule)
    if not parts.get("COUNT", "").isdecimal():
        return rule
    try:
        followed = parse_rule(rule)
        over = sum(1 for _at in wall_times(followed, first, first, since))
        over += not is_in_step(followed, first)  # the beginning was one more
    except RuleError:
        return rule
    return rule_of(parts | {"COUNT": str(max(1, int(parts["COUNT"]) - over))})


def moved_rule(rule: str, was: datetime, becomes: datetime) -> str:
    """The rule after its first day was moved: the days it names move along where they are that
    day's own ("every Tuesday", "on the last Friday", "on the 5th")."""
    if was.date() == becomes.date():
        return rule
    parts = parts_of(rule)
    days = parts.get("BYDAY", "").split(",") if parts.get("BYDAY") else []
    if parts.get("FREQ") == "WEEKLY" and set(days) <= set(DAY_NAMES):
        by = becomes.weekday() - was.weekday()
        parts["BYDAY"] = ",".join(DAY_NAMES[(DAY_NAMES.index(day) + by) % 7] for day in days)
    elif len(days) == 1 and days[0][-2:] == DAY_NAMES[was.weekday()]:
        parts["BYDAY"] = _place(days[0][:-2], becomes) + DAY_NAMES[becomes.weekday()]
    if parts.get("BYMONTHDAY") == str(was.day):
        parts["BYMONTHDAY"] = str(becomes.day)
    if parts.get("BYMONTH") == str(was.month):
        parts["BYMONTH"] = str(becomes.month)
    return rule_of(parts)


def _place(stated: str, day: datetime) -> str:
    """Which one in its month: "2" of the second Tuesday, "-1" where the last was meant."""
    if not stated:
        return ""
    return "-1" if stated.startswith("-") else str((day.day - 1) // 7 + 1)


def weekdays_of(rule: str, own: int) -> frozenset[int] | None:
    """The days of the week (0 = Monday) of a plain weekly rule, `own` where it names none; None
    of a rule of another kind."""
    parts = parts_of(rule)
    days = parts.get("BYDAY", "").split(",") if parts.get("BYDAY") else []
    plain = parts.keys() <= {"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"}
    if (
        "\n" in rule
        or parts.get("FREQ") != "WEEKLY"
        or not plain
        or not set(days) <= set(DAY_NAMES)
    ):
        return None
    return frozenset(DAY_NAMES.index(day) for day in days) or frozenset({own})


def with_weekdays(rule: str, days: frozenset[int]) -> str:
    """A weekly rule on these days of the week."""
    names = ",".join(DAY_NAMES[day] for day in sorted(days))
    return rule_of(parts_of(rule) | {"BYDAY": names})


def common_rules(day: datetime) -> list[str]:
    """The rules that are offered for what first happens on a day."""
    name, place = DAY_NAMES[day.weekday()], (day.day - 1) // 7 + 1
    is_last = later(day, timedelta(days=7)).month != day.month
    places = ([] if place == 5 else [str(place)]) + (["-1"] if is_last else [])
    return [
        "FREQ=DAILY",
        f"FREQ=WEEKLY;BYDAY={WORKING_DAYS}",
        f"FREQ=WEEKLY;BYDAY={name}",
        f"FREQ=WEEKLY;INTERVAL=2;BYDAY={name}",
        f"FREQ=MONTHLY;BYMONTHDAY={day.day}",
        *(f"FREQ=MONTHLY;BYDAY={nth}{name}" for nth in places),
        "FREQ=YEARLY",
    ]
