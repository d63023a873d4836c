"""The tab about safety, and pages about assessments of risk."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from core.forms import sent
from core.views import attempt

from .. import workflow
from ..choices import RiskKind
from ..forms import AssessmentForm, RiskForm
from ..models import Concern, Risk, RiskAssessment


@allow("safeguarding.view_concern", methods=READ, records_look=True)
def client_safety(request, pk):
    """Risks, concerns, flags and consents at a glance."""
    client = get_client(request, pk)
    concerns = Concern.objects.visible_to(request.user).filter(client=client).select_related("created_by")
    context = {
        "client": client,
        "tab": "safety",
        "assessment": RiskAssessment.objects.latest_of(client),
        "earlier": RiskAssessment.objects.visible_to(request.user).filter(client=client, superseded_at__isnull=False),
        "concerns": concerns.order_by("closed_at", "-created_at")[:50],
        "flags": client.flags.filter(ended_on=None),
        "consents": client.consents.live().select_related("recipient", "supporter"),
    }
    return render(request, "safeguarding/client_safety.html", context)


@allow("safeguarding.view_concern", methods=READ, records_look=True)
def risk_detail(request, pk):
    """One assessment: what was judged, what is done, and what had changed since the one before."""
    assessments = RiskAssessment.objects.with_risks().select_related("previous", "created_by")
    assessment = get_of_client(request, assessments, pk)
    before = assessment.previous
    context = {
        "client": assessment.client,
        "tab": "safety",
        "assessment": assessment,
        "changes": assessment.changes_since(before) if before else [],
    }
    return render(request, "safeguarding/risk_detail.html", context)


@allow("safeguarding.assess_risk", records_look=True)
def risk_assess(request, pk):
    """A first assessment or a review: every named risk on one page, as it was judged the last time."""
    client = get_client(request, pk)
    before = RiskAssessment.objects.latest_of(client)
    known = {risk.kind: risk for risk in before.in_order} if before else {}
    form = AssessmentForm(sent(request), instance=RiskAssessment(client=client), before=before)
    forms = [
        RiskForm(sent(request), instance=Risk(kind=kind), prefix=kind.value, before=known.get(kind))
        for kind in RiskKind
    ]
    if request.method == "POST" and all([part.is_valid() for part in (form, *forms)]):
        risks = [part.instance for part in forms]
        if assessment := attempt(form, workflow.assess_risks, form.instance, risks, by=request.user):
            messages.success(request, _("The risks are assessed. The earlier assessment can still be read."))
            return redirect(assessment)
    context = {"client": client, "tab": "safety", "form": form, "forms": forms, "before": before}
    context["all_forms"] = [form, *forms]
    status = 422 if any(part.errors for part in context["all_forms"]) else 200
    return render(request, "safeguarding/risk_assess.html", context, status=status)
