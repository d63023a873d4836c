"""The rules as an administrator reads them: what each says, by which days, to whom, how urgent, and how it stands now."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .choices import Person, Severity
from .models import Alert, RuleSetting
from .rules import RULES, Rule

OWNERS = {
    "aftercare": gettext_lazy("Aftercare and consent"),
    "careplans": gettext_lazy("Care plans"),
    "clients": gettext_lazy("The person and contact"),
    "custody": gettext_lazy("Prison and release"),
    "governance": gettext_lazy("Governance"),
    "programmes": gettext_lazy("Appointments and programmes"),
    "recovery_capital": gettext_lazy("Home, work and health"),
    "referrals": gettext_lazy("Referrals"),
    "rights": gettext_lazy("Rights"),
    "safeguarding": gettext_lazy("Safeguarding and risk"),
    "services_directory": gettext_lazy("Directory of services"),
    "staffing": gettext_lazy("Staff"),
}


@dataclass
class Entry:
    """A rule beside what was set for it; `setting` may also be an event of its history."""

    rule: Rule
    setting: RuleSetting
    due: int = field(default=0)  # how many alerts of it are due and open now

    @property
    def owner(self):
        return OWNERS.get(self.rule.app, self.rule.app)

    @property
    def days(self):
        leads = self.setting.leads or self.rule.leads
        return [in_words(lead, self.rule.in_working_days) for lead in sorted(leads)]

    @property
    def today_from(self):
        """From which day on it is for the same day, of a rule that grows more urgent."""
        return "" if self.rule.red_from is None else in_words(self.rule.red_from, self.rule.in_working_days)

    @property
    def told(self):
        chosen = self.setting.recipients or self.rule.to
        return [person.label for person in Person if person in chosen]

    @property
    def urgency(self):
        if self.setting.severity:
            return Severity(self.setting.severity).label
        return shipped_urgency(self.rule)

    @property
    def state(self):
        return RuleSetting.state.fget(self.setting)

    @property
    def was_changed(self):
        """Whether anybody has ever set anything for it."""
        return not self.setting._state.adding

    @property
    def is_silenced(self):
        """Whether it is switched off although people may die of what it is about."""
        return self.setting.is_off and self.rule.keeps_people_alive


def shipped_urgency(rule):
    """How urgent a rule is as shipped; of one that grows more urgent, both."""
    if rule.red_from is None:
        return rule.severity.label
    return _("%(first)s, then %(second)s") % {"first": Severity.AMBER.label, "second": Severity.RED.label.lower()}


def in_words(lead, in_working_days):
    """A lead as people say it."""
    if lead == 0:
        return _("on the day")
    number = abs(lead)
    if in_working_days:
        before = ngettext("%(n)d working day before", "%(n)d working days before", number)
        after = ngettext("%(n)d working day after", "%(n)d working days after", number)
    else:
        before = ngettext("%(n)d day before", "%(n)d days before", number)
        after = ngettext("%(n)d day after", "%(n)d days after", number)
    return (before if lead < 0 else after) % {"n": number}


def entries():
    """Every rule, in the order of the catalogue, with what is due of it now."""
    settings = {setting.rule: setting for setting in RuleSetting.objects.select_related("updated_by")}
    due = dict(Alert.objects.due().order_by().values_list("rule").annotate(Count("pk")))
    return [
        Entry(RULES[code], settings.get(code) or RuleSetting(rule=code), due.get(code, 0)) for code in sorted(RULES)
    ]


def silenced():
    """The rules that are switched off although people may die of what they are about."""
    off = RuleSetting.objects.filter(is_off=True, rule__in=[r.code for r in RULES.values() if r.keeps_people_alive])
    return [Entry(RULES[setting.rule], setting) for setting in off]


def history(setting):
    """What was ever set for a rule, the newest first."""
    events = RuleSetting.pgh_event_model.objects.filter(pgh_obj_id=setting.pk).select_related("updated_by")
    return [Entry(RULES[setting.rule], event) for event in events.order_by("-pgh_id")]
