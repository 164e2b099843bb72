"""When the start of the program got where, for the benchmark."""

from __future__ import annotations

import os


def mark(name: str) -> None:
    """Print when something happened, for the benchmark; milliseconds since the process began."""
    if os.environ.get("CONTACTDESK_TRACE_START"):
        print(f'{{"mark": "{name}", "ms": {since_start():.1f}}}', flush=True)


def since_start() -> float:
    """Milliseconds since this process began (`CONTACTDESK_SPAWNED_NS`: since it was spawned)."""
    import time

    spawned = os.environ.get("CONTACTDESK_SPAWNED_NS")
    if spawned:
        return (time.monotonic_ns() - int(spawned)) / 1e6
    try:
        with open("/proc/self/stat", encoding="ascii") as stat:
            ticks = int(stat.read().rsplit(")", 1)[1].split()[19])
        began = ticks / os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000
    except (OSError, AttributeError, ValueError):
        return time.process_time() * 1000
