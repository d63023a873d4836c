"""`{% csrf_token %}`, which every form that changes something has, brings the form's key along; `{% draft %}`.

Both need no `load`: config.settings names this library for every template.
"""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils import timezone
from django.utils.html import format_html

from core import drafts

register = template.Library()


class FormTokenNode(CsrfTokenNode):
    """Django's token, and the key under which the form is kept as a draft and does its work once."""

    def render(self, context):
        token, request = super().render(context), context.get("request")
        if not token or request is None or not request.user.is_authenticated:
            return token
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">', token, drafts.FIELD, drafts.form_key(request)
        )


@register.tag
def csrf_token(parser, token):
    return FormTokenNode()


@register.inclusion_tag("components/draft.html", takes_context=True)
def draft(context):
    """What the script needs to keep drafts of this page's form, and the drafts that there are of it already."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or not drafts.are_kept(match.func, request.user):
        return {}
    page = drafts.page_of(request)
    rows = list(drafts.of_page(request)[: drafts.SHOWN])
    current = next((row for row in rows if row.pk == page.key), None)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "token": page.token,
        "revision": current.revision if current else 0,
        "resumed": request.draft,
        "earlier": [row for row in rows if row != current],
    }


@register.filter
def kept_until(draft):
    """The day on which a draft is deleted."""
    return timezone.localdate(draft.saved_at + drafts.KEPT)
