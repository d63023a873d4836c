"""The reports, one module each: importing this package puts all of them into `REPORTS`, in the order of the modules."""

from importlib import import_module
from pkgutil import iter_modules

from .base import READERS, REPORTS, Report, Section, by_title, report

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

__all__ = ["READERS", "REPORTS", "Report", "Section", "by_title", "report"]
