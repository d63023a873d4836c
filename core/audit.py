"""record(): every look, print, export, search, refusal and sign-in is written down."""

import os
import pwd

from .choices import AccessAction
from .models import AccessLog


def record(request, action, subject=None, *, detail="", user=None, break_glass=None):
    """Add one row to the access log.

    `subject` is the record looked at (any model with a UUID key) or None; `detail` holds no personal data.
    `break_glass` is the key of what opened the record in an emergency, or an expression for it.
    """
    request.looked_at = subject  # for core.drafts: whose record the page is about
    row = _row(request, action, subject, detail, user, break_glass)
    row.save(force_insert=True)
    return row


def record_each(request, action, subjects, *, detail=""):
    """Add a row for each of many records that one page shows, in one statement: (record, key of the break-glass or None)."""
    AccessLog.objects.bulk_create(
        [_row(request, action, subject, detail, None, break_glass) for subject, break_glass in subjects]
    )


def record_paper(document, subjects, *, route):
    """Add a row for each of the records that a document of the worker tells of: whoever asked for it has them on paper.

    The worker has no request, so `route` names the page where the document was asked for.
    """
    AccessLog.objects.bulk_create(
        AccessLog(
            user=document.requested_by, action=AccessAction.PRINT, subject_kind=subject._meta.label_lower,
            subject_id=subject.pk, route=route, detail=document.kind,
        )
        for subject in subjects
    )  # fmt: skip


def record_command(action, detail):
    """Add a row about a command on the server: nobody is signed in there, so that it says which account of the machine."""
    AccessLog.objects.create(action=AccessAction(action), detail=f"{detail}, by {_account()} on the server"[:500])


def _account():
    """Who signed in to the machine, and as whom the command runs where that is another."""
    try:
        runs_as = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container may run as a number that has no name
        runs_as = f"account {os.geteuid()}"
    try:
        signed_in = os.getlogin()
    except OSError:  # no terminal
        signed_in = runs_as
    return runs_as if signed_in == runs_as else f"{signed_in} as {runs_as}"


def _row(request, action, subject, detail, user, break_glass):
    match = getattr(request, "resolver_match", None)
    return AccessLog(
        user=user or (request.user if request.user.is_authenticated else None),
        action=AccessAction(action),
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        route=(match.view_name or "")[:100] if match else "",
        detail=detail[:500],
        address=request.META.get("REMOTE_ADDR") or None,
        break_glass=break_glass,
    )
