"""Call a function many times, in processes that may die."""

import concurrent.futures
import multiprocessing
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any


def call_in_processes(
    function: Callable[..., Any], calls: dict[Any, tuple], jobs: int, finished: Callable[[Any, Any], object]
) -> list[Any]:
    """Call a function in a few processes at a time.

    Parameters
    ----------
    function : callable
    calls : dict
        Key to the arguments of its call.
    jobs : int
        How many at a time.
    finished : callable
        Takes the key of a call that has ended, and its result or the exception that it has raised.

    Returns
    -------
    list
        The keys of the calls that a dead process has left undone.
    """
    if not calls:
        return []
    lost = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rnnlab.coursework.grade_class"])
    with concurrent.futures.ProcessPoolExecutor(min(jobs, len(calls)), mp_context=context) as pool:
        futures = {}
        for key, arguments in calls.items():
            try:
                futures[pool.submit(function, *arguments)] = key
            except BrokenProcessPool:
                lost.append(key)
        try:
            for future in concurrent.futures.as_completed(futures):
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    lost.append(futures[future])
                elif isinstance(error, KeyboardInterrupt):
                    raise error
                else:
                    finished(futures[future], error or future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return lost
