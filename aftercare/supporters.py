"""The relapse plan goes to somebody around the client, by the client's consent and only while it lasts."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.choices import ConsentCategory
from clients.models import Relationship
from core.workflow import NotAllowed

from .choices import HandoverStatus
from .models import RelapsePlanShare
from .workflow import lock_handover

OVER = (HandoverStatus.DECLINED, HandoverStatus.WITHDRAWN)


def consents_of(client, day=None):
    """The client's consents that hold on a day (today) and let the relapse plan go to one of their people."""
    live = client.consents.live(day).filter(supporter__isnull=False)
    return live.covering(ConsentCategory.SUBSTANCE_USE).select_related("supporter")


def who_may_have_it(client):
    """The people around the client with whom the relapse plan may be shared today."""
    agreed = consents_of(client).order_by().values("supporter")
    return Relationship.objects.current().filter(client=client, pk__in=agreed)


def why_not(handover):
    """Why the relapse plan of this handover goes to nobody, in words; empty where it may."""
    if handover.status in OVER:
        return _("This handover was taken back or declined: share the relapse plan of the newest one.")
    if handover.relapse_declined or not handover.has_relapse_plan:
        return _("There is no relapse plan to share yet.")
    return "" if handover.agreed_on else _("First go through it with the client: it is theirs to share.")


@transaction.atomic
def share_relapse_plan(handover, *, by, supporter, shared_on, how):
    """Write down that somebody around the client got the relapse plan, under the consent that holds now.

    Raises NotAllowed without such a consent, without a plan that was agreed, and for a day before the consent or to come.
    """
    held = consents_of(handover.client).filter(supporter=supporter).select_for_update(of=("self",))
    consent = held.first()  # locked before the handover, as where a consent is withdrawn
    handover = lock_handover(handover)
    if refused := why_not(handover):
        raise NotAllowed(refused)
    if consent is None:
        raise NotAllowed(
            _("The client has not agreed, or agrees no longer, to share the relapse plan with this person.")
        )
    if not consent.given_on <= shared_on <= timezone.localdate():
        raise NotAllowed(_("It can only have been shared since the client agreed, and not on a day to come."))
    share = RelapsePlanShare(
        client=handover.client, handover=handover, supporter=supporter, consent=consent, shared_on=shared_on, how=how
    )
    share.save_by(by)
    plan(consent)
    return share
