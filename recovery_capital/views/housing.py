"""The priority-need checklist of a client, on screen and on paper; and the dates of the provisions behind it."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.choices import Nation
from clients.access import get_client, get_of_client
from clients.responsible import current_episode, team_of
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.pagination import paginate
from core.pdf import render_pdf
from core.views import attempt, conflict

from .. import housing
from ..choices import Answer, PriorityNeedQuestion
from ..forms.housing import ChecklistPage, ProvisionDatesForm
from ..models import HousingProvision, PriorityNeedCheck
from ..priority_need import TELLING, evidence_for

TAB = "recovery_capital"


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def priority_need_list(request, pk):
    client = get_client(request, pk)
    checks = client.priority_need_checks.select_related("created_by").prefetch_related("answers")
    cursor = PageQuery(request.GET).values()["after"]
    page = paginate(checks, "-checked_on", "-created_at", "-id", cursor=cursor, size=20)
    latest = page.rows[0] if page.rows and not cursor else None
    context = {"client": client, "tab": TAB, "page": page} | (_flag(latest) if latest else {})
    return render(request, "recovery_capital/priority_need_list.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def priority_need_add(request, pk):
    client = get_client(request, pk)
    check = PriorityNeedCheck(client=client, nation=housing.nation_of(client), checked_on=timezone.localdate())
    last = client.priority_need_checks.prefetch_related("answers").first()
    page = ChecklistPage(check, sent(request), last)
    status = 200
    if request.method == "POST":
        if page.is_valid():
            housing.record_check(check, page.answers, by=request.user)
            messages.success(request, _("The checklist is recorded"))
            return redirect(check)
        status = 422
    context = {"client": client, "tab": TAB, "page": page, "forms": page.forms}
    return render(request, "recovery_capital/priority_need_add.html", context, status=status)


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def priority_need_detail(request, pk):
    check = get_of_client(request, PriorityNeedCheck.objects.prefetch_related("answers"), pk)
    context = {"client": check.client, "tab": TAB} | _flag(check)
    return render(request, "recovery_capital/priority_need_detail.html", context)


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def priority_need_pdf(request, pk):
    checks = PriorityNeedCheck.objects.prefetch_related("answers")
    check = get_of_client(request, checks, pk, action=AccessAction.PRINT)
    client = check.client
    episode = current_episode(client)
    title = _("Housing: priority need – %(reference)s") % {"reference": client.reference}
    context = {"client": client, "team": team_of(client, episode), "keyworker": episode and episode.keyworker}
    pdf = render_pdf(
        "recovery_capital/pdf/priority_need.html", context | _flag(check), title=title, printed_by=str(request.user)
    )
    name = f"priority-need-{client.reference}-{check.checked_on:%Y-%m-%d}.pdf"
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)


def _flag(check):
    """A checklist with what it points to, and each question with its answer."""
    flag = housing.flag_of(check)
    return {
        "check": check,
        "flag": flag,
        "reasons": [(reason, PriorityNeedQuestion(reason.question).label) for reason in flag.reasons],
        "missing": [(PriorityNeedQuestion(question).label, evidence_for(question)) for question in flag.missing],
        "not_known": [PriorityNeedQuestion(question).label for question in flag.not_known],
        "rows": [_row(check, question) for question in PriorityNeedQuestion],
    }


def _row(check, question):
    """A question with its answer; it is marked where the answer matters."""
    answer = check.by_question.get(question)
    return {
        "question": question.label,
        "answer": answer,
        "matters": bool(answer) and answer.answer == TELLING.get(question, Answer.YES),
    }


@allow("reference.change_reference", methods=READ)
def provision_list(request):
    provisions = HousingProvision.objects.order_by("nation", "effective_from", "act", "code", "question")
    by_nation = [(nation, [row for row in provisions if row.nation == nation]) for nation in Nation]
    context = {"by_nation": by_nation, "today": timezone.localdate()}
    return render(request, "recovery_capital/provision_list.html", context)


@allow("reference.change_reference")
def provision_date(request, pk):
    """Enter the commencement of a provision, or its end."""
    provision = get_object_or_404(HousingProvision.objects.prefetch_related("entries__created_by"), pk=pk)
    form = ProvisionDatesForm(sent(request), record=provision)
    context = {"provision": provision}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, housing.date_provision, provision, by=request.user, **form.answer):
                messages.success(request, _("The dates are saved. Checklists from that day on go by them."))
                return redirect("recovery_capital:provision_list")
        except EditConflict as error:
            return conflict(request, form, error, "recovery_capital/provision_date.html", context)
    context["form"] = form
    status = 422 if form.errors else 200
    return render(request, "recovery_capital/provision_date.html", context, status=status)
