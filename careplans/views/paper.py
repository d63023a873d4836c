"""The plan on paper."""

from io import BytesIO

from django.http import FileResponse
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from careplans.drafting import everything, get_plan
from clients.responsible import current_episode
from core.choices import AccessAction
from core.pdf import render_pdf


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_pdf(request, pk):
    plan = get_plan(request, pk, action=AccessAction.PRINT)
    title = _("%(kind)s, version %(number)s – %(reference)s") % {
        "kind": plan.get_kind_display(),
        "number": plan.number,
        "reference": plan.client.reference,
    }
    episode = plan.episode or current_episode(plan.client)
    context = everything(plan) | {
        "keyworker": episode.keyworker if episode else None,
        "team": episode.team if episode else plan.client.registered_team,
    }
    pdf = render_pdf("careplans/pdf/care_plan.html", context, title=title, printed_by=str(request.user))
    name = f"plan-{plan.client.reference}-{plan.number}.pdf"
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)
