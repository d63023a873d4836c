"""The page behind the link in a reminder: one button, no account, and nobody's name."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import tries
from accounts.access import READ, allow
from core import audit
from core.choices import AccessAction
from core.workflow import NotAllowed
from services_directory.forms import LanguageQuery
from services_directory.reminders import digest

from .. import declining
from ..sending import language_of, names_service


@allow("public")
def reminder_cancel(request, token):
    """Nothing is cancelled by looking: programs that look at links before people do press no button."""
    reminder = declining.reminder_behind(token)
    if reminder is None:
        return _no_such_link(request, token)
    language = language_of(reminder.client)
    with override("cy" if language == "cy" else "en-gb"):
        context = _about(reminder) | {"page_language": language}
        if request.method != "POST":
            return render(request, "programmes/reminder_cancel.html", context)
        try:
            declining.decline(reminder)
        except NotAllowed:
            return _no_such_link(request, token)
    return redirect(f"{reverse('remind:reminder_thanks')}{'?language=cy' if language == 'cy' else ''}")


@allow("public", methods=READ)
def reminder_thanks(request):
    """After the button: the same for everybody, so that it can be loaded again and tells nothing."""
    language = LanguageQuery(request.GET).values()["language"] or "en-gb"
    with override(language):
        context = _without_name({"page_language": language})
        return render(request, "programmes/reminder_cancelled.html", context)


def _about(reminder):
    """What the page may say: the time, and whom to ring; who we are only where the reminder said so too."""
    team = reminder.appointment.team if reminder.appointment else reminder.session.programme.team
    named = names_service(reminder.client.reminder_choice) if hasattr(reminder.client, "reminder_choice") else False
    return _without_name({"about_at": reminder.about_at, "phone": team.phone, "team": team.name if named else ""})


def _no_such_link(request, token):
    """One answer for a link that was used, has run out, was altered or guessed."""
    tries.take(request, "reminder_link", digest(token))
    audit.record(request, AccessAction.REFUSED, detail="reminder link")
    return render(request, "programmes/reminder_no_link.html", _without_name({}), status=404)


def _without_name(context):
    """The frame of the page says whose it is only where the person wants that."""
    return context | {"SERVICE_NAME": context.get("team") or _("Your appointment")}
