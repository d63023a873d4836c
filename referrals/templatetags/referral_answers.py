"""What became of referrals, on the page of a service: the directory is below referrals and cannot ask for it."""

from django import template

from ..answers import answers_of

register = template.Library()


@register.inclusion_tag("referrals/_answers.html")
def referral_answers(service):
    return {"answers": answers_of(service)}
