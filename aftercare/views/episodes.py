"""Pages on which an episode ends, rests or goes on, and on which a death is recorded: what hangs on it goes with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from clients.access import get_client, get_of_client
from clients.discharge import with_all
from clients.models import Death
from clients.views.parts import form_page
from core.forms import sent
from core.views import attempt

from .. import episodes
from ..choices import UNPLANNED
from ..forms import CloseEpisodeForm, DeathForm, PauseForm, ReopenForm, ResumeForm, WithdrawDeathForm


def get_episode(request, pk):
    """An episode that the user's teams keep, of a client in scope, with all that the rules look at."""
    return get_of_client(request, with_all().of_teams(request.user), pk)


def change_page(request, episode, form, verb, *, title, done, about="", template="clients/record_form.html"):
    """A page that moves an episode: what was typed goes to the verb, then back to the episode.

    Where it ended unplanned and nobody has written that up, it goes on to that page.
    """
    if request.method == "POST" and form.is_valid():
        if attempt(form, verb, episode, **form.cleaned_data, by=request.user):
            messages.success(request, done)
            is_to_write_up = form.cleaned_data.get("reason") in UNPLANNED and not hasattr(episode, "unplanned_exit")
            return redirect("aftercare:exit_record" if is_to_write_up else "clients:episode_detail", episode.pk)
    return form_page(request, title, form, {"client": episode.client, "episode": episode, "about": about}, template)


@allow("clients.change_episode", records_look=True)
def episode_close(request, pk):
    episode = get_episode(request, pk)
    if request.method != "POST" and not episode.is_open:
        return redirect("clients:episode_detail", episode.pk)
    form = CloseEpisodeForm(sent(request), episode=episode)
    done, template = _("The episode is closed, and what was due in it has ended."), "aftercare/episode_close.html"
    title = _("Close the episode")
    return change_page(request, episode, form, episodes.close_episode, title=title, done=done, template=template)


@allow("clients.change_episode", records_look=True)
def episode_pause(request, pk):
    form = PauseForm(sent(request), initial={"on": timezone.localdate()})
    about = _("While it rests nothing is due: alerts and check-ups wait, and come back when it goes on.")
    done, title = _("The episode is paused."), _("Pause the episode")
    episode = get_episode(request, pk)
    return change_page(request, episode, form, episodes.pause_episode, title=title, about=about, done=done)


@allow("clients.change_episode", records_look=True)
def episode_resume(request, pk):
    form = ResumeForm(sent(request), initial={"on": timezone.localdate()})
    done, title = _("The work goes on, and what was due is due again."), _("Go on with the episode")
    return change_page(request, get_episode(request, pk), form, episodes.resume_episode, title=title, done=done)


@allow("clients.change_episode", records_look=True)
def episode_reopen(request, pk):
    form = ReopenForm(sent(request), initial={"on": timezone.localdate()})
    about = _("The end that it had stays readable. Interventions that ended are added anew; so is a handover.")
    done, title = _("The episode is open again."), _("Reopen the episode")
    episode = get_episode(request, pk)
    return change_page(request, episode, form, episodes.reopen_episode, title=title, about=about, done=done)


@allow("clients.change_episode", records_look=True)
def death_record(request, pk):
    client = get_client(request, pk, in_rights=True)
    form = DeathForm(sent(request), client=client)
    if request.method == "POST" and form.is_valid():
        if attempt(form, episodes.record_death, client, **form.cleaned_data, by=request.user):
            messages.success(request, _("The death is recorded. Nothing more is due, and no message goes out."))
            return redirect(client)
    about = _("Every open episode closes. Alerts, check-ups, handovers, referrals and messages about the person end.")
    return form_page(request, _("Record a death"), form, {"client": client, "about": about})


@allow("clients.change_episode", records_look=True)
def death_withdraw(request, pk):
    """A death that was recorded in error is taken back."""
    death = get_of_client(request, Death.objects.select_related("created_by"), pk, in_rights=True)
    if death.withdrawn_at and request.method != "POST":
        raise Http404
    form = WithdrawDeathForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, episodes.withdraw_death, death, **form.cleaned_data, by=request.user):
            messages.success(request, _("The death is taken back. Look at handovers, referrals and the coach."))
            return redirect(death.client)
    about = _(
        "The episodes that the death closed go on. Handovers, referrals and the coach’s assignment are made anew."
    )
    return form_page(request, _("Correct a death recorded in error"), form, {"client": death.client, "about": about})
