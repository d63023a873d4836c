"""Outcome measures: one module each with items, scoring and bands; their words, source and licence stand in `data/`."""

from .audit import AUDIT
from .auditc import AUDITC
from .barc10 import BARC10
from .cage import CAGE
from .ciwa import CIWA
from .core10 import CORE10
from .gad7 import GAD7
from .measure import Band, Measure, Score, WrongAnswer
from .packs import PACKS
from .phq9 import PHQ9

SHIPPED = (BARC10, PHQ9, GAD7, CORE10, AUDIT, AUDITC, CAGE, CIWA)
MEASURES = {measure.name: measure for measure in (*SHIPPED, *PACKS)}

__all__ = ["MEASURES", "PACKS", "SHIPPED", "Band", "Measure", "Score", "WrongAnswer"]
