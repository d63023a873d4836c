"""Pages about clients: my work, the caseload, the record of one person and what is written into it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.choices import Role
from core import audit
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.views import attempt, conflict

from . import ahead, timeline, work, workflow
from .access import get_client, get_of_client
from .banner import flags_shown_to, warnings
from .caseload import caseload, headings_for, rows_of
from .coaching import coach_view
from .forms import (
    AddClientForm,
    AssignForm,
    CaseloadQuery,
    ClientForm,
    CloseEpisodeForm,
    CoachForm,
    ConsentForm,
    ContactForm,
    DayForm,
    EditEpisodeForm,
    FlagForm,
    LookUpForm,
    NextQuery,
    OpenEpisodeForm,
    StartTreatmentForm,
    remember,
    remembered,
)
from .matching import exact_matches, look_up_is_allowed
from .models import Client, ClientFlag, CoachAssignment, Consent, Contact, Episode

LIMIT_REACHED = 429


def form_page(request, title, form, context, template="clients/record_form.html"):
    """A page with one form; 422 when the form has errors."""
    context = {"title": title, "form": form, "tab": "overview"} | context
    return render(request, template, context, status=422 if form.errors else 200)


@allow("clients.view_client", methods=READ)
def my_work(request):
    return render(request, "clients/my_work.html", work.work_of(request.user))


@allow("clients.view_client")
def client_list(request):
    typed = request.POST if request.method == "POST" else remembered(request)
    query = CaseloadQuery(typed, auto_id="filter_%s", user=request.user)
    if request.method == "POST" and query.is_valid():
        return redirect(f"{request.path}?{remember(request, query)}")
    values = query.values()
    if values["words"]:
        audit.record(request, AccessAction.SEARCH)
    page = caseload(request.user, values, cursor=PageQuery(request.GET).values()["after"])
    context = {
        "query": query,
        "page": page,
        "rows": rows_of(page, request.user),
        "headings": headings_for(request.user),
        "tags": filter_tags(query),
        "next_url": f"?{query.address(after=page.next_cursor)}" if page.next_cursor else "",
        "first_url": "" if page.is_first else f"?{query.address()}",
    }
    if request.method == "POST":
        return render(request, "clients/client_list.html", context | {"form": query}, status=422)
    return render(request, "clients/client_list.html", context)


def filter_tags(query):
    """The filters that are on, each with the address of the list without it."""
    tags = []
    for name, value in query.values().items():
        if value and name != "search":
            label = query.fields[name].label
            words = dict(getattr(query.fields[name], "choices", [])).get(value, value)
            text = label if value is True else f"{label}: {words}"
            tags.append({"label": text, "url": f"?{query.address(**{name: ''})}"})
    return tags


@allow("clients.add_client")
def client_add(request):
    form = AddClientForm(sent(request), user=request.user)
    if request.method == "POST":
        if not look_up_is_allowed(request):
            return look_up_refused(request, "clients/client_add.html", form)
        if form.is_valid() and (client := attempt(form, form.save, by=request.user)):
            messages.success(request, _("The client is added. Open an episode when there is a referral."))
            return redirect(client)
    return form_page(request, _("Add a client"), form, known(request, form), "clients/client_add.html")


def known(request, form):
    """The records that may be the same person, and the one with the same NHS number."""
    number = form.cleaned_data.get("nhs_number") if form.is_bound and hasattr(form, "cleaned_data") else ""
    same_number = exact_matches(request.user, nhs_number=number) if number else None
    return {"matches": getattr(form, "matches", None), "same_number": same_number}


def look_up_refused(request, template, form):
    form.is_valid()
    form.add_error(None, _("You have looked up many people in the last hour. Try again later, or ask your manager."))
    context = {"title": _("Too many look-ups"), "form": form}
    return render(request, template, context, status=LIMIT_REACHED)


@allow("clients.view_record")
def client_lookup(request):
    form = LookUpForm(sent(request))
    matches = None
    if request.method == "POST":
        if not look_up_is_allowed(request):
            return look_up_refused(request, "clients/client_lookup.html", form)
        if form.is_valid():
            matches = exact_matches(request.user, **form.cleaned_data)
    context = {"matches": matches, "was_asked": matches is not None}
    return form_page(request, _("Is this person known?"), form, context, "clients/client_lookup.html")


@allow("clients.view_client", methods=READ, records_look=True)
def client_detail(request, pk):
    client = get_client(request, pk, queryset=Client.objects.select_related("registered_team"))
    is_coach = request.user.role == Role.RECOVERY_COACH
    cursor = PageQuery(request.GET).values()["after"]
    context = {
        "client": client,
        "tab": "overview",
        "warnings": warnings(client, request.user),
        "events": timeline.events_of(client, cursor=cursor, kinds=[timeline.CONTACTS] if is_coach else None),
        "is_first_page": not cursor,
    }
    if is_coach:
        return render(request, "clients/client_detail_coach.html", context | coach_view(client))
    episodes = client.episodes.select_related("team", "keyworker", "case_manager").with_substances()
    context |= {"episodes": episodes, "my_teams": request.user.team_ids} | ahead.overview(client, request.user)
    return render(request, "clients/client_detail.html", context)


@allow("clients.change_client", records_look=True)
def client_edit(request, pk):
    client = get_client(request, pk)
    form = ClientForm(sent(request), instance=client)
    context = {"client": client, "title": _("Change the client’s details"), "tab": "overview"}
    if request.method == "POST":
        number = request.POST.get("nhs_number", "")
        if number and number != Client.objects.values_list("nhs_number", flat=True).get(pk=pk):
            if not look_up_is_allowed(request):
                return look_up_refused(request, "clients/record_form.html", form)
        if form.is_valid():
            try:
                if attempt(form, form.save, by=request.user):
                    messages.success(request, _("The details are saved."))
                    return redirect(client)
            except EditConflict as error:
                return conflict(request, form, error, "clients/record_form.html", context | {"client": error.current})
        client.refresh_from_db()
    return form_page(request, context["title"], form, context)


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


@allow("clients.add_contact", records_look=True)
def contact_add(request, pk):
    client = get_client(request, pk)
    episode = client.episodes.open().filter(team__in=request.user.team_ids).first()
    form = ContactForm(sent(request), instance=Contact(client=client, episode=episode))
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The contact is saved."))
        return redirect(client)
    return form_page(request, _("Record a contact"), form, {"client": client})


@allow("clients.change_consent", records_look=True)
def consent_add(request, pk):
    client = get_client(request, pk)
    asked = NextQuery(request.GET).values()
    initial = {"recipient": asked["service"], "purpose": asked["purpose"], "given_on": timezone.localdate()}
    form = ConsentForm(sent(request), instance=Consent(client=client), initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The consent is recorded."))
        return redirect(our_address(request, asked["next"]) or client)
    return form_page(request, _("Record consent"), form, {"client": client})


def our_address(request, target):
    """An address of ours to go on to, or nothing for any other."""
    is_ours = url_has_allowed_host_and_scheme(target or "", {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else ""


@allow("clients.change_consent", records_look=True)
def consent_withdraw(request, pk):
    consent = get_of_client(request, Consent.objects.select_related("recipient"), pk)
    form = DayForm(sent(request), first=consent.given_on, initial={"on": timezone.localdate()})
    form.submit_label = _("Withdraw the consent")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.withdraw_consent, consent, **form.cleaned_data, by=request.user):
            messages.success(request, _("The consent is withdrawn."))
            return redirect(consent.client)
    about = _("Nothing more is shared with %(service)s from this day on.") % {"service": consent.recipient}
    return form_page(request, _("Withdraw consent"), form, {"client": consent.client, "about": about})


@allow("clients.change_client", records_look=True)
def flag_add(request, pk):
    client = get_client(request, pk)
    form = FlagForm(sent(request), instance=ClientFlag(client=client))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.add_flag, form.instance, by=request.user):
            messages.success(request, _("The flag is on the record."))
            return redirect(client)
    return form_page(request, _("Add a flag"), form, {"client": client})


@allow("clients.change_client", records_look=True)
def flag_end(request, pk):
    flag = get_of_client(request, ClientFlag.objects.filter(flags_shown_to(request.user)), pk)
    begun = timezone.localtime(flag.created_at).date()
    form = DayForm(sent(request), first=begun, initial={"on": timezone.localdate()})
    form.submit_label = _("End the flag")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.end_flag, flag, **form.cleaned_data, by=request.user):
            messages.success(request, _("The flag is ended. It stays in the history of the record."))
            return redirect(flag.client)
    about = f"{flag.get_kind_display()}: {flag.reason}"
    return form_page(request, _("End a flag"), form, {"client": flag.client, "about": about})


@allow("clients.assign_coach", records_look=True)
def coach_assign(request, pk):
    client = get_client(request, pk)
    assignment = CoachAssignment(client=client)
    form = CoachForm(sent(request), instance=assignment, user=request.user, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.assign_coach, form.instance, by=request.user):
            messages.success(request, _("The coach is assigned."))
            return redirect(client)
    return form_page(request, _("Assign a recovery coach"), form, {"client": client})


@allow("clients.assign_coach", records_look=True)
def coach_end(request, pk):
    assignment = get_of_client(request, CoachAssignment.objects.select_related("coach"), pk)
    form = DayForm(sent(request), first=assignment.starts_on, initial={"on": timezone.localdate()})
    form.submit_label = _("End the assignment")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.end_coaching, assignment, **form.cleaned_data, by=request.user):
            messages.success(request, _("The assignment ends."))
            return redirect(assignment.client)
    about = _("%(coach)s sees the record until the end of the last day.") % {"coach": assignment.coach}
    return form_page(request, _("End a coach’s assignment"), form, {"client": assignment.client, "about": about})
