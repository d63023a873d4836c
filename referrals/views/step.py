"""The steps of a referral on its path: a page for each, the services chosen in one, and all of them on paper."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_of_client
from clients.responsible import current_episode, team_of
from core.choices import AccessAction
from core.drafts import without_drafts
from core.forms import EditConflict, sent
from core.pdf import render_pdf
from core.views import attempt, conflict
from services_directory.models import Service

from .. import steps
from ..choices import FieldKind
from ..footing import footings
from ..forms.step import ServiceOfStepForm, StepForm
from ..models import Referral
from ..paths import links_of
from ..said import said_of, services_named
from ..service_choice import service_choice


@allow("referrals.change_referral", records_look=True)
def step_edit(request, pk, key, number):
    """What is known of one step; a button beside saving leads to the services that it asks for."""
    referral, progress, standing = _opened(request, pk, key, number)
    choosing = next((field for field in _asking_for_services(standing) if f"choose_{field.key}" in request.POST), None)
    form = StepForm(sent(request), standing=standing, may_finish=choosing is None)
    context = _context(referral, progress, standing) | {"form": form}
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data.get(name) for name in ("version", "due_on", "done_on")}
        try:
            row = attempt(form, steps.save_step, referral, key, number, answers=form.answers, by=request.user, **given)
        except EditConflict as error:
            return conflict(request, form, error, "referrals/step_edit.html", context)
        if row:
            messages.success(request, _("The step is done.") if row.done_on else _("Saved."))
            return redirect(_services_url(referral, standing, choosing) if choosing else referral)
    return render(request, "referrals/step_edit.html", context, status=422 if form.errors else 200)


@without_drafts
@allow("referrals.change_referral", records_look=True)
def step_services(request, pk, key, number, field):
    """Choose services of the directory for a question of a step, or take one away."""
    referral, progress, standing = _opened(request, pk, key, number)
    asked = next((one for one in _asking_for_services(standing) if one.key == field), None)
    if asked is None:
        raise Http404
    form = ServiceOfStepForm(sent(request))
    if request.method == "POST" and form.is_valid() and _choose(request, form, referral, standing, asked):
        return redirect(_services_url(referral, standing, asked))
    context = _context(referral, progress, standing) | {"form": form, "asked": asked}
    context |= {"chosen": services_named([standing]).of(standing, asked)} | service_choice(request, needs=asked.needs)
    return render(request, "referrals/step_services.html", context, status=422 if form.errors else 200)


@allow("referrals.view_referral", methods=READ, records_look=True)
def step_sheet_pdf(request, pk):
    """The path on paper: checklist, evidence, and lines where nothing is known yet."""
    referral = get_of_client(
        request, Referral.objects.select_related("service__organisation"), pk, action=AccessAction.PRINT
    )
    progress = steps.Progress(referral)
    if progress.path is None:
        raise Http404
    client, episode = referral.client, current_episode(referral.client)
    context = {"client": client, "referral": referral, "path": progress.path, "progress": progress}
    context |= {"team": team_of(client, episode), "keyworker": episode and episode.keyworker}
    context |= {"parts": said_of(progress), "footings": footings(progress.path, client)}
    title = _("%(path)s – %(reference)s") % {"path": progress.path.label, "reference": client.reference}
    pdf = render_pdf("referrals/pdf/step_sheet.html", context, title=title, printed_by=str(request.user))
    name = f"{progress.path.key}-{client.reference}.pdf"
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)


def _opened(request, pk, key, number):
    """A referral, where it stands on its path, and one step of it. Raises Http404."""
    referral = get_of_client(request, Referral.objects.select_related("service__organisation"), pk)
    progress = steps.Progress(referral)
    standing = progress.standing(key, number)
    if standing is None:
        raise Http404
    return referral, progress, standing


def _context(referral, progress, standing):
    chosen = services_named([standing])
    return {
        "client": referral.client,
        "tab": "referrals",
        "referral": referral,
        "path": progress.path,
        "standing": standing,
        "footings": footings(progress.path, referral.client),
        "links": [(label, reverse(url, args=[referral.client_id])) for label, url in links_of(standing.step)],
        "service_parts": [(field, chosen.of(standing, field)) for field in _asking_for_services(standing)],
        "follows": standing.follows,
    }


def _asking_for_services(standing):
    return [field for field in standing.step.fields if field.kind == FieldKind.SERVICES]


def _services_url(referral, standing, field):
    return reverse("referrals:step_services", args=[referral.pk, standing.step.key, standing.number, field.key])


def _choose(request, form, referral, standing, asked):
    """Do what a button asks for; True unless the rules refuse."""
    where = (referral, standing.step.key, standing.number, asked)
    service = Service.objects.listed().filter(pk=form.cleaned_data["service"]).first()
    if service:
        return attempt(form, steps.choose_service, *where, service, by=request.user)
    if form.cleaned_data["away"]:
        return attempt(form, steps.drop_service, *where, form.cleaned_data["away"], by=request.user)
    form.add_error(None, _("Choose a service of the directory"))
    return False
