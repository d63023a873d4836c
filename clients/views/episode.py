"""An episode of treatment: opened, assigned, started, closed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import AssignForm, CloseEpisodeForm, EditEpisodeForm, OpenEpisodeForm, StartTreatmentForm
from ..models import Episode
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
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.assign_keyworker, episode, **form.cleaned_data, by=request.user):
            messages.success(request, _("The keyworker is set. The client is on that person’s My work as new."))
            return redirect(episode.client)
    return form_page(request, _("Assign keyworker and case manager"), form, {"client": episode.client})


@allow("clients.change_episode", records_look=True)
def treatment_start(request, pk):
    episode = get_episode(request, pk)
    form = StartTreatmentForm(sent(request), episode=episode)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.start_treatment, episode, **form.cleaned_data, by=request.user):
            messages.success(request, _("Treatment has started."))
            return redirect(episode.client)
    return form_page(request, _("Start treatment"), form, {"client": episode.client})


@allow("clients.change_episode", records_look=True)
def episode_close(request, pk):
    episode = get_episode(request, pk)
    form = CloseEpisodeForm(sent(request), episode=episode, planned_ends=workflow.PLANNED_ENDS)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.close_episode, episode, **form.cleaned_data, by=request.user):
            messages.success(request, _("The episode is closed."))
            return redirect(episode.client)
    context = {"client": episode.client, "episode": episode}
    return form_page(request, _("Close the episode"), form, context, "clients/episode_close.html")
