"""The verbs that keep the directory current: what is wrong with an entry is said, and settled."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import User
from alerts.workflow import plan
from core import outbox
from core.workflow import NotAllowed, move

from .choices import ProblemStatus
from .models import Service, ServiceProblem

MOST_OPEN_PROBLEMS = 20  # of one service: whoever floods us with words stops here


def plan_editors():
    """Plan again what directory editors are asked to check."""
    for editor in User.objects.filter(role=Role.DIRECTORY_EDITOR, is_active=True).order_by("pk"):
        plan(editor)


@transaction.atomic
def report_problem(service, *, kind, what="", email="", by=None):
    """Write down that something is wrong with an entry, and tell the editors; `by` is None for the public.

    The same words while the first are still open change nothing.
    """
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    standing = service.problems.filter(status=ProblemStatus.OPEN)
    if same := standing.filter(kind=kind, what=what).first():
        return same
    if standing.count() >= MOST_OPEN_PROBLEMS:
        raise NotAllowed(_("Much has been said about this service already. Somebody here will look at it."))
    problem = ServiceProblem(service=service, kind=kind, what=what, email=email)
    problem.save_by(by)
    tell_editors()
    return problem


def tell_editors():
    """One email a day to each directory editor that somebody has said something: what was said stands in the queue."""
    link = settings.SITE_URL.rstrip("/") + reverse("services_directory:queue_list")
    subject = _("%(site)s: something is wrong in the directory") % {"site": settings.SERVICE_NAME}
    body = render_to_string("services_directory/emails/problem.txt", {"link": link})
    for editor in User.objects.filter(role=Role.DIRECTORY_EDITOR, is_active=True).exclude(email=""):
        reference = f"directory-problems-{timezone.localdate()}-{editor.pk}"
        outbox.send(reference, recipient=editor, subject=subject[:200], body=body)


@transaction.atomic
def settle_problem(problem, *, status, answer, by):
    """Say that what was wrong is mended, or that nothing was; with what was found."""
    problem.answer = answer
    return move(problem, status, by=by, reason=answer, fields=["answer"])
