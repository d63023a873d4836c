"""record(): every look, print, export, search, refusal and sign-in is written down."""

from .choices import AccessAction
from .models import AccessLog


def record(request, action, subject=None, *, detail="", user=None, break_glass=None):
    """Add one row to the access log.

    `subject` is the record looked at (any model with a UUID key) or None; `detail` holds no personal data.
    `break_glass` is the key of what opened the record in an emergency, or an expression for it.
    """
    match = getattr(request, "resolver_match", None)
    request.looked_at = subject  # for core.drafts: whose record the page is about
    actor = user or (request.user if request.user.is_authenticated else None)
    return AccessLog.objects.create(
        user=actor,
        action=AccessAction(action),
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        route=(match.view_name or "")[:100] if match else "",
        detail=detail[:500],
        address=request.META.get("REMOTE_ADDR") or None,
        break_glass=break_glass,
    )
