"""A prison's weekly list, pasted: shown first, saved when that was confirmed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from core import audit
from core.choices import AccessAction
from core.forms import sent
from core.views import attempt

from .. import paste
from ..forms import PasteForm


@allow("custody.change_custodystay")
def dates_paste(request):
    """Paste, look at what would change, confirm. What is saved is what was seen: where that has changed, it is shown again."""
    form, lines, is_other = PasteForm(sent(request)), None, False
    if request.method == "POST" and form.is_valid():
        lines = paste.preview(request.user, form.cleaned_data["text"])
        people = {line.stay.client_id: (line.stay.client, None) for line in lines if line.stay}
        audit.record_each(request, AccessAction.LOOK, people.values(), detail="custody.custodystay")
        seen = paste.seen_as(lines)
        is_other = form.cleaned_data["seen"] not in ("", seen)
        if form.cleaned_data["seen"] == seen and any(line.changes for line in lines):
            source = form.cleaned_data["source"]
            if (number := attempt(form, paste.save, lines, by=request.user, source=source)) is not None:
                messages.success(request, _said(lines, number))
                return redirect("custody:release_list")
    context = {"form": form, "lines": lines, "is_other": is_other, "seen": lines is not None and paste.seen_as(lines)}
    context["changes"] = sum(line.changes for line in lines or ())
    return render(request, "custody/dates_paste.html", context, status=422 if form.errors else 200)


def _said(lines, number):
    wrong = sum(bool(line.problem) for line in lines)
    return _("Release dates recorded: %(new)s. Without change: %(same)s. Left out: %(wrong)s.") % {
        "new": number, "same": len(lines) - number - wrong, "wrong": wrong,
    }  # fmt: skip
