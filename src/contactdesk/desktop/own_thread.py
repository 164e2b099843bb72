"""A thread of one's own for what is written behind the window's back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OwnThread(ThreadPoolExecutor):
    """Works off what it is given in order. What comes once it has ended is done at once: a save may
    be answered while the window goes, and its draft has to go too."""

    def __init__(self, name: str) -> None:
        super().__init__(1, thread_name_prefix=name)
        self._has_ended = False

    def submit(self, work: Callable[P, T], /, *given: P.args, **named: P.kwargs) -> Future[T]:
        """Do this after what was given before."""
        if not self._has_ended:
            return super().submit(work, *given, **named)
        done: Future[T] = Future()
        done.set_result(work(*given, **named))
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Work off what is left and end."""
        self._has_ended = True
        super().shutdown(wait, cancel_futures=cancel_futures)
