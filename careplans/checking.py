"""What is read with the client before they answer: every part of a draft in order, what is missing said in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import Substance
from core.templatetags.ui import day, short_day

from .follow_on import life_parts
from .sections import sections_of


def cards_of(plan):
    """The parts of a draft, each with what stands in it and where it is changed (`recovery_capital/_cards.html`)."""
    return [_card(plan, section) for section in sections_of(plan)]


def _card(plan, section):
    link = _link(section.verb, section.page, plan)
    return {"title": section.title, "rows": ROWS[section.key](plan), "actions": [link], "nothing": section.nothing}


def _words(plan):
    return [_row(_("In the client’s words"), plan.about)] if plan.about else []


def _aims(plan):
    aims = {row.substance: row for row in plan.substance_aims.all()}
    labels, missing = dict(Substance.choices), _link(_("Answer"), "substance_aims_edit", plan)
    return [
        _row(labels.get(name, name), aims[name].get_aim_display(), aims[name].words)
        if name in aims
        else _row(labels.get(name, name), _("Not answered yet"), link=missing)
        for name in dict.fromkeys([*plan.problem_substances, *aims])
    ]


def _goals(plan):
    """Each goal, and below it each thing that somebody does about it."""
    rows = []
    for number, goal in enumerate(plan.goals.all(), start=1):
        title = _("Goal %(number)s: %(domain)s") % {"number": number, "domain": goal.get_domain_display()}
        until = _("By %s") % day(goal.target_on) if goal.target_on else goal.get_horizon_display()
        helped = _("What will help: %s") % goal.strengths if goal.strengths else ""
        rows.append(_row(title, goal.words, helped, until, link=_link(_("Change"), "goal_edit", goal)))
        rows += [_action(number, action) for action in goal.actions.all()]
        if not goal.actions.all():
            add = _link(_("Add an action"), "action_add", goal)
            rows.append(_row(_("For goal %s") % number, _("Nobody does anything about it yet."), link=add))
    return rows


def _action(number, action):
    until = _("By %s") % day(action.by_when) if action.by_when else ""
    link = _link(_("Change"), "action_edit", action) | {"hidden": action.what[:60]}
    return _row(
        _("%(who)s, for goal %(number)s") % {"who": action.who, "number": number}, action.what, until, link=link
    )


def _follow_on(plan):
    rows = []
    for part in life_parts(plan):
        if part.goals:
            rows.append(_row(part.label, *(goal.words for goal in part.goals)))
        elif part.is_answered:
            rows.append(_row(part.label, part.answer.get_because_display(), part.answer.reason))
        else:
            link = _link(_("Answer"), "follow_on_edit", plan, at=f"part-{part.about}")
            rows.append(_row(part.label, _("Not answered yet"), part.why_asked, link=link))
    return rows


def _help(plan):
    return [_help_row(row) for row in plan.interventions.all()]


def _help_row(row):
    since = _("From %s") % short_day(row.starts_on) if row.starts_on else ""
    until = _("Until %s") % short_day(row.ends_on) if row.ends_on else ""
    link = _link(_("Change"), "intervention_edit", row)
    return _row(row.get_kind_display(), row.detail, row.get_setting_display(), since, until, link=link)


def _wrong(plan):
    rows = []
    for row in plan.contingencies.all():
        told = _("May be told: %s") % row.may_be_told if row.may_be_told else ""
        link = _link(_("Change"), "contingency_edit", row)
        rows.append(_row(row.get_trigger_display(), row.response, told, link=link))
    if plan.contingency:
        link = _link(_("Change"), "contingency_text_edit", plan)
        rows.append(_row(_("Whatever goes wrong"), plan.contingency, link=link))
    return rows


ROWS = {"about": _words, "aims": _aims, "goals": _goals, "follow_on": _follow_on, "help": _help, "wrong": _wrong}


def _row(label, *lines, link=None):
    said = {"label": label, "value": "\n".join(str(line) for line in lines if line), "typed": True}
    return said | ({"actions": [link]} if link else {})


def _link(label, name, subject, at=""):
    url = reverse(f"careplans:{name}", args=[subject.pk])
    return {"label": label, "url": f"{url}#{at}" if at else url}
