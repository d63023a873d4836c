"""What an administrator has changed about the rules: the one place that says what holds for each of them now.

The settings come with the statement that locks the record which is planned (`column`), so that planning needs no query more,
nothing is kept in a process, and what was changed holds in all processes from the next plan on.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from .choices import Severity
from .models import RuleSetting
from .rules import rule_called

COLUMNS = ["rule", "is_off", "severity", "leads", "leads_since", "recipients", "why"]
_now = ContextVar("tuning", default=None)


class Tuning:
    """All rules as they hold at one moment; what nobody has changed is as it was shipped."""

    def __init__(self, rows):
        self.rows = {row["rule"]: row for row in rows}

    def _of(self, code, name):
        return self.rows[code][name] if code in self.rows else None

    def is_off(self, code):
        return bool(self._of(code, "is_off"))

    def why(self, code):
        return self._of(code, "why") or ""

    def severity(self, code):
        """The one urgency that was set for all alerts of a rule, or "": then each has its own."""
        return self._of(code, "severity") or ""

    def leads(self, code, shipped=None):
        return tuple(self._of(code, "leads") or shipped or rule_called(code).leads)

    def leads_since(self, code):
        """When the days of a rule were last changed, or None."""
        moment = self._of(code, "leads_since")
        return datetime.fromisoformat(moment) if isinstance(moment, str) else moment

    def people(self, code):
        return tuple(self._of(code, "recipients") or rule_called(code).to)


AS_SHIPPED = Tuning(())


def column():
    """The settings of all rules, as a column of any query."""
    return ArraySubquery(RuleSetting.objects.order_by().values(row=JSONObject(**{name: name for name in COLUMNS})))


def tuning_now():
    """The rules as they hold in the plan that is being made, else as the database says at this moment."""
    return _now.get() or Tuning(RuleSetting.objects.values(*COLUMNS))


@contextmanager
def using(tuning):
    """Every rule that is asked meanwhile goes by these settings."""
    token = _now.set(tuning)
    try:
        yield tuning
    finally:
        _now.reset(token)


def leads(code, shipped=None):
    """The days of a rule, before (minus) or after what it is about, in order; `shipped`: where that depends on the record."""
    return sorted(tuning_now().leads(code, shipped))


def sharpness(code, lead):
    """How urgent a rule is at one of its days, where it grows more urgent."""
    red_from = rule_called(code).red_from
    if red_from is None:
        return None
    return Severity.RED if lead >= red_from else Severity.AMBER


def whom(code):
    """Whom a rule about a client tells."""
    return tuning_now().people(code)
