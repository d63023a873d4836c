"""Choosing a service from the directory inside a client's record: search by words and need, without script."""

from services_directory import search

from .choices import NEEDS_OF_DOMAIN
from .forms import ServiceQuery

SHOWN = 25


def service_choice(request, domain=""):
    """What the search panel needs: its form, the services found, and whether there are more than are shown.

    Coming from a need of the client (`domain`) without a search, the services that help with it are shown at once.
    """
    query = ServiceQuery(request.GET)
    values = query.values()
    domain = domain or values["domain"]
    found = search.offered(values["words"], values["need"])
    if domain in NEEDS_OF_DOMAIN and not (values["words"] or values["need"]):
        found = found.filter(needs__overlap=NEEDS_OF_DOMAIN[domain])
    rows = list(found[: SHOWN + 1])
    return {"query": query, "services": rows[:SHOWN], "more_services": len(rows) > SHOWN, "domain": domain}
