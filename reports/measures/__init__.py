"""The measures, one module each: importing this package puts all of them into `REGISTRY`."""

from importlib import import_module
from pkgutil import iter_modules

from .base import ANSWERS, REGISTRY, Answer, Breakdowns, Measure, register

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

__all__ = ["ANSWERS", "REGISTRY", "Answer", "Breakdowns", "Measure", "register"]
