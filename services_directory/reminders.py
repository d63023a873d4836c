"""Asking the assurer of an entry, by email, to check it: a link that works once, needs no account, and changes nothing
until a button is pressed."""

import hashlib
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.workflow import NotAllowed

from .choices import ProblemKind, ServiceStatus
from .freshness import ago
from .models import CheckRequest, Service
from .upkeep import plan_editors, report_problem

LEADS = (150, 330)  # days since the last check
LINK_LASTS = timedelta(days=60)
RUNNING = [ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED]


def ask_assurers(today=None):
    """Write to each assurer whose last check is 150 or 330 days old, once for each; gives how many emails that makes."""
    today = today or timezone.localdate()
    old = Service.objects.filter(status__in=RUNNING, checked_on__lte=today - timedelta(days=LEADS[0]))
    # Only the last of the leads that have passed: after an outage nobody gets two emails at once.
    leads = [When(checked_on__lte=today - timedelta(days=lead), then=Value(lead)) for lead in reversed(LEADS)]
    asked = CheckRequest.objects.filter(
        service=OuterRef("pk"), checked_on=OuterRef("checked_on"), lead_days=OuterRef("lead")
    )
    waiting = (
        old.exclude(assurer_email="").annotate(lead=Case(*leads)).exclude(Exists(asked)).order_by("checked_on", "id")
    )
    return sum(_ask(pk, today) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk, today):
    """The email about one service, with its row; 1 if it was not asked for before."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=pk)
    passed = [lead for lead in LEADS if service.checked_on and service.checked_on + timedelta(days=lead) <= today]
    if not passed or not service.assurer_email or service.status not in RUNNING:
        return 0  # somebody has changed it meanwhile
    key = {"service": service, "checked_on": service.checked_on, "lead_days": passed[-1]}
    if CheckRequest.objects.filter(**key).exists():
        return 0
    token = token_urlsafe(32)
    asked = CheckRequest(
        **key, email=service.assurer_email, token_digest=digest(token), expires_at=timezone.now() + LINK_LASTS
    )
    asked.save_by(None)
    link = settings.SITE_URL.rstrip("/") + reverse("services_directory:check_by_link", args=[token])
    since = ago((today - service.checked_on).days)
    context = {
        "service": service,
        "since": since,
        "link": link,
        "site": settings.SERVICE_NAME,
        "until": asked.expires_at,
    }
    subject = _("Is this entry still right? %(service)s") % {"service": " ".join(service.name.split())}
    body = render_to_string("services_directory/emails/check.txt", context)
    outbox.send(f"directory-check-{asked.pk}", address=asked.email, subject=subject[:200], body=body)
    return 1


def digest(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def asked_by(token):
    """The request behind a link that still works, or None: it was used, has run out, was guessed, or somebody else is
    the assurer now."""
    live = CheckRequest.objects.filter(used_at=None, expires_at__gt=Now(), email=F("service__assurer_email"))
    return live.filter(token_digest=digest(token), service__status__in=RUNNING).select_related("service").first()


@transaction.atomic
def confirm(asked):
    """The assurer says that all of the entry is right."""
    service = _spend(asked)
    service.checked_on = timezone.localdate()
    domain = asked.email.rpartition("@")[2]
    service.checked_by = (_("the service, by email (@%(domain)s)") % {"domain": domain})[:200]
    service.needs_guessed = False
    service.save_by(None, "checked_on", "checked_by", "needs_guessed")
    plan_editors()
    return service


@transaction.atomic
def object_to(asked, words):
    """The assurer says what is wrong, in words for each part of the entry; an editor mends it."""
    service = _spend(asked)
    report_problem(service, kind=ProblemKind.OTHER, what=words, email=asked.email)
    return service


def _spend(asked):
    """Take the link, and every other one about this service, out of use. Raises NotAllowed where somebody did before."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=asked.service_id)
    unused = CheckRequest.objects.filter(service=service, used_at=None)
    if not unused.filter(pk=asked.pk).exists():
        raise NotAllowed(_("This link has been used."))
    unused.update(used_at=Now(), updated_at=Now(), version=F("version") + 1)
    return service
