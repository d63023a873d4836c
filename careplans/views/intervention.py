"""Pages about the help that was agreed in a plan, and what the record says of it."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.choices import CODE_OF_KIND
from careplans.drafting import draft_page, form_page, get_part, get_plan_with, keep_what_was_typed, remove_page
from careplans.forms.intervention import InterventionForm, TakeInterventionsForm, in_words, not_in_plan
from careplans.models import Intervention
from careplans.sections import HELP
from clients.forms import InterventionForm as RecordForm
from clients.models import EpisodeIntervention
from clients.responsible import current_episode
from core.forms import sent
from reference.choices import CodeField
from reference.models import Code


@allow("careplans.change_careplan", records_look=True)
def intervention_add(request, pk):
    plan = get_plan_with(request, pk, HELP)
    return draft_page(request, plan, InterventionForm, Intervention(plan=plan), heading=_("Add an intervention"))


@allow("careplans.change_careplan", records_look=True)
def intervention_take(request, pk):
    """What the record says already is chosen, not typed again."""
    plan = get_plan_with(request, pk, HELP)
    if request.method != "POST" and not (plan.is_draft and not_in_plan(plan).exists()):
        return redirect(plan)
    form = TakeInterventionsForm(sent(request), plan=plan)
    return form_page(
        request,
        plan.client,
        form,
        lambda: workflow.take_interventions(plan, form.cleaned_data["rows"], by=request.user),
        heading=_("Help that is in the record"),
        advice=_("Kind, place and days come from the record. You can say afterwards what it is exactly."),
        plan=plan,
    )


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Intervention, InterventionForm)
def intervention_edit(request, pk):
    row = get_part(request, Intervention, pk)
    about = in_words(row.given) if row.given else ""
    return draft_page(request, row.plan, InterventionForm, row, heading=_("Change an intervention"), about=about)


@allow("careplans.change_careplan", records_look=True)
def intervention_remove(request, pk):
    return remove_page(request, get_part(request, Intervention, pk), heading=_("Remove this intervention?"))


@allow("clients.change_episode", records_look=True)
def intervention_record(request, pk):
    """Agreed help begins: the record takes from the plan what the plan says."""
    part = get_part(request, Intervention, pk)
    plan, episode = part.plan, current_episode(part.plan.client, part.plan.episode)
    if episode is None or episode.team_id not in request.user.team_ids:
        raise Http404
    if request.method != "POST" and (part.given_id or not plan.is_active):
        return redirect(plan)
    form = RecordForm(
        sent(request), instance=EpisodeIntervention(client=plan.client, episode=episode), initial=said_by(part, episode)
    )
    return form_page(
        request,
        plan.client,
        form,
        lambda: workflow.record_intervention(part, form, by=request.user),
        heading=_("Record that it is given"),
        about=part.detail or str(part),
        plan=plan,
        done=_("The intervention is recorded."),
    )


def said_by(part, episode):
    """What the record takes from the plan."""
    kinds = Code.objects.offered(CodeField.INTERVENTION_TYPE).filter(code=CODE_OF_KIND[part.kind])
    settings = Code.objects.offered(CodeField.SETTING).filter(code=part.setting)
    return {
        "kind": kinds.first(),
        "setting": settings.first() or episode.setting_id,
        "referred_on": part.plan.agreed_on,
        "started_on": part.starts_on if part.starts_on and part.starts_on <= timezone.localdate() else None,
    }
