"""What is asked and given in an episode: its facts and its interventions."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import episodes as verbs
from ..access import get_of_client
from ..choices import FactsKind
from ..forms import CorrectFactsForm, FactsForm, InterventionForm
from ..models import EpisodeFacts, EpisodeIntervention
from .episode import get_episode
from .parts import form_page


def save_page(request, form, verb, episode, *, title, about="", done):
    """A page that saves a part of an episode: 422, 409, or back to the episode."""
    context = {"client": episode.client, "title": title, "tab": "overview", "about": about}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, form, by=request.user):
                messages.success(request, done)
                return redirect("clients:episode_detail", episode.pk)
        except EditConflict as error:
            return conflict(request, form, error, "clients/record_form.html", context)
    return form_page(request, title, form, context)


@allow("clients.change_episode", records_look=True)
def facts_add(request, pk):
    """The facts at the start while there are none, else a review of them."""
    episode = get_episode(request, pk)
    has_start = episode.facts.standing().filter(kind=FactsKind.START).exists()
    kind = FactsKind.REVIEW if has_start else FactsKind.START
    facts = EpisodeFacts(client=episode.client, episode=episode, kind=kind)
    form = FactsForm(sent(request), instance=facts, initial={"asked_on": timezone.localdate()})
    title = _("Ask the facts again") if has_start else _("Facts at the start of the episode")
    about = _("Ask only what you can. What the person prefers not to say is an answer too.")
    return save_page(
        request, form, verbs.save_facts, episode, title=title, about=about, done=_("The facts are recorded.")
    )


def get_facts(request, pk):
    """Facts of an episode that the user's teams keep, in scope."""
    rows = EpisodeFacts.objects.with_codes().select_related("episode__team").standing()
    return get_of_client(request, rows.filter(episode__team__in=request.user.team_ids), pk)


@allow("clients.change_episode", records_look=True)
def facts_edit(request, pk):
    """Facts of the last days are changed in place; older ones are corrected with a reason."""
    facts = get_facts(request, pk)
    if not facts.may_be_changed:
        return redirect("clients:facts_correct", facts.pk)
    form = FactsForm(sent(request), instance=facts)
    title = _("Change the facts")
    return save_page(request, form, verbs.save_facts, facts.episode, title=title, done=_("The facts are saved."))


@allow("clients.change_episode", records_look=True)
def facts_correct(request, pk):
    facts = get_facts(request, pk)
    corrected = EpisodeFacts(client=facts.client, episode=facts.episode, kind=facts.kind, asked_on=facts.asked_on)
    known = {name: getattr(facts, name) for name in EpisodeFacts.QUESTIONS}
    form = CorrectFactsForm(sent(request), instance=corrected, initial=known)
    about = _("These facts are locked. The correction takes their place; the answers of before stay readable.")

    def correct(form, *, by):
        return verbs.correct_facts(facts, form.instance, reason=form.cleaned_data["reason"], by=by)

    title = _("Correct the facts")
    return save_page(
        request, form, correct, facts.episode, title=title, about=about, done=_("The facts are corrected.")
    )


@allow("clients.change_episode", records_look=True)
def intervention_add(request, pk):
    episode = get_episode(request, pk)
    row = EpisodeIntervention(client=episode.client, episode=episode)
    form = InterventionForm(sent(request), instance=row, initial={"setting": episode.setting_id})
    title = _("Add an intervention")
    return save_page(
        request, form, verbs.save_intervention, episode, title=title, done=_("The intervention is recorded.")
    )


@allow("clients.change_episode", records_look=True)
def intervention_edit(request, pk):
    rows = EpisodeIntervention.objects.with_codes().select_related("episode__team")
    row = get_of_client(request, rows.filter(episode__team__in=request.user.team_ids), pk)
    form = InterventionForm(sent(request), instance=row)
    title = _("Change the intervention")
    return save_page(
        request, form, verbs.save_intervention, row.episode, title=title, done=_("The intervention is saved.")
    )
