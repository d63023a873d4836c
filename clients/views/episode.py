"""An episode of treatment: opened, read, changed, assigned, started."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..access import get_client, get_of_client
from ..banner import DIED, warnings
from ..discharge import findings, with_all
from ..forms import AssignForm, EditEpisodeForm, OpenEpisodeForm, StartTreatmentForm
from ..journeys import journeys_of
from ..models import Episode, EpisodeFacts
from .parts import form_page


@allow("clients.change_episode", records_look=True)
def episode_open(request, pk):
    client = get_client(request, pk)
    form = OpenEpisodeForm(sent(request), instance=Episode(client=client), user=request.user)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.open_episode, form.instance, substances=form.substances, by=request.user):
            messages.success(request, _("The episode is open."))
            return redirect(client)
    return form_page(request, _("Open an episode"), form, {"client": client})


@allow("clients.view_record", methods=READ, records_look=True)
def episode_detail(request, pk):
    """The whole course of one episode, what was true at its start and is now, and what is missing in it."""
    episode = get_of_client(request, with_all().select_related("team", "keyworker", "case_manager", "setting"), pk)
    rows = list(episode.facts.with_codes())
    start = next((row for row in rows if row.is_start and not row.replaced_at), None)
    reviews = [row for row in rows if not row.is_start and not row.replaced_at]
    may_change = request.user.has_perm("clients.change_episode") and episode.team_id in request.user.team_ids
    context = {
        "episode": episode,
        "client": episode.client,
        "tab": "overview",
        "may_change": may_change,
        "start": start,
        "latest": reviews[-1] if reviews else None,
        "reviews": reviews,
        "facts": beside(start, reviews[-1] if reviews else None),
        "replaced": [row for row in rows if row.replaced_at],
        "interventions": episode.interventions.with_codes(),
        "pauses": episode.pauses.select_related("reason"),
        "reopenings": episode.reopenings.select_related("reason", "created_by"),
        "terms": episode.team.terms_between(episode.referred_on, episode.last_day).select_related("contract__provider"),
        "provider": episode.team.provider,
        "findings": findings(episode),
        "journeys": journeys_of(episode.client),
        "has_died": any(notice.kind == DIED for notice in warnings(episode.client, request.user)),
    }
    return render(request, "clients/episode_detail.html", context)


def beside(start, latest):
    """(question, answer at the start, answer now) of each question that has an answer."""
    rows = []
    for name in EpisodeFacts.QUESTIONS:
        then, now = (row.words(name) if row else "" for row in (start, latest))
        if then or now:
            label = EpisodeFacts._meta.get_field(name).verbose_name
            rows.append({"label": capfirst(label), "then": then, "now": now, "differs": now and now != then})
    return rows


def get_episode(request, pk):
    """An episode that the user's teams keep, of a client in scope."""
    people = Episode.objects.select_related("team", "keyworker", "case_manager")
    return get_of_client(request, people.of_teams(request.user), pk)


@allow("clients.change_episode", records_look=True)
def episode_edit(request, pk):
    episode = get_episode(request, pk)
    form = EditEpisodeForm(sent(request), instance=episode)
    context = {"client": episode.client, "title": _("Change the episode"), "tab": "overview"}
    if request.method == "POST" and form.is_valid():
        try:
            workflow.edit_episode(form, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "clients/record_form.html", context)
        messages.success(request, _("The episode is saved."))
        return redirect(episode.client)
    return form_page(request, context["title"], form, context)


@allow("clients.assign_keyworker", records_look=True)
def episode_assign(request, pk):
    episode = get_episode(request, pk)
    people = {"keyworker": episode.keyworker, "case_manager": episode.case_manager}
    form = AssignForm(sent(request), episode=episode, initial=people)
    context = {"client": episode.client, "title": _("Assign keyworker and case manager"), "tab": "overview"}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, workflow.assign_keyworker, episode, **form.answer, by=request.user):
                messages.success(request, _("The keyworker is set. The client is on that person’s My work as new."))
                return redirect(episode.client)
        except EditConflict as error:
            return conflict(request, form, error, "clients/record_form.html", context)
    return form_page(request, context["title"], form, context)


@allow("clients.change_episode", records_look=True)
def treatment_start(request, pk):
    episode = get_episode(request, pk)
    form = StartTreatmentForm(sent(request), episode=episode)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.start_treatment, episode, **form.cleaned_data, by=request.user):
            messages.success(request, _("Treatment has started."))
            return redirect(episode.client)
    return form_page(request, _("Start treatment"), form, {"client": episode.client})
