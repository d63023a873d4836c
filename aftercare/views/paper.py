"""What the client takes along on paper: the handover, the relapse plan on one page, the card of the way back."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.access import READ, allow
from careplans.forms.paper import PaperQuery
from clients.access import get_of_client
from clients.person import paper_language
from core.choices import AccessAction
from reference import intervals
from reference.choices import IntervalKey

from ..forms import CopyQuery
from ..models import Handover
from ..sharing import clients_copy, shared_with_recipient
from ..supporters import consents_of
from .pages import paper, pdf_answer

LONG, LONGEST = 1200, 2600  # letters of a relapse plan: beyond these it is set smaller, so that it stays on one page


@allow("aftercare.view_handover", methods=READ, records_look=True)
def handover_pdf(request, pk):
    """The handover on paper: for its recipient by consent, or (`?copy=client`) whole, for the client."""
    handover = _printed(request, pk)
    query = CopyQuery(request.GET).values()
    if query["copy"] == "client":
        return pdf_answer(request, clients_copy(handover), query["language"] or paper_language(handover.client))
    return pdf_answer(request, shared_with_recipient(handover), query["language"] or "en-gb")


@allow("aftercare.view_handover", methods=READ, records_look=True)
def relapse_plan_pdf(request, pk):
    """The relapse plan on one page, for the client and whoever the client shares it with."""
    handover = _printed(request, pk)
    if handover.relapse_declined:
        raise Http404
    letters = sum(len(getattr(handover, name)) for name in handover.relapse_plan_fields)
    size = "letter" if letters <= LONG else "plan" if letters <= LONGEST else "summary"
    context = {"size": size, "agreed": consents_of(handover.client)}
    return _for_client(request, handover, "relapse_plan", gettext_noop("Relapse plan %(reference)s"), context)


@allow("aftercare.view_handover", methods=READ, records_look=True)
def way_back_pdf(request, pk):
    """The way back into treatment as a card."""
    handover = _printed(request, pk)
    if handover.way_back_declined:
        raise Http404
    days = intervals.days(IntervalKey.WAY_BACK, handover.agreed_on or timezone.localdate())
    return _for_client(request, handover, "way_back", gettext_noop("The way back %(reference)s"), {"weeks": days // 7})


def _printed(request, pk):
    return get_of_client(request, Handover.objects.with_people(), pk, action=AccessAction.PRINT)


def _for_client(request, handover, name, title, context):
    language = PaperQuery(request.GET).values()["language"] or paper_language(handover.client)
    return paper(request, handover, name, title, context, language)
