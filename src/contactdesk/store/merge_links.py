"""Who became part of whom: what leads to a merged contact leads to the one that was kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

_DEEP = 50  # merges of merged ones that are followed


class MergeLinks:
    """Looks up merges of one book that stand."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql

    def any(self) -> bool:
        """Whether anybody became part of another."""
        return self._sql("SELECT 1 FROM merged LIMIT 1").first() is not None

    def kept(self, numbers: Collection[int]) -> dict[int, int]:
        """For each of these contacts that is part of another the one that it is part of now."""
        found = {n: n for n in numbers}
        ends = set(numbers)
        for _turn in range(_DEEP):
            steps = self._steps(sorted(ends))
            if not steps:
                break
            found = {n: steps.get(at, at) for n, at in found.items()}
            ends = set(steps.values())
        return {n: at for n, at in found.items() if n != at}

    def _steps(self, numbers: Sequence[int]) -> dict[int, int]:
        steps: dict[int, int] = {}
        for start in range(0, len(numbers), 500):
            marks = ",".join(map(str, numbers[start : start + 500]))
            rows = self._sql(
                "SELECT m.contact, m.kept FROM merged m JOIN contact c ON c.number = m.contact "
                f"WHERE c.withdrawn = 1 AND m.contact IN ({marks})"
            )
            steps |= {row[0]: row[1] for row in rows}
        return steps

    def parts(self, numbers: Sequence[int]) -> list[int]:
        """Everybody who became part of these contacts, at whatever remove."""
        found: dict[int, None] = {}
        last = list(numbers)
        while last:
            marks = ",".join(map(str, last))
            rows = self._sql(
                "SELECT m.contact FROM merged m JOIN contact c ON c.number = m.contact "
                f"WHERE c.withdrawn = 1 AND m.kept IN ({marks}) ORDER BY m.contact"
            )
            last = [row[0] for row in rows if row[0] not in found]
            found |= dict.fromkeys(last)
        return list(found)
