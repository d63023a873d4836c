"""The leaflet for one person: looked at, and printed. It needs no account, and keeps nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.pdf import render_pdf

from ..forms import LeafletQuery
from ..forms.search import ticked_keys
from ..leaflet import chosen, entry_of


@allow("public", methods=READ)
def leaflet(request):
    """What the leaflet will say, before it is printed; what is left out of it is told."""
    return render(request, "services_directory/leaflet.html", _context(request))


@allow("public", methods=READ)
def leaflet_pdf(request):
    """The leaflet; nothing on it says who made it, for whom, or what for."""
    context = _context(request) | {"SERVICE_NAME": _("To keep")}
    pdf = render_pdf(
        "services_directory/pdf/leaflet.html", context, title=_("Places that may help"), marking=_("For you")
    )
    name = 'inline; filename="places.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def _context(request):
    query = LeafletQuery(request.GET)
    services = chosen(ticked_keys(request.GET))
    return {
        "entries": [entry_of(service) for service in services],
        "keep": ",".join(str(service.pk) for service in services),
        "large": bool(query.values()["large"]),
    }
