"""Two versions of a plan side by side: what stayed, what changed, what is new and what is gone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.templatetags.ui import short_day
from recovery_capital.change import changes
from recovery_capital.models import Assessment


@dataclass(frozen=True)
class Row:
    """One part of the plan in both versions; empty where it does not stand."""

    part: str
    before: str
    after: str

    @property
    def what(self):
        """What happened to it, in a word."""
        if self.before == self.after:
            return _("The same")
        if not self.before:
            return _("New")
        return _("Changed") if self.after else _("No longer in the plan")

    @property
    def is_same(self):
        return self.before == self.after


def compare(before, after):
    """A Row for each part that stands in one of two versions, in the order of the newer one."""
    old, new = parts(before), parts(after)
    return [
        Row(part, old.get(part, ""), new.get(part, "")) for part in [*new, *(part for part in old if part not in new)]
    ]


def ratings_since(plan):
    """How the client rated each part of life when the plan was agreed, and at the newest look: {now, before, rows}."""
    looks = Assessment.objects.recorded().filter(client=plan.client).prefetch_related("ratings")
    now = looks.first()
    before = looks.filter(assessed_on__lte=plan.agreed_on).first() if plan.agreed_on else None
    return {"now": now, "before": before, "rows": changes(looks.last(), before, now)} if now else {}


def parts(plan):
    """What a version says, as {part: text}; parts that say nothing are left out."""
    found = {_("What matters to me"): plan.about}
    for goal in plan.goals.prefetch_related("actions__service"):
        found[_numbered(found, _("Goal: %s") % goal.get_domain_display())] = _goal(goal)
    for row in plan.substance_aims.all():
        found[_("Aim: %s") % row.get_substance_display()] = _joined(row.get_aim_display(), row.words)
    for row in plan.without_goal.all():
        found[_("No goal: %s") % row.get_about_display()] = _joined(row.get_because_display(), row.reason)
    for row in plan.interventions.all():
        found[_numbered(found, row.get_kind_display())] = _joined(row.get_setting_display(), row.detail)
    for row in plan.contingencies.all():
        found[_numbered(found, row.get_trigger_display())] = _joined(row.response, row.may_be_told)
    found[_("If things go wrong")] = plan.contingency
    found[_("What the client said")] = _answer(plan)
    return {part: text for part, text in found.items() if text}


def _goal(goal):
    actions = [
        _("%(what)s – %(who)s, %(status)s") % {"what": row.what, "who": row.who, "status": row.get_status_display()}
        for row in goal.actions.all()
    ]
    target = _("By %s") % short_day(goal.target_on) if goal.target_on else ""
    return _joined(goal.words, target, goal.get_status_display(), *actions)


def _answer(plan):
    if not plan.agreement:
        return ""
    return _joined(f"{plan.get_agreement_display()}, {short_day(plan.agreed_on)}", plan.agreement_reason)


def _joined(*lines):
    return "\n".join(str(line) for line in lines if line)


def _numbered(found, part):
    """A part of that name that is not taken: the second goal about housing is number 2."""
    number = 2
    name = part
    while name in found:
        name, number = f"{part} ({number})", number + 1
    return name
