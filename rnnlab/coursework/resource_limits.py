"""Limits of time and memory on what the grader itself does with a submission."""

import contextlib
import resource
import signal
import sys
from collections.abc import Iterator


class TimeLimitExceeded(BaseException):
    """Something has taken too long. Not an Exception: no check may mistake it for a student's error."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimitExceeded after so many seconds. In the main thread only, and not within another one."""

    def raise_timeout(signal_number: int, frame: object) -> None:
        raise TimeLimitExceeded

    before = signal.signal(signal.SIGALRM, raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def memory_limit(megabytes: int) -> Iterator[None]:
    """Let this process take so much more address space than it has; MemoryError then. Linux only."""
    if not sys.platform.startswith("linux"):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:
        most = int(file.read().split()[0]) * resource.getpagesize() + megabytes * 2**20
    limits = [limit for limit in (most, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
