"""Pages of alerts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent
from core.views import attempt

from . import workflow
from .forms import AcknowledgeForm
from .models import Alert


@allow("alerts.acknowledge_alert")
def alert_acknowledge(request, pk):
    alert = get_object_or_404(Alert.objects.visible_to(request.user).select_related("acknowledged_by"), pk=pk)
    form = AcknowledgeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.acknowledge_alert, alert, by=request.user, note=form.cleaned_data["note"]):
            messages.success(request, _("Alert acknowledged"))
            return redirect("home")
        alert.refresh_from_db()  # as somebody else has left it; what was typed stays in the form
    context = {"alert": alert, "form": form}
    return render(request, "alerts/alert_acknowledge.html", context, status=422 if form.errors else 200)
