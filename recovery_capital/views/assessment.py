"""The recovery capital tab of a client's record: how it changes, one look in full, a new look."""

from io import BytesIO

from django.db.models import Q, Subquery
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.person import paper_language
from clients.responsible import current_episode
from core.choices import AccessAction
from core.forms import PageQuery, sent
from core.pagination import paginate
from core.pdf import render_pdf
from core.views import attempt

from .. import workflow
from ..choices import AssessmentStatus
from ..forms import DayForm
from ..models import Assessment
from ..picture import Picture, picture_of
from ..sections import DAY, rows_of, sections_of, with_answers


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def assessment_list(request, pk):
    client = get_client(request, pk)
    assessments = Assessment.objects.recorded().filter(client=client).select_related("created_by")
    page = paginate(
        assessments, "-assessed_on", "-created_at", "-id", cursor=PageQuery(request.GET).values()["after"], size=20
    )
    newest = page.rows[:2] if page.is_first else list(assessments[:2])
    first, going_on = _first_and_going_on(client)
    context = {
        "client": client,
        "tab": "recovery_capital",
        "page": page,
        "going_on": going_on,
        "picture": Picture(client, first, newest),
    }
    return render(request, "recovery_capital/assessment_list.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def assessment_add(request, pk):
    """Begin, or go on with the one that is in progress."""
    client = get_client(request, pk)
    going_on = client.capital_assessments.in_progress().first()
    if going_on and request.method != "POST":
        return redirect("recovery_capital:assessment_sections", going_on.pk)
    episode = client.episodes.open().filter(team__in=request.user.team_ids).first() or current_episode(client)
    assessment = Assessment(client=client, episode=episode, assessed_on=timezone.localdate())
    form = DayForm(sent(request), instance=assessment)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, workflow.begin_assessment, assessment, by=request.user)
    ):
        return redirect("recovery_capital:assessment_sections", assessment.pk)
    context = {"client": client, "tab": "recovery_capital", "form": form}
    return render(request, "recovery_capital/assessment_add.html", context, status=422 if form.errors else 200)


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def assessment_detail(request, pk):
    assessment = get_of_client(request, with_answers(Assessment.objects.select_related("created_by")), pk)
    if assessment.is_in_progress and request.user.has_perm("recovery_capital.add_assessment"):
        return redirect("recovery_capital:assessment_sections", assessment.pk)
    seen = [section.seen_by(request.user) for section in sections_of(assessment) if section.key != DAY]
    sections = [(section, section.said(assessment)) for section in seen]
    context = {
        "client": assessment.client,
        "tab": "recovery_capital",
        "assessment": assessment,
        "cards": [_card(request.user, assessment, section, answers) for section, answers in sections if answers],
        "not_asked": [section.title for section, answers in sections if not answers],
    }
    return render(request, "recovery_capital/assessment_detail.html", context)


def _card(user, assessment, section, answers):
    """A section with its answers; where a part of life is low or a need was named, the way to a service for it."""
    card = {"title": section.title, "rows": rows_of(answers), "actions": []}
    asks = [row.domain for row in assessment.ratings.all() if row.asks_for_a_goal]
    if section.domain in asks and user.has_perm("referrals.change_referral"):
        url = reverse("referrals:referral_create", args=[assessment.client_id], query={"domain": section.domain})
        card["actions"] = [{"label": _("Find a service"), "url": url}]
    return card


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def assessment_pdf(request, pk):
    """On paper for the client, in English or Welsh: the picture, and every section in order."""
    looked_at = with_answers(Assessment.objects.all())
    assessment = get_of_client(request, looked_at, pk, action=AccessAction.PRINT)
    client = assessment.client
    language = paper_language(client)
    with translation.override(language):
        title = _("Recovery capital – %(reference)s") % {"reference": client.reference}
        sections = [section.on_paper() for section in sections_of(assessment) if section.key != DAY]
        context = {
            "client": client,
            "assessment": assessment,
            "picture": picture_of(client),
            "sections": [{"title": each.title, "rows": rows_of(each.said(assessment))} for each in sections],
        }
        pdf = render_pdf(
            "recovery_capital/pdf/assessment.html", context, title=title, lang=language, printed_by=str(request.user)
        )
    name = f"recovery-capital-{client.reference}-{assessment.assessed_on:%Y-%m-%d}.pdf"
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)


def _first_and_going_on(client):
    """The first that was recorded, and the one in progress; each may be None."""
    recorded = client.capital_assessments.recorded().reverse()
    in_progress = Q(status=AssessmentStatus.IN_PROGRESS)
    found = client.capital_assessments.filter(in_progress | Q(pk=Subquery(recorded.values("pk")[:1])))
    both = {row.is_in_progress: row for row in found.select_related("updated_by")}
    return both.get(False), both.get(True)
