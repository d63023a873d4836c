"""Choosing a service from the directory inside a client's record: search by words and need, without script."""

from services_directory import search

from .choices import NEEDS_OF_DOMAIN
from .forms import ServiceQuery

SHOWN = 25


def service_choice(request, domain="", needs=()):
    """What the search panel needs: its form, the services found, and whether there are more than are shown.

    Coming from a need of the client (`domain`), or from several of the directory (`needs`), without a search, the
    services that help with them are shown at once.
    """
    query = ServiceQuery(request.GET)
    values = query.values()
    domain = domain or values["domain"]
    found = search.offered(values["words"], values["need"])
    if (wanted := needs or NEEDS_OF_DOMAIN.get(domain)) and not (values["words"] or values["need"]):
        found = found.filter(needs__overlap=wanted)
    rows = list(found[: SHOWN + 1])
    return {"query": query, "services": rows[:SHOWN], "more_services": len(rows) > SHOWN, "domain": domain}
