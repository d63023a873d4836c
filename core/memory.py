"""What is read once and remembered: for as long as one request lasts, or while something is worked out; no longer."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

_memory = ContextVar("memory", default=None)
_working_memory = ContextVar("working_memory", default=None)


class MemoryMiddleware:
    """Gives each request a memory of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _memory.set({})
        try:
            return self.get_response(request)
        finally:
            _memory.reset(token)


def once_per_request(function):
    """Do a function's work once in a request; outside of one, each time. It takes no arguments."""

    @wraps(function)
    def remembered():
        memory = _memory.get()
        if memory is None:
            return function()
        if function not in memory:
            memory[function] = function()
        return memory[function]

    return remembered


@contextmanager
def remembering():
    """A memory for what is worked out inside, by code that only reads: within it a `remembered` function asks once."""
    token = _working_memory.set({})
    try:
        yield
    finally:
        _working_memory.reset(token)


def remembered(function):
    """Do a function's work once for the same arguments inside of `remembering`; outside of it, each time."""

    @wraps(function)
    def found(*arguments, **named):
        memory = _working_memory.get()
        if memory is None:
            return function(*arguments, **named)
        key = function, arguments, tuple(named.items())
        if key not in memory:
            memory[key] = function(*arguments, **named)
        return memory[key]

    return found
