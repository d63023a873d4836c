"""What is read once and remembered for as long as one request lasts, and no longer."""

from contextvars import ContextVar
from functools import wraps

_memory = ContextVar("memory", default=None)


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
