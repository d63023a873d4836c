"""The release plan: its sections, the clocks after the release, and the papers that go out."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_of_client
from clients.person import paper_language
from clients.responsible import team_of
from core.choices import AccessAction
from core.forms import EditConflict, sent
from core.pdf import render_pdf
from core.views import attempt, conflict
from core.workflow import NotAllowed

from .. import planning
from ..bridging import bridging_of
from ..continuity import measures
from ..forms import DateUnknownForm, FirstOutcomeForm, PaperQuery, PlanSectionForm
from ..models import CustodyStay
from ..papers import asks_of, may_name_us, pack_of, terms_of
from ..plan_sections import BY_KEY, parts_of, plan_of, sections_for

VIEW, CHANGE, FORM_PAGE = "custody.view_custodystay", "custody.change_custodystay", "custody/stay_form.html"


@allow(VIEW, methods=READ, records_look=True)
def plan_detail(request, pk):
    """Every section with what it still lacks, the days without medicine, and the clocks."""
    stay = _stay(request, pk)
    context = {
        "client": stay.client, "tab": "custody", "stay": stay, "parts": parts_of(stay, request.user),
        "medicine": bridging_of(stay), "measures": measures(stay), "plan": plan_of(stay),
        "terms": terms_of(stay), "names_us": may_name_us(stay.client),
    }  # fmt: skip
    return render(request, "custody/plan_detail.html", context)


@allow(CHANGE, records_look=True)
def plan_edit(request, pk, key):
    stay = _stay(request, pk)
    section = BY_KEY.get(key)
    if section not in sections_for(request.user):
        raise Http404
    nation = team_of(stay.client, stay.episode).area.nation
    form = PlanSectionForm(sent(request), instance=_own_plan(stay), section=section, nation=nation)
    return _saved(request, stay, form, planning.save_section, section.title, _("The section is saved."))


@allow(CHANGE, records_look=True)
def first_outcome(request, pk):
    stay = _stay(request, pk)
    form, title = FirstOutcomeForm(sent(request), instance=_own_plan(stay)), _("The first appointment")
    return _saved(request, stay, form, planning.record_first_outcome, title, _("The outcome is recorded."))


def _saved(request, stay, form, verb, heading, done):
    """A page whose form is kept in the plan by a verb about the stay."""
    context = {"client": stay.client, "tab": "custody", "heading": heading}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, stay, form, by=request.user):
                messages.success(request, done)
                return redirect("custody:plan_detail", stay.pk)
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, context)
    return render(request, FORM_PAGE, context | {"form": form}, status=422 if form.errors else 200)


@allow(CHANGE, records_look=True)
def date_unknown(request, pk):
    """That nobody knows the release date, and why; the same again each week says that somebody has asked."""
    stay = _stay(request, pk)
    form = DateUnknownForm(sent(request), record=stay, initial={"because": stay.date_unknown_because})
    context = {"client": stay.client, "tab": "custody", "heading": _("No release date is known")}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, planning.record_date_unknown, stay, by=request.user, **form.answer):
                messages.success(request, _("Recorded. We ask again in a week."))
                return redirect(stay)
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, context)
    return render(request, FORM_PAGE, context | {"form": form}, status=422 if form.errors else 200)


@allow(VIEW, methods=READ, records_look=True)
def release_pack_pdf(request, pk):
    """What the person takes along: where to be when, medicine, whom to ring; in large print, in their language."""
    stay = _stay(request, pk, action=AccessAction.PRINT)
    query = PaperQuery(request.GET).values()
    language = query["language"] or paper_language(stay.client)
    with_names = query["names"] == "yes" or not query["names"] and may_name_us(stay.client)
    with translation.override(language):
        context, title = pack_of(stay, with_names=with_names), _("When I leave")
    pdf = render_pdf("custody/pdf/release_pack.html", context, title=title, lang=language, marking=" ")
    return _file(pdf, f"when-i-leave-{stay.client.reference}.pdf")


@allow(CHANGE, methods=READ, records_look=True)
def prison_asks_pdf(request, pk):
    """What we need from the prison for one release, by consent: who it is about, and what is missing; nothing besides.

    It goes to the prison and to nobody else, so that printing it is written down as shared.
    """
    stay = _stay(request, pk, action=AccessAction.PRINT)
    try:
        asked = planning.ask_prison(stay, by=request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("custody:plan_detail", stay.pk)
    context, title = asks_of(stay, request.user, asked.terms), _("What we need for a release")
    pdf = render_pdf("custody/pdf/prison_asks.html", context, title=title, printed_by=str(request.user))
    return _file(pdf, f"what-we-need-{stay.client.reference}.pdf")


def _file(pdf, name):
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)


def _stay(request, pk, **options):
    stays = CustodyStay.objects.with_release_date().select_related("establishment", "release_plan")
    return get_of_client(request, stays, pk, **options)


def _own_plan(stay):
    plan = plan_of(stay)
    plan.stay = stay
    return plan
