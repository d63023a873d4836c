"""Pages of alerts."""

from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import EditConflict, PageQuery, sent
from core.lists import list_page, spreadsheet, tally
from core.pagination import page_of_all
from core.saved import savable
from core.views import attempt, conflict

from . import changing, workflow
from .board import MOST, due_in_teams, narrowed, numbers, people_of, plain_rows
from .board import SPREADSHEET as BOARD_SHEET
from .forms import AcknowledgeForm, BoardQuery, DigestForm, RuleForm, RuleQuery
from .models import Alert, DigestChoice, RuleSetting
from .rulebook import Entry, entries, history, silenced
from .rules import RULES

SHOWN = 25
SPREADSHEET = [
    gettext_lazy("Code"), gettext_lazy("Rule"), gettext_lazy("To do"), gettext_lazy("Part of the work"),
    gettext_lazy("Days"), gettext_lazy("Who is told"), gettext_lazy("Urgency"), gettext_lazy("How it stands"),
    gettext_lazy("Why"), gettext_lazy("Due now"),
]  # fmt: skip


@allow("alerts.acknowledge_alert")
def alert_acknowledge(request, pk):
    alert = get_object_or_404(Alert.objects.visible_to(request.user).select_related("acknowledged_by"), pk=pk)
    form = AcknowledgeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.acknowledge_alert, alert, by=request.user, note=form.cleaned_data["note"]):
            messages.success(request, _("Alert acknowledged"))
            return redirect("home")
        alert.refresh_from_db()  # as somebody else has left it; what was typed stays in the form
    context = {"alert": alert, "form": form}
    return render(request, "alerts/alert_acknowledge.html", context, status=422 if form.errors else 200)


@allow("alerts.acknowledge_alert")
def digest_edit(request):
    """At which rhythm I get the one mail about what is not for today."""
    choice = DigestChoice.objects.filter(user=request.user).first() or DigestChoice(user=request.user)
    form = DigestForm(sent(request), instance=choice)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "alerts/digest_edit.html", {})
        messages.success(request, _("Your choice is saved."))
        return redirect("accounts:account_detail")
    return render(request, "alerts/digest_edit.html", {"form": form}, status=422 if form.errors else 200)


@savable("alerts:board", gettext_lazy("Due in my teams"), lambda data, _user: BoardQuery(data))
@allow("reports.view_team_caseload", methods=READ)
def board(request):
    """What is due in my teams, by person, the most urgent first."""
    query, alerts = BoardQuery(request.GET), due_in_teams(request.user)
    context = list_page(request, query) | tally(query, "urgency", numbers(narrowed(alerts, query.values(), "urgency")))
    context |= {
        "people": people_of(narrowed(alerts, query.values())),
        "silenced": silenced(),
        "is_cut": len(alerts) >= MOST,
        "most": MOST,
    }
    return render(request, "alerts/board.html", context)


@allow("reports.view_team_caseload", methods=READ, step_up=True)
def board_export(request):
    """The board as it is narrowed, for a spreadsheet."""
    alerts = narrowed(due_in_teams(request.user), BoardQuery(request.GET).values())
    return spreadsheet(request, "due-in-my-teams", BOARD_SHEET, plain_rows(alerts))


@savable("alerts:rule_list", gettext_lazy("Rules of alerts"), lambda data, _user: RuleQuery(data))
@allow("alerts.tune_rule", methods=READ)
def rule_list(request):
    """Every rule: what it says, by which days, to whom, how urgent, how it stands."""
    query, every = RuleQuery(request.GET), entries()
    of_any = query.narrow(every, but="state")
    numbers = Counter(entry.state for entry in of_any) | {"": len(of_any)}
    page = page_of_all(query.narrow(every), PageQuery(request.GET).values()["after"], size=SHOWN)
    context = list_page(request, query, page) | tally(query, "state", numbers)
    context |= {"silenced": [entry for entry in every if entry.is_silenced]}
    return render(request, "alerts/rule_list.html", context)


@allow("alerts.tune_rule", methods=READ, step_up=True)
def rule_export(request):
    """The list as it is narrowed, for a spreadsheet."""
    return spreadsheet(
        request, "rules-of-alerts", SPREADSHEET, map(plain_row, RuleQuery(request.GET).narrow(entries()))
    )


def plain_row(entry):
    return [
        entry.rule.code, entry.rule.title, entry.rule.todo, entry.owner, ", ".join(entry.days or [str(one.words) for one in entry.rule.days]),
        ", ".join(map(str, entry.told)), entry.urgency, entry.state.label, entry.setting.why, entry.due,
    ]  # fmt: skip


@allow("alerts.tune_rule")
def rule_edit(request, code):
    """Change one rule with a reason, or set it back; beside it what was ever set, by whom and why."""
    rule = RULES.get(code)
    if rule is None:
        raise Http404
    setting = RuleSetting.objects.filter(rule=code).first() or RuleSetting(rule=code)
    context = {"entry": Entry(rule, setting), "history": history(setting)}
    form = RuleForm(sent(request), instance=setting, rule=rule)
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, changing.tune_rule, form, by=request.user):
                messages.success(request, _("The rule is saved, and holds from now on."))
                return redirect("alerts:rule_list")
        except EditConflict as error:
            return conflict(request, form, error, "alerts/rule_edit.html", context)
    return render(request, "alerts/rule_edit.html", context | {"form": form}, status=422 if form.errors else 200)
