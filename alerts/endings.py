"""Why an alert ended by itself, in words: what the engine knows, else what its rule says has happened."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .models import Alert
from .rules import rule_called

LONGEST = Alert._meta.get_field("ended_because").max_length


def has_died(subject):
    """Whether the person whom a record is about has died."""
    person = subject if hasattr(subject, "has_died") else getattr(subject, "client", None)
    return bool(getattr(person, "has_died", False))


def short(words):
    """The words as they fit into the row."""
    return Truncator(str(words)).chars(LONGEST)


def switched_off(why):
    return short(_("Switched off: %(why)s") % {"why": why})


class Words:
    """Why alerts about a record end, when it is planned: `wanted` are those that go on, `added` those that begin."""

    def __init__(self, subject, wanted, added, tuned):
        self.subject, self.tuned = subject, tuned
        self.same = {(alert.rule, alert.occurrence, alert.lead) for alert in wanted.values()}
        self.same_occurrence = {(alert.rule, alert.occurrence) for alert in wanted.values()}
        self.begun = {alert.rule for alert in added}

    def of(self, alert):
        """What happened, in one sentence."""
        if self.tuned.is_off(alert.rule):
            return switched_off(self.tuned.why(alert.rule))
        rule = rule_called(alert.rule)
        if has_died(self.subject) and not rule.after_death:
            return _("The person has died")
        if (alert.rule, alert.occurrence, alert.lead) in self.same:
            return _("Somebody else is told of it now")
        said = rule.ended.first(self.subject, alert) if rule.ended.first else ""
        return said or self._replaced(alert) or rule.ended.words or _("It is not needed any more")

    def _replaced(self, alert):
        """Another alert of the rule says it now: on another day, or about what has happened since."""
        if (alert.rule, alert.occurrence) in self.same_occurrence:
            return _("It is told of on another day")
        return _("A newer one has taken its place") if alert.rule in self.begun else ""
