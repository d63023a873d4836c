"""The frame of a client's record: who it is about, what to know first, and its parts."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.banner import BREAK_GLASS, DIED, STANDING, warnings
from clients.reach import reach_of
from core.templatetags.ui import born, nhs_number

register = template.Library()

MOST_WARNINGS = 3
# name, label, URL name, permission
TABS = [
    ("overview", gettext_lazy("Overview"), "clients:client_detail", "clients.view_client"),
    ("person", gettext_lazy("Person"), "clients:person_detail", "clients.view_record"),
    ("timeline", gettext_lazy("Timeline"), "clients:client_timeline", "clients.view_record"),
    ("safety", gettext_lazy("Safety"), "safeguarding:client_safety", "safeguarding.view_concern"),
    ("sharing", gettext_lazy("Sharing"), "clients:client_sharing", "clients.view_record"),
    ("recovery_capital", gettext_lazy("Recovery capital"), "recovery_capital:assessment_list",
     "recovery_capital.view_assessment"),
    ("plans", gettext_lazy("Plans"), "careplans:care_plan_list", "careplans.view_careplan"),
    ("programmes", gettext_lazy("Programmes"), "programmes:client_programmes", "programmes.view_programme"),
    ("referrals", gettext_lazy("Referrals"), "referrals:referral_list", "referrals.view_referral"),
    ("documents", gettext_lazy("Documents"), "documents:document_list", "documents.view_clientdocument"),
    ("custody", gettext_lazy("Custody"), "custody:stay_list", "custody.view_custodystay"),
    ("aftercare", gettext_lazy("Aftercare"), "aftercare:client_aftercare", "aftercare.record_checkup"),
    ("rights", gettext_lazy("Rights"), "rights:client_rights", "rights.handle_requests"),
]  # fmt: skip


@register.inclusion_tag("components/identity_bar.html", takes_context=True)
def client_identity_bar(context, client):
    """Who the record is about, on every page of it."""
    user = context["request"].user
    facts = [
        {"label": _("Born"), "value": born(client.date_of_birth, client.birth_is_approximate)},
        {"label": _("Our reference"), "value": client.reference},
    ]
    if user.has_perm("clients.view_record"):
        facts.insert(1, {"label": _("NHS number"), "value": nhs_number(client.nhs_number)})
    known = warnings(client, user)
    standing = [warning.text for kind in STANDING for warning in known if warning.kind == kind]
    rows = [{"text": warning.text} for warning in known if warning.kind not in (BREAK_GLASS, *STANDING)]
    opened = [{"text": warning.text} for warning in known if warning.kind == BREAK_GLASS]
    more = len(rows) - MOST_WARNINGS
    shown = rows[:MOST_WARNINGS]
    if more > 0:
        shown.append({"text": _("and %(count)d more, on the overview") % {"count": more}, "kind": "information"})
    return {"name": client.name, "facts": facts, "alerts": opened + shown, "closed": " · ".join(standing)}


@register.inclusion_tag("clients/_reach.html", takes_context=True)
def client_reach(context, client):
    """How to reach the person, where a call or a letter starts."""
    return {"client": client, "reach": reach_of(client, warnings(client, context["request"].user))}


@register.simple_tag(takes_context=True)
def is_of_the_dead(context, client):
    """Whether the person has died: nobody is contacted any more. Asks nothing that the identity bar has not asked."""
    return any(warning.kind == DIED for warning in warnings(client, context["request"].user))


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def client_tabs(context, client, tab):
    """The parts of the record that the user may open."""
    user = context["request"].user
    items = [
        {"label": label, "url": reverse(url_name, args=[client.pk]), "current": name == tab}
        for name, label, url_name, permission in TABS
        if user.has_perm(permission)
    ]
    return {"items": items}
