"""What both sides write about a referral, from our side, and what the partner has said otherwise than behind the link."""

from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from .. import messages, workflow
from ..forms.partner import CallForm, ExpireReferralForm, ReplyForm, WaitReferralForm
from .referral import verb_page


@allow("referrals.change_referral", records_look=True)
def referral_reply(request, pk):
    return verb_page(request, pk, ReplyForm(sent(request)), messages.reply, _("Write to them"), _("Written."))


@allow("referrals.change_referral", records_look=True)
def referral_call(request, pk):
    form = CallForm(sent(request))
    return verb_page(
        request, pk, form, messages.record_call, _("What they said by telephone or letter"), _("Recorded.")
    )


@allow("referrals.change_referral", records_look=True)
def referral_wait(request, pk):
    form = WaitReferralForm(sent(request))
    return verb_page(request, pk, form, workflow.wait_referral, _("On their waiting list"), _("Recorded."))


@allow("referrals.change_referral", records_look=True)
def referral_expire(request, pk):
    form = ExpireReferralForm(sent(request))
    done = _("Recorded. The need is still there: is there another service?")
    return verb_page(request, pk, form, workflow.expire_referral, _("Give up on an answer"), done)
