"""Memory that NumPy hands out unwritten, filled with NaN: what was never computed cannot look like a right answer.

`np.empty` gives memory as its last user left it, and that may have been the right answer. While memory is poisoned,
every new array begins as NaN (as −1 where it holds integers), whichever way it is made. NumPy's allocator is exchanged
for that, as NEP 49 provides: only `malloc` is ours, and it calls NumPy's own.
"""

import contextlib
import ctypes
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import numpy as np
from numpy._core._multiarray_umath import _ARRAY_API

_SET_HANDLER, _GET_HANDLER = 304, 305  # places of PyDataMem_SetHandler and PyDataMem_GetHandler in NumPy's C API
_CAPSULE = b"mem_handler"
_FILL = 0xFF  # eight such bytes are a NaN, and so are four
_PAYLOAD = np.uint64(0x0007_FFFF_E000_0000)  # bits of that NaN, as float32 and as float64; a computed NaN lacks some

_MALLOC = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_pointer_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
_new_capsule = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_numpy_api = ctypes.cast(_pointer_of(_ARRAY_API, None), ctypes.POINTER(ctypes.c_void_p))
_set_handler = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object)(_numpy_api[_SET_HANDLER])
_get_handler = ctypes.PYFUNCTYPE(ctypes.py_object)(_numpy_api[_GET_HANDLER])


class _Handler(ctypes.Structure):
    """NumPy's PyDataMem_Handler."""

    _fields_ = [
        ("name", ctypes.c_char * 127),
        ("version", ctypes.c_uint8),
        *((field, ctypes.c_void_p) for field in ("context", "malloc", "calloc", "realloc", "free")),
    ]


_handler = _Handler.from_buffer_copy(_Handler.from_address(_pointer_of(_get_handler(), _CAPSULE)))
_numpy_malloc = ctypes.PYFUNCTYPE(*_MALLOC)(_handler.malloc)
_pending: list[int] = []  # signals that came in the middle of an allocation


def _allocate(context: int | None, size: int) -> int:
    address = 0 if _pending else _numpy_malloc(context, size) or 0  # 0 becomes a MemoryError
    if address:
        ctypes.memset(address, _FILL, size)
    return address


_malloc = ctypes.CFUNCTYPE(*_MALLOC)(_allocate)
_handler.name, _handler.malloc = b"poisoned", ctypes.cast(_malloc, ctypes.c_void_p).value
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_handler))  # never freed: any array may be the last to need it
_POISONED = _new_capsule(ctypes.addressof(_handler), _CAPSULE, None)


def poison_memory() -> None:
    """Poison the memory of all arrays that this thread makes from now on. For a process that takes no signals."""
    _set_handler(_POISONED)


@contextlib.contextmanager
def poisoned_memory() -> Iterator[None]:
    """Poison the memory of the arrays that are made in this context.

    A signal, such as an interrupt, may raise no exception inside an allocation. One that comes there makes the
    allocation fail, and is handled when the context ends.
    """
    handlers: dict[int, Callable[[int, FrameType | None], Any]] = {}
    if threading.current_thread() is threading.main_thread():
        handlers = {
            number: handler for number in signal.valid_signals() if callable(handler := signal.getsignal(number))
        }

    def postpone(number: int, frame: FrameType | None) -> None:
        if frame and any(code is _allocate.__code__ for code in (frame.f_code, frame.f_back and frame.f_back.f_code)):
            _pending.append(number)
        else:
            handlers[number](number, frame)

    before = _set_handler(_POISONED)
    for number in handlers:
        signal.signal(number, postpone)
    try:
        yield
    finally:
        _set_handler(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        while _pending:
            postponed = _pending.pop()
            handlers[postponed](postponed, None)


def unwritten(values: np.ndarray) -> np.ndarray:
    """Which of the numbers are poison, or were computed from poison.

    Parameters
    ----------
    values : numpy.ndarray of float64

    Returns
    -------
    numpy.ndarray of bool
    """
    bits = np.ascontiguousarray(values).reshape(values.shape).view(np.uint64)
    return np.isnan(values) & (bits & _PAYLOAD == _PAYLOAD)
