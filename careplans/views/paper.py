"""What the client gets: the plan on paper, in large print, on one page in plain words, empty for outreach, on a screen.

None of it holds what is meant for staff: no flags, no codes, nothing about staff safety.
"""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from careplans.choices import FollowOn
from careplans.drafting import get_plan
from careplans.for_the_client import for_the_client
from careplans.forms.paper import PaperQuery
from clients.person import paper_language
from core.choices import AccessAction
from core.pdf import render_pdf


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_pdf(request, pk):
    """The whole plan, every section in order; in large print when asked."""
    return _printed(request, pk, "careplans/pdf/care_plan.html", "plan")


@allow("careplans.view_careplan", methods=READ, records_look=True)
def my_plan_pdf(request, pk):
    """The plan on one page, in plain words."""
    return _printed(request, pk, "careplans/pdf/my_plan.html", "my-plan")


@allow("careplans.change_careplan", methods=READ)
def blank_plan_pdf(request):
    """An empty form for outreach, to be written on by hand."""
    language = PaperQuery(request.GET).values()["language"] or "en-gb"
    with translation.override(language):
        title = _("Blank plan")
    pdf = render_pdf("careplans/pdf/blank_plan.html", {"follow_on": FollowOn}, title=title, lang=language)
    return _file(pdf, "blank-plan.pdf")


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_together(request, pk):
    """The plan on a screen that is turned to the client: large, strengths first, nothing that is for staff."""
    plan = get_plan(request, pk)
    language = PaperQuery(request.GET).values()["language"] or paper_language(plan.client)
    with translation.override(language):
        context = for_the_client(plan) | {"page_language": language}
        return render(request, "careplans/care_plan_together.html", context)


def _printed(request, pk, template, name):
    plan = get_plan(request, pk, action=AccessAction.PRINT)
    query = PaperQuery(request.GET).values()
    language = query["language"] or paper_language(plan.client)
    with translation.override(language):
        title = _("%(kind)s, version %(number)s – %(reference)s") % {
            "kind": plan.get_kind_display(),
            "number": plan.number,
            "reference": plan.client.reference,
        }
        context = for_the_client(plan) | {"size": query["size"]}
    pdf = render_pdf(template, context, title=title, lang=language, printed_by=str(request.user))
    return _file(pdf, f"{name}-{plan.client.reference}-{plan.number}.pdf")


def _file(pdf, name):
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)
