"""Work that a copy of this process does while this one does the rest, on a computer of two cores.

A process may be copied where nothing else goes on in it: on Linux, with a single thread. That is
so on the command line and never in a window, which does its work alone.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

_PIPE = 1 << 20  # bytes: so much may wait, so that neither process waits for the other
_SIZE = 8  # bytes of a frame's length


def can_help() -> bool:
    """Whether this process may be copied, and a second core is there for the copy."""
    if sys.platform != "linux":
        return False
    try:
        threads = len(os.listdir("/proc/self/task"))
        return threads == 1 and len(os.sched_getaffinity(0)) > 1
    except OSError:
        return False


@contextmanager
def helped(work: Callable[[], Iterable[Any]]) -> Iterator[Iterator[Any]]:
    """What `work` gives in a copy of this process, one thing after another, as plain values.

    It ends early where the copy did not live to the end. The copy ends with the block.
    """
    reading, writing = os.pipe()
    copy = os.fork()
    if not copy:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with open(reading, "rb") as stream:
        try:
            yield _frames(stream)
        finally:
            with suppress(ProcessLookupError):
                os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)


def _work(work: Callable[[], Iterable[Any]], pipe: int) -> None:
    """What the copy does; it never returns, so that nothing of the original happens twice."""
    status = 1
    try:
        _widen(pipe)
        with open(pipe, "wb", buffering=0) as out:
            for each in work():
                data = marshal.dumps(each)
                _write_all(out, len(data).to_bytes(_SIZE, "big") + data)
        status = 0
    except BaseException:  # the original notices that it ends, and does the work itself
        pass
    finally:
        os._exit(status)


def _widen(pipe: int) -> None:
    from fcntl import F_SETPIPE_SZ, fcntl

    with suppress(OSError):  # an ordinary pipe does too
        fcntl(pipe, F_SETPIPE_SZ, _PIPE)


def _write_all(out: Any, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[out.write(left) :]


def _frames(stream: BinaryIO) -> Iterator[Any]:
    while len(head := stream.read(_SIZE)) == _SIZE:
        size = int.from_bytes(head, "big")
        data = stream.read(size)
        if len(data) < size:
            return
        yield marshal.loads(data)
