"""The public forms: somebody asks for help, for themselves or for another; no account, no script, no third party."""

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import tries
from accounts.access import READ, allow
from accounts.models import Team
from core.drafts import without_drafts
from core.forms import sent
from core.views import attempt
from services_directory.forms import LanguageQuery
from services_directory.models import Service

from .. import incoming, saved
from ..forms import PersonForm, ProfessionalForm, SavedCodeForm
from ..forms.public import teams_to_choose

WELSH = "cy"
FORMS = {"refer_person": PersonForm, "refer_professional": ProfessionalForm}
SALT = "referrals.received"


@allow("public", methods=READ)
def refer_start(request):
    """Danger first, then which form."""
    return _shown(request, "start", takes_referrals=teams_to_choose().exists())


@without_drafts
@allow("public")
def refer_person(request):
    return _form_page(request, "refer_person")


@without_drafts
@allow("public")
def refer_professional(request):
    return _form_page(request, "refer_professional")


@without_drafts
@allow("public")
def refer_go_on(request):
    """A form that was put aside, opened with the code that only its writer has."""
    form = SavedCodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        tries.take(request, "saved form", form.cleaned_data["code"])
        found = saved.take_up(form.cleaned_data["code"])
        if found and found[0].route in FORMS:
            row, typed = found
            opened = _made(request, row.route, typed, saved=row.digest)
            opened.action = reverse(f"refer:{row.route}") + _query(request)
            return _shown(request, "form", form=opened, route=row.route)
        form.add_error("code", _("Nothing is saved under this code. It may have been sent, or be older than 14 days."))
    return _shown(request, "go_on", form=form)


@allow("public", methods=READ)
def refer_received(request, token):
    """The number to quote, and what happens next. The address names nobody."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    team = get_object_or_404(Team.objects.select_related("area"), pk=told["team"])
    return _shown(request, "received", reference=told["reference"], team=team, is_young=told["young"])


def _form_page(request, route):
    form = _made(request, route, sent(request))
    if request.method == "POST":
        if "put_aside" in request.POST:
            return _put_aside(request, route, form)
        if form.is_valid() and (form.is_robot or (referral := _receive(request, form))):
            return redirect(_thanks(request, None if form.is_robot else referral))
    return _shown(request, "form", form=form, route=route)


def _made(request, route, data, **more):
    with translation.override(_language(request)):
        return FORMS[route](data, **more)


def _receive(request, form):
    person = form.instance
    tries.take(request, "refer", f"{person.first_name} {person.family_name} {person.date_of_birth}")
    referral = attempt(form, incoming.receive, person)
    if referral:
        saved.forget(form.cleaned_data["saved"])
    return referral


def _thanks(request, referral):
    """Where the answer is; a robot is told to wait like everybody."""
    if referral is None:
        return reverse("refer:refer_start")
    told = {"reference": referral.reference, "team": str(referral.team_id), "young": bool(referral.is_under_18)}
    return reverse("refer:refer_received", args=[signing.dumps(told, salt=SALT)]) + _query(request)


def _put_aside(request, route, form):
    """Keep what was typed, sealed; the code is shown once and kept nowhere."""
    tries.take(request, "put aside", tries.network_of(request))
    code = saved.put_aside(route, request.POST)
    if not code:
        form.is_valid()
        form.add_error(None, _("This is too long to be kept. Shorten it, or send it now."))
        return _shown(request, "form", form=form, route=route)
    saved.forget(request.POST.get("saved", "")[:64])
    return _shown(request, "saved", code=code)


def _language(request):
    return LanguageQuery(request.GET).values()["language"] or "en-gb"


def _query(request):
    return f"?language={WELSH}" if _language(request) == WELSH else ""


def _shown(request, template, **context):
    language = _language(request)
    form = context.get("form")
    is_bad = form is not None and not form.is_draft and form.is_bound and form.errors
    with translation.override(language):
        context |= {
            "page_language": language,
            "query": _query(request),
            "other_query": "" if language == WELSH else "?language=cy",
            "crisis_services": Service.objects.crisis_lines()[:5],
        }
        return render(request, f"referrals/public/{template}.html", context, status=422 if is_bad else 200)
