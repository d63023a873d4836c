"""Sending a referral: what the partner will read is shown first; a link with a code, a letter, or by telephone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from clients.access import get_of_client
from core.choices import AccessAction
from core.forms import EditConflict, sent
from core.views import attempt, conflict
from services_directory.forms import LanguageQuery

from .. import links, workflow
from ..choices import SentHow
from ..forms.partner import DECLINE_REASONS, LinkForm, SendReferralForm
from ..models import Referral
from ..pack import mark_of, pack_of
from .partner import pack_answer

CODE = "referral_code"  # of the session: shown once, on the page after sending
SENT = {
    SentHow.LINK: gettext_lazy("The referral is sent. Tell them the code; you see here when they open it."),
    SentHow.PRINTED: gettext_lazy("The referral is sent. Print the letter, and record the answer here when it comes."),
    SentHow.PHONE: gettext_lazy("The referral is sent. Record the answer here when it comes."),
}


def get_referral(request, pk, **options):
    people = ("service__organisation", "episode__team", "consent", "sharing_override")
    return get_of_client(request, Referral.objects.select_related(*people), pk, **options)


def about(referral, **more):
    return {"client": referral.client, "tab": "referrals", "referral": referral} | more


@allow("referrals.change_referral", records_look=True)
def referral_send(request, pk):
    """The pack as it will be read, by the consent there is, and how it goes out."""
    referral = get_referral(request, pk)
    consent = referral.live_consent()
    override = None if consent else referral.live_override()
    terms = consent or override
    context = about(referral, consent=consent, override=override, terms=terms)
    if not referral.is_draft or terms is None:
        return render(request, "referrals/referral_send.html", context, status=422 if request.method == "POST" else 200)
    pack = pack_of(referral, terms, by=request.user)
    form = SendReferralForm(sent(request), record=referral, mark=mark_of(pack), answer_by=workflow.answer_day())
    context |= {"form": form, "pack": pack}
    if request.method == "POST" and form.is_valid():
        return _sent(request, referral, form, workflow.send_referral, "referrals/referral_send.html", context)
    return render(request, "referrals/referral_send.html", context, status=422 if form.errors else 200)


@allow("referrals.change_referral", records_look=True)
def referral_link(request, pk):
    """Another link for the same referral: the one before it ends."""
    referral = get_referral(request, pk)
    terms = referral.consent or referral.sharing_override
    if not (links.is_shared(referral) and links.is_going_on(referral)):
        messages.error(request, _("Nobody needs a link for this referral now."))
        return redirect(referral)
    pack = pack_of(referral, terms, by=request.user)
    form = LinkForm(sent(request), record=referral, mark=mark_of(pack))
    context = about(referral, form=form, pack=pack, terms=terms, consent=referral.consent)
    if request.method == "POST" and form.is_valid():
        return _sent(request, referral, form, workflow.renew_link, "referrals/referral_link.html", context)
    return render(request, "referrals/referral_link.html", context, status=422 if form.errors else 200)


def _sent(request, referral, form, verb, template, context):
    """Send it; the code is made here, shown once on the next page, and kept nowhere but as a digest."""
    how = form.cleaned_data.get("how", SentHow.LINK)
    values = {name: form.cleaned_data[name] for name in ("how", "answer_by") if name in form.cleaned_data}
    if how == SentHow.LINK:
        values |= form.link | {"code": links.new_code()}
    try:
        done = attempt(form, verb, referral, by=request.user, mark=form.cleaned_data["mark"], **values)
    except EditConflict as error:
        return conflict(request, form, error, template, context)
    if not done:
        return render(request, template, context, status=422)
    if how == SentHow.LINK:
        request.session[CODE] = {"referral": str(referral.pk), "code": values["code"], "how": values["code_sent_how"]}
    messages.success(request, SENT[how])
    return redirect(referral)


def code_to_tell(request, referral):
    """The code of a link that was just sent, once."""
    kept = request.session.get(CODE)
    if not kept or kept["referral"] != str(referral.pk):
        return None
    del request.session[CODE]
    return kept


@allow("referrals.view_referral", methods=READ, records_look=True)
def referral_pack_pdf(request, pk):
    """The pack on paper: as it was sent, or as it would be sent now."""
    referral = get_referral(request, pk, action=AccessAction.PRINT)
    return pack_answer(referral, _pack(request, referral), printed_by=request.user)


@allow("referrals.change_referral", methods=READ, records_look=True)
def referral_letter_pdf(request, pk):
    """The printed way: a letter, the pack, and a slip for the answer, in Welsh where that is asked for; the pack is as it was
    written. Until it is sent it is marked as a draft; no letter goes out once nothing is shared any more."""
    referral = get_referral(request, pk, action=AccessAction.PRINT)
    if not referral.is_draft and not links.is_shared(referral):
        messages.error(request, _("Nothing is shared any more: the consent has ended, or the referral was taken back."))
        return redirect(referral)
    pack = _pack(request, referral)
    more = {"by": request.user, "decline_reasons": DECLINE_REASONS, "template": "referrals/pdf/printed.html"}
    with translation.override(LanguageQuery(request.GET).values()["language"] or translation.get_language()):
        return pack_answer(referral, pack, printed_by=request.user, **more)


def _pack(request, referral):
    """What was sent; or, of a draft, what would be sent under what the client has agreed to until now."""
    kept = referral.packs.first()
    if kept:
        return kept.contents
    return pack_of(referral, referral.live_consent() or referral.live_override(), by=request.user)
