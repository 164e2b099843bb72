"""ORG, TITLE and ROLE brought together: which of several lines speak of one job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from contactdesk.model.contact import Membership


class Job(NamedTuple):
    """One ORG, TITLE or ROLE line; `value` of an ORG is the tuple of its parts."""

    part: str  # "organisation" | "job_title" | "role"
    value: Any
    group: str = ""
    starts_on: str = ""
    ends_on: str = ""


class Paired(NamedTuple):
    """The memberships, and the item number that each line's job got."""

    memberships: tuple[Membership, ...]
    items: list[int]


def paired(jobs: list[Job], first_item: int, next_item: Callable[[], int]) -> Paired:
    """What belongs together: lines of one group, and all others in the order they come."""
    parts, group = {job.part: job for job in jobs}, jobs[0].group
    if len(parts) == len(jobs) and all(job.group == group for job in jobs):
        only = _membership(parts, first_item)
        return Paired((only,) if _says_something(only) else (), [first_item] * len(jobs))
    together = _groups_that_pair(jobs)
    found: list[tuple[str, dict[str, Job]]] = []
    places = [_place_of(found, job.group if job.group in together else "", job) for job in jobs]
    items = [first_item] + [next_item() for _ in found[1:]]
    made = (_membership(p, item) for (_, p), item in zip(found, items, strict=True))
    return Paired(tuple(m for m in made if _says_something(m)), [items[p] for p in places])


def _groups_that_pair(jobs: list[Job]) -> set[str]:
    """Groups with more than one kind of line; a group around a single line says nothing."""
    kinds: dict[str, set[str]] = {}
    for job in jobs:
        kinds.setdefault(job.group, set()).add(job.part)
    return {group for group, parts in kinds.items() if group and len(parts) > 1}


def _place_of(found: list[tuple[str, dict[str, Job]]], group: str, job: Job) -> int:
    for number, (other, parts) in enumerate(found):
        if other == group and job.part not in parts:
            parts[job.part] = job
            return number
    found.append((group, {job.part: job}))
    return len(found) - 1


def _membership(parts: dict[str, Job], item: int) -> Membership:
    organisation, departments, starts_on, ends_on = "", (), "", ""
    if "organisation" in parts:
        _, (organisation, *rest), _, starts_on, ends_on = parts["organisation"]
        while rest and not rest[-1]:
            rest.pop()
        departments = tuple(rest)
    title = parts["job_title"].value if "job_title" in parts else ""
    role = parts["role"].value if "role" in parts else ""
    return Membership(organisation, departments, title, role, "", starts_on, ends_on, item)


def _says_something(job: Membership) -> bool:
    return bool(job.organisation or job.departments or job.job_title or job.role)
