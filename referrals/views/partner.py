"""The pages of a partner behind a link: a code opens one referral for half an hour, without an account."""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import tries
from accounts.access import READ, allow
from clients.responsible import team_of
from core import audit
from core.choices import AccessAction
from core.pdf import render_pdf
from core.views import attempt
from services_directory.forms import LanguageQuery
from services_directory.reminders import digest

from .. import links, partner
from ..choices import LookKind, PartnerAnswer
from ..forms.partner import PARTNER_FORMS, AnswerQuery, CodeForm
from ..story import story_of

WELSH = "cy"
COOKIE, SALT, OPEN_FOR = "referral", "referrals.partner", 30 * 60


def behind_link(view):
    """The view gets the link of the token, once its code was given; before, its page asks for the code."""

    @wraps(view)
    def behind(request, token):
        with translation.override(LanguageQuery(request.GET).values()["language"] or "en-gb"):
            link = links.link_behind(token)
            if link is None:
                return _no_such_link(request, token)
            if request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=OPEN_FOR) != str(link.pk):
                return _ask_code(request, link, token)
            return _stay_open(view(request, link, token), link, token)

    return behind


def _is_welsh():
    return translation.get_language() == WELSH


def _shown(request, template, context, status=200):
    """A page of the partner, with the way to the other language."""
    asked = {"answer": AnswerQuery(request.GET).values()["answer"], "language": "" if _is_welsh() else WELSH}
    frame = {
        "page_language": translation.get_language(),
        "query": f"?language={WELSH}" if _is_welsh() else "",
        "and_query": f"&language={WELSH}" if _is_welsh() else "",
        "other_query": "?" + urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, f"referrals/partner_{template}.html", context | frame, status=status)


def _to_page(token):
    return redirect(reverse("referrals:partner_page", args=[token]) + (f"?language={WELSH}" if _is_welsh() else ""))


def _no_such_link(request, token):
    """One answer for a link that has run out, has ended, was altered or guessed."""
    tries.take(request, "referral_link", digest(token))
    audit.record(request, AccessAction.REFUSED, detail="referral link")
    return _shown(request, "no_link", {}, status=404)


def _ask_code(request, link, token):
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = tries.take(request, "referral_code", link.pk)
        if links.fits(link, form.cleaned_data["code"]):
            taken.succeeded()
            partner.open_link(link, address=request.META.get("REMOTE_ADDR"))
            return _stay_open(_to_page(token), link, token)
        audit.record(request, AccessAction.REFUSED, detail="referral code")
        form.add_error("code", _("This is not the code of this link"))
    context = {"form": form, "link": reverse("referrals:partner_page", args=[token])}
    return _shown(request, "code", context, status=422 if form.errors else 200)


def _stay_open(response, link, token):
    """Half an hour from now, for this link and no other."""
    path = reverse("referrals:partner_page", args=[token])
    response.set_signed_cookie(
        COOKIE, str(link.pk), salt=SALT, max_age=OPEN_FOR, path=path, secure=settings.HTTPS, httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return response


def _about(link, token):
    referral = link.referral
    return {"link": link, "token": token, "referral": referral, "is_shared": links.is_shared(referral)}


@allow("public")
@behind_link
def partner_page(request, link, token):
    """The one referral: what was sent, what has happened, and what can be answered now."""
    partner.look(link, LookKind.OPENED, address=request.META.get("REMOTE_ADDR"))
    context = _about(link, token)
    if not context["is_shared"]:
        return _shown(request, "closed", context)
    referral = link.referral
    context |= {
        "pack": referral.packs.first() if links.is_going_on(referral) else None,
        "story": story_of(referral, for_partner=True),
        "answers": partner.answers_to(referral),
    }
    return _shown(request, "page", context)


@allow("public")
@behind_link
def partner_answer(request, link, token):
    """One answer, in a form of its own; what comes too late is kept, and says so."""
    what = AnswerQuery(request.GET).values()["answer"]
    context = _about(link, token)
    if not what or (request.method != "POST" and not _may_answer(context, what)):
        return _to_page(token)
    # A file that is taken gives its try back: what is counted are those that are refused.
    taken = tries.take(request, "referral_file", link.pk) if "file" in request.FILES else None
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PARTNER_FORMS[what](*typed, referral=link.referral, link=link)
    if request.method == "POST" and form.is_valid():
        late = attempt(form, partner.answer, link, form.said, **_seen(request, form))
        if late is not None:
            if taken and not late:
                taken.succeeded()
            tell = messages.warning if late else messages.success
            tell(request, late or _("Thank you. Your answer is with the team."))
            return _to_page(token)
    context |= {"form": form, "warns": what == PartnerAnswer.DECLINE}
    return _shown(request, "answer", context, status=422 if form.errors else 200)


def _may_answer(context, what):
    """A page that was left open, or an address typed by hand, may ask for what nobody can say any more."""
    return partner.may_say(context["referral"], what)


def _seen(request, form):
    return {"version": form.cleaned_data.get("version"), "address": request.META.get("REMOTE_ADDR")}


@allow("public", methods=READ)
@behind_link
def partner_pack_pdf(request, link, token):
    """What was sent, on paper."""
    referral = link.referral
    kept = referral.packs.first() if links.is_going_on(referral) else None
    if kept is None or not links.is_shared(referral):
        return _to_page(token)
    partner.look(link, LookKind.PACK, address=request.META.get("REMOTE_ADDR"))
    return pack_answer(referral, kept.contents, printed_by=referral.service)


def pack_answer(referral, pack, *, printed_by, template="referrals/pdf/pack.html", **more):
    """A pack as a PDF; its name says the reference alone."""
    context = {"referral": referral, "pack": pack, "team": team_of(referral.client, referral.episode)} | more
    title = _("Referral %(reference)s") % {"reference": referral.client.reference}
    pdf = render_pdf(template, context, title=title, lang=translation.get_language(), printed_by=str(printed_by))
    headers = {"Content-Disposition": f'attachment; filename="referral-{referral.client.reference}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
